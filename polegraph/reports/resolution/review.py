"""Review of entity resolution: what was merged, what is left to decide, and what is known by a name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import as_said, owned, owners, telling
from polegraph.i18n import language
from polegraph.reports.resolution.evidence import in_words
from polegraph.tables import ORIGIN, REPLIES, published

if TYPE_CHECKING:
    from polegraph.network import Network

MERGED_COLUMNS: Final = ("org_id", "into_id", "name", "into_name", "how", "evidence")
REVIEW_COLUMNS: Final = (
    *("answer", "question", "one_name", "other_name", "kept_name", "head", "one_city", "other_city"),
    *("one_kind", "other_kind", "one_projects", "other_projects", "evidence", "right", "judged", "note"),
    *("one_id", "other_id"),
)
_KEY: Final = ["one_id", "other_id", "question"]
_WHERE_AND_WHAT: Final = (
    *("size", "siren", "siret", "pic", "ror", "rnsr", "vat", "region", "department", "city", "postcode"),
    *("lat", "naf", "group_id"),
)
"""Columns of which one filled in means that an organisation is known by more than its name."""
_DOUBT: Final = 2
"""Judgements, half of them wrong, that are added to those there are: five that were right are no certainty."""


def merges(net: Network, visible: Network) -> pd.DataFrame:
    """List what was merged.

    Parameters
    ----------
    net
        A network in which organisations were merged.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `MERGED_COLUMNS`: a row for each organisation of a source that stands under another identifier; ``into_name`` is
        the name that is kept, ``name`` the one that went: that of the organisation, or, if its name is the one that is
        kept, that of the organisation that it was merged into.
    """
    known = as_said(net.tables, "organisations")
    known = known[~known["org_id"].isin(_for_others(known, visible))]
    said = known.drop_duplicates("org_id").set_index("org_id")["name"]
    table = net.merges[net.merges["org_id"].isin(said.index)]
    table = table.assign(into_id=owned(table["org_id"], owners(net.merges)))
    table = table[table["into_id"].isin(visible.org_index)]
    into = table["into_id"].map(net.organisations.set_index("org_id")["name"])
    name = table["org_id"].map(said)
    name = name.mask(name == into, table["into_id"].map(said).fillna(name))
    table = table.assign(name=name, into_name=into)
    return table[list(MERGED_COLUMNS)].sort_values(["into_id", "org_id"], ignore_index=True).astype("str")


def proposals(net: Network, visible: Network) -> pd.DataFrame:
    """List the pairs that a person should decide, the likeliest first, and the organisations known by a name alone.

    Parameters
    ----------
    net
        A network with proposals.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `REVIEW_COLUMNS`: a row a pair, with both names as the sources give them, where and what they are and in how
        many projects; ``kept_name``, the name that is kept if they are one, as far as that is known beforehand;
        ``evidence`` in words of the current language; ``right``, the share of such proposals that were right, and
        ``judged``, of how many; nothing and 0 where that was not measured. ``answer``, ``head`` (of the group) and
        ``note`` are empty, to be filled in. The likeliest come first, of those equal what concerns more projects. At
        the end a row for each organisation of which a pôle's own sheets give no more than a name; ``other_name`` is to
        be filled in.
    """
    # Find the two ends of each proposal.
    known = _known(net)
    asked = net.proposals
    secret = _for_others(known.reset_index(), visible)
    owner = owners(net.merges)
    ends = {side: owned(asked[f"{side}_id"], owner) for side in ("one", "other")}
    # Keep those that the reader may see, and that are not merged already.
    shown = pd.Series(data=True, index=asked.index)
    there = pd.Series(data=False, index=asked.index)
    for side, now in ends.items():
        source = asked[f"{side}_id"].isin(known.index)
        shown &= ~source | now.isin(visible.org_index)  # else it is an entry of a register
        shown &= ~asked[f"{side}_id"].isin(secret)
        there |= source
    kept = asked[shown & there & (ends["one"] != ends["other"])]
    # Describe both ends.
    table = pd.DataFrame({"question": kept["question"], "right": kept["right"], "judged": kept["judged"]})
    for side, now in ends.items():
        ids = kept[f"{side}_id"]
        for column in ("name", "city", "kind"):
            table[f"{side}_{column}"] = ids.map(known[column]).astype("str")
        table[f"{side}_name"] = table[f"{side}_name"].fillna(kept["other_name"])
        table[f"{side}_projects"] = _projects(visible, now.loc[kept.index])
        table[f"{side}_id"] = ids
    # Add the evidence, and order by likelihood.
    table["kept_name"] = _kept(net, kept.index, ends)
    table["evidence"] = [in_words(codes) for codes in kept["evidence"]]
    table = table.loc[_order(table)]
    table["right"] = table["right"].where(table["judged"] > 0)  # what was not measured is not known
    # Append the organisations that are known by a name alone.
    both = pd.concat([table, _lone(visible)], ignore_index=True) if len(table) else _lone(visible)
    both = both.reindex(columns=list(REVIEW_COLUMNS))
    return both.astype(dict.fromkeys(("answer", "head", "note", "kept_name", "other_name", "other_id"), "str"))


def _order(table: pd.DataFrame) -> pd.Index[int]:
    """Put the likeliest first; of those equal what concerns more projects."""
    counts = table[["one_projects", "other_projects"]].fillna(0).astype("int64")
    judged = table["judged"].fillna(0).astype("float64")
    chance = table["right"].astype("float64").fillna(0.5)
    chance = ((chance * judged + _DOUBT / 2) / (judged + _DOUBT)).where(judged > 0, chance)
    order = table.assign(chance=-chance.round(2), smaller=-counts.min(axis=1), both=-counts.sum(axis=1))
    return order.sort_values(["chance", "smaller", "both", *_KEY]).index


def _kept(net: Network, pairs: pd.Index[int], ends: dict[str, pd.Series[str]]) -> pd.Series[str]:
    """Return the name that is kept if two are one; nothing where neither is described better."""
    points = best_known(net)
    names = net.organisations.set_index("org_id")["name"]
    one, other = (ends[side].loc[pairs] for side in ("one", "other"))
    of_one, of_other = (ends_of.map(points).astype("float64").fillna(-1) for ends_of in (one, other))
    ahead = of_one - of_other
    better = one.where(ahead > 0, other).where(ahead != 0, None)
    return better.map(names).astype("str")


def best_known(net: Network) -> pd.Series[int]:
    """Rank organisations by how much is known of them; the first of two that are one gives its name.

    Parameters
    ----------
    net
        A network.
    """
    points = telling(net)
    now = owned(pd.Series(points.index, dtype="str"), owners(net.merges))
    return points.groupby(now.to_numpy()).max()


def _lone(visible: Network) -> pd.DataFrame:
    """List the organisations of which a pôle's own sheets give no more than a name."""
    table = visible.organisations
    theirs = published(visible.origin.tables["imports"])
    own = table["source"].fillna("").str.split(";").map(lambda names: not set(names) <= theirs).astype(bool)
    bare = table[list(_WHERE_AND_WHAT)].isna().all(axis=1) & (table["kind"].isna() | (table["kind"] == "other"))
    lone = table[own & bare & ~table["org_id"].isin(visible.memberships["org_id"])]
    found = pd.DataFrame({"question": ORIGIN[0], "one_name": lone["name"], "one_kind": lone["kind"]})
    found = found.assign(one_id=lone["org_id"], one_projects=_projects(visible, lone["org_id"]))
    return found.sort_values(["one_projects", "one_name", "one_id"], ascending=[False, True, True], ignore_index=True)


def _for_others(said: pd.DataFrame, visible: Network) -> pd.Series[str]:
    """Name the organisations of sources that are hidden there from the audience of this part of the network."""
    seen = visible.origin.seen
    hidden = said["visibility"].notna() & (seen is not None)
    return said.loc[hidden & ~said["visibility"].isin(seen.allowed if seen is not None else ()), "org_id"]


def undecided(net: Network) -> int:
    """Count the pairs that are left to decide.

    Parameters
    ----------
    net
        A network with proposals.
    """
    owner, known = owners(net.merges), set(as_said(net.tables, "organisations")["org_id"])
    one, other = (owned(net.proposals[f"{side}_id"], owner) for side in ("one", "other"))
    there = net.proposals["one_id"].isin(known) | net.proposals["other_id"].isin(known)
    return int((there & (one != other)).sum())


def _known(net: Network) -> pd.DataFrame:
    said = as_said(net.tables, "organisations")
    return said.drop_duplicates("org_id").set_index("org_id")


def _projects(net: Network, ids: pd.Series[str]) -> pd.Series[int]:
    counts = net.participations["org_id"].value_counts()
    return ids.map(counts).astype("Int64").where(~ids.isin(net.org_index) | ids.isin(counts.index), 0)


def answer_words() -> list[str]:
    """Return the words that may stand in the column of answers, in the current language."""
    return list(REPLIES.values()) if language() == "fr" else list(REPLIES)
