"""The graph model: the nodes, relationships and properties that the tables map to.

The columns are those of `polegraph.tables`; the statements that present, load, read and pick them are written from here
by ``tools/statements.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.resources import cypher
from polegraph.tables import TABLES, WHO_IS_WHO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT: Final = 1
"""Version of the model in Neo4j; a part of every fingerprint, so that another one rewrites all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of nodes.

    Parameters
    ----------
    label
        Label of the nodes.
    key
        The property that names a node within its dataset.
    more
        Properties that are no columns of the table of that name; all of them where there is no such table.
    renamed
        Column → property, where the two differ.
    """

    label: str
    key: str
    more: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A kind of relationships.

    Parameters
    ----------
    type
        Type of the relationships.
    start, end
        The kinds of nodes between which they run.
    start_key, end_key
        The columns that name the two ends.
    more
        Properties where there is no table of that name.
    at_end
        Columns that the node at the end holds in place of the relationship.
    """

    type: str
    start: str
    start_key: str
    end: str
    end_key: str
    more: tuple[str, ...] = ()
    at_end: tuple[str, ...] = ()


NODES: Final[dict[str, Node]] = {
    "organisations": Node("Organisation", "org_id", more=("unit", "unit_size")),
    "projects": Node("Project", "project_id"),
    "poles": Node("Pole", "pole_id"),
    "themes": Node("Theme", "theme_id"),
    "outcomes": Node("Outcome", "outcome_id"),
    "domains": Node("Need", "domain"),
    "targets": Node("Target", "key"),
    "actions_held": Node("Action", "action_id"),
    "groups": Node("Group", "group_id", more=("name",)),
    "bodies": Node("Body", "body_id", more=("name",)),
    "names": Node("Alias", "key", more=("name",)),
    "rejected": Node("RejectedRow", "key"),
    "imports": Node("ImportedFile", "key"),
    "records": Node("SourceRecord", "key", renamed={"key": "row_key"}),
    "descriptions": Node("Description", "key"),
    **{name: Node(name.removesuffix("s").capitalize(), "key") for name in WHO_IS_WHO},
}
"""Kinds of nodes, in the order in which they are written."""
_SAID: Final = ("relation", "how", "source", "year")
LINKS: Final[dict[str, Link]] = {
    "participations": Link("PARTICIPATES_IN", "organisations", "org_id", "projects", "project_id"),
    "memberships": Link("MEMBER_OF", "organisations", "org_id", "poles", "pole_id"),
    "labels": Link("LABELLED", "poles", "pole_id", "projects", "project_id"),
    "project_themes": Link("ABOUT", "projects", "project_id", "themes", "theme_id"),
    "organisation_themes": Link("ABOUT", "organisations", "org_id", "themes", "theme_id"),
    "needs": Link("NEEDS", "organisations", "org_id", "domains", "domain"),
    "offers": Link("OFFERS", "organisations", "org_id", "domains", "domain"),
    "actions": Link("TOOK_PART_IN", "organisations", "org_id", "actions_held", "action_id"),
    "held": Link("HELD_BY", "outcomes", "outcome_id", "organisations", "org_id"),
    "produced": Link("PRODUCED", "projects", "project_id", "outcomes", "outcome_id"),
    "part_of": Link("PART_OF", "organisations", "org_id", "groups", "group_id", more=_SAID),
    "part_of_body": Link("PART_OF", "organisations", "org_id", "bodies", "body_id", more=_SAID),
    "aliases": Link("ALSO_KNOWN_AS", "organisations", "org_id", "names", "key", at_end=("name",)),
}
"""Kinds of relationships, in the order in which they are written."""
DERIVED: Final[dict[str, Link]] = {
    "collaborations": Link(
        "COLLABORATES_WITH",
        *("organisations", "org_a", "organisations", "org_b"),
        more=("projects", "newman", "first_year", "last_year"),
    )
}
"""Kinds of relationships that follow from the others, and are written where they are asked for."""
ORDERED_BY_POSITION: Final = ("rejected",)
"""Tables without a key: a row is named by its place."""
BY_ORGANISATION: Final = ("memberships", "organisation_themes", "needs", "offers", "actions", "aliases", "descriptions")
"""Tables of which a part of a network has the rows of its organisations."""
BY_PROJECT: Final = ("outcomes", "labels", "project_themes")
"""Tables of which a part of a network has the rows of its projects."""
CONSTRAINTS: Final = {f"{node.label.lower()}_key": node for node in NODES.values()}
"""Names of the constraints, by which nodes are found while they are written."""
_GIVEN: Final = re.compile(r"\$(\w+)\[|\bAS (\w+)")


def properties(name: str) -> list[str]:
    """Return the properties that nodes or relationships of a kind have beside their key, as the parameters are called.

    Parameters
    ----------
    name
        The kind.

    Examples
    --------
    >>> properties("memberships"), properties("records")
    (['since', 'until', 'college', 'source'], ['table', 'row_key', 'source', 'row'])
    """
    columns = TABLES[name].names if name in TABLES else []
    if name in NODES:
        node = NODES[name]
        kept = (node.renamed.get(column, column) for column in columns)
        return [*(one for one in kept if one != node.key), *node.more]
    link = (LINKS | DERIVED)[name]
    elsewhere = {link.start_key, link.end_key, *link.at_end}
    return [*(column for column in columns if column not in elsewhere), *link.more]


def check_columns(statement: str, columns: Iterable[str]) -> None:
    """Check that a statement takes or returns every column, as one that it leaves out would be lost in silence.

    Parameters
    ----------
    statement
        Name of a statement of the folders ``load`` or ``read``.
    columns
        The columns to take or return.

    Raises
    ------
    RuntimeError
        If it was written for other tables.

    Examples
    --------
    >>> check_columns("load/projects", ["title"])
    >>> check_columns("read/projects", ["title", "budget"])
    Traceback (most recent call last):
    ...
    RuntimeError: cypher/read/projects.cypher leaves out budget: run python tools/statements.py
    """
    lines = [line for line in cypher(statement).splitlines() if not line.startswith("//")]
    given = {word for pair in _GIVEN.findall("\n".join(lines)) for word in pair}
    left_out = [column for column in columns if column not in given]
    if left_out:
        raise RuntimeError(
            f"cypher/{statement}.cypher leaves out {', '.join(left_out)}: run python tools/statements.py"
        )
