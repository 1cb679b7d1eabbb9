"""A small network with needs, offers and introductions, and networks that hypothesis makes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from polegraph.network import Network
from tests.networks import networks

DAY = "2024-01-01"
DOMAINS = ["skills", "support"]
TEXTS = [None, "recruter un chimiste", "formation de chimistes", "export en Allemagne", "hire a chemist"]


def each(table: pd.DataFrame) -> list[Any]:
    """Return the rows, with their columns as attributes."""
    return list(table.itertuples())


def days(*texts: str | None) -> Any:  # noqa: ANN401  # a column
    """Return days, and where there is none a missing one."""
    return pd.Series([pd.NaT if text is None else pd.Timestamp(text) for text in texts])


def world(**others: pd.DataFrame) -> Network:
    """Two pôles; A and T share a project, A and O a common partner, A and F nothing."""
    organisations = pd.DataFrame(
        [
            ("A", "Atelier", "company", "sme", "Bretagne", "Brest", None),
            ("B", "Bois", "company", "sme", "Bretagne", None, None),
            ("T", "Trade school", "training_body", None, "Bretagne", "Brest", None),
            ("O", "Office", "public_body", None, "Bretagne", "Rennes", None),
            ("F", "Far away", "association", None, "Occitanie", "Toulouse", None),
            ("X", "Shy", "association", None, "Bretagne", "Brest", True),
            ("D", "Dissolved", "association", None, "Bretagne", "Brest", None),
            ("L", "Link", "lab", None, "Occitanie", None, None),
        ],
        columns=["org_id", "name", "kind", "size", "region", "city", "opt_out"],
    ).assign(country="FR")
    organisations["dissolved"] = days(*("2020-01-01" if one == "D" else None for one in organisations["org_id"]))
    takes_part = {"P1": "A T", "P2": "A L", "P3": "L O", "P4": "A X D"}
    pairs = [(project, org) for project, orgs in takes_part.items() for org in orgs.split()]
    return Network(
        organisations=organisations,
        projects=pd.DataFrame({"project_id": list(takes_part), "year": [2016, 2017, 2018, 2019]}),
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
        poles=pd.DataFrame({"pole_id": ["one", "two"], "name": ["First", "Second"]}),
        memberships=pd.DataFrame({"pole_id": ["one", "one", "one", "two"], "org_id": ["A", "B", "O", "F"]}),
        **others,
    ).on(DAY)


def rows(columns: str, *values: tuple[Any, ...]) -> pd.DataFrame:
    """Return a table."""
    return pd.DataFrame(list(values), columns=columns.split())


@st.composite
def supported(draw: st.DrawFn) -> Network:
    """Draw a network with needs, offers, members of pôles, and some that stand aside."""
    net = draw(networks(organisations=7, projects=5))
    ids = net.organisations["org_id"].tolist()
    who = st.sampled_from(ids)
    days = st.sampled_from([None, "2020-01-01", "2021-06-01", "2030-01-01"])
    states = st.sampled_from([None, "open", "in_progress", "met", "dropped"])
    a_need = st.tuples(who, st.sampled_from(DOMAINS), st.sampled_from(TEXTS), days, states, st.none() | who)
    an_offer = st.tuples(
        who, st.sampled_from(DOMAINS), st.sampled_from(TEXTS), days, states, st.none() | st.integers(0, 3)
    )
    needs = draw(st.lists(a_need, max_size=8, unique_by=lambda row: row[:4]))
    offers = draw(st.lists(an_offer, max_size=8, unique_by=lambda row: row[:4]))
    flags = draw(st.lists(st.sampled_from([None, False, True]), min_size=len(ids), max_size=len(ids)))
    gone = draw(st.lists(st.sampled_from([None, None, "2022-01-01"]), min_size=len(ids), max_size=len(ids)))
    member = draw(st.sets(st.tuples(st.sampled_from(["one", "two"]), who)))
    return net.with_tables(
        organisations=net.organisations.assign(
            opt_out=pd.array(flags, dtype="boolean"), dissolved=pd.to_datetime(pd.Series(gone, dtype="object"))
        ),
        needs=rows("org_id domain detail date status met_by", *needs),
        offers=rows("org_id domain detail date status capacity", *offers),
        poles=pd.DataFrame({"pole_id": ["one", "two"], "name": ["First", "Second"]}),
        memberships=pd.DataFrame(sorted(member), columns=["pole_id", "org_id"]),
    ).on(DAY)
