"""Scorecards: the indicators of the performance contract beside targets, last year and the other pôles."""

from polegraph.scorecards.catalogue import Indicator, indicators
from polegraph.scorecards.facts import Facts, Figure
from polegraph.scorecards.table import COLUMNS, scorecard

__all__ = ["COLUMNS", "Facts", "Figure", "Indicator", "indicators", "scorecard"]
