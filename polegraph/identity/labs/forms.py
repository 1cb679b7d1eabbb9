"""Parser of names of laboratories: own words, unit numbers, acronyms and public bodies."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.identity.organisations.public_bodies import institution_only, without_bodies
from polegraph.names import rule_tables
from polegraph.names.normal_forms import PLAIN_LETTERS, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LITTLE: Final = frozenset(row["word"] for row in rule_tables.rows("lab_words") if row["part"] == "little")
"""Words without discriminative value (stop words)."""
_APOSTROPHE: Final = re.compile(r"['’‘`´ʼ]")
_GLUED: Final = re.compile(r"\b([dln])(?=[A-Z])")  # "lARN": the apostrophe was deleted at the source
_WORD: Final = re.compile(r"[a-z0-9]+")
_KIND_OF_UNIT: Final = (
    r"umr ?[asdtm]?|umi|upr|ums|usr|us|ua|era|erl|ea|fre|ura|unite mixte(?: de recherche)?|unite|unit|u|ur|cic|je|"
    r"equipe d ?accueil"
)
_WHOSE: Final = r"s|inserm|cnrs|inrae?|ird|cea|ifremer|ens|cirad|univ|universite|agroparistech|de recherche|n|no|numero"
_UNIT: Final = re.compile(rf"\b(?:{_KIND_OF_UNIT}) ?(?:(?:{_WHOSE}) ?)*(\d{{2,4}})\b")
_BODY_AND_NUMBER: Final = re.compile(r"\b(?:cnrs|inserm|inrae?) ?(?:umr)? ?_?[su]? ?(\d{3,4})\b")
_BARE_NUMBER: Final = re.compile(r"\b\d{4}\b")
_NUMBERED: Final = re.compile(r"[a-z]{1,5}\d{3,4}")
_IN_BRACKETS: Final = re.compile(r"\(([A-Za-z0-9&-]{2,12})\)")
_CAPITALS: Final = re.compile(r"\b[A-Z][A-Z0-9&-]{1,11}\b|\b[A-Z][a-z]?[A-Z]+[A-Za-z0-9]*\b")
_MOSTLY_CAPITALS: Final = 0.6  # share above which capitals mark no acronym
_SHORT_NAME: Final = 2  # words; a shorter name all in capitals is an acronym itself
_LONG_WORD: Final = 4
_SCHOOLS: Final = frozenset(["ecole", "universite", "universites"])
_LABORATORY: Final = frozenset(row["word"] for row in rule_tables.rows("lab_words") if row["part"] == "laboratory")
"""Words that begin the name of a part of an institution."""
_PART: Final = re.compile(r"[-/,:(] *(?!E[A-Z]+\b)[A-Z]{3,}")
"""The acronym of a part behind a name; that of a school itself begins with the E of école."""
# Capitals that name a body, a sort of unit or a figure, and no laboratory.
_NOT_ACRONYMS: Final = frozenset(row["word"] for row in rule_tables.rows("lab_words") if row["part"] == "no_acronym")


@dataclass(frozen=True)
class Forms:
    """Parsed names; an entry a name in each list.

    Attributes
    ----------
    full
        All words, lower case, without accents, elided articles set apart.
    own
        The words that are neither a body's, nor a unit's number, nor little; all words where nothing else is left.
    units
        Numbers as a unit of research (UMR 8212 → 8212).
    acronyms
        Short names in it, marked by capitals or brackets.
    initials
        First letters of the own words.
    bodies
        Public bodies in it.
    nobody
        Whether it names an institution and no laboratory.
    """

    full: list[str]
    own: list[str]
    units: list[frozenset[int]]
    acronyms: list[frozenset[str]]
    initials: list[str]
    bodies: list[frozenset[str]]
    nobody: list[bool]

    def __len__(self) -> int:
        return len(self.full)


def forms(names: Sequence[str]) -> Forms:
    """Parse names.

    Parameters
    ----------
    names
        As they were written. Which elided articles stand in them is learned from all names together.

    Examples
    --------
    >>> some = forms(["Laboratoire dInformatique (LIX) UMR 7161, CNRS", "CNRS - DR Alpes", "INFORMATIQUE"])
    >>> some.own[0], sorted(some.units[0]), sorted(some.acronyms[0]), sorted(some.bodies[0])
    ('laboratoire informatique lix', [7161], ['lix'], ['cnrs'])
    >>> some.nobody
    [False, True, False]
    >>> forms(["Ecole nationale supérieure darchitecture de Lyon", "Ecole navale - Institut de recherche"]).nobody
    [True, False]
    """
    open_names = [_opened(name) for name in names]
    elided = _elided(open_names)
    result = Forms([], [], [], [], [], [], [])
    for name, opened in zip(names, open_names, strict=True):
        words = " ".join(elided.get(word, word) for word in _WORD.findall(opened.lower()))
        rest, bodies = without_bodies(_UNIT.sub(" ", words))
        kept = [word for word in _BARE_NUMBER.sub(" ", _UNIT.sub(" ", rest)).split() if word not in LITTLE]
        result.full.append(words)
        result.own.append(" ".join(kept) or words)
        result.units.append(_units(words))
        result.acronyms.append(_acronyms(name, opened))
        result.initials.append("".join(word[0] for word in kept))
        result.bodies.append(frozenset(bodies))
        institution = not kept or institution_only(normal_form(name)) or _is_school(name, words, kept)
        result.nobody.append(institution and not result.units[-1])
    return result


def _is_school(name: str, words: str, kept: list[str]) -> bool:
    """Return whether a name is that of a school and of no laboratory in it; schools are too many to list."""
    return (
        bool(kept)
        and kept[0] in _SCHOOLS
        and _LABORATORY.isdisjoint(words.split())
        and not any(character.isdigit() for character in words)
        and (name.isupper() or not _PART.search(name))
    )


def _opened(name: str) -> str:
    """Split off elided articles where capitals show them; drop accents."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHE.sub(" ", name)).replace("_", " ").translate(PLAIN_LETTERS)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _GLUED.sub(r"\1 ", plain)


def _elided(names: Iterable[str]) -> dict[str, str]:
    """Learn the words that begin with an elided article: those whose rest is at least as frequent a word."""
    count = Counter(word for name in names for word in set(_WORD.findall(name.lower())))
    return {
        word: word[1:]
        for word, times in count.items()
        if len(word) > _LONG_WORD and word[0] in "dl" and word[1] in "aeiouyh" and count[word[1:]] >= max(2, times)
    }


def _units(words: str) -> frozenset[int]:
    found = [match[1] for pattern in (_UNIT, _BODY_AND_NUMBER) for match in pattern.finditer(words)]
    return frozenset(int(number) for number in found)


def _acronyms(name: str, opened: str) -> frozenset[str]:
    letters = [character for character in name if character.isalpha()]
    capitals = sum(character.isupper() for character in letters) / max(1, len(letters))
    found = set(_IN_BRACKETS.findall(opened))
    if capitals < _MOSTLY_CAPITALS:
        found.update(_CAPITALS.findall(opened))
    elif len(words := _WORD.findall(opened.lower())) <= _SHORT_NAME:
        found.update(word for word in words if word.isalpha())
    short = (acronym.lower().replace("-", "") for acronym in found)
    return frozenset(
        acronym
        for acronym in short
        if len(acronym) > 1 and acronym not in _NOT_ACRONYMS and not _NUMBERED.fullmatch(acronym)
    )
