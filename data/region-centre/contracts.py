"""Invent what the performance contracts of the four pôles ask for, from what they had before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import setting
import story_setting as told

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from invented import Organisation, Project, Table

BEFORE = 3  # years before a contract that it starts from


class Ledger:
    """What a pôle had in a year, counted as plainly as an animator would."""

    def __init__(self, organisations: list[Organisation], projects: list[Project], tables: Mapping[str, Table]) -> None:
        self.of = {one.name: one for one in organisations}
        self.projects = projects
        self.tables = tables
        self.lead = {project.acronym: project.pole for project in projects}

    def figures(self, pole: str, year: int) -> dict[str, float]:
        """Return the figure of each indicator."""
        members = [
            self.of[row["org_id"]]
            for row in self.tables["memberships"]
            if row["pole_id"] == pole
            and (row["since"] is None or row["since"].year <= year)
            and (row["until"] is None or row["until"].year > year)
        ]
        smes = [one for one in members if one.small]
        begun = [project for project in self.projects if project.year <= year]
        own = [project for project in begun if project.pole == pole and project.year == year]
        linked = {
            one.number
            for project in begun
            if any(partner.size == "large" for partner in project.partners)
            for one in project.partners
        }
        training = {one.number for project in begun if project.year == year for one in project.partners}
        return {
            "members": len(members),
            "members_sme": len(smes),
            "projects_labelled": sum(project.label.year == year and project.pole == pole for project in self.projects),
            "projects_funded": len(own),
            "share_with_sme": sum(any(one.small for one in project.partners) for project in own) / max(len(own), 1),
            "sme_linked_share": sum(one.number in linked for one in smes) / max(len(smes), 1),
            "products": len(self._outcomes(pole, year, "product")),
            "jobs": sum(row["amount"] or 0 for row in self._outcomes(pole, year, "jobs")),
            "needs_met": sum(
                row.get("met_on") is not None and row["met_on"].year == year and pole in self.of[row["org_id"]].poles
                for row in self.tables["needs"]
            ),
            "training_bodies_involved": sum(one.kind == "training_body" and one.number in training for one in members),
            "european_projects": 0,
        }

    def _outcomes(self, pole: str, year: int, kind: str) -> Table:
        return [
            row
            for row in self.tables["outcomes"]
            if row["kind"] == kind
            and row["date"] is not None
            and row["date"].year == year
            and self.lead[row["project_id"]] == pole
        ]


def targets(
    chance: random.Random, organisations: list[Organisation], projects: list[Project], tables: Mapping[str, Table]
) -> Table:
    """Invent the targets: a mean of the years before, that grows from year to year."""
    ledger = Ledger(organisations, projects, tables)
    rows: Table = []
    for first, last in told.CONTRACTS:
        for pole in setting.POLES:
            before = [ledger.figures(pole, year) for year in range(first - BEFORE, first)]
            for indicator, (low, high, least) in told.GROWTH.items():
                stock = indicator.startswith("members") or indicator == "sme_linked_share"
                known = [figures[indicator] for figures in before]
                start = known[-1] if stock else sum(known) / BEFORE
                growth = 1 + chance.uniform(low, high)
                if chance.random() < told.UNSIGNED:
                    continue
                rows += [
                    {
                        "pole_id": pole,
                        "indicator": indicator,
                        "year": year,
                        "target": _rounded(indicator, max(start, least) * growth ** (year - first + 1)),
                        "document": f"contrat de performance {first}-{last}, annexe 2 {setting.INVENTED}",
                    }
                    for year in range(first, last + 1)
                ]
    return rows


def _rounded(indicator: str, value: float) -> float:
    return min(1.0, round(value, 2)) if "share" in indicator else float(max(1, round(value)))
