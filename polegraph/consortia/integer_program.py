"""Choice of the members of a consortium as an integer programme, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.linalg.integer import milp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SECONDS: Final = 5.0
"""After so long a search ends with the best proposal found, and the gap that is left."""
_INFEASIBLE: Final = 2
_CHOSEN: Final = 0.5


class Opening(NamedTuple):
    """A link that a consortium makes possible: members that gain one if another of some is there too.

    Parameters
    ----------
    gaining : array of int
        Candidates that lack a link.
    worth : array of float
        What it is worth for each.
    offering : array of int
        Candidates of which one at least must be in.
    """

    gaining: Positions
    worth: Floats
    offering: Positions


class Bound(NamedTuple):
    """A rule over the candidates: how many of some at least, and at most.

    Parameters
    ----------
    some : array of bool
        The candidates that count.
    least, most
        The bounds; None without one.
    keys : tuple of int arrays
        Numbers of values of which each counts once; -1 counts nothing towards *least*, and by itself towards *most*.
    of_coordinator
        Whether it speaks of the coordinator alone.
    """

    some: Flags
    least: float | None = None
    most: float | None = None
    keys: tuple[NDArray[np.intp], ...] = ()
    of_coordinator: bool = False


@dataclass(frozen=True)
class Programme:
    r"""What is maximised over sets of candidates, and what they must meet.

    With :math:`x_i` one for a member and :math:`c_i` one for the coordinator, the value is

    .. math:: \sum_i (m_i x_i + l_i c_i) + \sum_t w_t \min\Bigl(1, \sum_i a_{it} x_i\Bigr)
        + \sum_i x_i \max_{j \ne i} s_{ij} x_j + \sum_{i \in O} v_i x_i [\exists j \in D: x_j]

    Parameters
    ----------
    member, lead : array of float, one entry a candidate
        :math:`m` and :math:`l`.
    cover : array of float, candidates × topics
        :math:`a`, none negative.
    topics : array of float, one entry a topic
        :math:`w`, none negative.
    ties : sparse array, candidates × candidates
        :math:`s`, none negative, nothing on the diagonal.
    openings
        :math:`O`, :math:`v` and :math:`D` of each.
    size
        Least and largest number of members.
    must : array of bool
        Candidates that are in.
    unit : array of int
        Group of each candidate: of one group one is in, or those that must be.
    bounds
        The rules.
    leads : array of bool, optional
        Candidates that may coordinate; None for all.
    """

    member: Floats
    lead: Floats
    cover: Floats
    topics: Floats
    ties: sparse.csr_array
    openings: Sequence[Opening]
    size: tuple[int, int]
    must: Flags
    unit: NDArray[np.intp]
    bounds: Sequence[Bound] = ()
    leads: Flags | None = None


class Solution(NamedTuple):
    """The members, the coordinator, the value, and how far a better one could be above it, as a share of it."""

    members: Positions
    coordinator: int
    value: float
    gap: float


@dataclass
class _Rows:
    """Rows of a system of inequalities over variables that are counted as they are made."""

    number: int = 0
    row: list[NDArray[Any]] = field(default_factory=list)
    column: list[NDArray[Any]] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def variables(self, count: int) -> Positions:
        """Add variables."""
        self.number += count
        return np.arange(self.number - count, self.number)

    def add(self, columns: Any, values: Any, low: float = -np.inf, high: float = np.inf) -> None:  # noqa: ANN401
        """Add the row *low* ≤ values · variables ≤ *high*."""
        columns = np.asarray(columns, dtype=np.int64)
        self.row.append(np.full(len(columns), len(self.low), dtype=np.int64))
        self.column.append(columns)
        self.value.append(np.broadcast_to(np.asarray(values, dtype=np.float64), columns.shape))
        self.low.append(low)
        self.high.append(high)

    def below(self, some: Positions, others: Positions) -> None:
        """Add a row for each pair: the first variable is at most the second."""
        for one, other in zip(some.tolist(), others.tolist(), strict=True):
            self.add([one, other], [1.0, -1.0], high=0.0)

    def matrix(self) -> sparse.csr_array:
        """Return the rows as a matrix."""
        parts = (np.concatenate(self.value), (np.concatenate(self.row), np.concatenate(self.column)))
        return sparse.csr_array(parts, shape=(len(self.low), self.number))


def solve(
    programme: Programme, before: Sequence[Positions] = (), differ: int = 2, seconds: float = SECONDS
) -> Solution | None:
    """Find the set of candidates of the largest value.

    Parameters
    ----------
    programme
        What is maximised, and what sets must meet.
    before
        Members of earlier proposals, each of which this one must leave *differ* members of.
    differ
        How many members of each earlier proposal, apart from those that must be in, are not in this one.
    seconds
        After so long the best that was found is returned, with its gap.

    Returns
    -------
    Solution or None
        None if no set meets the rules.

    Examples
    --------
    >>> nothing = np.zeros(3)
    >>> some = Programme(
    ...     member=np.array([1.0, 2.0, 3.0]), lead=nothing, cover=np.zeros((3, 0)), topics=np.zeros(0),
    ...     ties=sparse.csr_array((3, 3)), openings=[], size=(2, 2), must=nothing > 0, unit=np.array([0, 1, 1]))
    >>> solve(some).members.tolist()
    [0, 2]
    """
    from scipy.optimize import Bounds, LinearConstraint  # noqa: PLC0415  # heavy, and loaded when used

    rows = _Rows()
    count = len(programme.member)
    x, c = rows.variables(count), rows.variables(count)
    gains = _values(rows, programme, x)
    _shape(rows, programme, x, c)
    for bound in programme.bounds:
        _bound(rows, bound, x, c)
    for members in before:
        free = members[~programme.must[members]]
        rows.add(x[free], 1.0, high=float(len(free) - min(differ, len(free))))
    worth = np.zeros(rows.number)
    worth[x], worth[c] = programme.member, programme.lead
    for variables, values in gains:
        worth[variables] = values
    low, high = np.zeros(rows.number), np.ones(rows.number)
    low[x[programme.must]] = 1.0
    if programme.leads is not None:
        high[c[~programme.leads]] = 0.0
    whole: Any = np.zeros(rows.number)
    whole[: 2 * count] = 1
    found: Any = milp(
        -worth,
        integrality=whole,
        bounds=Bounds(low, high),
        constraints=LinearConstraint(rows.matrix(), np.array(rows.low), np.array(rows.high)),
        options={"time_limit": seconds, "mip_rel_gap": 1e-7},
    )
    if found.x is None:
        return None
    members = np.flatnonzero(found.x[x] > _CHOSEN).astype(np.int64)
    return Solution(members, int(np.argmax(found.x[c])), -float(found.fun), float(found.mip_gap or 0.0))


def _values(rows: _Rows, programme: Programme, x: Positions) -> list[tuple[Positions, Floats]]:
    """Add what is not linear in the members: topics covered, best ties, links that open; return what each is worth."""
    gains = []
    # A topic is covered up to one, and up to what the members know of it.
    topic = rows.variables(len(programme.topics))
    for number, variable in enumerate(topic.tolist()):
        some = np.flatnonzero(programme.cover[:, number])
        rows.add([variable, *x[some]], [1.0, *-programme.cover[some, number]], high=0.0)
    gains.append((topic, programme.topics))
    # Each member counts one tie: the strongest to a member.
    ties = programme.ties.tocoo()
    tie = rows.variables(ties.nnz)
    rows.below(tie, x[ties.col])
    for one in np.unique(ties.row).tolist():
        own = tie[ties.row == one]
        rows.add([x[one], *own], [-1.0, *np.ones(len(own))], high=0.0)
    gains.append((tie, ties.data))
    # A link opens for a member if one of those is in that it lacks.
    for opening in programme.openings:
        opened = rows.variables(len(opening.gaining))
        rows.below(opened, x[opening.gaining])
        for variable, one in zip(opened.tolist(), opening.gaining.tolist(), strict=True):
            others = opening.offering[opening.offering != one]
            rows.add([variable, *x[others]], [1.0, *-np.ones(len(others))], high=0.0)
        gains.append((opened, opening.worth))
    return gains


def _shape(rows: _Rows, programme: Programme, x: Positions, c: Positions) -> None:
    """Add the number of members, the coordinator, and that of a group one is in."""
    rows.add(x, 1.0, low=programme.size[0], high=programme.size[1])
    rows.add(c, 1.0, low=1.0, high=1.0)
    rows.below(c, x)
    codes, sizes = np.unique(programme.unit, return_counts=True)
    for code in codes[sizes > 1].tolist():
        same = np.flatnonzero(programme.unit == code)
        rows.add(x[same], 1.0, high=float(max(1, programme.must[same].sum())))


def _bound(rows: _Rows, bound: Bound, x: Positions, c: Positions) -> None:
    """Add a rule."""
    of = c if bound.of_coordinator else x
    some = np.flatnonzero(bound.some)
    if not bound.keys:
        low = -np.inf if bound.least is None else bound.least
        rows.add(of[some], 1.0, low=low, high=np.inf if bound.most is None else bound.most)
        return
    if bound.least is not None:
        known = some[np.all([key[some] >= 0 for key in bound.keys], axis=0)]
        counted = rows.variables(len(known))
        rows.below(counted, of[known])
        for key in bound.keys:
            _once(rows, key[known], counted)
        rows.add(counted, 1.0, low=bound.least)
    if bound.most is not None:
        key = np.where(bound.keys[0] < 0, bound.keys[0].max(initial=0) + 1 + np.arange(len(bound.some)), bound.keys[0])
        values, place = np.unique(key[some], return_inverse=True)
        there = rows.variables(len(values))
        rows.below(of[some], there[place])
        rows.add(there, 1.0, high=bound.most)


def _once(rows: _Rows, key: NDArray[np.intp], counted: Positions) -> None:
    """Add that of each value of a key one is counted."""
    values, sizes = np.unique(key, return_counts=True)
    for value in values[sizes > 1].tolist():
        rows.add(counted[key == value], 1.0, high=1.0)
