"""Parser of tables of groups: the one that comes with the package, or a user's own."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.errors import PolegraphError
from polegraph.files.budget import Budget, Counted
from polegraph.i18n import _
from polegraph.names.normal_forms import normal_form
from polegraph.names.register_numbers import is_siren
from polegraph.tables import KINDS, SIZES

if TYPE_CHECKING:
    import os

MATCHES: Final = ("exact", "prefix", "word", "never")
COLUMNS: Final = (
    *("group_id", "group_name", "country", "pattern", "match", "what", "siren", "not_after", "not_before", "except"),
    *("kind", "size", "source", "year"),
)
_NEEDED: Final = ("group_id", "pattern", "match")
_EARLIEST, _LATEST = 1900, 2100


class Row(NamedTuple):
    """How members of a group are matched; see ``data/README.md`` for the meaning of each column."""

    group: str
    name: str
    words: tuple[str, ...]
    match: str
    siren: str
    not_after: str
    outside: tuple[str, ...]
    kinds: frozenset[str]
    size: str
    source: str
    year: int | None
    own: bool


def read(path: str | os.PathLike[str], *, own: bool = False) -> tuple[Row, ...]:
    """Read a sheet of groups.

    Parameters
    ----------
    path
        CSV (comma, semicolon or tab; UTF-8 or Windows) or XLSX, of which the first sheet is read. Columns as in
        ``data/groups.csv``; ``group_id``, ``pattern`` and ``match`` are needed.
    own
        Whether it is a user's, so that it comes before the one of the package.

    Returns
    -------
    tuple of Row
        In the order of the sheet; patterns in normal form.

    Raises
    ------
    PolegraphError
        If the file cannot be read, a column is missing or unknown, or a cell is not valid.
    """
    # parse the file, and drop empty cells at the end of the header
    file = Path(path)
    cells = _workbook(file) if file.suffix.lower() == ".xlsx" else _text(file)
    heading = [cell.strip().lower() for cell in cells[0]] if cells else []
    while heading and not heading[-1]:
        heading.pop()
    # validate the header
    for column in _NEEDED:
        if column not in heading:
            raise PolegraphError(
                _("a sheet of groups needs this column"),
                file=file.name,
                column=column,
                remedy=_("add it; these are the columns: {columns}").format(columns=", ".join(COLUMNS)),
            )
    for column in heading:
        if column not in COLUMNS or heading.count(column) > 1:
            raise PolegraphError(
                _("a sheet of groups has no such column, or has it twice"),
                file=file.name,
                row=1,
                value=column,
                remedy=_("take it out; these are the columns: {columns}").format(columns=", ".join(COLUMNS)),
            )
    # validate the rows that are not empty
    rows = []
    for number, line in enumerate(cells[1:], start=2):
        texts = [cell.strip() for cell in line]
        if any(texts):
            values = dict.fromkeys(COLUMNS, "") | dict(zip(heading, texts, strict=False))
            rows.append(_row(_Line(file.name, number, values), own=own))
    return tuple(rows)


class _Line(NamedTuple):
    """A row of a sheet, with its position."""

    file: str
    number: int
    values: dict[str, str]

    def error(self, column: str, problem: str, remedy: str) -> PolegraphError:
        return PolegraphError(
            problem,
            file=self.file,
            row=self.number,
            column=column,
            value=self.values[column] or None,
            remedy=remedy,
        )

    def one_of(self, column: str, words: tuple[str, ...]) -> str:
        word = self.values[column].lower()
        if word not in words:
            remedy = _("write one of: {words}").format(words=", ".join(words))
            raise self.error(column, _("this word is not known here"), remedy)
        return word

    def year(self, column: str) -> int | None:
        text = self.values[column].removesuffix(".0")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and _EARLIEST <= int(text) <= _LATEST):
            raise self.error(column, _("this is not a year"), _("write four digits, or nothing"))
        return int(text)


def _row(line: _Line, *, own: bool) -> Row:
    # the group that a match leads to
    values = line.values
    match = line.one_of("match", MATCHES)
    group = values["group_id"]
    if not group and match != "never":
        raise line.error("group_id", _("the row does not say which group it means"), _("write one word for the group"))
    # the key of comparison: a number or a name
    siren = values["siren"].replace(" ", "").removesuffix(".0")
    if siren and not is_siren(siren):
        raise line.error("siren", _("this is not a SIREN"), _("write nine digits, or nothing"))
    words = normal_form(values["pattern"]).split() if values["pattern"] else []
    if not words and not siren:
        raise line.error(
            "pattern", _("the row says neither a name nor a SIREN"), _("write the name, or how the name begins")
        )
    # conditions of the match
    kinds = frozenset(word.strip() for word in values["kind"].lower().split(";") if word.strip())
    if not kinds <= set(KINDS):
        raise line.error(
            "kind", _("this word is not known here"), _("write one of: {words}").format(words=", ".join(KINDS))
        )
    line.year("not_before")
    not_after = line.year("not_after")
    return Row(
        group=group,
        name=values["group_name"] or group,
        words=tuple(words),
        match=match,
        siren=siren,
        not_after=str(not_after or ""),
        outside=tuple(normal_form(text) for text in values["except"].split(";") if text.strip()),
        kinds=kinds,
        size=line.one_of("size", tuple(SIZES)) if values["size"] else "",
        source=values["source"] or line.file,
        year=line.year("year"),
        own=own,
    )


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream, Counted(stream, Budget(file.name, None)) as counted:
            return counted.readall()
    except OSError as error:
        raise PolegraphError(
            _("cannot read this file: {error}").format(error=error.strerror or error),
            file=str(file),
            remedy=_("give the path of a sheet of groups"),
        ) from error


def _text(file: Path) -> list[list[str]]:
    raw = _bytes(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise PolegraphError(
            _("this is not a table of text: {error}").format(error=error),
            file=file.name,
            remedy=_("save it as CSV (UTF-8) or XLSX"),
        ) from error


def _workbook(file: Path) -> list[list[str]]:
    from polegraph.files import workbook  # noqa: PLC0415  # heavy, and few have a workbook of groups

    content = _bytes(file)
    try:
        rows = [["" if cell is None else str(cell) for cell in row] for row in workbook.first_sheet(content, file.name)]
    except PolegraphError:
        raise
    except Exception as error:  # any error of a damaged workbook is one of the user's file
        raise PolegraphError(
            _("this workbook cannot be read"), file=file.name, remedy=_("save it as CSV (UTF-8) or XLSX")
        ) from error
    return rows
