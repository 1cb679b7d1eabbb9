"""The column mapping: the meaning found for each heading, kept in a small file, with the user's corrections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, not_one_of
from polegraph.files import neutral, plain, whole
from polegraph.i18n import N_, _, language
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.columns import CONTACTS, COUNTED, LEAD_FLAG
from polegraph.sources.spreadsheet.flat_sheet.vocabulary import MEANINGS
from polegraph.sources.spreadsheet.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.files.archives import PathLike
    from polegraph.sources.spreadsheet.flat_sheet.columns import Meaning
    from polegraph.sources.spreadsheet.flat_sheet.mentions import Read

_COLUMNS: Final = (N_("your heading"), N_("understood as"), N_("correct here"))
_SAID: Final = {
    CONTACTS: N_("about persons, not kept"),
    COUNTED: N_("numbers of the rows, not used"),
    LEAD_FLAG: N_("yes where the partner leads"),
    "matrix": N_("a column of the matrix"),
}
_SUFFIXES: Final = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning found for one column.

    Parameters
    ----------
    file
        The file, and its sheet.
    shape
        The shape of a row, in English.
    heading
        Heading of the column.
    code
        Its meaning; None if unknown.
    number
        Of which partner.
    sure
        Whether the heading or the user states it; else the values below show it.
    filled
        Number of cells.
    examples
        Some of them; none of columns about persons.
    """

    file: str
    shape: str
    heading: str
    code: str | None
    number: int | None
    sure: bool
    filled: int
    examples: tuple[str, ...]

    def words(self) -> str:
        """Describe in the current language what the column holds."""
        if self.code is None:
            return _("not understood, not used")
        said = word_meanings.words_for(self.code, self.number, language())
        return _(_SAID[self.code]) if self.code in _SAID else _("not read, as asked for") if said == "-" else said


def understood(reads: Sequence[Read]) -> list[Understood]:
    """List the meanings found for the columns of each sheet.

    Parameters
    ----------
    reads
        The content of the sheets.
    """
    return [
        Understood(
            file=read.sheet.label,
            shape=read.shape,
            heading=column.heading,
            code=column.code,
            number=column.number,
            sure=column.sure,
            filled=column.filled,
            examples=() if column.code == CONTACTS else tuple(column.examples),
        )
        for read in reads
        for column in read.columns
    ]


def allowed() -> list[str]:
    """List the possible meanings of a column, in the current language."""
    return [*(word_meanings.words_for(code, None, language()) for code in MEANINGS), word_meanings.IGNORED]


def told(columns: Sequence[str], mapping: PathLike | None) -> dict[str, Meaning]:
    """Return the user's corrections of the meanings of headings.

    Parameters
    ----------
    columns
        ``heading=what`` each; they override those in the file.
    mapping
        The file; it need not exist.

    Raises
    ------
    PolegraphError
        If one is not understood; lists the possible ones.
    """
    found = _of_file(Path(mapping)) if mapping is not None else {}
    for one in columns:
        heading, sign, word = one.rpartition("=")
        if not sign or not heading.strip():
            raise PolegraphError(
                _("a correction is written HEADING=WHAT"),
                value=one,
                remedy=_("write it like this: --column 'Raison sociale=partner'"),
            )
        found[word_meanings.plain(heading)] = _meaning(word, heading.strip(), None)
    return found


def _meaning(word: str, heading: str, file: str | None) -> Meaning:
    meaning = word_meanings.what(word)
    if meaning is None:
        raise not_one_of(
            _("what this column holds is not understood"), word.strip(), allowed(), file=file, column=heading
        )
    return meaning


def _of_file(path: Path) -> dict[str, Meaning]:
    """Read the corrections in a file, and the meanings found at the last import."""
    if path.suffix.lower() not in _SUFFIXES:
        raise PolegraphError(
            _("the file of headings is a CSV or XLSX file"),
            file=str(path),
            remedy=_("give it a name that ends with .csv or .xlsx"),
        )
    if not path.exists():
        return {}
    found: dict[str, Meaning] = {}
    before: dict[str, set[Meaning | None]] = {}
    for _number, row in sheets([path])[0].rows[1:]:
        heading, understood_as, correct = (text(cell) or "" for cell in [*row, None, None, None][:3])
        if not heading:
            continue
        if correct:
            found[word_meanings.plain(heading)] = _meaning(correct, heading, path.name)
        elif understood_as:
            before.setdefault(word_meanings.plain(heading), set()).add(word_meanings.what(understood_as))
    for heading, meanings in before.items():
        (meaning, *more) = meanings
        if meaning is not None and not more:
            found.setdefault(heading, meaning)
    return found


def write(path: PathLike, columns: Sequence[Understood], corrected: dict[str, Meaning]) -> None:
    """Write the meaning found for each heading, for review.

    Parameters
    ----------
    path
        A CSV or XLSX file; written whole or not at all.
    columns
        The meanings found.
    corrected
        The user's corrections, which are kept in the third column.
    """
    # one row a heading and meaning
    rows: dict[tuple[str, str], list[str]] = {}
    for one in columns:
        if not one.heading:
            continue
        meaning = corrected.get(word_meanings.plain(one.heading))
        correct = word_meanings.words_for(*meaning, language()) if meaning else ""
        known = (
            ""
            if one.code is None or one.code in _SAID
            else one.words()
            if one.code != word_meanings.IGNORED
            else one.code
        )
        rows.setdefault(
            (word_meanings.plain(one.heading), known), [one.heading, known, correct if correct != known else ""]
        )
    # write the workbook, or the text with a byte order mark for Excel
    table = [[_(heading) for heading in _COLUMNS], *rows.values()]
    with whole(path) as temporary:
        if Path(path).suffix.lower() == ".xlsx":
            _workbook(temporary, table)
        else:
            lines = [";".join(_quoted(cell) for cell in row) + "\r\n" for row in table]
            temporary.write_text("".join(lines), encoding="utf-8-sig", newline="")


def _quoted(cell: str) -> str:
    safe = cell if cell == word_meanings.IGNORED else neutral(cell)
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in ';"\r\n') else safe


def _workbook(path: Path, table: list[list[str]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # heavy

    book = Workbook()
    for place, row in enumerate(table, 1):
        for column, cell in enumerate(row, 1):
            book.active.cell(place, column, plain(cell)).data_type = "s"
    book.save(path)
