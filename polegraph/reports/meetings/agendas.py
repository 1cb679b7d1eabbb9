"""The agenda of each participant: whom it meets, where, when, why, and what to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polegraph.reports import people

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.network import Network

_MOST = 4  # projects that are named for a meeting


@dataclass(frozen=True)
class Meeting:
    """A meeting, as one of the two sees it.

    Attributes
    ----------
    key
        What tells the meeting apart, whenever it is held: the identifiers of the two.
    slot, start, end, table
        When and where.
    partner
        The name of the other.
    why, topics, projects
        Reasons, what to talk about, and projects that prove them; empty where there are none.
    requested
        Whether one of the two asked for it.
    """

    key: str
    slot: int
    start: str
    end: str
    table: int
    partner: str
    why: str
    topics: str
    projects: str
    requested: bool


@dataclass(frozen=True)
class Agenda:
    """The day of a participant."""

    org_id: str
    name: str
    meetings: tuple[Meeting, ...]


def agendas(plan: pd.DataFrame, net: Network) -> list[Agenda]:
    """Return the agenda of every participant, by name.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    net
        The network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.meetings import plan
    >>> made = plan(tiny(), ["First SME", "Large group"], slots=1)
    >>> [(one.org_id, one.meetings[0].partner) for one in agendas(made, tiny())]
    [('SME1', 'Large group (invented)'), ('BIG', 'First SME (invented)')]
    """
    known = {one["org_id"]: one["name"] for one in plan.attrs.get("participants", ())}
    for side in ("a", "b"):
        known |= dict(zip(plan[f"org_id_{side}"], plan[f"name_{side}"], strict=True))
    days: dict[str, list[Meeting]] = {one: [] for one in known}
    named = people.of_projects(plan["evidence_projects"], net.whole, _MOST).fillna("").tolist()
    for row, projects in zip(plan.to_dict("records"), named, strict=True):
        for mine, other, why in (("a", "b", "reasons"), ("b", "a", "reasons_b")):
            days[row[f"org_id_{mine}"]].append(_meeting(row, other, why, projects))
    ordered = sorted(known, key=lambda one: (known[one].casefold(), one))
    return [Agenda(one, people.disclosed(known[one]), tuple(days[one])) for one in ordered]


def _meeting(row: dict[Any, Any], other: str, why: str, projects: str) -> Meeting:
    return Meeting(
        key="|".join(sorted((row["org_id_a"], row["org_id_b"]))),
        slot=int(row["slot"]),
        start=row["start"],
        end=row["end"],
        table=int(row["table"]),
        partner=people.disclosed(row[f"name_{other}"]),
        why=row[why] if isinstance(row[why], str) else "",
        topics=row["topics"] if isinstance(row["topics"], str) else "",
        projects=projects,
        requested=bool(row["requested"]),
    )
