"""The labelled pairs of companies are well formed, and `scores` counts right."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from polegraph.identity import normal_form
from polegraph.sources import anr
from tests.identity import company_truth as truth

PAIRS = truth.table()
ANR = Path(__file__).parents[3] / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"


def pairs_where(**cells: str) -> set[tuple[str, str]]:
    chosen = PAIRS
    for column, value in cells.items():
        chosen = chosen[chosen[column] == value]
    return set(zip(chosen["one_id"], chosen["other_id"], strict=True))


def test_the_file_is_well_formed() -> None:
    assert PAIRS["pair"].tolist() == list(range(1, len(PAIRS) + 1))
    assert set(PAIRS["same_entity"]) == set(PAIRS["same_group"]) == {"yes", "no", "unsure"}
    assert PAIRS["evidence"].str.len().min() > 4
    assert b"\r" not in truth.PAIRS.read_bytes()
    told = pairs_where(same_entity="yes")
    assert told == pairs_where(same_entity="yes", same_group="yes")  # one legal entity is in one group


def test_at_least_1500_pairs_of_companies_are_decided() -> None:
    companies = PAIRS[PAIRS["stratum"].str.endswith("-c")]
    assert (companies["same_entity"] != "unsure").sum() >= 1500
    assert (PAIRS["same_group"] != "unsure").sum() >= 1500


def test_no_pair_stands_twice() -> None:
    assert (PAIRS["one_id"] < PAIRS["other_id"]).all()
    assert not PAIRS.duplicated(["one_id", "other_id"]).any()


def test_strata_are_complete() -> None:
    strata = PAIRS.groupby("stratum").agg(
        rows=("pair", "size"), sampled=("sampled", "unique"), size=("stratum_size", "unique")
    )
    assert (strata["rows"] == strata["sampled"].map(lambda told: told[0])).all()
    assert (strata["sampled"].map(len) == 1).all()
    assert (strata["size"].map(len) == 1).all()
    sizes = PAIRS.drop_duplicates("stratum").set_index("stratum")
    assert (sizes["sampled"] <= sizes["stratum_size"]).all()
    kinds = sizes.index.str.split("-").str[0]
    assert list(kinds.unique()) == [
        *("named", "form", "part", "typo", "within", "acronym", "large", "first", "rare", "rest")
    ]
    # Strata in which most pairs that belong together lie are taken whole.
    whole = sizes[kinds.isin(["form", "part", "typo"]) & sizes.index.str.endswith("-c")]
    assert (whole["sampled"] == whole["stratum_size"]).all()


def test_pairs_were_drawn_by_their_hash_and_not_by_hand() -> None:
    for _, lot in PAIRS.groupby("stratum"):
        hashes = [
            hashlib.sha256(f"polegraph company pairs 1\x1f{one}\x1f{other}".encode()).digest()
            for one, other in zip(lot["one_id"], lot["other_id"], strict=True)
        ]
        assert hashes == sorted(hashes)


def test_organisations_are_those_of_the_reader() -> None:
    table = anr.read(ANR).organisations.set_index("org_id")
    for side in ("one", "other"):
        assert PAIRS[f"{side}_id"].isin(table.index).all()
        found = table.loc[PAIRS[f"{side}_id"]]
        assert found["name"].tolist() == PAIRS[f"{side}_name"].tolist()
        assert found["city"].fillna("").tolist() == PAIRS[f"{side}_city"].tolist()
    assert (PAIRS["one_name"].map(normal_form) != PAIRS["other_name"].map(normal_form)).all()


@pytest.mark.parametrize("question", ["same_entity", "same_group"])
def test_labels_do_not_contradict_each_other(question: str) -> None:
    clusters = truth.merged_by(pairs_where(**{question: "yes"}))
    assert truth.joined(clusters) == pairs_where(**{question: "yes"})


def test_halves_follow_from_the_labels_and_part_no_firm() -> None:
    assert truth.halves(PAIRS) == PAIRS["half"].tolist()
    assert truth.halves(PAIRS.iloc[::-1]) == PAIRS["half"].tolist()[::-1]
    kin = PAIRS[PAIRS["same_group"] != "no"]
    sides = {
        half: set(kin.loc[kin["half"] == half, "one_id"]) | set(kin.loc[kin["half"] == half, "other_id"])
        for half in ("tune", "report")
    }
    assert not sides["tune"] & sides["report"]


@pytest.mark.parametrize("half", ["tune", "report"])
@pytest.mark.parametrize("question", ["same_entity", "same_group"])
def test_each_half_has_both_labels(half: str, question: str) -> None:
    for answer in ("yes", "no"):
        assert len(pairs_where(half=half, stratum="within-90-c", **{question: answer})) >= 20


def test_the_pairs_that_the_issue_names_are_there() -> None:
    for names in (("EDAP TMS FRANCE", "TOTAL MARKETING SERVICES"), ("Air Liquide", "AIR SERENITY")):
        row = PAIRS[(PAIRS["one_name"] == names[0]) & (PAIRS["other_name"] == names[1])]
        assert row[["same_entity", "same_group"]].to_numpy().tolist() == [["no", "no"]]


@pytest.mark.parametrize("half", [None, "tune", "report"])
@pytest.mark.parametrize("question", ["same_entity", "same_group"])
def test_the_labels_themselves_are_perfect(half: str | None, question: str) -> None:
    told = {(other, one) for one, other in pairs_where(**{question: "yes"})}  # the order of a pair does not matter
    found = truth.scores(told, question, half=half)
    assert found.precision.value == found.recall.value == found.recall_by_firm.value == 1
    assert 0.9 < found.precision.low < 1 == found.precision.high
    assert len(found.wrong) == len(found.missed) == found.unsure == 0


def test_errors_weigh_as_much_as_the_pairs_that_they_stand_for() -> None:
    told = pairs_where(same_entity="yes")
    wrong = PAIRS[(PAIRS["stratum"] == "large-40-c") & (PAIRS["same_entity"] == "no")].iloc[0]
    missed = PAIRS[(PAIRS["stratum"] == "large-60-c") & (PAIRS["same_entity"] == "yes")].iloc[0]
    together = PAIRS[(PAIRS["same_entity"] == "yes") & PAIRS["stratum"].str.endswith("-c")]
    total = (together["stratum_size"] / together["sampled"]).sum()
    each = missed["stratum_size"] / missed["sampled"]
    found = truth.scores(
        told - {(missed["one_id"], missed["other_id"])} | {(wrong["one_id"], wrong["other_id"]), ("nobody", "here")}
    )
    weight = wrong["stratum_size"] / wrong["sampled"]
    assert found.recall.value == pytest.approx((total - each) / total)
    assert found.precision.value == pytest.approx((total - each) / (total - each + weight))
    assert found.precision.low < found.precision.value < found.precision.high
    assert found.wrong["pair"].tolist() == [wrong["pair"]]
    assert found.missed["pair"].tolist() == [missed["pair"]]
    assert (found.precision.right, found.precision.judged) == (len(together) - 1, len(together))


def test_a_firm_counts_once_in_the_recall_by_firm() -> None:
    firm = PAIRS[PAIRS["one_name"].str.fullmatch("NANO-H") & (PAIRS["other_name"] == "NANOH")].iloc[0]
    found = truth.scores({(firm["one_id"], firm["other_id"])})
    assert found.recall_by_firm.value == pytest.approx(1 / found.recall_by_firm.judged)
    assert found.recall.value < found.recall_by_firm.value  # others have more than one pair
    assert found.precision.value == 1
    assert "recall by firm" in str(found)


def test_unsure_pairs_count_nowhere_but_are_counted() -> None:
    told = pairs_where(same_entity="yes")
    with_unsure = truth.scores(told | pairs_where(same_entity="unsure"), companies_only=False)
    assert with_unsure.precision == truth.scores(told, companies_only=False).precision
    assert with_unsure.unsure == len(pairs_where(same_entity="unsure")) > 0


def test_wilsons_interval_is_the_known_one_where_weights_are_equal() -> None:
    lot = PAIRS[(PAIRS["stratum"] == "typo-90-c") & (PAIRS["same_entity"] != "unsure")]
    found = truth.scores(set(zip(lot["one_id"], lot["other_id"], strict=True)))
    right, judged = int((lot["same_entity"] == "yes").sum()), len(lot)
    assert (found.precision.right, found.precision.judged) == (right, judged) == (27, 37)
    assert found.precision.low == pytest.approx(0.5702, abs=1e-4)
    assert found.precision.high == pytest.approx(0.8460, abs=1e-4)


def test_pairs_with_others_than_companies_are_counted_on_demand() -> None:
    told = pairs_where(same_entity="yes")
    assert truth.scores(told).recall.judged == sum(
        stratum.endswith("-c") for stratum in PAIRS.loc[PAIRS["same_entity"] == "yes", "stratum"]
    )
    assert truth.scores(told, companies_only=False).recall.judged == len(told)


def test_a_half_counts_its_own_pairs_only() -> None:
    told = pairs_where(same_entity="yes")
    both, tune, report = (truth.scores(told, half=half).recall.judged for half in (None, "tune", "report"))
    assert both == tune + report
    assert min(tune, report) > 150
    assert truth.scores(told & pairs_where(half="tune"), half="tune").recall.value == 1
    assert truth.scores(told & pairs_where(half="tune"), half="report").recall.value == 0


def test_nothing_joined_has_no_precision() -> None:
    found = truth.scores(set())
    assert found.precision.judged == 0
    assert (found.precision.low, found.precision.high) == (0, 1)
    assert found.recall.value == 0
