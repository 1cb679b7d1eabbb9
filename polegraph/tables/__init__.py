"""The data model: one definition a table, from which checks, Parquet types, Table Schema and templates are made."""

from polegraph.tables._checks import (
    PROBLEM_COLUMNS,
    check,
    convert,
    foreign_problems,
    inspect,
    problems,
    schema,
    sme_flag,
)
from polegraph.tables._definitions import (
    DOMAINS,
    KINDS,
    LARGE_SIZES,
    OUTCOMES,
    PHASES,
    ROLES,
    SIZE_ORDER,
    SIZES,
    SME_SIZES,
    TABLES,
    VISIBILITIES,
    WHO_IS_WHO,
)
from polegraph.tables._formats import DTYPES, arrow_schema, empty, own_columns, table_schema
from polegraph.tables._own import published
from polegraph.tables._schema import IDENTIFIER, MAX_STRING, MAX_TEXT, Column, Table
from polegraph.tables._who import ANSWERS, FILLABLE, QUESTIONS, RELATIONS

__all__ = [
    "ANSWERS",
    "DOMAINS",
    "DTYPES",
    "FILLABLE",
    "IDENTIFIER",
    "KINDS",
    "LARGE_SIZES",
    "MAX_STRING",
    "MAX_TEXT",
    "OUTCOMES",
    "PHASES",
    "PROBLEM_COLUMNS",
    "QUESTIONS",
    "RELATIONS",
    "ROLES",
    "SIZES",
    "SIZE_ORDER",
    "SME_SIZES",
    "TABLES",
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
    "table_schema",
]
