"""Several sources in one set of tables, and one organisation in one row: both can be undone."""

from polegraph.combine.continuation import continued, name_newcomers, newcomers
from polegraph.combine.deduplication import dedupe, kept_apart, merged, telling, together, unmerged, with_decisions
from polegraph.combine.former import former_names
from polegraph.combine.merging import as_said, combine, owners, split
from polegraph.combine.past import before, begun, begun_within, undecidable
from polegraph.combine.source_records import owned

__all__ = [
    "as_said",
    "before",
    "begun",
    "begun_within",
    "combine",
    "continued",
    "dedupe",
    "former_names",
    "kept_apart",
    "merged",
    "name_newcomers",
    "newcomers",
    "owned",
    "owners",
    "split",
    "telling",
    "together",
    "undecidable",
    "unmerged",
    "with_decisions",
]
