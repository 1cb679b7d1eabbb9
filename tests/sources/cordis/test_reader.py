"""CORDIS's files: real samples as they are published, and small ones made of their traps."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.sources import cordis
from polegraph.tables import TABLES

SAMPLES = Path(__file__).parents[2] / "data" / "cordis"
VERBATIM = SAMPLES / "organization_publisher_verbatim_10rows.csv"
FP7 = SAMPLES / "FP7_project_raw_sample.csv"
ORGANIZATION = ["projectID", "organisationID", "name", "SME", "activityType", "country", "role", "order"]
ORGANIZATION += ["geolocation", "ecContribution", "netEcContribution", "totalCost", "vatNumber", "contactForm"]
PROJECT = ["id", "acronym", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "frameworkProgramme"]
PROJECT += ["subCall", "topics", "legalBasis", "objective"]


def _text(rows: list[dict[str, str]], columns: list[str]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _member(**cells: str) -> dict[str, str]:
    return {"projectID": "101", "organisationID": "999999991", "name": "Ada", "country": "FR", **cells}


def _write(folder: Path, members: list[dict[str, str]], projects: list[dict[str, str]] | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "organization.csv").write_bytes(_text(members, ORGANIZATION))
    if projects is not None:
        (folder / "project.csv").write_bytes(_text(projects, PROJECT))
    return folder


def _cells(frame: pd.DataFrame, key: str, *columns: str) -> list[Any]:
    """Return what stands in one row."""
    values: list[Any] = frame.loc[[key], list(columns)].astype("object").to_numpy().tolist()[0]
    return values


# -- samples ------------------------------------------------------------------------------------------------------


def test_ten_rows_as_published() -> None:
    net = cordis.read(VERBATIM)
    assert len(net.participations) == 10
    assert len(net.organisations) == 9  # one code takes part in two projects
    assert sorted(net.organisations["country"]) == ["CH", "EL", "EL", "ES", "GH", "HK", "UK", "UK", "XK"]
    by_id = net.organisations.set_index("org_id")
    assert _cells(by_id, "pic:999905974", "kind", "size", "sme") == ["company", "not_sme", False]
    assert _cells(by_id, "pic:999643007", "kind", "sme") == ["training_body", False]
    assert pd.isna(_cells(by_id, "pic:999643007", "size")[0])
    assert _cells(by_id, "pic:928228018", "kind", "size", "sme") == ["company", "sme", True]
    assert _cells(by_id, "pic:999905974", "lat", "lon") == [51.525895694, -0.13394298]
    parts = net.participations.set_index("project_id")
    assert _cells(parts, "633053", "role", "funding", "cost") == ["third_party", 528340.97, 960619.95]
    assert _cells(parts, "314056", "funding") == [541640]  # no net amount in FP7
    assert _cells(parts, "690850", "role") == ["associated"]
    account = net.imports.iloc[0]
    assert account["dropped_columns"] == "contactForm"
    assert pd.isna(account["unknown_columns"])
    assert account["notes"] == "projects_not_described=10"
    assert not any("contact-form" in str(table.to_dict()) for table in net.tables.values())


def test_all_samples_together_are_several_sources() -> None:
    net = cordis.read(SAMPLES)
    assert net.imports.set_index("file")["source"].to_dict() == {
        "organization_publisher_verbatim_10rows.csv": "cordis",
        "FP7_project_raw_sample.csv": "fp7",
        "HE_organization_head100_pandas.csv": "horizon",
        "HE_project_head100_pandas.csv": "horizon",
    }
    assert net.imports["rows"].sum() == 269 == net.imports["kept"].sum()
    assert net.projects["programme"].value_counts().to_dict() == {"HORIZON": 100, "FP7": 59}
    assert len(net.rejected) == 0


def test_line_breaks_and_quotation_marks_in_abstracts(tmp_path: Path) -> None:
    shutil.copy(FP7, tmp_path / "project.csv")
    shutil.copy(VERBATIM, tmp_path / "organization.csv")
    net = cordis.read(tmp_path, source="mine")
    abstract, call = _cells(net.projects.set_index("project_id"), "287711", "abstract", "call")
    assert '"uncopiable intangibles"' in abstract
    assert set(net.projects["source"]) == {"mine"}
    assert call == "FP7-ICT-2011-7"


# -- traps --------------------------------------------------------------------------------------------------------


def test_an_empty_flag_is_unknown_and_a_yes_holds_whatever_the_activity(tmp_path: Path) -> None:
    flags = [("true", "HES"), ("false", "PRC"), ("false", "REC"), ("", "PRC"), ("", "")]
    members = [_member(organisationID=f"90000000{i}", SME=sme, activityType=a) for i, (sme, a) in enumerate(flags)]
    table = cordis.read(_write(tmp_path / "x", members)).organisations
    known = [
        (kind, None if pd.isna(sme) else sme, None if pd.isna(size) else size)
        for kind, sme, size in zip(table["kind"], table["sme"], table["size"], strict=True)
    ]
    assert known == [
        ("training_body", True, "sme"),
        ("company", False, "not_sme"),
        ("lab", False, None),
        ("company", None, None),
        ("other", None, None),
    ]


def test_namibia_places_amounts_and_french_vat(tmp_path: Path) -> None:
    members = [
        _member(organisationID="900000001", country="NA", geolocation="(-22.5, 17.1)", netEcContribution="1.234,5"),
        _member(organisationID="900000002", geolocation="[48.8,2.3]", ecContribution="7", vatNumber="FR62302717327"),
        _member(organisationID="900000003", geolocation="", totalCost="10,5", vatNumber="NOT APPLICABLE"),
        _member(organisationID="", name="No Code Ltd", geolocation="north"),
        _member(organisationID="", name="NO CODE", country="ATLANTIS"),
        _member(organisationID="12", name="Short Code"),
    ]
    net = cordis.read(_write(tmp_path / "x", members))
    by_name = net.organisations.set_index("org_id")
    assert _cells(by_name, "pic:900000001", "country", "lat", "lon") == ["NA", -22.5, 17.1]
    assert _cells(by_name, "pic:900000002", "lat", "lon") == [48.8, 2.3]
    assert by_name["vat"].dropna().tolist() == ["FR62302717327"]
    assert net.participations["funding"].dropna().tolist() == [1234.5, 7.0]
    assert net.participations["cost"].dropna().tolist() == [10.5]
    assert sorted(net.rejected["column"]) == ["country", "geolocation", "organisationID"]
    assert net.imports["notes"].tolist() == ["projects_not_described=1;emptied_cells=3"]
    assert sum(by_name.index.str.startswith("name:")) == 3


def test_siren_is_taken_from_a_sound_french_vat_number_only(tmp_path: Path) -> None:
    key = (12 + 3 * (302717327 % 97)) % 97
    members = [
        _member(organisationID="900000001", vatNumber=f"FR{key:02d}302717327"),
        _member(organisationID="900000002", vatNumber=f"FR{(key + 1) % 97:02d}302717327"),
        _member(organisationID="900000003", vatNumber=f"FR{key:02d}302717327", country="BE"),
    ]
    net = cordis.read(_write(tmp_path / "x", members))
    assert net.organisations["siren"].fillna("").tolist() == ["302717327", "", ""]


def test_a_code_several_times_in_a_project(tmp_path: Path) -> None:
    members = [
        _member(role="thirdParty", order="5", netEcContribution="10"),
        _member(role="participant", order="2", netEcContribution="100"),
        _member(role="participant", order="2", netEcContribution="100"),
        _member(role="internationalPartner", order="9"),
        _member(projectID="102", role="associatedPartner"),
        _member(projectID="103", role="observer"),
    ]
    net = cordis.read(_write(tmp_path / "x", members))
    assert net.participations["role"].fillna("?").tolist() == ["partner", "associated", "?"]
    assert net.participations["funding"].fillna(-1).tolist() == [110, -1, -1]
    assert net.imports[["kept", "repeated", "rejected"]].to_numpy().tolist() == [[3, 3, 0]]
    assert net.rejected["value"].tolist() == ["observer"]


def test_the_latest_project_says_what_an_organisation_is(tmp_path: Path) -> None:
    members = [
        _member(projectID="1", name="Old Name", SME="true", activityType="PRC"),
        _member(projectID="2", name="New Name", SME="false", activityType="PRC"),
        _member(projectID="3", name="Middle Name", SME="true", activityType="PRC"),
    ]
    starts = {"1": "2015-01-01", "2": "2021-01-01", "3": "2018-01-01"}
    projects = [{"id": i, "acronym": "A", "title": "T", "startDate": day} for i, day in starts.items()]
    net = cordis.read(_write(tmp_path / "x", members, projects))
    assert net.organisations[["name", "size"]].to_numpy().tolist() == [["New Name", "not_sme"]]
    assert sorted(net.aliases["name"]) == ["Middle Name", "New Name", "Old Name"]


def test_days_and_amounts_that_cannot_be_read(tmp_path: Path) -> None:
    projects = [
        {"id": "101", "title": "T", "startDate": "2020-13-01", "endDate": "2021-01-01", "totalCost": "1,5"},
        {"id": "102", "title": "T", "startDate": "2020-01-01", "endDate": "2019-01-01", "ecMaxContribution": "-1"},
        {"id": "", "title": "nobody's"},
    ]
    net = cordis.read(_write(tmp_path / "x", [_member()], projects))
    assert sorted(net.rejected["column"]) == ["ecMaxContribution", "endDate", "id", "startDate"]
    assert net.projects["total_cost"].tolist()[0] == 1.5
    assert net.projects["year"].fillna(0).tolist() == [0, 2020]
    assert _cells(net.imports.set_index("table"), "projects", "rows", "kept", "rejected") == [3, 2, 1]


def test_themes(tmp_path: Path) -> None:
    folder = _write(tmp_path / "x", [_member()], [{"id": "101", "title": "T", "topics": "T-1", "legalBasis": "H.1"}])
    voc = ["projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription"]
    rows = [dict(zip(voc, ["101", "/25/67", "/x/y", "optics", ""], strict=True))] * 2
    rows += [dict(zip(voc, ["777", "/25/67", "/x/y", "optics", ""], strict=True))]
    (folder / "euroSciVoc.csv").write_bytes(_text(rows, voc))
    (folder / "topics.csv").write_bytes(
        _text([{"projectID": "101", "topic": "T-1", "title": "Topic one"}], ["projectID", "topic", "title"])
    )
    (folder / "webLink.csv").write_bytes(b'"id";"physUrl"\n')
    net = cordis.read(folder)
    assert net.themes[["theme_id", "label", "scheme"]].to_numpy().tolist() == [
        ["EuroSciVoc:/x/y", "optics", "EuroSciVoc"],
        ["call:T-1", "Topic one", "call"],
        ["legalBasis:H.1", "H.1", "legalBasis"],
    ]
    assert len(net.rejected) == 0
    account = _cells(
        net.imports.set_index("table"), "project_themes (euroSciVoc)", "rows", "kept", "repeated", "rejected"
    )
    assert account == [2, 1, 1, 0]
    assert "themes_of_other_projects=1" in net.imports["notes"].str.cat(sep=";", na_rep="")
    assert "unused_files=1" in net.imports["notes"].str.cat(sep=";", na_rep="")
    assert net.projects["call"].tolist() == ["T-1"]


def test_archives_of_two_programmes_make_one_network(tmp_path: Path) -> None:
    for name, programme, project, sme in (("fp7", "FP7", "1", "true"), ("HORIZON", "HORIZON", "2", "false")):
        folder = _write(
            tmp_path / name,
            [_member(projectID=project, SME=sme, activityType="OTH")],
            [
                {
                    "id": project,
                    "title": "T",
                    "frameworkProgramme": programme,
                    "startDate": f"20{10 + int(project)}-01-01",
                }
            ],
        )
        with zipfile.ZipFile(tmp_path / f"cordis-{name}projects-csv.zip", "w") as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
    paths = sorted(tmp_path.glob("*.zip"))
    net = cordis.read(paths)
    assert net.organisations["source"].tolist() == ["fp7;horizon"]
    assert net.organisations["sme"].tolist() == [False]  # what the later programme says
    assert net.projects["source"].tolist() == ["fp7", "horizon"]
    assert net.imports["file"].str.count("/").eq(1).all()
    again = cordis.read(paths[::-1])
    for name in TABLES:
        pd.testing.assert_frame_equal(net.tables[name], again.tables[name])


def test_programme_is_known_by_the_name_of_the_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "cordis-h2020projects-csv.zip", "w") as archive:
        archive.writestr("organization.csv", _text([_member()], ORGANIZATION))
    assert cordis.read(tmp_path / "cordis-h2020projects-csv.zip").imports["source"].tolist() == ["h2020"]


def test_json_nested_flat_and_csv_say_the_same(tmp_path: Path) -> None:
    member = {
        "organisationID": 999999991,
        "name": "Ada",
        "country": "NA",
        "SME": True,
        "activityType": "PRC",
        "role": "coordinator",
        "ecContribution": 10.5,
    }
    project = {"id": 101, "acronym": "A", "title": "T", "frameworkProgramme": "HORIZON", "startDate": "2022-01-01"}
    nested = tmp_path / "nested.json"
    nested.write_text(json.dumps([{**project, "organizations": [member]}]), encoding="utf-8")
    single = tmp_path / "single"
    single.mkdir()
    (single / "project.json").write_text(json.dumps([project]), encoding="utf-8-sig")
    (single / "organization.json").write_text(json.dumps([{**member, "projectID": 101}]), encoding="utf-8")
    (single / "webLink.json").write_text("[]", encoding="utf-8")
    each = tmp_path / "each.zip"
    with zipfile.ZipFile(each, "w") as archive:
        archive.writestr("project-101.json", json.dumps({**project, "organizations": [member]}))
    cells = {key: ("true" if value is True else str(value)) for key, value in member.items()}
    plain = _write(tmp_path / "plain", [{"projectID": "101", **cells}], [{k: str(v) for k, v in project.items()}])
    expected = cordis.read(plain)
    assert expected.organisations["country"].tolist() == ["NA"]
    for given in (nested, single, each):
        net = cordis.read(given)
        for name in set(TABLES) - {"imports"}:
            pd.testing.assert_frame_equal(net.tables[name], expected.tables[name])


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "[" * 100_000, '{"a": 1}'])
def test_json_that_is_not_cordis(tmp_path: Path, text: str) -> None:
    path = tmp_path / "project.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolegraphError):
        cordis.read(path)


def test_the_order_of_rows_never_matters(tmp_path: Path) -> None:
    sample = pd.read_csv(SAMPLES / "HE_organization_head100_pandas.csv", dtype=str, keep_default_na=False)
    for name, rows in (("as it is", sample), ("shuffled", sample.sample(frac=1, random_state=3))):
        (tmp_path / name).mkdir()
        rows.to_csv(tmp_path / name / "organization.csv", index=False)
    first, second = (cordis.read(tmp_path / name) for name in ("as it is", "shuffled"))
    for name in TABLES:
        pd.testing.assert_frame_equal(first.tables[name], second.tables[name])


def test_other_columns_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"projectID;role\n1;x\n")
    with pytest.raises(PolegraphError, match="CORDIS organization: name, country"):
        cordis.read(path)
