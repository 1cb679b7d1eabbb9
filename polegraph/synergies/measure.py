"""Gaps measured: what the network has, beside what random networks have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import divide
from polegraph.metrics.inference.significance import Draws, bounds, q_values, tail
from polegraph.synergies import between_groups
from polegraph.synergies.attributes import at_home, groups
from polegraph.synergies.draws import drawn
from polegraph.synergies.gaps import FLAGGED, PAIRS
from polegraph.synergies.missing_links import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.inference.significance import Floats, Side
    from polegraph.network import Network

    Mask = NDArray[np.bool_]

_LINK_DRAWS: Final = 20  # links of a large network take seconds to count, and only their mean is shown


class Row(NamedTuple):
    """The figures of a gap in the summary, beside its name."""

    number: int
    observed: float
    expected: float
    p_value: float


class Organisations:
    """A gap that is a list of organisations.

    Parameters
    ----------
    net
        The whole network.
    gap
        Its name.
    chosen
        The organisations to compute gaps for; None for all.
    """

    def __init__(self, net: Network, gap: str, chosen: Mask | None) -> None:
        self.gap = gap
        self.lacking = lacking(net, gap, chosen)
        self.alone = self.lacking.test(net.incidence)
        self._number, self.each = Draws(self.alone.sum()), Draws(self.alone)

    def add(self, incidence: Csr) -> None:
        """Add one random network.

        Parameters
        ----------
        incidence
            Projects × organisations.
        """
        if self.lacking.by_chance:
            alone = self.lacking.test(incidence)
            self._number.add(alone.sum())
            self.each.add(alone)

    @property
    def expected(self) -> float:
        """The expected number that lack it, by chance."""
        return float(self._number.mean)

    def row(self) -> Row:
        """Return the figures of the gap in the summary."""
        number = self._number
        p_value = p_values(number, number.mean, number.variance, "more")
        return Row(int(self.alone.sum()), float(self.alone.sum()), self.expected, float(p_value))


class Between:
    """A gap between groups of organisations.

    Parameters
    ----------
    net
        The whole network.
    gap
        Its name.
    chosen
        The organisations to compute gaps for; None for all.
    seed
        Seed of the communities.
    links
        Whether links are counted too.
    """

    def __init__(self, net: Network, gap: str, chosen: Mask | None, seed: int, *, links: bool = False) -> None:
        self.gap, self.chosen = gap, chosen
        self.groups = groups(net, gap, seed)
        self.members = self.groups.members(net.incidence)
        one, other = np.triu_indices(len(self.groups.labels), k=1)
        listed = np.isin(one, own := at_home(net, gap, self.groups, chosen)) | np.isin(other, own)
        self.pairs = one[listed], other[listed]
        self.counted = Draws(between_groups.projects(net.incidence, self.members, chosen)[self.pairs])
        self._total = Draws(self.counted.observed.sum())
        self.linked = Draws(between_groups.links(net.incidence, self.members, chosen)[self.pairs]) if links else None

    def add(self, incidence: Csr) -> None:
        """Add one random network.

        Parameters
        ----------
        incidence
            Projects × organisations.
        """
        members = self.groups.members(incidence)
        counts = between_groups.projects(incidence, members, self.chosen)[self.pairs]
        self.counted.add(counts)
        self._total.add(counts.sum())
        if self.linked is not None and self.linked.number < _LINK_DRAWS:
            self.linked.add(between_groups.links(incidence, members, self.chosen)[self.pairs])

    def chance(self) -> tuple[Floats, Floats]:
        r"""Return mean and variance of each pair by chance.

        Communities, and themes that follow from projects, were made of the very links that are counted: any two have
        fewer than by chance. What is asked is whether two have fewer than *others* have: the mean is scaled by *c*, so
        that all pairs together have as many as there are, and the variance becomes that of a count of which each event
        is kept with probability *c*: :math:`c^2 (v - m) + c m`.
        """
        mean, variance = self.counted.mean, self.counted.variance
        if not self.groups.relative or not mean.sum():
            return mean, variance
        share = self.counted.observed.sum() / mean.sum()
        return share * mean, share**2 * (variance - mean) + share * mean

    def tested(self) -> tuple[Floats, Floats]:
        """Return p-values and q-values; these only of pairs that could meet, and that none at all would make stand out.

        Which pairs these are follows from chance alone and not from what is observed, so that leaving the others out
        is no choice of what comes out well.
        """
        mean, variance = self.chance()
        found = p_values(self.counted, mean, variance, "fewer")
        least = tail(np.zeros(len(mean)), mean, variance, self.counted.number)
        could = (least <= FLAGGED) & (variance > 0)
        if self.groups.together is not None:
            could &= self.groups.together[self.pairs]
        return found, q_values(np.where(could, found, np.nan))

    def row(self) -> Row:
        """Return the figures of the gap in the summary."""
        total, flagged = self._total, int((self.tested()[1] <= FLAGGED).sum())
        if self.groups.relative:  # scaled so that there are as many as there are
            there = float(total.observed)
            return Row(flagged, there, there if total.number else np.nan, np.nan)
        p_value = p_values(total, total.mean, total.variance, "fewer")
        return Row(flagged, float(total.observed), float(total.mean), float(p_value))

    def table(self) -> pd.DataFrame:
        """Return a row a pair of groups, those first that are the surest gaps."""
        mean, variance = self.chance()
        p_value, q_value = self.tested()
        low, high = bounds(mean, variance)
        observed, linked = self.counted.observed, self.linked or Draws(np.zeros(len(mean)))
        size = np.asarray(self.members.sum(axis=0)).ravel()
        columns: dict[str, Any] = {}
        for end, places in zip(("group", "other"), self.pairs, strict=True):
            columns[end] = _texts(self.groups.labels, places)
            columns[f"{end}_name"] = _texts(self.groups.names, places)
            columns[f"{end}_organisations"] = size[places]
        columns |= {"observed": observed.astype(np.int64), "expected": mean, "low": low, "high": high}
        columns |= {"ratio": divide(observed, mean), "p_value": p_value, "q_value": q_value}
        columns["p_draws"] = np.full(len(mean), np.nan) if self.groups.relative else self.counted.fewer
        columns["short_by"] = pd.Series(np.maximum(np.ceil(mean - observed), 0)).astype("Int64")
        columns |= {"links": linked.observed.astype(np.int64), "links_expected": linked.mean}
        if self.groups.relative and linked.number and linked.mean.sum():
            columns["links_expected"] = linked.mean * linked.observed.sum() / linked.mean.sum()
        table = pd.DataFrame(columns)
        keys = ["q_value", "p_value", "ratio", "group", "other"]
        return table.sort_values(keys, kind="stable", na_position="last", ignore_index=True)


def measured(
    net: Network,
    names: Sequence[str],
    chosen: Mask | None,
    draws: int,
    seed: int,
    *,
    links: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[Organisations | Between]:
    """Measure gaps, all on the same random networks.

    Parameters
    ----------
    net
        The whole network.
    names
        Of the gaps.
    chosen
        The organisations to compute gaps for; None for all.
    draws, seed
        See `polegraph.metrics.inference.null_models.randomised`.
    links
        Whether links between groups are counted too.
    progress
        Function of the number of random networks that are done and of all, called after each.
    """
    found: list[Organisations | Between] = [
        Between(net, name, chosen, seed, links=links) if name in PAIRS else Organisations(net, name, chosen)
        for name in names
    ]
    for number, incidence in enumerate(drawn(net, draws, seed), 1):
        for one in found:
            one.add(incidence)
        if progress is not None:
            progress(number, draws)
    return found


def p_values(counted: Draws, mean: Floats, variance: Floats, side: Side) -> Floats:
    """Return the p-values of counts: by the fitted distribution, or where all draws are the same by the draws alone.

    Where these are what is observed, chance has no choice (none is of that kind, or all): there is no p-value.

    Parameters
    ----------
    counted
        What is observed, and its draws.
    mean, variance
        By chance.
    side
        As in `polegraph.metrics.inference.significance.tail`.
    """
    fitted = tail(counted.observed, mean, variance, counted.number, side)
    plain = counted.fewer if side == "fewer" else counted.more
    result: Floats = np.where(variance > 0, fitted, plain)
    return np.where((variance == 0) & (mean == counted.observed), np.nan, result)


def _texts(texts: list[str], places: Any) -> pd.Series[str]:  # noqa: ANN401  # array of int
    return pd.Series([texts[place] for place in places.tolist()], dtype="str")
