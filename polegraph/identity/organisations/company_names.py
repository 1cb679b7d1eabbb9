"""Parser of companies' names: core words, acronyms, legal forms, and parts set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from polegraph.identity.organisations.company_words import (
    LONGEST_ACRONYM,
    SHORTEST_ELIDED,
    acronym,
    content_words,
    is_part,
    leading,
    present_name,
    short_name,
    singular,
    split,
    without_legal,
    without_soft,
    words,
)
from polegraph.names.cities import normal_city
from polegraph.names.normal_forms import distinct_form, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BRACKETS: Final = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]?")
_DANISH: Final = re.compile(r"\bA/S\b", re.IGNORECASE)
_SLASH: Final = re.compile(r"\s/\s*|\s*/\s|(?<=\w{3})/(?=\w{3})")
_DASH: Final = re.compile(r"\s[-–—]+\s|\s?[:;]\s|,\s|\s[-–—]+(?=\w)|(?<=\w)[-–—]+\s")
_ELISION: Final = re.compile(r"[dl][aeiouyh]")


@dataclass(frozen=True, slots=True)
class Form:
    """A parsed name.

    Attributes
    ----------
    core
        The words that it is known by, without the s of plurals.
    soft
        Pieces behind them that may belong to the name: ``country=…``, ``city=…``, ``group``,
        ``department``, ``research``, ``region``, ``site``.
    firm
        Whether a legal form follows those in ``soft``, so that they do belong to the name.
    aside
        Pieces behind a slash or a dash or in brackets: ``part`` a department; ``named`` a person, a project, a
        team; ``other`` perhaps another company; ``bracket`` words in brackets.
    acronyms
        Short names that are written beside the long one.
    lands
        Countries of the legal forms.
    nations
        Countries that are named behind a dash or in brackets.
    joined
        The core without spaces.
    numerals
        The numbers in the core.
    renamed
        Whether the core is another name that the company has taken.
    signs
        The words that a sign makes others of: ``alpha+``, ``c++``.
    """

    core: tuple[str, ...]
    soft: frozenset[str]
    firm: bool
    aside: frozenset[str]
    acronyms: frozenset[str]
    lands: frozenset[str]
    nations: frozenset[str]
    joined: str
    numerals: frozenset[str]
    renamed: bool
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """Context from the names of all organisations, used to parse one of them.

    Attributes
    ----------
    words
        All words; from them is learned where an apostrophe was deleted ("dinformatique").
    cities
        Names of cities, as ``normal_city`` gives them; a piece of the name that is one is a place.
    meanings
        Words → the acronym that stands beside them in some name.
    wholes
        The words of undivided names; what follows one of them and a dash is a part of it.
    """

    words: frozenset[str]
    cities: frozenset[str]
    meanings: Mapping[tuple[str, ...], str]
    wholes: frozenset[tuple[str, ...]]


def parse(name: str, city: str = "", known: Known | None = None) -> Form:
    """Parse a company's name.

    Parameters
    ----------
    name
        As written in a source.
    city
        Its city, as ``normal_city`` gives it; empty if unknown.
    known
        Context from other names.

    Examples
    --------
    >>> parse("THALES Research & Technology, S.A.S. / Direction technique").core
    ('thale', 'recherche', 'technologie')
    >>> parse("VALEO EQUIPEMENTS ELECTRIQUES MOTEUR (VEEM)").acronyms
    frozenset({'veem'})
    >>> parse("Umicore AG & Co. KG").lands, parse("Société SYSTEL").core
    (frozenset({'DE'}), ('systel',))
    """
    # cut the name at slashes, dashes and brackets, and parse its first piece
    known = known or Known(frozenset(), frozenset(), {}, frozenset())
    pieces = [piece for piece in _SLASH.split(_BRACKETS.sub(_kept_bracket, _DANISH.sub("AS", name))) if piece.strip()]
    first, *parts = _DASH.split(pieces[0]) if pieces else [name]
    head = _core(first, city, known)
    told = _Told(list(head.tokens), list(head.full), set(head.lands), set(), {head.short}, set())
    # parse the other pieces with it; a place ends the name
    for number, part in enumerate(parts):
        if head.closed or (told.tokens and normal_city(" ".join(parts[number:])) in known.cities):
            told.aside.add("part")
            break
        told.behind_dash(first, part, _core(part, city, known), known)
    for piece in pieces[1:]:
        told.behind_slash(piece, _core(piece, city, known), in_group=head.whole_group)
    for one, two in _BRACKETS.findall(name):
        told.in_brackets(one or two, _core(one or two, city, known))
    # the remaining words are the core
    core = tuple(told.own_words()) or tuple(normal_form(name).split()) or (name.strip(),)
    joined = singular("".join(core))
    return Form(
        core=core,
        soft=head.soft,
        firm=head.firm,
        aside=frozenset(told.aside),
        acronyms=frozenset(told.acronyms - {"", joined}),
        lands=frozenset(told.lands),
        nations=frozenset(told.nations),
        joined=joined,
        numerals=frozenset(word for word in core if word.isdigit()),
        renamed=head.renamed,
        signs=frozenset(word for word in distinct_form(name).split() if word[-1] in "+#-"),
    )


@dataclass(slots=True)
class _Told:
    """The parse of a name so far; filled piece by piece."""

    tokens: list[str]
    full: list[str]
    lands: set[str]
    aside: set[str]
    acronyms: set[str]
    nations: set[str]

    def behind_dash(self, first: str, part: str, more: _Core, known: Known) -> None:
        """Take the piece behind a dash, a comma or a colon; ``first`` is the piece before the first of them."""
        if nation := words().nation.get(normal_form(part)):
            self.nations.add(nation)
        elif not more.tokens or more.tokens == self.tokens:
            self.lands |= more.lands
        elif short := acronym(part, self.full):
            self.acronyms.add(short)
        elif short := acronym(first, more.full):
            self.acronyms.add(short)
            self.tokens, self.full = list(more.tokens), list(more.full)
        elif self.tokens and (is_part(part) or normal_city(part) in known.cities):
            self.aside.add("part")
        elif tuple(self.tokens) in known.wholes and tuple(more.tokens) not in known.wholes:
            self.aside.add("dashed")
        else:
            self.tokens += more.tokens
            self.full += more.full
            self.lands |= more.lands

    def behind_slash(self, piece: str, more: _Core, *, in_group: bool) -> None:
        """Take the piece behind a slash: a part, or the organisation itself if its group precedes it."""
        if more.tokens in ([], self.tokens):
            return
        if (in_group or self.tokens[:1] in (["departement"], ["direction"], ["division"])) and not is_part(piece):
            self.tokens, self.full = list(more.tokens), list(more.full)
        elif more.lands:
            self.aside.add("other")
        else:
            self.aside.add("part" if is_part(piece) else "named")

    def own_words(self) -> list[str]:
        """Return the core words; an acronym beside its meaning is taken out."""
        tokens = present_name(self.tokens)[0]
        if len(tokens) <= 2 or tokens != self.tokens:  # noqa: PLR2004  # an acronym and two words
            return [singular(word) for word in tokens]
        for short, rest, full in (
            (tokens[0], tokens[1:], self.full[1:]),
            (tokens[-1], tokens[:-1], self.full[:-1]),
        ):
            ends = "".join(word[0] for word in rest[-len(short) :])
            if len(short) > 2 and (short == ends or acronym(short, full)):  # noqa: PLR2004  # two letters fit too often
                self.acronyms.add(short)
                return list(rest)
        return tokens

    def in_brackets(self, inside: str, more: _Core) -> None:
        """Take the piece in brackets."""
        short = acronym(inside, self.full) or short_name(inside, self.tokens)
        if nation := words().nation.get(normal_form(inside)):
            self.nations.add(nation)
        elif short:
            self.acronyms.add(short)
        elif more.tokens not in ([], self.tokens):
            self.aside.add("bracket")


def whole(name: str, known: Known) -> tuple[str, ...]:
    """Return the words of an undivided name; nothing for another."""
    in_one = not (_BRACKETS.search(name) or _SLASH.search(name) or _DASH.search(name))
    return tuple(_core(name, "", known).tokens) if in_one else ()


def with_departments(forms: list[list[Form]]) -> list[list[Form]]:
    """Take research for a department where the same company writes R&D: EDF R&D, EDF Recherche et Développement."""
    departments = {form.core for spelt in forms for form in spelt if "department" in form.soft and not form.firm}
    return [
        [
            replace(form, soft=form.soft - {"research"} | {"department"})
            if form.core in departments and "research" in form.soft and not form.firm
            else form
            for form in spelt
        ]
        for spelt in forms
    ]


def _kept_bracket(match: re.Match[str]) -> str:
    """Keep a place in brackets before a legal form: STMicroelectronics (Rousset) SAS is a company."""
    behind = tuple(normal_form("x " + match.string[match.end() :][:12] + " x").split()[1:2])
    return f" {match[1] or match[2] or ''} " if behind in words().legal else " "


@dataclass(frozen=True, slots=True)
class _Core:
    """A piece of a name: its core words, all its words, and those set aside.

    ``firm`` as in ``Form``; ``short`` an acronym; ``closed``: all that follows is a part; ``renamed`` as in ``Form``.
    """

    tokens: list[str]
    full: list[str]
    lands: frozenset[str]
    soft: frozenset[str]
    firm: bool
    whole_group: bool
    short: str
    closed: bool
    renamed: bool


def _core(text: str, city: str, known: Known) -> _Core:
    """Parse a piece of a name."""
    table = words()
    tokens, lands, last_legal = without_legal(split(text))
    full = [_unelided(word, known) for word in tokens]
    group = tokens[:1] == ["groupe"]
    former = tokens
    tokens, closed = present_name(tokens)
    renamed = tokens is not former
    while (cut := leading(tokens, table.lead)) or (len(tokens) > 1 and tokens[0] in table.stop and len(tokens[1]) > 1):
        tokens = tokens[max(cut, 1) :]
    tokens, soft = without_soft(tokens, tuple(city.split()))
    kept = [
        word
        for place, word in enumerate(tokens)
        if place == 0 or word not in table.stop or len(word) == len(tokens[place - 1]) == 1
    ]
    kept = [singular(table.short.get(word, word)) for word in (_unelided(word, known) for word in kept)]
    kept, short = _shortened(kept, known.meanings)
    return _Core(
        kept, full, frozenset(lands), frozenset(soft), last_legal and bool(soft), group, short, closed, renamed
    )


def _shortened(core: list[str], meanings: Mapping[tuple[str, ...], str]) -> tuple[list[str], str]:
    """Replace the beginning of a name by its acronym in some other name; if it is all, return both."""
    for size in range(min(len(core), LONGEST_ACRONYM), 1, -1):
        short = meanings.get(tuple(core[:size]))
        if short and size == len(core):
            return core, short
        if short:
            return [short, *core[size + (core[size] == short) :]], ""
    return core, ""


def meanings(names: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Learn acronyms from names in which one stands beside its meaning, in brackets or behind a dash.

    Only those that are spelt by the first letters of the first words, three of them at least.

    Examples
    --------
    >>> meanings(["Electricité De France - EDF", "Média Mundi (MM)"])
    {('electricite', 'france'): 'edf'}
    """
    stop = words().stop
    found: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        beside = [one or two for one, two in _BRACKETS.findall(name)] + _DASH.split(name)[1:]
        for short in (normal_form(text).replace(" ", "") for text in beside):
            if not LONGEST_ACRONYM >= len(short) > 2:  # noqa: PLR2004  # two letters stand for too much
                continue
            full = normal_form(_BRACKETS.sub(" ", name)).split()
            for listed in (full, [word for word in full if word not in stop]):
                run = listed[: len(short)]
                content = content_words(run)
                if "".join(word[0] for word in run) == short and len(content) > 1:
                    found[content][short] += 1
    return {content: min(count, key=lambda short: (-count[short], short)) for content, count in sorted(found.items())}


def _unelided(word: str, known: Known) -> str:
    rest = word[1:]
    if len(rest) >= SHORTEST_ELIDED and _ELISION.match(word) and rest in known.words:
        return rest
    return word
