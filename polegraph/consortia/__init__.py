"""Consortia: whether one meets the rules of a programme, what would mend it, and proposals for a call."""

from polegraph.consortia.checking import COLUMNS, LISTED, check, listed
from polegraph.consortia.rulebook import Rule, Rules, Where, load, names

__all__ = [
    "COLUMNS",
    "LISTED",
    "Rule",
    "Rules",
    "Where",
    "check",
    "listed",
    "load",
    "names",
]
