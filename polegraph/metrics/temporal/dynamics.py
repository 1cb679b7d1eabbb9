"""Dynamics of a network: by phase of the policy, by year, by cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of, whole_number
from polegraph.i18n import _
from polegraph.metrics import link_matrices, registry
from polegraph.metrics.catalogue.overview import summary
from polegraph.metrics.temporal import periods as temporal_periods
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from polegraph.metrics.temporal.periods import Alive, By, Period
    from polegraph.network import Network

MOVES: Final = {
    "period": "str",
    "first": "Int64",
    "last": "Int64",
    "organisations": "Int64",
    "projects": "Int64",
    "participations": "Int64",
    "smes": "Int64",
    "large_groups": "Int64",
    "newcomers": "Int64",
    "stayers": "Int64",
    "leavers": "Int64",
    "links": "Int64",
    "new_links": "Int64",
    "kept_links": "Int64",
    "lost_links": "Int64",
    "formation_rate": "float64",
    "dissolution_rate": "float64",
    "jaccard": "float64",
    "recurrent_smes": "Int64",
    "smes_with_large_group": "Int64",
    "sme_large_links": "Int64",
}
"""The columns of entries, exits and links, and their dtypes; those of the measures follow."""
_TWICE: Final = 2


def evolution(
    net: Network, by: By = "phase", *, alive: Alive = "start", draws: int = 20, seed: int = 0
) -> pd.DataFrame:
    r"""Describe the evolution of a network: entry, exit, turnover of links, and every measure of `summary`.

    Each period is a network of its own: the projects that started in it and the organisations that take part in them.
    A link is alive in a period if its two organisations share one of these projects. Periods without a project are
    left out; "before" is the period before among those that are there. Projects of unknown year, or of a year in no
    phase, count nowhere.

    Parameters
    ----------
    net
        The network.
    by
        ``phase``: the phases of the policy, I 2005–2008, II 2009–2012, III 2013–2018, IV 2019–2022, V 2023–2026.
        ``year``: each year. ``cohort``: organisations by the year of their first project, and what became of them.
    alive
        ``start``: a project counts in the period in which it started. ``running``: in every period up to its end as
        well; where the end is unknown, only in that in which it started. Cohorts only know the start.
    draws, seed
        Random networks behind what chance would give, for each period; see `expected`. With 0 it is missing.

    Returns
    -------
    DataFrame
        A row a period, in the order of time, with

        - ``period``; ``first, last``: the years that its projects cover (a phase may be there in part only);
        - ``organisations, projects, participations``; ``smes``; ``large_groups``, each group once;
        - ``newcomers``: organisations that take part in no earlier project; missing if there is no earlier project;
        - ``stayers, leavers``: organisations of the period before that are here, and that are not;
        - ``links``: pairs that share a project; ``new_links, kept_links``: those that the period before did not have,
          and had; ``lost_links``: those that only the period before had;
        - ``formation_rate``, ``dissolution_rate``, ``jaccard``: among the pairs of stayers, of which :math:`n_{ab}`
          were linked before (*a* = 1) or not (0) and are so now (*b*): :math:`n_{01} / (n_{00} + n_{01})`,
          :math:`n_{10} / (n_{10} + n_{11})` and :math:`n_{11} / (n_{01} + n_{10} + n_{11})`;
        - ``recurrent_smes``: SMEs of the period that have taken part in two projects or more by its end;
        - ``smes_with_large_group, sme_large_links``: SMEs that share a project with a large group, and pairs of an SME
          and a large group that do (`large_group_links`). What has to do with sizes is missing where none is known;
        - every other measure of `summary`, each followed by its ``…_expected`` and ``…_z``.

        A row a cohort, for ``by="cohort"``: the same, with organisations of all sorts and links
        those of the cohort; ``projects`` and ``participations`` all that the cohort takes part in, whenever; "before"
        its first year and "now" all years after (``leavers`` were never seen again; ``links`` are those of any time).
        Measures are of the network of the cohort, its projects and its partners in them.

    Raises
    ------
    PolegraphError
        If `by` or `alive` is none of these, or ``draws`` is negative.

    References
    ----------
    T. A. B. Snijders, G. G. van de Bunt, C. E. G. Steglich, "Introduction to stochastic actor-based models for network
    dynamics", Social Networks 32 (2010), for the change of ties among those present at both times.

    C. Hussler, J. Levy, P. Triboulet (2020), for recurrent SMEs.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> table = evolution(tiny(), draws=0)
    >>> table[["period", "first", "last", "organisations", "newcomers", "leavers", "links", "kept_links"]]
      period  first  last  organisations  newcomers  leavers  links  kept_links
    0    III   2014  2016              3       <NA>     <NA>      3        <NA>
    1     IV   2020  2020              2          1        2      1           0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    return _table(net, temporal_periods.periods(net, by, alive), draws, seed)


def compare(
    net: Network, first: str, second: str, by: By = "phase", *, alive: Alive = "start", draws: int = 20, seed: int = 0
) -> pd.DataFrame:
    """Compare any two periods.

    Parameters
    ----------
    net
        The network.
    first, second
        Names of periods, as `evolution` gives them.
    by, alive, draws, seed
        See `evolution`.

    Returns
    -------
    DataFrame
        ``measure, first, second, difference``, a row each column of `evolution`. What has to do with the period before
        is, for the second, compared with the first.

    Raises
    ------
    PolegraphError
        If there is no such period; those that there are are listed.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> compare(tiny(), "III", "IV", draws=0).set_index("measure").loc[["organisations", "links"]]
                   first  second  difference
    measure
    organisations    3.0     2.0        -1.0
    links            3.0     1.0        -2.0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    there = {period.name: period for period in temporal_periods.periods(net, by, alive)}
    chosen = []
    for name in (str(first), str(second)):
        if name not in there:
            raise not_one_of(_("this network has no such period"), name, there)
        chosen.append(there[name])
    if by != "cohort":
        chosen[1] = temporal_periods.followed(*chosen)
    table = _table(net, chosen, draws, seed).drop(columns="period").astype("float64")
    one, other = table.iloc[0].to_numpy(), table.iloc[1].to_numpy()
    columns = {"first": one, "second": other, "difference": other - one}
    return pd.DataFrame({"measure": pd.Series(table.columns, dtype="str"), **columns})


def _table(net: Network, periods: list[Period], draws: int, seed: int) -> pd.DataFrame:
    names = [measure.name for measure in registry.NETWORK_MEASURES if measure.name not in MOVES]
    dtypes = {**MOVES, **{f"{name}{end}": "float64" for name in names for end in ("", "_expected", "_z")}}
    rows = [
        {**_moves(net, period), **_measures(temporal_periods.network_of(net, period), draws, seed)}
        for period in periods
    ]
    return pd.DataFrame(rows).reindex(columns=list(dtypes)).astype(dtypes)


def _moves(net: Network, period: Period) -> dict[str, str | float | None]:
    """Count organisations, entries, exits and links."""
    # Find the organisations of the period, and the SMEs and large groups among them.
    here = temporal_periods.members(net.incidence, period.own)
    counted = here & period.chosen
    category = net.category
    sme = category["size"].isin(SME_SIZES).to_numpy() & counted
    large = category["size"].isin(LARGE_SIZES).to_numpy() & counted
    # Find links of SMEs to large groups in the projects of the period alone.
    own = temporal_periods.network_of(net, period)
    ties = link_matrices.strength(link_matrices.ties(own, LARGE_SIZES, SME_SIZES, own.focus))
    # Find which organisations were there before.
    start = temporal_periods.years(net)
    earlier = start < period.first
    known = temporal_periods.members(net.incidence, earlier)
    by_then = net.incidence.T @ (start <= period.last).astype(np.int64)
    # Count what depends on sizes, which is left out where no size is known.
    sized = {
        "smes": int(sme.sum()),
        "large_groups": int(category["unit"][large].nunique()),
        "recurrent_smes": int((sme & (by_then >= _TWICE)).sum()),
        "smes_with_large_group": int((np.diff(ties.indptr) > 0).sum()),
        "sme_large_links": ties.nnz,
    }
    return {
        "period": period.name,
        "first": period.first,
        "last": period.last,
        "organisations": int(counted.sum()),
        "projects": int(period.own.sum()),
        "participations": own.incidence.nnz,
        "newcomers": int((counted & ~known).sum()) if earlier.any() else None,
        "links": temporal_periods.links(net.incidence, period.own, period.chosen).nnz,
        **(sized if category["size"].notna().to_numpy()[counted].any() else {}),
        **temporal_periods.turnover(net.incidence, period),
    }


def _measures(net: Network, draws: int, seed: int) -> dict[str, float]:
    """Return every measure of a network that is not counted here, beside what chance gives."""
    found = {}
    beside = summary(net, draws=draws, seed=seed).set_index("measure")
    beside = beside[~beside.index.isin(list(MOVES))]
    for name, row in beside.iterrows():
        found.update({str(name): row["observed"], f"{name}_expected": row["expected"], f"{name}_z": row["z"]})
    return found
