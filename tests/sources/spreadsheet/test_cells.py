"""Dates, amounts and numbers are read as people write them, by their column; what is not understood is listed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph.sources import spreadsheet
from polegraph.sources.spreadsheet.cells.amounts import marks_of, read_number
from polegraph.sources.spreadsheet.cells.codes import BAD_CHECK_DIGIT, LAST_DIGIT, read_code, read_siren, read_siret
from polegraph.sources.spreadsheet.cells.conversion import read_column
from polegraph.sources.spreadsheet.cells.dates import said_when, year_of
from polegraph.sources.spreadsheet.cells.scalars import TWO_ORDERS, TWO_WAYS, looks_converted
from polegraph.sources.spreadsheet.sheet import EPOCH
from polegraph.sources.values import NOBODYS
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from polegraph.sources.spreadsheet.cells.conversion import ReadColumn

MACINTOSH = dt.datetime(1904, 1, 1)  # noqa: DTZ001  # days of spreadsheets have no time zone


def read(table: str, column: str, *cells: object, epoch: dt.datetime = EPOCH, heading: str = "") -> ReadColumn:
    return read_column(table, TABLES[table][column], epoch, cells, heading=heading)


def network(path: Path, **tables: list[list[Any]]) -> Network:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in {"organisations": [["nom"], ["Ada"]], **tables}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path / "own.xlsx")
    return spreadsheet.read(path / "own.xlsx")


def said(net: Network) -> list[tuple[int, str, str, str]]:
    columns = net.rejected[["row", "column", "value", "reason"]]
    return [(int(row), str(column), str(value), str(reason)) for row, column, value, reason in columns.to_numpy()]


def notes(net: Network, table: str) -> dict[str, int]:
    written = net.imports.set_index("table").loc[table, "notes"]
    return {key: int(count) for key, count in (one.split("=") for one in str(written).split(";"))}


def test_a_word_of_the_column_is_no_placeholder() -> None:
    states = read("needs", "status", "en cours", " En cours ", "?", "in_progress")
    assert states.texts == ["in_progress", "in_progress", None, "in_progress"]
    assert states.notes == {"placeholders": [2]}
    units = read("outcomes", "unit", "€", "?", "ETP", "en cours")
    assert units.texts == ["eur", None, "fte", None]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        *((one, "2016-01-01", "2016-12-31") for one in (2016, 2016.0, "2016", " 2016 ", "2016.0", "en 2016", "~2016")),
        *(
            (one, "2019-01-01", "2019-12-31")
            for one in ("mi-2019", "début 2019", "fin 2019", "courant 2019", "année 2019")
        ),
        *(
            (one, "2019-03-01", "2019-03-31")
            for one in ("03/2019", "3/2019", "03-2019", "03.2019", "2019-03", "2019/3")
        ),
        *(
            (one, "2021-03-01", "2021-03-31")
            for one in ("mars 2021", "MARS 2021", "March 2021", "mars-21", "mars-2021")
        ),
        *(
            (one, "2021-02-01", "2021-02-28")
            for one in ("fév. 2021", "févr.-21", "Feb 2021", "février 2021", "2021 Feb")
        ),
        *((one, "2019-09-01", "2019-09-30") for one in ("sept. 2019", "septembre 2019", "Sep-19", "sept 2019")),
        *((one, "2020-01-01", "2020-01-31") for one in ("janv-20", "janvier 2020", "Jan-20", "janv. 2020")),
        *(
            (one, "2019-01-01", "2019-03-31")
            for one in ("T1 2019", "Q1 2019", "1er trimestre 2019", "2019-T1", "T1-19")
        ),
        *((one, "2012-07-01", "2012-09-30") for one in ("T3 2012", "3e trimestre 2012", "3ème trim. 2012", "Q3/2012")),
        *(
            (one, "2019-01-01", "2019-06-30")
            for one in ("S1 2019", "1er semestre 2019", "H1 2019", "premier semestre 2019")
        ),
        *((one, "2019-07-01", "2019-12-31") for one in ("S2 2019", "2nd semestre 2019", "2019 S2")),
        *((one, "2019-01-01", "2022-12-31") for one in ("2019-2022", "2019 - 2022", "2019/2022", "2019 à 2022")),
        ("2006-2009", "2006-01-01", "2009-12-31"),
        ("2019-20", "2019-01-01", "2020-12-31"),
        ("du 01/03/2019 au 31/12/2021", "2019-03-01", "2021-12-31"),
        ("avril 2019 à mars 2022", "2019-04-01", "2022-03-31"),
        ("2019-W12", "2019-03-18", "2019-03-24"),
        *(
            (one, "2021-03-31", "2021-03-31")
            for one in ("31 mars 2021", "31-mars-21", "31 March 2021", "March 31, 2021")
        ),
        *((one, "2020-01-01", "2020-01-01") for one in ("1er janvier 2020", "1 janv. 2020", "01/01/2020", "20200101")),
        *(
            (one, "2019-03-12", "2019-03-12")
            for one in ("12-mars-19", "12/03/19", "2019/03/12", "12.3.2019", "12 / 03 / 2019")
        ),
        *((one, "2019-01-01", "2019-12-31") for one in (dt.date(1905, 7, 11), dt.datetime(1905, 7, 11), "11/07/1905")),  # noqa: DTZ001
    ],
)
def test_times(written: object, first: str, last: str) -> None:
    found = said_when(written)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert year_of(written) == int(first[:4])


@pytest.mark.parametrize(
    "written",
    [
        "bientôt",
        "31/02/2016",
        "13/2019",
        "12 mars",
        "0016-01-01",
        "T5 2019",
        "2016 ou après",
        "avant 2010",
        "T5-19",
        "2022-2019",
        999999,
        True,
        None,
        "",
        "1850",
        2101,
        "2019-W60",
    ],
)
def test_what_is_no_time(written: object) -> None:
    assert said_when(written) is None


def test_a_year_in_the_format_of_a_date_in_a_macintosh_workbook() -> None:
    assert year_of(MACINTOSH + dt.timedelta(days=2019), MACINTOSH) == 2019
    assert year_of(dt.date(1909, 7, 12)) == 1909


def test_the_start_of_a_project_keeps_its_year_and_makes_up_no_day(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["acronyme", "début", "fin", "année"],
        ["A", "2016", "2018", None],
        ["B", "mars 2019", "06/2021", None],
    ]
    rows += [["C", "2012-2015", None, None], ["D", "bientôt", None, 2020], ["E", "2014", None, 2013]]
    net = network(tmp_path, projets=rows)
    table = net.projects.sort_values("acronym")
    assert table["start"].isna().all()
    assert table["year"].tolist() == [2016, 2019, 2012, 2020, 2013]
    assert table["end"].dropna().tolist() == [pd.Timestamp("2018-12-31"), pd.Timestamp("2021-06-30")]
    assert notes(net, "projects")["dates_from_years"] == 6
    assert [one[:3] for one in said(net)] == [(5, "début", "bientôt")]


def test_where_a_year_has_no_column_of_its_own_it_is_its_first_or_last_day() -> None:
    assert read("memberships", "since", "2016").texts == ["2016-01-01"]
    assert read("memberships", "until", "2016").texts == ["2016-12-31"]
    assert read("organisations", "dissolved", "T1 2016").texts == ["2016-03-31"]
    assert read("labels", "date", "mars 2016").texts == ["2016-03-01"]
    assert read("poles", "since", "2005").notes == {"dates_from_years": [0]}


def test_american_dates_are_told_by_the_column() -> None:
    assert read("projects", "end", "03/04/2019", "12/31/2019").texts == ["2019-03-04", "2019-12-31"]
    assert read("projects", "end", "03/04/2019", "31/12/2019").texts == ["2019-04-03", "2019-12-31"]
    mixed = read("projects", "end", "03/04/2019", "31/12/2019", "12/31/2019", "05/05/2019")
    assert mixed.texts == [None, "2019-12-31", "2019-12-31", "2019-05-05"]
    assert mixed.wrong == {TWO_ORDERS: [0]}


def test_the_year_of_a_date_in_text_and_of_several() -> None:
    years = read(
        "projects", "year", "01/03/2019", "2012-2015", 2016.0, "2016.5", 20199, "bientôt", "2016 ", "T1 2012", "?"
    )
    assert years.texts == ["2019", "2012", "2016", "2016.5", "20199", "?", "2016", "2012", None]
    assert years.notes == {"years_of_ranges": [1], "placeholders": [8]}


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        *((one, 1_234.5) for one in ("1 234,50 €", "1234,50", "1.234,50", "1,234.50", "€1,234.50", "1'234.50")),
        *(
            (one, 850_000.0)
            for one in ("850 k€", "850K", "850 k EUR", "0,85 M€", "850 kEUR HT", "850 milliers d'euros")
        ),
        *(
            (one, 1_200_000.0)
            for one in ("1,2 M€", "1.2 MEUR", "1,2 million d'euros", "1.2M", "1 200 000 €", "1.200.000")
        ),
        *((one, 1_500_000_000.0) for one in ("1,5 Md€", "1.5 milliards d'euros", "1,5 Mds €")),
        *(
            (one, 100_000.0)
            for one in ("env. 100 k€", "~100000", "100 000 HT", "100 000 € TTC", "100000 euros", "≈ 100 000")
        ),
        ("-5", -5.0),
        ("0,500", 0.5),
        ("1234,567", 1_234.567),
    ],
)
def test_amounts_as_people_write_them(written: str, euros: float) -> None:
    assert read_number(written, euros=True)[0] == euros


@pytest.mark.parametrize(
    "written",
    ["$100", "100 USD", "100 %", "12 chevaux", "06 12 34 56 78", "(1 200)", "100-200 k€", "200 k€/an", "1.2.3", "k€"],
)
def test_what_is_no_amount(written: str) -> None:
    assert read_number(written, euros=True)[0] is None


@pytest.mark.parametrize(
    ("others", "point", "comma"),
    [
        ((), None, None),
        (("850 k€", 1_000), None, None),
        (("1 234,50",), 12_500.0, 12.5),
        (("1.200.000",), 12_500.0, 12.5),
        (("1,200,000",), 12.5, 12_500.0),
        (("1200.5",), 12.5, 12_500.0),
        (("1.234,50",), 12_500.0, 12.5),
        (("1200.5", "1200,5"), None, None),
    ],
)
def test_what_may_be_read_in_two_ways_is_decided_by_the_column(
    others: tuple[object, ...], point: float | None, comma: float | None
) -> None:
    marks = marks_of(others)
    for written, number in (("12.500", point), ("12,500", comma)):
        assert read_number(written, euros=True, marks=marks)[0] == number
        column = read("projects", "funding", written, *others)
        assert column.wrong == ({TWO_WAYS: [0]} if number is None else {})
    assert read_number("47,123")[0] == read_number("47.123")[0] == 47.123  # no amount, but a latitude


def test_amounts_under_a_heading_with_a_unit(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["acronyme", "Aide (k€)"],
        ["A", 850],
        ["B", "1,5"],
        ["C", "2 M€"],
        ["D", "300 000 €"],
        ["E", "env. 2"],
    ]
    net = network(tmp_path, projets=rows)
    assert net.projects.sort_values("acronym")["funding"].tolist() == [850e3, 1500, 2e6, 300e3, 2000]
    assert notes(net, "projects")["approximate_amounts"] == 1


def test_negative_amounts_are_listed(tmp_path: Path) -> None:
    net = network(tmp_path, projets=[["acronyme", "aide"], ["A", "-5 €"]])
    assert [one[:3] for one in said(net)] == [(2, "aide", "-5 €")]


@pytest.mark.parametrize(
    "written",
    [
        "493902662",
        "493 902 662",
        "493.902.662",
        "493-902-662",
        "FR493902662",
        "FR 18 493 902 662",
        "493902662.0",
        "4.93902662E8",
        "4,93902662E+08",
        "49390266200013",
        "493 902 662 00013",
    ],
)
def test_a_siren_in_any_dress(written: str) -> None:
    assert read_siren(written).text == "493902662"
    assert read_siren(written).wrong is None


@pytest.mark.parametrize(("lost", "siren"), [("5720784", "005720784"), ("86580008", "086580008")])
def test_zeros_of_a_siren_are_put_back_where_the_check_digit_agrees(lost: str, siren: str) -> None:
    assert read_siren(lost) == (siren, True, None, None)
    assert not read_siren(str(int(lost) + 1)).zeros
    assert read("organisations", "siren", int(lost)).notes == {"zeros_restored": [0]}


def test_zeros_of_a_siret() -> None:
    assert read_siret("572078400015") == ("00572078400015", True, None, None)
    assert read_siret("572078400013") == ("00572078400013", True, None, LAST_DIGIT)
    assert not read_siret("572078500015").zeros
    assert read_siret("35600000049837").remark is None  # La Poste counts otherwise


def test_a_failing_check_digit_empties_and_lists(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["nom", "SIREN", "SIRET", "TVA", "PIC"],
        ["A", "493902663", "49390266300013", "en cours", 999999999],
    ]
    rows += [["B", "000000000", "12345678900012", None, None], ["C", "à demander", "12", None, None]]
    net = network(tmp_path, organisations=rows)
    assert net.organisations[["siren", "siret", "vat", "pic"]].isna().all(axis=None)
    listed = {(row, column): reason.split(";")[0] for row, column, _value, reason in said(net)}
    form = "this does not have the form of such an identifier or code"
    assert listed == {
        (2, "SIREN"): BAD_CHECK_DIGIT,
        (2, "SIRET"): BAD_CHECK_DIGIT,
        (2, "PIC"): NOBODYS,
        (3, "SIREN"): NOBODYS,
        (3, "SIRET"): NOBODYS,
        (4, "SIREN"): form,
        (4, "SIRET"): form,
    }


def test_other_numbers_that_are_nobodys() -> None:
    for column, written in (("pic", "999 999 999"), ("rnsr", "123456789A"), ("vat", "FR00000000000")):
        assert read_code(written, column).wrong == NOBODYS
    assert read_code("998877665", "pic").wrong is None


@pytest.mark.parametrize(
    ("country", "postcode", "department", "expected"),
    [
        (None, 1100, 1, ("01100", "01")),
        ("FR", "1100", "1", ("01100", "01")),
        ("France", 1000.0, None, ("01000", "")),
        ("Belgique", 1000, 1, ("1000", "1")),
        (None, "F-45000", "45", ("45000", "45")),
        (None, "45 000", None, ("45000", "")),
        (None, "45000 CEDEX 2", None, ("45000", "")),
        (None, "2100", "2A", ("2100", "2A")),
        (None, "45000.0", None, ("45000", "")),
    ],
)
def test_zeros_of_postcodes_and_departments(
    tmp_path: Path, country: str | None, postcode: object, department: object, expected: tuple[str, str]
) -> None:
    net = network(
        tmp_path, organisations=[["nom", "pays", "code postal", "département"], ["A", country, postcode, department]]
    )
    assert tuple(net.organisations[["postcode", "department"]].fillna("").iloc[0]) == expected


@pytest.mark.parametrize(
    "written",
    ["?", "-", "–", "NC", "n.c.", "N.C.", "n.a.", "N/A", "ND", "néant", "inconnu", "à compléter", "…", "en cours"],
)
def test_what_says_that_nothing_is_known_is_empty_in_every_column(written: str) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            protected = column.name in {"source", "country", "visibility", "opt_out", "dissolved"}
            if table.filled_in and not protected and written not in column.words.values():
                cells = read(name, column.name, written)
                assert cells.texts == [None], (name, column.name)
                assert cells.notes == {"placeholders": [0]}


def test_countries_and_protection_are_not_lifted_by_such_words() -> None:
    assert read("organisations", "country", "NA", "NC", "?", "n.c.").texts == ["NA", "NC", None, None]
    assert read("organisations", "dissolved", "-", "non", "?", "inconnu").texts == [None, None, "?", "?"]
    assert read("organisations", "opt_out", "-", "?", "nc").texts == [None, "?", "nc"]
    assert read("projects", "visibility", "-", "?", "nc").texts == [None, "?", "nc"]


def test_confidential_is_the_other_way_round() -> None:
    assert read("projects", "visibility", "oui", "non", heading="Confidentiel").texts == ["internal", "public"]
    assert read("projects", "visibility", "oui", "non", heading="Diffusion autorisée").texts == ["public", "internal"]
    assert read("projects", "visibility", "oui", heading="Diffusion").texts == ["oui"]


def test_chef_de_file_with_yes_and_no() -> None:
    assert read("participations", "role", "oui", "non", "x", None, heading="Chef de file").texts == [
        *("coordinator", "partner", "coordinator"),
        None,
    ]
    assert read("participations", "role", "oui", heading="Rôle").texts == ["oui"]


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        (dt.datetime(2023, 3, 1), "acronym"),  # noqa: DTZ001
        (100_000.0, "acronym"),
        (100_000, "name"),
        ("1E+05", "acronym"),
        ("mars-23", "title"),
        ("Mar-23", "name"),
        ("01/03/2023", "city"),
        ("2023-03-01", "label"),
        (dt.date(2023, 1, 11), "naf"),
        ("1001", "name"),
    ],
)
def test_dates_and_numbers_where_names_are_wanted(cell: object, column: str) -> None:
    assert looks_converted(cell, column)


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("MARS-23", "acronym"),
        ("1E5", "acronym"),
        ("2042Z", "naf"),
        (2042, "naf"),
        ("H2020", "name"),
        ("3D Plus", "name"),
        ("2030", "title"),
        ("Mars", "acronym"),
        (45000, "postcode"),
        ("", "name"),
        (None, "name"),
    ],
)
def test_names_that_are_names(cell: object, column: str) -> None:
    assert not looks_converted(cell, column)


def test_categories_from_figures_are_noted_and_never_over_a_stated_size(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Raison sociale", "Type", "Taille", "Effectif", "CA (M€)", "Groupe"]]
    rows += [["A", "entreprise", None, 80, 9, None], ["B", "entreprise", "ETI", 80, 9, None]]
    rows += [["C", "entreprise", None, 80, 9, "Grosse SA"], ["D", "laboratoire", None, 80, 9, None]]
    rows += [
        ["E", "entreprise", None, 80, None, None],
        ["F", None, None, 5, "0,5", "-"],
        ["G", "entreprise", None, 9000, 90, "G"],
    ]
    net = network(tmp_path, organisations=rows)
    table = net.organisations.sort_values("name")
    assert table["size"].fillna("").tolist() == ["sme", "mid_cap", "", "", "", "micro", "large"]
    assert table["kind"].tolist()[5] == "company"
    assert notes(net, "organisations")["sizes_from_headcount"] == 3


def test_figures_that_give_no_category_are_named_as_unknown_columns(tmp_path: Path) -> None:
    net = network(tmp_path, organisations=[["Raison sociale", "Effectif"], ["A", 80]])
    assert net.imports.iloc[0]["unknown_columns"] == "Effectif"
    net = network(
        tmp_path, organisations=[["Raison sociale", "Effectif 2023", "Effectif 2024", "CA"], ["A", 900, 80, 9e6]]
    )
    assert net.imports.iloc[0]["unknown_columns"] == "Effectif 2023"


def test_a_type_that_says_another_size_is_listed(tmp_path: Path) -> None:
    net = network(tmp_path, organisations=[["nom", "type", "taille"], ["A", "PME", "ETI"]])
    assert net.organisations["size"].tolist() == ["mid_cap"]
    assert said(net) == [(2, "taille", "ETI", "the type says another size; it is kept as it stands")]
