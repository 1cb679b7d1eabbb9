"""Plans of meetings, written as what they were asked for: a file by its suffix, or a folder with all of them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.files import unaccented, whole
from polegraph.i18n import _
from polegraph.reports import sheets, workbook
from polegraph.reports.meetings import book, following, pages
from polegraph.reports.meetings.agendas import Agenda, Meeting, agendas
from polegraph.reports.meetings.calendars import calendar

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.network import Network

OWN: Final = ("xlsx", "html", "ics")
"""Suffixes that this module writes by itself; others are those of any list."""
_LONGEST: Final = 60


@dataclass(frozen=True, eq=False)
class Paper:
    """A plan, and what is said of it on paper.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    net
        The network.
    day
        The day on which it is held.
    title
        What the day is called.
    about
        Lines for the last sheet of a workbook.
    """

    plan: pd.DataFrame
    net: Network
    day: dt.date
    title: str
    about: Sequence[tuple[str, str]] = ()


def write(paper: Paper, path: str | os.PathLike[str]) -> int:
    """Write a plan to a file or, without a suffix, a folder: whole or not at all.

    Parameters
    ----------
    paper
        The plan.
    path
        A file with a suffix of `OWN` or `polegraph.reports.sheets.FORMATS`, or a folder that is not there yet.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    PolegraphError
        If the folder is there already, or it cannot be written.
    """
    target = Path(path)
    if target.suffix:
        with whole(target) as temporary:
            _file(paper, agendas(paper.plan, paper.net), target.suffix.lower(), temporary)
        return 1
    if target.exists():
        raise PolegraphError(
            _("this folder is there already"), file=str(path), remedy=_("give the name of a new one, or take it away")
        )
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    except OSError as error:
        raise PolegraphError(
            _("cannot make this folder: {error}").format(error=error.strerror or error),
            file=str(path),
            remedy=_("give the name of a folder that you may write in"),
        ) from error
    try:
        count = _folder(paper, folder)
        folder.chmod(0o755)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return count


def _folder(paper: Paper, folder: Path) -> int:
    """Write everything into a folder; return how many files that are."""
    days = agendas(paper.plan, paper.net)
    for suffix in ("csv", "json", "xlsx", "html"):
        _file(paper, days, f".{suffix}", folder / f"plan.{suffix}")
    after = following.sheet(paper.plan, paper.day)
    workbook.write([after], folder / "after-the-day.xlsx", paper.about)
    calendars = folder / "calendars"
    calendars.mkdir()
    taken: set[str] = set()
    for one in days:
        (calendars / f"{_called(one, taken)}.ics").write_bytes(
            calendar([(meeting.partner, meeting) for meeting in one.meetings], paper.day)
        )
    return 5 + len(days)


def _file(paper: Paper, days: Sequence[Agenda], suffix: str, path: Path) -> None:
    """Write one file, in place."""
    if suffix == ".xlsx":
        workbook.write(book.book(paper.plan, days, paper.net, paper.day), path, paper.about)
    elif suffix == ".html":
        text = pages.html(paper.plan, days, paper.day, paper.title)
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    elif suffix == ".ics":
        seen: dict[str, tuple[str, Meeting]] = {}
        for one in days:
            for meeting in one.meetings:
                seen.setdefault(meeting.key, (f"{one.name} – {meeting.partner}", meeting))
        ordered = sorted(seen.values(), key=lambda pair: (pair[1].slot, pair[1].table))
        path.write_bytes(calendar(ordered, paper.day))
    else:
        path.write_bytes(sheets.text(book.listed(paper.plan, paper.net), suffix.removeprefix(".")))


def _called(one: Agenda, taken: set[str]) -> str:
    """Return a name of a file that every system takes, and no other participant has."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in unaccented(one.name))
    plain = "-".join(filter(None, plain.split("-")))[:_LONGEST] or "participant"
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    taken.add(found)
    return found
