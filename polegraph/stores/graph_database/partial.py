"""Partial reads from Neo4j: the database selects, and only the selected rows are transferred."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from polegraph import tables
from polegraph.errors import PolegraphError
from polegraph.names.categories import in_one_spelling
from polegraph.network import Network, selection
from polegraph.network.membership import day_of, today
from polegraph.stores.graph_database import reading, sessions, store, writing
from polegraph.stores.graph_database.model import BY_ORGANISATION, BY_PROJECT
from polegraph.stores.location import location
from polegraph.vocabulary import VISIBLE_TO

if TYPE_CHECKING:
    import neo4j as driver

    from polegraph.stores.location import Location

    Audience = Literal["public", "members", "internal"]

_WHOLE: Final = ("poles", "themes", "imports", "targets")
_BY_THE_WHOLE: Final = ("country", "kind", "ids", "min_projects", "component", "core")
"""Words that no command asks for, so that no statement does."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A selection, as the parameters of the statements."""

    regions: list[str] | None
    pole: str | None
    projects: dict[str, Any]


def read(
    address: str | Location,
    *,
    audience: Audience,
    leave_out: bool = True,
    **narrow: Any,  # noqa: ANN401  # the words of Network.select
) -> tuple[Network, dict[str, int]]:
    """Read the part of a selection that an audience may see.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    audience
        The audience of the output.
    leave_out
        Whether rows hidden from it are left out, or only counted.
    **narrow
        The words of `Network.select`.

    Returns
    -------
    net : Network
        The same as ``read(address).visible(audience).select(**narrow)``; the network around it, where paths beyond
        are found, is read when it is first asked for.
    hidden : dict
        How many organisations and projects the audience may not see.

    Raises
    ------
    PolegraphError
        As `polegraph.stores.graph_database.store.read` and `Network.select`.
    """
    # parse the address, and count what the audience may not see
    place = location(address)
    if place is None:
        raise PolegraphError("not an address", file=str(address))
    hidden = {"organisations": 0, "projects": 0, "rows": 0}
    with sessions.session(place, readonly=True) as opened:
        known = reading.state(opened, place)
        seen = None if audience == "internal" else list(VISIBLE_TO[audience])
        if seen is not None:
            record = sessions.rows(opened, "select/hidden", dataset=place.dataset, seen=seen)[0]
            hidden = {name: record[name] for name in hidden}
        whole = _Whole(place, audience, open_to=None if seen is None or any(hidden.values()) else frozenset(seen))
        # without a filter, read the whole dataset
        if not any(value is not None and value is not False for name, value in narrow.items() if name != "at"):
            return whole.network(leave_out=leave_out).on(narrow.get("at")), hidden
        # The whole decides what may be shown of a part: the head of a group, the other members of a pôle. Rows that are
        # out of order cannot be picked apart, and organisations that have left are rarely asked for.
        if (
            narrow.get("former")
            or any(narrow.get(name) is not None for name in _BY_THE_WHOLE)
            or any(hidden.values())
            or sessions.rows(opened, "dataset/orders", dataset=place.dataset)
        ):
            if leave_out:
                return whole.network().select(**narrow), hidden
            return whole.network(leave_out=False).select_as(audience, **narrow), hidden
        # let the database select the part; refuse it if the dataset has changed meanwhile
        net = _part(opened, place, known, seen, narrow, whole)
        if reading.state(opened, place)["version"] != known["version"]:
            raise writing.taken_over(place)
    return net, hidden


class _Whole:
    """The network that a part was chosen from; it is read once, on first use.

    Parameters
    ----------
    place
        Where it is.
    audience
        The audience of the output.
    open_to
        The visibilities that may be seen, if nothing has another; else None.
    """

    def __init__(self, place: Location, audience: Audience, open_to: frozenset[str] | None) -> None:
        self.place = place
        self.audience = audience
        self.open_to = open_to
        self.read: Network | None = None

    def network(self, *, leave_out: bool = True) -> Network:
        """Return it, without the rows hidden from the audience unless these are to stay."""
        if self.read is None:
            self.read = store.read(self.place)
            if self.open_to is not None:
                self.read.known_open_to(self.open_to)
        return self.read.visible(self.audience) if leave_out else self.read


def _part(
    opened: driver.Session,
    place: Location,
    known: dict[str, Any],
    seen: list[str] | None,
    narrow: dict[str, Any],
    whole: _Whole,
) -> Network:
    at = narrow.get("at")
    day = today() if at is None else day_of(at)
    common = {"dataset": place.dataset, "seen": seen, "day": day}
    small = {name: sessions.rows(opened, f"present/{name}", dataset=place.dataset)[0]["ids"] for name in _WHOLE}
    asked = _resolved(opened, common, reading.read_tables(opened, place.dataset, known, small), narrow)
    orgs, projects, focus = _chosen(opened, common, asked)
    ids = {**small, **_ids(opened, place.dataset, orgs, projects)}
    ids["rejected"] = sessions.rows(opened, "present/rejected", dataset=place.dataset)[0]["ids"]
    frames = reading.read_tables(opened, place.dataset, known, ids)
    wider: dict[str, Any] = {name: value if name not in {"pole", "region"} else None for name, value in narrow.items()}
    around = None if focus is None else lambda: whole.network().select(**wider)
    undated = _undated(opened, common, asked)
    net = Network.from_checked(
        in_one_spelling(frames), focus=focus, around=around, origin=whole.network, day=day, undated=undated
    ).with_categories(_categories(opened, ids["organisations"]))
    return net if whole.open_to is None else net.known_open_to(whole.open_to)


def _undated(opened: driver.Session, common: dict[str, Any], asked: _Asked) -> int:
    """Count the projects that are left out because their year is unknown, as `Network.undated`."""
    bounds = {"first": None, "last": None}
    if all(asked.projects[name] is None for name in bounds):
        return 0
    record = sessions.rows(opened, "select/undated", **common, **{**asked.projects, **bounds})[0]
    projects = set(record["project_ids"])
    if not projects or (asked.regions is None and asked.pole is None):
        return len(projects)
    picked = _chosen(opened, common, replace(asked, projects={**asked.projects, **bounds}))[1]
    return len(projects.intersection(picked))


def _categories(opened: driver.Session, ids: list[str]) -> pd.DataFrame:
    """Read the category of each organisation, by ``org_id``, which otherwise depends on the whole network."""
    record = sessions.rows(opened, "read/categories", ids=ids)[0]
    return pd.DataFrame({"unit": record["unit"], "size": record["unit_size"]}, index=record["org_id"], dtype="str")


def _resolved(
    opened: driver.Session, common: dict[str, Any], small: dict[str, pd.DataFrame], narrow: dict[str, Any]
) -> _Asked:
    """Find the spellings that are meant; refuse absent ones, as a network in memory does."""
    names = {
        name: pd.Series([row["name"] for row in sessions.rows(opened, f"select/{name}", **common)], dtype="str")
        for name, word in (("programmes", "programme"), ("regions", "region"))
        if narrow[word] is not None
    }
    programme, theme, pole, region = (narrow[word] for word in ("programme", "theme", "pole", "region"))
    # In the order of `Network.select`, so that of two mistakes the same one is reported.
    projects: dict[str, Any] = {
        "programmes": None if programme is None else selection.programmes(programme, names["programmes"]),
        "themes": None if theme is None else selection.themes(small["themes"], theme),
    }
    projects["first"], projects["last"] = selection.years(narrow["phase"], narrow["since"], narrow["until"])
    pole = None if pole is None else selection.pole(small["poles"], pole)
    return _Asked(
        pole=pole,
        regions=None if region is None else selection.regions(region, names["regions"]),
        projects=projects,
    )


def _chosen(
    opened: driver.Session, common: dict[str, Any], asked: _Asked
) -> tuple[list[str], list[str], frozenset[str] | None]:
    """Return the organisations, the projects, and the focus."""
    wanted = {**common, **asked.projects}

    def one(statement: str, **more: Any) -> list[str]:  # noqa: ANN401  # parameters of the statement
        return list(sessions.rows(opened, f"select/{statement}", **more)[0][0])

    if asked.regions is None and asked.pole is None:
        projects = one("projects", **wanted)
        staying = sessions.rows(opened, "select/staying", **common, project_ids=projects)
        return [row["org_id"] for row in staying], projects, None
    if asked.pole is not None:
        focus = one("members", **common, pole=asked.pole, regions=asked.regions)
    else:
        focus = one("residents", **wanted, regions=asked.regions)
    chosen = set(one("projects_of", **wanted, org_ids=focus))
    if asked.pole is not None and asked.regions is None:
        chosen.update(one("labelled", **wanted, pole=asked.pole))
    partners = one("partners", **common, project_ids=list(chosen))
    return sorted({*focus, *partners}), sorted(chosen), frozenset(focus)


def _ids(opened: driver.Session, dataset: str, orgs: list[str], projects: list[str]) -> dict[str, list[str]]:
    """Return the element ids of the rows that belong to chosen organisations and projects."""

    def one(name: str, **given: list[str]) -> Any:  # noqa: ANN401  # a record
        return sessions.rows(opened, f"within/{name}", dataset=dataset, **given)[0]

    ids = {"organisations": one("organisations", org_ids=orgs)["ids"]}
    ids["projects"] = one("projects", project_ids=projects)["ids"]
    ids.update({name: one(name, org_ids=orgs)["ids"] for name in BY_ORGANISATION})
    ids.update({name: one(name, project_ids=projects)["ids"] for name in BY_PROJECT})
    record, known = one("participations", project_ids=projects), set(orgs)
    pairs = zip(record["org_ids"], record["ids"], strict=True)
    ids["participations"] = [link for org, link in pairs if org in known]
    return {name: found for name, found in ids.items() if name in tables.TABLES}
