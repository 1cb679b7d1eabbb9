"""Back-testing: train on earlier years, evaluate on later ones."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.combine import before
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.suggestions.candidates.baselines import UNLEARNED
from polegraph.suggestions.candidates.exposure import DEFAULT_SHARE
from polegraph.suggestions.candidates.exposure import spread as spread_out
from polegraph.suggestions.evaluation import cuts
from polegraph.suggestions.evaluation.pooling import pooled
from polegraph.suggestions.evaluation.subgroups import slices
from polegraph.suggestions.learning.judging import judge, judge_spread, rules, scorers
from polegraph.suggestions.learning.model_selection import choose
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, ndcg, rounded
from polegraph.suggestions.learning.temporal_split import TemporalSplit, partners_found, split
from polegraph.suggestions.learning.training_data import among
from polegraph.suggestions.learning.unlearned import unlearned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from polegraph.network import Network
    from polegraph.suggestions.candidates.baselines import Method
    from polegraph.suggestions.candidates.ranked import Ranked
    from polegraph.suggestions.learning.judging import Judged
    from polegraph.suggestions.learning.unlearned import Unlearned
    from polegraph.suggestions.profiles.snapshot import Positions

_CALIBRATED: Final = ((1, 1), (2, 3), (4, 10))
_SHARES: Final = (None, 1.0, 0.1, 0.05, 0.02, 0.01)


def backtest(  # noqa: PLR0913  # the options of the command
    net: Network,
    cut: int | str | date,
    until: int | str | date | None = None,
    *,
    methods: Sequence[str] | Mapping[str, Method] | None = None,
    draws: int = 1000,
    seed: int = 0,
    top: int = 10,
    pool: int = 1,
    spread: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Measure the quality of suggestions on this network's own past.

    The methods see the projects with ``year`` < *cut* and nothing else; what is learned, is learned from them. Users
    are the organisations with such a project that found a new partner, also known at the cut, in the years *cut* to
    *until*. Every organisation known at the cut that was not yet a partner is a candidate. An organisation is right
    (1) if it became a partner, else wrong (0).

    Judged are the lists that `suggest` hands out on that past: of every method, with cold start where it has no
    candidate, and without those that are never suggested (same group, opted out, dissolved), even if they became
    partners.

    Equal scores count by expectation: NDCG, hit, recall, reciprocal rank and coverage are the means over all orders of
    the tied, beyond the last place of the list too. Nothing depends on identifiers: where something must come first, as
    in the lists that are handed out, in candidates that are cut, in draws and in what is learned, the order comes from
    names, places, years and projects, and from the identifier only where two organisations are alike in all of these.
    `suggest` hands out the same lists, the tied by identifier.

    The bar that any advice must beat is the method without learning that was best on the last years before the cut
    (`polegraph.suggestions.unlearned`): it is chosen on other years than those that are judged.

    Parameters
    ----------
    net
        The network. If it was narrowed to some organisations, these are the users, judged within what they were
        chosen from.
    cut
        First year that is held back; or the first day, a date or ``"2015-09-01"``. Then a project counts by its first
        day, and where it has none by its year; one of which only the year of the cut (or of *until*) is known is set
        aside: neither learned from nor judged. What is said of organisations counts by its year.
    until
        Last year, or day, that is judged; None for the last of the network.
    methods
        Names of methods, or functions by name; None for every method, and all the figures of the shipped one.
    draws
        Number of bootstrap draws.
    seed
        Seed of the draws, and of what is learned.
    top
        Length of the lists that are judged; the names of the figures carry it.
    pool
        Number of cuts, one a year, or one a quarter where *cut* is a day, of which the last is *cut*. With more than
        one, the shipped method and PageRank are compared on all of them together, each judged on as long a time: where
        one cut has too few users of a kind to decide. Each cut learns anew.
    spread
        Exposure limit of the lists, as for `suggest`; then lists are made for all organisations, since who is shown to
        one depends on what the others are shown, and a list ends after *top*.
    progress
        Function of the number of steps done and of all steps, called as they are done.

    Returns
    -------
    dict
        ``cut, until, users, candidates, methods, shipped``. For each method ``name, ndcg_at_10, low, high`` (95 %
        interval of the mean NDCG over users, bootstrapped), ``hit_at_10, recall_at_10, mrr`` (in the whole list),
        ``coverage`` (share of the candidates that stand in some list, the tied of each list being drawn on their own),
        and ``difference, difference_low, difference_high``: its NDCG minus that of the shipped method (or the first),
        on the same drawn users. ``bar``: the ``name`` of the bar, the years ``since`` and ``until`` and the number of
        ``users`` it was chosen on (missing where too few could be judged: then it is PageRank), its NDCG here;
        ``best``, the best method without learning on the judged years; ``difference, difference_low,
        difference_high``: the NDCG of the shipped method minus that of the bar. ``set_aside``: projects that count
        neither way.
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
    # Check the arguments, and split the projects at the cut
    top, draws, pool = whole_number(top, "top", 1), whole_number(draws, "draws", 1), whole_number(pool, "pool", 1)
    if methods is not None and not len(methods):
        raise PolegraphError(_("there is no method to judge"), remedy=_("name one or more, or leave it out"))
    dates = cuts.span(net, cut, until)
    past = before(net.around, dates.cut)
    found = split(past, partners_found(net.around, past, *dates), net.focus)
    if not len(found.users):
        raise PolegraphError(
            _("no organisation that was known before the cut found a new partner that was known too"),
            remedy=_("choose another cut, or more years to judge on"),
        )
    # Choose the method on the past alone, and judge every method
    wants_model = methods is None or "learned" in methods
    choice = choose(past, seed, may_learn=wants_model and not isinstance(methods, Mapping))
    tested = scorers(found.context, methods, choice)
    done = _counter(progress, 1 + len(tested) + (pool if methods is None else 0))
    exclude, everyone = rules(found.context), _everyone(found, net.focus)
    judged = {}
    for name, one in tested.items():
        judged[name] = (
            judge(found, one, top, exclude)
            if spread is None
            else judge_spread(found, one, top, exclude, (everyone, spread))
        )
        done()
    # Compare them with the shipped one
    shipped = choice.method
    reference = shipped if shipped in judged else next(iter(judged))
    result: dict[str, Any] = {
        "cut": dates.told[0],
        "until": dates.told[1],
        "users": len(found.users),
        "candidates": found.candidates,
        "set_aside": cuts.set_aside(net.around.projects, dates),
        "methods": _rows(judged, reference, draws, seed, top),
        "shipped": shipped,
        "learned": choice.report(),
        "bar": _bar(unlearned(past), judged, reference, draws, seed, top),
    }
    # Judge the shipped one by subgroup, its probabilities, and what spreading costs
    if methods is None:
        known = {name: judged[name].quality for name in (shipped, "pagerank")}
        result["by"] = slices(found, known, draws, seed, top)
        result["calibration"] = _calibration(found, judged[shipped].lists)
        done()
        if pool > 1:
            result["pool"] = pooled(net, (dates, pool), (found, known), (draws, seed, top), done)
        if spread is None:
            result["spread"] = _spreads(found, judged[shipped], top)
    return result


def _counter(progress: Callable[[int, int], None] | None, total: int) -> Callable[[], None]:
    """Return a function that counts the steps that are done and tells their number; the first is done."""
    number = itertools.count(1)

    def done() -> None:
        if progress is not None:
            progress(min(next(number), total), total)

    done()
    return done


def _everyone(found: TemporalSplit, focus: frozenset[str] | None) -> Positions:
    """Return the positions of all that `suggest` hands lists out to."""
    there = found.context.present
    if focus is not None:
        there = there & np.isin(found.context.ids.astype("str"), np.array(sorted(focus), dtype="str"))
    return np.flatnonzero(there).astype(np.int64)


def _bar(
    order: Unlearned, judged: Mapping[str, Judged], reference: str, draws: int, seed: int, top: int
) -> dict[str, Any]:
    """Return the bar, how it was chosen and how far the shipped method is above it, as far as both were judged."""
    told: dict[str, Any] = {"name": order.method, "since": order.since, "until": order.until, "users": order.users}
    known = {name: judged[name].quality.ndcg for name in UNLEARNED if name in judged}
    if order.method not in known:
        return told
    apart = (judged[reference].quality.ndcg - known[order.method])[:, None]
    low, high = interval(bootstrap(apart, draws, seed)[:, 0])
    told[f"ndcg_at_{top}"] = rounded(known[order.method].mean())
    told["best"] = max(known, key=lambda name: rounded(known[name].mean()))
    told["difference"] = rounded(apart.mean())
    return {**told, "difference_low": rounded(low), "difference_high": rounded(high)}


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
        lists = spread_out(judged.lists, top, share)
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
