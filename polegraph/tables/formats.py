"""The definitions in other type systems: pandas dtypes, Arrow schemas, Table Schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from polegraph.tables.definitions import TABLES
from polegraph.tables.fields import Column, Table, Type

if TYPE_CHECKING:
    import pyarrow as pa

DTYPES: dict[Type, str] = {
    "string": "str",
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
_TABLE_SCHEMA: dict[Type, str] = {
    "string": "string",
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
}


def empty(name: str) -> pd.DataFrame:
    """Return a table without rows, with all its columns in their dtypes.

    Parameters
    ----------
    name
        Name of the table.

    Examples
    --------
    >>> empty("labels").dtypes["date"]
    dtype('<M8[us]')
    """
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.type]) for c in TABLES[name].columns})


def arrow_schema(name: str, extra: pa.Schema | None = None) -> pa.Schema:
    """Return the Arrow schema that a table has in its Parquet file.

    Parameters
    ----------
    name
        Name of the table.
    extra
        Fields of columns that are the user's own, added at the end.

    Examples
    --------
    >>> arrow_schema("labels").field("date").type
    DataType(date32[day])
    """
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only stores need it

    types = {
        "string": pa.string(),
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [pa.field(c.name, types[c.type], nullable=not c.required) for c in TABLES[name].columns]
    return pa.schema([*fields, *(extra or [])])


def table_schema(name: str) -> dict[str, Any]:
    """Return the Table Schema (Frictionless) that describes a table in ``datapackage.json``.

    Parameters
    ----------
    name
        Name of the table.

    Examples
    --------
    >>> table_schema("needs")["primaryKey"]
    ['org_id', 'domain', 'detail', 'date']
    """
    table = TABLES[name]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": list(TABLES[other].key)}}
            for column, other in table.references.items()
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    if column.pattern:
        constraints["pattern"] = column.pattern
    for bound in ("minimum", "maximum"):
        if getattr(column, bound) is not None:
            constraints[bound] = getattr(column, bound)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TABLE_SCHEMA[column.type],
        "description": column.note,
    }
    if constraints:
        field["constraints"] = constraints
    return field


def own_columns(name: str, frame: pd.DataFrame) -> list[str]:
    """Return the columns of a frame that are not in the model: the user's own, carried along.

    Parameters
    ----------
    name
        Name of the table.
    frame
        Any frame.
    """
    known = set(TABLES[name].names)
    return [str(column) for column in frame.columns if column not in known]


__all__ = ["DTYPES", "Table", "arrow_schema", "empty", "own_columns", "table_schema"]
