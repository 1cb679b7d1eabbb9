"""The invented example is what its README says, and its script makes it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest

from polegraph import outcomes, resources
from polegraph.sources import spreadsheet
from polegraph.tables import DOMAINS, OUTCOMES, PHASES, UNIT_OF, still_open
from tests import examples

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

HERE = resources.data("region-centre")


@pytest.fixture(scope="module")
def net() -> Network:
    return examples.centre()


@pytest.fixture(scope="module")
def activity(net: Network) -> pd.Series[int]:
    return pd.Series(np.asarray(net.incidence.sum(axis=0)).ravel(), index=net.org_index)


def test_the_script_makes_the_same_tables(net: Network, tmp_path: Path) -> None:
    path = tmp_path / "region-centre.xlsx"
    subprocess.run([sys.executable, HERE / "make_example.py", path], check=True, capture_output=True)
    again = spreadsheet.read(path)
    for name, table in net.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table)


def test_the_script_makes_the_same_call_consortium_and_day(net: Network, tmp_path: Path) -> None:
    subprocess.run([sys.executable, HERE / "make_montage.py", tmp_path / "montage"], check=True, capture_output=True)
    kept = {path.name: path.read_bytes() for path in (HERE / "montage").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "montage").iterdir()} == kept
    assert kept["appel.txt"].decode().startswith("APPEL INVENTÉ")
    named: set[str] = set()
    for name, column in (("consortium", "organisation"), ("participants", "participant")):
        named |= set(pd.read_csv(HERE / "montage" / f"{name}.csv", sep=";")[column])
    assert all(name.endswith("(inventé)") for name in named)
    assert len(named - set(net.visible("public").organisations["name"])) == 2  # one newcomer in each list


def test_every_row_is_kept_and_every_column_known(net: Network) -> None:
    assert not len(net.rejected)
    assert (net.imports["rows"] == net.imports["kept"]).all()
    assert net.imports["unknown_columns"].isna().all()
    assert net.imports["dropped_columns"].isna().all()
    assert len(net.imports) == 14
    assert not net.imports["repeated"].any()


def test_it_is_small_and_says_that_it_is_invented(net: Network) -> None:
    path = HERE / "region-centre.xlsx"
    assert path.stat().st_size < 400_000
    assert net.organisations["name"].str.endswith("(inventé)").all()
    assert net.organisations["group_id"].dropna().str.endswith("(inventé)").all()
    assert net.projects["title"].str.endswith("projet inventé").all()
    assert net.poles["sector"].str.contains("inventés").all()
    assert net.organisations[["siren", "siret", "pic", "rnsr", "ror", "vat"]].isna().all(axis=None)
    assert net.outcomes["title"].str.endswith("(inventé)").all()
    for table in (net.needs["detail"], net.offers["detail"], net.actions["title"], net.targets["document"]):
        assert table.str.endswith("(inventé)").all()
    first = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    assert first.title == "À LIRE"
    said = [row[0] for row in first.iter_rows(values_only=True)]
    assert said[0].isupper()
    assert "INVENTÉS" in said[0]
    assert "INVENTED" in said[2]
    top = (HERE / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert "is invented" in top
    assert "inventés" in top


def test_members(net: Network, activity: pd.Series[int]) -> None:
    named = net.memberships.merge(net.poles, on="pole_id")
    assert named["name"].value_counts().to_dict() == {
        "Cosmetic Valley": 300,
        "S2E2": 130,
        "Elastopole": 110,
        "DREAM": 80,
    }
    per_member = net.memberships["org_id"].value_counts()
    assert (per_member > 1).sum() == 40
    assert 0.13 < (activity[per_member.index] == 0).mean() < 0.17
    assert (activity[activity.index.difference(per_member.index)] > 0).all()


def test_companies(net: Network) -> None:
    companies = net.organisations[net.organisations["kind"] == "company"]
    share = companies["size"].value_counts(normalize=True)
    assert companies["size"].notna().all()
    assert round(share["micro"] + share["sme"], 2) == 0.83
    assert round(share["mid_cap"], 2) == 0.14
    assert round(share["large"], 2) == 0.03
    kinds = set(net.organisations["kind"])
    assert kinds == {"company", "lab", "training_body", "public_body", "association"}


def test_projects(net: Network, activity: pd.Series[int]) -> None:
    assert len(net.projects) == 400
    sizes = np.diff(net.incidence.indptr)
    assert sizes.min() >= 3
    assert sizes.max() <= 12
    years = net.projects["year"]
    phases = {phase: int(years.between(*bounds).sum()) for phase, bounds in PHASES.items()}
    assert phases == {"I": 70, "II": 90, "III": 110, "IV": 75, "V": 55}
    coordinators = net.participations[net.participations["role"] == "coordinator"]
    assert coordinators["project_id"].is_unique
    assert len(coordinators) == 400
    busiest = activity.sort_values(ascending=False)
    assert busiest.iloc[: len(busiest) // 10].sum() > 0.4 * activity.sum()  # a heavy tail


def test_labels(net: Network) -> None:
    leads = net.labels[net.labels["lead"]]
    assert sorted(leads["project_id"]) == sorted(net.projects["project_id"])
    assert 40 < len(net.labels) - len(leads) < 90
    dated = net.labels.merge(net.projects, on="project_id")
    assert (dated["date"] < dated["start"]).all()


def test_there_is_something_to_see_for_everyone(net: Network) -> None:
    category = net.category
    small = category["size"].isin(["micro", "sme"]).to_numpy()
    large = (category["size"] == "large").to_numpy()
    met = np.asarray(net.collaboration_matrix()[:, np.flatnonzero(large)].sum(axis=1)).ravel() > 0
    assert 50 < (small & met).sum() < (small & ~met).sum()
    organisations = net.organisations
    groups = organisations.groupby("group_id")["org_id"].size()
    assert (groups > 1).all()
    assert len(groups) > 10
    assert (category["size"] != organisations["size"])[organisations["kind"] == "company"].any()  # subsidiaries
    assert organisations["opt_out"].sum() > 3
    assert set(organisations["visibility"].dropna()) == {"members", "internal"}
    assert organisations["dissolved"].notna().sum() > 3
    for name in ("needs", "offers", "outcomes", "actions", "targets", "organisation_themes", "project_themes"):
        assert len(net.tables[name]) > 50


def test_nobody_takes_part_after_the_end_or_before_the_beginning(net: Network) -> None:
    rows = net.participations.merge(net.organisations, on="org_id").merge(net.projects, on="project_id")
    gone = rows[rows["dissolved"].notna()]
    assert (gone["dissolved"].dt.year > gone["year"]).all()
    memberships = net.memberships.merge(net.poles, on="pole_id", suffixes=("", "_pole"))
    assert not (memberships["since"].dt.year < memberships["since_pole"].dt.year).any()


def test_outcomes_come_after_delays_that_differ_by_phase_and_shape(net: Network) -> None:
    assert set(net.outcomes["kind"]) == set(OUTCOMES)
    rates = outcomes.summary(net.on("2026-06-30"), "phase").set_index("group")["rate"]
    assert rates["II"] < rates["I"] < rates["IV"]
    assert rates["II"] < rates["III"] < rates["IV"]
    shapes = outcomes.summary(net.on("2026-06-30"), "shape").set_index("group")["rate"]
    for shape in ("led_by_sme", "with_large_group", "with_training_body"):
        assert shapes[f"{shape}=yes"] > shapes[f"{shape}=no"]
    delay = net.outcomes.merge(net.projects, on="project_id", suffixes=("", "_project"))
    late = (delay["date"] - delay["end"]).dt.days
    assert 0.01 < (late < 0).mean() < 0.1
    assert late.min() >= -366
    assert net.outcomes["date"].max().year == 2026
    assert 0 < net.outcomes["date"].isna().sum() < 40


def test_who_holds_an_outcome_was_in_its_project(net: Network) -> None:
    held = net.outcomes.dropna(subset="org_id")
    assert len(held) > 0.7 * len(net.outcomes)
    both = held.merge(net.participations, on=["project_id", "org_id"])
    assert len(both) == len(held)
    told = net.outcomes["kind"].map(UNIT_OF)
    assert net.outcomes["unit"].fillna("").eq(told.fillna("")).all()
    assert net.outcomes.loc[told.notna(), "amount"].isna().any()
    for name in ("outcomes", "needs", "actions"):
        assert set(net.tables[name]["visibility"].dropna()) == {"members", "internal"}


def test_needs_are_met_by_those_that_offer_it(net: Network) -> None:
    needs, offers = net.needs, net.offers
    assert set(needs["domain"]) == set(offers["domain"]) == set(DOMAINS)
    assert set(needs["status"].dropna()) == {"open", "in_progress", "met", "dropped"}
    assert 40 < len(still_open(needs)) < len(needs) / 2
    met = needs[needs["status"] == "met"]
    assert needs["met_on"].notna().equals(needs["status"] == "met")
    assert not (met["met_on"] < met["date"]).any()
    by = met.dropna(subset="met_by").merge(offers, left_on=["met_by", "domain"], right_on=["org_id", "domain"])
    assert set(met["met_by"].dropna()) <= set(by["met_by"])
    finance = net.memberships[
        net.memberships["org_id"].isin(offers.loc[offers["domain"] == "private_finance", "org_id"])
    ]
    assert not {"s2e2", "dream"} <= set(finance["pole_id"])  # a need that not every pôle can meet


def test_targets_of_four_contracts(net: Network) -> None:
    targets = net.targets
    assert set(targets["year"]) == set(range(2019, 2027))
    assert targets["indicator"].nunique() == 11
    assert set(targets["pole_id"]) == set(net.poles["pole_id"])
    grown = targets.sort_values("year").groupby(["document", "pole_id", "indicator"])["target"]
    assert grown.apply(lambda values: values.is_monotonic_increasing).all()


def test_a_few_introductions_became_projects(net: Network) -> None:
    assert set(net.actions["kind"]) == {"workshop", "introduction", "visit", "label_review"}
    size = net.organisations.set_index("org_id")["size"]
    parts = net.participations.merge(net.projects[["project_id", "start"]], on="project_id")
    fruitful = []
    for _, rows in net.actions[net.actions["kind"] == "introduction"].groupby("action_id"):
        one, other = rows["org_id"]
        assert "large" in {size[one], size[other]}
        both = parts[parts["org_id"] == one].merge(parts[parts["org_id"] == other], on=["project_id", "start"])
        fruitful.append(len(both) > 0)
        assert (both["start"] > rows["date"].iloc[0]).all()
    assert sum(fruitful) == 18
    assert len(fruitful) > 50
    there = net.actions.merge(net.organisations, on="org_id")
    assert not (there["dissolved"] <= there["date"]).any()


def test_the_map_finds_its_place(net: Network) -> None:
    organisations = net.organisations
    centre = organisations[organisations["region"] == "Centre-Val de Loire"]
    assert set(centre["department"]) == {"Cher", "Eure-et-Loir", "Indre", "Indre-et-Loire", "Loir-et-Cher", "Loiret"}
    assert centre["lat"].dropna().between(46.3, 49.0).all()
    assert centre["lon"].dropna().between(0.0, 3.2).all()
    assert 0.6 < len(centre) / len(organisations) < 0.9
    assert (organisations["postcode"].dropna().str.len() == 5).all()
    assert "06130" in set(organisations["postcode"])
