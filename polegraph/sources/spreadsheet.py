"""A pôle's own sheets: CSV files or a workbook after the templates, as people fill them in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources._common import Ledger, aliases
from polegraph.sources._spreadsheet_headings import FILLED_IN, is_heading, table_for
from polegraph.sources._spreadsheet_keys import fill_keys
from polegraph.sources._spreadsheet_own import own_identifiers
from polegraph.sources._spreadsheet_partners import partners_in_projects
from polegraph.sources._spreadsheet_pointers import Directory, join_groups, resolve
from polegraph.sources._spreadsheet_rows import Rows
from polegraph.sources._spreadsheet_sheets import sheets
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.network import Network
    from polegraph.sources._files import PathLike
    from polegraph.sources._spreadsheet_sheets import Sheet

OWN: Final = "own"
"""Name of the source, if no other is given. Identifiers of any other begin with its name."""
_TOP_ROWS: Final = 10
NO_TABLE: Final = "no table has the name of this sheet"


def read(paths: PathLike | Iterable[PathLike], *, source: str = OWN) -> Network:
    r"""Read sheets that follow the templates of `polegraph.sources.templates`.

    Parameters
    ----------
    paths
        A workbook (XLSX) with a sheet a table, a folder of CSV files and workbooks, or several files. Names of sheets,
        files and columns in English or French, in any case, with or without accents. CSV files with ``;``, ``,`` or
        tabs, in UTF-8 or Windows-1252. Numbers and dates as French or English Excel shows them. Where an identifier of
        an organisation, project, pôle or theme is wanted, its name does as well. Identifiers may be left empty.
    source
        Name of the source, which every row will carry. The identifiers in sheets of two sources are not the same
        things: those of a source that is not ``own`` begin with its name and a colon, unless they are of a register
        (``siren:…``, ``pic:…``).

    Returns
    -------
    Network
        With ``aliases``, and with ``rejected`` and ``imports``, which account for every row of every sheet. Columns
        about persons and columns that the model does not know are not read; ``imports`` names them.

    Raises
    ------
    PolegraphError
        If a file cannot be read, holds no table that is known, or lacks a required column.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "Organisations.csv").write_text("Nom;Taille\nAda SARL;pme\nBo;ETI\n", encoding="utf-8")
    >>> _ = (folder / "projets.csv").write_text("Acronyme;Aide\nVAPO;1 200,50 €\n", encoding="utf-8")
    >>> _ = (folder / "participations.csv").write_text("Projet;Organisation\nVAPO;ADA\nvapo;Bo\n", encoding="utf-8")
    >>> net = read(folder)
    >>> net, net.organisations["size"].tolist(), net.projects["funding"].tolist()
    (<Network: 2 organisations, 1 project, 2 participations>, ['sme', 'mid_cap'], [1200.5])
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    ledger = Ledger(source)
    return ledger.network(**frames_of(_by_table(sheets(given, ledger.unread), ledger), ledger))


def frames_of(by_table: dict[str, list[Sheet]], ledger: Ledger) -> dict[str, pd.DataFrame]:
    """Check and convert the sheets of each table; account for every row.

    Parameters
    ----------
    by_table
        The sheets by the table that they hold.
    ledger
        The account of the source.

    Returns
    -------
    dict
        Table by name, with ``aliases``.
    """
    rows: dict[str, Rows] = {}
    directories: dict[str, Directory] = {}
    named: list[pd.DataFrame] = []
    for name in _in_order(by_table):
        more = partners_in_projects(rows["projects"]) if name == "participations" and "projects" in rows else []
        if name not in by_table and not more:
            continue
        one = rows[name] = Rows(name, by_table.get(name, ()), ledger, more)
        for column, other in TABLES[name].references.items():
            if other not in directories:
                directories[other] = Directory(rows.get(other) or Rows(other, (), ledger))
            written = resolve(one, column, directories[other])
            if other == "organisations":
                named.append(pd.DataFrame({"org_id": one.texts[column], "source_id": None, "name": written}))
        if len(TABLES[name].key) == 1:
            fill_keys(one)
        one.check()
    organisations = rows.get("organisations") or Rows("organisations", (), ledger)
    rows["organisations"] = organisations
    join_groups(organisations, directories.get("organisations") or Directory(organisations))
    named.append(organisations.texts[["org_id", "name"]].assign(source_id=organisations.raw["org_id"]))
    frames = {name: one.kept() for name, one in rows.items()}
    for one in rows.values():
        one.settle()
    for name in ("projects", "participations"):
        frames.setdefault(name, Rows(name, (), ledger).kept())
    frames["aliases"] = _aliases(ledger.source, named, frames["organisations"]["org_id"])
    return frames if ledger.source == OWN else own_identifiers(frames, rows, ledger.source)


def _by_table(found: list[Sheet], ledger: Ledger) -> dict[str, list[Sheet]]:
    """Tell which sheets hold which table; name those that hold none."""
    by_table: dict[str, list[Sheet]] = {}
    strange: list[Sheet] = []
    for sheet in found:
        name = table_for(sheet)
        if name is None and (sheet.rows or sheet.lone):
            strange.append(sheet)
        elif name and (sheet.rows or sheet.broken):
            by_table.setdefault(name, []).append(sheet)
    if "organisations" not in by_table:
        raise _no_organisations(found, strange)
    for sheet in strange:
        if not _looks_like_a_table(sheet):
            ledger.unread(sheet.label, NO_TABLE)
            continue
        numbers = [number for number, _cells in sheet.rows]
        ledger.reject(sheet.label, numbers, None, [sheet.name] * len(numbers), NO_TABLE)
        ledger.account(sheet.label, "–", NO_TABLE, rows=len(numbers), kept=0, repeated=0, rejected=len(numbers))
    return by_table


def _looks_like_a_table(sheet: Sheet) -> bool:
    """Tell whether the rows of a sheet would be missed: two headings of a table stand over them."""
    top = sheet.rows[:_TOP_ROWS]
    return any(sum(isinstance(cell, str) and is_heading(cell) for cell in cells) > 1 for _number, cells in top)


def _no_organisations(found: list[Sheet], strange: list[Sheet]) -> PolegraphError:
    """Say that there is no table of organisations. One flat sheet without tables of its own is read elsewhere."""
    alone = next((sheet for sheet in strange if sheet.lone), None)
    there = ", ".join(sheet.name for sheet in found[:15]) or "–"
    return PolegraphError(
        _("no table has this name")
        if alone is not None
        else _("there is no table of organisations; the sheets here are: {names}").format(names=there),
        file=(alone or found[0]).label if found else None,
        value=alone.name if alone is not None else None,
        remedy=_("name files or sheets after the tables: {names}").format(
            names=", ".join(f"{name} / {TABLES[name].fr}" for name in FILLED_IN)
        ),
    )


def _in_order(by_table: dict[str, list[Sheet]]) -> list[str]:
    """Give the tables that are pointed to before those that point to them; partners may stand in the projects."""
    names = [name for name in TABLES if name in by_table or (name == "participations" and "projects" in by_table)]
    return sorted(names, key=lambda name: len(TABLES[name].references) > 0)


def _aliases(source: str, named: list[pd.DataFrame], kept: pd.Series[str]) -> pd.DataFrame:
    """Give every name under which a kept organisation was written."""
    written = pd.concat([one.astype("str") for one in named], ignore_index=True)
    written = written[written["org_id"].isin(kept) & written["name"].notna()]
    return aliases(source, written["org_id"], written["source_id"], written["name"])
