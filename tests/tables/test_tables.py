from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph import tables
from polegraph.errors import PolegraphError
from polegraph.tables import TABLES

ALL = pytest.mark.parametrize("name", list(TABLES))
DESIGN = {
    "organisations": "org_id name kind size siren siret pic ror rnsr vat country region department city postcode lat"
    " lon naf group_id visibility",
    "projects": "project_id acronym title abstract start end status programme call total_cost funding visibility year",
    "participations": "project_id org_id role funding cost",
    "poles": "pole_id name region sector since",
    "memberships": "pole_id org_id since until college",
    "labels": "pole_id project_id date lead",
    "themes": "theme_id label scheme",
    "project_themes": "theme_id project_id",
    "organisation_themes": "theme_id org_id",
    "outcomes": "outcome_id project_id org_id kind title amount unit stage date evidence visibility",
    "needs": "org_id domain detail date status met_by met_on visibility",
    "offers": "org_id domain detail date status capacity visibility",
    "targets": "pole_id indicator year target document",
    "actions": "action_id org_id pole_id kind date domain title visibility",
    "aliases": "org_id source source_id name rows",
    "descriptions": "org_id source column year value",
    "rejected": "source row column value reason",
    "merges": "org_id into_id how evidence",
    "affiliations": "org_id parent_id parent_name relation how evidence source year",
    "fills": "org_id column value source",
    "proposals": "one_id other_id question right judged evidence",
    "decisions": "one_id other_id question answer note",
}


@pytest.mark.parametrize(("name", "columns"), DESIGN.items())
def test_the_promised_columns_are_there(name: str, columns: str) -> None:
    assert set(columns.split()) <= set(TABLES[name].names)


@ALL
def test_every_format_is_made_from_the_one_definition(name: str) -> None:
    table = TABLES[name]
    assert tables.empty(name).columns.tolist() == table.names
    assert tables.arrow_schema(name).names == table.names
    assert [field["name"] for field in tables.table_schema(name)["fields"]] == table.names
    assert list(tables.schema(name).columns) == table.names
    assert pa.Table.from_pandas(tables.empty(name), schema=tables.arrow_schema(name)).num_rows == 0


@ALL
def test_keys_and_references_are_columns(name: str) -> None:
    table = TABLES[name]
    assert set(table.key) <= set(table.names)
    for column, other in table.references.items():
        assert TABLES[other].key == (column,) or (column, other) == ("met_by", "organisations")
        assert column in table.names
    assert "source" in table.names or name in tables.WHO_IS_WHO


@ALL
def test_headings_are_unambiguous_in_both_languages(name: str) -> None:
    table = TABLES[name]
    for headings in (table.names, [column.fr for column in table.columns]):
        assert len(set(headings)) == len(headings)
    assert all(column.note.endswith(".") for column in table.columns)


@ALL
def test_examples_are_valid(name: str) -> None:
    table = TABLES[name]
    row = {column.name: [column.example or None] for column in table.columns}
    if not table.filled_in:
        return
    converted, unconverted = tables.convert(name, pd.DataFrame(row))
    assert not len(unconverted)
    assert not len(tables.problems(name, converted))


def test_an_unknown_flag_is_neither_yes_nor_no() -> None:
    given_flags = pd.DataFrame({"org_id": list("abcd"), "name": list("ABCD"), "sme": ["oui", "false", "", None]})
    table, found = tables.convert("organisations", given_flags)
    assert not len(found)
    assert table["sme"].tolist()[:2] == [True, False]
    assert table["sme"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("column", "values", "converted"),
    [
        ("year", ["2016", 2016.0, "", None], [2016, 2016, None, None]),
        ("total_cost", ["1.5", 2, "", None], [1.5, 2.0, None, None]),
        ("title", ["a", 75008.0, "", None], ["a", "75008", None, None]),
        ("start", ["2016-02-29", pd.Timestamp("2016-02-29 10:00"), "", None], ["2016-02-29", "2016-02-29", None, None]),
    ],
)
def test_conversion(column: str, values: list[object], converted: list[object]) -> None:
    frame = pd.DataFrame({"project_id": list("abcd"), column: pd.Series(values, dtype="object")})
    table, found = tables.convert("projects", frame)
    assert not len(found)
    assert table[column].dtype == tables.DTYPES[TABLES["projects"][column].type]
    shown = table[column].dt.strftime("%Y-%m-%d") if column == "start" else table[column]
    assert [None if pd.isna(value) else value for value in shown] == converted


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("year", "2016.5"),
        ("year", "soon"),
        ("year", float("inf")),
        ("funding", "1e999"),
        ("funding", "nan euros"),
        ("start", "31/12/2016"),
        ("start", "1899-12-31"),
        ("start", "2016-13-01"),
    ],
)
def test_what_cannot_be_converted_is_named(column: str, value: object) -> None:
    frame = pd.DataFrame({"project_id": ["a", "b"], column: pd.Series([None, value], dtype="object")})
    table, found = tables.convert("projects", frame)
    assert found[["table", "row", "column"]].to_numpy().tolist() == [["projects", 1, column]]
    assert found.loc[0, "value"] == value
    assert table[column].isna().all()


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=8))
def test_doubled_and_missing_keys_are_found(ids: list[str | None]) -> None:
    table, unconverted = tables.convert("projects", pd.DataFrame({"project_id": pd.Series(ids, dtype="object")}))
    assert not len(unconverted)
    found = tables.problems("projects", table)
    missing = [row for row, name in enumerate(ids) if name is None]
    twice = [row for row, name in enumerate(ids) if name is not None and name in ids[:row]]
    assert sorted(found.loc[found["reason"].str.contains("required"), "row"]) == missing
    assert set(twice) <= set(found.loc[found["reason"].str.contains("twice"), "row"])


def test_a_column_that_stands_twice_is_refused() -> None:
    frame = pd.DataFrame([["a", "b"]], columns=["project_id", "project_id"])
    with pytest.raises(PolegraphError, match="twice"):
        tables.convert("projects", frame)
