"""Placeholder numbers in a dataset: what people type where they know none, kept by earlier readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _
from polegraph.identity import is_nobodys
from polegraph.sources.values import NOBODYS

if TYPE_CHECKING:
    from polegraph.network import Network

_NUMBERS: Final = ("siren", "siret", "pic", "rnsr", "ror", "vat")


def numbers(network: Network) -> list[dict[str, Any]]:
    """List the organisations with a placeholder number, which people type where they know none.

    Parameters
    ----------
    network
        The network, as a dataset holds it.

    Returns
    -------
    list of dict
        Columns of `polegraph.reports.quality.checking.COLUMNS`, one for each organisation and column.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.network import Network
    >>> net = Network(
    ...     organisations=pd.DataFrame({"org_id": ["A"], "name": ["Ada"], "siren": ["000000000"]}),
    ...     projects=pd.DataFrame({"project_id": ["P"]}),
    ...     participations=pd.DataFrame({"project_id": ["P"], "org_id": ["A"]}),
    ... )
    >>> [(one["column"], one["value"]) for one in numbers(net)]
    [('siren', '000000000 (Ada)')]
    """
    table = network.organisations
    found: list[dict[str, Any]] = []
    for column in (one for one in _NUMBERS if one in table):
        nobodys = [text for text in table[column].dropna().unique().tolist() if is_nobodys(column, text)]
        if not nobodys:
            continue
        those = table[table[column].isin(nobodys)].sort_values("org_id")
        found += [
            {
                "level": "remark",
                "column": column,
                "value": f"{number} ({name})",
                "problem": _(NOBODYS),
                "remedy": _("correct or empty it in the file, then import the file again"),
            }
            for number, name in zip(those[column].tolist(), those["name"].tolist(), strict=True)
        ]
    return found
