"""Back-testing: train on earlier years, evaluate on later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.combine import before
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.suggestions.candidates.exposure import DEFAULT_SHARE, spread
from polegraph.suggestions.evaluation.judging import judge, scorers
from polegraph.suggestions.evaluation.pooling import pooled
from polegraph.suggestions.evaluation.subgroups import slices
from polegraph.suggestions.learning.model_selection import choose
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, ndcg, rounded
from polegraph.suggestions.learning.temporal_split import TemporalSplit, partners_found, split
from polegraph.suggestions.learning.training_data import among

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.network import Network
    from polegraph.suggestions.candidates.baselines import Method
    from polegraph.suggestions.candidates.ranked import Ranked
    from polegraph.suggestions.evaluation.judging import Judged

_CALIBRATED: Final = ((1, 1), (2, 3), (4, 10))
_SHARES: Final = (None, 1.0, 0.1, 0.05, 0.02, 0.01)


def backtest(
    net: Network,
    cut: int,
    until: int | None = None,
    *,
    methods: Sequence[str] | Mapping[str, Method] | None = None,
    draws: int = 1000,
    seed: int = 0,
    top: int = 10,
    pool: int = 1,
) -> dict[str, Any]:
    """Measure the quality of suggestions on this network's own past.

    The methods see the projects with ``year`` < *cut* and nothing else; what is learned, is learned from them. Users
    are the organisations with such a project that found a new partner, also known at the cut, in the years *cut* to
    *until*. Every organisation known at the cut that was not yet a partner is a candidate. An organisation is right
    (1) if it became a partner, else wrong (0).

    Equal scores count by expectation: NDCG, hit, recall, reciprocal rank and coverage are the means over all orders of
    the tied, beyond the last place of the list too. Nothing depends on identifiers: where something must come first, as
    in the lists that are handed out, in candidates that are cut, in draws and in what is learned, the order comes from
    names, places, years and projects, and from the identifier only where two organisations are alike in all of these.
    `suggest` hands out the same lists, the tied by identifier.

    Parameters
    ----------
    net
        The network. If it was narrowed to some organisations, these are the users, judged within what they were
        chosen from.
    cut
        First year that is held back.
    until
        Last year that is judged; None for the last of the network.
    methods
        Names of methods, or functions by name; None for every method, and all the figures of the shipped one.
    draws
        Number of bootstrap draws.
    seed
        Seed of the draws, and of what is learned.
    top
        Length of the lists that are judged; the names of the figures carry it.
    pool
        Number of cuts, one a year, of which the last is *cut*. With more than one, the shipped method and PageRank are
        compared on all of them together, each judged on as many years: where one cut has too few users of a kind to
        decide. Each cut learns anew.

    Returns
    -------
    dict
        ``cut, until, users, candidates, methods, shipped``. For each method ``name, ndcg_at_10, low, high`` (95 %
        interval of the mean NDCG over users, bootstrapped), ``hit_at_10, recall_at_10, mrr`` (in the whole list),
        ``coverage`` (share of the candidates that stand in some list, the tied of each list being drawn on their own),
        and ``difference, difference_low, difference_high``: its NDCG minus that of the shipped method (or the first),
        on the same drawn users.
        ``learned``: what the model learned from and how good it was on its own last year, or why there is none. With
        every method also ``by`` (the shipped method and PageRank for each kind, size and number of projects),
        ``calibration`` (share of those at each rank that became partners) and ``spread`` (NDCG and coverage for each
        limit on how many lists an organisation may stand in). With *pool*, ``pool`` has ``cuts``, those ``skipped``
        because nothing could be learned or judged there, and ``by``, as above, with the number of ``organisations``:
        one may be a user of several cuts, so the intervals draw organisations, each with all its cuts.

    Raises
    ------
    PolegraphError
        If there is nothing to learn from or to judge on.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.network import Network
    >>> pairs = [("P1", "A"), ("P1", "B"), ("P2", "B"), ("P2", "C"), ("P3", "C"), ("P3", "D"), ("P4", "A"), ("P4", "C")]
    >>> net = Network(
    ...     organisations=pd.DataFrame({"org_id": list("ABCD"), "name": list("ABCD")}),
    ...     projects=pd.DataFrame({"project_id": ["P1", "P2", "P3", "P4"], "year": [2014, 2015, 2016, 2018]}),
    ...     participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
    ... )
    >>> result = backtest(net, cut=2018)
    >>> result["users"], result["candidates"], result["methods"][1]["name"], result["methods"][1]["hit_at_10"]
    (2, 4, 'pagerank', 1.0)
    """
    # Check the arguments
    cut, top, draws = whole_number(cut, "cut"), whole_number(top, "top", 1), whole_number(draws, "draws", 1)
    until = None if until is None else whole_number(until, "until")
    pool = whole_number(pool, "pool", 1)
    if methods is not None and not len(methods):
        raise PolegraphError(_("there is no method to judge"), remedy=_("name one or more, or leave it out"))
    # Split the projects at the cut, and find the users to judge
    last = _last_year(net, cut, until)
    past = before(net.around, cut)
    found = split(past, partners_found(net.around, past, cut, last), net.focus)
    if not len(found.users):
        raise PolegraphError(
            _("no organisation that was known before the cut found a new partner that was known too"),
            remedy=_("choose another cut, or more years to judge on"),
        )
    # Choose the method on the past alone, and judge every method
    wants_model = methods is None or "learned" in methods
    choice = choose(past, seed, may_learn=wants_model and not isinstance(methods, Mapping))
    judged = {name: judge(found, one, top) for name, one in scorers(found.context, methods, choice).items()}
    # Compare them with the shipped one
    shipped = choice.method
    reference = shipped if shipped in judged else next(iter(judged))
    result: dict[str, Any] = {
        "cut": cut,
        "until": last,
        "users": len(found.users),
        "candidates": found.candidates,
        "methods": _rows(judged, reference, draws, seed, top),
        "shipped": shipped,
        "learned": choice.report(),
    }
    # Judge the shipped one by subgroup, its probabilities, and what spreading costs
    if methods is None:
        result["by"] = slices(found, {name: judged[name].quality for name in (shipped, "pagerank")}, draws, seed, top)
        result["calibration"] = _calibration(found, judged[shipped].lists)
        if pool > 1:
            known = {name: judged[name].quality for name in (shipped, "pagerank")}
            result["pool"] = pooled(net, (cut, last, pool), (found, known), (draws, seed, top))
        result["spread"] = _spreads(found, judged[shipped], top)
    return result


def _last_year(net: Network, cut: int, until: int | None) -> int:
    """Return the last year to judge on; refuse a cut that leaves nothing to learn from or to judge on."""
    years = net.around.projects["year"].dropna().astype(np.int64)
    if not len(years):
        raise PolegraphError(
            _("no project has a year, so there is no earlier and later"),
            remedy=_("give the projects a year or a start date"),
        )
    span = {"first": int(years.min()), "last": int(years.max())}
    last = span["last"] if until is None else until
    if not (years < cut).any():
        raise PolegraphError(
            _("there is no project before {cut} to learn from").format(cut=cut),
            remedy=_("choose a cut after {first}; the projects are of {first} to {last}").format(**span),
        )
    if not years.between(cut, last).any():
        raise PolegraphError(
            _("there is no project of {cut} to {until} to judge on").format(cut=cut, until=last),
            remedy=_("choose years between {first} and {last}").format(**span),
        )
    return last


def _rows(judged: Mapping[str, Judged], reference: str, draws: int, seed: int, top: int) -> list[dict[str, Any]]:
    means = bootstrap(np.column_stack([one.quality.ndcg for one in judged.values()]), draws, seed)
    base, place_of_base = judged[reference].quality.ndcg.mean(), list(judged).index(reference)
    rows = []
    for place, (name, (one, coverage, __)) in enumerate(judged.items()):
        low, high = interval(means[:, place])
        worse, better = interval(means[:, place] - means[:, place_of_base])
        rows.append(
            {
                "name": name,
                f"ndcg_at_{top}": rounded(one.ndcg.mean()),
                "low": rounded(low),
                "high": rounded(high),
                f"hit_at_{top}": rounded(one.hit.mean()),
                f"recall_at_{top}": rounded(one.recall.mean()),
                "mrr": rounded(one.reciprocal.mean()),
                "coverage": rounded(coverage),
                "difference": rounded(one.ndcg.mean() - base),
                "difference_low": rounded(worse),
                "difference_high": rounded(better),
            }
        )
    return rows


def _calibration(found: TemporalSplit, ranked: Ranked) -> list[dict[str, Any]]:
    """Return the share of candidates at the first ranks that became partners."""
    right = np.asarray(found.truth[ranked.user, ranked.candidate]).ravel() > 0
    rows = []
    for first_rank, last_rank in _CALIBRATED:
        some = (ranked.rank >= first_rank) & (ranked.rank <= last_rank)
        share = right[some].mean() if some.any() else 0.0
        rows.append(
            {"from": first_rank, "to": last_rank, "suggested": int(some.sum()), "became_partners": rounded(share)}
        )
    return rows


def _spreads(found: TemporalSplit, judged: Judged, top: int) -> list[dict[str, Any]]:
    """Return the quality and the share of the catalogue shown for each limit, and without one."""
    rows = []
    relevant = np.diff(found.truth[found.users].indptr)
    for share in _SHARES:
        lists = spread(judged.lists, top, share)
        value, coverage = judged.quality.ndcg.mean(), judged.coverage
        if share is not None:
            value = ndcg(among(found.truth, found.users, lists.table(found.users, top)), relevant).mean()
            coverage = len(np.unique(lists.candidate)) / found.candidates
        most = int(np.bincount(lists.candidate).max(initial=0))
        rows.append(
            {
                "share": share,
                "default": share == DEFAULT_SHARE,
                f"ndcg_at_{top}": rounded(value),
                "coverage": rounded(coverage),
                "most_lists": most,
            }
        )
    return rows
