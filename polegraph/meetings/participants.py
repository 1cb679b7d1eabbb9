"""Participants of a day of meetings: their place in the network, side, presence, and whom they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, UnknownOrganisationError
from polegraph.i18n import _, ngettext, number
from polegraph.identity import normal_form
from polegraph.meetings import sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.meetings.day import Integers, Mask
    from polegraph.meetings.timetable import Timetable
    from polegraph.network import Network

PREFIX: Final = "participant:"
"""What the identifiers of participants begin with that are not in the network."""
MOST: Final = 1_000
"""Participants at most."""
_AWAY: Final = {"", "0", "non", "no", "n", "-", "false", "absent", "absente"}
_SEVERAL: Final = re.compile(r"[;\n|]")


@dataclass(frozen=True, eq=False)
class Participants:
    """Participants, in the order of their identifiers.

    Parameters
    ----------
    ids, names
        Identifiers and names; those of the network where they are known.
    place : array of int
        Their positions in the whole network; -1 where they are not in it.
    side : array of int
        0 or 1; 0 for all without sides.
    available : array of bool, participants × slots
        Who is there when.
    wanted : array of bool, participants × participants
        Who asks for whom.
    texts
        What each is called in the list of participants: one text or several.
    notes
        What to tell people, in the current language.
    """

    ids: list[str]
    names: list[str]
    place: Integers
    side: Integers
    available: Mask
    wanted: Mask
    texts: list[list[str]]
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Count them."""
        return len(self.ids)


class _Register:
    """Names as they are looked up: among those of the list first, then in the network."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._known: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.parts: list[tuple[str, str]] = []
        self._called = net.whole.organisations.set_index("org_id")["name"].to_dict()

    def of(self, table: pd.DataFrame, row: int, column: str, text: str) -> str:
        """Return the identifier of a participant that a cell names."""
        form = normal_form(text)
        if text not in self._known:
            self._known[text] = self._looked_up(table, row, column, text, form)
        return self._known[text]

    def _looked_up(self, table: pd.DataFrame, row: int, column: str, text: str, form: str) -> str:
        try:
            found = self._net.whole.find(text)
        except UnknownOrganisationError:
            found = PREFIX + (form.replace(" ", "-") or re.sub(r"\s+", "-", text.casefold()))
            self.names.setdefault(found, text)
            return found
        except PolegraphError as error:
            raise sheets.wrong(table, row, column, error.problem, str(error.remedy)) from error
        name = str(self._called[found])
        if column == "participant" and text != found and form != normal_form(name):
            self.parts.append((text, name))
        self.names[found] = name
        return found


def gathered(
    net: Network,
    given: pd.DataFrame | Sequence[str],
    day: Timetable,
    *,
    availability: pd.DataFrame | None = None,
    requests: pd.DataFrame | None = None,
    sides: Sequence[str] | None = None,
) -> Participants:
    """Collect what is known of the participants of a day.

    Parameters
    ----------
    net
        The network.
    given
        The list, as `polegraph.meetings.sheets.canonical` takes it.
    day
        The slots.
    availability, requests
        Lists likewise.
    sides
        The two words that the column ``side`` holds, if there are two sides.

    Raises
    ------
    PolegraphError
        If a cell cannot be understood, a name fits several organisations, or there are too many participants.
    """
    register, table = _Register(net), sheets.canonical(given, _("participants"))
    found: dict[str, list[int]] = {}
    texts: dict[str, set[str]] = {}
    for row in table.index.tolist():
        column = next((one for one in ("org_id", "participant") if one in table and table.loc[row, one]), None)
        if column is not None:
            text = str(table.loc[row, column])
            who = register.of(table, row, column, text)
            found.setdefault(who, []).append(row)
            texts.setdefault(who, set()).add(text)
    ids = _counted(sorted(found), table)
    place = {one: at for at, one in enumerate(ids)}
    side = np.array([_side(table, found[one], sides) for one in ids], dtype=np.int64)
    available = np.ones((len(ids), day.slots), dtype=np.bool_)
    for at, one in enumerate(ids):
        available[at] = _there(table, found[one], day)
    if availability is not None:
        _narrow(available, sheets.canonical(availability, _("availabilities")), register, place, day)
    wanted, notes = np.zeros((len(ids), len(ids)), dtype=np.bool_), _notes(net, ids, found, register)
    for source in (table, None if requests is None else sheets.canonical(requests, _("requests"))):
        if source is not None and "wants" in source:
            notes += _asked(source, register, place, wanted)
    positions = net.whole.org_index.get_indexer(pd.Index(ids, dtype="str")).astype(np.int64)
    names, called = [register.names[one] for one in ids], [sorted(texts[one]) for one in ids]
    return Participants(ids, names, positions, side, available, wanted, called, notes)


def _counted(ids: list[str], table: pd.DataFrame) -> list[str]:
    """Refuse a list of nobody, and one that is too long."""
    if not ids:
        raise PolegraphError(_("there are no participants in this list"), file=str(table.attrs["file"]))
    if len(ids) > MOST:
        raise PolegraphError(
            _("there are {n} participants, and meetings are planned for {most} at most").format(
                n=number(len(ids)), most=number(MOST)
            )
        )
    return ids


def _narrow(available: Mask, table: pd.DataFrame, register: _Register, place: dict[str, int], day: Timetable) -> None:
    """Leave of the slots of each participant those that a list of availabilities has as well, in place."""
    rows: dict[int, list[int]] = {}
    for row, at in _rows_of(register, table, place):
        rows.setdefault(at, []).append(row)
    for at, some in rows.items():
        available[at] &= _there(table, some, day)


def _side(table: pd.DataFrame, rows: list[int], sides: Sequence[str] | None) -> int:
    """Return on which side a participant is."""
    if sides is None:
        return 0
    if "side" not in table:
        raise PolegraphError(
            _("no column says on which side participants are"),
            file=str(table.attrs["file"]),
            remedy=_("call a column 'side', and write {words} into it").format(words=" / ".join(sides)),
        )
    words = [_singular(one) for one in sides]
    meant = {_singular(str(table.loc[row, "side"])) for row in rows} - {""}
    if len(meant) != 1 or not meant <= set(words):
        raise sheets.wrong(
            table,
            rows[0],
            "side",
            _("this is none of the two sides"),
            _("write {words}").format(words=" / ".join(sides)),
        )
    return words.index(meant.pop())


def _singular(word: str) -> str:
    return normal_form(word).removesuffix("s")


def _there(table: pd.DataFrame, rows: list[int], day: Timetable) -> Mask:
    """Return when a participant is there, by one list: by a column of slots, by a column a slot, or always."""
    slots = {column: place for column in table.columns if (place := day.column(str(column))) is not None}
    if "slots" not in table and not slots:
        return np.ones(day.slots, dtype=np.bool_)
    found = np.zeros(day.slots, dtype=np.bool_)
    for row in rows:
        if "slots" in table:
            some = day.understood(str(table.loc[row, "slots"]))
            if some is None:
                remedy = _("write slots (1-4; 7), times (9h-10h30), 'morning' or 'afternoon', 'all' or 'none'")
                raise sheets.wrong(table, row, "slots", _("these are no slots of the day"), remedy)
            found |= some
            continue
        for column, place in slots.items():
            found[place] |= str(table.loc[row, column]).strip().casefold() not in {
                "",
                "0",
                "non",
                "no",
                "n",
                "-",
                "false",
            }
    return found


def _rows_of(register: _Register, table: pd.DataFrame, place: dict[str, int]) -> list[tuple[int, int]]:
    """Return the rows of a list that are about a participant, and which."""
    found = []
    for row in table.index.tolist():
        column = next((one for one in ("org_id", "participant") if one in table and table.loc[row, one]), None)
        who = None if column is None else register.of(table, row, column, str(table.loc[row, column]))
        if who in place:
            found.append((row, place[who]))
    return found


def _asked(table: pd.DataFrame, register: _Register, place: dict[str, int], wanted: Mask) -> list[str]:
    """Record who asks for whom; return what to tell about those who are not there."""
    absent: list[str] = []
    for row, at in _rows_of(register, table, place):
        for text in filter(None, map(str.strip, _SEVERAL.split(str(table.loc[row, "wants"])))):
            other = place.get(register.of(table, row, "wants", text))
            if other is None:
                absent.append(text)
            elif other != at:
                wanted[at, other] = True
    if not absent:
        return []
    text = ngettext(
        "{n} request is for an organisation that does not take part: {names}.",
        "{n} requests are for organisations that do not take part: {names}.",
        len(absent),
    )
    return [text.format(n=number(len(absent)), names=_listed(sorted(set(absent))))]


def _notes(net: Network, ids: list[str], found: dict[str, list[Any]], register: _Register) -> list[str]:
    """Describe who is not known, who was recognised by a part of its name, and who stands twice."""
    notes = []
    unknown = [register.names[one] for one in ids if one.startswith(PREFIX)]
    if unknown:
        text = ngettext(
            "{n} participant is not in the network: nothing is known of it, not even its partners: {names}.",
            "{n} participants are not in the network: nothing is known of them, not even their partners: {names}.",
            len(unknown),
        )
        if net.origin.seen is not None:  # the same of who is hidden and of who is unknown
            text = ngettext(
                "{n} participant is not in what this audience may see: nothing is told of it: {names}.",
                "{n} participants are not in what this audience may see: nothing is told of them: {names}.",
                len(unknown),
            )
        notes.append(text.format(n=number(len(unknown)), names=_listed(unknown)))
    if register.parts:
        pairs = [f"{text} → {name}" for text, name in register.parts]
        notes.append(
            _("Recognised by another name or a part of it, so look whether it is right: {names}.").format(
                names=_listed(pairs)
            )
        )
    twice = [register.names[one] for one in ids if len(found[one]) > 1]
    if twice:
        notes.append(_("In the list several times, and counted once: {names}.").format(names=_listed(twice)))
    return notes


def _listed(names: Sequence[str], most: int = 10) -> str:
    return _("; ").join(names[:most]) + (" …" if len(names) > most else "")


def identified(net: Network, table: pd.DataFrame) -> list[str]:
    """Return the identifier of the participant that each row of a list names; empty where it names none.

    Parameters
    ----------
    net
        The network.
    table
        As `polegraph.meetings.sheets.canonical` gives it.
    """
    register, ids = _Register(net), []
    for row in table.index.tolist():
        column = next((one for one in ("org_id", "participant") if one in table and table.loc[row, one]), None)
        ids.append("" if column is None else register.of(table, row, column, str(table.loc[row, column])))
    return ids
