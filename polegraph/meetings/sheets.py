"""Sheets about a day of meetings: participants, availabilities and requests, with headings in French or English."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import any_table, archives, plain
from polegraph.files.headings import plain_heading
from polegraph.i18n import _

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from polegraph.files.csv_tables import Sheet

WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "org_id": ("org_id", "identifiant", "identifier", "id", "siren", "pic", "rnsr"),
    "participant": (
        *("participant", "participants", "nom", "name", "organisation", "organization", "organisme", "structure"),
        *("entreprise", "société", "company", "raison sociale", "nom de l'organisation", "inscrit", "inscrits"),
        *("demandeur", "qui", "who", "demandé par", "asked by"),
    ),
    "side": ("side", "sides", "côté", "camp", "profil", "rôle", "role", "groupe", "group"),
    "slots": (
        *("slots", "slot", "créneaux", "créneau", "disponibilités", "disponibilité", "disponible", "availability"),
        *("available", "présence", "présent", "horaires", "hours", "when", "quand"),
    ),
    "wants": (
        *("wants", "want", "whom", "souhaite", "souhaits", "souhaite rencontrer", "wants to meet", "rencontrer"),
        *("demandes", "demande", "requests", "request", "avec", "avec qui", "with", "cible", "demandé"),
    ),
}
"""Headings of each column; other columns are read as slots where they name one, and else left alone."""
_COLUMN: Final = {plain_heading(way): column for column, ways in WAYS.items() for way in ways}


def read(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a sheet about a day of meetings.

    Parameters
    ----------
    path
        CSV or XLSX; of a workbook the first sheet that names participants.

    Returns
    -------
    DataFrame
        As `canonical` gives it; the index is the row of the file, ``attrs["file"]`` its name.

    Raises
    ------
    PolegraphError
        If it cannot be read, a row does not fit its headings, or no column names participants.
    """
    heading = None
    for part in archives.tables_in(path):
        for sheet in any_table.of(part, _is_heading):
            heading = heading or sheet.name
            if _names(sheet.frame.columns):
                return _of(sheet)
    raise _no_participants(heading or str(path))


def canonical(given: pd.DataFrame | Iterable[str], what: str) -> pd.DataFrame:
    """Return what was given about a day of meetings, under the columns of `WAYS`.

    Parameters
    ----------
    given
        A table with such headings, or the names of participants.
    what
        What it is, for messages.

    Returns
    -------
    DataFrame
        Text, empty where there is none; an index of rows as people count them.

    Raises
    ------
    PolegraphError
        If no column names participants.

    Examples
    --------
    >>> canonical(["Atelier", "Bois"], "participants")["participant"].tolist()
    ['Atelier', 'Bois']
    >>> canonical(pd.DataFrame({"Entreprise": ["Bois"], "Créneaux": [2]}), "participants").to_dict("list")
    {'participant': ['Bois'], 'slots': ['2']}
    """
    if not isinstance(given, pd.DataFrame):
        given = pd.DataFrame({"participant": [given] if isinstance(given, str) else list(given)})
    if "file" in given.attrs:
        return given
    if not _names(given.columns):
        raise _no_participants(what)
    table = _renamed(given.reset_index(drop=True))
    texts = {name: [_text(value) for value in values.tolist()] for name, values in table.items()}
    result = pd.DataFrame(texts, index=pd.RangeIndex(2, len(table) + 2), dtype="str")
    result.attrs["file"] = what
    return result


def _text(value: Any) -> str:  # noqa: ANN401  # any cell
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124  # NaN alone differs from itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _of(sheet: Sheet) -> pd.DataFrame:
    if sheet.ragged:
        row, value, reason = sheet.ragged[0]
        raise PolegraphError(
            _(reason), file=sheet.name, row=row, value=value, remedy=_("give every row as many cells as the heading")
        )
    table = _renamed(sheet.frame)
    for name in table.columns:
        table[name] = [plain(text.strip()) for text in table[name]]
    table.index = pd.Index(sheet.rows)
    table.attrs["file"] = sheet.name
    return table


def _renamed(table: pd.DataFrame) -> pd.DataFrame:
    """Name the columns; of several with the same meaning the first counts."""
    taken: dict[str, str] = {}
    for name in table.columns:
        taken.setdefault(_COLUMN.get(plain_heading(str(name)), f" {name}"), name)
    return pd.DataFrame({ours.strip(): table[theirs] for ours, theirs in taken.items()}, index=table.index)


def _is_heading(cells: Sequence[str]) -> bool:
    return _names(cells)


def _names(columns: Iterable[Any]) -> bool:
    meant = {_COLUMN.get(plain_heading(str(name))) for name in columns}
    return bool(meant & {"participant", "org_id"})


def _no_participants(name: str) -> PolegraphError:
    return PolegraphError(
        _("no column names the participants"),
        file=name,
        remedy=_("call a column 'participant' or 'org_id', in the first row"),
    )


def wrong(table: pd.DataFrame, row: int, column: str, problem: str, remedy: str) -> PolegraphError:
    """Build an error that names the cell.

    Parameters
    ----------
    table
        As `canonical` gives it.
    row
        Its row.
    column
        Its column.
    problem, remedy
        What is wrong, and what to do.
    """
    file, value = str(table.attrs.get("file", "")), table.loc[row, column]
    return PolegraphError(problem, file=file, row=int(row), column=column, value=value, remedy=remedy)


def earlier(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a plan that was written before.

    Parameters
    ----------
    path
        Its CSV or JSON, or the folder in which its ``plan.csv`` stands.

    Raises
    ------
    PolegraphError
        If it cannot be read, or is no plan.
    """
    place = Path(path)
    place = place / "plan.csv" if (place / "plan.csv").is_file() else place
    for part in archives.tables_in(place):
        try:
            if part.suffix == ".json":
                table = pd.DataFrame(json.loads(part.content().decode("utf-8", "replace")))
            else:
                table = next(iter(any_table.of(part))).frame
            slots = {name: pd.to_numeric(table[name]).astype("int64") for name in ("slot", "table")}
            ends = {name: [plain(str(one)) for one in table[name]] for name in ("org_id_a", "org_id_b")}
        except (ValueError, KeyError, TypeError, RecursionError, StopIteration):
            break
        return pd.DataFrame({**slots, **ends})
    raise PolegraphError(
        _("this is no plan of meetings"),
        file=str(path),
        remedy=_("give the csv or json, or the folder, that 'polegraph meetings' has written"),
    )
