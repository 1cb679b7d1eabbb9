"""What the sections of a paper are written from, each result computed once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph import metrics, outcomes, scorecards, support, synergies
from polegraph.errors import whole_number
from polegraph.metrics.temporal.periods import network_of, periods
from polegraph.network import selection
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from typing import Any

    from polegraph.network import Network

CLOSERS: Final = 3
"""Organisations that are named for each training body that stands apart."""


class Material:
    """A network, or a pôle in it, as a paper needs it: what the commands of the same names would give.

    Parameters
    ----------
    net
        The network, on its day, without what the readers may not see.
    pole
        Identifier or name of a pôle, or None for the whole network.
    year
        The year of the scorecard; None for the last one that is over on the day of the network.
    draws, seed
        Random networks behind what chance would give, and their seed.

    Raises
    ------
    PolegraphError
        If there is no such pôle, or a number is not one.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> len(Material(tiny(), draws=0).links), Material(tiny(), draws=0).card is None
    (3, True)
    """

    def __init__(
        self, net: Network, *, pole: str | None = None, year: int | None = None, draws: int = 20, seed: int = 0
    ) -> None:
        self.net = net
        self.draws, self.seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
        self.year = net.day.year - 1 if year is None else whole_number(year, "year")
        self.asked = None if pole is None else selection.pole(net.poles, pole)
        self.part = net if self.asked is None else net.select(pole=self.asked)

    @property
    def pole(self) -> str | None:
        """Identifier of the pôle whose scorecard is told: the one asked for, or the only one there is."""
        if self.asked is not None or len(self.net.poles) != 1:
            return self.asked
        return str(self.net.poles["pole_id"].iloc[0])

    def name_of(self, pole: str) -> str:
        """Return the name of a pôle.

        Parameters
        ----------
        pole
            Its identifier.
        """
        return str(self.net.poles.set_index("pole_id")["name"][pole])

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links of SMEs to large groups."""
        return metrics.large_group_links(self.part, draws=self.draws, seed=self.seed)

    @cached_property
    def cards(self) -> pd.DataFrame | None:
        """The scorecards of all pôles; None where there is no pôle."""
        if not len(self.net.poles):
            return None
        return scorecards.scorecard(self.net, year=self.year, draws=self.draws, seed=self.seed)

    @cached_property
    def card(self) -> pd.DataFrame | None:
        """The scorecard of the pôle; None where the paper is about no pôle."""
        if self.cards is None or self.pole is None:
            return None
        return self.cards[self.cards["pole_id"] == self.pole].reset_index(drop=True)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The gaps; what could not be counted is missing, for nothing is on record of it."""
        table = synergies.summary(self.part, draws=self.draws, seed=self.seed)
        known = table["gap"].map(self._countable()).fillna(value=True).to_numpy(dtype=bool)
        columns = ("count", "observed", "expected", "ratio", "p_value", "q_value")
        return table.astype({"count": "Int64"}).assign(**{name: table[name].where(known) for name in columns})

    def _countable(self) -> dict[str, bool]:
        """Return for each gap whether the tables know anything of what it counts."""
        whole = self.net.whole
        size, kinds = whole.category["size"], self.organisations["kind"]
        members = len(self.part.members()) > 0
        return {
            "sme_without_large_group": len(self.links) > 0 and self.large_known,
            "lab_without_sme": bool(size.isin(SME_SIZES).any()) and bool((kinds == "lab").any()),
            "training_body_left_out": bool((kinds == "training_body").any()),
            "member_without_project": members,
            "member_within_pole_only": members,
            "need_unmet": len(self.net.needs) > 0 and len(self.net.offers) > 0,
            "kind_pair": _several(whole.organisations["kind"]),
            "size_pair": _several(size),
            "pole_pair": len(self.net.poles) > 1 and members,
            "theme_pair": len(self.net.themes) > 1,
            "region_pair": _several(whole.organisations["region"]),
        }

    def pairs_of(self, gap: str) -> pd.DataFrame:
        """Return the pairs of groups of a gap.

        Parameters
        ----------
        gap
            One of `polegraph.synergies.PAIRS`.
        """
        return synergies.gap(self.part, gap, draws=self.draws, seed=self.seed)

    @cached_property
    def large_known(self) -> bool:
        """Whether any organisation of the network is known to be of a large group."""
        return bool(self.net.whole.category["size"].isin(LARGE_SIZES).any())

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """The organisations that the paper is about, which stand on its day."""
        part = self.part
        here = part.standing
        if part.focus is not None:
            here = here & part.org_index.isin(part.focus)
        return part.organisations[here]

    @cached_property
    def outcomes(self) -> pd.Series[Any]:
        """Outcomes and outcome rate of all projects together."""
        return outcomes.summary(self.part).iloc[0]

    @cached_property
    def apart(self) -> pd.DataFrame:
        """The training bodies that share no project with a company, each with those that could bring it in."""
        asked = {"each": CLOSERS, "draws": self.draws, "seed": self.seed}
        return synergies.gap(self.part, "training_body_left_out", pairs=True, **asked)  # type: ignore[arg-type]  # numbers

    @cached_property
    def needs(self) -> pd.DataFrame:
        """Needs and offers by domain."""
        return support.summary(self.part, ["domain"])

    @cached_property
    def matches(self) -> pd.DataFrame:
        """Needs beside the offers that could meet them."""
        return support.matches(self.part)

    @cached_property
    def introductions(self) -> pd.DataFrame:
        """What became of introductions."""
        return support.introductions(self.part)

    @cached_property
    def evolution(self) -> pd.DataFrame:
        """The network in each phase of the policy; of what chance gives, average clustering alone."""
        table = metrics.evolution(self.part, draws=0)
        chance = [
            metrics.expected(network_of(self.part, one), "average_clustering", self.draws, self.seed)["expected"].iloc[
                0
            ]
            for one in periods(self.part, "phase", "start")
        ]
        return table.assign(average_clustering_expected=pd.Series(chance, table.index, "float64"))


def _several(values: pd.Series[str]) -> bool:
    """Return whether there are two different values at least."""
    return len(values.dropna().unique()) > 1
