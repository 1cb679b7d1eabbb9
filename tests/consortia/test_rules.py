"""The rules that come with polegraph, each against consortia made by hand."""

from __future__ import annotations

import pytest

from polegraph.consortia import listed, load, names
from tests.consortia.handmade import CASES, Case, checked

_EACH = [(rules, number) for rules, cases in CASES.items() for number in range(len(cases))]


def test_every_programme_has_its_consortia() -> None:
    assert set(CASES) == set(names())
    assert min(map(len, CASES.values())) >= 6


@pytest.mark.parametrize("rules", sorted(CASES))
def test_every_rule_is_seen_to_pass_and_to_fail_and_to_be_unknown(rules: str) -> None:
    for rule in load(rules).rules:
        assert any(rule.id in case.failed.split() for case in CASES[rules]), rule.id
        assert any(rule.id not in (case.failed + " " + case.unknown).split() for case in CASES[rules]), rule.id
    assert any(case.unknown for case in CASES[rules])


@pytest.mark.parametrize(("rules", "number"), _EACH)
def test_a_consortium_passes_what_is_not_said_of_it(rules: str, number: int) -> None:
    case: Case = CASES[rules][number]
    table = checked(rules, number)
    expected = {rule.id: "pass" for rule in load(rules).rules}
    expected |= dict.fromkeys(case.failed.split(), "fail") | dict.fromkeys(case.unknown.split(), "unknown")
    assert dict(zip(table["rule"], table["result"], strict=True)) == expected
    assert (table["mend"].notna() | (table["result"] == "pass")).all()


def test_every_programme_says_its_name_in_both_languages_and_where_it_is_written() -> None:
    for name in names():
        rules = load(name)
        assert rules.en != rules.fr or "Eurostars" in rules.en
        assert rules.document
        assert all(rule.en and rule.fr for rule in rules.rules)
        assert bool(rules.checked_en) == bool(rules.checked_fr)
    assert listed()["checked"].notna().all()
