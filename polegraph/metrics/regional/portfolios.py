"""What each region takes part in: participations by region and theme, and what each region is specialised in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _
from polegraph.linalg.sparse import count_classes, divide, memberships
from polegraph.metrics.attributes import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By
    from polegraph.network import Network

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Truths = NDArray[np.bool_]

Across = str | Mapping[str, Any] | pd.Series
MOST_THEMES: Final = 1000  # tables of pairs of themes have the square of this many cells
_NOT_THEMES: Final = ("project_id", "title", "abstract", "start", "end", "total_cost", "funding", "visibility")


@dataclass(frozen=True, slots=True)
class Frame:
    """Which organisations are of which region, and which projects about which theme.

    Parameters
    ----------
    region : array of int, one entry an organisation
        Position in ``regions``; −1 where it is not known.
    theme : csr_array, projects × themes
        Ones.
    regions, themes : list of str
        Names, sorted.
    """

    region: Whole
    theme: Csr
    regions: list[str]
    themes: list[str]

    def counts(self, incidence: Csr, projects: Truths | None = None) -> Whole:
        r"""Count participations: :math:`X_{rt}`, of organisations of region *r* in projects about theme *t*.

        Parameters
        ----------
        incidence
            Projects × organisations.
        projects : array of bool, one entry a project
            Those that count; None for all.

        Returns
        -------
        array of int, regions × themes
            A project about several themes counts for each of them.
        """
        members = count_classes(incidence, self.region, len(self.regions))
        theme = self.theme
        if projects is not None:
            members, theme = members[projects], theme[projects]
        found: Whole = (members.T @ theme).toarray().astype(np.int64)
        return found


def frame(net: Network, by: By, across: Across) -> Frame:
    """Sort organisations into regions and projects into themes.

    Parameters
    ----------
    net
        The network.
    by
        What regions are made from; see `polegraph.metrics.specialisation`.
    across
        What themes are made from; see there.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 1000 themes.
    """
    region = classes(net, by)
    pairs = _themes(net, across)
    codes, names = pd.factorize(pairs["theme"], sort=True)
    if len(names) > MOST_THEMES:
        raise PolegraphError(
            _("there are too many themes to compare each with each"),
            value=len(names),
            remedy=_("give {most} at most, as groups of themes by project").format(most=MOST_THEMES),
        )
    rows = net.project_index.get_indexer(pd.Index(pairs["project_id"]))
    known = (rows >= 0) & (codes >= 0)
    about = memberships(rows[known], codes[known], (len(net.project_index), len(names)))
    return Frame(region.codes, about, region.labels, [str(name) for name in names])


def specialised(counts: Whole) -> Truths:
    r"""Return where a region is specialised in a theme: where its location quotient is 1 or more.

    Parameters
    ----------
    counts : array of int, regions × themes
        Participations.

    Notes
    -----
    :math:`X_{rt} X \ge X_r X_t` is decided in whole numbers, so that a quotient of 1 is one.

    Examples
    --------
    >>> specialised(np.array([[2, 1], [2, 1], [0, 0]])).tolist()
    [[True, True], [True, True], [False, False]]
    """
    both = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    found: Truths = (counts > 0) & (counts * counts.sum() >= both)
    return found


def location_quotient(counts: Whole) -> Real:
    r"""Compute the location quotient :math:`(X_{rt} / X_r) / (X_t / X)`; NaN for an empty region or theme.

    Parameters
    ----------
    counts : array of int, regions × themes
        Participations.

    Examples
    --------
    >>> location_quotient(np.array([[3, 1], [1, 3]])).tolist()
    [[1.5, 0.5], [0.5, 1.5]]
    """
    total = counts.sum()
    return divide(counts * total, counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True))


def drawn_counts(net: Network, given: Frame, draws: int, seed: int) -> Iterator[Whole]:
    """Draw what regions would take part in, if organisations kept their number of projects and projects their size.

    Parameters
    ----------
    net
        The network.
    given
        Its regions and themes, which stay as they are.
    draws, seed
        As in `polegraph.metrics.inference.null_models.randomised`.

    Yields
    ------
    array of int, regions × themes
    """
    from polegraph.metrics.inference.null_models import networks  # noqa: PLC0415  # not needed without draws

    for drawn in networks(net, draws=draws, seed=seed):
        yield given.counts(drawn.incidence)


def _themes(net: Network, across: Across) -> pd.DataFrame:
    """Return the themes of each project: ``project_id, theme``; missing where it is not known."""
    if isinstance(across, (Mapping, pd.Series)):
        given = pd.Series(across if isinstance(across, pd.Series) else dict(across), dtype=object)
        label = given.where(given.isna(), given.map(str))
        return pd.DataFrame({"project_id": label.index.map(str), "theme": label.to_numpy(dtype=object)})
    across = str(across)
    if across == "theme":
        pairs = net.project_themes[["project_id", "theme_id"]]
        return pairs.set_axis(["project_id", "theme"], axis=1).reset_index(drop=True)
    projects = net.projects
    offered = [column for column in projects.columns if column not in _NOT_THEMES]
    if across not in offered:
        error = not_one_of(_("projects cannot be sorted by this"), across, ("theme", *offered))
        both = _("{remedy}; or give the theme of each project_id, as a dict or a Series")
        error.remedy = both.format(remedy=error.remedy)
        raise error
    label = projects[across]
    label = label.astype(object).where(label.notna(), None).map(lambda one: None if one is None else str(one))
    return pd.DataFrame({"project_id": projects["project_id"].to_numpy(dtype=object), "theme": label.to_numpy()})
