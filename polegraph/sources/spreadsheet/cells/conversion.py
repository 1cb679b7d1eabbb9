"""Cells as people write them, brought to the one way in which the tables are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.files import plain
from polegraph.identity import is_placeholder
from polegraph.sources import countries
from polegraph.sources.spreadsheet.cells.amounts import Marks, marks_of, read_number
from polegraph.sources.spreadsheet.cells.codes import Code, read_code, read_siren, read_siret
from polegraph.sources.spreadsheet.cells.dates import order_of, said_when, year_of
from polegraph.sources.spreadsheet.cells.kinds import role_of
from polegraph.sources.spreadsheet.layout.placement import is_flag_of_role
from polegraph.sources.spreadsheet.layout.vocabulary import plain_words
from polegraph.sources.spreadsheet.sheets import EPOCH
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polegraph.sources.spreadsheet.cells.dates import Order
    from polegraph.sources.spreadsheet.sheets import Cell
    from polegraph.tables import Column

UNREADABLE: Final = "?"
"""Stands for what is no number or no date: `tables.convert` refuses it, and the message shows the cell itself."""
TWO_WAYS: Final = "this amount can be read in two ways, and no other cell of the column says which"
TWO_ORDERS: Final = "this date can be read in two ways, with the day or the month first"
CONVERTED: Final = "a date or a number stands where a name is wanted"
SIZE_KEPT: Final = "the type says another size"

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_ENDS: Final = frozenset({"end", "until", "dissolved"})
_NAMES: Final = frozenset({"name", "acronym", "title", "label", "city", "naf"})
_SETTLED_TOGETHER: Final = frozenset({("organisations", "kind"), ("organisations", "size")})  # by `settle_kinds`
_PROTECTING: Final = frozenset({"visibility", "opt_out"})
_STILL_THERE: Final = frozenset("non no faux false active actif ouverte neant aucun aucune na nc so sansobjet".split())  # noqa: SIM905
_YES: Final = frozenset("oui yes vrai true o y x 1".split())  # noqa: SIM905
_NO: Final = frozenset("non no faux false n 0".split())  # noqa: SIM905
_SECRET = re.compile(r"confiden|secret")
_MAY_BE_SEEN = re.compile(r"diffusion autorisee")
# What Excel shows where it took a name for a date or a number, in the very case in which it shows it.
_EXCEL_MADE = re.compile(
    r"\d+(?:[.,]\d+)?E\+\d+|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}(?: 00:00:00)?|"
    r"(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.?-\d{2}|"
    r"\d{2}-(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.?|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_NO_YEAR = re.compile(r"\d{5,7}(?:[.,]\d*)?", re.ASCII)  # 20199 is a slip, though a spreadsheet counts days so
_NACE = re.compile(r"\d{2}(?:\.?\d{1,2}){0,2}", re.ASCII)


class Said(NamedTuple):
    """What a cell says.

    Parameters
    ----------
    text
        Its value as text; None if nothing stands there.
    note
        What is counted of it.
    wrong
        Why it is emptied.
    remark
        Why it is listed though it is kept.
    """

    text: str | None
    note: str | None = None
    wrong: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """The cells of a column, read.

    Parameters
    ----------
    texts
        Their values as texts.
    notes, wrong, remarks
        The places of the cells that are counted, emptied and listed, or listed though they are kept, by key or reason.
    """

    texts: list[str | None] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    remarks: dict[str, list[int]] = field(default_factory=dict)


def read_column(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str = "", scale: int = 1
) -> ReadColumn:
    """Read the cells of a column, all of them seen before any is read.

    Parameters
    ----------
    table
        Name of the table.
    column
        The column.
    epoch
        Day 0 of the numbers that stand for dates.
    cells
        The cells.
    heading
        What stands over them.
    scale
        By what numbers without a unit are multiplied.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheets import EPOCH
    >>> dates = read_column("projects", TABLES["projects"]["end"], EPOCH, ["12/31/2019", "03/04/2020", "2021", "?"])
    >>> dates.texts, dates.notes
    (['2019-12-31', '2020-03-04', '2021-12-31', None], {'dates_from_years': [2], 'placeholders': [3]})
    """
    read = ReadColumn()
    convert = _converter(table, column, epoch, cells, heading=heading, scale=scale)
    for place, cell in enumerate(cells):
        said = convert(cell)
        read.texts.append(None if said.wrong else said.text)
        for kept, reason in ((read.notes, said.note), (read.wrong, said.wrong), (read.remarks, said.remark)):
            if reason:
                kept.setdefault(reason, []).append(place)
    return read


def reader(
    table: str, column: Column, epoch: datetime, values: Sequence[Cell] = (), *, heading: str = "", scale: int = 1
) -> Callable[[Cell], str | None]:
    """Return the function that reads the cells of a column one by one.

    Parameters
    ----------
    table
        Name of the table.
    column
        The column.
    epoch
        Day 0 of the numbers that stand for dates.
    values
        All cells of the column: what may be read in two ways is read as the others show.
    heading, scale
        As for `read_column`, which also says what is to be counted and listed.
    """
    convert = _converter(table, column, epoch, values, heading=heading, scale=scale)

    def read(cell: Cell) -> str | None:
        said = convert(cell)
        return UNREADABLE if said.wrong and column.type in {"date", "number"} else None if said.wrong else said.text

    return read


def _converter(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str, scale: int
) -> Callable[[Cell], Said]:
    convert = _of_type(table, column, epoch, cells, heading=heading, scale=scale)

    def read(cell: Cell) -> Said:
        if isinstance(cell, str) and is_placeholder(plain(cell.strip())):
            return _of_placeholder(column.name, cell, convert)
        return convert(cell)

    return read


def _of_placeholder(column: str, cell: str, convert: Callable[[Cell], Said]) -> Said:
    """Take for nothing what says that nothing is known, except where that would lift a protection."""
    said = plain_words(cell)
    if column in _PROTECTING and (said or "?" in cell):
        return convert(cell)
    if column == "dissolved" and not (said.replace(" ", "") in _STILL_THERE or (not said and "?" not in cell)):
        return Said(UNREADABLE)
    if column == "country" and cell.strip().isalpha() and countries.code_of(cell.strip()):  # NA is Namibia
        return convert(cell)
    return Said(None, note="placeholders")


def _of_type(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str, scale: int
) -> Callable[[Cell], Said]:
    name = column.name
    if column.type == "date":
        order = order_of(cells)
        return lambda cell: _day(table, name, cell, epoch, order)
    if column.type == "integer":
        return lambda cell: _year(cell, epoch)
    if column.type == "number":
        euros = column.minimum == 0
        marks = marks_of(cells)
        return lambda cell: _number(cell, euros=euros, marks=marks, scale=scale)
    return _of_text(table, column, heading)


def _of_text(table: str, column: Column, heading: str) -> Callable[[Cell], Said]:
    name = column.name
    if column.words and (table, name) not in _SETTLED_TOGETHER:
        return _word(table, name, heading)
    if name in _CODES:
        read = _CODES[name]
        return lambda cell: _code(text(cell), read)
    if name == "country":
        return lambda cell: Said(_country(text(cell)))
    return (lambda cell: _name(cell, name)) if name in _NAMES else (lambda cell: Said(text(cell)))


def text(value: Cell) -> str | None:
    """Write a cell as text: whole numbers without the '.0' that Excel gives to codes, days as YYYY-MM-DD.

    Parameters
    ----------
    value
        The cell.

    Examples
    --------
    >>> text(123456789.0), text(datetime(2016, 1, 31)), text("'=x"), text(" ")
    ('123456789', '2016-01-31', '=x', None)
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return plain(str(value).strip()) or None


def number(value: Cell, *, euros: bool = False) -> str | None:
    """Write a number with a decimal point and nothing else.

    Parameters
    ----------
    value
        The cell.
    euros
        Whether it is an amount, so that "1,200" and "1.200" may be read in two ways and are refused.

    Examples
    --------
    >>> number("1 200 000 €"), number("47,9"), number("1,5 M€"), number("1.200.000,50"), number("n. c.")
    ('1200000.0', '47.9', '1500000.0', '1200000.5', '?')
    """
    said = _number(value, euros=euros, marks=Marks(), scale=1)
    return UNREADABLE if said.wrong else said.text


def _number(value: Cell, *, euros: bool, marks: Marks, scale: int) -> Said:
    if text(value) is None:
        return Said(None)
    if isinstance(value, int) and not isinstance(value, bool):
        return Said(repr(value * scale))
    read, how = read_number(value, euros=euros, marks=marks, scale=scale)
    if read is None:
        return Said(UNREADABLE, wrong=TWO_WAYS if how == "two ways" else None)
    return Said(repr(read), note="approximate_amounts" if how == "about" else None)


def day(value: Cell, epoch: datetime, order: Order = "day first") -> str | None:
    """Write a date as YYYY-MM-DD.

    Parameters
    ----------
    value
        The cell: a date, its number, or a text (YYYY-MM-DD, DD/MM/YYYY, 31 mars 2021, …).
    epoch
        Day 0 of the numbers.
    order
        Whether the day or the month stands first, as the column says.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheets import EPOCH
    >>> day("31/12/2015", EPOCH), day(42369, EPOCH), day("2015-12-31 00:00:00", EPOCH), day("12/31/2015", EPOCH)
    ('2015-12-31', '2015-12-31', '2015-12-31', '?')
    >>> day("2015", EPOCH)
    '?'
    """
    found = said_when(value, epoch, order)
    if found and found.first == found.last:
        return found.first.isoformat()
    return None if text(value) is None else UNREADABLE


def _day(table: str, column: str, value: Cell, epoch: datetime, order: Order) -> Said:
    """Read a day; of a month or a year, the last day where something ends, else the first.

    The start of a project has a column for its year: that is where the year goes, and no day is made up.
    """
    written = text(value)
    if written is None or (column == "dissolved" and plain_words(written) in _STILL_THERE):
        return Said(None)
    found = said_when(value, epoch, order)
    if found is None:
        two = order == "either" and said_when(value, epoch, "day first") is not None
        return Said(UNREADABLE, wrong=TWO_ORDERS if two else None)
    if found.first == found.last:
        return Said(found.first.isoformat())
    if (table, column) == ("projects", "start"):
        return Said(None, note="dates_from_years")
    return Said((found.last if column in _ENDS else found.first).isoformat(), note="dates_from_years")


def year(value: Cell, epoch: datetime | None = None) -> str | None:
    """Write a year; that of a date, if a date stands there.

    Parameters
    ----------
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.

    Examples
    --------
    >>> year(2016.0), year("01/03/2019"), year("2012-2015"), year("bientôt")
    ('2016', '2019', '2012', '?')
    """
    return _year(value, epoch or EPOCH).text


def _year(value: Cell, epoch: datetime) -> Said:
    written = text(value)
    if written is None:
        return Said(None)
    found = year_of(value, epoch)
    if found is None or _NO_YEAR.fullmatch(written):
        return Said(number(value))
    when = said_when(value, epoch)
    several = when is not None and when.first.year != when.last.year
    return Said(str(found), note="years_of_ranges" if several else None)


@cache
def _words(table: str, column: str) -> dict[str, str]:
    """Return the allowed words of a column by all that people write for them."""
    return {plain_words(written): word for word, fr in TABLES[table][column].words.items() for written in (word, fr)}


def _word(table: str, column: str, heading: str) -> Callable[[Cell], Said]:
    words = _words(table, column)
    asked = plain_words(heading)
    answers: dict[str, str] = {}
    if column == "role" and is_flag_of_role(heading):
        answers = {**dict.fromkeys(_YES, "coordinator"), **dict.fromkeys(_NO, "partner")}
    if column == "visibility" and _SECRET.search(asked):
        answers = {**dict.fromkeys(_YES, "internal"), **dict.fromkeys(_NO, "public")}
    if column == "visibility" and _MAY_BE_SEEN.search(asked):
        answers = {**dict.fromkeys(_YES, "public"), **dict.fromkeys(_NO, "internal")}

    def read(value: Cell) -> Said:
        written = text(value)
        if written is None:
            return Said(None)
        found = words.get(plain_words(written)) or answers.get(written.casefold())
        return Said(found or (role_of(written) if column == "role" else None) or written)

    return read


_CODES: Final[dict[str, Callable[[str], Code]]] = {
    "siren": read_siren,
    "siret": read_siret,
    "pic": lambda written: read_code(written, "pic"),
    "ror": lambda written: read_code(written, "ror"),
    "rnsr": lambda written: read_code(written, "rnsr"),
    "vat": lambda written: read_code(written, "vat"),
}


def _code(written: str | None, read: Callable[[str], Code]) -> Said:
    if written is None:
        return Said(None)
    code = read(written)
    return Said(code.text, "zeros_restored" if code.zeros else None, code.wrong, code.remark)


def _country(written: str | None) -> str | None:
    return written and (countries.code_of(written) or written.upper())


def _name(value: Cell, column: str) -> Said:
    written = text(value)
    if column == "naf" and written and isinstance(value, str):
        written = _SPACES.sub("", written)
    return Said(written, remark=CONVERTED if looks_converted(value, column) else None)


def looks_converted(value: Cell, column: str) -> bool:
    """Return whether a spreadsheet has made a date or a number of a name: MARS-23, 1E5.

    Parameters
    ----------
    value
        The cell.
    column
        Name of its column; only those that hold names are looked at.

    Examples
    --------
    >>> looks_converted(100000.0, "acronym"), looks_converted("mars-23", "acronym"), looks_converted("2042Z", "naf")
    (True, True, False)
    """
    if column not in _NAMES or value is None or isinstance(value, bool):
        return False
    if isinstance(value, date):
        return True
    written = text(value) or ""
    if column == "naf":
        return isinstance(value, int | float) and not _NACE.fullmatch(written)
    if isinstance(value, int | float):
        return True
    return _EXCEL_MADE.fullmatch(written) is not None or (column != "title" and written.isdecimal())
