"""Make what ``montage/`` holds: a call, a draft consortium and a day of meetings of the example, all of it invented.

The organisations are those of ``region-centre.xlsx``, and in each list one that it does not have. The same seed gives
the same files on every machine:

    python data/region-centre/make_montage.py
"""

# ruff: noqa: S311  # chance for an example, not for a secret

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import make_example
import setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from invented import Table

THEME = "Emballage durable"
CALL = """\
APPEL INVENTÉ, pour un exemple : aucun financeur ne l'a publié.

Appel à projets régional « Emballages sobres de la cosmétique »

La région souhaite soutenir des projets collaboratifs de recherche et développement sur l'emballage durable : flacons et
étuis réemployables, matériaux biosourcés ou élastomères recyclés, réduction du poids des emballages. Les projets diront
comment la traçabilité des matériaux est assurée, de la matière première au réemploi, et comment l'étanchéité et la
tenue des ingrédients naturels sont évaluées.

Le consortium réunit deux entreprises indépendantes au moins, dont une PME ou une ETI, et un partenaire de recherche ;
cinq partenaires au plus. Le coût du projet est compris entre 1 et 4 millions d'euros. Un organisme de formation est
bienvenu.
"""
NEWCOMERS = {"consortium": "Flaconou Réemploi", "day": "Zoubrix Étuis"}
"""An organisation that is not in the workbook, as there is one in most lists."""
DRAFT = (("sme", "chef de file", 820), ("large", "partenaire", 900), ("mid_cap", "partenaire", 610))
RESEARCH = (("lab", "partenaire", 540), ("training_body", "partenaire", 150))
SIDES = {"PME": {"micro": 8, "sme": 15}, "partenaires": {"large": 4, "mid_cap": 4, "lab": 4, "training_body": 2}}
THERE = ("1-4", "5-8", "à partir de 9h40", "9h-11h")
"""When some are there, as people write it; the day has eight slots of twenty minutes from nine o'clock on."""
ABSENCES = 7
REQUESTS = 14


def montage(seed: int = setting.SEED) -> dict[str, Table]:
    """Draw the lists: a draft consortium, the participants of a day, when they are there, and whom they ask for."""
    chance = random.Random(f"montage {seed}")
    tables = make_example.invent(seed)
    members = {row["org_id"] for row in tables["memberships"] if row["until"] is None}
    known = [row for row in tables["organisations"] if row["name"] in members and not row.get("visibility")]
    known = [row for row in known if row["dissolved"] is None and not row.get("opt_out")]
    themed = {row["org_id"] for row in tables["organisation_themes"] if row["theme_id"] == THEME}
    asking = {row["org_id"] for row in tables["needs"] if row["status"] in {None, "open"} and not row["visibility"]}
    invited = list(_invited(chance, known, asking))
    return {
        "consortium": _draft(chance, known, themed, tables["participations"]),
        "participants": [{"participant": name, "côté": side} for name, side in invited],
        "disponibilites": [
            {"participant": name, "créneaux": THERE[place % len(THERE)]}
            for place, (name, _) in enumerate(chance.sample(invited, ABSENCES))
        ],
        "souhaits": list(_requests(chance, invited)),
    }


def _draft(chance: random.Random, known: Sequence[Mapping[str, Any]], themed: set[str], participations: Table) -> Table:
    """Draw a consortium that is one partner too many, of which one has neither size nor cost yet.

    The research partners have worked with the company that leads, as is often so; the others need not.
    """
    names = [_one(chance, known, what, themed) for what, *_ in DRAFT]
    projects = {row["project_id"] for row in participations if row["org_id"] == names[0]}
    met = {row["org_id"] for row in participations if row["project_id"] in projects}
    names += [_one(chance, known, what, met) for what, *_ in RESEARCH]
    rows = [
        {"organisation": name, "rôle": role, "coût (k€)": cost, "type": None, "pays": None}
        for name, (_, role, cost) in zip(names, (*DRAFT, *RESEARCH), strict=True)
    ]
    newcomer = {"organisation": f"{NEWCOMERS['consortium']} {setting.INVENTED}", "rôle": "partenaire"}
    return [*rows, {**newcomer, "coût (k€)": None, "type": "entreprise", "pays": "FR"}]


def _is(row: Mapping[str, Any], what: str) -> bool:
    return what in {row["kind"], row["size"]}


def _one(chance: random.Random, known: Sequence[Mapping[str, Any]], what: str, rather: set[str]) -> str:
    """Draw an organisation of a kind or size, one of the names that are wanted where there is one."""
    names = [row["name"] for row in known if _is(row, what)]
    found: str = chance.choice([name for name in names if name in rather] or names)
    return found


def _invited(chance: random.Random, known: Sequence[Mapping[str, Any]], asking: set[str]) -> Iterator[tuple[str, str]]:
    """Draw who comes, and on which side: of SMEs those first that have a need."""
    for side, wanted in SIDES.items():
        for what, number in wanted.items():
            rows = [row for row in known if _is(row, what)]
            chance.shuffle(rows)
            rows.sort(key=lambda row: row["name"] not in asking)
            yield from ((row["name"], side) for row in rows[:number])
    yield f"{NEWCOMERS['day']} {setting.INVENTED}", "PME"


def _requests(chance: random.Random, invited: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Draw who asks for whom: one or two of the other side."""
    for name, side in chance.sample(invited, REQUESTS):
        others = [other for other, its in invited if its != side]
        yield {"participant": name, "souhaite rencontrer": "; ".join(chance.sample(others, chance.choice([1, 1, 2])))}


def write(folder: Path, seed: int = setting.SEED) -> None:
    """Write the call as text, and the lists as Excel in French saves them."""
    folder.mkdir(exist_ok=True)
    (folder / "appel.txt").write_text(CALL, encoding="utf-8", newline="\n")
    for name, rows in montage(seed).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            table = csv.DictWriter(stream, list(rows[0]), delimiter=";", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("montage")
    write(target)
    print(target)
