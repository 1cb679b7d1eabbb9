"""The plan of a day: who meets whom, when, at which table and why; and the same plan after a late change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import N_, _
from polegraph.meetings.day import Day, Schedule, held
from polegraph.meetings.explaining import Explanations, explained
from polegraph.meetings.pairs import Pairs, allowed
from polegraph.meetings.participants import Participants, gathered
from polegraph.meetings.repairing import repaired
from polegraph.meetings.scheduling import scheduled
from polegraph.meetings.seating import seated
from polegraph.meetings.timetable import Timetable, timetable
from polegraph.meetings.weights import Worth, worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from polegraph.meetings.day import Integers
    from polegraph.network import Network

    Given = pd.DataFrame | Iterable[str]

COLUMNS: Final = (
    *("slot", "start", "table", "org_id_a", "name_a", "org_id_b", "name_b", "weight", "requested", "reasons"),
    *("evidence_projects", "end", "topics", "reasons_b", "asked_by"),
)
HEADINGS: Final = {
    "start": N_("from"),
    "end": N_("until"),
    "table": N_("table (place)"),
    "reasons": N_("why, for the first"),
}
"""Headings of columns that other lists name otherwise."""


@dataclass(frozen=True, eq=False)
class _Setting:
    people: Participants
    pairs: Pairs
    worth: Worth
    times: Timetable
    day: Day


def plan(  # noqa: PLR0913  # the options of the command
    net: Network,
    participants: Given,
    slots: int = 8,
    *,
    tables: int | None = None,
    per_person: tuple[int, int | None] = (0, None),
    availability: Given | None = None,
    requests: Given | None = None,
    sides: Sequence[str] | None = None,
    start: str = "09:00",
    minutes: int = 20,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    r"""Compute the plan of a day of meetings of two: who meets whom, in which slot and at which table.

    As many requests are met as can be; among such plans, those that leave fewest participants below their least
    (micro-enterprises and SMEs before others); among these, one of the largest weight. Who may meet at all, see
    `polegraph.meetings.pairs.allowed`; what a meeting is worth, `polegraph.meetings.weights.worth`; how it is solved,
    `polegraph.meetings.scheduling.scheduled`.

    Parameters
    ----------
    net
        The network, as it is on its day.
    participants
        Names or identifiers as `Network.find` takes them, or a table with the column ``participant`` or ``org_id``;
        further columns may be ``side``, ``slots`` and ``wants``; headings in French are understood. A participant that
        is not in the network is planned as well, with an identifier that begins with ``participant:``.
    slots
        How many slots the day has.
    tables
        How many meetings there is room for in a slot; without it enough for everyone.
    per_person
        The least and the most meetings of a participant; None for as many as there are slots.
    availability
        A table ``participant, slots``: when a participant is there (``1-4; 7``, ``9h-10h30``, ``morning``), or with a
        column a slot. Who does not stand in it is there all day.
    requests
        A table ``participant, wants``: who asks for whom.
    sides
        The two words of the column ``side``, such as ``("buyers", "sellers")``: meetings are of one of either.
    start, minutes
        When the first slot begins, and how long each is.
    weights
        Other weights than `polegraph.meetings.weights.WEIGHTS`.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row a meeting, by slot and table. ``slot`` and ``table`` are numbered from 1. ``requested``:
        whether one of the two asked for it, and ``asked_by`` which. ``reasons``: why the first should meet the second;
        ``reasons_b``: the other way round; ``topics``: what to talk about. ``attrs["achieved"]`` and
        ``attrs["bounds"]``: requests met, meetings missing to the least, and weight, beside what no plan can exceed;
        ``attrs["proved"]``: whether it is the best plan; ``attrs["participants"]``: all of them, with their number of
        meetings; ``attrs["notes"]``: what people should know.

    Raises
    ------
    PolegraphError
        If a list or a number cannot be used, a name fits several organisations, or there are too many participants.

    Notes
    -----
    A linear programme, which HiGHS solves [1]_, chooses the pairs; an edge colouring gives each a slot, for which with
    two sides as many slots as the busiest has meetings are enough [2]_, and with one group sometimes one more [3]_;
    colours are evened out to the tables [4]_.

    References
    ----------
    .. [1] Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
       Computation 10 (2018), 119-142. ``huangfu2018``
    .. [2] D. König, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre", Mathematische Annalen
       77 (1916), 453-465. ``konig1916``
    .. [3] V. G. Vizing, "On an estimate of the chromatic class of a p-graph", Diskretnyi Analiz 3 (1964), 25-30.
       ``vizing1964``
    .. [4] D. de Werra, "Equitable colorations of graphs", RAIRO 5 (R-3) (1971), 3-8. ``werra1971``

    Examples
    --------
    >>> import polegraph.examples
    >>> found = plan(polegraph.examples.tiny(), ["First SME", "Large group", "Newcomer"], slots=1, tables=1)
    >>> found[["slot", "start", "table", "name_a", "name_b"]].values.tolist()
    [[1, '09:00', 1, 'Large group (invented)', 'First SME (invented)']]
    """
    made = _setting(
        *(net, participants, timetable(slots, start, minutes), tables, per_person),
        *(availability, requests, sides, weights),
    )
    found = scheduled(made.day)
    one, other = made.day.one[found.pair], made.day.other[found.pair]
    return _table(net, made, found, seated(one, other, found.slot))


def replan(  # noqa: PLR0913  # the same
    net: Network,
    before: pd.DataFrame,
    participants: Given,
    slots: int = 8,
    *,
    absent: Iterable[str] = (),
    added: Iterable[str] = (),
    tables: int | None = None,
    per_person: tuple[int, int | None] = (0, None),
    availability: Given | None = None,
    requests: Given | None = None,
    sides: Sequence[str] | None = None,
    start: str = "09:00",
    minutes: int = 20,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Compute the plan of a day again after a late change, with as few moved meetings as possible.

    Parameters
    ----------
    net
        The network.
    before
        What `plan` gave; its columns ``slot, table, org_id_a, org_id_b`` count.
    participants
        Those of the plan, or those of now.
    slots
        As for `plan`.
    absent, added
        Identifiers or names of who does not come, and of who comes in addition.
    tables, per_person, availability, requests, sides, start, minutes, weights
        As for `plan`.

    Returns
    -------
    DataFrame
        As `plan` has it. Meetings that can still be held keep slot and table, but for those that had to make room
        (`polegraph.meetings.repairing.repaired`). ``attrs["change"]``: how many were ``kept``, ``moved``, ``dropped``
        and ``new``.

    Raises
    ------
    PolegraphError
        As for `plan`, or if *before* is no plan.

    Examples
    --------
    >>> import polegraph.examples
    >>> net, everyone = polegraph.examples.tiny(), ["First SME", "Large group", "ALONE"]
    >>> replan(net, plan(net, everyone, slots=3), everyone, slots=3, absent=["ALONE"]).attrs["change"]
    {'kept': 1, 'moved': 0, 'dropped': 2, 'new': 0}
    """
    made = _setting(
        *(net, _without(net, _with(participants, added), absent), timetable(slots, start, minutes), tables, per_person),
        *(availability, requests, sides, weights),
    )
    pair, slot, table = _still(before, made)
    found = repaired(made.day, pair, slot)
    stays = found.slot[: len(pair)] == slot
    kept = np.concatenate([np.where(stays, table, 0), np.zeros(len(found.pair) - len(pair), dtype=np.int64)])
    result = _table(net, made, found, seated(made.day.one[found.pair], made.day.other[found.pair], found.slot, kept))
    change = {
        "kept": int(stays.sum()),
        "moved": int((~stays).sum()),
        "dropped": len(before) - len(pair),
        "new": len(found.pair) - len(pair),
    }
    result.attrs["change"] = change
    return result


def _setting(  # noqa: PLR0913, PLR0917  # what the two functions are given
    net: Network,
    participants: Given,
    times: Timetable,
    tables: int | None,
    per_person: tuple[int, int | None],
    availability: Given | None,
    requests: Given | None,
    sides: Sequence[str] | None,
    weights: Mapping[str, float] | None,
) -> _Setting:
    """Convert everything into the form that is solved."""
    least, most = _bounds(per_person, times.slots)
    if sides is not None and len(set(sides)) != 2:  # noqa: PLR2004  # two sides
        raise PolegraphError(
            _("there are two sides, and each has a name of its own"), value=",".join(sides), remedy=_("give two words")
        )
    people = gathered(net, participants, times, availability=availability, requests=requests, sides=sides)  # type: ignore[arg-type]
    pairs = allowed(net, people, two_sided=sides is not None)
    value = worth(net, people, pairs, weights)
    room = len(people) // 2 if tables is None else whole_number(tables, "tables", 1)
    number = len(people)
    there = people.available.sum(axis=1)
    partners = np.bincount(np.concatenate([pairs.one, pairs.other]), minlength=number)
    day = Day(
        one=pairs.one,
        other=pairs.other,
        weight=value.weight,
        asked=pairs.asked,
        available=people.available,
        room=np.full(times.slots, room, dtype=np.int64),
        least=np.minimum(np.minimum(there, partners), least).astype(np.int64),
        most=np.full(number, most, dtype=np.int64),
        small=value.small,
        two_sided=sides is not None,
    )
    return _Setting(people, pairs, value, times, day)


def _bounds(per_person: tuple[int, int | None], slots: int) -> tuple[int, int]:
    least = whole_number(per_person[0], "per_person", 0)
    most = slots if per_person[1] is None else min(whole_number(per_person[1], "per_person", 1), slots)
    if least > most:
        raise PolegraphError(
            _("a participant cannot have so many meetings: the least is more than the most, or than the slots"),
            value=f"{least}-{most}",
            remedy=_("give a smaller least, or more slots"),
        )
    return least, most


def _with(participants: Given, added: Iterable[str]) -> Given:
    """Return the participants and those that come in addition."""
    more = list(added)
    if not more:
        return participants
    if isinstance(participants, pd.DataFrame):
        raise PolegraphError(
            _("a table of participants says itself who comes in addition"), remedy=_("add rows to it, with their side")
        )
    return [*participants, *more]


def _without(net: Network, participants: Given, absent: Iterable[str]) -> Given:
    """Return the participants without those that do not come."""
    gone = list(absent)
    if not gone:
        return participants
    from polegraph.meetings import sheets  # noqa: PLC0415
    from polegraph.meetings.participants import identified  # noqa: PLC0415

    table = sheets.canonical(participants, _("participants"))
    out = set(identified(net, sheets.canonical(gone, _("absent"))))
    kept = table[[one not in out for one in identified(net, table)]]
    kept.attrs.update(table.attrs)
    return kept


def _still(before: pd.DataFrame, made: _Setting) -> tuple[Integers, Integers, Integers]:
    """Return the meetings of an old plan that can still be held: pair, slot from 0, table."""
    needed = ["slot", "table", "org_id_a", "org_id_b"]
    missing = [name for name in needed if name not in before]
    if missing:
        raise PolegraphError(
            _("this is no plan of meetings"), column=missing[0], remedy=_("give what 'polegraph meetings' has written")
        )
    place = {one: at for at, one in enumerate(made.people.ids)}
    which = {
        frozenset(ends): at for at, ends in enumerate(zip(made.day.one.tolist(), made.day.other.tolist(), strict=True))
    }
    rows = []
    busy: set[tuple[int, int]] = set()
    for slot, table, one, other in before[needed].itertuples(index=False, name=None):
        ends = frozenset((place.get(str(one), -1), place.get(str(other), -2)))
        when, pair = int(slot) - 1, which.get(ends)
        there = pair is not None and 0 <= when < made.times.slots and all(made.day.available[at, when] for at in ends)
        if there and pair is not None and not busy & {(at, when) for at in ends}:
            busy |= {(at, when) for at in ends}
            rows.append((pair, when, int(table)))
    array = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return array[:, 0], array[:, 1], array[:, 2]


def _table(net: Network, made: _Setting, found: Schedule, table: Integers) -> pd.DataFrame:
    """Describe a schedule."""
    people, day = made.people, made.day
    one, other = day.one[found.pair], day.other[found.pair]
    said = explained(Explanations(net, people, made.pairs, made.worth), found.pair)
    columns: dict[str, Any] = {
        "slot": found.slot + 1,
        "start": [made.times.begins(slot) for slot in found.slot.tolist()],
        "table": table,
        "org_id_a": [people.ids[at] for at in one.tolist()],
        "name_a": [people.names[at] for at in one.tolist()],
        "org_id_b": [people.ids[at] for at in other.tolist()],
        "name_b": [people.names[at] for at in other.tolist()],
        "weight": day.weight[found.pair],
        "requested": day.asked[found.pair] > 0,
        "end": [made.times.begins(slot + 1) for slot in found.slot.tolist()],
        **{name: said[name] for name in said.columns},
    }
    types = {"slot": "int64", "table": "int64", "weight": "float64", "requested": "bool"}
    result = pd.DataFrame(columns, columns=list(COLUMNS))
    result = result.astype({**types, **{name: "str" for name in COLUMNS if name not in types}})
    result = result.sort_values(["slot", "table"], ignore_index=True)
    meetings = held(day, found.pair)
    result.attrs |= {
        "headings": HEADINGS,
        "achieved": found.measures(day),
        "bounds": found.bounds,
        "proved": found.proved,
        "participants": [
            {"org_id": who, "name": name, "meetings": int(count)}
            for who, name, count in zip(people.ids, people.names, meetings.tolist(), strict=True)
        ],
        "notes": [*people.notes, *made.pairs.notes],
    }
    return result
