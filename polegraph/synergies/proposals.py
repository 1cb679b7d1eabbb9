"""Proposals that would close a gap: the pairs across it that the suggestion engine ranks highest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import divide
from polegraph.synergies.gaps import FLAGGED
from polegraph.synergies.measure import Between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions import Model
    from polegraph.synergies.measure import Organisations

    Mask = NDArray[np.bool_]

_SUGGESTED: Final = (
    *("org_id", "name", "rank", "suggested_id", "suggested_name", "suggested_kind", "suggested_size"),
    *("score", "reasons", "via_ids", "evidence_projects"),
)
_AFTER: Final = ("after", "ratio_after")
_MOST_PAIRS: Final = 20  # of groups; more lists than these are not read
_USERS: Final = 100  # members of a group that are advised, those with most projects
_DEPTH: Final = 60
_DEEP: Final = 200  # where the engine knows no filter for them, and the others are left out afterwards
_WANTED: Final[dict[str, dict[str, Any]]] = {
    "sme_without_large_group": {"want": "large"},
    "lab_without_sme": {"want": "sme"},
    "training_body_left_out": {"want": "company"},
    "member_without_project": {},
    "member_within_pole_only": {"new_to_pole": True},
    "need_unmet": {},
}
_OPTION: Final = {"kind_pair": "want", "pole_pair": "pole", "theme_pair": "theme", "region_pair": "region"}


def closing(
    net: Network,
    found: Organisations | Between,
    table: pd.DataFrame,
    chosen: Mask | None,
    each: int,
    model: Model | None = None,
) -> pd.DataFrame:
    """Name the pairs of organisations that would close a gap.

    Parameters
    ----------
    net
        The whole network.
    found
        The gap, measured.
    table
        Its list, as `polegraph.synergies.gap` gives it.
    chosen
        The organisations to compute gaps for; None for all.
    each
        How many for each pair of groups, or each organisation.
    model
        What was learned, by which they are ranked; None for what ranks without learning
        (`polegraph.suggestions.unlearned`).

    Returns
    -------
    DataFrame
        The columns of `polegraph.suggestions.suggest`, and

        - between groups: before them ``group, group_name, other, other_name, q_value``; the pairs of groups are those
          that are gaps, at most 20, or where there is none those with the smallest p-values. Of the smaller group, the
          100 with most projects are advised, and the best ranked are named; each organisation once a pair of groups,
          none that is in both groups. ``after``: what ``observed`` would be if this pair and those of the same groups
          above it made a project each; ``ratio_after``, the same beside chance as it is now;
        - for lists of organisations, in their order: for needs also ``domain``; ``after``: how many would still lack it
          if this pair and all above it made a project each, ``ratio_after`` likewise. An organisation that offers what
          is needed is named even if the engine does not rank it (``rank`` is missing then).
    """
    if isinstance(found, Between):
        return _between(net, found, table, chosen, each, model)
    return _of_each(net, found, table, each, model)


def _ranked(
    net: Network,
    users: Sequence[str],
    depth: int,
    model: Model | None,
    **wanted: Any,  # noqa: ANN401  # options of `suggest`
) -> pd.DataFrame:
    """Ask the suggestion engine; no other function of synergies does."""
    from polegraph import suggestions  # noqa: PLC0415  # only proposals need it

    if not len(users):
        return _empty(_SUGGESTED)
    return suggestions.suggest(net, list(users), depth, model=model, **wanted)[list(_SUGGESTED)]


def _empty(names: Sequence[str]) -> pd.DataFrame:
    numbers = {"rank": "int64", "score": "float64", "q_value": "float64", "after": "int64", "ratio_after": "float64"}
    return pd.DataFrame({name: pd.Series([], dtype=numbers.get(name, "str")) for name in names})


def _open(net: Network) -> Mask:
    """Return which organisations may be named: neither dissolved nor opted out."""
    stays = ~net.organisations["opt_out"].fillna(value=False).astype(bool) & net.standing
    return stays.to_numpy(dtype=bool)


def _of_each(net: Network, found: Organisations, table: pd.DataFrame, each: int, model: Model | None) -> pd.DataFrame:
    """Name partners for each organisation that lacks something."""
    asked = table["org_id"].drop_duplicates().tolist()
    if found.gap == "need_unmet":
        rows = _offered(net, table, _ranked(net, asked, _DEEP, model))
        key = ["org_id", "domain"]
    else:
        rows, key = _ranked(net, asked, each, model, **_WANTED[found.gap]), ["org_id"]
    rows = rows[rows.groupby(key).cumcount() < each].reset_index(drop=True)
    helped = (~rows.duplicated(key)).cumsum()
    rows["after"] = (len(table) - helped).astype("int64")
    rows["ratio_after"] = divide(rows["after"], found.expected)
    return rows


def _offered(net: Network, needs: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the organisations that offer what is needed: those ranked by the engine, then the others by projects."""
    offers = needs[["org_id", "name", "domain", "offer_ids"]].reset_index(drop=True).reset_index(names="place")
    offers = offers.assign(suggested_id=offers["offer_ids"].str.split(";")).explode("suggested_id")
    offers["suggested_id"] = offers["suggested_id"].astype("str")
    there = net.org_index.get_indexer(pd.Index(offers["suggested_id"]))
    organisations = net.organisations.iloc[there]
    offers["suggested_name"], offers["suggested_kind"] = organisations["name"].array, organisations["kind"].array
    offers["suggested_size"] = net.category["size"].iloc[there].array
    offers["active"] = -np.asarray(net.incidence.sum(axis=0)).ravel()[there]
    told = ranked[["org_id", "suggested_id", "rank", "score", "reasons", "via_ids", "evidence_projects"]]
    both = offers.merge(told, on=["org_id", "suggested_id"], how="left")
    both["rank"] = both["rank"].astype("Int64")
    both = both.sort_values(["place", "rank", "active", "suggested_id"], kind="stable", na_position="last")
    return both[[*_SUGGESTED[:2], "domain", *_SUGGESTED[2:]]].reset_index(drop=True)


def _between(
    net: Network, found: Between, table: pd.DataFrame, chosen: Mask | None, each: int, model: Model | None
) -> pd.DataFrame:
    """Name pairs across each pair of groups that is a gap."""
    gaps = table[table["q_value"] <= FLAGGED]
    if not len(gaps):
        gaps = table[table["q_value"].notna() & (table["observed"] < table["expected"])]
    heads = ["group", "group_name", "other", "other_name", "q_value"]
    parts = []
    for row in gaps.head(_MOST_PAIRS).to_dict("records"):
        rows = _across(net, found, row["group"], row["other"], chosen, model).head(each).reset_index(drop=True)
        for place, name in enumerate(heads):
            rows.insert(place, name, row[name])
        rows["after"] = np.arange(1, len(rows) + 1) + row["observed"]
        rows["ratio_after"] = divide(rows["after"], row["expected"])
        parts.append(rows)
    if not parts:
        return _empty((*heads, *_SUGGESTED, *_AFTER))
    return pd.concat(parts, ignore_index=True)


def _across(
    net: Network, found: Between, group: str, other: str, chosen: Mask | None, model: Model | None
) -> pd.DataFrame:
    """Return the pairs across two groups, the best ranked first; each organisation once."""
    members = [_mask(found, label) for label in (group, other)]
    both = members[0] & members[1]
    sides = [mask & ~both & _open(net) for mask in members]
    asked = [side if chosen is None else side & chosen for side in sides]
    order = sorted(range(2), key=lambda place: (not asked[place].any(), asked[place].sum(), place))
    mine, theirs = order[0], order[1]
    label = (group, other)[theirs]
    activity = np.asarray(net.incidence.sum(axis=0)).ravel()
    users = np.flatnonzero(asked[mine])
    users = users[np.lexsort((net.org_index[users].to_numpy(dtype=object), -activity[users]))][:_USERS]
    option = _OPTION.get(found.gap)
    wanted = {option: label} if option else {"want": label} if found.gap == "size_pair" else {}
    ranked = _ranked(net, net.org_index[users].tolist(), _DEPTH if option else _DEEP, model, **wanted)
    ranked = ranked[ranked["suggested_id"].isin(net.org_index[sides[theirs]])]
    ranked = ranked.assign(rank=ranked.groupby("org_id").cumcount() + 1)
    ranked = ranked.sort_values(["rank", "score", "org_id", "suggested_id"], ascending=[True, False, True, True])
    return ranked[_once(ranked)]


def _mask(found: Between, label: str) -> Mask:
    column = found.members[:, [found.groups.labels.index(label)]]
    return np.asarray(column.toarray()).ravel() > 0


def _once(ranked: pd.DataFrame) -> list[bool]:
    """Return the first pair of each organisation, on whichever side it stands."""
    taken: set[str] = set()
    kept = []
    for pair in zip(ranked["org_id"].tolist(), ranked["suggested_id"].tolist(), strict=True):
        kept.append(taken.isdisjoint(pair))
        if kept[-1]:
            taken.update(pair)
    return kept
