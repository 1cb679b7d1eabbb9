"""One declaration a measure: its name, its heading, the function that computes it, and where it appears.

`polegraph.metrics.table` has a column for each of `ORGANISATION_MEASURES`, `polegraph.metrics.summary` a row for each
of `NETWORK_MEASURES`, in the order in which they stand here. `polegraph.metrics.expected` knows them by their names,
and reports take their headings from here. Functions stand here by their names and are imported when they are first
called, so that reading a heading does not load the compiler.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from polegraph.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polegraph.network import Network

Unit = Literal["organisations", "projects", "participations", "links", "pairs", "share", "label", "number"]
Computed = Literal["exact", "exact_if_small", "sampled"]


@dataclass(frozen=True)
class Source:
    """A function that computes one measure or several.

    It takes a network and returns a number, a dict of numbers, or a data frame: of organisations (``org_id``), or with
    the columns ``measure`` and ``value``.

    Parameters
    ----------
    module
        Its module, below `polegraph.metrics`.
    function
        Its name.
    options
        The options of `polegraph.metrics.table` and `polegraph.metrics.summary` that it takes, by their names.
    fixed
        Arguments that are always the same.
    """

    module: str
    function: str
    options: tuple[str, ...] = ()
    fixed: tuple[tuple[str, int], ...] = ()

    def __call__(self, net: Network, **options: Any) -> Any:  # noqa: ANN401  # see above
        """Compute the measures.

        Parameters
        ----------
        net
            The network.
        **options
            Those of the table or of the summary; the function gets the ones that it takes.
        """
        function = getattr(import_module(f"polegraph.metrics.{self.module}"), self.function)
        taken = {name: value for name, value in options.items() if name in self.options}
        return function(net, **taken, **dict(self.fixed))


@dataclass(frozen=True)
class Measure:
    """A measure of organisations or of the whole network.

    Parameters
    ----------
    name
        Column of the table, or row of the summary.
    heading
        What people call it, in English; translated when it is shown. None: it follows from another heading.
    source
        The function that computes it.
    unit
        What it counts; or ``share``, from 0 to 1, ``label`` of a component or community, or any other ``number``.
    computed
        ``exact``; ``exact_if_small``: estimated from a sample in large networks; ``sampled``: it depends on a seed.
    dtype
        Of the column of the table.
    given_as
        Name under which the function returns it, where that is another.
    comparable
        Whether it can be put beside the same measure of random networks.
    """

    name: str
    heading: str | None
    source: Source
    unit: Unit = "number"
    computed: Computed = "exact"
    dtype: str = "float64"
    given_as: str = ""
    comparable: bool = True

    @property
    def key(self) -> str:
        """Name under which the function returns the measure."""
        return self.given_as or self.name


_DEGREE: Final = Source("centrality", "degree")
_COMPONENTS: Final = Source("cohesion", "connected_components")
_CORES: Final = Source("cohesion", "core_number")
_CLUSTERING: Final = Source("catalogue.measures_table", "expected_clustering", ("draws", "seed"))
_HOLES: Final = Source("cohesion", "structural_holes")
_BETWEENNESS: Final = Source("centrality", "affordable_betweenness", ("pivots", "seed"))
_HARMONIC: Final = Source("centrality", "harmonic_centrality")
_PAGERANK: Final = Source("centrality", "pagerank")
_COMMUNITIES: Final = Source("community.detection", "communities", ("seed",), fixed=(("runs", 0), ("rounds", 2)))
_BROKERAGE: Final = Source("brokerage_roles", "brokerage", ("by",))

ORGANISATION_MEASURES: Final = (
    Measure("projects", N_("projects"), _DEGREE, "projects", dtype="Int64", comparable=False),
    Measure("partners", N_("partners"), _DEGREE, "organisations", dtype="Int64"),
    Measure("strength", N_("strength"), _DEGREE, "projects"),
    Measure("coordinated", N_("projects coordinated"), _DEGREE, "projects", dtype="Int64"),
    Measure("component", N_("component"), _COMPONENTS, "label", dtype="Int64", comparable=False),
    Measure("core", N_("core number"), _CORES, "organisations", dtype="Int64"),
    Measure("clustering", N_("clustering"), _HOLES, "share"),
    Measure("clustering_expected", None, _CLUSTERING, "share", "sampled", comparable=False),
    Measure("constraint", N_("constraint"), _HOLES),
    Measure("effective_size", N_("effective size"), _HOLES, "organisations"),
    Measure("efficiency", N_("efficiency"), _HOLES, "share"),
    Measure("hierarchy", N_("hierarchy"), _HOLES, "share"),
    Measure("betweenness", N_("betweenness"), _BETWEENNESS, "share", "exact_if_small"),
    Measure("harmonic", N_("harmonic centrality"), _HARMONIC, "organisations"),
    Measure("pagerank", N_("PageRank"), _PAGERANK, "share"),
    Measure("community", N_("community"), _COMMUNITIES, "label", "sampled", dtype="Int64", comparable=False),
    Measure("coordinator", N_("coordinator (broker)"), _BROKERAGE, "pairs", dtype="Int64"),
    Measure("gatekeeper", N_("gatekeeper"), _BROKERAGE, "pairs", dtype="Int64"),
    Measure("representative", N_("representative"), _BROKERAGE, "pairs", dtype="Int64"),
    Measure("itinerant", N_("itinerant broker"), _BROKERAGE, "pairs", dtype="Int64"),
    Measure("liaison", N_("liaison"), _BROKERAGE, "pairs", dtype="Int64"),
)
"""Measures of every organisation, in the order of the table."""

_TWO_MODE: Final = Source("bipartite", "two_mode")
_ONE_MODE: Final = Source("catalogue.one_mode", "clustering")
_SIZES_OF_COMPONENTS: Final = Source("catalogue.one_mode", "components")
_EFFICIENCY: Final = Source("centrality", "global_efficiency")
_SLOPES: Final = Source("catalogue.one_mode", "slopes")
_PARTITION: Final = Source("catalogue.one_mode", "partition", ("seed",))

NETWORK_MEASURES: Final = (
    Measure("organisations", N_("organisations"), _TWO_MODE, "organisations"),
    Measure("projects", N_("projects"), _TWO_MODE, "projects"),
    Measure("participations", N_("participations"), _TWO_MODE, "participations"),
    Measure("density", N_("density (two-mode)"), _TWO_MODE, "share"),
    Measure("project_size", N_("organisations a project"), _TWO_MODE, "organisations", given_as="size_mean"),
    Measure("activity", N_("projects an organisation"), _TWO_MODE, "projects", given_as="activity_mean"),
    Measure("robins_alexander", N_("Robins–Alexander clustering"), _TWO_MODE, "share"),
    Measure("latapy_dot", N_("Latapy clustering"), _TWO_MODE, "share"),
    Measure("redundancy", N_("redundancy"), _TWO_MODE, "share"),
    Measure("links", N_("links"), _ONE_MODE, "links"),
    Measure("average_partners", N_("partners on average"), _ONE_MODE, "organisations"),
    Measure("link_density", N_("density of links"), _ONE_MODE, "share"),
    Measure("isolates", N_("without a partner"), _ONE_MODE, "organisations"),
    Measure("average_clustering", N_("average clustering"), _ONE_MODE, "share"),
    Measure("average_clustering_defined", N_("average clustering, two partners or more"), _ONE_MODE, "share"),
    Measure("transitivity", N_("transitivity"), _ONE_MODE, "share"),
    Measure("components", N_("components"), _SIZES_OF_COMPONENTS),
    Measure("largest_component", N_("share of the largest component"), _SIZES_OF_COMPONENTS, "share"),
    Measure("global_efficiency", N_("global efficiency"), _EFFICIENCY, "share", "exact_if_small"),
    Measure("assortativity", N_("degree assortativity"), _SLOPES),
    Measure("hierarchy_slope", N_("hierarchy (slope)"), _SLOPES, given_as="hierarchy"),
    Measure("neighbour_slope", N_("partners' partners (slope)"), _SLOPES),
    Measure("communities", N_("communities"), _PARTITION, computed="sampled"),
    Measure("modularity", N_("modularity"), _PARTITION, computed="sampled"),
)
"""Measures of the whole network, in the order of the summary."""

HEADINGS: Final = {
    measure.name: measure.heading for measure in (*ORGANISATION_MEASURES, *NETWORK_MEASURES) if measure.heading
}
"""The heading of each measure, before translation."""


def compute(measures: Sequence[Measure], net: Network, **options: Any) -> dict[str, Any]:  # noqa: ANN401  # numbers, words
    """Compute measures; what several of them come from is computed once.

    Parameters
    ----------
    measures
        Their declarations.
    net
        The network.
    **options
        Options of the table or of the summary, by name.

    Returns
    -------
    dict
        By the name of the measure a number, or an array with an entry an organisation.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> compute(NETWORK_MEASURES[3:5], tiny())
    {'density': 0.4666666666666667, 'project_size': 2.3333333333333335}
    """
    results: dict[Source, Any] = {}
    for measure in measures:
        if measure.source not in results:
            results[measure.source] = _by_key(measure.source(net, **options), measure.key)
    return {measure.name: results[measure.source][measure.key] for measure in measures}


def _by_key(result: Any, key: str) -> dict[str, Any]:  # noqa: ANN401  # what a `Source` returns
    """Return the numbers or arrays of what a function returns, by their keys."""
    if isinstance(result, dict):
        return result
    if isinstance(result, (int, float)):
        return {key: result}
    if "measure" in result:
        return dict(zip(result["measure"].tolist(), result["value"].tolist(), strict=True))
    return {name: result[name].to_numpy() for name in result.columns}


def comparable() -> dict[str, Callable[[Network], Any]]:
    """Return the measures that can be put beside those of random networks, as functions of a network, by name.

    Of two with the same name the one of the whole network is meant.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> comparable()["partners"](tiny()).tolist()
    [2, 3, 2, 1, 0]
    """
    measures = (*ORGANISATION_MEASURES, *NETWORK_MEASURES)
    return {measure.name: _function(measure) for measure in measures if measure.comparable}


def _function(measure: Measure) -> Callable[[Network], Any]:
    return lambda net: compute([measure], net)[measure.name]
