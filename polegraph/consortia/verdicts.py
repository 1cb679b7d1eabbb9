"""Verdicts on rules by three-valued logic: pass or fail only where every completion of what is missing agrees."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from polegraph.consortia.rule_model import Where

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.consortia.linear import Form
    from polegraph.consortia.rule_model import Rule

Result = Literal["pass", "fail", "unknown"]

RESULTS: Final = ("pass", "fail", "unknown")
_CLOSE: Final = 1e-9  # shares are quotients of floats


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found of a rule.

    Parameters
    ----------
    result
        ``pass``, ``fail`` or ``unknown``.
    low, high
        The least and the most that the number can be, given what is missing; NaN where it has no value.
    """

    result: Result
    low: float
    high: float


def verdict(form: Form, whole: float | None = None) -> Verdict:
    """Return the verdict on a rule over the members of a consortium.

    The number of a count, share or total lies in an interval, of which both ends are reached (for amounts that are
    missing, approached). The verdict is sure where the interval lies within the bounds, or outside them.

    Parameters
    ----------
    form
        The rule over the members.
    whole
        The amount of the whole project, where that is known though those of members are not.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.consortia.linear import COLUMNS, form
    >>> from polegraph.consortia.rulebook import load
    >>> table = pd.DataFrame({"org_id": ["A", "B"], "unit": ["A", "B"], "kind": ["company", "other"]})
    >>> verdict(form(load("policy-minimum").rules[0], table.reindex(columns=COLUMNS)))
    Verdict(result='unknown', low=1, high=2)
    """
    rule = form.rule
    if rule.asks == "part":
        return _part(form)
    if rule.asks == "count":
        low, high = float(counted(form, form.sure)), float(counted(form, form.possible))
        return judged(rule, int(low), int(high))
    if rule.asks == "share":
        return judged(rule, *_share(form))
    return judged(rule, *_total(form, whole))


def judged(rule: Rule, low: float, high: float) -> Verdict:
    """Return the verdict on a number that lies in an interval.

    Parameters
    ----------
    rule
        The rule, for its bounds.
    low, high
        The interval.

    Examples
    --------
    >>> from polegraph.consortia.rule_model import Rule
    >>> two = Rule("two", "two", "deux", "count", least=2)
    >>> [judged(two, *ends).result for ends in ((2, 3), (0, 1), (1, 2))]
    ['pass', 'fail', 'unknown']
    """
    least = -math.inf if rule.least is None else rule.least - _CLOSE
    most = math.inf if rule.most is None else rule.most + _CLOSE
    if low >= least and high <= most:
        return Verdict("pass", low, high)
    return Verdict("fail" if high < least or low > most else "unknown", low, high)


def counted(form: Form, flags: NDArray[np.bool_]) -> int:
    """Count the members of a flag, each value of each key once; with two keys by a maximum matching.

    Where a country is missing, it may be any that the rule names: a member of ``possible`` counts as one of another
    country as long as there is one left.

    Parameters
    ----------
    form
        The rule over the members.
    flags : array of bool, one entry a member
        ``sure`` or ``possible``.
    """
    rule = form.rule
    if rule.of_coordinator and "country" not in rule.each:
        return _coordinators(form, flags)
    if not rule.each:
        return int(flags.sum())
    keys = dict(zip(rule.each, form.keys, strict=True))
    if "country" not in keys:
        return len(np.unique(keys["unit"][flags]))
    left = keys["unit"] if "unit" in keys else np.arange(len(flags))
    return _matched(left[flags], keys["country"][flags], len(rule.where.country))


def _coordinators(form: Form, flags: NDArray[np.bool_]) -> int:
    """Count coordinators: where none is known, one member without a role is it, whichever that may be."""
    free = form.leads & ~form.sure_lead
    if form.sure_lead.any() or not free.any():
        return int((flags & form.sure_lead).sum())
    if flags is not form.sure:
        return int(form.possible_else[free].any())
    asks_more = form.rule.where != Where(role=form.rule.where.role)  # that there is one at all, nobody has said
    return int(asks_more and form.sure_else[free].all())


def _matched(left: NDArray[np.intp], country: NDArray[np.intp], eligible: int) -> int:
    """Return the size of a maximum matching of organisations and countries, -1 being any eligible one."""
    if not len(left):
        return 0
    rows, columns = np.unique(left, return_inverse=True)[1], country
    known = np.unique(columns[columns >= 0])
    missing = columns < 0
    others = max(min(eligible - len(known), int(missing.sum())), 0)
    right = len(known) + others
    graph = np.zeros((int(rows.max()) + 1, max(right, 1)), dtype=np.int8)
    graph[rows[~missing], np.searchsorted(known, columns[~missing])] = 1
    graph[rows[missing], :right] = 1
    return int((maximum_bipartite_matching(csr_array(graph), perm_type="column") >= 0).sum())


def _share(form: Form) -> tuple[float, float]:
    """Return the least and the most that a share can be."""
    return _least_share(form, form.sure), 1.0 - _least_share(form, ~form.possible)


def _least_share(form: Form, counts: NDArray[np.bool_]) -> float:
    amount = form.amounts
    inside = float(np.nansum(amount[counts]))
    outside = math.inf if np.isnan(amount[~counts]).any() else float(amount[~counts].sum())
    return inside / (inside + outside) if 0 < inside + outside < math.inf else 0.0


def _total(form: Form, whole: float | None) -> tuple[float, float]:
    """Return the least and the most that a sum can be, in euros."""
    amount = form.amounts
    if whole is not None and np.isnan(amount).any() and form.sure.all():
        return whole, whole
    low = float(np.nansum(amount[form.sure]))
    high = math.inf if np.isnan(amount[form.possible]).any() else float(amount[form.possible].sum())
    return low, high


def _part(form: Form) -> Verdict:
    r"""Return the verdict on the largest part.

    It is a fail only if no amounts in the place of the missing ones, and no countries, would give every part at most
    its bound: with the total :math:`T`, parts :math:`K_k` of which nothing is missing and :math:`n` others, there must
    be a :math:`T` with :math:`K_k \le bT` and :math:`T \le \sum K_k + nbT`.
    """
    amount, key, bound = form.amounts, form.keys[0], form.rule.most or 0.0
    missing = np.isnan(amount)
    # Each member of an unknown country is alone in the best case, and all in one country in the worst.
    alone = key < 0
    own = np.where(alone, np.arange(len(key)) + len(key), key)
    values, place = np.unique(own, return_inverse=True)
    known = np.bincount(place, weights=np.nan_to_num(amount), minlength=len(values))
    open_ = np.bincount(place, weights=missing, minlength=len(values)) > 0
    total = float(known.sum())
    if not missing.any():
        if total <= 0:
            return Verdict("unknown", math.nan, math.nan)
        together = float(amount[alone].sum())
        stated = known[values < len(key)]
        worst = (stated.max() if len(stated) else 0.0) + together
        return judged(form.rule, float(known.max()) / total, worst / total)
    room = float(open_.sum()) * bound
    if room < 1 and bound > 0:
        least, most = max(float(known.max()) / bound, total), float(known[~open_].sum()) / (1 - room)
        if least > most * (1 + _CLOSE) or most <= 0:  # too few to share it, whatever their amounts
            return Verdict("fail", math.nan, math.nan)
    return Verdict("pass" if bound >= 1 else "unknown", math.nan, math.nan)
