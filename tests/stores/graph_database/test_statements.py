"""Every column of the tables reaches the graph and comes back; no server is needed to see where one would be lost."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from polegraph import resources
from polegraph.examples import tiny
from polegraph.stores.graph_database.mapping import elements
from polegraph.stores.graph_database.model import DERIVED, LINKS, NODES, check_columns, properties
from polegraph.tables import TABLES
from polegraph.tables.fields import Column
from tools import statements

if TYPE_CHECKING:
    from pathlib import Path

IN_ANOTHER_PLACE = {"aliases": {"name"}, "records": {"key"}}
BUDGET = Column("budget", "number", "budget", "Whole or decimal euros.")


def _set_on(name: str) -> dict[str, str]:
    """Return what a statement of ``load`` sets: parameter by property, as a reader of the file sees it."""
    text = re.sub(r"location: point\(.*", "", resources.cypher(f"load/{name}"))
    return dict(re.findall(r"\b(\w+): \$(?:days\[\$)?(\w+)\[i\]", text))


@pytest.mark.parametrize("name", list(TABLES))
def test_every_column_is_loaded(name: str) -> None:
    written = _set_on(name)
    assert all(parameter == column for column, parameter in written.items())
    ends = {LINKS[name].start_key, LINKS[name].end_key} if name in LINKS else set()
    assert {*TABLES[name].names} - ends - IN_ANOTHER_PLACE.get(name, set()) <= set(written)


def test_the_columns_that_stand_elsewhere_are_loaded_there() -> None:
    assert "name" in _set_on("names")  # of an alias
    assert "row_key" in _set_on("records")
    text = resources.cypher("load/organisations")
    assert "location: point({latitude: $lat[i], longitude: $lon[i]})" in text


@pytest.mark.parametrize("name", list(TABLES))
def test_every_column_is_read(name: str) -> None:
    returned = re.findall(r"\| .*?(\w+)\] AS (\w+)", resources.cypher(f"read/{name}"))
    columns = [column for _place, column in returned if column != "own"]
    assert [column for column in columns if name != "rejected" or column != "key"] == TABLES[name].names
    assert {pair for pair in returned if pair[0] != pair[1]} == ({("row_key", "key")} if name == "records" else set())


def test_dates_and_nothing_else_go_through_the_list_of_days() -> None:
    for name, table in TABLES.items():
        dates = set(re.findall(r"\$days\[\$(\w+)\[i\]\]", resources.cypher(f"load/{name}")))
        assert dates == {column.name for column in table.columns if column.type == "date"}


@pytest.mark.parametrize("name", [*NODES, *LINKS, *DERIVED])
def test_the_parameters_are_the_columns_that_are_handed_over(name: str) -> None:
    """One without a value would be refused by the server, and one that no statement takes would be lost."""
    element = elements(tiny(), collaborations=True)[name]
    link = (LINKS | DERIVED).get(name)
    named_by = {link.start_key, link.end_key, *link.at_end} if link else {NODES[name].key}
    assert {*properties(name), *named_by} == {*element.frame.columns} | named_by
    assert named_by - {*element.frame.columns} == set()


def test_the_files_are_those_that_the_tables_give() -> None:
    assert statements.outdated() == {}


def test_a_column_more_is_asked_for_until_the_tool_has_run(monkeypatch: pytest.MonkeyPatch) -> None:
    table = TABLES["memberships"]
    monkeypatch.setitem(TABLES, "memberships", replace(table, columns=(*table.columns, BUDGET)))
    outdated = statements.outdated()
    assert [f"{path.parent.name}/{path.stem}" for path in outdated] == ["load/memberships", "read/memberships"]
    texts = [text for text in outdated.values() if text is not None]
    assert "  budget: $budget[i]\n" in texts[0]
    assert "[link IN links | link.budget] AS budget," in texts[1]
    with pytest.raises(RuntimeError, match=r"leaves out budget: run python tools/statements\.py"):
        check_columns("load/memberships", properties("memberships"))
    with pytest.raises(RuntimeError, match=r"read/memberships\.cypher leaves out budget"):
        check_columns("read/memberships", TABLES["memberships"].names)


def test_a_file_changed_by_hand_or_left_over_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "cypher"
    shutil.copytree(statements.CYPHER, folder)
    assert statements.outdated(folder) == {}
    changed, over = folder / "read" / "poles.cypher", folder / "load" / "gone.cypher"
    right = changed.read_text(encoding="utf-8")
    changed.write_text(right.replace("node.sector", "node.region"), encoding="utf-8")
    over.write_text(right, encoding="utf-8")
    assert statements.outdated(folder) == {changed: right, over: None}
