"""Who should work with whom: candidates, ranked, with reasons and measured quality."""

from polegraph.suggestions._backtest import backtest
from polegraph.suggestions._suggest import suggest, suggest_in
from polegraph.suggestions.choice import Choice, choose, chosen
from polegraph.suggestions.exposure import DEFAULT_SHARE
from polegraph.suggestions.learning import CannotLearn, train
from polegraph.suggestions.methods import DEFAULT, LISTWISE, METHODS
from polegraph.suggestions.model import Model, load, save
from polegraph.suggestions.sentences import findings, summary

__all__ = [
    "DEFAULT",
    "DEFAULT_SHARE",
    "LISTWISE",
    "METHODS",
    "CannotLearn",
    "Choice",
    "Model",
    "backtest",
    "choose",
    "chosen",
    "findings",
    "load",
    "save",
    "suggest",
    "suggest_in",
    "summary",
    "train",
]
