"""Every table of text in what a user handed over, whatever the format of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.sources import _csv, _workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.sources._csv import Sheet
    from polegraph.sources._files import Part


def of(part: Part) -> Iterator[Sheet]:
    """Read the tables of a CSV file or a workbook.

    Parameters
    ----------
    part
        As `_files.tables_in` gives it.

    Yields
    ------
    Sheet
        One for a CSV file, one a sheet for a workbook.
    """
    if part.suffix == ".xlsx":
        yield from _workbook.read(part)
    else:
        yield _csv.read(part.content(), part.name)
