"""What a matcher sees of organisations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from polegraph.identity.entities import COLUMNS, Units, units

Tables = dict[str, pd.DataFrame]


@st.composite
def described(draw: st.DrawFn) -> Tables:
    """Draw the tables of a network, with spellings and themes for some."""
    ids = [f"o{place}" for place in range(draw(st.integers(1, 6)))]
    projects = [f"p{place}" for place in range(draw(st.integers(1, 5)))]
    taken = sorted(draw(st.sets(st.tuples(st.sampled_from(projects), st.sampled_from(ids)))))
    written = sorted(draw(st.sets(st.tuples(st.sampled_from([*ids, "gone"]), st.sampled_from(["A", "a", "B C"])))))
    themes = sorted(draw(st.sets(st.tuples(st.sampled_from(projects), st.sampled_from(["T1", "T2"])))))
    return {
        "organisations": pd.DataFrame({"org_id": ids, "name": [f"Name {one}" for one in ids], "kind": "lab"}),
        "participations": pd.DataFrame(taken, columns=["project_id", "org_id"], dtype="str"),
        "projects": pd.DataFrame(
            {
                "project_id": projects,
                "year": pd.array(
                    draw(st.lists(st.sampled_from([None, 2010, 2015]), min_size=len(projects), max_size=len(projects))),
                    dtype="Int64",
                ),
            }
        ),
        "aliases": pd.DataFrame(written, columns=["org_id", "name"], dtype="str").assign(rows=3),
        "project_themes": pd.DataFrame(themes, columns=["project_id", "theme_id"], dtype="str"),
    }


def assert_same(one: Units, other: Units) -> None:
    for name in ("table", "spellings", "parts"):
        assert_frame_equal(getattr(one, name), getattr(other, name))


@given(described(), st.integers(0, 99))
def test_the_order_of_rows_never_matters(tables: Tables, seed: int) -> None:
    other = {name: table.sample(frac=1, random_state=seed + len(name)) for name, table in tables.items()}
    assert_same(units(other), units(tables))


@given(described())
def test_it_says_what_the_tables_say(tables: Tables) -> None:
    them = units(tables)
    ids = sorted(tables["organisations"]["org_id"])
    assert them.table["org_id"].tolist() == ids
    assert set(COLUMNS) < set(them.table.columns)
    taken = tables["participations"]
    assert them.table["projects"].tolist() == [int((taken["org_id"] == one).sum()) for one in ids]
    codes = sorted(taken["project_id"].unique())
    years = tables["projects"].set_index("project_id")["year"]
    themes = tables["project_themes"].groupby("project_id")["theme_id"].min()
    known = sorted(set(themes.reindex(codes).dropna()))
    columns = ("unit", "project", "year", "theme")
    parts = zip(*(them.parts[column].tolist() for column in columns), strict=True)
    told = {
        (ids[unit], codes[project], year, known[theme] if theme >= 0 else None) for unit, project, year, theme in parts
    }
    started = years.fillna(0).to_dict()
    about = themes.to_dict()
    assert told == {
        (one, project, started[project], about.get(project))
        for project, one in zip(taken["project_id"].tolist(), taken["org_id"].tolist(), strict=True)
    }
    aliases = tables["aliases"]
    for unit, one in enumerate(ids):
        written = aliases.loc[aliases["org_id"] == one, "name"]
        names = them.spellings.loc[them.spellings["unit"] == unit, "name"]
        assert set(names) == (set(written) or {f"Name {one}"})


@given(described(), st.data())
def test_some_of_them_are_what_they_would_be_alone(tables: Tables, data: st.DataObject) -> None:
    them = units(tables)
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=len(them), max_size=len(them))), dtype=bool)
    some = them.only(chosen)
    ids = them.table["org_id"][chosen]
    assert some.table["org_id"].tolist() == ids.tolist()
    for name in ("spellings", "parts"):
        table, own = getattr(them, name), getattr(some, name)
        table = table[chosen[table["unit"].to_numpy()]]
        assert own["unit"].map(some.table["org_id"]).tolist() == table["unit"].map(them.table["org_id"]).tolist()
        assert_frame_equal(own.drop(columns="unit"), table.drop(columns="unit").reset_index(drop=True))


def test_a_spelling_written_twice_counts_its_rows_once() -> None:
    tables = {
        "organisations": pd.DataFrame({"org_id": ["b", "a"], "name": ["B", "A"]}),
        "participations": pd.DataFrame({"project_id": ["p", "p"], "org_id": ["a", "a"]}),
        "aliases": pd.DataFrame({"org_id": ["b", "b"], "name": ["Bé", "Bé"], "rows": [2, 3]}),
    }
    them = units(tables)
    assert them.spellings.to_numpy().tolist() == [[0, "A", 0], [1, "Bé", 5]]
    assert them.table["projects"].tolist() == [1, 0]
