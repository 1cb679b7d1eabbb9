"""The catalogue of indicators: one row an indicator, in ``indicators.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from polegraph.i18n import language, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from polegraph.scorecards.facts import Facts, Figure

Direction = Literal["up", "down", ""]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the scorecard.

    Parameters
    ----------
    name
        Its name in tables and in ``targets``.
    en, fr
        What it is, in one line.
    unit
        ``number``, ``share``, ``eur``, ``fte`` or ``months``.
    direction
        ``up`` if more is better, ``down`` if less is, empty if neither is: without one it has no rank.
    formula
        How it is computed, in words.
    table
        The tables that it is computed from, ``;`` between.
    asked_by
        What asks for it.
    compute
        Its figure for each pôle in a year, where it is one's own; None for those of `polegraph.scorecards.figures`.
    rows
        What stands behind it, where it is one's own: ``pole``, ``org``, ``other``, ``project`` (positions in
        `Facts.poles` and in the tables), ``counted``, and further columns of `polegraph.scorecards.BEHIND`.
    cypher
        The statement that computes it in Neo4j, where it is one's own.
    """

    name: str
    en: str
    fr: str
    unit: str = "number"
    direction: Direction = ""
    formula: str = ""
    table: str = ""
    asked_by: str = ""
    compute: Callable[[Facts, int], Figure] | None = None
    rows: Callable[[Facts, int], pd.DataFrame] | None = None
    cypher: str = ""

    @property
    def what(self) -> str:
        """What it is, in the language of the moment."""
        return typeset(self.fr) if language() == "fr" else self.en


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return the indicators of the catalogue, in its order.

    Examples
    --------
    >>> [one.name for one in indicators()][:3]
    ['members', 'members_sme', 'members_large']
    """
    text = files("polegraph.scorecards").joinpath("indicators.csv").read_text(encoding="utf-8")
    return tuple(Indicator(**row) for row in csv.DictReader(text.splitlines()))  # type: ignore[arg-type]  # one's words
