"""The files of CORDIS while they are read: what each is, which programme it belongs to, what became of its rows."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources import _cordis_json, _cordis_layouts, _sheets
from polegraph.sources._common import clean
from polegraph.sources._files import tables_in
from polegraph.sources._values import Reading

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from polegraph.sources._common import Ledger
    from polegraph.sources._cordis_layouts import Layout
    from polegraph.sources._csv import Sheet
    from polegraph.sources._files import Part

    PathLike = str | os.PathLike[str]

_BECOMES = {"organization": "participations", "project": "projects"}


class File:
    """A file while it is read.

    Parameters
    ----------
    sheet
        Its rows as text.
    layout
        What it is.
    """

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.name = sheet.name
        self.layout = layout
        self.programme = ""
        frame, self._cleaned = clean(sheet.frame[list(layout.columns)].rename(columns=layout.columns))
        ours = sorted(set(_cordis_layouts.COLUMNS[layout.what].values()))
        frame = frame.reindex(columns=ours).astype("str")
        numbers = frame["project_id"].str.removesuffix(".0")  # what pandas makes of numbers beside empty cells
        self.frame = frame.assign(project_id=numbers)
        self.kept = self.rejected = 0
        self.notes: dict[str, int] = {}
        self._sheet = sheet
        self.reading: Reading

    def begin(self, ledger: Ledger) -> None:
        """Enter the file in the account of its source.

        Parameters
        ----------
        ledger
            The account.
        """
        headings = {ours: column for column, ours in self.layout.columns.items()}
        rows = pd.Series(self._sheet.rows)
        self.reading = Reading(ledger, self.name, self.frame, rows, headings)
        self.rejected = self._sheet.reject_ragged(ledger)

    def account(self, notes: dict[str, int]) -> None:
        """Say what became of its rows; what was neither kept nor rejected repeats another row.

        Parameters
        ----------
        notes
            Counted remarks.
        """
        read = len(self._sheet)
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
            unknown_columns=self.layout.unknown,
            notes={**self._sheet.notes, **self.notes, **notes, "emptied_cells": self.reading.emptied},
        )


def opened(paths: PathLike | Iterable[PathLike]) -> tuple[list[File], int]:
    """Open everything that has a place; count the files that have none.

    Parameters
    ----------
    paths
        See `polegraph.sources.cordis.read`.
    """
    files: list[File] = []
    unused = 0
    together: dict[str, list[Part]] = {}
    for part in tables_in(paths):
        place = PurePosixPath(part.name)
        if _cordis_layouts.UNUSED_FILES.search(place.stem) and "organi" not in place.stem:
            unused += 1
        elif part.suffix == ".json":
            own = place.stem.casefold() in {what.casefold() for what in _cordis_layouts.COLUMNS}
            together.setdefault(part.name if own or len(place.parts) == 1 else place.parts[0], []).append(part)
        else:
            files.extend(_recognised(_sheets.of(part)))
    for name, parts in together.items():
        files.extend(_recognised(_cordis_json.sheets(((part.name, part.content()) for part in parts), name)))
    if not files:
        raise PolegraphError(
            _("there is no file of projects or organisations among these"),
            remedy=_("give project.csv and organization.csv, or the archive that they come in"),
        )
    _find_programmes(files)
    return files, unused


def _recognised(sheets: Iterator[Sheet]) -> Iterator[File]:
    for sheet in sheets:
        yield File(sheet, _cordis_layouts.recognise(sheet.name, list(sheet.frame.columns)))


def _find_programmes(files: list[File]) -> None:
    """Tell which programme each file belongs to: by its projects, else by its name."""
    known = pd.Series(dtype="object")
    for file in files:
        if file.layout.what == "project":
            programmes = file.frame["programme"].dropna().unique().tolist()
            stated = file.frame["programme"].map({name: _cordis_layouts.programme_source(name) for name in programmes})
            file.programme = _most_frequent(stated) or _cordis_layouts.programme_source(file.name) or ""
            ids = file.frame["project_id"].dropna().unique()
            known = pd.concat([known, pd.Series(file.programme, index=ids, dtype="object")])
    known = known[~known.index.duplicated()]
    for file in files:
        if file.layout.what != "project":
            of_projects = _most_frequent(file.frame["project_id"].map(known))
            file.programme = of_projects or _cordis_layouts.programme_source(file.name) or ""


def _most_frequent(values: pd.Series[str]) -> str | None:
    counts = values[values.notna() & (values != "")].value_counts()
    return min(counts.index[counts == counts.max()]) if len(counts) else None


def programmes(files: list[File]) -> list[str]:
    """Give the programmes of files, empty where unknown.

    Parameters
    ----------
    files
        As `opened` gives them.
    """
    return sorted({file.programme for file in files})
