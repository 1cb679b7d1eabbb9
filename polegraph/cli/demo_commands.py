"""What ``polegraph demo`` types at its end: a report, a consortium for a call, a day of meetings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import messages
from polegraph.cli.consortium import check
from polegraph.cli.consortium_building import build
from polegraph.cli.matchmaking import meetings
from polegraph.cli.reporting import report
from polegraph.i18n import N_, _, language, of_the_user

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INPUTS: Final = "montage"
"""The folder of the example with a call, a draft consortium, and the lists of a day of meetings."""
_RULES: Final = ("--rules", "i-demo-regional", "--home", "Centre-Val de Loire")
_PLACE: Final = "meetings"


@dataclass(frozen=True)
class Typed:
    """A command line.

    Parameters
    ----------
    name
        The words of the command.
    command
        The command.
    arguments
        What follows it.
    step
        A word on it while it runs.
    opened
        The file that it makes and that one opens.
    what
        A word on that file.
    """

    name: str
    command: click.Command
    arguments: tuple[str, ...]
    step: str
    opened: Path
    what: str

    def line(self) -> str:
        """Return it as one types it in a shell."""
        spoken = () if language() == of_the_user() else ("--lang", language())
        return " ".join(["polegraph", self.name, *map(messages.shell_quoted, (*self.arguments, *spoken))])

    def run(self) -> None:
        """Run it; what it would say of itself is left to who types it."""
        with self.command.make_context(self.name, list(self.arguments), parent=click.get_current_context()) as context:
            self.command.invoke(context)


def lines(folder: Path) -> list[Typed]:
    """Return the command lines, in the order in which they run.

    Parameters
    ----------
    folder
        The folder of the example, with its ``dataset`` and `INPUTS`.
    """
    dataset, given = str(folder / "dataset"), folder / INPUTS
    paper = ("--pole", "Cosmetic Valley", "--notice", _("Every organisation in this example is invented."))
    day = (
        *("--participants", str(given / "participants.csv"), "--availability", str(given / "disponibilites.csv")),
        *("--requests", str(given / "souhaits.csv"), "--sides", "PME,partenaires", "--slots", "8", "--tables", "12"),
        *("--per-person", "2-6", "--day", "2026-10-08", "--title", _("Day of meetings (invented example)")),
    )
    made: list[tuple[str, click.Command, tuple[str, ...], str, str, str]] = [
        ("report", report, paper, N_("report"), "report.html", N_("the report for the committee, in a browser")),
        ("report", report, paper, N_("report"), "report.docx", N_("the same, to correct and to sign")),
    ]
    called = (*_RULES, "--call", str(given / "appel.txt"))
    checked = (str(given / "consortium.csv"), *_RULES)
    made += [
        (
            "consortium check",
            check,
            checked,
            N_("consortium"),
            "consortium.xlsx",
            N_("a draft consortium, rule by rule"),
        ),
        ("consortium build", build, called, N_("consortium"), "proposals.xlsx", N_("three proposals for a call")),
        ("meetings", meetings, day, N_("meetings"), _PLACE, N_("who meets whom and when, to print")),
    ]
    return [
        Typed(
            name,
            command,
            (dataset, *rest, "-o", str(folder / place)),
            _(step),
            folder / place / "plan.html" if place == _PLACE else folder / place,
            _(what),
        )
        for name, command, rest, step, place, what in made
    ]


def run(folder: Path, step: Callable[[str], None]) -> list[Typed]:
    """Run the command lines, and return them.

    Parameters
    ----------
    folder
        The folder of the example, with its ``dataset``.
    step
        Called with a word before each.
    """
    from polegraph import resources  # noqa: PLC0415

    shutil.copytree(resources.data("region-centre") / INPUTS, folder / INPUTS, dirs_exist_ok=True)
    if (folder / _PLACE / "plan.json").is_file():  # that of an earlier demonstration
        shutil.rmtree(folder / _PLACE)
    typed = lines(folder)
    quiet = messages.is_quiet()
    messages.set_quiet(quiet=True)
    try:
        for one in typed:
            step(one.step)
            one.run()
    finally:
        messages.set_quiet(quiet=quiet)
    return typed
