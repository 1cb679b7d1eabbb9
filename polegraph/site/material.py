"""What the pages are made of: a network's tables as plain rows with clean texts, each read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.files import unaccented
from polegraph.i18n import _
from polegraph.network.titles import title
from polegraph.reports.paper.content import method
from polegraph.reports.terminal import printable
from polegraph.site.addresses import addresses
from polegraph.site.pages import Link

if TYPE_CHECKING:
    from datetime import date

    from polegraph.network import Network
    from polegraph.site.options import SiteOptions

    Row = dict[str, Any]

MOST: Final = 500
"""Rows of a table on a page; what is beyond it stands in the lists."""
_SHORT: Final = 140


@dataclass(frozen=True, eq=False)
class Material:
    """A network as its audience may see it, and what was asked for.

    Parameters
    ----------
    net
        The network.
    options
        What the site is to be.
    """

    net: Network
    options: SiteOptions

    @cached_property
    def title(self) -> str:
        """The heading of the site."""
        return printable(self.options.title or title(self.net) or _("The network"))

    @cached_property
    def notice(self) -> str:
        """The sentence on each page; empty for none."""
        return printable(self.options.notice or method.invented(self.net))

    @cached_property
    def organisations(self) -> dict[str, Row]:
        """Organisations by identifier, in the order of their names."""
        return _sorted(_rows(self.net.organisations, "org_id"), lambda row: (unaccented(row["name"]), row["name"]))

    @cached_property
    def projects(self) -> dict[str, Row]:
        """Projects by identifier, the newest first; ``label`` is what each is called."""
        rows = _rows(self.net.projects, "project_id")
        for row in rows.values():
            called = [row[name] for name in ("acronym", "title") if row.get(name)]
            row["label"] = shortened(called[0] if called else row["project_id"])
        return _sorted(rows, lambda row: (*_newest(row), unaccented(row["label"])))

    @cached_property
    def poles(self) -> dict[str, Row]:
        """Pôles by identifier, in the order of their names."""
        return _sorted(_rows(self.net.poles, "pole_id"), lambda row: unaccented(row["name"]))

    @cached_property
    def themes(self) -> dict[str, Row]:
        """Themes by identifier, in the order of their words."""
        return _sorted(_rows(self.net.themes, "theme_id"), lambda row: unaccented(row["label"]))

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each organisation in the order of their names."""
        return {one: at for at, one in enumerate(self.organisations)}

    @cached_property
    def addresses(self) -> dict[str, dict[str, str]]:
        """Address of each page by identifier, by the table of the thing."""
        kinds = ("organisations", "projects", "poles", "themes")
        return {kind: addresses(kind, getattr(self, kind)) for kind in kinds}

    @cached_property
    def taking_part(self) -> dict[str, list[tuple[str, str]]]:
        """Organisations and their roles by project, those that coordinate first, then by name."""
        found = _pairs(self.net.participations, "project_id", "org_id", "role")
        for pairs in found.values():
            pairs.sort(key=lambda pair: (pair[1] != "coordinator", self.place[pair[0]]))
        return found

    @cached_property
    def projects_of(self) -> dict[str, list[tuple[str, str]]]:
        """Projects and roles by organisation, the newest first."""
        return self._newest_first(_pairs(self.net.participations, "org_id", "project_id", "role"))

    @cached_property
    def labelled(self) -> dict[str, list[tuple[str, str]]]:
        """Projects by the pôle that labelled them, the newest first."""
        return self._newest_first(_pairs(self.net.labels, "pole_id", "project_id"))

    @cached_property
    def projects_about(self) -> dict[str, list[tuple[str, str]]]:
        """Projects by theme, the newest first."""
        return self._newest_first(_pairs(self.net.project_themes, "theme_id", "project_id"))

    @cached_property
    def themes_of(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """Themes of projects and of organisations, by the table of the thing."""
        return {
            "projects": _pairs(self.net.project_themes, "project_id", "theme_id"),
            "organisations": _pairs(self.net.organisation_themes, "org_id", "theme_id"),
        }

    @cached_property
    def poles_of(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """Pôles that labelled projects, and those of which organisations are members, by the table of the thing."""
        return {
            "projects": _pairs(self.net.labels, "project_id", "pole_id"),
            "organisations": _pairs(self.net.members(), "org_id", "pole_id"),
        }

    @cached_property
    def members(self) -> dict[str, list[tuple[str, str]]]:
        """Members by pôle, in the order of their names."""
        found = _pairs(self.net.members(), "pole_id", "org_id")
        return {pole: sorted(pairs, key=lambda pair: self.place[pair[0]]) for pole, pairs in found.items()}

    @cached_property
    def unasked(self) -> set[str]:
        """Organisations that no list of whom to approach names: they do not want it, or are dissolved."""
        orgs = self.net.organisations
        shy = orgs["opt_out"].fillna(value=False).astype(bool).to_numpy() | ~self.net.standing
        return set(orgs["org_id"][shy])

    def link(self, kind: str, identifier: str) -> Link:
        """Return a link to the page of a thing.

        Parameters
        ----------
        kind
            Its table.
        identifier
            Its identifier.
        """
        row = getattr(self, kind)[identifier]
        return Link(row["name"] if "name" in row else row["label"], self.addresses[kind][identifier])

    def links(self, kind: str, pairs: list[tuple[str, str]]) -> tuple[Link, ...]:
        """Return links to the pages of several things, each once.

        Parameters
        ----------
        kind
            Their table.
        pairs
            Their identifiers, each with something beside it.
        """
        return tuple(self.link(kind, one) for one in dict.fromkeys(one for one, _beside in pairs))

    def _newest_first(self, found: dict[str, list[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
        place = {one: at for at, one in enumerate(self.projects)}
        return {one: sorted(pairs, key=lambda pair: place[pair[0]]) for one, pairs in found.items()}


def shortened(text: str) -> str:
    """Return a text that is not longer than a line or two.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> shortened("a title"), shortened("word " * 100)[-5:]
    ('a title', 'word…')
    """
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def newest_day(row: Row) -> date | None:
    """Return the day of a project: its first, or that of its year; None where neither is known.

    Parameters
    ----------
    row
        The project.
    """
    if row.get("start") is not None:
        return pd.Timestamp(row["start"]).date()
    return None if row.get("year") is None else pd.Timestamp(int(row["year"]), 1, 1).date()


def _newest(row: Row) -> tuple[bool, int]:
    found = newest_day(row)
    return found is None, 0 if found is None else -found.toordinal()


def _sorted(rows: dict[str, Row], key: Any) -> dict[str, Row]:  # noqa: ANN401  # a function
    return dict(sorted(rows.items(), key=lambda pair: (key(pair[1]), pair[0])))


def _rows(table: pd.DataFrame, key: str) -> dict[str, Row]:
    """Return rows by identifier: clean texts, and None for what is missing."""
    found: dict[str, Row] = {}
    columns = {str(name): table[name].tolist() for name in table.columns}
    for at, identifier in enumerate(columns[key]):
        row = {name: _clean(values[at]) for name, values in columns.items()}
        found[str(identifier)] = row | {key: str(identifier)}
    for row in found.values():
        for name in ("name", "label"):
            if name in row and not row[name]:
                row[name] = printable(row[key])
    return found


def _clean(value: object) -> Any:  # noqa: ANN401  # any cell
    if isinstance(value, str):
        return printable(value).strip()
    return None if pd.isna(value) else value  # type: ignore[call-overload]  # a cell is no array


def _pairs(table: pd.DataFrame, key: str, other: str, beside: str | None = None) -> dict[str, list[tuple[str, str]]]:
    """Return, by identifier, what a table joins to it, with a word beside."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    words = table[beside].fillna("").tolist() if beside else [""] * len(table)
    for one, another, word in zip(table[key].tolist(), table[other].tolist(), words, strict=True):
        found[str(one)].append((str(another), str(word)))
    return {one: sorted(pairs) for one, pairs in found.items()}
