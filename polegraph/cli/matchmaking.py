"""``polegraph meetings``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from polegraph.cli.options import Narrow, Output
    from polegraph.network import Network

_BOUNDS: Final = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_LISTED: Final = 10  # as many names as one reads


class _PerPerson(click.ParamType[Any]):
    """The least and the most meetings of a participant: ``2-6``, or the least alone."""

    name = "range"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # click's own
        """Return the two."""
        if isinstance(value, tuple):
            return value
        found = _BOUNDS.fullmatch(str(value).strip())
        if found is None:
            self.fail(_("'{value}' is no range of numbers: 2-6, or 2").format(value=value), param, ctx)
        return int(found[1]), int(found[2]) if found[2] else None


class _Sides(click.ParamType[Any]):
    """Two words with a comma between."""

    name = "sides"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # click's own
        """Return the two."""
        words = value if isinstance(value, tuple) else tuple(filter(None, map(str.strip, str(value).split(","))))
        if len(words) != 2:  # noqa: PLR2004  # two sides
            self.fail(_("'{value}' does not name two sides: buyers,sellers").format(value=value), param, ctx)
        return words


@dataclass(frozen=True)
class Asked:
    """What was asked for, beside the network and where the result goes."""

    participants: str | None
    slots: int | None
    tables: int | None
    per_person: tuple[int, int | None]
    availability: str | None
    requests: str | None
    sides: tuple[str, str] | None
    start: str
    minutes: int
    day: date | None
    title: str | None
    change: str | None
    after: str | None


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Who meets whom on a matchmaking day, and when."),
    help=N_(
        "Plan a matchmaking day: who meets whom, in which slot, at which table, and why. Requests come first; then "
        "nobody stays below the least of --per-person where that is possible; then what is worth most: needs that the "
        "other could meet, suggestions, and gaps that a project of the two would close. Never two of one group, nor "
        "two that are partners already unless one of them asks for it. The plan is the best there is, or its distance "
        "to what no plan can exceed is told.\n\n"
        "--change PLAN keeps a plan that was made (its csv or json, or its folder) and changes as little as possible "
        "for the participants of now. --after SHEET reads back what came of the meetings, as a table of actions to "
        "import, so that 'polegraph support --introductions' judges them."
    ),
)
@options.NETWORK
@options.option(
    "--participants",
    metavar=N_("FILE"),
    help=N_("Sheet with a column participant (a name or an identifier); also: side, slots, wants."),
)
@options.option("--slots", type=click.IntRange(min=1), metavar=N_("N"), help=N_("How many slots the day has."))
@options.option(
    "--tables", type=click.IntRange(min=1), metavar=N_("N"), help=N_("Meetings at a time; by default as many as fit.")
)
@options.option(
    "--per-person",
    type=_PerPerson(),
    default=(0, None),
    metavar=N_("MIN-MAX"),
    help=N_("The least and the most meetings of a participant, such as 2-6."),
)
@options.option(
    "--availability",
    metavar=N_("FILE"),
    help=N_("Sheet participant, slots: when a participant is there (1-4; 9h-11h)."),
)
@options.option("--requests", metavar=N_("FILE"), help=N_("Sheet participant, wants: who asks for whom."))
@options.option(
    "--sides",
    type=_Sides(),
    metavar=N_("A,B"),
    help=N_("The two words of the column side, such as buyers,sellers: meetings are of one of either."),
)
@options.option("--start", default="09:00", show_default=True, metavar="HH:MM", help=N_("When the first slot begins."))
@options.option(
    "--minutes",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar=N_("N"),
    help=N_("How long a slot is."),
)
@options.option("--day", type=options.DAY, metavar=N_("DATE"), help=N_("The day it is held on; by default today."))
@options.option("--title", metavar=N_("TEXT"), help=N_("What the day is called, on paper."))
@options.option("--change", metavar=N_("PLAN"), help=N_("Keep this plan, and change as little as possible."))
@options.option("--after", metavar=N_("SHEET"), help=N_("Read back what came of the meetings instead."))
@options.narrowing
@options.output_of_plan
@options.common
def meetings(network: str, *, narrow: Narrow, output: Output, **given: Any) -> None:  # noqa: ANN401  # as click hands it over
    """Report who meets whom."""
    asked = Asked(**given)
    # Check the options.
    if asked.after is None and (asked.participants is None or asked.slots is None):
        raise click.UsageError(_("--participants and --slots say who meets, and how often: give both"))
    if asked.after is not None and asked.participants is not None:
        raise click.UsageError(_("--after reads back a sheet, and plans nothing: leave out --participants"))
    folder = output.path is not None and output.path != options.STDOUT and not options.suffix(output.path)
    outputs.refuse_bad_place(f"{output.path}/" if folder and Path(str(output.path)).is_file() else output.path)
    # Read the network.
    net = inputs.read(network, narrow, output.audience)
    if asked.after is not None:
        _read_back(net, asked.after, output)
        return
    messages.detail(_("Planning…"))
    made = _planned(net, asked)
    for note in made.attrs["notes"]:
        messages.say(note)
    _say_achieved(made)
    _deliver(made, net, asked, output, outputs.about(network, narrow, output.audience))


def _planned(net: Network, asked: Asked) -> pd.DataFrame:
    """Compute the plan, or change one."""
    from polegraph import meetings as planned  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.meetings import sheets  # noqa: PLC0415

    lists = {
        name: sheets.read(path)
        for name, path in (("availability", asked.availability), ("requests", asked.requests))
        if path is not None
    }
    people = sheets.read(str(asked.participants))
    same: dict[str, Any] = {"tables": asked.tables, "per_person": asked.per_person, "sides": asked.sides, **lists}
    same |= {"start": asked.start, "minutes": asked.minutes}
    if asked.change is None:
        return planned.plan(net, people, int(asked.slots or 1), **same)
    return planned.replan(net, sheets.earlier(asked.change), people, int(asked.slots or 1), **same)


def _deliver(made: pd.DataFrame, net: Network, asked: Asked, output: Output, about: list[tuple[str, str]]) -> None:
    """Write the plan where it was asked for."""
    from polegraph.reports.meetings import book, writing  # noqa: PLC0415  # heavy libraries load when used

    suffix = "" if output.path in {None, options.STDOUT} else options.suffix(str(output.path))
    if output.path in {None, options.STDOUT} or suffix not in {"", *writing.OWN}:
        outputs.deliver(book.listed(made, net), output, about)
        return
    day = inputs.day_or_today(asked.day)
    count = writing.write(writing.Paper(made, net, day, asked.title or _("Matchmaking day"), about), str(output.path))
    text = ngettext("{n} file written to {place}.", "{n} files written to {place}.", count)
    messages.say(text.format(n=number(count), place=output.path))
    if suffix in {"", "ics"}:
        messages.say(_("Times in calendars are those of the place, without a time zone."))


def _say_achieved(made: pd.DataFrame) -> None:
    """Describe what the plan achieves, beside what no plan can exceed."""
    achieved, bounds, change = (made.attrs.get(name, {}) for name in ("achieved", "bounds", "change"))
    people = made.attrs["participants"]
    text = ngettext("{n} meeting", "{n} meetings", len(made)).format(n=number(len(made)))
    who = ngettext("{n} participant", "{n} participants", len(people)).format(n=number(len(people)))
    messages.say(_("{meetings} of {participants}.").format(meetings=text, participants=who))
    if bounds.get("requests"):
        text = _("Requests met: {met} of {most} that can be (a meeting that both ask for counts twice).")
        messages.say(text.format(met=number(int(achieved["requests"])), most=number(round(bounds["requests"]))))
    if achieved["shortfall"]:
        text = ngettext(
            "{n} meeting is missing to the least of --per-person.",
            "{n} meetings are missing to the least of --per-person.",
            int(achieved["shortfall"]),
        )
        messages.say(text.format(n=number(int(achieved["shortfall"]))))
    if change:
        messages.say(
            _("Kept {kept}, moved {moved}, dropped {dropped}, new {new}.").format(
                **{name: number(count) for name, count in change.items()}
            )
        )
    elif made.attrs["proved"]:
        messages.say(_("No plan is worth more: it is proved."))
    elif bounds.get("weight"):
        share = number(int(1000 * achieved["weight"] / bounds["weight"]) / 10)
        messages.say(_("It is worth {share} % at least of what any plan could be.").format(share=share))
    without = [one["name"] for one in people if not one["meetings"]]
    if without:
        names = _("; ").join(without[:_LISTED]) + (" …" if len(without) > _LISTED else "")
        text = ngettext(
            "{n} participant has no meeting: {names}.", "{n} participants have no meeting: {names}.", len(without)
        )
        messages.say(text.format(n=number(len(without)), names=names))


def _read_back(net: Network, path: str, output: Output) -> None:
    """Write what came of meetings as actions."""
    from polegraph.reports.meetings import following  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    table, notes = following.actions(path, net)
    for note in notes:
        messages.say(note)
    what = _("What came of meetings, as actions to import.")
    outputs.deliver(Sheet("actions", table, what), output)
