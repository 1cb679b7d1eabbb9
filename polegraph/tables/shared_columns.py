"""Columns that stand in several tables."""

from __future__ import annotations

from typing import Final

from polegraph.tables.fields import IDENTIFIER, Column

VISIBILITIES: Final = {"public": "public", "members": "adhérents", "internal": "interne"}


def identifier(name: str, fr: str, note: str, *, required: bool = True, example: str = "") -> Column:
    """Return a column of identifiers.

    Parameters
    ----------
    name, fr, note, required, example
        See `Column`.
    """
    return Column(name, "string", fr, note, required=required, pattern=IDENTIFIER, example=example)


SOURCE: Final = Column("source", "string", "source", "Where the row comes from; several sources are joined by ';'.")
VISIBILITY: Final = Column(
    "visibility",
    "string",
    "diffusion",
    "Who may see it: public, members or internal; empty means public.",
    words=VISIBILITIES,
    example="public",
)
ORG: Final = identifier(
    "org_id", "identifiant organisation", "Identifier of the organisation.", example="example-organisation"
)
PROJECT: Final = identifier("project_id", "identifiant projet", "Identifier of the project.", example="example-project")
POLE: Final = identifier("pole_id", "identifiant pôle", "Identifier of the pôle.", example="example-pole")
THEME: Final = identifier("theme_id", "identifiant thème", "Identifier of the theme.", example="example-theme")
EUROS: Final = "Whole or decimal euros."
