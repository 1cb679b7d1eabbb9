"""Invent what the pôles of the example did: workshops, introductions, visits, label reviews."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import setting
import story_setting as told
from invented import Organisation, Project, Table, day_of

if TYPE_CHECKING:
    import random


class Deed(NamedTuple):
    """An action of a pôle."""

    day: dt.date
    kind: str
    pole: str
    title: str
    organisations: list[Organisation]
    domain: str | None = None


def actions(chance: random.Random, organisations: list[Organisation], projects: list[Project]) -> Table:
    """Invent the actions, a row an organisation that took part."""
    deeds = [
        *_workshops(chance, organisations),
        *_introductions(chance, organisations, projects),
        *_visits(chance, organisations),
        *_reviews(projects),
    ]
    rows: Table = []
    deeds = [deed for deed in deeds if deed.day <= told.DAY]
    for number, deed in enumerate(sorted(deeds, key=lambda deed: (deed.day, deed.title)), start=1):
        odds = {"introduction": [80, 15, 5], "visit": [60, 20, 20]}.get(deed.kind, [1, 0, 0])
        hidden = chance.choices([None, "members", "internal"], odds)[0]
        rows += [
            {
                "action_id": f"A-{deed.day.year}-{number:03d}",
                "org_id": one.name,
                "pole_id": deed.pole,
                "kind": deed.kind,
                "date": deed.day,
                "domain": deed.domain,
                "title": f"{deed.title} {setting.INVENTED}",
                "visibility": hidden,
            }
            for one in deed.organisations
        ]
    return rows


def _members(organisations: list[Organisation], pole: str, day: dt.date) -> list[Organisation]:
    return [one for one in organisations if pole in one.poles and one.there(day)]


def _workshops(chance: random.Random, organisations: list[Organisation]) -> list[Deed]:
    found = []
    for year in range(2014, told.DAY.year + 1):
        for pole, number in told.WORKSHOPS.items():
            for _ in range(number):
                day, domain = day_of(chance, year), chance.choice(list(told.DOMAINS))
                there = _members(organisations, pole, day)
                some = chance.sample(there, min(len(there), chance.randint(4, 7)))
                found.append(Deed(day, "workshop", pole, f"Atelier {told.DOMAINS[domain]}, {year}", some, domain))
    return found


def _introductions(chance: random.Random, organisations: list[Organisation], projects: list[Project]) -> list[Deed]:
    """Invent introductions of SMEs to large companies, of which some had a project soon after, and others none."""
    first: dict[tuple[int, int], tuple[dt.date, str]] = {}
    by = {one.number: one for one in organisations}
    for project in sorted(projects, key=lambda project: (project.label, project.number)):
        for one in project.partners:
            for other in project.partners:
                if one.small and other.size == "large":
                    first.setdefault((one.number, other.number), (project.label, project.pole))
    found: list[Deed] = []
    fruitful = [(pair, *of) for pair, of in first.items() if of[0].year >= 2016]  # noqa: PLR2004  # when they began
    for pair, label, pole in chance.sample(fruitful, len(fruitful)):
        day = label - dt.timedelta(days=chance.randint(60, 330))
        two = [by[number] for number in pair]
        if all(one.there(day) for one in two) and len(found) < told.FRUITFUL:
            found.append(_introduction(day, pole, two))
    while len(found) < told.FRUITFUL + told.FRUITLESS:
        pole, day = chance.choice(list(setting.POLES)), day_of(chance, chance.randint(2017, told.DAY.year))
        there = _members(organisations, pole, day)
        small = [one for one in there if one.small]
        large = [one for one in there if one.size == "large"]
        if small and large:
            two = [chance.choice(small), chance.choice(large)]
            if (two[0].number, two[1].number) not in first:
                found.append(_introduction(day, pole, two))
    return found


def _introduction(day: dt.date, pole: str, two: list[Organisation]) -> Deed:
    return Deed(day, "introduction", pole, f"Mise en relation, {pole}", two)


def _visits(chance: random.Random, organisations: list[Organisation]) -> list[Deed]:
    found = []
    for _ in range(told.VISITS):
        pole, day = chance.choice(list(setting.POLES)), day_of(chance, chance.randint(2019, told.DAY.year))
        there = [one for one in _members(organisations, pole, day) if one.small]
        found.append(Deed(day, "visit", pole, f"Visite d'entreprise, {pole}", [chance.choice(there)], "support"))
    return found


def _reviews(projects: list[Project]) -> list[Deed]:
    """Return the label reviews since the first contract, with the coordinator that stood before the committee."""
    return [
        Deed(
            project.label,
            "label_review",
            project.pole,
            f"Comité de labellisation : {project.acronym}",
            [project.partners[0]],
        )
        for project in projects
        if project.label.year >= told.CONTRACTS[0][0]
    ]
