"""The files that CORDIS offers for its framework programmes, FP7 to Horizon Europe, told apart by their columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.errors import refuse_layout
from polegraph.sources._common import CONTACT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORGANIZATION: Final = {
    "projectid": "project_id",
    "projectacronym": "acronym",
    "organisationid": "pic",
    "organizationid": "pic",
    "pic": "pic",
    "id": "pic",  # before 2021
    "name": "name",
    "vatnumber": "vat",
    "sme": "sme",
    "activitytype": "kind",
    "postcode": "postcode",
    "postalcode": "postcode",
    "city": "city",
    "country": "country",
    "geolocation": "geolocation",
    "role": "role",
    "order": "order",
    "neteccontribution": "net",
    "eccontribution": "gross",
    "totalcost": "cost",
    "endofparticipation": "ended",
}
"""Columns of ``organization.csv``, in lower case → ours."""

PROJECT: Final = {
    "id": "project_id",
    "projectid": "project_id",
    "acronym": "acronym",
    "title": "title",
    "objective": "abstract",
    "startdate": "start",
    "enddate": "end",
    "status": "status",
    "frameworkprogramme": "programme",
    "subcall": "subcall",
    "mastercall": "mastercall",
    "call": "call",
    "topics": "topics",
    "totalcost": "total_cost",
    "ecmaxcontribution": "funding",
    "legalbasis": "legal_basis",
}
"""Columns of ``project.csv`` → ours."""

TOPICS: Final = {"projectid": "project_id", "topic": "code", "title": "label"}
EUROSCIVOC: Final = {
    "projectid": "project_id",
    "euroscivoccode": "code",
    "euroscivocpath": "path",
    "euroscivoctitle": "label",
}
LEGAL_BASIS: Final = {"projectid": "project_id", "legalbasis": "code", "title": "label"}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "organization": ORGANIZATION,
    "euroSciVoc": EUROSCIVOC,
    "topics": TOPICS,
    "legalBasis": LEGAL_BASIS,
    "project": PROJECT,
}
"""In the order in which they are tried: the files of themes have columns that the file of projects has too."""
NEEDED: Final = {
    "organization": ("project_id", "name", "country"),
    "euroSciVoc": ("project_id", "code", "label"),
    "topics": ("project_id", "code"),
    "legalBasis": ("project_id", "code"),
    "project": ("project_id", "acronym", "title"),
}

# Columns that CORDIS has and polegraph has no use for.
_UNUSED: Final = re.compile(
    "shortname|street|nutscode|organizationurl|contentupdatedate|rcn|active|fundingscheme|nature|grantdoi|keywords|"
    "ecsignaturedate|euroscivocdescription|uniqueprogrammepart|projectrcn"
)
# Files in the same archives that polegraph has no use for.
UNUSED_FILES: Final = re.compile(
    r"web_?links?|web_?items?|policy_?priorities|information|read_?me|deliverables?|publications?|report|irps?\b",
    re.IGNORECASE,
)


class Layout(NamedTuple):
    """A layout, once it is recognised.

    Parameters
    ----------
    what
        The file that it is: a key of `COLUMNS`.
    columns
        Column of the file → ours, for those that are used.
    dropped
        Columns about persons.
    unknown
        Columns that CORDIS did not have when this was written.
    """

    what: str
    columns: dict[str, str]
    dropped: list[str]
    unknown: list[str]


def recognise(file: str, found: Sequence[str]) -> Layout:
    """Tell which file of CORDIS this is.

    Parameters
    ----------
    file
        Name of the file.
    found
        Its columns.

    Raises
    ------
    PolegraphError
        If its columns are those of none; says what is missing for each.

    Examples
    --------
    >>> recognise("a.csv", ["projectID", "topic", "title"]).what
    'topics'
    """
    missing: dict[str, list[str]] = {}
    for what, ours in COLUMNS.items():
        columns = _columns(found, ours)
        lacking = [need for need in NEEDED[what] if need not in columns.values()]
        if not lacking:
            rest = [
                column for column in found if column not in columns and _UNUSED.fullmatch(column.casefold()) is None
            ]
            dropped = [column for column in rest if CONTACT.search(column)]
            return Layout(what, columns, dropped, [column for column in rest if column not in dropped])
        missing[f"CORDIS {what}"] = [_original(ours, need) for need in lacking]
    raise refuse_layout(file, found, missing)


def _columns(found: Sequence[str], ours: Mapping[str, str]) -> dict[str, str]:
    """Give the column that each of ours is in; of several candidates the one that stands first in the definition."""
    written = {column.casefold(): column for column in reversed(found)}
    columns: dict[str, str] = {}
    for name, mine in ours.items():
        if name in written and mine not in columns.values():
            columns[written[name]] = mine
    return columns


def _original(ours: Mapping[str, str], need: str) -> str:
    return next(name for name, mine in ours.items() if mine == need)


def programme_source(text: str | None) -> str | None:
    """Give the name of the source that a framework programme is, or that the name of a file speaks of.

    Parameters
    ----------
    text
        A framework programme, or the name of a file or an archive.

    Returns
    -------
    str or None
        ``fp7``, ``h2020``, ``horizon``, another programme in lower case such as ``fp6``; None if there is none in it.

    Examples
    --------
    >>> programme_source("cordis-HORIZONprojects-csv.zip"), programme_source("H2020"), programme_source("project.csv")
    ('horizon', 'h2020', None)
    """
    lower = (text or "").casefold()
    if match := re.search(r"fp[1-7](?!\d)|h2020", lower):
        return match[0]
    if "horizon 2020" in lower or "horizon2020" in lower:
        return "h2020"
    return "horizon" if "horizon" in lower or re.search(r"(^|[^a-z])he_", lower) else None
