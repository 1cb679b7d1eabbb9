"""Names of sheets that Excel accepts, and links to them."""

from __future__ import annotations

import re
from typing import Final

from polegraph.i18n import _
from polegraph.reports.terminal import printable
from polegraph.reports.workbook import LONGEST_NAME

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_NOT_A_NAME: Final = {"history", "historique"}  # Excel keeps them for itself


def sheet_name(title: str, taken: set[str]) -> str:
    """Name a sheet after what it holds, as Excel allows: short, without some signs, once.

    Parameters
    ----------
    title
        What it holds.
    taken
        Names that there are, without regard to case; the new one is added.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> taken = set()
    >>> [sheet_name(title, taken) for title in ("Retombées [2024]", "retombées: 2024", "'")]
    ['Retombées 2024', 'retombées 2024 2', 'Table']
    >>> sheet_name("PME de la région qui n'ont pas de projet", taken)
    "PME de la région qui n'ont…"
    """
    plain = " ".join(_FORBIDDEN.sub(" ", printable(title)).split()).strip("' ") or _("Table")
    plain = f"{plain} 1" if plain.casefold() in _NOT_A_NAME else plain
    name, again = _short(plain, LONGEST_NAME), 1
    while name.casefold() in taken:
        again += 1
        name = f"{_short(plain, LONGEST_NAME - len(str(again)) - 1)} {again}"
    taken.add(name.casefold())
    return name


def _short(text: str, longest: int) -> str:
    """Shorten a name after a word, where one ends; Excel counts a character outside the basic plane twice."""
    if _units(text) <= longest:
        return text
    short = text[:longest]
    while _units(short) > longest - 1:
        short = short[:-1]
    whole = short.rpartition(" ")[0]
    return (whole if len(whole) > longest // 2 else short).rstrip("' ") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def address(sheet: str) -> str:
    """Return the link to a sheet of the same workbook.

    Examples
    --------
    >>> address("l'année")
    "internal:'l''année'!A1"
    """
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A1"
