"""Sentences that several lists and papers say alike."""

from __future__ import annotations

from polegraph.i18n import _, ngettext, number


def for_whom(audience: str) -> str:
    """Describe to whom a paper or a page may be given.

    Parameters
    ----------
    audience
        ``public``, ``members`` or ``internal``.

    Examples
    --------
    >>> for_whom("members")
    'For members only'
    """
    said = {
        "public": _("May be made public"),
        "members": _("For members only"),
        "internal": _("Internal, not to be passed on"),
    }
    return said[audience]


def on_record(projects: int, with_outcome: int) -> str:
    """Describe how many projects have an outcome on record.

    Parameters
    ----------
    projects
        The number of projects.
    with_outcome
        How many of them have one.

    Returns
    -------
    str
        A sentence without its full stop.

    Examples
    --------
    >>> on_record(5, 2)
    '2 of 5 projects have an outcome on record'
    """
    text = ngettext(
        "{with_outcome} of {n} project has an outcome on record",
        "{with_outcome} of {n} projects have an outcome on record",
        projects,
    )
    return text.format(with_outcome=number(with_outcome), n=number(projects))
