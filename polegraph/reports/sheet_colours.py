"""Colours of a workbook: bars behind figures and tints of words, which never say more than the cell itself.

One hue for the bars; the tints are told apart without red and green, and stay light on a printer without colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.reports import headings

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARS: Final = frozenset(
    {"projects", "partners", "strength", "score", "count", "direct_partners", "with_outcome", "at_risk", "reach_two"}
)
_SHARES: Final = frozenset({"rate", "share", "dependence", "expected_by_now", "betweenness", "constraint"})
_BAR: Final = "#A9CBEF"
_TINTS: Final = {
    "status": {
        "direct": "#CFE3F7",
        "introduced": "#FBE6B8",
        "far": "#EDEDED",
        "unreachable": "#EDEDED",
        "no_partner": "#EDEDED",
        "no_project": "#EDEDED",
        "unmet": "#FBE6B8",
    },
    "result": {"pass": "#CFE3F7", "fail": "#FBD9B5", "unknown": "#EDEDED"},
}
_MOST: Final = 20_000  # rows; beyond, bars slow a program down


def add(book: Any, page: Any, frame: pd.DataFrame) -> None:  # noqa: ANN401  # xlsxwriter has no types
    """Colour the columns of a sheet whose figures or words are compared with each other.

    Parameters
    ----------
    book, page
        A workbook of xlsxwriter, and one of its sheets.
    frame
        What stands in it, below a row of headings.
    """
    if not 1 < len(frame) <= _MOST:
        return
    for place, name in enumerate(map(str, frame.columns)):
        for rule in _rules(book, name, frame.iloc[:, place]):
            page.conditional_format(1, place, len(frame), place, rule)


def _rules(book: Any, name: str, values: pd.Series[Any]) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    if name in _BARS | _SHARES and pd.api.types.is_numeric_dtype(values) and not (values.min() < 0):
        # Bars as of 2007: later ones are an extension that openpyxl, with which people read workbooks, warns of.
        bar: dict[str, Any] = {"type": "data_bar", "bar_color": _BAR, "min_type": "num", "min_value": 0}
        yield bar | ({"max_type": "num", "max_value": 1} if name in _SHARES and values.max() <= 1 else {})
    present = set(values.dropna().unique().tolist()) if name in _TINTS else set()
    for word, colour in _TINTS.get(name, {}).items():
        if word in present:
            said = headings.cell(name, word).replace('"', '""')
            tint = book.add_format({"bg_color": colour})
            yield {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": tint}
