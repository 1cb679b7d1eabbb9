"""State of a network beside its tables: its day, what was chosen, and the networks that it was chosen from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import pandas as pd

from polegraph.network import fingerprint, membership, sizes, visibility
from polegraph.network.frames import Frames
from polegraph.network.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

_Held = TypeVar("_Held", bound="State")
_NEW: Final = {"focus": None, "_around": None, "_origin": None, "_shown_to": None, "seen": None, "_day": None}


_DEPENDENT: Final = frozenset(["around", "fingerprint", "_subsidiary_of"])
"""Cached properties that do not outlive a change of state."""


class State(Views):
    """A network of frozen tables among other networks; it is built by `Network`.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> part = tiny().select(since=2020)
    >>> part.whole is part, part.origin is part, part.undated
    (True, False, 0)
    """

    focus: frozenset[str] | None
    undated: int
    """How many projects `select` left out because their year is unknown, where it chose by years."""
    _origin: Self | Callable[[], Self]
    _around: Self | Callable[[], Self]
    _shown_to: frozenset[str] | None  # nothing here is hidden from an audience that may see these
    seen: visibility.Seen | None  # of a whole network: what some may see of it
    _views: dict[frozenset[str], Self]
    _day: date | None  # of observation; None for today

    @classmethod
    def _derived(cls, held: Mapping[str, pd.DataFrame], **state: Any) -> Self:  # noqa: ANN401  # attributes of any type
        """Build a network of tables that need no check; values of cached properties may be given with its state."""
        return hold(cls.__new__(cls), {"tables": held, **state})

    def _changed(self, **state: Any) -> Self:  # noqa: ANN401  # attributes of any type
        """Return the same network with a part of its state replaced; its views are kept."""
        kept = {name: value for name, value in self.__dict__.items() if name not in _DEPENDENT}
        if self._around is self:
            kept["_around"] = None
        return hold(type(self).__new__(type(self)), {**kept, **state})

    @cached_property
    def around(self) -> Self:
        """The network that the focus was chosen from; this one if nothing was."""
        return self._around() if callable(self._around) else self._around

    @property
    def whole(self) -> Self:
        """The network from which a part was chosen in the end: what is around what is around it."""
        net = self
        while net.around is not net:
            net = net.around
        return net

    @cached_property
    def origin(self) -> Self:
        """The network that still has every member of every group."""
        return self._origin() if callable(self._origin) else self._origin

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the tables, of what was chosen and of what it was chosen from.

        It depends neither on the order of rows and columns nor on the place where the network is stored, and so says in
        a paper or a log what was computed on. Accounts of imports do not count, nor does the day (`day`).

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> net = tiny()
        >>> again = net.with_tables(projects=net.projects[::-1])
        >>> net.fingerprint == again.fingerprint, net.fingerprint == net.select(since=2016).fingerprint
        (True, False)
        """
        chosen = [] if self.focus is None else sorted(self.focus)
        outer = [] if self.around is self else [self.around.fingerprint]
        return fingerprint.fingerprint(self.tables, [*chosen, *outer])

    @property
    def day(self) -> date:
        """The day of observation of the network, today by default: memberships and dissolutions are those of it."""
        return self._day or membership.today()

    def on(self, day: date | str | int | None) -> Self:
        """Return the same network, observed on another day.

        Only memberships and dissolutions depend on the day; projects stay.

        Parameters
        ----------
        day
            A date, a year, or a text: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; of a month or a year its last day is
            meant. None for today, whenever that is.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().on(2024).day.isoformat()
        '2024-12-31'
        """
        wanted = None if day is None else membership.day_of(day)
        if wanted == self._day:
            return self
        around = None if self._around is self else lambda: self.around.on(wanted)
        return self._changed(_day=wanted, _around=around)

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Whether each organisation exists on the day, hence is not dissolved; in table order."""
        return membership.standing(self.tables["organisations"], self.day)

    def members(self, *, former: bool = False) -> pd.DataFrame:
        """Return the memberships that hold on the day, of organisations that are not dissolved.

        Parameters
        ----------
        former
            Whether the memberships of former members are returned, which have left or are dissolved.

        Examples
        --------
        >>> import polegraph.examples
        >>> len(polegraph.examples.tiny().members())
        0
        """
        memberships = self.tables["memberships"]
        return membership.members(memberships, self.org_index, self.standing, self.day, former=former)

    @property
    def category(self) -> pd.DataFrame:
        """Category of each organisation, once its group is taken into account (décret 2008-1354).

        A data frame in table order: ``org_id``; ``unit``, its group or, without one, itself; ``size``, the largest
        known size in that unit (missing if none is known).
        """
        return self._category.copy(deep=False)

    @cached_property
    def _category(self) -> pd.DataFrame:
        if self.origin is not self:  # a group stays what it is when some of its members are out of sight
            rows = self.origin.org_index.get_indexer(self.org_index)
            return self.origin.category.iloc[rows].reset_index(drop=True)
        stand_ins = None if self.seen is None else self.seen.stand_ins
        return sizes.categories(self.tables["organisations"], stand_ins)

    @property
    def subsidiary_of(self) -> pd.Series[str]:
        """The group that gives each organisation its size in `category`, by name; missing where the size is its own.

        In table order. A subsidiary of a large group is no SME, however small: wherever its size is shown, this
        explains it. A group that may not be seen has a stand-in for a name (`visible`).

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> small = tiny().organisations.assign(group_id=["BIG", None, None, None, None])
        >>> tiny().with_tables(organisations=small).subsidiary_of[0]
        'Large group (invented)'
        """
        return self._subsidiary_of.copy(deep=False)

    @cached_property
    def _subsidiary_of(self) -> pd.Series[str]:
        category = self.category
        given = category["size"].notna() & (category["size"] != self.tables["organisations"]["size"])
        there = given & (category["unit"] != category["org_id"])
        named = pd.Series(None, index=category.index, dtype="str")
        named[there] = self.names(category.loc[there, "unit"].tolist())
        return named


def hold(network: _Held, state: Mapping[str, Any]) -> _Held:
    """Set the state of a new network, past ``__setattr__``, which refuses every change.

    Parameters
    ----------
    network
        A network that holds nothing yet.
    state
        Its attributes; without ``_around`` or ``_origin`` it is its own.
    """
    held = {**_NEW, "_views": {}, "undated": 0, **state}
    if not isinstance(held["tables"], Frames):
        held["tables"] = Frames(held["tables"])
    itself = {name: network for name in ("_around", "_origin") if held[name] is None}
    network.__dict__.update(held, **itself)
    return network
