"""The tables of a network as attributes: each access hands out a copy that shares its values until it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


class Frames(Mapping[str, "pd.DataFrame"]):
    """Tables by name, handed out so that nothing done to them changes the network.

    Each access is a shallow copy, in some twenty microseconds: pandas copies a column when one of its owners changes
    it, and columns or rows that are added or dropped in place are those of the copy alone.

    Parameters
    ----------
    held
        The tables.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> net = tiny()
    >>> del net.tables["projects"]["title"]
    >>> "title" in net.tables["projects"]
    True
    """

    def __init__(self, held: Mapping[str, pd.DataFrame]) -> None:
        self._held = held

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._table(name).copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def _table(self, name: str) -> pd.DataFrame:
        """Return the table that is held itself."""
        return self._held[name]


class Attributes:
    """Tables of the model, `polegraph.tables.TABLES`, as attributes: ``net.organisations`` and so on.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> tiny().participations.shape
    (7, 6)
    >>> tiny().organizations
    Traceback (most recent call last):
    AttributeError: Network has no table or attribute 'organizations': did you mean 'organisations'?
    """

    tables: Mapping[str, pd.DataFrame]
    # Each is named here for type checkers and editors; a test holds them to the model.
    organisations: pd.DataFrame
    projects: pd.DataFrame
    participations: pd.DataFrame
    poles: pd.DataFrame
    memberships: pd.DataFrame
    labels: pd.DataFrame
    themes: pd.DataFrame
    project_themes: pd.DataFrame
    organisation_themes: pd.DataFrame
    outcomes: pd.DataFrame
    needs: pd.DataFrame
    offers: pd.DataFrame
    targets: pd.DataFrame
    actions: pd.DataFrame
    aliases: pd.DataFrame
    descriptions: pd.DataFrame
    rejected: pd.DataFrame
    imports: pd.DataFrame
    records: pd.DataFrame
    merges: pd.DataFrame
    affiliations: pd.DataFrame
    fills: pd.DataFrame
    proposals: pd.DataFrame
    decisions: pd.DataFrame

    if not TYPE_CHECKING:  # a type checker would take any name for a table

        def __getattr__(self, name: str) -> pd.DataFrame:
            """Return a table by its name: ``net.organisations``, ``net.projects`` and so on."""
            try:
                return self.__dict__["tables"][name]
            except KeyError:
                raise AttributeError(f"Network has no table or attribute {name!r}{self._near(name)}") from None

    def _near(self, name: str) -> str:
        """Propose the name that was meant, if there is one like it."""
        if name.startswith("_") or "tables" not in self.__dict__:  # programs ask for these, and before there are tables
            return ""
        public = [one for one in dir(self) if not one.startswith("_")]
        return "".join(f": did you mean {near!r}?" for near in get_close_matches(name, public, n=1))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]
