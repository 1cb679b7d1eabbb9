"""Pairs of participants that may meet at all, and requests that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.linalg.sparse import one_hot

if TYPE_CHECKING:
    from polegraph.meetings.day import Integers, Mask
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
    An organisation that does not want to be suggested meets those alone that it asks for itself.

    Parameters
    ----------
    net
        The network.
    people
        The participants.
    two_sided
        Whether there are two sides.
    """
    known = people.place >= 0
    same, worked = _together(net, people)
    alive, shy = known & False, known & False
    alive[known] = net.whole.standing[people.place[known]]
    shy[known] = net.whole.organisations["opt_out"].fillna(value=False).to_numpy(dtype=bool)[people.place[known]]
    alive |= ~known
    asked = people.wanted.astype(np.int64) + people.wanted.T
    common = (people.available.astype(np.int64) @ people.available.T) > 0
    across = people.side[:, None] != people.side if two_sided else np.ones(asked.shape, dtype=np.bool_)
    willing = (~shy[:, None] | people.wanted) & (~shy | people.wanted.T)
    reasons = {
        "gone": ~(alive[:, None] & alive),
        "group": same,
        "side": ~across,
        "shy": ~willing,
        "time": ~common,
    }
    possible = ~np.any(list(reasons.values()), axis=0) & (~worked | (asked > 0))
    np.fill_diagonal(possible, val=False)
    one, other = np.nonzero(np.triu(possible, 1))
    if two_sided:
        swap = people.side[one] > people.side[other]
        one, other = np.where(swap, other, one), np.where(swap, one, other)
    gone = [people.names[at] for at in np.flatnonzero(~alive).tolist()]
    notes = [_("Dissolved, and without meetings: {names}.").format(names="; ".join(gone))] if gone else []
    return Pairs(one, other, asked[one, other], notes + _impossible(asked, reasons))


def _together(net: Network, people: Participants) -> tuple[Mask, Mask]:
    """Return which pairs are of one group, and which have worked together, each counted with its group."""
    whole, known = net.whole, np.flatnonzero(people.place >= 0)
    place = people.place[known]
    unit = pd.factorize(whole.category["unit"].to_numpy())[0]
    same, worked = (np.zeros((len(people), len(people)), dtype=np.bool_) for _copy in range(2))
    square = np.ix_(known, known)
    same[square] = unit[place][:, None] == unit[place]
    own: Any = whole.incidence[:, place]
    units, which = np.unique(unit[place], return_inverse=True)
    code = np.full(int(unit.max(initial=-1)) + 1, -1, dtype=np.int64)
    code[units] = np.arange(len(units))
    of_units = whole.incidence @ one_hot(code[unit], len(units))
    shared = np.asarray((own.T @ of_units).todense() if len(place) else np.zeros((0, 0)))[:, which] > 0
    worked[square] = shared | shared.T
    return same, worked


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
