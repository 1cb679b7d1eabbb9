"""What people read is in names; what is printed is legible; what is filled in comes back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.metrics import large_group_links
from polegraph.network import Network
from polegraph.reports import editable, introductions, people, sheets
from polegraph.reports.sheets import Sheet
from polegraph.sources import spreadsheet
from polegraph.synergies import gap

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def net() -> Network:
    """An SME whom a laboratory can introduce to two groups: one by two projects, and by its subsidiary."""
    organisations = [
        ("S", "Atelier R&D", "company", "sme", "Tours", None),
        ("L", "Laboratoire", "lab", None, "Orléans", None),
        ("F", "Filiale", "company", "sme", None, "Groupe Ami"),
        ("M", "Mère", "company", "large", None, "Groupe Ami"),
        ("A", "Autre", "company", "large", "Blois", None),
        ("T", "École", "training_body", None, "Bourges", None),
    ]
    members = {"p1": "S L", "p2": "L F", "p3": "L M", "p4": "L A", "p5": "S L"}
    return Network(
        organisations=pd.DataFrame(
            organisations, columns=["org_id", "name", "kind", "size", "city", "group_id"]
        ).assign(region="Centre-Val de Loire"),
        projects=pd.DataFrame(
            {
                "project_id": [*members],
                "acronym": ["VIEUX", "=UN", None, "QUATRE", "NEUF"],
                "title": [None, None, "Un titre", None, None],
                "year": [2009, 2011, 2012, None, 2020],
            }
        ),
        participations=pd.DataFrame(
            [(project, org) for project, orgs in members.items() for org in orgs.split()],
            columns=["project_id", "org_id"],
        ),
        needs=pd.DataFrame({"org_id": ["S"], "domain": ["skills"]}),
        offers=pd.DataFrame({"org_id": ["T"], "domain": ["skills"]}),
    )


def test_an_introduction_has_all_three_and_what_joins_them(net: Network) -> None:
    (row,) = introductions.sheet(large_group_links(net, draws=0), net).frame.to_dict("records")
    assert [row[name] for name in ("sme_name", "sme_city", "by_name", "near_projects")] == [
        *("Atelier R&D", "Tours", "Laboratoire"),
        "NEUF (2020); VIEUX (2009)",
    ]
    assert (row["to_name"], row["far_projects"], row["other_large_groups"]) == (
        *("Groupe Ami", "Un titre (2012); =UN (2011)"),
        "Autre",
    )
    assert [row[name] for name in ("sme_id", "by_id", "to_id")] == ["S", "L", "Groupe Ami"]


def test_people_read_names_and_programs_identifiers(net: Network) -> None:
    table = gap(net, "need_unmet", draws=0)
    sheet = Sheet("gap", table, "What.", ("name", "domain", "offer_ids"), net=net)
    frame, hidden = people.readable(sheet)
    assert frame.columns[:3].tolist() == ["name", "domain", "offer_ids"]
    assert frame["offer_ids"].tolist() == ["École (Bourges)"]
    assert frame.columns[-hidden:].tolist() == ["org_id", "offer_ids_raw"]
    assert pd.read_csv(io.BytesIO(sheets.text(sheet, "csv")))["offer_ids"].tolist() == ["T"]
    assert "École (Bourges)" in sheets.text(sheet, "md").decode()
    assert "École (Bourges)" in sheets.on_terminal(sheet).text


def test_more_projects_than_one_reads_are_counted(net: Network) -> None:
    said = people.of_projects(pd.Series(["p1;p2;p4;unknown", None], dtype="str"), net, 2)
    assert said.tolist()[0] == "=UN (2011); VIEUX (2009); and 2 more"
    assert said.isna().tolist() == [False, True]


def test_what_is_printed_is_one_page_wide_and_says_what_it_is(net: Network, tmp_path: Path) -> None:
    links = large_group_links(net, draws=0)
    wide = pd.DataFrame({f"column_{place}": ["x" * 60] for place in range(30)})
    listed = [Sheet("links", links, "PME & groupes.", ("name", "status"), net=net), introductions.sheet(links, net)]
    path = tmp_path / "x.xlsx"
    sheets.write(Sheet("wide", wide, ""), path, [("network", "a&b" * 200)], more=listed)
    book = openpyxl.load_workbook(path)
    for name in ("links", "introductions", "wide"):
        page = book[name]
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToWidth) == (True, None)  # None is 1
        assert page.page_setup.fitToHeight == 0
        assert page.print_title_rows == "$1:$1"
        assert "&D" in page.oddFooter.right.text
    assert book["links"].oddHeader.left.text == "links: PME && groupes."
    hidden = [page for page in book["introductions"].column_dimensions.values() if page.hidden]
    assert sum(one.max - one.min + 1 for one in hidden) == 3
    assert not book["introductions"].print_area  # all of it is printed
    assert book["wide"].print_area == "'wide'!$A$1:$I$2"
    notes = [row[1].value for row in book["read me"].iter_rows() if row[0].value == "on paper"]
    assert notes[0].split(" are printed")[0] == "the first 9 of 30 columns of wide"


def test_names_stand_beside_identifiers_in_a_copy_and_are_not_read_as_something_else(
    net: Network, tmp_path: Path
) -> None:
    listed = editable.sheets(net)
    sheets.write(listed[0], tmp_path / "net.xlsx", more=listed[1:])
    page = openpyxl.load_workbook(tmp_path / "net.xlsx")["participations"]
    assert next(page.iter_rows(min_row=2, max_col=4, values_only=True)) == ("VIEUX", "p1", "Atelier R&D", "S")
    again = spreadsheet.read(tmp_path / "net.xlsx")
    assert again.imports["unknown_columns"].isna().all()
    for table in ("participations", "needs", "offers"):
        before, after = (one.tables[table].drop(columns="source") for one in (net, again))
        keys = before.columns[:2].tolist()
        assert after.sort_values(keys, ignore_index=True).equals(before.sort_values(keys, ignore_index=True)), table


def test_csv_for_excel_has_semicolons_commas_and_no_formula(net: Network) -> None:
    frame = pd.DataFrame({"name": ["=UN", "a;b"], "share": [-0.5, 3.0], "evidence_projects": ["p2", None]})
    content = sheets.text(Sheet("links", frame, "", net=net), "excel")
    assert content.decode("utf-8-sig").splitlines() == [
        "name;projects behind it;share;projects behind it (identifiers)",
        "'=UN;'=UN (2011);-0,5;p2",
        '"a;b";;3;',
    ]
