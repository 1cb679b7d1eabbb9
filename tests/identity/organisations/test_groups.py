"""Groups of companies: the list, what it says of ANR, and a user's own sheet."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.files.budget import FLOOR
from polegraph.identity import is_siren, normal_form
from polegraph.identity.entities import Units, units
from polegraph.identity.organisations import groups
from polegraph.resources import data
from polegraph.sources import cordis
from tests import examples
from tests.identity import company_truth

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parents[2] / "data"
NAMED = ("thales", "orange", "stmicroelectronics", "airbus", "stellantis", "edf", "arkema", "safran")


def shipped() -> list[dict[str, str]]:
    with data("groups.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def those(*names: str, kind: str | None = "company", **columns: list[str | None]) -> Units:
    """Return organisations of these names, whose identifiers are their places."""
    ids = [f"{place:03}" for place in range(len(names))]
    table = pd.DataFrame({"org_id": ids, "name": names, "kind": kind} | columns)
    return units(
        {
            "organisations": table,
            "participations": pd.DataFrame({"project_id": [], "org_id": []}),
        }
    )


def group_of(name: str, kind: str | None = "company") -> str | None:
    found = groups.assign(those(name, kind=kind))
    return None if found.empty else str(found["parent_id"].iloc[0])


@pytest.fixture(scope="module")
def agency() -> Units:
    return units(examples.agency().tables)


@pytest.fixture(scope="module")
def members(agency: Units) -> pd.DataFrame:
    return groups.assign(agency)


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    return pd.read_csv(HERE / "identity" / "group_members.csv", keep_default_na=False)


# The list itself


def test_every_row_says_where_it_can_be_checked() -> None:
    for row in shipped():
        assert row["source"]
        assert 2010 <= int(row["year"]) <= 2026
        assert row["what"] in {"name", "subsidiary", "former_name", "brand"}
        assert row["match"] in {"exact", "prefix", "word"}
        assert row["size"] == "large"
        assert len(row["country"]) == 2


def test_every_siren_has_its_check_digit_and_stands_once() -> None:
    sirens = [row["siren"] for row in shipped() if row["siren"]]
    assert len(sirens) >= 50
    assert all(is_siren(siren) for siren in sirens)
    assert len(set(sirens)) == len(sirens)


def test_no_pattern_stands_twice_and_all_are_in_normal_form() -> None:
    patterns = [row["pattern"] for row in shipped()]
    assert len(set(patterns)) == len(patterns)
    assert [normal_form(pattern) for pattern in patterns] == patterns


def test_a_group_has_one_name_country_and_source() -> None:
    said: dict[str, set[tuple[str, str, str]]] = {}
    for row in shipped():
        said.setdefault(row["group_id"], set()).add((row["group_name"], row["country"], row["source"]))
    assert {group for group, values in said.items() if len(values) > 1} == set()
    french = [group for group, values in said.items() if next(iter(values))[1] == "FR"]
    assert len(french) >= 100
    assert len(said) - len(french) >= 60


def test_former_names_say_until_when() -> None:
    former = [row for row in shipped() if row["what"] == "former_name"]
    assert sum(bool(row["not_after"]) for row in former) / len(former) > 0.85
    known = {row["pattern"]: row["group_id"] for row in former}
    told = {
        "eads": "airbus",
        "snecma": "safran",
        "turbomeca": "safran",
        "france telecom": "orange",
        "peugeot citroen": "stellantis",
        "gdf suez": "engie",
        "alcatel lucent": "nokia",
        "dcns": "naval-group",
        "rhodia": "solvay",
        "areva np": "edf",
        "lafarge": "holcim",
    }
    assert {name: known.get(name) for name in told} == told


# What it says of ANR


def test_every_member_in_anr_was_read_by_eye(members: pd.DataFrame, judged: pd.DataFrame) -> None:
    found = set(zip(members["parent_id"], members["org_id"], strict=True))
    assert found == set(zip(judged["group_id"], judged["org_id"], strict=True))


def test_group_links_are_right(judged: pd.DataFrame) -> None:
    assert len(judged) > 600
    assert set(judged["verdict"]) <= {"right", "wrong", "unsure"}
    assert (judged["verdict"] == "right").mean() >= 0.98
    assert (judged.loc[judged["verdict"] != "right", "note"] != "").all()


@pytest.mark.parametrize("group", NAMED)
def test_named_groups_have_all_members_and_no_intruder(
    group: str, agency: Units, members: pd.DataFrame, judged: pd.DataFrame
) -> None:
    mine = set(members.loc[members["parent_id"] == group, "org_id"])
    right = judged[(judged["group_id"] == group) & (judged["verdict"] != "wrong")]
    assert mine == set(right["org_id"])
    assert len(mine) >= 6
    # Nobody with the group's own name is left outside, other than those that are named here.
    word = agency.table["name"].map(normal_form).str.split().map(lambda words: group in words)
    outside = agency.table[word & ~agency.table["org_id"].isin(mine) & (agency.table["kind"] == "company")]
    ventures = {
        "thales": {"ALCATEL THALES III-V LAB"},
        "edf": {"RTE EDF TRANSPORT"},
        "safran": {"SAFRAN IDENTITY & SECURITY", "SAFRAN IDENTITY ET SECURITY"},
    }
    assert set(outside["name"]) == ventures.get(group, set())


def test_pairs_that_somebody_else_labelled_agree(members: pd.DataFrame) -> None:
    pairs = company_truth.table()
    group = members.set_index("org_id")["parent_id"]
    one, other = pairs["one_id"].map(group), pairs["other_id"].map(group)
    together = pairs[(one == other) & (pairs["same_group"] != "unsure")]
    assert len(together) > 500
    assert (together["same_group"] == "yes").mean() >= 0.98


@pytest.mark.parametrize(
    "name",
    [
        "EDAP TMS France",
        "Air Serenity",
        "Air Lynx",
        "Compagnie Nationale du Rhône",
        "Ateliers des Janves",
        "Alma Medical Imaging",
        "Total Immersion",
        "Orange County Water District",
        "Fonderie Messier",
        "Bull Terrier Club",
        "Safran School",
        "Université Thales de Milet",
        "Thales University",
        "Renault Dubois",
        "Novartis Foundation",
        "Boehringer Ingelheim Fonds",
        "Vinci Technologies",
        "Kem One",
        "Areva H2Gen",
        "Réseau des acteurs de l'EDF",
        "Fred Hutchinson Cancer Center",
        "Photowatt Ontario",
        "Zodiac Nautic",
        "Suez Canal University",
        "Safran du Quercy",
        "Ménard SARL",
        "Legrand SARL",
        "Carrier",
        "Roche",
        "Continental",
        "Grid Solutions for Africa",
        "",
    ],
)
def test_ordinary_words_and_others_of_the_name_join_nothing(name: str) -> None:
    assert group_of(name) is None


@pytest.mark.parametrize("kind", ["lab", "public_body", "training_body", "association"])
def test_only_companies_join(kind: str) -> None:
    assert group_of("Thales", kind) is None
    assert group_of("Ville d'Orange", kind) is None


@pytest.mark.parametrize("kind", ["company", "other", None])
def test_what_may_be_a_company_joins(kind: str | None) -> None:
    assert group_of("Thales", kind) == "thales"


def test_the_longest_pattern_wins() -> None:
    assert group_of("Airbus Safran Launchers") == "arianegroup"
    assert group_of("Renault Trucks") == "volvo"
    assert group_of("Renault Trucks Defense") == "john-cockerill"
    assert group_of("Volvo Personvagnar AB") == "volvo-cars"
    assert group_of("Safran Identity & Security") == "idemia"
    assert group_of("Alcatel-Lucent Enterprise") is None


def test_whole_names_may_be_introduced_and_say_their_country() -> None:
    assert group_of("Groupe Bigard") == group_of("Bigard France SAS") == "bigard"
    assert group_of("Société Transgene") == "institut-merieux"
    assert group_of("Orange Marine Conservation") is None


def test_a_siren_is_believed_before_the_name_and_whatever_the_kind() -> None:
    found = groups.assign(those("Etablissement 12", "Thales", kind="lab", siren=["552059024", None]))
    assert found[["org_id", "parent_id", "how", "evidence"]].to_numpy().tolist() == [
        ["000", "thales", "siren", "siren:552059024"]
    ]
    assert group_of("Etablissement 12") is None


def test_spellings_that_contradict_join_nothing() -> None:
    tables = {
        "organisations": pd.DataFrame({"org_id": ["a", "b"], "name": ["X", "Y"], "kind": "company"}),
        "participations": pd.DataFrame({"project_id": [], "org_id": []}),
        "aliases": pd.DataFrame(
            {
                "org_id": ["a", "a", "b", "b"],
                "name": ["Snecma", "Renault", "Snecma", "Safran Ceramics"],
                "source": "s",
                "rows": 1,
            }
        ),
    }
    found = groups.assign(units(tables))
    assert found[["org_id", "parent_id", "evidence"]].to_numpy().tolist() == [["b", "safran", "prefix:safran ceramics"]]


def test_rows_in_any_order_give_the_same(agency: Units, members: pd.DataFrame) -> None:
    shuffled = agency.table.query("kind == 'company'").sample(frac=1, random_state=1)
    again = units(
        {"organisations": shuffled, "participations": pd.DataFrame({"project_id": [], "org_id": []})},
    )
    one = members[members["org_id"].isin(shuffled["org_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(groups.assign(again), one)


def test_nobody_in_horizon_europes_sample_is_an_intruder() -> None:
    folder = HERE / "cordis"
    files = [folder / "HE_organization_head100_pandas.csv", folder / "HE_project_head100_pandas.csv"]
    assert groups.assign(units(cordis.read(files).tables)).empty


# What it adds


def test_a_member_is_as_large_as_its_group() -> None:
    mine = those(
        "Thales",
        "Orange",
        "Airbus",
        "Safran",
        "Nobody",
        size=["sme", "large", None, "not_sme", "sme"],
        group_id=[None, None, "own", "safran", None],
    )
    filled = groups.fills(mine, groups.assign(mine))
    assert filled[["org_id", "column", "value"]].to_numpy().tolist() == [
        ["000", "group_id", "thales"],
        ["000", "size", "large"],
        ["001", "group_id", "orange"],
        ["003", "size", "large"],
    ]
    assert (filled["source"] != "").all()


# A user's own sheet


def sheet(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_rows_come_first(tmp_path: Path) -> None:
    own = sheet(tmp_path, "group_id;pattern;match;size\nmine;Thalès;prefix;mid_cap\nmine;Ada Sàrl;exact;\n")
    mine = those("THALES SIX GTS France", "ADA", "Adam", "Safran", size=["sme", None, None, None])
    found = groups.assign(mine, [own])
    assert dict(zip(found["org_id"], found["parent_id"], strict=True)) == {
        "000": "mine",
        "001": "mine",
        "003": "safran",
    }
    assert found["source"].iloc[0] == "own.csv"
    sizes = groups.fills(mine, found, [own]).query("column == 'size'")
    assert dict(zip(sizes["org_id"], sizes["value"], strict=True)) == {
        "000": "mid_cap",
        "001": "mid_cap",
        "003": "large",
    }


def test_a_user_can_forbid(tmp_path: Path) -> None:
    own = sheet(tmp_path, "group_id,pattern,match\nthales,Thales Angénieux,never\n,Orange Labs,never\n")
    mine = those("Thales Angénieux", "Thales", "Orange Labs", "Orange")
    assert groups.assign(mine, [own])["org_id"].tolist() == ["001", "003"]
    other = sheet(tmp_path, "group_id,pattern,match\nsafran,Thales Angénieux,never\n")
    assert groups.assign(mine, [other])["org_id"].tolist() == ["000", "001", "002", "003"]


def test_a_user_can_forbid_by_siren(tmp_path: Path) -> None:
    own = sheet(tmp_path, "group_id,pattern,match,siren\nthales,,never,552059024\n")
    assert groups.assign(those("Thales", siren=["552059024"]), [own]).empty


def test_a_row_may_admit_other_kinds(tmp_path: Path) -> None:
    own = sheet(tmp_path, "group_id,pattern,match,kind\nx,Fondation Ada,prefix,association;lab\n")
    assert len(groups.assign(those("Fondation Ada", kind="association"), [own])) == 1
    assert groups.assign(those("Fondation Ada", kind="public_body"), [own]).empty


def test_a_workbook_and_windows_text_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["group_id", "pattern", "match", "siren", "year"])
    book.worksheets[0].append(["x", "Élise", "exact", 552059024, 2024])
    book.save(tmp_path / "own.xlsx")
    found = groups.assign(those("ELISE", "b", siren=[None, "552059024"]), [tmp_path / "own.xlsx"])
    assert found[["parent_id", "how", "year"]].to_numpy().tolist() == [["x", "name", 2024], ["x", "siren", 2024]]
    (tmp_path / "w.csv").write_bytes("group_id\tpattern\tmatch\nx\tÉlise\texact\n".encode("cp1252"))
    assert len(groups.assign(those("ELISE"), [tmp_path / "w.csv"])) == 1


@pytest.mark.parametrize(
    ("text", "row", "column", "value"),
    [
        ("group_id,pattern\nx,a\n", None, "match", None),
        ("group_id,pattern,match,colour\nx,a,exact,red\n", 1, None, "colour"),
        ("group_id,pattern,match\nx,a,exact\nx,b,maybe\n", 3, "match", "maybe"),
        ("group_id,pattern,match\n\n,a,exact\n", 3, "group_id", None),
        ("group_id,pattern,match\nx,,exact\n", 2, "pattern", None),
        ("group_id,pattern,match,siren\nx,a,exact,123456789\n", 2, "siren", "123456789"),
        ("group_id,pattern,match,year\nx,a,exact,next\n", 2, "year", "next"),
        ("group_id,pattern,match,size\nx,a,exact,huge\n", 2, "size", "huge"),
        ("group_id,pattern,match,kind\nx,a,exact,tree\n", 2, "kind", "tree"),
    ],
)
def test_a_wrong_cell_is_named(
    tmp_path: Path, text: str, row: int | None, column: str | None, value: str | None
) -> None:
    with pytest.raises(PolegraphError) as caught:
        groups.assign(those("a"), [sheet(tmp_path, text)])
    error = caught.value
    assert (error.file, error.row, error.column, error.value) == ("own.csv", row, column, value)
    assert error.remedy


def _repacked(folder: Path, change: Callable[[bytes], bytes]) -> Path:
    """Write a workbook of groups whose first sheet was changed."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["group_id", "pattern", "match"])
    book.worksheets[0].append(["x", "a", "exact"])
    book.save(folder / "own.xlsx")
    with zipfile.ZipFile(folder / "own.xlsx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = change(members["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(folder / "own.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return folder / "own.xlsx"


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    bomb = _repacked(tmp_path, lambda sheet: sheet + b" " * (FLOOR + 1))
    with pytest.raises(PolegraphError, match="far more") as caught:
        groups.assign(those("a"), [bomb])
    assert caught.value.file == "own.xlsx"


def test_a_damaged_member_of_a_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="cannot be read") as caught:
        groups.assign(those("a"), [_repacked(tmp_path, lambda sheet: sheet[: len(sheet) // 2])])
    assert (caught.value.file, caught.value.remedy) == ("own.xlsx", "save it as CSV (UTF-8) or XLSX")


def test_what_a_workbook_says_of_its_own_size_is_not_believed(tmp_path: Path) -> None:
    small = _repacked(tmp_path, lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', sheet))
    assert len(groups.assign(those("a"), [small])) == 1


@pytest.mark.parametrize("name", ["missing.csv", "broken.xlsx"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(PolegraphError, match=name):
        groups.assign(those("a"), [tmp_path / name])
