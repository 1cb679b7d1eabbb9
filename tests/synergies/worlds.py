"""Networks for the gaps: at random, with a gap planted, and small ones with everything for brute force."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from polegraph.network import Network
from polegraph.tables import DOMAINS
from tests.networks import networks

POLES = ["a", "b", "c"]
THEMES = ["t", "u", "v"]


@cache
def _checked(organisations: int, projects: int, poles: int) -> Network:
    """Return the tables that all random networks share; checking them takes longer than all else."""
    ids = [f"o{place:03}" for place in range(organisations)]
    names = [f"Name {one}" for one in ids]
    themes = [f"T{theme}" for theme in range(5)]
    pole_ids = [f"P{pole}" for pole in range(poles)]
    return Network(
        organisations=pd.DataFrame({"org_id": ids, "name": names}),
        projects=pd.DataFrame({"project_id": [f"p{place:03}" for place in range(projects)]}),
        participations=pd.DataFrame({"project_id": ["p000"], "org_id": ["o000"]}),
        poles=pd.DataFrame({"pole_id": pole_ids, "name": pole_ids}),
        memberships=pd.DataFrame({"pole_id": ["P0"], "org_id": ["o000"]}),
        themes=pd.DataFrame({"theme_id": themes, "label": themes}),
        project_themes=pd.DataFrame({"theme_id": ["T0"], "project_id": ["p000"]}),
    )


def _with(net: Network, **rows: pd.DataFrame) -> Network:
    """Replace tables by others that are known to be right."""
    new = {name: frame.reindex(columns=net.tables[name].columns) for name, frame in rows.items()}
    typed = {name: frame.astype(net.tables[name].dtypes.to_dict()) for name, frame in new.items()}
    return Network.from_checked({**net.tables, **typed}, focus=None, around=None)


@cache
def at_random(seed: int, organisations: int = 80, projects: int = 55, poles: int = 3) -> Network:
    """Draw a network in which groups have nothing to do with who works with whom, but activities differ widely."""
    net = _checked(organisations, projects, poles)
    ids, codes = net.org_index.to_numpy(), net.project_index.to_numpy()
    generator = np.random.default_rng(seed)
    activity = generator.pareto(1.5, organisations) + 0.3
    rows = []
    for project in codes:
        team = generator.choice(ids, 2 + generator.poisson(2.5), replace=False, p=activity / activity.sum())
        rows += [(project, org) for org in team]
    kind = generator.choice(["company", "lab", "training_body", "public_body"], organisations, p=[0.6, 0.25, 0.1, 0.05])
    sizes = generator.choice(["micro", "sme", "mid_cap", "large"], organisations)
    regions = generator.choice([f"R{place}" for place in range(5)], organisations)
    told = net.organisations.assign(kind=kind, size=pd.Series(sizes).where(kind == "company"), region=regions)
    members = [(f"P{pole}", one) for one in ids for pole in np.flatnonzero(generator.random(poles) < 1 / poles)]
    about = [
        (f"T{theme}", project)
        for project in codes
        for theme in generator.choice(5, generator.integers(1, 3), replace=False)
    ]
    return _with(
        net,
        organisations=told,
        participations=pd.DataFrame(rows, columns=["project_id", "org_id"]),
        memberships=pd.DataFrame(members, columns=["pole_id", "org_id"]),
        project_themes=pd.DataFrame(about, columns=["theme_id", "project_id"]),
    )


def without_links(net: Network, one: str, other: str, seed: int) -> Network:
    """Take one side out of every project in which members of both pôles meet; nobody is a member of both."""
    members = net.memberships
    first = set(members.loc[members["pole_id"] == one, "org_id"])
    members = members[~((members["pole_id"] == other) & members["org_id"].isin(first))]
    second = set(members.loc[members["pole_id"] == other, "org_id"])
    generator = np.random.default_rng(seed)
    gone = []
    for _project, rows in net.participations.groupby("project_id"):
        sides = [rows.index[rows["org_id"].isin(side)] for side in (first, second)]
        if len(sides[0]) and len(sides[1]):
            gone += list(sides[generator.integers(2)])
    return _with(net, participations=net.participations.drop(index=gone), memberships=members)


@st.composite
def worlds(draw: st.DrawFn) -> Network:
    """Draw a small network with pôles, themes, needs and offers, several of each for one organisation."""
    net: Network = draw(networks())
    orgs, projects = net.org_index.tolist(), net.project_index.tolist()

    def table(first: str, second: str, left: list[str], right: list[str]) -> pd.DataFrame:
        cells = st.sets(st.tuples(st.sampled_from(left), st.sampled_from(right)), max_size=12)
        return pd.DataFrame(sorted(draw(cells)) if right else [], columns=[first, second])

    memberships = table("pole_id", "org_id", POLES, orgs)
    left = draw(st.lists(st.booleans(), min_size=len(memberships), max_size=len(memberships)))
    memberships["until"] = pd.to_datetime(pd.Series(["2015-12-31" if one else None for one in left], dtype="str"))
    return _with(
        net,
        poles=pd.DataFrame({"pole_id": POLES, "name": POLES}),
        memberships=memberships,
        themes=pd.DataFrame({"theme_id": THEMES, "label": THEMES}),
        project_themes=table("theme_id", "project_id", THEMES, projects),
        organisation_themes=table("theme_id", "org_id", THEMES, orgs),
        needs=table("domain", "org_id", list(DOMAINS)[:2], orgs),
        offers=table("domain", "org_id", list(DOMAINS)[:2], orgs),
    )
