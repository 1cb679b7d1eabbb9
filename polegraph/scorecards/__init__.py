"""Scorecards: the indicators of the performance contract beside targets, last year and the other pôles."""

from polegraph.scorecards.behind import BEHIND, rows
from polegraph.scorecards.catalogue import Indicator, indicators
from polegraph.scorecards.facts import Facts, Figure
from polegraph.scorecards.own import computed, read
from polegraph.scorecards.table import COLUMNS, scorecard

__all__ = ["BEHIND", "COLUMNS", "Facts", "Figure", "Indicator", "computed", "indicators", "read", "rows", "scorecard"]
