"""A judge from outside: cuts the publisher's file by year itself, and sees nothing of polegraph but its command.

It shares no code with the back-test. Who is who it reads from the table of all years, since the identifiers of a later
edition are the only ones by which a later partner can be known again.
"""

from __future__ import annotations

import csv
import gzip
import math
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODE = "Projet.Code_Decision_ANR"


def year(row: dict[str, str]) -> int:
    """Give the edition, the two digits after ``ANR-``."""
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
    """Run the command as a person does."""
    subprocess.run([sys.executable, "-m", "polegraph", *map(str, words), "--quiet"], check=True, capture_output=True)


def teams(folder: Path) -> dict[str, set[str]]:
    """Give the members of every project of a dataset."""
    table = pd.read_parquet(folder / "participations.parquet")
    found: dict[str, set[str]] = {}
    for project, org in zip(table["project_id"], table["org_id"], strict=True):
        found.setdefault(project, set()).add(org)
    return found


def partners(projects: dict[str, set[str]], first: int, last: int) -> dict[str, set[str]]:
    """Give everybody's partners in the projects of some editions."""
    found: dict[str, set[str]] = {}
    for project, members in projects.items():
        if first <= year({CODE: project}) <= last:
            for org in members:
                found.setdefault(org, set()).update(members - {org})
    return found


def ndcg(lists: dict[str, list[str]], truth: dict[str, set[str]]) -> float:
    """Give the mean NDCG@10 over all who found a partner."""
    values = []
    for user, right in truth.items():
        gain = sum(1 / math.log2(place + 2) for place, one in enumerate(lists.get(user, [])[:10]) if one in right)
        values.append(gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(right)))))
    return sum(values) / len(values)


def judged(everything: Path, past: Path, method: str, cut: int, until: int) -> tuple[float, int]:
    """Judge ``suggest --all`` on a dataset of the past by the dataset of all years: NDCG@10, and number of users."""
    out = past.parent / f"{method}.csv"
    polegraph("suggest", past, "--all", "--top", "10", "--spread", "1", "--method", method, "-o", out)
    table = pd.read_csv(out, usecols=["org_id", "suggested_id", "rank"])
    lists = {str(org): rows.sort_values("rank")["suggested_id"].tolist() for org, rows in table.groupby("org_id")}
    known = set().union(*teams(past).values())
    before = partners(teams(past), 0, cut - 1)
    later = partners(teams(everything), cut, until)
    truth = {org: (later[org] & known) - before.get(org, set()) for org in known & set(later)}
    truth = {org: right for org, right in truth.items() if right}
    return ndcg(lists, truth), len(truth)
