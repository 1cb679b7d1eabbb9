"""Networks with everything that decides a suggestion: groups, opt-outs, themes, pôles, regions, years."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from polegraph.network import Network
from polegraph.tables import TABLES, convert, empty

SIZES = [None, "micro", "sme", "mid_cap", "not_sme", "large"]
KINDS = ["company", "company", "lab", "training_body"]
WORDS = ["chimie", "optique", "textile", "agronomie", "chimique", "laser"]
MORE_WORDS = ["marine", "acoustique", "robotique", "forestier", "solaire", "verrier", "tissage", "laitier"]
DOMAINS = ["skills", "support", "private_finance"]


EMPTY = {name: empty(name) for name in TABLES}


def of(**frames: pd.DataFrame) -> Network:
    """Build a network of frames that are known to be right; checking each of some thousand would take minutes."""
    converted = {name: convert(name, frame)[0] for name, frame in frames.items()}
    return Network.from_checked({**EMPTY, **converted}, focus=None, around=None)


def shuffled(network: Network, seed: int) -> Network:
    """Return the same network with the rows of every table in another order."""
    return of(**{name: table.sample(frac=1, random_state=seed) for name, table in network.tables.items()})


@st.composite
def worlds(draw: st.DrawFn, *, organisations: int = 14, projects: int = 14) -> Network:
    """Draw a network; rows of tables stand in any order."""
    number = draw(st.integers(2, organisations))
    ids = draw(st.permutations([f"o{i:02}" for i in range(number)]))
    members = draw(
        st.lists(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True), min_size=1, max_size=projects)
    )
    names = [f"p{i:02}" for i in range(len(members))]

    def column(values: list[Any], length: int = number) -> list[Any]:
        return draw(st.lists(st.sampled_from(values), min_size=length, max_size=length))

    def pairs(left: list[str], right: list[str], most: int) -> list[tuple[str, str]]:
        return sorted(draw(st.sets(st.tuples(st.sampled_from(left), st.sampled_from(right)), max_size=most)))

    memberships = pd.DataFrame(pairs(["a", "b"], ids, 8), columns=["pole_id", "org_id"])
    memberships["until"] = column([None, None, "2015-01-01"], len(memberships))
    return of(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": [f"{word.title()} {i}" for word, i in zip(column(WORDS), ids, strict=True)],
                "kind": column(KINDS),
                "country": column([None, "FR", "FR", "DE"]),
                "city": column([None, None, "Brest", "Tours", "TOURS CEDEX 2"]),
                "size": column(SIZES),
                "region": column([None, "Bretagne", "Occitanie"]),
                "lat": column([None, 48.85, 48.0, 43.6]),
                "lon": column([None, 2.35, 1.9, 1.4]),
                "group_id": column([None] * 5 + ["g", "h"]),
                "opt_out": column([None, None, None, False, True]),
                "dissolved": column([None] * 6 + ["2014-05-01"]),
            }
        ),
        projects=pd.DataFrame({"project_id": names, "year": column([None, 2012, 2014, 2016, 2018, 2020], len(names))}),
        participations=pd.DataFrame(
            [
                (name, org, "partner" if place else "coordinator")
                for name, orgs in zip(names, members, strict=True)
                for place, org in enumerate(orgs)
            ],
            columns=["project_id", "org_id", "role"],
        ),
        needs=pd.DataFrame(pairs(DOMAINS, ids, 5), columns=["domain", "org_id"]),
        offers=pd.DataFrame(pairs(DOMAINS, ids, 5), columns=["domain", "org_id"]),
        themes=pd.DataFrame({"theme_id": ["t1", "t2", "t3", "t4"], "label": ["Énergie", "Santé", "Mer", "Sol"]}),
        project_themes=pd.DataFrame(pairs(["t1", "t2", "t3", "t4"], names, 20), columns=["theme_id", "project_id"]),
        organisation_themes=pd.DataFrame(pairs(["t1", "t2"], ids, 5), columns=["theme_id", "org_id"]),
        poles=pd.DataFrame({"pole_id": ["a", "b"], "name": ["Alpha", "Beta"]}),
        memberships=memberships,
    )


def crowd(seed: int) -> Network:
    """Draw a network in which everything is well filled, so that everything that can be said of two is true of some."""
    chance = random.Random(seed)
    number = chance.randint(8, 40)
    ids = [f"o{i:02}" for i in range(number)]
    names = [f"p{i:02}" for i in range(chance.randint(8, 30))]
    some = chance.sample(ids, round(number * 0.8))  # the others have no project
    members = [chance.sample(some, chance.choice([1, 1, 2, 3, 4])) for _ in names]
    themes = ["t1", "t2", "t3", "t4", "t5"]

    def column(values: list[Any]) -> list[Any]:
        return [chance.choice(values) for _ in ids]

    def pairs(left: list[str], right: list[str], share: float) -> list[tuple[str, str]]:
        return [(one, other) for one in left for other in right if chance.random() < share]

    return of(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": [" ".join([*chance.sample(WORDS + MORE_WORDS, 2), i]) for i in ids],
                "kind": column(KINDS),
                "country": column(["FR", "FR", "DE", None]),
                "region": column([None, "Bretagne", "Occitanie"]),
                "city": column([None, None, "Brest", "Tours"]),
                "size": column(SIZES),
                "lat": column([None, 48.85, 48.0, 43.6]),
                "lon": column([None, 2.35, 1.9, 1.4]),
                "group_id": column([None] * 9 + ["g"]),
                "dissolved": column([None] * 9 + ["2014-05-01"]),
            }
        ),
        projects=pd.DataFrame(
            {"project_id": names, "year": [chance.choice([None, 2014, 2018, 2019, 2020]) for _ in names]}
        ),
        participations=pd.DataFrame(
            [
                (name, org, "partner" if place else "coordinator")
                for name, orgs in zip(names, members, strict=True)
                for place, org in enumerate(orgs)
            ],
            columns=["project_id", "org_id", "role"],
        ),
        needs=pd.DataFrame(pairs(DOMAINS, ids, 0.2), columns=["domain", "org_id"]),
        offers=pd.DataFrame(pairs(DOMAINS, ids, 0.2), columns=["domain", "org_id"]),
        themes=pd.DataFrame({"theme_id": themes, "label": ["Énergie", "Santé", "Mer", "Sol", "Air"]}),
        project_themes=pd.DataFrame(pairs(themes, names, 0.3), columns=["theme_id", "project_id"]),
        organisation_themes=pd.DataFrame(pairs(themes[:2], ids, 0.1), columns=["theme_id", "org_id"]),
    )


def history(seed: int) -> Network:
    """Draw a network in which partners are found over the years, so that there is something to judge."""
    chance = random.Random(seed)  # a plain seed: hypothesis would spend its time on drawing lists
    ids = [f"o{i:02}" for i in range(chance.randint(6, 14))]
    years = [chance.choice([None, 2012, 2014, 2014, 2016, 2018, 2020]) for _ in range(chance.randint(12, 26))]
    names = [f"p{i:02}" for i in range(len(years))]
    members = [chance.sample(ids, chance.randint(1, 4)) for _ in years]
    themes = sorted({(chance.choice("stu"), name) for name in names})
    return of(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame({"project_id": names, "year": years}),
        participations=pd.DataFrame(
            [(name, org) for name, orgs in zip(names, members, strict=True) for org in orgs],
            columns=["project_id", "org_id"],
        ),
        themes=pd.DataFrame({"theme_id": list("stu"), "label": list("stu")}),
        project_themes=pd.DataFrame(themes, columns=["theme_id", "project_id"]),
        organisation_themes=pd.DataFrame({"theme_id": ["s"], "org_id": [ids[0]]}),
    )


def known(value: Any) -> Any:  # noqa: ANN401  # any cell
    """Return None for what is missing."""
    return None if pd.isna(value) else value


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of a table as tuples."""
    return list(zip(*(table[column].tolist() for column in columns), strict=True))


class Plain:
    """The tables of a network as dicts and sets, to compute on slowly and obviously."""

    def __init__(self, network: Network) -> None:
        self.organisations = {
            row["org_id"]: {name: known(value) for name, value in row.items()}
            for row in network.organisations.astype(object).to_dict("records")
        }
        self.year = {
            project: None if pd.isna(year) else int(year)
            for project, year in rows(network.projects, "project_id", "year")
        }
        self.projects: dict[str, set[str]] = {org: set() for org in self.organisations}
        self.members: dict[str, set[str]] = {project: set() for project in self.year}
        for project, org in rows(network.participations, "project_id", "org_id"):
            self.projects[org].add(project)
            self.members[project].add(org)
        self.partners = {
            org: {other for project in projects for other in self.members[project]} - {org}
            for org, projects in self.projects.items()
        }
        self.themes: dict[str, set[str]] = {org: set() for org in self.organisations}
        for theme, project in rows(network.project_themes, "theme_id", "project_id"):
            for org in self.members[project]:
                self.themes[org].add(theme)
        for theme, org in rows(network.organisation_themes, "theme_id", "org_id"):
            self.themes[org].add(theme)
        self.memberships = {
            (pole, org): known(end) for pole, org, end in rows(network.memberships, "pole_id", "org_id", "until")
        }

    def unit(self, org: str) -> str:
        """Return the group of an organisation, or itself."""
        return str(self.organisations[org]["group_id"] or org)

    def size(self, org: str) -> str | None:
        """Return the largest known size in its group."""
        order = ["micro", "sme", "mid_cap", "not_sme", "large"]
        sizes = [
            row["size"]
            for other, row in self.organisations.items()
            if self.unit(other) == self.unit(org) and row["size"]
        ]
        return max(sizes, key=order.index) if sizes else None

    def reached(self, org: str) -> set[str]:
        """Return everyone whom a chain of partners leads to."""
        seen, todo = {org}, [org]
        while todo:
            for other in self.partners[todo.pop()] - seen:
                seen.add(other)
                todo.append(other)
        return seen

    def may_be_suggested(self, user: str, other: str) -> bool:
        """Return whether the rules of who is never suggested allow it."""
        row = self.organisations[other]
        taken = {self.unit(user)} | {self.unit(partner) for partner in self.partners[user]}
        return self.unit(other) not in taken and row["opt_out"] is not True and row["dissolved"] is None
