"""Acronyms of organisations' names as candidate pairs: SUC, Société d'Usinage Comtoise."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from polegraph.identity.organisations.company_words import LONGEST_ACRONYM, initials_fit, words
from polegraph.identity.organisations.spelling_variants import generic, unelided
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Shorts = Mapping[str, Collection[int]]

INITIALS: Final = "initials"
"""Origin of a question."""
_SHORTEST: Final = 3  # letters of an acronym that is hardly ambiguous
_ORDINARY: Final = 4  # letters of an acronym that need not be in capitals
_FREE: Final = 4  # letters of an acronym that need not be initials one by one
_MOST: Final = 6
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]?")


def acronym_pairs(names: Sequence[Sequence[str]], own: Sequence[bool]) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of which one may be the acronym of the other, and how likely that is.

    Parameters
    ----------
    names
        For each organisation the ways in which it was written.
    own
        Whether it stands in a sheet kept by hand. Of the others, only acronyms of three letters are paired that are
        unique, and that a single name could stand for.

    Examples
    --------
    >>> list(acronym_pairs([["Université du Val de Saône"], ["UVS"], ["U.D.V.D.S"]], [True] * 3))
    [(0, 2, 0.9), (0, 1, 0.75)]
    """
    short: dict[str, set[int]] = defaultdict(set)
    for unit, name in _each(names):
        if acronym := _as_acronym(name):
            short[acronym].add(unit)
    full: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    content: list[tuple[int, list[str]]] = []
    for unit, name in _each(names):
        spelt, tokens = _initials(name)
        for one in spelt & short.keys():
            full[one].setdefault(unit, tuple(tokens))
        if own[unit] and len(tokens) > 1:
            content.append((unit, tokens))
    for letters, units in sorted(full.items()):
        yield from _of_one_acronym(letters, units, short[letters], own)
    yield from _by_letters(short, content, own)


def _each(names: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    return ((unit, name) for unit, spelt in enumerate(names) for name in spelt)


def _of_one_acronym(
    letters: str, units: Mapping[int, tuple[str, ...]], called: Collection[int], own: Sequence[bool]
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of a name and its initials; the more names fit, the less likely is each."""
    alone = len(units) == len(called) == 1 and len(letters) >= _SHORTEST
    meant = len(set(units.values()))
    chance = min(0.45 + 0.1 * len(letters), 0.9) / meant
    for one in sorted(units):
        for other in sorted(called):
            if alone or (own[one] and own[other] and meant <= _MOST):
                yield one, other, chance


def _by_letters(
    short: Shorts, content: Sequence[tuple[int, list[str]]], own: Sequence[bool]
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of a name and an acronym of letters from the beginnings of its words: SILAB."""
    first: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for unit, tokens in content:
        first[tokens[0][0]].append((unit, tokens))
    for letters, units in sorted(short.items()):
        mine = [unit for unit in sorted(units) if own[unit]]
        if mine and len(letters) >= _FREE:
            fitting = sorted({unit for unit, tokens in first[letters[0]] if initials_fit(letters, tokens)})
            if len(fitting) <= _MOST:
                yield from ((one, other, 0.5 / len(fitting)) for one in fitting for other in mine)


def _as_acronym(name: str) -> str:
    """Return a name that looks like an acronym, in small letters: SUC, S.U.C., S U C."""
    if len(name) > 4 * LONGEST_ACRONYM:
        return ""
    pieces = normal_form(name.replace(".", "")).split()
    short = pieces[0] if len(pieces) == 1 else "".join(pieces) if all(len(piece) == 1 for piece in pieces) else ""
    fits = 1 < len(short) <= LONGEST_ACRONYM and short.isascii() and short.isalpha()
    return short if fits and (name.isupper() or len(short) <= _ORDINARY) else ""


def _initials(name: str) -> tuple[set[str], list[str]]:
    """Return the initials of a name, with and without small words, and its words without them."""
    tokens = normal_form(unelided(_BRACKETS.sub(" ", name) if "(" in name or "[" in name else name)).split()
    if len(tokens) < 2:  # noqa: PLR2004  # one word has no initials
        return set(), tokens
    stop = words().stop
    content = [word for word in tokens if word not in stop] or tokens
    found = {"".join(word[0] for word in listed) for listed in (tokens, content)}
    if len(content) > _SHORTEST and content[0] in generic():
        found.add("".join(word[0] for word in content[1:]))
    return {letters for letters in found if len(letters) > 1}, content
