from __future__ import annotations

import pickle
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.network.frames import Attributes
from polegraph.tables import TABLES
from tests.networks import networks, shuffled


@pytest.fixture(scope="module")
def davis() -> Network:
    """The women and events of Davis, Gardner & Gardner (1941), as NetworkX ships them."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    return Network(
        organisations=pd.DataFrame({"org_id": women, "name": women}),
        projects=pd.DataFrame({"project_id": events}),
        participations=pd.DataFrame(
            [(event, woman) for woman in women for event in graph[woman]], columns=["project_id", "org_id"]
        ),
    )


def test_davis_southern_women(davis: Network) -> None:
    graph = davis.to_networkx()
    assert graph.number_of_edges() == 139
    assert graph.edges["Evelyn Jefferson", "Laura Mandeville"]["projects"] == 6
    assert graph.edges["Evelyn Jefferson", "Laura Mandeville"]["newman"] == pytest.approx(1.56263736, abs=5e-9)
    assert davis.collaboration_matrix().nnz == 2 * 139
    by_hand = nx.bipartite.collaboration_weighted_projected_graph(davis.to_networkx("two"), davis.org_index.tolist())
    for one, other, weight in by_hand.edges(data="weight"):
        assert graph.edges[one, other]["weight"] == pytest.approx(weight)


@given(networks())
def test_matrices_equal_networkx(net: Network) -> None:
    assume(len(net.projects))  # NetworkX projects no graph that has one side only
    two = net.to_networkx("two")
    ids = net.org_index.tolist()
    counts = nx.bipartite.weighted_projected_graph(two, ids)
    newman = nx.bipartite.collaboration_weighted_projected_graph(two, ids)
    for matrix, expected in (
        (net.collaboration_matrix("projects"), counts),
        (net.collaboration_matrix("newman"), newman),
    ):
        np.testing.assert_allclose(matrix.toarray(), nx.to_numpy_array(expected, nodelist=ids))
        assert (matrix.data != 0).all()
        assert not matrix.diagonal().any()
        assert matrix.has_sorted_indices
    one = net.to_networkx(weight="projects")
    assert set(one) == set(ids)
    assert {frozenset(edge) for edge in one.edges} == {frozenset(edge) for edge in counts.edges}


@given(networks(), st.integers(0, 99))
def test_row_order_never_matters(net: Network, seed: int) -> None:
    other = shuffled(net, seed)
    assert nx.utils.graphs_equal(net.to_networkx("one"), other.to_networkx("one"))
    assert nx.utils.graphs_equal(net.to_networkx("two"), other.to_networkx("two"))


@given(networks())
def test_incidence_is_in_table_order(net: Network) -> None:
    expected = {(row.project_id, row.org_id) for row in net.participations.itertuples()}
    matrix = net.incidence.tocoo()
    assert {(net.project_index[p], net.org_index[o]) for p, o in zip(*matrix.coords, strict=True)} == expected
    assert matrix.shape == (len(net.projects), len(net.organisations))


def test_a_network_is_frozen() -> None:
    net = tiny()
    with pytest.raises(AttributeError, match="frozen"):
        net.organisations = net.projects
    with pytest.raises(AttributeError, match="no table"):
        net.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_absent_columns_are_unknown_and_the_kind_is_other() -> None:
    net = Network(
        organisations=pd.DataFrame({"org_id": ["a"], "name": ["A"]}),
        projects=pd.DataFrame({"project_id": ["p"], "start": ["2017-05-02"]}),
        participations=pd.DataFrame({"project_id": ["p"], "org_id": ["a"]}),
    )
    assert net.organisations.loc[0, "kind"] == "other"
    assert net.organisations["size"].isna().all()
    assert net.projects["year"].tolist() == [2017]


@pytest.mark.parametrize(
    ("table", "frame", "words"),
    [
        ("organisations", {"org_id": ["a", "a"], "name": ["A", "B"]}, "twice"),
        ("organisations", {"org_id": ["a"], "name": [None]}, "required"),
        ("organisations", {"org_id": ["a;b"], "name": ["A"]}, "form"),
        ("organisations", {"org_id": ["a"]}, "no column name"),
        ("organisations", {"org_id": ["a"], "name": ["A"], "size": ["big"]}, "allowed"),
        ("organisations", {"org_id": ["a"], "name": ["A"], "lat": [91]}, "out of range"),
        ("organisations", {"org_id": ["a"], "name": ["A"], "size": ["sme"], "sme": [False]}, "contradict"),
        ("projects", {"project_id": ["p"], "year": [20199]}, "out of range"),
        ("projects", {"project_id": ["p"], "start": ["2019-02-30"]}, "date"),
        ("projects", {"project_id": ["p"], "start": ["2019-02-03"], "end": ["2018-01-01"]}, "before"),
        ("projects", {"project_id": ["p"], "funding": [float("inf")]}, "not a number"),
        ("participations", {"project_id": ["q"], "org_id": ["a"]}, "no row"),
        ("participations", {"project_id": ["p", "p"], "org_id": ["a", "a"]}, "twice"),
        ("nonsense", {"x": [1]}, "no table"),
    ],
)
def test_what_the_model_forbids_is_refused(table: str, frame: dict[str, list[object]], words: str) -> None:
    frames = {
        "organisations": pd.DataFrame({"org_id": ["a"], "name": ["A"]}),
        "projects": pd.DataFrame({"project_id": ["p"]}),
        "participations": pd.DataFrame({"project_id": ["p"], "org_id": ["a"]}),
    }
    Network(**frames)
    frames[table] = pd.DataFrame(frame)
    with pytest.raises(PolegraphError, match=words) as caught:
        Network(**frames)
    paragraph, *below = str(caught.value).splitlines()
    assert paragraph.endswith(".")
    assert all(line.startswith("  ") for line in below)


def test_own_columns_are_carried_along() -> None:
    net = Network(
        organisations=pd.DataFrame({"org_id": ["a"], "name": ["A"], "employees": [12]}),
        projects=pd.DataFrame({"project_id": []}),
        participations=pd.DataFrame({"project_id": [], "org_id": []}),
    )
    assert net.organisations["employees"].tolist() == [12]
    assert net.to_networkx().nodes["a"]["employees"] == 12


def test_find_by_identifier_name_and_alias() -> None:
    net = tiny().with_tables(
        aliases=pd.DataFrame(
            {"org_id": ["BIG"], "source": ["s"], "source_id": [None], "name": ["Très Grand Groupe SA"], "rows": [1]}
        ),
    )
    assert net.find("BIG") == "BIG"
    assert net.find("tres grand groupe") == "BIG"
    assert net.find("Laboratory") == "LAB"
    with pytest.raises(PolegraphError, match=r"ALONE \(SME without a project.*SME1"):
        net.find("SME")
    with pytest.raises(PolegraphError, match="no organisation"):
        net.find("nobody of that name")


def _poles() -> Network:
    return tiny().with_tables(
        organisations=tiny().organisations.assign(
            region=["Bretagne", "Île-de-France", None, "Île-de-France", "Bretagne"]
        ),
        poles=pd.DataFrame({"pole_id": ["W"], "name": ["Pôle Ouest"]}),
        memberships=pd.DataFrame({"pole_id": ["W", "W"], "org_id": ["SME2", "ALONE"]}),
        labels=pd.DataFrame({"pole_id": ["W"], "project_id": ["P3"]}),
    )


def test_select_by_years_keeps_members_and_isolates() -> None:
    later = _poles().select(since=2020)
    assert set(later.org_index) == {"LAB", "BIG", "SME2", "ALONE"}  # SME2 is a member, ALONE had no project
    assert set(later.projects["project_id"]) == {"P3"}
    assert later.focus is None
    assert later.around is later
    assert set(_poles().select(phase="III").projects["project_id"]) == {"P1", "P2"}


def test_select_by_region_keeps_the_partners_and_remembers_what_is_around() -> None:
    whole = _poles()
    west = whole.select(region="bretagne")
    assert west.focus == {"SME1", "ALONE"}
    assert set(west.org_index) == {"SME1", "ALONE", "LAB", "SME2"}
    assert west.around is whole
    early = west.select(until=2014)
    assert set(early.projects["project_id"]) == {"P1"}
    assert early.focus == {"SME1", "ALONE"}
    assert set(early.around.projects["project_id"]) == {"P1"}


def test_select_by_pole_takes_members_and_labelled_projects() -> None:
    pole = _poles().select(pole="pole ouest")
    assert pole.focus == {"SME2", "ALONE"}
    assert set(pole.projects["project_id"]) == {"P1", "P3"}
    assert "BIG" in pole.org_index
    with pytest.raises(PolegraphError, match="Pôle Ouest"):
        _poles().select(pole="Est")
    with pytest.raises(PolegraphError, match="I, II, III"):
        _poles().select(phase="VI")


def test_what_is_not_public_is_left_out_with_all_that_belongs_to_it() -> None:
    net = _poles()
    net = net.with_tables(
        organisations=net.organisations.assign(visibility=["internal", None, "members", "public", None]),
        projects=net.projects.assign(visibility=[None, None, "internal"]),
    )
    public = net.visible("public")
    assert set(public.org_index) == {"LAB", "BIG", "ALONE"}
    assert set(public.project_index) == {"P1", "P2"}
    assert set(public.participations["org_id"]) == {"LAB"}
    assert set(public.memberships["org_id"]) == {"ALONE"}
    assert set(net.visible("members").org_index) == {"LAB", "BIG", "ALONE", "SME2"}
    assert net.visible("internal") is net
    west = net.select(region="Bretagne").visible("public")
    assert west.focus == {"ALONE"}
    assert "SME1" not in west.around.org_index


def _of_visibilities() -> Network:
    """S works with K in public; K with the secret H in a secret project; H with BIG."""
    pairs = [("P1", "S"), ("P1", "K"), ("PS", "K"), ("PS", "H"), ("PB", "H"), ("PB", "BIG")]
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": ["S", "K", "H", "BIG"],
                "name": ["S", "K", "H", "BIG"],
                "region": ["Centre", "X", "X", "X"],
                "visibility": ["public", "public", "internal", "public"],
            },
        ),
        projects=pd.DataFrame({"project_id": ["P1", "PS", "PB"], "visibility": ["public", "internal", "public"]}),
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
    )


def test_what_is_around_a_choice_hides_what_is_not_public_too() -> None:
    chosen = _of_visibilities().select(region="Centre").visible("public")
    assert "H" not in chosen.around.org_index
    assert "PS" not in chosen.around.project_index


def test_a_partner_in_a_hidden_project_is_not_given_away() -> None:
    net = _of_visibilities()
    first, then = net.select(region="X").visible("public"), net.visible("public").select(region="X")
    assert set(first.org_index) == set(then.org_index)
    only_secret = net.with_tables(projects=net.projects.assign(visibility=["internal", None, None]))
    assert set(only_secret.select(region="Centre").visible("public").org_index) == {"S"}


def test_a_subsidiary_stays_one_when_its_group_is_out_of_sight() -> None:
    net = Network(
        organisations=pd.DataFrame(
            {
                "org_id": ["BIG", "SUB", "SUBSUB", "S"],
                "name": ["B", "U", "V", "S"],
                "size": ["large", "sme", "micro", "sme"],
                "group_id": [None, "BIG", "SUB", None],
            },
        ),
        projects=pd.DataFrame({"project_id": ["P1", "P2"], "year": [2010, 2020]}),
        participations=pd.DataFrame(
            [("P1", "BIG"), ("P2", "SUB"), ("P2", "SUBSUB"), ("P2", "S")], columns=["project_id", "org_id"]
        ),
    )
    assert net.category["unit"].tolist() == ["BIG", "BIG", "BIG", "S"]
    later = net.select(since=2020)
    assert "BIG" not in later.org_index
    assert dict(zip(later.category["org_id"], later.category["size"], strict=True)) == {
        "SUB": "large",
        "SUBSUB": "large",
        "S": "sme",
    }


def test_the_publishers_flag_says_the_size_where_nothing_else_does() -> None:
    net = Network(
        organisations=pd.DataFrame(
            {
                "org_id": list("abcd"),
                "name": list("ABCD"),
                "kind": ["company", "company", "training_body", "lab"],
                "sme": [True, False, False, True],
            },
        ),
        projects=pd.DataFrame({"project_id": []}),
        participations=pd.DataFrame({"project_id": [], "org_id": []}),
    )
    assert net.organisations["size"].fillna("?").tolist() == ["sme", "not_sme", "?", "sme"]


def test_what_is_handed_out_cannot_be_changed() -> None:
    net = tiny()
    for matrix in (net.incidence, net.collaboration_matrix(), net.collaboration_matrix("newman")):
        with pytest.raises(ValueError, match="read-only"):
            matrix.data[:] = 0
    with pytest.raises(AttributeError, match="frozen"):
        del net.focus
    with pytest.raises(PolegraphError, match="no such weight"):
        net.to_networkx(weight="x")  # type: ignore[arg-type]


def test_all_spellings_of_a_name_are_chosen_and_choices_add_up() -> None:
    net = _poles()
    net = net.with_tables(
        organisations=net.organisations.assign(region=["Île-de-France", "ile de france", None, "Bretagne", "Bretagne"])
    )
    assert net.select(region="Ile-de-France").focus == {"SME1", "LAB"}
    assert net.select(pole="W").select(region="Bretagne").focus == {"ALONE"}
    assert net.select(pole="W").select(region="Ile-de-France").focus == set()
    same = pd.DataFrame({"pole_id": ["W", "E"], "name": ["Eau", "Eau"]})
    with pytest.raises(PolegraphError, match="E, W"):
        net.with_tables(poles=same).select(pole="eau")
    for wrong in ({"since": "2016"}, {"until": 2016.5}, {"phase": 3}):
        with pytest.raises(PolegraphError, match="What to do"):
            net.select(**wrong)


def test_odd_frames_are_taken_or_refused_with_a_sentence() -> None:
    net = tiny()
    with pytest.raises(PolegraphError, match="not a data frame"):
        Network({"org_id": []}, net.projects, net.participations)  # type: ignore[arg-type]
    five = net.organisations.assign(**{"5": 1}).rename(columns={"5": 5})
    assert "5" in net.with_tables(organisations=five).organisations
    arrow = pd.Series(pd.to_datetime(["2014-05-01", "2016-01-01", "2020-02-02"])).astype(pd.ArrowDtype(pa.date32()))
    assert net.with_tables(projects=net.projects.assign(start=arrow)).projects["start"].dt.day.tolist() == [1, 1, 2]
    with pytest.raises(PolegraphError, match="date"):
        net.with_tables(projects=net.projects.assign(start="2016-01-01 or later"))
    assert net.find(str(net.org_index[0])) == "SME1"


def test_an_organisation_counts_as_its_group() -> None:
    net = Network(
        organisations=pd.DataFrame(
            {
                "org_id": ["a", "b", "c", "d"],
                "name": ["A", "B", "C", "D"],
                "size": ["micro", "large", "sme", None],
                "group_id": ["g", "g", None, "h"],
            },
        ),
        projects=pd.DataFrame({"project_id": []}),
        participations=pd.DataFrame({"project_id": [], "org_id": []}),
    )
    assert net.category["unit"].tolist() == ["g", "g", "c", "h"]
    assert net.category["size"].fillna("?").tolist() == ["large", "large", "sme", "?"]


def test_every_table_of_the_model_is_named_for_type_checkers() -> None:
    named = [name for name, kind in Attributes.__annotations__.items() if kind == "pd.DataFrame"]
    assert named == list(TABLES)


def test_a_misspelt_table_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(AttributeError, match="'organizations': did you mean 'organisations'"):
        _ = tiny().organizations  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"'nothing_of_the_kind'$"):
        _ = tiny().nothing_of_the_kind  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(tiny())).organisations.equals(tiny().organisations)  # noqa: S301  # our own


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("name", ["organisations", "participations", "category"])
def test_what_is_done_to_a_table_in_place_leaves_the_network(name: str) -> None:
    net = tiny()
    drawn = net.with_incidence(net.incidence)
    for one in (net, drawn, net.select(since=2020), net.on(2024)):
        before = getattr(one, name).copy()
        frame = getattr(one, name)
        frame.iloc[0, 0] = "other"
        frame["more"] = 1
        frame.drop(frame.index, inplace=True)  # noqa: PD002  # that is what is asked
        if name in one.tables:
            one.tables[name].rename(columns={"org_id": "other"}, inplace=True)  # noqa: PD002
        pd.testing.assert_frame_equal(getattr(one, name), before)
    groups = net.subsidiary_of
    groups[:] = "other"
    assert net.subsidiary_of.isna().all()


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_frames_given_to_a_network_are_not_shared_with_it() -> None:
    given = {name: tiny().tables[name] for name in ("organisations", "projects", "participations")}
    net = Network(**given)
    given["participations"].drop([0, 1], inplace=True)  # noqa: PD002  # that is what is asked
    given["organisations"].loc[:, "name"] = "other"
    assert len(net.participations) == 7
    assert "other" not in set(net.organisations["name"])


def test_a_notebook_shows_how_many_rows_each_table_has() -> None:
    themes = pd.DataFrame({"theme_id": ["a"], "label": ["Any"]})
    root = ET.fromstring(tiny().with_tables(themes=themes)._repr_html_())  # noqa: S314  # our own
    rows = [[cell.text for cell in row] for row in root.iter("tr")]
    assert rows == [
        ["Network", "rows"],
        ["organisations", "5"],
        ["projects", "3"],
        ["participations", "7"],
        ["themes", "1"],
    ]
