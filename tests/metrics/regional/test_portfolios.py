from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import (
    economic_complexity,
    entry,
    entry_by_density,
    relatedness,
    relatedness_density,
    specialisation,
    theme_complexity,
)
from polegraph.metrics.regional import portfolios
from tests.metrics.regional.portfolio import of_counts
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


def test_quotients_of_the_example_of_econgeo() -> None:
    # The matrix of the example in the documentation of EconGeo's location_quotient; by hand: all sums are 100.
    rows = [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
    net = of_counts({f"R{place + 1}": row for place, row in enumerate(rows)}, "ABCDE")
    found = specialisation(net)
    assert found["quotient"].to_numpy().reshape(5, 5).tolist() == (np.array(rows) / 20).tolist()
    assert found["specialised"].to_numpy().reshape(5, 5).tolist() == (np.array(rows) >= 20).tolist()
    assert found.iloc[1, :3].tolist() == ["R1", "B", 0]


@given(networks(organisations=8, projects=7), st.sampled_from(["region", "kind", "size"]), st.integers(0, 3))
@settings(max_examples=8)
def test_counts_are_those_of_a_plain_loop_in_any_order_of_rows(net: Network, by: str, seed: int) -> None:
    label: Any = net.category["size"] if by == "size" else net.organisations[by]
    region = dict(zip(net.organisations["org_id"], label, strict=True))
    year = dict(zip(net.projects["project_id"], net.projects["year"], strict=True))
    slow: Counter[Any] = Counter(
        (region[org], str(year[project]))
        for project, org in zip(net.participations["project_id"], net.participations["org_id"], strict=True)
        if not pd.isna(region[org]) and not pd.isna(year[project])
    )
    found = specialisation(net, by=by, across="year")
    assert {(r, t): n for r, t, n in found.iloc[:, :3].itertuples(index=False) if n} == dict(slow)
    row: Any
    for row in found.itertuples():
        all_r = sum(n for (r, __), n in slow.items() if r == row.region)
        all_t = sum(n for (__, t), n in slow.items() if t == row.theme)
        if all_r and all_t:
            quotient = (row.participations / all_r) / (all_t / sum(slow.values()))
            assert row.quotient == pytest.approx(quotient)
            assert row.specialised == (quotient > 1 - 1e-12)
        else:
            assert np.isnan(row.quotient)
            assert not row.specialised
    again = shuffled(net, seed)
    pd.testing.assert_frame_equal(found, specialisation(again, by=by, across="year"), check_exact=True)
    for measure in (relatedness, relatedness_density, economic_complexity, theme_complexity):
        one, other = (measure(each, by, "year", draws=2) for each in (net, again))
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    dated = net.projects["year"].dropna()
    if len(dated) and dated.min() < 2013 <= dated.max():
        themes = {project: int(project[-1]) % 3 for project in net.projects["project_id"]}
        for measure_ in (entry, entry_by_density):
            one, other = (measure_(each, 2013, by, themes) for each in (net, again))
            pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_chance_gives_what_the_sums_give() -> None:
    net = of_counts({"R1": [12, 0], "R2": [4, 8]}, "ab")
    found = specialisation(net, draws=200, seed=1)
    assert found["expected"].to_numpy() == pytest.approx([8, 4, 8, 4], abs=0.4)
    assert found["z"].to_numpy()[0] > 2
    assert found["p_value"].to_numpy()[0] < 0.05
    assert found.equals(specialisation(net, draws=200, seed=1))


def test_a_project_of_two_themes_counts_for_both_and_unknown_ones_for_none() -> None:
    net = tiny().with_tables(
        themes=pd.DataFrame({"theme_id": ["a", "b"], "label": ["A", "B"]}),
        project_themes=pd.DataFrame({"project_id": ["P1", "P1", "P2"], "theme_id": ["a", "b", "b"]}),
    )
    found = specialisation(net, by="kind").set_index(["region", "theme"])["participations"]
    assert found.to_dict() == {("company", "a"): 2, ("company", "b"): 3, ("lab", "a"): 1, ("lab", "b"): 2}
    own = specialisation(tiny(), by={"LAB": "L"}, across={"P1": 1, "P2": None, "other": 3})
    assert own[["region", "theme", "participations"]].to_numpy().tolist() == [["L", "1", 1], ["L", "3", 0]]
    empty = specialisation(tiny(), draws=2)  # no region is known, and no theme
    assert empty.empty


def test_what_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PolegraphError, match=r"projects cannot be sorted by this.*programme.*as a dict or a Series"):
        specialisation(tiny(), by="kind", across="nothing")
    with pytest.raises(PolegraphError, match="organisations cannot be sorted by this"):
        specialisation(tiny(), by="nothing", across="year")
    monkeypatch.setattr(portfolios, "MOST_THEMES", 2)
    with pytest.raises(PolegraphError, match="value '3': there are too many themes"):
        specialisation(tiny(), by="kind", across="year")
