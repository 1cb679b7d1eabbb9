"""Reader of sheets kept by hand after the templates: CSV files or a workbook."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources.accounting import Ledger
from polegraph.sources.spreadsheet import flat_sheet as flat
from polegraph.sources.spreadsheet.frames import OWN, frames_of
from polegraph.sources.spreadsheet.layout.row_headings import is_heading
from polegraph.sources.spreadsheet.layout.sheet_kinds import table_for
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN
from polegraph.sources.spreadsheet.sheets import sheets
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from polegraph.files.archives import PathLike
    from polegraph.network import Network
    from polegraph.sources.spreadsheet.sheet import Sheet

_TOP_ROWS: Final = 10
NO_TABLE: Final = "no table has the name of this sheet"


def read(
    paths: PathLike | Iterable[PathLike],
    *,
    source: str = OWN,
    strict_names: bool = False,
    former: Mapping[str, Mapping[str, str]] | None = None,
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
        Name of the source, which every row will carry. The identifiers in sheets of two sources are not the same
        things: those of a source that is not ``own`` begin with its name and a colon, unless they are of a register
        (``siren:…``, ``pic:…``).
    strict_names
        Whether participations and memberships are set aside that name an organisation which no row describes. Else it
        is added, with nothing known of it but its name, and listed.
    former
        Former names, by table (``organisations``, ``projects``): the current name by a former one,
        as `polegraph.combine.former_names` finds them. A cell with a former name that is no current one means it.
    tell
        Called with the meaning found for each column, if the sheets turn out to be flat
        (`polegraph.sources.spreadsheet.flat_sheet`).

    Returns
    -------
    Network
        With ``aliases``, and with ``rejected`` and ``imports``, which account for every row of every sheet. Columns
        about persons and columns that are not in the model are not read; ``imports`` names them.

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
    found = sheets(given, ledger.unread)
    if flat.looks_flat(found):
        return flat.read(given, source=source, tell=tell)
    return ledger.network(**frames_of(_by_table(found, ledger), ledger, strict_names=strict_names, former=former))


def _by_table(found: list[Sheet], ledger: Ledger) -> dict[str, list[Sheet]]:
    """Return the sheets of each table; name those of none."""
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
    """Return whether the rows of a sheet would be missed: it has two headings of a table."""
    top = sheet.rows[:_TOP_ROWS]
    return any(sum(isinstance(cell, str) and is_heading(cell) for cell in cells) > 1 for _number, cells in top)


def _no_organisations(found: list[Sheet], strange: list[Sheet]) -> PolegraphError:
    """Return the error that there is no table of organisations. A single flat sheet is read elsewhere."""
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
