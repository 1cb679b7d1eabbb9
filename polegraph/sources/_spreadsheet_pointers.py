"""Whom a cell means: people write the name of an organisation or a project where its identifier is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity import name_id, normal_form
from polegraph.tables import TABLES
from polegraph.tables._checks import NO_SUCH_ROW

if TYPE_CHECKING:
    from polegraph.sources._spreadsheet_rows import Rows

SEVERAL: Final = "several rows of the table that it points to have this name, so that the identifier is needed"
SET_ASIDE: Final = "the row that it points to was itself set aside"

# Per table: columns with codes that are somebody's own, and columns with names, which several may share.
_CODES: Final = {"organisations": ("siren", "siret", "pic", "rnsr", "ror")}
_NAMES: Final = {
    "organisations": ("name",),
    "projects": ("acronym", "title"),
    "poles": ("name",),
    "themes": ("label",),
}
_MADE_OF_CODES: Final = ("siren", "pic", "rnsr")


def fill_keys(rows: Rows) -> None:
    """Give an identifier to the rows that have none: the same for the same name or code, in every file and year.

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
    if rows.name == "organisations":
        made = _organisation_ids(texts)
    elif rows.name == "outcomes":
        made = _outcome_ids(texts)
    else:
        name = texts[list(_NAMES[rows.name])].bfill(axis=1).iloc[:, 0]
        prefix = key.removesuffix("_id")
        made = name.map(lambda one: f"{prefix}:{name_id(one).removeprefix('name:')}", na_action="ignore")
    rows.texts[key] = texts[key].fillna(made).astype("str")
    rows.note("identifiers_made", empty & made.notna())


def _organisation_ids(texts: pd.DataFrame) -> pd.Series[str]:
    """Make identifiers of the codes that organisations have, else of their names and countries."""
    made = pd.Series(None, index=texts.index, dtype="str")
    for code in _MADE_OF_CODES:
        made = made.fillna(code + ":" + _well_formed(texts[code], code))
    pairs = zip(texts["name"], texts["country"], strict=True)
    named = [None if pd.isna(name) else name_id(name, None if pd.isna(land) else land) for name, land in pairs]
    return made.fillna(pd.Series(named, index=texts.index, dtype="str"))


def _well_formed(values: pd.Series[str], column: str) -> pd.Series[str]:
    """Give the codes that have the form of one: "none" and "unknown" are nobody's."""
    pattern = TABLES["organisations"][column].pattern or ".*"
    return values.where(values.str.fullmatch(pattern).fillna(value=False).astype(bool))


def join_groups(rows: Rows, directory: Directory) -> None:
    """Put the identifier of the parent where people wrote its name or code as the group of a subsidiary.

    Parameters
    ----------
    rows
        The organisations, checked.
    directory
        The same, to be looked up. A group that is nobody's name stays the word that it is.
    """
    written = rows.table["group_id"]
    found = {one: directory.find(one) for one in written.dropna().unique()}
    parents = {one: key for one, (key, how) in found.items() if key is not None and how != "identifier"}
    joined = written.map(lambda one: parents.get(one, one), na_action="ignore").astype("str")
    rows.table = rows.table.assign(group_id=joined)
    rows.note("found_by_name", written.isin(list(parents)))


def _outcome_ids(texts: pd.DataFrame) -> pd.Series[str]:
    """Make identifiers of outcomes by numbering those of each project: two products of one day are two."""
    parts = [texts["project_id"], texts["kind"], texts["date"].fillna("")]
    place = texts.groupby([part.fillna("") for part in parts]).cumcount() + 1
    return "outcome:" + parts[0] + "/" + parts[1] + "/" + parts[2] + "/" + place.astype("str")


class Directory:
    """Who can be meant in the rows that point to a table.

    Parameters
    ----------
    rows
        The rows of that table, checked.
    """

    def __init__(self, rows: Rows) -> None:
        key = TABLES[rows.name].key[0]
        alive = rows.alive()
        self._ids = frozenset(rows.texts.loc[alive, key])
        self._codes: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        self._lost: set[str] = set()
        for where, columns, form in (
            (self._codes, _CODES.get(rows.name, ()), str),
            (self._names, (key, *_NAMES[rows.name]), normal_form),
        ):
            for column in columns:
                values = rows.texts[column]
                known = _well_formed(values, column) if where is self._codes else values
                present = known.notna() & rows.texts[key].notna()
                for one, written in zip(rows.texts.loc[present, key], rows.texts.loc[present, column], strict=True):
                    if one in self._ids:
                        where.setdefault(form(written), set()).add(one)
                    else:
                        self._lost.add(form(written))

    def find(self, written: str) -> tuple[str | None, str]:
        """Tell whom a cell means.

        Parameters
        ----------
        written
            What stands in it.

        Returns
        -------
        key : str or None
            The identifier, if exactly one is meant.
        how : str
            ``identifier``, ``code`` or ``name``; or, if nobody was found, the reason.
        """
        if written in self._ids:
            return written, "identifier"
        normal = normal_form(written)
        for how, hits in (
            ("code", self._codes.get("".join(written.split()))),
            ("name", self._names.get(normal)),
        ):
            if hits:
                return (next(iter(hits)), how) if len(hits) == 1 else (None, SEVERAL)
        return None, SET_ASIDE if written in self._lost or normal in self._lost else NO_SUCH_ROW


def resolve(rows: Rows, column: str, directory: Directory) -> pd.Series[str]:
    """Put identifiers where people wrote names; set the rows aside that point to nobody.

    Parameters
    ----------
    rows
        The rows that point.
    column
        The column that does.
    directory
        Who can be meant.

    Returns
    -------
    Series
        For each row that named somebody by name, the name as written; else missing.
    """
    written = rows.texts[column]
    found = {one: directory.find(one) for one in written.dropna().unique()}
    how = written.map({one: how for one, (_key, how) in found.items()})
    for reason in (SEVERAL, SET_ASIDE, NO_SUCH_ROW):
        rows.reject(how == reason, column, reason)
    rows.texts[column] = written.map({one: key for one, (key, _how) in found.items()}).astype("str")
    by_name = how == "name"
    rows.note("found_by_name", by_name)
    return written.where(by_name)
