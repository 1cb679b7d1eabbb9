"""The result of `polegraph.identity.who_is_who`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph import tables

if TYPE_CHECKING:
    import pandas as pd

NAMES: Final = ("merges", "affiliations", "proposals", "fills")


@dataclass(frozen=True)
class Found:
    """The result of entity resolution; identifiers are those of the sources.

    The four frames are tables of `polegraph.tables.TABLES`. How they change a network: `polegraph.combine.combine`.

    Attributes
    ----------
    merges
        ``org_id``, ``into_id``, ``how``, ``evidence``: a row for each organisation that is merged into another.
        ``into_id`` is itself merged into nothing.
    affiliations
        ``org_id``, ``parent_id``, ``parent_name``, ``relation`` (``group`` of companies, ``body`` for public bodies),
        ``how``, ``evidence``, ``source``, ``year``. A group counts in figures only through a fill of ``group_id``.
    proposals
        ``one_id``, ``other_id`` (``one_id`` < ``other_id``), ``question`` (``same`` or ``group``), ``right`` (share of
        such proposals that were right), ``judged`` (number behind that share), ``evidence``, ``other_name`` (where one
        of the two is an entry of a register: its name there).
    fills
        ``org_id``, ``column`` (one of `polegraph.tables.FILLABLE`), ``value`` (as text), ``source``, ``how``. A fill
        completes an empty cell; only ``group_id`` replaces what is there, and ``size`` raises it.
    """

    merges: pd.DataFrame
    affiliations: pd.DataFrame
    proposals: pd.DataFrame
    fills: pd.DataFrame

    def __post_init__(self) -> None:
        """Set the columns, dtypes and order of every table."""
        for name in NAMES:
            object.__setattr__(self, name, _table(name, getattr(self, name)))

    @classmethod
    def empty(cls) -> Found:
        """Return an empty result.

        Examples
        --------
        >>> len(Found.empty().merges)
        0
        """
        return cls(**{name: tables.empty(name) for name in NAMES})

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The four tables by their names."""
        return {name: getattr(self, name) for name in NAMES}


def _table(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    model = tables.TABLES[name]
    converted, problems = tables.convert(name, frame[[column for column in frame.columns if column in model.names]])
    if len(problems):
        raise AssertionError(f"{name}: {problems.iloc[0].to_dict()}")
    return converted.sort_values(list(model.key), kind="stable", ignore_index=True)
