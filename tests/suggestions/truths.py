"""Every sentence that a reason may be, recomputed from the tables by plain loops."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from polegraph.identity import normal_form
from polegraph.names.cities import normal_city
from tests.suggestions.worlds import Plain, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network

SEEN: Counter[str] = Counter()
"""How often each kind of sentence has been checked."""
SME = {"micro", "sme"}
KINDS = {
    "companies": "company",
    "laboratories": "lab",
    "training bodies": "training_body",
    "public bodies": "public_body",
    "associations": "association",
}
AGAINST = ("but has never worked with an SME", "but has had no project since", "but no chain of partners leads to them")
HEADS = ("no project yet: suggested by", "no partner yet: suggested by", "nobody near you in the network: suggested by")


def parted(reasons: str) -> list[str]:
    return reasons.split("; ") if reasons else []


def listed(text: str, every: int) -> list[str]:
    """Read the names that a sentence lists, and check that it says whether there are more."""
    named = text.split(", ")
    assert (named[-1] == "…") == (every > 3), text
    named = [name for name in named if name != "…"]
    assert len(named) == min(every, 3), text
    return named


class Truths:
    """What can be said of the pairs of a network."""

    def __init__(self, network: Network) -> None:
        self.plain = Plain(network)
        self.label = dict(rows(network.themes, "theme_id", "label"))
        self.about: dict[str, set[str]] = {project: set() for project in self.plain.year}
        for theme, project in rows(network.project_themes, "theme_id", "project_id"):
            self.about[project].add(self.label[theme])
        self.leads = {
            (project, org)
            for project, org, role in rows(network.participations, "project_id", "org_id", "role")
            if role == "coordinator"
        }
        self.needs = set(rows(network.needs, "org_id", "domain"))
        self.offers = set(rows(network.offers, "org_id", "domain"))
        last = max((year for year in self.plain.year.values() if year), default=0)
        self.since = last - 2 if last else 0

    def recent(self, org: str) -> set[str]:
        since = max(self.since, 1)
        return {project for project in self.plain.projects[org] if (self.plain.year[project] or 0) >= since}

    def common(self, user: str, other: str) -> set[str]:
        both = self.plain.partners[user] & self.plain.partners[other]
        return {one for one in both if self.plain.organisations[one]["dissolved"] is None}

    def labels(self, org: str) -> set[str]:
        return {self.label[theme] for theme in self.plain.themes[org]}

    def stems(self, org: str) -> dict[str, str]:
        words = normal_form(self.plain.organisations[org]["name"]).split()
        return {word if word.isdigit() else word[:5]: word for word in reversed(words)}

    def alike(self, one: str, other: str) -> bool:
        """Return by the cosine of the words of both names, the rare ones weighing more."""
        every = {org: {stem for stem, word in self.stems(org).items() if len(word) > 2} for org in self.plain.projects}
        often = Counter(stem for stems in every.values() for stem in stems)
        most = max(2, 0.03 * len(every))
        weight = {stem: math.log(len(every) / n) for stem, n in often.items() if 2 <= n <= most}

        def length(stems: set[str]) -> float:
            return math.sqrt(sum(weight.get(stem, 0) ** 2 for stem in stems))

        product = sum(weight.get(stem, 0) ** 2 for stem in every[one] & every[other])
        return product > 0 and product / (length(every[one]) * length(every[other])) >= 0.25 - 1e-9

    def begun(self, org: str) -> set[str]:
        dated = {p: year for p in self.plain.projects[org] if (year := self.plain.year[p]) and self.with_partners(p)}
        return {project for project, year in dated.items() if year == min(dated.values())}

    def with_partners(self, project: str) -> bool:
        return len(self.plain.members[project]) > 1

    def is_true(self, user: str, other: str, sentence: str, via: list[str]) -> set[str] | None:
        """Check a sentence; give the projects that may prove it, None if no project can."""
        for pattern, check in self.checks():
            if said := re.fullmatch(pattern, sentence):
                SEEN[pattern] += 1
                return check(user, other, said, via)
        raise AssertionError(sentence)

    def checks(self) -> list[tuple[str, Callable[..., set[str] | None]]]:
        return [
            (r"(\d+) of your partners works? with them \((.*)\)", self._partners),
            (r"linked to you by a chain of partners", self._chain),
            (r"active in (one|\d+) of your themes \((.*)\)", self._themes),
            (r"active in (a|\d+) themes? of your partners \((.*)\)", self._themes_of_partners),
            (r"words of their name are like those of your partner (.*)", self._one_name),
            (r"words of their name are like those of (\d+) of your partners \((.*)\)", self._names),
            (r"words of their name are like yours \((.*)\)", self._own_name),
            (r"same (city|region|country) \((.*)\)", self._same),
            (r"(\d+) of your (\d+) partners are in their (region|country) \((.*)\)", self._there),
            (r"([\d,]+) km away", self._far),
            (r"(\d+) projects? since (\d+)(?:, about (\d+) a year)?(?:, (\d+) of them as coordinator)?", self._recent),
            (r"works with (\d+) partners?(?:, (\d+) of them new since (\d+))?", self._reach),
            (r"has worked with (\d+) SMEs?(?:, (\d+) of your size)?", self._small),
            (r"(\d+) of your (\d+) partners are ([a-z ]+)", self._kinds),
            (r"offers what you need \((.*)\)", self._offers),
            (r"(\d+) organisations? of your kind(?: and (region|country))? began with them", self._firsts),
            (r"no project yet: suggested by (.+)", self._no_project),
            (r"no partner yet: suggested by (.+)", self._no_partner),
            (r"nobody near you in the network: suggested by (.+)", self._nobody_near),
            (r"but has never worked with an SME", self._never),
            (r"but has had no project since (\d+)", self._silent),
            (r"but no chain of partners leads to them", self._apart),
        ]

    def _partners(self, user: str, other: str, said: re.Match[str], via: list[str]) -> set[str]:
        common = self.common(user, other)
        assert int(said[1]) == len(common) > 0
        assert listed(said[2], len(common)) == [self.plain.organisations[one]["name"] for one in via[:3]]
        assert set(via) <= common
        return set().union(
            *((self.plain.projects[user] | self.plain.projects[other]) & self.plain.projects[z] for z in via)
        )

    def _chain(self, user: str, other: str, __: re.Match[str], ___: list[str]) -> None:
        assert not self.common(user, other)
        assert other in self.plain.reached(user)

    def _themes(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        common = self.labels(user) & self.labels(other)
        assert (1 if said[1] == "one" else int(said[1])) == len(common) > 0
        named = set(listed(said[2], len(common)))
        assert named <= common
        return {project for project in self.plain.projects[other] if self.about[project] & named}

    def _themes_of_partners(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        assert not self.labels(user) & self.labels(other)
        around = set().union(*(self.labels(partner) for partner in self.plain.partners[user])) & self.labels(other)
        assert (1 if said[1] == "a" else int(said[1])) == len(around) > 0
        named = set(listed(said[2], len(around)))
        assert named <= around
        return {project for project in self.plain.projects[other] if self.about[project] & named}

    def _partners_alike(self, user: str, other: str) -> dict[str, str]:
        return {self.plain.organisations[z]["name"]: z for z in self.plain.partners[user] if self.alike(other, z)}

    def _one_name(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        like = self._partners_alike(user, other)
        assert list(like) == [said[1]]
        return self.plain.projects[user] & self.plain.projects[like[said[1]]]

    def _names(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        like = self._partners_alike(user, other)
        assert int(said[1]) == len(like) > 1
        named = listed(said[2], len(like))
        return set().union(*(self.plain.projects[user] & self.plain.projects[like[name]] for name in named))

    def _own_name(self, user: str, other: str, said: re.Match[str], __: list[str]) -> None:
        assert self.alike(user, other)
        assert not self._partners_alike(user, other)
        common = self.stems(user).keys() & self.stems(other).keys()
        named = listed(said[1], len(common))
        assert set(named) <= {self.stems(other)[stem] for stem in common}

    def _same(self, user: str, other: str, said: re.Match[str], __: list[str]) -> None:
        one, two = (self.plain.organisations[org] for org in (user, other))
        assert two[said[1]] == said[2]
        if said[1] == "city":  # however an address writes it
            assert normal_city(one["city"]) == normal_city(two["city"])
        else:
            assert one[said[1]] == two[said[1]]

    def _there(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        organisations, partners = self.plain.organisations, self.plain.partners[user]
        assert organisations[other][said[3]] == said[4]
        assert organisations[user][said[3]] != said[4]
        there = {one for one in partners if organisations[one][said[3]] == said[4]}
        assert (int(said[1]), int(said[2])) == (len(there), len(partners))
        return {project for project in self.plain.projects[user] if self.plain.members[project] & there}

    def _far(self, user: str, other: str, said: re.Match[str], __: list[str]) -> None:
        here, there = ([self.plain.organisations[one][name] for name in ("lat", "lon")] for one in (user, other))
        assert said[1] == f"{round(kilometres(here, there)):,}"

    def _recent(self, __: str, other: str, said: re.Match[str], ___: list[str]) -> set[str]:
        recent = self.recent(other)
        assert (int(said[1]), int(said[2])) == (len(recent), self.since)
        assert said[3] == (str(round(len(recent) / 3)) if len(recent) >= 6 else None)
        assert int(said[4] or 0) == sum((project, other) in self.leads for project in recent)
        return recent

    def _reach(self, __: str, other: str, said: re.Match[str], ___: list[str]) -> set[str]:
        plain = self.plain
        assert int(said[1]) == len(plain.partners[other]) > 0
        old = {p for p in plain.projects[other] if (plain.year[p] or 0) < max(self.since, 1)}
        new = plain.partners[other] - set().union(*(plain.members[project] for project in old))
        assert int(said[2] or 0) == (len(new) if self.since else 0)
        assert said[3] in {None, str(self.since)}
        return {project for project in plain.projects[other] if self.with_partners(project)}

    def _small(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        plain = self.plain
        assert plain.size(user) in SME
        small = {one for one in plain.partners[other] if plain.size(one) in SME}
        assert int(said[1]) == len(small) > 0
        same = {one for one in small if plain.size(one) == "micro"} if plain.size(user) == "micro" else set()
        assert int(said[2] or 0) == len(same)
        return {project for project in plain.projects[other] if plain.members[project] & small}

    def _kinds(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        organisations, partners = self.plain.organisations, self.plain.partners[user]
        assert organisations[other]["kind"] == KINDS[said[3]]
        some = {one for one in partners if organisations[one]["kind"] == KINDS[said[3]]}
        assert (int(said[1]), int(said[2])) == (len(some), len(partners))
        return {project for project in self.plain.projects[user] if self.plain.members[project] & some}

    def _offers(self, user: str, other: str, said: re.Match[str], __: list[str]) -> None:
        needed = {domain for org, domain in self.needs if org == user}
        offered = {domain for org, domain in self.offers if org == other}
        assert {name.replace(" ", "_") for name in re.split(", | and ", said[1])} == needed & offered

    def _firsts(self, user: str, other: str, said: re.Match[str], __: list[str]) -> set[str]:
        def group(org: str) -> tuple[Any, ...]:
            row = self.plain.organisations[org]
            if row["region"] is not None:
                return row["kind"], "region", row["region"]
            return (row["kind"], "country", row["country"]) if row["country"] is not None else (row["kind"], None)

        assert group(user)[1] == said[2]
        same = [org for org in self.plain.projects if group(org) == group(user) and org != other]
        first = {org: {p for p in self.begun(org) if other in self.plain.members[p]} for org in same}
        assert int(said[1]) == sum(bool(projects) for projects in first.values()) > 0
        return set().union(*first.values())

    def _no_project(self, user: str, __: str, ___: re.Match[str], ____: list[str]) -> None:
        assert not self.plain.projects[user]

    def _no_partner(self, user: str, __: str, ___: re.Match[str], ____: list[str]) -> None:
        assert self.plain.projects[user]
        assert not self.plain.partners[user]

    def _nobody_near(self, user: str, __: str, ___: re.Match[str], ____: list[str]) -> None:
        assert self.plain.partners[user]

    def _never(self, user: str, other: str, __: re.Match[str], ___: list[str]) -> None:
        assert self.plain.size(user) in SME
        assert not any(self.plain.size(one) in SME for one in self.plain.partners[other])

    def _silent(self, __: str, other: str, said: re.Match[str], ___: list[str]) -> None:
        assert int(said[1]) == self.since > 0
        assert not self.recent(other)

    def _apart(self, user: str, other: str, __: re.Match[str], ___: list[str]) -> None:
        assert self.plain.partners[user]
        assert other not in self.plain.reached(user)

    def against(self, user: str, other: str) -> list[str]:
        """Return all that speaks against a pair."""
        found = []
        small = self.plain.size(user) in SME
        if small and not any(self.plain.size(one) in SME for one in self.plain.partners[other]):
            found.append(AGAINST[0])
        if self.since and not self.recent(other):
            found.append(f"{AGAINST[1]} {self.since}")
        if self.plain.partners[user] and other not in self.plain.reached(user):
            found.append(AGAINST[2])
        return found


def kilometres(one: list[float], other: list[float]) -> float:
    """Compute the great circle by the dot product of unit vectors."""

    def vector(place: list[float]) -> list[float]:
        lat, lon = (math.radians(value) for value in place)
        return [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]

    product = sum(left * right for left, right in zip(vector(one), vector(other), strict=True))
    return 6371.0088 * math.acos(max(-1.0, min(1.0, product)))
