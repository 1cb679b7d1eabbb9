"""The layouts of CORDIS's files for its framework programmes, FP7 to Horizon Europe, recognised by their columns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.errors import refuse_layout
from polegraph.sources.accounting import CONTACT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORGANIZATION: Final = {
    "projectID": "project_id",
    "projectReference": "project_id",  # before 2017
    "projectRcn": "project_rcn",
    "projectAcronym": "acronym",
    "organisationID": "pic",
    "organizationID": "pic",
    "pic": "pic",
    "id": "pic",  # before 2021
    "name": "name",
    "legalName": "name",
    "vatNumber": "vat",
    "SME": "sme",
    "activityType": "kind",
    "postCode": "postcode",
    "postalCode": "postcode",
    "city": "city",
    "country": "country",
    "nutsCode": "nuts",
    "geolocation": "geolocation",
    "role": "role",
    "order": "order",
    "netEcContribution": "net",
    "ecContribution": "gross",
    "totalCost": "cost",
    "endOfParticipation": "ended",
    "terminated": "ended",
}
"""Columns of ``organization.csv`` as CORDIS writes them → ours."""

PROJECT: Final = {
    "id": "project_id",
    "projectID": "project_id",
    "reference": "project_id",  # FP7, before 2019
    "rcn": "rcn",
    "acronym": "acronym",
    "title": "title",
    "objective": "abstract",
    "startDate": "start",
    "endDate": "end",
    "status": "status",
    "frameworkProgramme": "programme",
    "subCall": "subcall",
    "masterCall": "mastercall",
    "call": "call",
    "topics": "topics",
    "totalCost": "total_cost",
    "ecMaxContribution": "funding",
    "legalBasis": "legal_basis",
    "programme": "legal_basis",  # before 2021
    "coordinator": "coordinator",  # these four before 2021, lists with ";" between
    "coordinatorCountry": "coordinator_country",
    "participants": "participants",
    "participantCountries": "participant_countries",
}
"""Columns of ``project.csv`` → ours."""

TOPICS: Final = {"projectID": "project_id", "projectRcn": "project_rcn", "topic": "code", "title": "label"}
EUROSCIVOC: Final = {
    "projectID": "project_id",
    "projectRcn": "project_rcn",
    "euroSciVocPath": "path",
    "euroSciVocTitle": "label",
    "euroSciVocCode": "code",
}
LEGAL_BASIS: Final = {"projectID": "project_id", "projectRcn": "project_rcn", "legalBasis": "code", "title": "label"}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "organization": ORGANIZATION,
    "euroSciVoc": EUROSCIVOC,
    "topics": TOPICS,
    "legalBasis": LEGAL_BASIS,
    "project": PROJECT,
}
"""In the order in which they are tried: the files of themes have columns that the file of projects has too."""
NEEDED: Final[Mapping[str, Sequence[tuple[str, ...]]]] = {
    "organization": (("project_id", "project_rcn"), ("name",), ("country",)),
    "euroSciVoc": (("project_id", "project_rcn"), ("path", "label", "code")),
    "topics": (("project_id", "project_rcn"), ("code",)),
    "legalBasis": (("project_id", "project_rcn"), ("code",)),
    "project": (("project_id",), ("acronym",), ("title",)),
}
"""Required columns of a file, one of each."""

# Columns that CORDIS has and polegraph has no use for.
_UNUSED: Final = re.compile(
    "shortname|street|organi[sz]ationurl|contentupdatedate|rcn|active|fundingscheme|nature|grantdoi|keywords|"
    "ecsignaturedate|euroscivocdescription|uniqueprogrammepart|projectrcn|projecturl|subjects|duration|teaser|"
    "(available)?languages?|sourceupdatedate|contentcreationdate|lastupdatedate|url|postbox|source|represents|weight"
)
_BETWEEN: Final = re.compile(r"[\s._-]+")
# Files in the same archives that polegraph has no use for.
UNUSED_FILES: Final = re.compile(
    r"web_?links?|web_?items?|policy_?priorities|information|read_?me|deliverables?|publications?|report|irps?\b",
    re.IGNORECASE,
)


class Layout(NamedTuple):
    """A recognised layout.

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


def recognise(file: str, found: Sequence[str], what: str | None = None) -> Layout:
    """Return the layout of a file of CORDIS.

    Parameters
    ----------
    file
        Name of the file.
    found
        Its columns, in any case, with or without spaces, dots, hyphens and underscores.
    what
        The file that it is, where that is known: then it may lack columns.

    Raises
    ------
    PolegraphError
        If its columns fit no layout; names what is missing for each.

    Examples
    --------
    >>> recognise("a.csv", ["project_id", "topic", "title"]).what
    'topics'
    """
    if what is not None:
        return _layout(what, found, _columns(found, COLUMNS[what]))
    missing: dict[str, list[str]] = {}
    for name, ours in COLUMNS.items():
        columns = _columns(found, ours)
        lacking = [needs for needs in NEEDED[name] if not set(needs) & set(columns.values())]
        if not lacking:
            return _layout(name, found, columns)
        missing[f"CORDIS {name}"] = [_original(ours, needs[0]) for needs in lacking]
    raise refuse_layout(file, found, missing)


def strange(found: Sequence[str]) -> list[str]:
    """Return the columns that no file of CORDIS has, those about persons left out.

    Parameters
    ----------
    found
        Columns of a file.

    Examples
    --------
    >>> strange(["projectID", "E-mail", "Humeur"])
    ['Humeur']
    """
    known = {plain(name) for columns in COLUMNS.values() for name in columns}
    return [one for one in _layout("project", found, {}).unknown if plain(one) not in known]


@lru_cache(maxsize=10_000)
def plain(heading: str) -> str:
    """Return the normal form of headings: without case, spaces, dots, hyphens and underscores.

    Parameters
    ----------
    heading
        As it stands in a file.

    Examples
    --------
    >>> plain("net_ec_contribution") == plain("netEcContribution")
    True
    """
    return _BETWEEN.sub("", heading).casefold()


def _layout(what: str, found: Sequence[str], columns: dict[str, str]) -> Layout:
    rest = [column for column in found if column not in columns and _UNUSED.fullmatch(plain(column)) is None]
    dropped = [column for column in rest if CONTACT.search(column)]
    return Layout(what, columns, dropped, [column for column in rest if column not in dropped])


def _columns(found: Sequence[str], ours: Mapping[str, str]) -> dict[str, str]:
    """Return the column that each of ours is in; of several candidates the one that stands first in the definition."""
    written = {plain(column): column for column in reversed(found)}
    columns: dict[str, str] = {}
    for name, mine in ours.items():
        if plain(name) in written and mine not in columns.values():
            columns[written[plain(name)]] = mine
    return columns


def _original(ours: Mapping[str, str], need: str) -> str:
    return next(name for name, mine in ours.items() if mine == need)


def programme_source(text: str | None) -> str | None:
    """Return the source for a framework programme, or for the name of a file.

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
