"""Baseline scoring methods, each a function of a context and some users, in one table by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.suggestions.profiles.activity import RECENT, Activity
from polegraph.suggestions.profiles.random_walk import visits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.suggestions.profiles.snapshot import Context, Positions

    Block = NDArray[np.float32]
    Method = Callable[[Context, Positions], Block]

DAMPING: Final = 0.75
"""Damping factor, the probability that the random walker continues instead of returning home. On earlier years of
Horizon 2020 (judged 2017) this is better than NetworkX's 0.85 (NDCG@10 .130 and .127), on those of the ANR (judged
2014–15 and 2016–18) no different, and it shows more of the catalogue."""
USUAL_DAMPING: Final = 0.85
"""Damping factor of the literature, and of NetworkX."""
STEPS: Final = 10
"""Number of steps; the error left is at most 2 × 0.451¹⁰, less than a thousandth, and 2 × 0.558¹⁰ with the usual
damping, less than a hundredth."""
BLOCK: Final = 64
"""Number of users scored together: as many as keep their scores near the processor."""


def pagerank(context: Context, users: Positions, *, damping: float = DAMPING, steps: int = STEPS) -> Block:
    r"""Score by personalised PageRank on the collaboration network with Newman's weights.

    A walker leaves the user; at each organisation it returns home with probability :math:`1 - d`, or on to a partner in
    proportion to :math:`W_{ij} = \sum_p B_{pi} B_{pj} / (n_p - 1)`. The score is the share of its time spent there:
    :math:`r = (1 - d) (I - d\, W S^{-1})^{-1} e_u`, with :math:`S` the row sums of *W*.

    The matrix *W* is never made. On the two-mode graph the same step is: choose one of the organisation's projects that
    has other members, each alike, then one of its *other* members, each alike; that is
    :math:`W y = B^\top (w \circ B y) - c \circ y` with :math:`w_p = 1 / (n_p - 1)`, where
    :math:`c_i = \sum_p B_{pi} w_p` takes out the step from an organisation to itself. Solved for what comes to the
    projects, :math:`t = B S^{-1} r`, the system is smaller, and organisations of one project drop out of it. Its matrix
    has real eigenvalues between 0 and :math:`2d / (1 + d)`, so Chebyshev's semi-iteration needs a third of the steps of
    the power method. Organisations with the same projects have the same scores but for changed places: one is computed.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.
    damping
        :math:`d`, between 0 and 1.
    steps
        Number of steps. Organisations more than one step further away than this score 0.

    Returns
    -------
    array of float32, users × organisations
        Each row sums to 1, up to the error left.

    References
    ----------
    L. Page et al., "The PageRank citation ranking", Stanford (1999). M. E. J. Newman, Physical Review E 64, 016132
    (2001). G. H. Golub and R. S. Varga, "Chebyshev semi-iterative methods", Numerische Mathematik 3, 147–156 (1961).

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> context = Context(polegraph.examples.tiny())
    >>> pagerank(context, np.array([3])).round(2).astype(str).tolist()
    [['0.0', '0.09', '0.36', '0.43', '0.13']]
    """
    scores = np.empty((len(users), len(context.ids)), dtype=np.float32)
    visits(context.walk(damping), context.twin, users, steps, scores)
    return scores


def pagerank85(context: Context, users: Positions) -> Block:
    """Score by `pagerank` with the damping factor of the literature, 0.85, which leads further away from the user.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> pagerank85(Context(polegraph.examples.tiny()), np.array([3])).round(2).astype(str).tolist()
    [['0.0', '0.11', '0.39', '0.37', '0.13']]
    """
    return pagerank(context, users, damping=USUAL_DAMPING)


def adamic_adar(context: Context, users: Positions) -> Block:
    r"""Score by Adamic and Adar's index: common partners, those with few partners counting more.

    :math:`\sum_{z \in N(u) \cap N(v)} 1 / \log |N(z)|`, as `networkx.adamic_adar_index`, and 0 for the user itself.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    References
    ----------
    L. A. Adamic and E. Adar, "Friends and neighbors on the Web", Social Networks 25, 211–230 (2003).

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> adamic_adar(Context(polegraph.examples.tiny()), np.array([3])).round(2).astype(str).tolist()
    [['0.0', '0.91', '1.44', '0.0', '0.91']]
    """
    return _common(context, users, rarity(context))


def rarity(context: Context) -> NDArray[np.float64]:
    """Return the weight of each organisation as a common partner in Adamic and Adar's index.

    Parameters
    ----------
    context
        The network.
    """
    # An organisation with one partner is no common partner of two others, so its logarithm, 0, is never used.
    return 1.0 / np.log(np.maximum(context.degree, 2))


def common_neighbours(context: Context, users: Positions) -> Block:
    """Score by the number of common partners, as `networkx.common_neighbors`; 0 for the user itself.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> common_neighbours(Context(polegraph.examples.tiny()), np.array([3])).tolist()
    [[0.0, 1.0, 1.0, 0.0, 1.0]]
    """
    return _common(context, users, alike(context))


def alike(context: Context) -> NDArray[np.float64]:
    """Return weights of one: all common partners count the same.

    Parameters
    ----------
    context
        The network.
    """
    return np.ones(len(context.ids))


def popularity(context: Context, users: Positions) -> Block:
    """Score by the number of partners, the same for all users: the popularity baseline.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> popularity(Context(polegraph.examples.tiny()), np.array([3])).tolist()
    [[0.0, 1.0, 3.0, 2.0, 2.0]]
    """
    return np.tile(context.degree.astype(np.float32), (len(users), 1))


def projects(context: Context, users: Positions) -> Block:
    """Score by the number of projects, the same for all users: popularity by activity.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> projects(Context(polegraph.examples.tiny()), np.array([3])).tolist()
    [[0.0, 1.0, 3.0, 2.0, 1.0]]
    """
    return np.tile(np.diff(context.members.indptr).astype(np.float32), (len(users), 1))


def recent(context: Context, users: Positions) -> Block:
    """Score by the number of projects begun in the last three years of the network, the same for all users.

    Parameters
    ----------
    context
        The network.
    users : array of int
        Positions of the users.

    Returns
    -------
    array of float32, users × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> recent(Context(polegraph.examples.tiny()), np.array([3])).tolist()
    [[0.0, 1.0, 1.0, 0.0, 0.0]]
    """
    return np.tile(Activity(context).recent[RECENT].astype(np.float32), (len(users), 1))


def _common(context: Context, users: Positions, weights: NDArray[np.float64]) -> Block:
    partners = context.partners
    block = ((partners[users] @ sparse.diags_array(weights)) @ partners).toarray().astype(np.float32)
    block[np.arange(len(users)), users] = 0
    return np.ascontiguousarray(block)


METHODS: Final[dict[str, Method]] = {
    "pagerank": pagerank,
    "adamic_adar": adamic_adar,
    "common_neighbours": common_neighbours,
    "popularity": popularity,
    "projects": projects,
    "recent": recent,
    "pagerank85": pagerank85,
}
"""Every method that scores all organisations, by its name."""
COMMON: Final[dict[str, Callable[[Context], NDArray[np.float64]]]] = {
    "adamic_adar": rarity,
    "common_neighbours": alike,
}
"""Methods that are sums over common partners, and the weight of each partner."""
COUNTS: Final = ("common_neighbours", "popularity", "projects", "recent")
"""Methods whose scores are whole numbers, hence the same in whatever order they are summed."""
WALKS: Final = ("pagerank", "pagerank85")
"""Methods that are random walks."""
LISTWISE: Final = ("learned", "fusion")
"""Methods that rank generated candidates; see `polegraph.suggestions.learning.scorers`."""
UNLEARNED: Final = (*WALKS, "fusion", *(name for name in METHODS if name not in WALKS))
"""Methods that learn nothing; of two that are as good, the first is used."""
DEFAULT: Final = "pagerank"
"""The method where nothing was learned and nothing can be judged."""


def named(name: str) -> str:
    """Check that there is a method of this name, and return it.

    Parameters
    ----------
    name
        One of `LISTWISE`, or a key of `METHODS`.

    Raises
    ------
    PolegraphError
        If there is no such method.
    """
    if name not in METHODS and name not in LISTWISE:
        raise not_one_of(_("there is no such method of suggestion"), name, [*LISTWISE, *METHODS])
    return name
