"""Tokens of institutions' names, as the search for public bodies compares them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from polegraph.names.rule_tables import rows

_RULES: Final = rows("body_words")
LITTLE: Final = frozenset(rule["written"] for rule in _RULES if rule["part"] == "little")
"""Words that come and go between two spellings of one institution."""
_SHORT: Final = {rule["written"]: rule["meant"] for rule in _RULES if rule["part"] == "short"}
# Universities and delegations are numbered in Roman figures as often as in Arabic ones.
_ROMAN: Final = {
    roman: str(number)
    for number, roman in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"), start=1
    )
}
_ELIDED: Final = re.compile(r"[dl][aeiouyh]\w{3,}")
_PLURAL: Final = re.compile(r"[a-z]{4,}[^s]s")
_NUMBERED_TOWN: Final = re.compile(r"([a-z]{4,}|dr)0?(\d{1,2})")
SHORTEST_MISTYPED: Final = 8
"""Letters that a word must have before one wrong letter is forgiven."""
MOST_NUMBERED: Final = 13
"""Universities of one town are numbered up to 13; larger numbers are those of units."""
_RAW_PLACES: Final = frozenset(rule["written"] for rule in _RULES if rule["part"] == "place")


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[str, ...]:
    """Return the keys of a word of a normal form: none, one, or two ("paris7").

    Examples
    --------
    >>> keys("de"), keys("lenergies"), keys("xi"), keys("paris7")
    ((), ('energie',), ('11',), ('paris', '7'))
    """
    if word in LITTLE:
        return ()
    if word in _ROMAN:
        return (_ROMAN[word],)
    if word.isdigit():
        return (word.lstrip("0") or "0",)
    numbered = _NUMBERED_TOWN.fullmatch(word)
    if numbered and (numbered[1] == "dr" or numbered[1] in _RAW_PLACES):
        return (*keys(numbered[1]), numbered[2])
    word = _SHORT.get(word, word)
    if _ELIDED.fullmatch(word):
        word = word[1:]
    return (word[:-1] if _PLURAL.fullmatch(word) else word,)


def _of(part: str) -> frozenset[str]:
    return frozenset(key for rule in _RULES if rule["part"] == part for key in keys(rule["written"]))


PLACES: Final = _of("place")
"""Parts of the names of towns, departments and regions, as they follow an institution's name."""
OFFICE: Final = _of("office")
"""Words of delegations and addresses."""
AHEAD: Final = _of("ahead")
"""Words that belong to a delegation's name only where a place follows."""


def is_small_number(key: str) -> bool:
    """Return whether a key is the number of a university or of a delegation, and not that of a unit.

    Examples
    --------
    >>> is_small_number("6"), is_small_number("5226"), is_small_number("paris")
    (True, False, False)
    """
    return key.isdigit() and int(key) <= MOST_NUMBERED


def mistyped(words: frozenset[str]) -> dict[str, str]:
    """Index long words by their deletions of one letter.

    Parameters
    ----------
    words
        Keys that are looked for.

    Returns
    -------
    dict
        From the shortened word, or the word itself, to the word; the first in the alphabet where two would fit.
    """
    index: dict[str, str] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST_MISTYPED and word.isalpha():
            for shorter in (word, *_shortened(word)):
                index.setdefault(shorter, word)
    return index


def corrected(key: str, words: frozenset[str], index: dict[str, str]) -> str:
    """Return the key within an edit distance of one, or the key itself.

    Examples
    --------
    >>> words = frozenset(["nationale", "recherche"])
    >>> corrected("national", words, mistyped(words)), corrected("recherhce", words, mistyped(words))
    ('nationale', 'recherche')
    """
    if key in words or len(key) < SHORTEST_MISTYPED - 1 or not key.isalpha():
        return key
    for candidate in (key, *_shortened(key)):
        if candidate in index:
            return index[candidate]
    return key


def _shortened(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
