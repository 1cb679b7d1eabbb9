"""CORDIS's files in the shapes in which they are found: other editions, other names, damaged, others beside them."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from openpyxl import Workbook

from polegraph.errors import PolegraphError
from polegraph.sources import cordis, totals, values
from polegraph.sources.coordinates import EXCHANGED_PLACE, FAR_PLACE, ZERO_PLACE
from polegraph.sources.cordis import participant_lists, publisher_files, tables, theme_tables
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network

CASES = Path(__file__).parents[2] / "data" / "cases"
MEMBER = "projectID;organisationID;name;SME;activityType;country;role\n101;999999991;Ada;true;PRC;FR;coordinator\n"


def _folder(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def _parts(net: Network) -> list[list[Any]]:
    rows = net.participations.merge(net.organisations[["org_id", "name", "country"]], on="org_id")
    return sorted(rows[["project_id", "name", "country", "role"]].fillna("?").to_numpy().tolist())


def _notes(net: Network) -> str:
    return str(net.imports["notes"].str.cat(sep=";", na_rep=""))


# -- regions ------------------------------------------------------------------------------------------------------


def test_regions_come_from_the_nuts_code() -> None:
    net = cordis.read(CASES / "cordis_region")
    by_name = net.organisations.set_index("name")
    assert by_name["region"].to_dict() == {"Ada": "Bretagne", "Bo": "Île-de-France"}
    assert by_name["department"].to_dict() == {"Ada": "Ille-et-Vilaine", "Bo": "Paris"}


ADDRESSES = [  # NUTS code, postcode, country → region, department, 1 where the code is not known
    ("FRH03", "", "FR", "Bretagne", "Ille-et-Vilaine", 0),
    ("FR523", "", "FR", "Bretagne", "Ille-et-Vilaine", 0),
    ("FRH0", "35000", "FR", "Bretagne", "Ille-et-Vilaine", 0),
    ("FRH0", "75001", "FR", "Bretagne", None, 0),  # the postcode is not in the region: which is right is not known
    ("FRB", "", "FR", "Centre-Val de Loire", None, 0),
    ("FR", "45100", "FR", "Centre-Val de Loire", "Loiret", 0),
    ("", "45100", "FR", "Centre-Val de Loire", "Loiret", 0),
    ("", "45100", "DE", None, None, 0),
    ("", "45100", "", None, None, 0),
    ("", "20600", "FR", "Corse", "Haute-Corse", 0),
    ("FRY40", "", "FR", "La Réunion", "La Réunion", 0),
    ("", "", "La Réunion", "La Réunion", None, 0),
    ("DE212", "80331", "DE", "Oberbayern", None, 0),
    ("UKI31", "", "GB", "Inner London - West", None, 0),
    ("EL303", "", "GR", "Attiki", None, 0),
    ("IL", "", "IL", None, None, 0),
    ("FRZZZ", "", "FR", None, None, 0),
    ("FRX99", "35000", "FR", "Bretagne", "Ille-et-Vilaine", 1),
    ("nowhere", "", "FR", None, None, 1),
    ("DE212", "", "FR", None, None, 1),  # of another country
]


def test_regions(tmp_path: Path) -> None:
    lines = ["projectID;organisationID;name;postCode;city;country;nutsCode"]
    for number, (nuts, postcode, country, *_expected) in enumerate(ADDRESSES, 900000000):
        lines.append(f"101;{number};Ada;{postcode};X;{country};{nuts}")
    net = cordis.read(_folder(tmp_path / "x", organization__csv="\n".join(lines) + "\n"))
    found = net.organisations[["region", "department"]].astype("object").to_numpy().tolist()
    assert [[None if pd.isna(cell) else cell for cell in cells] for cells in found] == [
        [*row[3:5]] for row in ADDRESSES
    ]
    assert f"unknown_regions={sum(row[5] for row in ADDRESSES)}" in _notes(net)
    assert net.imports["unknown_columns"].isna().all()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("0,0", ZERO_PLACE),
        ("0.0,0.0", ZERO_PLACE),
        ("1.9,47.9", EXCHANGED_PLACE),
        ("-33.9,18.4", FAR_PLACE),
        ("north", tables.BAD_PLACE),
        ("47.9,1.9", None),
        ("(47.9, 1.9)", None),
    ],
)
def test_places_that_cannot_be_believed_are_listed_and_left_to_the_city(
    tmp_path: Path, place: str, reason: str | None
) -> None:
    head = "projectID;organisationID;name;city;country;geolocation\n"
    text = f"{head}101;999999991;Ada;Orléans;FR;{place}\n101;999999992;Bo;Tours;FR;47.4,0.7\n"
    net = cordis.read(_folder(tmp_path / "x", organization__csv=text))
    assert net.rejected["reason"].tolist() == ([reason] if reason else [])
    assert net.organisations["lat"].notna().tolist() == [reason is None, True]


# -- fields of science --------------------------------------------------------------------------------------------

VOC = "projectID;euroSciVocCode;euroSciVocPath;euroSciVocTitle\n"


def test_a_code_that_is_a_slash_is_no_theme() -> None:
    net = cordis.read(CASES / "euroscivoc_slash")
    assert sorted(net.themes["label"]) == ["ecosystems", "oncology", "software"]
    assert len(net.project_themes) == 3
    assert net.imports["repeated"].sum() == 0


def test_a_field_is_its_path_whatever_its_code(tmp_path: Path) -> None:
    codes = ["/23/47/297/933", "/933", "/", "", "933", "http://x/933"]
    paths = ["/natural sciences/ecology", "/Natural Sciences/Ecology ", " natural sciences / ecology/"]
    lines = "".join(f"101;{code};{path};ecology\n" for code in codes for path in paths)
    themes = cordis.read(_folder(tmp_path / "x", organization__csv=MEMBER, euroSciVoc__csv=VOC + lines)).themes
    assert themes[["theme_id", "label"]].to_numpy().tolist() == [["EuroSciVoc:/natural sciences/ecology", "ecology"]]


@pytest.mark.parametrize(
    ("rows", "themes"),
    [
        (["101;/23/47;;optics"], {"EuroSciVoc:optics": "optics"}),
        (["101;/;;Optics", "101;/;; optics "], {"EuroSciVoc:optics": "Optics"}),
        (["101;;/a/optics;"], {"EuroSciVoc:/a/optics": "optics"}),
        (["101;/23/47;;"], {"EuroSciVoc:/23/47": "/23/47"}),
        (["101;/23/47;;optics", "101;/23/47;/a/optics;optics"], {"EuroSciVoc:/a/optics": "optics"}),
        (["101;/;;optics", "101;/;/a/optics;optics"], {"EuroSciVoc:/a/optics": "optics"}),
        (
            ["101;/;;x", "101;/;/a/x;x", "101;/;/b/x;x"],
            {"EuroSciVoc:x": "x", "EuroSciVoc:/a/x": "x", "EuroSciVoc:/b/x": "x"},
        ),
    ],
)
def test_fields_without_a_path(tmp_path: Path, rows: list[str], themes: dict[str, str]) -> None:
    text = VOC + "\n".join(rows) + "\n"
    net = cordis.read(_folder(tmp_path / "x", organization__csv=MEMBER, euroSciVoc__csv=text))
    assert net.themes.set_index("theme_id")["label"].to_dict() == themes


@pytest.mark.parametrize("row", ["101;/;;", "101;;/;", "101;;;"])
def test_a_field_with_neither_path_nor_title_is_listed(tmp_path: Path, row: str) -> None:
    folder = _folder(tmp_path / "x", organization__csv=MEMBER, euroSciVoc__csv=f"{VOC}{row}\n")
    net = cordis.read(folder)
    assert len(net.themes) == 0
    assert net.rejected["reason"].tolist() == [theme_tables.NO_FIELD]


def test_only_code_and_title(tmp_path: Path) -> None:
    text = "project_id,euro_sci_voc_code,euro_sci_voc_title\n101,/23/47,optics\n"
    net = cordis.read(_folder(tmp_path / "x", organization__csv=MEMBER, euroSciVoc__csv=text))
    assert net.themes["label"].tolist() == ["optics"]


def test_themes_of_other_projects_are_counted_apart() -> None:
    net = cordis.read(CASES / "theme_subset")
    assert len(net.rejected) == 0
    assert net.themes["theme_id"].tolist() == ["call:T-1"]
    assert "themes_of_other_projects=2" in _notes(net)
    assert net.imports.set_index("file").loc["topics.csv", "rows"] == 1


# -- files of before 2021 -----------------------------------------------------------------------------------------

PARTNERS = [
    ["200001", "ADA SAS", "FR", "coordinator"],
    ["200001", "BO UNIVERSITY", "UK", "partner"],
    ["200001", "ZORBLAX AG", "DE", "partner"],
]


@pytest.mark.parametrize("case", ["fp7_reference", "h2020_participants"])
def test_partners_named_in_the_file_of_projects(case: str) -> None:
    net = cordis.read(CASES / case)
    assert _parts(net) == PARTNERS
    assert net.projects[["project_id", "acronym", "year"]].to_numpy().tolist() == [["200001", "VAPO", 2008]]
    assert net.imports["unknown_columns"].isna().all()
    assert net.imports["rows"].tolist() == [1, 3]


def _old(folder: Path, participants: str, countries: str, coordinator: str = "ADA SAS") -> Path:
    head = "rcn;id;acronym;title;frameworkProgramme;coordinator;coordinatorCountry;participants;participantCountries\n"
    row = f'9;200001;VAPO;T;H2020;{coordinator};FR;"{participants}";"{countries}"\n'
    return _folder(folder, project__csv=head + row)


@pytest.mark.parametrize(
    ("participants", "countries", "found"),
    [
        ("A;B;C", "UK;DE;IT", {"A": "UK", "B": "DE", "C": "IT"}),
        (" A ; B ", "UK ; DE", {"A": "UK", "B": "DE"}),
        ("A;B;C", "UK;DE", {"A": "?", "B": "?", "C": "?"}),
        ("A;B", "UK;DE;IT", {"A": "?", "B": "?"}),
        ("A;B", "", {"A": "?", "B": "?"}),
        ("A;;B", "UK;IT;DE", {"A": "UK", "B": "DE"}),
        ("", "", {}),
        ("", "UK", {}),
    ],
)
def test_lists_of_unequal_length_are_never_shifted(
    tmp_path: Path, participants: str, countries: str, found: dict[str, str]
) -> None:
    net = cordis.read(_old(tmp_path / "x", participants, countries))
    rows = {name: country for _project, name, country, role in _parts(net) if role == "partner"}
    assert rows == found
    unequal = bool(countries) and (not participants or participants.count(";") != countries.count(";"))
    assert net.rejected["reason"].tolist() == [participant_lists.UNEQUAL] * unequal
    assert net.rejected["row"].tolist() == [2] * unequal


def test_a_file_of_organisations_knows_more_than_the_lists(tmp_path: Path) -> None:
    folder = _old(tmp_path / "x", "A;B", "UK;DE")
    _folder(folder, organization__csv=MEMBER.replace("101", "200001"))
    assert _parts(cordis.read(folder)) == [["200001", "Ada", "FR", "coordinator"]]
    _folder(folder, organization__csv=MEMBER)  # of another project
    assert len(cordis.read(folder).participations) == 4


def test_record_numbers_lead_to_projects(tmp_path: Path) -> None:
    projects = "rcn;reference;acronym;title\n85238;200001;VAPO;T\n"
    members = "projectRcn;id;name;country;role\n85238;999999991;Ada;FR;coordinator\n77;999999991;Ada;FR;participant\n"
    folder = _folder(tmp_path / "x", project__csv=projects, organization__csv=members)
    net = cordis.read(folder)
    assert net.participations["project_id"].tolist() == ["200001", "rcn:77"]
    assert "projects_not_described=1" in _notes(net)


# -- nested lists -------------------------------------------------------------------------------------------------

ADA = {"name": "Ada", "country": "FR", "activityType": "PRC", "role": "coordinator", "pic": "999999991"}
BO = {"name": "Bo", "country": "DE", "activityType": "HES", "role": "participant", "pic": "999999992"}
BOTH = [["101", "Ada", "FR", "coordinator"], ["101", "Bo", "DE", "partner"]]


def _json(folder: Path, project: dict[str, Any], wrapper: str | None = "projects") -> Network:
    folder.mkdir(exist_ok=True)
    thing = {"id": "101", "acronym": "VAPO", "title": "T", **project}
    path = folder / "found.json"
    path.write_text(json.dumps({wrapper: [thing]} if wrapper else [thing]), encoding="utf-8")
    return cordis.read(path)


def test_partners_in_json() -> None:
    assert _parts(cordis.read(CASES / "json_partners_dropped")) == BOTH


@pytest.mark.parametrize(
    "nested",
    [
        {"partners": [ADA, BO]},
        {"participants": [ADA, BO]},
        {"Organisations": [ADA, BO]},
        {"consortium": {"partners": [ADA, BO]}},
        {"consortium": {"a": ADA, "b": BO}},
        {"anything": [ADA, BO]},
        {"coordinator": {key: ADA[key] for key in ("name", "country", "pic")}, "participants": [BO]},
        {"relations": {"associations": {"organization": [ADA, BO]}}},
        {"relations": {"associations": {"organization": [{**ADA, "@type": "x"}, BO]}}},
        {"partner": ADA, "participant": BO},
        {"workPackages": [{"title": "WP1", "partners": [ADA]}, {"title": "WP2", "partners": [BO]}]},
        {
            "organizations": [
                {"legalName": "Ada", "id": "999999991", "type": "coordinator", "address": {"country": "FR"}},
                BO,
            ]
        },
    ],
)
def test_organisations_nested_anywhere(tmp_path: Path, nested: dict[str, Any]) -> None:
    assert _parts(_json(tmp_path / "x", nested)) == BOTH


@pytest.mark.parametrize("wrapper", ["items", "whatever", None])
def test_projects_wrapped_in_anything(tmp_path: Path, wrapper: str | None) -> None:
    assert _parts(_json(tmp_path / "x", {"partners": [ADA, BO]}, wrapper)) == BOTH


def test_strings_in_lists(tmp_path: Path) -> None:
    nested = {"partners": ["Ada", "Bo"], "euroSciVoc": ["/a/optics", "lasers"], "topics": ["T-1"]}
    net = _json(tmp_path / "x", nested)
    assert [name for _project, name, *_rest in _parts(net)] == ["Ada", "Bo"]
    assert sorted(net.themes["theme_id"]) == ["EuroSciVoc:/a/optics", "EuroSciVoc:lasers", "call:T-1"]
    old = _json(
        tmp_path / "x", {"coordinator": "Ada", "participants": ["Bo", "Cy"], "participantCountries": ["DE", "IT"]}
    )
    assert _parts(old) == [
        ["101", "Ada", "?", "coordinator"],
        ["101", "Bo", "DE", "partner"],
        ["101", "Cy", "IT", "partner"],
    ]


def test_what_has_no_place_is_named_and_counted(tmp_path: Path) -> None:
    nested = {
        "partners": [{**ADA, "turnover": 5, "sites": [{"x": 1}]}, {**BO, "sites": [{"x": 1}]}],
        "milestones": [{"title": "M1"}, {"title": "M2"}],
        "budget": {"staff": {"months": 3}},
        "colour": "red",
        "contacts": [{"firstName": "Jane", "lastName": "Doe"}],
        "investigators": [{"name": "Jane Doe", "role": "PI", "country": "FR"}],
        "webLinks": [{"url": "x"}],
    }
    net = _json(tmp_path / "x", nested)
    by_table = net.imports.set_index("table")
    assert (
        by_table.loc["projects", "unknown_columns"]
        == "colour;budget (1);investigators (1);milestones (1);partners.sites (2)"
    )
    assert by_table.loc["participations", "unknown_columns"] == "turnover"
    assert by_table.loc["projects", "dropped_columns"] == "contacts"
    assert _parts(net) == BOTH
    assert not any("Doe" in str(table.to_dict()) for table in net.tables.values())


def test_several_lists_side_by_side_and_an_object_a_line(tmp_path: Path) -> None:
    project = {"id": "101", "acronym": "VAPO", "title": "T"}
    rows = [{**ADA, "projectID": "101"}, {**BO, "projectID": "101"}]
    folder = _folder(tmp_path / "x", a__json=json.dumps({"count": 1, "projects": [project], "organizations": rows}))
    assert _parts(cordis.read(folder)) == BOTH
    lines = "\n".join(json.dumps({**project, "id": number, "partners": [ADA]}) for number in ("101", "102"))
    assert len(cordis.read(_folder(tmp_path / "y", b__json=lines)).participations) == 2


# -- XML ----------------------------------------------------------------------------------------------------------

XML = (
    "<project><rcn>1</rcn><id>101</id><acronym>VAPO</acronym><title>T</title><relations><associations>"
    '<organization sme="true" type="coordinator"><id>999999991</id><legalName>Ada</legalName>'
    "<address><country>FR</country></address></organization></associations></relations></project>"
)
ONE = [["101", "Ada", "FR", "coordinator"]]


def test_xml_as_published() -> None:
    net = cordis.read(CASES / "cordis_xml" / "cordis-HORIZONprojects-xml.zip")
    assert _parts(net) == ONE
    assert net.organisations["size"].tolist() == ["sme"]
    assert net.imports["source"].unique().tolist() == ["horizon"]
    assert net.imports["unknown_columns"].isna().all()


@pytest.mark.parametrize(
    "content",
    [
        XML.encode(),
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {"x" * 10} -->\n{XML}'.encode(),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{XML}'.encode("latin-1"),
        f'<?xml version="1.0" encoding="UTF-16"?>{XML}'.encode("utf-16"),
        f"\ufeff{XML}".encode(),
        XML.replace("<project>", '<project xmlns="http://cordis.europa.eu">').encode(),
        XML.replace("<project>", '<c:project xmlns:c="http://x" c:a="1">')
        .replace("</project>", "</c:project>")
        .encode(),
        f"<projects><project><id>102</id></project>{XML}</projects>".encode(),
        f'<!DOCTYPE project SYSTEM "cordis.dtd">{XML}'.encode(),
    ],
)
@pytest.mark.parametrize("how", ["file", "folder", "archive", "gzip"])
def test_xml_in_other_hands(tmp_path: Path, content: bytes, how: str) -> None:
    path = tmp_path / "a.xml"
    if how == "gzip":
        path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(content) if how == "gzip" else content)
    if how == "archive":
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(path, "deep/a.xml")
        path = tmp_path / "a.zip"
    assert _parts(cordis.read(tmp_path if how == "folder" else path)) == ONE


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project><id>101</id><title>&b;</title></project>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><project>&a;</project>'.encode(
            "utf-16"
        ),
        b"<project><id>101</id>",
        b"<html><body>Not found</body></html>",
        b"<project>&unknown;</project>",
        ("<project>" + "<a>" * 5000 + "</a>" * 5000 + "</project>").encode(),
        ("<a>" * 200_000).encode(),
        b"\x00\x01<project",
        b"<project/>",
    ],
)
def test_xml_that_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xml").write_bytes(content)
    with pytest.raises(PolegraphError):
        cordis.read(tmp_path / "a.xml")


@pytest.mark.parametrize("key", ["categories", "regions", "nutsCode", "code", "frameworkProgramme", "classification"])
def test_keys_of_xml_that_are_not_known_are_named(tmp_path: Path, key: str) -> None:
    with zipfile.ZipFile(CASES / "cordis_xml" / "cordis-HORIZONprojects-xml.zip") as archive:
        text = archive.read(archive.namelist()[0]).decode()
    more = (
        '<relations><categories><category classification="organizationActivityType"><code>/PRC</code></category>'
        '</categories><regions><region type="relatedNutsCode"><nutsCode>FRB0</nutsCode></region></regions></relations>'
    )
    topic = '<programme type="relatedTopic"><code>T</code><frameworkProgramme>HORIZON</frameworkProgramme></programme>'
    text = text.replace("</organization>", f"{more}</organization>{topic}")
    for other in (key, f"Quux{key}"):
        (tmp_path / "a.xml").write_text(text.replace(f"{key}>", f"{other}>").replace(f"{key}=", f"{other}="), "utf-8")
        unknown = cordis.read(tmp_path / "a.xml").imports["unknown_columns"].dropna()
        assert any("Quux" in one for one in unknown) == (other != key)


def test_what_the_publisher_says_of_its_own_elements_hides_none(tmp_path: Path) -> None:
    field = '<category classification="euroSciVoc"><code>/1</code>'
    field += '<displayCode readOnly="true">/a/b</displayCode></category>'
    text = XML.replace("</relations>", f"<categories>{field}</categories></relations>")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    assert cordis.read(tmp_path / "a.xml").themes["theme_id"].tolist() == ["EuroSciVoc:/a/b"]


def test_thousands_of_xml_files_with_a_damaged_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "cordis-h2020projects-xml.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3000):
            archive.writestr(f"{number}.xml", XML.replace(">101<", f">{5000 + number}<"))
        archive.writestr("broken.xml", "<project")
    net = cordis.read(tmp_path / "cordis-h2020projects-xml.zip")
    assert len(net.participations) == len(net.projects) == 3000
    unread = net.imports[net.imports["layout"] == publisher_files.UNREADABLE]
    assert unread["file"].tolist() == ["cordis-h2020projects-xml.zip/broken.xml"]


# -- files beside, headings, words --------------------------------------------------------------------------------


def _strange(path: Path, kind: str) -> None:
    texts = {
        "unknown.csv": "colour;taste\nred;sweet\n",
        "empty.csv": "",
        "broken.csv": 'a;b\n"never closed;1\n',
        "topics.csv": "",
        "euroSciVoc.csv": "a;b\n1;2\n",
        "legalBasis.json": "{",
        "unknown.json": '[{"colour": "red"}]',
        "notes.txt": "Hello",
        "broken.xlsx": "this is no workbook",
        "broken.xml": "<project",
        "broken.zip": "PK\x03\x04 no archive",
    }
    if kind == "notes.xlsx":
        book = Workbook()
        book.worksheets[0].append(["my notes"])
        book.save(path / kind)
    else:
        (path / kind).write_text(texts[kind], encoding="utf-8")


STRANGE = [
    *(
        "unknown.csv",
        "empty.csv",
        "broken.csv",
        "topics.csv",
        "euroSciVoc.csv",
        "legalBasis.json",
        "unknown.json",
        "notes.txt",
    ),
    *("broken.xlsx", "broken.xml", "broken.zip", "notes.xlsx"),
]


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_file_beside_stops_nothing_and_is_named(tmp_path: Path, kind: str) -> None:
    expected = cordis.read(_folder(tmp_path / "x", organization__csv=MEMBER))
    _strange(tmp_path / "x", kind)
    net = cordis.read(tmp_path / "x")
    for name in set(TABLES) - {"imports"}:
        pd.testing.assert_frame_equal(net.tables[name], expected.tables[name])
    assert net.imports["file"].tolist() == sorted(["organization.csv", kind])
    said = str(net.imports.set_index("file").loc[kind, "layout"])
    assert said.split("; ", maxsplit=1)[0] in {publisher_files.UNREADABLE, publisher_files.UNKNOWN_COLUMNS}


def test_one_bad_sheet_of_a_workbook_leaves_the_others(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "organization"
    for line in MEMBER.splitlines():
        book.worksheets[0].append(line.split(";"))
    bad = book.create_sheet("topics", 0)
    for row in (["projectID", "topic", "projectID"], ["101", "T", "102"]):
        bad.append(row)
    book.save(tmp_path / "book.xlsx")
    net = cordis.read(tmp_path / "book.xlsx")
    assert _parts(net) == ONE
    unread = net.imports.set_index("file").loc["book.xlsx/topics", "layout"]
    assert unread == f"{publisher_files.TWICE}; projectID"


def test_totals_and_numbers_alone_are_no_projects(tmp_path: Path) -> None:
    text = "id;acronym;title;totalCost\n101;VAPO;T;12\nTOTAL;;;12\n102;;;\n103;;;5\n"
    net = cordis.read(_folder(tmp_path / "x", project__csv=text, organization__csv=MEMBER))
    assert net.projects["project_id"].tolist() == ["101", "103"]
    assert net.rejected[["row", "value", "reason"]].to_numpy().tolist() == [
        [3, "TOTAL", totals.TOTALS],
        [4, "102", totals.ALONE],
    ]


def test_what_only_says_that_no_name_is_known_is_nobodys_name(tmp_path: Path) -> None:
    text = MEMBER + "101;999999992;n.c.;;;FR;participant\n101;;à préciser;;;FR;participant\n"
    net = cordis.read(_folder(tmp_path / "x", organization__csv=text))
    assert net.organisations["name"].tolist() == ["Ada", "999999992"]
    assert net.rejected[["value", "reason"]].to_numpy().tolist() == [
        ["n.c.", values.REMARK],
        ["à préciser", values.NO_NAME],
    ]


def test_a_code_that_is_nobodys_makes_no_organisation_of_all_its_rows(tmp_path: Path) -> None:
    text = MEMBER + "101;999999999;Bo;;;FR;participant\n102;999999999;Cy;;;FR;participant\n102;999999999;;;;FR;\n"
    net = cordis.read(_folder(tmp_path / "x", organization__csv=text))
    assert sorted(net.organisations["name"]) == ["Ada", "Bo", "Cy"]
    assert net.rejected["reason"].tolist() == [tables.NOBODYS_PIC] * 3 + [tables.NOBODY]


def test_na_is_namibia_unless_r_wrote_it_for_all_that_is_missing(tmp_path: Path) -> None:
    by_r = "projectID;organisationID;name;SME;country;ecContribution\n"
    by_r += "101;999999991;Ada;NA;NA;12\n101;999999992;Bo;TRUE;FR;NA\n"
    net = cordis.read(_folder(tmp_path / "r", organization__csv=by_r))
    assert net.organisations["country"].fillna("?").tolist() == ["?", "FR"]
    assert "missing_words=3" in _notes(net)
    by_hand = by_r.replace("NA;NA;12", ";NA;12").replace("FR;NA", "FR;")
    net = cordis.read(_folder(tmp_path / "hand", organization__csv=by_hand))
    assert net.organisations["country"].tolist() == ["NA", "FR"]


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_file_alone_is_refused(tmp_path: Path, kind: str) -> None:
    _strange(tmp_path, kind)
    with pytest.raises(PolegraphError):
        cordis.read(tmp_path)


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", 'a;b\n"never closed\n'])
@pytest.mark.parametrize(
    "name", ["organization.csv", "cordis-h2020organizations.csv", "project.csv", "cordis-fp7projects.csv"]
)
def test_what_is_called_projects_or_organisations_is_never_passed_over(tmp_path: Path, name: str, text: str) -> None:
    other = tmp_path / "x" / "members.csv"
    _folder(tmp_path / "x", members__csv=MEMBER)
    (tmp_path / "x" / name).write_text(text, encoding="utf-8")
    with pytest.raises(PolegraphError, match=name.split(".", maxsplit=1)[0]):
        cordis.read(tmp_path / "x")
    assert len(cordis.read(other).participations) == 1


def test_themes_alone_are_refused(tmp_path: Path) -> None:
    shutil.copy(CASES / "theme_subset" / "topics.csv", tmp_path)
    with pytest.raises(PolegraphError, match="no file of projects or organisations"):
        cordis.read(tmp_path)


@pytest.mark.parametrize(
    "write",
    [
        lambda name: name.upper(),
        lambda name: name.lower(),
        lambda name: name.replace("a", "_a"),
        lambda name: f" {name} ",
        lambda name: name.replace("ID", " ID").replace("Type", ".type").replace("Code", "-Code"),
    ],
)
def test_headings_in_other_hands(tmp_path: Path, write: Callable[[str], str]) -> None:
    heading, rest = MEMBER.split("\n", 1)
    text = ";".join(write(name) for name in heading.split(";")) + "\n" + rest
    net = cordis.read(_folder(tmp_path / "x", organization__csv=text))
    assert net.organisations.equals(cordis.read(_folder(tmp_path / "y", organization__csv=MEMBER)).organisations)


def test_snake_case() -> None:
    net = cordis.read(CASES / "snake_case")
    assert _parts(net) == [["101", "Ada", "FR", "coordinator"]]
    assert net.participations["funding"].tolist() == [100]
    assert net.organisations[["kind", "size"]].to_numpy().tolist() == [["company", "sme"]]


def test_the_message_writes_headings_as_the_publisher_does(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="projectID"):
        cordis.read(_folder(tmp_path / "x", a__csv="name;country\nAda;FR\n") / "a.csv")


def test_project_only_has_no_organisations() -> None:
    net = cordis.read(CASES / "project_only")
    assert (len(net.projects), len(net.organisations)) == (1, 0)


def test_thousands_are_read() -> None:
    assert len(cordis.read(CASES / "thousands").participations) == 4


@pytest.mark.parametrize(
    ("role", "ours"),
    [
        ("associatedPartner", "associated"),
        ("Associated Partner", "associated"),
        ("third party", "third_party"),
        ("THIRD_PARTY", "third_party"),
        ("Coordinator", "coordinator"),
        ("observer", None),
    ],
)
def test_roles_in_words(tmp_path: Path, role: str, ours: str | None) -> None:
    net = cordis.read(_folder(tmp_path / "x", organization__csv=MEMBER.replace("coordinator", role)))
    assert net.participations["role"].fillna("").tolist() == [ours or ""]
    assert len(net.rejected) == (ours is None)


def test_a_column_that_counts_rows_is_no_unknown_column_but_another_without_a_name_is(tmp_path: Path) -> None:
    heading, row, _end = MEMBER.split("\n")
    net = cordis.read(_folder(tmp_path / "x", organization__csv=f";{heading}\n0;{row}\n"))
    assert net.imports["unknown_columns"].isna().all()
    net = cordis.read(_folder(tmp_path / "x", organization__csv=f";{heading}\nred;{row}\n"))
    assert net.imports["unknown_columns"].tolist() == ["(1)"]
