"""The view model, all that the page needs: plain values only, independent of the order of the tables' rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.identity import normal_form
from polegraph.maps import columns, performance
from polegraph.maps.answers import answers
from polegraph.maps.columns import distinct
from polegraph.maps.geography import geography
from polegraph.maps.ground import ground
from polegraph.maps.layout import Layout, place
from polegraph.maps.levels import LARGEST, SINGLE, levels, named
from polegraph.metrics import nested_communities
from polegraph.metrics.links import large_group_links
from polegraph.names.display import display_name
from polegraph.tables import KINDS, LARGE_SIZES, SIZES, SME_SIZES
from polegraph.vocabulary import LINK_STATUSES_BY_DISTANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

STATUSES: Final = ("large", *LINK_STATUSES_BY_DISTANCE, "mid_cap", "other")
"""What an organisation is with respect to links between SMEs and large groups."""
LINKS_DRAWN: Final = 10_000
"""Default number of links drawn: more make an old laptop slow, and a picture grey."""
_LONGEST: Final = 400  # characters of a title or another spelling that are taken along


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the page shows.

    Parameters
    ----------
    nodes, edges
        What pyvis is given: dictionaries with vis-network's own keys, and no words.
    data
        Organisations and projects by column, and figures about the whole; JSON values only.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    data: dict[str, Any]


def view(net: Network, *, top_links: int | None = None) -> View:
    """Build the view model of a network.

    Parameters
    ----------
    net
        What is to be shown; call `Network.visible` first.
    top_links
        How many links are drawn at most, the strongest; `LINKS_DRAWN` if None.

    Returns
    -------
    View
        Organisations and projects sorted by identifier.

    Examples
    --------
    >>> import polegraph.examples
    >>> shown = view(polegraph.examples.tiny())
    >>> shown.data["organisations"]["status"], len(shown.edges)
    (['no_project', 'large', 'other', 'introduced', 'introduced'], 4)
    """
    # Order organisations and projects by identifier.
    organisations = net.organisations.sort_values("org_id", ignore_index=True)
    projects = net.projects.sort_values("project_id", ignore_index=True)
    index = pd.Index(organisations["org_id"])
    matrix = _incidence(net, index, pd.Index(projects["project_id"]))
    # Find the category and the status of each organisation.
    around = net.whole  # what an SME lacks there, it lacks; here it may only be cut off
    category = around.category.iloc[around.org_index.get_indexer(index)].reset_index(drop=True)
    size = category["size"].to_numpy()
    every = large_group_links(around, draws=0)
    links = every.set_index("org_id").reindex(index)
    status = _status(size, links["status"], around.standing[around.org_index.get_indexer(index)])
    # Compute sizes and positions of the marks.
    activity = np.bincount(matrix.indices, minlength=len(index))
    radius = _radius(activity, status)
    newman = linalg.project(matrix, linalg.newman_weights(np.diff(matrix.indptr)))
    layout = place(newman, radius, np.isin(status, _SMALL))
    # Find communities, and the strongest links.
    nested = nested_communities(net, LARGEST).set_index("org_id").reindex(index).reset_index()
    pairs = _pairs(matrix, newman)
    drawn = pairs.head(LINKS_DRAWN if top_links is None else top_links)
    # Collect the columns of the page.
    described = _projects(net, projects, matrix, index)
    data = {
        "organisations": {
            **_organisations(net, organisations, category, status, links),
            "community": nested["level_1"].fillna(-1).astype(int).tolist(),
        },
        "communities": int(nested["level_1"].notna().any()),
        "community_names": named(net, nested, matrix),
        "projects": described,
        "ground": ground(net, index, described["programmes"]),
        "links": {"all": len(pairs), "drawn": len(drawn), "most": LINKS_DRAWN if top_links is None else top_links},
        "banks": [[bank.name, bank.left, bank.top, bank.width, bank.height] for bank in layout.banks],
        "bank_title": layout.title,
        "sources": _sources(net),
        "answers": answers(net),
        "order": {"kinds": list(KINDS), "sizes": [*SIZES, "unknown"], "statuses": list(STATUSES)},
        "focused": net.focus is not None,
        "geography": geography(net, organisations, radius),
    }
    # Draw communities as bubbles where there are too many marks.
    if len(index) > SINGLE:
        data["levels"] = levels(net, nested, layout, status, matrix)
    return View(_nodes(radius, layout), _edges(drawn), data)


_SMALL: Final = ("direct", "introduced", "far", "unreachable", "no_partner", "no_project")


def _incidence(net: Network, organisations: pd.Index[str], projects: pd.Index[str]) -> Csr:
    rows = projects.get_indexer(pd.Index(net.participations["project_id"])).astype(np.int64)
    columns = organisations.get_indexer(pd.Index(net.participations["org_id"])).astype(np.int64)
    return linalg.incidence(rows, columns, (len(projects), len(organisations)))


def _status(size: NDArray[np.object_], found: pd.Series[str], here: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return the status of each organisation; SMEs by their distance to a large group. A dissolved one is no SME."""
    status = np.full(len(size), "other", dtype=object)
    status[size == "mid_cap"] = "mid_cap"
    status[np.isin(size.astype(str), LARGE_SIZES)] = "large"
    small = np.isin(size.astype(str), SME_SIZES) & here
    status[small] = found.fillna("no_project").to_numpy()[small]
    return status


def _radius(activity: NDArray[np.int64], status: NDArray[np.object_]) -> NDArray[np.float64]:
    """Compute radii such that areas of marks grow with the number of projects; large groups are never the smallest."""
    radius = np.minimum(5 + 3 * np.sqrt(activity.astype(np.float64)), 42.0)
    radius[status == "large"] = np.maximum(radius[status == "large"], 12.0)
    rounded: NDArray[np.float64] = np.round(radius, 1)
    return rounded


def _pairs(matrix: Csr, newman: Csr) -> pd.DataFrame:
    """List all links, the strongest first: more projects, then more weight, then the identifiers."""
    shared = linalg.project(matrix, np.ones(matrix.shape[0], dtype=np.int64))
    one = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    once = one < shared.indices
    pairs = pd.DataFrame({"one": one[once], "other": shared.indices[once], "projects": shared.data[once]})
    pairs["weight"] = newman.data[once].round(9)
    return pairs.sort_values(
        ["projects", "weight", "one", "other"], ascending=[False, False, True, True], ignore_index=True
    )


def _nodes(radius: NDArray[np.float64], layout: Layout) -> list[dict[str, Any]]:
    """Build the nodes for pyvis; the page decides on their look, for light and for dark."""
    columns = zip(radius.tolist(), layout.points.tolist(), strict=True)
    return [{"id": number, "x": x, "y": y, "size": size} for number, (size, (x, y)) in enumerate(columns)]


def _edges(drawn: pd.DataFrame) -> list[dict[str, Any]]:
    """Build the edges for pyvis, the weakest first, so that the strongest lie on top."""
    columns = zip(drawn["one"].tolist(), drawn["other"].tolist(), drawn["projects"].tolist(), strict=True)
    return [{"from": one, "to": other, "shared": shared} for one, other, shared in columns][::-1]


def _organisations(
    net: Network,
    organisations: pd.DataFrame,
    category: pd.DataFrame,
    status: NDArray[np.object_],
    links: pd.DataFrame,
) -> dict[str, Any]:
    index = pd.Index(organisations["org_id"])
    names = organisations["name"].tolist()
    shown = [display_name(name) for name in names]
    # Shorten what repeats: places, introducers, groups.
    places, place_of = distinct(_places(organisations))
    introducers = index.get_indexer(pd.Index(links["introducer_id"].fillna("").astype("str")))
    introduced = {
        str(row): [int(introducers[row]), display_name(links["introducer_name"].iloc[row])]
        for row in np.flatnonzero(links["introducer_id"].notna().to_numpy()).tolist()
    }
    grouped = np.flatnonzero(category["unit"] != organisations["org_id"])
    own, counted, unit = organisations["size"].fillna(""), category["size"].fillna("unknown"), category["unit"]
    groups = [display_name(name) for name in net.whole.names(unit[grouped].tolist())]
    # Collect the columns.
    return {
        "id": index.tolist(),
        "name": shown,
        "written": {row: name for row, (name, own) in enumerate(zip(names, shown, strict=True)) if name != own},
        "kind": organisations["kind"].tolist(),
        "size": counted.tolist(),
        "as_group": np.flatnonzero((counted != "unknown") & (own != counted)).tolist(),
        "group": dict(zip(map(str, grouped.tolist()), groups, strict=True)),
        "status": status.tolist(),
        "places": places,
        "place": place_of,
        "introducer": introduced,
        "chosen": [] if net.focus is None else np.flatnonzero(index.isin(net.focus)).tolist(),
        "aliases": _aliases(net, index),
        **columns.of_organisations(net, organisations),
        **performance.support(net, organisations),
    }


def _places(organisations: pd.DataFrame) -> list[str]:
    columns = [organisations[column].fillna("").tolist() for column in ("city", "region", "country")]
    return [", ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*columns, strict=True)]


def _aliases(net: Network, index: pd.Index[str]) -> dict[str, list[str]]:
    """Return the other spellings by which an organisation can be searched, where they are not mere case or accents."""
    names = dict(zip(net.organisations["org_id"], net.organisations["name"], strict=True))
    spellings: dict[str, dict[str, str]] = {}
    written = net.aliases[["org_id", "name"]].drop_duplicates().sort_values(["org_id", "name"])
    for org_id, name in written.itertuples(index=False, name=None):
        form = normal_form(name)
        if form != normal_form(names[org_id]):
            spellings.setdefault(org_id, {}).setdefault(form, name[:_LONGEST])
    rows = index.get_indexer(pd.Index(list(spellings), dtype="str")).tolist()
    return {str(row): list(forms.values()) for row, forms in zip(rows, spellings.values(), strict=True)}


def _projects(net: Network, projects: pd.DataFrame, matrix: Csr, index: pd.Index[str]) -> dict[str, Any]:
    programmes, programme_of = distinct(projects["programme"].fillna("").tolist())
    leads = net.participations[net.participations["role"] == "coordinator"].sort_values(["project_id", "org_id"])
    lead = leads.drop_duplicates("project_id").set_index("project_id")["org_id"].reindex(projects["project_id"])
    return {
        "id": projects["project_id"].tolist(),
        "acronym": projects["acronym"].fillna("").str.slice(0, _LONGEST).tolist(),
        "title": projects["title"].fillna("").str.slice(0, _LONGEST).tolist(),
        "year": projects["year"].fillna(0).astype(int).tolist(),
        "end": projects["end"].dt.year.fillna(0).astype(int).tolist(),
        **columns.of_projects(net, projects),
        **performance.outcomes(net, projects, index),
        "programmes": programmes,
        "programme": programme_of,
        "lead": index.get_indexer(pd.Index(lead.fillna("").astype("str"))).tolist(),
        "members": [members.tolist() for members in np.split(matrix.indices, matrix.indptr[1:-1])]
        if len(projects)
        else [],
    }


def _sources(net: Network) -> list[list[Any]]:
    """Return the files that were read, and the account of their rows."""
    columns = ["source", "file", "rows", "kept", "repeated", "rejected"]
    rows = net.imports.sort_values(["source", "file", "table"])[columns].itertuples(index=False, name=None)
    return [[source, file, *map(int, counts)] for source, file, *counts in rows]
