"""Members of a consortium as rules see them: of a project, or of a list that somebody has drawn up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.consortia.linear import COLUMNS
from polegraph.errors import PolegraphError, UnknownOrganisationError, not_one_of
from polegraph.i18n import _
from polegraph.network.selection import pole as pole_of
from polegraph.tables import KINDS, ROLES, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polegraph.network import Network

    Given = str | Iterable[str] | pd.DataFrame
    """A project, organisations, or a table of them."""

NAMED: Final = ("org_id", "name", "organisation")
"""The columns of a list of members that may name the organisation; the first that is there does."""
_SAID: Final = ("role", "cost", "funding", "kind", "size", "country", "region")
_AMOUNTS: Final = ("cost", "funding")
_WORDS: Final[Mapping[str, Iterable[str]]] = {"role": ROLES, "kind": KINDS, "size": SIZES}


@dataclass(frozen=True)
class Consortium:
    """A consortium.

    Parameters
    ----------
    table : DataFrame
        `linear.COLUMNS`, ``name`` and ``city``, by ``org_id``; ``known`` is false for members that the network has not.
    project_id
        The project that it is of; None for a list.
    day
        The day on which rules are asked.
    labels
        The pôles that have labelled it; None if nobody said.
    home
        The regions that the call is of; None if they are not known.
    whole
        Amounts of the whole project, where they are known.
    """

    table: pd.DataFrame
    project_id: str | None
    day: date
    labels: tuple[str, ...] | None
    home: frozenset[str] | None
    whole: dict[str, float]


def consortium(
    net: Network, members: Given, *, labels: Iterable[str] | None = None, home: str | None = None
) -> Consortium:
    """Return a consortium as rules see it.

    Parameters
    ----------
    net
        The network; its day is that of a list, a project is seen on the day on which it started.
    members
        A project (``project_id`` or acronym); organisations, as `Network.find` takes them; or a table with one of
        `NAMED` and, if known, ``role``, ``cost`` and ``funding``. A row that also says ``kind`` may be of an
        organisation that the network does not have.
    labels
        Pôles that have labelled it; None for what the network says of the project.
    home
        Region that the call is of; None for those of the pôles that have labelled it.

    Raises
    ------
    PolegraphError
        If a name fits none or several, an organisation stands twice, or a value is not of its form.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> consortium(tiny(), "P1").table["size"].tolist()
    [nan, 'sme', 'micro']
    """
    project = _project(net, members) if isinstance(members, str) else None
    given = _of_project(net, project) if project is not None else _of_list(net, members)
    poles = _labels(net, project, labels)
    return Consortium(
        table=given,
        project_id=project,
        day=_day(net, project),
        labels=poles,
        home=frozenset([home]) if home is not None else _regions(net, poles),
        whole=_whole(net, project),
    )


def described(net: Network, ids: pd.Index[str]) -> pd.DataFrame:
    """Return organisations of a network as rules see them, without roles and amounts.

    Parameters
    ----------
    net
        The network.
    ids
        Their identifiers.
    """
    columns = ["org_id", "name", "kind", "country", "region", "city"]
    places = net.org_index.get_indexer(ids)
    table = net.organisations[columns].iloc[places].reset_index(drop=True)
    category = net.category.iloc[places]
    table["unit"] = category["unit"].to_numpy()
    table["size"] = category["size"].to_numpy()
    return table.reindex(columns=[*COLUMNS, "name", "city"])


def _project(net: Network, asked: str) -> str:
    """Return the project that an identifier or an acronym means."""
    projects = net.projects
    for column in ("project_id", "acronym"):
        said = projects[column].astype("str")
        for fits in (said == asked, said.str.casefold() == asked.casefold()):
            hits = projects.loc[fits & projects[column].notna(), "project_id"]
            if len(hits) == 1:
                return str(hits.iloc[0])
            if len(hits):
                raise PolegraphError(
                    _("{number} projects fit: {list}").format(number=len(hits), list="; ".join(sorted(hits)[:10])),
                    value=asked,
                    remedy=_("give the project_id of the one that is meant"),
                )
    raise PolegraphError(
        _("there is no such file, and no project has this identifier or acronym"),
        value=asked,
        remedy=_("give a list of members (CSV or XLSX), or the project_id of a project"),
    )


def _of_project(net: Network, project: str) -> pd.DataFrame:
    rows = net.participations[net.participations["project_id"] == project].set_index("org_id").sort_index()
    table = described(net, rows.index)
    for column in ("role", *_AMOUNTS):
        table[column] = rows[column].to_numpy() if column in rows else None
    return table.assign(known=True)


def _of_list(net: Network, members: Iterable[str] | pd.DataFrame) -> pd.DataFrame:
    given = members if isinstance(members, pd.DataFrame) else pd.DataFrame({"name": list(members)})
    named = next((column for column in NAMED if column in given.columns), None)
    if named is None:
        raise not_one_of(_("no column names the organisations"), ", ".join(map(str, given.columns)), NAMED)
    if not len(given):
        raise PolegraphError(_("there is no member"), remedy=_("give at least one organisation"))
    ids, known = [], []
    rows = given.to_dict("records")
    for row in rows:
        org_id = _found(net, row, named)
        known.append(org_id is not None)
        ids.append(org_id if org_id is not None else str(row[named]).strip())
    again = next((one for at, one in enumerate(ids) if one in ids[:at]), None)
    if again is not None:
        raise PolegraphError(
            _("this organisation stands twice among the members"), value=again, remedy=_("add up its rows")
        )
    return _completed(net, rows, ids, known)


def _found(net: Network, row: Mapping[Any, Any], named: str) -> str | None:
    """Return the organisation that a row names; None if the network has none and the row describes it itself."""
    asked = "" if pd.isna(row[named]) else str(row[named]).strip()
    if not asked:
        raise PolegraphError(_("a member has no name"), column=named, remedy=_("name it, or leave the row out"))
    try:
        return net.find(asked)
    except PolegraphError as error:
        absent = not len(net.organisations) or isinstance(error, UnknownOrganisationError)
        described = isinstance(row.get("kind"), str) and row["kind"].strip()
        if absent and (described or not len(net.organisations)):
            return None
        if absent:
            error.remedy = _("{remedy}; or say its kind and country in the list").format(remedy=error.remedy)
        raise


def _completed(net: Network, rows: list[dict[Any, Any]], ids: list[str], known: list[bool]) -> pd.DataFrame:
    """Return the table of members, what the list says before what the network does."""
    there = pd.Index([one for one, is_known in zip(ids, known, strict=True) if is_known], dtype="str")
    table = described(net, there).set_index("org_id").reindex(ids)
    table["known"] = known
    table["unit"] = table["unit"].astype("object").where(table["unit"].notna(), ids)
    table["name"] = table["name"].astype("object").where(table["name"].notna(), ids)
    for column in _SAID:
        said = [_value(row.get(column), column) for row in rows]
        table[column] = [
            new if new is not None else (None if pd.isna(old) else old)
            for new, old in zip(said, table[column], strict=True)
        ]
    for column in _AMOUNTS:
        table[column] = table[column].astype("float64")
    return table.rename_axis("org_id").reset_index().sort_values("org_id", ignore_index=True)


def _value(value: object, column: str) -> Any:  # noqa: ANN401  # a text or a number
    """Return the value of a cell; None if it is empty."""
    if value is None or value is pd.NA or value != value or not str(value).strip():  # noqa: PLR0124  # NaN and NaT
        return None
    if column in _AMOUNTS:
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = np.nan
        if not 0 <= number < np.inf:
            raise PolegraphError(
                _("this is no amount of euros"), column=column, value=value, remedy=_("write a number, 0 or more")
            )
        return number
    text = str(value).strip()
    words = _WORDS.get(column)
    if words is not None and text not in words:
        raise not_one_of(_("this word is not known here"), text, words, column=column)
    return text


def _labels(net: Network, project: str | None, labels: Iterable[str] | None) -> tuple[str, ...] | None:
    if labels is not None:
        return tuple(sorted({pole_of(net.poles, one) for one in labels}))
    if project is None:
        return None
    found = net.labels.loc[net.labels["project_id"] == project, "pole_id"]
    return tuple(sorted(found)) or None


def _regions(net: Network, poles: tuple[str, ...] | None) -> frozenset[str] | None:
    regions = net.poles.loc[net.poles["pole_id"].isin(list(poles or ())), "region"]
    return frozenset(regions) if len(regions) and regions.notna().all() else None


def _day(net: Network, project: str | None) -> date:
    if project is None:
        return net.day
    row = net.projects.iloc[net.project_index.get_loc(project)].to_dict()
    if pd.notna(row["start"]):
        return pd.Timestamp(row["start"]).date()
    return date(int(row["year"]), 1, 1) if pd.notna(row["year"]) else net.day


def _whole(net: Network, project: str | None) -> dict[str, float]:
    if project is None:
        return {}
    row = net.projects.iloc[net.project_index.get_loc(project)].to_dict()
    said = {"cost": row["total_cost"], "funding": row["funding"]}
    return {name: float(value) for name, value in said.items() if pd.notna(value)}
