"""Generation of identifiers: the same for the same name and number, another where further attributes differ."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from polegraph.identity import LEGAL_FORMS, distinct_form, is_placeholder_number, is_siren, name_id
from polegraph.sources.spreadsheet.resolution.repeats import called
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.rows import Rows

_MADE_OF_CODES: Final = ("siren", "pic", "rnsr")
# Of two rows with one name, different values in a column of the first kind make them two; those of the second, if the
# rest of the name differs too (the legal form of an organisation, the title of a project).
_TELLS: Final = {
    "organisations": ("siren", "pic", "rnsr", "ror", "country"),
    "projects": (),
    "poles": (),
    "themes": (),
}
_TELLS_WITH: Final = {
    "organisations": ("city", "postcode", "region", "department", "size", "kind"),
    "projects": ("year", "start", "programme", "call"),
    "poles": (),
    "themes": (),
}
_HAVE_A_FORM: Final = frozenset({"siren", "pic", "rnsr", "ror"})
_MOST_COMPARED = 60  # ways to describe one name; beyond, each is taken by itself


class _Said(NamedTuple):
    """The identifying attributes of a row; empty texts are missing."""

    key: str
    tells: tuple[str, ...]
    rest: str
    tells_with: tuple[str, ...]

    def against(self, other: _Said) -> bool:
        """Return whether two rows of one name cannot be one."""
        if _differ(self.key, other.key) or any(map(_differ, self.tells, other.tells)):
            return True
        return _differ(self.rest, other.rest) and any(map(_differ, self.tells_with, other.tells_with))


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def fill_keys(rows: Rows) -> None:
    """Add an identifier to the rows that have none: the same for the same name or code, in every file and year.

    Parameters
    ----------
    rows
        Rows of a table with a key of one column.
    """
    key = TABLES[rows.name].key[0]
    texts = rows.texts
    empty = texts[key].isna()
    if not empty.any():
        return
    if rows.name in _NUMBERED:
        made = _NUMBERED[rows.name](texts)
    else:
        made, shared = _made(rows.name, texts, key)
        rows.note("numbers_shared", empty & shared)
    rows.texts[key] = texts[key].fillna(made).astype("str")
    rows.made = empty & made.notna()
    rows.note("identifiers_made", rows.made)


def _made(name: str, texts: pd.DataFrame, key: str) -> tuple[pd.Series[str], pd.Series[bool]]:
    """Build identifiers of rows that have a name; return also the numbers that stand beside other names too."""
    spelt = _texts(called(name, texts))
    cluster = _clusters(name, texts, spelt, key)
    # One at most is given to a cluster: two would not be one.
    made = {one: given for one, given in zip(cluster, _texts(texts[key]), strict=True) if one and given}
    shared: set[int] = set()
    for code in _MADE_OF_CODES if name == "organisations" else ():
        values = _texts(well_formed(texts[code], code))
        owners: dict[str, set[str]] = {}
        for one, value in zip(cluster, values, strict=True):
            if one and value:
                owners.setdefault(value, set()).add(one)
        for row, (one, value) in enumerate(zip(cluster, values, strict=True)):
            if one and value and len(owners[value]) == 1:
                made.setdefault(one, f"{code}:{value}")
            elif value:
                shared.add(row)
    _from_names(name, key, cluster, spelt, _texts(texts["country"]) if name == "organisations" else None, made)
    identifiers = pd.Series([made.get(one) for one in cluster], index=texts.index, dtype="str")
    return identifiers, pd.Series([row in shared for row in range(len(texts))], index=texts.index, dtype="bool")


def _texts(values: pd.Series[str]) -> list[str]:
    return values.fillna("").tolist() if len(values) and values.notna().any() else [""] * len(values)


def _from_names(
    name: str, key: str, cluster: list[str], names: list[str], country: list[str] | None, made: dict[str, str]
) -> None:
    """Build identifiers of names; distinguishing attributes make the difference between equal names."""
    spelt: dict[str, str] = {}
    lands: dict[str, str] = {}
    for row, one in enumerate(cluster):
        if one and one not in made:
            spelt[one] = min(spelt.get(one, names[row]), names[row])
            if country is not None and country[row]:
                lands[one] = country[row]
    prefix = "name:" if name == "organisations" else f"{key.removesuffix('_id')}:"
    plain = {one: prefix + name_id(as_, lands.get(one)).removeprefix("name:") for one, as_ in spelt.items()}
    counts = Counter(plain.values())
    for one, identifier in plain.items():
        mark = hashlib.sha256(one.encode("utf-8", "replace")).hexdigest()[:4]
        made[one] = identifier if counts[identifier] == 1 else f"{identifier}-{mark}"


def _clusters(name: str, texts: pd.DataFrame, names: list[str], key: str) -> list[str]:
    """Return the same mark, made of known attributes, for rows that are one; an empty one for rows without a name."""
    said = _said(name, texts, names, key)
    forms = [distinct_form(one) if one else "" for one in names]
    by_form: dict[str, set[_Said]] = {}
    for form, what in zip(forms, said, strict=True):
        by_form.setdefault(form, set()).add(what)
    mark: dict[tuple[str, _Said], str] = {}
    for form, whats in by_form.items():
        for together in _apart(sorted(whats)):
            for what in together:
                mark[form, what] = "\x1f".join((form, *map(repr, together))) if form else ""
    return [mark[form, what] for form, what in zip(forms, said, strict=True)]


def _said(name: str, texts: pd.DataFrame, names: list[str], key: str) -> list[_Said]:
    def columns(those: tuple[str, ...]) -> list[tuple[str, ...]]:
        values = [_texts(well_formed(texts[one], one) if one in _HAVE_A_FORM else texts[one]) for one in those]
        return list(zip(*values, strict=True)) if values else [()] * len(texts)

    if name == "organisations":
        rest = [_legal_form(one) for one in names]
    elif name == "projects":
        rest = [distinct_form(one) if one else "" for one in _texts(texts["title"])]
    else:
        rest = [""] * len(texts)
    parts = zip(_texts(texts[key]), columns(_TELLS[name]), rest, columns(_TELLS_WITH[name]), strict=True)
    return [_Said(*one) for one in parts]


def _legal_form(name: str) -> str:
    """Return the legal form at an end of a name."""
    words = name.casefold().replace(".", "").replace("(", " ").replace(")", " ").replace(",", " ").split()
    return next((words[place] for place in (-1, 0) if len(words) > 1 and words[place] in LEGAL_FORMS), "")


def _apart(whats: list[_Said]) -> list[list[_Said]]:
    """Group rows that may be one; a row compatible with several different ones stays alone."""
    if len(whats) > _MOST_COMPARED:
        return [[one] for one in whats]
    against = {one: {other for other in whats if one.against(other)} for one in whats}
    if not any(against.values()):
        return [whats]
    together: list[list[_Said]] = []
    left = list(whats)
    while left:
        joined = [left.pop(0)]
        for one in joined:
            near = [other for other in left if other not in against[one]]
            joined += near
            left = [other for other in left if other not in near]
        clear = not any(other in against[one] for one, other in itertools.combinations(joined, 2))
        together += [sorted(joined)] if clear else _alike(joined)
    return together


def _alike(whats: list[_Said]) -> list[list[_Said]]:
    """Group rows of equal attributes; rows without any stay alone."""
    groups: dict[object, list[_Said]] = {}
    for one in sorted(whats):
        says = bool(one.key or one.rest or any(one.tells))
        groups.setdefault((one.key, one.tells, one.rest) if says else one, []).append(one)
    return list(groups.values())


def well_formed(values: pd.Series[str], column: str) -> pd.Series[str]:
    """Return the valid codes: of the right form, with the right check digit, and no placeholder like 999999999.

    Parameters
    ----------
    values
        Codes.
    column
        Column of the table ``organisations``.
    """
    pattern = TABLES["organisations"][column].pattern or ".*"
    right = values.str.fullmatch(pattern).fillna(value=False).astype(bool)
    for one in values[right].unique():
        if is_placeholder_number(one) or (column == "siren" and not is_siren(one)):
            right &= values != one
    return values.where(right)


def _action_ids(texts: pd.DataFrame) -> pd.Series[str]:
    """Build identifiers of actions: those of one kind, day and title are one, whoever took part."""
    parts = [texts[column].fillna("") for column in ("kind", "date", "title")]
    return "action:" + parts[0] + "/" + parts[1] + "/" + parts[2]


def _outcome_ids(texts: pd.DataFrame) -> pd.Series[str]:
    """Build identifiers of outcomes by numbering those of each project: two products of one day are two."""
    parts = [texts["project_id"], texts["kind"], texts["date"].fillna("")]
    place = texts.groupby([part.fillna("") for part in parts]).cumcount() + 1
    return "outcome:" + parts[0] + "/" + parts[1] + "/" + parts[2] + "/" + place.astype("str")


_NUMBERED: Final = {"outcomes": _outcome_ids, "actions": _action_ids}
"""How the rows are identified that have neither a name nor a number."""
