"""Learn who is who among laboratories from those with a code in ANR's file; measure, and write the model.

What is shipped is learned from all of them. How good it is, is measured on laboratories that it has not learned from:
half of the codes to learn, the other half to report, all names in the pool, three times. The same input gives the same
bytes. Takes about two minutes.

Run: python tools/learn_labs.py
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import polegraph.identity.labs
from polegraph.identity.labs.benchmark import Known, Quality, names_alone, quality
from polegraph.identity.labs.compare import Compared, compare, grouped
from polegraph.identity.labs.resolve import questions
from polegraph.identity.labs.rules import ByRules
from polegraph.identity.labs.training import learn, majority
from polegraph.resources import data

FILE = "anr/anr_dos_2010_2022_partenaires.csv.gz"
MODEL = Path(polegraph.identity.labs.__file__).parent / "model"
SPLITS = 3
BANDS = (0.15, 0.25, 0.4)
"""How likely the model holds what it asks; above the last, up to where it merges by itself."""
_COLUMNS = {
    "Projet.Code_Decision_ANR": "project_id",
    "Projet.Partenaire.Nom_organisme": "name",
    "Projet.Partenaire.Code_RNSR": "code",
    "Projet.Partenaire.Adresse.Ville": "city",
    "Projet.Partenaire.Adresse.Region": "region",
    "Projet.Partenaire.Adresse.Pays": "country",
}


class Split(NamedTuple):
    """What came out for one half of the laboratories, which the model had not learned from."""

    quality: Quality
    bands: pd.DataFrame


def known_names() -> Known:
    """Read every name of the file, and the codes beside them."""
    rows = pd.read_csv(data(FILE), dtype="str", usecols=list(_COLUMNS)).rename(columns=_COLUMNS)
    rows = rows[rows["name"].notna()].assign(name=rows["name"].str.strip())
    code = rows["code"].str.strip().str.upper()
    rows = rows[rows["name"] != ""].assign(code=code.where(code.str.fullmatch(r"\d{9}[A-Z]").fillna(value=False)))
    rows["country"] = "FR"  # abroad as at home: who is no laboratory of France is in the pool
    projects = pd.DataFrame({"project_id": sorted(rows["project_id"].unique())})
    matches = [re.match(r"ANR-(\d{2})-([A-Z0-9]+)", project) for project in projects["project_id"]]
    projects["year"] = pd.array([2000 + int(match[1]) if match else None for match in matches], dtype="Int64")
    calls = pd.Series([match[2] if match else None for match in matches], dtype="str")
    themes = projects.assign(theme_id=calls).dropna(subset=["theme_id"])
    return names_alone(rows, {"projects": projects, "project_themes": themes[["project_id", "theme_id"]]})


def half(known: Known, seed: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Choose half of the laboratories at random; give whether each name is one of theirs."""
    chosen = np.random.default_rng(seed).permutation(len(known.codes)) < len(known.codes) // 2
    return (known.truth >= 0) & chosen[known.truth]


def split(known: Known, compared: Compared, seed: int) -> Split:
    """Learn from half of the laboratories and report on the other half."""
    learned = half(known, seed)
    truth = known.truth[compared.records.unit]
    model = learn(compared, np.where(learned[compared.records.unit], truth, -1), seed=seed)
    likely = model.of_names(compared.features)
    found = grouped(compared, likely, model)
    reported = (truth >= 0) & ~learned[compared.records.unit]
    together, pairs = questions(compared, found, likely, model)
    whose = majority(found, np.where(reported, truth, -1), 0)
    both = (whose[pairs[0]] >= 0) & (whose[pairs[1]] >= 0)
    right = whose[pairs[0]] == whose[pairs[1]]
    return Split(
        quality(found[reported], truth[reported]),
        pd.DataFrame({"likely": together[both], "right": right[both]}),
    )


def by_rules(known: Known, compared: Compared) -> Quality:
    """Measure the rules that people wrote, on all laboratories: they learn from none."""
    rules = ByRules()
    truth = known.truth[compared.records.unit]
    found = grouped(compared, rules.of_names(compared.features), rules)
    return quality(found[truth >= 0], truth[truth >= 0])


def main() -> None:
    """Learn, measure, tell, write."""
    known = known_names()
    compared = compare(known.units)
    labelled = int((known.truth >= 0).sum())
    print(f"{len(known.units)} names, {labelled} of {len(known.codes)} laboratories, {known.ambiguous} ambiguous")
    print("every name alone:", quality(np.arange(labelled), known.truth[known.truth >= 0]))
    print("rules:", by_rules(known, compared))
    splits = [split(known, compared, seed) for seed in range(SPLITS)]
    for place in splits:
        print("learned:", place.quality)
    model = learn(compared, known.truth[compared.records.unit])
    MODEL.mkdir(exist_ok=True)
    model.write(MODEL)
    judged = pd.concat([place.bands for place in splits])
    with (MODEL / "measured.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["least", "below", "right", "judged"])
        for least, below in zip(BANDS, (*BANDS[1:], 1.0), strict=True):
            own = judged[(judged["likely"] >= least) & (judged["likely"] < below)]
            writer.writerow([least, below, round(float(own["right"].mean()), 3), len(own)])
    print((MODEL / "measured.csv").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
