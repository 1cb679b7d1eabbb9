# The public names of `polegraph.metrics`, each once (NAME as NAME): `__init__.py` reads them from here.
from polegraph.metrics.assortativity import attribute_assortativity as attribute_assortativity
from polegraph.metrics.assortativity import ei_index as ei_index
from polegraph.metrics.assortativity import homophily as homophily
from polegraph.metrics.assortativity import mixing as mixing
from polegraph.metrics.bipartite import as_places as as_places
from polegraph.metrics.bipartite import distributions as distributions
from polegraph.metrics.bipartite import latapy_clustering as latapy_clustering
from polegraph.metrics.bipartite import places as places
from polegraph.metrics.bipartite import redundancy as redundancy
from polegraph.metrics.bipartite import two_mode as two_mode
from polegraph.metrics.brokerage_roles import brokerage as brokerage
from polegraph.metrics.catalogue.measures_table import table as table
from polegraph.metrics.catalogue.overview import summary as summary
from polegraph.metrics.centrality import betweenness_centrality as betweenness_centrality
from polegraph.metrics.centrality import degree as degree
from polegraph.metrics.centrality import harmonic_centrality as harmonic_centrality
from polegraph.metrics.centrality import pagerank as pagerank
from polegraph.metrics.cohesion import articulation_points as articulation_points
from polegraph.metrics.cohesion import connected_components as connected_components
from polegraph.metrics.cohesion import core_number as core_number
from polegraph.metrics.cohesion import cut_off as cut_off
from polegraph.metrics.cohesion import structural_holes as structural_holes
from polegraph.metrics.community.detection import communities as communities
from polegraph.metrics.community.detection import community_stability as community_stability
from polegraph.metrics.community.hierarchy import nested_communities as nested_communities
from polegraph.metrics.inference import null_models
from polegraph.metrics.inference.expectation import expected as expected
from polegraph.metrics.inference.validation import validated_links as validated_links
from polegraph.metrics.links import large_group_links as large_group_links
from polegraph.metrics.regional.complexity import economic_complexity as economic_complexity
from polegraph.metrics.regional.complexity import theme_complexity as theme_complexity
from polegraph.metrics.regional.entry import entry as entry
from polegraph.metrics.regional.entry import entry_by_density as entry_by_density
from polegraph.metrics.regional.relatedness import relatedness as relatedness
from polegraph.metrics.regional.relatedness import relatedness_density as relatedness_density
from polegraph.metrics.regional.specialisation import specialisation as specialisation
from polegraph.metrics.structure import core_periphery as core_periphery
from polegraph.metrics.structure import lock_in as lock_in
from polegraph.metrics.temporal.dynamics import compare as compare
from polegraph.metrics.temporal.dynamics import evolution as evolution
from polegraph.metrics.temporal.spells import spells as spells
from polegraph.metrics.temporal.survival import log_rank as log_rank
from polegraph.metrics.temporal.survival import tie_survival as tie_survival

chance = null_models  # its former name, which scripts and notebooks use
