"""The data model: one definition a table, from which checks, Parquet types, Table Schema and templates are made."""

from polegraph.tables.checks import PROBLEM_COLUMNS, convert, problems, schema, sme_flag
from polegraph.tables.definitions import (
    KINDS,
    LARGE_SIZES,
    PHASES,
    ROLES,
    SIZE_ORDER,
    SIZES,
    SME_SIZES,
    TABLES,
    WHO_IS_WHO,
)
from polegraph.tables.fields import IDENTIFIER, MAX_STRING, MAX_TEXT, Column, Table
from polegraph.tables.formats import DTYPES, arrow_schema, empty, own_columns, table_schema
from polegraph.tables.identity_tables import ANSWERS, FILLABLE, ORIGIN, QUESTIONS, RELATIONS, REPLIES
from polegraph.tables.integrity import check, foreign_problems, inspect
from polegraph.tables.own_sources import published
from polegraph.tables.performance_tables import (
    ACTION_KINDS,
    DOMAINS,
    NEED_STATES,
    OUTCOMES,
    STAGES,
    STILL_OPEN,
    UNIT_OF,
    UNITS,
    still_open,
)
from polegraph.tables.shared_columns import VISIBILITIES

__all__ = [
    "ACTION_KINDS",
    "ANSWERS",
    "DOMAINS",
    "DTYPES",
    "FILLABLE",
    "IDENTIFIER",
    "KINDS",
    "LARGE_SIZES",
    "MAX_STRING",
    "MAX_TEXT",
    "NEED_STATES",
    "ORIGIN",
    "OUTCOMES",
    "PHASES",
    "PROBLEM_COLUMNS",
    "QUESTIONS",
    "RELATIONS",
    "REPLIES",
    "ROLES",
    "SIZES",
    "SIZE_ORDER",
    "SME_SIZES",
    "STAGES",
    "STILL_OPEN",
    "TABLES",
    "UNITS",
    "UNIT_OF",
    "VISIBILITIES",
    "WHO_IS_WHO",
    "Column",
    "Table",
    "arrow_schema",
    "check",
    "convert",
    "empty",
    "foreign_problems",
    "inspect",
    "own_columns",
    "problems",
    "published",
    "schema",
    "sme_flag",
    "still_open",
    "table_schema",
]
