"""The tables of a network as sheets that people can edit and that `polegraph import tables` reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from polegraph.i18n import _, language
from polegraph.reports.sheets import Sheet
from polegraph.tables import TABLES, own_columns

if TYPE_CHECKING:
    from polegraph.network import Network


def sheets(network: Network) -> list[Sheet]:
    """Give the tables that people fill in, as the templates have them: headings and words of the current language.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    list of Sheet
        One for each table that holds something; columns without a value are left out.

    Examples
    --------
    >>> import polegraph.examples
    >>> [sheet.name for sheet in sheets(polegraph.examples.tiny())]
    ['organisations', 'projects', 'participations']
    """
    return [
        _sheet(name, network.tables[name])
        for name, table in TABLES.items()
        if table.filled_in and len(network.tables[name])
    ]


def _sheet(name: str, frame: pd.DataFrame) -> Sheet:
    table, french = TABLES[name], language() == "fr"
    columns: dict[str, pd.Series[Any]] = {}
    for column in table.columns:
        values = frame[column.name]
        if column.name == "source" or (values.isna().all() and not column.required):
            continue
        if french and column.words:
            values = values.map(dict(column.words), na_action="ignore")
        elif column.type == "boolean":
            values = values.astype("object").map({True: _("yes"), False: _("no")}, na_action="ignore")
        columns[column.fr if french else column.name] = values
    columns.update({own: frame[own] for own in own_columns(name, frame)})
    return Sheet(table.fr if french else name, pd.DataFrame(columns), _(table.what), written=True)
