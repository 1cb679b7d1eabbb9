"""Outcomes: what came out of projects, how soon, and of which consortia; projects to ask."""

from polegraph.outcomes.asking import follow_up
from polegraph.outcomes.consortium_shapes import shapes
from polegraph.outcomes.grouping import BY
from polegraph.outcomes.rates import COLUMNS, FEWEST, HORIZON, curves, summary
from polegraph.outcomes.regressions import association
from polegraph.outcomes.waiting_times import counts, durations

__all__ = [
    "BY",
    "COLUMNS",
    "FEWEST",
    "HORIZON",
    "association",
    "counts",
    "curves",
    "durations",
    "follow_up",
    "shapes",
    "summary",
]
