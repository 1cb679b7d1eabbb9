"""Random walk with restart: a linear system for projects or organisations, solved for many walkers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.linalg.sparse import sorted_rows

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from polegraph.linalg import Csr


class Walk(NamedTuple):
    """A random walk as a linear system for some places: projects or organisations.

    With *d* the damping, *t* one entry a place and *r* one an organisation, ``t = d (gather @ (spread @ t) + beside @ t
    + keep t) + enter[user]`` and ``r = arrive @ t + leave e_user``. ``stretch`` is how far each step of the iteration
    goes, ``1 / (1 - m)`` with *m* the middle between the smallest and the largest eigenvalue.
    """

    damping: float
    stretch: float
    gather: Csr
    spread: Csr
    beside: Csr
    keep: NDArray[np.float32]
    enter: Csr
    arrive: Csr
    leave: NDArray[np.float32]


def system(incidence: Csr, weights: NDArray[np.float64], damping: float) -> Walk:
    r"""Build the system of a walk, one entry a project.

    At an organisation the walker returns home with probability :math:`1 - d`, or chooses one of its projects that have
    other members, in proportion to their weights :math:`w_p`, and then one of its other members, each alike: a walk on
    :math:`W_{ij} = \sum_p w_p B_{pi} B_{pj} / (n_p - 1)`.

    The eigenvalues are real, between 0 and :math:`2d / (1 + d)`. Organisations of one project add to ``keep`` and are
    left out of ``gather`` and ``spread``.

    Parameters
    ----------
    incidence
        Projects × organisations, ones.
    weights : array of float, one entry a project
        All positive.
    damping
        :math:`d`, the damping factor, the probability that the walker continues.
    """
    some, step, member, strength = _parts(incidence, weights)
    number = np.diff(member.indptr)
    active = np.where(number > 0, strength, 1.0)
    leave = 1.0 / (1.0 + damping * (member @ step) / active)
    share = sparse.diags_array(leave / active)
    paths = member @ sparse.diags_array(step)
    several = np.flatnonzero(number > 1)
    keep = (some @ np.where(number == 1, leave / active, 0.0)) * step
    home = np.where(number > 0, (1.0 - damping) * leave, 1.0)  # a walker without partners stays at home
    return Walk(
        damping,
        1.0 + damping,
        _single(some[:, several]),
        _single((share @ paths).tocsr()[several]),
        _single(sparse.csr_array((len(step), len(step)))),
        keep.astype(np.float32),
        sorted_rows((1.0 - damping) * (some @ share).T),
        _single(damping * (sparse.diags_array(leave) @ paths)),
        home.astype(np.float32),
    )


def tied(incidence: Csr, weights: NDArray[np.float64], ties: Csr, damping: float) -> Walk:
    r"""Build the system of a walk in which organisations are tied without a project too, one entry an organisation.

    As for `system`, with :math:`T_{ij}` added to :math:`W_{ij}`. The eigenvalues are real, between :math:`-d` and
    :math:`d`.

    Parameters
    ----------
    incidence
        Projects × organisations, ones.
    weights : array of float, one entry a project
        All positive.
    ties
        :math:`T`, organisations × organisations, symmetric, nothing on the diagonal.
    damping
        :math:`d`, the damping factor, the probability that the walker continues.
    """
    some, step, member, strength = _parts(incidence, weights)
    strength = strength + np.asarray(ties.sum(axis=1)).ravel()
    active = np.where(strength > 0, strength, 1.0)
    share = sparse.diags_array(1.0 / active)
    alone = np.where(strength > 0, 0.0, damping)  # a walker without partners stays at home
    everyone = sparse.eye_array(len(active), format="csr")
    return Walk(
        damping,
        1.0,
        _single(member),
        _single(sparse.diags_array(step) @ some @ share),
        _single(ties @ share),
        -(member @ step / active).astype(np.float32),
        sorted_rows((1.0 - damping) * everyone),
        _single(everyone),
        alone.astype(np.float32),
    )


def _parts(incidence: Csr, weights: NDArray[np.float64]) -> tuple[Csr, NDArray[np.float64], Csr, NDArray[np.float64]]:
    """Return the projects with several members, what a step in each weighs, their members, their members' strength."""
    rows = np.flatnonzero(np.diff(incidence.indptr) > 1)
    some, chosen = incidence[rows].astype(np.float64), weights[rows]
    member = sorted_rows(some.T)
    return some, chosen / (np.diff(some.indptr) - 1), member, member @ chosen


def visits(
    walk: Walk, twin: NDArray[np.int64], users: NDArray[np.int64], steps: int, scores: NDArray[np.float32]
) -> None:
    """Fill in the share of its time that the walker of each user spends at each organisation.

    All eigenvalues are real and in known bounds, so Chebyshev's semi-iteration needs a third of the steps of the power
    method. Structurally equivalent users share one solution.

    Parameters
    ----------
    walk
        The system.
    twin : array of int, one entry an organisation
        The first that has the same projects: their walks are the same but for changed places.
    users : array of int
        Positions of the users.
    steps
        Number of steps. Organisations more than one step further away get 0.
    scores : array of float32, users × organisations
        Filled in; each row sums to 1, up to the error left.
    """
    from polegraph.suggestions.kernels.random_walk import LANES, collect_scores, solve  # noqa: PLC0415  # the compiler is heavy

    homes, which = np.unique(twin[users], return_inverse=True)
    gather, spread, beside, arrive = walk.gather, walk.spread, walk.beside, walk.arrive
    for start in range(0, len(homes), LANES):
        enter = walk.enter[homes[start : start + LANES]]
        given = np.zeros((enter.shape[1], LANES), dtype=np.float32)
        lane = np.repeat(np.arange(enter.shape[0]), np.diff(enter.indptr))
        given[enter.indices, lane] = enter.data
        now = solve(
            *(gather.indptr, gather.indices, gather.data, spread.indptr, spread.indices, spread.data),
            *(beside.indptr, beside.indices, beside.data),
            keep=walk.keep,
            damping=walk.damping,
            stretch=walk.stretch,
            steps=steps,
            given=given,
        )
        rows = np.flatnonzero((which >= start) & (which < start + LANES))
        collect_scores(arrive.indptr, arrive.indices, arrive.data, now, which[rows] - start, rows, scores)
    rows, twins = np.arange(len(users)), homes[which]
    scores[rows, twins] += walk.leave[twins]
    scores[rows, users], scores[rows, twins] = scores[rows, twins], scores[rows, users]


def _single(matrix: Any) -> Csr:  # noqa: ANN401  # of any format that slicing or multiplying gave
    """Return a matrix in single precision with short indices: half the memory to go through."""
    matrix = sorted_rows(matrix)
    parts = (matrix.data.astype(np.float32), matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    return sparse.csr_array(parts, shape=matrix.shape)
