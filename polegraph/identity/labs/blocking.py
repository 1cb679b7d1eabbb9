"""Blocking: candidate pairs of names that share letters, words, a number or an acronym."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from numpy.typing import NDArray
    from scipy import sparse

    from polegraph.identity.labs.records import Records

    Vectors = sparse.csr_matrix

_ALIKE: Final = 40, 0.3  # how many of the most alike by their letters, how alike at least
_SAME_WORDS: Final = 30, 0.35
_SAME_CITY: Final = 12, 0.15
_FREQUENT: Final = 0.1  # share of names; letters in more of them are not discriminative
_MEANT_BY_MANY: Final = 60  # names; a number or acronym in more of them counts in the same city only
_ACRONYM: Final = range(3, 9)  # letters


def candidates(records: Records) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidate pairs of records to compare, each once, and not two of one organisation.

    Parameters
    ----------
    records
        The names. Those that name no laboratory stand in no pair.

    Returns
    -------
    two arrays of int
        Positions; the first is the smaller one.
    """
    usable = np.flatnonzero(~np.array(records.forms.nobody, dtype=bool))
    if len(usable) < 2:  # noqa: PLR2004  # a pair
        return np.empty(0, np.int64), np.empty(0, np.int64)
    keys = [np.empty(0, np.int64)]
    for one, other in _found(records, usable):
        low, high = np.minimum(one, other), np.maximum(one, other)
        keys.append(np.unique(low.astype(np.int64) * len(records) + high))
    one, other = np.divmod(np.unique(np.concatenate(keys)), len(records))
    apart = records.unit[one] != records.unit[other]
    return one[apart], other[apart]


def letters(texts: list[str]) -> Vectors:
    """Return texts as unit vectors over their rarer sequences of three letters."""
    limit = _FREQUENT if len(texts) > 1 / _FREQUENT**2 else 1.0
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), sublinear_tf=True, max_df=limit, dtype=np.float32)
    found: Vectors = vectors.fit_transform(texts)
    return found


def words(texts: list[str]) -> Vectors:
    """Return texts as unit vectors over their words."""
    pattern = r"[a-z0-9]+"
    found: Vectors = TfidfVectorizer(token_pattern=pattern, dtype=np.float32).fit_transform(texts)
    return found


def _found(records: Records, usable: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    texts = [records.forms.own[place] for place in usable]
    spelled = letters(texts)
    for vectors, (most, least) in ((spelled, _ALIKE), (words(texts), _SAME_WORDS)):
        yield _most_alike(vectors, usable, most, least)
    city = records.city[usable]
    by_city = np.argsort(city, kind="stable")
    for here in np.split(by_city, np.flatnonzero(np.diff(city[by_city])) + 1):
        if len(here) > 1 and city[here[0]] >= 0:
            yield _most_alike(spelled[here], usable[here], *_SAME_CITY)
    yield _blocks(records, ((place, number) for place in usable for number in records.forms.units[place]))
    yield _blocks(records, _short_names(records, usable))


def _most_alike(
    vectors: Vectors, places: NDArray[np.int64], most: int, least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    found = sp_matmul_topn(vectors, vectors.T.tocsr(), top_n=most + 1, threshold=least, n_threads=-1).tocoo()
    pairs = found.row != found.col
    return places[found.row[pairs]], places[found.col[pairs]]


def _short_names(records: Records, usable: NDArray[np.int64]) -> Iterator[tuple[int, str]]:
    """Yield acronyms as they stand in names, and those that the first letters of a name would make."""
    for place in usable:
        initials = records.forms.initials[place]
        shorts = set(records.forms.acronyms[place])
        if len(initials) in _ACRONYM:
            shorts.add(initials)
        yield from ((place, short) for short in sorted(shorts))


def _blocks(records: Records, signs: Iterable[tuple[int, Hashable]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair all names that share a blocking key; where these are many, only those in the same city."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for place, sign in signs:
        sharing[sign].append(place)
    pairs: set[tuple[int, int]] = set()
    for places in sharing.values():
        if len(places) <= _MEANT_BY_MANY:
            pairs.update(combinations(places, 2))
            continue
        near: dict[int, list[int]] = defaultdict(list)
        for place in places:
            near[int(records.city[place])].append(place)
        for city, here in near.items():
            if city >= 0 and len(here) <= _MEANT_BY_MANY:
                pairs.update(combinations(here, 2))
    array = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]
