"""Bounds of rules: what meets them surely meets the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from polegraph.consortia.linear import COLUMNS
from polegraph.consortia.rule_bounds import bounds
from polegraph.consortia.rulebook import load, names

DAY = date(2025, 6, 1)


def table() -> pd.DataFrame:
    rows = [("A", "company", "sme", "FR"), ("B", "lab", None, "DE"), ("C", "other", None, None)]
    found = pd.DataFrame(rows, columns=["org_id", "kind", "size", "country"]).assign(
        unit=["A", "B", "C"], region="Bretagne"
    )
    return found.reindex(columns=list(COLUMNS))


def test_three_countries_are_counted_by_group_and_country_and_an_unknown_one_does_not_count() -> None:
    found = bounds(load("horizon-ria").on(DAY), table())
    three = next(bound for bound in found if bound.least == 3)
    assert three.some.tolist() == [True, True, False]
    assert len(three.keys) == 2


def test_a_part_of_seventy_percent_at_most_needs_two_groups() -> None:
    rules = load("i-demo").on(DAY)
    part = next(rule for rule in rules.rules if rule.asks == "part")
    assert part.most is not None
    (found,) = bounds(replace(rules, rules=(part,)), table())
    assert (found.least, found.some.all(), len(found.keys)) == (2, True, 1)


def test_the_coordinator_is_asked_alone() -> None:
    found = bounds(load("i-demo").on(DAY), table())
    leads = [bound for bound in found if bound.of_coordinator]
    assert [bound.some.tolist() for bound in leads] == [[True, False, False]]


def test_a_region_that_nobody_named_bounds_nothing() -> None:
    rules = load("region-rd").on(DAY)
    unknown, known = bounds(rules, table()), bounds(rules, table(), ["bretagne"])
    assert len(known) > len(unknown)
    assert any(bound.some.all() for bound in known if not bound.keys)


@pytest.mark.parametrize("name", names())
def test_every_programme_has_bounds(name: str) -> None:
    assert bounds(load(name).on(DAY), table())
