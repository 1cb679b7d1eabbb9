"""Candidate pairs for review: organisations of one country whose names share most of what tells them from others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from polegraph.identity.organisations.name_keys import general, name_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.identity.organisations.name_keys import NameKeys

    Pair = tuple[int, int]

NEAR: Final = "near_name"
"""Origin of a question."""
_LEAST: Final = 0.66
_LEAST_RATIO: Final = 90.0
_MOST: Final = 8  # a word of a country that stands in more names than that tells little
_EACH: Final = 2  # questions about one organisation: of more, the likeliest
_OTHER_KIND: Final = 0.75  # a technical university is another one than the university of the town


def near_names(names: Sequence[Sequence[str]], country: Sequence[str]) -> dict[Pair, float]:
    r"""Return the pairs whose names are near: how near, 0 to 1.

    .. math:: \frac{\sum_{w \in A \cap B} \log(N / n_w)}{\sum_{w \in A \cup B} \log(N / n_w)}

    over the words of two names in one language, where :math:`n_w` of the :math:`N` names of the country hold a word;
    or the share of equal letters, if that is high.

    Parameters
    ----------
    names
        For each organisation the ways in which it was written; none for those that are not to be compared.
    country
        For each its country; those without one are passed over.

    Examples
    --------
    >>> names = [["Institut Jozef Stefan"], ["Institut Josef Stefan"], ["Stefan Motors"], ["Institut Pasteur"]]
    >>> {pair: round(near, 2) for pair, near in near_names(names, ["SI"] * 4).items()}
    {(0, 1): 0.95}
    """
    by_country: dict[str, list[tuple[int, NameKeys]]] = defaultdict(list)
    for unit, spelt in enumerate(names):
        if country[unit]:
            by_country[country[unit]] += [(unit, name_keys(name, country[unit])) for name in spelt]
    found: dict[Pair, float] = {}
    for here in by_country.values():
        held = Counter(word for _unit, keys in here for word in set(keys.meaning))
        weight = {word: math.log((len(here) + 1) / count) for word, count in held.items()}
        by_word: dict[str, list[int]] = defaultdict(list)
        for place, (_unit, keys) in enumerate(here):
            for word in keys.meaning:
                if held[word] <= _MOST:
                    by_word[word].append(place)
        pairs = {pair for places in by_word.values() for pair in combinations(places, 2)}
        for left, right in pairs:
            (one, keys), (other, theirs) = here[left], here[right]
            if one != other and (near := _near(keys, theirs, weight)) >= _LEAST:
                pair = min(one, other), max(one, other)
                found[pair] = max(near, found.get(pair, 0.0))
    return found


def _near(one: NameKeys, other: NameKeys, weight: dict[str, float]) -> float:
    left, right = set(one.meaning), set(other.meaning)
    if {word for word in left if word.isdigit()} != {word for word in right if word.isdigit()}:
        return 0.0
    shared, either = (sum(map(weight.__getitem__, words)) for words in (left & right, left | right))
    near = shared / either if either else 0.0
    ratio = fuzz.ratio(one.core, other.core, score_cutoff=_LEAST_RATIO) / 100
    kinds = (left ^ right) & general()
    return max(near * (_OTHER_KIND if kinds else 1.0), ratio)


def nearest(near: dict[Pair, float]) -> list[Pair]:
    """Return the pairs to propose: at most a few for each organisation, the nearest first.

    Parameters
    ----------
    near
        As `near_names` gives it.

    Examples
    --------
    >>> nearest({(0, 1): 0.9, (0, 2): 0.8, (0, 3): 0.7, (1, 2): 0.7})
    [(0, 1), (0, 2), (1, 2)]
    """
    asked: Counter[int] = Counter()
    kept = []
    for pair, _value in sorted(near.items(), key=lambda item: (-item[1], item[0])):
        if max(asked[unit] for unit in pair) < _EACH:
            kept.append(pair)
            asked.update(pair)
    return kept
