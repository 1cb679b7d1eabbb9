"""Participants in project files of before 2021: a coordinator, and lists separated by ";" in the project's own row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.files.csv_tables import Sheet
from polegraph.sources.cordis.layouts import recognise
from polegraph.sources.cordis.publisher_files import File
from polegraph.sources.values import KEPT_WITHOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.sources.accounting import Ledger

UNEQUAL: Final = "there are not as many countries as participants, so it is not known whose they are" + KEPT_WITHOUT

_COLUMNS: Final = ["coordinator", "coordinator_country", "participants", "participant_countries"]


def files(ledger: Ledger, described: list[File], members: list[File]) -> Iterator[File]:
    """Build files of organisations from the participants in project files, where no other file has them.

    Parameters
    ----------
    ledger
        The account of the source.
    described
        The files of projects.
    members
        The files of organisations, which have more attributes of the partners than names and countries.

    Yields
    ------
    File
        One for each file of projects that names partners of other projects; begun. The number of a row is that of the
        project's row.
    """
    # only the projects that no file of organisations covers
    naming = [file for file in described if file.reading.frame[["coordinator", "participants"]].notna().any(axis=None)]
    if not naming:
        return
    covered = {project for file in members for project in file.frame["project_id"].dropna().unique().tolist()}
    for file in naming:
        frame = file.reading.frame
        said = frame[["project_id", "acronym", *_COLUMNS]].assign(row=file.reading.rows)
        said = said[said["coordinator"].notna() | said["participants"].notna() | said["participant_countries"].notna()]
        said = said[~said["project_id"].isin(covered)]
        if not len(said):
            continue
        # split the lists, and list those of unequal length
        cells, rows, unequal = _listed(said)
        heading = file.reading.headings.get("participant_countries", "participantCountries")
        if unequal:
            numbers, values = zip(*unequal, strict=True)
            ledger.reject(file.name, np.array(numbers), heading, list(values), UNEQUAL)
            file.reading.emptied += len(unequal)
        # account for the participants like for a file of their own
        sheet = Sheet(f"{file.name} (participants)", pd.DataFrame(cells), np.array(rows, dtype=np.int64))
        made = File(sheet, recognise(sheet.name, list(sheet.frame.columns), "organization"))
        made.programme = file.programme
        made.begin(ledger)
        yield made


def _listed(said: pd.DataFrame) -> tuple[list[dict[str, str]], list[int], list[tuple[int, str]]]:
    """Return a row a partner, the rows of their projects, and the lists of countries that do not fit: row, text."""
    cells: list[dict[str, str]] = []
    rows: list[int] = []
    unequal: list[tuple[int, str]] = []
    texts = said.drop(columns="row").fillna("")
    for row, project, acronym, *parts in zip(
        said["row"].tolist(), *(texts[name].tolist() for name in texts), strict=True
    ):
        coordinator, home, participants, countries = parts
        names = [name.strip() for name in participants.split(";")] if participants else []
        codes = [code.strip() for code in countries.split(";")] if countries else []
        if codes and len(codes) != len(names):
            unequal.append((row, countries))
            codes = []
        codes = codes or [""] * len(names)
        partners = [(coordinator, home, "coordinator")] if coordinator else []
        partners += [(name, code, "participant") for name, code in zip(names, codes, strict=True) if name]
        for name, code, role in partners:
            cells.append({"projectID": project, "projectAcronym": acronym, "name": name, "country": code, "role": role})
            rows.append(row)
    return cells, rows, unequal
