"""Random walks that return home: one linear system for the projects, solved in blocks of walkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from polegraph.linalg import Csr


class Walk(NamedTuple):
    """A random walk as a linear system for the projects.

    With *d* the damping, *t* one entry a project and *r* one an organisation, ``t = d (gather @ (spread @ t) + keep t)
    + (1 - d) enter[user]`` and ``r = d (arrive @ t) + (1 - d) leave e_user``. Organisations of one project add to
    ``keep`` and are left out of ``gather`` and ``spread``.
    """

    damping: float
    gather: Csr
    spread: Csr
    keep: NDArray[np.float32]
    enter: Csr
    arrive: Csr
    leave: NDArray[np.float32]


def system(incidence: Csr, weights: NDArray[np.float64], damping: float) -> Walk:
    r"""Make the system of a walk.

    At an organisation the walker goes home with probability :math:`1 - d`, or chooses one of its projects that have
    other members, in proportion to their weights :math:`w_p`, and then one of its other members, each alike: a walk on
    :math:`W_{ij} = \sum_p w_p B_{pi} B_{pj} / (n_p - 1)`.

    Parameters
    ----------
    incidence
        Projects × organisations, ones.
    weights : array of float, one entry a project
        All positive.
    damping
        :math:`d`, how often the walker goes on.
    """
    rows = np.flatnonzero(np.diff(incidence.indptr) > 1)
    some, chosen = incidence[rows].astype(np.float64), weights[rows]
    step = chosen / (np.diff(some.indptr) - 1)
    member = sorted_rows(some.T)
    strength, number = member @ chosen, np.diff(member.indptr)
    active = np.where(number > 0, strength, 1.0)
    leave = 1.0 / (1.0 + damping * (member @ step) / active)
    share = sparse.diags_array(leave / active)
    paths = member @ sparse.diags_array(step)
    several = np.flatnonzero(number > 1)
    keep = (some @ np.where(number == 1, leave / active, 0.0)) * step
    return Walk(
        damping,
        _single(some[:, several]),
        _single((share @ paths).tocsr()[several]),
        keep.astype(np.float32)[:, None],
        sorted_rows((some @ share).T),
        _single(sparse.diags_array(leave) @ paths),
        np.where(number > 0, leave, 1.0 / (1.0 - damping)).astype(np.float32),  # who is alone stays at home
    )


def visits(walk: Walk, homes: NDArray[np.int64], steps: int) -> NDArray[np.float32]:
    """Give the share of its time that each walker spends at each organisation.

    The matrix of the system has real eigenvalues between 0 and :math:`2d / (1 + d)`, so Chebyshev's semi-iteration
    needs a third of the steps of the power method.

    Parameters
    ----------
    walk
        The system.
    homes : array of int
        Position of each walker's home.
    steps
        Number of steps. Organisations more than one step further away get 0.

    Returns
    -------
    array of float32, walkers × organisations
        Each row sums to 1, up to the error left.
    """
    damping = walk.damping
    given = np.float32(1.0 - damping) * walk.enter[homes].toarray().T.astype(np.float32, order="C")
    before, now, weight = np.zeros_like(given), given, 1.0
    for step in range(steps):
        weight = 1.0 if step == 0 else 1.0 / (1.0 - damping**2 * weight / (2.0 if step == 1 else 4.0))
        after = walk.gather @ (walk.spread @ now)
        after += walk.keep * now
        after *= np.float32(damping)
        after += given
        after *= np.float32(weight * (1.0 + damping))
        after -= np.float32(weight * damping) * now
        after += np.float32(1.0 - weight) * before
        before, now = now, after
    scores = np.float32(damping) * (walk.arrive @ now)
    scores[homes, np.arange(len(homes))] += np.float32(1.0 - damping) * walk.leave[homes]
    return np.ascontiguousarray(scores.T)


def visits_of(walk: Walk, twin: NDArray[np.int64], users: NDArray[np.int64], steps: int) -> NDArray[np.float32]:
    """Give what `visits` does; organisations that stand alike are walked from once.

    Parameters
    ----------
    walk
        The system.
    twin : array of int, one entry an organisation
        The first that has the same projects: their walks are the same but for changed places.
    users : array of int
        Positions of the users.
    steps
        Number of steps.

    Returns
    -------
    array of float32, users × organisations
        Each row sums to 1, up to the error left.
    """
    homes, which = np.unique(twin[users], return_inverse=True)
    block = visits(walk, homes, steps)[which]
    rows, twins = np.arange(len(users)), homes[which]
    block[rows, users], block[rows, twins] = block[rows, twins], block[rows, users]
    return block


def sorted_rows(matrix: Any) -> Csr:  # noqa: ANN401  # whatever format slicing or transposing gave
    """Give a matrix as CSR with sorted indices.

    Parameters
    ----------
    matrix
        Any sparse format.
    """
    result: Csr = sparse.csr_array(matrix)
    result.sort_indices()
    return result


def _single(matrix: Any) -> Csr:  # noqa: ANN401  # whatever format slicing or multiplying gave
    """Give a matrix in single precision with short indices: half the memory to go through."""
    matrix = sorted_rows(matrix)
    parts = (matrix.data.astype(np.float32), matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    return sparse.csr_array(parts, shape=matrix.shape)
