"""Ways to write one name that nobody can be sure of: St for Saint, a former name, words in another order."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

from polegraph.identity._company_words import singular, split, words
from polegraph.identity.names import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMER: Final = re.compile(
    r"(?<=\S)[\s,;(\[–—-]*(?:\bex(?=[\s-])|\banc(?:iennement|\.|iens? noms?)|\bformerly|\bpreviously|\bnow\b|\bdites?\b"
    r"|\bdevenue?s?\b|\bd[ée]sormais|\bauparavant|\bnouveau nom|\baka\b|\balias\b)[\s:.-]*",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SHORT: Final = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saint",
    "stes": "sainte",
    "labo": "laboratoire",
    "lab": "laboratoire",
}
_NO_NAME: Final = frozenset(
    ["societe", "groupe", "laboratoire", "universite", "institut", "centre", "ecole", "association"]
)
_SHORTEST: Final = 3
_MOST: Final = 6  # a way of writing that more share is nobody's own


@lru_cache(maxsize=100_000)
def ways(name: str) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """Return the sets of words that a name may be known by elsewhere, and those that only stand in brackets.

    Parameters
    ----------
    name
        As somebody wrote it.

    Examples
    --------
    >>> sorted(ways("Zorvex (ex Tamvi)")[0]), ways("Ateliers St-Jean")[0] <= ways("Saint Jean (Ateliers)")[0]
    ([('tamvi',), ('zorvex',)], True)
    >>> ways("Institut des corps gras (ITERG)")[1]
    frozenset({('iterg',)})
    """
    pieces = [piece.strip(" ()[],;-–—") for piece in _FORMER.split(name)]
    inside: list[str] = []
    if len(pieces) == 1:
        pieces, inside = [_BRACKETS.sub(" ", name), _BRACKETS.sub(r" \1 ", name)], _BRACKETS.findall(name)
    whole, part = (frozenset(filter(_is_name, map(_key, texts))) for texts in (pieces, inside))
    return whole, part - whole


def _key(text: str) -> tuple[str, ...]:
    stop = words().stop
    plain = [_SHORT.get(word, word) for word in normal_form(text).split()]
    content = [singular(word) for word in split(" ".join(plain)) if word not in stop]
    return tuple(sorted(set(content)))


def _is_name(key: tuple[str, ...]) -> bool:
    return any(len(word) >= _SHORTEST and word not in _NO_NAME and not word.isdigit() for word in key)


def pairs(names: Iterable[Iterable[str]]) -> set[tuple[int, int]]:
    """Return the pairs of organisations of which two names may be one.

    Parameters
    ----------
    names
        For each organisation the ways in which it was written.

    Examples
    --------
    >>> pairs([["Labo Gamma"], ["Gamma Labo"], ["Delta (ex Gamma Laboratoire)"], ["Gamma"]])
    {(0, 1), (0, 2), (1, 2)}
    """
    sharing: dict[tuple[str, ...], dict[int, bool]] = {}
    forms: dict[int, set[str]] = {}
    for unit, written in enumerate(names):
        spelt = list(written)
        forms[unit] = {normal_form(name) for name in spelt}
        for whole, parts in map(ways, spelt):
            for key in parts:
                sharing.setdefault(key, {}).setdefault(unit, False)
            for key in whole:
                sharing.setdefault(key, {})[unit] = True
    return {
        (one, other)
        for units in sharing.values()
        if 1 < len(units) <= _MOST
        for one, other in combinations(sorted(units), 2)
        if (units[one] or units[other]) and forms[one].isdisjoint(forms[other])
    }
