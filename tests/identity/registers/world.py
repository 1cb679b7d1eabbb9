"""Organisations that the registers' files in tests/data speak of, each for one rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from polegraph.identity.entities import units

if TYPE_CHECKING:
    from polegraph.identity.entities import Units

DATA = Path(__file__).parents[2] / "data" / "identity" / "registers"
LEGAL = DATA / "StockUniteLegale_utf8.csv"
SITES = DATA / "StockEtablissement_utf8.csv"
RNSR = DATA / "fr-esr-repertoire-national-structures-recherche.csv"
ROR = DATA / "v9.9-2025-01-01-ror-data_schema_v2.json"
ROR_CSV = DATA / "v9.9-2025-01-01-ror-data_schema_v2.csv"

SECRETS = (
    *("VERGNOLIVIER", "TARDIVEAUMONT", "ANTHELMINE", "MINERVINE", "QUILLEVANDRE", "GWENDOLINETTE"),
    *("INDIVISION", "DIFFUSION", "BOURGES", "VIERZON", "CHATEAUROUX", "ISSOUDUN", "[ND]"),
)
"""What stands in the files about persons, or of partial diffusion."""

_NAMED = pd.read_csv(LEGAL, dtype=str).drop_duplicates("denominationUniteLegale")
_SIREN = dict(zip(_NAMED["denominationUniteLegale"], _NAMED["siren"], strict=True))


def siren(name: str) -> str:
    """Return the SIREN of the first legal unit of that name in the file."""
    return str(_SIREN[name])


PERSON = pd.read_csv(LEGAL, dtype=str).query("nomUniteLegale == 'VERGNOLIVIER'")["siren"].iloc[0]

ORGANISATIONS: dict[str, dict[str, object]] = {
    "rubber": {"name": "Élastomères du Val SAS", "city": "Orléans cedex 2"},
    "homonym": {"name": "Homonyme", "city": "Lyon"},
    "chemistry": {"name": "Chimie", "siren": siren("CHIMIE TRANSLIGERIENNE"), "size": "sme", "city": "Tours"},
    "partial": {"name": "Some name", "siren": siren("OPPOSEE A LA DIFFUSION")},
    "discreet": {"name": "Discrétion absolue"},
    "person": {"name": "A person's workshop", "siren": PERSON},
    "undivided": {"name": "Some people", "siren": siren("PERSONNES EN INDIVISION")},
    "optics": {"name": "Optique du Levant", "city": "Lille"},
    "closed_name": {"name": "Atelier clos"},
    "lab_of_that_name": {"name": "LIRIVAL", "kind": "lab", "city": "Lyon"},
    "foreigner": {"name": "Braunwerk", "country": "DE"},
    "nowhere": {"name": "Sans Pays", "country": None},
    "ardennes": {"name": "Mécanique", "siret": siren("MECANIQUE DES ARDENNES") + "00029", "size": "not_sme"},
    "agency": {"name": "AMV", "kind": "association", "city": "TOULOUSE CEDEX 4"},
    "zenith": {"name": "BEZ"},
    "pumps": {"name": "POMPES RÉUNIES", "size": "not_sme"},
    "weaving": {"name": "Tissages", "siren": siren("TISSAGES ANCIENS")},
    "electronics": {"name": "Société dElectronique"},
    "common": {"name": "Très commun"},
    "half_open": {"name": "Mêlée ouverte", "city": "Lille"},
    "wool": {"name": "Laines du Nord"},
    "wool_brand": {"name": "Nordlaine"},
    "nd": {"name": "[ND]"},
    "unknown": {"name": "Nobody Knows Them"},
    "shadow": {"name": "Laboratoire des Sciences de lOmbre UMR 9901", "kind": "lab"},
    "living": {"name": "IMV (UMR CNRS 9902)", "kind": "lab", "city": "Rennes"},
    "physics": {"name": "Laboratoire de physique", "kind": "lab"},
    "old_optics": {"name": "AAO", "kind": "lab", "rnsr": "200900005E", "city": "Nice"},
    "new_optics": {"name": "ANO", "kind": "lab", "rnsr": "201800006F"},
    "broken_list": {"name": "CLR", "kind": "lab", "rnsr": "201500007G"},
    "lost_lab": {"name": "Lost", "kind": "lab", "rnsr": "199900009Z"},
    "invention": {"name": "Université dInvention", "kind": "training_body"},
    "shadows": {"name": "HELLENIC INSTITUTE OF SHADOWS", "kind": "lab", "country": "EL"},
    "twin": {"name": "Twin Institute", "kind": "lab", "country": "DE", "city": "Berlin"},
    "gone": {"name": "Gone Institute", "kind": "lab", "country": "IT"},
    "known": {"name": "KI", "kind": "lab", "country": "PT", "ror": "012345a06", "city": "Porto"},
    "bridges": {"name": "CFBR", "kind": "lab", "country": "ES", "city": "MADRID"},
}


def world(order: int | None = None) -> Units:
    """Return the organisations, in some order of their rows."""
    rows = [{"org_id": key, "kind": "company", "country": "FR", **said} for key, said in ORGANISATIONS.items()]
    table = pd.DataFrame(rows)
    if order is not None:
        table = table.sample(frac=1, random_state=order)
    none = pd.DataFrame({"project_id": [], "org_id": []})
    return units({"organisations": table, "participations": none})
