"""Why somebody is suggested, in words that the tables bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.i18n import _, ngettext, number
from polegraph.suggestions.evidence import shared
from polegraph.suggestions.filters import distances
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.suggestions.context import Context, Positions
    from polegraph.suggestions.evidence import Via

RECENT_YEARS: Final = 3
"""Number of years, up to the last of the network, whose projects count as recent."""
NAMED: Final = 3
"""Organisations or themes that a reason names."""
_LONGEST_NAME: Final = 60


def reasons(context: Context, users: Positions, suggested: Positions, via: Via) -> list[str]:
    """Give the reasons for each suggested pair, in the current language.

    First how they are linked (common partners, a longer chain, or that there is none), then common themes, the same
    region, how far away they are, recent projects, and for an SME whether they have worked with SMEs before: that they
    have not speaks against them, and is said as well.

    Parameters
    ----------
    context
        The network.
    users, suggested : array of int
        Positions of the two organisations of each pair.
    via
        Their common partners, as `polegraph.suggestions.evidence.common_partners` gives them.

    Returns
    -------
    list of str
        Reasons with ``; `` between them.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.context import Context
    >>> from polegraph.suggestions.evidence import common_partners
    >>> context, pair = Context(polegraph.examples.tiny()), (np.array([3]), np.array([1]))
    >>> reasons(context, *pair, common_partners(context, *pair))[0].split("; ")
    ['1 of your partners works with them (Laboratory (invented))', '1 project since 2018',
     'but has never worked with an SME']
    """
    parts = [
        _links(context, users, suggested, via),
        _themes(context, users, suggested),
        _regions(context, users, suggested),
        _distances(context, users, suggested),
        _activity(context, suggested),
        _small_partners(context, users, suggested),
    ]
    return ["; ".join(part for part in row if part) for row in zip(*parts, strict=True)]


def _links(context: Context, users: Positions, suggested: Positions, via: Via) -> list[str]:
    names = context.column("name")
    few = via.rank <= NAMED
    called = _gathered(len(users), via.pair[few], names[via.partner[few]])
    joined = (context.component[users] == context.component[suggested]).tolist()
    alone = (context.degree[users] == 0).tolist()
    partners = context.degree[suggested].tolist()
    texts = []
    for row, count in enumerate(via.number.tolist()):
        if count:
            text = ngettext(
                "{n} of your partners works with them ({names})", "{n} of your partners work with them ({names})", count
            ).format(n=number(count), names=listed(called[row], count))
        elif alone[row]:
            text = ngettext(
                "you have no partner yet; they have {n} partner",
                "you have no partner yet; they have {n} partners",
                partners[row],
            ).format(n=number(partners[row]))
        elif joined[row]:
            text = _("linked to you by a chain of partners")
        else:
            text = ngettext(
                "no chain of partners leads to them; they have {n} partner",
                "no chain of partners leads to them; they have {n} partners",
                partners[row],
            ).format(n=number(partners[row]))
        texts.append(text)
    return texts


def _themes(context: Context, users: Positions, suggested: Positions) -> list[str]:
    """Name the themes of both, those in which the user has most projects first."""
    table = context.network.themes.sort_values("theme_id", kind="stable")
    labels, counts = table["label"].to_numpy(), context.themes.data
    total = np.zeros(len(users), dtype=np.int64)
    called: list[list[str]] = [[] for _place in range(len(users))]
    for pair, theme, own, other in shared(context.themes, users, suggested):
        order = np.lexsort((theme, -counts[other], -counts[own], pair))
        rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
        total += np.bincount(pair, minlength=len(users))
        best = order[rank < NAMED]
        for one, name in zip(pair[best].tolist(), labels[theme[best]].tolist(), strict=True):
            called[one].append(name)
    return [
        ngettext("active in one of your themes ({names})", "active in {n} of your themes ({names})", count).format(
            n=number(count), names=listed(called[row], count)
        )
        if count
        else ""
        for row, count in enumerate(total.tolist())
    ]


def _regions(context: Context, users: Positions, suggested: Positions) -> list[str]:
    region = context.column("region")
    return [
        _("same region ({region})").format(region=one) if one is not None and one == other else ""
        for one, other in zip(region[users].tolist(), region[suggested].tolist(), strict=True)
    ]


def _distances(context: Context, users: Positions, suggested: Positions) -> list[str]:
    globe = context.network.organisations[["lat", "lon"]].to_numpy(dtype=np.float64)[context.order]
    return [
        "" if np.isnan(one) else _("{km} km away").format(km=number(round(one)))
        for one in distances(globe[users], globe[suggested]).tolist()
    ]


def _small_partners(context: Context, users: Positions, suggested: Positions) -> list[str]:
    """Tell an SME how many other SMEs the suggested organisation has worked with."""
    small = context.network.category["size"].isin(SME_SIZES).to_numpy()[context.order]
    count = context.partners @ small.astype(np.float64)
    texts = []
    for one, known in zip(small[users].tolist(), count[suggested].astype(np.int64).tolist(), strict=True):
        if not one:
            texts.append("")
        elif known:
            texts.append(ngettext("has worked with {n} SME", "has worked with {n} SMEs", known).format(n=number(known)))
        else:
            texts.append(_("but has never worked with an SME"))
    return texts


def _activity(context: Context, suggested: Positions) -> list[str]:
    since = int(context.years.max(initial=0)) - RECENT_YEARS + 1
    if since <= 0:  # no project has a year
        return [""] * len(suggested)
    recent = context.members @ (context.years >= since).astype(np.int64)
    return [
        ngettext("{n} project since {year}", "{n} projects since {year}", count).format(n=number(count), year=since)
        if count
        else ""
        for count in recent[suggested].tolist()
    ]


def _gathered(pairs: int, pair: Positions, values: NDArray[Any]) -> list[list[str]]:
    """Give the values of each pair, in order."""
    lists: list[list[str]] = [[] for _place in range(pairs)]
    for one, value in zip(pair.tolist(), values.tolist(), strict=True):
        lists[one].append(value)
    return lists


def listed(names: Sequence[str] | Iterable[str], total: int) -> str:
    """Write a few names with commas between, shortened, and an ellipsis if there are more.

    Parameters
    ----------
    names
        Those that are named.
    total
        How many there are.

    Examples
    --------
    >>> listed(["Ada", "Bo"], 5)
    'Ada, Bo, …'
    """
    short = [name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…" for name in names]
    return ", ".join([*short, "…"] if len(short) < total else short)
