"""Vocabulary of companies' names, from ``rules/company_words.csv`` and ``rules/company_names_changed.csv``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.names import rule_tables
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_UNDOTTED: Final = re.compile(r"\b((?:[^\W\d_]\.)+[^\W\d_])(?![\w.])")  # S.A.S without its last dot
_LETTERS: Final = re.compile(r"\b[^\W\d_](?: [^\W\d_]){2,}\b")  # C A M
GLUED: Final = re.compile(r"(?<=[a-z]{4})(?=\d+$)")
ROMAN: Final = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_AHEAD: Final = re.compile(r"(?P<times>[2-5])(?P<letter>[a-z])")
_BEHIND: Final = re.compile(r"(?P<letter>[a-z])(?P<times>[2-5])")
_ASIDE: Final = {"site": "site", "departement": "department", "division": "department"}  # and what follows
SHORTEST_ELIDED: Final = 5
LONGEST_ACRONYM: Final = 8


@dataclass(frozen=True, slots=True)
class _Words:
    """The vocabulary, by the role of its words."""

    legal: Mapping[tuple[str, ...], str]
    lead: Collection[tuple[str, ...]]
    soft: Mapping[tuple[str, ...], str]
    stop: Collection[str]
    part: Collection[str]
    short: Mapping[str, str]
    descriptor: Collection[str]
    nation: Mapping[str, str]
    ordinary: Collection[str]


@cache
def words() -> _Words:
    """Read ``rules/company_words.csv``; each of its rows gives its reason."""
    by_part: dict[str, dict[tuple[str, ...], str]] = {}
    for row in rule_tables.rows("company_words"):
        by_part.setdefault(row["part"], {})[tuple(row["written"].split())] = row["meant"]
    short = {key[0]: meant for key, meant in by_part["abbreviation"].items()}
    by_part["soft"] = {tuple(short.get(word, word) for word in key): meant for key, meant in by_part["soft"].items()}
    single = {part: {key[0]: meant for key, meant in table.items()} for part, table in by_part.items()}
    return _Words(
        by_part["legal"],
        frozenset(by_part["lead"]),
        by_part["soft"],
        frozenset(single["stop"]),
        frozenset(single["department"]),
        single["abbreviation"],
        frozenset(single["descriptor"]),
        {" ".join(key): meant for key, meant in by_part["nation"].items()},
        frozenset(single["ordinary"]),
    )


def split(text: str) -> list[str]:
    """Return the words of a piece of a name, legal forms too: normal_form would drop those at the ends."""
    return list(_split(text))


@lru_cache(maxsize=50_000)
def _split(text: str) -> tuple[str, ...]:
    short = words().short
    dotted = _UNDOTTED.sub(r"\1.", _LETTERS.sub(lambda match: match[0].replace(" ", ""), text))
    plain = [piece for word in normal_form(f"x {dotted} x").split()[1:-1] for piece in GLUED.sub(" ", word).split()]
    return tuple(short.get(word, word) for word in (ROMAN.get(word, word) for word in plain))


@cache
def _changes() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]]:
    """Read the names that companies have changed: first word → old name, new name, how much of a name must match."""
    found = [
        (content_words(split(row["written"])), tuple(split(row["meant"])), row["begins"])
        for row in rule_tables.rows("company_names_changed")
    ]
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = defaultdict(list)
    for change in sorted(found, key=lambda change: -len(change[0])):
        by_first[change[0][0]].append(change)
    return dict(by_first)


def content_words(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the words that carry meaning, in the singular."""
    return tuple(singular(word) for word in tokens if word not in words().stop)


def present_name(tokens: list[str]) -> tuple[list[str], bool]:
    """Return the words of a company's current name, and whether what follows is a part of it."""
    stop = words().stop
    for written, meant, begins in _changes().get(singular(tokens[0]) if tokens else "", ()):
        content = content_words(tokens)
        if content == written or (begins != "no" and content[: len(written)] == written):
            places = [place for place, word in enumerate(tokens) if word not in stop]
            rest = tokens[places[len(written) - 1] + 1 :]
            return [*meant, *(rest if begins == "yes" else [])], begins == "all"
    return tokens, False


def without_soft(tokens: list[str], place: tuple[str, ...]) -> tuple[list[str], set[str]]:
    """Take off the end of a name the words that may not belong to it."""
    table = words()
    soft: set[str] = set()
    while len(tokens) > 1:
        if place and len(tokens) > len(place) and tuple(tokens[-len(place) :]) == place:
            tokens = tokens[: -len(place)]
            soft.add("city=" + "".join(place))
        elif length := _trailing(tokens, table.soft):
            kind = table.soft[tuple(tokens[-length:])]
            soft.add(f"country={singular(tokens[-1])}" if kind == "country" else kind)
            tokens = tokens[:-length]
        elif tokens[-1] in table.stop or tokens[-1] == "site":
            tokens = tokens[:-1]
        elif cut := next((place for place, word in enumerate(tokens[:-1]) if place and word in _ASIDE), 0):
            soft.add(_ASIDE[tokens[cut]])
            tokens = tokens[:cut]
        else:
            break
    return tokens, soft


def without_legal(plain: Sequence[str]) -> tuple[list[str], set[str], bool]:
    """Return a name without its legal forms, the countries that these are of, and whether it ends with one."""
    legal = words().legal
    longest = max(map(len, legal))
    kept: list[str] = []
    lands: set[str] = set()
    place, last = 0, False
    while place < len(plain):
        length = next(
            (
                size
                for size in range(min(longest, len(plain) - place), 0, -1)
                if tuple(plain[place : place + size]) in legal
            ),
            0,
        )
        last = bool(length)
        if not length:
            kept.append(plain[place])
        elif land := legal[tuple(plain[place : place + length])]:
            lands.add(land)
        place += max(length, 1)
    return kept, lands, last


def leading(tokens: Sequence[str], phrases: Collection[tuple[str, ...]]) -> int:
    """Count the words at the beginning that are one of the phrases."""
    return next((size for size in (2, 1) if len(tokens) > size and tuple(tokens[:size]) in phrases), 0)


def _trailing(tokens: Sequence[str], phrases: Collection[tuple[str, ...]]) -> int:
    return next((size for size in (4, 3, 2, 1) if len(tokens) > size and tuple(tokens[-size:]) in phrases), 0)


def singular(word: str) -> str:
    """Return a word without the s of the plural."""
    return word[:-1] if len(word) > SHORTEST_ELIDED and word.endswith("s") and not word.endswith("ss") else word


def is_part(piece: str) -> bool:
    """Return whether a piece names a part of an organisation."""
    table = words()
    tokens = normal_form(piece).split()
    return bool(tokens) and (
        tokens[0] in table.part
        or tuple(tokens) in table.soft
        or tuple(tokens[:2]) in table.soft
        or tokens == ["n", "a"]
    )


def acronym(text: str, tokens: Sequence[str]) -> str:
    """Return a text as an acronym of words, or nothing if it is none."""
    short = normal_form(text).replace(" ", "")
    if not 1 < len(short) <= LONGEST_ACRONYM or len(tokens) < 2 or short.isdigit():  # noqa: PLR2004  # two letters
        return ""
    spelt = {short, _AHEAD.sub(_repeated, short), _BEHIND.sub(_repeated, short)}
    content = [word for word in tokens if word not in words().stop]
    return short if any(initials_fit(letters, listed) for letters in spelt for listed in (tokens, content)) else ""


def short_name(text: str, tokens: Sequence[str]) -> str:
    """Return a word in brackets as a short name if its letters stand in the name, in this order."""
    short = normal_form(text)
    if not LONGEST_ACRONYM >= len(short) > 1 or " " in short or not tokens or short[0] != tokens[0][0]:
        return ""
    letters = iter("".join(tokens))
    return short if all(letter in letters for letter in short) else ""


def _repeated(match: re.Match[str]) -> str:
    """Write a number in an acronym as so many letters: A2iA, OTR3."""
    return match["letter"] * int(match["times"])


def initials_fit(short: str, tokens: Sequence[str]) -> bool:
    """Return whether letters are taken from the beginnings of words, in order, and from most of the words.

    Examples
    --------
    >>> initials_fit("veem", ["valeo", "equipement", "electrique", "moteur"])
    True
    >>> initials_fit("silab", ["societe", "industrielle", "limousine", "application", "biologique"])
    True
    >>> initials_fit("edf", ["enedis", "france"])
    False
    """
    if not short or not tokens or short[0] != tokens[0][0]:
        return False
    ends = {(0, 0): 0}  # (letters used, words used) → words passed over
    for word in tokens:
        longer: dict[tuple[int, int], int] = {}
        for (used, count), passed in ends.items():
            longer[used, count] = min(longer.get((used, count), passed + 1), passed + 1)
            for size in range(1, 4):
                if short[used : used + size] == word[:size] and len(short) >= used + size:
                    key = (used + size, count + 1)
                    longer[key] = min(longer.get(key, passed), passed)
        ends = longer
    return any(used == len(short) and count > 1 and passed <= count / 3 for (used, count), passed in ends.items())
