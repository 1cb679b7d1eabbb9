"""Check of a consortium against the rules of a programme, and what is true of it that no rule asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.consortia import wording
from polegraph.consortia.linear import form as form_of
from polegraph.consortia.members import consortium
from polegraph.consortia.mending import Mend, mend
from polegraph.consortia.observations import observations
from polegraph.consortia.rule_model import Where
from polegraph.consortia.rulebook import load, names
from polegraph.consortia.verdicts import judged, verdict
from polegraph.i18n import N_, _
from polegraph.network.membership import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from polegraph.consortia.members import Consortium, Given
    from polegraph.consortia.rule_model import Rule
    from polegraph.network import Network

COLUMNS: Final = ("rule", "what", "asked", "found", "result", "why", "mend", "org_ids", "evidence_projects")
"""The columns of a check."""
HEADINGS: Final = {
    "rule": N_("rule (identifier)"),
    "what": N_("what is asked"),
    "found": N_("found"),
    "result": N_("result"),
}
"""Headings of columns that other results name otherwise."""
LISTED: Final = ("rules", "programme", "asks", "document", "url", "checked", "since", "until", "remark")
"""The columns of the list of rules."""


def check(  # what a list of members cannot say itself
    net: Network,
    members: Given,
    rules: str | Path = "policy-minimum",
    *,
    day: date | str | int | None = None,
    labels: Iterable[str] | None = None,
    home: str | None = None,
    observe: bool = True,
) -> pd.DataFrame:
    """Return whether a consortium meets the rules of a programme, a row a rule, and what would mend it.

    A rule is a ``pass`` or a ``fail`` only where that is sure whatever is missing may turn out to be; otherwise it is
    ``unknown``, which is never a pass. After the rules stand observations, which have no result: partners that never
    worked together, none with an outcome, none that has coordinated, all of one group or town, and which depend on
    which.

    Parameters
    ----------
    net
        The network, as its audience may see it; a list of members is seen on its day.
    members
        A project (``project_id`` or acronym), organisations as `Network.find` takes them, or a table with ``org_id``
        or ``name`` and, if known, ``role``, ``cost`` and ``funding`` (euros).
    rules
        One of `names`, or the path of a file of the same form.
    day
        The day on which the rules and their lists of countries hold; None for the start of the project, or the day of
        the network.
    labels
        Pôles that have labelled the project; None for those that the network has.
    home
        Region that the call is of; None for those of these pôles.
    observe
        Whether observations follow.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``org_ids`` are organisations that could be added, or that an observation is about.

    Raises
    ------
    PolegraphError
        If there are no such rules, or a member cannot be found.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> check(tiny(), ["SME1", "SME2"], "policy-minimum", observe=False)[["rule", "found", "result"]].values.tolist()
    [['two_companies', '2', 'pass'], ['research_or_training', '0', 'fail']]
    """
    whom = consortium(net, members, labels=labels, home=home)
    asked_on = whom.day if day is None else day_of(day)
    held = load(rules).on(asked_on)
    rows = [_row(net, whom, rule) for rule in held.rules]
    if observe:
        rows += observations(net, whom)
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")
    table.attrs.update(
        rules=str(rules) if held.name == load(rules).name else held.name, day=asked_on.isoformat(), headings=HEADINGS
    )
    return table


def listed() -> pd.DataFrame:
    """Return the rules that come with polegraph, a row a programme, with source and date in force.

    Returns
    -------
    DataFrame
        `LISTED`.

    Examples
    --------
    >>> listed()["rules"].tolist()[:3]
    ['anr-prc', 'anr-prce', 'eic-pathfinder']
    """
    loaded = [load(name) for name in names()]
    rows = [
        {
            "rules": one.name,
            "programme": one.programme,
            "asks": _("; ").join(rule.what for rule in one.rules),
            "document": one.document,
            "url": one.url or None,
            "checked": one.checked,
            "since": one.since,
            "until": one.until,
            "remark": one.remark or None,
        }
        for one in loaded
    ]
    table = pd.DataFrame(rows, columns=list(LISTED))
    days = ["since", "until"]
    table[days] = table[days].apply(pd.to_datetime)
    text = [column for column in LISTED if column not in days]
    return table.astype(dict.fromkeys(text, "str"))


def _row(net: Network, whom: Consortium, rule: Rule) -> dict[str, Any]:
    """Return the row of a rule."""
    if rule.asks == "labels":
        return _labels(whom, rule)
    home = None if whom.home is None else frozenset(one.casefold() for one in whom.home)
    form = form_of(rule, whom.table, home)
    made = verdict(form, whom.whole.get(rule.amount or ""))
    mending = mend(net, whom, form, made)
    why = []
    if rule.asks == "part" and not np.isnan(form.amounts).any():
        why.append(_("the largest: {names}").format(names=wording.names(whom.table, wording.largest(form))))
    elif form.sure.any() and rule.where != Where():
        why.append(_("these count: {names}").format(names=wording.names(whom.table, form.sure)))
    if rule.asks == "count" and not form.possible.any():
        why.append(_("no member counts"))
    if made.result == "unknown":
        why.append(wording.missing(form, whom.table))
        if rule.where.region and whom.home is None:
            why.append(_("not known: the region of the call"))
    return {
        "rule": rule.id,
        "what": rule.what,
        "asked": wording.asked(rule),
        "found": wording.found(rule, made),
        "result": made.result,
        "why": _("; ").join(filter(None, why)) or None,
        "mend": mending.text or None,
        "org_ids": ";".join(mending.org_ids) or None,
    }


def _labels(whom: Consortium, rule: Rule) -> dict[str, Any]:
    """Return the row of a rule on labels: where nobody has said of any, there may be one."""
    count = len(whom.labels or ())
    high = count if whom.labels is not None else max(count, int(rule.least or 0))
    made = judged(rule, count, high)
    mending = Mend() if made.result == "pass" else Mend(_("ask a pôle for its label, or say which has given it"))
    return {
        "rule": rule.id,
        "what": rule.what,
        "asked": wording.asked(rule),
        "found": wording.found(rule, made) if whom.labels is not None else None,
        "result": made.result,
        "why": _("not known: the pôles that label") if made.result == "unknown" else None,
        "mend": mending.text or None,
        "org_ids": None,
    }
