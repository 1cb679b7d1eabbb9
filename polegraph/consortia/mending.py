"""Smallest changes that would mend a rule: how many to add, whom to drop, how much to move, what to find out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from polegraph.consortia import wording
from polegraph.consortia.linear import form as form_of
from polegraph.consortia.members import described
from polegraph.consortia.rule_model import HOME
from polegraph.consortia.verdicts import verdict
from polegraph.i18n import _, ngettext, number

if TYPE_CHECKING:
    from polegraph.consortia.linear import Form
    from polegraph.consortia.members import Consortium
    from polegraph.consortia.rule_model import Rule
    from polegraph.consortia.verdicts import Verdict
    from polegraph.network import Network

_PROPOSED = 3  # organisations that a cell names


class Mend(NamedTuple):
    """What would mend a rule.

    Parameters
    ----------
    text
        The changes, "or" between; empty if none is known.
    org_ids
        Organisations of the network that could be added, the best known to the members first.
    """

    text: str = ""
    org_ids: tuple[str, ...] = ()


def mend(net: Network, whom: Consortium, form: Form, found: Verdict) -> Mend:
    """Return the smallest changes that would turn a rule into a sure pass.

    For counts they are exact: a member more raises the count by one at most, one less lowers it by one at most. For
    amounts they are the least that must move, or be added.

    Parameters
    ----------
    net
        The network, for organisations to add.
    whom
        The consortium.
    form
        The rule over its members.
    found
        Its verdict.
    """
    if found.result == "pass":
        return Mend()
    members = whom.table
    ways: list[str] = []
    unsaid = wording.missing(form, members)
    if found.result == "unknown" and unsaid:
        ways.append(_("find out what is {missing}").format(missing=unsaid))
    if HOME in form.rule.where.region and whom.home is None:
        ways.append(_("say of which region the call is"))
    proposed: tuple[str, ...] = ()
    if form.rule.asks == "count":
        more, proposed = _count(net, whom, form, found)
        ways += more
    elif form.rule.asks == "total":
        ways += _total(form.rule, found)
    elif not np.isnan(form.amounts).any():
        ways += _amount(form, members, found)
        ways += _dropping(form, whom)
    return Mend(_("; or ").join(ways), proposed)


def _count(net: Network, whom: Consortium, form: Form, found: Verdict) -> tuple[list[str], tuple[str, ...]]:
    rule = form.rule
    if rule.most is not None and found.high > rule.most:
        count = int(found.high - rule.most)
        text = ngettext("drop {n} of: {names}", "drop {n} of: {names}", count)
        return [text.format(n=number(count), names=wording.names(whom.table, form.possible))], ()
    count = math.ceil((rule.least or 0) - found.low)
    if rule.of_coordinator:
        able = form.sure_else & (whom.table["role"] != "third_party").to_numpy()
        if able.any():
            return [_("let one of these coordinate: {names}").format(names=wording.names(whom.table, able))], ()
        return [_("add one that fits, and let it coordinate")], ()
    proposed = candidates(net, whom, rule)
    text = ngettext("add {n} that counts here", "add {n} that count here", count).format(n=number(count))
    if proposed:
        text = _("{text}, such as {names}, which some members have worked with").format(
            text=text, names=", ".join(map(str, net.names(list(proposed))))
        )
    return [text], proposed


def candidates(net: Network, whom: Consortium, rule: Rule) -> tuple[str, ...]:
    """Return organisations of which each would raise a count by one, those first that most members have worked with.

    Parameters
    ----------
    net
        The network.
    whom
        The consortium.
    rule
        A rule that asks for a count.
    """
    inside = net.org_index.get_indexer(pd.Index(whom.table.loc[whom.table["known"], "org_id"]))
    if not len(inside):
        return ()
    incidence = net.incidence
    together = (incidence.T @ incidence[:, inside]).toarray()
    willing = net.standing & ~net.organisations["opt_out"].fillna(value=False).to_numpy(dtype=bool)
    willing[inside] = False
    near = np.flatnonzero(willing & (together > 0).any(axis=1))
    table = described(net, net.org_index[near]).assign(role="partner")
    home = None if whom.home is None else frozenset(one.casefold() for one in whom.home)
    fits = form_of(rule, table, home).sure
    for key in rule.each:
        fits &= ~table[key].isin(whom.table[key].dropna()).to_numpy(dtype=bool)
    table = table.assign(members=(together[near] > 0).sum(axis=1), shared=together[near].sum(axis=1))[fits]
    table = table.sort_values(["members", "shared", "org_id"], ascending=[False, False, True])
    for key in rule.each:
        table = table.drop_duplicates(key)
    return tuple(table["org_id"].head(_PROPOSED))


def _amount(form: Form, members: pd.DataFrame, found: Verdict) -> list[str]:
    """Return what must move, where all amounts are known and so is who counts."""
    rule, amount = form.rule, form.amounts
    total = float(amount.sum())
    if (form.sure != form.possible).any() or not total:
        return []
    what = _(wording.MISSING[rule.amount or "cost"])
    if rule.asks == "part":
        largest = wording.largest(form)
        excess = float(amount[largest].sum()) - (rule.most or 0) * total
        text = _("move {euros} of the {what} from {names} to others")
        whom = wording.names(members, largest)
        return [text.format(euros=wording.euros(math.ceil(excess)), what=what, names=whom)]
    inside = float(amount[form.sure].sum())
    if rule.least is not None and found.high < rule.least:
        moved, added = rule.least * total - inside, (rule.least * total - inside) / max(1 - rule.least, 1e-9)
        text = _("move {euros} of the {what} to those that count; or add {more} to them")
    else:
        most = rule.most or 0.0
        moved, added = inside - most * total, inside / max(most, 1e-9) - total
        text = _("move {euros} of the {what} from those that count to others; or add {more} to the others")
    return [text.format(euros=wording.euros(math.ceil(moved)), what=what, more=wording.euros(math.ceil(added)))]


def _total(rule: Rule, found: Verdict) -> list[str]:
    """Return how much a sum must grow or shrink so that it surely passes; nothing where it has no end."""
    what = _(wording.MISSING[rule.amount or "cost"])
    if rule.least is not None and found.low < rule.least:
        return [_("add {euros} of {what}").format(euros=wording.euros(math.ceil(rule.least - found.low)), what=what)]
    if rule.most is None or math.isinf(found.high):
        return []
    return [_("cut {euros} of {what}").format(euros=wording.euros(math.ceil(found.high - rule.most)), what=what)]


def _dropping(form: Form, whom: Consortium) -> list[str]:
    """Return the members of which one less would mend the rule."""
    home = None if whom.home is None else frozenset(one.casefold() for one in whom.home)
    alone = [
        at
        for at in range(len(whom.table))
        if len(whom.table) > 1
        and verdict(form_of(form.rule, whom.table.drop(index=at).reset_index(drop=True), home)).result == "pass"
    ]
    return [_("drop one of: {names}").format(names=wording.names(whom.table, alone))] if alone else []
