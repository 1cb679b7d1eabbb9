"""Reasons why an offer could meet a need, as short sentences in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.i18n import _, ngettext, number

if TYPE_CHECKING:
    from polegraph.support.nearness import Nearness, Neighbourhood

_NAMED: Final = 3  # of projects and words


class Proof(NamedTuple):
    """What joins two organisations.

    Parameters
    ----------
    via
        Positions of the common partners that could introduce them.
    projects
        Identifiers of the projects that they share, or else of those of the first common partner with either.
    """

    via: list[int]
    projects: list[str]


def proof(where: Neighbourhood, one: int, other: int, *, shared: bool, between: bool) -> Proof:
    """Find what joins two organisations.

    Parameters
    ----------
    where
        The network.
    one, other
        Their positions.
    shared
        Whether they share projects.
    between
        Whether a common partner could introduce them.
    """
    if shared:
        return Proof([], where.projects(one, other))
    if not between:
        return Proof([], [])
    via = where.introducers(one, other)
    near, far = (where.projects(place, via[0]) for place in (one, other))
    return Proof(via, list(dict.fromkeys([*near, *far])))


def sentences(where: Neighbourhood, near: Nearness, row: int, one: int, proved: Proof) -> list[str]:
    """Describe how near two organisations are.

    Parameters
    ----------
    where
        The network.
    near
        The nearness of pairs.
    row
        Which of these pairs.
    one
        Position of the organisation that needs support.
    proved
        What joins them.
    """
    said = []
    if near.shared[row]:
        count = int(near.shared[row])
        text = ngettext("{n} common project ({names})", "{n} common projects ({names})", count)
        said.append(text.format(n=number(count), names=_listed(_projects(where, proved.projects), count)))
    elif proved.via:
        count = int(near.between[row])
        text = ngettext("a common partner ({names})", "{n} common partners ({names})", count)
        names = [str(where.name[place]) for place in proved.via]
        said.append(text.format(n=number(count), names=_listed(names, count)))
    if near.pole[row]:
        said.append(_("member of the same pôle"))
    if near.region[row]:
        said.append(_("in the same region ({region})").format(region=where.region_name[one]))
    if not np.isnan(near.kilometres[row]):
        said.append(_("{n} km away").format(n=number(round(float(near.kilometres[row])))))
    return said


def of_words(words: list[str]) -> list[str]:
    """Describe which words a need and an offer share.

    Parameters
    ----------
    words
        The words, as the offer has them.

    Examples
    --------
    >>> of_words(["chimistes"]), of_words([])
    (['same words (chimistes)'], [])
    """
    return [_("same words ({words})").format(words=_listed(words, len(words)))] if words else []


def of_capacity(left: float) -> str:
    """Describe what is left of a capacity.

    Parameters
    ----------
    left
        How many needs it can still take; NaN if that is not known.

    Examples
    --------
    >>> of_capacity(float("nan")), of_capacity(0), of_capacity(2)
    ('capacity not known', 'no capacity left', 'can take 2 more')
    """
    if np.isnan(left):
        return _("capacity not known")
    count = int(left)
    return (
        ngettext("can take {n} more", "can take {n} more", count).format(n=number(count))
        if count
        else _("no capacity left")
    )


def _projects(where: Neighbourhood, ids: list[str]) -> list[str]:
    return [str(where.project_name[one]) for one in ids[:_NAMED]]


def _listed(names: list[str], count: int) -> str:
    shown = names[:_NAMED]
    return ", ".join(shown) + (", …" if count > len(shown) else "")
