"""Resolution of references: people write the name of an organisation or a project in the place of its identifier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.identity import distinct_form
from polegraph.sources.spreadsheet.resolution.repeats import NAMES, best_spelling, called
from polegraph.sources.spreadsheet.resolution.row_identifiers import well_formed
from polegraph.sources.spreadsheet.resolution.row_values import Piece
from polegraph.sources.spreadsheet.resolution.undescribed import NOT_LISTED
from polegraph.sources.values import KEPT_WITHOUT
from polegraph.tables import TABLES
from polegraph.tables.checks import FORMER_NAME, NO_SUCH_ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.sources.spreadsheet.resolution.undescribed import Newcomers
    from polegraph.sources.spreadsheet.rows import Rows

SEVERAL: Final = "several rows of the table that it points to have this name, so that the identifier is needed"
SET_ASIDE: Final = "the row that it points to was itself set aside"
TWO_ROWS: Final = "the identifier and the name beside it are those of two different rows"
OTHER_NAME: Final = "no row of the table that it points to has this name, which stands beside an identifier"
SHARED: Final = "it stands beside several that share the row, and whose it is cannot be told"

# Columns with codes that identify one organisation; names may be shared.
_CODES: Final = {"organisations": ("siren", "siret", "pic", "rnsr", "ror")}
_LINES: Final = re.compile(r"[;\r\n]+")
_SLASH: Final = re.compile(r"\s/\s|\s\|\s")
_MARKS: Final = (r",", r"/", r"\s+et\s+", r"\s+and\s+", r"\s&\s", r"\s\+\s", r"\s[-–—]\s")  # people write all dashes
_WEAK: Final = tuple(map(re.compile, _MARKS))
_MOST_SHOWN = 5


class Directory:
    """Index of the rows that a reference may mean.

    Parameters
    ----------
    rows
        The rows of that table, checked.
    """

    def __init__(self, rows: Rows) -> None:
        key = TABLES[rows.name].key[0]
        alive = rows.state != "rejected"
        self._ids = frozenset(rows.texts.loc[alive, key].dropna())
        self._codes: dict[str, set[str]] = {}
        self._written: dict[str, set[str]] = {}
        self._forms: dict[str, set[str]] = {}
        self._lost: set[str] = set()
        self._lost_forms: set[str] = set()
        names = NAMES[rows.name]
        pairs = zip(rows.texts[key], called(rows.name, rows.texts), alive, strict=True)
        self._called = {one: name for one, name, lives in pairs if lives and not pd.isna(name)}
        for column in _CODES.get(rows.name, ()):
            known = well_formed(rows.texts[column], column)
            self._enter(rows.texts[key], known, alive, self._codes)
        for column in (key, *names):
            self._enter(rows.texts[key], rows.texts[column], alive, self._written, self._forms)

    def _enter(
        self, keys: pd.Series[str], values: pd.Series[str], alive: pd.Series[bool], *where: dict[str, set[str]]
    ) -> None:
        """Record the keys of rows, and the names of rejected ones."""
        for key, value, lives in zip(keys, values, alive, strict=True):
            if pd.isna(value):
                continue
            if lives and not pd.isna(key):
                where[0].setdefault(value, set()).add(key)
                if len(where) > 1:
                    where[1].setdefault(distinct_form(value), set()).add(key)
            elif not lives and value not in self._ids:
                self._lost.add(value)
                self._lost_forms.add(distinct_form(value))

    def find(self, written: str) -> tuple[str | None, str]:
        """Return the row that a cell refers to: an exact match decides before a match of normal forms.

        Parameters
        ----------
        written
            Value of the cell.

        Returns
        -------
        key : str or None
            The identifier, if exactly one is meant.
        how : str
            ``identifier``, ``code`` or ``name``; or, if there is no match, the reason.
        """
        if written in self._ids:
            return written, "identifier"
        hits = self._written.get(written, set())
        if not hits and written in self._lost:
            return None, SET_ASIDE
        for how, more in (
            ("name", hits),
            ("code", self._codes.get("".join(written.split()), set())),
            ("name", self._alike(written)),
        ):
            if more:
                return (next(iter(more)), how) if len(more) == 1 else (None, SEVERAL)
        return None, SET_ASIDE if distinct_form(written) in self._lost_forms else NO_SUCH_ROW

    def _alike(self, written: str) -> set[str]:
        return self._forms.get(distinct_form(written), set())

    def knows(self, written: str) -> bool:
        """Return whether a text as a whole is the name, the code or the identifier of a row.

        Parameters
        ----------
        written
            Value of a cell, or a part of it.
        """
        return self.find(written)[1] != NO_SUCH_ROW

    def candidates(self, written: str) -> list[str]:
        """Return the candidates for a cell, by their display names.

        Parameters
        ----------
        written
            Value of a cell.
        """
        found = self._written.get(written) or self._codes.get("".join(written.split())) or self._alike(written)
        return [f"{self._called.get(one, '')} [{one}]".strip() for one in sorted(found)]


def cut(written: str, directory: Directory) -> list[str]:
    """Return the names in a cell: one, or several with a separator between.

    Parameters
    ----------
    written
        Value of the cell. Semicolons and line ends always separate names; commas, slashes, "et", "&" only
        if the parts are known names.
    directory
        Index of the candidates.
    """
    if directory.knows(written):
        return [written]
    parts = _parts(_LINES, written)
    if len(parts) > 1:
        return [one for part in parts for one in cut(part, directory)]
    parts = _parts(_SLASH, written)
    if len(parts) > 1 and any(map(directory.knows, parts)):
        return [one for part in parts for one in cut(part, directory)]
    for mark in _WEAK:
        parts = _parts(mark, written)
        if len(parts) > 1:
            names = [one for part in parts for one in cut(part, directory)]
            if all(map(directory.knows, names)):
                return names
    return [written.strip(" ;\r\n") or written]


def _parts(mark: re.Pattern[str], written: str) -> list[str]:
    return [one.strip() for one in mark.split(written) if one.strip()]


def _spread(rows: Rows, column: str, directory: Directory) -> None:
    """Build a row for each target of a row with several."""
    pieces = rows.extra.get(f"pieces {column}")
    texts = rows.texts[column]
    names = {one: cut(one, directory) for one in texts.dropna().unique()}
    if pieces is None and not any(len(one) > 1 for one in names.values()):
        return
    heading = [account.layout.headings.get(column, "") for account in rows.accounts]
    found: list[list[Piece]] = []
    for row, written in enumerate(texts):
        own = pieces.iloc[row] if pieces is not None else None
        if own is None:
            own = [] if pd.isna(written) else [Piece(written, heading[rows.place[row]])]
        found.append(
            [Piece(name, one.heading, one.role) for one in own for name in _cut_once(one.written, names, directory)]
        )
    counts = np.array([max(len(one), 1) for one in found])
    before = np.repeat(np.arange(len(found)), counts)
    flat = [one for ones in found for one in (ones or [Piece("", "")])]
    rows.take(before)
    rows.texts[column] = pd.Series([one.written or None for one in flat], dtype="str")
    rows.raw[column] = rows.texts[column]
    rows.extra[f"heading {column}"] = pd.Series([one.heading or None for one in flat], dtype="object")
    several = pd.Series(counts[before] > 1)
    first = ~pd.Series(before).duplicated()
    rows.note("rows_from_cells", several & ~first)
    _list_shared(rows, several, first)
    roles = pd.Series([one.role or None for one in flat], dtype="str")
    if "role" in rows.texts.columns and roles.notna().any():
        rows.texts["role"] = roles.fillna(rows.texts["role"]).astype("str")


def _cut_once(written: str, names: dict[str, list[str]], directory: Directory) -> list[str]:
    if written not in names:
        names[written] = cut(written, directory)
    return names[written]


def _list_shared(rows: Rows, several: pd.Series[bool], first: pd.Series[bool]) -> None:
    """Empty values that do not hold for each of several targets of a row: amounts, coordinator, lead."""
    for column in rows.columns:
        if column.type == "number":
            wrong = several & rows.texts[column.name].notna()
        elif column.name == "role":
            wrong = several & (rows.texts["role"] == "coordinator")
        elif column.name == "lead":
            wrong = several & rows.texts["lead"].notna()
        else:
            continue
        if wrong.any():
            rows.remark(wrong & first & rows.alive(), column.name, SHARED + KEPT_WITHOUT)
            rows.note("emptied_cells", wrong & first)
            rows.texts.loc[wrong, column.name] = None


def resolve(
    rows: Rows,
    column: str,
    directory: Directory,
    newcomers: Newcomers | None = None,
    former: Mapping[str, str] | None = None,
) -> pd.Series[str]:
    """Replace names by identifiers; reject the rows with a reference that has no target.

    Parameters
    ----------
    rows
        The rows that point. A row that points to several becomes several.
    column
        The column that does.
    directory
        Index of the candidates.
    newcomers
        Adds named organisations that no row describes; without it, the rows that name them are rejected.
    former
        Current names, by former name.

    Returns
    -------
    Series
        For each row with a reference by name, the name as written; else missing.
    """
    # expand cells with several targets, then replace codes and former names
    if rows.name != "outcomes":
        _spread(rows, column, directory)
    _by_code(rows, column, directory)
    _by_former_name(rows, column, directory, former or {})
    # look up every distinct text; reject ambiguous ones with their candidates
    written = rows.texts[column]
    found = {one: directory.find(one) for one in written.dropna().unique()}
    how = written.map({one: how for one, (_key, how) in found.items()})
    several = {one: _with_candidates(one, directory) for one, (_key, why) in found.items() if why == SEVERAL}
    _aside(rows, how == SEVERAL, column, SEVERAL, written.map(several))
    keys = written.map({one: key for one, (key, _how) in found.items()}).astype("str")
    # add organisations that no row describes, if allowed
    if newcomers is not None:
        nobody = (how == NO_SUCH_ROW) & rows.alive()
        made = newcomers.take_in(written.where(nobody))
        rows.remark(made.notna(), column, NOT_LISTED, newcomers.with_nearest(written.where(made.notna())))
        rows.note("organisations_added", made.notna())
        keys, how = keys.fillna(made), how.mask(made.notna(), "name")
    # reject the references without a target
    for reason in (SET_ASIDE, NO_SUCH_ROW):
        _aside(rows, how == reason, column, reason)
    # compare with the name and the number beside the identifier
    _compare_beside(rows, column, directory, keys, "beside")
    _compare_beside(rows, column, directory, keys, "code")
    # store the identifiers
    rows.texts[column] = keys
    by_name = how == "name"
    rows.note("found_by_name", by_name)
    return written.where(by_name)


def _aside(rows: Rows, wrong: pd.Series[bool], column: str, reason: str, values: pd.Series[str] | None = None) -> None:
    """Reject rows that point to nothing; where they can do without, only list the cell, which is left empty."""
    if column in TABLES[rows.name].required:
        rows.reject(wrong, column, reason, values)
    else:
        rows.remark(wrong & rows.alive(), column, reason + KEPT_WITHOUT, values)
        rows.note("emptied_cells", wrong & rows.alive())


def _with_candidates(written: str, directory: Directory) -> str:
    shown = directory.candidates(written)
    return f"{written} → {' / '.join(shown[:_MOST_SHOWN])}{' …' if len(shown) > _MOST_SHOWN else ''} ?"


def _by_code(rows: Rows, column: str, directory: Directory) -> None:
    """Take the register number where the name beside it is unknown, and the number is known."""
    code: pd.Series[Any] | None = rows.extra.get(f"code {column}")
    if code is None:
        return
    names = {one for one in rows.texts[column].dropna().unique() if not directory.knows(one)}
    known = {one for one in code.dropna().unique() if directory.find(one)[0] is not None}
    taken = rows.texts[column].isin(list(names)) & code.isin(list(known))
    rows.texts.loc[taken, column] = code[taken].astype("str")
    rows.note("found_by_number", taken)


def _by_former_name(rows: Rows, column: str, directory: Directory, former: Mapping[str, str]) -> None:
    """Replace former names, which are not in use any more, by current ones; list them."""
    known = {distinct_form(one): name for one, name in former.items()}
    written = rows.texts[column]
    strange = [one for one in written.dropna().unique() if known and not directory.knows(one)]
    now = {one: known[distinct_form(one)] for one in strange if distinct_form(one) in known}
    now = {one: name for one, name in now.items() if directory.find(name)[0] is not None}
    taken = written.isin(list(now))
    if taken.any():
        rows.remark(taken, column, FORMER_NAME, written.map({one: f"{one} → {name}" for one, name in now.items()}))
        rows.texts.loc[taken, column] = written[taken].map(now)


def _compare_beside(rows: Rows, column: str, directory: Directory, keys: pd.Series[str], what: str) -> None:
    """Reject the rows in which the name or the number beside an identifier is that of another row."""
    beside: pd.Series[Any] | None = rows.extra.get(f"{what} {column}")
    if beside is None or not beside.notna().any():
        return
    found = {one: directory.find(one) for one in beside.dropna().unique()}
    other = beside.map({one: key for one, (key, _how) in found.items()})
    how = beside.map({one: how for one, (_key, how) in found.items()})
    wrong = other.notna() & keys.notna() & (other != keys)
    shown = keys.astype("object").fillna("") + " ≠ " + beside.fillna("")
    rows.reject(wrong | (how == SET_ASIDE), column, TWO_ROWS, shown)
    if what == "beside":  # a number that is not in the table does not contradict the name
        unknown = (how == NO_SUCH_ROW) & keys.notna() & rows.alive()
        rows.remark(unknown, column, OTHER_NAME + KEPT_WITHOUT, shown)


def join_groups(rows: Rows, directory: Directory) -> None:
    """Replace the parent's name or code, given as the group of a subsidiary, by its identifier.

    Parameters
    ----------
    rows
        The organisations, checked.
    directory
        Index of the same rows. A group that is no organisation's name stays as written, in one spelling.
    """
    written = rows.table["group_id"]
    found = {one: directory.find(one) for one in written.dropna().unique()}
    parents = {one: key for one, (key, how) in found.items() if key is not None and how != "identifier"}
    words: dict[str, list[str]] = {}
    for one in written.dropna():
        if found[one][0] is None:
            words.setdefault(distinct_form(one), []).append(one)
    spelt = {one: str(best_spelling(ones)) for ones in words.values() for one in ones}
    joined = written.map(lambda one: parents.get(one, spelt.get(one, one)), na_action="ignore").astype("str")
    rows.table = rows.table.assign(group_id=joined)
    rows.note("found_by_name", written.isin(list(parents)))
    rows.note("groups_respelt", written.isin([one for one, other in spelt.items() if one != other]))
