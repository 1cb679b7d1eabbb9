"""A publisher's rows as other programs save them again."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Final

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = list[list[str]]

_AMOUNTS: Final = re.compile("Aide_allouee")
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _text(rows: Rows, separator: str, end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]  # one of csv's constants
    return stream.getvalue()


def _cells(rows: Rows, change: Callable[[str, str], str]) -> Rows:
    return [rows[0], *([change(name, cell) for name, cell in zip(rows[0], row, strict=True)] for row in rows[1:])]


def _headed(rows: Rows, change: Callable[[str], str]) -> Rows:
    return [[change(name) for name in rows[0]], *rows[1:]]


def _french(name: str, cell: str) -> str:
    """Write a cell as a French Excel does."""
    if _AMOUNTS.search(name):
        return cell.replace(".", ",")
    if match := _DAY.fullmatch(cell):
        return f"{match[3]}/{match[2]}/{match[1]}"
    return {"True": "VRAI", "False": "FAUX"}.get(cell, cell)


def _numbered(rows: Rows, name: str, start: int) -> Rows:
    return [[name, *rows[0]], *([str(number), *row] for number, row in enumerate(rows[1:], start))]


def _float(name: str, cell: str) -> str:
    return str(float(cell)) if cell and _AMOUNTS.search(name) else cell


def _upper(_name: str, cell: str) -> str:
    return {"True": "TRUE", "False": "FALSE"}.get(cell, cell)


def _missing(word: str) -> Callable[[str, str], str]:
    return lambda _name, cell: cell or word


def _janitor(name: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain)).lower()


def _make_names(name: str) -> str:
    return re.sub(r"[^\w.]", ".", name)


def _american(name: str, cell: str) -> str:
    if match := _DAY.fullmatch(cell):
        return f"{int(match[2])}/{int(match[3])}/{match[1]}"
    return f"{float(cell):,.2f}" if cell and _AMOUNTS.search(name) else _upper(name, cell)


def _xlsx(rows: Rows, path: Path, above: list[list[str]] | None = None) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [*(above or []), rows[0]]:
        book.active.append(row)
    for row in rows[1:]:
        book.active.append([{"True": True, "False": False, "": None}.get(cell, cell) for cell in row])
    book.save(path)
    return path


def _r(rows: Rows) -> Rows:
    return _numbered(_cells(_cells(rows, _upper), _missing("NA")), "", 1)


BYTES: Final[dict[str, Callable[[Rows], bytes]]] = {
    "the publisher": lambda rows: _text(rows, ";", quoting=csv.QUOTE_ALL).encode("utf-8-sig"),
    "French Excel, CSV": lambda rows: _text(_cells(rows, _french), ";").encode("cp1252"),
    "French Excel, CSV UTF-8": lambda rows: _text(_cells(rows, _french), ";").encode("utf-8-sig"),
    "French Excel, CSV MS-DOS": lambda rows: _text(_cells(rows, _french), ";").encode("cp850"),
    "French Excel, CSV Macintosh": lambda rows: _text(_cells(rows, _french), ";", "\r").encode("mac_roman"),
    "French Excel, Unicode text": lambda rows: _text(_cells(rows, _french), "\t").encode("utf-16"),
    "Excel, UTF-16 without a mark": lambda rows: _text(_cells(rows, _upper), "\t").encode("utf-16-le"),
    "Excel's line sep=;": lambda rows: ("sep=;\r\n" + _text(rows, ";")).encode(),
    "Excel's line sep=, in quotes": lambda rows: ('"SEP=,"\r\n' + _text(rows, ",")).encode("utf-8-sig"),
    "American Excel": lambda rows: _text(_cells(rows, _american), ",").encode("cp1252"),
    "pandas": lambda rows: _text(_cells(rows, _float), ",", "\n").encode(),
    "pandas with its index": lambda rows: _text(_numbered(_cells(rows, _float), "", 0), ",", "\n").encode(),
    "pandas twice": lambda rows: _text(_numbered(_cells(rows, _float), "Unnamed: 0", 0), ",", "\n").encode(),
    "pandas with NaN": lambda rows: _text(_cells(_cells(rows, _float), _missing("NaN")), ",", "\n").encode(),
    "R, write.csv": lambda rows: _text(_r(rows), ",", "\n", csv.QUOTE_ALL).encode(),
    "R, write.csv2": lambda rows: _text(
        _r(_cells(rows, lambda name, cell: cell.replace(".", ",") if _AMOUNTS.search(name) else cell)), ";", "\n"
    ).encode(),
    "R, janitor": lambda rows: _text(_headed(_r(rows), _janitor), ",", "\n").encode(),
    "R, make.names": lambda rows: _text(_headed(_r(rows), _make_names), ",", "\n").encode(),
    "SQL": lambda rows: _text(
        _headed(_cells(rows, _missing("NULL")), lambda name: _janitor(name).upper()), "\t"
    ).encode(),
    "names run together": lambda rows: _text(_headed(rows, lambda name: re.sub(r"\W|_", "", name)), ";").encode(),
    "LibreOffice": lambda rows: _text(_cells(rows, _upper), ",", "\n").encode(),
    "a title and blank rows above": lambda rows: ("Liste des projets;;;\r\n;;;\r\n\r\n" + _text(rows, ";")).encode(),
}
"""What each program makes of the rows of a file, first that of the headings."""


def saved(rows: Rows, how: str, path: Path) -> Path:
    """Save rows as a program of `BYTES` does, or as a workbook; give the path of the file."""
    if how == "workbook":
        return _xlsx(rows, path.with_suffix(".xlsx"))
    if how == "workbook with a title":
        return _xlsx(rows, path.with_suffix(".xlsx"), [["Liste des projets financés"], [], ["au 1er juillet"]])
    path.write_bytes(BYTES[how](rows))
    return path


HOWS: Final = [*BYTES, "workbook", "workbook with a title"]
