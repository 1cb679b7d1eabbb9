"""A judge from outside: cuts the publisher's file by year itself, and sees nothing of polegraph but its command.

It shares no code with the back-test. Who is who it reads from the table of all years, since the identifiers of a later
edition are the only ones by which a later partner can be known again: an organisation that names no country has another
identifier once a later row of its name does.

The whole files take minutes: ``python -m tests.suggestions.judge FOLDER`` (an empty one) says, for ANR and Horizon
2020 and two methods, what the judge finds and what ``polegraph backtest`` says.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from click.testing import CliRunner

from polegraph.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CODE = "Projet.Code_Decision_ANR"
COUNTRY = "Projet.Partenaire.Adresse.Pays"
DATA = Path(__file__).parents[2] / "data"
ANR = DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"
METHODS = ("pagerank", "learned")


def year(row: dict[str, str]) -> int:
    """Return the edition, the two digits after ``ANR-``."""
    return 2000 + int(row[CODE][4:6])


def cut_file(source: Path, target: Path, keep: Callable[[dict[str, str]], bool]) -> Path:
    """Write the rows of the publisher's file that are to be kept, as they are."""
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, reader.fieldnames or [])
            writer.writeheader()
            writer.writerows(row for row in reader if keep(row))
    return target


def polegraph(*words: str | Path) -> None:
    """Give a command; in this process, so that what is compiled or loaded once is so for all."""
    result = CliRunner().invoke(cli, [*map(str, words), "--quiet"], prog_name="polegraph")
    if result.exit_code:
        raise AssertionError(result.output) from result.exception


def teams(folder: Path) -> dict[str, set[str]]:
    """Return the members of every project of a dataset."""
    table = pd.read_parquet(folder / "participations.parquet")
    found: dict[str, set[str]] = {}
    for project, org in zip(table["project_id"], table["org_id"], strict=True):
        found.setdefault(project, set()).add(org)
    return found


def _projects(teams: dict[str, set[str]], some: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for project in some:
        for org in teams[project]:
            found.setdefault(org, set()).add(project)
    return {org: frozenset(projects) for org, projects in found.items()}


def known_again(everything: dict[str, set[str]], past: dict[str, set[str]]) -> dict[str, str]:
    """Return the identifiers of all years for those that only the past has: who stood in the same projects."""
    now, then = (_projects(teams, past) for teams in (everything, past))
    new = {projects: org for org, projects in sorted(now.items()) if org not in then}
    return {org: new[projects] for org, projects in then.items() if org not in now and projects in new}


def partners(projects: dict[str, set[str]], years: dict[str, int], first: int, last: int) -> dict[str, set[str]]:
    """Return everybody's partners in the projects of some years."""
    found: dict[str, set[str]] = {}
    for project, members in projects.items():
        if first <= years[project] <= last:
            for org in members:
                found.setdefault(org, set()).update(members - {org})
    return found


def ndcg(lists: dict[str, list[tuple[float, str]]], truth: dict[str, set[str]]) -> float:
    """Return the mean NDCG@10 over all who found a partner; who scores the same shares what their places gain."""
    places = [1 / math.log2(place + 2) for place in range(10)]
    values = []
    for user, right in truth.items():
        gain, scored = 0.0, [score for score, __ in lists.get(user, [])]
        for score, one in lists.get(user, []):
            if one in right:
                first = sum(other > score for other in scored)
                tied = scored.count(score)
                gain += sum(places[first : first + tied]) / tied
        values.append(gain / sum(places[: len(right)]))
    return sum(values) / len(values)


def judged(everything: Path, past: Path, years: dict[str, int], method: str, cut: int, until: int) -> tuple[float, int]:
    """Judge ``suggest --all`` on a dataset of the past by the dataset of all years: NDCG@10, and number of users."""
    out = past.parent / f"{method}.csv"
    # Longer lists than are judged: who scores the same as the tenth counts.
    polegraph("suggest", past, "--all", "--top", "200", "--spread", "1", "--method", method, "-o", out)
    projects, then = teams(everything), teams(past)
    again = known_again(projects, then)
    then = {project: {again.get(org, org) for org in members} for project, members in then.items()}
    table = pd.read_csv(out, usecols=["org_id", "suggested_id", "score"]).replace(
        {"org_id": again, "suggested_id": again}
    )
    lists = {
        str(org): list(zip(rows["score"].tolist(), rows["suggested_id"].tolist(), strict=True))
        for org, rows in table.groupby("org_id")
    }
    known = set().union(*then.values())
    before = partners(then, years, 0, cut - 1)
    later = partners(projects, years, cut, until)
    truth = {org: (later[org] & known) - before.get(org, set()) for org in known & set(later)}
    truth = {org: right for org, right in truth.items() if right}
    return ndcg(lists, truth), len(truth)


def told(everything: Path, cut: int, until: int) -> dict[str, Any]:
    """Return what the back-test says of the dataset of all years."""
    out = everything.parent / "told.json"
    polegraph("backtest", everything, "--cut", str(cut), "--until", str(until), "-o", out)
    result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return result


def anr(folder: Path, cut: int, keep: Callable[[dict[str, str]], bool] = lambda _row: True) -> dict[str, int]:
    """Import the publisher's file twice, all of it and what was there before the cut; give the year of each project."""
    years: dict[str, int] = {}

    def all_years(row: dict[str, str]) -> bool:
        years[row[CODE]] = year(row)
        return keep(row)

    for name, some in {"all": all_years, "past": lambda row: keep(row) and year(row) < cut}.items():
        polegraph("import", "anr", cut_file(ANR, folder / f"{name}.csv", some), "--to", folder / name)
    return years


def horizon(folder: Path, cut: int) -> dict[str, int]:
    """Build the dataset of Horizon 2020 twice, of all projects and of those that had begun before the cut."""
    source = DATA / "horizon2020" / "source"
    from polegraph.stores.folder import dataset  # noqa: PLC0415  # to write what no command imports

    sys.path.insert(0, str(source.parent))
    make_dataset = importlib.import_module("make_dataset")  # it stands beside the data

    rows = pd.read_csv(source / make_dataset.PARTICIPATIONS, dtype="str", keep_default_na=False)
    begun = rows["start_year"].replace("NA", "9999").astype("int64")
    early = folder / "source"
    early.mkdir()
    rows[begun < cut].to_csv(early / make_dataset.PARTICIPATIONS, index=False)
    parts = pd.read_csv(source / make_dataset.PARTS, dtype="str", keep_default_na=False)
    known = parts["rcn"].isin(rows.loc[begun < cut, "rcn"].tolist())
    parts[known].to_csv(early / make_dataset.PARTS, index=False)
    for name, where in {"all": source, "past": early}.items():
        dataset.write(make_dataset.network(where), folder / name)
    return dict(zip("rcn:" + rows["rcn"], begun.tolist(), strict=True))


def main(folder: Path) -> None:
    """Judge both whole files."""
    for name, make, cut, until in (("anr", anr, 2019, 2022), ("horizon2020", horizon, 2018, 2020)):
        place = folder / name
        place.mkdir(parents=True)
        years = make(place, cut)
        says = told(place / "all", cut, until)
        for method in METHODS:
            row = next(row for row in says["methods"] if row["name"] == method)
            found, users = judged(place / "all", place / "past", years, method, cut, until)
            said = f"back-test {row['ndcg_at_10']:.4f} ({says['users']:,} users)"
            sys.stdout.write(f"{name}, {method}: judge {found:.4f} ({users:,} users); {said}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
