"""The summary of all gaps, and one gap's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg.sparse import divide
from polegraph.metrics.inference.significance import q_values
from polegraph.synergies.gaps import GAPS, known, what
from polegraph.synergies.measure import Between, Organisations, measured
from polegraph.synergies.proposals import closing

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions import Model

COLUMNS: Final = {
    "gap": "str",
    "what": "str",
    "count": "int64",
    "observed": "float64",
    "expected": "float64",
    "ratio": "float64",
    "p_value": "float64",
    "q_value": "float64",
}
"""The columns of the summary and their dtypes, in order."""


def summary(
    net: Network, draws: int = 200, seed: int = 0, *, progress: Callable[[int, int], None] | None = None
) -> pd.DataFrame:
    r"""Return where the network has less collaboration than its members would have by chance: a row a gap.

    Chance is `polegraph.metrics.inference.null_models.randomised`: two-mode networks in which every project has as many
    organisations, and every organisation as many projects, as in this one.

    Parameters
    ----------
    net
        The network. If it was narrowed to a pôle or a region, the gaps are those of the organisations chosen
        (`Network.focus`), while partners and chance are of the network that they were chosen from.
    draws
        Number of random networks; fewer than 2 leave what comes from them missing.
    seed
        Seed of the random networks, and of the communities.
    progress
        Function of the number of random networks that are done and of all, called after each.

    Returns
    -------
    DataFrame
        ``gap, what``: its name, and what is counted, in words;

        - gaps that are lists of organisations (``sme_without_large_group``, ``lab_without_sme``,
          ``member_without_project``, ``training_body_left_out``, ``member_within_pole_only``, ``need_unmet``):
          ``count`` and ``observed``, how many lack it; ``expected``, how many would by chance; ``p_value``, that of so
          many **or more** (missing for ``member_without_project``: chance does not change that; and where
          all random networks have as many, as when no SME is known);
        - gaps between groups (``kind_pair``, ``size_pair``, ``pole_pair``, ``theme_pair``, ``region_pair``,
          ``community_pair``): ``count``, the pairs of groups with a q-value of at most .05 (see `gap`);
          ``observed``, the projects that join two different groups, summed over all pairs; ``expected``, as many by
          chance; ``p_value``, that of so few **or fewer** in all (missing for communities, and for themes if most
          follow from projects: their chance is scaled to what there is);

        ``ratio``: observed / expected; ``q_value``: Benjamini and Hochberg's, over the rows of this table.

    Raises
    ------
    PolegraphError
        If ``draws`` or ``seed`` is no whole number or negative.

    See Also
    --------
    gap : One gap's list, with the definitions.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> summary(tiny(), draws=50)[["gap", "count", "observed"]].head(2)
                           gap  count  observed
    0  sme_without_large_group      3       3.0
    1          lab_without_sme      0       0.0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    around = net.whole
    rows = [one.row() for one in measured(around, GAPS, _chosen(net, around), draws, seed, progress=progress)]
    table = pd.DataFrame(rows, columns=["count", "observed", "expected", "p_value"])
    table["gap"], table["what"] = list(GAPS), [what(name) for name in GAPS]
    table["ratio"] = divide(table["observed"], table["expected"])
    table["q_value"] = q_values(table["p_value"])
    return table[list(COLUMNS)].astype(COLUMNS)


def gap(
    net: Network,
    name: str,
    *,
    pairs: bool = False,
    each: int = 3,
    draws: int = 200,
    seed: int = 0,
    model: Model | None = None,
) -> pd.DataFrame:
    r"""Return the list of one gap: the organisations, or the pairs of groups; or the pairs that would close it.

    Parameters
    ----------
    net
        The network; see `summary`.
    name
        ``sme_without_large_group``: organisations of category micro or sme (`Network.category`) that share no
        project with one of category large or not_sme. ``lab_without_sme``: laboratories that share none with an
        SME. ``training_body_left_out``: training bodies that share none with a company. ``member_without_project``:
        present members of a pôle (no last day given) without a project. ``member_within_pole_only``: present members
        with partners, all of which are members of one of their pôles. ``need_unmet``: needs of an organisation (table
        ``needs``) for which another of the same region or pôle has an offer in the same domain, when it shares no
        project with any of these; offers of organisations that opted out or are dissolved do not count.

        ``kind_pair``, ``size_pair``, ``region_pair``: groups by kind, category, region. ``pole_pair``: present members
        of pôles. ``theme_pair``: an organisation is in the themes recorded for it (``organisation_themes``), or
        else in those of its projects; in a random network, in those of its projects there.
        ``community_pair``: communities of `polegraph.metrics.communities`. An organisation of several groups is in
        all of them; one of none, or of an unknown one, counts for none. If there are more than 500 groups, the 500
        with most participations.
    pairs
        Return the organisations that could close the gap instead, by `polegraph.suggestions.suggest`.
    each
        With *pairs*: how many for each pair of groups, or each organisation.
    draws, seed
        See `summary`.
    model
        With *pairs*: what `polegraph.suggestions.train` gave, by which they are ranked; without one, by what ranks
        without learning (`polegraph.suggestions.unlearned`).

    Returns
    -------
    DataFrame
        For gaps between groups a row a pair, the surest gap first:

        - ``group, group_name, group_organisations, other, other_name, other_organisations``; a community is named after
          its member with most projects;
        - ``observed``: projects in which two different organisations, one of either group, take part;
          ``expected``: their mean by chance; ``low, high``: where 95 of 100 random networks lie; ``ratio``: observed /
          expected;
        - ``p_value``: probability of so few or fewer by chance, from a binomial, Poisson or negative binomial
          distribution with the mean and variance of the draws; ``q_value``: Benjamini and Hochberg's, over those
          pairs that could stand out at all: for which no project at all would have a p-value of at most .05, and, of
          themes of projects, those that were called for in the same year once at least;
          ``p_draws``: plainly counted, :math:`(1 + m) / (1 + n)` for *n* draws, *m* of which have so few;
        - ``short_by``: projects that are missing to what chance would give;
        - ``links, links_expected``: the same for pairs of organisations that share a project; the mean of the first 20
          draws.

        For communities and themes of projects, see the notes.

        For lists of organisations a row each: ``org_id, name, kind, size, region, projects, partners``; ``chance``, the
        share of random networks in which it would lack it as well; for needs also ``domain`` and ``offer_ids``; last
        ``subsidiary_of``, the group that has this size, if it is not its own. The most unexpected
        first, then those with most projects, then by name.

        With *pairs*, see `polegraph.synergies.proposals.closing`: ``org_id, name, suggested_id, suggested_name, rank,
        score, reasons, via_ids, evidence_projects``, and what the gap would become.

    Raises
    ------
    PolegraphError
        If there is no such gap, or a number is not one.

    Notes
    -----
    *Communities* are made of the links that are counted. Between any two there are fewer than by chance, in random
    networks as well. So the expected numbers are those by chance times one factor for all pairs, by which there are
    as many as there are: a gap is a pair of communities that meet less than others do. *Themes* that follow from
    projects are treated likewise: members of a project are in its theme before they are in any other.

    *Small p-values.* With 200 draws, counting them cannot give less than 1 / 201, and among a hundred pairs none
    could ever stand out. The fitted distributions can; that the mean and variance are estimates is allowed for by
    Student's t.

    References
    ----------
    Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
    (1995), 289-300. R. E. Tarone, "A modified Bonferroni method for discrete data", Biometrics 46 (1990), 515-522, on
    leaving out tests that cannot succeed.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> gap(tiny(), "kind_pair", draws=50)[["group", "other", "observed", "expected", "links"]]
         group other  observed  expected  links
    0  company   lab         3       3.0      3
    >>> gap(tiny(), "sme_without_large_group", draws=50)[["org_id", "projects", "partners"]]
      org_id  projects  partners
    0   SME1         2         2
    1   SME2         1         2
    2  ALONE         0         0
    """
    name = known(name)
    draws, seed, each = (
        whole_number(value, label, least)
        for value, label, least in ((draws, "draws", 0), (seed, "seed", 0), (each, "each", 1))
    )
    around = net.whole
    chosen = _chosen(net, around)
    found = measured(around, [name], chosen, draws, seed, links=not pairs)[0]
    if pairs:
        named = closing(around, found, _members(around, found), chosen, each, model)
        suggested = named.get("suggested_id", pd.Series(dtype="str"))  # none where no pair is named
        groups = around.subsidiary_of.iloc[around.org_index.get_indexer(pd.Index(suggested))]
        return named.assign(suggested_group=groups.array)
    return found.table() if isinstance(found, Between) else _members(around, found)


def _members(net: Network, found: Organisations | Between) -> pd.DataFrame:
    """Return the organisations that lack something, those first for which it is most unexpected."""
    if isinstance(found, Between):
        return found.table()
    rows = found.lacking.rows[found.alone]
    organisations = net.organisations.iloc[rows].reset_index(drop=True)
    columns: dict[str, Any] = {name: organisations[name] for name in ("org_id", "name", "kind")}
    columns["size"] = net.category["size"].iloc[rows].reset_index(drop=True)
    columns["region"] = organisations["region"]
    columns["projects"] = np.asarray(net.incidence.sum(axis=0)).ravel()[rows]
    columns["partners"] = np.diff(net.collaboration_matrix().indptr)[rows].astype(np.int64)
    columns["chance"] = found.each.mean[found.alone]
    for name, values in found.lacking.more.items():
        columns[name] = pd.Series(values, dtype="str")[found.alone].reset_index(drop=True)
    columns["subsidiary_of"] = net.subsidiary_of.iloc[rows].reset_index(drop=True)
    table = pd.DataFrame(columns)
    keys = table.assign(projects=-table["projects"])
    by = ["chance", "projects", "name", "org_id", *(name for name in ("domain",) if name in table)]
    return table.iloc[keys.sort_values(by, kind="stable").index].reset_index(drop=True)


def _chosen(net: Network, around: Network) -> NDArray[np.bool_] | None:
    """Return the organisations to compute gaps for; None for all."""
    return None if net.focus is None else np.asarray(around.org_index.isin(net.focus))
