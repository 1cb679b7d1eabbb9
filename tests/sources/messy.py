"""Messy sheets of participations that are known: the région Centre example in every shape that people have."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from polegraph.identity import normal_form
from polegraph.reports import graphs
from tests import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network

_BOOK = Path(__file__).parents[2] / "data" / "region-centre" / "region-centre.xlsx"
_SIZES = {"micro": "TPE", "sme": "PME", "mid_cap": "ETI", "large": "Grand groupe"}
_KINDS = {
    "lab": "Laboratoire",
    "training_body": "Université",
    "public_body": "Collectivité",
    "association": "Association",
}
_ROLES = {"coordinator": "Chef de file", "partner": "Partenaire", "associated": "Partenaire associé"}
_FORMS = ("", "", "", " SARL", " SAS", " SA")


@dataclass
class Part:
    """A participation as it truly is."""

    project: dict[str, Any]
    organisation: dict[str, Any]
    role: str
    aid: float
    cost: float


@dataclass
class Messy:
    """A file, what it is called, and the participations that stand in it: acronym or title, name."""

    name: str
    write: Callable[[Path], None]
    truth: set[tuple[str, str]]


def region() -> Network:
    return examples.centre()


Rows = dict[str, dict[str, Any]]


@cache
def _of_the_region() -> tuple[Rows, Rows, list[dict[Any, Any]]]:
    """Return its organisations and projects by identifier, and its participations."""
    net = region()
    participations = net.participations.fillna({"funding": 0, "cost": 0})
    return (
        _by_key(net.organisations, "org_id"),
        _by_key(net.projects, "project_id"),
        participations.to_dict(orient="records"),
    )


def parts(seed: int, number: int = 45) -> list[Part]:
    """Draw projects, with all that take part in them, the coordinator first."""
    net = region()
    draw = random.Random(seed)
    chosen = set(draw.sample(net.projects["project_id"].tolist(), number))
    organisations, projects, participations = _of_the_region()
    labels = dict(zip(net.labels["project_id"], net.labels["pole_id"], strict=True))
    found = []
    for row in participations:
        if row["project_id"] not in chosen:
            continue
        one = organisations[row["org_id"]]
        form = _FORMS[int(row["org_id"][-2:]) % len(_FORMS)] if one["kind"] == "company" else ""
        known = {key: value for key, value in one.items() if isinstance(value, str)}
        known["name"] = known["name"].removesuffix(" (inventé)") + form
        known["what"] = _SIZES.get(known.get("size", ""), _KINDS.get(known["kind"], "Entreprise"))
        project = {
            **projects[row["project_id"]],
            "project_id": row["project_id"],
            "pole": labels.get(row["project_id"]),
        }
        found.append(Part(project, known, row["role"], row["funding"], row["cost"]))
    found.sort(key=lambda part: (part.project["project_id"], part.role != "coordinator", part.organisation["name"]))
    return found


def _by_key(table: Any, key: str) -> dict[str, dict[str, Any]]:  # noqa: ANN401  # a data frame
    return {row[key]: row for row in table.to_dict(orient="records")}


def by_project(found: list[Part]) -> list[list[Part]]:
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in found:
        groups[part.project["acronym"]].append(part)
    return list(groups.values())


def truth(found: list[Part]) -> set[tuple[str, str]]:
    return {(part.project["acronym"], part.organisation["name"]) for part in found}


def without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def french(amount: float) -> str:
    return f"{amount:,.2f} €".replace(",", "\u202f").replace(".", ",")


def as_csv(rows: list[list[Any]], *, encoding: str = "cp1252", separator: str = ";") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)
        path.write_bytes(stream.getvalue().replace("\u202f", "\u00a0").encode(encoding))

    return write


def as_xlsx(sheets: dict[str, list[list[Any]]], merged: tuple[str, ...] = ()) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        for area in merged:
            book.worksheets[0].merge_cells(area)
        book.save(path)

    return write


def _value(part: Part, what: str, style: int) -> Any:  # noqa: ANN401, C901, PLR0911  # a cell holds anything
    project, partner = part.project, part.organisation
    match what:
        case "acronym" | "title" | "project_id" | "call" | "programme" | "pole" | "year":
            return project.get(what)
        case "start" | "end":
            return f"{project[what]:%d/%m/%Y}" if project[what] == project[what] else "en cours"  # NaT
        case "name" | "city" | "region" | "department" | "postcode" | "country":
            return partner.get(what)
        case "what" | "size" | "kind":
            return "NC" if style == 3 and len(partner["name"]) % 5 == 0 else partner["what"]
        case "role":
            return _ROLES[part.role]
        case "lead":
            return "oui" if part.role == "coordinator" else ("non" if style % 2 else None)
        case "aid":
            return [part.aid, french(part.aid), f"{part.aid / 1000:.1f} k€".replace(".", ","), "NC"][style % 4]
        case "cost":
            return [part.cost, french(part.cost)][style % 2]
        case "aid_k":
            return part.aid / 1000
        case "total":
            return project["funding"]
    return {"empty": None, "mail": "a@exemple.invalid", "note": "à relancer", "staff": 12}[what]


# Headings of sheets with a row a partner: what stands in each column, and what is written over it.
_A_PARTNER: list[list[tuple[str, str]]] = [
    [
        ("acronym", "Projet"),
        ("call", "Appel"),
        ("year", "Année"),
        ("name", "Organisation"),
        ("what", "Type"),
        ("role", "Rôle"),
        ("aid", "Aide"),
    ],
    [
        ("acronym", "ACRONYME"),
        ("title", "Intitulé du projet"),
        ("name", "Raison sociale"),
        ("what", "Taille / type"),
        ("city", "Ville"),
        ("aid", "Montant de l'aide"),
    ],
    [
        ("project_id", "N° dossier"),
        ("acronym", "Acronyme"),
        ("name", "Bénéficiaire"),
        ("role", "Qualité"),
        ("cost", "Assiette éligible"),
        ("aid", "Aide accordée (€)"),
    ],
    [
        ("name", "Partenaire"),
        ("what", "Catégorie"),
        ("postcode", "CP"),
        ("city", "Commune"),
        ("acronym", "Projet"),
        ("year", "Année de démarrage"),
    ],
    [
        ("acronym", "Nom du projet"),
        ("lead", "Chef de file"),
        ("name", "Structure"),
        ("what", "Type de structure"),
        ("mail", "E-mail"),
        ("note", "Observations"),
    ],
    [
        ("acronym", "project"),
        ("name", "partner_name"),
        ("country", "country"),
        ("region", "region"),
        ("role", "role"),
        ("aid", "funding"),
    ],
    [
        ("title", "Titre"),
        ("name", "Organisme"),
        ("department", "Dépt"),
        ("pole", "Pôle labellisateur"),
        ("start", "Date de début"),
        ("end", "Date de fin"),
    ],
    [
        ("acronym", "Acronyme projet"),
        ("name", "Nom de l'entreprise"),
        ("aid_k", "Aide (k€)"),
        ("total", "Aide totale projet"),
        ("staff", "Effectif"),
    ],
    [("acronym", "PROJET"), ("name", "ENTITE"), ("what", "STATUT"), ("region", "REGION"), ("note", "COMMENTAIRES")],
    [
        ("programme", "Dispositif"),
        ("acronym", "Projet"),
        ("name", "Membre du consortium"),
        ("what", "Profil"),
        ("lead", "Coordinateur"),
    ],
]


def _rows(found: list[Part], layout: list[tuple[str, str]], style: int, *, fill: str = "") -> list[list[Any]]:
    rows: list[list[Any]] = [[heading for _what, heading in layout]]
    last = None
    of_project = {"acronym", "title", "project_id", "call", "programme", "year", "start", "end", "total", "pole"}
    for part in found:
        row = [_value(part, what, style) for what, _heading in layout]
        if fill == "blank" and part.project["acronym"] == last:
            row = [None if what in of_project else cell for cell, (what, _heading) in zip(row, layout, strict=True)]
        last = part.project["acronym"]
        rows.append(row)
    return rows


def _mess(rows: list[list[Any]], draw: random.Random, style: int) -> list[list[Any]]:
    """Put titles above, blank rows and headings between, totals and notes below."""
    width = len(rows[0])
    body = [list(row) for row in rows[1:]]
    if style % 3 == 0:
        for at in sorted(draw.sample(range(1, len(body)), 3), reverse=True):
            body.insert(at, [None] * width)
    if style % 4 == 1:
        at = next(at for at in range(len(body) // 2, len(body)) if body[at][0] is not None)
        body.insert(at, list(rows[0]))
    top: list[list[Any]] = [["SUIVI DES PROJETS COLLABORATIFS 2005-2026"], [], ["Mise à jour : 03/11/2025"], []]
    below: list[list[Any]] = [
        [],
        ["TOTAL", *[None] * (width - 2), 1234567],
        ["Source : base interne du pôle, extraction du 3 novembre"],
    ]
    return [*(top if style % 2 else []), rows[0], *body, *(below if style % 3 < 2 else [])]


def _of_a_partner() -> list[Messy]:
    made = []
    for at, layout in enumerate(_A_PARTNER):
        found = parts(100 + at)
        draw = random.Random(at)
        fill = "blank" if at in {1, 5} else ""
        rows = _mess(_rows(found, layout, at, fill=fill), draw, at)
        if at == 8:  # capitals and accents were lost on the way
            rows = [[without_accents(cell).upper() if isinstance(cell, str) else cell for cell in row] for row in rows]
        key = "title" if at == 6 else "acronym"
        real = {(part.project[key], part.organisation["name"]) for part in found}
        if at % 2:
            made.append(Messy(f"partner-{at}.xlsx", as_xlsx({"Feuil1": rows}), real))
        else:
            encoding, separator = [("cp1252", ";"), ("utf-8-sig", ","), ("utf-8", "\t")][at // 2 % 3]
            made.append(Messy(f"partner-{at}.csv", as_csv(rows, encoding=encoding, separator=separator), real))
    return [*made, _merged_cells(), _a_sheet_a_year(), _sorted_by_organisation(), _innovate_uk()]


def _merged_cells() -> Messy:
    found = parts(120)
    layout = _A_PARTNER[0]
    rows = _rows(found, layout, 0, fill="blank")
    merged = []
    start = 2
    for group in by_project(found):
        if len(group) > 1:
            merged += [f"{letter}{start}:{letter}{start + len(group) - 1}" for letter in "ABC"]
        start += len(group)
    return Messy("partner-merged.xlsx", as_xlsx({"Projets": rows}, tuple(merged)), truth(found))


def _a_sheet_a_year() -> Messy:
    found = parts(121)
    sheets: dict[str, list[list[Any]]] = {}
    layout = [("staff", "N°"), ("acronym", "Acronyme"), ("name", "Partenaire"), ("what", "Type")]
    for year in sorted({part.project["year"] for part in found}):
        rows = _rows([part for part in found if part.project["year"] == year], layout, 0)
        for number, row in enumerate(rows[1:], 1):
            row[0] = number
        sheets[f"Projets {year}"] = rows
    return Messy("partner-years.xlsx", as_xlsx(sheets), truth(found))


def _sorted_by_organisation() -> Messy:
    found = sorted(parts(122), key=lambda part: (part.organisation["name"], part.project["acronym"]))
    rows: list[list[Any]] = [["Entreprise", "Ville", "Projet", "Année"]]
    last = None
    for part in found:
        new = part.organisation["name"] != last
        last = part.organisation["name"]
        rows.append(
            [
                last if new else None,
                part.organisation.get("city") if new else None,
                part.project["acronym"],
                part.project["year"],
            ]
        )
    return Messy("partner-by-organisation.csv", as_csv(rows, encoding="utf-8"), truth(found))


def _day(value: Any) -> Any:  # noqa: ANN401  # a time stamp, or none
    return value.to_pydatetime() if value == value else None  # noqa: PLR0124  # NaT


def _innovate_uk() -> Messy:
    found = parts(123)
    heading = [
        *(
            "Competition Reference",
            "Competition Title",
            "Programme Title",
            "Sector",
            "Application Number",
            "Project Number",
        ),
        *(
            "Project Title",
            "Competition Year",
            "Innovate UK Product Type",
            "Participant Name",
            "Is Lead Participant",
            "CRN",
        ),
        *("Project Start Date", "Project End Date", "Award Offered (£)", "Total Costs (£)", "Actual Spend to Date (£)"),
        *("Participant Withdrawn From Project", "Project Status", "Enterprise Size", "Postcode", "Address Region"),
    ]
    numbers = {
        acronym: 100_000 + 37 * at for at, acronym in enumerate(sorted({part.project["acronym"] for part in found}))
    }
    sizes = {"TPE": "Micro/Small", "PME": "Medium", "ETI": "Large", "Grand groupe": "Large", "Université": "Academic"}
    rows: list[list[Any]] = [heading]
    for part in found:
        project, partner = part.project, part.organisation
        lead = "Yes" if part.role == "coordinator" else "No"
        number = numbers[project["acronym"]]
        rows.append(
            [
                *("1907_CRD_CO", "Smart grants", "Core", "Health", 40_000 + number, number, project["acronym"]),
                *(
                    f"{project['year']}/{project['year'] % 100 + 1:02}",
                    "Collaborative R&D",
                    partner["name"],
                    lead,
                    "09876543",
                ),
                *(_day(project["start"]), _day(project["end"]), part.aid, part.cost, 0, "No", "Live"),
                *(sizes.get(partner["what"], "RTO"), "CB4 0WS", "East of England"),
            ]
        )
    return Messy("innovate-uk.xlsx", as_xlsx({"Sheet1": rows}), truth(found))


def _in_columns() -> list[Messy]:
    made = []
    for at in range(10):
        found = parts(200 + at)
        groups = by_project(found)
        most = max(map(len, groups))
        lead = at % 2 == 0
        if at == 4:
            heading = ["Acronyme", "Année", *["Partenaire"] * most]
        elif at == 5:
            heading = ["Projet", *[f"Organisation {one}" for one in range(1, most + 1)]]
        elif lead:
            heading = [
                "N°",
                "Acronyme",
                "Budget total (k€)",
                "Chef de file",
                *[f"Partenaire {one}" for one in range(1, most)],
            ]
        else:
            heading = ["Acronyme", "Appel", *[f"Partenaire n°{one}" for one in range(1, most + 1)], "Référent"]
        rows: list[list[Any]] = [heading]
        for number, group in enumerate(groups, 1):
            names = [part.organisation["name"] for part in group]
            if at == 7:
                names = [f"{part.organisation['name']} ({part.organisation['what']})" for part in group]
            names += [None] * (most - len(names))
            project = group[0].project
            if at == 4:
                rows.append([project["acronym"], project["year"], *names])
            elif at == 5:
                rows.append([project["acronym"], *names])
            elif lead:
                rows.append([number, project["acronym"], project["total_cost"] / 1000, *names])
            else:
                rows.append([project["acronym"], project["call"], *names, "M. Testard"])
        rows = _mess(rows, random.Random(at), at) if at not in {4, 5} else rows
        write = as_xlsx({"Projets": rows}) if at % 2 else as_csv(rows, encoding="cp1252")
        made.append(Messy(f"columns-{at}.{'xlsx' if at % 2 else 'csv'}", write, truth(found)))
    return [*made, _with_companions(grouped=False), _with_companions(grouped=True)]


def _with_companions(*, grouped: bool) -> Messy:
    found = parts(220 + grouped)
    groups = by_project(found)
    most = max(map(len, groups))
    if grouped:
        above = ["Projet", None, *[cell for one in range(1, most + 1) for cell in (f"Partenaire {one}", None, None)]]
        heading: list[list[Any]] = [
            ["Liste des projets"],
            above,
            ["Acronyme", "Année", *["Nom", "Type", "Aide"] * most],
        ]
    else:
        heading = [
            [
                "Acronyme",
                "Année",
                *[f"{word} {one}" for one in range(1, most + 1) for word in ("Partenaire", "Type", "Aide")],
            ]
        ]
    rows = list(heading)
    for group in groups:
        cells = [cell for part in group for cell in (part.organisation["name"], part.organisation["what"], part.aid)]
        rows.append([group[0].project["acronym"], group[0].project["year"], *cells])
    return Messy(f"companions-{grouped}.xlsx", as_xlsx({"Projets": rows}), truth(found))


_SIGNS = ("; ", ";", " / ", "\n", " | ", ", ", "\n- ", ", ", " ; ", "/")


def _in_a_cell() -> list[Messy]:
    made = []
    for at, sign in enumerate(_SIGNS):
        found = parts(300 + at)
        lead = at in {0, 3, 5}
        heading = [
            "Acronyme",
            "Année",
            *(["Chef de file"] if lead else []),
            ["Partenaires", "Consortium", "Partenaires du projet"][at % 3],
        ]
        rows: list[list[Any]] = [heading]
        for group in by_project(found):
            names = [part.organisation["name"] for part in group]
            if at == 1:
                names = [f"{part.organisation['name']} ({part.organisation['what']})" for part in group]
            if at == 4:
                names[0] += " (chef de file)"
            first = [names.pop(0)] if lead else []
            listed = ("- " if sign == "\n- " else "") + sign.join(names)
            rows.append([group[0].project["acronym"], group[0].project["year"], *first, listed or None])
        rows = _mess(rows, random.Random(at), at)
        write = as_xlsx({"Feuil1": rows}) if at % 2 else as_csv(rows, encoding="utf-8-sig")
        made.append(Messy(f"cell-{at}.{'xlsx' if at % 2 else 'csv'}", write, truth(found)))
    return made


def _matrices() -> list[Messy]:
    made = []
    for at in range(6):
        found = parts(400 + at, 40)
        projects = sorted({part.project["acronym"] for part in found})
        names = sorted({part.organisation["name"] for part in found})
        what = {part.organisation["name"]: part.organisation["what"] for part in found}
        marks = {
            (part.organisation["name"], part.project["acronym"]): [
                "x",
                "X",
                1,
                {"coordinator": "C", "partner": "P"}.get(part.role, "P"),
                part.aid or "x",
                "oui",
            ][at]
            for part in found
        }
        if at % 2:
            rows = [["Projet \\ Partenaire", *names]]
            rows += [[project, *[marks.get((name, project)) for name in names]] for project in projects]
        else:
            rows = [["Organisation", "Type", *projects]] if at else [["", "", *projects]]
            rows += [
                [name, what[name], *[marks.get((name, project), 0 if at == 2 else None) for project in projects]]
                for name in names
            ]
        if at == 0:
            rows = [["Matrice des participations"], [], *rows, [], ["x = participe au projet"]]
        if at == 4:
            rows[0].append("Total")
            rows = [rows[0], *[[*row, 3] for row in rows[1:]], ["TOTAL", None, *[2 for _ in projects]]]
        made.append(Messy(f"matrix-{at}.xlsx", as_xlsx({"Matrice": rows}), truth(found)))
    return made


def _links() -> list[Messy]:
    found = parts(500)
    pairs = sorted(truth(found))
    edges = [["source", "target"], *[[name, project] for project, name in pairs]]
    three: list[list[Any]] = [["Source", "Target", "Projet"]]
    alone: list[list[Any]] = [["Source", "Target", "Weight"]]
    of_two: set[tuple[str, str]] = set()
    for group in by_project(found):
        names = [part.organisation["name"] for part in group]
        for at, one in enumerate(names):
            three += [[one, other, group[0].project["acronym"]] for other in names[at + 1 :]]
    linked = {
        name for group in by_project(found) if len(group) > 1 for name in (part.organisation["name"] for part in group)
    }
    for one, other in sorted({tuple(sorted(row[:2], key=normal_form)) for row in three[1:]}):
        alone.append([one, other, 1])
        of_two |= {(f"{one} – {other}", one), (f"{one} – {other}", other)}
    several = {(project, name) for project, name in pairs if name in linked}
    several = {pair for pair in several if sum(pair[0] == other for other, _name in pairs) > 1}
    small = region().select(since=2016, until=2017)
    called = dict(zip(small.organisations["org_id"], small.organisations["name"], strict=True))
    acronyms = dict(zip(small.projects["project_id"], small.projects["acronym"], strict=True))
    both = {
        (acronyms[project], called[partner])
        for project, partner in zip(small.participations["project_id"], small.participations["org_id"], strict=True)
    }
    return [
        Messy("links-parts.csv", as_csv(edges, encoding="utf-8", separator=","), truth(found)),
        Messy("links-projects.csv", as_csv(three, encoding="utf-8"), several),
        Messy("links-alone.csv", as_csv(alone, encoding="utf-8", separator=","), of_two),
        Messy("copy.graphml", lambda path: graphs.write(small, path), both),
        Messy("copy.gexf", lambda path: graphs.write(small, path), both),
    ]


def sheets() -> list[Messy]:
    """Return all of them."""
    return [*_of_a_partner(), *_in_columns(), *_in_a_cell(), *_matrices(), *_links()]
