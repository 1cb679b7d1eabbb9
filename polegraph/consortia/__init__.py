"""Consortia: whether one meets the rules of a programme, what would mend it, and proposals for a call."""

from polegraph.consortia.building import COLUMNS as PROPOSED
from polegraph.consortia.building import build
from polegraph.consortia.checking import COLUMNS, LISTED, check, listed
from polegraph.consortia.completion import LEARNED, Model, complete, learn
from polegraph.consortia.completion_quality import measured, quality
from polegraph.consortia.pool import WEIGHTS
from polegraph.consortia.rulebook import Rule, Rules, Where, load, names
from polegraph.consortia.set_scores import METHODS

__all__ = [
    "COLUMNS",
    "LEARNED",
    "LISTED",
    "METHODS",
    "PROPOSED",
    "WEIGHTS",
    "Model",
    "Rule",
    "Rules",
    "Where",
    "build",
    "check",
    "complete",
    "learn",
    "listed",
    "load",
    "measured",
    "names",
    "quality",
]
