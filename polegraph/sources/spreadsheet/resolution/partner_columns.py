"""Participations from the sheet of projects, in which partners have a column or share a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.sources.spreadsheet.layout.columns import columns_of
from polegraph.sources.spreadsheet.layout.row_headings import Layout
from polegraph.sources.spreadsheet.resolution.repeats import called
from polegraph.sources.spreadsheet.resolution.row_values import Account, Gathered, as_texts, names_of, partners_of

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.rows import Rows


def partners_in_projects(projects: Rows) -> list[Gathered]:
    """Return the participations in the columns of partners in sheets of projects.

    Parameters
    ----------
    projects
        The projects, checked.
    """
    # sheets of projects with columns of partners
    parts = []
    for place, account in enumerate(projects.accounts):
        columns = columns_of(account.sheet, "projects")
        if not columns.partners:
            continue
        pieces = partners_of(account.sheet, columns)
        # one row for each project that names any, with the identifier of the project if it was kept
        ids: list[str | None] = []
        raw: list[str | None] = []
        numbers, every = [], []
        names = called("projects", projects.raw).fillna(projects.raw["project_id"])
        for row in np.flatnonzero(projects.place == place):
            partners = pieces.get(int(projects.numbers[row]), [])
            if not partners:
                continue
            kept = projects.state.iloc[row] != "rejected"
            ids.append(projects.texts["project_id"].iloc[row] if kept else None)
            raw.append(names.iloc[row])
            numbers.append(projects.numbers[row])
            every.append(partners)
        # build the rows as those of a sheet of participations, under the heading of the project
        every_column = names_of("participations")
        heading = projects.accounts[place].layout.headings
        over = heading.get("project_id") or heading.get("acronym") or heading.get("title", "")
        where = Layout(columns.layout.row, columns.layout.width, {}, {"project_id": over}, [], [])
        gathered = Gathered(
            Account(account.sheet, where, [], {}),
            as_texts({"project_id": ids}, every_column, len(ids)),
            as_texts({"project_id": raw}, every_column, len(ids)),
            np.array(numbers, dtype=np.int64),
            {"pieces org_id": every},
        )
        parts.append(gathered)
    return parts
