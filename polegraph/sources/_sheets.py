"""Every table of text in what a user handed over, whatever the format of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.sources import _csv, _workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polegraph.errors import PolegraphError
    from polegraph.sources._csv import Sheet
    from polegraph.sources._files import Part


def of(
    part: Part,
    is_heading: Callable[[Sequence[str]], bool] | None = None,
    bad: Callable[[str, PolegraphError], None] | None = None,
) -> Iterator[Sheet]:
    """Read the tables of a CSV file or a workbook.

    Parameters
    ----------
    part
        As `_files.tables_in` gives it.
    is_heading
        Tells the headings among the first rows, so that titles above them are passed over; without it, the first row
        in which anything stands is the heading.
    bad
        Told of each of several sheets that cannot be read, and why; without it, the error is raised.

    Yields
    ------
    Sheet
        One for a CSV file, one a sheet for a workbook.
    """
    if part.suffix == ".xlsx":
        yield from _workbook.read(part, is_heading, bad)
    else:
        yield _csv.read(part.content(), part.name, is_heading)
