"""The data model: every table and every column of polegraph."""

from __future__ import annotations

from typing import Final

from polegraph.tables.fields import Column, Table
from polegraph.tables.identity_tables import AFFILIATIONS, DECISIONS, FILLS, MERGES, PROPOSALS
from polegraph.tables.performance_tables import ACTIONS, NEEDS, OFFERS, OUTCOME_TABLE, TARGETS
from polegraph.tables.shared_columns import EUROS, ORG, POLE, PROJECT, SOURCE, THEME, VISIBILITY, identifier

KINDS: Final = {
    "company": "entreprise",
    "lab": "laboratoire",
    "training_body": "organisme de formation",
    "public_body": "organisme public",
    "association": "association",
    "other": "autre",
}
SIZES: Final = {
    "micro": "microentreprise",
    "sme": "PME",
    "mid_cap": "ETI",
    "large": "grande entreprise",
    "not_sme": "autre que PME (ETI ou grande, non précisé)",
}
ROLES: Final = {
    "coordinator": "coordinateur",
    "partner": "partenaire",
    "third_party": "tiers",
    "associated": "associé",
}
PHASES: Final = {"I": (2005, 2008), "II": (2009, 2012), "III": (2013, 2018), "IV": (2019, 2022), "V": (2023, 2026)}
"""First and last year of each phase of the policy."""
SME_SIZES: Final = ("micro", "sme")
LARGE_SIZES: Final = ("large", "not_sme")
SIZE_ORDER: Final = ("micro", "sme", "mid_cap", "not_sme", "large")
"""From the smallest to the largest; a group has the largest size that one of its members is known to have."""


ORGANISATIONS: Final = Table(
    "organisations",
    "organisations",
    "An organisation: a company, a laboratory, a training body, …",
    ("org_id",),
    (
        ORG,
        Column("name", "string", "nom", "Name as it is used.", required=True, example="EXEMPLE – à effacer"),
        Column("kind", "string", "type", "What it is.", words=KINDS, example="company"),
        Column("size", "string", "taille", "Category of company (décret 2008-1354).", words=SIZES, example="sme"),
        Column("sme", "boolean", "PME", "What the publisher says: SME yes, no, or empty where unknown."),
        Column("siren", "string", "SIREN", "Nine digits.", pattern=r"\d{9}"),
        Column("siret", "string", "SIRET", "Fourteen digits.", pattern=r"\d{14}"),
        Column("pic", "string", "PIC", "Participant code of the European Commission.", pattern=r"\d{9}"),
        Column("ror", "string", "ROR", "Identifier in the Research Organization Registry.", pattern=r"0[a-z0-9]{8}"),
        Column("rnsr", "string", "RNSR", "National number of a research structure.", pattern=r"\d{9}[A-Z]"),
        Column("vat", "string", "TVA", "VAT number.", pattern=r"[^;\x00-\x1f]{1,40}"),
        Column(
            "country",
            "string",
            "pays",
            "Two-letter code (EL is Greece and UK the United Kingdom, as in CORDIS).",
            pattern=r"[A-Z]{2}",
            example="FR",
        ),
        Column("region", "string", "région", "Region.", example="Centre-Val de Loire"),
        Column("department", "string", "département", "Department.", example="Loiret"),
        Column("city", "string", "ville", "City.", example="Orléans"),
        Column("postcode", "string", "code postal", "Postcode.", example="45000"),
        Column("lat", "number", "latitude", "Degrees north.", minimum=-90, maximum=90),
        Column("lon", "number", "longitude", "Degrees east.", minimum=-180, maximum=180),
        Column("naf", "string", "NAF", "Code of the main activity.", example="2042Z"),
        identifier("group_id", "groupe", "The group that it belongs to: one word for all its members.", required=False),
        Column("dissolved", "date", "dissoute le", "Day on which it ceased to exist."),
        Column("opt_out", "boolean", "ne pas suggérer", "Yes if it does not want to be suggested as a partner."),
        VISIBILITY,
        SOURCE,
    ),
    filled_in=True,
)

PROJECTS: Final = Table(
    "projects",
    "projets",
    "A collaborative project.",
    ("project_id",),
    (
        PROJECT,
        Column("acronym", "string", "acronyme", "Short name.", example="EXEMPLE"),
        Column("title", "text", "titre", "Title.", example="Projet d'exemple, à effacer"),
        Column("abstract", "text", "résumé", "Abstract."),
        Column("start", "date", "début", "First day.", example="2016-01-01"),
        Column("end", "date", "fin", "Last day.", example="2018-12-31"),
        Column("year", "integer", "année", "Year it started.", minimum=1900, maximum=2100, example="2016"),
        Column("status", "string", "statut", "Status, in the publisher's words."),
        Column("programme", "string", "programme", "Funding programme.", example="FUI"),
        Column("call", "string", "appel", "Call.", example="FUI 22"),
        Column("total_cost", "number", "coût total", EUROS, minimum=0, example="1200000"),
        Column("funding", "number", "aide", EUROS, minimum=0, example="500000"),
        VISIBILITY,
        SOURCE,
    ),
    filled_in=True,
)

PARTICIPATIONS: Final = Table(
    "participations",
    "participations",
    "An organisation takes part in a project.",
    ("project_id", "org_id"),
    (
        PROJECT,
        ORG,
        Column("role", "string", "rôle", "What it does in the project.", words=ROLES, example="coordinator"),
        Column("funding", "number", "aide", EUROS, minimum=0, example="100000"),
        Column("cost", "number", "coût", EUROS, minimum=0, example="250000"),
        SOURCE,
    ),
    {"project_id": "projects", "org_id": "organisations"},
    filled_in=True,
)

POLES: Final = Table(
    "poles",
    "pôles",
    "A pôle de compétitivité.",
    ("pole_id",),
    (
        POLE,
        Column("name", "string", "nom", "Name.", required=True, example="Pôle d'exemple"),
        Column("region", "string", "région", "Region.", example="Centre-Val de Loire"),
        Column("sector", "string", "secteur", "Sector.", example="cosmétique"),
        Column("since", "date", "depuis", "Day it was labelled.", example="2005-07-12"),
        SOURCE,
    ),
    filled_in=True,
)

MEMBERSHIPS: Final = Table(
    "memberships",
    "adhésions",
    "An organisation is a member of a pôle.",
    ("pole_id", "org_id"),
    (
        POLE,
        ORG,
        Column("since", "date", "depuis", "First day.", example="2010-01-01"),
        Column("until", "date", "jusqu'au", "Last day; empty if it still is."),
        Column("college", "string", "collège", "College in the pôle's assembly.", example="entreprises"),
        SOURCE,
    ),
    {"pole_id": "poles", "org_id": "organisations"},
    filled_in=True,
)

LABELS: Final = Table(
    "labels",
    "labellisations",
    "A pôle has labelled a project.",
    ("pole_id", "project_id"),
    (
        POLE,
        PROJECT,
        Column("date", "date", "date", "Day of the label.", example="2015-06-30"),
        Column("lead", "boolean", "pôle chef de file", "Yes if this pôle leads the label.", example="true"),
        SOURCE,
    ),
    {"pole_id": "poles", "project_id": "projects"},
    filled_in=True,
)

THEMES: Final = Table(
    "themes",
    "thèmes",
    "A theme of projects or organisations.",
    ("theme_id",),
    (
        THEME,
        Column("label", "string", "libellé", "Words for it.", required=True, example="Emballage durable"),
        Column("scheme", "string", "nomenclature", "Where it comes from: EuroSciVoc, call or own.", example="own"),
        SOURCE,
    ),
    filled_in=True,
)

PROJECT_THEMES: Final = Table(
    "project_themes",
    "thèmes des projets",
    "A project is about a theme.",
    ("theme_id", "project_id"),
    (THEME, PROJECT, SOURCE),
    {"theme_id": "themes", "project_id": "projects"},
    filled_in=True,
)

ORGANISATION_THEMES: Final = Table(
    "organisation_themes",
    "thèmes des organisations",
    "An organisation is active in a theme.",
    ("theme_id", "org_id"),
    (THEME, ORG, SOURCE),
    {"theme_id": "themes", "org_id": "organisations"},
    filled_in=True,
)

ALIASES: Final = Table(
    "aliases",
    "variantes de noms",
    "A way in which an organisation was written in a source, and in how many rows.",
    ("org_id", "source", "source_id", "name"),
    (
        ORG,
        Column("source", "string", "source", "The source.", required=True),
        Column("source_id", "string", "identifiant dans la source", "Its identifier there; empty if it had none."),
        Column("name", "string", "nom", "The name as written there.", required=True),
        Column("rows", "integer", "lignes", "Number of rows.", required=True, minimum=1),
    ),
    {"org_id": "organisations"},
)

DESCRIPTIONS: Final = Table(
    "descriptions",
    "descriptions par année",
    "What a source said of an organisation from a year on; only of columns of which it did not always say the same.",
    ("org_id", "source", "column", "year"),
    (
        ORG,
        Column("source", "string", "source", "The source.", required=True),
        Column("column", "string", "colonne", "Column of the table organisations.", required=True),
        Column("year", "integer", "année", "First year; empty if it was said without one.", minimum=1900, maximum=2100),
        Column("value", "text", "valeur", "What it said from then on, as text; empty for nothing."),
    ),
    {"org_id": "organisations"},
)

REJECTED: Final = Table(
    "rejected",
    "lignes rejetées",
    "A row that could not be used, and why.",
    (),
    (
        Column("source", "string", "source", "The source.", required=True),
        Column("file", "string", "fichier", "Name of the file or of its member.", required=True),
        Column("row", "integer", "ligne", "Row in that file; the heading is row 1.", required=True, minimum=1),
        Column("column", "string", "colonne", "The column that made it unusable."),
        Column("value", "string", "valeur", "The value found there, shortened and made printable."),
        Column("reason", "string", "raison", "Why it could not be used.", required=True),
    ),
)

IMPORTS: Final = Table(
    "imports",
    "fichiers lus",
    "A file that was read: rows = kept + repeated + rejected.",
    ("source", "file", "table"),
    (
        Column("source", "string", "source", "The source.", required=True),
        Column("file", "string", "fichier", "Name of the file or of its member.", required=True),
        Column("table", "string", "table", "What its rows became.", required=True),
        Column("layout", "string", "format reconnu", "The layout that was recognised.", required=True),
        Column("rows", "integer", "lignes lues", "Rows read.", required=True, minimum=0),
        Column("kept", "integer", "gardées", "Rows kept.", required=True, minimum=0),
        Column("repeated", "integer", "répétées", "Rows that repeat another.", required=True, minimum=0),
        Column("rejected", "integer", "rejetées", "Rows set aside.", required=True, minimum=0),
        Column("cleaned", "integer", "cellules nettoyées", "Cells with unprintable characters replaced.", minimum=0),
        Column("dropped_columns", "string", "colonnes non gardées", "Contact columns, never kept; ';' between."),
        Column("unknown_columns", "string", "colonnes inconnues", "Columns without a place; ';' between."),
        Column("notes", "string", "remarques", "Counted remarks of the reader, as 'key=number', ';' between."),
    ),
)

RECORDS: Final = Table(
    "records",
    "lignes par source",
    "What each source says of a row that several speak of, or that merging has changed; so either can be undone.",
    ("table", "key", "source"),
    (
        Column("table", "string", "table", "Table of the row.", required=True),
        Column("key", "string", "clé", "Key of the row, as a JSON list.", required=True),
        Column("source", "string", "source", "The source.", required=True),
        Column(
            "row", "text", "ligne", "Where the source says otherwise than the row, as a JSON object.", required=True
        ),
    ),
)

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        ORGANISATIONS,
        PROJECTS,
        PARTICIPATIONS,
        POLES,
        MEMBERSHIPS,
        LABELS,
        THEMES,
        PROJECT_THEMES,
        ORGANISATION_THEMES,
        OUTCOME_TABLE,
        NEEDS,
        OFFERS,
        TARGETS,
        ACTIONS,
        ALIASES,
        DESCRIPTIONS,
        REJECTED,
        IMPORTS,
        RECORDS,
        MERGES,
        AFFILIATIONS,
        FILLS,
        PROPOSALS,
        DECISIONS,
    )
}

WHO_IS_WHO: Final = ("merges", "affiliations", "fills", "proposals", "decisions")
"""Tables that belong to the dataset as a whole and not to a source."""
