"""What pandas, NetworkX and polegraph itself answer to the questions of the catalogue, from the tables alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph import scorecards
from polegraph.metrics import large_group_links
from polegraph.tables import LARGE_SIZES, PHASES, SME_SIZES, still_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from polegraph.network import Network

Rows = list[tuple[Any, ...]]
IN_CYPHER = frozenset(
    """
    members members_sme members_large members_lab members_training_body members_without_project projects_labelled
    projects_funded funding share_led_by_sme share_with_sme share_with_lab share_with_training_body needs_open needs_met
    actions products processes services patents companies jobs private_funds
    """.split(),  # noqa: SIM905  # easier to read
)
"""The indicators of the scorecard that Cypher can say."""


class Oracle:
    """The tables of a network, joined once."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.orgs = net.organisations.assign(
            unit=net.category["unit"].to_numpy(), unit_size=net.category["size"].to_numpy()
        )
        self.smes = set(self.orgs.loc[self.orgs["unit_size"].isin(SME_SIZES), "org_id"])
        self.large = set(self.orgs.loc[self.orgs["unit_size"].isin(LARGE_SIZES), "org_id"])
        self.unit = dict(zip(self.orgs["org_id"], self.orgs["unit"], strict=True))
        self.year = dict(zip(net.projects["project_id"], net.projects["year"], strict=True))
        parts = net.participations[["project_id", "org_id"]]
        both = parts.merge(parts, on="project_id", suffixes=("", "_2"))
        self.pairs = both[both["org_id"] != both["org_id_2"]]
        self.of = parts.groupby("org_id")["project_id"].agg(set).to_dict()
        self.poles = net.members().groupby("org_id")["pole_id"].agg(set).to_dict()
        self.here = set(self.orgs.loc[net.standing, "org_id"])
        self.partners = self.pairs.groupby("org_id")["org_id_2"].agg(set).to_dict()

    def kind(self, kind: str) -> set[str]:
        return set(self.orgs.loc[self.orgs["kind"] == kind, "org_id"])

    def alone(self, who: Iterable[str], others: set[str]) -> Rows:
        """Those without a partner among others: identifier, projects, partners."""
        return [
            (one, len(self.of.get(one, ())), len(self.partners.get(one, ())))
            for one in set(who) & self.here
            if not self.partners.get(one, set()) & others
        ]

    def phase(self, name: str) -> set[str]:
        low, high = PHASES[name]
        return {one for one, year in self.year.items() if low <= year <= high}


def smes_without_large_group(on: Oracle) -> Rows:
    links = large_group_links(on.net, draws=0)
    expected = on.alone(on.smes, on.large)
    assert {one for one, *_ in expected} == set(links.loc[links["status"] != "direct", "org_id"])
    return expected


def sme_links(on: Oracle) -> Rows:
    links = large_group_links(on.net, draws=0)
    columns = ["org_id", "size", "region", "direct_partners", "direct_ids", "shared_projects", "strength", "last_year"]
    return _rows(links.loc[links["status"] == "direct", columns])


def introducers(on: Oracle) -> Rows:
    links = large_group_links(on.net, draws=0)
    columns = ["org_id", "name", "projects", "introducer_id", "introducer_name", "introducer_projects"]
    return _rows(links.loc[links["status"] == "introduced", columns])


def helpful_introducers(on: Oracle) -> Rows:
    unmet = {one for one, *_ in on.alone(on.smes, on.large)}
    rows = []
    for one, partners in ((one, partners) for one, partners in on.partners.items() if one in on.here):
        groups = {on.unit[other] for other in partners & on.large & on.here}
        if groups and partners & unmet:
            rows.append((one, len(partners & unmet), len(groups), ";".join(sorted(partners & unmet))))
    return rows


def members_without_project(on: Oracle) -> Rows:
    table = on.net.members().query("org_id not in @known", local_dict={"known": list(on.of)})
    return _rows(table[["pole_id", "org_id", "since", "until"]])


def labs_without_sme(on: Oracle) -> Rows:
    return on.alone(on.kind("lab"), on.smes)


def training_bodies_left_out(on: Oracle) -> Rows:
    return on.alone(on.kind("training_body"), on.kind("company"))


def projects_without_outcome(on: Oracle) -> Rows:
    table = on.net.projects
    ended = table["end"].dt.year.astype("Int64").fillna(table["year"]) <= 2022
    without = ~table["project_id"].isin(on.net.outcomes["project_id"])
    return _rows(table.loc[ended & without, ["project_id", "end", "funding"]])


def outcomes_by_kind(on: Oracle) -> Rows:
    rows = []
    for kind, table in on.net.outcomes.groupby("kind"):
        known = table["amount"].dropna()
        held = table.loc[table["org_id"].isin(on.unit), "org_id"].nunique()
        unit = table["unit"].dropna().unique().tolist()
        amounts = (sum(known) if len(known) else None, len(known), unit[0] if unit else None)
        days = (table["date"].min(), table["date"].max())
        rows.append((kind, len(table), table["project_id"].nunique(), held, *amounts, *days))
    return rows


def scorecard(on: Oracle) -> Rows:
    table = scorecards.scorecard(on.net, year=2021, draws=0)
    return _rows(table.loc[table["indicator"].isin(IN_CYPHER), ["pole_id", "indicator", "value"]])


def interpole_projects(on: Oracle) -> Rows:
    by = on.net.labels.groupby("project_id")["pole_id"].agg(set).to_dict()
    rows = []
    for project, members in on.net.participations.groupby("project_id")["org_id"].agg(set).items():
        of = set().union(*(on.poles.get(one, set()) for one in members))
        both = by.get(str(project), set()) | of
        if len(both) > 1:
            rows.append((project, len(both), ";".join(sorted(by.get(str(project), set()))), ";".join(sorted(of))))
    return rows


def inward_members(on: Oracle) -> Rows:
    members = on.net.members().groupby("pole_id")["org_id"].agg(set)
    return [
        (pole, one, len(on.of[one]), len(on.partners[one]))
        for pole, inside in members.items()
        for one in inside
        if on.partners.get(one) and on.partners[one] <= inside
    ]


def needs_and_offers(on: Oracle) -> Rows:
    shy = ~on.net.standing | on.orgs["opt_out"].fillna(value=False).astype(bool)
    offers = still_open(on.net.offers[~on.net.offers["org_id"].isin(on.orgs.loc[shy, "org_id"])])
    needs = still_open(on.net.needs[on.net.needs["org_id"].isin(on.here)])
    offers, needs = (table[["org_id", "domain"]].drop_duplicates() for table in (offers, needs))
    both = needs.merge(offers, on="domain", suffixes=("", "_2")).query(
        "domain == 'internationalisation' and org_id != org_id_2"
    )
    return [
        (one, other, ";".join(sorted(on.poles.get(one, set()) & on.poles.get(other, set()))))
        for one, other in zip(both["org_id"], both["org_id_2"], strict=True)
    ]


def phase_changes(on: Oracle) -> Rows:
    counts = []
    for phase in ("III", "IV"):
        pairs = on.pairs[on.pairs["project_id"].isin(on.phase(phase)) & (on.pairs["org_id"] < on.pairs["org_id_2"])]
        counts.append(pairs.groupby(["org_id", "org_id_2"]).size())
    both = pd.concat(counts, axis=1).fillna(0).astype(int)
    words = np.select([both[0] == 0, both[1] == 0], ["new", "ended"], "kept")
    return [
        (word, *pair, *row) for word, pair, row in zip(words, both.index, both.itertuples(index=False), strict=True)
    ]


def newcomers(on: Oracle) -> Rows:
    low, high = PHASES["V"]
    rows = []
    for one, projects in on.of.items():
        first = min(on.year[project] for project in projects)
        if low <= first <= high:
            rows.append((one, first, len(projects), len(on.partners.get(one, ()))))
    return rows


def recurrent_smes(on: Oracle) -> Rows:
    leads = on.net.participations.query("role == 'coordinator'").groupby("org_id").size().to_dict()
    rows = []
    for one in on.smes & set(on.of):
        years = [on.year[project] for project in on.of[one]]
        if len(years) > 2:
            rows.append((one, len(years), leads.get(one, 0), min(years), max(years), len(on.partners.get(one, ()))))
    return rows


def partners(on: Oracle) -> Rows:
    here = on.net.org_index.get_loc("ORG-0008")
    shared = on.net.collaboration_matrix("projects")[[here]].toarray()[0]
    strength = on.net.collaboration_matrix("newman")[[here]].toarray()[0]
    return [
        (one, shared[i], strength[i], ";".join(sorted(on.of["ORG-0008"] & on.of[one])))
        for i, one in enumerate(on.net.org_index)
        if shared[i]
    ]


def possible_partners(on: Oracle) -> Rows:
    me = "ORG-0619"
    shy = ~on.net.standing | on.orgs["opt_out"].fillna(value=False).astype(bool)
    out = set(on.orgs.loc[shy, "org_id"]) | on.partners[me] | {me}
    return [
        (one, len(theirs & on.partners[me]), ";".join(sorted(theirs & on.partners[me])))
        for one, theirs in on.partners.items()
        if theirs & on.partners[me] and one not in out and on.unit[one] != on.unit[me]
    ]


def consortium(on: Oracle) -> Rows:
    table = on.net.participations.query("project_id == 'P-2005-001'")
    return _rows(table[["project_id", "org_id", "role", "funding", "cost"]])


def themes_and_smes(on: Oracle) -> Rows:
    rows = []
    members = on.net.participations.groupby("project_id")["org_id"].agg(set)
    for theme, projects in on.net.project_themes.groupby("theme_id")["project_id"]:
        found = [members.get(project, set()) & on.smes for project in projects]
        rows.append(
            (theme, len(found), sum(map(bool, found)), len(set().union(*found)), np.mean([bool(f) for f in found]))
        )
    return rows


def sme_and_large_by_year(on: Oracle) -> Rows:
    members = on.net.participations.groupby("project_id")["org_id"].agg(set)
    seen = pd.DataFrame(
        [
            (on.year[p], 1, bool(m & on.smes), bool(m & on.large), bool(m & on.smes and m & on.large))
            for p, m in members.items()
        ]
    )
    return [
        (year, *row)
        for year, row in zip(sorted(set(seen[0])), seen.groupby(0).sum().astype(int).to_numpy(), strict=True)
    ]


def large_groups_by_smes(on: Oracle) -> Rows:
    rows = []
    there = on.large & on.here
    for unit in {on.unit[one] for one in there}:
        members = {one for one in there if on.unit[one] == unit}
        projects = set().union(*(on.of.get(one, set()) for one in members))
        found = set().union(*(on.partners.get(one, set()) for one in members)) & on.smes
        rows.append((unit, len(members), len(projects), len(found), ";".join(sorted(members))))
    return rows


def pole_pairs(on: Oracle) -> Rows:
    names = sorted(on.net.poles["pole_id"])
    inside = {pole: {one for one, poles in on.poles.items() if pole in poles} for pole in names}
    label = on.net.labels.groupby("pole_id")["project_id"].agg(set)
    rows = []
    for a in names:
        for b in names:
            if a < b:
                met = on.pairs[on.pairs["org_id"].isin(inside[a]) & on.pairs["org_id_2"].isin(inside[b])]
                common = label[a] & label[b] | set(met["project_id"])
                rows.append((a, b, len(common), len(label[a] & label[b]), len(inside[a] & inside[b])))
    return rows


def bridges_between_poles(on: Oracle) -> Rows:
    rows = []
    for one, theirs in ((one, theirs) for one, theirs in on.partners.items() if one in on.here):
        members = [other for other in theirs if on.poles.get(other)]
        reached = set().union(*(on.poles[other] for other in members))
        if len(reached) > 2:
            rows.append((one, len(reached), ";".join(sorted(reached)), len(members)))
    return rows


def near(on: Oracle) -> Rows:
    """Great circles on the sphere that Neo4j takes the earth for."""
    lat, lon = np.radians(on.orgs["lat"]), np.radians(on.orgs["lon"])
    here = np.radians(47.9029), np.radians(1.9039)
    half = np.sin((lat - here[0]) / 2) ** 2 + np.cos(lat) * np.cos(here[0]) * np.sin((lon - here[1]) / 2) ** 2
    km = 2 * 6378.140 * np.arcsin(np.sqrt(half))
    return [
        (one, round(far, 1)) for one, far in zip(on.orgs["org_id"], km, strict=True) if far <= 20 and one in on.here
    ]


def subsidiaries(on: Oracle) -> Rows:
    group = on.orgs[on.orgs["unit"] == "Groupe Draxatrive (inventé)"]
    return [
        (one, own, whole, len(on.partners.get(one, set()) & on.smes))
        for one, own, whole in zip(group["org_id"], group["size"], group["unit_size"], strict=True)
    ]


def region_pairs(on: Oracle) -> Rows:
    region = dict(zip(on.orgs["org_id"], on.orgs["region"], strict=True))
    pairs = on.pairs[on.pairs["org_id"] < on.pairs["org_id_2"]]
    one, two = pairs["org_id"].map(region), pairs["org_id_2"].map(region)
    known = one.notna() & two.notna()
    table = pairs[known].assign(low=np.minimum(one[known], two[known]), high=np.maximum(one[known], two[known]))
    table["pair"] = table["org_id"] + " " + table["org_id_2"]
    return _rows(table.groupby(["low", "high"], as_index=False).agg({"pair": "nunique", "project_id": "nunique"}))


def _rows(table: pd.DataFrame) -> Rows:
    return list(table.itertuples(index=False, name=None))


ORACLES: dict[str, tuple[Callable[[Oracle], Rows], str]] = {
    "smes_without_large_group": (smes_without_large_group, "org_id projects partners"),
    "sme_links": (sme_links, "org_id size region direct_partners direct_ids shared_projects strength last_year"),
    "introducers": (introducers, "org_id name projects introducer_id introducer_name introducer_projects"),
    "helpful_introducers": (helpful_introducers, "org_id smes large_groups sme_ids"),
    "members_without_project": (members_without_project, "pole_id org_id since until"),
    "labs_without_sme": (labs_without_sme, "org_id projects partners"),
    "training_bodies_left_out": (training_bodies_left_out, "org_id projects partners"),
    "projects_without_outcome": (projects_without_outcome, "project_id end funding"),
    "outcomes_by_kind": (
        outcomes_by_kind,
        "kind outcomes projects holders amount known_amounts unit first_date last_date",
    ),
    "scorecard": (scorecard, "pole_id indicator value"),
    "interpole_projects": (interpole_projects, "project_id poles labelled_by members_of"),
    "inward_members": (inward_members, "pole_id org_id projects partners"),
    "needs_and_offers": (needs_and_offers, "org_id offer_id common_poles"),
    "phase_changes": (phase_changes, "change org_id partner_id projects_before projects_after"),
    "newcomers": (newcomers, "org_id first_year projects partners"),
    "recurrent_smes": (recurrent_smes, "org_id projects coordinated first_year last_year partners"),
    "partners": (partners, "org_id shared_projects strength project_ids"),
    "possible_partners": (possible_partners, "org_id common_partners via_ids"),
    "consortium": (consortium, "project_id org_id role funding cost"),
    "themes_and_smes": (themes_and_smes, "theme_id projects with_sme smes share"),
    "sme_and_large_by_year": (sme_and_large_by_year, "year projects with_sme with_large_group with_both"),
    "large_groups_by_smes": (large_groups_by_smes, "group organisations projects smes org_ids"),
    "pole_pairs": (pole_pairs, "pole_id other_id common_projects labelled_projects common_members"),
    "bridges_between_poles": (bridges_between_poles, "org_id poles pole_ids partners"),
    "near": (near, "org_id km"),
    "subsidiaries": (subsidiaries, "org_id size group_size smes"),
    "region_pairs": (region_pairs, "region other_region links projects"),
}
"""Name of a question to what answers it in Python, and the columns that are compared."""
