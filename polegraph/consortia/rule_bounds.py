"""Rules of a programme as bounds of the integer programme: what surely meets them, whatever is missing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from polegraph.consortia.integer_program import Bound
from polegraph.consortia.linear import form
from polegraph.consortia.rulebook import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from polegraph.consortia.rulebook import Rule, Rules


def bounds(rules: Rules, members: pd.DataFrame, home: Iterable[str] | None = None) -> list[Bound]:
    """Return the bounds that rules put on a choice among candidates.

    Numbers of members are bounds as they stand: those count that surely fit, and against a largest number those that
    may. A proposal has no budget, so a rule on shares of cost or aid bounds what must be there to meet it: an SME where
    SMEs must have a share, another member where one group may have 70 % at most. Rules on labels, on totals, and on a
    region that nobody has named bound nothing: they stay unknown.

    Parameters
    ----------
    rules
        As they hold on a day (`polegraph.consortia.rulebook.Rules.on`).
    members : DataFrame
        `polegraph.consortia.linear.COLUMNS`, a row a candidate; the role is not used.
    home
        The regions that the call is of; None if they are not known.

    Examples
    --------
    >>> from datetime import date
    >>> import pandas as pd
    >>> from polegraph.consortia.linear import COLUMNS
    >>> from polegraph.consortia.rulebook import load
    >>> table = pd.DataFrame({"org_id": ["A", "B"], "unit": ["A", "B"], "kind": ["company", "lab"]})
    >>> made = bounds(load("policy-minimum").on(date(2020, 1, 1)), table.reindex(columns=COLUMNS))
    >>> sorted((bound.some.tolist(), bound.least) for bound in made)
    [([False, True], 1), ([True, False], 2)]
    """
    at_home = None if home is None else frozenset(region.casefold() for region in home)
    found: list[Bound] = []
    for rule in rules.rules:
        if rule.asks in {"labels", "total"} or (HOME in rule.where.region and at_home is None):
            continue
        leads = rule.of_coordinator
        fitting = form(rule, members.assign(role="coordinator" if leads else "partner"), at_home)
        found += _bounds(rule, fitting.sure, fitting.possible, fitting.keys)
    return found


def _bounds(rule: Rule, sure: np.ndarray, possible: np.ndarray, keys: tuple[np.ndarray, ...]) -> list[Bound]:
    leads = rule.of_coordinator
    if rule.asks == "count":
        made = []
        if rule.least is not None:
            made.append(Bound(sure, least=rule.least, keys=keys, of_coordinator=leads))
        if rule.most is not None:
            made.append(Bound(possible, most=rule.most, keys=keys, of_coordinator=leads))
        return made
    if rule.asks == "part":
        # Of n parts that are alike the largest is 1 / n.
        if rule.most is None or rule.most >= 1:
            return []
        return [Bound(np.ones(len(sure), dtype=bool), least=math.ceil(1 / rule.most - 1e-9), keys=keys)]
    made = [Bound(sure, least=1)] if rule.least else []
    if rule.most is not None and rule.most < 1:
        made.append(Bound(~possible, least=1))
    return made
