"""Reader of RNSR, the French register of public research structures, as published by the ministry of research.

Columns about persons are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import refuse_layout
from polegraph.identity.affiliation_tables import affiliations
from polegraph.identity.organisations.public_bodies import without_bodies
from polegraph.identity.registers import opening, reading
from polegraph.identity.registers.filling import Part, asked, complete, proposals
from polegraph.identity.registers.matching import (
    Entry,
    cities_of,
    decided,
    settle,
    sought,
    unit_numbers,
    without_number,
)
from polegraph.names.normal_forms import name_id, normal_form
from polegraph.names.register_numbers import is_siren

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from polegraph.identity.entities import Units
    from polegraph.identity.registers.matching import Settled

COLUMNS: Final = {
    "numero_national_de_structure": "key",
    "libelle": "name",
    "sigle": "acronym",
    "annee_de_creation": "created",
    "code_postal": "postcode",
    "commune": "city",
    "label_numero": "numbers",
    "etat": "state",
    "annee": "edition",
    "annee_de_fermeture": "closed",
    "tutelles": "bodies",
    "sigles_des_tutelles": "acronyms",
    "siret_des_tutelles": "sirets",
    "code_de_type_de_tutelle": "types",
    "numero_de_structure_historique": "before",
    "annee_d_effet_historique": "since",
}
"""Columns that are read."""
NEEDED: Final = ("numero_national_de_structure", "libelle", "code_postal", "commune", "tutelles")
_CODE = re.compile(r"\d{9}[A-Z]")
_LIST = re.compile(r";\s*|,(?!\s)")  # the portal puts ';' or ',' between; a comma inside a name has a space behind it
_CEDEX = re.compile(r"\s+cedex\b.*", re.IGNORECASE)
_BODY: Final = "TUTE"  # the others take part (PART)
_YEARS: Final = (1900, 2100)


def consult(
    path: str | os.PathLike[str], units: Units, known: pd.DataFrame, answers: Mapping[tuple[str, str], str]
) -> Part:
    """Find laboratories in the RNSR.

    Parameters
    ----------
    path
        The register as CSV or Parquet, with its columns' identifiers or their words as headings.
    units
        The organisations.
    known
        Their table, with the values filled in by other registers.
    answers
        Earlier decisions: identifier of an organisation and ``rnsr:…`` → ``yes`` or ``no``.

    Returns
    -------
    Part
        Fills of ``rnsr``, ``city``, ``postcode``; the bodies of each laboratory; proposals, among them laboratories of
        which one succeeds the other by the register.

    Raises
    ------
    PolegraphError
        If the file is not the RNSR, or is damaged.
    """
    rows, year, skipped = _rows(path)
    kinds = known["kind"].to_numpy(dtype=object)
    eligible = np.isin(kinds, ["lab", "other"]) & known["rnsr"].isna().to_numpy()
    eligible &= np.array([not isinstance(code, str) or code == "FR" for code in known["country"]], dtype=bool)
    entries = [
        Entry(key, name, bool(active), withheld=False, country="FR", cities=cities_of(city))
        for key, name, active, city in zip(rows["key"], rows["name"], rows["active"], rows["city"], strict=True)
    ]
    candidates = _candidates(rows, units, known, eligible, answers)
    settled = settle(known, entries, candidates, answers, "rnsr")
    settled.counts.update({"rows": len(rows), "skipped": skipped})
    wanted = set(np.flatnonzero(eligible | known["rnsr"].notna().to_numpy()).tolist())
    settled.counts["sought"] = len(wanted)
    settled.counts["not_found"] = len(wanted - {unit for unit, *_rest in candidates})
    values = rows.iloc[[entry for _unit, entry, _how in settled.sure]][["key", "city", "postcode"]]
    fills, after = complete(known, settled, values.rename(columns={"key": "rnsr"}), "rnsr")
    open_questions = pd.concat([proposals(known, entries, settled, "rnsr"), _successions(rows, known)])
    return Part(fills, _affiliations(rows, settled, known, year), open_questions, settled.counts, after)


def _rows(path: str | os.PathLike[str]) -> tuple[pd.DataFrame, int | None, int]:
    """Read the latest row of each structure; return also the year of the edition and the number of malformed rows."""
    frames, skipped = [], 0
    for source in opening.sources(path):
        if source.kind == "json":
            raise refuse_layout(source.name, [], {"RNSR": NEEDED})
        table = reading.Table(source)
        columns = reading.columns(table, COLUMNS, NEEDED, "RNSR")
        frames += [batch.to_pandas() for batch in table.batches(columns)]
        skipped += table.skipped
    names = list(dict.fromkeys(COLUMNS.values()))
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    frame = frame.reindex(columns=names).astype("object")
    frame = frame.where(frame.notna(), None)
    frame["key"] = frame["key"].str.upper()
    fits = frame["key"].map(lambda key: isinstance(key, str) and bool(_CODE.fullmatch(key)))
    skipped += int((~fits).sum())
    frame = frame[fits].sort_values(names, ignore_index=True)
    frame = frame.sort_values("edition", kind="stable").drop_duplicates("key", keep="last")
    frame["active"] = [
        (not state or state.casefold().startswith("a")) and not closed
        for state, closed in zip(frame["state"], frame["closed"], strict=True)
    ]
    frame["city"] = frame["city"].str.replace(_CEDEX, "", regex=True)
    return frame.sort_values("key", ignore_index=True), _year(frame), skipped


def _year(frame: pd.DataFrame) -> int | None:
    """Return the year of the edition: stated, or else the latest in which a structure was made or changed."""
    for columns in (["edition"], ["created", "since"]):
        texts = (text for column in columns for cell in frame[column].dropna() for text in _LIST.split(cell))
        years = [int(text) for text in texts if text.isdigit() and _YEARS[0] <= int(text) <= _YEARS[1]]
        if years:
            return max(years)
    return None


def _candidates(
    rows: pd.DataFrame,
    units: Units,
    known: pd.DataFrame,
    eligible: np.ndarray[Any, Any],
    answers: Mapping[tuple[str, str], str],
) -> list[tuple[int, int, str]]:
    place = {key: row for row, key in enumerate(rows["key"])}
    pairs = [(unit, place[code], "rnsr") for unit, code in enumerate(known["rnsr"]) if code in place]
    pairs += [(unit, place[key], "decision") for unit, key in decided(answers, known, "rnsr") if key in place]
    forms = sought(units, eligible, without_number)
    for column, by in (("name", "name"), ("acronym", "acronym")):
        for row, name in enumerate(rows[column]):
            if isinstance(name, str):
                pairs += [(unit, row, by) for unit in forms.get(normal_form(name), ())]
    holders: dict[str, list[int]] = defaultdict(list)
    for row, numbers in enumerate(rows["numbers"]):
        for number in unit_numbers(numbers) if isinstance(numbers, str) else ():
            holders[number].append(row)
    spellings = units.spellings[eligible[units.spellings["unit"].to_numpy()]]
    for unit, name in zip(spellings["unit"], spellings["name"], strict=True):
        pairs += [(int(unit), row, "number") for number in unit_numbers(name) for row in holders.get(number, ())]
    return pairs


def _bodies(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and SIREN (empty if unknown) of the bodies of a structure; none where the lists do not match."""
    split = {
        column: _LIST.split(row[column]) if isinstance(row[column], str) else []
        for column in ("bodies", "sirets", "types")
    }
    names, types = split["bodies"], split["types"]
    if types and len(types) != len(names):
        if set(types) != {_BODY}:
            return
        types = []
    sirets = split["sirets"] if len(split["sirets"]) == len(names) else [""] * len(names)
    for place, (name, siret) in enumerate(zip(names, sirets, strict=True)):
        if name and (not types or types[place] == _BODY):
            siren = siret.strip()[:9]
            yield name.strip(), siren if is_siren(siren) else ""


def _body_id(name: str, siren: str) -> str:
    """Return the identifier of a body: that of the list of public bodies, or else its SIREN or its name."""
    rest, bodies = without_bodies(normal_form(name))
    if not rest and len(bodies) == 1:
        return bodies[0]
    return f"siren:{siren}" if siren else name_id(name, "FR")


def _affiliations(rows: pd.DataFrame, settled: Settled, known: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Return the bodies of the laboratories with a certain match."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for unit, entry, how in settled.sure:
        row = rows.iloc[entry].to_dict()
        bodies = list(_bodies(row))
        settled.counts["bodies_unreadable"] += int(bool(row["bodies"]) and not bodies)
        for name, siren in bodies:
            parent = (known["org_id"].iloc[unit], _body_id(name, siren))
            found.setdefault(parent, (*parent, name, "body", how, f"rnsr:{row['key']}", "rnsr", year))
    return affiliations(list(found.values()))


def _successions(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Ask whether two organisations are one, where the register states that one structure succeeds the other."""
    holders: dict[str, list[str]] = defaultdict(list)
    for org_id, code in zip(known["org_id"], known["rnsr"], strict=True):
        if isinstance(code, str):
            holders[code].append(org_id)
    pairs: list[tuple[str, str, str, str | None]] = []
    for key, before in zip(rows["key"], rows["before"], strict=True):
        for old in _LIST.split(before.upper()) if isinstance(before, str) else ():
            pairs += [
                (one, other, f"register:rnsr;succession:{old}:{key}", None)
                for one in holders.get(key, ())
                for other in holders.get(old.strip(), ())
                if one != other
            ]
    return asked(pairs)
