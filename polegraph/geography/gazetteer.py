"""The gazetteer that comes with polegraph: cities of France and Europe, regions and countries with their middles."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from typing import Final, NamedTuple

from polegraph.identity import normal_form
from polegraph.resources import data

_SAME: Final = 0.1  # degrees within which two entries of a name are one place that is listed twice
_TOWERS: Final = 20  # times the inhabitants of a place from which on another may be meant by its name
# What else the regions of France are called.
_ALSO: Final = {
    "paca": "provence alpes cote dazur",
    "idf": "ile de france",
    "aura": "auvergne rhone alpes",
    "centre val de loire": "centre",
    "brittany": "bretagne",
    "corsica": "corse",
    "french guiana": "guyane",
    "guyane francaise": "guyane",
    "normandy": "normandie",
    "reunion": "la reunion",
}


class Place(NamedTuple):
    """A city.

    Parameters
    ----------
    department
        Code of its department; empty outside France.
    lat, lon
        In degrees.
    thousands
        Its inhabitants.
    """

    department: str
    lat: float
    lon: float
    thousands: int


def city(country: str, name: str, departments: frozenset[str] | None = None) -> Place | None:
    """Find a city; where several bear the name, it is not guessed which is meant.

    Parameters
    ----------
    country
        Its two letters, as in the table of organisations.
    name
        As `polegraph.names.cities.normal_city` gives it.
    departments
        Codes of the French departments one of which it must lie in; None for all.

    Returns
    -------
    Place or None
        The only place of that name; or else the only one of which it is another name. None if there is none or there
        are several, or if it is another name of a place twenty times as large.

    Examples
    --------
    >>> city("FR", "tours").department, city("FR", "saint denis")
    ('37', None)
    >>> city("FR", "saint denis", frozenset(["974"])).lat
    -20.882
    """
    listed = _cities(country).get(name, ([], []))
    own, other = (
        [place for place in part if departments is None or place.department in departments] for part in listed
    )
    found, rivals = (own, other) if own else (other, [])
    if not found:
        return None
    largest = max(found, key=lambda place: (place.thousands, place))
    if any(place.thousands > _TOWERS * max(largest.thousands, 1) for place in rivals):
        return None
    near = all(abs(place.lat - largest.lat) + abs(place.lon - largest.lon) <= _SAME for place in found)
    return largest if near else None


def departments_of(region: str | None, department: str | None, postcode: str | None) -> frozenset[str] | None:
    """Return in which French departments an address lies.

    Parameters
    ----------
    region
        A present or former region, however it is spelled.
    department
        Name or code.
    postcode
        Its first figures are those of the department.

    Returns
    -------
    frozenset of str or None
        Codes; None if nothing is said; empty if what is said does not fit together.

    Examples
    --------
    >>> departments_of("Corse", None, None) == frozenset(["2A", "2B"])
    True
    >>> departments_of("Bretagne", "Finistère", "29200"), departments_of("Bretagne", None, "75005")
    (frozenset({'29'}), frozenset())
    """
    told = [_parts().get(normal_form(text)) for text in (region, department) if text]
    told.append(_of_postcode(postcode))
    known = [part for part in told if part is not None]
    return frozenset.intersection(*known) if known else None


def middle(country: str | None, region: str | None) -> tuple[float, float] | None:
    """Return the middle of a region of France, or of a country if no region is given.

    Parameters
    ----------
    country
        Two letters.
    region
        A present or former region of France.

    Returns
    -------
    tuple of float or None
        Latitude and longitude in degrees; None if it is not known.

    Examples
    --------
    >>> middle("FR", "Bretagne"), middle("DE", None)
    ((48.186, -2.839), (51.088, 10.372))
    """
    if region is None:
        return _middles().get(("country", country or ""))
    form = normal_form(region)
    return _middles().get(("region", form)) or _middles().get(("region", _ALSO.get(form, form)))


def is_french(region: str) -> bool:
    """Return whether a region is one of France, present or former.

    Parameters
    ----------
    region
        However it is spelled.

    Examples
    --------
    >>> is_french("ILE DE FRANCE"), is_french("Bayern")
    (True, False)
    """
    return middle("FR", region) is not None


def _of_postcode(postcode: str | None) -> frozenset[str] | None:
    if not postcode or not (postcode.isascii() and postcode.isdigit() and len(postcode) == 5):  # noqa: PLR2004  # France's
        return None
    first = postcode[:3] if postcode.startswith("97") else postcode[:2]
    return {"20": frozenset(["2A", "2B"])}.get(first) or _parts().get(first.casefold())


@cache
def _cities(country: str) -> dict[str, tuple[list[Place], list[Place]]]:
    """Read the cities of a country by name: those that are called so, and those of which it is another name."""
    found: dict[str, tuple[list[Place], list[Place]]] = {}
    for line in _lines().get(country, ()):
        department, lat, lon, thousands, names = line.split(",")
        place = Place(department, float(lat), float(lon), int(thousands))
        for at, name in enumerate(names.split(";")):
            found.setdefault(name, ([], []))[min(at, 1)].append(place)
    return found


@cache
def _lines() -> dict[str, list[str]]:
    """Read the lines of the gazetteer, without the country at their beginning."""
    found: dict[str, list[str]] = {}
    with gzip.open(data("places/cities.csv.gz"), "rt", encoding="utf-8") as file:
        next(file)
        for line in file:
            country, rest = line.rstrip("\n").split(",", 1)
            found.setdefault(country, []).append(rest)
    return found


@cache
def _parts() -> dict[str, frozenset[str]]:
    """Read which departments each region, present or former, and each name or code of a department means."""
    parts: dict[str, set[str]] = {}
    with data("places/departments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in ("code", "department", "region", "former_region"):
                parts.setdefault(normal_form(row[column]), set()).add(row["code"])
    # A department and a region of one name are one (Guadeloupe); a former region of a present one's name is that one.
    known = {form: frozenset(codes) for form, codes in parts.items()}
    return known | {also: known[form] for also, form in _ALSO.items()}


@cache
def _middles() -> dict[tuple[str, str], tuple[float, float]]:
    with data("places/middles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        name = normal_form(row["name"]) if row["what"] == "region" else row["name"]
        found[row["what"], name] = float(row["lat"]), float(row["lon"])
    return found
