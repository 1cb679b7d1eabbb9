"""Support: the needs of organisations in the four domains, who could meet them, and what introductions became."""

from polegraph.support.figures import BY, FIGURES, summary
from polegraph.support.introductions import INTRODUCTIONS, introductions
from polegraph.support.matching import COLUMNS, EACH, TOP, matches, unmet

__all__ = [
    "BY",
    "COLUMNS",
    "EACH",
    "FIGURES",
    "INTRODUCTIONS",
    "TOP",
    "introductions",
    "matches",
    "summary",
    "unmet",
]
