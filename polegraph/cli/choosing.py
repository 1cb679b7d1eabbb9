"""``--columns``: the columns of a result that a person asks for, by their names or by their headings."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from polegraph.cli.option_words import plain
from polegraph.errors import PolegraphError
from polegraph.i18n import LANGUAGES, _, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.reports.sheets import Sheet

_ALIKE: Final = 0.6
_NEAR: Final = 3


def chosen(sheet: Sheet, text: str) -> Sheet:
    """Return a result with the columns that were asked for, in that order.

    Parameters
    ----------
    sheet
        The result.
    text
        Names of columns or their headings, English or French, with commas between; a heading may have commas itself.

    Raises
    ------
    PolegraphError
        If there is no such column; it names those that are written alike, or else all.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.reports.sheets import Sheet
    >>> table = pd.DataFrame({"org_id": ["A"], "name": ["Ada"], "last_year": [2020]})
    >>> list(chosen(Sheet("links", table, ""), "dernière année, nom").chosen)
    ['last_year', 'name']
    """
    ways = _ways(sheet)
    parts = text.split(",")
    found: list[str] = []
    while parts:
        for end in range(len(parts), 0, -1):
            if (name := ways.get(plain(",".join(parts[:end])))) is not None:
                break
        else:
            raise _unknown(parts[0].strip(), sheet, ways)
        found.append(name)
        del parts[:end]
    return replace(sheet, chosen=tuple(dict.fromkeys(found)))


def _ways(sheet: Sheet) -> dict[str, str]:
    """Return the columns by all that they are called: their names first, then their headings, those of people last."""
    from polegraph.reports import headings, sheets  # noqa: PLC0415  # heavy libraries load when used

    frames = (sheet.frame, sheets.read_by_people(sheet))
    ways: dict[str, str] = {}
    for frame in frames:
        for name in map(str, frame.columns):
            ways.setdefault(plain(name), name)
    for frame in reversed(frames):  # a heading is what people see
        for code in LANGUAGES:
            with speaking(code):
                for name in map(str, frame.columns):
                    ways.setdefault(plain(headings.heading_in(frame, name)), name)
    return ways


def _unknown(name: str, sheet: Sheet, ways: Mapping[str, str]) -> PolegraphError:
    near = dict.fromkeys(ways[one] for one in get_close_matches(plain(name), ways, n=_NEAR, cutoff=_ALIKE))
    names = ", ".join(near or map(str, sheet.frame.columns))
    remedy = _("did you mean: {names}") if near else _("use one of: {names}")
    return PolegraphError(_("there is no such column"), value=name, remedy=remedy.format(names=names))
