"""A part of a network is read without the rest, and is what would be chosen from all of it in memory."""

from __future__ import annotations

from itertools import cycle, product
from typing import TYPE_CHECKING, Any, Literal

import neo4j as driver
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.network.visibility import hidden_rows
from polegraph.stores.graph_database import partial, store
from polegraph.tables import TABLES
from polegraph.vocabulary import VISIBLE_TO
from tests.networks import networks

if TYPE_CHECKING:
    from polegraph.network import Network
    from tests.neo4j_server import Access

Audience = Literal["public", "members", "internal"]
AUDIENCES: tuple[Audience, ...] = ("public", "members", "internal")
WORDS = ("pole", "region", "theme", "programme", "phase", "since", "until", "at", "former")


def _compare(part: Network, expected: Network) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(part.tables[name], expected.tables[name], obj=name)
    assert part.focus == expected.focus
    assert part.day == part.around.day == expected.day
    assert part.undated == expected.undated
    pd.testing.assert_frame_equal(part.category, expected.category, obj="category")
    for name in TABLES:
        pd.testing.assert_frame_equal(part.around.tables[name], expected.around.tables[name], obj=f"around: {name}")
    assert part.around.focus == expected.around.focus


def _same_answer(address: str, net: Network, audience: Audience, **asked: object) -> bool:
    """Read a part, and compare it with what is chosen in memory; tell whether there was one."""
    narrow: dict[str, Any] = dict.fromkeys(WORDS) | asked
    try:
        expected = net.visible(audience).select(**narrow)
    except PolegraphError as error:
        message = str(error)
    else:
        message = ""
    if message:
        with pytest.raises(PolegraphError) as caught:
            partial.read(address, audience=audience, **narrow)
        assert str(caught.value) == message
        return False
    part, hidden = partial.read(address, audience=audience, **narrow)
    _compare(part, expected)
    visible = net.visible(audience)
    left = {name: len(net.tables[name]) - len(visible.tables[name]) for name in ("organisations", "projects")}
    rows = 0 if audience == "internal" else hidden_rows(net.tables, frozenset(VISIBLE_TO[audience]))
    assert hidden == {**left, "rows": rows}
    return True


ASKED: list[dict[str, object]] = [
    {},
    {"pole": "S2E2"},
    {"pole": "cosmetic-valley", "region": "centre-val de loire"},
    {"pole": "DREAM", "since": 2012, "until": 2016},
    {"pole": "elastopole", "theme": "Élastomères recyclés"},
    {"region": "Pays de la Loire"},
    {"region": "Île-de-France", "phase": "III"},
    {"programme": "fui"},
    {"programme": "ANR", "phase": "IV", "theme": "Eaux souterraines"},
    {"phase": "I"},
    {"since": 2020},
    {"until": 1990},
    {"pole": "Nowhere"},
    {"region": "Nowhere"},
    {"programme": "Nowhere", "phase": "III"},
    {"theme": "Nowhere"},
    {"phase": "VI"},
    {"at": 2010},
    {"pole": "s2e2", "at": "2017-07-14", "until": 2014},
    {"phase": "V", "at": "2016-06"},
    {"pole": "cosmetic-valley", "former": True, "phase": "I"},
]


@pytest.mark.parametrize(
    ("asked", "audience"),
    list(zip(ASKED, cycle(AUDIENCES), strict=False)),
    ids=[" ".join(f"{word}={value}" for word, value in asked.items()) or "all" for asked in ASKED],
)
def test_a_part_is_what_is_chosen_in_memory(
    whole: str, centre: Network, asked: dict[str, object], audience: Audience
) -> None:
    answered = _same_answer(whole, centre, audience, **asked)
    assert answered == (not {"Nowhere", "VI"} & set(map(str, asked.values())))


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[Network, dict[str, object]]:
    """A network with pôles, themes and hidden rows, and what somebody asks for."""
    net = draw(networks())
    orgs, projects = net.organisations, net.projects

    def some(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(draw(st.sets(st.sampled_from(pairs)))) if pairs else []

    def column(length: int, *values: str) -> list[Any]:
        return draw(st.lists(st.sampled_from([None, *values]), min_size=length, max_size=length))

    poles, themes = ["A", "B"], ["t", "u"]
    member = some(list(product(poles, orgs["org_id"])))
    labelled = some(list(product(poles, projects["project_id"])))
    about = some(list(product(projects["project_id"], themes)))
    asked: dict[str, list[Any]] = {
        "pole": poles,
        "region": ["Bretagne", "Occitanie"],
        "theme": themes,
        "programme": ["FUI", "ANR"],
        "phase": ["I", "III"],
        "since": [2012],
        "until": [2016],
        "at": [2014],
        "former": [True],
    }
    days = ("2013-12-31", "2014-12-31", "2015-01-01")
    spans = [
        (first, last) for first, last in product([None, *days], repeat=2) if not first or not last or first <= last
    ]
    since, until = zip(*(draw(st.sampled_from(spans)) for _ in member), strict=True) if member else ((), ())
    narrow = {word: draw(st.sampled_from([None, None, *values])) for word, values in asked.items()}
    world = net.with_tables(
        organisations=orgs.assign(
            visibility=column(len(orgs), "members", "internal"),
            dissolved=pd.to_datetime(pd.Series(column(len(orgs), *days), orgs.index, dtype="str")),
        ),
        projects=projects.assign(
            visibility=column(len(projects), "internal"), programme=column(len(projects), "FUI", "ANR")
        ),
        poles=pd.DataFrame({"pole_id": poles, "name": ["Alpha", "Beta"]}),
        themes=pd.DataFrame({"theme_id": themes, "label": ["T", "U"]}),
        memberships=pd.DataFrame(member, columns=["pole_id", "org_id"]).assign(
            since=pd.to_datetime(pd.Series(since, dtype="str")), until=pd.to_datetime(pd.Series(until, dtype="str"))
        ),
        labels=pd.DataFrame(labelled, columns=["pole_id", "project_id"]),
        project_themes=pd.DataFrame(about, columns=["project_id", "theme_id"]),
        outcomes=pd.DataFrame(
            {"outcome_id": projects["project_id"], "project_id": projects["project_id"], "kind": "product"}
        ),
        needs=pd.DataFrame({"org_id": orgs["org_id"], "domain": "skills"}),
        aliases=pd.DataFrame({"org_id": orgs["org_id"], "source": "s", "name": orgs["name"], "rows": 1}),
        descriptions=pd.DataFrame({"org_id": orgs["org_id"], "source": "s", "column": "city", "year": 2012}),
        rejected=pd.DataFrame({"source": ["s"], "file": ["f"], "row": [2], "reason": ["r"]}),
    )
    return world, narrow


@settings(max_examples=6)
@given(_worlds())
def test_any_part_of_any_network_is_what_is_chosen_in_memory(
    shared: Access, world: tuple[Network, dict[str, object]]
) -> None:
    net, narrow = world
    address = f"{shared.address}?dataset=any"
    store.write(net, address)
    for audience in AUDIENCES:
        _same_answer(address, net, audience, **narrow)


def test_a_pole_is_read_without_the_rest(whole: str, centre: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """No statement gives an organisation or project that the answer does not hold, nor reads more than they need."""
    seen: list[driver.Record] = []
    hits: dict[str, int] = {}
    real = driver.Session.run

    def spied(self: driver.Session, query: Any, *given_: Any, **more: Any) -> Any:  # noqa: ANN401  # as the driver has it
        result = real(self, f"PROFILE {query}", *given_, **more)
        records = list(result)
        plan = result.consume().profile
        seen.extend(records)
        hits[query.splitlines()[0]] = _hits(plan)
        return iter(records)

    monkeypatch.setattr(driver.Session, "run", spied)
    narrow: dict[str, Any] = dict.fromkeys(WORDS) | {"pole": "DREAM"}
    part, _ = partial.read(whole, audience="internal", **narrow)
    assert part.category is not None
    monkeypatch.undo()
    assert 0 < len(part.organisations) < len(centre.organisations) / 2
    outside = set(centre.org_index.difference(part.org_index)) | set(
        centre.project_index.difference(part.project_index)
    )
    outside -= set(part.needs["met_by"].dropna()) | set(part.outcomes["org_id"].dropna())  # said in rows of the part
    texts = {value for record in seen for value in _leaves(record.data())}
    assert set(part.org_index) <= texts
    assert not outside & texts
    rows = sum(len(table) for table in part.tables.values())
    assert max(hits.values()) < 60 * rows


def _hits(plan: Any) -> int:  # noqa: ANN401  # a tree of maps
    return int(plan.get("dbHits", 0)) + sum(_hits(child) for child in plan.get("children", []))


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value] if isinstance(value, str) else []
