"""Tell the story of the invented example: what came out of projects, who needed and offered what, what the pôles did.

It has a generator of chance of its own, so that the organisations and projects are the same with it and without.
"""

# ruff: noqa: S311  # chance for an example, not for a secret

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import contracts
import deeds
import setting
import story_setting as told
from invented import Organisation, Project, Table, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = TypeVar("Value")
WIDE = 7
MONTH = 30.44


class Asked(NamedTuple):
    """Which organisation needs and which offers what."""

    needs: list[tuple[Organisation, str]]
    offers: list[tuple[Organisation, str]]


def tell(
    seed: int, organisations: list[Organisation], projects: list[Project], tables: Mapping[str, Table], asked: Asked
) -> dict[str, Table]:
    """Invent outcomes, needs, offers, actions and the targets of the contracts."""
    chance = random.Random(f"story {seed}")
    outcomes = _outcomes(chance, projects)
    offers = _offers(chance, organisations, asked)
    needs = _needs(chance, organisations, asked, offers)
    actions = deeds.actions(chance, organisations, projects)
    made = {"outcomes": outcomes, "needs": needs, "offers": offers}
    targets = contracts.targets(chance, organisations, projects, {**tables, **made})
    return {**made, "targets": targets, "actions": actions}


def _of_year(values: Mapping[int, Value], year: int) -> Value:
    """Return the value of the last year named that is no later."""
    return values[max(first for first in values if first <= year or first == min(values))]


def _chosen(chance: random.Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _later(day: dt.date, months: float) -> dt.date:
    return day + dt.timedelta(days=round(months * MONTH))


def _hazard(project: Project) -> float:
    """Return the chance a month that a project has its first outcome."""
    return (
        _of_year(told.HAZARD, project.year)
        * (told.LED_BY_SME if project.partners[0].small else 1)
        * (told.WITH_LARGE if any(one.size == "large" for one in project.partners) else 1)
        * (told.WITH_TRAINING if any(one.kind == "training_body" for one in project.partners) else 1)
        * (told.WIDE if len(project.partners) >= WIDE else 1)
    )


def _outcomes(chance: random.Random, projects: list[Project]) -> Table:
    rows: Table = []
    for project in projects:
        early = chance.random() < told.EARLY
        months = -chance.uniform(0, 12) if early else chance.expovariate(_hazard(project))
        kind = _chosen(chance, _of_year(told.FIRST, project.year))
        for _ in range(3):
            day = _later(project.end, months)
            if day <= told.DAY:
                rows.append({"outcome_id": f"R-{len(rows) + 1:03d}", **_outcome(chance, project, kind, day)})
            if chance.random() >= told.NEXT:
                break
            months += chance.expovariate(1 / told.NEXT_MONTHS)
            kind = _chosen(chance, told.AFTER_MARKETED if kind in told.MARKETED else told.AFTER_OTHERS)
    return rows


def _outcome(chance: random.Random, project: Project, kind: str, day: dt.date) -> dict[str, Any]:
    holder = _holder(chance, project, kind, day)
    stage = chance.choice(told.STAGES[sum(day > _later(project.end, months) for months in (12, 36))])
    evidence = chance.choice(told.EVIDENCE).format(year=day.year, day=day)
    return {
        "project_id": project.acronym,
        "org_id": holder.name if holder else None,
        "kind": kind,
        "title": f"{chance.choice(told.TITLES[kind])} {project.acronym} {setting.INVENTED}",
        **_amount(chance, kind),
        "stage": stage if kind in told.MARKETED and chance.random() < 0.85 else None,  # noqa: PLR2004
        "date": day if chance.random() < 0.96 else None,  # noqa: PLR2004
        "evidence": f"{evidence} {setting.INVENTED}" if chance.random() < 0.5 else None,  # noqa: PLR2004
        "visibility": chance.choices([None, "members", "internal"], [92, 4, 4])[0],
    }


def _holder(chance: random.Random, project: Project, kind: str, day: dt.date) -> Organisation | None:
    """Choose which partner holds an outcome; a company that was created stands for itself."""
    research = {"patent": 0.6, "publication": 0.95}.get(kind, 0.0)
    wanted = "lab" if chance.random() < research else "company"
    known = chance.random() < 0.88  # noqa: PLR2004
    there = [one for one in project.partners if one.kind == wanted and (one.dissolved is None or day < one.dissolved)]
    if kind == "company" or not known or not there:
        return None
    return chance.choices(there, [3.0 if one.small else 2.0 if one.size == "large" else 1.0 for one in there])[0]


def _amount(chance: random.Random, kind: str) -> dict[str, Any]:
    """Say how many or how much; it is not always told."""
    known = chance.random() < 0.85  # noqa: PLR2004
    if kind in told.MONEY:
        return {"amount": round(chance.lognormvariate(*told.MONEY[kind]), -4) if known else None, "unit": "eur"}
    if kind in {"jobs", "jobs_kept"}:
        return {"amount": 0.5 * (1 + int(chance.expovariate(1 / 7))) if known else None, "unit": "fte"}
    return {"amount": 1}


def _offers(chance: random.Random, organisations: list[Organisation], asked: Asked) -> Table:
    bodies = [one for one in organisations if one.kind in {"association", "public_body"} and one.pole]
    financiers = [one for one in bodies if set(one.poles) <= set(told.FINANCIERS)]
    exporters = [one for one in organisations if one.size == "mid_cap" and one.poles]
    chosen = [
        *asked.offers,
        *((one, "private_finance") for one in chance.sample(financiers, 4)),
        *((one, "internationalisation") for one in chance.sample(exporters, 14)),
    ]
    return [
        {
            "org_id": one.name,
            "domain": domain,
            "detail": f"{chance.choice(told.SUPPORT[domain][1])} {setting.INVENTED}",
            "date": day_of(chance, chance.randint(max(2013, min(one.since, 2024)), 2025)),
            "status": chance.choices([None, "open", "dropped"], [45, 50, 5])[0],
            "capacity": chance.choice([1, 2, 2, 3, 4, 6]) if chance.random() < 0.85 else None,  # noqa: PLR2004
            "visibility": "members" if chance.random() < 0.04 else None,  # noqa: PLR2004
        }
        for one, domain in chosen
    ]


def _needs(chance: random.Random, organisations: list[Organisation], asked: Asked, offers: Table) -> Table:
    of = {one.name: one for one in organisations}
    rows: Table = []
    for one, domain in asked.needs:
        number = 2 if chance.random() < 0.2 else 1  # noqa: PLR2004  # some come back with another
        for detail in chance.sample(told.SUPPORT[domain][0], number):
            row = _need(chance, one, domain, detail)
            if row["status"] == "met" and chance.random() < 0.85:  # noqa: PLR2004  # others were met from outside
                able = [
                    offer
                    for offer in offers
                    if (offer["domain"], offer["status"] != "dropped") == (domain, True)
                    and offer["date"] < row["met_on"]
                    and of[offer["org_id"]].there(row["met_on"])
                    and set(of[offer["org_id"]].poles) & set(one.poles)
                    and offer["org_id"] != one.name
                ]
                row["met_by"] = chance.choice(able)["org_id"] if able else None
            rows.append(row)
    return rows


def _need(chance: random.Random, one: Organisation, domain: str, detail: str) -> dict[str, Any]:
    """Invent when a need was said, and what has become of it."""
    last = told.DAY.year if one.dissolved is None else one.dissolved.year - 1
    first = min(max(2014, one.since), last)
    year = max(chance.randint(first, last) for _ in range(2))  # more of late, as the pôles ask more
    said = min(day_of(chance, year), told.DAY)
    met = _later(said, 1 + chance.expovariate(1 / told.MONTHS_TO_MEET[domain]))
    dropped, begun, dated = (chance.random() < odds for odds in (0.08, 0.35, 0.95))
    hidden = chance.choices([None, "members", "internal"], [92, 4, 4])[0]
    row = {
        "org_id": one.name,
        "domain": domain,
        "detail": f"{detail} {setting.INVENTED}",
        "date": said if dated else None,
    }
    if dropped:
        state: dict[str, Any] = {"status": "dropped"}
    elif met <= told.DAY and (one.dissolved is None or met < one.dissolved):
        state = {"status": "met", "met_on": met}
    else:
        state = {"status": "in_progress" if begun else chance.choice(["open", None])}
    return {**row, "date": said if dated else None, **state, "visibility": hidden}
