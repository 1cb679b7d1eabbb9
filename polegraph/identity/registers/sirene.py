"""Reader of Sirene, the French register of companies and their establishments, from INSEE's monthly files.

Natural persons, and units of partial diffusion, are counted and never written out.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from polegraph.errors import PolegraphError, refuse_layout
from polegraph.i18n import _
from polegraph.identity.registers import opening, reading
from polegraph.identity.registers.filling import Part, complete, no_affiliations, proposals
from polegraph.identity.registers.lambert import degrees
from polegraph.identity.registers.matching import Entry, among, decided, settle, sought
from polegraph.names.cities import normal_city
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polegraph.identity.entities import Units
    from polegraph.identity.registers.matching import Settled

UNITS: Final = {
    "siren": "siren",
    "statutdiffusionunitelegale": "diffusion",
    "etatadministratifunitelegale": "state",
    "categoriejuridiqueunitelegale": "legal",
    "denominationunitelegale": "name",
    "denominationusuelle1unitelegale": "usual1",
    "denominationusuelle2unitelegale": "usual2",
    "denominationusuelle3unitelegale": "usual3",
    "sigleunitelegale": "acronym",
    "categorieentreprise": "category",
    "activiteprincipaleunitelegale": "activity",
    "nomenclatureactiviteprincipaleunitelegale": "nomenclature",
    "nicsiegeunitelegale": "nic",
    "datedebut": "since",
}
"""Columns of StockUniteLegale that are read; the names of persons are not among them."""
NEEDED_UNITS: Final = (
    "siren",
    "statutDiffusionUniteLegale",
    "etatAdministratifUniteLegale",
    "categorieJuridiqueUniteLegale",
    "denominationUniteLegale",
)
SITES: Final = {
    "siret": "siret",
    "statutdiffusionetablissement": "diffusion",
    "etatadministratifetablissement": "state",
    "etablissementsiege": "head",
    "codepostaletablissement": "postcode",
    "libellecommuneetablissement": "city",
    "coordonneelambertabscisseetablissement": "east",
    "coordonneelambertordonneeetablissement": "north",
}
"""Columns of StockEtablissement that are read."""
NEEDED_SITES: Final = (
    "siret",
    "statutDiffusionEtablissement",
    "etatAdministratifEtablissement",
    "codePostalEtablissement",
    "libelleCommuneEtablissement",
)
SIZES: Final = {"PME": "sme", "ETI": "mid_cap", "GE": "large"}
"""INSEE's categories, which count the whole group (décret 2008-1354) → ours."""
_NAMES: Final = ("name", "usual1", "usual2", "usual3")
_HIDDEN: Final = "[ND]"  # INSEE's mark for values that it does not diffuse
_PERSONS: Final = ("1", "2")
"""Levels of INSEE's legal categories for persons, and for groups of persons that are no legal person."""


class Matches(NamedTuple):
    """The entries of Sirene for the organisations.

    Attributes
    ----------
    entries
        Units that may be one of them, by SIREN.
    facts
        A row an entry: its attributes.
    sites
        Siren → its open establishments: ``siret``, ``head``, ``postcode``, ``city``, ``east``, ``north``.
    settled
        The matches.
    """

    entries: list[Entry]
    facts: pd.DataFrame
    sites: Mapping[str, pd.DataFrame]
    settled: Settled


def consult(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    units: Units,
    known: pd.DataFrame,
    answers: Mapping[tuple[str, str], str],
) -> Part:
    """Find organisations in Sirene.

    Parameters
    ----------
    paths
        StockUniteLegale; StockEtablissement too if there is one. Parquet, CSV, or CSV in ``.zip`` or ``.gz``.
    units
        The organisations.
    known
        Their table, with the values filled in by other registers.
    answers
        Earlier decisions: identifier of an organisation and ``siren:…`` → ``yes`` or ``no``.

    Returns
    -------
    Part
        Fills of ``siren``, ``size`` (companies only), ``naf``, ``dissolved``, ``city``, ``postcode``, ``lat``, ``lon``.

    Raises
    ------
    PolegraphError
        If a file is none of Sirene's, or is damaged.
    """
    matches = read(paths, units, known, answers)
    values = _values(matches, known)
    fills, after = complete(known, matches.settled, values, "sirene")
    asked = proposals(known, matches.entries, matches.settled, "sirene")
    return Part(fills, no_affiliations(), asked, matches.settled.counts, after)


def read(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    units: Units,
    known: pd.DataFrame,
    answers: Mapping[tuple[str, str], str],
) -> Matches:
    """Read the candidate entries of the organisations; parameters as for `consult`."""
    counts: Counter[str] = Counter()
    legal, establishments = _tables(paths)
    wanted = _Wanted(units, known, answers)
    rows = _legal_units(legal, wanted, counts)
    hidden = _withheld(rows)
    sites = _establishments(establishments, sorted(rows.loc[~hidden, "siren"]), counts)
    entries = [
        Entry(
            siren,
            None if secret else name,
            state == "A",
            bool(secret),
            "FR",
            frozenset(map(normal_city, sites[siren]["city"].dropna())) - {""} if siren in sites else frozenset(),
        )
        for siren, name, state, secret in zip(rows["siren"], rows["name"], rows["state"], hidden, strict=True)
    ]
    candidates = wanted.candidates(rows)
    settled = settle(known, entries, candidates, answers, "sirene")
    settled.counts.update(counts)
    settled.counts["sought"] = len(wanted.units)
    settled.counts["not_found"] = len(wanted.units - {unit for unit, *_rest in candidates})
    return Matches(entries, rows, sites, settled)


def _tables(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
) -> tuple[list[reading.Table], list[reading.Table]]:
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    legal, sites = [], []
    for path in given:
        for source in opening.sources(path):
            table = reading.Table(source) if source.kind != "json" else None
            heading = table.heading if table is not None else []
            missing = {
                "StockUniteLegale": reading.lacking(heading, NEEDED_UNITS),
                "StockEtablissement": reading.lacking(heading, NEEDED_SITES),
            }
            if table is not None and not missing["StockUniteLegale"]:
                legal.append(table)
            elif table is not None and not missing["StockEtablissement"]:
                sites.append(table)
            else:
                raise refuse_layout(source.name, heading, missing)
    if not legal:
        raise PolegraphError(
            _("none of these files is Sirene's stock of legal units"),
            file=", ".join(table.name for table in sites) or None,
            remedy=_("give StockUniteLegale too; establishments alone have no names"),
        )
    return legal, sites


class _Wanted:
    """The units that are looked up, and their keys."""

    def __init__(self, units: Units, known: pd.DataFrame, answers: Mapping[tuple[str, str], str]) -> None:
        self.by: dict[str, list[tuple[int, str]]] = defaultdict(list)
        siren, siret, kind, country = (
            known[column].to_numpy(dtype=object) for column in ("siren", "siret", "kind", "country")
        )
        for unit in range(len(known)):
            for how, text in (("siren", siren[unit]), ("siret", siret[unit])):
                if isinstance(text, str):
                    self.by[text[:9]].append((unit, how))
        for unit, key in decided(answers, known, "sirene"):
            self.by[key].append((unit, "decision"))
        unnamed = np.array(
            [not isinstance(one, str) and not isinstance(two, str) for one, two in zip(siren, siret, strict=True)],
            dtype=bool,
        )
        french = np.array([not isinstance(code, str) or code == "FR" for code in country], dtype=bool)
        eligible = unnamed & french & (kind != "lab")  # a laboratory is no legal unit; companies bear the names of many
        self.forms = sought(units, eligible)
        named = {unit for those in self.by.values() for unit, _how in those}
        self.units = named | set(np.flatnonzero(eligible).tolist())
        self.sirens = pa.array(sorted(self.by), pa.string())
        self.names = pa.array(sorted(self.forms), pa.string())

    def candidates(self, rows: pd.DataFrame) -> list[tuple[int, int, str]]:
        """Return unit, row and the keys that they share."""
        pairs = [(unit, row, how) for row, siren in enumerate(rows["siren"]) for unit, how in self.by.get(siren, ())]
        for column in (*_NAMES, "acronym"):
            by = "acronym" if column == "acronym" else "name"
            for row, name in enumerate(rows[column]):
                if isinstance(name, str):
                    pairs += [(unit, row, by) for unit in self.forms.get(normal_form(name), ())]
        return pairs


def _legal_units(tables: Sequence[reading.Table], wanted: _Wanted, counts: Counter[str]) -> pd.DataFrame:
    """Keep the rows that are looked up: by number, or by name."""
    kept = []
    for table in tables:
        for batch in table.batches(reading.columns(table, UNITS, NEEDED_UNITS, "StockUniteLegale")):
            siren = pc.utf8_lpad(batch.column("siren"), 9, "0")
            mask = np.asarray(pc.is_in(siren, value_set=wanted.sirens)).astype(bool)
            for name in (*_NAMES, "acronym"):
                if name in batch.schema.names:
                    mask |= among(batch.column(name), wanted.names, wanted.forms)
            counts["rows"] += len(batch)
            if mask.any():
                kept.append(pa.Table.from_batches([batch]).filter(pa.array(mask)))
        counts["skipped"] += table.skipped
    columns = list(dict.fromkeys(UNITS.values()))
    frame = pa.concat_tables(kept, promote_options="default").to_pandas() if kept else pd.DataFrame()
    frame = frame.reindex(columns=columns).astype("object")
    frame["siren"] = frame["siren"].str.zfill(9)
    frame = frame.sort_values(columns, ignore_index=True).drop_duplicates("siren", ignore_index=True)
    return frame.where(frame.notna(), None)


def _withheld(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which entries may not be written out: all but legal persons of full diffusion."""
    legal = rows["legal"].fillna("1").astype("str").str.zfill(4)
    return ((rows["diffusion"] != "O") | legal.str.startswith(_PERSONS)).to_numpy(dtype=bool)


def _establishments(
    tables: Sequence[reading.Table], sirens: Sequence[str], counts: Counter[str]
) -> Mapping[str, pd.DataFrame]:
    """Keep the open establishments, of full diffusion, of some units."""
    wanted = pa.array(sirens, pa.string())
    kept = []
    for table in tables:
        for batch in table.batches(reading.columns(table, SITES, NEEDED_SITES, "StockEtablissement")):
            siret = pc.utf8_lpad(batch.column("siret"), 14, "0")
            open_ = pc.and_(pc.equal(batch.column("diffusion"), "O"), pc.equal(batch.column("state"), "A"))
            mask = pc.and_(pc.is_in(pc.utf8_slice_codeunits(siret, 0, 9), value_set=wanted), pc.fill_null(open_, False))  # noqa: FBT003  # Arrow takes it by place
            counts["rows_of_establishments"] += len(batch)
            if pc.any(mask).as_py():
                kept.append(pa.Table.from_batches([batch]).filter(mask))
        counts["skipped"] += table.skipped
    if not kept:
        return {}
    columns = list(dict.fromkeys(SITES.values()))
    frame = pa.concat_tables(kept, promote_options="default").to_pandas().reindex(columns=columns).astype("object")
    frame = frame.where(frame.notna() & (frame != _HIDDEN), None)
    frame["siret"] = frame["siret"].str.zfill(14)
    frame["head"] = frame["head"].eq("true")
    frame = frame.sort_values(["siret", "city"], ignore_index=True).drop_duplicates("siret", ignore_index=True)
    return dict(iter(frame.groupby(frame["siret"].str[:9])))


def _values(matches: Matches, known: pd.DataFrame) -> pd.DataFrame:
    """Return the register's attributes of each organisation with a certain match."""
    cities, sirets, kinds = (known[column].to_numpy(dtype=object) for column in ("city", "siret", "kind"))
    rows = []
    for unit, entry, _how in matches.settled.sure:
        facts = matches.facts.iloc[entry]
        activity = facts["activity"] if facts["nomenclature"] == "NAFRev2" else None
        since = facts["since"] if facts["state"] == "C" and not str(facts["since"]).startswith("1900") else None
        site = _site(matches.sites.get(facts["siren"]), cities[unit], sirets[unit], facts["nic"])
        rows.append(
            {
                "siren": facts["siren"],
                "size": SIZES.get(facts["category"]) if kinds[unit] == "company" else None,
                "naf": activity.replace(".", "") if activity and activity != _HIDDEN else None,
                "dissolved": since,
                **site,
            }
        )
    columns = ["siren", "size", "naf", "dissolved", "city", "postcode", "lat", "lon"]
    return pd.DataFrame(rows, columns=columns, dtype="object")


def _site(sites: pd.DataFrame | None, city: object, siret: object, nic: object) -> dict[str, str | None]:
    """Choose the establishment of an organisation: by its number, else alone in its city, else the head office."""
    if sites is None:
        return {}
    chosen = sites[sites["siret"] == siret]
    normal = normal_city(city) if isinstance(city, str) else ""
    if chosen.empty:
        head = sites[sites["head"] | (sites["siret"].str[9:] == str(nic or "").zfill(5))]
        there = sites[sites["city"].map(lambda text: isinstance(text, str) and normal_city(text) == normal)]
        at_head = head if not normal else head[head.index.isin(there.index)]
        chosen = at_head if len(at_head) == 1 else there if normal and len(there) == 1 else head
    if len(chosen) != 1:
        return {}
    site = chosen.iloc[0]
    place = _degrees(site["east"], site["north"])
    return {
        "city": site["city"],
        "postcode": site["postcode"],
        "lat": str(place[0]) if place else None,
        "lon": str(place[1]) if place else None,
    }


def _degrees(east: object, north: object) -> tuple[float, float] | None:
    try:
        return degrees(float(str(east)), float(str(north)))
    except ValueError:
        return None
