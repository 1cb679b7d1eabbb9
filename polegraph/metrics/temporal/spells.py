"""Spells of collaboration: from when to when each pair of organisations shared projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg import incidence as two_mode
from polegraph.metrics.attributes import in_order
from polegraph.metrics.inference.null_models import randomised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Whole = NDArray[np.int64]
    Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells of collaboration, by pair, then by time.

    Parameters
    ----------
    one, other : array of int
        Columns of the incidence; the first is the smaller.
    first, last : array of int
        Years.
    projects : array of int
        How many projects make it up.
    """

    one: Whole
    other: Whole
    first: Whole
    last: Whole
    projects: Whole


@dataclass(frozen=True, slots=True)
class Dated:
    """Projects of known year, in the order of identifiers.

    Parameters
    ----------
    incidence : csr_array, projects × organisations
        Participations.
    start, end : array of int, one entry a project
        First and last year.
    order : array of int, one entry an organisation
        The row of the table in which each column stands.
    until
        The last year in which a project could have started and be known.
    """

    incidence: Csr
    start: Whole
    end: Whole
    order: Whole
    until: int


def spells(net: Network, *, gap: int = 0, length: int = 1, until: int | None = None) -> pd.DataFrame:
    r"""List the spells of collaboration of every pair: the years from its first shared project to the end of its last.

    A shared project lasts from the year in which it started to that in which it ended. A spell goes on if the next
    shared project starts in the year after the end of those before, or ``gap`` years later at most.

    That a spell ended in a year is only seen if a project that continues it could still have been seen
    ``gap`` + 1 years later. Pairs are therefore followed up to the year :math:`c =` ``until`` − ``gap`` − 1: a spell
    that lasts beyond it is right-censored there, and one that began later is not followed at all.

    Parameters
    ----------
    net
        The network. Projects of unknown year are left out.
    gap
        Years without a shared project that do not end a spell.
    length
        Years that a project is taken to last if its end is not known; 1: only the year in which it started.
    until
        The last year that is observed; projects that start later are left out. None: the last in which one starts.

    Returns
    -------
    DataFrame
        A row a spell, by pair and year, with ``org_a, org_b`` (the smaller identifier first); ``spell``, counted from 1
        for each pair; ``first``, ``last`` year and number of ``projects``; ``years``, how long it was observed, and
        ``ended``, whether it ended or is censored; both missing for spells that began after follow-up.

    Raises
    ------
    PolegraphError
        If ``gap``, ``length`` or ``until`` is no whole number, or too small.

    Notes
    -----
    Only pairs that share a project are there. Spells that began before the first year of the data begin in it.

    References
    ----------
    P. D. Allison, "Event history analysis", Sage (1984).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> spells(tiny(), gap=1)
      org_a org_b  spell  first  last  projects  years  ended
    0   BIG   LAB      1   2020  2020         1   <NA>   <NA>
    1   LAB  SME1      1   2014  2016         2      3   True
    2   LAB  SME2      1   2014  2014         1      1   True
    3  SME1  SME2      1   2014  2014         1      1   True
    """
    gap, given = whole_number(gap, "gap", 0), dated(net, length, until)
    found = merged(given.incidence, given.start, given.end, gap)
    ids = net.org_index.to_numpy(dtype=object)[given.order]
    years, ended, followed = observed(found, given.until, gap)
    new = np.concatenate([[True], np.diff(found.one * len(ids) + found.other) > 0]) if len(found.one) else np.zeros(0)
    begins = np.flatnonzero(new)
    place = np.arange(len(found.one)) - np.repeat(begins, np.diff(np.append(begins, len(found.one))))
    return pd.DataFrame(
        {
            "org_a": pd.array(ids[found.one], dtype="str"),
            "org_b": pd.array(ids[found.other], dtype="str"),
            "spell": place + 1,
            "first": found.first,
            "last": found.last,
            "projects": found.projects,
            "years": pd.Series(years, dtype="Int64").where(followed),
            "ended": pd.Series(ended, dtype="boolean").where(followed),
        }
    )


def dated(net: Network, length: int, until: int | None) -> Dated:
    """Return the projects of known year, and how long each lasts.

    Parameters
    ----------
    net
        The network.
    length, until
        See `spells`.

    Raises
    ------
    PolegraphError
        If ``length`` or ``until`` is no whole number, or too small.
    """
    length = whole_number(length, "length", 1)
    incidence, order = in_order(net)
    rows = np.argsort(net.project_index.to_numpy(dtype=object), kind="stable")
    start = net.projects["year"].to_numpy(dtype=np.float64, na_value=np.nan)[rows]
    end = net.projects["end"].dt.year.to_numpy(dtype=np.float64, na_value=np.nan)[rows]
    end = np.fmax(start, np.where(np.isnan(end), start + length - 1, end))  # an end before the start is left aside
    known = ~np.isnan(start)
    last = int(start[known].max(initial=0)) if until is None else whole_number(until, "until")
    known &= np.nan_to_num(start) <= last
    return Dated(incidence[known], start[known].astype(np.int64), end[known].astype(np.int64), order, last)


def merged(incidence: Csr, start: Whole, end: Whole, gap: int) -> Spells:
    """Merge the projects that each pair shares into spells.

    Parameters
    ----------
    incidence
        Projects × organisations, sorted indices.
    start, end : array of int, one entry a project
        First and last year.
    gap
        See `spells`.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> years = np.array([2014, 2016, 2020])
    >>> merged(tiny().incidence, years, years, 1).first.tolist()
    [2014, 2014, 2014, 2020]
    """
    # List every pair of every project.
    sizes = np.diff(incidence.indptr)
    seat = np.arange(incidence.nnz) - np.repeat(incidence.indptr[:-1], sizes)
    after = np.repeat(sizes, sizes) - 1 - seat  # members of the project behind this one
    left = np.repeat(np.arange(incidence.nnz), after)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(after) - after, after)
    columns = incidence.indices.astype(np.int64)
    width = np.int64(incidence.shape[1])
    pair = columns[left] * width + columns[right]
    project = np.repeat(np.arange(len(sizes)), sizes)[left]
    # Sort them by pair and start, and find where a project begins a spell: later than all before it, gap included.
    order = np.lexsort((end[project], start[project], pair))
    pair, first, last = pair[order], start[project][order], end[project][order]
    if not len(pair):
        nothing = np.zeros(0, dtype=np.int64)
        return Spells(nothing, nothing, nothing, nothing, nothing)
    changed = np.concatenate([[True], pair[1:] != pair[:-1]])
    apart = np.cumsum(changed) * np.int64(1 << 32)  # more than any year: no maximum comes over from another pair
    reached = np.maximum.accumulate(last + apart) - apart
    begins = changed.copy()
    begins[1:] |= first[1:] > reached[:-1] + 1 + gap
    at = np.flatnonzero(begins)
    ends = np.append(at[1:], len(pair)) - 1
    # A maximum so far in the pair is that of its last spell, which reaches further than those before.
    return Spells(pair[at] // width, pair[at] % width, first[at], reached[ends], ends - at + 1)


def observed(found: Spells, until: int, gap: int) -> tuple[Whole, Truths, Truths]:
    """Return for how many years each spell was observed, whether it ended, and whether it was followed at all.

    Parameters
    ----------
    found
        The spells.
    until, gap
        See `spells`.
    """
    close = until - gap - 1
    return np.minimum(found.last, close) - found.first + 1, found.last <= close, found.first <= close


def drawn_incidences(given: Dated, draws: int, seed: int) -> Iterator[Csr]:
    """Draw partners at random: each organisation keeps its number of projects in each year, each project its size.

    Parameters
    ----------
    given
        The projects.
    draws, seed
        See `polegraph.metrics.inference.null_models.randomised`.

    Yields
    ------
    csr_array
        Projects × organisations, sorted indices.

    Notes
    -----
    An organisation in a year is a node of its own, and changes places with nodes of the same year alone.
    """
    sizes = np.diff(given.incidence.indptr)
    year = np.repeat(given.start, sizes)
    low = int(year.min(initial=0))
    span = int(year.max(initial=0)) - low + 1
    nodes, codes = np.unique(given.incidence.indices.astype(np.int64) * span + year - low, return_inverse=True)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    matrix = two_mode(rows, codes, (len(sizes), len(nodes)))
    for drawn in randomised(matrix, draws=draws, seed=seed, classes=nodes % span):
        cells = drawn.tocoo()
        yield two_mode(cells.row.astype(np.int64), nodes[cells.col] // span, given.incidence.shape)
