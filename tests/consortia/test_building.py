"""Proposals of consortia: they meet the rules, differ, sum to their score, and say why."""

from __future__ import annotations

import pytest

from polegraph import PolegraphError, consortia
from polegraph.consortia.building import PARTS
from polegraph.i18n import speaking
from tests.consortia.worlds import trios
from tests.networks import shuffled


@pytest.mark.parametrize("rules", ["policy-minimum", "anr-prc", "anr-prce", "fui", "i-demo", "pspc", "region-rd"])
def test_every_proposal_passes_its_own_check(rules: str) -> None:
    net = trios(groups=5, years=4)
    found = consortia.build(net, rules, "Énergie", home="Bretagne")
    assert found["proposal"].nunique() == 3
    for _number, part in found.groupby("proposal"):
        checked = consortia.check(net, part[["org_id", "role"]], rules, home="Bretagne", observe=False)
        counts = dict(zip(checked["rule"], checked["result"], strict=True))
        assert "fail" not in counts.values()
        asks = {rule.id: rule.asks for rule in consortia.load(rules).rules}
        assert {counts[name] for name in counts if asks[name] == "count"} <= {"pass"}


def test_proposals_differ_and_their_parts_sum_to_the_score() -> None:
    found = consortia.build(trios(groups=5, years=4), None, "Énergie", "emballage durable", proposals=4, differ=3)
    assert list(found.columns) == list(consortia.PROPOSED)
    each = found.drop_duplicates("proposal")
    assert each[list(PARTS)].sum(axis=1).tolist() == pytest.approx(each["score"].tolist(), abs=1e-5)
    assert each["score"].is_monotonic_decreasing
    members = [set(part["org_id"]) for _, part in found.groupby("proposal")]
    for number, one in enumerate(members):
        assert all(len(one - later) >= 3 for later in members[number + 1 :])
    assert found.groupby("proposal")["role"].first().eq("coordinator").all()
    assert (found["role"] == "coordinator").sum() == len(each)


def test_who_must_be_in_is_in_who_is_excluded_is_not_and_the_lead_coordinates() -> None:
    net = trios(groups=5, years=4)
    best = consortia.build(net, None, "Énergie", proposals=1)["org_id"].tolist()
    found = consortia.build(net, None, "Énergie", must=["g2o0"], exclude=best[:1], lead="Name 4 4", size=(4, 4))
    for _, part in found.groupby("proposal"):
        assert {"g2o0", "g4o4"} <= set(part["org_id"])
        assert len(part) == 4
        assert part["org_id"].iloc[0] == "g4o4"
    assert best[0] not in set(found["org_id"])
    assert found.loc[found["org_id"] == "g2o0", "reasons"].str.contains("asked for").all()


def test_a_stranger_is_introduced_and_evidence_is_of_its_projects() -> None:
    net = trios(groups=3, years=4)
    found = consortia.build(net, None, None, must=["g0o0", "g1o1"], size=(2, 2), proposals=1).set_index("org_id")
    assert found["introducer_id"].isna().all()  # no common partner joins two groups
    found = consortia.build(net, None, "Énergie", proposals=1)
    projects = net.participations.groupby("org_id")["project_id"].agg(set)
    for row in found.itertuples():
        assert set(str(row.evidence_projects).split(";")) <= projects[str(row.org_id)]
        assert "Énergie" in str(row.topics)


def test_a_common_partner_introduces() -> None:
    from polegraph.examples import tiny  # noqa: PLC0415

    found = consortia.build(tiny(), must=["SME1", "BIG"], exclude=["SME2"], size=(2, 2), proposals=1)
    assert found["introducer_id"].tolist() == ["LAB", "LAB"]
    assert found["introducer_name"].tolist() == ["Laboratory (invented)"] * 2
    sme = found.set_index("org_id").loc["SME1"]
    assert "would be its first project with a large group (Large group (invented))" in sme["reasons"]
    assert sme["links_opened"] == pytest.approx(consortia.WEIGHTS["new_links"])


def test_weights_move_the_choice() -> None:
    net = trios(groups=5, years=4)
    nothing = dict.fromkeys(consortia.WEIGHTS, 0.0)
    found = consortia.build(net, None, "Énergie", weights={**nothing, "size": 1.0}, proposals=1, size=(3, 5))
    assert len(found) == 3
    assert found["score"].iloc[0] == -3
    found = consortia.build(net, None, "Énergie", weights={**nothing, "topics": 1.0}, proposals=1)
    assert found["topics_covered"].iloc[0] == pytest.approx(1.0)


def test_rows_do_not_matter() -> None:
    net = trios(groups=4, years=3)
    one, other = (consortia.build(some, "policy-minimum", "Énergie", proposals=1) for some in (net, shuffled(net, 2)))
    assert one["score"].tolist() == other["score"].tolist()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"size": (4, 3)}, "above the largest"),
        ({"weights": {"luck": 1.0}}, "no such part"),
        ({"weights": {"trust": -1.0}}, "not a number of 0 or more"),
        ({"must": ["g0o0"], "exclude": ["g0o0"]}, "in and out"),
        ({"rules": "nothing"}, "no rules of this name"),
        ({"rules": "horizon-ria"}, "no consortium"),
        ({"theme": "quantum"}, "no project is about this"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(PolegraphError, match=said):
        consortia.build(trios(groups=2, years=2), **given)  # type: ignore[arg-type]


def test_reasons_are_in_the_language_of_the_moment() -> None:
    with speaking("fr"):
        assert len(consortia.build(trios(groups=2, years=2), None, "énergie", proposals=1))
