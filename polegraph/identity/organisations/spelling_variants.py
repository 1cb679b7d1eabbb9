"""Ambiguous spelling variants of a name: St for Saint, a former name, words in another order."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

from polegraph.identity.organisations.company_words import GLUED, ROMAN, acronym, singular, words
from polegraph.names import rule_tables
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMER: Final = re.compile(
    r"(?<=\S)[\s,;(\[–—-]*(?:\bex(?=[\s-])|\banc(?:iennement|\.|iens? noms?)|\bformerly|\bpreviously|\bnow\b|\bdites?\b"
    r"|\bdevenue?s?\b|\bd[ée]sormais|\bauparavant|\bnouveau nom|\baka\b|\balias\b)[\s:.-]*",
    re.IGNORECASE,
)
_OF_FORMER: Final = (
    "ex",
    "anc",
    "former",
    "previous",
    "now",
    "dit",
    "deven",
    "sormais",
    "aupar",
    "nouveau",
    "aka",
    "alias",
)
"""Markers in a name that `_FORMER` parses: tested first, since few names have any of them."""
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BESIDE: Final = re.compile(r"\s[-–—:]\s")
_ELISION: Final = re.compile(r"\b(qu|[cdjlmnst])['’‘`´ʼ]", re.IGNORECASE)
_SHORT: Final = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saint",
    "stes": "sainte",
    "labo": "laboratoire",
    "lab": "laboratoire",
    "etabl": "etablissements",
    "etb": "etablissements",
    "lyc": "lycee",
    "fac": "faculte",
    "ec": "ecole",
    "grpe": "groupe",
    "gpe": "groupe",
}
_FIRST: Final = {"ste": "societe", "u": "universite", "inst": "institut", "i": "institut"}
"""Words with another meaning at the beginning of a name."""
_NO_NAME: Final = frozenset(
    ["societe", "groupe", "laboratoire", "universite", "institut", "centre", "ecole", "association"]
)
_SHORTEST: Final = 3
_MOST: Final = 6  # a variant shared by more is not distinctive


@lru_cache(maxsize=100_000)
def ways(name: str) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """Return the sets of words of a name's variants, and those that only stand in brackets.

    Parameters
    ----------
    name
        As written in a source.

    Examples
    --------
    >>> sorted(ways("Zorvex (ex Tamvi)")[0]), ways("Ateliers St-Jean")[0] <= ways("Saint Jean (Ateliers)")[0]
    ([('tamvi',), ('zorvex',)], True)
    >>> ways("Institut des corps gras (ITERG)")[1], sorted(ways("Sté Gamma")[0])
    (frozenset({('iterg',)}), [('gamma', 'sainte'), ('gamma', 'societe')])
    """
    folded = name.casefold()
    pieces = [name]
    if any(piece in folded for piece in _OF_FORMER):
        pieces = [piece.strip(" ()[],;-–—") for piece in _FORMER.split(name)]
    inside: list[str] = []
    if len(pieces) == 1:
        if "(" in name or "[" in name:
            pieces, inside = [_BRACKETS.sub(" ", name), _BRACKETS.sub(r" \1 ", name)], _BRACKETS.findall(name)
        elif len(beside := _BESIDE.split(name)) == 2:  # noqa: PLR2004  # an acronym, and what it stands for
            inside = [one for one, other in (beside, beside[::-1]) if acronym(one, _plain(other))]
    whole, part = (
        frozenset(key for text in texts for key in _keys(text) if _is_name(key)) for texts in (pieces, inside)
    )
    return whole, part - whole


def _plain(text: str) -> list[str]:
    return normal_form(unelided(text)).split()


def _keys(text: str) -> list[tuple[str, ...]]:
    return [tuple(sorted(set(tokens))) for tokens in spelt_out(text, ())]


def spelt_out(text: str, passed_over: Iterable[str]) -> list[list[str]]:
    """Return the words of a name in their order, shortened ones in full, without small words; twice if in doubt.

    Parameters
    ----------
    text
        A name, or a piece of one.
    passed_over
        Words that are left out besides the small ones.

    Examples
    --------
    >>> spelt_out("Labo. d'Analyses St-Jean", ())
    [['laboratoire', 'danalyse', 'saint', 'jean']]
    """
    table = words()
    plain = normal_form(text).split()
    if any(word[-1].isdigit() and not word.isdigit() for word in plain):
        plain = [piece for word in plain for piece in GLUED.sub(" ", word).split()]
    stop = table.stop
    found = []
    firsts = [_SHORT.get(plain[0], plain[0])] if plain else []
    if len(plain) > 1 and plain[0] in _FIRST:
        firsts.append(_FIRST[plain[0]])
    for first in dict.fromkeys(firsts):
        full = [first, *(_SHORT.get(word) or ROMAN.get(word, word) for word in plain[1:])]
        full = [table.short.get(word, word) for word in full]
        found.append([singular(word) for word in full if word not in stop and word not in passed_over])
    return found


def unelided(name: str) -> str:
    """Return a name with a space behind elided articles, so that the next word is seen.

    Examples
    --------
    >>> unelided("Société d'Usinage de l’Est")
    'Société d Usinage de l Est'
    """
    return _ELISION.sub(r"\1 ", name) if "'" in name or not name.isascii() else name


@cache
def generic() -> frozenset[str]:
    """Return the words at the beginning of a name that denote its kind."""
    lead = {singular(key[0]) for key in words().lead if len(key) == 1}
    return frozenset(lead | _NO_NAME | {"lycee", "faculte", "unite", "etablissement", "compagnie"})


@cache
def places() -> frozenset[str]:
    """Return the words of the names of regions and departments."""
    rows = [
        row[column]
        for table, column in (("regions", "written"), ("departments", "written"))
        for row in rule_tables.rows(table)
    ]
    return frozenset(word for text in rows for word in normal_form(text.replace("-", " ")).split())


def _is_name(key: Sequence[str]) -> bool:
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
