"""``polegraph demo``: both examples, from the publisher's file to lists, workbook and map."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import demo_commands, inputs, messages, options
from polegraph.cli.command import Command
from polegraph.cli.deduping import say_who_is_who
from polegraph.cli.links import summary
from polegraph.cli.updating import say_account
from polegraph.cli.workbook import Found, found
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, language, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.cli.demo_commands import Typed
    from polegraph.network import Network

_STEPS: Final = 20
_ON_CARDS: Final = 3  # suggested partners of each organisation on the map
_FEW: Final = 5000  # organisations up to which partners are ranked for each: more would take minutes


@dataclass(frozen=True)
class Shown:
    """The results of one example."""

    folder: Path
    found: Found


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Two examples, from the file to the map."),
    help=N_(
        "Show what polegraph does, on two examples that come with it: the projects of the French research agency "
        "(real), and the four pôles of the région Centre (every organisation is invented). Each goes from its file to "
        "a dataset, the list of links, suggestions, gaps, a workbook and a map, all in FOLDER (polegraph-demo by "
        "default). The second ends with a report for the committee, consortia for a call and a day of meetings, and "
        "with the commands that made them."
    ),
)
@options.argument("folder", metavar=N_("[FOLDER]"), default="polegraph-demo")
@options.common
def demo(folder: str) -> None:
    """Show what polegraph does."""
    target = _target(folder)
    from polegraph.sources import anr, spreadsheet  # noqa: PLC0415  # heavy libraries load when used

    real = _("French research agency (ANR), projects 2010–2022; Licence Ouverte 2.0")
    invented = _("Région Centre, an invented example: no organisation in it exists")
    notice = _("Every organisation in this example is invented.")
    with messages.steps(_STEPS, _("polegraph demo")) as step:
        agency = _example(target / "anr", _file("anr"), anr.read, real, None, step, dedupe=True)
        region = _example(target / "region-centre", _file("region-centre"), spreadsheet.read, invented, notice, step)
        step(_("performance contract"))
        _contract(region, invented)
        typed = demo_commands.run(region.folder, step)
    _describe(target, real, invented)
    _conclude(target, agency, region, typed)


def _target(folder: str) -> Path:
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PolegraphError(
            _("cannot make this folder: {error}").format(error=error.strerror or error),
            file=folder,
            remedy=_("give the name of a folder that you may write in"),
        ) from error
    return target


def _file(example: str) -> Path:
    """Find the publisher's file of an example: the one table or workbook in its folder."""
    from polegraph import resources  # noqa: PLC0415

    folder = resources.data(example)
    return next(path for path in sorted(folder.iterdir()) if path.name.endswith((".csv.gz", ".xlsx", ".csv", ".zip")))


def _example(
    folder: Path,
    file: Path,
    read: Callable[..., Network],
    title: str,
    notice: str | None,
    step: Callable[[str], None],
    *,
    dedupe: bool = False,
) -> Shown:
    """Run one example: from its file to dataset, lists, workbook and map."""
    from polegraph import maps  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores.folder import dataset  # noqa: PLC0415

    # Read the file.
    folder.mkdir(exist_ok=True)
    step(_("reading {file}").format(file=file.name))
    net = read(file)
    say_account(net)
    # Merge the organisations that are one.
    if dedupe:
        step(_("who is who"))
        net = _deduped(net, folder)
    # Write the dataset, and compute what the public may see.
    step(_("dataset"))
    dataset.write(net, folder / "dataset")
    whole, net = net, inputs.seen_by("public", net)  # a demonstration is public
    shown = Shown(folder, found(net, step))
    # Write the workbook.
    step(_("workbook"))
    _tables(shown, title)
    # Draw the map.
    step(_("map"))
    told = _ON_CARDS if len(net.organisations) <= _FEW else 0
    maps.write(
        whole, folder / "map.html", title=title, lang=language(), audience="public", notice=notice, suggestions=told
    )
    return shown


def _deduped(net: Network, folder: Path) -> Network:
    """Merge the organisations that stand in a file under several names, as `polegraph dedupe` does."""
    from polegraph import combine  # noqa: PLC0415  # heavy libraries load when used

    after = combine.dedupe(net)
    say_who_is_who(len(net.organisations), after, str(folder / "dataset"))
    return after


def _tables(shown: Shown, title: str) -> None:
    """Write the lists as CSV for programs, and all in one workbook for people."""
    from polegraph.files import whole  # noqa: PLC0415
    from polegraph.reports import sheets, workbook  # noqa: PLC0415

    made = shown.found.sheets()
    for sheet in made:
        if sheet.name in {"links", "suggestions", "synergies"}:
            sheets.write(sheet, shown.folder / f"{sheet.name}.csv")
    with whole(shown.folder / "workbook.xlsx") as temporary:
        workbook.write(made, temporary, [(_("source"), title)])


def _contract(shown: Shown, title: str) -> None:
    """Write the workbook of the performance contract: indicators, outcomes by phase, projects to ask, needs."""
    from polegraph import outcomes, scorecards, support  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.cli import outcoming, scoring, supporting  # noqa: PLC0415
    from polegraph.files import whole  # noqa: PLC0415
    from polegraph.reports import workbook  # noqa: PLC0415
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    net = shown.found.net
    made = [
        Sheet("scorecard", scorecards.scorecard(net), _("The indicators of the performance contract."), scoring.FIRST),
        Sheet(
            "outcomes",
            outcomes.summary(net, "phase"),
            _("Outcomes on record, and the share of projects with one {months} months after their end.").format(
                months=outcomes.HORIZON
            ),
            outcoming.RATES,
        ),
        Sheet(
            "follow-up",
            outcomes.follow_up(net),
            _("Projects that ended some time ago with nothing on record, those first that were most to bring one."),
            outcoming.ASKED,
        ),
        Sheet(
            "support",
            support.matches(net),
            _("A row a need and an offer that could meet it, the oldest need first."),
            supporting.MATCHED,
            net=net,
        ),
    ]
    with whole(shown.folder / "contract.xlsx") as temporary:
        workbook.write(made, temporary, [(_("source"), title)])


def _describe(target: Path, real: str, invented: str) -> None:
    """Leave a note in the folder, for people who find it later."""
    from polegraph.files import whole  # noqa: PLC0415

    notes = (f"anr: {real}.", f"region-centre: {invented}.")
    with whole(target / "README.txt") as temporary:
        temporary.write_text("".join(f"{note}\n" for note in notes), encoding="utf-8", newline="\n")


def _conclude(target: Path, agency: Shown, region: Shown, typed: list[Typed]) -> None:
    """Report what was found, in five lines, what to open, and which commands made the last of it."""
    lines = [
        _counted(_("French research agency"), agency),
        _linked(agency),
        _first_introduction(agency),
        _counted(_("Région Centre (invented)"), region),
        _linked(region),
    ]
    for line in lines:
        click.echo(messages.printable_lines(line))
    click.echo()
    click.echo(_("Every organisation of the example 'région Centre' is invented."))
    click.echo(_("Open next:"))
    for shown in (agency, region):
        for name, what in (
            ("map.html", _("the map, in a browser")),
            ("workbook.xlsx", _("links, suggestions, gaps and counts, in Excel")),
        ):
            click.echo(messages.printable_lines(f"  {target / shown.folder.name / name}  – {what}"))
    what = _("the performance contract, outcomes and support, in Excel")
    click.echo(messages.printable_lines(f"  {target / region.folder.name / 'contract.xlsx'}  – {what}"))
    for one in typed:
        click.echo(messages.printable_lines(f"  {one.opened}  – {one.what}"))
    click.echo(_("These commands made the last {n} of them; type them with your own network:").format(n=len(typed)))
    for one in typed:
        click.echo(messages.printable_lines(f"  {one.line()}"))


def _counted(name: str, shown: Shown) -> str:
    years = shown.found.net.projects["year"].dropna()
    organisations, projects = len(shown.found.net.organisations), len(shown.found.net.projects)
    return _("{name}: {organisations}, {projects}, {first}–{last}.").format(
        name=name,
        organisations=ngettext("{n} organisation", "{n} organisations", organisations).format(n=number(organisations)),
        projects=ngettext("{n} project", "{n} projects", projects).format(n=number(projects)),
        first=years.min(),
        last=years.max(),
    )


def _linked(shown: Shown) -> str:
    return "  " + summary(shown.found.links)


def _first_introduction(shown: Shown) -> str:
    """Describe the introducer of the first SME of the list, as an example of what the list holds."""
    introduced = shown.found.links[shown.found.links["status"] == "introduced"]
    if not len(introduced):
        return "  " + _("No SME of it could be introduced by a common partner.")
    first: Any = introduced.iloc[0]
    return "  " + _("First on the list: {sme} could meet a large group through {introducer}.").format(
        sme=first["name"], introducer=first["introducer_name"]
    )
