"""Support: the needs of organisations in the four domains, who could meet them, and what introductions became."""

from polegraph.support.figures import BY, FIGURES, summary
from polegraph.support.introductions import INTRODUCTIONS, introductions
from polegraph.support.matching import COLUMNS, matches, unmet

__all__ = ["BY", "COLUMNS", "FIGURES", "INTRODUCTIONS", "introductions", "matches", "summary", "unmet"]
