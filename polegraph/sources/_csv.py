"""Tables of text out of CSV files of any hand: encoding, separator, line breaks in cells, rows that do not fit."""

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
from polegraph.files import first_record
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polegraph.sources._common import Ledger

SEPARATORS: Final = ";,\t|"
TOO_FEW: Final = "this row has fewer cells than the heading"
TOO_MANY: Final = "this row has more cells than the heading"
BAD_QUOTES: Final = "a quotation mark in this row is not closed, or stands inside a cell"

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOSTLY = 10  # that many sound sequences for a broken one, and a text is UTF-8 with a blemish, not Windows-1252
_STRING = {pa.string(): pd.StringDtype(na_value=np.nan), pa.large_string(): pd.StringDtype(na_value=np.nan)}


@dataclass(frozen=True)
class Sheet:
    """A table of text, as it stands in a file.

    Parameters
    ----------
    name
        What a person calls the file.
    frame
        Its rows; every cell is text, an empty one is ``""``. Columns are named as in the heading, spaces trimmed.
    rows : array of int, one entry a row of the frame
        Row in the file as a person counts them: the heading is row 1. Rows without any content are not in the frame.
    ragged
        Rows that do not fit the heading: row, what stands there, reason.
    notes
        Counted remarks: ``windows_1252`` (the encoding), ``undecodable`` (characters replaced).
    """

    name: str
    frame: pd.DataFrame
    rows: np.ndarray[Any, np.dtype[np.int64]]
    ragged: list[tuple[int, str, str]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the rows read, those that do not fit included."""
        return len(self.rows) + len(self.ragged)

    def reject_ragged(self, ledger: Ledger) -> int:
        """Set aside the rows that do not fit the heading; give their number.

        Parameters
        ----------
        ledger
            The account of the source.
        """
        for reason in sorted({reason for _row, _value, reason in self.ragged}):
            those = [entry for entry in self.ragged if entry[2] == reason]
            ledger.reject(self.name, [row for row, *_rest in those], None, [value for _row, value, _ in those], reason)
        return len(self.ragged)


def read(content: bytes, name: str) -> Sheet:
    r"""Read a CSV file.

    Parameters
    ----------
    content
        The bytes of the file: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252; separated by
        ``;``, ``,``, tab or ``|``, whichever divides the heading into most columns.
    name
        What a person calls it.

    Raises
    ------
    PolegraphError
        If it has no heading, a column name stands twice, its encoding is unknown, or a quotation mark is never closed.

    Examples
    --------
    >>> sheet = read(b"id;name\n1;NA\n2\n", "a.csv")
    >>> sheet.frame.values.tolist(), sheet.ragged
    ([['1', 'NA']], [(3, '2', 'this row has fewer cells than the heading')])
    """
    content, notes = as_utf8(content, name)
    heading, separator = _heading(content, name)
    sheet = _fast(content, name, heading, separator, notes)
    return sheet if sheet is not None else _careful(content, name, heading, separator, notes)


def decoded(content: bytes, name: str) -> str:
    """Decode a text of unknown encoding, as `read` does.

    Parameters
    ----------
    content
        UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.
    name
        What a person calls the file.
    """
    return as_utf8(content, name)[0].decode()


def as_utf8(content: bytes, name: str) -> tuple[bytes, dict[str, int]]:
    """Give a text as UTF-8 without a byte order mark, and what is to be said about its encoding.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        What a person calls it.

    Returns
    -------
    content : bytes
        Sound UTF-8.
    notes : dict
        Counted remarks for `Ledger.account`.
    """
    encoding = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise _unknown_encoding(name) from None
        text, notes = _not_utf8(content, name, marked=encoding != "utf-8")
        return text.encode(), notes
    return content if encoding == "utf-8" else text.encode(), {}


def _not_utf8(content: bytes, name: str, *, marked: bool) -> tuple[str, dict[str, int]]:
    """Decode what is not sound UTF-8: UTF-8 with lone surrogates or a few broken bytes, or Windows-1252."""
    content = content.removeprefix(_BOMS[0][0])
    try:
        text, broken = _SURROGATE.subn("\ufffd", content.decode("utf-8", errors="surrogatepass"))
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        sound = len(re.findall("[^\x00-\x7f\ufffd]", text))
        marked = marked or sound >= _MOSTLY * broken
    else:
        marked = True
    if marked:
        return text, {"undecodable": broken}
    try:
        return content.decode("cp1252"), {"windows_1252": 1}
    except UnicodeDecodeError:
        raise _unknown_encoding(name) from None


def _unknown_encoding(name: str) -> PolegraphError:
    return PolegraphError(
        _("this file is neither UTF-8 nor UTF-16 nor Windows-1252 text"),
        file=name,
        remedy=_("save it as 'CSV UTF-8'"),
    )


def _heading(content: bytes, name: str) -> tuple[list[str], str]:
    """Read the first record with every separator; keep the one that divides it into most cells."""
    csv.field_size_limit(2**31 - 1)
    start = content[: 1 << 20].decode(errors="ignore")
    heading, separator = first_record(start, SEPARATORS)
    while heading and not heading[-1]:
        heading.pop()
    if not heading:
        raise PolegraphError(
            _("the first row is empty"), file=name, row=1, remedy=_("put the names of the columns into the first row")
        )
    check_heading(heading, name)
    return [cell or f"({place})" for place, cell in enumerate(heading, 1)], separator


def check_heading(heading: Sequence[str], name: str) -> None:
    """Refuse a heading in which a column stands twice.

    Parameters
    ----------
    heading
        Names of columns; empty ones are not compared.
    name
        What a person calls the file.
    """
    named = [cell for cell in heading if cell]
    twice = sorted({cell for cell in named if named.count(cell) > 1})
    if twice:
        raise PolegraphError(
            _("the column stands twice"), file=name, row=1, column=twice[0], remedy=_("keep one of the two")
        )


def _fast(content: bytes, name: str, heading: list[str], separator: str, notes: dict[str, int]) -> Sheet | None:
    """Read with pyarrow; None if a row does not fit, so that it must be read row by row."""
    if content.count(b'"') % 2:
        return None
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(content),
            read_options=pa.csv.ReadOptions(autogenerate_column_names=True, block_size=1 << 22),
            parse_options=pa.csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(
                column_types={f"f{place}": pa.string() for place in range(len(heading))},
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_columns != len(heading):
        return None
    frame = table.slice(1).to_pandas(types_mapper=_STRING.get)
    frame.columns = pd.Index(heading)
    return _without_blank(name, frame, np.arange(2, len(frame) + 2), [], notes)


def _careful(content: bytes, name: str, heading: list[str], separator: str, notes: dict[str, int]) -> Sheet:
    """Read row by row; set aside the rows that do not fit."""
    width = len(heading)
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, str, str]] = []
    for number, cells in records(content.decode(), separator, name, ragged):
        if number == 1:
            continue  # the heading
        if len(cells) > width and not any(cells[width:]):
            del cells[width:]
        if len(cells) == width:
            rows.append(cells)
            numbers.append(number)
        elif any(cells):
            ragged.append((number, separator.join(cells), TOO_FEW if len(cells) < width else TOO_MANY))
    if any(number == 1 for number, *_rest in ragged):
        raise PolegraphError(
            _("the headings cannot be read: a quotation mark stands where none may"),
            file=name,
            row=1,
            remedy=_("save the file as CSV again"),
        )
    frame = pd.DataFrame(rows, columns=pd.Index(heading), dtype="str")
    return _without_blank(name, frame, np.asarray(numbers, dtype=np.int64), ragged, notes)


def records(
    text: str, separator: str, name: str, broken: list[tuple[int, str, str]]
) -> Iterator[tuple[int, list[str]]]:
    r"""Read record by record, as Excel numbers them; note those whose quotation marks are wrong.

    Parameters
    ----------
    text
        The whole text.
    separator
        What divides cells.
    name
        What a person calls the file.
    broken
        Where wrong records are noted: number, what is known of it, reason.

    Yields
    ------
    number : int
        1 for the first record.
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
    >>> [number for number, *_rest in broken]
    [2]
    """
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in itertools.count(1):
        line = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
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
            broken.append((number, f"{reader.line_num - line} lines of text", BAD_QUOTES))
            continue
        yield number, cells


def _without_blank(
    name: str,
    frame: pd.DataFrame,
    rows: np.ndarray[Any, np.dtype[np.int64]],
    ragged: list[tuple[int, str, str]],
    notes: dict[str, int],
) -> Sheet:
    """Leave out rows in which nothing stands at all."""
    filled = np.zeros(len(frame), dtype=bool)
    for column in frame.columns:
        filled |= (frame[column] != "").to_numpy()
        if filled.all():
            break
    if not filled.all():
        frame, rows = frame[filled].reset_index(drop=True), rows[filled]
    return Sheet(name, frame, rows, ragged, notes)
