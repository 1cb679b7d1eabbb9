"""Reader of flat sheets: finds their headers and shapes, and converts them to the tables of the model."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.sources.accounting import Ledger
from polegraph.sources.histories import aliases
from polegraph.sources.spreadsheet.flat_sheet import column_mapping, edge_lists, graph_files, matrix_sheets, mentions
from polegraph.sources.spreadsheet.flat_sheet.column_mapping import Understood
from polegraph.sources.spreadsheet.flat_sheet.columns import Sense, is_year
from polegraph.sources.spreadsheet.flat_sheet.grid import LOOK_FOR_HEADINGS, found
from polegraph.sources.spreadsheet.flat_sheet.row_shapes import ORGANISATIONS, PROJECTS, plan
from polegraph.sources.spreadsheet.flat_sheet.tables import Tables
from polegraph.sources.spreadsheet.frames import frames_of
from polegraph.sources.spreadsheet.layout.sheet_kinds import table_of
from polegraph.sources.spreadsheet.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from polegraph.files.archives import PathLike
    from polegraph.network import Network
    from polegraph.sources.spreadsheet.flat_sheet.grid import Grid
    from polegraph.sources.spreadsheet.flat_sheet.mentions import Read
    from polegraph.sources.spreadsheet.flat_sheet.row_shapes import Plan
    from polegraph.sources.spreadsheet.sheet import Sheet

    Planned = tuple[Grid, Plan]

__all__ = ["Understood", "looks_flat", "read"]

NOT_UNDERSTOOD: Final = "no heading and no cell says where projects and partners stand"
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read(
    paths: PathLike | Iterable[PathLike],
    *,
    source: str = "own",
    columns: Sequence[str] = (),
    mapping: PathLike | None = None,
    tell: Callable[[list[Understood]], None] | None = None,
) -> Network:
    r"""Read flat sheets, in which projects and partners stand together.

    Parameters
    ----------
    paths
        CSV files or workbooks: a row a partner; a row a project with partners in columns or in one cell; a matrix of
        organisations and projects; a list of links. GraphML and GEXF files of one or both kinds of nodes as well.
    source
        Name of the source, which every row will carry.
    columns
        Corrections, each ``heading=what``: ``Raison sociale=name``; ``-`` for a column that is not to be read.
    mapping
        A small CSV or XLSX file of the meaning of each heading. Used if it is there; written with the meanings found.
    tell
        Called once with the meaning found for each column.

    Returns
    -------
    Network
        With ``aliases``, and with ``rejected`` and ``imports``, which account for every row of every sheet.

    Raises
    ------
    PolegraphError
        If a file cannot be read, names no projects and partners, or a correction cannot be understood.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "Suivi.csv"
    >>> _ = file.write_text("Projet;Partenaires\nVAPO;Ada SARL (PME) / Zorblax\nSENT;Ada SARL\nX;Zorblax\n", "utf-8")
    >>> net = read(file)
    >>> net, sorted(net.organisations["name"])
    (<Network: 2 organisations, 3 projects, 4 participations>, ['Ada SARL', 'Zorblax'])
    """
    # read graphs and sheets, with the user's corrections
    given = [Path(paths)] if isinstance(paths, (str, os.PathLike)) else [Path(path) for path in paths]
    told = column_mapping.told(columns, mapping)
    ledger = Ledger(source)
    graphs = [path for path in given if path.suffix.lower() in graph_files.SUFFIXES]
    others = [path for path in given if path not in graphs]
    by_table = graph_files.read(graphs)
    flat = sheets(others) if others else []
    reads = _reads(flat, Sense(told), ledger)
    # refuse files without projects and partners, and report the meanings found
    if not any(one.projects or one.mentions for one in reads) and not by_table:
        raise _nothing(flat)
    understood = column_mapping.understood(reads)
    if tell is not None:
        tell(understood)
    # build the network, and keep the meanings for the next import
    net = _network(reads, by_table, ledger)
    if mapping is not None:
        column_mapping.write(mapping, understood, told)
    return net


def _network(reads: list[Read], by_table: dict[str, list[Sheet]], ledger: Ledger) -> Network:
    made = Tables(reads, ledger)
    for name, those in made.found.items():
        by_table.setdefault(name, []).extend(those)
    frames = frames_of(by_table, ledger)
    if reads:
        frames["aliases"] = _aliases(ledger.source, made.spellings(frames["organisations"]), frames)
    return ledger.network(**frames)


def _aliases(source: str, spelt: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every spelling of a kept organisation in the sheets, and in graphs."""
    spelt = spelt[spelt["org_id"].isin(frames["organisations"]["org_id"])]
    numbers = spelt["org_id"].mask(spelt["org_id"].notna())  # no number of the source
    made = aliases(source, spelt["org_id"], numbers, spelt["name"])
    before = frames["aliases"]
    return before if made.empty else _joined(made, before[~before["org_id"].isin(made["org_id"])])


def _joined(made: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  # heavy libraries load when used

    return made if before.empty else pd.concat([made, before], ignore_index=True)


def _reads(flat: list[Sheet], sense: Sense, ledger: Ledger) -> list[Read]:
    """Read every sheet in the shape that it has; name those that have none."""
    reads: list[Read] = []
    planned: list[Planned] = []
    for sheet in flat:
        if table_of(sheet.name) == "" or not sheet.rows:
            continue
        shaped = _planned(sheet, sense)
        if isinstance(shaped, mentions.Read):
            reads.append(shaped)
        elif shaped is not None:
            planned.append(shaped)
        else:
            ledger.unread(sheet.label, NOT_UNDERSTOOD)
    known: Counter[str] = Counter()
    for grid, made in planned:
        known.update(mentions.alone(grid, made))
    years = _years([grid.sheet for grid, made in planned if made.shape != ORGANISATIONS])
    reads += [mentions.read(grid, made, known, _year(grid, made, years)) for grid, made in planned]
    return reads


def _planned(sheet: Sheet, sense: Sense) -> Planned | Read | None:
    """Return how a sheet is to be read, or read it if its shape decides."""
    grid = found(sheet, sense)
    if grid is not None and (edges := edge_lists.read(grid)) is not None:
        return edges
    made = plan(grid) if grid is not None else None
    if grid is not None and made is not None and made.shape not in {ORGANISATIONS, PROJECTS}:
        return grid, made
    matrix = matrix_sheets.read(sheet, sense)
    if matrix is not None:
        return matrix
    return (grid, made) if grid is not None and made is not None else None


def _years(flat: list[Sheet]) -> dict[str, int]:
    """Return the years in the names of sheets, if several sheets of a file have different ones."""
    told = {sheet.label: years[0] for sheet in flat if len(years := _A_YEAR.findall(sheet.name)) == 1}
    return {label: int(year) for label, year in told.items() if len(set(told.values())) > 1 and is_year(year)}


def _year(grid: Grid, made: Plan, years: dict[str, int]) -> int | None:
    return None if made.project.keys() & {"year", "start"} else years.get(grid.sheet.label)


def _nothing(flat: list[Sheet]) -> PolegraphError:
    """Return the error that nothing names projects and partners, with the headings found."""
    there = [
        written
        for sheet in flat
        for _number, cells in sheet.rows[:1]
        for cell in cells
        if cell is not None and (written := str(cell).strip())
    ]
    return PolegraphError(
        _("no column of projects and no column of partners was found; the first rows say: {headings}").format(
            headings=", ".join(shown(one, 40)[1:-1] for one in there[:15]) or "–"
        ),
        file=flat[0].label if flat else None,
        remedy=_(
            "say what the columns are: --column 'HEADING=project' --column 'HEADING=partner'; one of: {words}"
        ).format(words=", ".join(column_mapping.allowed())),
    )


def looks_flat(flat: list[Sheet]) -> bool:
    """Return whether sheets are flat: one names projects and partners together, and none is a table of organisations.

    Parameters
    ----------
    flat
        The sheets of the files that a person gave.
    """
    if any(table_of(sheet.name) == "organisations" for sheet in flat):
        return False
    sense = Sense()
    for sheet in flat:
        few = replace(sheet, rows=sheet.rows[: LOOK_FOR_HEADINGS * 5])
        shaped = _planned(few, sense) if table_of(sheet.name) != "" and sheet.rows else None
        if isinstance(shaped, mentions.Read):
            return True
        if shaped is not None and shaped[1].shape not in {ORGANISATIONS, PROJECTS}:
            return True
    return False
