"""Features of pairs of names of laboratories, as the model takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy import sparse

from polegraph.identity.labs.blocking import letters, words
from polegraph.identity.labs.records import ones, rarity
from polegraph.linalg import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.identity.labs.records import Records
    from polegraph.linalg import Csr

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]
    Whole = NDArray[np.signedinteger[Any]]

UNKNOWN: Final = -1.0
_SPREAD: Final = 6  # cities; a text in more of them carries no evidence of how cities are related


def features(records: Records, one: Places, other: Places) -> pd.DataFrame:
    """Describe pairs of names by their features.

    Parameters
    ----------
    records
        The names.
    one, other
        Positions of the pairs.

    Returns
    -------
    pandas.DataFrame
        A row a pair, float32; where something is unknown of one of them, -1.
    """
    columns = {
        **_letters(records, one, other),
        **_words(records, one, other),
        **_short_names(records, one, other),
        **_places(records, one, other),
        **_work(records, one, other),
    }
    for name, values in (
        ("letters", columns["letters"]),
        ("words_and_city", columns["share_of_longer"] + 0.3 * np.maximum(columns["same_city"], 0)),
    ):
        columns[f"{name}_rank"], columns[f"{name}_rank_worse"] = ranks(values, one, other)
    return pd.DataFrame(columns).astype("float32")


def ranks(values: Values, one: Places, other: Places) -> tuple[Values, Values]:
    """Rank every pair among those of each of its two ends; give the better and the worse rank, from 0."""
    ends, both = np.concatenate([one, other]), np.concatenate([values, values])
    order = np.lexsort((-both, ends))
    starts = np.flatnonzero(np.diff(ends[order], prepend=-1))
    place = np.empty(len(ends))
    place[order] = np.arange(len(ends)) - np.repeat(starts, np.diff(np.append(starts, len(ends))))
    left, right = place[: len(one)], place[len(one) :]
    return np.minimum(left, right), np.maximum(left, right)


def cosines(matrix: Csr, one: Places, other: Places) -> Values:
    """Return the cosine of rows, -1 where one of them is empty."""
    matrix = sparse.csr_array(matrix)
    matrix.sort_indices()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    product = overlap.dots(matrix.indptr, matrix.indices, matrix.data.astype(np.float64), one, other)
    scale = norms[one] * norms[other]
    result: Values = np.divide(product, scale, out=np.full(len(one), UNKNOWN), where=scale > 0)
    return result


def common(matrix: Csr, one: Places, other: Places) -> Values:
    """Return the summed rarity of what rows share: 0 if nothing, -1 if one of them is empty."""
    has = np.diff(matrix.indptr) > 0
    total, _ = overlap.shared(*_sides(matrix, matrix), rarity(matrix), one, other)
    return np.where(has[one] & has[other], total, UNKNOWN)


def _sides(one: Csr, other: Csr) -> tuple[Whole, Whole, Whole, Whole]:
    return one.indptr, one.indices, other.indptr, other.indices


def _letters(records: Records, one: Places, other: Places) -> dict[str, Values]:
    """Compare the texts of own words."""
    texts = np.array(records.forms.own, dtype=object)
    left, right = texts[one], texts[other]
    length = np.array([len(text) for text in records.forms.own])
    columns = {
        scorer.__name__: process.cpdist(left, right, scorer=scorer, workers=-1).astype(np.float64)
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.partial_ratio)
    }
    spelled = sparse.csr_array(letters(records.forms.own))
    columns["letters"] = cosines(spelled, one, other)
    columns["words"] = cosines(sparse.csr_array(words(records.forms.own)), one, other)
    columns["shorter"], columns["longer"] = _both(length, one, other)
    columns["same_text"] = (records.own[one] == records.own[other]).astype(np.float64)
    return columns


def _both(values: NDArray[np.int64] | Values, one: Places, other: Places) -> tuple[Values, Values]:
    low, high = np.minimum(values[one], values[other]), np.maximum(values[one], values[other])
    return low.astype(np.float64), high.astype(np.float64)


def _words(records: Records, one: Places, other: Places) -> dict[str, Values]:
    """Compare words by how rare they are: those that both have, and those that only one has."""
    stems, weights = records.stems, rarity(records.stems)
    mass = stems @ weights
    total, largest = overlap.shared(*_sides(stems, stems), weights, one, other)
    less, more = _both(mass, one, other)
    only_one = overlap.unshared(stems.indptr, stems.indices, weights, one, other)
    only_other = overlap.unshared(stems.indptr, stems.indices, weights, other, one)
    return {
        "common_words": total,
        "rarest_common": largest,
        "share_of_shorter": total / np.maximum(less, 1e-3),
        "share_of_longer": total / np.maximum(more, 1e-3),
        "words_of_shorter": less,
        "more_in_longer": more - total,
        "rarest_left": np.minimum(only_one, only_other),
        "rarest_left_longer": np.maximum(only_one, only_other),
    }


def _short_names(records: Records, one: Places, other: Places) -> dict[str, Values]:
    """Compare unit numbers, bodies, and acronyms with acronyms, words and initials."""
    (acronyms, spelled), among = records.acronyms, records.acronyms_among_words
    weights = rarity(acronyms)
    in_words = [
        overlap.shared(*_sides(acronyms, among), weights, left, right)[1]
        for left, right in ((one, other), (other, one))
    ]
    starts, text = _run_together([str(acronym) for acronym in spelled])
    first, initials = _run_together(records.forms.initials)
    in_initials = [
        overlap.within_initials(acronyms.indptr, acronyms.indices, starts, text, first, initials, left, right)
        for left, right in ((one, other), (other, one))
    ]
    return {
        "unit_numbers": common(records.unit_numbers, one, other),
        "acronyms": common(acronyms, one, other),
        "acronym_in_words": np.maximum(*in_words),
        "acronym_in_initials": np.maximum(*in_initials),
        "bodies": common(records.bodies, one, other),
    }


def _run_together(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
    return starts, np.frombuffer("".join(texts).encode("ascii", "replace"), dtype=np.uint8)


def _places(records: Records, one: Places, other: Places) -> dict[str, Values]:
    """Compare cities and regions, with the association of two cities and the number of cities of a text."""
    city, own = records.city, records.own
    at = city >= 0
    here = ones(sparse.csr_array((np.ones(at.sum()), (own[at], city[at])), shape=(own.max() + 1, city.max() + 2)))
    spread = np.diff(here.indptr)
    few = here[spread <= _SPREAD]
    together = sparse.csr_array(few.T @ few)
    number = together.diagonal()
    left, right = city[one], city[other]
    known = (left >= 0) & (right >= 0)
    near = np.asarray(together[left, right]).ravel() / (2 + np.minimum(number[left], number[right]))
    less, more = _both(spread[own], one, other)
    regions = records.region
    return {
        "same_city": np.where(known, left == right, UNKNOWN),
        "cities_together": np.where(known, near, UNKNOWN),
        "names_in_city": np.where(known, np.minimum(number[left], number[right]), UNKNOWN),
        "same_region": np.where((regions[one] < 0) | (regions[other] < 0), UNKNOWN, regions[one] == regions[other]),
        "cities_of_text": less,
        "cities_of_other_text": more,
    }


def _work(records: Records, one: Places, other: Places) -> dict[str, Values]:
    """Compare research themes, partners and periods."""
    themes, partners = records.themes, records.partners
    weighted = sparse.csr_array(themes.multiply(rarity(themes)[None, :]))
    met = sparse.csr_array(partners.multiply(np.sqrt(1 / np.log(2 + partners.sum(axis=0)))[None, :]))
    less, more = _both(records.weight, one, other)
    return {
        "themes": cosines(weighted, one, other),
        "partners": cosines(met, one, other),
        "years_between": between(records.first, records.last, one, other),
        "rows": less,
        "rows_of_other": more,
    }


def between(first: NDArray[np.int64], last: NDArray[np.int64], one: Places, other: Places) -> Values:
    """Return the years between two periods; negative if they overlap, 0 if one is unknown."""
    gap = np.maximum(first[one], first[other]) - np.minimum(last[one], last[other])
    return np.where((first[one] > 0) & (first[other] > 0), gap, 0).astype(np.float64)
