"""The table of links once more, slowly and obviously: a NetworkX graph, shortest paths, sets, fractions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.network import Network

SMALLEST_FIRST = ["micro", "sme", "mid_cap", "not_sme", "large"]
MOST_URGENT_FIRST = ["introduced", "far", "unreachable", "no_partner", "no_project", "direct"]


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts; what is missing is None."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


class Slow:
    """A network as dicts and sets."""

    def __init__(self, net: Network, large: Iterable[str] = ("large", "not_sme")) -> None:
        self.rows: dict[str, dict[str, Any]] = {row["org_id"]: row for row in plain(net.organisations)}
        self.year = {row["project_id"]: row["year"] for row in plain(net.projects) if row["year"] is not None}
        self.members: dict[str, set[str]] = defaultdict(set)
        self.projects: dict[str, set[str]] = {org: set() for org in self.rows}
        for row in plain(net.participations):
            self.members[row["project_id"]].add(row["org_id"])
            self.projects[row["org_id"]].add(row["project_id"])
        self.unit = {org: self.top(org) for org in self.rows}
        sizes = defaultdict(list)
        for org in self.rows:
            if self.rows[org]["size"]:
                sizes[self.unit[org]].append(self.rows[org]["size"])
        largest = {unit: max(known, key=SMALLEST_FIRST.index) for unit, known in sizes.items()}
        self.size = {org: largest.get(unit) for org, unit in self.unit.items()}
        self.large = {org for org, size in self.size.items() if size in set(large)}
        self.smes = [org for org, size in self.size.items() if size in {"micro", "sme"}]
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.rows)
        for members in self.members.values():
            self.graph.add_edges_from(combinations(sorted(members), 2))

    def shared(self, org: str, others: Iterable[str]) -> list[str]:
        """Return the projects of an organisation in which one of the others is."""
        wanted = set(others) - {org}
        return sorted(project for project in self.projects[org] if self.members[project] & wanted)

    def top(self, org: str) -> str:
        """Climb from an organisation to its group, and from a group that is a row itself to that row's group."""
        unit = org
        while unit in self.rows and self.rows[unit]["group_id"] not in (None, unit):
            unit = self.rows[unit]["group_id"]
        return unit

    def subsidiaries(self, unit: str) -> set[str]:
        return {org for org in self.large if self.unit[org] == unit}

    def units(self, orgs: Iterable[str]) -> set[str]:
        return {self.unit[org] for org in orgs if org in self.large}

    def strength(self, sme: str, others: Iterable[str]) -> Fraction:
        return sum(
            (Fraction(1, len(self.members[project]) - 1) for other in others for project in self.shared(sme, [other])),
            Fraction(0),
        )

    def row(self, sme: str) -> dict[str, Any]:
        """Return the row of an SME, without what chance would give; and the strength of its introduction."""
        steps = nx.single_source_shortest_path_length(self.graph, sme)
        distance = min((steps[org] for org in self.large if org in steps), default=None)
        partners = set(self.graph[sme])
        direct = sorted(self.units(partners))
        shared = self.shared(sme, self.large)
        strength = self.strength(sme, self.large)
        within_two = [org for org, far in steps.items() if far <= 2]
        years = [self.year[project] for project in shared if project in self.year]
        parts = [self.strength(sme, self.subsidiaries(unit)) for unit in direct]
        row = {
            **{name: self.rows[sme][name] for name in ("org_id", "name", "kind", "region")},
            "size": self.size[sme],
            "projects": len(self.projects[sme]),
            "distance": distance,
            "direct_partners": len(direct),
            "direct_ids": ";".join(direct) or None,
            "shared_projects": len(shared),
            "strength": float(strength),
            "last_year": max(years, default=None),
            "introducer_id": None,
            "introducer_name": None,
            "introducer_projects": None,
            "introduced_to_id": None,
            "introduced_to_name": None,
            "introduced_to_projects": None,
            "other_large_groups": None,
            "reach_two": len(self.units(within_two)),
            "dependence": float(max(parts) / strength) if parts else None,
            "introduction": 0,
        }
        if not self.projects[sme]:
            row["status"] = "no_project"
        elif not partners:
            row["status"] = "no_partner"
        elif distance is None:
            row["status"] = "unreachable"
        else:
            row["status"] = {1: "direct", 2: "introduced"}.get(distance, "far")
        if row["status"] == "introduced":
            row.update(self.introduction(sme, [one for one in partners if not self.rows[one].get("dissolved")]))
        return row

    def introduction(self, sme: str, partners: Iterable[str]) -> dict[str, Any]:
        possible = []
        for partner in partners:
            for unit in self.units(self.graph[partner]):
                far, near = self.shared(partner, self.subsidiaries(unit)), self.shared(sme, [partner])
                possible.append((-len(far), -len(near), partner, unit, near, far))
        if not possible:
            return {"status": "far"}
        most, _, partner, unit, near, far = min(possible)
        others = sorted((strength, other) for strength, _, by, other, *_ in possible if by == partner and other != unit)
        return {
            "introducer_id": partner,
            "introducer_name": self.rows[partner]["name"],
            "introducer_projects": ";".join(near + far),
            "introduced_to_id": unit,
            "introduced_to_name": self.rows[unit]["name"] if unit in self.rows else unit,
            "introduced_to_projects": ";".join(far),
            "other_large_groups": ";".join(other for _, other in others) or None,
            "introduction": -most,
        }

    def table(self) -> list[dict[str, Any]]:
        """Return all rows, sorted by what needs doing first."""
        return sorted(
            (self.row(sme) for sme in self.smes),
            key=lambda row: (
                MOST_URGENT_FIRST.index(row["status"]),
                -row["introduction"],
                -row["projects"],
                -(row["dependence"] or 0),
                row["name"],
                row["org_id"],
            ),
        )
