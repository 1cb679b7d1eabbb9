"""The slots of a day, and what people write about when they are there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.errors import PolegraphError, whole_number
from polegraph.files import unaccented
from polegraph.i18n import _

if TYPE_CHECKING:
    from polegraph.meetings.day import Mask

_DAY: Final = 24 * 60
_NOON: Final = 13 * 60
MOST: Final = 60
"""Slots of a day at most."""
_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?")
_TIMES: Final = re.compile(r"(\d{1,2}\s*[h:]\s*(?:\d{2})?)\s*(?:-|–|—|a|to|au)\s*(\d{1,2}\s*[h:]\s*(?:\d{2})?)")
_OPEN: Final = re.compile(r"(a partir de|des|from|since|after|apres|jusqu'?a|until|till|before|avant)\s*(.+)")
_NUMBERS: Final = re.compile(r"(?:slot|creneau|n°|s|c)?\s*(\d{1,2})(?:\s*(?:-|–|—|a|to|au)\s*(\d{1,2}))?")
_SPLIT: Final = re.compile(r"[;,/+&\n]|\bet\b|\band\b")
_ALL: Final = {
    "",
    "-",
    "x",
    "tout",
    "tous",
    "all",
    "all day",
    "toute la journee",
    "journee",
    "oui",
    "yes",
    "o",
    "y",
    "1.0",
}
_NONE: Final = {"non", "no", "aucun", "aucune", "none", "absent", "absente", "indisponible"}
_HALVES: Final = {"matin": True, "morning": True, "am": True, "apres-midi": False, "apres midi": False} | {
    "afternoon": False,
    "pm": False,
}
_UNTIL: Final = {"jusqu'a", "jusqua", "until", "till", "before", "avant"}


@dataclass(frozen=True)
class Timetable:
    """The slots of a day.

    Parameters
    ----------
    slots
        How many there are.
    start
        Minute of the day at which the first begins.
    minutes
        How long each is, without a break.
    """

    slots: int
    start: int
    minutes: int

    def begins(self, slot: int) -> str:
        """Return when a slot begins, as ``HH:MM``.

        Parameters
        ----------
        slot
            Its number, from 0; that after the last tells when the day ends.

        Examples
        --------
        >>> timetable(8, "09:00", 20).begins(3)
        '10:00'
        """
        hour, minute = divmod(self.start + slot * self.minutes, 60)
        return f"{hour:02d}:{minute:02d}"

    def within(self, first: int, last: int) -> Mask:
        """Return which slots lie between two minutes of the day.

        Parameters
        ----------
        first, last
            The minutes.
        """
        begin = self.start + self.minutes * np.arange(self.slots)
        inside: Mask = (begin >= first) & (begin + self.minutes <= last)
        return inside

    def understood(self, text: str) -> Mask | None:
        """Return the slots that a text names; None if it is not understood.

        Parameters
        ----------
        text
            Numbers (``1-4; 7``), times (``9h-10h30``, ``from 10:00``), ``morning``, ``après-midi``, ``all``, ``none``.

        Examples
        --------
        >>> day = timetable(6, "09:00", 30)
        >>> day.understood("1-2; 5").astype(int).tolist(), day.understood("à partir de 11h").astype(int).tolist()
        ([1, 1, 0, 0, 1, 0], [0, 0, 0, 0, 1, 1])
        >>> day.understood("peut-être") is None
        True
        """
        plain = " ".join(unaccented(text).replace("’", "'").split())
        if plain in _ALL:
            return np.ones(self.slots, dtype=np.bool_)
        if plain in _NONE:
            return np.zeros(self.slots, dtype=np.bool_)
        found = np.zeros(self.slots, dtype=np.bool_)
        for part in filter(None, map(str.strip, _SPLIT.split(plain))):
            some = self._part(part)
            if some is None:
                return None
            found |= some
        return found

    def _part(self, text: str) -> Mask | None:
        if text in _HALVES:
            begin = self.start + self.minutes * np.arange(self.slots)
            early: Mask = (begin < _NOON) == _HALVES[text]
            return early
        if times := _TIMES.fullmatch(text):
            first, last = (clock(one) for one in times.groups())
            return None if first is None or last is None or first >= last else self.within(first, last)
        if limit := _OPEN.fullmatch(text):
            at = clock(limit[2])
            until = limit[1] in _UNTIL
            return None if at is None else self.within(0, at) if until else self.within(at, 2 * _DAY)
        numbers = _NUMBERS.fullmatch(text)
        if numbers is None:
            return None
        low, high = int(numbers[1]), int(numbers[2] or numbers[1])
        if not 1 <= low <= high <= self.slots:
            return None
        one = np.zeros(self.slots, dtype=np.bool_)
        one[low - 1 : high] = True
        return one

    def column(self, heading: str) -> int | None:
        """Return the slot that a heading of a matrix of availabilities names, from 0; None if it names none.

        Parameters
        ----------
        heading
            Its number, or the time at which it begins.
        """
        plain = unaccented(heading).strip()
        numbers = _NUMBERS.fullmatch(plain)
        if numbers and not numbers[2] and 1 <= int(numbers[1]) <= self.slots:
            return int(numbers[1]) - 1
        at = clock(plain)
        place, rest = divmod((at if at is not None else -1) - self.start, self.minutes)
        return place if at is not None and not rest and 0 <= place < self.slots else None


def clock(text: str) -> int | None:
    """Return the minute of the day of a time as people write it; None if it is none.

    Parameters
    ----------
    text
        Such as ``9h``, ``09:30``, ``9 h 30``.

    Examples
    --------
    >>> clock("9h"), clock("09:30"), clock("25:00")
    (540, 570, None)
    """
    found = _CLOCK.fullmatch(unaccented(text).strip())
    if found is None:
        return None
    minute = int(found[1]) * 60 + int(found[2] or 0)
    return minute if int(found[2] or 0) < 60 and minute < _DAY else None  # noqa: PLR2004  # minutes of an hour


def timetable(slots: int, start: str, minutes: int) -> Timetable:
    """Build the slots of a day.

    Parameters
    ----------
    slots
        How many.
    start
        Time at which the first begins.
    minutes
        How long each is.

    Raises
    ------
    PolegraphError
        If one of them is impossible, or the day does not end before midnight.

    Examples
    --------
    >>> timetable(8, "9h", 20)
    Timetable(slots=8, start=540, minutes=20)
    """
    slots, minutes = whole_number(slots, "slots", 1), whole_number(minutes, "minutes", 1)
    at = clock(start)
    if at is None:
        raise PolegraphError(_("this is no time of the day"), value=start, remedy=_("write it as 09:00"))
    if slots > MOST or at + slots * minutes > _DAY:
        raise PolegraphError(
            _("so many slots do not fit into a day: at most {most}, that end before midnight").format(most=MOST),
            value=slots,
            remedy=_("give fewer or shorter slots"),
        )
    return Timetable(slots, at, minutes)
