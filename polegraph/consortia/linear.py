"""Linear forms of rules over members or candidates: which surely count, which may, what counts once, and amounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.consortia.rule_model import HOME, Where
from polegraph.tables import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from polegraph.consortia.rule_model import Rule, Rules

    Flags = NDArray[np.bool_]

COLUMNS: Final = ("org_id", "unit", "kind", "size", "role", "country", "region", "cost", "funding")
"""What a table of members needs; any value but ``org_id`` and ``unit`` may be missing."""
_MAY_BE: Final = {"not_sme": frozenset({"mid_cap", "large"})}
"""Sizes that say less than they could."""
_UNSAID: Final = "other"
"""The kind that an organisation has also where nobody has said one."""
_TAKES_PART: Final = frozenset({"coordinator", "partner"})
_LEADS: Final = Where(role=frozenset({"coordinator"}))


@dataclass(frozen=True, slots=True)
class Form:
    """A rule over the rows of a table.

    Parameters
    ----------
    rule
        The rule.
    sure, possible : array of bool, one entry a row
        Whether its ``where`` surely holds of the row, and whether it may, given what is missing.
    keys : tuple of int arrays, one entry a row
        For each key that the rule names, the number of its value; -1 where it is missing.
    amounts : array of float, one entry a row
        Euros; NaN where they are missing, and everywhere if the rule is of no amount.
    leads, sure_lead, sure_else, possible_else : array of bool, one entry a row
        Whether it may coordinate, whether it surely does, and whether the rest of ``where`` surely holds, or may.
    """

    rule: Rule
    sure: Flags
    possible: Flags
    keys: tuple[NDArray[np.intp], ...]
    amounts: NDArray[np.float64]
    leads: Flags
    sure_lead: Flags
    sure_else: Flags
    possible_else: Flags


def forms(rules: Rules, members: pd.DataFrame, home: Iterable[str] | None = None) -> list[Form]:
    """Return the linear forms of rules over members or candidates; rules on labels have none.

    Parameters
    ----------
    rules
        As they hold on a day (`Rules.on`).
    members : DataFrame
        `COLUMNS`, a row an organisation.
    home
        The regions that the call is of; None if they are not known.

    Examples
    --------
    >>> from datetime import date
    >>> from polegraph.consortia.rulebook import load
    >>> table = pd.DataFrame({"org_id": ["A", "B"], "unit": ["A", "B"], "kind": ["company", "other"]})
    >>> made = forms(load("policy-minimum").on(date(2020, 1, 1)), table.reindex(columns=COLUMNS))
    >>> [(form.sure.tolist(), form.possible.tolist()) for form in made]
    [([True, False], [True, True]), ([False, False], [False, True])]
    """
    at_home = None if home is None else frozenset(region.casefold() for region in home)
    return [form(rule, members, at_home) for rule in rules.rules if rule.asks != "labels"]


def form(rule: Rule, members: pd.DataFrame, home: frozenset[str] | None = None) -> Form:
    """Return the linear form of one rule that is not on labels.

    Parameters
    ----------
    rule
        The rule, with codes in the place of lists of countries.
    members : DataFrame
        `COLUMNS`, a row an organisation.
    home
        The regions that the call is of, in lower case; None if they are not known.
    """
    sure_else, possible_else = masks(replace(rule.where, role=frozenset()), members, home)
    sure_role, possible_role = masks(Where(role=rule.where.role), members)
    sure_lead, leads = masks(_LEADS, members)
    keys = tuple(pd.factorize(members[key])[0] for key in rule.each)
    nothing = np.full(len(members), np.nan)
    amounts = nothing if rule.amount is None else members[rule.amount].to_numpy(dtype="float64", na_value=np.nan)
    sure, possible = sure_else & sure_role, possible_else & possible_role
    return Form(rule, sure, possible, keys, amounts, leads, sure_lead, sure_else, possible_else)


def masks(where: Where, members: pd.DataFrame, home: frozenset[str] | None = None) -> tuple[Flags, Flags]:
    """Return of which rows a condition surely holds, and of which it may.

    A kind of ``other`` may be any, for it is also what nobody has said; ``not_sme`` is a mid-cap or a large company.
    Without a role an organisation takes part, as third parties and associated ones are named as such; it coordinates
    only if no other is known to.

    Parameters
    ----------
    where
        The condition, with codes in the place of lists of countries.
    members : DataFrame
        `COLUMNS`, a row an organisation.
    home
        The regions that the call is of, in lower case; None if they are not known.
    """
    sure = np.ones(len(members), dtype=bool)
    possible = sure.copy()
    for wanted, column in ((where.kind, "kind"), (where.size, "size"), (where.role, "role")):
        if wanted:
            may_be = _may_be(members[column], column)
            sure &= np.array([words <= wanted for words in may_be], dtype=bool)
            possible &= np.array([bool(words & wanted) for words in may_be], dtype=bool)
    if where.country:
        known = members["country"].notna().to_numpy()
        fits = members["country"].isin(list(where.country)).to_numpy()
        sure, possible = sure & fits, possible & (fits | ~known)
    if where.region:
        fits, may_fit = _regions(where.region, members["region"], home)
        sure, possible = sure & fits, possible & may_fit
    return sure, possible


def _may_be(values: pd.Series[str], column: str) -> list[frozenset[str]]:
    """Return the words that each value may stand for."""
    anything = frozenset(KINDS) | {"?"}
    if column == "role":
        led = bool((values == "coordinator").any())
        anything = _TAKES_PART - {"coordinator"} if led else _TAKES_PART
    elif column == "size":
        anything = frozenset({"micro", "sme", "mid_cap", "large"})
    said = [None if pd.isna(value) or (column == "kind" and value == _UNSAID) else str(value) for value in values]
    return [anything if word is None else _MAY_BE.get(word, frozenset({word})) for word in said]


def _regions(wanted: frozenset[str], values: pd.Series[str], home: frozenset[str] | None) -> tuple[Flags, Flags]:
    names = {name.casefold() for name in wanted - {HOME}}
    open_ended = HOME in wanted and home is None
    if HOME in wanted and home is not None:
        names |= home
    known = values.notna().to_numpy()
    fits = values.astype("str").str.casefold().isin(list(names)).to_numpy(dtype=bool) & known
    return fits, fits | ~known | open_ended
