"""The agency's categories in all their editions, and its two programmes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import resources
from polegraph.files import any_table
from polegraph.files.archives import tables_in
from polegraph.reports.quality import checking
from polegraph.sources import anr
from polegraph.sources.anr.categories import canonical, meaning, says_nothing
from polegraph.sources.values import NO_NAME, REMARK, UNKNOWN_WORD
from polegraph.tables import TABLES
from tests import examples

if TYPE_CHECKING:
    from polegraph.network import Network

CASES = Path(__file__).parents[2] / "data" / "cases"
HEADING = "Projet.Code_Decision;Projet.Partenaire.Nom_organisme;Projet.Partenaire.Est_coordinateur"
CATEGORY = "Projet.Partenaire.Categorie_organisme"


def _read(tmp_path: Path, *rows: str, more: str = "") -> Network:
    path = tmp_path / "partners.csv"
    path.write_text("\n".join([f"{HEADING};{CATEGORY}{more}", *rows]) + "\n", encoding="utf-8")
    return anr.read(path)


def _kinds(net: Network) -> dict[str, tuple[str, str | None]]:
    table = net.organisations
    sizes = [None if pd.isna(size) else size for size in table["size"]]
    return dict(zip(table["name"], zip(table["kind"], sizes, strict=True), strict=True))


def test_labels_of_2026() -> None:
    net = anr.read(CASES / "anr_2026_categories" / "partenaires.csv")
    assert _kinds(net) == {
        "Ada Instruments": ("company", "sme"),
        "Zorblax": ("company", "large"),
        "Quixo": ("company", "mid_cap"),
        "Ecole Alpha": ("training_body", None),
        "CHU Beta": ("public_body", None),
        "Fonds Gamma": ("association", None),
    }
    assert net.projects["programme"].tolist() == ["ANR"]
    assert net.imports["layout"].tolist() == ["ANR DOS 2023 and later, partners"]


def test_labels_of_the_states_other_programme() -> None:
    net = anr.read(CASES / "anr_dgpie_categories" / "partenaires.csv")
    assert _kinds(net) == {
        "Universite Alpha": ("training_body", None),
        "Institut Beta": ("lab", None),
        "Centre Gamma": ("public_body", None),
        "Ecole Delta": ("training_body", None),
        "CHU Epsilon": ("public_body", None),
        "Ada": ("company", None),
    }
    assert net.projects["programme"].tolist() == ["PIA / France 2030"]


SEEN = {
    "Associations": "association",
    "Divers public": "public_body",
    "Divers privé": "other",
    "Organisme de recherche": "lab",
    "Université": "training_body",
    "Universités, INSA et INP": "training_body",
    "Grandes écoles publiques": "training_body",
    "ENS et grands établissements": "training_body",
    "COMUE Pôle de recherche et d’enseignement supérieur": "training_body",
    "Autres établissements (publics)": "public_body",
    "Organismes Médicaux (Hôpitaux)": "public_body",
    "EPA, GIP…": "public_body",
    "Etablissements de santé": "public_body",
    "Autres écoles (privées)": "training_body",
    "GIE ou Non-Affecté": "other",
    "Ministères": "public_body",
    "IEP": "training_body",
    "Collectivités": "public_body",
    "Observatoires": "lab",
    "INHA": "lab",
}


@pytest.mark.parametrize("label", SEEN)
def test_labels_seen_in_files(label: str) -> None:
    found = meaning(label)
    assert found is not None
    assert (found.kind, found.size) == (SEEN[label], None)


@pytest.mark.parametrize(
    ("label", "kind", "size"),
    [
        ("pme (Petite et Moyenne Entreprise) ", "company", "sme"),
        ("P.M.E.", "company", "sme"),
        ("PME [au sens européen", "company", "sme"),
        ("TPE (très petite entreprise)", "company", "micro"),
        ("Très petites entreprises", "company", "micro"),
        ("Entreprise de taille intermédiaire", "company", "mid_cap"),
        ("Grandes entreprises", "company", "large"),
        ("ETI & GE", "company", "not_sme"),
        ("Entreprises hors PME", "company", "not_sme"),
        ("Entreprise (hors PME)", "company", "not_sme"),
        ("TPE / PME", "company", "sme"),
        ("PME ou ETI", "company", None),
        ("Start-up", "company", None),
        ("Établissement d'enseignement supérieur privé", "training_body", None),
        ("Etablissement d’enseignement supérieur & de recherche", "training_body", None),
        ("Organismes de type EPA", "public_body", None),
        ("EPIC", "public_body", None),
        ("Établissement public de santé", "public_body", None),
        ("Centre hospitalier universitaire", "public_body", None),
        ("Organismes de recherche (EPST, EPIC)", "lab", None),
        ("FONDATIONS ET ASSOCIATIONS", "association", None),
        ("Collectivités territoriales et établissements publics", "public_body", None),
    ],
)
def test_labels_of_the_same_kind_that_no_file_had_yet(label: str, kind: str, size: str | None) -> None:
    assert meaning(label) == (kind, size)


@pytest.mark.parametrize(
    "label",
    [
        "Extraterrestre",
        "Universités et organismes de recherche",
        "Laboratoire d'entreprise",
        "Hors université",
        "Établissement privé de santé",
        "Entreprise ou association",
        "PME non européenne",
        "Personne physique",
        "EPST / EPIC",
    ],
)
def test_what_is_not_sure_is_unknown_and_listed(label: str, tmp_path: Path) -> None:
    assert meaning(label) is None
    net = _read(tmp_path, f"ANR-26-CE10-0001;Ada;True;{label}", "ANR-26-CE10-0001;Bo;False;PME")
    assert _kinds(net)["Ada"] == ("other", None)
    assert net.rejected[["row", "column", "value", "reason"]].to_numpy().tolist() == [
        [2, CATEGORY, label, UNKNOWN_WORD]
    ]
    assert "emptied_cells=1" in net.imports["notes"].iloc[0]


def test_an_unknown_label_leaves_what_other_rows_say(tmp_path: Path) -> None:
    net = _read(tmp_path, "ANR-20-CE10-0001;Ada;True;PME", "ANR-26-CE10-0001;Ada;False;Nouveauté")
    assert _kinds(net)["Ada"] == ("company", "sme")


@pytest.mark.parametrize("label", ["Non renseigné", "NC", "-", "à compléter"])
def test_a_category_that_is_not_told(label: str, tmp_path: Path) -> None:
    assert says_nothing(label)
    net = _read(tmp_path, f"ANR-26-CE10-0001;Ada;True;{label}")
    assert _kinds(net)["Ada"] == ("other", None)
    assert net.imports["notes"].tolist() == ["no_category=1"]
    assert not len(net.rejected)


def test_no_column_of_kinds_that_are_all_other_goes_by_without_a_word(tmp_path: Path) -> None:
    net = _read(tmp_path, "ANR-26-CE10-0001;Ada;True;Divers privé", "ANR-26-CE10-0001;Bo;False;ETRANGER")
    assert net.imports["notes"].tolist() == ["no_kind=2"]
    said = checking.check(net)
    assert ["rows whose category says no kind of organisation", "2"] in said[["problem", "value"]].to_numpy().tolist()


# -- one organisation, two editions -------------------------------------------------------------------------------

OF_2026 = {
    "Laboratoire public": "Organisme de recherche",
    "Organisme de recherche": "Laboratoire public",
    "Fondation de recherche": "Organismes de type EPST",
    "PME": "PME (petite et moyenne entreprise)",
    "TPE": "TPE (très petite entreprise)",
    "Entreprise autre que TPE ou PME": "Entreprises autres que TPE & PME",
    "Association": "Fondation ou association",
    "Divers public": "Hôpital / Santé",
    "FR PUBLIC": "Divers public ",
    "FR PRIVE": "Divers privé",
    "ETRANGER": "Étranger",
}


@cache
def _real() -> Network:
    return examples.agency()


def test_labels_of_2026_on_the_rows_of_2022_give_the_same_network(tmp_path: Path) -> None:
    (part,) = tables_in(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))
    frame = next(any_table.of(part)).frame
    assert frame[CATEGORY].isin([*OF_2026, "Divers privé", ""]).all()
    frame.assign(**{CATEGORY: frame[CATEGORY].replace(OF_2026)}).to_csv(tmp_path / "2026.csv", index=False)
    net = anr.read(tmp_path / "2026.csv")
    for name in set(TABLES) - {"imports", "rejected"}:
        pd.testing.assert_frame_equal(net.tables[name], _real().tables[name])


@pytest.mark.parametrize(("older", "newer"), OF_2026.items())
def test_both_editions_say_the_same(older: str, newer: str) -> None:
    assert canonical(older) == canonical(newer) is not None


# -- programmes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", ";Projet.Partenaire.Aide_allouee.ANR"])
@pytest.mark.parametrize(
    ("code", "label", "programme", "layout"),
    [
        ("ANR-26-CE10-0001", "Entreprises Privées", "ANR", "ANR DOS 2023 and later"),
        ("ANR-05-BLAN-0001", "Université", "ANR", "ANR DOS 2023 and later"),
        ("ANR-10-EQPX-0001", "PME", "PIA / France 2030", "ANR DGPIE (PIA, France 2030)"),
        ("ANR-15-IDEX-0002", "Université", "PIA / France 2030", "ANR DGPIE (PIA, France 2030)"),
        ("ANR-22-PETQ-0001", "Université", "PIA / France 2030", "ANR DGPIE (PIA, France 2030)"),
        ("ANR-26-ZZZZ-0001", "TPE", "ANR", "ANR DOS 2023 and later"),
        ("ANR-26-ZZZZ-0001", "Grandes écoles publiques", "PIA / France 2030", "ANR DGPIE (PIA, France 2030)"),
        ("ANR-26-ZZZZ-0001", "Université", None, "ANR"),
    ],
)
def test_the_programme_is_told_by_what_stands_in_the_file(
    code: str, label: str, programme: str | None, layout: str, more: str, tmp_path: Path
) -> None:
    net = _read(tmp_path, f"{code};Ada;True;{label}{';5' if more else ''}", more=more)
    found = net.projects["programme"].iloc[0]
    assert found == programme or (programme is None and pd.isna(found))
    assert net.imports["layout"].tolist() == [f"{layout}, partners"]


def test_a_file_of_both_programmes_is_told_project_by_project(tmp_path: Path) -> None:
    net = _read(
        tmp_path,
        "ANR-10-LABX-0001;Ada;True;PME",
        "ANR-26-CE10-0001;Ada;True;PME",
        "ANR-26-ZZZZ-0001;Ada;True;PME",
    )
    assert net.projects.set_index("project_id")["programme"].fillna("?").tolist() == ["PIA / France 2030", "ANR", "?"]
    assert net.imports["layout"].tolist() == ["ANR DOS and DGPIE (PIA, France 2030), partners"]


def test_codes_that_hold_no_call(tmp_path: Path) -> None:
    net = _read(tmp_path, "ANR-22-X-0001;Acme;True;Entreprises Privées")
    assert net.projects["call"].isna().all()
    assert not len(net.themes)


# -- what is no organisation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "0 Aide",
        "AucuneAide",
        "Aucune aide",
        "Pas d'aide pour le partenaire",
        "Non renseigné",
        "Non financé",
        "Non Bénéficaire",
        "pas de laboratoire",
        "À définir",
        "-",
        "12",
        "NC",
    ],
)
def test_a_remark_is_no_organisation(name: str, tmp_path: Path) -> None:
    net = _read(tmp_path, f"ANR-26-CE10-0001;{name};True;PME", "ANR-26-CE10-0001;Ada;False;PME")
    assert net.organisations["name"].tolist() == ["Ada"]
    assert net.rejected[["row", "value", "reason"]].to_numpy().tolist() == [[2, name, NO_NAME]]


@pytest.mark.parametrize(
    "name", ["Non Stop Systems", "Aide et Action", "3D SA", "M2M", "EDF", "Sans Souci SAS", "2CRSI"]
)
def test_names_that_look_like_remarks_are_kept(name: str, tmp_path: Path) -> None:
    net = _read(tmp_path, f"ANR-26-CE10-0001;{name};True;PME")
    assert net.organisations["name"].tolist() == [name]


def test_a_remark_beside_a_code_leaves_the_laboratory(tmp_path: Path) -> None:
    more = ";Projet.Partenaire.Code_RNSR"
    net = _read(tmp_path, "ANR-26-CE10-0001;0 Aide;True;Laboratoire public;200112491C", more=more)
    assert net.organisations["org_id"].tolist() == ["rnsr:200112491C"]
    assert net.rejected["reason"].tolist() == [REMARK]
