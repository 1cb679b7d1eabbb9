"""Entity resolution (who is who): constraints, blocking, comparison, clustering, then groups and registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.identity import labs, registers
from polegraph.identity.clustering import average_linkage
from polegraph.identity.constraints import Certain, certain, joined
from polegraph.identity.entities import Units, units
from polegraph.identity.organisations import companies, groups, public_bodies
from polegraph.identity.organisations.decided_groups import decided
from polegraph.identity.result import Found
from polegraph.vocabulary import IDENTIFIER_SCHEMES

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    PathLike = str | os.PathLike[str]
    Places = NDArray[np.int64]

_CHAIN: Final = 0.4
"""Threshold of the clustering of companies: the share of pairs between two clusters that match. A chain of three holds,
a long one does not."""


def who_is_who(
    tables: Mapping[str, pd.DataFrame],
    *,
    decisions: pd.DataFrame | None = None,
    sheets: Iterable[PathLike] = (),
    sirene: PathLike | Sequence[PathLike] | None = None,
    rnsr: PathLike | None = None,
    ror: PathLike | None = None,
    judge: str = "model",
    tell: Callable[[str], object] | None = None,
) -> Found:
    """Find the organisations that are one entity, the groups and public bodies of each, and attributes from registers.

    Parameters
    ----------
    tables
        Those of a network in which nothing is merged yet.
    decisions
        The decisions of users: the table ``decisions``. They override any evidence of names.
    sheets
        The user's own sheets of groups, columns as in ``data/groups.csv``.
    sirene, rnsr, ror
        Registers, as downloaded; see `polegraph.identity.registers.consult`.
    judge
        How laboratories are compared: by the shipped ``model``, or by hand-written ``rules``.
    tell
        Called with a sentence for each register: how many were found in it, and how many withheld.

    Returns
    -------
    Found
        Independent of the order of the input's rows.

    Raises
    ------
    PolegraphError
        If a file cannot be read, or decisions contradict each other.

    Examples
    --------
    >>> names = ["Alveole SAS", "ALVEOLE / R&D", "Thales"]
    >>> organisations = pd.DataFrame({"org_id": ["a", "b", "c"], "name": names, "kind": "company"})
    >>> none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
    >>> found = who_is_who({"organisations": organisations, "participations": none})
    >>> found.merges[["org_id", "into_id"]].values.tolist(), found.fills["value"].tolist()
    ([['b', 'a']], ['thales', 'large'])
    """
    # compare companies, and keep two groups of companies apart
    them = units(tables)
    members = groups.assign(them, tuple(sheets))
    judged = _groups_apart(them, companies.judge(them), members)
    # constraints, then a clustering of laboratories and one of all else, joined into entities
    sure = certain(them, decisions, companies.by_number(judged))
    laboratories = _laboratories(them, sure, judge)
    every = np.arange(len(them))
    found = (every, laboratories.group), (every, _companies(them, judged, sure))
    group = joined(them, sure.first, (companies.by_name(judged), *found), sure.apart)
    # add registers, public bodies and groups
    consulted = registers.consult(them, sirene=sirene, rnsr=rnsr, ror=ror, decisions=decisions)
    if tell is not None:
        for sentence in registers.sentences(consulted.notes):
            tell(sentence)
    said = decided(them, group, decisions, members, _hidden(tables["organisations"]))
    affiliations = pd.concat(
        [said.affiliations, members, public_bodies.assign(them), consulted.affiliations], ignore_index=True
    )
    fills = pd.concat([said.fills, groups.fills(them, members, tuple(sheets)), consulted.fills], ignore_index=True)
    # the questions that comparison leaves open
    asked = pd.concat([_asked(judged), laboratories.asked.assign(question="same")], ignore_index=True)
    return Found(
        merges=_merges(them, group, [sure.why, laboratories.merged, _same(judged)]),
        affiliations=affiliations.drop_duplicates(["org_id", "parent_id", "relation"]),
        proposals=pd.concat([_open(them, group, asked, members, decisions), consulted.proposals], ignore_index=True),
        fills=fills.drop_duplicates(["org_id", "column"]),
    )


def _hidden(organisations: pd.DataFrame) -> frozenset[str]:
    """Name the organisations that some audience may not see."""
    if "visibility" not in organisations:
        return frozenset()
    shown = organisations["visibility"].isna() | (organisations["visibility"] == "public")
    return frozenset(organisations.loc[~shown, "org_id"].tolist())


def _groups_apart(them: Units, judged: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Add the cannot-link constraints of groups: the list knows two groups of companies apart where names do not."""
    of_unit = _of_units(them, members).to_numpy()
    one, other = (of_unit[judged[column]] for column in ("one", "other"))
    two = pd.notna(one) & pd.notna(other) & (one != other)
    return judged.assign(verdict=judged["verdict"].mask(two, "never"))


def _of_units(them: Units, members: pd.DataFrame) -> pd.Series[Any]:
    """Return the group of companies of each unit in the list."""
    return them.table["org_id"].map(dict(zip(members["org_id"], members["parent_id"], strict=True))).astype("object")


def _laboratories(them: Units, sure: Certain, judge: str) -> labs.Laboratories:
    """Compare the laboratories among the units; the result covers all units."""
    mine = labs.handles(them)
    place = np.flatnonzero(mine)
    within = np.cumsum(mine) - 1
    # Of those that are certainly the same, the first laboratory stands for the others.
    stands = pd.Series(place).groupby(sure.first[place]).transform("min").to_numpy(np.int64)
    both = mine[sure.apart[0]] & mine[sure.apart[1]]
    representative = np.arange(len(them))
    representative[place] = stands
    apart = tuple(within[representative[array[both]]] for array in sure.apart)
    found = labs.merge(them.only(mine), judge=judge, unit=within[stands], apart=(apart[0], apart[1]))
    group = np.arange(len(them))
    group[place] = place[found.group]
    merged, asked = (
        table.assign(one=place[table["one"]], other=place[table["other"]]) for table in (found.merged, found.asked)
    )
    return labs.Laboratories(group, merged, asked)


def _companies(them: Units, judged: pd.DataFrame, sure: Certain) -> Places:
    """Compute clusters of all but laboratories from the verdicts; return for each unit the first of its cluster."""
    numbers = pd.factorize(np.array(companies.taxed_as(them), dtype=object), sort=True)[0]
    marks = np.full(len(them), -1)
    np.maximum.at(marks, sure.first, numbers)
    one, other = (sure.first[judged[column].to_numpy()] for column in ("one", "other"))
    verdict = judged["verdict"].to_numpy()
    same = (verdict == "same") & (one != other)
    never = (verdict == "never") & (one != other)
    pairs = np.unique(np.sort(np.column_stack([one[same], other[same]]), axis=1), axis=0)
    apart = tuple(
        np.concatenate([array[never], sure.first[said]]) for array, said in zip((one, other), sure.apart, strict=True)
    )
    likeness = np.ones(len(pairs))
    return average_linkage(
        len(them), (pairs[:, 0], pairs[:, 1]), likeness, _CHAIN, marks=marks, apart=(apart[0], apart[1])
    )[sure.first]


def _same(judged: pd.DataFrame) -> pd.DataFrame:
    return judged.loc[judged["verdict"] == "same", ["one", "other", "how", "evidence"]]


def _asked(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the questions about companies, with the precision of such questions."""
    asked = judged[judged["verdict"].isin(["ask", "group"])]
    said = zip(asked["verdict"].tolist(), asked["how"].tolist(), asked["score"].tolist(), strict=True)
    known = [companies.right(*one) for one in said]
    return asked[["one", "other"]].assign(
        question=asked["verdict"].map({"ask": "same", "group": "group"}),
        right=[right for right, _number in known],
        judged=[number for _right, number in known],
        evidence=(asked["how"] + ";" + asked["evidence"]).str.strip(";"),
    )


def _merges(them: Units, group: Places, whys: list[pd.DataFrame]) -> pd.DataFrame:
    """Return for each unit the one of its entity that it is merged into, and the best evidence for it."""
    org_id = them.table["org_id"]
    order = org_id.map(_rank).to_numpy()
    ranked = pd.DataFrame({"group": group, "order": order, "org_id": org_id, "unit": np.arange(len(them))})
    first = ranked.sort_values(["group", "order", "org_id"]).drop_duplicates("group").set_index("group")["org_id"]
    ranked["into_id"] = ranked["group"].map(first)
    gone = ranked[ranked["into_id"] != ranked["org_id"]]
    why = pd.concat([*whys, *(table.rename(columns={"one": "other", "other": "one"}) for table in whys)])
    why = why[group[why["one"]] == group[why["other"]]].drop_duplicates("one").set_index("one")
    return pd.DataFrame(
        {
            "org_id": gone["org_id"],
            "into_id": gone["into_id"],
            "how": gone["unit"].map(why["how"]),
            "evidence": gone["unit"].map(why["evidence"]),
        }
    )


def _rank(org_id: str) -> int:
    """Return the rank of an identifier among `IDENTIFIER_SCHEMES`; those of no scheme come last."""
    schemes = IDENTIFIER_SCHEMES
    return next((rank for rank, scheme in enumerate(schemes) if org_id.startswith(f"{scheme}:")), len(schemes))


def _open(
    them: Units, group: Places, asked: pd.DataFrame, members: pd.DataFrame, decisions: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the open questions, one for two entities; answered ones are not asked again."""
    org_id = them.table["org_id"].to_numpy(dtype=object)
    one, other = group[asked["one"]], group[asked["other"]]
    company = _of_units(them, members)
    companies_of = company.where(company.notna(), them.table["group_id"]).to_numpy(dtype=object)
    left, right = companies_of[asked["one"]], companies_of[asked["other"]]
    known = (asked["question"] == "group").to_numpy() & pd.notna(left) & (left == right)
    low, high = np.minimum(one, other).tolist(), np.maximum(one, other).tolist()
    keys = pd.Series(list(zip(low, high, asked["question"].tolist(), strict=True)), index=asked.index, dtype="object")
    fresh = (one != other) & ~known
    table = asked.assign(
        # Units stand in the order of their identifiers.
        one_id=org_id[np.minimum(asked["one"], asked["other"])],
        other_id=org_id[np.maximum(asked["one"], asked["other"])],
        key=keys,
    )[fresh]
    table = table.sort_values(["right", "one_id", "other_id"], ascending=[False, True, True], na_position="last")
    said = _answered(them, group, decisions)
    answered = pd.Series([key[:2] in said for key in table["key"]], index=table.index, dtype="bool")
    table = table[~answered].drop_duplicates("key")
    return pd.DataFrame(table[["one_id", "other_id", "question", "right", "judged", "evidence"]])


def _answered(them: Units, group: Places, decisions: pd.DataFrame | None) -> set[tuple[int, int]]:
    """Return the pairs of entities with a decision, whichever of their units it names."""
    if decisions is None:
        return set()
    place = dict(zip(them.table["org_id"], group.tolist(), strict=True))
    said = (decisions[column].tolist() for column in ("one_id", "other_id"))
    pairs = ((place.get(one), place.get(other)) for one, other in zip(*said, strict=True))
    return {(min(one, other), max(one, other)) for one, other in pairs if one is not None and other is not None}
