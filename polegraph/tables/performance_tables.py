"""The tables of what a pôle is measured on: outcomes, needs, offers, targets of the contract, and its own actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.tables.fields import IDENTIFIER, Column, Table
from polegraph.tables.shared_columns import ORG, POLE, PROJECT, SOURCE, VISIBILITY, identifier

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES: Final = {
    "product": "produit",
    "process": "procédé",
    "service": "service",
    "software": "logiciel",
    "patent": "brevet",
    "publication": "publication",
    "jobs": "emplois",
    "jobs_kept": "emplois maintenus",
    "turnover": "chiffre d'affaires",
    "private_funds": "fonds privés",
    "company": "entreprise créée",
}
UNITS: Final = {"fte": "ETP", "eur": "€", "count": "nombre"}
UNIT_OF: Final = {"jobs": "fte", "jobs_kept": "fte", "turnover": "eur", "private_funds": "eur"}
"""The unit of the amount of each kind of outcome; the others are counted."""
STAGES: Final = {
    "prototype": "prototype",
    "demonstrated": "démontré",
    "on_market": "sur le marché",
    "in_production": "en production",
    **{f"trl{level}": f"TRL {level}" for level in range(1, 10)},
}
"""How far an outcome has come: in words, or by its level of technological readiness."""
DOMAINS: Final = {
    "private_finance": "financement privé",
    "internationalisation": "international",
    "support": "accompagnement",
    "skills": "compétences",
}
NEED_STATES: Final = {"open": "ouvert", "in_progress": "en cours", "met": "satisfait", "dropped": "abandonné"}
STILL_OPEN: Final = ("open", "in_progress")
"""States of a need that asks for something, and of an offer that can be taken up; an empty one is open."""
ACTION_KINDS: Final = {
    "workshop": "atelier",
    "introduction": "mise en relation",
    "visit": "visite",
    "label_review": "comité de labellisation",
    "other": "autre",
}

OUTCOME_TABLE: Final = Table(
    "outcomes",
    "résultats",
    "What came out of a project.",
    ("outcome_id",),
    (
        identifier("outcome_id", "identifiant résultat", "Identifier of the outcome.", example="example-outcome"),
        PROJECT,
        identifier("org_id", "bénéficiaire", "Who holds it or brings it to the market.", required=False),
        Column("kind", "string", "type", "What it is.", required=True, words=OUTCOMES, example="product"),
        Column("title", "string", "intitulé", "What it is called.", example="Étui sans plastique (exemple)"),
        Column("amount", "number", "montant", "How many, or how much, in its unit.", minimum=0, example="1"),
        Column(
            "unit",
            "string",
            "unité",
            "Full-time equivalents for jobs, euros for money, else a number; may be left empty.",
            words=UNITS,
        ),
        Column("stage", "string", "maturité", "How far it has come.", words=STAGES, example="on_market"),
        Column("date", "date", "date", "Day it was there.", example="2019-03-01"),
        Column("evidence", "string", "preuve", "A link or a reference that shows it."),
        VISIBILITY,
        SOURCE,
    ),
    {"project_id": "projects", "org_id": "organisations"},
    filled_in=True,
)

_DOMAIN = Column(
    "domain",
    "string",
    "domaine",
    "One of the four domains of support to SMEs.",
    required=True,
    words=DOMAINS,
    example="skills",
)

NEEDS: Final = Table(
    "needs",
    "besoins",
    "An organisation needs support in a domain.",
    ("org_id", "domain", "detail", "date"),
    (
        ORG,
        _DOMAIN,
        Column("detail", "string", "précision", "What exactly.", example="recruter un chimiste"),
        Column("date", "date", "exprimé le", "Day on which it was said.", example="2021-02-01"),
        Column("status", "string", "état", "Empty means open.", words=NEED_STATES, example="met"),
        identifier("met_by", "satisfait par", "The organisation that met it.", required=False),
        Column("met_on", "date", "satisfait le", "Day on which it was met.", example="2021-09-15"),
        VISIBILITY,
        SOURCE,
    ),
    {"org_id": "organisations", "met_by": "organisations"},
    filled_in=True,
)

OFFERS: Final = Table(
    "offers",
    "offres",
    "An organisation offers support in a domain.",
    ("org_id", "domain", "detail", "date"),
    (
        ORG,
        _DOMAIN,
        Column("detail", "string", "précision", "What exactly.", example="formation de chimistes"),
        Column("date", "date", "proposé le", "Day from which it is offered.", example="2020-01-01"),
        Column("status", "string", "état", "Empty means open.", words=NEED_STATES, example="open"),
        Column("capacity", "integer", "capacité", "How many needs it can meet at a time.", minimum=0, example="3"),
        VISIBILITY,
        SOURCE,
    ),
    {"org_id": "organisations"},
    filled_in=True,
)

TARGETS: Final = Table(
    "targets",
    "objectifs",
    "What the performance contract of a pôle asks for in a year.",
    ("pole_id", "indicator", "year"),
    (
        POLE,
        Column(
            "indicator",
            "string",
            "indicateur",
            "Name of an indicator of the scorecard.",
            required=True,
            pattern=IDENTIFIER,
            example="members",
        ),
        Column("year", "integer", "année", "The year.", required=True, minimum=1900, maximum=2100, example="2021"),
        Column("target", "number", "cible", "The value to reach.", required=True, example="120"),
        Column("document", "string", "document", "Where it is signed.", example="contrat 2019-2022, annexe 2"),
        SOURCE,
    ),
    {"pole_id": "poles"},
    filled_in=True,
)

ACTIONS: Final = Table(
    "actions",
    "actions",
    "An organisation took part in something that a pôle did.",
    ("action_id", "org_id"),
    (
        identifier(
            "action_id",
            "identifiant action",
            "Identifier of the action, the same for all its participants.",
            example="example-action",
        ),
        ORG,
        identifier("pole_id", "identifiant pôle", "The pôle that did it.", required=False, example="example-pole"),
        Column("kind", "string", "type", "What it was.", required=True, words=ACTION_KINDS, example="workshop"),
        Column("date", "date", "date", "Day of it.", example="2021-05-20"),
        Column("domain", "string", "domaine", "The domain of support that it was about.", words=DOMAINS),
        Column("title", "string", "intitulé", "What it was called.", example="Rencontre d'exemple"),
        VISIBILITY,
        SOURCE,
    ),
    {"org_id": "organisations", "pole_id": "poles"},
    filled_in=True,
)


def still_open(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the needs that ask for something, or the offers that can be taken up.

    Parameters
    ----------
    rows
        Rows of ``needs`` or ``offers``.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"org_id": ["A", "B", "C"], "status": ["met", None, "in_progress"]})
    >>> still_open(rows)["org_id"].tolist()
    ['B', 'C']
    """
    return rows[rows["status"].isna() | rows["status"].isin(STILL_OPEN)]
