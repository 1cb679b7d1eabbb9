"""Keys of an organisation's name: what is left of it when all that comes and goes between two spellings is taken out.

Two names with one key are one name. There are three of them, each looser than the one before; ``rules/legal_forms.csv``
and ``rules/institution_words.csv`` say what is taken out and what stands for what.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.identity.organisations.body_words import corrected, mistyped
from polegraph.identity.organisations.company_words import LONGEST_ACRONYM, initials_fit, singular
from polegraph.names import rule_tables
from polegraph.names.normal_forms import distinct_form, normal_form
from polegraph.names.scripts import latin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]

_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_SIGNS: Final = re.compile(r"[+#＋⁺₊＃♯]")
_DIGRAPHS: Final = re.compile(r"(?<=[aou])e|(?<=a)a|(?<=k)h")
_ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11"}
_LAST_ROMAN: Final = {"i": "1", "v": "5", "x": "10"}
_SHORTEST_ACRONYM: Final = 3
_LOOSE_ACRONYM: Final = 4  # letters of an acronym that need not be the initials one by one
_LONGEST_FORM: Final = 7  # words of a legal form
_AHEAD: Final = frozenset(["stichting", "stiftelsen"])  # legal forms that a name of one word may begin with
_COUNTRIES: Final = {"GB": "UK", "GR": "EL"}
INSTITUTIONS: Final = frozenset(["university", "hospital", "academy", "polytechnic", "school", "college", "institute"])


class NameKeys(NamedTuple):
    """The keys of a name.

    Attributes
    ----------
    whole
        All its words without spaces and legal form, ü and ue the same.
    core
        The words that tell, without spaces: no small words, plurals, acronyms beside what they stand for.
    words
        The words of ``core``, sorted.
    meaning
        The words in one language, in their order; words of institutions, countries and cities are in English.
    """

    whole: str
    core: str
    words: tuple[str, ...]
    meaning: tuple[str, ...]


@lru_cache(maxsize=100_000)
def name_keys(name: str, country: str = "") -> NameKeys:
    """Return the keys of a name.

    Parameters
    ----------
    name
        As written in a source.
    country
        Its country, of which the legal forms are known; empty if unknown.

    Examples
    --------
    >>> name_keys("Universität Bielefeld").core == name_keys("UNIVERSITAET BIELEFELD").core
    True
    >>> name_keys("D'APPOLONIA S.p.A.", "IT").whole == name_keys("D APPOLONIA SOCIETA PER AZIONI", "IT").whole
    True
    >>> name_keys("Technische Universität Graz").meaning, name_keys("Graz University of Technology").meaning
    (('technical', 'university', 'graz'), ('graz', 'technical', 'university'))
    >>> name_keys("Centre national de la recherche scientifique (CNRS)").words
    ('centre', 'national', 'recherche', 'scientifiqu')
    """
    outside, beside = _apart(latin(name))
    tokens = _without_forms(_split(outside), _COUNTRIES.get(country, country)) or _split(outside) or [name.strip()]
    folded = _numbered([_fold(word) or word for word in tokens])
    # the last word is no small one, nor is a letter at the beginning: Thales LAS, V-Nano
    little = _table().little
    begin = len(folded[0]) == 1
    inner = [word for word in folded[begin:-1] if word not in little]
    content = [*folded[:begin], *inner, *folded[max(begin, len(folded) - 1) :]]
    content = _without_acronym(content, folded)
    for inside in beside:
        extra = [_fold(word) for word in _split(inside)]
        if extra and not _is_short(extra, content, folded):
            content, folded = [*content, *extra], [*folded, *extra]
    signs = [word for word in distinct_form(name).split() if word[-1] in "+#"] if _SIGNS.search(name) else []
    content = [*content, *signs]
    plain = [singular(word) for word in content]
    return NameKeys(
        "".join([*folded, *signs]) or name.strip(),
        "".join(plain) or name.strip(),
        tuple(sorted(plain)),
        _meaning(content),
    )


class _Table(NamedTuple):
    little: frozenset[str]
    title: frozenset[str]
    words: Mapping[str, str]
    phrases: Phrases
    several: frozenset[tuple[str, ...]]


@cache
def _table() -> _Table:
    """Read ``rules/institution_words.csv``, its words as `name_keys` folds them."""
    by_part: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {
        part: {} for part in ("little", "title", "word", "place", "phrase", "several")
    }
    for row in rule_tables.rows("institution_words"):
        written = tuple(map(_fold, row["written"].split()))
        by_part[row["part"]].setdefault(written, tuple(row["meant"].split()))
    little = frozenset(key[0] for key in by_part["little"])
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for written, meant in sorted(by_part["phrase"].items(), key=lambda item: -len(item[0])):
        telling = tuple(word for word in written if word not in little)
        phrases.setdefault(telling[0], []).append((telling, meant))
    words = {key[0]: " ".join(meant) for key, meant in (*by_part["word"].items(), *by_part["place"].items())}
    several = frozenset(tuple(word for word in key if word not in little) for key in by_part["several"])
    return _Table(little, frozenset(key[0] for key in by_part["title"]), words, phrases, several)


@cache
def _forms(country: str) -> frozenset[str]:
    """Return the legal forms of a country, and those of any, without spaces."""
    return frozenset(
        form.replace(" ", "")
        for row in rule_tables.rows("legal_forms")
        if row["country"] in {"*", country}
        for form in rule_tables.ways(row)
    )


def _split(text: str) -> list[str]:
    """Return the words of a text, legal forms at its ends too."""
    return normal_form(f"x {text} x").split()[1:-1]


def _fold(word: str) -> str:
    return _DIGRAPHS.sub("", word)


def _apart(name: str) -> tuple[str, list[str]]:
    """Return a name without what stands in brackets, and that."""
    if "(" not in name and "[" not in name:
        return name, []
    outside = _BRACKETS.sub(" ", name)
    return (outside, _BRACKETS.findall(name)) if any(map(str.isalnum, outside)) else (name, [])


def _without_forms(tokens: list[str], country: str) -> list[str]:
    """Take legal forms off the end of a name, and one off its beginning."""
    forms = _forms(country)
    kept = tokens
    while True:
        size = next(
            (size for size in range(min(_LONGEST_FORM, len(kept) - 1), 0, -1) if "".join(kept[-size:]) in forms), 0
        )
        if not size:
            break
        kept = kept[:-size]
    rest = kept[1:]
    ahead = bool(rest) and kept[0] in forms and (len(rest) > 1 or kept[0] in _AHEAD)
    return rest if ahead and INSTITUTIONS.isdisjoint(_meaning([_fold(word) for word in rest])) else kept


def _numbered(words: list[str]) -> list[str]:
    """Write Roman numerals as Arabic ones; I, V and X only at the end."""
    plain = [_ROMAN.get(word, word) for word in words]
    if len(plain) > 1:
        plain[-1] = _LAST_ROMAN.get(plain[-1], plain[-1])
    return plain


def _without_acronym(content: list[str], folded: Sequence[str]) -> list[str]:
    """Take off an acronym that begins or ends a name, if the other words are what it stands for."""
    if len(content) > _SHORTEST_ACRONYM:
        for short, rest, listed in (
            (content[-1], content[:-1], [word for word in folded if word != content[-1]]),
            (content[0], content[1:], [word for word in folded if word != content[0]]),
        ):
            if _stands_for(short, rest, listed):
                return rest
    return content


def _is_short(extra: Sequence[str], content: Sequence[str], folded: Sequence[str]) -> bool:
    """Return whether what stands in brackets is a short name of what stands before them, or repeats it."""
    return set(extra) <= set(folded) or (
        len(extra) == 1 and (_stands_for(extra[0], content, folded) or _are_initials(extra[0], folded))
    )


def _are_initials(short: str, words: Sequence[str]) -> bool:
    """Return whether each letter begins a word, in their order: DLR, Deutsches Zentrum für Luft- und Raumfahrt."""
    firsts = iter([word[0] for word in words])
    return len(short) >= _SHORTEST_ACRONYM and short[0] == words[0][0] and all(letter in firsts for letter in short)


def _stands_for(short: str, content: Sequence[str], folded: Sequence[str]) -> bool:
    if not _SHORTEST_ACRONYM <= len(short) <= LONGEST_ACRONYM or len(content) <= 1 or not short.isalpha():
        return False
    exact = short in {"".join(word[0] for word in content), "".join(word[0] for word in folded)}
    return exact or (len(short) >= _LOOSE_ACRONYM and initials_fit(short, content))


def _meaning(content: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name in one language."""
    table = _table()
    if tuple(content) in table.several:
        return ()
    found: list[str] = []
    place = 0
    while place < len(content):
        word = content[place]
        for written, meant in table.phrases.get(word, ()):
            if tuple(content[place : place + len(written)]) == written:
                found += meant
                place += len(written)
                break
        else:
            if word not in table.title:
                word = _spelt_right(word)
                found += table.words.get(word, word).split()
            place += 1
    if "university" in found:
        found = ["technical" if word == "technology" else word for word in found]
    return tuple(dict.fromkeys(singular(_fold(word)) for word in found))


@lru_cache(maxsize=50_000)
def _spelt_right(word: str) -> str:
    """Return a long word of institutions in which one letter is wrong as it should be: univesity."""
    known, index = _spellings()
    return word if word in known else corrected(word, known, index)


@cache
def _spellings() -> tuple[frozenset[str], dict[str, str]]:
    table = _table()
    meant = {_fold(word) for several in table.words.values() for word in several.split()}
    known = frozenset(word for word in {*table.words, *table.phrases, *meant} if word.isalpha())
    return known, mistyped(known)


@cache
def general() -> frozenset[str]:
    """Return the words of ``meaning`` that many institutions of a country share: university, physics, research."""
    rows = rule_tables.rows("institution_words")
    own = {word for row in rows if row["part"] == "place" for word in row["meant"].split()}
    common = {word for row in rows if row["part"] in {"word", "phrase"} for word in row["meant"].split()}
    return frozenset(singular(_fold(word)) for word in common - own)
