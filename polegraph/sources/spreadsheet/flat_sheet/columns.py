"""Classification of the columns of a flat sheet: by the user's word, by the heading, or by the values below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity import is_siren
from polegraph.sources import countries
from polegraph.sources.accounting import CONTACT
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from polegraph.sources.spreadsheet.sheet import Cell

    Meaning = tuple[str, int | None]

CONTACTS: Final = "contact"
"""A column about persons; it is never kept."""
COUNTED: Final = "row number"
"""A column that numbers the rows of the sheet."""
LEAD_FLAG: Final = "lead flag"
"""A column of flags for the lead partner."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
_LOOKED_AT = 400  # distinct values of a column
_SURE, _MOST, _SOME = 0.9, 0.6, 0.3
_PERSON = re.compile(r"^(?:m|mr|mme|mlle|dr|pr|prof|ms|mrs|monsieur|madame)\.?\s+[A-ZÉ]")
_POSTCODE = re.compile(r"\d{5}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_EXAMPLES = 3


@dataclass
class Column:
    """One column of a flat sheet.

    Parameters
    ----------
    place
        From 0.
    heading
        Its heading.
    code
        Its meaning: a key of `word_meanings.MEANINGS`, or one of this module's; None if unknown.
    number
        Of which partner: 0 is the lead; None if not in the heading.
    sure
        Whether heading or user state it, rather than the values alone.
    filled
        Number of cells in which something stands.
    examples
        Three of them.
    """

    place: int
    heading: str
    code: str | None
    number: int | None = None
    sure: bool = True
    filled: int = 0
    examples: list[str] = field(default_factory=list)


class Sense:
    """The meanings of headings: the user's corrections come first.

    Parameters
    ----------
    told
        Plain heading → meaning, as given by the user.
    """

    def __init__(self, told: Mapping[str, Meaning] | None = None) -> None:
        self.told = dict(told or {})

    def of(self, heading: str) -> Meaning | None:
        """Return the meaning of a heading, or None.

        Parameters
        ----------
        heading
            As it stands in the sheet.
        """
        if not heading:
            return None
        plain = word_meanings.plain(heading)
        return self.told.get(plain) or word_meanings.meaning(heading)

    def is_told(self, heading: str) -> bool:
        """Return whether the user has given the meaning of a heading.

        Parameters
        ----------
        heading
            As it stands in the sheet.
        """
        return word_meanings.plain(heading) in self.told


def columns(headings: list[str], rows: list[tuple[int, list[Cell]]], sense: Sense) -> list[Column]:
    """Return the meaning of each column of a sheet; columns with neither heading nor values are left out.

    Parameters
    ----------
    headings
        Heading of each place; an empty text for none.
    rows
        The rows below.
    sense
        Meanings of headings.
    """
    width = max([len(headings), *(len(cells) for _number, cells in rows)])
    found = []
    for place in range(width):
        heading = headings[place] if place < len(headings) else ""
        values = [written for _number, cells in rows if place < len(cells) and (written := text(cells[place]))]
        if not values and not heading:
            continue
        code, number, sure = _meant(heading, values, sense)
        distinct = list(dict.fromkeys(values))
        found.append(Column(place, heading, code, number, sure, len(values), distinct[:_EXAMPLES]))
    return found


def _meant(heading: str, values: list[str], sense: Sense) -> tuple[str | None, int | None, bool]:
    meaning = sense.of(heading)
    if heading and sense.is_told(heading) and meaning:
        return meaning[0], meaning[1], True
    if heading and meaning is None and CONTACT.search(word_meanings.plain(heading).replace(" ", "_")):
        return CONTACTS, None, True
    distinct = list(islice(dict.fromkeys(values), _LOOKED_AT))
    if meaning is None:
        return _by_values(distinct), None, False
    code, number = meaning
    better = _corrected(code, distinct)
    return better, number, better == code or better in {LEAD_FLAG, "siret"}


def share(values: Iterable[str], fits: Callable[[str], object]) -> float:
    """Return the share of texts that pass a test, 0 if there is none.

    Parameters
    ----------
    values
        The texts.
    fits
        The test.
    """
    told = [bool(fits(value)) for value in values]
    return sum(told) / len(told) if told else 0.0


def _digits(value: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", value)


def _siren(value: str) -> bool:
    return len(_digits(value)) == 9 and is_siren(_digits(value))  # noqa: PLR2004  # digits of a SIREN


def _siret(value: str) -> bool:
    return len(_digits(value)) == 14 and is_siren(_digits(value)[:9])  # noqa: PLR2004  # digits of a SIRET


def is_year(value: str) -> bool:
    """Return whether a text is a year in which projects begin.

    Parameters
    ----------
    value
        Value of a cell.
    """
    return bool(_YEAR.fullmatch(value)) and FIRST_YEAR <= int(value) <= LAST_YEAR


def yes_or_no(value: str) -> bool | None:
    """Return whether a text means yes or no, or None.

    Parameters
    ----------
    value
        Value of a cell.

    Examples
    --------
    >>> yes_or_no("Oui"), yes_or_no("non"), yes_or_no("Ada")
    (True, False, None)
    """
    word = value.strip().casefold()
    return True if word in word_meanings.YES else False if word in word_meanings.NO else None


def _corrected(code: str, values: list[str]) -> str | None:
    """Decide by the values below a heading where the heading is ambiguous."""
    if code in {"number", "siren", "siret"}:
        tests = (("siret", _siret), ("siren", _siren))
        return next((other for other, fits in tests if share(values, fits) >= _MOST), code)
    if code == "lead":
        answers = share(values, lambda one: yes_or_no(one) is not None) >= _SURE
        persons = share(values, _PERSON.match) >= _SOME
        return LEAD_FLAG if answers else CONTACTS if persons else code
    if code in {"kind", "size", "role", "status"}:
        roles, kinds = share(values, word_meanings.role), share(values, word_meanings.kind_and_size)
        if code != "role" and roles >= _MOST and roles > kinds:
            return "role"
        return "kind" if code in {"role", "status"} and kinds >= _MOST and kinds > roles else code
    return "year" if code in {"start", "call"} and values and all(map(is_year, values)) else code


def _by_values(values: list[str]) -> str | None:
    """Return the meaning of a column by its values alone; a single value is weak evidence."""
    tests: list[tuple[str, Callable[[str], object]]] = [("siret", _siret), ("siren", _siren)]
    if len(values) > 1:
        tests += [("year", is_year), ("kind", word_meanings.kind_and_size), ("role", word_meanings.role)]
        if any(one.startswith("0") for one in values):
            tests.append(("postcode", _POSTCODE.fullmatch))
    found = next((code for code, fits in tests if share(values, fits) >= _SURE), None)
    return found or ("country" if len(values) > 1 and _countries_stand(values) else None)


def _countries_stand(values: list[str]) -> bool:
    codes = "FR" in values and share(values, re.compile(r"[A-Z]{2}").fullmatch) >= _SURE
    return codes or bool(countries.of(pd.Series(values, dtype="str")).notna().mean() >= _SURE)


def counts_rows(values: list[str]) -> bool:
    """Return whether numbers only count the rows of a sheet, from 1 on.

    Parameters
    ----------
    values
        The texts, in the order of the rows.

    Examples
    --------
    >>> counts_rows(["1", "2", "3"]), counts_rows(["1204", "1391"])
    (True, False)
    """
    numbers = [int(value) for value in values if value.isdecimal()]
    if len(numbers) < len(values) or not numbers or numbers[0] > 1:
        return False
    return all(0 <= after - before <= 1 for before, after in pairwise(numbers))
