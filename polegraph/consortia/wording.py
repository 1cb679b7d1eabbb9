"""Sentences about a verdict: what was asked and found, which members count, and what is missing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.consortia.linear import TAKES_PART
from polegraph.i18n import N_, _, language, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from polegraph.consortia.linear import Form
    from polegraph.consortia.rule_model import Rule
    from polegraph.consortia.verdicts import Verdict

_MOST: Final = 5  # names in a sentence
MISSING: Final = {
    "kind": N_("kind"),
    "size": N_("size"),
    "role": N_("role"),
    "country": N_("country"),
    "region": N_("region"),
    "cost": N_("cost"),
    "funding": N_("aid"),
}
"""What may be missing of a member."""


def asked(rule: Rule) -> str:
    """Return the bounds of a rule as people write them.

    Parameters
    ----------
    rule
        The rule.

    Examples
    --------
    >>> from polegraph.consortia.rulebook import load
    >>> [asked(rule) for rule in load("i-demo-regional").rules if rule.id in {"research", "five_partners", "cost"}]
    ['≥ 1', '≤ 5', '1,000,000 – 4,000,000 €']
    """
    if rule.least is not None and rule.most is not None:
        return interval(rule, rule.least, rule.most)
    if rule.least is not None:
        return "≥ " + figure(rule, rule.least)
    return "≤ " + figure(rule, rule.most or 0)


def found(rule: Rule, verdict: Verdict) -> str | None:
    """Return what was found, an interval where it is not known; None where nothing is.

    Parameters
    ----------
    rule
        The rule.
    verdict
        Its verdict.
    """
    nothing = math.isnan(verdict.low) or (rule.asks == "share" and (verdict.low, verdict.high) == (0.0, 1.0))
    return None if nothing else interval(rule, verdict.low, verdict.high)


def interval(rule: Rule, low: float, high: float) -> str:
    """Return an interval of what a rule counts.

    Parameters
    ----------
    rule
        The rule.
    low, high
        Its ends.
    """
    if not math.isinf(high) and figure(rule, low) == figure(rule, high):
        return figure(rule, low)
    if math.isinf(high):
        return "≥ " + figure(rule, low)
    first = figure(rule, low)
    for unit in ("\u202f%", "%", "\u00a0€", " €"):
        first = first.removesuffix(unit)
    return f"{first} – {figure(rule, high)}"


def figure(rule: Rule, value: float) -> str:
    """Return a number of what a rule counts, with its unit.

    Parameters
    ----------
    rule
        The rule.
    value
        The number.
    """
    if rule.asks in {"share", "part"}:
        return _("{n}%").format(n=_percent(value))
    if rule.asks == "total":
        return euros(value)
    return number(round(value))


def euros(value: float) -> str:
    """Return an amount, to the euro.

    Parameters
    ----------
    value
        Euros.
    """
    return _("{n} €").format(n=number(round(value)))


def names(members: pd.DataFrame, flags: NDArray[np.bool_] | Sequence[int]) -> str:
    """Return the names of some members, the first few.

    Parameters
    ----------
    members
        ``name``, a row a member.
    flags
        Which of them.
    """
    chosen = members["name"].to_numpy()[np.asarray(flags)].tolist()
    listed = ", ".join(map(str, chosen[:_MOST]))
    return and_more(listed, max(len(chosen) - _MOST, 0))


def and_more(listed: str, others: int) -> str:
    """Return a list of names with how many others there are.

    Parameters
    ----------
    listed
        The names.
    others
        How many are left out; 0 for none.
    """
    if not others:
        return listed
    text = ngettext("{names} and {n} more", "{names} and {n} more", others)
    return text.format(names=listed, n=number(others))


def largest(form: Form) -> NDArray[np.bool_]:
    """Return the members that have the largest part of an amount together: of one group, or of one country.

    Parameters
    ----------
    form
        A rule on the largest part, over members of which no amount is missing.
    """
    key = np.where(form.keys[0] < 0, form.keys[0].max(initial=-1) + 1, form.keys[0])
    most: NDArray[np.bool_] = key == int(np.bincount(key, weights=form.amounts).argmax())
    return most


def missing(form: Form, members: pd.DataFrame) -> str:
    """Return the sentence about what is missing and would decide; empty where nothing is.

    Parameters
    ----------
    form
        The rule over the members.
    members
        The members.
    """
    parts = []
    doubtful = form.possible & ~form.sure
    for column in ("kind", "size", "role", "country", "region"):
        wanted = getattr(form.rule.where, column)
        if not wanted or (column == "role" and wanted >= TAKES_PART):
            continue
        unsaid = members[column].isna() | ((members[column] == "other") if column == "kind" else False)
        unsaid |= (members[column] == "not_sme") if column == "size" else False
        parts += _part(column, doubtful & unsaid.to_numpy(dtype=bool), members)
    if "country" in form.rule.each and not form.rule.where.country:
        parts += _part("country", members["country"].isna().to_numpy(), members)
    if form.rule.amount is not None:
        parts += _part(form.rule.amount, np.isnan(form.amounts), members)
    return _("not known: {what}").format(what=_("; ").join(parts)) if parts else ""


def _part(column: str, flags: NDArray[np.bool_], members: pd.DataFrame) -> list[str]:
    if not flags.any():
        return []
    return [_("{what} of {names}").format(what=_(MISSING[column]), names=names(members, flags))]


def _percent(value: float) -> str:
    text = f"{100 * value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language() == "fr" else text
