"""Which organisation a row of answers means: by its identifier, by a number, or by any name that it ever had."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from rapidfuzz import fuzz, process

from polegraph.combine import owners
from polegraph.i18n import _
from polegraph.identity import distinct_form, normal_form
from polegraph.reports.resolution.review import best_known
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from polegraph.errors import PolegraphError
    from polegraph.network import Network

_NEAR: Final = 60  # alike to so many percent
_SHOWN: Final = 3


class Row(Protocol):
    """A row that knows its place in a file."""

    def error(self, column: str, problem: str, remedy: str) -> PolegraphError:
        """Build an error that names the cell."""
        ...


class Meant:
    """The organisations of the sources, to be looked up.

    Parameters
    ----------
    apart
        The network with nothing merged.
    net
        The same as it is.
    visible
        The part of it with names that the reader may see.
    """

    def __init__(self, apart: Network, net: Network, visible: Network) -> None:
        self._apart, self._net, self._visible = apart, net, visible
        self._owner: Mapping[str, str] = owners(net.merges)

    @cached_property
    def _ids(self) -> frozenset[str]:
        asked = self._net.proposals
        entries = [one for side in ("one_id", "other_id") for one in asked[side].tolist()]  # those of registers too
        return frozenset(self._apart.org_index) | frozenset(entries)

    @cached_property
    def _names(self) -> dict[str, dict[str, set[str]]]:
        """Every name: its normal form → how it was written → the organisations that have it."""
        found: dict[str, dict[str, set[str]]] = {}
        tables = self._apart.organisations, self._apart.tables["aliases"], self._net.organisations
        for table in tables:
            for org_id, name in zip(table["org_id"].tolist(), table["name"].tolist(), strict=True):
                found.setdefault(normal_form(name), {}).setdefault(name, set()).add(org_id)
        return found

    @cached_property
    def _points(self) -> Mapping[str, int]:
        points = best_known(self._net)
        return dict(zip(points.index.tolist(), points.tolist(), strict=True))

    def now(self, org_id: str) -> str:
        """Return the identifier under which an organisation stands."""
        return self._owner.get(org_id, org_id)

    def whom(self, text: str, row: Row, column: str) -> str:
        """Return the identifier of the organisation that is meant.

        Raises
        ------
        PolegraphError
            If no organisation has this name, or several have it.
        """
        if text in self._ids:
            return text
        hits = self._called(text) or self._numbered(text)
        standing = {self.now(hit) for hit in hits}
        if len(standing) == 1:
            return min(hits)
        if not hits:
            raise row.error(column, _("no organisation has this identifier or name"), self._nearest(text))
        shown = [hit for hit in sorted(standing) if hit in self._visible.org_index]
        listed = _("; ").join(f"{hit} ({self._told(hit)})" for hit in shown[:10])
        raise row.error(
            column,
            _("{number} organisations are called so").format(number=len(standing)),
            _("write the identifier of the one that is meant: {list}").format(list=listed),
        )

    def _told(self, org_id: str) -> str:
        table = self._net.organisations
        here = table[table["org_id"] == org_id]
        return ", ".join(str(one) for column in ("name", "city") for one in here[column].dropna().tolist())

    def _called(self, text: str) -> set[str]:
        """Return the organisations of a name: those spelt the same before those that only sound the same."""
        spelt = self._names.get(normal_form(text), {})
        forms: tuple[Callable[[str], str], ...] = (_as_it_is, str.casefold, distinct_form, normal_form)
        for form in forms:
            wanted = form(text)
            hits = {org_id for name, ids in spelt.items() if form(name) == wanted for org_id in ids}
            if hits:
                return hits
        return set()

    def _numbered(self, text: str) -> set[str]:
        number = text.replace(" ", "").replace("\xa0", "").replace("\u202f", "")
        table = self._apart.organisations
        same = [
            table.loc[(table[column] == number).fillna(value=False), "org_id"].tolist() for column in REGISTER_NUMBERS
        ]
        return {org_id for several in same for org_id in several}

    def _nearest(self, text: str) -> str:
        known = {normal_form(name): name for name in self._visible.organisations["name"].tolist()}
        near = process.extract(normal_form(text), list(known), scorer=fuzz.WRatio, limit=_SHOWN, score_cutoff=_NEAR)
        if not near:
            return _("write its name as it stands in your sheets, or its identifier")
        listed = ", ".join(known[found] for found, *_rest in near)
        return _("write its name as it stands in your sheets, or its identifier; names like it: {names}").format(
            names=listed
        )

    def refuse_another(self, org_id: str, name: str, row: Row, column: str) -> None:
        """Refuse a row with an identifier and a name of two organisations, since it is not known which one counts.

        Raises
        ------
        PolegraphError
            If the name is that of others only.
        """
        hits = self._called(name)
        if hits and self.now(org_id) not in {self.now(hit) for hit in hits}:
            raise row.error(
                column,
                _("the name is not that of the organisation whose identifier stands in this row"),
                _("empty the cell with the identifier if the name is right, or write the name that stood here"),
            )

    def name_of(self, text: str, one: str, other: str) -> str:
        """Return the organisation with the name that a person chose, or the name; nothing if it is kept anyway."""
        if not text:
            return ""
        names = self._net.organisations.set_index("org_id")["name"]
        said = self._apart.organisations.set_index("org_id")["name"]
        points = [self._points.get(self.now(org_id), -1) for org_id in (one, other)]
        for org_id, ahead in ((one, points[0] > points[1]), (other, points[1] > points[0])):
            if ahead and names.get(self.now(org_id)) == text:
                return ""
            if said.get(org_id) == text:
                return org_id
        return text


def _as_it_is(name: str) -> str:
    return name
