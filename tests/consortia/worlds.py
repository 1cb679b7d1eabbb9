"""Networks with consortia that something can be learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from polegraph.network import Network


def trios(groups: int = 12, years: int = 8, seed: int = 0) -> Network:
    """Groups of five organisations, of which three or four have a project in each year; an SME, a lab, a large one."""
    draw = np.random.default_rng(seed)
    organisations = pd.DataFrame(
        [
            (f"g{g}o{i}", f"Name {g} {i}", kind, size)
            for g in range(groups)
            for i, (kind, size) in enumerate(
                [("company", "sme"), ("lab", None), ("company", "large"), ("company", "sme"), ("training_body", None)]
            )
        ],
        columns=["org_id", "name", "kind", "size"],
    ).assign(country="FR", region="Bretagne")
    pairs, projects = [], []
    for year in range(2010, 2010 + years):
        for g in range(groups):
            name = f"p{year}g{g}"
            title = "stockage énergie" if g % 2 else "emballage durable"
            projects.append((name, year, f"{title} {'hydrogène' if g % 3 == 0 else ''}"))
            some = draw.choice(5, int(draw.integers(3, 5)), replace=False)
            pairs += [(name, f"g{g}o{i}", "coordinator" if i == some[0] else "partner") for i in some.tolist()]
    return Network(
        organisations=organisations,
        projects=pd.DataFrame(projects, columns=["project_id", "year", "title"]),
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id", "role"]),
        themes=pd.DataFrame({"theme_id": ["t"], "label": ["Énergie"]}),
        project_themes=pd.DataFrame({"theme_id": "t", "project_id": [p for p, __, w in projects if "énergie" in w]}),
    )
