"""Loading of sheets from files of any format: rows of cells with the numbers that Excel shows beside them."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError
from polegraph.files import workbook
from polegraph.files.archives import SUFFIXES, tables_in
from polegraph.files.csv_tables import SEPARATORS, as_utf8, quote_of, records
from polegraph.files.workbook_xml import passed_over
from polegraph.i18n import _, language
from polegraph.sources.spreadsheet.layout.placement import LOOK_FOR_HEADINGS
from polegraph.sources.spreadsheet.layout.row_headings import is_heading
from polegraph.sources.spreadsheet.layout.sheet_kinds import table_of
from polegraph.sources.spreadsheet.sheet import Lost, Sheet, is_blank, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polegraph.files.archives import Part, PathLike
    from polegraph.sources.spreadsheet.sheet import Cell

_OTHER_PROGRAMS: Final = {".xls", ".xlsb", ".ods", ".fods", ".numbers"}
_ERROR: Final = re.compile(r"#[A-ZÀ-Ü/0_]{2,15}[!?]|#N/[AD]|#NV|#{3,}|Err:\d{3}")
"""Error values of spreadsheet programs, and the filling of columns that were too narrow when copied."""
_PROSE: Final = frozenset({".txt"})
_NOTHING_TO_READ: Final = frozenset({"desktop.ini", "thumbs.db", "icon\r"})

TO_CORRECT: Final = {"en": "To correct", "fr": "À corriger"}
"""Name, by language, of the sheet that ``polegraph check -o`` puts into a workbook; it holds no data."""
_MADE_BY: Final = {"en": "list made by polegraph", "fr": "liste faite par polegraph"}

OTHER_FILE: Final = "a file of this kind holds no table that can be read here"
FOLDER: Final = "folders inside a folder are not read"
JSON: Final = "JSON is not read here"
PROSE: Final = "no heading of a table stands in this text"


def our_title() -> str:
    """Return the text of the first cell of our list, in the current language."""
    return f"{TO_CORRECT[language()]} ({_MADE_BY[language()]})"


def is_our_list(first: object) -> bool:
    """Return whether a sheet is a list that polegraph wrote, by its first cell.

    Parameters
    ----------
    first
        The cell.

    Examples
    --------
    >>> is_our_list(our_title()), is_our_list("À corriger")
    (True, False)
    """
    return any(str(first).strip() == f"{TO_CORRECT[code]} ({made})" for code, made in _MADE_BY.items())


def sheets(paths: Sequence[PathLike], unread: Callable[[str, str], None] | None = None) -> list[Sheet]:
    """Read every sheet of files and folders.

    Parameters
    ----------
    paths
        Workbooks, text files, archives and folders of them.
    unread
        Called for each file that is not read, with its name and why.

    Raises
    ------
    PolegraphError
        If one cannot be read; states the remedy.
    """
    # look at folders first, for files of other programs and those that are no tables
    passed: list[tuple[str, str]] = []
    for path in map(Path, paths):
        within = sorted(path.iterdir()) if path.is_dir() else [path]
        _refuse_other_programs(within)
        if path.is_dir():
            passed += _passed_over(within)
    # read every table
    found: list[Sheet] = []
    for part in tables_in(paths):
        if part.suffix == ".xlsx":
            found.extend(_of_workbook(part))
        elif part.suffix == ".json":
            passed.append((printable(part.name), JSON))
        elif (sheet := _of_text(part)) is not None:
            found.append(sheet)
        else:
            passed.append((printable(part.name), PROSE))
    # refuse files without any table; report the others
    if passed and not found:
        _refuse(passed)
    for file, reason in passed:
        if unread is not None:
            unread(file, reason)
    return found


def _passed_over(within: Sequence[Path]) -> list[tuple[str, str]]:
    """Name the files of a folder that are no tables."""
    named = []
    for path in within:
        if path.name.startswith((".", "~$")) or path.name.lower() in _NOTHING_TO_READ:
            continue  # left by systems and programs
        if path.is_dir():
            named.append((printable(path.name), FOLDER))
        elif path.suffix.lower() not in SUFFIXES | {".gz", ".zip"}:
            named.append((printable(path.name), OTHER_FILE))
    return named


def _refuse(passed: Sequence[tuple[str, str]]) -> None:
    """Refuse files none of which can be read."""
    file, reason = next((one for one in passed if one[1] == JSON), passed[0])
    raise PolegraphError(
        _(reason),
        file=file,
        remedy=_("save the sheets as CSV or XLSX; files of CORDIS are read by 'polegraph import cordis'"),
    )


def _refuse_other_programs(paths: Sequence[Path]) -> None:
    """Refuse the files of other programs, which would else be skipped in a folder."""
    for path in paths:
        if path.suffix.lower() in _OTHER_PROGRAMS and not path.name.startswith((".", "~$")):
            raise PolegraphError(
                _("files of this kind ({suffix}) cannot be read").format(suffix=path.suffix),
                file=path.name,
                remedy=_("open it where it was made and save it as .xlsx"),
            )


def _of_workbook(part: Part) -> list[Sheet]:
    book: Any = workbook.opened(part)
    try:
        return list(_in_workbook(part, book))
    except Exception as error:
        raise PolegraphError(
            _("this workbook is damaged"),
            file=part.name,
            remedy=_("open it in Excel or LibreOffice and save it again as .xlsx"),
        ) from error
    finally:
        book.close()


def _in_workbook(part: Part, book: Any) -> Iterator[Sheet]:  # noqa: ANN401  # openpyxl ships no types
    content = part.content()
    worksheets = [sheet for sheet in book.worksheets if not _is_ours(sheet)]
    several = len(worksheets) > 1
    for sheet in worksheets:
        passed = passed_over(content, sheet)
        yield Sheet(
            label=printable(f"{part.name}/{sheet.title}" if several else part.name),
            name=printable(sheet.title),
            rows=_with_values(sheet, passed.uncomputed),
            epoch=book.epoch,
            lone=not several,
            blocks=passed.blocks,
            hidden=sheet.sheet_state != "visible",
            hidden_rows=passed.hidden_rows,
            hidden_columns=passed.hidden_columns,
            sums=passed.sums,
        )


def _is_ours(sheet: Any) -> bool:  # noqa: ANN401  # openpyxl ships no types
    """Return whether a sheet is a list of ours; only those that bear its name are looked into."""
    if not sheet.title.startswith(tuple(TO_CORRECT.values())):
        return False
    first = next(sheet.iter_rows(max_row=1, max_col=1, values_only=True), ())
    return is_our_list(next(iter(first), None))


def _with_values(sheet: Any, uncomputed: dict[tuple[int, int], str]) -> list[tuple[int, list[Cell]]]:  # noqa: ANN401  # openpyxl ships no types
    """Return the non-empty rows; the dimensions that the file states are not used."""
    sheet.reset_dimensions()
    rows = {number: list(cells) for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)}
    for (number, place), formula in sorted(uncomputed.items()):
        cells = rows.setdefault(number, [])
        cells.extend([None] * (place + 1 - len(cells)))
        cells[place] = Lost(formula)
    return list(_filled(iter(sorted(rows.items()))))


def _filled(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in rows:
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and cell[:1] in {"#", "E", " "} and _ERROR.fullmatch(cell.strip()):
                cells[place] = Lost(cell.strip())
        while cells and is_blank(cells[-1]) and not isinstance(cells[-1], Lost):
            cells.pop()
        if cells:
            yield number, cells


def _of_text(part: Part) -> Sheet | None:
    """Read a text file; None if it is prose."""
    content, notes = as_utf8(part.content(), part.name)
    text = content.decode()
    if PurePosixPath(part.name).suffix.lower() in _PROSE and not _holds_a_table(text, part.name):
        return None
    broken: list[tuple[int, str, str]] = []
    separator = _separator(text)
    read = list(records(text, separator, part.name, broken, quote=quote_of(text, separator)))
    separated = {number: len(cells) for number, cells in read}
    return Sheet(
        label=printable(part.name),
        name=printable(PurePosixPath(part.name.removesuffix(".gz")).stem),
        rows=list(_filled(iter(read))),
        text=True,
        separated=separated,
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
            reader = csv.reader(start, delimiter=separator, quotechar=quote_of(text, separator))
            rows.extend(itertools.islice(reader, LOOK_FOR_HEADINGS))
        known = [sum(map(is_heading, cells)) for cells in rows]
        return max(known, default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=score)


def _holds_a_table(text: str, name: str) -> bool:
    """Return whether a text file has the name of a table, or a heading of one in its first lines."""
    if table_of(PurePosixPath(name).stem):
        return True
    separator = _separator(text)
    lines = itertools.islice(
        csv.reader(io.StringIO(text[: 1 << 20], newline=""), delimiter=separator), LOOK_FOR_HEADINGS
    )
    with contextlib.suppress(csv.Error):
        return any(len(cells) > 1 and any(map(is_heading, cells)) for cells in lines)
    return True  # its problems are reported when it is read
