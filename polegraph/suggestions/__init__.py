"""Partner recommendation: candidates, ranked, with reasons and measured quality."""

from polegraph.suggestions.candidates.baselines import DEFAULT, LISTWISE, METHODS, UNLEARNED
from polegraph.suggestions.candidates.exposure import DEFAULT_SHARE
from polegraph.suggestions.evaluation.backtesting import backtest
from polegraph.suggestions.evaluation.narrative import findings, summary
from polegraph.suggestions.learning.model import Model, load, save
from polegraph.suggestions.learning.model_selection import Choice, choice_for, choose, chosen
from polegraph.suggestions.learning.training import CannotLearn, train
from polegraph.suggestions.learning.unlearned import Unlearned, unlearned
from polegraph.suggestions.recommender import suggest, suggest_in

__all__ = [
    "DEFAULT",
    "DEFAULT_SHARE",
    "LISTWISE",
    "METHODS",
    "UNLEARNED",
    "CannotLearn",
    "Choice",
    "Model",
    "Unlearned",
    "backtest",
    "choice_for",
    "choose",
    "chosen",
    "findings",
    "load",
    "save",
    "suggest",
    "suggest_in",
    "summary",
    "train",
    "unlearned",
]
