from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import polegraph.examples
from polegraph import Network, PolegraphError, maps
from polegraph.maps.document import json_block
from polegraph.maps.view_model import view
from polegraph.metrics.links import large_group_links
from tests.maps.world import block
from tests.networks import networks, shuffled

PAGE = Path(maps.__file__).parent / "page"


def written(network: Network, folder: Path, **options: Any) -> str:  # noqa: ANN401  # handed on
    return maps.write(network, folder / "map.html", **options).read_text(encoding="utf-8")


def test_policy_allows_exactly_the_blocks_of_the_page(tmp_path: Path) -> None:
    text = written(polegraph.examples.tiny(), tmp_path)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for kind, opening in (("script", "<script>"), ("style", "<style>")):
        blocks = re.findall(rf"{opening}(.*?)</{kind}>", text, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in blocks]
        assert rules[f"{kind}-src"] == " ".join(f"'sha256-{one}'" for one in hashes)
    assert "://" not in rules.pop("img-src")
    assert "unsafe" not in policy[1]


def test_page_names_nothing_elsewhere(tmp_path: Path) -> None:
    text = written(polegraph.examples.tiny(), tmp_path)
    assert not re.search(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:)", text)
    assert "sourceMappingURL" not in text


@settings(max_examples=12)
@given(networks())
def test_same_view_whatever_the_order_of_rows(network: Network) -> None:
    assert view(network) == view(shuffled(network, 1))


def test_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    pairs = pd.DataFrame(
        {"project_id": generator.integers(0, 200, 900), "org_id": generator.integers(0, 300, 900)}
    ).drop_duplicates()
    network = Network(
        organisations=pd.DataFrame({"org_id": [f"o{i}" for i in range(300)], "name": "Name", "size": "sme"}),
        projects=pd.DataFrame({"project_id": [f"p{i}" for i in range(200)]}),
        participations=pd.DataFrame(
            {"project_id": "p" + pairs["project_id"].astype(str), "org_id": "o" + pairs["org_id"].astype(str)}
        ),
    )
    assert written(network, tmp_path) == written(shuffled(network, 2), tmp_path)


@settings(max_examples=12)
@given(networks())
def test_view_holds_everybody_with_their_status_and_every_link(network: Network) -> None:
    shown = view(network)
    organisations, projects = shown.data["organisations"], shown.data["projects"]
    assert organisations["id"] == sorted(network.org_index)
    assert [node["id"] for node in shown.nodes] == list(range(len(network.org_index)))
    graph = network.to_networkx()
    drawn = {frozenset((organisations["id"][edge["from"]], organisations["id"][edge["to"]])) for edge in shown.edges}
    assert drawn == {frozenset(pair) for pair in graph.edges}
    pairs = {
        (projects["id"][number], organisations["id"][member])
        for number, members in enumerate(projects["members"])
        for member in members
    }
    assert pairs == set(network.participations[["project_id", "org_id"]].itertuples(index=False, name=None))
    links = large_group_links(network, draws=0).set_index("org_id")["status"].to_dict()
    size = network.category.set_index("org_id")["size"]
    for org_id, status in zip(organisations["id"], organisations["status"], strict=True):
        if org_id in links:
            assert status == links[org_id]
        else:
            assert status == {"large": "large", "not_sme": "large", "mid_cap": "mid_cap"}.get(size[org_id], "other")


def test_the_strongest_links_are_drawn() -> None:
    shown = view(polegraph.examples.tiny(), top_links=1)
    assert shown.data["links"] == {"all": 4, "drawn": 1, "most": 1}
    ids = shown.data["organisations"]["id"]
    assert {ids[shown.edges[0]["from"]], ids[shown.edges[0]["to"]]} == {"SME1", "LAB"}


def test_what_an_audience_may_not_see_is_not_in_the_file(tmp_path: Path) -> None:
    tiny = polegraph.examples.tiny()
    network = tiny.with_tables(
        organisations=tiny.organisations.assign(visibility=["internal", None, None, None, "members"]),
        projects=tiny.projects.assign(acronym=["OPEN", "SECRET", "OPEN"], visibility=["public", "members", None]),
    )
    public = written(network, tmp_path)
    assert "First SME" not in public
    assert "SECRET" not in public
    assert block(public, "data")["left_out"] == [2, 1]
    members = written(network, tmp_path, audience="members")
    assert "First SME" not in members
    assert "SECRET" in members
    assert block(members, "data")["left_out"] == [1, 0]
    assert "First SME" in written(network, tmp_path, audience="internal")


def test_chosen_organisations_are_marked_and_judged_by_the_whole() -> None:
    tiny = polegraph.examples.tiny()
    regions = pd.Series(["Bretagne", "Bretagne", None, None, None], dtype="str")
    chosen = tiny.with_tables(organisations=tiny.organisations.assign(region=regions)).select(region="Bretagne")
    organisations = view(chosen).data["organisations"]
    assert [organisations["id"][number] for number in organisations["chosen"]] == ["LAB", "SME1"]
    # The second SME was not chosen; it is still judged by all that is known, however the choice was made.
    for network in (chosen, chosen.select(since=2000)):
        organisations = view(network).data["organisations"]
        assert dict(zip(organisations["id"], organisations["status"], strict=True))["SME2"] == "introduced"


def test_groups_count_as_groups() -> None:
    tiny = polegraph.examples.tiny()
    network = tiny.with_tables(organisations=tiny.organisations.assign(group_id=["G", None, None, "G", None]))
    organisations = view(network).data["organisations"]
    place = organisations["id"].index("SME1")
    assert organisations["status"][place] == "large"
    assert organisations["size"][place] == "large"
    assert organisations["group"][str(place)] == "G"
    assert place in organisations["as_group"]


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_nothing_breaks_out_of_the_data(value: Any) -> None:  # noqa: ANN401  # any JSON
    text = json_block(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


@pytest.mark.parametrize("value", ["\ud800", "\x00", "</script><!--<script>"])
def test_data_keep_the_worst_texts(value: str) -> None:
    text = json_block([value])
    assert json.loads(text.encode("utf-8").decode("utf-8")) == [value]


def test_wrong_options_are_refused(tmp_path: Path) -> None:
    for options in ({"lang": "de"}, {"audience": "nobody"}, {"top_links": -1}):
        with pytest.raises(PolegraphError):
            written(polegraph.examples.tiny(), tmp_path, **options)
    with pytest.raises(PolegraphError):
        maps.write(polegraph.examples.tiny(), tmp_path / "no folder" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_callers_network_stays_as_it_was(tmp_path: Path) -> None:
    tiny = polegraph.examples.tiny()
    before = {name: table.copy() for name, table in tiny.tables.items()}
    written(tiny, tmp_path)
    for name, table in tiny.tables.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_every_word_of_the_page_is_there_and_used(tmp_path: Path) -> None:
    said = block(written(polegraph.examples.tiny(), tmp_path), "data")["words"]
    assert said["en"].keys() == said["fr"].keys()
    code = "".join(path.read_text(encoding="utf-8") for path in (*PAGE.rglob("*.js"), *PAGE.glob("*.html")))
    families = set(re.findall(r"tn?\(\s*`(\w+)\.\w*\$\{", code))  # t(`kind.${...}`): one word for each kind
    families |= {"status", "outcomes", "note"}  # the legend's, put together of facet and entry; the table's
    families.add("outcome")  # the filter's, put together of its name and entry
    asked = set(re.findall(r'"(\w+(?:\.\w+)?)"', code)) & said["en"].keys()
    assert set(re.findall(r'\btn?\(\s*"([\w.]+)"', code)) <= asked
    assert set(re.findall(r'data-t(?:-label)?="(\w+)"', code)) <= asked
    assert {word for word in said["en"] if word not in asked and word.split(".")[0] not in families} == {"no_script"}
    filled = re.compile(r"\{(\w+)\}")
    for word, english in said["en"].items():
        for one, other in zip(np.atleast_1d(english), np.atleast_1d(said["fr"][word]), strict=True):
            assert set(filled.findall(one)) == set(filled.findall(other))


def test_modules_stay_small_and_say_what_they_are() -> None:
    for path in PAGE.rglob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < 400, path.name
        assert lines[0].startswith("// "), path.name
