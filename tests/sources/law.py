"""The law that nothing is silent: whatever is changed in a good file, the tables are the same or something is said.

``python -m tests.sources.law`` holds all changes to it (some thousand, in minutes) and names those that break it; a
part of them is held by `tests.sources.test_law`.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.errors import PolegraphError
from polegraph.identity import normal_form
from tests.sources.changes import GOOD, NESTED, changed, nested, nested_good

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.network import Network
    from tests.sources.changes import Change, Good

_ACCOUNT = {"imports", "rejected", "records"}
"""Tables that say what was read and where it stood, and nothing of the network."""


def account(net: Network) -> Counter[str]:
    """Return all that is said of a file: cells and rows set aside, columns and files not used, what was counted."""
    said: Counter[str] = Counter()
    for row in net.rejected[["file", "column", "value", "reason"]].astype("object").fillna("").to_numpy().tolist():
        said[" | ".join(map(str, row))] += 1
    for one in net.imports.astype("object").where(net.imports.notna(), "").to_dict("records"):
        for column in ("dropped_columns", "unknown_columns"):
            said.update(f"{one['file']} | {column} | {name}" for name in filter(None, str(one[column]).split(";")))
        for note in filter(None, str(one["notes"]).split(";")):
            key, number = note.rsplit("=", 1)
            said[f"{one['file']} | note {key}"] += int(number)
        if one["table"] == "–":
            said[f"{one['file']} | not read: {one['layout']}"] += 1
        said[f"{one['file']} | repeated"] += int(one["repeated"])
        said[f"{one['file']} | cleaned"] += int(one["cleaned"])
    return said


def different(before: Network, after: Network) -> list[str]:
    """Return the tables in which two networks differ."""
    names = [name for name in before.tables if name not in _ACCOUNT]
    return [name for name in names if not _same(before.tables[name], after.tables[name])]


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return len(one) == len(other) and one.columns.equals(other.columns) and one.equals(other)


def broken(good: Network, change: Change, folder: Path) -> str:
    """Return how a change breaks the law: which tables differ, and what was said; nothing if it does not."""
    try:
        net = change.read(folder)
    except PolegraphError as error:
        lost = change.place and error.file is None and change.place.casefold() not in str(error).casefold()
        return f"{change.good.name}, {change.label}: refused, and not said where: {error}" if lost else ""
    tables = different(good, net)
    if not tables:
        return ""
    told = account(net) - account(good)
    said = [one for one in told if _of_table(one, change.place)]
    named = [normal_form(word) for word in change.named if normal_form(word)]
    counted = [one for one in said if re.search(r" \| (note (?!found_by_name)|repeated$|cleaned$)", one)]  # unnamed
    if counted or (said and not named) or any(word in normal_form(one) for one in said for word in named):
        return ""
    what = "; ".join(list(told)[:4]) or "nothing"
    return f"{change.good.name}, {change.label}: {', '.join(tables)} differ; said: {what}"


def _of_table(said: str, table: str) -> bool:
    """Return whether what is said is of a table; a workbook with one sheet alone is called by its own name."""
    file = said.split(" | ", maxsplit=1)[0]
    return table.casefold() in file.casefold() or file == "book.xlsx"


def base(good: Good, folder: Path) -> Network:
    """Read a good file as it is."""
    if not good.tables:
        return good.read(nested_good(folder / "good", good.form))
    place = folder / f"{good.name} good"
    place.mkdir()
    good.write(place)
    return good.read(place)


def main(only: list[str]) -> None:
    """Hold all changes of some good files, or of all, to the law."""
    for good in (*GOOD, *NESTED):
        if only and good.name not in only:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            net, number = base(good, folder), 0
            for change in changed(good) if good.tables else nested(folder / "forms", good.form):
                number += 1
                if told := broken(net, change, folder / str(number)):
                    sys.stdout.write(f"{told}\n")
                    sys.stdout.flush()
            sys.stdout.write(f"# {good.name}: {number} changes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
