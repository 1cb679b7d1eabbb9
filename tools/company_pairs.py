"""Draw pairs of company names from ANR, to be labelled by hand: same legal entity, same group.

python tools/company_pairs.py FILE   writes the draw to FILE (CSV, labels empty); the same bytes each time
python tools/company_pairs.py --check   exits with 1 if the labelled file holds other pairs than the draw

The labelled file is tests/data/identity/company_pairs.csv; the README.md beside it says how it was drawn and labelled.
Nothing of the matcher that it judges is used here: the score that orders the pairs is defined in this file, and must
stay as it was when the pairs were drawn.

Every unordered pair of the frame belongs to exactly one stratum (so counts of a stratum are exact, and a labelled
pair stands for `stratum_size / sampled` pairs): the first of `_KINDS` of which the pair fulfils the rule, then the band
of the score, then whether both are companies ("c") or one is of another kind ("m": "Divers privé" and the like).
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from polegraph.identity import LEGAL_FORMS, normal_form
from polegraph.sources import anr

if TYPE_CHECKING:
    from collections.abc import Iterable

    Bytes = np.ndarray[Any, np.dtype[np.uint8]]

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"
LABELLED: Final = ROOT / "tests" / "data" / "identity" / "company_pairs.csv"
DRAWN: Final = (
    *("pair", "stratum", "stratum_size", "sampled", "one_id", "other_id", "one_name", "other_name"),
    *("one_kind", "other_kind", "one_city", "other_city", "one_country", "other_country", "score"),
)
LABELS: Final = ("same_entity", "same_group", "evidence", "half")

_SEED: Final = "polegraph company pairs 1"
_COMPANY: Final = frozenset({"PME", "TPE", "Entreprise autre que TPE ou PME", "FR PRIVE", "Divers privé"})
_BANDS: Final = (40, 50, 60, 70, 80, 90)  # a pair of score s is in the band of the largest of these that is <= s

# Groups of which pairs are wanted, with former names: not a list of what belongs together, only of where to look.
_LARGE: Final = {
    "thales": "thales alcatel-thales gemalto angenieux",
    "orange": "orange telecom almerys",
    "st": "stmicroelectronics st-microelectronics",
    "airbus": "airbus eads astrium cassidian eurocopter aerospatiale mbda matra arianegroup ariane",
    "stellantis": "stellantis psa peugeot citroen faurecia fiat opel",
    "edf": "edf electricite rte enedis erdf framatome dalkia",
    "arkema": "arkema ceca cray coatex bostik atofina",
    "safran": "safran snecma sagem turbomeca messier hispano aircelle herakles morpho zodiac labinal",
    "total": "total totalenergies elf saft hutchinson sunpower",
    "saint-gobain": "gobain saintgobain verallia weber isover",
    "renault": "renault volvo nissan dacia",
    "valeo": "valeo ichikoh peiker",
    "veolia": "veolia anjou kruger sidem otv",
    "suez": "suez lyonnaise degremont sita gdf engie cofely tractebel laborelec storengy grtgaz",
    "sanofi": "sanofi aventis genzyme merial pasteur",
    "alstom": "alstom areva orano cogema alcatel lucent nokia bell ge",
    "michelin": "michelin manufacture",
    "l-oreal": "loreal oreal",
    "air-liquide": "air liquide",
    "solvay": "solvay rhodia",
    "schneider": "schneider electric legrand",
    "atos": "atos bull origin worldline capgemini sogeti altran",
    "dassault": "dassault systemes",
    "bouygues": "bouygues colas vinci eurovia eiffage spie",
    "danone": "danone lesaffre limagrain vilmorin bel roquette",
    "naval": "naval dcns dcn nexter giat",
    "sncf": "sncf reseau ratp",
    "imerys": "imerys kerneos lafarge holcim vicat ciments calcia",
    "constellium": "constellium alcan pechiney aperam arcelor arcelormittal ugitech aubert eramet vallourec",
    "servier": "servier pierre fabre ipsen biomerieux guerbet",
    "siemens": "siemens bosch philips ibm xilinx intel nxp",
    "soitec": "soitec soc s.o.i.t.e.c",
}
# Pairs that the issue names: they are taken in any case.
_NAMED: Final = (
    ("TOTAL MARKETING SERVICES", "EDAP TMS FRANCE"),
    ("Air Liquide", "AIR SERENITY"),
    ("Air Liquide", "AIR RHÔNE ALPES"),
    ("Alma Medical Imaging", "ALMA / Département Logiciels Industriels"),
    ("ATELIERS BIO DE PROVENCE", "Ateliers des Janves"),
    ("COMPAGNIE INDUSTRIELLE DES LASERS (CILAS)", "Compagnie Industrielle dApplications thermiques"),
    ("STMicroelectronics SA", "STMICROELECTRONICS ROUSSET SAS"),
)


class Kind(NamedTuple):
    """What pairs of a stratum have in common.

    Parameters
    ----------
    name
        First part of the name of the stratum.
    companies, mixed
        How many pairs to draw from each band of pairs of companies, and of others (all, if there are fewer).
    """

    name: str
    companies: int
    mixed: int


# In the order in which a pair is tried; the last takes all.
_KINDS: Final = (
    Kind("named", 1000, 1000),  # stands in _NAMED
    Kind("form", 400, 60),  # equal when legal forms, country and words of form are left out anywhere
    Kind("part", 250, 40),  # equal up to the first " / ", " - " or bracket: a site, a department
    Kind("typo", 250, 40),  # ratio of the normal forms at least 90
    Kind("within", 300, 20),  # all words of one stand in the other
    Kind("acronym", 60, 10),  # one is the initials of the other, or stands in it beside its expansion
    Kind("large", 60, 6),  # both of one entry of _LARGE
    Kind("first", 45, 8),  # same first word
    Kind("rare", 45, 8),  # share a word of four letters or more that stands in no more than eight names
    Kind("rest", 30, 6),  # all others
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP: Final = _words("a and au aux d de del der des di du e en et for fur l la le les of per pour the und y")
# Words that say how or where, not who.
_FORM_WORDS: Final = (
    _STOP
    | LEGAL_FORMS
    | _words(
        "ste societe company co corp corporation cie compagnie entreprise ets etablissements groupe group holding "
        "france francaise french international europe gie sc scic sca scea selas sem soc anonyme"
    )
)
_TAIL: Final = re.compile(r"\s*/\s*.*|\s+[-–—]\s+.*|\s*[(\[].*")
_BRACKET: Final = re.compile(r"[(\[]([^)\]]+)[)\]]")
_RARE: Final = 8
_LETTERS: Final = 4
_TYPO: Final = 90


def frame() -> pd.DataFrame:
    """Return the organisations of which pairs are drawn.

    Those that ANR's file knows by name only (no laboratory code, no SIREN) and of which the reader says that they are
    companies, or of which at least half of the rows stand under a category of `_COMPANY`.

    Returns
    -------
    DataFrame
        Rows of the table of organisations, sorted by `org_id`, with the column `normal`.
    """
    net = anr.read(SOURCE)
    raw = pd.read_csv(SOURCE, dtype="str")
    raw = pd.DataFrame(
        {
            "name": raw["Projet.Partenaire.Nom_organisme"].str.strip(),
            "ours": raw["Projet.Partenaire.Categorie_organisme"].isin(_COMPANY).astype(int),
        }
    )
    by_name = raw.groupby("name")["ours"].agg(["sum", "size"])
    spellings = net.aliases.merge(by_name, left_on="name", right_index=True)
    share = spellings.groupby("org_id")[["sum", "size"]].sum()
    ours = share.index[2 * share["sum"] >= share["size"]]
    table = net.organisations
    kept = table["org_id"].str.startswith("name:") & ((table["kind"] == "company") | table["org_id"].isin(ours))
    table = table[kept].sort_values("org_id", ignore_index=True)
    return table.assign(normal=table["name"].map(normal_form))


def scores(normal: list[str], ratio: Bytes) -> Bytes:
    """Return the likeness of each pair of names: whole numbers from 0 to 100.

    The largest of three: rapidfuzz's `ratio`, nine tenths of its `token_set_ratio` (which is 100 as soon as all words
    of one name stand in the other), and the cosine of TF-IDF vectors of three-letter pieces within words.

    Parameters
    ----------
    normal
        Normal forms.
    ratio : array, shape (n, n)
        rapidfuzz's `ratio` of them.

    Returns
    -------
    array, shape (n, n)
        Symmetric; 100 on the diagonal.
    """
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), sublinear_tf=True).fit_transform(normal)
    cosine = (vectors @ vectors.T).toarray()
    found: Bytes = np.floor(np.round(100 * cosine, 6)).astype(np.uint8)
    del cosine
    np.maximum(found, ratio, out=found)
    words = process.cdist(normal, normal, scorer=fuzz.token_set_ratio, dtype=np.float32)
    np.maximum(found, np.floor(words * np.float32(0.9)).astype(np.uint8), out=found)
    return found


def _bare(name: str) -> str:
    """Write a name without spaces and without words of form, or with them if nothing else is there."""
    words = normal_form(name).split()
    return "".join(word for word in words if word not in _FORM_WORDS) or "".join(words)


def _keys(table: pd.DataFrame) -> dict[str, list[set[str]]]:
    """Return, for each kind of pair that is found by equal keys, the keys of each organisation."""
    large = [(name, frozenset(words.split())) for name, words in _LARGE.items()]
    words = [normal.split() for normal in table["normal"]]
    stands_in = Counter(word for own in words for word in set(own))
    return {
        "rare": [{w for w in own if len(w) >= _LETTERS and 1 < stands_in[w] <= _RARE} for own in words],
        "first": [{own[0]} for own in words],
        "large": [{name for name, marks in large if marks & set(own)} for own in words],
        "part": [{_bare(_TAIL.sub("", name)), _bare(name)} for name in table["name"]],
        "form": [{_bare(name)} for name in table["name"]],
    }


def _initials(words: Iterable[str]) -> set[str]:
    own = list(words)
    short = [word for word in own if word not in _STOP]
    plain = [word for word in short if word not in _FORM_WORDS]
    return {"".join(word[0] for word in chosen) for chosen in (own, short, plain) if len(chosen) > 2}  # noqa: PLR2004  # initials of two words mean nothing


def _acronyms(table: pd.DataFrame) -> Iterable[tuple[int, int]]:
    """Pair names of which one holds the initials of the other, or stands in brackets in it."""
    holders: dict[str, set[int]] = {}
    for place, normal in enumerate(table["normal"]):
        for word in normal.split():
            holders.setdefault(word, set()).add(place)
    wholes: dict[str, set[int]] = {}
    for place, normal in enumerate(table["normal"]):
        wholes.setdefault(normal, set()).add(place)
    for place, (name, normal) in enumerate(zip(table["name"], table["normal"], strict=True)):
        for initials in _initials(normal.split()):
            for other in holders.get(initials, ()):
                yield place, other
        for inside in _BRACKET.findall(name):
            for other in wholes.get(normal_form(inside), ()):
                yield place, other


def _within(table: pd.DataFrame) -> Iterable[tuple[int, int]]:
    """Pair names of which one's words all stand in the other."""
    words = [frozenset(normal.split()) for normal in table["normal"]]
    holders: dict[str, set[int]] = {}
    for place, own in enumerate(words):
        for word in own:
            holders.setdefault(word, set()).add(place)
    for place, own in enumerate(words):
        for other in set.intersection(*(holders[word] for word in own)):
            yield place, other


def kinds(table: pd.DataFrame, ratio: Bytes) -> Bytes:
    """Return the kind of each pair.

    Parameters
    ----------
    table
        The frame.
    ratio : array, shape (n, n)
        rapidfuzz's `ratio` of the normal forms.

    Returns
    -------
    array, shape (n, n)
        Place in `_KINDS`; symmetric; 255 where the two have the same normal form (no pair of the frame).
    """
    order = [kind.name for kind in _KINDS]
    keys = _keys(table)
    found = np.full(ratio.shape, order.index("rest"), dtype=np.uint8)
    for name in reversed(order[:-1]):  # what is written last holds
        number = order.index(name)
        if name == "typo":
            found[ratio >= _TYPO] = number
            continue
        if name in keys:
            blocks: dict[str, set[int]] = {}
            for place, own in enumerate(keys[name]):
                for key in own:
                    blocks.setdefault(key, set()).add(place)
            pairs: Iterable[tuple[int, int]] = (pair for block in blocks.values() for pair in combinations(block, 2))
        elif name == "named":
            place_of = {text: place for place, text in enumerate(table["name"])}
            pairs = [(place_of[one], place_of[other]) for one, other in _NAMED]
        else:
            pairs = _within(table) if name == "within" else _acronyms(table)
        for one, other in pairs:
            found[one, other] = found[other, one] = number
    word = pd.factorize(table["normal"])[0]
    found[word[:, None] == word[None, :]] = 255
    return found


def draw(table: pd.DataFrame) -> pd.DataFrame:
    """Draw the pairs of each stratum.

    Within a stratum those of which a hash of the seed and the two identifiers is smallest; so the draw depends neither
    on the order of rows nor on the version of a random generator.

    Parameters
    ----------
    table
        The frame.

    Returns
    -------
    DataFrame
        The columns `DRAWN`, sorted by stratum and hash.
    """
    normal = table["normal"].tolist()
    ratio = process.cdist(normal, normal, scorer=fuzz.ratio, dtype=np.uint8)
    likeness = scores(normal, ratio)
    kind = kinds(table, ratio)
    one, other = np.triu_indices(len(table), 1)
    kind, likeness = kind[one, other], likeness[one, other]
    companies = (table["kind"] == "company").to_numpy()
    both = companies[one] & companies[other]
    band = np.searchsorted(_BANDS, likeness, side="right")
    ids = table["org_id"].tolist()
    lots = []
    for place, rule in enumerate(_KINDS):
        for step in range(len(_BANDS) + 1):
            low = _BANDS[step - 1] if step else 0
            for side, wanted in ((True, rule.companies), (False, rule.mixed)):
                members = np.flatnonzero((kind == place) & (band == step) & (both == side))
                if not len(members):
                    continue
                lot = sorted((_hash(ids[one[member]], ids[other[member]]), int(member)) for member in members)[:wanted]
                name = f"{rule.name}-{low:02d}-{'c' if side else 'm'}"
                sizes = {"stratum": name, "stratum_size": len(members), "sampled": len(lot)}
                lots.append(pd.DataFrame({**sizes, "at": [member for _, member in lot]}))
    drawn = pd.concat(lots, ignore_index=True)
    at = drawn.pop("at").to_numpy()
    drawn.insert(0, "pair", np.arange(1, len(drawn) + 1))
    for column, name in (
        ("org_id", "id"),
        ("name", "name"),
        ("kind", "kind"),
        ("city", "city"),
        ("country", "country"),
    ):
        drawn[f"one_{name}"] = table[column].to_numpy()[one[at]]
        drawn[f"other_{name}"] = table[column].to_numpy()[other[at]]
    return drawn.assign(score=likeness[at])[list(DRAWN)]


def _hash(one: str, other: str) -> bytes:
    return hashlib.sha256(f"{_SEED}\x1f{one}\x1f{other}".encode()).digest()


def main() -> int:
    """Write the draw, or compare it with what was labelled."""
    parser = argparse.ArgumentParser(description="Draw pairs of company names from ANR.")
    parser.add_argument("file", nargs="?", type=Path, help="where to write the draw")
    parser.add_argument("--check", action="store_true", help="compare with the labelled file")
    given = parser.parse_args()
    drawn = draw(frame())
    if given.check:
        labelled = pd.read_csv(LABELLED, dtype="str", keep_default_na=False)
        fresh = drawn.astype("str").where(drawn.notna(), "")
        same = labelled[list(DRAWN)].equals(fresh.astype(labelled["pair"].dtype))
        print("the labelled pairs are those of the draw" if same else "the labelled pairs are not those of the draw")
        return 0 if same else 1
    if given.file is None:
        parser.error("give a file, or --check")
    drawn.assign(**dict.fromkeys(LABELS, "")).to_csv(given.file, index=False, lineterminator="\n", encoding="utf-8")
    print(f"{len(drawn)} pairs of {drawn['stratum'].nunique()} strata")
    return 0


if __name__ == "__main__":
    sys.exit(main())
