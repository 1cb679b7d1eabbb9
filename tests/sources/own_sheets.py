"""Own sheets as tests write them: a folder of CSV files, or a workbook in which formulas and hidden rows may stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd

if TYPE_CHECKING:
    from polegraph.network import Network

    Rows = list[list[Any]]

CASES = Path(__file__).parents[1] / "data" / "cases"


def folder(path: Path, **tables: Any) -> Path:  # noqa: ANN401  # lists of cells of any type
    """Write a CSV file a table."""
    for name, rows in tables.items():
        lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def book(path: Path, **tables: Any) -> Path:  # noqa: ANN401
    """Write a workbook with a sheet a table; formulas have no value in it."""
    made = openpyxl.Workbook()
    del made[made.sheetnames[0]]
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def listed(net: Network) -> list[tuple[int, str, str, str]]:
    """Return row, column, value and reason of what was listed."""
    columns = net.rejected[["row", "column", "value", "reason"]].astype("object").fillna("")
    return [(int(row), str(column), str(value), str(reason)) for row, column, value, reason in columns.to_numpy()]


def by(net: Network, table: str, key: str, column: str) -> dict[str, Any]:
    """Return a column of a table by another."""
    values = net.tables[table].set_index(key)[column]
    return {str(one): None if pd.isna(value) else value for one, value in values.astype("object").items()}


def notes(net: Network, table: str = "organisations") -> dict[str, int]:
    """Return what was counted of a table."""
    said = ";".join(net.imports.loc[net.imports["table"] == table, "notes"].dropna()).split(";")
    return {one.split("=")[0]: int(one.split("=")[1]) for one in said if one}


def pairs(net: Network) -> set[tuple[str, str]]:
    """Return who takes part in what, by names."""
    names = net.organisations.set_index("org_id")["name"]
    projects = net.projects.set_index("project_id")
    called = projects["acronym"].fillna(projects["title"]).fillna(projects.index.to_series())
    rows = net.participations[["project_id", "org_id"]].to_numpy()
    return {(str(called[project]), str(names[organisation])) for project, organisation in rows}
