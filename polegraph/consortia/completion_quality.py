"""Measured quality of completion: hidden members of real consortia, ranked among all organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.consortia.completion import LEARNED, learn, scores
from polegraph.consortia.held_back import LEAST, HeldBack, held_back
from polegraph.consortia.set_scores import DEFAULT, METHODS, SUMMED
from polegraph.i18n import _, ngettext, number
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.consortia.completion import Model
    from polegraph.network import Network

    Floats = NDArray[np.float64]

COLUMNS: Final = (
    *("method", "projects", "mrr", "low", "high", "hit", "hit_low", "hit_high"),
    *("beside", "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high"),
)
FEWEST: Final = 30
"""Consortia below which nothing is said of the quality."""
TOP: Final = 10
"""Length of the list in which a hidden member is a hit."""
DRAWS: Final = 1000
_QUICK: Final = 200  # consortia judged beside a proposal
_LAST: Final = (2, 3, 5)  # years of them: as many as give enough
_ENOUGH: Final = 60


class Sentence(NamedTuple):
    """How good completion is here: the table, and one sentence."""

    table: pd.DataFrame
    text: str


def quality(
    net: Network,
    cut: int,
    until: int,
    *,
    methods: Sequence[str] = METHODS,
    learned: bool = False,
    most: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Judge how well consortia are completed: one member of each is hidden, and ranked among all organisations.

    What is known is what was before *cut*; a member that had no project by then cannot be found, and counts 0. Members
    that are left are not ranked. Ties count by expectation over their orders.

    Parameters
    ----------
    net
        The network.
    cut, until
        First and last year of the consortia that are judged, those of three members or more.
    methods
        Methods without learning, names of `polegraph.consortia.METHODS`.
    learned
        Judge what is learned from the consortia before *cut*, too.
    most
        Largest number of consortia, a random sample of all; None for all.
    seed
        Seed of the draws.

    Returns
    -------
    DataFrame
        A row a method, the best first: ``mrr``, the mean reciprocal rank :math:`\frac{1}{n} \sum 1 / r`, and ``hit``,
        the share among the first `TOP`, with 95 % bootstrap intervals over consortia; and the ``difference`` and
        ``ratio`` of the mean reciprocal rank beside (``beside``) the best of the pairwise suggestions summed over the
        members, on the same drawn consortia. Empty with fewer than `FEWEST` consortia.

    References
    ----------
    B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993). ``efron1993``

    Examples
    --------
    >>> import polegraph.examples
    >>> quality(polegraph.examples.tiny(), 2016, 2020)["mrr"].tolist()
    []
    """
    cases = held_back(net, cut, until, most=most, seed=seed)
    if len(cases.seeds) < FEWEST:
        return pd.DataFrame(columns=list(COLUMNS))
    model = learn(cases.past.network, seed=seed) if learned else None
    names = [*methods, *([LEARNED] if model is not None else [])]
    figures = {name: ranked(cases, name, model) for name in names}
    return _table(figures, seed)


def ranked(cases: HeldBack, method: str, model: Model | None = None) -> Floats:
    """Compute the expected reciprocal rank of each hidden member, and the chance that it is among the first ten.

    Parameters
    ----------
    cases
        Consortia with one member hidden.
    method, model
        As for `polegraph.consortia.completion.scores`.

    Returns
    -------
    array of float, consortia × 2
    """
    found, place = np.zeros((len(cases.seeds), 2)), 0
    for block in scores(cases.past, cases.seeds, method, model):
        for row in np.round(block, 9):
            hidden = int(cases.hidden[place][0])
            if hidden >= 0 and row[hidden] > 0:
                ahead, tied = int((row > row[hidden]).sum()), int((row == row[hidden]).sum())
                ranks = np.arange(ahead + 1, ahead + tied + 1)
                found[place] = (1.0 / ranks).mean(), (ranks <= TOP).mean()
            place += 1
    return found


def _table(figures: dict[str, Floats], seed: int) -> pd.DataFrame:
    """Return the table of the figures of each method, with paired intervals."""
    pairwise = [name for name in figures if name in SUMMED] or list(figures)
    bar = max(pairwise, key=lambda name: figures[name][:, 0].mean())
    drawn = bootstrap(np.hstack(list(figures.values())), DRAWS, seed)
    of = {name: drawn[:, 2 * place : 2 * place + 2] for place, name in enumerate(figures)}
    rows = []
    for name, values in figures.items():
        mrr, hit = (float(one) for one in values.mean(axis=0))
        reference = float(figures[bar][:, 0].mean())
        low, high = interval(of[name][:, 0])
        hit_low, hit_high = interval(of[name][:, 1])
        apart = interval(of[name][:, 0] - of[bar][:, 0])
        times = interval(of[name][:, 0] / np.maximum(of[bar][:, 0], 1e-12))
        ratio = mrr / reference if reference > 0 else np.nan
        rows.append(
            (name, len(values), mrr, low, high, hit, hit_low, hit_high, bar, mrr - reference, *apart, ratio, *times)
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("mrr", ascending=False, kind="stable")
    numbers = [name for name in COLUMNS if name not in {"method", "projects", "beside"}]
    table[numbers] = table[numbers].astype("float64").round(6)
    return table.reset_index(drop=True)


def whole(
    net: Network,
    cut: int,
    until: int,
    method: str,
    *,
    model: Model | None = None,
    most: int | None = None,
    seed: int = 0,
) -> Floats:
    """Complete whole consortia from two members each, one member after another, each given those before it.

    Parameters
    ----------
    net
        The network.
    cut, until
        As for `quality`.
    method, model
        As for `polegraph.consortia.completion.scores`.
    most, seed
        As for `quality`.

    Returns
    -------
    array of float, one entry a consortium
        Share of the hidden members that are found among as many as are hidden, at most ten.
    """
    cases = held_back(net, cut, until, left=2, most=most, seed=seed)
    wanted = np.array([min(len(hidden), TOP) for hidden in cases.hidden])
    sets, found = [one.copy() for one in cases.seeds], np.zeros(len(cases.seeds))
    for step in range(int(wanted.max(initial=0))):
        going = np.flatnonzero(wanted > step)
        rows = scores(cases.past, [sets[place] for place in going.tolist()], method, model)
        for place, row in zip(going.tolist(), (row for block in rows for row in block), strict=True):
            best = int(np.argmax(np.round(row, 9)))
            if row[best] > 0:
                sets[place] = np.append(sets[place], best)
                found[place] += float(best in cases.hidden[place])
    return np.asarray(found / np.array([max(len(hidden), 1) for hidden in cases.hidden]))


def measured(net: Network, method: str = DEFAULT, most: int = _QUICK) -> Sentence:
    """Judge completion on the network's own last years, cheaply, and say how good it is.

    The years are the last two, or the last three or five where fewer than sixty consortia began in them.

    Parameters
    ----------
    net
        The network.
    method
        The method.
    most
        Largest number of consortia that are judged.
    """
    years = net.projects["year"].fillna(0).to_numpy(dtype=np.int64)
    table, last = pd.DataFrame(columns=list(COLUMNS)), int(years.max(initial=0))
    large = np.diff(net.incidence.indptr) >= LEAST
    enough = [some for some in _LAST if (large & (years > last - some)).sum() >= _ENOUGH] or [_LAST[-1]]
    if (large & (years > 0) & (years <= last - enough[0])).any():
        names = list(dict.fromkeys([SUMMED[0], method]))
        table = quality(net, last + 1 - enough[0], last, methods=names, most=most)
    if not len(table):
        return Sentence(
            table, _("How well consortia are completed here is unknown: too few of the last years to judge by.")
        )
    return Sentence(table, _sentence(table.set_index("method").loc[method]))


def _sentence(row: Any) -> str:  # noqa: ANN401  # a row of the table
    text = ngettext(
        "Of {n} consortium of the last years with one member hidden, it is among the first {top} in {share} % "
        "({low} to {high}).",
        "Of {n} consortia of the last years with one member hidden, it is among the first {top} in {share} % "
        "({low} to {high}).",
        int(row["projects"]),
    )
    share, low, high = (number(round(100 * float(row[name]))) for name in ("hit", "hit_low", "hit_high"))
    return text.format(n=number(int(row["projects"])), top=TOP, share=share, low=low, high=high)
