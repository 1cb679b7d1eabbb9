"""The scorecard of a pôle: each indicator beside its target, last year, chance and the other pôles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import N_, _
from polegraph.network import selection
from polegraph.scorecards.catalogue import Indicator, indicators
from polegraph.scorecards.facts import Facts, Figure
from polegraph.scorecards.figures import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network

COLUMNS: Final = (
    *("pole_id", "pole", "year", "indicator", "what", "unit", "value", "low", "high", "target", "gap", "last_year"),
    *("trend", "rank", "of", "expected", "note"),
)
_HEADINGS: Final = {"gap": N_("beside the target"), "last_year": N_("the year before")}
FEWEST: Final = 5
"""Of how many a share has to be for it to be told."""
DRAWS: Final = 20


def scorecard(
    net: Network,
    *,
    pole: str | None = None,
    year: int | None = None,
    own: Sequence[Indicator] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Compute the indicators of the performance contract of each pôle in a year.

    Parameters
    ----------
    net
        The network, on its day; a year that is not over counts up to that day.
    pole
        Identifier or name of one pôle, or None for all. The others are there to compare with.
    year
        The year; by default the last one that is over on the day of the network.
    own
        Indicators of one's own, after those of the catalogue.
    draws, seed
        Number of random networks behind ``expected``, and their seed.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row a pôle and indicator, in the order of identifiers and of the catalogue. ``low, high``:
        Wilson's 95 % interval of a share [1]_, or that of the estimate; ``target``: of the table ``targets``; ``gap``:
        value less target; ``last_year``: the value of the year before; ``trend``: value less that; ``rank`` among the
        ``of`` pôles with a value, 1 the best, ties share the better place; missing without a direction; ``expected``:
        mean of random networks with the same project sizes and activities; ``note``: ``too few to say`` where a share
        would be of fewer than five (the value is missing then), ``unknown`` where nothing is on record.

    Raises
    ------
    PolegraphError
        If there is no such pôle, or none at all.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
       Statistical Association 22 (1927), 209-212. ``wilson1927``

    Examples
    --------
    >>> import pandas as pd, polegraph.examples
    >>> tables = {name: table for name, table in polegraph.examples.tiny().tables.items() if len(table)}
    >>> tables["poles"] = pd.DataFrame({"pole_id": ["D"], "name": ["Dream"]})
    >>> tables["memberships"] = pd.DataFrame({"pole_id": ["D", "D"], "org_id": ["SME1", "LAB"]})
    >>> table = scorecard(type(polegraph.examples.tiny())(**tables), year=2020, draws=0)
    >>> table[["pole", "indicator", "value"]].head(2).values.tolist()
    [['Dream', 'members', 2.0], ['Dream', 'members_sme', 1.0]]
    """
    if not len(net.poles):
        raise PolegraphError(
            _("there is no pôle in this network"),
            remedy=_("fill in the sheets of pôles and memberships, and import them"),
        )
    chosen = None if pole is None else selection.pole(net.poles, pole)
    year = net.day.year - 1 if year is None else whole_number(year, "year")
    facts = Facts(net, year, draws, seed)
    parts = [_indicator(facts, one, year) for one in (*indicators(), *own)]
    table = pd.concat(parts, ignore_index=True)
    table["order"] = np.repeat(np.arange(len(parts)), len(facts.poles))
    table = table.sort_values(["pole_id", "order"], kind="stable").drop(columns="order")
    if chosen is not None:
        table = table[table["pole_id"] == chosen]
    table = table.reset_index(drop=True)
    table.attrs["headings"] = _HEADINGS
    return table


def _indicator(facts: Facts, one: Indicator, year: int) -> pd.DataFrame:
    """Describe an indicator of every pôle."""
    compute = one.compute or COMPUTE[one.name]
    now, before = compute(facts, year), compute(facts, year - 1)
    value, told = _told(now, one)
    last, __ = _told(before, one)
    low, high = _interval(now, value, one)
    names = facts.net.poles.set_index("pole_id")["name"].reindex(facts.poles)
    target = _targets(facts, one.name, year)
    columns: dict[str, Any] = {
        "pole_id": facts.poles.to_numpy(),
        "pole": names.to_numpy(),
        "year": year,
        "indicator": one.name,
        "what": one.what,
        "unit": one.unit,
        "value": value,
        "low": low,
        "high": high,
        "target": target,
        "gap": value - target,
        "last_year": last,
        "trend": value - last,
        "rank": _ranks(value, one.direction),
        "of": int(np.count_nonzero(~np.isnan(value))),
        "expected": np.full(len(value), np.nan)
        if now.expected is None
        else np.where(np.isnan(value), np.nan, now.expected),
        "note": told,
    }
    texts = dict.fromkeys(("pole_id", "pole", "indicator", "what", "unit", "note"), "str")
    return pd.DataFrame(columns, columns=list(COLUMNS)).astype({**texts, "rank": "Int64", "of": "int64"})


def _told(figure: Figure, one: Indicator) -> tuple[NDArray[np.float64], list[str | None]]:
    """Leave out what is of too few, and note why a value is missing."""
    value = np.asarray(figure.value, dtype=np.float64)
    few = np.zeros(len(value), dtype=np.bool_) if figure.of is None else figure.of < FEWEST
    if one.unit == "share" and figure.of is None:
        few = np.isnan(value)
    value = np.where(few, np.nan, value)
    notes = [
        "too few to say" if lacks else "unknown" if np.isnan(number) else None
        for lacks, number in zip(few, value, strict=True)
    ]
    return value, notes


def _interval(
    figure: Figure, value: NDArray[np.float64], one: Indicator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the interval of an estimate, or Wilson's of a share."""
    if figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    nothing = np.full(len(value), np.nan)
    if one.unit != "share" or figure.of is None:
        return nothing, nothing
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415  # heavy, and loaded when used

    low, high = proportion_confint(value * figure.of, np.where(figure.of > 0, figure.of, np.nan), method="wilson")
    return low, high


def _targets(facts: Facts, name: str, year: int) -> NDArray[np.float64]:
    rows = facts.net.targets
    rows = rows[(rows["indicator"] == name) & (rows["year"] == year)]
    return rows.set_index("pole_id")["target"].reindex(facts.poles).to_numpy(dtype="float64")


def _ranks(value: NDArray[np.float64], direction: str) -> pd.Series[int]:
    if not direction:
        return pd.Series(pd.NA, index=range(len(value)), dtype="Int64")
    ranks = pd.Series(value).rank(method="min", ascending=direction == "down")
    return ranks.round().astype("Int64")
