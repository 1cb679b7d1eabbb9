"""Communities as bubbles that open: what is drawn first of a network with too many organisations for one look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.maps.columns import distinct
from polegraph.maps.forces import part_overlaps
from polegraph.maps.naming import community_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.maps.layout import Layout
    from polegraph.network import Network

    Whole = NDArray[np.int64]
    Points = NDArray[np.float64]  # n × 2

SINGLE: Final = 10_000
"""How many organisations are drawn one by one at most, unless the reader wants all."""
LARGEST: Final = 1500
"""How many organisations a bubble may hold that has no bubbles inside."""
_NAMED: Final = 3  # organisations after which a bubble is called
_FILLED: Final = 0.5  # of the room of the members: bubbles shall not lie on each other, nor far from their members
_GAP: Final = 0.25  # of the mean radius, between two bubbles
_ROUNDS: Final = 300  # of parting bubbles: they are few


def levels(net: Network, nested: pd.DataFrame, layout: Layout, status: NDArray[np.object_], matrix: Csr) -> Any:  # noqa: ANN401  # JSON
    """Build the bubbles of a network.

    Parameters
    ----------
    net
        The network.
    nested
        What `polegraph.metrics.nested_communities` gives, in the order of the page.
    layout
        Where organisations stand: bubbles stand where their members do.
    status : array of str
        Of each organisation, one of `polegraph.maps.view_model.STATUSES`.
    matrix : csr_array, projects × organisations
        Projects × organisations, in the order of the page.

    Returns
    -------
    dict
        A value for each bubble, those of the first level first: ``parent`` (the bubble it is in, or -1), ``bank`` (the
        bank that it is, or -1), ``members`` (their number), ``without`` (the SMEs among them that have no project with
        a large group), ``x``, ``y``, ``r``, ``leaders`` (the members with most projects), ``theme`` (the number of the
        theme that most more of its projects have than the share of all would make, or -1), ``area`` (the same with
        members and their regions, or countries where no region is known at all), ``name`` (what
        `polegraph.maps.naming.community_names` calls it). ``of`` is the innermost bubble of each
        organisation, ``areas`` are words, ``single`` and ``largest`` are `SINGLE` and `LARGEST`.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.maps.layout import place
    >>> from polegraph.metrics import nested_communities
    >>> net = tiny()
    >>> layout = place(net.collaboration_matrix("newman"), np.full(5, 10.0), np.zeros(5, dtype=bool))
    >>> status = np.full(5, "other", dtype=object)
    >>> made = levels(net, nested_communities(net), layout, status, net.incidence)
    >>> made["members"], made["of"], made["bank"]
    ([4, 1], [0, 0, 0, 0, 1], [-1, 0])
    """
    parents, bank, within = _tree(nested, layout.bank)
    of = np.full(len(nested), -1, dtype=np.int64)
    for bubble, members in enumerate(within):
        of[members] = bubble  # those inside come later
    points, radius = _places(layout, parents, bank, within)
    activity = np.bincount(matrix.indices, minlength=len(nested))
    small = np.isin(status.astype(str), _WITHOUT)
    areas, area, names, theme = _named(net, nested, within, matrix)
    return {
        "single": SINGLE,
        "largest": LARGEST,
        "of": of.tolist(),
        "parent": parents,
        "bank": bank,
        "members": [len(members) for members in within],
        "without": [int(small[members].sum()) for members in within],
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "r": radius.tolist(),
        "leaders": [members[np.lexsort((members, -activity[members]))][:_NAMED].tolist() for members in within],
        "theme": theme,
        "name": names,
        "areas": areas,
        "area": [_most(area[members], area) for members in within],
    }


def named(net: Network, nested: pd.DataFrame, matrix: Csr) -> dict[str, Any]:
    """Name the communities of the first level.

    Parameters
    ----------
    net
        The network.
    nested
        What `polegraph.metrics.nested_communities` gives, in the order of the page.
    matrix : csr_array, projects × organisations
        Projects × organisations, in the order of the page.

    Returns
    -------
    dict
        ``areas``, words, and ``names``: by the number of a community its subject, area, members and number, as
        `polegraph.maps.naming.community_names` gives them.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.metrics import nested_communities
    >>> net = tiny()
    >>> named(net, nested_communities(net), net.incidence)["names"]
    {1: ['', -1, [1], 1]}
    """
    number = nested["level_1"].fillna(0).to_numpy(dtype=np.int64)
    numbers = np.unique(number[number > 0])
    within = [np.flatnonzero(number == one) for one in numbers]
    areas, _, names, _ = _named(net, nested, within, matrix)
    return {"areas": areas, "names": dict(zip(numbers.tolist(), names, strict=True))}


def _named(
    net: Network, nested: pd.DataFrame, within: list[Whole], matrix: Csr
) -> tuple[list[str], Whole, list[list[Any]], list[int]]:
    """Return areas and that of each organisation, what each community is called, and its theme."""
    activity = np.bincount(matrix.indices, minlength=len(nested))
    areas, area = _areas(net, nested)
    theme, labels = _themes(net, within, matrix)
    names = net.organisations.set_index("org_id")["name"].reindex(nested["org_id"]).tolist()
    said = [labels[number] if number >= 0 else "" for number in theme]
    found = community_names(within, names, activity=activity, themes=said, area=area)
    return areas, area, [[name.subject, name.area, list(name.around), name.number] for name in found], theme


_WITHOUT: Final = ("introduced", "far", "unreachable", "no_partner", "no_project")


def _tree(nested: pd.DataFrame, banks: Whole) -> tuple[list[int], list[int], list[Whole]]:
    """Return for each bubble that in which it is, the bank that it is, and its members; level by level."""
    parents: list[int] = []
    bank: list[int] = []
    within: list[Whole] = []
    inside = np.full(len(nested), -1, dtype=np.int64)  # the bubble of the level before
    for column in nested.columns[nested.columns.str.startswith("level_")]:
        number = nested[column].fillna(0).to_numpy(dtype=np.int64)
        chosen = np.flatnonzero((number > 0) & (banks < 0))
        order = chosen[np.lexsort((chosen, number[chosen], inside[chosen]))]
        change = (np.diff(number[order]) != 0) | (np.diff(inside[order]) != 0)
        for members in np.split(order, np.flatnonzero(change) + 1) if len(order) else []:
            parents.append(int(inside[members[0]]))
            bank.append(-1)
            within.append(members)
        inside = np.full(len(nested), -1, dtype=np.int64)
        for bubble, members in enumerate(within):
            inside[members] = bubble
        if column == "level_1":
            for one in range(int(banks.max(initial=-1)) + 1):
                parents.append(-1)
                bank.append(one)
                within.append(np.flatnonzero(banks == one))
    return parents, bank, within


def _places(layout: Layout, parents: list[int], bank: list[int], within: list[Whole]) -> tuple[Whole, Whole]:
    """Place the bubbles that are in the same one so that none lies on another; banks stay where they are."""
    points, radius = np.zeros((len(within), 2)), np.zeros(len(within))
    outer, community = np.array(parents, dtype=np.int64), np.array(bank, dtype=np.int64) < 0
    for parent in np.unique(outer):
        circles = np.flatnonzero((outer == parent) & community)
        if len(circles):
            members = [layout.points[within[bubble]].astype(np.float64) for bubble in circles]
            points[circles], radius[circles] = _circles(members)
    for bubble, number in enumerate(bank):
        if number >= 0:
            one = layout.banks[number]
            points[bubble] = (one.left + one.width / 2, one.top + one.height / 2)
            radius[bubble] = one.height / 2
    top = min((one.top for one in layout.banks), default=None)
    circles = np.flatnonzero(community)
    if top is not None and len(circles):  # parting may have pushed some into the banks
        points[circles, 1] -= max(0.0, float((points[circles, 1] + radius[circles]).max()) - top + 1)
    return np.rint(points).astype(np.int64), np.rint(radius).astype(np.int64)


def _circles(members: list[Points]) -> tuple[Points, NDArray[np.float64]]:
    """Return the centroids of the members, and radii such that areas grow with their number."""
    numbers = np.array([len(own) for own in members], dtype=np.float64)
    together = np.concatenate(members)
    spread = float(((together - together.mean(axis=0)) ** 2).sum(axis=1).mean())
    # A disc of radius R has a mean square distance of R² / 2 from its middle.
    radius = np.sqrt(_FILLED * 2 * max(spread, 1.0) * numbers / numbers.sum())
    radius = np.maximum(radius, 0.12 * radius.max())  # the smallest are still seen and hit
    centres = np.array([np.median(own, axis=0) for own in members])
    return part_overlaps(centres, radius, _GAP * float(radius.mean()), _ROUNDS), radius


def _areas(net: Network, nested: pd.DataFrame) -> tuple[list[str], Whole]:
    """Return regions and that of each organisation; countries where no region is known at all."""
    table = net.organisations.set_index("org_id").reindex(nested["org_id"])
    column = "region" if table["region"].notna().any() else "country"
    words, number = distinct(table[column].fillna("").tolist())
    place = np.array(number, dtype=np.int64)
    if words[:1] == [""]:
        return words[1:], place - 1
    return words, place


def _most(own: Whole, every: Whole) -> int:
    """Return the over-represented word, with the largest excess over its share in all, or -1."""
    usual = np.bincount(every[every >= 0])
    counts = np.bincount(own[own >= 0], minlength=len(usual))
    return int((counts - usual * (counts.sum() / max(usual.sum(), 1))).argmax()) if counts.any() else -1


def _themes(net: Network, within: list[Whole], matrix: Csr) -> tuple[list[int], list[str]]:
    """Return the over-represented theme of each bubble, of which its projects have most in excess; and all labels."""
    used = net.themes[net.themes["theme_id"].isin(net.project_themes["theme_id"])]
    used = used.sort_values(["label", "theme_id"], ignore_index=True)
    order = pd.Index(net.projects["project_id"].sort_values())
    pairs = net.project_themes.drop_duplicates(["project_id", "theme_id"])
    row = order.get_indexer(pd.Index(pairs["project_id"]))
    theme = pd.Index(used["theme_id"]).get_indexer(pd.Index(pairs["theme_id"]))
    kept = (row >= 0) & (theme >= 0)
    row, theme = row[kept], theme[kept]
    if not len(row):
        return [-1] * len(within), []
    by_member = matrix.T.tocsr()
    found = []
    for members in within:
        own = np.zeros(len(order), dtype=np.bool_)
        own[by_member[members].indices] = True
        found.append(_most(theme[own[row]], theme))
    return found, used["label"].tolist()
