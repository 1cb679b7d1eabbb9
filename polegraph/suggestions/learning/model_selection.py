"""Model selection: the learned model where it is better beyond chance, else the best method without learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from polegraph.errors import PolegraphError
from polegraph.i18n import _, number
from polegraph.suggestions.learning.model import load, save
from polegraph.suggestions.learning.training import CannotLearn, train
from polegraph.suggestions.learning.unlearned import unlearned

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from polegraph.suggestions.learning.model import Model
    from polegraph.suggestions.learning.unlearned import Unlearned


class Choice(NamedTuple):
    """The selected method, the model if there is one (even if it is not used), and why there is none.

    ``order`` is how the methods without learning were judged; None if that was not needed.
    """

    method: str
    model: Model | None
    why: str
    order: Unlearned | None = None

    def needed(self) -> Model:
        """Return the model.

        Raises
        ------
        PolegraphError
            If there is none.
        """
        if self.model is None:
            raise PolegraphError(
                _("nothing can be learned from this network"),
                remedy=_("use another method: {why}").format(why=self.why),
            )
        return self.model

    @property
    def used(self) -> Model | None:
        """The model, if it is used."""
        return self.model if self.method == "learned" else None

    def report(self) -> dict[str, Any]:
        """Return the training data of the model and its quality, or why there is no model."""
        if self.model is None:
            return {"why_not": self.why}
        return {"from": self.model.learned_from, "judged": self.model.judged, "used": self.method == "learned"}

    def sentence(self) -> str:
        """Describe which method is used and why."""
        order = [] if self.order is None else [self.order.sentence()]
        if self.model is None:
            return " ".join([_("Ranked without learning: {why}.").format(why=self.why), *order])
        judged, first = self.model.judged, self.model.learned_from[0]["cut"]
        bar = judged.get("bar", "fusion")
        text = _(
            "Learned on this data from {users} organisations that found partners since {first}. Tested on {year}, held "
            "back: {hit:.0%} of the lists of 10 named a partner to be, {ranked_first:.0%} in the first place (NDCG@10 "
            "{learned:.3f}; the best without learning, {bar}, {best:.3f}; by PageRank {pagerank:.3f})."
        ).format(
            users=number(sum(one["users"] for one in self.model.learned_from)),
            first=first,
            year=judged["year"],
            hit=judged["hit"],
            ranked_first=judged["first"],
            learned=judged["learned"],
            bar=bar,
            best=judged[bar],
            pagerank=judged["pagerank"],
        )
        if self.method == "learned":
            return text
        return " ".join([text, _("So nothing learned is used, but {method}.").format(method=self.method), *order])


def choose(network: Network, seed: int = 0, *, may_learn: bool = True) -> Choice:
    """Choose the method for a network; learn if that is possible.

    Parameters
    ----------
    network
        All that may be learned from.
    seed
        Of the draws.
    may_learn
        Whether to learn at all.
    """
    if not may_learn:
        return without_learning(network, _("it was not asked for"))
    try:
        return chosen(train(network, seed), network)
    except CannotLearn as reason:
        return without_learning(network, str(reason))


def without_learning(network: Network, why: str) -> Choice:
    """Choose the method where nothing is learned: the one that was best on the network's own last years.

    Parameters
    ----------
    network
        The network.
    why
        Why nothing is learned.
    """
    order = unlearned(network)
    return Choice(order.method, None, why, order)


def chosen(model: Model, network: Network) -> Choice:
    """Choose the method where there is a model: the model, if it was better than the methods without learning.

    Parameters
    ----------
    model
        What was learned.
    network
        What it was learned from.
    """
    if model.better:
        return Choice("learned", model, "")
    order = unlearned(network)
    return Choice(order.method, model, "", order)


def choice_for(
    folder: Path, network: Network, method: str | None = None, *, learn: bool = False, keep: bool = True
) -> Choice:
    """Choose the method for the network of a dataset folder: take the model that is kept there, or learn one.

    Parameters
    ----------
    folder
        The dataset folder; what is no folder keeps no model.
    network
        The network, as it is used.
    method
        The method that was asked for; None for the best.
    learn
        Whether to learn where no model is kept.
    keep
        Whether a model that is learned is kept in the folder, as that of the whole dataset.
    """
    if method is not None and method != "learned":
        return Choice(method, None, _("it was not asked for"))
    model, why = None, _("nothing was learned from this network yet, --learn does")
    try:
        model = load(folder, network.around) if folder.is_dir() else None
    except PolegraphError as refused:  # no reason to stop: it is learned again, or nothing learned is used
        why = f"{refused.problem} ({refused.remedy})"
    if model is not None:
        return chosen(model, network.around)
    if not learn and method is None:
        return without_learning(network.around, why)
    choice = choose(network.around)
    if choice.model is not None and folder.is_dir() and keep:
        save(choice.model, folder)  # where it cannot be kept, it is learned anew the next time
    return choice
