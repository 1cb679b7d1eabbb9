"""Deduplication of rows with one key: agreement, sums of amounts, and the narrowest protection."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.identity import distinct_form
from polegraph.tables import ROLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "organisations": ("name",),
    "projects": ("acronym", "title"),
    "poles": ("name",),
    "themes": ("label",),
}
"""Columns of names, in order of preference as the display name of a row."""
_AMOUNTS: Final = ("funding", "cost")
_EACH_BY_ITSELF: Final = ("needs", "offers")  # one of an organisation may be confidential, and another not
_ROW: Final = "\0row"
_RANK: Final = {"public": 0, "members": 1, "internal": 2}


def called(name: str, texts: pd.DataFrame) -> pd.Series[str]:
    """Return the display name of each row: the first of its names.

    Parameters
    ----------
    name
        Name of the table.
    texts
        Its columns.
    """
    first, *others = NAMES[name]
    names = texts[first]
    for other in others:
        names = names.fillna(texts[other])
    return names


def agreeing(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which two cells are equal if they do not contradict each other.

    Parameters
    ----------
    name
        Name of the table.
    table
        As `polegraph.tables` converts it.
    """
    compared = table.copy()
    for column in NAMES.get(name, ()):
        compared[column] = compared[column].map(distinct_form, na_action="ignore").astype("str")
    if name == "participations":
        compared["role"] = pd.Series(index=compared.index, dtype="str")  # a coordinator is a partner as well
    return compared


def best_spelling(names: Iterable[str]) -> str | None:
    """Return the most frequent way to write a name; of several the one with capitals and small letters, then accents.

    Parameters
    ----------
    names
        Ways in which it is written.

    Examples
    --------
    >>> best_spelling(["ENERGIA RESEAUX", "Énergia Réseaux"])
    'Énergia Réseaux'
    """
    counts = Counter(names)
    if len(counts) <= 1:
        return next(iter(counts), None)
    return min(counts, key=lambda one: (-counts[one], one.isupper() or one.islower(), one.isascii(), one))


def best_role(roles: Iterable[str]) -> str | None:
    """Return the role that implies the others: a coordinator is a partner too.

    Parameters
    ----------
    roles
        Roles in the rows of one participation.

    Examples
    --------
    >>> best_role(["partner", "coordinator"])
    'coordinator'
    """
    return min((one for one in roles if one in ROLES), key=list(ROLES).index, default=None)


def best(
    table: pd.DataFrame, key: list[str], column: str, choose: Callable[[Iterable[str]], str | None]
) -> pd.Series[str]:
    """Return for each row the value chosen among those of all rows of its key.

    Parameters
    ----------
    table
        The rows.
    key
        Columns of the key.
    column
        Column of the values.
    choose
        Gives one of several values.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    keys = list(zip(*(table[name] for name in key), strict=True))
    for one, value in zip(keys, table[column], strict=True):
        if isinstance(value, str):
            groups.setdefault(one, []).append(value)
    chosen = {one: choose(values) for one, values in groups.items()}
    return pd.Series([chosen.get(one) for one in keys], index=table.index, dtype="str")


def added_up(alive: pd.DataFrame, sheet: pd.Series[int]) -> tuple[pd.DataFrame, pd.Index[Any], list[Hashable]]:
    """Add up rows of one sheet about the same participation; a row that stands twice counts once.

    Parameters
    ----------
    alive
        Participations.
    sheet
        The sheet of each.

    Returns
    -------
    sums : DataFrame
        For the first row of each participation with several, its new values.
    repeated : Index
        The rows that are in it.
    added : list
        Those of them with added amounts.
    """
    key = [alive["project_id"], alive["org_id"], sheet]
    again = alive.assign(sheet=sheet).duplicated()
    several = pd.concat(key, axis=1).duplicated(keep=False)
    doubled = alive[several]
    if doubled.empty:
        return alive.iloc[:0], alive.index[:0], []
    once = alive[several & ~again]
    groups = once.groupby(["project_id", "org_id", sheet[once.index]])
    sums = pd.DataFrame(index=once.index)
    for column in _AMOUNTS:
        sums[column] = groups[column].transform(lambda amounts: amounts.sum(min_count=1))
    sums["role"] = best(once.assign(sheet=sheet), ["project_id", "org_id", "sheet"], "role", best_role)
    first = ~once.assign(sheet=sheet).duplicated(["project_id", "org_id", "sheet"])
    amounts = once[list(_AMOUNTS)].notna().any(axis=1)
    added = once.index[~first & amounts & (groups["project_id"].transform("size") > 1)]
    return sums[first], doubled.index.difference(once.index[first]), list(added)


def narrowed(
    name: str, table: pd.DataFrame, state: pd.Series[str], columns: list[str]
) -> tuple[pd.DataFrame, pd.Series[bool]]:
    """Return a table in which every row is as protected as any row of the same key, rejected or not.

    Parameters
    ----------
    name
        Name of the table.
    table
        Its rows, converted.
    state
        State of each so far.
    columns
        Those that protect.

    Returns
    -------
    table : DataFrame
    changed : Series of bool
        The rows with another value before.
    """
    key = TABLES[name].key[0]
    kept = state != "rejected"
    if name in _EACH_BY_ITSELF:
        key = _ROW
        table = table.assign(**{key: table.groupby(list(TABLES[name].key), dropna=False).ngroup().astype("str")})
    meant = _meant(name, table, kept, key)
    changed = pd.Series(data=False, index=table.index)
    table = table.copy()
    for column in columns:
        said = meant.merge(table[column].dropna().rename("said"), left_on="row", right_index=True)
        if said.empty:
            continue
        said = said.assign(strength=_strength(column, said["said"])).sort_values("strength", kind="stable")
        strongest = said.drop_duplicates("key", keep="last").set_index("key")["said"].to_dict()
        value = table[key].map(strongest)
        differs = value.notna() & kept & (table[column].isna() | (table[column] != value).fillna(value=True))
        changed |= differs & table[column].notna()
        table.loc[differs, column] = value[differs].astype(table[column].dtype)
    return table.drop(columns=_ROW, errors="ignore"), changed


def _strength(column: str, said: pd.Series[Any]) -> pd.Series[int]:
    """Return how much a value protects: the narrower, the yes, the earlier day."""
    if column == "visibility":
        return said.map(_RANK).astype("int64")
    if column == "dissolved":
        return -pd.to_datetime(said).astype("datetime64[s]").astype("int64")
    return said.astype("int64")


def _meant(name: str, table: pd.DataFrame, kept: pd.Series[bool], key: str) -> pd.DataFrame:
    """Return the keys of each row: its own, and for a rejected one those of its name."""
    own = pd.DataFrame({"row": table.index, "key": table[key]}).dropna()
    lost = table[~kept & ~table[key].isin(table.loc[kept, key])]
    if lost.empty:
        return own
    parts = [own]
    for column in NAMES.get(name, ()):
        forms = table[column].map(distinct_form, na_action="ignore")
        here = pd.DataFrame({"key": table.loc[kept, key], "form": forms[kept]}).dropna().drop_duplicates()
        there = pd.DataFrame({"row": lost.index, "form": forms[lost.index]}).dropna()
        parts.append(there.merge(here, on="form")[["row", "key"]])
    return pd.concat(parts, ignore_index=True).drop_duplicates()
