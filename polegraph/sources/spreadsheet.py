"""A pôle's own sheets: CSV files or a workbook after the templates, as people fill them in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources import sheet as flat
from polegraph.sources._common import Ledger, aliases
from polegraph.sources._spreadsheet_headings import FILLED_IN, table_of
from polegraph.sources._spreadsheet_pointers import Directory, fill_keys, join_groups, resolve
from polegraph.sources._spreadsheet_rows import LAYOUT, Rows
from polegraph.sources._spreadsheet_sheets import sheets
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from polegraph.network import Network
    from polegraph.sources._files import PathLike
    from polegraph.sources._spreadsheet_sheets import Sheet

NO_TABLE: Final = "no table has the name of this sheet"


def read(
    paths: PathLike | Iterable[PathLike],
    *,
    source: str = "own",
    tell: Callable[[list[flat.Understood]], None] | None = None,
) -> Network:
    r"""Read sheets that follow the templates of `polegraph.sources.templates`.

    Parameters
    ----------
    paths
        A workbook (XLSX) with a sheet a table, a folder of CSV files and workbooks, or several files. Names of sheets,
        files and columns in English or French, in any case, with or without accents. CSV files with ``;``, ``,`` or
        tabs, in UTF-8 or Windows-1252. Numbers and dates as French or English Excel shows them. Where an identifier of
        an organisation, project, pôle or theme is wanted, its name does as well. Identifiers may be left empty.
    source
        Name of the source, which every row will carry.
    tell
        Called with what was understood of each column, if the sheets turn out to be flat (`polegraph.sources.sheet`).

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
    found = sheets(given)
    if flat.looks_flat(found):
        return flat.read(given, source=source, tell=tell)
    by_table = flat.with_partners(_by_table(found, ledger), ledger)
    return ledger.network(**frames_of(by_table, ledger))


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
    rows = {name: Rows(name, by_table[name], ledger) for name in _in_order(by_table)}
    directories: dict[str, Directory] = {}
    named: list[pd.DataFrame] = []
    for name, one in rows.items():
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
    join_groups(organisations, directories.get("organisations") or Directory(organisations))
    frames = {name: one.kept() for name, one in rows.items()}
    named.append(organisations.texts[["org_id", "name"]].assign(source_id=organisations.raw["org_id"]))
    for one in rows.values():
        one.settle()
    for name in ("projects", "participations"):
        frames.setdefault(name, Rows(name, (), ledger).kept())
    return {**frames, "aliases": _aliases(ledger.source, named, frames["organisations"]["org_id"])}


def _by_table(found: list[Sheet], ledger: Ledger) -> dict[str, list[Sheet]]:
    """Tell which sheets hold which table; set aside those that hold none."""
    by_table: dict[str, list[Sheet]] = {}
    strange: list[Sheet] = []
    for sheet in found:
        name = table_of(sheet.name)
        if name is None and (sheet.rows or sheet.lone):
            strange.append(sheet)
        elif name and (sheet.rows or sheet.broken):
            by_table.setdefault(name, []).append(sheet)
    alone = next((sheet for sheet in strange if sheet.lone), None)
    if alone is not None or "organisations" not in by_table:
        there = ", ".join(sheet.name for sheet in found[:15]) or "–"
        raise PolegraphError(
            _("no table has this name")
            if alone is not None
            else _("there is no table of organisations; the sheets here are: {names}").format(names=there),
            file=(alone or found[0]).label if found else None,
            value=alone.name if alone is not None else None,
            remedy=_("name files or sheets after the tables: {names}").format(
                names=", ".join(f"{name} / {TABLES[name].fr}" for name in FILLED_IN)
            ),
        )
    for sheet in strange:
        numbers = [number for number, _cells in sheet.rows]
        ledger.reject(sheet.label, numbers, None, [sheet.name] * len(numbers), NO_TABLE)
        ledger.account(sheet.label, "–", LAYOUT, rows=len(numbers), kept=0, repeated=0, rejected=len(numbers))
    return by_table


def _in_order(by_table: dict[str, list[Sheet]]) -> list[str]:
    """Give the tables that are pointed to before those that point to them."""
    names = [name for name in TABLES if name in by_table]
    return sorted(names, key=lambda name: len(TABLES[name].references) > 0)


def _aliases(source: str, named: list[pd.DataFrame], kept: pd.Series[str]) -> pd.DataFrame:
    """Give every name under which a kept organisation was written."""
    written = pd.concat([one.astype("str") for one in named], ignore_index=True)
    written = written[written["org_id"].isin(kept) & written["name"].notna()]
    return aliases(source, written["org_id"], written["source_id"], written["name"])
