"""The tables of a network as sheets that people can edit and that `polegraph import tables` reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, language
from polegraph.reports.sheets import Sheet
from polegraph.tables import TABLES, own_columns

if TYPE_CHECKING:
    from polegraph.network import Network

_BESIDE: Final = {
    "organisations": ("organisation", "organisation"),
    "projects": ("project", "projet"),
    "poles": ("pole", "pôle"),
    "themes": ("theme", "thème"),
}
"""Headings of the names beside identifiers, in English and in French; the readers of these files know them."""
_NAMED_BY: Final = {
    "organisations": ("org_id", "name"),
    "projects": ("project_id", "acronym", "title"),
    "poles": ("pole_id", "name"),
    "themes": ("theme_id", "label"),
}


def sheets(network: Network) -> list[Sheet]:
    """Return the tables that people fill in, as the templates have them: headings and words of the current language.

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
        _sheet(name, network.tables[name], network)
        for name, table in TABLES.items()
        if table.filled_in and len(network.tables[name])
    ]


def _sheet(name: str, frame: pd.DataFrame, network: Network) -> Sheet:
    table, french = TABLES[name], language() == "fr"
    columns: dict[str, pd.Series[Any]] = {}
    for column in table.columns:
        values = frame[column.name]
        if column.name == "source" or (values.isna().all() and not column.required):
            continue
        if column.name in table.references:
            of = table.references[column.name]
            columns[_BESIDE[of][french]] = values.map(_names(network, of))
        if french and column.words:
            values = values.map(dict(column.words), na_action="ignore")
        elif column.type == "boolean":
            values = values.astype("object").map({True: _("yes"), False: _("no")}, na_action="ignore")
        columns[column.fr if french else column.name] = values
    columns.update({own: frame[own] for own in own_columns(name, frame)})
    if len(table.key) == 1:  # an identifier of its own comes last; people know the rows by their names
        own = table[table.key[0]]
        columns.update({heading: columns.pop(heading) for heading in [own.fr if french else own.name]})
    return Sheet(table.fr if french else name, pd.DataFrame(columns), _(table.what), written=True)


def _names(network: Network, table: str) -> pd.Series[str]:
    """Return the names of the rows of a table by their identifiers."""
    key, *naming = _NAMED_BY[table]
    rows = network.tables[table].set_index(key)
    names = rows[naming[0]]
    for other in naming[1:]:
        names = names.fillna(rows[other])
    return names
