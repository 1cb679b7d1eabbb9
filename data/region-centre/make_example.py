"""Make ``region-centre.xlsx``: the four pôles of the région Centre, with members and projects that are all invented.

Only the names of the pôles and of the towns are real. The same seed gives the same tables on every machine:

    python data/region-centre/make_example.py
"""

# ruff: noqa: S311, PLR2004  # chance for an example, not for a secret; the odds of it stand where they are used

from __future__ import annotations

import datetime as dt
import itertools
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import setting
import story
import story_setting
import xlsxwriter
from invented import Organisation, Project, Table, day_of

from polegraph.files import whole
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator


def invent(seed: int = setting.SEED) -> dict[str, Table]:
    """Invent the tables, with the words of the model in French as an animator would write them."""
    chance = random.Random(seed)
    words = _words(chance)
    organisations = _organisations(chance, words)
    _sizes_and_groups(chance, organisations, words)
    projects = _projects(chance, organisations, words)
    tables = {
        "poles": [
            {"pole_id": name.lower().replace(" ", "-"), "name": name, "region": "Centre-Val de Loire"}
            | {"sector": pole["sector"], "since": pole["since"]}
            for name, pole in setting.POLES.items()
        ],
        "organisations": _organisation_rows(chance, organisations),
        "memberships": _membership_rows(chance, organisations),
        **_project_rows(chance, projects),
        "themes": [{"label": theme, "scheme": "own"} for pole in setting.POLES.values() for theme in pole["themes"]],
        "organisation_themes": [
            {"theme_id": theme, "org_id": one.name} for one in organisations for theme in one.themes
        ],
    }
    asked = _needs_and_offers(chance, organisations)
    return {**tables, **story.tell(seed, organisations, projects, tables, asked)}


def _words(chance: random.Random) -> Iterator[str]:
    words = ["".join(parts) for parts in itertools.product(setting.STARTS, setting.MIDDLES, setting.ENDS)]
    chance.shuffle(words)
    return iter(words)


def _places(text: str, region: str) -> list[tuple[str, ...]]:
    return [(*one.strip().split("|"), region) for one in text.replace("\n", " ").split(";")]


def _place(chance: random.Random, pole: str | None) -> tuple[str, ...]:
    """Choose a town: mostly at home, for partners who are no members mostly elsewhere."""
    inside = _places(setting.CENTRE, "Centre-Val de Loire")
    outside = [place for region, text in setting.ELSEWHERE.items() for place in _places(text, region)]
    if pole is None or chance.random() < 0.22:
        return chance.choice(outside + outside + inside if pole is None else outside)
    home = [place for place in inside if place[1] in setting.HOME[pole]]
    return chance.choice(home if chance.random() < 0.75 else inside)


def _organisations(chance: random.Random, words: Iterator[str]) -> list[Organisation]:
    organisations: list[Organisation] = []
    for pole, number in [*((name, pole["own"]) for name, pole in setting.POLES.items()), (None, 64)]:
        kinds = [kind for kind, share in setting.KINDS.items() for _ in range(round(share * number))]
        kinds = (kinds + ["company"] * number)[:number]
        for kind in kinds:
            home = pole or chance.choice(list(setting.POLES))
            first = setting.POLES[home]["from"]
            organisations.append(
                Organisation(
                    number=len(organisations) + 1,
                    name=_name(chance, kind, home, next(words)),
                    kind=kind,
                    pole=pole,
                    place=_place(chance, pole),
                    themes=chance.sample(setting.POLES[home]["themes"], chance.choice([1, 1, 2])),
                    since=first if pole is None else min(2025, first + int(chance.expovariate(1 / 5))),
                    weight=min(chance.paretovariate(1.6), 9.0),
                    poles=[pole] if pole else [],
                )
            )
    for pole, facts in setting.POLES.items():
        others = [one for one in organisations if one.pole not in {None, pole} and len(one.poles) == 1]
        for one in sorted(others, key=lambda one: -one.weight * (3 if one.kind != "company" else 1))[: facts["shared"]]:
            one.poles.append(pole)
            one.themes.append(chance.choice(facts["themes"]))
    return organisations


def _name(chance: random.Random, kind: str, pole: str, word: str) -> str:
    if kind == "company":
        return f"{word} {chance.choice(setting.POLES[pole]['trades'])} {setting.INVENTED}"
    return f"{chance.choice(setting.CALLED[kind])} {word} {setting.INVENTED}"


def _sizes_and_groups(chance: random.Random, organisations: list[Organisation], words: Iterator[str]) -> None:
    """Give sizes to companies, some of them to groups, and a weight by which they take part in projects."""
    companies = [one for one in organisations if one.kind == "company"]
    sizes = [size for size, share in setting.SIZES.items() for _ in range(round(share * len(companies)))]
    small = len(companies) - len(sizes)
    sizes += ["micro"] * (small * 2 // 5) + ["sme"] * (small - small * 2 // 5)
    chance.shuffle(sizes)
    for one, size in zip(companies, sizes, strict=True):
        one.size = size
    heads = [one for one in companies if one.size == "large"][:9] + [one for one in companies if one.size == "mid_cap"][
        :4
    ]
    free = [one for one in companies if one.size in {"sme", "mid_cap"} and one not in heads]
    for head in heads:
        members = [head, *chance.sample(free, chance.choice([1, 1, 2, 3]))]
        free = [one for one in free if one not in members]
        group = f"Groupe {next(words)} {setting.INVENTED}"
        for one in members:
            one.group = group
    for one in organisations:
        one.weight *= setting.ACTIVITY.get(one.size or one.kind, 0.7)
    alone = [one for one in organisations if one.poles and one.size in {"", "micro", "sme"} and one.kind != "lab"]
    members = sum(bool(one.poles) for one in organisations)
    for one in chance.sample(alone, round(setting.ISOLATES * members)):
        one.weight = 0.0
    for one in chance.sample([one for one in companies if one.size in {"micro", "sme"}], 8):
        one.dissolved = dt.date(one.since + chance.randint(2, 8), chance.randint(1, 12), chance.randint(1, 28))


def _projects(chance: random.Random, organisations: list[Organisation], words: Iterator[str]) -> list[Project]:
    years = sorted(
        chance.randint(first, last) for (first, last), number in setting.PHASES.items() for _ in range(number)
    )
    projects = []
    for number, year in enumerate(years, start=1):
        poles = [name for name, pole in setting.POLES.items() if pole["from"] <= year]
        pole = chance.choices(poles, [setting.POLES[name]["projects"] for name in poles])[0]
        themes = chance.sample(setting.POLES[pole]["themes"], chance.choice([1, 1, 1, 2]))
        project = Project(number, next(words), pole, year, themes, [])
        _team(chance, project, organisations)
        projects.append(project)
    for one in organisations:
        if one.weight and not one.projects:
            fitting = [project for project in projects if _fits(one, project) and one.pole in {None, project.pole}]
            if fitting:
                _join(one, chance.choice(fitting))
    return projects


def _fits(one: Organisation, project: Project) -> bool:
    alive = one.dissolved is None or one.dissolved.year > project.year
    room = len(project.partners) < setting.MAX_PARTNERS and one not in project.partners
    return one.weight > 0 and one.since <= project.year and alive and room


def _join(one: Organisation, project: Project) -> None:
    for other in project.partners:
        one.partners.add(other.number)
        other.partners.add(one.number)
    project.partners.append(one)
    one.projects += 1


def _team(chance: random.Random, project: Project, organisations: list[Organisation]) -> None:
    """Choose partners: those of the pôle and the theme, those who are active already, those who know each other."""
    size = 3 + min(setting.MAX_PARTNERS - 3, int(chance.expovariate(1 / 2.3)))
    with_large = chance.random() < 0.4
    for place in range(size):
        candidates = [
            one
            for one in organisations
            if _fits(one, project)
            and (with_large or one.size != "large")
            and (place != 0 or one.kind in {"company", "lab"})
            and (place != 1 or (one.kind in {"lab", "training_body"}) == (project.partners[0].kind == "company"))
        ]
        weights = [_attraction(one, project) for one in candidates]
        _join(chance.choices(candidates, weights)[0], project)


def _attraction(one: Organisation, project: Project) -> float:
    near = 8.0 if project.pole in one.poles else 0.25 if one.poles else 1.0
    alike = 4.0 if set(one.themes) & set(project.themes) else 1.0
    known = 2.5 if any(one.number in other.partners for other in project.partners) else 1.0
    return one.weight * near * alike * known * (1 + one.projects) ** 0.15


def _organisation_rows(chance: random.Random, organisations: list[Organisation]) -> Table:
    rows: Table = []
    for one in organisations:
        city, department, postcode, lat, lon, region = one.place
        placed = chance.random() < 0.95  # some addresses are not known
        rows.append(
            {
                "org_id": f"ORG-{one.number:04d}",
                "name": one.name,
                "kind": one.kind,
                "size": one.size or None,
                "country": "FR",
                "region": region,
                "department": department,
                "city": city if placed else None,
                "postcode": postcode if placed else None,
                "lat": float(lat) if placed else None,
                "lon": float(lon) if placed else None,
                "naf": setting.POLES[one.pole]["naf"]
                if one.pole and one.kind == "company" and chance.random() < 0.6
                else None,
                "group_id": one.group,
                "dissolved": one.dissolved,
            }
        )
    for row in chance.sample(rows, 9):
        row["opt_out"] = True
    for place, row in enumerate(chance.sample(rows, 9)):
        row["visibility"] = "members" if place % 3 else "internal"
    return rows


def _membership_rows(chance: random.Random, organisations: list[Organisation]) -> Table:
    return [
        {
            "pole_id": pole,
            "org_id": one.name,
            "since": day_of(chance, max(one.since, setting.POLES[pole]["from"])) if chance.random() < 0.93 else None,
            "until": one.dissolved,
            "college": setting.COLLEGES.get(one.kind, "collectivités et associations"),
        }
        for one in organisations
        for pole in one.poles
    ]


def _project_rows(chance: random.Random, projects: list[Project]) -> dict[str, Table]:
    """Write the projects, who takes part, who labelled them, and what they are about."""
    tables: dict[str, Table] = {name: [] for name in ("projects", "participations", "labels", "project_themes")}
    for project in projects:
        start = day_of(chance, project.year)
        end = start + dt.timedelta(days=chance.choice([548, 730, 1095, 1095, 1460]))
        key = f"P-{project.year}-{project.number:03d}"
        acronym = project.acronym
        cost = round(min(9.0, 0.5 + chance.lognormvariate(0.2, 0.7)) * 1000) * 1000
        row = {
            "project_id": key,
            "acronym": acronym,
            "title": f"{' et '.join(project.themes)} : {acronym}, projet inventé",
            "start": start,
            "end": end if chance.random() < 0.96 else None,
            "year": project.year,
            "status": "en cours" if end.year > 2026 else "terminé",  # the year of the example
            **_programme(chance, project.year),
            "total_cost": cost,
            "funding": round(cost * chance.uniform(0.3, 0.45), -3),
            "visibility": None if chance.random() < 0.98 else "members",
        }
        tables["projects"].append(row)
        tables["participations"] += _participations(chance, project, cost)
        label = start - dt.timedelta(days=chance.randint(60, 300))
        project.start, project.end, project.label = start, end, label
        tables["labels"].append({"pole_id": project.pole, "project_id": key, "date": label, "lead": True})
        others = [name for name, pole in setting.POLES.items() if name != project.pole and pole["from"] <= project.year]
        if chance.random() < 0.16:
            tables["labels"].append({"pole_id": chance.choice(others), "project_id": key, "date": label, "lead": False})
        tables["project_themes"] += [{"theme_id": theme, "project_id": acronym} for theme in project.themes]
        _pass_over(chance, end)
    return tables


def _pass_over(chance: random.Random, end: dt.date) -> None:
    """Draw what nothing is made of, so that all that is drawn after it stays what it has always been."""
    if end.year < 2026 and chance.random() < 0.6:
        for _kind in chance.sample(range(6), chance.choice([1, 1, 2, 3])):
            chance.randint(-200, 700)


def _programme(chance: random.Random, year: int) -> dict[str, str | None]:
    national = "FUI" if year < 2020 else "France 2030"  # when the one ended and the other came
    programme = chance.choices([national, "Région Centre-Val de Loire", "ANR"], [5, 3, 2])[0]
    call = f"FUI {max(1, 2 * (year - 2005) + chance.randint(0, 1))}" if programme == "FUI" else None
    return {"programme": programme, "call": call}


def _participations(chance: random.Random, project: Project, cost: float) -> Table:
    shares = [chance.uniform(0.5, 2.0) for _ in project.partners]
    known = chance.random() < 0.8  # partners' budgets are not always told
    rows: Table = []
    for place, (one, share) in enumerate(zip(project.partners, shares, strict=True)):
        own = round(cost * share / sum(shares), -2)
        late = place > 2 and chance.random() < 0.06
        rows.append(
            {
                "project_id": project.acronym,
                "org_id": one.name,
                "role": "coordinator" if place == 0 else "associated" if late else "partner",
                "funding": round(own * 0.4, -2) if known and not late else None,
                "cost": own if known else None,
            }
        )
    return rows


def _needs_and_offers(chance: random.Random, organisations: list[Organisation]) -> story.Asked:
    """Choose which organisation needs and which offers what."""
    needs: list[tuple[Organisation, str]] = []
    offers: list[tuple[Organisation, str]] = []
    for one in organisations:
        if one.size in {"micro", "sme"} and chance.random() < 0.3:
            needs += [(one, word) for word in chance.sample(list(story_setting.SUPPORT), chance.choice([1, 1, 2]))]
        wanted = {"training_body": "skills", "public_body": "support", "association": "support"}.get(one.kind)
        if one.size == "large":
            wanted = "internationalisation"
        if wanted and chance.random() < 0.7:
            offers.append((one, wanted))
    return story.Asked(needs, offers)


def write(path: Path, seed: int = setting.SEED) -> None:
    """Write the workbook."""
    with whole(path) as temporary, xlsxwriter.Workbook(temporary) as book:
        book.set_properties({"title": setting.WARNING[0], "created": dt.datetime(1980, 1, 1, tzinfo=dt.UTC)})
        head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("À LIRE")
        page.set_column(0, 0, 110)
        for row, line in enumerate(setting.WARNING):
            page.write_string(row, 0, line, book.add_format({"bold": line.isupper(), "text_wrap": True}))
        for name, rows in invent(seed).items():
            _sheet(book.add_worksheet(TABLES[name].fr), name, rows, head, day)


def _sheet(page: Any, name: str, rows: Table, head: Any, day: Any) -> None:  # noqa: ANN401  # xlsxwriter has no types
    used = {column for row in rows for column in row}
    page.freeze_panes(1, 0)
    for place, column in enumerate(column for column in TABLES[name].columns if column.name in used):
        page.write_string(0, place, column.fr, head)
        page.set_column(place, place, 12 if column.type in {"date", "number"} else 24)
        for number, row in enumerate(rows, start=1):
            value = row.get(column.name)
            if isinstance(value, bool):
                page.write_string(number, place, "oui" if value else "non")
            elif isinstance(value, dt.date):
                page.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, int | float):
                page.write_number(number, place, value)
            elif value is not None:
                page.write_string(number, place, column.words.get(value, value))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("region-centre.xlsx")
    write(target)
    print(target)
