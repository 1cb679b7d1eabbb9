"""Plans on paper: the workbook, agendas, calendars, and what came of the meetings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import icalendar
import openpyxl
import pandas as pd
import pytest

from polegraph import support
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.meetings import plan
from polegraph.reports.meetings import following, pages
from polegraph.reports.meetings.agendas import Agenda, Meeting
from polegraph.reports.meetings.book import grid
from polegraph.reports.meetings.writing import Paper, write
from polegraph.reports.sheets import Sheet
from polegraph.reports.sheets import write as write_sheet
from tests.meetings.guests import NAMES, guests

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

DAY = dt.date(2026, 3, 5)
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>:[x]"


@pytest.fixture(scope="module")
def paper() -> Paper:
    net = guests()
    return Paper(plan(net, [*NAMES, HOSTILE], slots=3), net, DAY, "Day & night")


def test_a_folder_holds_everything_and_the_same_bytes(paper: Paper, tmp_path: Path) -> None:
    assert write(paper, tmp_path / "one") == 5 + len(NAMES) + 1
    write(paper, tmp_path / "two")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == 5 + len(NAMES) + 1
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path
    with pytest.raises(PolegraphError, match="there already"):
        write(paper, tmp_path / "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_hostile_names_are_literal(paper: Paper, tmp_path: Path) -> None:
    write(paper, tmp_path / "plan.html")
    text = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "Day &amp; night" in text
    write(paper, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for page in book:
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_the_workbook_has_a_grid_and_a_sheet_a_participant(paper: Paper, tmp_path: Path) -> None:
    with speaking("fr"):
        write(paper, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert len(book.sheetnames) == 3 + len(NAMES) + 1 + 1
    assert "Atelier" in book.sheetnames
    mine = paper.plan[(paper.plan[["org_id_a", "org_id_b"]] == "A").any(axis=1)]
    assert book["Atelier"].max_row == 1 + len(mine)
    assert grid(paper.plan).iloc[:, 1:].notna().to_numpy().sum() == len(paper.plan)


def test_calendars_are_read_by_another_library_and_moves_keep_their_identifier(paper: Paper, tmp_path: Path) -> None:
    write(paper, tmp_path / "plan.ics")
    made = icalendar.Calendar.from_ical((tmp_path / "plan.ics").read_bytes())
    events = made.walk("VEVENT")
    assert len(events) == len(paper.plan)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert events[0].decoded("DTSTART") == dt.datetime(2026, 3, 5, 9)  # noqa: DTZ001  # floating
    assert events[0].decoded("DTSTAMP") == dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    moved = paper.plan.assign(slot=paper.plan["slot"] + 1)
    write(Paper(moved, paper.net, DAY, ""), tmp_path / "moved.ics")
    again = icalendar.Calendar.from_ical((tmp_path / "moved.ics").read_bytes()).walk("VEVENT")
    assert {str(event["UID"]) for event in again} == {str(event["UID"]) for event in events}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_came_of_it_is_read_back_as_introductions(paper: Paper, tmp_path: Path, lang: str) -> None:
    known = paper.plan[~paper.plan["org_id_b"].str.startswith("participant:")].head(3)
    new = paper.plan[paper.plan["org_id_b"].str.startswith("participant:")].head(1)
    with speaking(lang):
        sheet = following.sheet(pd.concat([known, new]), DAY)
        words = sheet.choices["came"]
        frame = sheet.frame.assign(came=[words[0], words[2], None, words[0]], note=["=call", None, None, None])
        frame.attrs.update(sheet.frame.attrs)
        write_sheet(Sheet(sheet.name, frame, sheet.what), tmp_path / "after.xlsx")
        write_sheet(Sheet(sheet.name, frame, sheet.what), tmp_path / "after.csv")
    for name in ("after.xlsx", "after.csv"):
        found, notes = following.actions(tmp_path / name, paper.net, pole_id=None)
        assert len(found) == 4
        assert set(found["org_id"][:2]) == set(known.iloc[0][["org_id_a", "org_id_b"]])
        assert "3 meetings took place" in notes[0]
        assert "not in the network" in notes[1]
        later = paper.net.with_tables(actions=found.drop(columns="pole_id")).on("2028-01-01")
        judged = support.introductions(later)
        assert set(judged["result"]) == {"none_yet"}
        assert len(judged) == 2


def test_what_is_not_understood_is_told(paper: Paper, tmp_path: Path) -> None:
    sheet = following.sheet(paper.plan.head(1), DAY)
    write_sheet(Sheet("a", sheet.frame.assign(came="perhaps"), ""), tmp_path / "after.csv")
    with pytest.raises(PolegraphError, match="not understood") as error:
        following.actions(tmp_path / "after.csv", paper.net)
    assert error.value.row == 2
    write_sheet(Sheet("a", sheet.frame.assign(came="met", date="soon"), ""), tmp_path / "after.csv")
    with pytest.raises(PolegraphError, match="not understood"):
        following.actions(tmp_path / "after.csv", paper.net)
    write_sheet(Sheet("a", sheet.frame[["slot"]], ""), tmp_path / "after.csv")
    with pytest.raises(PolegraphError, match="no sheet says"):
        following.actions(tmp_path / "after.csv", paper.net)


def _full(meetings: int) -> Agenda:
    """Make an agenda with as much to say of each meeting as there may be."""
    why = "\u202f; ".join(["Un nom assez long pour une entreprise a besoin de ce que vous proposez"] * 3)
    topics, projects = "Un thème plutôt long, et encore un\u202f; " * 3, "ACRONYME (2024)\u202f; " * 4
    called = "Laboratoire de recherche en chimie des matériaux de Tours"
    slots = [
        Meeting(str(n), n, f"{9 + n // 3:02}:00", "12:00", n, called, why, topics, projects, requested=True)
        for n in range(meetings)
    ]
    return Agenda(str(meetings), called, tuple(slots))


def test_a_dozen_meetings_stand_on_one_page(paper: Paper, browser: Browser) -> None:
    days = [_full(meetings) for meetings in (1, 3, 4, 6, 7, 9, 12)]
    with speaking("fr"):
        text = pages.html(paper.plan, days, DAY, "Journée de rendez-vous")
    page = browser.new_page(viewport={"width": 491, "height": 725})  # an A5 page within its margins of 9 mm
    page.emulate_media(media="print")
    page.set_content(text)
    heights = page.evaluate("[...document.querySelectorAll('.agenda')].map(one => one.getBoundingClientRect().height)")
    page.close()
    assert len(heights) == len(days)
    assert max(heights) <= 725, heights
