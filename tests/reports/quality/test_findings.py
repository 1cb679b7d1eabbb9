from __future__ import annotations

import pandas as pd

from polegraph.reports.quality import findings
from polegraph.reports.quality.checking import CELL, COLUMNS, LOST, NOTHING

_REMEDY = "write its name as it stands in the sheet of organisations, or add a row for it there and fill in what it is"


def _table() -> pd.DataFrame:
    lost = ("b.xlsx/Partenaires", "identifiant organisation / org_id")
    rows = [
        ["error", "own", *lost, 15 + 4 * at, "Automotys", "nobody has this name", _REMEDY, LOST] for at in range(14)
    ]
    rows += [["error", "own", *lost, 3, "Béta", "nobody has this name", _REMEDY, LOST]]
    rows += [["remark", "own", "b.xlsx/Projets", "Aide", 4, "dix", "this is not a number", "write it", CELL]]
    rows += [["remark", "own", f"b.xlsx/{n}", None, None, "1200", "identifiers made", "nothing", NOTHING] for n in "PQ"]
    order = ["level", "source", "file", "column", "row", "value", "problem", "remedy", "weight"]
    return pd.DataFrame(rows, columns=order)[[*COLUMNS, "weight"]].astype({"row": "Int64"})


def test_each_cause_is_said_once_with_its_rows_and_what_asks_nothing_comes_last_in_a_line() -> None:
    rows = ", ".join(str(15 + 4 * at) for at in range(14))
    assert findings.lines(_table()) == [
        "ROWS THAT ARE NOT USED",
        '15 times, sheet Partenaires, column "organisation": nobody has this name.',
        f'    "Automotys": rows {rows}',
        '    "Béta": row 3',
        f"    What to do: {_REMEDY}.",
        "",
        "CELLS THAT WERE NOT UNDERSTOOD (THEIR ROWS ARE USED)",
        '1 time, sheet Projets, column "Aide": this is not a number.',
        '    "dix": row 4',
        "    What to do: write it.",
        "",
        "NOTHING TO DO",
        "Identifiers made: 2,400.",
    ]


def test_a_narrow_terminal_breaks_lines_and_cuts_nothing_of_what_to_do() -> None:
    lines = findings.lines(_table(), 60)
    assert max(map(len, lines)) <= 60
    assert f"What to do: {_REMEDY}." in " ".join(line.strip() for line in lines)
    assert any("rows 15, 19, 23" in line for line in lines)
