"""Candidates of a consortium, a few hundred, and what each and each pair would bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.consortia.integer_program import Bound, Opening, Programme
from polegraph.linalg.sparse import sorted_rows
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from polegraph.consortia.set_scores import Past
    from polegraph.consortia.topics import Topics
    from polegraph.linalg import Csr

    Floats = NDArray[np.float64]
    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

WEIGHTS: Final[dict[str, float]] = {
    "topics": 4.0,
    "trust": 1.0,
    "new_links": 0.6,
    "fit": 0.6,
    "capacity": 0.3,
    "experience": 0.8,
    "outcomes": 0.3,
    "size": 1.3,
}
"""What each part of the score weighs: the share of the topics that is covered; for each member, its best tie to
another, whether a missing link opens, how well it fits those that must be in, whether it has time, outcomes before;
experience of the coordinator; and what each member costs, ``size``."""
MOST: Final = 60
"""Candidates with the best scores alone."""
EACH: Final = 10
"""Candidates of each kind and size, and of those that a rule speaks of."""
TIES: Final = 10
"""Ties of each candidate that count: the strongest."""
_BUSY: Final = 10.0  # running projects after which capacity halves
_COUNTRY: Final = 2  # candidates of each country where rules ask for several


@dataclass(frozen=True)
class Traits:
    """What each organisation of a network brings alone, by position; from 0 to 1.

    Parameters
    ----------
    fit, capacity, experience, outcomes : array of float
        How well it fits the members that must be in; :math:`2^{-n / 10}` with *n* its running projects;
        :math:`1 - 2^{-n}` with *n* the projects that it coordinated, each halved every three years, and with *n* its
        projects with an outcome.
    unlinked_sme, unlinked_lab, idle : array of bool
        SMEs without a project with a large group, laboratories without one with an SME, organisations without any.
    """

    fit: Floats
    capacity: Floats
    experience: Floats
    outcomes: Floats
    unlinked_sme: Flags
    unlinked_lab: Flags
    idle: Flags
    large: Flags
    sme: Flags


def traits(past: Past, fit: Floats) -> Traits:
    """Find what each organisation brings alone.

    Parameters
    ----------
    past
        The network.
    fit : array of float, one entry an organisation
        Scores of completion of the members that must be in.
    """
    context, net = past.context, past.network
    size, kind = context.category_size, context.column("kind")
    large, sme = (np.isin(size.astype(str), words) for words in (LARGE_SIZES, SME_SIZES))
    place = net.project_index[context.project_order]
    roles = net.participations[net.participations["role"] == "coordinator"]
    led = np.zeros(past.number)
    rows, columns = place.get_indexer(pd.Index(roles["project_id"])), context.positions(roles["org_id"].to_numpy())
    np.add.at(led, columns, past.activity.recency[rows])
    ended = np.isin(context.project_ids, net.outcomes["project_id"].dropna().unique())
    return Traits(
        fit=fit / max(float(fit.max(initial=0)), 1e-12),
        capacity=0.5 ** (np.asarray(context.members @ _running(past).astype(np.float64)) / _BUSY),
        experience=1 - 0.5**led,
        outcomes=1 - 0.5 ** np.asarray(context.members @ ended.astype(np.float64)),
        unlinked_sme=sme & ~_with(past, large),
        unlinked_lab=(kind == "lab") & ~_with(past, sme),
        idle=np.diff(context.members.indptr) == 0,
        large=large,
        sme=sme,
    )


def _running(past: Past) -> Flags:
    """Return which projects run on the day of the network; one without an end runs for three years."""
    projects = past.network.projects
    day = pd.Timestamp(past.network.day)
    start, end = projects["start"], projects["end"]
    year = projects["year"].astype("float64").to_numpy(na_value=np.nan)
    begun = np.where(start.notna(), (start <= day).to_numpy(dtype=bool), year <= day.year)
    going = np.where(end.notna(), (end >= day).to_numpy(dtype=bool), year > day.year - 3)
    running: Flags = (begun & going)[past.context.project_order]
    return running


def _with(past: Past, some: Flags) -> Flags:
    """Return which organisations have a project with another one of some."""
    number = np.asarray(past.context.incidence @ some.astype(np.float64))
    also = past.context.members.astype(np.float64)
    return np.asarray((also @ number) - np.diff(past.context.members.indptr) * some > 0)


def chosen(
    past: Past, value: Floats, may: Flags, must: Positions, bounds: Sequence[Bound], topics: Topics | None = None
) -> Positions:
    """Choose the candidates: the best alone, and the best of each kind, size, topic, and of those of each rule.

    Parameters
    ----------
    past
        The network.
    value : array of float, one entry an organisation
        What each brings alone.
    may : array of bool
        Which may be in.
    must : array of int
        Those that are in anyway.
    bounds
        The rules, over all organisations.
    topics
        The topics of the call.
    """
    ids = pd.Series(past.context.ids).rank().to_numpy()
    order = np.lexsort((ids, -np.round(value, 9)))
    order = order[may[order]]
    parts = [must, order[:MOST]]
    classes = [past.context.column("kind").astype(str), past.context.category_size.astype(str)]
    if any(len(bound.keys) for bound in bounds):
        classes.append(past.context.column("country").astype(str))
    for number, words in enumerate(classes):
        place = pd.Series(words[order]).groupby(words[order]).cumcount().to_numpy()
        parts.append(order[place < (_COUNTRY if number > 1 else EACH)])
    parts += [order[bound.some[order]][:EACH] for bound in bounds]
    if topics is not None:
        for column in topics.cover.T:
            known = order[column[order] > 0]
            parts.append(known[np.argsort(-column[known], kind="stable")][:EACH])
    return np.unique(np.concatenate(parts)).astype(np.int64)


def ties(past: Past, some: Positions, unit: NDArray[np.intp]) -> Csr:
    """Return how well candidates know each other: :math:`1 - 2^{-n}` with *n* common projects.

    A project counts half after three years.

    Parameters
    ----------
    past
        The network.
    some : array of int
        The candidates.
    unit : array of int, one entry a candidate
        Its group: within one nobody needs to be trusted.

    Returns
    -------
    sparse array, candidates × candidates
        The `TIES` strongest of each.
    """
    member = past.context.members[some].astype(np.float64)
    common = (member @ sparse.diags_array(past.activity.recency) @ member.T).tocoo()
    kept = (common.row != common.col) & (unit[common.row] != unit[common.col])
    row, column, value = common.row[kept], common.col[kept], np.round(1 - 0.5 ** common.data[kept], 9)
    ids = past.context.ids[some]
    by_id = np.empty(len(some), dtype=np.int64)
    by_id[np.argsort(ids, kind="stable")] = np.arange(len(some))
    order = np.lexsort((by_id[column], -value, row))
    row, column, value = row[order], column[order], value[order]
    first = pd.Series(row).groupby(row).cumcount().to_numpy() < TIES
    return sorted_rows(sparse.csr_array((value[first], (row[first], column[first])), shape=common.shape))


def programme(  # what the score is made of
    some: Positions,
    given: Traits,
    topics: Topics,
    known: Csr,
    weights: Mapping[str, float],
    size: tuple[int, int],
    **others: Any,  # noqa: ANN401  # the other parts of a programme
) -> Programme:
    """Build the integer programme of a choice among candidates.

    Parameters
    ----------
    some : array of int
        The candidates.
    given
        What each organisation brings alone.
    topics
        Topics of the call.
    known
        As `ties` gives it.
    weights
        As `WEIGHTS`.
    size
        Least and largest number of members.
    **others
        ``must``, ``unit``, ``bounds`` and ``leads`` of `polegraph.consortia.integer_program.Programme`.
    """
    alone = weights["fit"] * given.fit + weights["capacity"] * given.capacity + weights["outcomes"] * given.outcomes
    alone = alone + weights["new_links"] * given.idle - weights["size"]
    pairs = []
    for lacking, offered in (
        (given.unlinked_sme & ~given.idle, given.large),
        (given.unlinked_lab & ~given.idle, given.sme),
    ):
        gaining = np.flatnonzero(lacking[some])
        pairs.append(Opening(gaining, np.full(len(gaining), weights["new_links"]), np.flatnonzero(offered[some])))
    return Programme(
        member=alone[some],
        lead=weights["experience"] * given.experience[some],
        cover=topics.cover[some],
        topics=weights["topics"] * topics.weights,
        ties=weights["trust"] * known,
        openings=pairs,
        size=size,
        **others,
    )
