"""Exclusions and filters: candidates that are never recommended, and those that options leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError, not_one_of
from polegraph.geography.distance import great_circle
from polegraph.i18n import _, language
from polegraph.identity import distinct_form, normal_form
from polegraph.linalg.sparse import one_hot, sorted_rows
from polegraph.network.selection import pole as named_pole
from polegraph.tables import KINDS, LARGE_SIZES, SIZES, SME_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network
    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.profiles.snapshot import Context, Positions

WANTED: Final[dict[str, tuple[str, ...]]] = {
    "micro": ("micro",),
    "sme": SME_SIZES,
    "mid_cap": ("mid_cap",),
    "large": LARGE_SIZES,
    "not_sme": ("not_sme",),
}
"""Sizes that each word of the option stands for; kinds of organisations are words of the option too."""


class Filters(NamedTuple):
    """Filters on candidates; None means no filter. See `polegraph.suggestions.suggest`."""

    want: str | None = None
    theme: str | None = None
    region: str | None = None
    pole: str | None = None
    new_to_pole: bool = False
    former: bool = False
    max_distance_km: float | None = None
    among: frozenset[str] | None = None


class Exclusion:
    """Candidates that are excluded for a user: self, its group, current partners and their groups, and by filters.

    Group and size are those of `Network.category`: an organisation counts as its group. So another member of a
    partner's group is no new partner; but partners of another member of the user's own group are new, with that member
    as introducer.

    ``hidden`` has one entry an organisation: never recommended to any user. ``never``, organisations × organisations,
    has positive entries for itself, groups and partners.

    Parameters
    ----------
    context
        The network.
    filters
        What candidates are filtered by.

    Raises
    ------
    PolegraphError
        If a word, theme, region or pôle does not exist here.
    """

    def __init__(self, context: Context, filters: Filters) -> None:
        network = context.network
        self.hidden: NDArray[np.bool_] = ~_eligible(context, filters)
        units, __ = pd.factorize(network.category["unit"].to_numpy()[context.order])
        # units of one organisation exclude none
        groups = one_hot(np.where(np.bincount(units)[units] > 1, units, -1))
        partners = context.partners
        itself = sparse.eye_array(len(context.ids), format="csr")
        self.never: Csr = sorted_rows(itself + partners + (partners @ groups + groups) @ groups.T)
        self._farthest = _kilometres(filters.max_distance_km)
        self._globe = network.organisations[["lat", "lon"]].to_numpy(dtype=np.float64)[context.order]
        self._poles: Csr | None = None
        if filters.new_to_pole and filters.pole is None:
            known = network.memberships["org_id"]
            pole, names = pd.factorize(network.memberships["pole_id"])
            ones = np.ones(len(known), dtype=np.int64)
            places = (context.positions(known.to_numpy()), pole)
            self._poles = sparse.coo_array((ones, places), shape=(len(context.ids), len(names))).tocsr()

    @property
    def plain(self) -> bool:
        """Whether ``hidden`` and ``never`` are all exclusions."""
        return self._farthest is None and self._poles is None

    def __call__(self, users: Positions, scores: Block) -> None:
        """Set the scores of excluded candidates to 0, in place.

        Parameters
        ----------
        users : array of int
            Positions of the users.
        scores : array of float32, users × organisations
            Scores.
        """
        scores[:, self.hidden] = 0
        _clear(scores, self.never[users])
        if self._farthest is not None:
            far = great_circle(self._globe[users][:, None], self._globe[None]) <= self._farthest
            scores[~far] = 0  # unknown distances too: no comparison with them is true
        if self._poles is not None:
            _clear(scores, self._poles[users] @ self._poles.T)


def _kilometres(given: float | None) -> float | None:
    if given is not None and not (isinstance(given, (int, float)) and given >= 0):
        raise PolegraphError(_("this is no distance"), value=given, remedy=_("give a number of kilometres, 0 or more"))
    return given


def _clear(scores: Block, excluded: Csr) -> None:
    excluded = sparse.csr_array(excluded)
    scores[np.repeat(np.arange(len(scores)), np.diff(excluded.indptr)), excluded.indices] = 0


def _eligible(context: Context, filters: Filters) -> NDArray[np.bool_]:
    """Return whether each organisation may be recommended to any user, under these filters."""
    network = context.network
    organisations = network.organisations
    stays = ~organisations["opt_out"].fillna(value=False).astype(bool) & network.standing
    if filters.want is not None:
        stays &= _wanted(network, filters.want)
    chosen: list[frozenset[str] | set[str]] = [] if filters.among is None else [filters.among]
    if filters.region is not None:
        chosen.append(network.select(region=filters.region).focus or frozenset())
    if filters.theme is not None:
        chosen.append(_active(network, filters.theme))
    for ids in chosen:
        stays &= organisations["org_id"].isin(ids)
    if filters.pole is not None:
        pole_id = named_pole(network.poles, filters.pole)
        if filters.new_to_pole and filters.former:
            raise PolegraphError(
                _("who has left a pôle was a member of it"), remedy=_("give new_to_pole or former, and not both")
            )
        members = network.memberships if filters.new_to_pole else network.members(former=filters.former)
        of_it = organisations["org_id"].isin(members.loc[members["pole_id"] == pole_id, "org_id"])
        stays &= ~of_it if filters.new_to_pole else of_it
    return stays.to_numpy(dtype=bool)[context.order]


def _wanted_words() -> list[str]:
    """List the sizes and kinds to filter by, in the current language."""
    french = {**SIZES, **KINDS} if language() == "fr" else {}
    return [french.get(word, word) for word in (*WANTED, *KINDS)]


def _wanted(network: Network, want: str) -> pd.Series[bool]:
    if want in WANTED:
        return network.category["size"].isin(WANTED[want])
    if want in KINDS:
        return network.organisations["kind"] == want
    raise not_one_of(_("there is no such size or kind of organisation"), want, _wanted_words())


def _active(network: Network, theme: str) -> set[str]:
    """Return which organisations are active in a theme: by a project, or by ``organisation_themes``."""
    projects = network.select(theme=theme).project_index
    themes = network.themes
    own = network.organisation_themes
    called = themes["theme_id"].isin([theme]) | themes["label"].isin([theme])
    for form in (distinct_form, normal_form):
        if not called.any():
            called = (themes["theme_id"].map(form) == form(theme)) | (themes["label"].map(form) == form(theme))
    takes_part = network.participations
    through = takes_part.loc[takes_part["project_id"].isin(projects), "org_id"]
    return set(through) | set(own.loc[own["theme_id"].isin(themes.loc[called, "theme_id"]), "org_id"])
