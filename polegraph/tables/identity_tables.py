"""The tables of entity resolution: merges, affiliations and proposals found, and the decisions of users.

They belong to the dataset, not to a source: they stay when a source is imported again. Their identifiers are those that
the sources give, so that they go on meaning the same when merges come and go.
"""

from __future__ import annotations

from typing import Final

from polegraph.tables.fields import IDENTIFIER, Column, Table

QUESTIONS: Final = {"same": "même organisation", "group": "groupe"}
ANSWERS: Final = {"yes": "oui", "no": "non"}
REPLIES: Final = {"same": "même", "group": "groupe", "no": "non"}
"""Answers of a user about two organisations: they are one, of one group, or neither."""
ORIGIN: Final = ("origin", "d'où sort celle-ci\xa0?")
"""The question about an organisation known by its name alone; it stands in no table."""
RELATIONS: Final = {"group": "groupe", "body": "tutelle"}
FILLABLE: Final = (
    *("kind", "size", "siren", "siret", "pic", "ror", "rnsr", "vat", "country", "region", "department", "city"),
    *("postcode", "lat", "lon", "naf", "group_id", "dissolved"),
)
"""Columns of organisations that a register or a list of groups may fill in."""


def _id(name: str, fr: str, note: str, *, required: bool = True) -> Column:
    return Column(name, "string", fr, note, required=required, pattern=IDENTIFIER)


_ORG = _id("org_id", "identifiant organisation", "Identifier of the organisation, as its source gives it.")
_ONE = _id("one_id", "identifiant de l'une", "Identifier of the one, as its source gives it.")
_OTHER = _id("other_id", "identifiant de l'autre", "Identifier of the other, as its source gives it.")
_QUESTION = Column(
    "question", "string", "question", "What is asked of the two.", required=True, words=QUESTIONS, example="same"
)
_HOW = Column("how", "string", "comment", "The rule that found it, in one word.")
_EVIDENCE = Column("evidence", "string", "indices", "What speaks for it, in short codes; ';' between.")

MERGES: Final = Table(
    "merges",
    "fusions",
    "An organisation of a source that is another one, under whose identifier it stands.",
    ("org_id",),
    (
        _ORG,
        _id("into_id", "fusionnée dans", "Identifier under which it stands."),
        _HOW,
        _EVIDENCE,
    ),
)

AFFILIATIONS: Final = Table(
    "affiliations",
    "appartenances",
    "An organisation belongs to a group of companies, or a laboratory to a public body.",
    ("org_id", "parent_id", "relation"),
    (
        _ORG,
        _id("parent_id", "identifiant du parent", "Identifier of the group or the body."),
        Column("parent_name", "string", "nom du parent", "Its name."),
        Column("relation", "string", "relation", "What the other is to it.", required=True, words=RELATIONS),
        _HOW,
        _EVIDENCE,
        Column("source", "string", "source", "The list or register that says so."),
        Column("year", "integer", "année", "The year for which it says so.", minimum=1900, maximum=2100),
    ),
)

FILLS: Final = Table(
    "fills",
    "compléments",
    "What a register or a list of groups says of an organisation.",
    ("org_id", "column"),
    (
        _ORG,
        Column("column", "string", "colonne", "The column.", required=True, pattern="|".join(FILLABLE)),
        Column("value", "string", "valeur", "What it says, as text.", required=True),
        Column("source", "string", "source", "The register or the list."),
        _HOW,
    ),
)

PROPOSALS: Final = Table(
    "proposals",
    "propositions",
    "Two organisations of which somebody must say whether they are one, or of one group.",
    ("one_id", "other_id", "question"),
    (
        _ONE,
        _OTHER,
        _QUESTION,
        Column(
            "right",
            "number",
            "justes",
            "Share of such proposals that were right; a guess that orders them where none was judged.",
            minimum=0,
            maximum=1,
        ),
        Column("judged", "integer", "jugées", "Number of proposals behind that share.", minimum=0),
        _EVIDENCE,
        Column("other_name", "string", "nom de l'autre", "How a register names the one of the two that is its entry."),
    ),
)

DECISIONS: Final = Table(
    "decisions",
    "décisions",
    "What somebody has said of two organisations.",
    ("one_id", "other_id", "question"),
    (
        _ONE,
        _OTHER,
        _QUESTION,
        Column("answer", "string", "réponse", "Yes or no.", required=True, words=ANSWERS, example="yes"),
        Column("note", "string", "note", "Why, for those who come after."),
        Column(
            "kept_name",
            "string",
            "nom retenu",
            "Where they are one: the identifier of the one whose name is kept, or the name itself.",
        ),
        _id("head_id", "tête du groupe", "Where they are of one group: the one at its head.", required=False),
    ),
)
