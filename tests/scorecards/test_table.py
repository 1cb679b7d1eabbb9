"""Each indicator against a slow and obvious computation in pandas, and the table around them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.scorecards import COLUMNS, Facts, Figure, Indicator, indicators, scorecard
from polegraph.scorecards.figures import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 2021
DAY = date(2022, 6, 30)


def each(table: pd.DataFrame) -> list[Any]:
    """Return the rows, with their columns as attributes."""
    return list(table.itertuples())


def world(seed: int) -> pg.Network:
    """Make a network in which something of every table is known and something is not."""
    rng = np.random.default_rng(seed)
    orgs = [f"O{number:02}" for number in range(60)]
    kinds = rng.choice(["company", "lab", "training_body", "public_body"], 60, p=[0.6, 0.2, 0.1, 0.1])
    sizes = [
        rng.choice(np.array(["micro", "sme", "mid_cap", "large", None])) if kind == "company" else None
        for kind in kinds
    ]
    organisations = pd.DataFrame({"org_id": orgs, "name": orgs, "kind": kinds, "size": sizes})
    organisations["region"] = rng.choice(np.array(["Bretagne", "Normandie", None]), 60)
    organisations["group_id"] = [
        f"G{rng.integers(3)}" if size == "large" and rng.random() < 0.6 else None for size in sizes
    ]
    organisations["dissolved"] = [pd.Timestamp(2020, 5, 1) if rng.random() < 0.05 else None for __ in orgs]
    projects = pd.DataFrame({"project_id": [f"P{number:02}" for number in range(50)]})
    projects["start"] = [pd.Timestamp(int(rng.integers(2015, 2023)), int(rng.integers(1, 13)), 1) for __ in range(50)]
    projects["end"] = projects["start"] + pd.to_timedelta(rng.integers(300, 1200, 50), unit="D")
    projects["funding"] = [float(rng.integers(0, 3)) * 1000 if rng.random() < 0.8 else None for __ in range(50)]
    projects["programme"] = rng.choice(np.array(["FUI", "H2020", "Horizon Europe", "ANR", None]), 50)
    taken = []
    for project in projects["project_id"]:
        for place, org in enumerate(rng.choice(orgs, rng.integers(1, 7), replace=False)):
            taken.append({"project_id": project, "org_id": org, "role": "coordinator" if place == 0 else "partner"})
    memberships, labels, needs, found, actions = [], [], [], [], []
    for pole in ("A", "B", "C"):
        for org in rng.choice(orgs, 35, replace=False):
            since = pd.Timestamp(int(rng.integers(2012, 2022)), int(rng.integers(1, 13)), 1)
            until = since + pd.Timedelta(days=int(rng.integers(200, 3000))) if rng.random() < 0.4 else None
            memberships.append({"pole_id": pole, "org_id": org, "since": since, "until": until})
        for project in rng.choice(projects["project_id"], 25, replace=False):
            day = pd.Timestamp(int(rng.integers(2018, 2023)), 3, 1) if rng.random() < 0.7 else None
            labels.append({"pole_id": pole, "project_id": project, "date": day})
        actions += [
            {
                "action_id": f"{pole}{number}",
                "org_id": orgs[number],
                "pole_id": pole,
                "kind": "visit",
                "date": pd.Timestamp(int(rng.integers(2019, 2023)), 1, 5),
            }
            for number in range(12)
        ]
    for number in range(60):
        said = pd.Timestamp(int(rng.integers(2017, 2022)), 6, 1)
        status = str(rng.choice(["open", "met", "dropped"]))
        met = said + pd.Timedelta(days=int(rng.integers(10, 900))) if status == "met" else None
        needs.append(
            {
                "org_id": str(rng.choice(orgs)),
                "domain": str(rng.choice(["skills", "support", "private_finance"])),
                "detail": str(number),
                "date": said,
                "status": status,
                "met_on": met,
            }
        )
        kind = str(rng.choice(["product", "process", "patent", "jobs", "company", "service", "private_funds"]))
        found.append(
            {
                "outcome_id": str(number),
                "project_id": str(rng.choice(projects["project_id"])),
                "kind": kind,
                "amount": float(rng.integers(1, 9)) if rng.random() < 0.7 else None,
                "date": pd.Timestamp(int(rng.integers(2018, 2023)), 9, 1),
            }
        )
    return pg.Network(
        organisations=organisations,
        projects=projects,
        participations=pd.DataFrame(taken),
        poles=pd.DataFrame(
            {"pole_id": ["A", "B", "C"], "name": ["a", "b", "c"], "region": ["Bretagne", None, "Normandie"]}
        ),
        memberships=pd.DataFrame(memberships),
        labels=pd.DataFrame(labels),
        needs=pd.DataFrame(needs),
        outcomes=pd.DataFrame(found),
        actions=pd.DataFrame(actions),
        targets=pd.DataFrame({"pole_id": ["A"], "indicator": ["members"], "year": [YEAR], "target": [30.0]}),
    ).on(DAY)


class Slow:
    """What is asked of one pôle, computed row by row."""

    def __init__(self, net: pg.Network, pole: str, year: int) -> None:
        self.net, self.pole, self.year = net, pole, year
        self.known_members: dict[int, set[str]] = {}
        self.known_links: dict[int, set[tuple[str, str]]] = {}
        self.known_started: dict[bool, set[str]] = {}
        self.end = min(pd.Timestamp(year, 12, 31), pd.Timestamp(net.day))
        size = dict(zip(net.organisations["org_id"], net.category["size"], strict=True))
        self.small = {org for org, said in size.items() if said in ("micro", "sme")}
        self.big = {org for org, said in size.items() if said in ("large", "not_sme")}
        self.kind = dict(zip(net.organisations["org_id"], net.organisations["kind"], strict=True))
        self.unit = dict(zip(net.organisations["org_id"], net.category["unit"], strict=True))
        self.size = size
        self.partners: dict[str, set[str]] = {}
        for row in each(net.participations):
            self.partners.setdefault(row.project_id, set()).add(row.org_id)
        self.starts: dict[str, Any] = dict(zip(net.projects["project_id"], net.projects["start"], strict=True))

    def members(self, year: int) -> set[str]:
        if year not in self.known_members:
            self.known_members[year] = self._members(year)
        return self.known_members[year]

    def _members(self, year: int) -> set[str]:
        day = min(pd.Timestamp(year, 12, 31), pd.Timestamp(self.net.day))
        rows = self.net.memberships[self.net.memberships["pole_id"] == self.pole]
        gone = self.net.organisations.set_index("org_id")["dissolved"]
        return {
            row.org_id for row in each(rows) if row.since <= day and not row.until < day and not gone[row.org_id] <= day
        }

    def labelled(self) -> set[str]:
        return set(self.net.labels.loc[self.net.labels["pole_id"] == self.pole, "project_id"])

    def started(self, *, by: bool = False) -> set[str]:
        if by not in self.known_started:
            self.known_started[by] = self._started(by=by)
        return self.known_started[by]

    def _started(self, *, by: bool) -> set[str]:
        return {
            project
            for project, start in self.starts.items()
            if start <= self.end and (start.year <= self.year if by else start.year == self.year)
        }

    def share(self, test: Callable[[str], bool], over: set[str]) -> float:
        return sum(map(test, over)) / len(over) if len(over) >= 5 else np.nan

    def linked(self, year: int) -> set[tuple[str, str]]:
        if year not in self.known_links:
            self.known_links[year] = self._linked(year)
        return self.known_links[year]

    def _linked(self, year: int) -> set[tuple[str, str]]:
        return {
            (small, self.unit[large])
            for project, there in self.partners.items()
            if self.starts[project].year <= year and self.starts[project] <= pd.Timestamp(self.net.day)
            for small in there & self.small
            for large in there & self.big
        }

    def outcomes(self, kind: str) -> pd.DataFrame:
        rows = self.net.outcomes
        when = (rows["date"].dt.year == self.year) & (rows["date"] <= pd.Timestamp(self.net.day))
        found: pd.DataFrame = rows[when & (rows["kind"] == kind) & rows["project_id"].isin(self.labelled())]
        return found


def _labels(slow: Slow) -> int:
    count = 0
    for row in each(slow.net.labels[slow.net.labels["pole_id"] == slow.pole]):
        day = slow.starts[row.project_id] if pd.isna(row.date) else row.date
        count += day.year == slow.year and not row.date > pd.Timestamp(slow.net.day)
    return count


def _met(slow: Slow, domain: str | None = None) -> int:
    rows = slow.net.needs
    rows = rows[(rows["met_on"].dt.year == slow.year) & (rows["met_on"] <= pd.Timestamp(slow.net.day))]
    members = slow.members(slow.year)
    return sum(row.org_id in members and domain in (None, row.domain) for row in each(rows))


def _open(slow: Slow) -> int:
    count = 0
    for row in each(slow.net.needs):
        closed = row.status in ("met", "dropped") and not row.met_on > slow.end
        count += row.org_id in slow.members(slow.year) and not row.date > slow.end and not closed
    return count


def _led(slow: Slow) -> float:
    rows = slow.net.participations
    led = rows[rows["role"] == "coordinator"].set_index("project_id")["org_id"]
    known = {
        project
        for project in slow.labelled() & slow.started()
        if project in led and not (slow.kind[led[project]] == "company" and pd.isna(slow.size[led[project]]))
    }
    return slow.share(lambda project: led[project] in slow.small, known)


def _has(slow: Slow, test: Callable[[str], bool]) -> float:
    projects = slow.labelled() & slow.started()
    return slow.share(lambda project: any(test(org) for org in slow.partners[project]), projects)


def _renewed(slow: Slow) -> float:
    before = slow.members(slow.year - 1)
    return slow.share(lambda org: org in slow.members(slow.year), before)


def _introduced(slow: Slow) -> int:
    met = {small for small, __ in slow.linked(slow.year)}
    every = {
        org: set().union(
            *(there for project, there in slow.partners.items() if org in there and project in slow.started(by=True))
        )
        for org in slow.unit
    }
    stands = set(slow.net.organisations["org_id"][slow.net.standing])
    with_large = {org for org in slow.unit if every[org] & slow.big}
    through = (with_large - slow.big) & stands
    return sum(bool(every[org] & through) for org in slow.members(slow.year) & slow.small - met)


def _density(slow: Slow) -> float:
    members = sorted(slow.members(slow.year))
    pairs = {
        (one, other)
        for project, there in slow.partners.items()
        if project in slow.started(by=True)
        for one in there
        for other in there
        if one < other
    }
    found = sum((one, other) in pairs for one in members for other in members if one < other)
    return found / (len(members) * (len(members) - 1) / 2)


def _territory(slow: Slow) -> float:
    region = slow.net.organisations.set_index("org_id")["region"]
    own = slow.net.poles.set_index("pole_id")["region"][slow.pole]
    if pd.isna(own):
        return np.nan
    return slow.share(lambda org: region[org] == own, {org for org in slow.members(slow.year) if pd.notna(region[org])})


def _funding(slow: Slow) -> float:
    rows = slow.net.projects[slow.net.projects["project_id"].isin(slow.labelled() & slow.started())]
    return rows["funding"].sum(min_count=1) if len(rows) else 0.0


def _amount(slow: Slow, kind: str) -> float:
    rows = slow.outcomes(kind)
    return np.nan if len(rows) and rows["amount"].isna().any() and not rows["amount"].sum() else rows["amount"].sum()


SLOW: dict[str, Callable[[Slow], float]] = {
    "members": lambda slow: len(slow.members(slow.year)),
    "members_sme": lambda slow: len(slow.members(slow.year) & slow.small),
    "members_large": lambda slow: len({slow.unit[org] for org in slow.members(slow.year) & slow.big}),
    "members_lab": lambda slow: sum(slow.kind[org] == "lab" for org in slow.members(slow.year)),
    "members_training_body": lambda slow: sum(slow.kind[org] == "training_body" for org in slow.members(slow.year)),
    "members_new": lambda slow: len(slow.members(slow.year) - slow.members(slow.year - 1)),
    "members_left": lambda slow: len(slow.members(slow.year - 1) - slow.members(slow.year)),
    "renewal_rate": _renewed,
    "sme_share": lambda slow: slow.share(
        lambda org: org in slow.small,
        {org for org in slow.members(slow.year) if slow.kind[org] == "company" and pd.notna(slow.size[org])},
    ),
    "members_without_project": lambda slow: sum(
        not any(org in slow.partners[project] for project in slow.started(by=True)) for org in slow.members(slow.year)
    ),
    "projects_labelled": _labels,
    "projects_funded": lambda slow: int(
        (slow.net.projects.set_index("project_id")["funding"][list(slow.labelled() & slow.started())] > 0).sum()
    ),
    "funding": _funding,
    "share_led_by_sme": _led,
    "share_with_sme": lambda slow: _has(slow, lambda org: org in slow.small),
    "share_with_lab": lambda slow: _has(slow, lambda org: slow.kind[org] == "lab"),
    "share_with_training_body": lambda slow: _has(slow, lambda org: slow.kind[org] == "training_body"),
    "share_inter_pole": lambda slow: slow.share(
        lambda project: (slow.net.labels["project_id"] == project).sum() > 1, slow.labelled() & slow.started()
    ),
    "sme_linked_share": lambda slow: slow.share(
        lambda org: org in {small for small, __ in slow.linked(slow.year)}, slow.members(slow.year) & slow.small
    ),
    "new_sme_large_links": lambda slow: sum(
        small in slow.members(slow.year) for small, __ in slow.linked(slow.year) - slow.linked(slow.year - 1)
    ),
    "introductions_possible": _introduced,
    "european_projects": lambda slow: sum(
        bool(slow.partners[project] & slow.members(slow.year))
        for project in slow.started()
        if slow.net.projects.set_index("project_id")["programme"][project] in ("H2020", "Horizon Europe")
    ),
    "territory_share": _territory,
    "density": _density,
    **{
        f"{kind}s": lambda slow, kind=kind: slow.outcomes(kind)["amount"].fillna(1).sum()  # type: ignore[misc]
        for kind in ("product", "service", "patent")
    },
    "processes": lambda slow: slow.outcomes("process")["amount"].fillna(1).sum(),
    "companies": lambda slow: slow.outcomes("company")["amount"].fillna(1).sum(),
    "jobs": lambda slow: _amount(slow, "jobs"),
    "private_funds": lambda slow: _amount(slow, "private_funds"),
    "needs_open": _open,
    "needs_met": _met,
    "needs_met_private_finance": lambda slow: _met(slow, "private_finance"),
    "needs_met_internationalisation": lambda slow: _met(slow, "internationalisation"),
    "needs_met_support": lambda slow: _met(slow, "support"),
    "needs_met_skills": lambda slow: _met(slow, "skills"),
    "training_bodies_involved": lambda slow: sum(
        slow.kind[org] == "training_body" and any(org in slow.partners[project] for project in slow.started())
        for org in slow.members(slow.year)
    ),
    "actions": lambda slow: (
        (slow.net.actions["pole_id"] == slow.pole) & (slow.net.actions["date"].dt.year == slow.year)
    ).sum(),
}


@pytest.fixture(scope="module", params=[1, 2, 3])
def net(request: pytest.FixtureRequest) -> pg.Network:
    return world(request.param)


@pytest.fixture(scope="module")
def tables(net: pg.Network) -> dict[int, pd.DataFrame]:
    return {year: scorecard(net, year=year, draws=0) for year in (YEAR, YEAR + 1)}


@pytest.fixture(scope="module")
def slowly(net: pg.Network) -> dict[tuple[str, int], Slow]:
    return {(pole, year): Slow(net, pole, year) for pole in "ABC" for year in range(YEAR - 1, YEAR + 2)}


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("year", [YEAR, YEAR + 1])  # the second is not over
def test_each_indicator_is_what_slow_code_counts(
    slowly: dict[tuple[str, int], Slow], tables: dict[int, pd.DataFrame], name: str, year: int
) -> None:
    table = tables[year]
    rows = table[table["indicator"] == name].set_index("pole_id")
    for pole in ("A", "B", "C"):
        slow = SLOW[name](slowly[pole, year])
        last = SLOW[name](slowly[pole, year - 1])
        assert rows["value"][pole] == pytest.approx(slow, nan_ok=True), pole
        assert rows["last_year"][pole] == pytest.approx(last, nan_ok=True), pole


def test_every_indicator_of_the_catalogue_has_a_function_and_slow_code() -> None:
    names = [one.name for one in indicators()]
    assert names == list(COMPUTE)
    assert set(names) - set(SLOW) == {"outcome_rate"}  # polegraph.outcomes has its own tests
    for one in indicators():
        assert one.direction in ("up", "down", "")
        assert one.unit in ("number", "share", "eur", "fte")
        assert all((one.en, one.fr, one.formula, one.table, one.asked_by)), one.name


def test_the_table_has_the_columns_and_order_promised(tables: dict[int, pd.DataFrame]) -> None:
    table = tables[YEAR]
    assert list(table.columns) == list(COLUMNS)
    assert table["pole_id"].drop_duplicates().tolist() == ["A", "B", "C"]
    assert table.loc[table["pole_id"] == "B", "indicator"].tolist() == [one.name for one in indicators()]


def test_target_gap_trend_and_rank_follow_from_the_values(tables: dict[int, pd.DataFrame]) -> None:
    table = tables[YEAR]
    row = table[(table["pole_id"] == "A") & (table["indicator"] == "members")].iloc[0]
    assert (row["target"], row["gap"]) == (30.0, row["value"] - 30)
    assert table["target"].notna().sum() == 1
    both = table.dropna(subset=["value", "last_year"])
    assert (both["trend"] == both["value"] - both["last_year"]).all()
    direction = {one.name: one.direction for one in indicators()}
    for name, rows in table.groupby("indicator"):
        known = rows.dropna(subset=["value"])
        assert (rows["of"] == len(known)).all()
        if not direction[str(name)]:
            assert rows["rank"].isna().all()
            continue
        sign = 1 if direction[str(name)] == "up" else -1
        for row in each(known):
            assert row.rank == 1 + int((sign * known["value"] > sign * row.value).sum())


def test_a_share_of_too_few_is_no_figure(tables: dict[int, pd.DataFrame]) -> None:
    table = pd.concat(tables.values())
    few = table["note"] == "too few to say"
    assert few.any()
    assert table["value"][few].isna().all()
    told = table[(table["unit"] == "share") & table["value"].notna() & table["low"].notna()]
    assert ((told["low"] <= told["value"] + 1e-12) & (told["value"] <= told["high"] + 1e-12)).all()


def test_where_nothing_is_on_record_nothing_is_no_number() -> None:
    whole = world(1)
    bare = pg.Network(
        **{name: whole.tables[name] for name in ("organisations", "projects", "participations", "poles", "memberships")}
    ).on(DAY)
    table = scorecard(bare, year=YEAR, draws=0).set_index("indicator")
    for name in ("products", "jobs", "needs_open", "needs_met_skills", "actions"):
        assert table["value"][name].isna().all()
        assert (table["note"][name] == "unknown").all()


def test_the_order_of_rows_and_the_number_of_runs_never_matter(net: pg.Network) -> None:
    rng = np.random.default_rng(0)
    mixed = pg.Network(
        **{name: table.sample(frac=1, random_state=rng) for name, table in net.tables.items() if len(table)}
    ).on(DAY)
    pd.testing.assert_frame_equal(scorecard(net, year=YEAR, draws=2), scorecard(mixed, year=YEAR, draws=2))


def test_chance_stands_beside_what_is_of_the_network(net: pg.Network) -> None:
    table = scorecard(net, year=YEAR, draws=4).set_index("indicator")
    rows = table.loc[["sme_linked_share", "density"]]
    assert (rows["expected"].notna() == rows["value"].notna()).all()
    dense = table.loc["density"]
    assert dense["expected"].between(dense["value"] / 3, dense["value"] * 3).all()


def _of_ours(facts: Facts, year: int) -> Figure:
    assert facts.poles.tolist() == ["A", "B", "C"]
    return Figure(np.array([1.0, 2.0, year]))


def test_an_indicator_of_ones_own_stands_after_the_others(net: pg.Network) -> None:
    ours = Indicator("ours", "Ours", "Le nôtre", "number", "up", compute=_of_ours)
    table = scorecard(net, year=YEAR, draws=0, pole="c", own=[ours])
    assert table["indicator"].iloc[-1] == "ours"
    assert table["value"].iloc[-1] == YEAR
    with speaking("fr"):
        assert scorecard(net, year=YEAR, draws=0, own=[ours])["what"].iloc[-1] == "Le nôtre"


def test_without_a_pole_it_says_so() -> None:
    net = world(1)
    with pytest.raises(PolegraphError, match="there is no pôle"):
        scorecard(pg.Network(organisations=net.organisations, projects=net.projects, participations=net.participations))
    with pytest.raises(PolegraphError):
        scorecard(net, pole="Nowhere")
