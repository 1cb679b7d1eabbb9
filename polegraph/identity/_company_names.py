"""What a company's name says: the words that it is known by, and what was written around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.identity import _rules
from polegraph.identity.names import normal_form
from polegraph.identity.places import normal_city

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_BRACKETS: Final = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]?")
_DANISH: Final = re.compile(r"\bA/S\b", re.IGNORECASE)
_SLASH: Final = re.compile(r"\s/\s*|\s*/\s|(?<=\w{3})/(?=\w{3})")
_DASH: Final = re.compile(r"\s[-–—]+\s|\s?[:;]\s|,\s|\s[-–—]+(?=\w)|(?<=\w)[-–—]+\s")
_UNDOTTED: Final = re.compile(r"\b((?:[^\W\d_]\.)+[^\W\d_])(?![\w.])")  # S.A.S without its last dot
_GLUED: Final = re.compile(r"(?<=[a-z]{4})(?=\d+$)")
_ROMAN: Final = {
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
_SHORTEST_ELIDED: Final = 5
_LONGEST_ACRONYM: Final = 8
_ELISION: Final = re.compile(r"[dl][aeiouyh]")


@dataclass(frozen=True, slots=True)
class Form:
    """A name taken apart.

    Attributes
    ----------
    core
        The words that it is known by, without the s of plurals.
    soft
        What stood behind them and may or may not belong to the name: ``country=…``, ``city=…``, ``group``,
        ``department``, ``research``, ``region``, ``site``.
    firm
        Whether a legal form follows what is in ``soft``, so that it does belong to the name.
    aside
        What stood behind a slash or a dash or in brackets: ``part`` a department; ``named`` a person, a project, a
        team; ``other`` what may be another company; ``bracket`` words in brackets.
    acronyms
        Short names that are written beside the long one.
    lands
        Countries of the legal forms.
    nations
        Countries that are named behind a dash or in brackets.
    """

    core: tuple[str, ...]
    soft: frozenset[str]
    firm: bool
    aside: frozenset[str]
    acronyms: frozenset[str]
    lands: frozenset[str]
    nations: frozenset[str]

    @property
    def joined(self) -> str:
        """The core without spaces."""
        return "".join(self.core)

    @property
    def numerals(self) -> frozenset[str]:
        """The numbers in the core."""
        return frozenset(word for word in self.core if word.isdigit())


@dataclass(frozen=True, slots=True)
class _Words:
    """The table of words, by what they are for."""

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
    for row in _rules.rows("company_words"):
        by_part.setdefault(row["part"], {})[tuple(row["written"].split())] = row["meant"]
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


def parse(name: str, city: str = "", known: Mapping[str, int] | None = None, cities: Collection[str] = ()) -> Form:
    """Take a company's name apart.

    Parameters
    ----------
    name
        As somebody wrote it.
    city
        Its city, as ``normal_city`` gives it; empty if unknown.
    known
        Word → in how many names it is; from it is learned where an apostrophe was deleted ("dinformatique").
    cities
        Names of cities, as ``normal_city`` gives them; a piece of the name that is one says where, not who.

    Examples
    --------
    >>> parse("THALES Research & Technology, S.A.S. / Direction technique").core
    ('thale', 'recherche', 'technologie')
    >>> parse("VALEO EQUIPEMENTS ELECTRIQUES MOTEUR (VEEM)").acronyms
    frozenset({'veem'})
    >>> parse("Umicore AG & Co. KG").lands, parse("Société SYSTEL").core
    (frozenset({'DE'}), ('systel',))
    """
    known = known or {}
    pieces = [piece for piece in _SLASH.split(_BRACKETS.sub(_kept_bracket, _DANISH.sub("AS", name))) if piece.strip()]
    first, *parts = _DASH.split(pieces[0]) if pieces else [name]
    head = _core(first, city, known)
    told = _Told(list(head.tokens), list(head.full), set(head.lands), set(), set(), set())
    for part in parts:
        told.behind_dash(first, part, _core(part, city, known), cities)
    for piece in pieces[1:]:
        more = _core(piece, city, known)
        if more.tokens and more.tokens != told.tokens:
            unsure = more.lands or head.whole_group
            told.aside.add("other" if unsure else "part" if _is_part(piece) else "named")
    for one, two in _BRACKETS.findall(name):
        told.in_brackets(one or two, _core(one or two, city, known))
    core = tuple(told.tokens) or tuple(normal_form(name).split()) or (name.strip(),)
    acronyms = frozenset(told.acronyms - {"", "".join(core)})
    return Form(
        core, head.soft, head.firm, frozenset(told.aside), acronyms, frozenset(told.lands), frozenset(told.nations)
    )


@dataclass(slots=True)
class _Told:
    """What is known of a name so far; filled piece by piece."""

    tokens: list[str]
    full: list[str]
    lands: set[str]
    aside: set[str]
    acronyms: set[str]
    nations: set[str]

    def behind_dash(self, first: str, part: str, more: _Core, cities: Collection[str]) -> None:
        """Take what stands behind a dash, a comma or a colon; ``first`` is what stands before the first of them."""
        if nation := words().nation.get(normal_form(part)):
            self.nations.add(nation)
        elif not more.tokens or more.tokens == self.tokens:
            self.lands |= more.lands
        elif short := _acronym(part, self.full):
            self.acronyms.add(short)
        elif short := _acronym(first, more.full):
            self.acronyms.add(short)
            self.tokens, self.full = list(more.tokens), list(more.full)
        elif self.tokens and (_is_part(part) or normal_city(part) in cities):
            self.aside.add("part")
        else:
            self.tokens += more.tokens
            self.full += more.full
            self.lands |= more.lands

    def in_brackets(self, inside: str, more: _Core) -> None:
        """Take what stands in brackets."""
        short = _acronym(inside, self.full) or _short_name(inside, self.tokens)
        if nation := words().nation.get(normal_form(inside)):
            self.nations.add(nation)
        elif short:
            self.acronyms.add(short)
        elif more.tokens not in ([], self.tokens):
            self.aside.add("bracket")


def _kept_bracket(match: re.Match[str]) -> str:
    """Keep a place in brackets before a legal form: STMicroelectronics (Rousset) SAS is a company."""
    behind = tuple(normal_form("x " + match.string[match.end() :][:12] + " x").split()[1:2])
    return f" {match[1] or match[2] or ''} " if behind in words().legal else " "


@dataclass(frozen=True, slots=True)
class _Core:
    """A piece of a name: its words, all its words, what was set aside; ``firm`` as in ``Form``."""

    tokens: list[str]
    full: list[str]
    lands: frozenset[str]
    soft: frozenset[str]
    firm: bool
    whole_group: bool


def _core(text: str, city: str, known: Mapping[str, int]) -> _Core:
    """Take a piece of a name apart."""
    table = words()
    # normal_form would drop legal forms at the ends, which are to be seen here
    dotted = _UNDOTTED.sub(r"\1.", text)
    plain = [piece for word in normal_form(f"x {dotted} x").split()[1:-1] for piece in _GLUED.sub(" ", word).split()]
    tokens, lands, last_legal = _without_legal([_ROMAN.get(word, word) for word in plain])
    full = [_unelided(word, known) for word in tokens if word not in table.stop]
    group = tokens[:1] == ["groupe"]
    while cut := _leading(tokens, table.lead):
        tokens = tokens[cut:]
    tokens, soft = _without_soft(tokens, tuple(city.split()))
    kept = [
        word
        for place, word in enumerate(tokens)
        if place == 0 or word not in table.stop or len(word) == len(tokens[place - 1]) == 1
    ]
    kept = [_singular(table.short.get(word, word)) for word in (_unelided(word, known) for word in kept)]
    return _Core(kept, full, frozenset(lands), frozenset(soft), last_legal and bool(soft), group)


def _without_soft(tokens: list[str], place: tuple[str, ...]) -> tuple[list[str], set[str]]:
    """Take off the end of a name what may not belong to it."""
    table = words()
    soft: set[str] = set()
    while len(tokens) > 1:
        if place and len(tokens) > len(place) and tuple(tokens[-len(place) :]) == place:
            tokens = tokens[: -len(place)]
            soft.add("city=" + "".join(place))
        elif length := _trailing(tokens, table.soft):
            kind = table.soft[tuple(tokens[-length:])]
            soft.add(f"country={_singular(tokens[-1])}" if kind == "country" else kind)
            tokens = tokens[:-length]
        elif tokens[-1] in table.stop or tokens[-1] == "site":
            tokens = tokens[:-1]
        elif "site" in tokens[1:]:
            tokens = tokens[: tokens.index("site", 1)]
            soft.add("site")
        else:
            break
    return tokens, soft


def _without_legal(plain: Sequence[str]) -> tuple[list[str], set[str], bool]:
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


def _leading(tokens: Sequence[str], phrases: Collection[tuple[str, ...]]) -> int:
    return next((size for size in (2, 1) if len(tokens) > size and tuple(tokens[:size]) in phrases), 0)


def _trailing(tokens: Sequence[str], phrases: Collection[tuple[str, ...]]) -> int:
    return next((size for size in (4, 3, 2, 1) if len(tokens) > size and tuple(tokens[-size:]) in phrases), 0)


def _unelided(word: str, known: Mapping[str, int]) -> str:
    rest = word[1:]
    if len(rest) >= _SHORTEST_ELIDED and _ELISION.match(word) and known.get(rest, 0) >= known.get(word, 0) > 0:
        return rest
    return word


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST_ELIDED and word.endswith("s") and not word.endswith("ss") else word


def _is_part(piece: str) -> bool:
    """Tell whether a piece names a part of an organisation."""
    table = words()
    tokens = normal_form(piece).split()
    return bool(tokens) and (
        tokens[0] in table.part
        or tuple(tokens) in table.soft
        or tuple(tokens[:2]) in table.soft
        or tokens == ["n", "a"]
    )


def _acronym(text: str, tokens: Sequence[str]) -> str:
    """Give a text as an acronym of words, or nothing if it is none."""
    short = normal_form(text).replace(" ", "")
    if not 1 < len(short) <= _LONGEST_ACRONYM or len(tokens) < 2 or short.isdigit():  # noqa: PLR2004  # two letters
        return ""
    spelt = {short, _AHEAD.sub(_repeated, short), _BEHIND.sub(_repeated, short)}
    return short if any(initials_fit(letters, tokens) for letters in spelt) else ""


def _short_name(text: str, tokens: Sequence[str]) -> str:
    """Give a word in brackets as a short name if its letters stand in the name, in this order."""
    short = normal_form(text)
    if not _LONGEST_ACRONYM >= len(short) > 1 or " " in short or not tokens or short[0] != tokens[0][0]:
        return ""
    letters = iter("".join(tokens))
    return short if all(letter in letters for letter in short) else ""


def _repeated(match: re.Match[str]) -> str:
    """Write a number in an acronym as so many letters: A2iA, OTR3."""
    return match["letter"] * int(match["times"])


def initials_fit(short: str, tokens: Sequence[str]) -> bool:
    """Tell whether letters are taken from the beginnings of words, in order, and from most of the words.

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
