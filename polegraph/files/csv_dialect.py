"""Detection of the dialect of a CSV file: header row, separator and quote character."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEPARATORS: Final = ";,\t|"
LOOK_FOR_HEADING: Final = 30
"""Number of rows searched for the header, above which titles may stand."""
TWIN: Final = " (×{time})"
"""Suffix of a repeated column name."""

_LOOK_FOR_QUOTES: Final = 20_000  # characters
_MOSTLY: Final = 0.8  # of all rows; line breaks in cells make pieces of rows
_SAYS: Final = re.compile(r"\w")
_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=([^\w\s\"]|\t|\\t)\"?[;,\t| ]*(?:\r\n|\n|\r|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """The header of a CSV file, with its position and dialect.

    Parameters
    ----------
    cells
        Names of the columns, none of them twice.
    separator
        The separator.
    row
        Their row, from 1.
    start
        The byte that they begin at.
    above
        Number of rows above in which something stands.
    quote
        The mark that cells stand in.
    """

    cells: list[str]
    separator: str
    row: int
    start: int
    above: int
    quote: str = '"'


def find_heading(content: bytes, name: str, is_heading: Callable[[Sequence[str]], bool] | None) -> Heading:
    r"""Find the header row, and the separator that divides it into most cells.

    Parameters
    ----------
    content
        The file in UTF-8.
    name
        Display name, for messages.
    is_heading
        Predicate that recognises the header row; without it, the first row that is not empty is the header.

    Raises
    ------
    PolegraphError
        If the file is empty.

    Examples
    --------
    >>> find_heading(b"'id';'name'\n'1';'Ada'\n", "a.csv", None).quote
    "'"
    """
    text = content[: 1 << 20].decode(errors="ignore")
    # a line `sep=;` of Excel names the separator
    said = _SEPARATOR_LINE.match(text)
    skipped = said.end() if said else 0
    separators = SEPARATORS
    if said:
        stated = "\t" if said[1] == "\\t" else said[1]
        separators = stated + SEPARATORS.replace(stated, "")
    # of all separators, take the one that gives the longest header
    best: Heading | None = None
    quotes = {separator: quote_of(text[skipped:], separator) for separator in separators}
    for separator in separators:
        found = _heading_with(text[skipped:], separator, quotes[separator], is_heading)
        if found and (best is None or len(found.cells) > len(best.cells)):
            best = found
            if said and separator == separators[0] and len(found.cells) > 1:
                break
    # refuse a file without a header, else count its position from the start of the file
    if best is None:
        raise PolegraphError(
            _("the first row is empty"), file=name, row=1, remedy=_("put the names of the columns into the first row")
        )
    return Heading(
        named_apart(best.cells),
        best.separator,
        best.row + bool(said),
        len(text[:skipped].encode()) + best.start,
        best.above,
        best.quote,
    )


def quote_of(text: str, separator: str) -> str:
    r"""Return the quote character: an apostrophe if it encloses cells of the header or of most rows; else ``"``.

    Parameters
    ----------
    text
        The beginning of a file.
    separator
        The separator.

    Examples
    --------
    >>> quote_of("'id';'name'\n'1';'L''Ada'\n", ";"), quote_of("id;name\n1;L'Ada\n", ";")
    ("'", '"')
    """
    if f"'{separator}" not in text and f"{separator}'" not in text:
        return '"'
    end = re.escape(separator)
    quoted = re.compile(rf"(?:^|{end})\s*'(?:[^']|'')*'\s*(?:{end}|$)")
    lines = [line for line in text[:_LOOK_FOR_QUOTES].splitlines() if line.strip()]
    first, *others = [quoted.search(line) is not None for line in lines] or [False]
    return "'" if first or (others and sum(others) >= _MOSTLY * len(others)) else '"'


def _heading_with(
    text: str, separator: str, quote: str, is_heading: Callable[[Sequence[str]], bool] | None
) -> Heading | None:
    """Find the header row; without a predicate, the first row that is not empty."""
    csv.field_size_limit(2**31 - 1)
    lines = iter(io.StringIO(text, newline=""))
    taken: list[int] = []  # bytes of every line consumed by the parser

    # count the bytes of lines as the parser consumes them, to find where a record starts
    def fed() -> Iterator[str]:
        for line in lines:
            taken.append(len(line.encode()))
            yield line

    reader = csv.reader(fed(), delimiter=separator, quotechar=quote)
    first: Heading | None = None
    filled = 0
    # take the first record that is recognised; without any, the first that is not empty
    for row in range(1, LOOK_FOR_HEADING + 1):
        start = sum(taken)
        try:
            cells = [cell.strip() for cell in next(reader)]
        except (StopIteration, csv.Error):
            break
        while cells and not cells[-1]:
            cells.pop()
        if not any(map(_SAYS.search, cells)):
            continue
        if is_heading is None or is_heading(cells):
            return Heading(cells, separator, row, start, filled, quote)
        first = first or Heading(cells, separator, row, start, 0, quote)
        filled += 1
    return first


def named_apart(heading: Sequence[str]) -> list[str]:
    """Return headings none of which stands twice: a second one says so, and an empty one says its place.

    Parameters
    ----------
    heading
        Values of the header row.

    Examples
    --------
    >>> named_apart(["id", "name", "", "id"])
    ['id', 'name', '(3)', 'id (×2)']
    """
    named: list[str] = []
    for place, cell in enumerate(heading):
        time = list(heading[:place]).count(cell) + 1
        named.append((cell + TWIN.format(time=time) if time > 1 else cell) if cell else f"({place + 1})")
    return named
