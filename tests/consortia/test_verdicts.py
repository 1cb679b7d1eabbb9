"""Verdicts against every completion of what is missing, by slow and obvious code."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.consortia.linear import COLUMNS, form
from polegraph.consortia.rule_model import Rule, Where
from polegraph.consortia.verdicts import counted, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.consortia.rule_model import Key

COUNTRIES = ["FR", "DE", "US"]
SIZES = ["sme", "mid_cap", "large"]


def _completions(members: pd.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """Yield the members with something in the place of all that is missing; one of them coordinates."""
    led = (members["role"] == "coordinator").any()
    ways = []
    for row in members.to_dict("records"):
        unsaid = {
            "kind": ["company", "lab"] if row["kind"] == "other" else [row["kind"]],
            "size": {"not_sme": ["mid_cap", "large"]}.get(
                row["size"], SIZES if pd.isna(row["size"]) else [row["size"]]
            ),
            "role": [row["role"]] if pd.notna(row["role"]) else ["partner"] if led else ["coordinator", "partner"],
            "country": [*COUNTRIES, "IT"] if pd.isna(row["country"]) else [row["country"]],
        }
        ways.append([{**row, **dict(zip(unsaid, said, strict=True))} for said in itertools.product(*unsaid.values())])
    for chosen in itertools.product(*ways):
        leads = sum(row["role"] == "coordinator" for row in chosen)
        if led or leads == 1 or members["role"].notna().all():
            yield list(chosen)


def _count(rule: Rule, rows: list[dict[str, Any]]) -> int:
    words = {name: getattr(rule.where, name) for name in ("kind", "size", "role", "country")}
    fits = [row for row in rows if all(not said or row[name] in said for name, said in words.items())]
    if not rule.each:
        return len(fits)
    if len(rule.each) == 1:
        return len({row[rule.each[0]] for row in fits})
    graph = nx.Graph([(("u", row["unit"]), ("c", row["country"])) for row in fits])
    tops = {node for node in graph if node[0] == "u"}
    return len(nx.bipartite.hopcroft_karp_matching(graph, tops)) // 2


@st.composite
def _members(draw: st.DrawFn) -> pd.DataFrame:
    number = draw(st.integers(1, 4))
    rows = []
    left = 3  # unknown values at most, so that all completions can be tried
    for at in range(number):
        row: dict[str, Any] = {"org_id": f"o{at}", "unit": draw(st.sampled_from(["u", "v", f"w{at}"]))}
        for column, words in (
            ("kind", ["company", "lab", "other"]),
            ("size", [*SIZES, "not_sme", None]),
            ("role", ["partner", "third_party", "coordinator", None]),
            ("country", [*COUNTRIES, None]),
        ):
            value = draw(st.sampled_from(words))
            if value in {"other", "not_sme", None}:
                value, left = (value, left - 1) if left else (words[0], 0)
            row[column] = value
        rows.append(row)
    table = pd.DataFrame(rows).reindex(columns=COLUMNS)
    led = table.index[table["role"] == "coordinator"]
    table.loc[led[1:], "role"] = "partner"
    return table


@st.composite
def _rules(draw: st.DrawFn) -> Rule:
    each: tuple[Key, ...] = draw(st.sampled_from([(), ("unit",), ("country",), ("unit", "country")]))
    where = Where(
        kind=frozenset(draw(st.sampled_from([[], ["company"]]))),
        size=frozenset(draw(st.sampled_from([[], ["sme"], ["sme", "mid_cap"]]))),
        role=frozenset(draw(st.sampled_from([["coordinator"], ["coordinator", "partner"], []]))),
        country=frozenset(["FR", "DE"] if "country" in each else draw(st.sampled_from([[], ["FR", "DE"]]))),
    )
    least = draw(st.integers(1, 3))
    if len(each) < 2 and draw(st.booleans()):
        return Rule("r", "", "", "count", where, each, most=least)
    return Rule("r", "", "", "count", where, each, least=least)


@given(members=_members(), rule=_rules())
def test_a_count_is_sure_exactly_if_every_completion_agrees(members: pd.DataFrame, rule: Rule) -> None:
    counts = {_count(rule, rows) for rows in _completions(members)}
    least, most = rule.least or -math.inf, math.inf if rule.most is None else rule.most
    met = {least <= count <= most for count in counts}
    found = verdict(form(rule, members)).result
    # never sure against a completion
    assert found == "unknown" or met == {found == "pass"}
    # and never unknown without need, but where members of one group share an unknown size, or one coordinates
    tied = members["role"].isna().any() or members["unit"].duplicated().any()
    if not tied:
        assert found == ("unknown" if len(met) == 2 else "pass" if met == {True} else "fail")


@given(members=_members(), seed=st.integers(0, 9))
def test_a_matching_takes_no_note_of_the_order_of_members(members: pd.DataFrame, seed: int) -> None:
    where = Where(country=frozenset(["FR", "DE"]))
    rule = Rule("r", "", "", "count", where, ("unit", "country"), least=2)
    one = form(rule, members)
    other = form(rule, members.sample(frac=1, random_state=seed).reset_index(drop=True))
    assert [counted(each, each.possible) for each in (one, other)] == [counted(one, one.possible)] * 2


AMOUNTS = [0.0, 1.0, 40.0, 60.0, 100.0]
MANY = [0.0, 1e-3, 10.0, 50.0, 200.0, 1e9]


def _share(rule: Rule, rows: list[dict[str, Any]]) -> float | None:
    total = float(sum(row["cost"] for row in rows))
    if not total:
        return None
    if rule.asks == "part":
        units = {row["unit"] for row in rows}
        return max(float(sum(row["cost"] for row in rows if row["unit"] == unit)) for unit in units) / total
    return float(sum(row["cost"] for row in rows if row["kind"] == "company")) / total


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["u", "v", "w"]), st.sampled_from(["company", "lab"]), st.sampled_from([*AMOUNTS, None])
        ),
        min_size=1,
        max_size=4,
    ),
    asks=st.sampled_from(["part", "share"]),
    bound=st.sampled_from([0.3, 0.4, 0.5, 0.7]),
    side=st.sampled_from(["most", "least"]),
)
def test_a_share_is_sure_only_if_all_amounts_agree(
    rows: list[tuple[str, str, float | None]], asks: Literal["part", "share"], bound: float, side: str
) -> None:
    table = pd.DataFrame(rows, columns=["unit", "kind", "cost"])
    table["org_id"] = [f"o{at}" for at in range(len(rows))]
    where = Where(kind=frozenset(["company"] if asks == "share" else []))
    bounds = {"most": bound} if side == "most" or asks == "part" else {"least": bound}
    rule = Rule("r", "", "", asks, where, ("unit",) if asks == "part" else (), "cost", **bounds)
    found = verdict(form(rule, table.reindex(columns=COLUMNS))).result
    ways = [MANY if cost is None else [cost] for _unit, _kind, cost in rows]
    shares = [
        _share(
            rule,
            [{"unit": unit, "kind": kind, "cost": cost} for (unit, kind, _), cost in zip(rows, costs, strict=True)],
        )
        for costs in itertools.product(*ways)
    ]
    met = {
        share <= bound + 1e-9 if "most" in bounds else share >= bound - 1e-9 for share in shares if share is not None
    }
    assert found == "unknown" or not met or met == {found == "pass"}
    if all(cost is not None for _unit, _kind, cost in rows) and met:
        assert found == ("pass" if met == {True} else "fail")


@pytest.mark.parametrize(
    ("costs", "units", "expected"),
    [
        ([70, 30], "uv", "pass"),
        ([71, 29], "uv", "fail"),
        ([40, 40, 20], "uuv", "fail"),
        ([700, np.nan], "uv", "unknown"),
        ([np.nan, np.nan], "uu", "fail"),  # of one alone, whatever it is
        ([0, 0], "uv", "unknown"),
    ],
)
def test_the_largest_part(costs: list[float], units: str, expected: str) -> None:
    table = pd.DataFrame({"org_id": list("abcd")[: len(costs)], "unit": list(units), "cost": costs})
    rule = Rule("r", "", "", "part", Where(), ("unit",), "cost", most=0.7)
    assert verdict(form(rule, table.reindex(columns=COLUMNS))).result == expected


def test_a_part_that_no_completion_can_make_small_enough_fails() -> None:
    # with at most 40 % each, 60 and 0 need 90 and more from the third, which then has 60 %
    table = pd.DataFrame({"org_id": list("abc"), "unit": list("abc"), "cost": [60.0, 0.0, np.nan]})
    rule = Rule("r", "", "", "part", Where(), ("unit",), "cost", most=0.4)
    assert verdict(form(rule, table.reindex(columns=COLUMNS))).result == "fail"


def test_a_total_is_that_of_the_project_where_members_say_none() -> None:
    table = pd.DataFrame({"org_id": ["a", "b"], "unit": ["a", "b"], "cost": [1.0, np.nan]}).reindex(columns=COLUMNS)
    rule = Rule("r", "", "", "total", amount="cost", least=10)
    assert verdict(form(rule, table)).result == "unknown"
    assert [verdict(form(rule, table), whole).result for whole in (9.0, 10.0)] == ["fail", "pass"]
    assert verdict(form(Rule("r", "", "", "total", amount="cost", most=0.5), table)).result == "fail"
