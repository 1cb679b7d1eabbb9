"""The state of a network: what is in it, and how much is unknown or was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.reports.quality import account
from polegraph.tables import KINDS, LARGE_SIZES, PHASES, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.network import Network

INFO_COLUMNS: Final = ["topic", "item", "count", "share"]
_COUNTED: Final = (
    "organisations",
    "projects",
    "participations",
    "poles",
    "memberships",
    "labels",
    "themes",
    "outcomes",
    "needs",
    "offers",
    "targets",
    "actions",
    "aliases",
    "descriptions",
    "rejected",
)
_TOPICS: Final = {
    "cells": "cells not understood",
    "column": "columns not used",
    "file": "files not read",
    "rows": "rows not used",
}
_MAY_BE_UNKNOWN: Final = {
    "organisations": ("country", "region", "siren", "pic", "lat"),
    "projects": ("year", "title", "programme", "funding"),
    "participations": ("role", "funding"),
}


def info(network: Network) -> pd.DataFrame:
    """Count what is in a network, and how much of it is unknown.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    DataFrame
        ``topic`` and ``item`` (what is counted), ``count``, ``share`` (of the rows that the topic is about, 0 to 1;
        missing where there is nothing to share).

    Examples
    --------
    >>> import polegraph.examples
    >>> table = info(polegraph.examples.tiny())
    >>> table.loc[table["topic"] == "size of companies", ["item", "count", "share"]].values.tolist()
    [['micro', 1, 0.25], ['sme', 2, 0.5], ['large', 1, 0.25]]
    """
    rows: list[tuple[str, str, int, float | None]] = [
        ("total", name, len(network.tables[name]), None) for name in _COUNTED if len(network.tables[name])
    ]
    if not network.standing.all():
        rows.append(("total", "dissolved", int((~network.standing).sum()), None))
    if network.focus is not None:
        rows.append(("total", "chosen", len(network.focus), len(network.focus) / max(len(network.organisations), 1)))
    rows += _shares("kind", network.organisations["kind"], KINDS)
    rows += _shares("size of companies", counted_once(network)["size"], SIZES)
    rows += _large_groups(network)
    years = network.projects["year"]
    rows += _shares("phase", _phases(years), [*PHASES, "other"])
    rows += _shares("year of projects", years.astype("str"), sorted(years.dropna().astype("str").unique()))
    programmes = network.projects["programme"]
    if programmes.notna().any():
        rows += _shares("programme", programmes, sorted(programmes.dropna().unique()))
    rows += _poles(network)
    rows += _unknown(network)
    rows += _sources(network)
    rows += _not_understood(network)
    table = pd.DataFrame(rows, columns=INFO_COLUMNS)
    return table.astype({"topic": "str", "item": "str", "count": "Int64", "share": "float64"})


def counted_once(network: Network) -> pd.DataFrame:
    """Return the categories of companies, each group once for all of its companies; see `Network.category`.

    Parameters
    ----------
    network
        The network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> small = tiny().organisations.assign(group_id=["BIG", None, None, None, None])
    >>> counted_once(tiny().with_tables(organisations=small))["size"].tolist()
    ['large', 'micro', 'sme']
    """
    companies = (network.organisations["kind"] == "company").to_numpy()
    return network.category[companies].drop_duplicates("unit")


def _large_groups(network: Network) -> list[tuple[str, str, int, float | None]]:
    """Count the large groups, and the organisations that they consist of where there are more of these."""
    large = network.category[network.category["size"].isin(LARGE_SIZES).to_numpy()]
    groups = large["unit"].nunique()
    if groups == len(large):
        return []
    return [("large groups", "groups", groups, None), ("large groups", "organisations in them", len(large), None)]


def _shares(topic: str, values: pd.Series[Any], words: Iterable[str]) -> list[tuple[str, str, int, float | None]]:
    """Count each word that occurs, and what is unknown."""
    counts = values.value_counts()
    found = [(word, int(counts[word])) for word in words if word in counts.index]
    missing = int(values.isna().sum())
    if missing:
        found.append(("unknown", missing))
    return [(topic, word, count, count / len(values)) for word, count in found]


def _phases(years: pd.Series[int]) -> pd.Series[str]:
    phases = pd.Series("other", index=years.index, dtype="str").where(years.notna(), None)
    for phase, (first, last) in PHASES.items():
        phases = phases.mask(years.between(first, last).fillna(value=False).astype(bool), phase)
    return phases


def _poles(network: Network) -> list[tuple[str, str, int, float | None]]:
    rows: list[tuple[str, str, int, float | None]] = []
    names = network.poles.set_index("pole_id")["name"]
    for topic, table, total in (
        ("members of the pôle", network.members(), len(network.organisations)),
        ("former members of the pôle", network.members(former=True), len(network.organisations)),
        ("projects labelled by the pôle", network.labels, len(network.projects)),
    ):
        counts = table["pole_id"].value_counts()
        rows += [
            (topic, str(name), int(counts.get(pole, 0)), int(counts.get(pole, 0)) / max(total, 1))
            for pole, name in names.items()
            if pole in counts.index or topic != "former members of the pôle"
        ]
    return rows


def _unknown(network: Network) -> list[tuple[str, str, int, float | None]]:
    columns = {
        f"{name}.{column}": network.tables[name][column]
        for name, chosen in _MAY_BE_UNKNOWN.items()
        for column in chosen
    }
    columns = {"size of companies": counted_once(network)["size"], **columns}
    return [
        ("unknown", name, int(values.isna().sum()), float(values.isna().mean()))
        for name, values in columns.items()
        if len(values)
    ]


def _sources(network: Network) -> list[tuple[str, str, int, float | None]]:
    counts = network.participations["source"].dropna().str.split(";").explode().value_counts()
    total = max(len(network.participations), 1)
    rows: list[tuple[str, str, int, float | None]] = [
        ("participations of the source", str(source), int(count), int(count) / total)
        for source, count in sorted(counts.items())
    ]
    for topic, column in (("rows read", "rows"), ("rows repeated", "repeated"), ("rows rejected", "rejected")):
        for entry in network.imports.to_dict(orient="records"):
            read, count = int(entry["rows"]), int(entry[column])
            share = count / read if read and column != "rows" else None
            rows.append((topic, f"{entry['file']} ({entry['source']})", count, share))
    return rows


def _not_understood(network: Network) -> list[tuple[str, str, int, float | None]]:
    """Count the cells, columns, rows and files that were not understood, those of one reason together."""
    table = account.not_understood(network)
    places = table["file"] + (", " + table["column"]).fillna("")
    counts = table["count"].fillna(1).groupby([table["what"], places], sort=True).sum()
    rows: list[tuple[str, str, int, float | None]] = []
    for what, topic in _TOPICS.items():
        those = counts[counts.index.get_level_values(0) == what]
        rows += [(topic, str(place), int(those[what, place]), None) for _what, place in those.index]
    return rows
