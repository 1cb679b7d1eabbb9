"""Conversion of tables to Arrow and back: columns of the model in its types, the user's own as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from polegraph import tables
from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_STORED: Final = (pa.types.is_nested, pa.types.is_duration, pa.types.is_interval)
_PANDAS: Final[Mapping[pa.DataType, Any]] = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def to_arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return a table of the model as Arrow.

    Parameters
    ----------
    name
        Name of the table.
    frame
        The table; columns that are not in the model come last, with the types that they have.

    Raises
    ------
    PolegraphError
        If such a column holds values that could not be read back.
    """
    known = tables.arrow_schema(name)
    wanted: list[pa.Field | str] = [*known, *tables.own_columns(name, frame)]
    arrays, fields = [], []
    for field in wanted:
        column = field if isinstance(field, str) else field.name
        try:
            array = pa.Array.from_pandas(frame[column], type=None if isinstance(field, str) else field.type)
            if isinstance(array, pa.ChunkedArray):  # chunks would show in the bytes of the file
                array = array.combine_chunks()
            _refuse_odd(array)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise PolegraphError(
                _("this column holds values that cannot be stored: {error}").format(error=ascii(str(error))[1:-1]),
                file=_("table {table}").format(table=name),
                column=column,
                remedy=_("make all its values text, numbers, dates or yes and no, or drop the column"),
            ) from error
        arrays.append(array)
        fields.append(pa.field(column, array.type) if isinstance(field, str) else field)
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _refuse_odd(array: pa.Array) -> None:
    """Refuse values that a Parquet file would not preserve."""
    if isinstance(array.type, pa.BaseExtensionType) or any(is_odd(array.type) for is_odd in _NOT_STORED):
        raise TypeError(str(array.type))


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Return a table in the dtypes of the model.

    Parameters
    ----------
    table
        As `to_arrow` makes it.
    """
    frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS.get, date_as_object=False)
    dates = [field.name for field in table.schema if pa.types.is_date(field.type)]
    return frame.astype(dict.fromkeys(dates, "datetime64[us]"))
