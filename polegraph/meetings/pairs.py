"""Pairs of participants that may meet at all, and requests that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from polegraph.i18n import _, ngettext, number
from polegraph.meetings.exclusions import everywhere, shown

if TYPE_CHECKING:
    from polegraph.meetings.day import Integers, Mask
    from polegraph.meetings.exclusions import Exclusions
    from polegraph.meetings.participants import Participants
    from polegraph.network import Network


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of participants that may meet.

    Parameters
    ----------
    one, other : array of int, one entry a pair
        Positions of the participants; of two sides, *one* is of the first, else it has the smaller position.
    asked : array of int, one entry a pair
        How many of the two asked for the meeting.
    notes
        What to tell people, in the current language.
    """

    one: Integers
    other: Integers
    asked: Integers
    notes: list[str]


def allowed(net: Network, people: Participants, *, two_sided: bool) -> Pairs:
    """List the pairs that may meet.

    Never: two of one group, a dissolved organisation, two of one side, two that are never there at the same time. Only
    if one of them asks for it: two that are partners already (or one of which has worked with the group of the other).
    An organisation that does not want to be suggested meets those alone that it asks for itself. All this is held by
    what the network has left out as well (`polegraph.meetings.exclusions.everywhere`), and told only by what it shows.

    Parameters
    ----------
    net
        The network.
    people
        The participants.
    two_sided
        Whether there are two sides.
    """
    told, held = shown(net, people), everywhere(net, people)
    asked = people.wanted.astype(np.int64) + people.wanted.T
    common = (people.available.astype(np.int64) @ people.available.T) > 0
    across = people.side[:, None] != people.side if two_sided else np.ones(asked.shape, dtype=np.bool_)
    never = _never(told, people)
    reasons = {
        "gone": never["gone"],
        "group": never["group"],
        "side": ~across,
        "shy": never["shy"],
        "time": ~common,
    }
    possible = _possible(told, asked, reasons)
    if held is not None:
        possible &= _possible(held, asked, _never(held, people))
    np.fill_diagonal(possible, val=False)
    one, other = np.nonzero(np.triu(possible, 1))
    if two_sided:
        swap = people.side[one] > people.side[other]
        one, other = np.where(swap, other, one), np.where(swap, one, other)
    gone = [people.names[at] for at in np.flatnonzero(told.gone).tolist()]
    notes = [_("Dissolved, and without meetings: {names}.").format(names=_("; ").join(gone))] if gone else []
    if held is not None:  # whether it kept anyone apart or not, since that would tell something
        notes.append(
            _(
                "Partners, groups, and who does not want to be suggested or is dissolved are looked up in all that the "
                "network holds, also in what this audience may not see or what was not chosen: nothing of it is named."
            )
        )
    return Pairs(one, other, asked[one, other], notes + _impossible(asked, reasons))


def _never(found: Exclusions, people: Participants) -> dict[str, Mask]:
    """Return the pairs that never meet, by the reason."""
    willing = (~found.shy[:, None] | people.wanted) & (~found.shy | people.wanted.T)
    return {"gone": found.gone[:, None] | found.gone, "group": found.same, "shy": ~willing}


def _possible(found: Exclusions, asked: Integers, reasons: dict[str, Mask]) -> Mask:
    """Return the pairs that nothing keeps apart; partners meet only if one of them asks for it."""
    possible: Mask = ~np.any(list(reasons.values()), axis=0) & (~found.worked | (asked > 0))
    return possible


def _impossible(asked: Integers, reasons: dict[str, Mask]) -> list[str]:
    """Describe how many requests cannot be met, and why."""
    notes, left = [], np.triu(asked > 0, 1)
    for name, mask in reasons.items():
        count = _n(left, mask)
        texts = {
            "gone": ngettext(
                "{n} request is for or of a dissolved organisation.",
                "{n} requests are for or of dissolved organisations.",
                count,
            ),
            "group": ngettext(
                "{n} request is for a member of the own group, and not planned.",
                "{n} requests are for members of the own group, and not planned.",
                count,
            ),
            "side": ngettext(
                "{n} request is for a participant of the same side, and not planned.",
                "{n} requests are for participants of the same side, and not planned.",
                count,
            ),
            "shy": ngettext(
                "{n} request is for an organisation that does not want to be suggested and did not ask itself.",
                "{n} requests are for organisations that do not want to be suggested and did not ask themselves.",
                count,
            ),
            "time": ngettext(
                "{n} request is of two that are never there at the same time.",
                "{n} requests are of two that are never there at the same time.",
                count,
            ),
        }
        if count:
            notes.append(texts[name].format(n=number(count)))
        left = left & ~mask
    return notes


def _n(left: Mask, mask: Mask) -> int:
    return int((left & mask).sum())
