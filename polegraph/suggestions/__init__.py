"""Who should work with whom: candidates, ranked, with reasons and measured quality."""

from polegraph.suggestions._backtest import backtest, summary
from polegraph.suggestions._suggest import suggest
from polegraph.suggestions.methods import DEFAULT, METHODS

__all__ = ["DEFAULT", "METHODS", "backtest", "suggest", "summary"]
