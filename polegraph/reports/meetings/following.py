"""What came of meetings: the sheet to fill in after the day, and the actions that are read back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import any_table, archives, plain
from polegraph.files.headings import plain_heading
from polegraph.i18n import LANGUAGES, _, ngettext, number, speaking
from polegraph.reports import headings
from polegraph.reports.meeting_headings import CAME
from polegraph.reports.sheets import Sheet

if TYPE_CHECKING:
    import datetime as dt
    import os

    from polegraph.files.csv_tables import Sheet as Read
    from polegraph.network import Network

COLUMNS: Final = ("date", "slot", "start", "table", "name_a", "name_b", "came", "note", "org_id_a", "org_id_b")
ACTIONS: Final = ("action_id", "org_id", "pole_id", "kind", "date", "domain", "title", "visibility")
"""Columns of the table of actions that are written."""
_NEEDED: Final = ("date", "org_id_a", "org_id_b", "came")
_OWN: Final = {"table": "table (place)", "start": "from"}


def sheet(plan: pd.DataFrame, day: dt.date) -> Sheet:
    """Return the sheet that is filled in after the day: what came of each meeting.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    day
        The day on which it is held.
    """
    table = plan.assign(date=day.isoformat(), came=None, note=None)[list(COLUMNS)].astype(
        {"came": "str", "note": "str"}
    )
    table.attrs["headings"] = {"date": "date", **_OWN}
    words = [_(word) for word in CAME.values()]
    what = _("To be filled in after the day: what came of each meeting. 'polegraph meetings --after' reads it back.")
    return Sheet("after the day", table, what, choices={"came": words}, blank=("note",))


def actions(
    path: str | os.PathLike[str], net: Network, *, pole_id: str | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """Read back what came of meetings, as rows of the table ``actions``: introductions that are judged later.

    Parameters
    ----------
    path
        The sheet, or the workbook that it stands in, as filled in.
    net
        The network.
    pole_id
        The pôle that held the day.

    Returns
    -------
    actions : DataFrame
        `ACTIONS`, two rows a meeting that took place: kind ``introduction``, internal until somebody decides otherwise.
    notes
        What to tell people, in the current language.

    Raises
    ------
    PolegraphError
        If there is no such sheet in it, or a cell cannot be understood.
    """
    read = _found(path)
    table, known = _columns(read), set(net.whole.org_index)
    rows: list[dict[str, Any]] = []
    held = new = submitted = 0
    for at, line in enumerate(table.to_dict("records")):
        came = _came(read, int(read.rows[at]), line["came"])
        if came in {None, "not_met"}:
            continue
        held += 1
        submitted += came == "project_submitted"
        ids = sorted((line["org_id_a"], line["org_id_b"]))
        if not known.issuperset(ids):
            new += 1
            continue
        day = pd.to_datetime(line["date"], errors="coerce", format="ISO8601")
        if pd.isna(day):
            raise _wrong(read, int(read.rows[at]), "date", line["date"], _("write the day as 2026-03-05"))
        said = _(CAME[str(came)])
        title = _("meeting of {day}: {came}").format(day=line["date"], came=said)
        title += f" – {line['note']}" if line.get("note") else ""
        common = {"action_id": f"meeting-{line['date']}-{'-'.join(ids)}", "pole_id": pole_id, "kind": "introduction"}
        common |= {"date": day, "domain": None, "title": title, "visibility": "internal"}
        rows += [{**common, "org_id": one} for one in ids]
    result = pd.DataFrame(rows, columns=list(ACTIONS))
    return result, _notes(held, submitted, new)


def _notes(held: int, submitted: int, new: int) -> list[str]:
    text = ngettext("{n} meeting took place", "{n} meetings took place", held).format(n=number(held))
    more = ngettext("{n} project was submitted", "{n} projects were submitted", submitted).format(n=number(submitted))
    notes = [f"{text}; {more}."]
    if new:
        text = ngettext(
            "{n} is left out: one of the two is not in the network. Add it to your members, and read the sheet again.",
            "{n} are left out: one of the two is not in the network. Add it to your members, and read the sheet again.",
            new,
        )
        notes.append(text.format(n=number(new)))
    return notes


def _ways() -> dict[str, str]:
    """Return the headings of the columns, in every language, by their normal forms."""
    ways = {plain_heading(column): column for column in COLUMNS}
    for code in LANGUAGES:
        with speaking(code):
            ways |= {plain_heading(headings.heading(column)): column for column in COLUMNS if column not in _OWN}
    return ways


def _found(path: str | os.PathLike[str]) -> Read:
    """Return the sheet that says what came of meetings."""
    ways, name = _ways(), str(path)
    for part in archives.tables_in(path):
        for read in any_table.of(part):
            meant = {ways.get(plain_heading(str(column))) for column in read.frame.columns}
            if meant.issuperset(_NEEDED):
                return read
            name = part.name
    raise PolegraphError(
        _("no sheet says what came of meetings"),
        file=name,
        remedy=_("give the sheet 'after the day' that 'polegraph meetings' has written, filled in"),
    )


def _columns(read: Read) -> pd.DataFrame:
    ways = _ways()
    columns: dict[str, list[str]] = {}
    for theirs in read.frame.columns:
        ours = ways.get(plain_heading(str(theirs)))
        if ours is not None and ours not in columns:
            columns[ours] = [plain(text.strip()) for text in read.frame[theirs]]
    return pd.DataFrame(columns, dtype="str")


def _came(read: Read, row: int, text: str) -> str | None:
    """Return what came of a meeting; None where nothing is said."""
    if not text:
        return None
    for code in LANGUAGES:
        with speaking(code):
            for key, word in CAME.items():
                if plain_heading(text) in {plain_heading(key), plain_heading(_(word))}:
                    return key
    words = ", ".join(_(word) for word in CAME.values())
    raise _wrong(read, row, "came", text, _("write one of: {words}; or leave the cell empty").format(words=words))


def _wrong(read: Read, row: int, column: str, value: str, remedy: str) -> PolegraphError:
    said = headings.heading(column)
    return PolegraphError(_("this is not understood"), file=read.name, row=row, column=said, value=value, remedy=remedy)
