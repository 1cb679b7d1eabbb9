"""The gaps by name, and what each means in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.errors import not_one_of
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

PAIRS: Final = ("kind_pair", "size_pair", "pole_pair", "theme_pair", "region_pair", "community_pair")
"""Gaps between groups of organisations."""
GAPS: Final = (
    "sme_without_large_group",
    "lab_without_sme",
    "member_without_project",
    "training_body_left_out",
    *PAIRS,
    "member_within_pole_only",
    "need_unmet",
)
"""Every gap, in the order of the summary."""
FLAGGED: Final = 0.05
"""A pair of groups is a gap if its q-value is at most this."""

_WHAT: Final[Mapping[str, str]] = {
    "sme_without_large_group": N_("SMEs that share no project with a large group"),
    "lab_without_sme": N_("laboratories that share no project with an SME"),
    "member_without_project": N_("members of a pôle without a project"),
    "training_body_left_out": N_("training bodies that share no project with a company"),
    "kind_pair": N_("pairs of kinds of organisations with fewer common projects than by chance"),
    "size_pair": N_("pairs of sizes with fewer common projects than by chance"),
    "pole_pair": N_("pairs of pôles with fewer common projects than by chance"),
    "theme_pair": N_("pairs of themes with fewer common projects than by chance"),
    "region_pair": N_("pairs of regions with fewer common projects than by chance"),
    "community_pair": N_("pairs of communities with fewer common projects than other communities have"),
    "member_within_pole_only": N_("members of a pôle that only work with members of their pôles"),
    "need_unmet": N_("needs with an offer in the same pôle or region, but no common project"),
}


def known(name: str) -> str:
    """Return the name of a gap back if there is such a gap.

    Parameters
    ----------
    name
        What a user gave.

    Raises
    ------
    PolegraphError
        If there is none of this name.
    """
    if name not in GAPS:
        raise not_one_of(_("there is no such gap"), name, GAPS)
    return name


def what(name: str) -> str:
    """Describe in the current language what a gap counts.

    Parameters
    ----------
    name
        One of `GAPS`.

    Examples
    --------
    >>> what("need_unmet")
    'needs with an offer in the same pôle or region, but no common project'
    """
    return _(_WHAT[name])
