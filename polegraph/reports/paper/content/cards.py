"""Scorecards as tables: a table a unit, for the cells of a column have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.i18n import _
from polegraph.reports.paper.content import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.reports.paper.blocks import Table

_FIGURES: Final = ("value", "low", "high", "target", "gap", "last_year", "trend", "expected")
_BETWEEN: Final = ("gap", "trend")
"""Differences between two figures: of shares, in percentage points."""
_ALWAYS: Final = ("value", "target", "last_year")
_COLUMNS: Final = (*_FIGURES[:-1], "rank", "of", "expected", "note")


def whole(card: pd.DataFrame, year: int) -> list[Table]:
    """Write the whole scorecard of a pôle.

    Parameters
    ----------
    card
        Its rows, as `polegraph.scorecards.scorecard` gives them.
    year
        The year.
    """
    titles = {
        "number": _("All indicators of {year}: numbers"),
        "share": _("All indicators of {year}: shares"),
        "eur": _("All indicators of {year}: euros"),
    }
    found = []
    for unit, title in titles.items():
        rows = card[of_units(card) == unit]
        if not len(rows):
            continue
        names = [one for one in _COLUMNS if one in _ALWAYS or rows[one].notna().any()]
        columns = {"what": _("indicator"), **dict.fromkeys(names, "")}
        apart = dict.fromkeys(_BETWEEN, "points") if unit == "share" else {}
        rows = rows.assign(**{name: 100 * rows[name] for name in apart})
        found.append(wording.table(title.format(year=year), rows, columns, units=_units(_FIGURES, unit) | apart))
    return found


def side_by_side(cards: pd.DataFrame, names: Sequence[str]) -> list[Table]:
    """Write indicators of all pôles, a column a pôle.

    Parameters
    ----------
    cards
        The scorecards of all pôles.
    names
        The indicators, in their order.
    """
    titles = {
        "number": _("The pôles beside each other: numbers"),
        "share": _("The pôles beside each other: shares"),
        "eur": _("The pôles beside each other: euros"),
    }
    wide = cards.pivot_table(index="indicator", columns="pole_id", values="value", dropna=False, observed=False)
    first = cards.drop_duplicates("indicator").set_index("indicator").loc[list(names)]
    poles = cards.drop_duplicates("pole_id").set_index("pole_id")["pole"]
    columns = {"what": _("indicator"), **{str(pole): str(name) for pole, name in poles.items()}}
    found = []
    for unit, title in titles.items():
        rows = first[of_units(first) == unit]
        if len(rows):
            frame = wide.loc[rows.index].reset_index(drop=True).assign(what=rows["what"].tolist())
            found.append(wording.table(title, frame, columns, units=_units(map(str, poles.index), unit)))
    return found


def of_units(card: pd.DataFrame) -> pd.Series[str]:
    """Return in which table each row stands: shares, euros, and all else as numbers.

    Parameters
    ----------
    card
        With ``unit``.

    Examples
    --------
    >>> import pandas as pd
    >>> of_units(pd.DataFrame({"unit": ["fte", "share"]})).tolist()
    ['number', 'share']
    """
    return card["unit"].where(card["unit"].isin(["share", "eur"]), "number")


def _units(names: Sequence[str] | map[str], unit: str) -> dict[str, str]:
    return {} if unit == "number" else dict.fromkeys(names, unit)
