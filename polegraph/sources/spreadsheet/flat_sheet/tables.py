"""Conversion of flat sheets to the tables of the model, each row with its row of the sheet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.identity import is_placeholder, normal_form
from polegraph.sources import countries
from polegraph.sources.spreadsheet.cells.conversion import reader
from polegraph.sources.spreadsheet.cells.scalars import UNREADABLE, number, text
from polegraph.sources.spreadsheet.flat_sheet import matching, word_meanings
from polegraph.sources.spreadsheet.flat_sheet.columns import CONTACTS
from polegraph.sources.spreadsheet.layout.broken_rows import CONFIDENTIAL, marks
from polegraph.sources.spreadsheet.layout.row_headings import Layout
from polegraph.sources.spreadsheet.sheet import Sheet
from polegraph.sources.values import KEPT_WITHOUT
from polegraph.tables import TABLES, VISIBILITIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.flat_sheet.mentions import Read
    from polegraph.sources.spreadsheet.sheet import Cell

OTHERS_SAY: Final = "other rows say otherwise of it" + KEPT_WITHOUT
_MODEL: Final = {"project_funding": "funding", "aid": "funding"}
_NARROWEST: Final = tuple(reversed(VISIBILITIES))
_NAMES: Final = ("name", "acronym", "title")
_NUMBERS: Final = ("siren", "pic", "rnsr", "country")
"""Columns that identifiers are made from, besides names, so that all rows of an organisation must agree."""


class Tables:
    """The tables of all flat sheets together.

    Parameters
    ----------
    reads
        The content of each sheet.
    ledger
        The account of the source; cells on which rows disagree are listed in it.
    """

    def __init__(self, reads: Sequence[Read], ledger: Ledger) -> None:
        self.reads = reads
        self.ledger = ledger
        self._confidential = [self._says_confidential(read) for read in reads]
        self.projects = matching.projects(reads)
        self.organisations = matching.organisations(reads)
        self.found: dict[str, list[Sheet]] = defaultdict(list)
        said_of_projects = self._agreed("projects", [[row.cells for row in read.projects] for read in reads])
        said_of_partners = self._agreed(
            "organisations", [[{**one.cells, "name": one.name} for one in read.mentions] for read in reads]
        )
        added = self._added_up()
        for at, read in enumerate(reads):
            accounts = "participations" if any(one.project is not None for one in read.mentions) else "organisations"
            accounts = accounts if read.mentions or not read.projects else "projects"
            self._add(read, "organisations", self._of_partners(at, said_of_partners[at]), accounts)
            self._add(read, "projects", self._of_projects(at, said_of_projects[at]), accounts)
            self._add(read, "participations", added[at], accounts)
            self._add_poles_and_themes(at)
            self._list_cells(read)

    def _says_confidential(self, read: Read) -> bool:
        """Return whether a sheet is marked as confidential, and list where."""
        found = marks(read.sheet, read.row, {row: reason for row, _said, reason in read.aside})
        for row, written in found:
            self.ledger.reject(read.sheet.label, [row], None, [written], CONFIDENTIAL)
        return bool(found)

    def _of_partners(self, at: int, said: list[dict[str, Cell]]) -> list[tuple[int, dict[str, Cell]]]:
        keys = self.organisations.keys[at]
        rows = zip(self.reads[at].mentions, keys, said, strict=True)
        return [(one.row, {"org_id": self.organisations.identifiers.get(key), **cells}) for one, key, cells in rows]

    def _of_projects(self, at: int, said: list[dict[str, Cell]]) -> list[tuple[int, dict[str, Cell]]]:
        keys = self.projects.keys[at]
        rows = zip(self.reads[at].projects, keys, said, strict=True)
        return [(row.row, {"project_id": self.projects.identifiers.get(key), **cells}) for row, key, cells in rows]

    def _agreed(self, table: str, rows: list[list[dict[str, Cell]]]) -> list[list[dict[str, Cell]]]:
        """Set the majority value of one project or organisation for all its rows; list the rows that deviate."""
        who = self.projects if table == "projects" else self.organisations
        columns = [column for column in TABLES[table].columns if column.name not in {"source", "org_id", "project_id"}]
        readers: dict[str, tuple[Any, dict[str, str]]] = {column.name: (column, {}) for column in columns}
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        spelt: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        for at, those in enumerate(rows):
            for key, row in zip(who.keys[at], those, strict=True):
                for code, cell in row.items():
                    name = _MODEL.get(code, code)
                    if cell is not None and name in readers:
                        value = self._read(table, readers[name], cell, self.reads[at].sheet.epoch)
                        votes[key, name][value] += 1
                        spelt[key, name, value][str(cell)] += 1
        chosen = {pair: _chosen(pair[1], counted) for pair, counted in votes.items()}
        best = {pair: _spelling(spelt[*pair, value]) for pair, value in chosen.items()}
        everywhere: dict[str, dict[str, Cell]] = defaultdict(dict)
        for (key, name), value in chosen.items():
            if name in _NAMES or (name in _NUMBERS and re.fullmatch(TABLES[table][name].pattern or "", value)):
                everywhere[key][name] = best.pop((key, name))
        contradicted = {pair for pair, those in votes.items() if len(those) > 1 and pair[1] not in {"name", "acronym"}}
        if contradicted:
            self._list(table, rows, (readers, contradicted, chosen))
        return [
            [{**everywhere[key], **_first_said(key, row, best)} for key, row in zip(keys, those, strict=True)]
            for keys, those in zip(who.keys, rows, strict=True)
        ]

    def _list(self, table: str, rows: list[list[dict[str, Cell]]], against: tuple[Any, Any, Any]) -> None:
        """List the cells that deviate from the majority."""
        who = self.projects if table == "projects" else self.organisations
        readers, contradicted, chosen = against
        for at, read in enumerate(self.reads):
            lines: list[tuple[int, dict[str, str]]] = [(one.row, {}) for one in read.projects]
            if table != "projects":
                lines = [(one.row, one.written) for one in read.mentions]
            headings = {column.code: column.heading for column in read.columns}
            for key, row, (line, written) in zip(who.keys[at], rows[at], lines, strict=True):
                for code, cell in row.items():
                    name = _MODEL.get(code, code)
                    if cell is None or (key, name) not in contradicted:
                        continue
                    value = self._read(table, readers[name], cell, read.sheet.epoch)
                    if value != chosen[key, name] and not is_placeholder(value):
                        there = written.get(code) or (written.get("kind") if code == "size" else None) or cell
                        heading = headings.get(code) or headings.get("kind" if code == "size" else "size") or code
                        read.cells.append((line, heading, str(there), OTHERS_SAY))

    def _list_cells(self, read: Read) -> None:
        """List the unused cells of a sheet, those of one column and reason together."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for row, heading, value, reason in read.cells:
            found[heading, reason].append((row, value))
        for (heading, reason), those in found.items():
            rows = [row for row, _value in those]
            self.ledger.reject(read.sheet.label, rows, heading, [value for _row, value in those], reason)

    @staticmethod
    def _read(table: str, known: tuple[Any, dict[str, str]], cell: Cell, epoch: datetime) -> str:
        """Return the normal form of a cell, so that two ways to write it are one."""
        column, seen = known
        written = text(cell) or ""
        if written not in seen:
            read = reader(table, column, epoch)(cell) or ""
            if column.name == "country":
                code = countries.of(pd.Series([read], dtype="str")).iloc[0]
                read = read if pd.isna(code) else str(code)
            plain = column.words or column.type in {"number", "integer", "date"} or column.pattern
            seen[written] = read if plain else normal_form(read)
        return seen[written]

    def _added_up(self) -> list[list[tuple[int, dict[str, Cell]]]]:
        """Build one participation of those of one partner in one project: amounts add up, a lead stays the lead."""
        first: dict[tuple[str, str], dict[str, Cell]] = {}
        seen: set[tuple[Any, ...]] = set()
        made: list[list[tuple[int, dict[str, Cell]]]] = []
        for at, read in enumerate(self.reads):
            rows = []
            for mention, organisation in zip(read.mentions, self.organisations.keys[at], strict=True):
                if mention.project is None:
                    continue
                project = self.projects.keys[at][mention.project]
                row: dict[str, Cell] = {
                    "project_id": self.projects.pointers[project],
                    "org_id": self.organisations.pointers[organisation],
                    **{
                        name: mention.cells.get(code)
                        for code, name in (("role", "role"), ("aid", "funding"), ("cost", "cost"))
                    },
                }
                whole = (at, project, organisation, *(str(mention.cells.get(code)) for code in sorted(mention.cells)))
                before = first.setdefault((project, organisation), row)
                if before is not row:
                    _add(before, row, again=whole in seen)
                seen.add(whole)
                rows.append((mention.row, row))
            made.append(rows)
        return made

    def _add_poles_and_themes(self, at: int) -> None:
        read = self.reads[at]
        labels, themes, members, active = [], [], [], []
        for row, key in zip(read.projects, self.projects.keys[at], strict=True):
            pointer = self.projects.pointers[key]
            labels += [(row.row, {"pole_id": one, "project_id": pointer, "date": row.label_date}) for one in row.poles]
            themes += [(row.row, {"theme_id": one, "project_id": pointer}) for one in row.themes]
        for mention, key in zip(read.mentions, self.organisations.keys[at], strict=True):
            pointer = self.organisations.pointers[key]
            members += [(mention.row, {"pole_id": one, "org_id": pointer}) for one in mention.poles]
            active += [(mention.row, {"theme_id": one, "org_id": pointer}) for one in mention.themes]
        self._add(read, "poles", [(row, {"name": cells["pole_id"]}) for row, cells in [*labels, *members]])
        self._add(
            read, "themes", [(row, {"label": cells["theme_id"], "scheme": "own"}) for row, cells in [*themes, *active]]
        )
        for table, rows in (
            ("labels", labels),
            ("memberships", members),
            ("project_themes", themes),
            ("organisation_themes", active),
        ):
            self._add(read, table, rows)

    def _add(self, read: Read, table: str, rows: list[tuple[int, dict[str, Cell]]], accounts: str = "") -> None:
        """Add the rows of a sheet to a table, with the account of all its rows if this table is to give it."""
        account = accounts == table
        if not rows and not account:
            return
        names = [column.name for column in TABLES[table].columns if any(column.name in cells for _row, cells in rows)]
        unknown = [f"{column.heading or '–'} ({column.filled})" for column in read.columns if column.code is None]
        headings = {_MODEL.get(str(column.code), str(column.code)): column.heading for column in read.columns}
        headings |= {key: headings[of] for key, of in (("org_id", "name"), ("project_id", "acronym")) if of in headings}
        layout = Layout(
            row=read.row,
            width=len(names),
            places={name: [place] for place, name in enumerate(names)},
            headings={name: headings[name] for name in names if headings.get(name)},
            contact=[column.heading for column in read.columns if column.code == CONTACTS] if account else [],
            unknown=unknown if account else [],
            called=read.shape,
        )
        self.found[table].append(
            Sheet(
                label=read.sheet.label,
                name=table,
                rows=[(row, [cells.get(name) for name in names]) for row, cells in rows],
                epoch=read.sheet.epoch,
                broken=read.aside if account else (),
                notes=dict(read.notes) if account else {},
                layout=layout,
                confidential=self._confidential[self.reads.index(read)],
            )
        )

    def spellings(self, organisations: pd.DataFrame) -> pd.DataFrame:
        """Return every spelling of each organisation, a row a mention.

        Parameters
        ----------
        organisations
            The table, as it was kept.
        """
        ids = dict(zip(organisations["name"].map(normal_form), organisations["org_id"], strict=True))
        known = organisations[organisations["siren"].notna()]
        ids |= dict(zip(known["siren"], known["org_id"], strict=True))
        ids |= {one: one for one in organisations["org_id"]}
        pointers = self.organisations.pointers
        rows = [
            (ids.get(pointers[key]) or ids.get(normal_form(pointers[key])), one.name)
            for read, keys in zip(self.reads, self.organisations.keys, strict=True)
            for one, key in zip(read.mentions, keys, strict=True)
        ]
        return pd.DataFrame(rows, columns=["org_id", "name"], dtype="str").dropna()


def _chosen(name: str, counted: Counter[str]) -> str:
    """Choose the value that holds among those of several rows: the majority; of protections, the narrowest."""
    if name == "visibility":
        unread = [value for value in counted if value not in VISIBILITIES]
        return "internal" if "internal" in counted else min(unread) if unread else min(counted, key=_NARROWEST.index)
    if name == "opt_out":
        refused = {value for value in counted if value.casefold() not in word_meanings.NO}
        return min(refused or counted)
    return min(counted, key=lambda value: (_says_nothing(name, value), -counted[value], value))


def _says_nothing(name: str, value: str) -> bool:
    return value == UNREADABLE or (name != "country" and is_placeholder(value))  # NA is Namibia


def _spelling(ways: Counter[str]) -> str:
    """Choose the most frequent way to write a value; of several, one that is not all in capitals."""
    return min(ways, key=lambda one: (-ways[one], one.isupper(), one))


def _first_said(key: str, row: dict[str, Cell], best: dict[tuple[str, str], str]) -> dict[str, Cell]:
    """Return the values that hold for the project or organisation of a row, each from the first row that has it."""
    said: dict[str, Cell] = {}
    for code, cell in row.items():
        name = _MODEL.get(code, code)
        if best.get((key, name)) == str(cell):
            said[name] = cell
            del best[key, name]
    return said


def _add(before: dict[str, Cell], row: dict[str, Cell], *, again: bool) -> None:
    """Add the values of a second row of a participation to the first."""
    for name in ("funding", "cost"):
        one, other = (number(cells[name], euros=True) for cells in (before, row))
        if UNREADABLE in {one, other}:
            continue
        if other is not None and not again:
            before[name] = float(other) + float(one or 0)
        row[name] = None
    if "coordinator" in {before["role"], row["role"]}:
        before["role"] = row["role"] = "coordinator"
    elif before["role"] in TABLES["participations"]["role"].words:
        row["role"] = before["role"]
