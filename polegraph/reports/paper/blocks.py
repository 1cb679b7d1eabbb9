"""What a paper is made of: a document of sections, a section of blocks; how each looks is the business of a format."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from polegraph.i18n import _, day, language, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING: Final = "–"
"""What stands where a value is not known."""
Form = Literal["svg", "png"]
"""As what a picture is drawn."""
Mark = Literal["met", "missed", "up", "down", "level", ""]
"""How a figure stands: beside its target where there is one, else beside last year's; empty where neither is known."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, in the language of the document.

    Parameters
    ----------
    text
        Plain text.
    lead
        Whether it is the finding that a section opens with.
    small
        Whether it is a note.
    """

    text: str
    lead: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that stands by itself.

    Parameters
    ----------
    name
        Name of the indicator, as in ``scorecard``.
    label
        What it is.
    value
        The number itself; None where it is unknown or of too few.
    text
        The number as people read it, with its unit, in the language of the document.
    beside
        What it stands beside, a short line each: target, last year's value, the place among the pôles, chance.
    mark
        How it stands.
    mark_text
        The same in words, so that no colour says it alone.
    """

    name: str
    label: str
    value: float | None
    text: str
    beside: tuple[str, ...] = ()
    mark: Mark = ""
    mark_text: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Figures side by side.

    Parameters
    ----------
    figures
        At most ten.
    """

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    title
        What its rows are, one line.
    frame
        Typed cells under headings that people read, in the language of the document: whole and other numbers, dates,
        truth values, texts; missing is unknown. No identifiers.
    units
        Unit of a column by its heading: ``share`` (0.25 is read as 25 %), ``points`` (percentage points between two
        shares: 25 is read as 25.0 points), ``eur``, ``months``, ``year``; the others are plain.
    note
        A line below it: where it comes from, how many rows it leaves out.
    most
        How many rows a printed page or a slide shows; a workbook and a page on a screen show them all.
    foremost
        Headings of some columns: where given, the table is what the section is about, and its slide shows these.
    """

    title: str
    frame: pd.DataFrame
    units: dict[str, str] = field(default_factory=dict)
    note: str = ""
    most: int | None = None
    foremost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture, with what it shows in words and as a table; it is drawn when a format asks for it.

    Parameters
    ----------
    name
        Short English name, for identifiers and files.
    title
        What it shows, one line.
    alt
        The same for who does not see it: the finding, not the colours.
    draw
        Return it as ``svg`` or ``png``, on white; the PNG at 200 dots an inch.
    behind
        The numbers that it is drawn from.
    """

    name: str
    title: str
    alt: str
    draw: Callable[[Form], bytes]
    behind: Table

    @cached_property
    def svg(self) -> bytes:
        """The picture as lines and texts."""
        return self.draw("svg")

    @cached_property
    def png(self) -> bytes:
        """The picture as dots."""
        return self.draw("png")


Block = Paragraph | KeyFigures | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    Parameters
    ----------
    name
        Short English name: ``year``, ``links``, ``gaps``, ``outcomes``, ``support``, ``training``, ``evolution``,
        ``method``.
    title
        Its heading; one of the eight slides.
    blocks
        In the order of reading.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper.

    Parameters
    ----------
    title, subtitle
        The pôle or network, and what the paper is.
    language
        ``en`` or ``fr``.
    day
        The day that its figures are of; never that on which it was written, so that two runs give the same bytes.
    sections
        In the order of reading.
    about
        Label and value: source, fingerprint, audience, filters, version.
    foot
        A line that stands on each page: who may read it, and that data are invented where they are.
    notice
        A sentence that whoever opens it is to read first; on each page it stands in the foot.
    """

    title: str
    subtitle: str
    language: str
    day: date
    sections: tuple[Section, ...]
    about: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    notice: str = ""


def cell(value: object, unit: str = "") -> str:
    """Return the text of a cell as people read it: the same in every format.

    Parameters
    ----------
    value
        A cell of `Table.frame`.
    unit
        Unit of its column.

    Returns
    -------
    str
        In the current language; a dash where the value is missing.

    Examples
    --------
    >>> [cell(0.256, "share"), cell(1234567, "eur"), cell(None), cell(2020, "year"), cell(3.14159), cell(True)]
    ['25.6%', '€1,234,567', '–', '2020', '3.14', 'yes']
    """
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if isinstance(value, (bool, np.bool_)):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, numbers.Real):
        return _number(float(value), unit)
    return str(value)


def _number(value: float, unit: str) -> str:
    """Write a number: euros without cents, a share in per cent with a decimal, other numbers with two where needed."""
    french = language() == "fr"
    if unit == "year":
        return str(int(value))
    if unit == "share":
        return _decimal(f"{value * 100:.1f}") + ("\u202f%" if french else "%")
    if unit == "points":
        return points(value, _decimal(f"{value:.1f}"))
    if unit == "eur":
        text = number(round(value))
        return f"{text}\u00a0€" if french else f"€{text}".replace("€-", "-€")
    whole = value == round(value)
    text = number(int(value)) if whole else _decimal(f"{value:,.2f}")
    return months(value, text) if unit == "months" else text


def months(value: float, text: str) -> str:
    r"""Return a number of months with its word.

    Parameters
    ----------
    value
        The number.
    text
        The number as people read it.

    Examples
    --------
    >>> months(1, "1"), months(17.5, "17.50")
    ('1\xa0month', '17.50\xa0months')
    """
    return ngettext("{n}\u00a0month", "{n}\u00a0months", math.ceil(abs(value))).format(n=text)


def points(value: float, text: str) -> str:
    r"""Return a difference of shares with its word: percentage points, for per cent would be of the share itself.

    Parameters
    ----------
    value
        The difference, in hundredths.
    text
        The same as people read it.

    Examples
    --------
    >>> points(2.5, "2.5"), points(-1, "-1.0")
    ('2.5\xa0points', '-1.0\xa0point')
    """
    hundredths = round(abs(value), 1)
    many = hundredths >= 2 if language() == "fr" else hundredths != 1  # noqa: PLR2004  # French counts 1,5 as one
    return ngettext("{n}\u00a0point", "{n}\u00a0points", 2 if many else 1).format(n=text)


def _decimal(text: str) -> str:
    return text.replace(",", "\u202f").replace(".", ",") if language() == "fr" else text
