"""Numbers, counted things and tables in words, as every section writes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, language, ngettext, number
from polegraph.names.display import display_name
from polegraph.reports import headings, people
from polegraph.reports.paper.blocks import Table, cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polegraph.network import Network

_UNITS: Final = {"fte": "", "number": ""}
_WORDS: Final = ("kind", "size", "domain", "status", "note", "result")
_PROJECTS: Final = ("project_ids", "evidence_projects")
NAMED: Final = 3
"""Names of a list that stand in a cell which is read on paper."""


def value(figure: float | None, unit: str = "") -> str:
    """Write a figure with its unit.

    Parameters
    ----------
    figure
        The figure; None or NaN where it is not known.
    unit
        As the catalogue of indicators has it: ``number``, ``share``, ``eur``, ``fte``, ``months``.

    Examples
    --------
    >>> value(0.25, "share"), value(12.0, "fte"), value(None)
    ('25.0%', '12 FTE', '–')
    """
    if unit == "fte" and figure is not None and not math.isnan(figure):
        return _("{n} FTE").format(n=mean(figure))
    return cell(figure, _UNITS.get(unit, unit))


def mean(figure: float) -> str:
    """Write a mean, or what chance would give: with a decimal.

    Parameters
    ----------
    figure
        The figure.

    Examples
    --------
    >>> mean(2.666), mean(1200.0)
    ('2.7', '1,200')
    """
    rounded = round(float(figure), 1)
    text = cell(rounded)
    return text if rounded == round(rounded) else text[:-1]  # of the two decimals of a cell the last is a zero


def percent(share: float) -> str:
    """Write a share in a sentence, without decimals.

    Parameters
    ----------
    share
        Between 0 and 1.

    Examples
    --------
    >>> percent(0.256)
    '26%'
    """
    return f"{100 * share:.0f}" + ("\u202f%" if language() == "fr" else "%")


def word(text: str) -> str:
    """Write a word of the lists of words (kind, size, domain, …) for people.

    Parameters
    ----------
    text
        What stands in a table.

    Examples
    --------
    >>> word("private_finance")
    'private finance'
    """
    return headings.word(text).replace("_", " ")


def smes(count: int) -> str:
    """Count SMEs in words.

    Parameters
    ----------
    count
        Their number.

    Examples
    --------
    >>> smes(1), smes(1200)
    ('1 SME', '1,200 SMEs')
    """
    return ngettext("{n} SME", "{n} SMEs", count).format(n=number(count))


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """Join names, those beyond some counted.

    Parameters
    ----------
    names
        The names.
    most
        How many are named.

    Examples
    --------
    >>> listed(["A", "B", "C", "D"], 2)
    'A; B; and 2 more'
    """
    left = len(names) - most
    more = [ngettext("and {n} more", "and {n} more", left).format(n=number(left))] if left > 0 else []
    return _("; ").join([*names[:most], *more])


def table(
    title: str,
    frame: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str],
    *,
    net: Network | None = None,
    units: Mapping[str, str] | None = None,
    note: str = "",
    most: int | None = None,
) -> Table:
    """Build a table for people of a result: some columns, under headings, with names in the place of identifiers.

    Parameters
    ----------
    title
        What its rows are.
    frame
        The result.
    columns
        Its columns in their order; with headings of their own where these are given and not empty.
    net
        The network that identifiers of projects are looked up in.
    units
        Unit by column.
    note, most
        As `polegraph.reports.paper.blocks.Table` has them.

    Examples
    --------
    >>> sizes = pd.DataFrame({"size": ["sme"], "share": [0.5]})
    >>> made = table("Sizes", sizes, ["size", "share"], units={"share": "share"})
    >>> made.frame.columns.tolist(), made.units
    (['size', 'share'], {'share': 'share'})
    """
    own = columns if isinstance(columns, dict) else dict.fromkeys(columns, "")
    said = {name: own[name] or headings.heading_in(frame, name) for name in own}
    found = pd.DataFrame({heading: _cells(frame, name, net) for name, heading in said.items()})
    told = {said[name]: unit for name, unit in (units or {}).items() if name in said}
    return Table(title, found, told, note, most)


def _cells(frame: pd.DataFrame, name: str, net: Network | None) -> Any:  # noqa: ANN401  # a series
    """Return the cells of a column for people."""
    values = frame[name].reset_index(drop=True)
    if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
        return values.dt.date.where(values.notna(), None).astype("object")
    if name in _WORDS:
        return values.map(word, na_action="ignore")
    if name.endswith("_name") or name == "name":
        return values.map(lambda own: people.disclosed(display_name(own)), na_action="ignore")
    if name in _PROJECTS and net is not None:
        return people.of_projects(values, net.whole, NAMED)
    return values
