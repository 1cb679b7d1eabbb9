"""A network large enough to learn from, small enough for a test: towns and trades that decide who works with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.suggestions.worlds import of

if TYPE_CHECKING:
    from polegraph.network import Network

TRADES = ["chimie", "textile", "optique", "agronomie", "logiciel", "acoustique"]
TOWNS = ["Orleans", "Tours", "Blois", "Chartres", "Bourges"]
YEARS = range(2010, 2019)


def towns(seed: int, *, organisations: int = 420, a_year: int = 90) -> Network:
    """Draw a network in which partners share a trade, and often a town; some are much more active than others."""
    draw = np.random.default_rng(seed)
    trade = draw.integers(len(TRADES), size=organisations)
    town = draw.integers(len(TOWNS), size=organisations)
    eager = draw.pareto(1.5, size=organisations) + 0.3
    ids = [f"o{place:04}" for place in range(organisations)]
    projects, members, themes = [], [], []
    for year in YEARS:
        for number in range(a_year):
            name = f"p{year}{number:03}"
            leader = draw.choice(organisations, p=eager / eager.sum())
            near = eager * np.where(trade == trade[leader], 6.0, 0.4) * np.where(town == town[leader], 2.0, 1.0)
            near[leader] = 0
            size = int(draw.integers(1, 5))
            others = draw.choice(organisations, size=size, replace=False, p=near / near.sum())
            projects.append((name, year))
            members.extend([(name, ids[leader], "coordinator"), *((name, ids[other], "partner") for other in others)])
            themes.append((f"t{trade[leader]}", name))
    used = sorted({org for __, org, __ in members})
    rows = [int(org[1:]) for org in used]
    return of(
        organisations=pd.DataFrame(
            {
                "org_id": used,
                "name": [f"{TRADES[trade[row]]} {TOWNS[town[row]]} {row:03}" for row in rows],
                "kind": [["company", "lab", "training_body"][row % 3] for row in rows],
                "size": [["sme", "not_sme", None, "micro"][row % 4] if row % 3 == 0 else None for row in rows],
                "region": [TOWNS[town[row]] for row in rows],
                "city": [TOWNS[town[row]] for row in rows],
                "country": "FR",
            }
        ),
        projects=pd.DataFrame(projects, columns=["project_id", "year"]),
        participations=pd.DataFrame(members, columns=["project_id", "org_id", "role"]),
        themes=pd.DataFrame({"theme_id": [f"t{place}" for place in range(len(TRADES))], "label": TRADES}),
        project_themes=pd.DataFrame(themes, columns=["theme_id", "project_id"]),
    )
