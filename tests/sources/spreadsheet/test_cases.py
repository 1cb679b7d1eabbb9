"""Sheets that were once read wrongly are read right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from polegraph.reports import headings
from polegraph.sources import spreadsheet
from polegraph.sources.values import KEPT_AS_IT_STANDS, ROW_KEPT

if TYPE_CHECKING:
    from polegraph.network import Network

CASES = Path(__file__).parents[2] / "data" / "cases"


def read(case: str) -> Network:
    return spreadsheet.read(CASES / case)


def named(net: Network, column: str, table: str = "organisations", name: str = "name") -> dict[str, object]:
    values = net.tables[table].set_index(name)[column].astype("object")
    return {str(key): None if pd.isna(value) else value for key, value in values.items()}


def test_roles_as_consortia_and_publishers_write_them() -> None:
    net = read("cordis_words_in_tables")
    roles = named(net, "role", "participations", "org_id")
    assert roles == {"A": "coordinator", "B": "partner", "C": "partner", "D": "coordinator", "E": "coordinator"}
    assert not len(net.rejected)


def test_sizes_and_kinds_under_type() -> None:
    net = read("sme_in_type")
    assert named(net, "kind") == {
        **dict.fromkeys(("Ada", "Zorblax", "Quixo", "Cy"), "company"),
        **dict.fromkeys(("Dee", "Eta"), "lab"),
        "Bo": "training_body",
        "Foo": "public_body",
    }
    sizes = {key: size for key, size in named(net, "size").items() if size}
    assert sizes == {"Ada": "sme", "Zorblax": "large", "Quixo": "mid_cap"}
    assert not len(net.rejected)


def test_countries_by_their_codes_and_english_names() -> None:
    net = read("country_gb_gr/own")
    assert sorted(net.organisations["country"]) == ["DE", "EL", "FR", "UK"]


def test_numbers_that_lost_their_zeros() -> None:
    net = read("lost-zeros/sheets.xlsx")
    table = net.organisations.set_index("org_id")
    assert table.loc[["a", "b"], "siren"].tolist() == ["005720784"] * 2
    assert table.loc[["a", "b"], "siret"].tolist() == ["00572078400013"] * 2
    assert (table.loc["a", "postcode"], table.loc["a", "department"]) == ("01000", "01")
    assert table.loc["c", "siren"] == "493902662"
    assert "zeros_restored=3" in str(net.imports.iloc[0]["notes"])
    assert set(net.rejected["column"]) == {"SIRET"}  # the number in the file is invented: its last digit is not right
    assert net.rejected["reason"].str.endswith(KEPT_AS_IT_STANDS).all()


def test_a_postcode_that_a_spreadsheet_made_a_number() -> None:
    assert named(read("postcode-leading-zero/cp.xlsx"), "postcode") == {"A": "01100", "B": "25000"}


def test_a_year_where_a_day_is_wanted() -> None:
    net = read("a-year-where-a-day-is-wanted/sheets")
    assert named(net, "year", "projects", "acronym") == {"P1": 2016, "P2": 2019, "P3": 2019}
    assert net.projects["start"].dropna().tolist() == [pd.Timestamp("2019-03-01")]
    assert not len(net.rejected)


def test_a_year_in_a_cell_with_the_format_of_a_date() -> None:
    net = read("year-1905/annee.xlsx")
    assert named(net, "year", "projects", "acronym") == {"P1": 2019, "P2": 2019, "P3": 2019}
    ends = pd.Timestamp("2021-12-31")
    assert named(net, "end", "projects", "acronym") == {"P1": ends, "P2": ends, "P3": None}
    assert not len(net.rejected)


def test_partenaire_over_the_organisations_of_a_project() -> None:
    for case in ("heading-partenaire/sheets", "heading-partenaire/csv1252"):
        net = read(case)
        assert len(net.participations) == 2
        assert not len(net.rejected)


def test_dates_where_names_are_wanted_are_remarked() -> None:
    net = read("dates-where-names-are-wanted/sheets.xlsx")
    assert sorted(net.projects["acronym"]) == ["100000", "2023-03-01"]
    assert net.rejected["value"].tolist() == ["2023-03-01", "100000"]
    assert net.rejected["reason"].str.endswith(ROW_KEPT).all()


def test_markers_of_the_unknown_are_nobody_and_nothing() -> None:
    net = read("unknown-markers/inconnu.xlsx")
    assert sorted(net.organisations["name"]) == ["Alpha", "Beta"]
    assert net.organisations[["city", "region"]].isna().all(axis=None)
    assert net.projects["title"].isna().all()
    assert len(net.participations) == 2
    set_aside = net.rejected[~net.rejected["reason"].str.endswith(ROW_KEPT)]
    rows = zip(set_aside["file"].str.split("/").str[1], set_aside["row"], strict=True)
    assert {*rows} == {
        ("organisations", 3),
        ("organisations", 4),
        ("participations", 3),
        ("participations", 4),
        ("projets", 3),
    }


def test_sheets_and_headings_of_real_lists_of_members() -> None:
    net = read("headings/adherents.xlsx")
    assert named(net, "size") == {"Alpha": "sme"}
    net = read("headings/export-crm.csv")
    assert len(net.organisations) > 30
    row = net.imports.iloc[0]
    assert row["dropped_columns"] == "Contact principal;E-mail;Téléphone"
    assert {"Cotisation 2026", "Commentaires", "Collège"} <= set(str(row["unknown_columns"]).split(";"))
    assert net.organisations["naf"].notna().sum() > 20
    assert net.organisations["postcode"].dropna().str.len().eq(5).all()
    assert {"company", "lab", "training_body"} <= set(net.organisations["kind"])


def test_every_note_has_its_words() -> None:
    for key in ("placeholders", "dates_from_years", "years_of_ranges", "zeros_restored", "approximate_amounts"):
        assert headings.note(key) != key.replace("_", " ")
