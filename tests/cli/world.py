"""What the tests of the command line run on."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from polegraph.network import Network

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "=cmd|' /C calc'!A1 \x1b[31m\u202e<b>|`x`"


def network() -> Network:
    """Ten organisations, two of them hidden, one with a hostile name; two pôles, two regions, three phases."""
    organisations = pd.DataFrame(
        [
            ("S1", "Élan vital SARL", "company", "sme", "Centre-Val de Loire", None),
            ("S2", HOSTILE, "company", "micro", "Centre-Val de Loire", "public"),
            ("S3", "日本の会社", "company", "sme", "Bretagne", None),
            ("S4", "Seule", "company", "sme", "Bretagne", None),
            ("L1", "Laboratoire des matériaux", "lab", None, "Centre-Val de Loire", None),
            ("G1", "Grand groupe", "company", "large", "Bretagne", None),
            ("G2", "Autre que PME", "company", "not_sme", None, None),
            ("T1", "École", "training_body", None, None, None),
            ("H1", "Cachée aux adhérents", "company", "sme", "Bretagne", "internal"),
            ("H2", "Pour les adhérents", "company", "sme", "Bretagne", "members"),
        ],
        columns=["org_id", "name", "kind", "size", "region", "visibility"],
    )
    projects = pd.DataFrame(
        {
            "project_id": ["P1", "P2", "P3", "P4", "P5"],
            "year": [2007, 2014, 2016, 2019, None],
            "programme": ["FUI", "FUI", "ANR", "ANR", None],
            "title": ["a", "b\nc", None, "d", "e"],
        }
    )
    members = {"P1": "S1 L1", "P2": "L1 G1 S2", "P3": "S2 S1 T1", "P4": "S3 G2 H1 H2 L1", "P5": "S1 T1"}
    pairs = [(project, org) for project, orgs in members.items() for org in orgs.split()]
    return Network(
        organisations=organisations,
        projects=projects,
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]).assign(source="own"),
        poles=pd.DataFrame({"pole_id": ["CV", "S2"], "name": ["Cosmetic Valley", "S2E2"]}),
        memberships=pd.DataFrame({"pole_id": ["CV", "CV", "S2"], "org_id": ["S1", "L1", "S3"]}),
        labels=pd.DataFrame({"pole_id": ["CV"], "project_id": ["P1"]}),
        themes=pd.DataFrame({"theme_id": ["t"], "label": ["Emballage"], "scheme": ["own"]}),
        project_themes=pd.DataFrame({"theme_id": ["t"], "project_id": ["P2"]}),
    )


_NOT_OURS = {"LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG", "COLUMNS", "LINES"}  # pytest's workers set the width


def environment(**variables: str) -> dict[str, str]:
    """Return the variables of a process: those of this one without its language and width, and where polegraph is."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **variables}
