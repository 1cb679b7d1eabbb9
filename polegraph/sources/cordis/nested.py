"""Flattening of nested projects, as in CORDIS's JSON and XML, into rows of its tables."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.files.csv_tables import Sheet
from polegraph.sources.accounting import CONTACT
from polegraph.sources.cordis.layouts import UNUSED_FILES, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, str]

_NESTED: Final = {
    **dict.fromkeys(
        [
            *("organization", "organizations", "organisation", "organisations", "participant", "participants"),
            *("partner", "partners", "consortium", "beneficiary", "beneficiaries", "coordinator", "coordinators"),
            *("thirdparty", "thirdparties", "associatedpartner", "associatedpartners", "members"),
        ],
        "organization",
    ),
    "euroscivoc": "euroSciVoc",
    "euroscivocs": "euroSciVoc",
    "topic": "topics",
    "topics": "topics",
    "legalbasis": "legalBasis",
    "legalbases": "legalBasis",
}
_CODE: Final = {"euroSciVoc": "euroSciVocTitle", "topics": "topic", "legalBasis": "legalBasis"}
_NAMES: Final = frozenset(["name", "legalname", "organisationname", "organizationname"])
_NUMBERS: Final = frozenset(["pic", "organisationid", "organizationid"])
# Attributes of organisations alone: a list of objects with a name and one of these is a list of organisations.
_OWN: Final = frozenset([*_NUMBERS, "activitytype", "vatnumber", "sme", "neteccontribution", "eccontribution"])
_PERSONS: Final = re.compile(r"person|people|author|investigator|researcher|team|staff|reviewer", re.IGNORECASE)
_PROGRAMMES: Final = {"relatedtopic": ("topics", "topic"), "relatedlegalbasis": ("legalBasis", "legalBasis")}
_CALLS: Final = {"relatedmastercall": "masterCall", "relatedsubcall": "subCall"}
# Parts of a project in CORDIS's XML that polegraph has no use for.
_UNUSED: Final = re.compile(r"articles?|results?|identifiers|validation|items?|events?|news")
# Known attributes in categories, programmes and regions, used or not; anything else is named.
_PARTS: Final = frozenset(
    """type source id rcn code title shorttitle name identifier displaycode classification frameworkprogramme nutscode
    uniqueprogrammepart eucode isocode language availablelanguages languages readonly parent parents url order pga text
    contentupdatedate sourceupdatedate lastupdatedate contentcreationdate""".split()  # noqa: SIM905  # easier to read
)
_LISTS: Final = {"participants": "participants", "participantcountries": "participantCountries"}


class Taken:
    """The rows of all tables, collected from one project after the other.

    Attributes
    ----------
    tables : dict
        Rows by kind of table; ``""`` where the columns decide the kind.
    unused : Counter
        Parts without a place: their path, and the number of objects that have them.
    dropped : set
        Attributes about persons.
    """

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}
        self.unused: Counter[str] = Counter()
        self.dropped: set[str] = set()

    def add(self, thing: dict[str, Any]) -> None:
        """Flatten an object.

        Parameters
        ----------
        thing
            A project with its nested parts, or a row of another table.
        """
        row = _flat(thing)
        keys = {plain(key): key for key in row}
        project = next((row[keys[key]] for key in ("id", "projectid", "reference", "rcn") if key in keys), "")
        found: Row = {}
        nested = self._walk(thing, "", project, found)
        flat = "," + ",".join(sorted({"id", "projectid"} & set(keys)))
        kind = "project" if nested and not _is_organisation(keys) else flat
        self.tables.setdefault(kind, []).append({**row, **found})

    def _walk(self, thing: dict[str, Any], path: str, project: str, found: Row) -> bool:
        """Search the nested parts of an object; return whether any part had a place.

        Attributes of the project itself go to ``found``.
        """
        used = False
        for key, value in thing.items():
            if not isinstance(value, list | dict) or not value:
                continue
            here = f"{path}.{key}" if path else key
            if CONTACT.search(key):
                self.dropped.add(here)
            elif not UNUSED_FILES.search(key) and not _UNUSED.fullmatch(plain(key)):
                taken = self._take(plain(key), value, here, project, found)
                self.unused.update([] if taken else [here])
                used |= taken
        return used

    def _take(self, key: str, value: Any, here: str, project: str, found: Row) -> bool:  # noqa: ANN401
        """Take the value of a key; return whether any of it had a place."""
        items = value if isinstance(value, list) else [value]
        if key in _LISTS and all(isinstance(item, str) for item in items):
            found[_LISTS[key]] = ";".join(items)
            return True
        used = False
        for item in items:
            what = self._kind(key, item, here)
            if what == "category":
                self._category(item, project)
                self._name_others(item, here, _PARTS)
                used = True
            elif what == "programme":
                used |= self._programme(item, project, found)
                self._name_others(item, here, _PARTS)
            elif what:
                self._row(what, item, here, project, coordinator=key.startswith("coordinator"))
                used = True
            elif isinstance(item, dict):
                used |= self._inside(item, here, project, found)
        return used

    def _inside(self, item: dict[str, Any], here: str, project: str, found: Row) -> bool:
        """Search an object of no kind of its own; name its parts only if one of them has a place."""
        inner = Taken()
        if not inner._walk(item, here, project, found):
            return False
        for what, rows in inner.tables.items():
            self.tables.setdefault(what, []).extend(rows)
        self.unused.update(inner.unused)
        self.unused.update(f"{here}.{key}" for key, cell in item.items() if not isinstance(cell, list | dict))
        self.dropped |= inner.dropped
        return True

    def _kind(self, key: str, item: Any, here: str) -> str:  # noqa: ANN401
        """Return the kind of an item, by the name of its list and by its keys; "" if neither decides."""
        what = _NESTED.get(key, "")
        if not isinstance(item, dict):
            return what
        keys = {plain(name) for name, cell in item.items() if not isinstance(cell, list | dict)}
        if key in {"category", "categories"} and "classification" in keys:
            return "category"
        if key in {"programme", "programmes", "call", "calls"} and "type" in keys:
            return "programme"
        if what == "organization":
            return what if keys & (_NAMES | _NUMBERS) or "id" in keys else ""
        if what:
            return what if keys else ""
        persons = _PERSONS.search(here) or (not keys & _OWN and any(CONTACT.search(name) for name in keys))
        return "organization" if _is_organisation(keys) and not persons else ""

    def _row(self, what: str, item: Any, here: str, project: str, *, coordinator: bool) -> None:  # noqa: ANN401
        if not isinstance(item, dict):
            text = _text(item)
            column = "name" if what == "organization" else _CODE[what]
            if what == "euroSciVoc" and text.startswith("/"):
                column = "euroSciVocPath" if re.search(r"[^\W\d_]", text) else "euroSciVocCode"
            row = {column: text}
        elif what == "organization":
            row = self._organisation(item, here)
        else:
            row = _flat(item)
        if coordinator and "role" not in map(plain, row):
            row["role"] = "coordinator"
        self.tables.setdefault(what, []).append({**row, "projectID": project})

    def _organisation(self, item: dict[str, Any], here: str) -> Row:
        """Return the row of an organisation, with its address, activity and region, which may be nested in it."""
        row = _flat(item)
        for key, value in item.items():
            if not isinstance(value, list | dict) or not value:
                continue
            if plain(key) in {"address", "location"} and isinstance(value, dict):
                row.update({name: cell for name, cell in _flat(value).items() if name not in row})
            elif plain(key) == "relations" and isinstance(value, dict):
                row.update(self._related(value, f"{here}.{key}"))
            elif CONTACT.search(key):
                self.dropped.add(f"{here}.{key}")
            elif not UNUSED_FILES.search(key):
                self.unused[f"{here}.{key}"] += 1
        keys = {plain(name): name for name in row}
        if "name" not in keys and "legalname" in keys:
            row["name"] = row.pop(keys["legalname"])
        if not _NUMBERS & set(keys) and "id" in keys:
            row["organisationID"] = row.pop(keys["id"])
        if "type" in keys and "role" not in keys:  # CORDIS's XML
            row["role"] = row.pop(keys["type"])
        return row

    def _related(self, value: dict[str, Any], here: str) -> Row:
        """Return the activity and the region of an organisation of CORDIS's XML; name categories that are neither."""
        row: Row = {}
        self._name_others(value, here, frozenset(["categories", "regions"]))
        for item in _listed(value, "categories", "category"):
            cells = {plain(name): cell for name, cell in _flat(item).items()}
            if plain(cells.get("classification", "")) == "organizationactivitytype":
                row["activityType"] = cells.get("code", "").strip("/")
            self._name_others(item, f"{here}.categories", _PARTS)
        for item in _listed(value, "regions", "region"):
            cells = {plain(name): cell for name, cell in _flat(item).items()}
            if cells.get("nutscode") and plain(cells.get("type", "relatednutscode")) == "relatednutscode":
                row.setdefault("nutsCode", cells["nutscode"])
            self._name_others(item, f"{here}.regions", _PARTS)
        return row

    def _name_others(self, item: dict[str, Any], here: str, known: frozenset[str]) -> None:
        """Name the unknown keys of an object that is flattened by its keys."""
        for key, value in item.items():
            name = key.lstrip("@$_")
            if plain(name) in known or value in ("", None, [], {}):
                continue
            if CONTACT.search(name):
                self.dropped.add(f"{here}.{name}")
            else:
                self.unused[f"{here}.{name}"] += 1

    def _category(self, item: dict[str, Any], project: str) -> None:
        """Take a field of science; CORDIS's other categories only classify the page."""
        row = {plain(name): cell for name, cell in _flat(item).items()}
        if plain(row["classification"]) == "euroscivoc":
            theme = {"Code": "code", "Path": "displaycode", "Title": "title"}
            cells = {f"euroSciVoc{part}": row.get(name, "") for part, name in theme.items()}
            self.tables.setdefault("euroSciVoc", []).append({"projectID": project, **cells})

    def _programme(self, item: dict[str, Any], project: str, found: Row) -> bool:
        """Take a topic, a legal basis or a call."""
        row = {plain(name): cell for name, cell in _flat(item).items()}
        kind = plain(row["type"])
        code = row.get("code") or row.get("identifier") or row.get("id") or row.get("title") or ""
        if kind in _CALLS:
            found.setdefault(_CALLS[kind], row.get("identifier") or row.get("title") or "")
            return True
        if kind not in _PROGRAMMES:
            return False
        what, column = _PROGRAMMES[kind]
        self.tables.setdefault(what, []).append({"projectID": project, column: code, "title": row.get("title", "")})
        main = what == "topics" or row.get("uniqueprogrammepart", "").casefold() == "true"
        if main:
            found.setdefault({"topics": "topics", "legalBasis": "legalBasis"}[what], code)
        if row.get("frameworkprogramme"):
            found.setdefault("frameworkProgramme", row["frameworkprogramme"])
        return True

    def sheets(self, name: str) -> Iterator[tuple[str | None, Sheet]]:
        """Yield the tables of text; row *n* is the *n*-th such object, from 1.

        Parameters
        ----------
        name
            Display name of the file, for messages.

        Yields
        ------
        what : str or None
            The kind of table, where the place of the rows decides it.
        sheet : Sheet
        """
        for what, rows in self.tables.items():
            frame = pd.DataFrame(rows).fillna("").astype("str")
            kind = None if what.startswith(",") else what
            yield kind, Sheet(name, frame, np.arange(1, len(frame) + 1, dtype=np.int64))

    def left(self) -> list[str]:
        """Name the parts without a place, with the number of objects that have them."""
        return [f"{path} ({number})" for path, number in sorted(self.unused.items())]


def _is_organisation(keys: Any) -> bool:  # noqa: ANN401  # names in any collection
    known = {plain(key) for key in keys}
    return bool(known & _NAMES and (known & _OWN or {"country", "role"} <= known or {"country", "city"} <= known))


def _listed(parts: dict[str, Any], several: str, one: str) -> list[dict[str, Any]]:
    """Return the objects under a key, in any case: in a list, in an object, or under a key of that."""
    value = next((cell for key, cell in parts.items() if plain(key) == several), None)
    inner = (
        next((cell for key, cell in value.items() if plain(key) == one), value) if isinstance(value, dict) else value
    )
    items = inner if isinstance(inner, list) else [inner]
    return [item for item in items if isinstance(item, dict)]


def _flat(thing: dict[str, Any]) -> Row:
    """Return the scalar cells of an object; names without the signs that mark attributes of XML."""
    return {key.lstrip("@$_"): _text(value) for key, value in thing.items() if not isinstance(value, list | dict)}


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode()
