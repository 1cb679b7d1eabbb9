"""Pairs of organisations of one name, country and city: one organisation, however common its words.

A city that is known in one row only does not part two rows of one name, unless the name is found in several cities. No
pair is compared with every other: organisations of one name are joined to the first of them, so that their number is
linear in that of the names.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.identity.organisations.name_keys import INSTITUTIONS, general, name_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    Pair = tuple[int, int]

SAME: Final = "same_name"
"""Evidence: the same name but for spaces, accents, legal form, small words and the acronym beside it."""
LANGUAGE: Final = "other_language"
"""Evidence: the same name in another language."""
ELSEWHERE: Final = "same_name_elsewhere"
"""Origin of a question: the same name in another city or country, or so common that it may be two organisations'."""
SURE: Final = frozenset([SAME, LANGUAGE])
_WAYS: Final = {"whole": SAME, "core": SAME, "translated": LANGUAGE, "words": SAME, "meaning": LANGUAGE}
"""The kinds of keys, the strictest first."""
_ANY_ORDER: Final = frozenset(["words", "meaning"])
_ORDERED: Final = 3  # words from which on their order does not matter
_SHORTEST: Final = 3  # letters of a name that is one's own
_MOST: Final = 6  # places of one name between which is asked
_OF_A_COUNTRY: Final = frozenset(["ministry", "national", "federal", "state", "royal", "agency"])
"""Of what is called so, a country has one."""
_TWO_UNIVERSITIES: Final = frozenset(["US", "CA", "AU", "NZ", ""])
"""Where Miami University and the University of Miami are two; and where it is unknown."""


class Said(NamedTuple):
    """What is known of an organisation beside its names.

    Attributes
    ----------
    country, city
        Its country; the normal form of its city; empty if unknown.
    own
        Whether a word of its name is so rare that the name is its own, whatever the country.
    """

    country: str
    city: str
    own: bool


def same_names(names: Sequence[Sequence[str]], said: Sequence[Said]) -> dict[Pair, tuple[str, str]]:
    """Return the pairs of organisations that have one name: verdict (``same`` or ``ask``) and why.

    Parameters
    ----------
    names
        For each organisation the ways in which it was written; none for those that are not to be compared.
    said
        For each what is known beside.

    Examples
    --------
    >>> names = [["Universitaet Bielefeld"], ["Universität Bielefeld"], ["University of Bielefeld"], ["Bielefeld AG"]]
    >>> same_names(names, [Said("DE", city, False) for city in ("", "bielefeld", "", "bielefeld")])
    {(0, 1): ('same', 'same_name'), (0, 2): ('same', 'other_language')}
    """
    sharing: dict[str, dict[object, list[int]]] = {way: {} for way in _WAYS}
    unclear = set()
    for unit, spelt in enumerate(names):
        for name in spelt:
            keys, common = _keys(name, said[unit].country)
            if common:
                unclear.add(unit)
            for way, key in keys:
                units = sharing[way].setdefault(key, [])
                if not units or units[-1] != unit:
                    units.append(unit)
    found = _Found(said, frozenset(unclear))
    for way, blocks in sharing.items():
        for units in blocks.values():
            if len(units) > 1:
                found.look(units, way)
    return dict(sorted(found.pairs.items()))


def _keys(name: str, country: str) -> tuple[list[tuple[str, object]], bool]:
    """Return the keys under which a name is looked for, and whether it is so common that a city has to tell."""
    keys = name_keys(name, country)
    found: list[tuple[str, object]] = [("whole", keys.whole), ("core", keys.core)]
    if len(keys.words) >= _ORDERED:
        found.append(("words", keys.words))
    if len(keys.meaning) > 1 and not INSTITUTIONS.isdisjoint(keys.meaning):
        found += [("translated", keys.meaning), ("meaning", tuple(sorted(keys.meaning)))]
    common = bool(keys.meaning) and general().issuperset(keys.meaning) and _OF_A_COUNTRY.isdisjoint(keys.meaning)
    return found, common or len(keys.whole) < _SHORTEST


class _Found:
    """The pairs so far, and the places of those that are one, so that no chain joins two cities or countries."""

    def __init__(self, said: Sequence[Said], unclear: frozenset[int]) -> None:
        self.pairs: dict[Pair, tuple[str, str]] = {}
        self._said = said
        self._unclear = unclear
        self._above: dict[int, int] = {}
        self._places: dict[int, tuple[set[str], set[str]]] = {}

    def look(self, units: Sequence[int], way: str) -> None:
        """Join the organisations of one key, country by country and city by city; ask about the others."""
        by_place: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for unit in units:
            by_place[self._said[unit].country][self._said[unit].city].append(unit)
        if len(by_place) == 2 and "" in by_place:  # noqa: PLR2004  # one country, and those without
            for city, nowhere in by_place.pop("").items():
                next(iter(by_place.values()))[city] += nowhere
        firsts = []
        for cities in by_place.values():
            nowhere = cities.pop("", [])
            for here in (*cities.values(), nowhere):
                for one, other in pairwise(here):
                    self._join(one, other, way)
            if nowhere and len(cities) == 1:
                self._join(nowhere[0], next(iter(cities.values()))[0], way)
            firsts += [here[0] for here in (*cities.values(), nowhere) if here]
        if len(firsts) <= _MOST:
            for other in firsts[1:]:
                self._ask(firsts[0], other)

    def _join(self, one: int, other: int, way: str) -> None:
        left, right = self._first(one), self._first(other)
        if left == right:
            return
        cities, countries = (a | b for a, b in zip(self._of(left), self._of(right), strict=True))
        if len(cities) > 1 or len(countries) > 1 or not self._sure(one, other, way):
            self._ask(one, other)
            return
        self.pairs[min(one, other), max(one, other)] = ("same", _WAYS[way])
        self._above[max(left, right)] = min(left, right)
        self._places[min(left, right)] = cities, countries

    def _sure(self, one: int, other: int, way: str) -> bool:
        """Return whether two of one name are one: a common name says so in a city, one without a country seldom."""
        here, there = self._said[one], self._said[other]
        if here.city and here.city == there.city:
            return True
        if one in self._unclear or other in self._unclear:
            return False
        if way in _ANY_ORDER and not _TWO_UNIVERSITIES.isdisjoint({here.country, there.country}):
            return False
        return bool(here.country and there.country) or (here.own and there.own)

    def _ask(self, one: int, other: int) -> None:
        if self._first(one) != self._first(other):
            self.pairs.setdefault((min(one, other), max(one, other)), ("ask", ELSEWHERE))

    def _first(self, unit: int) -> int:
        while (above := self._above.get(unit, unit)) != unit:
            unit = above
        return unit

    def _of(self, first: int) -> tuple[set[str], set[str]]:
        said = self._said[first]
        return self._places.get(first) or ({said.city} - {""}, {said.country} - {""})
