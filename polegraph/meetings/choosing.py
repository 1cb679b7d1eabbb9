"""Choice of the pairs that meet, class of slots by class, before anything is said of the single slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _, number
from polegraph.linalg.integer import milp

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.linalg import Csr
    from polegraph.meetings.day import Day, Floats, Integers, Mask

_TOLERANCE: Final = 1e-7
_HALF: Final = 0.5
_PREFERRED: Final = 1e-3  # how much more a meeting missing to a small participant weighs than one missing to another
MOST: Final = 300_000
"""Variables of a programme: pairs that may meet, times the classes of slots."""
GAP: Final = 1e-3
"""Share of the best value within which an integer programme may stop."""
SECONDS: Final = 25.0
"""Seconds after which an integer programme hands over the best that it has found, with its bound."""


@dataclass(frozen=True, eq=False)
class Programme:
    """A linear programme over meetings and shortfalls.

    Parameters
    ----------
    pair, part : array of int, one entry a variable
        The pair and the part of the day (a class of slots, or a slot) that a variable stands for; the shortfalls of the
        participants that should have meetings follow behind.
    short : array of int
        These participants.
    matrix : csr_array, constraints × variables
        The constraints, each of which must not exceed *most*.
    most : array of float, one entry a constraint
        The right-hand side.
    """

    pair: Integers
    part: Integers
    short: Integers
    matrix: Csr
    most: Floats

    def objectives(self, day: Day) -> dict[str, Floats]:
        """Return what is to be as large as possible, the most important first; without what is no matter.

        Parameters
        ----------
        day
            The day.
        """
        nothing, zeros = np.zeros(len(self.short)), np.zeros(len(self.pair))
        found = {
            "requests": np.concatenate([day.asked[self.pair].astype(np.float64), nothing]),
            "shortfall": np.concatenate([zeros, -1 - _PREFERRED * day.small[self.short]]),
            "weight": np.concatenate([day.weight[self.pair], nothing]),
        }
        return {name: values for name, values in found.items() if name == "weight" or values.any()}


def programme(day: Day, parts: list[Integers]) -> Programme:
    """Build the programme that says which pairs meet in which part of a day.

    Parameters
    ----------
    day
        The day.
    parts
        Slots, in each of which the same participants are there.
    """
    # A variable a pair and a part in which both are there.
    both = [np.flatnonzero(day.free(int(some[0]))) for some in parts]
    pair = np.concatenate([np.zeros(0, dtype=np.int64), *both])
    part = np.repeat(np.arange(len(parts)), [len(some) for some in both])
    width, one, other = len(pair), day.one[pair], day.other[pair]
    if width > MOST:
        raise PolegraphError(
            _("there are {pairs} possible meetings, and at most {most} can be chosen from").format(
                pairs=number(width), most=number(MOST)
            ),
            remedy=_("name two sides, or fewer participants or slots"),
        )
    short = np.flatnonzero(day.least > 0)
    size = np.array([len(some) for some in parts], dtype=np.float64)
    room = np.array([day.room[some[0]] for some in parts], dtype=np.float64)
    rows = _Rows(width + len(short))
    # A participant cannot have more meetings in a part than it has slots, nor more in all than it wants.
    at = part * day.number
    rows.add(np.concatenate([at + one, at + other]), np.tile(np.arange(width), 2), lambda key: size[key // day.number])
    rows.add(np.concatenate([one, other]), np.tile(np.arange(width), 2), lambda key: day.most[key].astype(np.float64))
    # A pair meets once; a part has as many places as tables.
    if len(parts) > 1:
        rows.add(pair, np.arange(width), lambda key: np.ones(len(key)))
    rows.add(part, np.arange(width), lambda key: room[key] * size[key])
    # What is missing to the least.
    wanted = np.full(day.number, -1)
    wanted[short] = np.arange(len(short))
    ends = np.concatenate([wanted[one], wanted[other]])
    there = ends >= 0
    keys = np.concatenate([ends[there], np.arange(len(short))])
    columns = np.concatenate([np.tile(np.arange(width), 2)[there], width + np.arange(len(short))])
    rows.add(keys, columns, lambda key: -day.least[short[key]].astype(np.float64), sign=-1.0)
    return Programme(pair, part, short, *rows.matrix())


class _Rows:
    """Constraints as they are gathered; those that cannot be broken are left out."""

    def __init__(self, width: int) -> None:
        self._width, self._next = width, 0
        self._parts: list[tuple[Any, Any, Any]] = []
        self._most: list[Floats] = []

    def add(self, key: Integers, column: Integers, most: Callable[[Integers], Floats], sign: float = 1.0) -> None:
        """Add a constraint a key, with an entry a column that has it."""
        keys, row, count = np.unique(key, return_inverse=True, return_counts=True)
        bound = most(keys)
        binding = (count > bound) | (sign < 0)
        place = np.cumsum(binding) - 1 + self._next
        kept = binding[row]
        self._parts.append((place[row[kept]], column[kept], np.full(int(kept.sum()), sign)))
        self._most.append(bound[binding])
        self._next += int(binding.sum())

    def matrix(self) -> tuple[Csr, Floats]:
        """Return the left-hand and the right-hand side."""
        row, column, value = (np.concatenate(some) for some in zip(*self._parts, strict=True))
        left: Any = sparse.csr_array((value, (row, column)), shape=(self._next, self._width))
        return left, np.concatenate(self._most)


@dataclass(frozen=True, eq=False)
class Chosen:
    """The variables of a programme that are 1, with what no choice exceeds.

    Parameters
    ----------
    which : array of int
        Their places.
    bounds
        As `polegraph.meetings.day.Schedule` has them.
    proved
        Whether nothing better exists, but for the gap that was allowed.
    """

    which: Integers
    bounds: dict[str, float]
    proved: bool


def relaxed(day: Day, what: Programme) -> tuple[Floats, dict[str, float]]:
    r"""Solve a programme without the condition that its variables are whole.

    Parameters
    ----------
    day
        The day.
    what
        The programme.

    Returns
    -------
    values : array of float, one entry a variable
        A vertex of the best face.
    bounds : dict
        The best value of each objective, among the points that are best by those before it.

    Raises
    ------
    PolegraphError
        If the solver finds no optimum.

    Notes
    -----
    Objectives in their order (lexicographic): each is maximised over the face on which those before it are best, which
    complementary slackness gives: variables with a reduced cost stay at their bound, and constraints with a price are
    met with equality. A face of a polytope with whole vertices has whole vertices. With two sides and slots that are
    alike, the matrix is that of a network (participants of the first side, of the second, and all tables), so that
    vertices are whole, and the choice is optimal.
    """
    from scipy.optimize import linprog  # noqa: PLC0415  # heavy, and loaded when used

    width = len(what.pair) + len(what.short)
    low = np.zeros(width)
    high = np.concatenate([np.ones(len(what.pair)), day.least[what.short].astype(np.float64)])
    equal = np.zeros(len(what.most), dtype=np.bool_)
    values, bounds = np.zeros(width), {}
    for name, goal in what.objectives(day).items():
        given: dict[str, Any] = {"A_ub": what.matrix[~equal], "b_ub": what.most[~equal], "method": "highs-ds"}
        if equal.any():
            given |= {"A_eq": what.matrix[equal], "b_eq": what.most[equal]}
        solve: Any = linprog  # the stubs know no sparse matrices
        solved = solve(-goal, bounds=np.column_stack([low, high]), **given)
        if not solved.success:
            raise PolegraphError(_("no best plan of meetings was found"), value=str(solved.message))
        values = solved.x
        bounds[name] = _said(name, what, goal, values)
        high = np.where(solved.lower.marginals > _TOLERANCE, low, high)
        low = np.where(solved.upper.marginals < -_TOLERANCE, high, low)
        tight = np.flatnonzero(~equal)[solved.ineqlin.marginals < -_TOLERANCE]
        equal[tight] = True
    return values, bounds


def _said(name: str, what: Programme, goal: Floats, values: Floats) -> float:
    """Return the value of an objective as it is reported; shortfalls are counted plainly."""
    return float(values[len(what.pair) :].sum()) if name == "shortfall" else float(goal @ values)


def whole(day: Day, what: Programme, *, gap: float = GAP) -> Chosen:
    """Solve a programme whose vertices need not be whole, by branch and bound.

    Parameters
    ----------
    day
        The day.
    what
        The programme.
    gap
        Share of the best weight within which it may stop.

    Raises
    ------
    PolegraphError
        If the solver finds nothing.
    """
    from scipy.optimize import Bounds, LinearConstraint  # noqa: PLC0415  # heavy, and loaded when used

    pairs = len(what.pair)
    high = np.concatenate([np.ones(pairs), day.least[what.short].astype(np.float64)])
    kept: list[Any] = [LinearConstraint(what.matrix, -np.inf, what.most)] if len(what.most) else []
    bounds, proved, which = {}, True, np.zeros(0, dtype=np.int64)
    for name, goal in what.objectives(day).items():
        last = name == "weight"
        options: Any = {"mip_rel_gap": gap if last else 0.0, "time_limit": SECONDS}
        kinds = np.ones(len(goal), dtype=np.int64)
        solved: Any = milp(-goal, integrality=kinds, bounds=Bounds(0, high), constraints=kept, options=options)
        if solved.x is None:
            raise PolegraphError(_("no best plan of meetings was found"), value=str(solved.message))
        values = np.round(solved.x)
        which = np.flatnonzero(values[:pairs] > _HALF)
        best = float(goal @ values)
        proved &= bool(solved.status == 0)
        bounds[name] = -float(solved.mip_dual_bound) if last else _said(name, what, goal, values)
        kept.append(LinearConstraint(sparse.csr_array(goal[None]), best - _PREFERRED * _HALF * 1e-3, np.inf))
    return Chosen(which, bounds, proved)


def as_chosen(values: Floats, what: Programme, bounds: dict[str, float]) -> Chosen | None:
    """Return a relaxed solution as a choice; None where it is not whole.

    Parameters
    ----------
    values
        As `relaxed` gives them.
    what
        The programme.
    bounds
        As `relaxed` gives them.
    """
    plain: Floats = values[: len(what.pair)]
    up: Mask = plain > _HALF
    if np.abs(plain - up).max(initial=0.0) > _TOLERANCE * 10:
        return None
    return Chosen(np.flatnonzero(up), bounds, proved=True)
