"""Readers of tables of text: one interface over the CSV and XLSX parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.files import csv_tables, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polegraph.errors import PolegraphError
    from polegraph.files.archives import Part
    from polegraph.files.csv_tables import Sheet


def of(
    part: Part,
    is_heading: Callable[[Sequence[str]], bool] | None = None,
    bad: Callable[[str, PolegraphError], None] | None = None,
) -> Iterator[Sheet]:
    """Read the tables of a CSV file or a workbook.

    Parameters
    ----------
    part
        As `polegraph.files.archives.tables_in` gives it.
    is_heading
        Predicate that recognises the header row, so that titles above it are skipped; without it, the first row
        that is not empty is the header.
    bad
        Called with the name of each of several sheets that cannot be read, and why; without it, the error is raised.

    Yields
    ------
    Sheet
        One for a CSV file, one a sheet for a workbook.
    """
    if part.suffix == ".xlsx":
        yield from workbook.read(part, is_heading, bad)
    else:
        yield csv_tables.read(part.content(), part.name, is_heading)
