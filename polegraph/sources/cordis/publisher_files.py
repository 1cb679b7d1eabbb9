"""The files of CORDIS while they are read: layout, programme, and account of the rows."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from polegraph.errors import PolegraphError, shown
from polegraph.files import any_table
from polegraph.files.archives import SUFFIXES, left_out, tables_in
from polegraph.i18n import _
from polegraph.sources.accounting import clean, with_counts
from polegraph.sources.cordis import json_files, layouts, xml_files
from polegraph.sources.cordis.nested import Taken
from polegraph.sources.values import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polegraph.files.archives import Part
    from polegraph.files.csv_tables import Sheet
    from polegraph.sources.accounting import Ledger
    from polegraph.sources.cordis.layouts import Layout

    PathLike = str | os.PathLike[str]

UNKNOWN_COLUMNS: Final = "its columns are not those of a file of CORDIS"
UNREADABLE: Final = "it is empty, damaged, or no table"
TWICE: Final = "a column stands twice in it, with other cells"
NO_USE: Final = "the publisher adds it, and polegraph has no use for it"

# Columns in which NA can only stand for nothing.
_TELLING: Final = frozenset("sme kind role net gross cost ended pic order geolocation postcode".split())  # noqa: SIM905
_MOST_NAMED: Final = 6
_SUFFIXES: Final = SUFFIXES | {".xml"}
_BECOMES: Final = {"organization": "participations", "project": "projects"}
# Headings that pandas and R write above the numbers of rows; "(1)" is a heading that is empty.
_ROW_NUMBERS: Final = re.compile(r"\(1\)|unnamed: 0|x|index|rowname|row\.names", re.IGNORECASE)
# Names of files of projects and organisations; these are never skipped.
_MAIN: Final = re.compile(r"(.*[^a-z])?((fp\d|h2020|horizon|he)?_?projects?|organi[sz]ations?)", re.IGNORECASE)


class File:
    """A file while it is read.

    Parameters
    ----------
    sheet
        Its rows as text.
    layout
        Its layout.
    """

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.name = sheet.name
        self.layout = layout
        self.programme = ""
        frame, self._cleaned = clean(sheet.frame[list(layout.columns)].rename(columns=layout.columns))
        frame, missing = _without_na(frame)
        ours = sorted(set(layouts.COLUMNS[layout.what].values()))
        frame = frame.reindex(columns=ours).astype("str")
        for column in {"project_id", "project_rcn", "rcn"} & set(ours):
            frame[column] = frame[column].str.removesuffix(".0")  # as pandas converts numbers beside empty cells
        self.frame = frame
        self.kept = self.rejected = self.left = 0
        self.notes: dict[str, int] = {"missing_words": missing}
        self._sheet = sheet
        self.reading: Reading

    def begin(self, ledger: Ledger) -> None:
        """Add the file to the account of its source.

        Parameters
        ----------
        ledger
            The account.
        """
        headings = {ours: column for column, ours in self.layout.columns.items()}
        rows = pd.Series(self._sheet.rows)
        self.reading = Reading(ledger, self.name, self.frame, rows, headings)
        self.rejected = ledger.reject_ragged(self._sheet)

    def leave(self, others: pd.Series[bool]) -> None:
        """Leave out rows about projects outside the import; they are counted apart.

        Parameters
        ----------
        others
            Which rows.
        """
        self.left = int(others.sum())
        self.notes["themes_of_other_projects"] = self.left
        self.reading.frame, self.reading.rows = self.reading.frame[~others], self.reading.rows[~others]

    def account(self, notes: dict[str, int]) -> None:
        """Account for its rows; those neither kept nor rejected repeat another row.

        Parameters
        ----------
        notes
            Counted remarks.
        """
        read = len(self._sheet) - self.left
        self.reading.ledger.account(
            self.name,
            _BECOMES.get(self.layout.what, f"project_themes ({self.layout.what})"),
            f"CORDIS {self.layout.what}",
            rows=read,
            kept=self.kept,
            repeated=read - self.kept - self.rejected,
            rejected=self.rejected,
            cleaned=self._cleaned,
            dropped_columns=self.layout.dropped,
            unknown_columns=with_counts(self.layout.unknown, self._sheet.frame),
            notes={**self._sheet.notes, **self.notes, **notes, "emptied_cells": self.reading.emptied},
        )


def _without_na(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Empty the cells in which R wrote NA for a missing value, and count them; among countries it may be Namibia.

    There it is a missing value, too, in a file in which R wrote it for others: columns in which NA can mean nothing
    else hold it, and hardly an empty cell.
    """
    none = {column: frame[column] == "NA" for column in frame.columns}
    none = {column: those for column, those in none.items() if those.any()}
    telling = [column for column in none if column in _TELLING]
    written = sum(int(none[column].sum()) for column in telling)
    if not written or sum(int(frame[column].isna().sum()) for column in telling) > written:
        none.pop("country", None)
    emptied = {column: frame[column].where(~those) for column, those in none.items()}
    return frame.assign(**emptied), sum(int(those.sum()) for those in none.values())


class Opened(NamedTuple):
    """The opened files.

    Parameters
    ----------
    files
        Those that have a place.
    unused
        Number of those that CORDIS has and polegraph has no use for.
    unread
        Those of which nothing is known, or that are damaged: name, reason.
    """

    files: list[File]
    unused: int
    unread: list[tuple[str, str]]


def opened(paths: PathLike | Iterable[PathLike]) -> Opened:
    """Open every file with a known layout; name the others.

    Parameters
    ----------
    paths
        See `polegraph.sources.cordis.read`.

    Raises
    ------
    PolegraphError
        If nothing among the files can be read as projects or organisations, or one that is called so cannot be read.
    """
    # tables one by one; JSON and XML files that belong together are collected
    files: list[File] = []
    unused = 0
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    unread = left_out(given, _SUFFIXES)
    errors: list[PolegraphError] = []
    together: dict[str, list[Part]] = {}
    for part in tables_in(given, suffixes=_SUFFIXES):
        place = PurePosixPath(part.name)
        if layouts.UNUSED_FILES.search(place.stem) and "organi" not in place.stem:
            unused += 1
            unread.append((part.name, NO_USE))
        elif part.suffix in {".json", ".xml"}:
            own = place.stem.casefold() in {what.casefold() for what in layouts.COLUMNS}
            together.setdefault(part.name if own or len(place.parts) == 1 else place.parts[0], []).append(part)
        else:
            with _set_aside(part.name, unread, errors):
                bad = partial(_put_aside, unread, errors)
                files.extend(_recognised(part.name, any_table.of(part, bad=bad), unread, errors))
    # flatten these
    for name, parts in together.items():
        with _set_aside(name, unread, errors):
            files.extend(_nested(name, parts, unread, errors))
    # refuse files without any table; else find the programme of each
    if not any(file.layout.what in _BECOMES for file in files):
        raise errors[0] if errors else _nothing()
    _find_programmes(files)
    return Opened(files, unused, unread)


def _nothing() -> PolegraphError:
    return PolegraphError(
        _("there is no file of projects or organisations among these"),
        remedy=_("give project.csv and organization.csv, or the archive that they come in"),
    )


@contextmanager
def _set_aside(name: str, unread: list[tuple[str, str]], errors: list[PolegraphError]) -> Iterator[None]:
    """Record a file that cannot be read; refuse it if it is one without which little would be left."""
    try:
        yield
    except PolegraphError as error:
        if _MAIN.fullmatch(PurePosixPath(name).stem.split(".")[0]):
            raise
        _put_aside(unread, errors, name, error)


def _put_aside(unread: list[tuple[str, str]], errors: list[PolegraphError], name: str, error: PolegraphError) -> None:
    errors.append(error)
    unread.append((name, f"{TWICE}; {error.column}" if error.column else UNREADABLE))


def _strange(columns: list[str]) -> str:
    """Return the reason why a table is not read, with those of its columns that CORDIS does not have."""
    strange = [shown(one, 60)[1:-1].replace(";", ",") for one in layouts.strange(columns)]
    return "; ".join(filter(None, (UNKNOWN_COLUMNS, ", ".join(strange[:_MOST_NAMED]))))


def _recognised(
    name: str, sheets: Iterator[Sheet], unread: list[tuple[str, str]], errors: list[PolegraphError]
) -> Iterator[File]:
    for sheet in sheets:
        columns = _without_row_numbers(sheet)
        try:
            layout = layouts.recognise(sheet.name, columns)
        except PolegraphError as error:
            if sheet.name == name and _MAIN.fullmatch(PurePosixPath(name).stem):
                raise
            errors.append(error)
            unread.append((sheet.name, _strange(columns)))
        else:
            yield File(sheet, layout)


def _without_row_numbers(sheet: Sheet) -> list[str]:
    """Return the columns without the row index of pandas and R, which CORDIS does not have."""
    columns = list(sheet.frame.columns)
    first = sheet.frame[columns[0]] if columns and _ROW_NUMBERS.fullmatch(columns[0]) else None
    if first is None or not first.str.fullmatch(r"\d+").all():
        return columns
    return columns[1:]


def _nested(
    name: str, parts: list[Part], unread: list[tuple[str, str]], errors: list[PolegraphError]
) -> Iterator[File]:
    """Read the JSON or XML files that belong together: one, or one a project in an archive."""
    taken = Taken()
    for part in parts:
        take = xml_files.take if part.suffix == ".xml" else json_files.take
        if len(parts) == 1:
            take(part.content(), part.name, taken)
        else:
            with _set_aside(part.name, unread, errors):
                take(part.content(), part.name, taken)
    left, dropped = taken.left(), sorted(taken.dropped)
    for what, sheet in taken.sheets(name):
        try:
            layout = layouts.recognise(sheet.name, list(sheet.frame.columns), what)
        except PolegraphError as error:
            errors.append(error)
            unread.append((sheet.name, _strange(list(sheet.frame.columns))))
            continue
        if what in {None, "project"}:
            layout = layout._replace(unknown=[*layout.unknown, *left], dropped=[*layout.dropped, *dropped])
            left, dropped = [], []
        yield File(sheet, layout)


def _find_programmes(files: list[File]) -> None:
    """Report the programme of each file: by its projects, else by its name."""
    known = pd.Series(dtype="object")
    for file in files:
        if file.layout.what == "project":
            programmes = file.frame["programme"].dropna().unique().tolist()
            stated = file.frame["programme"].map({name: layouts.programme_source(name) for name in programmes})
            file.programme = _most_frequent(stated) or layouts.programme_source(file.name) or ""
            ids = file.frame["project_id"].dropna().unique()
            known = pd.concat([known, pd.Series(file.programme, index=ids, dtype="object")])
    known = known[~known.index.duplicated()]
    for file in files:
        if file.layout.what != "project":
            of_projects = _most_frequent(file.frame["project_id"].map(known))
            file.programme = of_projects or layouts.programme_source(file.name) or ""


def _most_frequent(values: pd.Series[str]) -> str | None:
    counts = values[values.notna() & (values != "")].value_counts()
    return min(counts.index[counts == counts.max()]) if len(counts) else None


def programmes(files: list[File]) -> list[str]:
    """Return the programmes of files, empty where unknown.

    Parameters
    ----------
    files
        As `opened` gives them.
    """
    return sorted({file.programme for file in files})
