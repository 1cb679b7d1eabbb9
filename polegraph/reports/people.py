"""Results with names in the place of identifiers: for the terminal, Markdown, workbooks and CSV for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.vocabulary import UNDISCLOSED_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from polegraph.network import Network
    from polegraph.reports.sheets import Sheet

    Naming = Callable[[list[str]], dict[str, str]]

RAW: Final = "_raw"
"""Name of the column that keeps the identifiers where another one gives the names."""
_ORGANISATIONS: Final = ("direct_ids", "via_ids", "other_large_groups", "group_ids", "org_ids", "sme_ids", "offer_ids")
_WITH_CITY: Final = ("offer_ids",)
_PROJECTS: Final = (
    *("introducer_projects", "near_projects", "introduced_to_projects", "evidence_projects"),
    *("project_ids", "group_project_ids", "sme_project_ids"),
)
_NAMES_OF: Final = {
    "org": ("name",),
    "offer_org": ("offer_name",),
    "project": ("acronym", "title"),
    "pole": ("pole",),
    "theme": ("label",),
}
_OTHER_NAMES: Final = {"introducer_projects": "near_projects", "near_projects": "introducer_projects"}
_MOST: Final = 8  # projects named in a cell, the latest
_LONGEST: Final = 60  # characters of a title that stands for a missing acronym


def readable(sheet: Sheet) -> tuple[pd.DataFrame, int]:
    """Order the columns of a result for people, with names in the place of identifiers.

    Parameters
    ----------
    sheet
        The result; where it knows its network, lists of identifiers become lists of names.

    Returns
    -------
    frame : DataFrame
        First what matters most, then words, then figures, then identifiers of what is named already, and (``…_raw``)
        the lists of identifiers of which the names stand before.
    hidden : int
        How many columns at the end are such identifiers.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.metrics import large_group_links
    >>> from polegraph.reports.sheets import Sheet
    >>> net = tiny()
    >>> links = large_group_links(net, draws=0)[["org_id", "name", "introducer_projects", "other_large_groups"]]
    >>> readable(Sheet("links", links, "", net=net))[0].columns.tolist()
    ['name', 'introducer_projects', 'other_large_groups', 'org_id', 'introducer_projects_raw', 'other_large_groups_raw']
    """
    frame = sheet.frame
    if sheet.written:
        return asked_for(frame, sheet.chosen), 0
    frame, raw = (frame, []) if sheet.net is None else _named(apart(frame), sheet.net)
    present = [str(name) for name in frame.columns]
    if sheet.chosen:
        return asked_for(frame, sheet.chosen), 0
    last = [*(name for name in present if _is_said(name, present)), *raw]
    first = [name for name in sheet.first if name in present and name not in last]
    rest = [name for name in present if name not in first and name not in last]
    # On paper the last columns are the first to fall off: words, then figures, then identifiers that nothing names.
    rest.sort(key=lambda name: (name.endswith(("_id", "_ids")), pd.api.types.is_numeric_dtype(frame[name])))
    return frame[[*first, *rest, *last]], len(last)


def asked_for(frame: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return the columns of a result that were asked for.

    Parameters
    ----------
    frame
        The result, as people or as programs read it.
    chosen
        Names of columns as either of them reads them; empty for all.

    Examples
    --------
    >>> asked_for(pd.DataFrame({"direct_ids": ["A"], "name": ["B"]}), ["name", "direct_ids_raw"]).columns.tolist()
    ['name', 'direct_ids']
    """
    if not chosen:
        return frame
    names = [_called(name, frame) for name in chosen]
    return frame[list(dict.fromkeys(name for name in names if name in frame))]


def _called(name: str, frame: pd.DataFrame) -> str:
    """Return what a column is called in a frame, where people read it under another name; see `apart`."""
    if name in frame:
        return name
    return _OTHER_NAMES.get(name, name.removesuffix(RAW))


def projects(net: Network, ids: Iterable[str]) -> dict[str, str]:
    """Name projects by acronym and year.

    Parameters
    ----------
    net
        The network that they are in.
    ids
        Their identifiers; one that is not in the network stays as it is.

    Returns
    -------
    dict
        The names by identifier, the latest first; where there is no acronym the title, or else the identifier.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> projects(tiny(), ["P1", "P3"])
    {'P3': 'P3 (2020)', 'P1': 'P1 (2014)'}
    """
    wanted = pd.Index(sorted(set(ids)), dtype="str")
    places = net.project_index.get_indexer(wanted)
    table = net.projects.iloc[places[places >= 0]]
    called = table["acronym"].fillna(table["title"]).fillna(table["project_id"]).tolist()
    years = table["year"].astype("Int64").fillna(0).astype("int64").tolist()
    rows = sorted(zip(years, called, table["project_id"].tolist(), strict=True), key=lambda row: (-row[0], *row[1:]))
    named = {one: f"{_short(name)} ({year})" if year else _short(name) for year, name, one in rows}
    return named | {one: one for one in wanted[places < 0].tolist()}


def organisations(net: Network, ids: Iterable[str], *, city: bool = False) -> dict[str, str]:
    """Name organisations and groups.

    Parameters
    ----------
    net
        The network that they are in.
    ids
        Their identifiers.
    city
        Whether to add the city, where it is known.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> organisations(tiny(), ["LAB", "undisclosed-group:1"])
    {'LAB': 'Laboratory (invented)', 'undisclosed-group:1': 'undisclosed group 1'}
    """
    wanted = sorted(set(ids))
    names = net.names(wanted)
    if city:
        places = net.org_index.get_indexer(pd.Index(wanted, dtype="str"))
        cities = net.organisations["city"].reindex(range(-1, len(net.org_index))).loc[places.tolist()].tolist()
        names = [
            f"{name} ({town})" if isinstance(town, str) else name for name, town in zip(names, cities, strict=True)
        ]
    return {one: disclosed(name) for one, name in zip(wanted, names, strict=True)}


def of_organisations(values: pd.Series[Any], net: Network, *, city: bool = False, most: int | None = None) -> Any:  # noqa: ANN401  # a series
    """Put names of organisations and groups in the place of lists of identifiers.

    Parameters
    ----------
    values
        The lists.
    net
        The network that they are in.
    city
        Whether to add the city, where it is known.
    most
        How many are named; None for all.
    """
    return _listed(values, lambda ids: organisations(net, ids, city=city), most)


def of_projects(values: pd.Series[Any], net: Network, most: int = _MOST) -> Any:  # noqa: ANN401  # a series
    """Put acronyms and years in the place of lists of identifiers of projects, the latest first.

    Parameters
    ----------
    values
        The lists.
    net
        The network that they are in.
    most
        How many are named.
    """
    return _listed(values, lambda ids: projects(net, ids), most, reorder=True)


def _listed(values: pd.Series[Any], names: Naming, most: int | None, *, reorder: bool = False) -> Any:  # noqa: ANN401  # a series
    """Put names in the place of identifiers with ``;`` between, in the order of the list or of the names."""
    lists = {text: [one for one in text.split(";") if one] for text in values.dropna().unique().tolist()}
    called = names([one for ids in lists.values() for one in ids])
    rank = {one: place for place, one in enumerate(called)}
    said = {}
    for text, ids in lists.items():
        ordered = sorted(ids, key=rank.__getitem__) if reorder else ids
        kept = [called[one] for one in ordered[:most]]
        left = len(ordered) - len(kept)
        if left:
            kept.append(ngettext("and {n} more", "and {n} more", left).format(n=number(left)))
        said[text] = _("; ").join(kept)
    return values.map(said, na_action="ignore").astype("str")


def _named(frame: pd.DataFrame, net: Network) -> tuple[pd.DataFrame, list[str]]:
    """Name the entries of lists of identifiers; return the columns that keep these."""
    whole = net.whole
    changed: dict[str, Any] = {}
    for name in map(str, frame.columns):
        if name in _ORGANISATIONS:
            changed[name] = of_organisations(frame[name], whole, city=name in _WITH_CITY)
        elif name in _PROJECTS:
            changed[name] = of_projects(frame[name], whole)
        elif name.endswith("_name") and isinstance(frame[name].dtype, pd.StringDtype):
            frame = frame.assign(**{name: frame[name].map(disclosed, na_action="ignore")})
    raw = {f"{name}{RAW}": frame[name] for name in changed}
    return frame.assign(**changed, **raw), list(raw)


def apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of the projects behind an introduction those with the SME, where the others have a column of their own.

    Parameters
    ----------
    frame
        With ``introducer_projects``, which becomes ``near_projects``, and ``introduced_to_projects``; or any other.
    """
    both, far = "introducer_projects", "introduced_to_projects"
    if both not in frame or far not in frame:
        return frame
    near = [
        one.removesuffix(f";{other}") if isinstance(one, str) and isinstance(other, str) else None
        for one, other in zip(frame[both].tolist(), frame[far].tolist(), strict=True)
    ]
    columns = {both: "near_projects"}
    return frame.assign(**{both: pd.Series(near, frame.index, "str")}).rename(columns=columns)


def _is_said(name: str, present: list[str]) -> bool:
    """Return whether a column holds the identifier of what another one names."""
    if name in {"group", "other"}:
        return f"{name}_name" in present
    if name == "rule":  # of a consortium; the rule of a merge has no other column that says what it is
        return {"what", "asked"} <= set(present)
    of = name.removesuffix("_id")
    return of != name and any(one in present for one in (f"{of}_name", *_NAMES_OF.get(of, ())))


def disclosed(name: str) -> str:
    """Describe in words the stand-in of a group with a name that may not be seen; other names stay as they are.

    Parameters
    ----------
    name
        The name of an organisation or a group.
    """
    if not name.startswith(UNDISCLOSED_GROUP):
        return name
    return _("undisclosed group {number}").format(number=name.removeprefix(UNDISCLOSED_GROUP))


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
