"""The whole network in one table: each figure that papers report, beside what chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.metrics import registry
from polegraph.metrics.inference.expectation import expected

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from polegraph.metrics.inference.null_models import Keep
    from polegraph.network import Network


def summary(
    net: Network,
    draws: int = 20,
    seed: int = 0,
    keep: Keep | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    r"""Return the figures of the whole network, each beside what chance gives.

    One-mode figures of consortium networks owe much to the projects alone: each is a clique. What stands under
    ``expected`` is what the same project sizes and the same activities give without any choice of partners.

    Parameters
    ----------
    net
        The network.
    draws
        Number of random networks; with 0 only what is observed is there.
    seed
        Seed of the random networks, and of the search for communities.
    keep
        ``kind``, ``size`` or ``region``: projects of random networks keep how many organisations of each they have.
    progress
        As for `expected`.

    Returns
    -------
    DataFrame
        ``measure, observed, expected, sd, z, low, high, p_value``, as `expected` gives them, with the rows

        - ``organisations, projects, participations``; ``density`` of the two-mode network, participations /
          (organisations × projects); ``project_size``, organisations a project, and ``activity``, projects an
          organisation, on average. Random networks have the same;
        - ``robins_alexander``, ``latapy_dot``, ``redundancy``: of the two-mode network, see `two_mode`;
        - ``links``: pairs of partners; ``average_partners``: the mean number of an organisation's; ``link_density``:
          links among all pairs; ``isolates``: organisations without a partner;
        - ``average_clustering``: mean over all organisations, those with fewer than two partners counted as 0
          (`networkx.average_clustering`); ``average_clustering_defined``: mean over the others;
          ``transitivity``: share of the pairs of partners that are partners of each other (`networkx.transitivity`);
        - ``components``, those of one organisation included; ``largest_component``: its share of the organisations;
        - ``global_efficiency``: mean of 1 / distance over all pairs, 0 where there is no path
          (`networkx.global_efficiency`). Above 20,000 organisations, paths from 4,096 of those that have a
          partner, drawn with a fixed seed, stand for all: within some 0.3 %;
        - ``assortativity``: correlation of the numbers of partners over links; ``hierarchy_slope``: slope of log
          partners on log rank; ``neighbour_slope``: slope of the partners' mean number of partners on one's own; see
          `lock_in`;
        - ``communities``, ``modularity``: of one quick run of `communities`.

    References
    ----------
    M. E. J. Newman, S. H. Strogatz, D. J. Watts, "Random graphs with arbitrary degree distributions and their
    applications", Physical Review E 64, 026118 (2001). V. Latora, M. Marchiori, "Efficient behavior of small-world
    networks", Physical Review Letters 87, 198701 (2001).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> table = summary(tiny(), draws=20).set_index("measure")
    >>> table.loc[["projects", "links", "robins_alexander"], ["observed", "expected"]].round(3)
                      observed  expected
    measure
    projects             3.000     3.000
    links                4.000     4.000
    robins_alexander     0.364     0.375
    """

    def measures(network: Network) -> dict[str, float]:
        return registry.compute(registry.NETWORK_MEASURES, network, seed=seed)

    return expected(net, measures, draws=draws, seed=seed, keep=keep, progress=progress)
