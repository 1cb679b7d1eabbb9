"""Parser of the kind and size of an organisation and of its role, in French and English.

The words stand in ``rules/kinds.csv`` and ``rules/roles.csv``. Kind and size come in one column or in two, and a word
of one often stands under the heading of the other: `settle_kinds` puts each in its place.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.names.plain_words import plain_words
from polegraph.names.rule_tables import rows, ways
from polegraph.tables import KINDS, ROLES, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words beside a kind that do not make it another one.
_FILLERS: Final = frozenset(
    """
    autre other public publique prive privee private francais francaise french etranger etrangere foreign national
    nationale regional regionale local locale europeen europeenne international internationale industriel industrielle
    innovant innovante adherent adherente membre partenaire partner type categorie et and ou or non lucratif
    """.split(),  # noqa: SIM905  # easier to read
)
# Words that give the kind of an organisation whatever follows: "université de technologie", "école d'ingénieurs".
_HEADS: Final = frozenset({"universite", "university", "ecole", "lycee", "faculte", "hopital", "mairie", "ministere"})
_BETWEEN = re.compile(r"\s*[/;,:+&|()\[\]\n]\s*|\s+[-–—]\s+|(?<=[A-ZÉ])-(?=[A-ZÉ])")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-z])\s*[-.):]\s*", re.IGNORECASE)  # "1 - PME", as in lists of choices
_ALONE = frozenset({"mid_cap", "large"})  # "ETI or large" means one of these: not an SME, and no more


@cache
def _kinds() -> dict[str, tuple[str, str | None]]:
    """Return kind and size by all their variants, in plain words."""
    found: dict[str, tuple[str, str | None]] = {}
    for kind, fr in KINDS.items():
        found.update({plain_words(written): (kind, None) for written in (kind, fr)})
    for size, fr in SIZES.items():
        found.update({plain_words(written): ("company", size) for written in (size, fr)})
    for row in rows("kinds"):
        for way in ways(row):
            found.setdefault(plain_words(way), (row["kind"], row["size"] or None))
    tight = {form.replace(" ", ""): said for form, said in found.items() if len(form) > 3}  # noqa: PLR2004  # "e a" is no EA
    return {**tight, **found}


@cache
def kind_and_size(text: str) -> tuple[str | None, str | None]:
    """Return the kind of an organisation, and its size if it is a company, by a word for them.

    Parameters
    ----------
    text
        As written in a sheet, under any heading.

    Returns
    -------
    kind, size : str or None
        Words of the model. Both None if the text is unknown, or contradicts itself.

    Examples
    --------
    >>> kind_and_size("Grand groupe"), kind_and_size("Start-up"), kind_and_size("UMR 7252 (CNRS)")
    (('company', 'large'), ('company', None), ('lab', None))
    >>> kind_and_size("Université de technologie"), kind_and_size("Laboratoire pharmaceutique")
    (('training_body', None), (None, None))
    >>> kind_and_size("Entreprise - PME"), kind_and_size("ETI / GE"), kind_and_size("Université / PME")
    (('company', 'sme'), ('company', 'not_sme'), (None, None))
    """
    known = _kinds()
    for form in (text, _NUMBERED.sub("", text)):
        plain = plain_words(form)
        if said := known.get(plain) or known.get(plain.replace(" ", "")):
            return said if said[1] or said[0] != "company" else ("company", _in_brackets(form))
    text = _NUMBERED.sub("", text)
    parts = [plain_words(part) for part in _BETWEEN.split(text) if any(map(str.isalnum, part))]
    said_by = [_phrases(part) for part in parts]
    if all(said_by):
        return _together([one for found in said_by for one in found])
    first = parts[0].split()[0] if parts and parts[0] else ""
    return known[first] if first in _HEADS else (None, None)


def _in_brackets(text: str) -> str | None:
    """Find the size that stands in brackets: "Entreprise (PME)"."""
    inner = re.findall(r"[(\[]([^()\[\]]*)[)\]]", text)
    sizes = {size for size in (_kinds().get(plain_words(one), (None, None))[1] for one in inner) if size}
    return sizes.pop() if len(sizes) == 1 else None


def _phrases(plain: str) -> list[tuple[str, str | None]]:
    """Cut words into the longest known ones; none counts if a meaningful word is left over."""
    words = [word for word in plain.split() if not word.isdigit()]
    found: list[tuple[str, str | None]] = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            said = _kinds().get(" ".join(words[start:end]))
            if said:
                found.append(said)
                start = end
                break
        else:
            if words[start] not in _FILLERS:
                return []
            start += 1
    return found


def _together(found: list[tuple[str, str | None]]) -> tuple[str | None, str | None]:
    kinds = {kind for kind, _ in found}
    sizes = {size for _, size in found if size}
    if len(kinds) != 1:
        specific = kinds - {"other"}
        if len(specific) != 1:
            return None, None
        kinds = specific
    if len(sizes) > 1:
        sizes = {"sme"} if sizes == {"micro", "sme"} else {"not_sme"} if sizes <= {*_ALONE, "not_sme"} else set()
    return kinds.pop(), sizes.pop() if sizes else None


def settle_kinds(texts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put kinds and sizes in their places, whichever of the two columns they were written in.

    Parameters
    ----------
    texts
        Columns ``kind`` and ``size`` as written, and ``sme`` if there is one; missing where empty.

    Returns
    -------
    settled : DataFrame
        The same columns: words of the model, or the text itself where it was not understood.
    wrong : DataFrame of bool
        ``kind`` and ``size``: where the text is unknown, or contradicts the other column; ``size_kept``: where
        the word under ``kind`` gives another size than the stated one.

    Examples
    --------
    >>> written = pd.DataFrame({"kind": ["PME", None, "Labo"], "size": [None, "Start-up", "immense"]}, dtype="str")
    >>> settled, wrong = settle_kinds(written)
    >>> settled.fillna("").values.tolist(), wrong["size"].tolist()
    ([['company', 'sme'], ['company', ''], ['lab', 'immense']], [False, False, True])
    """
    kind, size = texts["kind"], texts["size"]
    said = {text: kind_and_size(text) for text in pd.concat([kind, size]).dropna().unique().tolist()}
    of_kind, of_size = _said(kind, said, 0), _said(kind, said, 1)
    size_said, kind_said = _said(size, said, 1), _said(size, said, 0)
    bad_kind = kind.notna() & of_kind.isna()
    # The text under "size" may be a kind; a size under "size" makes a company of an organisation without a kind.
    against = size.notna() & size_said.isna() & kind_said.notna() & of_kind.notna() & (of_kind != kind_said)
    no_word = size.notna() & kind_said.isna()
    bare = size.notna() & size_said.isna() & kind_said.isin(["other"])
    bad_size = against | no_word | bare
    derived = kind_said.where(~bad_size & (size_said.isna() | kind.isna()))
    size_kept = size_said.notna() & of_size.notna() & (size_said != of_size) & ~_within(of_size, size_said)
    settled = texts.assign(
        kind=of_kind.fillna(kind).fillna(derived).astype("str"),
        size=size_said.fillna(size.where(bad_size)).fillna(of_size).astype("str"),
    )
    if "sme" in texts.columns:
        settled = _settle_flags(settled, texts["sme"])
    return settled, pd.DataFrame({"kind": bad_kind, "size": bad_size, "size_kept": size_kept})


def _settle_flags(settled: pd.DataFrame, flag: pd.Series[str]) -> pd.DataFrame:
    """Read a category under the heading "PME", where yes or no is expected."""
    said = {text: kind_and_size(text)[1] for text in flag.dropna().unique().tolist()}
    size = flag.map(said).astype("str")
    return settled.assign(sme=flag.where(size.isna()), size=settled["size"].fillna(size))


def _said(values: pd.Series[str], said: dict[str, tuple[str | None, str | None]], place: int) -> pd.Series[str]:
    return values.map({text: meaning[place] for text, meaning in said.items()}).astype("str")


def _within(wide: pd.Series[str], narrow: pd.Series[str]) -> pd.Series[bool]:
    """Return where one size is only less precise than the other."""
    small = (wide == "sme") & (narrow == "micro")
    return small | ((wide == "not_sme") & narrow.isin(["mid_cap", "large"]))


_MICRO: Final = (10, 2e6, 2e6)
_SME: Final = (250, 50e6, 43e6)
_MID: Final = (5_000, 1.5e9, 2e9)


def sizes_from_headcount(headcount: Iterable[Any], turnover: Iterable[Any], balance: Iterable[Any]) -> list[str | None]:
    """Compute the category of companies from their own figures (décret 2008-1354, article 3).

    Parameters
    ----------
    headcount, turnover, balance
        Persons, annual turnover and balance sheet total in euros, one a company; None where unknown.

    Returns
    -------
    list of str or None
        ``micro`` below 10 persons with turnover or balance of at most 2 million; ``sme`` below 250 with turnover of at
        most 50 or balance of at most 43 million; ``mid_cap`` below 5,000 with turnover of at most 1.5 or balance of at
        most 2 thousand million; else ``large``. None where the figures leave it open: the headcount or both amounts
        are unknown, or the one that is known is above its threshold.

    Examples
    --------
    >>> sizes_from_headcount([5, 80, 80, 600, 9000, 80], [1e6, 9e6, 9e9, 1e8, 2e9, None], [None] * 4 + [3e9, None])
    ['micro', 'sme', None, 'mid_cap', 'large', None]
    """
    return [_category(*one) for one in zip(headcount, turnover, balance, strict=True)]


def _category(persons: float | None, turnover: float | None, balance: float | None) -> str | None:
    if persons is None or persons < 0 or (turnover is None and balance is None):
        return None
    for word, (most, most_turnover, most_balance) in (("micro", _MICRO), ("sme", _SME), ("mid_cap", _MID)):
        if persons >= most:
            continue
        if (turnover is not None and turnover <= most_turnover) or (balance is not None and balance <= most_balance):
            return word
        if turnover is None or balance is None:
            return None
    return "large"


@cache
def _roles() -> dict[str, str]:
    found = {plain_words(written): role for role, fr in ROLES.items() for written in (role, fr)}
    for row in rows("roles"):
        for way in ways(row):
            found.setdefault(plain_words(way), row["role"])
    return {**{form.replace(" ", ""): role for form, role in found.items()}, **found}


@cache
def role_of(text: str) -> str | None:
    """Return the role that a word means.

    Parameters
    ----------
    text
        As written in a sheet.

    Returns
    -------
    str or None
        A word of the model; None if it is unknown, or means two roles.

    Examples
    --------
    >>> role_of("Chef de file"), role_of("Partenaire n°2"), role_of("sous-traitant"), role_of("observateur") is None
    ('coordinator', 'partner', 'third_party', True)
    """
    plain = plain_words(text)
    words = [word for word in plain.split() if not word.isdigit() and word != "numero"]
    for form in (plain, " ".join(words), "".join(words)):
        if form in _roles():
            return _roles()[form]
    parts = [plain_words(part) for part in _BETWEEN.split(_NUMBERED.sub("", text)) if any(map(str.isalnum, part))]
    said = {_roles().get(part) for part in parts}
    return said.pop() if len(said) == 1 else None


def is_flag_of_role(written: str) -> bool:
    """Return whether a heading asks for the coordinator: below "Chef de file" stand yes and no.

    Parameters
    ----------
    written
        Heading of the column.

    Examples
    --------
    >>> is_flag_of_role("Chef de file ?"), is_flag_of_role("Rôle")
    (True, False)
    """
    plain = plain_words(written)
    return role_of(plain.removeprefix("est ").removeprefix("is ")) == "coordinator"


# Words that may stand over a column of names, beside the role.
_OF_NAMES: Final = frozenset(
    """
    nom name raison sociale denomination organisation organization organisme entreprise societe structure etablissement
    laboratoire labo company institution entite projet project consortium autre other principal principale industriel
    industrielle academique public prive numero lead main associe associated recherche scientifique
    """.split(),  # noqa: SIM905  # easier to read
)
# Roles of persons: their names never stand for an organisation.
_PERSONS: Final = frozenset(
    {"responsable projet", "animateur projet", "principal investigator", "pi", "co investigator"}
)
_LAST_NUMBER = re.compile(r"(\d{1,3})\D*$")


@cache
def partner_column(heading: str) -> tuple[str, int | None] | None:
    """Return whether a column holds names of partners by its heading, and their role.

    Parameters
    ----------
    heading
        Heading of a column in a sheet with a row a project.

    Returns
    -------
    role : str
        A word of the model.
    number : int or None
        That of the partner, if in the heading; None also where the whole answer is None: the column holds no partners.

    Examples
    --------
    >>> partner_column("Chef de file"), partner_column("Partenaire n° 2"), partner_column("Autres partenaires")
    (('coordinator', None), ('partner', 2), ('partner', None))
    >>> partner_column("Aide partenaire 1") is None, partner_column("Nombre de partenaires") is None
    (True, True)
    """
    spaced = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", heading)  # "Partenaire1"
    number = _LAST_NUMBER.search(spaced)
    words = [word for word in plain_words(spaced).split() if not word.isdigit() and word != "numero"]
    place = int(number[1]) if number else None
    if " ".join(words) in _PERSONS or words == ["participation"]:
        return None
    if words and (role := role_of(" ".join(words))):
        return role, place
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            role = _roles().get(" ".join(words[start:end]))
            if role and set(words[:start] + words[end:]) <= _OF_NAMES:
                return role, place
    return ("partner", place) if words == ["consortium"] else None
