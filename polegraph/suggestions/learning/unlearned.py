"""The method without learning that was best on the network's own last years: the bar of what is learned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from polegraph.combine import before, begun, begun_within
from polegraph.i18n import _, number
from polegraph.suggestions.candidates.baselines import DEFAULT, UNLEARNED
from polegraph.suggestions.candidates.cold_start import ColdStart
from polegraph.suggestions.learning.judging import judge, rules
from polegraph.suggestions.learning.ranking_metrics import rounded
from polegraph.suggestions.learning.scorers import HandedOut, scorer
from polegraph.suggestions.learning.settings import TOP
from polegraph.suggestions.learning.temporal_split import drawn, partners_found, split
from polegraph.suggestions.learning.training_cuts import training_periods
from polegraph.suggestions.profiles.organisations import Profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.network import Network
    from polegraph.suggestions.learning.training_cuts import Period

ENOUGH_USERS: Final = 250
"""Number of users from which on a year is judged by itself, and not with the year before it."""
FEWEST_USERS: Final = 30
"""Smallest number of users by whose lists methods are told apart."""
MOST_JUDGED: Final = 400
"""Largest number of users whose lists are judged; of more, a random sample is drawn."""
_SEED: Final = 0
_KNOWN: WeakKeyDictionary[Network, Unlearned] = WeakKeyDictionary()


class Unlearned(NamedTuple):
    """The method without learning that is used, and how good each was.

    ``since`` and ``until`` are the judged years, or days in a short history, ``users`` the number of judged users,
    ``ndcg`` the NDCG@10 of each method; without a year, no users and no figures where there were too few to judge by.
    """

    method: str
    since: int | str | None
    until: int | str | None
    users: int
    ndcg: Mapping[str, float]

    def sentence(self) -> str:
        """Describe which method it is and why."""
        if self.since is None or self.until is None:
            return _(
                "Ranked by {method}: the methods cannot be told apart on this data, since fewer than {users} "
                "organisations found a new partner in its last years."
            ).format(method=self.method, users=FEWEST_USERS)
        years = str(self.since) if self.since == self.until else f"{self.since}–{self.until}"
        text = _(
            "Ranked by {method}, the best of {methods} methods without learning on this data in {years}: NDCG@10 "
            "{best:.3f} over {users} organisations that found a new partner (by PageRank {pagerank:.3f}, by popularity "
            "alone {popularity:.3f})."
        )
        return text.format(
            method=self.method,
            methods=len(self.ndcg),
            years=years,
            best=self.ndcg[self.method],
            users=number(self.users),
            pagerank=self.ndcg["pagerank"],
            popularity=max(self.ndcg[name] for name in ("popularity", "projects", "recent")),
        )

    def report(self) -> dict[str, Any]:
        """Return the method, the years it was chosen on, and how good each was there."""
        return {"name": self.method, "since": self.since, "until": self.until, "users": self.users, **self.ndcg}


def unlearned(network: Network) -> Unlearned:
    """Judge the methods without learning on the last year, or quarter, of a network, and choose the best.

    Judged are the lists that would have been handed out at the start of that year, by the mean NDCG@10 over the
    organisations that found a new partner since; if these are fewer than 250, the year before it is judged too, and the
    one before that. Of more than 400, a random sample is judged, the same whenever it is drawn. Personalised PageRank
    is used where fewer than 30 can be judged. What was found is kept as long as the network is.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    Unlearned
        The method, and how it was chosen.

    Examples
    --------
    >>> import polegraph.examples
    >>> unlearned(polegraph.examples.tiny()).method
    'pagerank'
    """
    known = _KNOWN.get(network)
    if known is None:
        known = _KNOWN[network] = _judged(network)
    return known


def _judged(network: Network) -> Unlearned:
    nothing = Unlearned(DEFAULT, None, None, 0, {})
    periods = _judged_periods(network)
    if periods is None:
        return nothing
    cut, last = periods
    past = before(network, cut.first)
    found = split(past, partners_found(network, past, cut.first, last.last), None)
    if len(found.users) < FEWEST_USERS:
        return nothing
    found = found._replace(users=drawn(found.users, MOST_JUDGED, [_SEED, cut.number]))
    profiles, exclude = Profiles(found.context), rules(found.context)
    cold = ColdStart(profiles)
    ndcg = {
        name: rounded(judge(found, HandedOut(scorer(profiles, name), cold), TOP, exclude).quality.ndcg.mean())
        for name in UNLEARNED
    }
    return Unlearned(max(ndcg, key=ndcg.__getitem__), cut.since, last.until, len(found.users), ndcg)


def _judged_periods(network: Network) -> tuple[Period, Period] | None:
    """Return the first and the last period to judge on; None where none leaves enough to learn from or to judge by."""
    periods = training_periods(network.projects)
    projects, shared = network.projects, np.diff(network.incidence.indptr) > 1
    chosen = None
    for period in reversed(periods):
        # Those known at the cut with a project of others since: of these are the users
        earlier = begun(projects, period.first).to_numpy()
        later = begun_within(projects, period.first, periods[-1].last).to_numpy()
        then = network.incidence[np.flatnonzero(earlier)].sum(axis=0) > 0
        since = network.incidence[np.flatnonzero(later & shared)].sum(axis=0) > 0
        users = int((np.asarray(then) & np.asarray(since)).sum())
        if users >= FEWEST_USERS:
            chosen = period, periods[-1]
        if users >= ENOUGH_USERS:
            break
    return chosen
