"""Partners that are named and described by no row: the list to complete, with the nearest known name beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import name_newcomers, newcomers, split
from polegraph.errors import PolegraphError
from polegraph.files import any_table, archives, plain
from polegraph.i18n import _, language
from polegraph.sources.spreadsheet.layout.vocabulary import column_of
from polegraph.tables import KINDS, SIZES, TABLES, convert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.files.csv_tables import Sheet
    from polegraph.network import Network

COLUMNS: Final = (
    *("name", "nearest", "same_as", "kind", "size", "siren", "country", "region", "city"),
    *("projects", "acronyms", "org_id"),
)
_ARROW: Final = " → "
_MOST: Final = 10  # acronyms of projects


def to_complete(net: Network, visible: Network) -> pd.DataFrame:
    """List the organisations of a network of which nothing is known but the name under which rows name them.

    Parameters
    ----------
    net
        The network.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `COLUMNS`: ``nearest`` is the name of the list that is nearest, if any is near; ``same_as`` and the cells that
        describe it are empty, to be filled in; ``projects`` counts those that name it. Most projects come first.

    Examples
    --------
    >>> import polegraph.examples
    >>> net = polegraph.examples.tiny()
    >>> len(to_complete(net, net))
    0
    """
    rows: list[dict[str, str | None]] = []
    seen = set(visible.organisations["name"].tolist())
    # The files of publishers have none, and many rows to take apart.
    parts = split(net.tables) if name_newcomers(net.rejected).any() else {}
    for tables in parts.values():
        named = newcomers(tables)
        if not named:
            continue
        known = tables["organisations"]
        known = known[known["org_id"].isin(list(named)) & _says_nothing(known)]
        nearest = _nearest(tables["rejected"]["value"])
        for one, name in zip(known["org_id"].tolist(), known["name"].tolist(), strict=True):
            near = nearest.get(name)
            if one in visible.org_index:
                rows.append({"org_id": one, "name": name, "nearest": near if near in seen else None})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    within = visible.participations[visible.participations["org_id"].isin(table["org_id"])]
    named_by = visible.projects.set_index("project_id")
    called = named_by["acronym"].fillna(named_by["title"])
    projects = within.groupby("org_id")["project_id"].agg(sorted)
    table["projects"] = table["org_id"].map(projects.map(len)).astype("Int64").fillna(0)
    table["acronyms"] = [_joined(projects.get(one, []), called) for one in table["org_id"]]
    table = table.astype({name: "str" for name in COLUMNS if name != "projects"})
    order = table.assign(most=-table["projects"]).sort_values(["most", "name", "org_id"])
    return table.loc[order.index].reset_index(drop=True)


def _says_nothing(organisations: pd.DataFrame) -> pd.Series[bool]:
    """Return the organisations of which only the name is known."""
    told = [name for name in TABLES["organisations"].names if name not in {"org_id", "name", "kind", "source"}]
    return organisations[told].isna().all(axis=1) & organisations["kind"].fillna("other").eq("other")


def _nearest(values: pd.Series[str]) -> dict[str, str]:
    """Return the nearest name that a reader has written beside a name."""
    pairs = (value.partition(_ARROW) for value in values.dropna().unique() if value.endswith(" ?"))
    return {name: near.removesuffix(" ?") for name, arrow, near in pairs if arrow and " / " not in near}


def _joined(projects: list[str], called: pd.Series[str]) -> str | None:
    names = [str(called.get(one)) if isinstance(called.get(one), str) else one for one in projects]
    return ", ".join(names[:_MOST]) + (" …" if len(names) > _MOST else "") or None


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """Write the list with the headings of the templates, so that it can be read beside the sheets once it is filled in.

    Parameters
    ----------
    table
        As `to_complete` gives it.
    """
    french = language() == "fr"
    own = {
        "nearest": _("nearest known name"),
        "same_as": _("same as"),
        "projects": _("number of projects"),
        "acronyms": _("in which projects"),
    }
    headings = {
        name: own.get(name) or (TABLES["organisations"][name].fr if french else name)
        for name in COLUMNS
        if name != "org_id"
    }
    return table[list(headings)].rename(columns=headings)


def answers(paths: Iterable[str], net: Network) -> tuple[list[str], pd.DataFrame]:
    """Read what was answered under "same as" in lists to complete.

    Parameters
    ----------
    paths
        Files, among them such lists.
    net
        The network as its sources state it.

    Returns
    -------
    others : list of str
        The files that are no such lists.
    decisions : DataFrame
        The table ``decisions``: that the two names of a row are one organisation.

    Raises
    ------
    PolegraphError
        If a name is that of no organisation, or of several; names the row.
    """
    others: list[str] = []
    said: list[dict[str, str]] = []
    for path in paths:
        sheet = next((sheet for part in archives.tables_in(path) for sheet in any_table.of(part)), None)
        columns = {} if sheet is None else _columns(sheet)
        if sheet is None or columns.keys() != {"name", "same_as"}:
            others.append(path)
            continue
        cells = sheet.frame[[columns["name"], columns["same_as"]]].fillna("").to_numpy().tolist()
        for row, (name, known) in zip(list(sheet.rows), cells, strict=True):
            if str(known).strip():
                pair = sorted(_found(net, str(text), sheet.name, int(row)) for text in (name, known))
                said += [dict(zip(("one_id", "other_id"), pair, strict=True))] if pair[0] != pair[1] else []
    rows = pd.DataFrame(said, columns=["one_id", "other_id"]).drop_duplicates().assign(question="same", answer="yes")
    return others, convert("decisions", rows)[0]


def _columns(sheet: Sheet) -> dict[str, str]:
    """Find the columns of a list to complete by their headings."""
    named = {str(heading): column_of("organisations", str(heading)) for heading in sheet.frame.columns}
    found = {column[0].removeprefix("+"): heading for heading, column in named.items() if column is not None}
    return {name: heading for name, heading in found.items() if name in {"name", "same_as"}}


def _found(net: Network, name: str, file: str, row: int) -> str:
    try:
        return net.find(plain(name.strip()))
    except PolegraphError as error:
        raise PolegraphError(error.problem, file=file, row=row, value=name, remedy=error.remedy) from error


def choices() -> dict[str, list[str]]:
    """Return the words that a workbook offers for the cells to fill in, by heading."""
    french = language() == "fr"
    return {
        (TABLES["organisations"][name].fr if french else name): list(words.values() if french else words)
        for name, words in (("kind", KINDS), ("size", SIZES))
    }
