"""The sheets of a person's files, whatever holds them: rows of cells with the numbers that Excel shows beside them."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources import _workbook
from polegraph.sources._csv import SEPARATORS, as_utf8, records
from polegraph.sources._files import tables_in
from polegraph.sources._spreadsheet_headings import LOOK_FOR_HEADINGS, is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polegraph.sources._files import Part, PathLike
    from polegraph.sources._spreadsheet_headings import Layout

    Cell = Any
    """What a cell holds: text, a number, a truth value, a date, or nothing."""

EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # days of spreadsheets have no time zone
_OTHER_PROGRAMS: Final = {".xls", ".xlsb", ".ods", ".fods", ".numbers"}
_ERRORS: Final = frozenset(
    "#REF! #N/A #NAME? #VALUE! #DIV/0! #NULL! #NUM! #NOM? #VALEUR! #NUL! #NOMBRE!".split(),  # noqa: SIM905  # easier to read
)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\"")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as somebody wrote it.

    Parameters
    ----------
    label
        What to call it in messages: the file, and the sheet if the file has several.
    name
        Name of the sheet, or of the file without its suffix.
    rows
        Number of the row as Excel shows it, and its cells; rows without any value are left out.
    epoch
        Day 0 of the numbers that stand for dates.
    lone
        Whether it is all that its file holds.
    text
        Whether it is a text file, in which a separator too many shifts all that follows.
    blocks
        Cells merged downwards: their column (from 0), first and last row.
    broken
        Rows that could not be read: row, what stands there, reason.
    notes
        Counted remarks.
    layout
        Where its columns stand, if that is known already and no row of it holds headings.
    """

    label: str
    name: str
    rows: list[tuple[int, list[Cell]]]
    epoch: datetime = EPOCH
    lone: bool = True
    text: bool = False
    blocks: Sequence[tuple[int, int, int]] = ()
    broken: Sequence[tuple[int, str, str]] = ()
    notes: dict[str, int] = field(default_factory=dict)
    layout: Layout | None = None


def sheets(paths: Sequence[PathLike]) -> list[Sheet]:
    """Read every sheet of files and folders.

    Parameters
    ----------
    paths
        Workbooks, text files, archives and folders of them.

    Raises
    ------
    PolegraphError
        If one cannot be read; says what to do.
    """
    for path in map(Path, paths):
        _refuse_other_programs(sorted(path.iterdir()) if path.is_dir() else [path])
    found: list[Sheet] = []
    for part in tables_in(paths):
        if part.suffix == ".xlsx":
            found.extend(_of_workbook(part))
        elif part.suffix != ".json":
            found.append(_of_text(part))
    return found


def _refuse_other_programs(paths: Sequence[Path]) -> None:
    """Refuse the files of other programs, which would else be passed over in a folder."""
    for path in paths:
        if path.suffix.lower() in _OTHER_PROGRAMS and not path.name.startswith((".", "~$")):
            raise PolegraphError(
                _("files of this kind ({suffix}) cannot be read").format(suffix=path.suffix),
                file=path.name,
                remedy=_("open it where it was made and save it as .xlsx"),
            )


def _of_workbook(part: Part) -> list[Sheet]:
    book: Any = _workbook.opened(part)
    try:
        several = len(book.worksheets) > 1
        return [
            Sheet(
                label=printable(f"{part.name}/{sheet.title}" if several else part.name),
                name=printable(sheet.title),
                rows=_with_values(sheet),
                epoch=book.epoch,
                lone=not several,
                blocks=_merged_downwards(part, sheet),
            )
            for sheet in book.worksheets
        ]
    except Exception as error:
        raise PolegraphError(
            _("this workbook is damaged"),
            file=part.name,
            remedy=_("open it in Excel or LibreOffice and save it again as .xlsx"),
        ) from error
    finally:
        book.close()


def _with_values(sheet: Any) -> list[tuple[int, list[Cell]]]:  # noqa: ANN401  # openpyxl ships no types
    """Give the rows in which something stands; what the file says of its own size is not believed."""
    sheet.reset_dimensions()
    return list(_filled(enumerate(map(list, sheet.iter_rows(values_only=True)), start=1)))


def _filled(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in rows:
        while cells and is_blank(cells[-1]):
            cells.pop()
        if cells:
            yield number, cells


def is_blank(value: Cell) -> bool:
    """Tell whether nothing stands in a cell, or only that a formula failed.

    Parameters
    ----------
    value
        The cell.
    """
    return value is None or (isinstance(value, str) and (not value.strip() or value in _ERRORS))


def printable(name: str) -> str:
    """Write a name so that any terminal can show it.

    Parameters
    ----------
    name
        Name of a file or a sheet.
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _merged_downwards(part: Part, sheet: Any) -> list[tuple[int, int, int]]:  # noqa: ANN401
    """Find the merged cells, which openpyxl leaves out where it reads without building the whole workbook."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415  # heavy

    member = sheet._worksheet_path  # noqa: SLF001  # openpyxl knows it and has no public name for it
    with zipfile.ZipFile(io.BytesIO(part.content())) as archive:
        text = archive.read(member)
    return [
        (column_index_from_string(column.decode()) - 1, int(top), int(bottom))
        for column, top, bottom in _MERGED.findall(text)
        if int(top) < int(bottom)
    ]


def _of_text(part: Part) -> Sheet:
    content, notes = as_utf8(part.content(), part.name)
    text = content.decode()
    broken: list[tuple[int, str, str]] = []
    rows = list(_filled(records(text, _separator(text), part.name, broken)))
    return Sheet(
        label=printable(part.name),
        name=printable(PurePosixPath(part.name.removesuffix(".gz")).stem),
        rows=rows,
        text=True,
        broken=broken,
        notes=notes,
    )


def _separator(text: str) -> str:
    """Choose the separator by which most headings are recognised, then that which makes most columns."""
    start = io.StringIO(text[: 1 << 20], newline="")

    def score(separator: str) -> tuple[int, int]:
        start.seek(0)
        rows: list[list[str]] = []
        with contextlib.suppress(csv.Error):  # it is met again, and named, when the rows are read
            rows.extend(itertools.islice(csv.reader(start, delimiter=separator), LOOK_FOR_HEADINGS))
        known = [sum(map(is_heading, cells)) for cells in rows]
        return max(known, default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=score)
