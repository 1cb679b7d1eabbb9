"""Reader of ROR, the Research Organization Registry, from its monthly dump."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import refuse_layout
from polegraph.identity.registers import opening, reading
from polegraph.identity.registers.filling import Part, complete, no_affiliations, proposals
from polegraph.identity.registers.matching import Entry, cities_of, decided, settle, sought
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from polegraph.identity.entities import Units

COLUMNS: Final = {
    "id": "id",
    "names_types_ror_display": "display",
    "names_types_label": "label",
    "names_types_alias": "alias",
    "names_types_acronym": "acronym",
    "status": "status",
    "locations_geonames_details_country_code": "country",
    "locations_geonames_details_name": "city",
    "locations_geonames_details_lat": "lat",
    "locations_geonames_details_lng": "lng",
}
"""Columns of the CSV (schema 2) that are read."""
NEEDED: Final = (
    "id",
    "names.types.ror_display",
    "names.types.label",
    "names.types.alias",
    "names.types.acronym",
    "status",
    "locations.geonames_details.country_code",
    "locations.geonames_details.name",
)
NEEDED_2: Final = ("id", "names", "locations", "status")
NEEDED_1: Final = ("id", "name", "addresses", "country", "status")
_ID = re.compile(r"(?:https?://ror\.org/)?(0[a-z0-9]{8})")
_LANGUAGE = re.compile(r"^(?:[a-z]{2,3}|no_lang_code):\s")
_COUNTRIES: Final = {"GR": "EL", "GB": "UK"}
"""ISO codes that our tables write as the European Commission does."""


class Record(NamedTuple):
    """The attributes read of an organisation of the registry, in any schema.

    Attributes
    ----------
    key
        Its identifier without the address before it.
    names
        Its name, then labels and aliases.
    acronyms
        Its acronyms.
    active
        Whether it exists still.
    country, city
        Two-letter code as in our tables, and name; None if unknown.
    lat, lon
        Degrees of the city; None if unknown.
    """

    key: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    active: bool
    country: str | None
    city: str | None
    lat: float | None
    lon: float | None


def consult(
    path: str | os.PathLike[str], units: Units, known: pd.DataFrame, answers: Mapping[tuple[str, str], str]
) -> Part:
    """Find organisations in ROR.

    Parameters
    ----------
    path
        The dump: its archive, or the JSON (schema 2 or 1) or the CSV (schema 2) in it.
    units
        The organisations.
    known
        Their table, with the values filled in by other registers.
    answers
        Earlier decisions: identifier of an organisation and ``ror:…`` → ``yes`` or ``no``.

    Returns
    -------
    Part
        Fills of ``ror``, ``city``, ``lat``, ``lon``; the place is the middle of the city.

    Raises
    ------
    PolegraphError
        If the file is not ROR's, or is damaged.
    """
    # the keys to look for: identifiers, decisions, normal forms of names
    codes = known["ror"].to_numpy(dtype=object)
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for unit, code in enumerate(codes):
        if isinstance(code, str):
            wanted[code].append((unit, "ror"))
    for unit, key in decided(answers, known, "ror"):
        wanted[key].append((unit, "decision"))
    forms = sought(units, np.array([not isinstance(code, str) for code in codes], dtype=bool))
    # candidate entries, not in another country unless an identifier or a decision matches
    kept, counts = _kept(path, wanted, forms)
    entries = [_entry(record) for record, _shared in kept]
    countries = known["country"].to_numpy(dtype=object)
    candidates = [
        (unit, row, how)
        for row, (record, shared) in enumerate(kept)
        for unit, how in sorted(shared)
        if how in {"ror", "decision"}
        or not isinstance(countries[unit], str)
        or record.country in {None, countries[unit]}
    ]
    # decide which match, and count the others
    settled = settle(known, entries, candidates, answers, "ror")
    settled.counts.update({**counts, "sought": len(known)})
    settled.counts["not_found"] = len(known) - len({unit for unit, *_rest in candidates})
    # fill in the attributes of certain matches, and propose the others
    values = pd.DataFrame(
        [
            {"ror": record.key, "city": record.city, "lat": _text(record.lat), "lon": _text(record.lon)}
            for record in (kept[entry][0] for _unit, entry, _how in settled.sure)
        ],
        columns=["ror", "city", "lat", "lon"],
        dtype="object",
    )
    fills, after = complete(known, settled, values, "ror")
    return Part(fills, no_affiliations(), proposals(known, entries, settled, "ror"), settled.counts, after)


def _kept(
    path: str | os.PathLike[str], wanted: Mapping[str, list[tuple[int, str]]], forms: Mapping[str, set[int]]
) -> tuple[list[tuple[Record, set[tuple[int, str]]]], Counter[str]]:
    """Keep the candidate records, by identifier, with the organisations and what they share."""
    counts: Counter[str] = Counter()
    kept = {}
    for record in _records(path):
        counts["rows"] += 1
        if record is None:
            counts["skipped"] += 1
            continue
        shared = set(wanted.get(record.key, ()))
        for names, how in ((record.names, "name"), (record.acronyms, "acronym")):
            for name in names:
                shared |= {(unit, how) for unit in forms.get(normal_form(name), ())}
        if shared:
            kept[record.key] = (record, shared)
    return [kept[key] for key in sorted(kept)], counts


def _entry(record: Record) -> Entry:
    return Entry(
        record.key,
        record.names[0] if record.names else None,
        record.active,
        withheld=False,
        country=record.country,
        cities=cities_of(record.city),
    )


def _text(degrees: float | None) -> str | None:
    return None if degrees is None else str(round(degrees, 5))


def _records(path: str | os.PathLike[str]) -> Iterator[Record | None]:
    """Read the records of the best of the files in a dump: the same registry stands in it in several schemas."""
    ranked = []
    missing: dict[str, list[str]] = {}
    first = ""
    for source in opening.sources(path):
        first = first or source.name
        if source.kind == "json":
            start = next(reading.records(source), {})
            heading = list(start)
            schema = 1 if "names" not in start else 2
            lacks = [name for name in (NEEDED_2 if schema == 2 else NEEDED_1) if name not in start]  # noqa: PLR2004  # ROR's own number
            what = f"ROR JSON {schema}"
        else:
            heading = reading.Table(source).heading
            schema, lacks, what = 2, reading.lacking(heading, NEEDED), "ROR CSV 2"
        missing[what] = lacks
        if not lacks:
            ranked.append((-schema, source.kind != "json", source.name, source))
        found = heading
    if not ranked:
        raise refuse_layout(first, found, missing)
    _schema, _csv, _name, best = min(ranked, key=lambda item: item[:3])
    if best.kind == "json":
        return map(_of_json, reading.records(best))
    return _of_csv(reading.Table(best))


def _of_json(raw: Mapping[str, Any]) -> Record | None:
    """Read a record; None if it does not conform to ROR's schema."""
    match = _ID.fullmatch(str(raw.get("id")))
    try:
        return None if match is None else _of_schema(match[1], raw)
    except (AttributeError, KeyError, TypeError):
        return None


def _of_schema(key: str, raw: Mapping[str, Any]) -> Record:
    if "names" in raw:
        names, acronyms = _names_2(raw["names"])
        place: Mapping[str, Any] = next((where["geonames_details"] or {} for where in raw.get("locations") or ()), {})
        country, city = place.get("country_code"), place.get("name")
    else:
        labels = [label.get("label") for label in raw.get("labels") or ()]
        names = _texts([raw.get("name"), *labels, *(raw.get("aliases") or ())])
        acronyms = _texts(raw.get("acronyms") or ())
        place = next(iter(raw.get("addresses") or ()), {})
        country, city = (raw.get("country") or {}).get("country_code"), place.get("city")
    return Record(
        key,
        names,
        acronyms,
        raw.get("status") == "active",
        _country(country),
        city if isinstance(city, str) and city else None,
        _number(place.get("lat")),
        _number(place.get("lng")),
    )


def _names_2(raw: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a record of schema 2, the one that is shown first, and the acronyms."""
    shown: list[object] = []
    others: list[object] = []
    acronyms: list[object] = []
    for name in raw:
        types = set(name.get("types") or ())
        chosen = shown if "ror_display" in types else others if types & {"label", "alias"} else acronyms
        chosen.append(name.get("value"))
    return _texts([*shown, *others]), _texts(acronyms)


def _of_csv(table: reading.Table) -> Iterator[Record | None]:
    columns = reading.columns(table, COLUMNS, NEEDED, "ROR CSV 2")
    for batch in table.batches(columns):
        for row in batch.to_pylist():
            match = _ID.fullmatch(str(row["id"]))
            yield (
                None
                if match is None
                else Record(
                    match[1],
                    _texts([row["display"], *_split(row["label"]), *_split(row["alias"])]),
                    _texts(_split(row["acronym"])),
                    row["status"] == "active",
                    _country(row["country"]),
                    row["city"],
                    _number(row.get("lat")),
                    _number(row.get("lng")),
                )
            )


def _split(cell: str | None) -> list[str]:
    """Return the names in a cell, without the language before each."""
    return [_LANGUAGE.sub("", name) for name in (cell or "").split("; ")]


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def _country(code: object) -> str | None:
    return _COUNTRIES.get(code, code) if isinstance(code, str) and code else None


def _number(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None
