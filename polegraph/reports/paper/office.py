"""What the office's formats have in common: texts that XML can hold, a table as texts, and files without a clock."""

from __future__ import annotations

import io
import numbers
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import ngettext, number
from polegraph.reports.paper.blocks import cell
from polegraph.reports.workbook import clean

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Mark, Table

FONT: Final = "Calibri"
"""On every desk with Office; LibreOffice sets the same text in Carlito, whose letters are as wide."""
ACCENT, ACCENT_SOFT, INK, INK_SOFT, LINE, WARNING = "0B5CAD", "E4EEF9", "16202B", "4D5A68", "D3D9E0", "9C2A10"
"""Colours of the map's page; the warning alone is no shade of them, and no colour says anything that words do not."""
LOCALES: Final = {"en": "en-GB", "fr": "fr-FR"}
AUTHOR: Final = "polegraph"
SYMBOLS: Final[dict[Mark, str]] = {"met": "●", "missed": "○", "up": "▲", "down": "▼", "level": "►", "": ""}
"""What stands before the words of a mark; letters that the usual fonts have."""
_LINE_ENDS: Final = re.compile("[\t\r\n\x85\u2028\u2029]+")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the oldest time that an archive knows


def printable(text: str) -> str:
    r"""Replace what XML cannot hold, and line ends by spaces: a name stays on its line, and is else as it was given.

    Examples
    --------
    >>> printable("a\x0bb\ud800\nc <w:p> \u00ab\u00a0d\u00a0\u00bb")
    'a\ufffdb\ufffd c <w:p> «\xa0d\xa0»'
    """
    return _LINE_ENDS.sub(" ", clean(text))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts.

    Parameters
    ----------
    headings
        Of the columns.
    rows
        The texts of the cells, as every format shows them.
    numeric
        Whether a column holds numbers, which stand on the right.
    below
        Lines below it: its note, and how many rows it leaves out.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    below: tuple[str, ...]


def grid(table: Table, most: int | None = None) -> Grid:
    """Write a table as texts, as far as a page shows it.

    Parameters
    ----------
    table
        The table.
    most
        How many rows to show at most; the table itself may allow fewer.

    Returns
    -------
    Grid
        In the current language.
    """
    frame = table.frame
    limits = [limit for limit in (most, table.most) if limit is not None]
    shown = min([len(frame), *limits])
    columns = [
        [printable(cell(value, table.units.get(str(name), ""))) for value in values.iloc[:shown].tolist()]
        for name, values in frame.items()
    ]
    left = len(frame) - shown
    return Grid(
        headings=tuple(printable(str(name)) for name in frame.columns),
        rows=tuple(zip(*columns, strict=True)),
        numeric=tuple(is_numeric(values) for __, values in frame.items()),
        below=tuple(line for line in (printable(table.note), left_out(left)) if line),
    )


def left_out(rows: int) -> str:
    """State how many rows a page leaves out; nothing where it shows them all.

    Examples
    --------
    >>> left_out(1), left_out(0)
    ('1 more row is in the workbook.', '')
    """
    said = ngettext("{n} more row is in the workbook.", "{n} more rows are in the workbook.", rows)
    return said.format(n=number(rows)) if rows else ""


def is_numeric(values: pd.Series[Any]) -> bool:
    """Return whether a column holds numbers; truth values and dates are none.

    Examples
    --------
    >>> [is_numeric(pd.Series(given)) for given in ([1, None], [True], ["1"], [None])]
    [True, False, False, False]
    """
    if values.dtype != object:
        return bool(pd.api.types.is_numeric_dtype(values.dtype)) and not pd.api.types.is_bool_dtype(values.dtype)
    known = values.dropna().tolist()
    return bool(known) and all(isinstance(value, numbers.Real) and not isinstance(value, bool) for value in known)


def about_lines(about: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return label and value of what is known about a paper, as a page can hold them."""
    return [(printable(label), printable(value)) for label, value in about]


def without_clock(content: bytes) -> bytes:
    """Write an archive again without the time of writing, so that the same paper gives the same bytes.

    Parameters
    ----------
    content
        A file of Office.

    Returns
    -------
    bytes
        The same members in the same order.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return written.getvalue()
