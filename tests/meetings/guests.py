"""A network of which some come to a day of meetings."""

from __future__ import annotations

import pandas as pd

from polegraph.network import Network

DAY = "2024-01-01"
NAMES = ["Atelier", "Bois", "Chimie", "Grand", "Filiale", "Labo", "Timide", "Partie", "École"]


def guests() -> Network:
    """Return it: Atelier and Labo are partners, Grand and Filiale one group, Timide opted out, Partie dissolved."""
    organisations = pd.DataFrame(
        [
            ("A", "Atelier", "company", "sme", None, None),
            ("B", "Bois", "company", "sme", None, None),
            ("C", "Chimie", "company", "micro", None, None),
            ("G", "Grand", "company", "large", None, None),
            ("H", "Filiale", "company", "sme", "G", None),
            ("L", "Labo", "lab", None, None, None),
            ("T", "Timide", "company", "sme", None, True),
            ("P", "Partie", "company", "sme", None, None),
            ("E", "École", "training_body", None, None, None),
        ],
        columns=["org_id", "name", "kind", "size", "group_id", "opt_out"],
    )
    gone = pd.Series(["2020-01-01" if one == "P" else None for one in organisations["org_id"]], dtype="datetime64[s]")
    return Network(
        organisations=organisations.assign(dissolved=gone),
        projects=pd.DataFrame(
            {"project_id": ["P1", "P2", "P3"], "year": [2018, 2019, 2021], "acronym": ["UN", "DEUX", None]}
        ),
        participations=pd.DataFrame(
            [("P1", "A"), ("P1", "L"), ("P2", "L"), ("P2", "H"), ("P3", "B")], columns=["project_id", "org_id"]
        ),
        themes=pd.DataFrame({"theme_id": ["t"], "label": ["Chimie verte"]}),
        project_themes=pd.DataFrame({"project_id": ["P1", "P3"], "theme_id": ["t", "t"]}),
        needs=pd.DataFrame({"org_id": ["C"], "domain": ["skills"], "detail": ["recruter un chimiste"]}),
        offers=pd.DataFrame({"org_id": ["E"], "domain": ["skills"], "detail": ["former des chimistes"]}),
    ).on(DAY)
