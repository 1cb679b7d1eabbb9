"""What a writing into Neo4j changes: what differs, in its own dataset, and nothing that others have put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import store
from tests import examples
from tests.stores.graph import contents, count, files, places, run

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from tests.neo4j_server import Access


@pytest.fixture(scope="module")
def centre() -> Network:
    return examples.centre()


def _name(address: str) -> str:
    return address.rpartition("=")[2]


def _state(address: str) -> tuple[object, object]:
    with store.session(address) as session:
        query = "MATCH (d:Dataset {name: $name}) RETURN d.status, d.version"
        status, version = session.run(query, name=_name(address)).single(strict=True)
    return status, version


def _of(source: str, net: Network) -> Network:
    """Return a network as a reader of that source would."""
    return net.with_tables(**{name: table.assign(source=source) for name, table in net.tables.items() if len(table)})


def _another(net: Network) -> Network:
    """Return the network of a year later: rows of every table left, came, and changed."""
    organisations = net.organisations.iloc[7:].reset_index(drop=True)
    groups = organisations["group_id"].dropna().unique()
    in_group = organisations["group_id"] == groups[0]
    organisations["size"] = organisations["size"].mask(in_group, "sme")  # labels of its subsidiaries go with it
    organisations["kind"] = organisations["kind"].where(organisations.index % 11 > 0, "association")
    organisations["city"] = organisations["city"].where(organisations.index % 5 > 0, None)
    new = pd.DataFrame([{"org_id": "new", "name": "Nouvelle", "kind": "company", "size": "micro"}])
    organisations = pd.concat([organisations, new], ignore_index=True)
    projects = net.projects.iloc[:-9].reset_index(drop=True)
    projects["title"] = projects["title"] + " (suite)"
    ids = {"org_id": organisations["org_id"], "project_id": projects["project_id"]}
    tables = {"organisations": organisations, "projects": projects}
    for name, table in net.tables.items():
        if name in {"organisations", "projects", "imports", "records", "rejected"}:
            continue
        kept = pd.Series(data=True, index=table.index)
        for column, known in ids.items():
            if column in table:
                kept &= table[column].isin(known)
        tables[name] = table[kept].reset_index(drop=True)
    tables["memberships"]["since"] += pd.Timedelta(days=1)
    more = {"project_id": projects["project_id"].head(3), "org_id": "new", "role": "partner"}
    tables["participations"] = pd.concat([tables["participations"], pd.DataFrame(more)], ignore_index=True)
    return type(net)(**tables)


def test_a_second_writing_touches_nothing(shared: Access, address: str, centre: Network) -> None:
    assert store.write(centre, address)
    before = places(shared, _name(address))
    assert _state(address) == ("complete", 1)
    assert not store.write(centre, address)
    assert places(shared, _name(address)) == before


def test_the_model_is_what_people_were_told(shared: Access, address: str, centre: Network) -> None:
    store.write(centre, address)
    category = centre.category["size"]
    given = {"dataset": _name(address)}
    for label, sizes in (("SME", ["micro", "sme"]), ("LargeGroup", ["large", "not_sme"])):
        assert count(shared, f"MATCH (n:{label} {{dataset: $dataset}}) RETURN count(n)", **given) == sum(
            category.isin(sizes)
        )
    for label, kind in (("Company", "company"), ("Lab", "lab"), ("TrainingBody", "training_body")):
        assert count(shared, f"MATCH (n:{label} {{dataset: $dataset}}) RETURN count(n)", **given) == sum(
            centre.organisations["kind"] == kind
        )
    near = "MATCH (n:Organisation {dataset: $dataset}) WHERE n.location.latitude = n.lat RETURN count(n)"
    assert count(shared, near, **given) == centre.organisations["lat"].notna().sum()
    dated = "MATCH (:Pole {dataset: $dataset})<-[m:MEMBER_OF]-() WHERE m.since >= date('1900-01-01') RETURN count(m)"
    assert count(shared, dated, **given) == centre.memberships["since"].notna().sum()
    for table, pattern in {
        "participations": "(:Organisation)-[r:PARTICIPATES_IN]->(:Project)",
        "labels": "(:Pole)-[r:LABELLED]->(:Project)",
        "project_themes": "(:Project)-[r:ABOUT]->(:Theme)",
        "organisation_themes": "(:Organisation)-[r:ABOUT]->(:Theme)",
        "outcomes": "(:Project)-[r:PRODUCED]->(:Outcome)",
        "needs": "(:Organisation)-[r:NEEDS]->(:Need)",
        "offers": "(:Organisation)-[r:OFFERS]->(:Need)",
        "aliases": "(:Organisation)-[r:ALSO_KNOWN_AS]->(:Alias)",
    }.items():
        query = f"MATCH p = {pattern} WHERE all(n IN nodes(p) WHERE n.dataset = $dataset) RETURN count(r)"
        assert count(shared, query, **given) == len(centre.tables[table]), table


def test_what_changed_came_or_left_is_all_that_differs(shared: Access, address: str, centre: Network) -> None:
    fresh = f"{address}-fresh"
    store.write(centre, address)
    later = _another(centre)
    assert store.write(later, address)
    assert _state(address) == ("complete", 2)
    store.write(later, fresh)
    assert contents(shared, _name(address)) == contents(shared, _name(fresh))
    store.write(centre, address)
    store.write(centre, fresh)
    assert contents(shared, _name(address)) == contents(shared, _name(fresh))


def test_what_did_not_change_is_not_touched(shared: Access, address: str, centre: Network) -> None:
    store.write(centre, address)
    before = set(places(shared, _name(address)))
    organisations = centre.organisations.assign(city=["Blois", *centre.organisations["city"][1:]])
    store.write(centre.with_tables(organisations=organisations), address)
    assert len(before.difference(places(shared, _name(address)))) == 2  # the organisation, and the node of the dataset


def test_keep_leaves_rows_that_the_network_does_not_have(address: str, centre: Network) -> None:
    store.write(centre, address)
    store.write(_another(centre), address, keep=True)
    both = store.read(address)
    assert set(both.org_index) == {*centre.org_index, "new"}
    assert both.organisations.set_index("org_id").loc["new", "name"] == "Nouvelle"
    assert len(both.participations) == len(centre.participations) + 3
    assert not store.write(_another(centre), address, keep=True)


def test_two_datasets_share_a_database(shared: Access, address: str, centre: Network) -> None:
    other = f"{address}-other"
    store.write(centre, other)
    before = contents(shared, _name(other))
    store.write(centre, address)
    store.write(tiny(), address)
    assert contents(shared, _name(other)) == before
    assert list(store.read(address).org_index) == list(tiny().org_index)
    assert store.sources(other) == sorted(centre.imports["source"].unique())


def test_what_others_put_there_stays(shared: Access, address: str) -> None:
    net = tiny()
    given = f"{{dataset: '{_name(address)}'"
    store.write(net, address)
    run(
        shared,
        f"MATCH (n:Organisation {given}, org_id: 'SME1'}}) SET n.rating = 5, n:Visited",
        f"MATCH (n:Organisation {given}, org_id: 'BIG'}}) SET n.rating = 4 CREATE (:Person)-[:KNOWS]->(n)",
        f"MATCH (n:Project {given}, project_id: 'P1'}}) CREATE (n)-[:PARTICIPATES_IN {{mine: true}}]->(n)",
        f"MATCH (n:Organisation {given}, org_id: 'LAB'}}) CREATE (:Organisation {{name: 'theirs'}})-[:PART_OF]->(n)",
        "CREATE (:Organisation {org_id: 'SME1', name: 'theirs too'})",
    )
    left = net.select(until=2016)
    left = left.with_tables(
        organisations=left.organisations[left.org_index != "ALONE"].assign(name="another name").reset_index(drop=True)
    )
    assert store.write(left, address)
    assert set(store.read(address).org_index) == {"SME1", "SME2", "LAB"}
    query = f"MATCH (n:Visited {given}, org_id: 'SME1'}}) WHERE n.name = 'another name' RETURN n.rating"
    assert count(shared, query) == 5
    former = "MATCH (:Person)-[:KNOWS]->(n:Former {org_id: 'BIG'}) WHERE n.fingerprint IS NULL AND n.dataset IS NULL"
    assert count(shared, f"{former} AND n.left_dataset = '{_name(address)}' RETURN n.rating") == 4
    assert count(shared, f"MATCH (n:Organisation {given}, org_id: 'ALONE'}}) RETURN count(n)") == 0
    assert count(shared, "MATCH (:Project)-[r:PARTICIPATES_IN {mine: true}]->() RETURN count(r)") == 1
    assert count(shared, "MATCH (n {name: 'theirs'})-[:PART_OF]->(:Lab {org_id: 'LAB'}) RETURN count(n)") == 1
    assert count(shared, "MATCH (n:Organisation {name: 'theirs too'}) RETURN count(n)") == 1
    assert store.write(net, address)  # who left comes back, beside what others tied to the former node
    assert len(store.read(address).organisations) == 5
    assert count(shared, f"{former} RETURN count(n)") == 1


def test_a_value_that_somebody_changed_is_checked_again(shared: Access, address: str) -> None:
    store.write(tiny(), address)
    node = f"MATCH (n:Organisation {{dataset: '{_name(address)}', org_id: 'BIG'}})"
    run(shared, f"{node} SET n.name = 'Renamed', n.visibility = ''")
    read = store.read(address).organisations.set_index("org_id")
    assert read.loc["BIG", "name"] == "Renamed"
    run(shared, f"{node} SET n.kind = 'giant'")
    with pytest.raises(PolegraphError, match="giant"):
        store.read(address)
    run(shared, f"{node} SET n.kind = 'company', n.name = 7")
    with pytest.raises(PolegraphError, match="not what polegraph wrote"):
        store.read(address)


def test_a_relationship_that_somebody_copied_or_deleted_is_mended(shared: Access, address: str) -> None:
    net = tiny()
    store.write(net, address)
    before = contents(shared, _name(address))
    pattern = f"MATCH (a:Organisation {{dataset: '{_name(address)}', org_id: 'LAB'}})-[r:PARTICIPATES_IN]->(b)"
    run(shared, f"{pattern} CREATE (a)-[s:PARTICIPATES_IN]->(b) SET s = properties(r)")
    assert store.write(net, address)
    assert contents(shared, _name(address)) == before
    run(shared, f"{pattern} DELETE r")
    assert store.write(net, address)
    assert contents(shared, _name(address)) == before


def test_own_columns_come_go_and_change_their_name_and_type(shared: Access, address: str) -> None:
    net, fresh = tiny(), f"{address}-fresh"
    one = net.organisations.assign(staff=[1, 0, 1, 0, 1], note="n")
    links = net.participations.assign(days=[1, 0, 1, 0, 1, 0, 1])
    steps = [
        net.with_tables(organisations=one, participations=links),
        net.with_tables(organisations=one.rename(columns={"staff": "people"})),
        net.with_tables(organisations=one.assign(staff=one["staff"].astype(bool)).drop(columns="note")),
        net.with_tables(participations=links.assign(days=links["days"].astype("float64"))),
        net,
    ]
    for number, step in enumerate(steps):
        assert store.write(step, address)
        assert not store.write(step, address)
        store.write(step, f"{fresh}{number}")
        assert contents(shared, _name(address)) == contents(shared, f"{_name(fresh)}{number}")
        for name, table in store.read(address).tables.items():
            expected = step.tables[name].sort_values(list(step.tables[name].columns[:2]), ignore_index=True)
            found = table.sort_values(list(table.columns[:2]), ignore_index=True)
            pd.testing.assert_frame_equal(found, expected, check_dtype=False)  # as a folder gives them


def test_who_works_with_whom_follows_the_data(shared: Access, address: str, centre: Network) -> None:
    fresh = f"{address}-fresh"
    pairs = "MATCH (:Organisation {dataset: $dataset})-[r:COLLABORATES_WITH]->() RETURN count(r)"
    store.write(centre, address, collaborations=True)
    matrix = centre.collaboration_matrix("projects")
    assert count(shared, pairs, dataset=_name(address)) == matrix.nnz // 2
    later = _another(centre)
    store.write(later, address)
    store.write(later, fresh, collaborations=True)
    assert contents(shared, _name(address)) == contents(shared, _name(fresh))
    assert store.write(later, address, collaborations=False)
    assert count(shared, pairs, dataset=_name(address)) == 0


def test_a_source_is_replaced_as_in_a_folder(address: str, tmp_path: Path) -> None:
    steps = [
        _of("one", tiny()),
        _of("two", tiny().select(since=2020)),
        _of("one", tiny().select(until=2014)),
    ]
    for net in steps:
        dataset.update(net, tmp_path / "d")
        store.update(net, address)
        dataset.write(store.read(address), tmp_path / "copy")
        assert files(tmp_path / "copy") == files(tmp_path / "d")
    store.update(_of("three", tiny()), address, replace=True)
    assert set(store.read(address).projects["source"]) == {"three"}
