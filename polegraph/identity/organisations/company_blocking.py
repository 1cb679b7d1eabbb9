"""Blocking of companies: candidate pairs that share a key, and the relation of two names."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz.distance import OSA

from polegraph.identity.organisations.company_words import initials_fit, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.identity.organisations.company_names import Form

_LARGEST: Final = 60  # a block of more names is compared with its best known name and neighbours in the alphabet only
_NEIGHBOURS: Final = 6
_SHORTEST_TYPO: Final = 7
_LONGEST_TYPO: Final = 40
_SHORTEST_WORD: Final = 5  # of a word that may be misspelt
_SLIP: Final = 8  # letters of a word that is hardly another one, one letter changed; and of the words beside it
_SLIP_WORDS: Final = 3
_SHORTEST_PREFIX: Final = 3
_SHORTEST_ACRONYM: Final = 3
_LONGEST_ACRONYM: Final = 6
_SOFT: Final = ("more", "group", "country", "research", "city", "region", "site", "department")
_CUT: Final = 20
_BRANDED: Final = {
    "almost",
    "letter",
    "inside",
    "short",
    "misspelt",
    "typo",
}  # for a brand, so much alike is hardly chance
_OFTEN: Final = 4  # inside how many names a word stands that is no brand


def blocks(forms: Sequence[Sequence[Form]], weight: Sequence[int], plain: Collection[str]) -> set[tuple[int, int]]:
    """Return the candidate pairs that share a key: words without spaces, all letters but one, an acronym, a beginning.

    Parameters
    ----------
    forms
        For each unit the forms of its spellings.
    weight
        How well each unit is known (its projects); the best known of a large block is compared with all of it.
    plain
        Words that are no brand.

    Returns
    -------
    set of tuple
        Pairs (one, other) with one < other; their number is linear in that of the units, whatever the names.
    """
    signs, units = array("q"), array("q")
    for unit, spelt in enumerate(forms):
        seen = {hash(sign) for form in spelt for sign in _signs(form, plain)}
        signs.extend(seen)
        units.extend([unit] * len(seen))
    pairs: set[tuple[int, int]] = set()
    for block in _together(np.asarray(signs), np.asarray(units)):
        if len(block) <= _LARGEST:
            pairs.update((one, other) for place, one in enumerate(block) for other in block[place + 1 :])
        else:
            best = max(block, key=lambda unit: (weight[unit], -unit))
            ranked = sorted(block, key=lambda unit: (forms[unit][0].core, unit))
            near = (
                (one, other) for place, one in enumerate(ranked) for other in ranked[place + 1 : place + _NEIGHBOURS]
            )
            pairs.update((min(pair), max(pair)) for pair in near)
            pairs.update((min(unit, best), max(unit, best)) for unit in block if unit != best)
    return pairs


def _together(signs: NDArray[np.int64], units: NDArray[np.int64]) -> Iterable[list[int]]:
    """Return the units that share a blocking key; a hash collision costs one comparison."""
    order = np.lexsort((units, signs))
    signs, units = signs[order], units[order]
    starts = np.flatnonzero(np.r_[True, signs[1:] != signs[:-1]]) if len(signs) else np.empty(0, np.int64)
    ends = np.r_[starts[1:], len(signs)]
    for start, end in zip(starts[ends - starts > 1].tolist(), ends[ends - starts > 1].tolist(), strict=True):
        yield units[start:end].tolist()


def _signs(form: Form, plain: Collection[str]) -> Iterable[Hashable]:
    joined, core = form.joined, form.core
    yield joined
    yield ("core", *core)
    for short in form.acronyms:
        yield short
        yield ("both", short)
    if len(core) == 1 and _SHORTEST_ACRONYM <= len(joined) <= _SHORTEST_TYPO:
        yield ("letters", joined)
    if len(core) > 2:  # noqa: PLR2004  # two letters are an acronym of too many names
        yield ("letters", "".join(word[0] for word in core))
        yield ("begin", *(word[:3] for word in core[:3]))
    if len(core) > 1:
        yield ("sorted", *sorted(core))
    if known := brand(core, plain):
        yield ("brand", *known)
    if _SHORTEST_TYPO <= len(joined) <= _LONGEST_TYPO:
        yield ("typo", joined)
        for place in range(1, len(joined)):
            yield ("typo", joined[:place] + joined[place + 1 :])


def relation(one: Form, other: Form, plain: Collection[str]) -> str:
    """Describe the relation of two names in a short word; empty if there is none.

    Parameters
    ----------
    one, other
        Two names, taken apart; their order does not matter.
    plain
        Words that are no brand.

    Returns
    -------
    str
        ``words`` the same words; ``spaces`` but for spaces; ``acronym`` one is the short name of the other, as written
        beside it; ``initials`` it could be; ``order``; ``short``, ``misspelt``, ``inside``, ``glued`` word by word;
        ``typo``; ``more`` one has words more; ``brand`` they begin alike; ``numerals`` only their numbers differ.
        After a colon the largest further difference.
    """
    base = _words_differ(one, other)
    if base == "misspelt" and min(len(one.core), len(other.core)) > 2:  # noqa: PLR2004  # a brand and two words
        base = "almost"
    if base in {"", "numerals"}:
        return base or _same_beginning(one, other, plain)
    if one.signs != other.signs:
        return f"{base}:sign"
    if base in _BRANDED and not (brand(one.core, plain) and brand(other.core, plain)):
        return f"{base}:plain"
    return base + _around(one, other)


def _words_differ(one: Form, other: Form) -> str:
    """Describe the relation of the words of two names, except those that only begin alike."""
    if one.core == other.core or one.joined == other.joined:
        return "words" if one.core == other.core else "spaces"
    if one.numerals != other.numerals:
        bare = [tuple(word for word in form.core if not word.isdigit()) for form in (one, other)]
        return "numerals" if one.numerals and other.numerals and bare[0] == bare[1] else ""
    tests: dict[str, Callable[[], object]] = {
        "acronym": lambda: one.joined in other.acronyms or other.joined in one.acronyms,
        "order": lambda: sorted(one.core) == sorted(other.core),
        "typo": lambda: _is_typo(one.joined, other.joined),
        "acronyms": lambda: one.acronyms & other.acronyms,
        "initials": lambda: _are_initials(one, other) or _are_initials(other, one),
    }
    return aligned(one.core, other.core) or next((how for how, holds in tests.items() if holds()), "")


def _are_initials(one: Form, other: Form) -> bool:
    return len(one.core) == 1 and len(one.joined) >= _SHORTEST_ACRONYM and initials_fit(one.joined, other.core)


def _around(one: Form, other: Form) -> str:
    """Describe the largest difference around the words of two names."""
    if one.lands and other.lands and not one.lands & other.lands:
        return ":land"
    soft = {word.split("=")[0]: form.firm for form in (one, other) for word in form.soft - (one.soft & other.soft)}
    if {"research", "department"} <= soft.keys() and not (one.firm or other.firm):
        soft = {word: firm for word, firm in soft.items() if word not in {"research", "department"}}  # R&D in full
    aside = one.aside | other.aside
    if "country" in soft and len(soft) > 1:
        soft["more"] = False
    firm = [f":{word}!" for word in _SOFT if soft.get(word)]
    cities = [word for word in (one.soft ^ other.soft) if word.startswith("city=")]
    found = [
        *([":other"] if "other" in aside else []),
        *firm,
        *([":cities"] if len(cities) > 1 else []),
        *(f":{word}" for word in _SOFT if word in soft),
        *(f":{word}" for word in ("dashed", "bracket", "named", "part") if word in aside),
    ]
    return found[0] if found else ""


def aligned(one: Sequence[str], other: Sequence[str]) -> str:
    """Describe whether two names align word by word, some cut short, misspelt, or drawn together to initials.

    Examples
    --------
    >>> aligned(["veolia", "env", "recherche"], ["veolia", "environnement", "recherche"])
    'short'
    >>> aligned(["airbus", "ds"], ["airbus", "defence", "space"])
    'inside'
    >>> aligned(["airbus", "operation"], ["airbus", "helicopter"])
    ''
    """
    # names cut short, and pairs that cannot be aligned
    if _is_cut(one, other) or _is_cut(other, one):
        return "short"
    if min(len(one), len(other)) < 2 or one[0][0] != other[0][0]:  # noqa: PLR2004  # one word has nothing to be aligned with
        return ""
    # a brand followed by the initials of the other name
    for short, long in ((one, other), (other, one)):
        if len(short) == 2 < len(long) and short[0] == long[0] and short[1] == "".join(word[0] for word in long):  # noqa: PLR2004  # a brand and initials
            return "inside"
    # dynamic programming: the fewest kinds of difference for each pair of positions
    best: dict[tuple[int, int], frozenset[str]] = {(0, 0): frozenset()}
    for left in range(len(one) + 1):
        for right in range(len(other) + 1):
            found = best.get((left, right))
            if found is None:
                continue
            for used, taken, how in _steps(one[left:], other[right:]):
                key = (left + used, right + taken)
                longer = found | {how} if how else found
                if key not in best or len(longer) < len(best[key]):
                    best[key] = longer
    # the largest of the differences counts
    end = best.get((len(one), len(other)))
    return (
        ""
        if end is None
        else next((how for how in ("letter", "inside", "short", "glued", "misspelt") if how in end), "same")
    )


def _steps(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    """Return the ways in which the beginnings of two lists of words can stand for each other."""
    if not one or not other:
        return
    left, right = one[0], other[0]
    if left == right:
        yield 1, 1, ""
    elif not (left.isdigit() or right.isdigit()):
        if min(len(left), len(right)) >= _SHORTEST_PREFIX and (left.startswith(right) or right.startswith(left)):
            yield 1, 1, "short"
        elif min(len(left), len(right)) == 1 and left[0] == right[0]:
            yield 1, 1, "letter"
        if _is_misspelt(left, right):
            yield 1, 1, "misspelt"
        yield from ((1, size, how) for size, how in _drawn_together(left, other))
        yield from ((size, 1, how) for size, how in _drawn_together(right, one))


def _is_cut(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether a long name is the beginning of another: registers cut names after some 35 letters."""
    letters = len(" ".join(one))
    return (
        len(one) > 2  # noqa: PLR2004  # a brand and more
        and letters >= _CUT
        and list(one[:-1]) == list(other[: len(one) - 1])
        and len(other) >= len(one)
        and other[len(one) - 1].startswith(one[-1])
        and other[len(one) - 1] != one[-1]
    )


def _drawn_together(word: str, several: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Return how many words one stands for: written without a space, or as initials."""
    for size in range(2, min(len(several), _LONGEST_ACRONYM) + 1):
        if word == "".join(several[:size]):
            yield size, "glued"
        if word == "".join(part[0] for part in several[:size]):
            yield size, "inside"


def _is_misspelt(one: str, other: str) -> bool:
    return (
        min(len(one), len(other)) >= _SHORTEST_WORD
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=2) <= (2 if min(len(one), len(other)) > _SHORTEST_WORD + 3 else 1)
    )


def is_slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names differ by one letter in one long word of several: hardly the names of two.

    Examples
    --------
    >>> is_slip(["fraunhofer", "gesellschaft", "forderung"], ["fraunhofer", "gesellschat", "forderung"])
    True
    >>> is_slip(["university", "essex"], ["university", "sussex"])
    False
    """
    apart = [(left, right) for left, right in zip(one, other, strict=False) if left != right]
    if len(one) != len(other) or len(one) < _SLIP_WORDS or len(apart) != 1:
        return False
    (left, right), rest = apart[0], sum(map(len, one)) - len(apart[0][0])
    alike = left[0] == right[0] and not any(letter.isdigit() for letter in left + right)
    return alike and min(len(left), len(right)) >= _SLIP and rest >= _SLIP and OSA.distance(left, right) == 1


def _is_typo(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return (
        shorter >= _SHORTEST_TYPO
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=2) <= (2 if shorter > _SHORTEST_TYPO else 1)
        and not (one.startswith(other) or other.startswith(one))
        and not any(character.isdigit() for character in one + other)
    )


def _same_beginning(one: Form, other: Form, plain: Collection[str]) -> str:
    """Describe whether two names begin with the same brand, and whether one only has words more."""
    same = 0
    for left, right in zip(one.core, other.core, strict=False):
        if left != right:
            break
        same += 1
    known = brand(one.core, plain)
    if not known or same < len(known) or brand(other.core, plain) != known:
        return ""
    shorter, longer = sorted((one, other), key=lambda form: len(form.core))
    if same < len(shorter.core):
        return "brand"
    if longer.core[-1] in {"division", "departement"} or longer.core[same] in {"departement", "division", "direction"}:
        return "more:part"
    if longer.core[same : same + 2] == ("centre", "recherche"):
        return "more:centre"
    return "more:descriptor" if all(word in words().descriptor for word in longer.core[same:]) else "more"


def brand(core: Sequence[str], plain: Collection[str]) -> tuple[str, ...]:
    """Return the distinctive beginning of a name (its brand); empty if there is none.

    A single first word that is ordinary, a number or short is not distinctive; two words are, unless both are ordinary.

    Examples
    --------
    >>> brand(["thale", "service"], {"air", "service"}), brand(["air", "liquide", "sante"], {"air"})
    (('thale',), ('air', 'liquide'))
    >>> brand(["air", "service"], {"air", "service"})
    ()
    """
    said = [word not in plain and not word.isdigit() and len(word) > 2 for word in core[:2]]  # noqa: PLR2004  # two words
    if said[0]:
        return (core[0],)
    return tuple(core[:2]) if any(said) else ()


def plain_words(forms: Iterable[Form], cities: Iterable[str]) -> frozenset[str]:
    """Return the words that are no brand.

    Those of the table, those that stand inside names more often than first, cities that are not the name of a company.
    """
    first: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    whole: set[str] = set()
    for form in forms:
        first[form.core[0]] += 1
        whole.add(form.joined)
        inside.update(
            set(form.core[2 if form.core[0] in words().ordinary else 1 :])
        )  # Air Liquide: a brand of two words
    learned = {word for word, count in inside.items() if count >= _OFTEN and count > first[word]}
    return frozenset(learned) | frozenset(words().ordinary) | (frozenset(cities) - whole)
