"""The invented example is what its README says, and its script makes it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest

from polegraph import resources
from polegraph.sources import spreadsheet
from polegraph.tables import PHASES
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


def test_every_row_is_kept_and_every_column_known(net: Network) -> None:
    assert not len(net.rejected)
    assert (net.imports["rows"] == net.imports["kept"]).all()
    assert net.imports["unknown_columns"].isna().all()
    assert net.imports["dropped_columns"].isna().all()
    assert len(net.imports) == 12


def test_it_is_small_and_says_that_it_is_invented(net: Network) -> None:
    path = HERE / "region-centre.xlsx"
    assert path.stat().st_size < 400_000
    assert net.organisations["name"].str.endswith("(inventé)").all()
    assert net.organisations["group_id"].dropna().str.endswith("(inventé)").all()
    assert net.projects["title"].str.endswith("projet inventé").all()
    assert net.poles["sector"].str.contains("inventés").all()
    assert net.organisations[["siren", "siret", "pic", "rnsr", "ror", "vat"]].isna().all(axis=None)
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
    for name in ("needs", "offers", "outcomes", "organisation_themes", "project_themes"):
        assert len(net.tables[name]) > 50
    assert set(net.needs["domain"]) == {"private_finance", "internationalisation", "support", "skills"}


def test_nobody_takes_part_after_the_end_or_before_the_beginning(net: Network) -> None:
    rows = net.participations.merge(net.organisations, on="org_id").merge(net.projects, on="project_id")
    gone = rows[rows["dissolved"].notna()]
    assert (gone["dissolved"].dt.year > gone["year"]).all()
    memberships = net.memberships.merge(net.poles, on="pole_id", suffixes=("", "_pole"))
    assert not (memberships["since"].dt.year < memberships["since_pole"].dt.year).any()


def test_the_map_finds_its_place(net: Network) -> None:
    organisations = net.organisations
    centre = organisations[organisations["region"] == "Centre-Val de Loire"]
    assert set(centre["department"]) == {"Cher", "Eure-et-Loir", "Indre", "Indre-et-Loire", "Loir-et-Cher", "Loiret"}
    assert centre["lat"].dropna().between(46.3, 49.0).all()
    assert centre["lon"].dropna().between(0.0, 3.2).all()
    assert 0.6 < len(centre) / len(organisations) < 0.9
    assert (organisations["postcode"].dropna().str.len() == 5).all()
    assert "06130" in set(organisations["postcode"])
