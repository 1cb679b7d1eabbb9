"""Features of pairs of groups of names, as the model takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.identity.labs.features import UNKNOWN, between, common, cosines, ranks
from polegraph.identity.labs.records import ones, rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.identity.labs.records import Records
    from polegraph.linalg import Csr

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]

_PROBABLE: Final = 0.5
_RIVAL: Final = 0.3
_BEST_OF: Final = (
    "share_of_shorter",
    "share_of_longer",
    "same_city",
    "cities_together",
    "unit_numbers",
    "acronyms",
    "acronym_in_words",
    "acronym_in_initials",
    "letters",
    "partial_ratio",
    "token_set_ratio",
    "same_text",
    "common_words",
)
"""Features of pairs of names of which the best pair between two groups counts."""


def group_features(
    records: Records, groups: Places, pairs: tuple[Places, Places], likeness: Values, names: pd.DataFrame, least: float
) -> tuple[pd.DataFrame, tuple[Places, Places]]:
    """Describe pairs of groups of names by their features.

    Parameters
    ----------
    records
        The names.
    groups
        For each name its group, from 0 on without gaps.
    pairs, likeness, names
        Pairs of names, their match probability, and their features.
    least
        Pairs of groups of which no pair of names is likelier than this are left out.

    Returns
    -------
    pandas.DataFrame, two arrays of int
        A row a pair of groups, float32; which groups these are.
    """
    # keep the pairs of groups with at least one probable pair of names, sorted by pair of groups, the likeliest first
    number = int(groups.max()) + 1 if len(groups) else 0
    low = np.minimum(groups[pairs[0]], groups[pairs[1]])
    high = np.maximum(groups[pairs[0]], groups[pairs[1]])
    key = np.where(low == high, -1, low * number + high)
    likely = np.unique(key[(likeness > least) & (key >= 0)])
    rows = np.flatnonzero(np.isin(key, likely))
    rows = rows[np.lexsort((-likeness[rows], key[rows]))]
    one, other = np.divmod(likely, max(1, number))
    # features of the likeliest pairs of names
    member = sparse.csr_array((np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(number, len(groups)))
    starts = np.flatnonzero(np.diff(key[rows], prepend=-1))
    columns = {
        **_likeness(likeness[rows], starts),
        **{f"best_{name}": _best(names[name].to_numpy(np.float64)[rows], starts) for name in _BEST_OF},
    }
    # features of the groups as wholes: sizes, contents, rivals
    columns |= _sizes(records, member, one, other, columns)
    columns |= _contents(records, member, one, other)
    columns |= _rivals(columns["best"], one, other, number)
    return pd.DataFrame(columns).astype("float32"), (one, other)


def _best(values: Values, starts: Places) -> Values:
    return np.maximum.reduceat(values, starts) if len(starts) else np.empty(0)


def _likeness(sorted_likeness: Values, starts: Places) -> dict[str, Values]:
    """Sum up the match probabilities of pairs of names, sorted by pair of groups, the likeliest first."""
    if not len(starts):
        return dict.fromkeys(("best", "second", "pairs", "mean", "sum", "middle", "probable"), np.empty(0))
    ends = np.append(starts[1:], len(sorted_likeness))
    total = np.add.reduceat(sorted_likeness, starts)
    count = ends - starts
    return {
        "best": sorted_likeness[starts],
        "second": np.where(count > 1, sorted_likeness[np.minimum(starts + 1, ends - 1)], UNKNOWN),
        "pairs": count.astype(np.float64),
        "mean": total / count,
        "sum": total,
        "middle": (sorted_likeness[starts + (count - 1) // 2] + sorted_likeness[starts + count // 2]) / 2,
        "probable": np.add.reduceat((sorted_likeness > _PROBABLE).astype(np.float64), starts),
    }


def _sizes(records: Records, member: Csr, one: Places, other: Places, columns: dict[str, Values]) -> dict[str, Values]:
    size: Values = np.diff(member.indptr).astype(np.float64)
    rows: Values = np.asarray(member @ records.weight, dtype=np.float64)
    return {
        "names": np.minimum(size[one], size[other]),
        "names_of_larger": np.maximum(size[one], size[other]),
        "rows": np.minimum(rows[one], rows[other]),
        "rows_of_larger": np.maximum(rows[one], rows[other]),
        "compared": columns["pairs"] / (size[one] * size[other]),
        "average": columns["sum"] / (size[one] * size[other]),
        "probable_of_smaller": columns["probable"] / np.minimum(size[one], size[other]),
    }


def _contents(records: Records, member: Csr, one: Places, other: Places) -> dict[str, Values]:
    """Compare the contents of all names of two groups."""
    columns: dict[str, Values] = {}
    for name, matrix in (
        ("unit_numbers", records.unit_numbers),
        ("acronyms", records.acronyms[0]),
        ("bodies", records.bodies),
        ("words", records.stems),
    ):
        summed = sparse.csr_array(member @ matrix)
        columns[f"all_{name}"] = common(ones(summed), one, other)
        columns[f"alike_{name}"] = cosines(summed, one, other)
    at = records.city >= 0
    city = sparse.csr_array((np.ones(at.sum()), (np.flatnonzero(at), records.city[at])), shape=(len(at), at.size + 1))
    columns["cities"] = cosines(sparse.csr_array(member @ city), one, other)
    projects = ones(member @ records.projects)
    together = sparse.csr_array(projects[one].multiply(projects[other]))
    columns["same_projects"] = np.asarray(together.sum(axis=1), dtype=np.float64).ravel()
    met = sparse.csr_array(projects @ projects.T)
    met.setdiag(0)
    met.eliminate_zeros()
    met = ones(met)
    weighted = sparse.csr_array(met.multiply(np.sqrt(1 / np.log(2 + met.sum(axis=0)))[None, :]))
    columns["partners"] = cosines(weighted, one, other)
    themes = sparse.csr_array(member @ records.themes)
    columns["themes"] = cosines(sparse.csr_array(themes.multiply(rarity(themes)[None, :])), one, other)
    first, last = _years(records, member)
    columns["years_between"] = between(first, last, one, other)
    return columns


def _years(records: Records, member: Csr) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    group = np.repeat(np.arange(member.shape[0]), np.diff(member.indptr))
    first = np.full(member.shape[0], np.iinfo(np.int64).max)
    last = np.zeros(member.shape[0], np.int64)
    known = records.first[member.indices] > 0
    np.minimum.at(first, group[known], records.first[member.indices][known])
    np.maximum.at(last, group[known], records.last[member.indices][known])
    return np.where(last > 0, first, 0), last


def _rivals(best: Values, one: Places, other: Places, number: int) -> dict[str, Values]:
    """Return the number of rival groups of each, and the rank of this pair among them."""
    rank, rank_worse = ranks(best, one, other)
    ends = np.concatenate([one, other])
    rivals = np.bincount(ends[np.concatenate([best, best]) > _RIVAL], minlength=number)
    return {
        "rank": rank,
        "rank_worse": rank_worse,
        "rivals": np.minimum(rivals[one], rivals[other]).astype(np.float64),
        "rivals_of_other": np.maximum(rivals[one], rivals[other]).astype(np.float64),
    }
