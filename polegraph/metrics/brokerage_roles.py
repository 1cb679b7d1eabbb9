"""Brokerage roles of Gould and Fernandez: pairs of partners that an organisation stands between, by their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import divide
from polegraph.metrics.attributes import classes, one_of
from polegraph.metrics.kernels.brokerage import brokered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By, Classes, Several, Unknown
    from polegraph.network import Network

    Floats = NDArray[np.float64]

ROLES: Final = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")
"""The five roles, in the order of the columns."""

_COUNTED: Final = (0, 1, 1, 2, 3)  # column of the kernel's result behind each role
_TWICE: Final = (0, 3, 4)  # roles in which both directions of a pair are counted, and stand or fall together


def brokerage(
    net: Network,
    by: By = "kind",
    *,
    several: Several | None = None,
    unknown: Unknown = "left_out",
    null: Literal["arcs", "links"] = "arcs",
) -> pd.DataFrame:
    r"""Count the pairs of partners that each organisation stands between, by role, beside what chance would give.

    *v* is a broker of the ordered pair (*a*, *c*) if it is a partner of both and they are no partners of each other.
    With its class *B*, the role is

    - ``coordinator`` if *a* and *c* are of class *B* too (B → B → B);
    - ``gatekeeper`` if only *c* is (A → B → B), ``representative`` if only *a* is (B → B → A);
    - ``itinerant`` if *a* and *c* are of one class other than *B* (A → B → A);
    - ``liaison`` if the three are of three classes (A → B → C).

    Links between organisations have no direction; each is read as two arcs, so that every pair of partners counts
    twice, once in each order, and gatekeeper and representative are equal.

    Parameters
    ----------
    net
        The network.
    by
        ``kind``; ``size`` (`Network.category`: a subsidiary counts as its group); ``region``, ``country``,
        ``department``; ``pole``; ``theme``; or the class of each ``org_id``, as a dict or a series.
    several
        An organisation of several pôles or themes is, with ``combination``, of the class of those with exactly the same
        ones (``"A;B"``): the default for pôles, since an organisation in two of them is what stands between them, and
        would be hidden in either. With ``largest`` it is of the one with most members, or of the theme of most of its
        projects: the default for themes, of which organisations have so many that hardly two have the same.
        Memberships of all years count.
    unknown
        ``left_out``: an organisation of unknown class has no role, and it is no end of a pair, since the classes that
        it shares are unknown; everything else is that of the network without it. ``class``: such organisations are
        one class of their own, ``unknown``.
    null
        What is random in expectation and z-score. ``arcs``: each arc for itself, as in Gould and Fernandez and in
        ``sna::brokerage`` of R. ``links``: both arcs of a link at once, as it is with collaboration; expectations are
        the same, but the variances of coordinator, itinerant, liaison and total are twice as large, so that z is
        smaller by :math:`\sqrt 2`.

    Returns
    -------
    DataFrame
        A row an organisation, in table order: ``org_id``, ``class``; the five roles and ``total``, their sum;
        ``ROLE_expected`` and ``ROLE_z`` for each of the six. Missing for those without a class; z is missing where the
        variance is 0.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option.

    Notes
    -----
    With :math:`N` organisations, :math:`n_j` of them of class *j*, density *d* and a broker of class *i*, the
    expectation is :math:`d^2 (1 - d) M` and, for independent arcs, the variance :math:`M p (1 - p) + S d^3 (1 - d)^3`,
    :math:`p = d^2 (1 - d)`, where *M* is the number of ordered pairs that could be brokered in the role and *S* that of
    ordered couples of such pairs with the same first or the same second end:

    - coordinator: :math:`M = (n_i - 1)(n_i - 2)`, :math:`S = 2 (n_i - 1)(n_i - 2)(n_i - 3)`;
    - gatekeeper, representative: :math:`M = (n_i - 1) m`, :math:`S = (n_i - 1) m (m - 1) + m (n_i - 1)(n_i - 2)` with
      :math:`m = N - n_i`;
    - itinerant: :math:`M = \sum_{j \ne i} n_j (n_j - 1)`, :math:`S = 2 \sum_{j \ne i} n_j (n_j - 1)(n_j - 2)`;
    - liaison: :math:`M = \sum_{j \ne i} n_j m_j`, :math:`S = 2 \sum_{j \ne i} n_j m_j (m_j - 1)` with
      :math:`m_j = N - n_i - n_j`;
    - total: :math:`M = (N - 1)(N - 2)`, :math:`S = 2 (N - 1)(N - 2)(N - 3)`.

    This chance knows the sizes of the classes and the number of links, but neither that some organisations have many
    projects nor that all partners in a project are linked: in consortium networks z is often in the hundreds. What the
    sizes of the projects alone explain is seen with `polegraph.metrics.expected`.

    References
    ----------
    R. V. Gould, R. M. Fernandez, "Structures of mediation: a formal approach to brokerage in transaction networks",
    Sociological Methodology 19 (1989), 89-126.

    C. T. Butts, "Social network analysis with sna", Journal of Statistical Software 24(6) (2008).

    Examples
    --------
    The laboratory stands between the large group and each of two SMEs, all of them companies: four ordered pairs.

    >>> from polegraph.examples import tiny
    >>> brokerage(tiny())[["org_id", "class", "coordinator", "gatekeeper", "itinerant", "liaison"]]
      org_id    class  coordinator  gatekeeper  itinerant  liaison
    0   SME1  company            0           0          0        0
    1    LAB      lab            0           0          4        0
    2   SME2  company            0           0          0        0
    3    BIG  company            0           0          0        0
    4  ALONE  company            0           0          0        0
    """
    one_of("null", null, ("arcs", "links"))
    sorted_in = classes(net, by, several, unknown)
    links = net.collaboration_matrix()
    counts = brokered(links, sorted_in.codes, len(sorted_in.labels))[:, _COUNTED]
    known = sorted_in.codes >= 0
    counts = np.column_stack([counts, counts.sum(axis=1)])
    expected, variance = _moments(sorted_in, _density(links, known), null)
    missing = np.where(known, 0.0, np.nan)[:, None]
    expected = expected[sorted_in.codes] + missing
    spread = np.sqrt(variance)[sorted_in.codes] + missing
    z = divide(counts - expected, spread)
    table = {"org_id": net.organisations["org_id"], "class": sorted_in.names}
    names = (*ROLES, "total")
    for place, name in enumerate(names):
        table[name] = pd.Series(counts[:, place], dtype="Int64").mask(~known)
    for place, name in enumerate(names):
        table[f"{name}_expected"] = pd.Series(expected[:, place])
        table[f"{name}_z"] = pd.Series(z[:, place])
    return pd.DataFrame(table)


def _density(links: Csr, known: NDArray[np.bool_]) -> float:
    """Compute the density of links among the organisations with a class."""
    number = int(known.sum())
    rows = np.repeat(known, np.diff(links.indptr))
    return int((rows & known[links.indices]).sum()) / (number * (number - 1)) if number > 1 else 0.0


def _moments(given: Classes, density: float, null: str) -> tuple[Floats, Floats]:
    """Return expectation and variance of each role and the total for a broker of each class (see `brokerage`)."""
    sizes = [int(size) for size in given.sizes]  # Python's integers: cubes of sizes are exact, in any order
    number = sum(sizes)
    powers = [sum(size**power for size in sizes) for power in (1, 2, 3)]
    pairs = np.zeros((len(sizes) + 1, 6))  # a last row for organisations without a class, masked afterwards
    couples = np.zeros((len(sizes) + 1, 6))
    for place, own in enumerate(sizes):
        pairs[place], couples[place] = _possible(own, number, [power - own**k for k, power in enumerate(powers, 1)])
    chance = density**2 * (1 - density)
    variance = pairs * chance * (1 - chance) + couples * (density * (1 - density)) ** 3
    if null == "links":
        variance[:, [*_TWICE, 5]] *= 2
    return chance * pairs, variance


def _possible(own: int, number: int, others: list[int]) -> tuple[list[int], list[int]]:
    """Count the pairs that could be brokered, and the couples of them with an end in common, for each role.

    Parameters
    ----------
    own
        Size of the broker's class.
    number
        Organisations that have a class.
    others
        Sums of the first three powers of the sizes of the other classes.
    """
    once, square, cube = others
    rest = number - own
    between = (own - 1) * rest
    mixed = between * (rest - 1) + between * (own - 2)
    # Sums over the other classes of n (R - n) and n (R - n)(R - n - 1), multiplied out.
    liaison = rest * once - square
    liaisons = rest * (rest - 1) * once - (2 * rest - 1) * square + cube
    inside = (own - 1) * (own - 2)
    every = (number - 1) * (number - 2)
    return (
        [inside, between, between, square - once, liaison, every],
        [
            2 * inside * (own - 3),
            mixed,
            mixed,
            2 * (cube - 3 * square + 2 * once),
            2 * liaisons,
            2 * every * (number - 3),
        ],
    )
