"""Candidate pairs for review that no rule merges: acronyms, a name within another, typing errors.

None of them is ever merged. In sheets kept by hand, which are small, weak evidence is worth a question; of a
publisher's file, only pairs that are hardly ambiguous are proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import OSA

from polegraph.identity.organisations.initialisms import INITIALS, acronym_pairs
from polegraph.identity.organisations.spelling_variants import generic, places, spelt_out, unelided

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Pair = tuple[int, int]

BEGINS: Final = "begins_with"
CONTAINS: Final = "contains"
SPACING: Final = "spacing"
TYPO: Final = "typo"
HOWS: Final = frozenset([INITIALS, BEGINS, CONTAINS, SPACING, TYPO])
_CHANCE: Final = {BEGINS: 0.55, CONTAINS: 0.4, SPACING: 0.8, TYPO: 0.55}
_LEAST: Final = 0.3
_SHORTEST_BRAND: Final = 4
_SHORTEST_TYPO: Final = 5
_LONG: Final = 9
_LONGER: Final = 0.15  # a slip in a long name is likelier one
_LONGEST: Final = 40
_MOST: Final = 6  # a beginning shared by more is not distinctive
_EACH: Final = 3  # questions about one organisation: of more, the likeliest
_WORDS: Final = 8
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]?")


class Guess(NamedTuple):
    """Evidence for a pair, and its prior probability before places are compared."""

    how: str
    chance: float


class Named(NamedTuple):
    """A parsed name: the word for its kind, its distinctive words, and all words."""

    lead: str
    core: tuple[str, ...]


def guesses(names: Sequence[Sequence[str]], own: Sequence[bool], plain: Collection[str]) -> dict[Pair, Guess]:
    """Return the candidate pairs, with the likeliest evidence.

    Parameters
    ----------
    names
        For each organisation the ways in which it was written.
    own
        Whether it stands in a sheet kept by hand.
    plain
        Words that are no brand: ordinary ones, and cities.

    Examples
    --------
    >>> names = [["Société d'Usinage Comtoise"], ["SUC"], ["Kapteo"], ["Kapteo Mesures"]]
    >>> found = guesses(names, [True] * 4, set())
    >>> [(pair, guess.how) for pair, guess in sorted(found.items())]
    [((0, 1), 'initials'), ((2, 3), 'begins_with')]
    >>> guesses(names, [False] * 4, set())
    {(0, 1): Guess(how='initials', chance=0.75)}
    """
    found = _Found()
    for one, other, chance in acronym_pairs(names, own):
        found.add(one, other, Guess(INITIALS, chance))
    if any(own):
        taken = [[named for name in spelt for named in _taken_apart(name)] for spelt in names]
        for one, other, guess in (*_within(taken, own, plain), *_misspelt(taken, own)):
            found.add(one, other, guess)
    return found.best


class _Found:
    """The likeliest evidence for each pair."""

    def __init__(self) -> None:
        self.best: dict[Pair, Guess] = {}

    def add(self, one: int, other: int, guess: Guess) -> None:
        pair = min(one, other), max(one, other)
        if one != other and (pair not in self.best or self.best[pair].chance < guess.chance):
            self.best[pair] = guess


# -- a name within another ---------------------------------------------------------------------------------------------


def _taken_apart(name: str) -> list[Named]:
    """Return the kind and the distinctive words of a name: two readings if an abbreviation is ambiguous."""
    found = []
    for tokens in spelt_out(unelided(_BRACKETS.sub(" ", name)), ()):
        lead, core = "", tokens
        while len(core) > 1 and core[0] in generic():
            lead, core = lead or core[0], core[1:]
        if core:
            found.append(Named(lead, tuple(core[:_WORDS])))
    return found


def _within(
    taken: Sequence[Sequence[Named]], own: Sequence[bool], plain: Collection[str]
) -> Iterator[tuple[int, int, Guess]]:
    """Yield the pairs of which one name begins with the other, contains it, or differs by a word for the kind."""
    whole: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for unit, named in _each(taken):
        if _tells(named.core, plain):
            whole[named.core].setdefault(unit, named.lead)
    in_own = {core: any(own[unit] for unit in units) for core, units in whole.items()}
    longer: dict[tuple[str, ...], list[tuple[int, str, str]]] = defaultdict(list)
    for unit, named in _each(taken):
        for part, how in _parts(named.core):
            if in_own.get(part, False) or (own[unit] and part in whole):
                longer[part].append((unit, named.lead, how))
    for part, found in longer.items():
        many = len({unit for unit, *_ in found})
        if max(many, len(whole[part])) <= _MOST:
            yield from (
                (unit, other, Guess(how, _CHANCE[how] / max(1, many - 1) ** 0.5))
                for unit, lead, how in found
                for other, their_lead in whole[part].items()
                if (own[unit] or own[other]) and _agree(lead, their_lead)
            )


def _each(taken: Sequence[Sequence[Named]]) -> Iterator[tuple[int, Named]]:
    return ((unit, named) for unit, several in enumerate(taken) for named in several)


def _agree(lead: str, their_lead: str) -> bool:
    """Return whether two names agree on the kind of organisation: a laboratory is no school."""
    return not (lead and their_lead) or lead == their_lead


def _parts(core: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the parts of a name that could be all of another: the whole, its beginnings, pieces within it."""
    yield core, CONTAINS
    for end in range(1, len(core)):
        if not core[end].isdigit():  # Paris and Paris 6
            yield core[:end], BEGINS
    for start in range(1, len(core)):
        yield core[start:], CONTAINS


def _tells(core: Sequence[str], plain: Collection[str]) -> bool:
    """Return whether words are distinctive: one at least is neither a place nor an ordinary word."""
    return any(
        len(word) >= _SHORTEST_BRAND and word not in plain and word not in places() and not word.isdigit()
        for word in core
    )


# -- slips of the pen --------------------------------------------------------------------------------------------------


def _misspelt(taken: Sequence[Sequence[Named]], own: Sequence[bool]) -> Iterator[tuple[int, int, Guess]]:
    """Yield the pairs whose names differ in spaces, a letter, or two of a long one; of sheets kept by hand only."""
    near: dict[str, set[tuple[int, str, str]]] = defaultdict(set)
    for unit, named in _each(taken):
        joined = "".join(named.core)
        if own[unit] and _SHORTEST_TYPO <= len(joined) <= _LONGEST:
            for sign in {joined, *(joined[:place] + joined[place + 1 :] for place in range(len(joined)))}:
                near[sign].add((unit, named.lead, joined))
    for block in near.values():
        for (one, lead, left), (other, their_lead, right) in (
            combinations(sorted(block), 2) if len(block) <= _LONGEST else ()
        ):
            how = _slip(left, right) if one != other and _agree(lead, their_lead) else ""
            if how:
                yield one, other, Guess(how, _CHANCE[how] + (_LONGER if min(len(left), len(right)) >= _LONG else 0))


def _slip(left: str, right: str) -> str:
    if left == right:
        return SPACING
    digits = ["".join(filter(str.isdigit, text)) for text in (left, right)]
    allowed = 2 if min(len(left), len(right)) >= _LONG else 1
    return TYPO if digits[0] == digits[1] and OSA.distance(left, right, score_cutoff=allowed) <= allowed else ""


# -- questions ---------------------------------------------------------------------------------------------------------


def weighed(guess: Guess, *, place: str, kinds: Collection[str], partners: bool) -> float:
    """Return the probability of a pair, adjusted by place and kind.

    Parameters
    ----------
    guess
        Evidence for the pair.
    place
        ``same`` city, ``unknown`` or ``other``.
    kinds
        Kinds of the two, as far as known.
    partners
        Whether they are in one project: then they are seldom one.

    Examples
    --------
    >>> guess = Guess("begins_with", 0.5)
    >>> [round(weighed(guess, place=place, kinds=["lab"], partners=False), 2) for place in ("same", "unknown", "other")]
    [0.75, 0.6, 0.3]
    """
    chance = guess.chance
    elsewhere = 0.4 if guess.how == TYPO else 0.6
    chance = {"same": chance + (1 - chance) / 2, "unknown": chance + (1 - chance) / 5, "other": chance * elsewhere}[
        place
    ]
    return chance * (0.6 if len(set(kinds)) > 1 else 1) * (0.5 if partners else 1)


def likeliest(chances: Mapping[Pair, float]) -> list[Pair]:
    """Return the pairs to propose: likely enough, and at most a few for each organisation, the likeliest first.

    Parameters
    ----------
    chances
        How likely it is that two are one.

    Examples
    --------
    >>> likeliest({(0, 1): 0.9, (0, 2): 0.1})
    [(0, 1)]
    """
    asked: dict[int, int] = defaultdict(int)
    kept = []
    for pair, chance in sorted(chances.items(), key=lambda item: (-item[1], item[0])):
        if chance >= _LEAST and min(asked[pair[0]], asked[pair[1]]) < _EACH:
            kept.append(pair)
            for unit in pair:
                asked[unit] += 1
    return kept
