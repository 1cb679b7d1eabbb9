"""Parser of CSV files of any origin: encoding, separator, line breaks in cells, ragged rows."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from polegraph.errors import PolegraphError
from polegraph.files.csv_dialect import LOOK_FOR_HEADING, SEPARATORS, Heading, find_heading, named_apart, quote_of
from polegraph.files.encodings import as_utf8, decoded
from polegraph.files.headings import plain_heading
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


__all__ = [
    "BAD_QUOTES",
    "ERRORS",
    "FAILED",
    "LOOK_FOR_HEADING",
    "SEPARATORS",
    "TOO_FEW",
    "TOO_MANY",
    "UNSAVED",
    "Sheet",
    "as_utf8",
    "beyond",
    "decoded",
    "failed_cells",
    "named_apart",
    "plain_heading",
    "quote_of",
    "read",
    "records",
    "without_twins",
]

TOO_FEW: Final = "this row has fewer cells than the heading"
TOO_MANY: Final = "this row has more cells than the heading"
BAD_QUOTES: Final = "a quotation mark in this row is not closed, or stands inside a cell"

KEPT_WITHOUT: Final = "; the row is kept without it"
FAILED: Final = "a formula of the spreadsheet failed in this cell" + KEPT_WITHOUT
UNSAVED: Final = "the file holds a formula here and not what it gives" + KEPT_WITHOUT
ERRORS: Final = frozenset(
    """
    #REF! #N/A #NA #NAME? #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA #NOM? #VALEUR! #NUL! #NOMBRE!
    #DÉPASSEMENT! #PROPAGATION! Err:502 Err:504 Err:508 Err:509 Err:511 Err:519 Err:520 Err:522 Err:523
    """.split(),  # noqa: SIM905  # easier to read
)
"""Error values of Excel and LibreOffice, English and French."""
_MOST_SHOWN: Final = 180
"""How many characters of a row that does not fit are kept, so that its end is seen as well as its beginning."""
_TWIN: Final = re.compile(r" \(×\d+\)$")
_STRING = {pa.string(): pd.StringDtype(na_value=np.nan), pa.large_string(): pd.StringDtype(na_value=np.nan)}


@dataclass(frozen=True)
class Sheet:
    """A table of text as parsed from a file.

    Parameters
    ----------
    name
        Display name of the file, for messages.
    frame
        Its rows; every cell is text, an empty one is ``""``. Columns are named as in the heading, spaces trimmed.
    rows : array of int, one entry a row of the frame
        Row in the file as a person counts them: the heading is row 1. Rows without any content are not in the frame.
    ragged
        Ragged rows: row, text, reason.
    notes
        Counted remarks: ``windows_1252``, ``ms_dos``, ``macintosh`` (the encoding), ``undecodable`` (characters
        replaced), ``rows_above`` (titles above the headings), ``hidden_rows``, ``hidden_sheets``.
    emptied
        Cells that were emptied because a formula gave nothing: row, column, text, reason.
    """

    name: str
    frame: pd.DataFrame
    rows: np.ndarray[Any, np.dtype[np.int64]]
    ragged: list[tuple[int, str, str]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    emptied: list[tuple[int, str, str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows read, ragged ones included."""
        return len(self.rows) + len(self.ragged)


def read(content: bytes, name: str, is_heading: Callable[[Sequence[str]], bool] | None = None) -> Sheet:
    r"""Read a CSV file.

    Parameters
    ----------
    content
        The bytes of the file, in any encoding that `as_utf8` detects; divided by ``;``, ``,``, tab or ``|``, whichever
        divides the header into most columns, or by the separator that Excel's line ``sep=;`` names.
    name
        Display name, for messages.
    is_heading
        Predicate that recognises the header row, so that titles above it are skipped; without it, the first row
        that is not empty is the header.

    Raises
    ------
    PolegraphError
        If it has no heading, a column name stands twice over different cells, its encoding is unknown, or a quotation
        mark is never closed.

    Examples
    --------
    >>> sheet = read(b"id;name\n1;NA\n2\n", "a.csv")
    >>> sheet.frame.values.tolist(), sheet.ragged
    ([['1', 'NA']], [(3, '2', 'this row has fewer cells than the heading')])
    >>> read(b"sep=|\n\nid|name\n1|Ada\n", "a.csv").rows.tolist()
    [4]
    """
    content, notes = as_utf8(content, name)
    heading = find_heading(content, name, is_heading)
    if heading.above:
        notes = {**notes, "rows_above": heading.above}
    content = content[heading.start :]
    sheet = _fast(content, name, heading, notes)
    if sheet is None:
        sheet = _careful(content, name, heading, notes)
    sheet = without_twins(sheet, heading.row)
    return failed_cells(sheet) if b"#" in content or b"Err:5" in content else sheet


def failed_cells(sheet: Sheet) -> Sheet:
    """Return a table without the error values of spreadsheets (``#N/A``); each is in ``emptied``.

    Parameters
    ----------
    sheet
        As it was read.
    """
    for column in sheet.frame.columns:
        failed = sheet.frame[column].isin(ERRORS)
        if failed.any():
            values = sheet.frame.loc[failed, column]
            rows = sheet.rows[failed.to_numpy()].tolist()
            sheet.emptied.extend((row, column, value, FAILED) for row, value in zip(rows, values, strict=True))
            sheet.frame[column] = sheet.frame[column].where(~failed, "")
    return sheet


def without_twins(sheet: Sheet, row: int) -> Sheet:
    """Refuse a table in which a heading stands twice over different cells; over the same cells it is kept, and named.

    Parameters
    ----------
    sheet
        As it was read, its columns named by `named_apart`.
    row
        The row of the headings.
    """
    for column in sheet.frame.columns:
        first = _TWIN.sub("", column)
        if first == column or first not in sheet.frame:
            continue
        if not (sheet.frame[column].str.strip() == sheet.frame[first].str.strip()).all():
            raise PolegraphError(
                _("the column stands twice"), file=sheet.name, row=row, column=first, remedy=_("keep one of the two")
            )
    return sheet


def beyond(cells: Sequence[str], separator: str, width: int) -> str:
    """Return a row with more cells than the header as one text; of a long one its beginning, and the excess cells.

    Parameters
    ----------
    cells
        Of the row.
    separator
        The separator.
    width
        Number of cells of the heading.

    Examples
    --------
    >>> beyond(["1", "Ada", "more"], ";", 2), beyond(["x" * 300, "more"], ";", 1)[-9:]
    ('1;Ada;more', 'xx … more')
    """
    whole = separator.join(cells)
    if len(whole) <= _MOST_SHOWN:
        return whole
    end = separator.join(cells[width:])[: _MOST_SHOWN // 2]
    return f"{whole[: _MOST_SHOWN - len(end)]} … {end}"


def _fast(content: bytes, name: str, heading: Heading, notes: dict[str, int]) -> Sheet | None:
    """Read with pyarrow; None if a row does not fit, so that it must be read row by row."""
    if content.count(heading.quote.encode()) % 2:
        return None
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(content),
            read_options=pa.csv.ReadOptions(autogenerate_column_names=True, block_size=1 << 22),
            parse_options=pa.csv.ParseOptions(
                delimiter=heading.separator,
                quote_char=heading.quote,
                newlines_in_values=True,
                ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types={f"f{place}": pa.string() for place in range(len(heading.cells))},
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_columns != len(heading.cells):
        return None
    frame = table.slice(1).to_pandas(types_mapper=_STRING.get)
    frame.columns = pd.Index(heading.cells)
    first = heading.row + 1
    return _without_blank(name, frame, np.arange(first, len(frame) + first), [], notes)


def _careful(content: bytes, name: str, heading: Heading, notes: dict[str, int]) -> Sheet:
    """Read row by row; set aside ragged rows."""
    width = len(heading.cells)
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, str, str]] = []
    for number, cells in records(content.decode(), heading.separator, name, ragged, heading.row, heading.quote):
        if number == heading.row:
            continue
        if len(cells) > width and not any(cells[width:]):
            del cells[width:]
        if len(cells) == width:
            rows.append(cells)
            numbers.append(number)
        elif any(cells):
            reason = TOO_FEW if len(cells) < width else TOO_MANY
            ragged.append((number, beyond(cells, heading.separator, width), reason))
    if any(number == heading.row for number, *_rest in ragged):
        raise PolegraphError(
            _("the headings cannot be read: a quotation mark stands where none may"),
            file=name,
            row=heading.row,
            remedy=_("save the file as CSV again"),
        )
    frame = pd.DataFrame(rows, columns=pd.Index(heading.cells), dtype="str")
    return _without_blank(name, frame, np.asarray(numbers, dtype=np.int64), ragged, notes)


def records(
    text: str,
    separator: str,
    name: str,
    broken: list[tuple[int, str, str]],
    first: int = 1,
    quote: str = '"',
) -> Iterator[tuple[int, list[str]]]:
    r"""Read record by record, numbered as in Excel; note the malformed ones (unbalanced quotation marks).

    Parameters
    ----------
    text
        The whole text.
    separator
        The separator.
    name
        Display name of the file, for messages.
    broken
        Where malformed records are noted: number, text, reason.
    first
        Number of the first record.
    quote
        The mark that cells stand in.

    Yields
    ------
    number : int
        Counted from that of the first record.
    cells : list of str

    Raises
    ------
    PolegraphError
        If a quotation mark is never closed.

    Examples
    --------
    >>> broken = []
    >>> list(records('a;b\n"x"y;1\nc;d\n', ";", "a.csv", broken))
    [(1, ['a', 'b']), (3, ['c', 'd'])]
    >>> [(number, text) for number, text, _reason in broken]
    [(2, '"x"y;1')]
    """
    # parse strictly, so that a malformed record raises instead of swallowing the next ones
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, quotechar=quote)
    lines: list[str] = []
    for number in itertools.count(first):
        line = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        # a quotation mark that is never closed leaves nothing to go on from; any other malformed record is noted
        except csv.Error as error:
            if "end of data" in str(error):
                raise PolegraphError(
                    _("a quotation mark is opened and never closed, from line {line} of the file on").format(
                        line=line + 1
                    ),
                    file=name,
                    row=number,
                    remedy=_("close it there, or save the file as CSV again"),
                ) from None
            lines = lines or list(io.StringIO(text, newline=""))
            broken.append((number, "".join(lines[line : reader.line_num]).strip(), BAD_QUOTES))
            continue
        yield number, cells


def _without_blank(
    name: str,
    frame: pd.DataFrame,
    rows: np.ndarray[Any, np.dtype[np.int64]],
    ragged: list[tuple[int, str, str]],
    notes: dict[str, int],
) -> Sheet:
    """Leave out empty rows."""
    filled = np.zeros(len(frame), dtype=bool)
    for column in frame.columns:
        filled |= (frame[column] != "").to_numpy()
        if filled.all():
            break
    if not filled.all():
        frame, rows = frame[filled].reset_index(drop=True), rows[filled]
    return Sheet(name, frame, rows, ragged, notes)
