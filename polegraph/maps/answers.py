"""The answers to an animator's questions: which organisations, and what is to be said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph import synergies
from polegraph.i18n import LANGUAGES
from polegraph.suggestions import suggest_in

if TYPE_CHECKING:
    from polegraph.network import Network
    from polegraph.suggestions import Model

_GAPS: Final = {
    "labs_without_sme": "lab_without_sme",
    "members_without_project": "member_without_project",
    "training_left_out": "training_body_left_out",
}
_OF_INTRODUCTIONS: Final = ("introduced_to_name", "introduced_to_projects", "other_large_groups")


def answers(net: Network, index: pd.Index[str], links: pd.DataFrame) -> dict[str, Any]:
    """Answer the questions of the page.

    Parameters
    ----------
    net
        The network. Where some organisations were chosen, only these are asked about.
    index : Index of str
        Organisations in the order of the page.
    links
        What `polegraph.metrics.large_group_links` gives for the network or for the whole around it.

    Returns
    -------
    dict
        Rows of organisations by question, in the order in which they are to be read: those of
        `polegraph.metrics.large_group_links` and `polegraph.synergies.gap`. ``introducers`` are pairs of a row and the
        number of SMEs that it could introduce; who is not on the page is left out. ``introductions`` say of each of
        them, by its row, to which large group: its row or -1, its name, the rows of the projects of the two that are
        on the page (projects in the order of their identifiers), and the names of other large groups that it works
        with. ``pole_pairs``, where there are
        pôles, are the pairs with fewer common projects than by chance: the rows of the two pôles, the number of these
        projects, and the number by chance.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.metrics import large_group_links
    >>> net = tiny()
    >>> found = answers(net, net.org_index, large_group_links(net, draws=0))
    >>> found["one_introduction"], found["introductions"]
    ([0, 2], {'1': [3, 'Large group (invented)', [2], []]})
    """
    if net.focus is not None:
        links = links[links["org_id"].isin(net.focus)]
    near = links[links["status"] == "introduced"]
    found: dict[str, Any] = {
        "without_large": _rows(index, links[links["status"] != "direct"]),
        "one_introduction": _rows(index, near),
        **{question: _rows(index, synergies.gap(net, gap, draws=0)) for question, gap in _GAPS.items()},
        "introducers": _introducers(index, near),
        "introductions": _introductions(net, index, near),
    }
    if not len(net.memberships):
        del found["members_without_project"]
    if len(net.memberships["pole_id"].unique()) > 1:
        found["pole_pairs"] = _pole_pairs(net)
    return found


def partners(net: Network, ids: list[str], number: int, model: Model | None = None) -> dict[str, list[dict[str, Any]]]:
    """Give the partners that are suggested to each organisation, with their reasons in every language.

    Parameters
    ----------
    net
        The network.
    ids
        Organisations in the order of the page.
    number
        How many for each.
    model
        What `polegraph.suggestions.train` gave, by which they are ranked; None for the fusion.

    Returns
    -------
    dict
        By row of the page: ``number``, the row of the partner or -1, its ``name``, and ``reasons`` by language.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> partners(tiny(), sorted(tiny().org_index), 1)["3"][0]["number"]
    1
    """
    listed = suggest_in(LANGUAGES, net, top=number, model=model)
    row = {org_id: place for place, org_id in enumerate(ids)}
    first = listed[LANGUAGES[0]]
    reasons = zip(*(listed[code]["reasons"].fillna("").tolist() for code in LANGUAGES), strict=True)
    columns = (first[name].tolist() for name in ("org_id", "suggested_id", "suggested_name"))
    found: dict[str, list[dict[str, Any]]] = {}
    for org_id, partner, name, said in zip(*columns, reasons, strict=True):
        entry = {"number": row.get(partner, -1), "name": name, "reasons": dict(zip(LANGUAGES, said, strict=True))}
        if org_id in row:
            found.setdefault(str(row[org_id]), []).append(entry)
    return found


def _rows(index: pd.Index[str], table: pd.DataFrame) -> list[int]:
    rows = index.get_indexer(pd.Index(table["org_id"]))
    return [row for row in rows.tolist() if row >= 0]


def _introducers(index: pd.Index[str], near: pd.DataFrame) -> list[list[int]]:
    counted = near["introducer_id"].value_counts()
    rows = index.get_indexer(pd.Index(counted.index, dtype="str"))
    pairs = [[row, int(number)] for row, number in zip(rows.tolist(), counted.tolist(), strict=True) if row >= 0]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _introductions(net: Network, index: pd.Index[str], near: pd.DataFrame) -> dict[str, list[Any]]:
    """Say of each introducer on the page to which large group, through which projects, and to which others."""
    first = near.drop_duplicates("introducer_id")
    rows = index.get_indexer(pd.Index(first["introducer_id"], dtype="str"))
    projects = {one: place for place, one in enumerate(sorted(net.project_index.tolist()))}
    groups = index.get_indexer(pd.Index(first["introduced_to_id"], dtype="str")).tolist()
    columns = (first[name].fillna("").tolist() for name in _OF_INTRODUCTIONS)
    told = {}
    for row, group, name, between, others in sorted(zip(rows.tolist(), groups, *columns, strict=True)):
        known = [projects[one] for one in between.split(";") if one in projects]
        if row >= 0:
            told[str(row)] = [group, name, known, net.whole.names([one for one in others.split(";") if one])]
    return told


def _pole_pairs(net: Network) -> list[list[Any]]:
    pairs = synergies.gap(net, "pole_pair")
    flagged = pairs[pairs["q_value"] <= synergies.FLAGGED]
    place = {pole: row for row, pole in enumerate(net.poles["pole_id"].sort_values().tolist())}
    columns = (flagged[name].tolist() for name in ("group", "other", "observed", "expected"))
    return [
        [place[one], place[other], int(observed), round(float(expected), 1)]
        for one, other, observed, expected in zip(*columns, strict=True)
    ]
