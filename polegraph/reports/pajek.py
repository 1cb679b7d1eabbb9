"""Files for Pajek: a network, partitions and vectors of its vertices, and what the numbers of partitions mean."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from polegraph.files import whole
from polegraph.reports.numbered import Numbered, numbered, one_line

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from polegraph.network import Network

_PARTITIONS: Final = ("kind", "size", "region")
_PROJECT: Final = "project"
_BOM: Final = "\ufeff"  # by which Pajek knows that a file is in UTF-8


def write(network: Network, path: str | os.PathLike[str], mode: Literal["one", "two"] = "two") -> None:
    """Write a network for Pajek: the file, and beside it partitions and vectors called after it.

    Beside ``name.net`` stand ``name-kind.clu``, ``name-size.clu``, ``name-region.clu``, ``name-projects.vec``,
    ``name-year.vec`` and ``name-codes.csv``, which says what the numbers of the partitions mean. Each is written whole
    or not at all, the network last.

    Parameters
    ----------
    network
        What to write.
    path
        The file, with the suffix ``.net``.
    mode
        ``two``: organisations, then projects; ``one``: organisations, linked where they share a project.

    Raises
    ------
    PolegraphError
        If it cannot be written.
    """
    target = Path(path)
    for name, text in content(network, mode).items():
        with whole(target.with_name(f"{target.stem}{name}") if name else target) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")


def content(network: Network, mode: Literal["one", "two"] = "two") -> dict[str, str]:
    """Return the text of each file.

    Parameters
    ----------
    network
        What to write.
    mode
        As for `write`.

    Returns
    -------
    dict
        The texts, by what follows the name of the network in theirs (``-kind.clu``); the network itself, under an empty
        name, is the last. Vertices are organisations, sorted by identifier, then projects. A partition has 0 where
        nothing is known, and for projects; in that of kinds, projects have a number of their own. The vectors are the
        number of projects (of members, for a project), and the year of the first one (of the project itself), 0 where
        it is unknown.

    References
    ----------
    V. Batagelj, A. Mrvar, "Pajek and Pajek-XXL: reference manual", 5.11 (2020); A. Mrvar, "How to use Unicode (UTF8) in
    Pajek": a file begins with a byte order mark. A line with ``%`` is a comment; it stands first, so that readers that
    know no such mark lose nothing but that line.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> texts = content(tiny())
    >>> print(texts[""].removeprefix("\ufeff"))  # doctest: +ELLIPSIS
    % Organisations and projects
    *Vertices 8 5
    1 "SME without a project (invented)"
    2 "Large group (invented)"
    ...
    *Edges
    2 8 1
    ...
    >>> texts["-projects.vec"].split()
    ['*Vertices', '8', '0', '1', '3', '2', '1', '3', '2', '2']
    """
    nodes = numbered(network, mode)
    projects = len(nodes.labels) - nodes.organisations
    organisations = network.organisations.sort_values("org_id", kind="stable")
    texts, codes = {}, []
    for column in _PARTITIONS:
        known = sorted(organisations[column].dropna().unique())
        words = {word: number for number, word in enumerate(known, 1)}
        own = len(words) + 1 if column == "kind" else 0
        numbers = organisations[column].map(words).astype("float64").fillna(0).astype("int64").tolist()
        texts[f"-{column}.clu"] = _list([*numbers, *[own] * projects])
        codes += [(column, number, one_line(word)) for word, number in words.items()]
        codes += [(column, own, _PROJECT)] if own and projects else []
    for name, values in _vectors(network, organisations["org_id"], with_projects=mode == "two").items():
        texts[f"-{name}.vec"] = _list(values)
    texts["-codes.csv"] = _table([("partition", "number", "value"), *codes])
    texts[""] = _network(nodes, two=mode == "two")
    return texts


def _network(nodes: Numbered, *, two: bool) -> str:
    what = "Organisations and projects" if two else "Organisations, tied by the number of projects that they share"
    vertices = f"*Vertices {len(nodes.labels)}" + (f" {nodes.organisations}" if two else "")
    lines = [f"{_BOM}% {what}", vertices]
    lines += [f'{number} "{label}"' for number, label in enumerate(nodes.labels, 1)]
    lines.append("*Edges")
    lines += [
        f"{one} {other} {weight}"
        for (one, other), weight in zip(nodes.links.tolist(), nodes.weights.tolist(), strict=True)
    ]
    return "\n".join(lines) + "\n"


def _vectors(network: Network, org_ids: pd.Series[str], *, with_projects: bool) -> dict[str, list[int]]:
    """Return the number of projects and the first year of organisations; of projects, of members, and their year."""
    pairs = network.participations.drop_duplicates(["project_id", "org_id"])
    years = network.projects.set_index("project_id")["year"].sort_index()
    first = pairs["project_id"].map(years.to_dict()).groupby(pairs["org_id"]).min()
    found = {"projects": pairs["org_id"].value_counts().reindex(org_ids), "year": first.reindex(org_ids)}
    if with_projects:
        found["projects"] = pd.concat([found["projects"], pairs["project_id"].value_counts().reindex(years.index)])
        found["year"] = pd.concat([found["year"].astype("float64"), years.astype("float64")])
    return {name: values.astype("float64").fillna(0).astype("int64").tolist() for name, values in found.items()}


def _list(values: list[int]) -> str:
    return "\n".join([f"*Vertices {len(values)}", *map(str, values)]) + "\n"


def _table(rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
