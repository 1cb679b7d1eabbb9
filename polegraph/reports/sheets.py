"""One result on its way to a reader: the frame, what it is, and its text in every format."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.files import FORMULA, neutral, whole
from polegraph.reports import fitted, people, terminal
from polegraph.reports import headings as column_headings

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from polegraph.network import Network

FORMATS: Final = ("csv", "xlsx", "json", "md", "parquet")
"""File formats of results; the suffix of the file selects one."""
_EXACT: Final = 2**53  # whole numbers below it are exact as floats
_SEVERAL: Final = 8
"""From this many rows on a value that stands in all is said once."""
_MARKDOWN: Final = re.compile(r"([\\`|*\[\]<>]|(?<!\w)_|_(?!\w))")


@dataclass(frozen=True)
class Sheet:
    """A result.

    Parameters
    ----------
    name
        Short English name.
    frame
        The rows, with English column names.
    what
        One sentence for people, in the current language: what a row is.
    first
        The columns that matter most, in this order. Empty: as they stand.
    narrow
        The columns that a terminal shows first, where a line holds only a few; empty: those that matter most.
    chosen
        The columns that were asked for, in this order; empty: all of them.
    written
        Whether headings and words are already those that people shall see.
    choices
        Columns to be filled in, each with the words that a workbook offers for it.
    blank
        Columns that are there to be written into.
    net
        The network that its identifiers are of, so that people read names instead.
    finding
        What it finds, in a sentence for the first sheet of a workbook.
    """

    name: str
    frame: pd.DataFrame
    what: str
    first: Sequence[str] = field(default_factory=tuple)
    narrow: Sequence[str] = field(default_factory=tuple, kw_only=True)
    chosen: Sequence[str] = field(default_factory=tuple, kw_only=True)
    written: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blank: Sequence[str] = field(default_factory=tuple)
    net: Network | None = None
    finding: str = ""


def csv(frame: pd.DataFrame) -> bytes:
    r"""Write a frame as CSV: RFC 4180, UTF-8 without a byte order mark, missing is empty, no cell is a formula.

    Parameters
    ----------
    frame
        Any result.

    Examples
    --------
    >>> csv(pd.DataFrame({"name": ["=cmd()", None], "sme": pd.array([True, None], dtype="boolean")}))
    b"name,sme\r\n'=cmd(),true\r\n,\r\n"
    """
    plain = pd.DataFrame(
        {name: _csv_cells(values) for name, values in frame.items()}, index=frame.index, columns=frame.columns
    )
    plain.columns = pd.Index([neutral(str(name)) for name in frame.columns])
    text = plain.to_csv(index=False, lineterminator="\r\n")
    return str(text).encode("utf-8", "replace")


def _csv_cells(values: pd.Series[Any]) -> pd.Series[Any]:
    if pd.api.types.is_datetime64_any_dtype(values):
        dates: pd.Series[Any] = values.dt.strftime("%Y-%m-%d")
        return dates
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("object").map({True: "true", False: "false"}, na_action="ignore")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values
    if isinstance(values.dtype, pd.StringDtype):
        doubtful = values.str.startswith(FORMULA, na=False)
        return values.where(~doubtful, "'" + values) if doubtful.any() else values
    texts: pd.Series[Any] = values.astype("object").where(values.notna(), None)
    return texts.map(lambda value: neutral(value) if isinstance(value, str) else value, na_action="ignore")


def excel_csv(sheet: Sheet) -> bytes:
    r"""Write a result as CSV that a French Excel opens by a double click.

    Semicolons between the cells, commas in the numbers, a byte order mark; headings, words and names as people read
    them, in the current language, identifiers in the last columns. No cell is a formula.

    Parameters
    ----------
    sheet
        The result.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["=cmd()", "é;"], "share": [0.25, -1.0]})
    >>> print(excel_csv(Sheet("links", table, "")).decode("utf-8-sig").replace("\r", ""), end="")
    name;share
    '=cmd();0,25
    "é;";-1
    """
    frame, __ = people.readable(sheet)
    plain = pd.DataFrame(
        {
            place: _excel_cells("" if sheet.written else str(name), values)
            for place, (name, values) in enumerate(frame.items())
        },
        index=frame.index,
    )
    headings = [str(name) if sheet.written else column_headings.heading_in(frame, str(name)) for name in frame.columns]
    plain.columns = pd.Index([neutral(one) for one in headings], dtype="object")
    return str(plain.to_csv(index=False, sep=";", lineterminator="\r\n")).encode("utf-8-sig", "replace")


def _excel_cells(name: str, values: pd.Series[Any]) -> list[str | None]:
    known = values.notna().tolist()
    return [_excel_cell(name, value) if there else None for value, there in zip(values.tolist(), known, strict=True)]


def _excel_cell(name: str, value: Any) -> str | None:  # noqa: ANN401  # any value of a frame
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return (repr(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)).replace(".", ",")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return neutral(column_headings.cell(name, value))


def json_text(frame: pd.DataFrame) -> bytes:
    r"""Write a frame as JSON: an array of objects, UTF-8, missing is null.

    Parameters
    ----------
    frame
        Any result.

    Examples
    --------
    >>> json_text(pd.DataFrame({"name": ["é", None], "n": pd.array([1, None], dtype="Int64")})).decode()
    '[\n{"name": "é", "n": 1},\n{"name": null, "n": null}\n]\n'
    """
    columns = [_json_cells(values) for __, values in frame.items()]
    names = [str(name) for name in frame.columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return (f"[\n{lines}\n]\n" if rows else "[]\n").encode("utf-8", "replace")


def _json_cells(values: pd.Series[Any]) -> list[Any]:
    known = values.notna().tolist()
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    return [
        value if there and not (isinstance(value, float) and not math.isfinite(value)) else None
        for value, there in zip(values.tolist(), known, strict=True)
    ]


def markdown(frame: pd.DataFrame) -> str:
    r"""Write a frame as a Markdown table for people: headings and words in the current language.

    Parameters
    ----------
    frame
        Any result.

    Examples
    --------
    >>> print(markdown(pd.DataFrame({"name": ["a|b `c`"]})))
    | name |
    | --- |
    | a\|b \`c\` |
    """

    def line(texts: Sequence[str]) -> str:
        return "| " + " | ".join(_MARKDOWN.sub(r"\\\1", terminal.printable(text)) for text in texts) + " |\n"

    rule = "| " + " | ".join("---:" if right else "---" for right in numeric(frame)) + " |\n"
    body = "".join(line(row) for row in column_headings.cells(frame))
    return line([column_headings.heading_in(frame, str(name)) for name in frame.columns]) + rule + body


def text(sheet: Sheet, form: str) -> bytes:
    """Write a result in a format of text.

    Parameters
    ----------
    sheet
        The result.
    form
        ``csv``, ``excel`` (CSV for a French Excel), ``json`` or ``md``.
    """
    if form == "excel":
        return excel_csv(sheet)
    if form == "md":
        return markdown(_shown(sheet)).encode("utf-8", "replace")
    frame = people.asked_for(sheet.frame, sheet.chosen)
    return csv(frame) if form == "csv" else json_text(frame)


def read_by_people(sheet: Sheet) -> pd.DataFrame:
    """Return what people read of a result, and the identifiers behind it.

    Parameters
    ----------
    sheet
        The result.
    """
    return people.readable(sheet)[0]


def _shown(sheet: Sheet) -> pd.DataFrame:
    """Return what people read, without the lists of identifiers of which they read the names."""
    frame, __ = people.readable(sheet)
    if sheet.chosen:
        return frame
    return frame[[name for name in frame.columns if not str(name).endswith(people.RAW)]]


def numeric(frame: pd.DataFrame) -> list[bool]:
    """Return for each column whether numbers stand in it.

    Parameters
    ----------
    frame
        Any result.
    """
    return [
        pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
        for dtype in frame.dtypes.tolist()
    ]


@dataclass(frozen=True)
class Shown:
    """What a terminal shows of a result.

    Parameters
    ----------
    text
        Lines.
    hidden
        Headings of the columns that are not shown.
    same
        Of those that matter the ones that are not shown as one value stands in all rows: heading and value.
    """

    text: str
    hidden: Sequence[str] = ()
    same: Sequence[tuple[str, str]] = ()


def on_terminal(sheet: Sheet, columns: int | None = None, rows: int | None = None) -> Shown:
    """Describe a result for a terminal.

    Parameters
    ----------
    sheet
        The result.
    columns
        Width of the terminal; None if nothing shall be cut or left out.
    rows
        How many rows are shown; None for all.
    """
    frame = _shown(sheet if rows is None else replace(sheet, frame=sheet.frame.head(rows)))
    right = numeric(frame)
    headings = [column_headings.heading_in(frame, str(name)) for name in frame.columns]
    cells = column_headings.cells(frame)
    if columns is None:
        return Shown(terminal.table(headings, cells, numeric=right))
    names = [str(name) for name in frame.columns]
    order = [names.index(name) for name in sheet.chosen or sheet.narrow or sheet.first if name in names]
    same = set() if sheet.chosen else _same(sheet.frame, [names[place] for place in order])
    first = [place for place in order or range(len(names)) if names[place] not in same]
    order = [*first, *(place for place in range(len(names)) if place not in first and names[place] not in same)]
    text, shown = fitted.fitted(
        [headings[place] for place in order],
        [[row[place] for place in order] for row in cells],
        numeric=[right[place] for place in order],
        columns=columns,
        first=len(first),
    )
    kept = {order[place] for place in shown}
    return Shown(
        text,
        [headings[place] for place in range(len(names)) if place not in kept and names[place] not in same],
        [(headings[place], cells[0][place]) for place, name in enumerate(names) if name in same],
    )


def _same(frame: pd.DataFrame, names: Sequence[str]) -> set[str]:
    """Return the columns of text in which one value stands in all rows, which need not be said in each."""
    if len(frame) < _SEVERAL:
        return set()
    texts = [name for name in names if name in frame and isinstance(frame[name].dtype, pd.StringDtype)]
    return {name for name in texts if (frame[name] == frame[name].iloc[0]).fillna(value=False).all()}


def write(
    sheet: Sheet,
    path: str | os.PathLike[str],
    about: Sequence[tuple[str, str]] = (),
    *,
    more: Sequence[Sheet] = (),
    excel: bool = False,
) -> None:
    """Write a result to a file, whole or not at all; the suffix gives the format.

    Parameters
    ----------
    sheet
        The result.
    path
        A file with a suffix of `FORMATS`.
    about
        Lines for the first sheet of a workbook: what, and its value.
    more
        Further sheets of a workbook; other files hold the first alone.
    excel
        Whether a CSV file is for a French Excel.

    Raises
    ------
    PolegraphError
        If it cannot be written.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    with whole(path) as temporary:
        if suffix == "xlsx":
            from polegraph.reports import workbook  # noqa: PLC0415  # xlsxwriter is loaded when used

            workbook.write([sheet, *more], temporary, about)
        elif suffix == "parquet":
            _parquet(people.asked_for(sheet.frame, sheet.chosen), temporary)
        else:
            temporary.write_bytes(text(sheet, "excel" if excel else suffix))


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", store_schema=False)
