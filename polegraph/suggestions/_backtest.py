"""How good the suggestions would have been: learn from earlier years, judge on later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph._selection import restrict
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _, number
from polegraph.network import Network
from polegraph.suggestions.context import Context
from polegraph.suggestions.methods import DEFAULT, METHODS, named
from polegraph.suggestions.quality import Quality, bootstrap, interval, quality, rounded
from polegraph.suggestions.ranking import blocks, first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.linalg import Csr
    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.methods import Block, Method

_KEPT = ("organisations", "projects", "participations", "themes", "project_themes", "poles", "memberships", "labels")


class Trial(NamedTuple):
    """What is judged: the past, who found a new partner after it, and whom they found."""

    context: Context
    users: Positions
    truth: Csr
    candidates: int


def backtest(
    net: Network,
    cut: int,
    until: int | None = None,
    *,
    methods: Sequence[str] | Mapping[str, Method] | None = None,
    draws: int = 1000,
    seed: int = 0,
    top: int = 10,
) -> dict[str, Any]:
    """Measure how good the suggestions would have been on this very network.

    The methods see the projects with ``year`` < *cut* and nothing else. Users are the organisations with such a project
    that found a new partner, also known at the cut, in the years *cut* to *until*. Every organisation known at the cut
    that was not yet a partner is a candidate. An organisation is right (1) if it became a partner, else wrong (0).

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
        Names of `METHODS`, or functions by name; None for every method.
    draws
        Number of bootstrap draws.
    seed
        Seed of the draws.
    top
        Length of the lists that are judged; the names of the figures carry it.

    Returns
    -------
    dict
        ``cut, until, users, candidates, methods, shipped``. For each method ``name, ndcg_at_10, low, high`` (95 %
        interval of the mean NDCG over users, bootstrapped), ``hit_at_10, recall_at_10, mrr`` (in the whole list),
        ``coverage`` (share of the candidates that stand in some list), and ``difference, difference_low,
        difference_high``: its NDCG minus that of the shipped method (or the first), on the same drawn users.

    Raises
    ------
    PolegraphError
        If there is nothing to learn from or to judge on.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = [("P1", "A"), ("P1", "B"), ("P2", "B"), ("P2", "C"), ("P3", "C"), ("P3", "D"), ("P4", "A"), ("P4", "C")]
    >>> net = Network(
    ...     organisations=pd.DataFrame({"org_id": list("ABCD"), "name": list("ABCD")}),
    ...     projects=pd.DataFrame({"project_id": ["P1", "P2", "P3", "P4"], "year": [2014, 2015, 2016, 2018]}),
    ...     participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
    ... )
    >>> result = backtest(net, cut=2018)
    >>> result["users"], result["candidates"], result["methods"][0]["name"], result["methods"][0]["hit_at_10"]
    (2, 4, 'pagerank', 1.0)
    """
    cut, top, draws = whole_number(cut, "cut"), whole_number(top, "top", 1), whole_number(draws, "draws", 1)
    until = None if until is None else whole_number(until, "until")
    if methods is not None and not len(methods):
        raise PolegraphError(_("there is no method to judge"), remedy=_("name one or more, or leave it out"))
    if isinstance(methods, Mapping):
        functions = dict(methods)
    else:
        functions = {name: named(name) for name in (METHODS if methods is None else methods)}
    last = _last_year(net, cut, until)
    past = before(net.around, cut)
    found = trial(past, _partners_found(net.around, past, cut, last), net.focus)
    judged = {name: _judge(found, function, top) for name, function in functions.items()}
    reference = list(functions).index(DEFAULT) if DEFAULT in functions else 0
    means = bootstrap(np.column_stack([one.ndcg for one, __ in judged.values()]), draws, seed)
    rows = []
    for place, (name, (one, coverage)) in enumerate(judged.items()):
        low, high = interval(means[:, place])
        worse, better = interval(means[:, place] - means[:, reference])
        base = list(judged.values())[reference][0].ndcg.mean()
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
    return {
        "cut": cut,
        "until": last,
        "users": len(found.users),
        "candidates": found.candidates,
        "methods": rows,
        "shipped": DEFAULT,
    }


def before(net: Network, cut: int) -> Network:
    """Give the network as it was known before a year: its projects, who took part in them, and nothing undated.

    Parameters
    ----------
    net
        The network.
    cut
        First year that is held back. What organisations are (name, kind, size, region) has no date and stays.

    Examples
    --------
    >>> import polegraph.examples
    >>> before(polegraph.examples.tiny(), 2016)
    <Network: 3 organisations, 1 project, 3 participations>
    """
    earlier = (net.projects["year"] < cut).fillna(value=False).to_numpy(dtype=bool)
    projects = net.projects.loc[earlier, "project_id"]
    takes_part = net.participations["project_id"].isin(projects)
    smaller = restrict(net, net.participations.loc[takes_part, "org_id"].unique(), projects)
    tables = {name: table if name in _KEPT else table.iloc[:0] for name, table in smaller.items()}
    gone = tables["organisations"]["dissolved"]
    tables["organisations"] = tables["organisations"].assign(dissolved=gone.where(gone.dt.year < cut))
    members, labels = tables["memberships"], tables["labels"]
    tables["memberships"] = members[members["since"].dt.year < cut].reset_index(drop=True)
    tables["labels"] = labels[labels["date"].dt.year < cut].reset_index(drop=True)
    return Network.from_checked(tables, focus=None, around=None)


def _last_year(net: Network, cut: int, until: int | None) -> int:
    """Give the last year to judge on; refuse a cut that leaves nothing to learn from or to judge on."""
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


def _partners_found(net: Network, past: Network, cut: int, last: int) -> Csr:
    """Give who shares a project in the judged years, among those known before, by row of the past network."""
    judged = net.projects["year"].between(cut, last).fillna(value=False).to_numpy(dtype=bool)
    takes_part = net.participations
    takes_part = takes_part[takes_part["project_id"].isin(net.projects.loc[judged, "project_id"])]
    column = past.org_index.get_indexer(pd.Index(takes_part["org_id"]))
    row, names = pd.factorize(takes_part["project_id"])
    known = column >= 0
    matrix = linalg.incidence(
        row[known].astype(np.int64), column[known].astype(np.int64), (len(names), len(past.org_index))
    )
    return linalg.project(matrix, np.ones(len(names), dtype=np.int64))


def trial(past: Network, later: Csr, focus: frozenset[str] | None) -> Trial:
    """Prepare what is judged.

    Parameters
    ----------
    past
        The network that the methods may see.
    later
        Organisations × organisations in the order of its table: who worked together in the judged years.
    focus
        The organisations that may be users; None for all.

    Raises
    ------
    PolegraphError
        If no organisation found a new partner.
    """
    context = Context(past)
    together = later[context.order][:, context.order].astype(bool).astype(np.int8)
    truth = together - together.multiply(context.partners.astype(np.int8))
    truth = truth.tocsr()
    truth.eliminate_zeros()
    truth.sort_indices()
    users = np.flatnonzero(np.diff(truth.indptr)).astype(np.int64)
    if focus is not None:
        users = users[np.isin(context.ids[users].astype("str"), np.array(sorted(focus), dtype="str"))]
    if not len(users):
        raise PolegraphError(
            _("no organisation that was known before the cut found a new partner that was known too"),
            remedy=_("choose another cut, or more years to judge on"),
        )
    return Trial(context, users, truth, len(context.ids))


def _judge(found: Trial, method: Method, top: int) -> tuple[Quality, float]:
    """Judge one method; give the quality for every user, and the share of the candidates that it shows."""
    partners = found.context.partners

    def exclude(users: Positions, scores: Block) -> None:
        present = partners[users]
        scores[np.repeat(np.arange(len(users)), np.diff(present.indptr)), present.indices] = 0
        scores[np.arange(len(users)), users] = 0

    parts: list[Quality] = []
    shown: set[int] = set()
    for users, scores in blocks(found.context, method, found.users, exclude):
        ranked = first(users, scores, top)
        shown.update(ranked.suggested.tolist())
        parts.append(quality(users, ranked, scores, found.truth, top))
    return Quality(*(np.concatenate(values) for values in zip(*parts, strict=True))), len(shown) / found.candidates


def summary(result: Mapping[str, Any]) -> str:
    """Say in a sentence how good the shipped method was, for the foot of a list.

    Parameters
    ----------
    result
        What `backtest` gave, with lists of ten.

    Examples
    --------
    >>> row = {"name": "pagerank", "ndcg_at_10": 0.0569, "low": 0.0518, "high": 0.0622, "hit_at_10": 0.266}
    >>> result = {"cut": 2019, "until": 2022, "users": 2168, "methods": [row], "shipped": "pagerank"}
    >>> summary(result).split(". ")[0]
    'Tested on this data: learned from the projects before 2019, judged on 2019–2022'
    """
    rows = {row["name"]: row for row in result["methods"]}
    row = rows.get(result["shipped"], result["methods"][0])
    text = _(
        "Tested on this data: learned from the projects before {cut}, judged on {cut}–{until}. Of {users} "
        "organisations that found a new partner, {hit:.0%} had one among the first 10 suggested "
        "(NDCG@10 {ndcg:.3f}, 95 % interval {low:.3f}–{high:.3f})."
    ).format(
        cut=result["cut"],
        until=result["until"],
        users=number(result["users"]),
        hit=row["hit_at_10"],
        ndcg=row["ndcg_at_10"],
        low=row["low"],
        high=row["high"],
    )
    if "popularity" not in rows or row["name"] == "popularity":
        return text
    return text + " " + _("By popularity alone: {hit:.0%}.").format(hit=rows["popularity"]["hit_at_10"])
