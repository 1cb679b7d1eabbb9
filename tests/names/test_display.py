"""Names for the eye: the same name, as people write it; nothing that is not sure changes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.names import rule_tables
from polegraph.names.display import display_name
from polegraph.names.normal_forms import plain_letters

DATA = Path(__file__).parents[2] / "data"
AGENCY = DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"


@pytest.fixture(scope="module")
def agency() -> list[str]:
    column = "Projet.Partenaire.Nom_organisme"
    return sorted(set(pd.read_csv(AGENCY, usecols=[column], dtype="str")[column].dropna()))


# Real names of the agency's file; what is right was written by hand.
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Laboratoire dinformatique de Grenoble", "Laboratoire d'informatique de Grenoble"),
        ("Institut dElectronique du Sud", "Institut d'Electronique du Sud"),
        ("lInstitut de Recherche de Chimie Paris", "l'Institut de Recherche de Chimie Paris"),
        ("Service dOncologie de lHopital Henri Mondor", "Service d'Oncologie de l'Hopital Henri Mondor"),
        ("LABORATOIRE DE MATHÉMATIQUES DE LINSA", "Laboratoire de mathématiques de l'INSA"),
        ("MAISON DES SCIENCES DE LHOMME", "Maison des sciences de l'homme"),
        (
            "COMMISSARIAT A LENERGIE ATOMIQUE ET AUX ENERGIES ALTERNATIVES - CENTRE DETUDE NUCLEAIRE DE CADARACHE",
            "Commissariat à l'énergie atomique et aux énergies alternatives - Centre d'étude nucléaire de Cadarache",
        ),
        (
            "CENTRE NATIONAL DE LA RECHERCHE SCIENTIFIQUE - DELEGATION REGIONALE COTE DAZUR",
            "Centre national de la recherche scientifique - Délégation régionale Côte d'Azur",
        ),
        ("OFFICE PUBLIC DE L HABITAT DU RHÔNE", "Office public de l'habitat du Rhône"),
        ("CNRS DR PARIS B", "CNRS DR Paris B"),
        ("UNIVERSITY OF PORTO", "University of Porto"),
        ("MEDICAL UNIVERSITY OF GRAZ", "Medical University of Graz"),
        ("IMMUNITE ET CANCER, U932", "Immunité et cancer, U932"),
        ("LABORATOIRE LMSSMat, ECP", "LABORATOIRE LMSSMat, ECP"),
        ("Université de Tours - Tours", "Université de Tours"),
        ("Laboratoire de chimie, 37000 TOURS CEDEX 1", "Laboratoire de chimie"),
        ("Martinos Center for Biomedical Imaging,", "Martinos Center for Biomedical Imaging"),
    ],
)
def test_what_is_sure_is_written_as_people_do(written: str, shown: str) -> None:
    assert display_name(written) == shown


@pytest.mark.parametrize(
    "name",
    [
        "GENES",  # an acronym that is a word
        "EVOSENS",
        "SNCF",
        "STMICROELECTRONICS SA",
        "Institut Langevin",
        "Université de Lorient",
        "dSPACE GmbH",
        "iLab",
        "INSERM, Tours",  # without the city it would be another one's name
        "CEA - Grenoble",
        "Lund University",
        "School of Dental Medicine",
        "Institut d'électronique",
        "",
    ],
)
def test_what_is_not_sure_stays(name: str) -> None:
    assert display_name(name) == name


def test_letters_and_figures_of_real_names_stay_and_twice_is_once(agency: list[str]) -> None:
    changed = [name for name in agency if display_name(name) != name]
    assert 0.15 < len(changed) / len(agency) < 0.3
    for name in changed:
        shown = display_name(name)
        assert display_name(shown) == shown, name
        bare, own = ("".join(filter(str.isalnum, plain_letters(text).replace("œ", "oe"))) for text in (shown, name))
        assert own.startswith(bare), name  # only an address at the end goes
    assert not [name for name in map(display_name, agency) if "Détudes" in name or " dinformatique" in name]


@given(st.text(max_size=60))
def test_any_text_has_a_display_name(text: str) -> None:
    shown = display_name(text)
    assert bool(shown) == bool(text)


def test_table_has_each_word_once() -> None:
    rows = rule_tables.rows("written_words")
    assert {row["part"] for row in rows} == {"little", "word", "acronym", "whole", "french"}
    keys = [plain_letters(row["written"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["written"].isupper() == (row["part"] == "acronym") for row in rows if len(row["written"]) > 1)
