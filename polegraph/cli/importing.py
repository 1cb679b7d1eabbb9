"""``polegraph import``: a publisher's file, or a pôle's own sheets, into a dataset folder or Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options
from polegraph.cli.command import Group
from polegraph.cli.updating import updated
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from polegraph.network import Network
    from polegraph.sources.spreadsheet.flat_sheet import Understood


@click.group(
    "import",
    cls=Group,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Read files into a dataset folder."),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
    help=N_(
        "Read files into a dataset folder.\n\n"
        "Several sources make one network: importing again replaces the rows that came from the same source and keeps "
        "the others. Rows that cannot be used are set aside and counted; 'polegraph check' lists them. Organisations "
        "that 'polegraph dedupe' has merged stay merged."
    ),
)
@options.common
def import_() -> None:
    """Group the publishers; the help for users stands in `help` above."""


def _importing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every import has."""
    # Options are added from the last to the first that the help shows.
    for decorate in (
        options.common,
        options.audience,
        options.option(
            "--strict",
            is_flag=True,
            help=N_("If a row cannot be used, write nothing and exit with 1."),
        ),
        options.option(
            "--changes",
            metavar=N_("FILE"),
            callback=options.with_suffix(*options.SUFFIXES),
            help=N_(
                "Write the whole list of what changed since the last import to this file (csv, xlsx, json, md or "
                "parquet); 'polegraph changes' gives it later as well."
            ),
        ),
        options.option("--dry-run", is_flag=True, help=N_("Only say what would change; write nothing to NETWORK.")),
        options.option(
            "--replace",
            is_flag=True,
            help=N_("Start over: drop what other sources gave as well; answers on who is who stay."),
        ),
        options.option(
            "--keep",
            is_flag=True,
            help=N_("Keep rows that the file no longer has; for a network in Neo4j."),
        ),
        options.option(
            "--source",
            metavar=N_("NAME"),
            help=N_(
                "Name of the source, whose rows are replaced; by default the publisher, for CORDIS the programme, for "
                "own tables 'own'."
            ),
        ),
        options.option(
            "--to",
            "network",
            metavar=N_("NETWORK"),
            required=True,
            help=N_("The dataset folder to write, which may be new, or neo4j://HOST:PORT."),
        ),
    ):
        function = decorate(function)
    return function


@import_.command(
    "anr",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The French research agency's projects."),
    help=N_(
        "Read the projects of the French research agency as downloaded from data.gouv.fr: the file of partners, and "
        "the file of projects if there is one (CSV or XLSX; .gz and .zip as they are)."
    ),
)
@options.argument("files", metavar=N_("FILE..."), nargs=-1, required=True)
@options.option("--projects", metavar=N_("FILE"), help=N_("The file of projects, if it is not among the others."))
@_importing
def anr(files: tuple[str, ...], projects: str | None, **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read the French research agency's files."""
    from polegraph.sources import anr as reader  # noqa: PLC0415  # heavy libraries load when used

    updated(lambda **given: reader.read(list(files), projects=projects, **given), files, **settings)


@import_.command(
    "cordis",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("European projects, FP7 to Horizon Europe."),
    help=N_(
        "Read European projects as downloaded from CORDIS: the zip, or a folder or files from it (CSV or JSON), FP7 to "
        "Horizon Europe; several programmes make one network."
    ),
)
@options.argument("files", metavar=N_("ZIP|FOLDER|FILE..."), nargs=-1, required=True)
@_importing
def cordis(files: tuple[str, ...], **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read files of CORDIS."""
    from polegraph.sources import cordis as reader  # noqa: PLC0415  # heavy libraries load when used

    updated(lambda **given: reader.read(list(files), **given), files, **settings)


@import_.command(
    "tables",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("A pôle's own sheets."),
    help=N_(
        "Read a pôle's own sheets: a folder of CSV files or one XLSX, after the sheets of 'polegraph templates', with "
        "French or English headings."
    ),
)
@options.argument("files", metavar=N_("FOLDER|XLSX..."), nargs=-1, required=True)
@options.option(
    "--strict-names",
    is_flag=True,
    help=N_("Set aside the rows that name an organisation which no row describes; by default it is added and listed."),
)
@options.option(
    "--to-complete",
    metavar=N_("FILE"),
    callback=options.with_suffix("xlsx", "csv"),
    help=N_(
        "Write the partners who are not among the organisations to this file (xlsx or csv), with the nearest known "
        "name beside each. Filled in, give it together with the sheets, or to 'polegraph dedupe --apply'."
    ),
)
@options.option(
    "--at",
    type=options.DAY,
    metavar=N_("DATE"),
    help=N_(
        "The day on which the sheets were current, by default today: who is no longer among the members was one until "
        "the day before, at the latest."
    ),
)
@options.option(
    "--forget",
    is_flag=True,
    help=N_(
        "Forget whom the sheets no longer name; by default the past stays: the participations in projects that are "
        "still there, and memberships, which have ended."
    ),
)
@_importing
def tables(
    files: tuple[str, ...],
    *,
    strict_names: bool,
    at: dt.date | None,
    forget: bool,
    **settings: Any,  # noqa: ANN401  # those of _importing
) -> None:
    """Read own sheets."""
    from polegraph.sources import spreadsheet as reader  # noqa: PLC0415  # heavy libraries load when used

    day = inputs.day_or_today(at)
    updated(
        lambda **given: reader.read(list(files), strict_names=strict_names, tell=_say_understood, **given),
        files,
        current=None if forget else day,
        **settings,
    )


@import_.command(
    "sheet",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("One sheet as people have it."),
    help=N_(
        "Read sheets in which projects and partners stand together (CSV or XLSX): a row a partner, a row a project "
        "with partners in columns or in one cell, a matrix, a list of links; GraphML and GEXF as well. What was "
        "understood of each column is shown; --column and --mapping correct it."
    ),
)
@options.argument("files", metavar=N_("FILE..."), nargs=-1, required=True)
@options.option(
    "--column",
    "columns",
    metavar=N_("HEADING=WHAT"),
    multiple=True,
    help=N_("What a column holds, as in 'Raison sociale=partner'; - for one that is not to be read."),
)
@options.option(
    "--mapping",
    metavar=N_("FILE"),
    help=N_("A CSV or XLSX file of what each heading means: used if it is there, and written at each import."),
)
@_importing
def sheet(files: tuple[str, ...], columns: tuple[str, ...], mapping: str | None, **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read flat sheets."""
    from polegraph.sources.spreadsheet import flat_sheet as reader  # noqa: PLC0415  # heavy libraries load when used

    def read(**given: Any) -> Network:  # noqa: ANN401  # the source
        return reader.read(list(files), columns=columns, mapping=mapping, tell=_say_understood, **given)

    updated(read, files, **settings)


_OWN: Final = {"tables", "sheet"}  # own sheets come first
import_.commands = dict(sorted(import_.commands.items(), key=lambda item: item[0] not in _OWN))


def _say_understood(columns: list[Understood]) -> None:
    """Show what was understood of each column of flat sheets."""
    for file in dict.fromkeys(one.file for one in columns):
        those = [one for one in columns if one.file == file]
        messages.say(_("{file} was understood as {shape}:").format(file=file, shape=_(those[0].shape)))
        rows = [
            (one.heading or "–", one.words() if one.sure or not one.code else f"{one.words()} (?)") for one in those
        ]
        widths = [min(40, max(len(row[at]) for row in rows)) for at in (0, 1)]
        for (heading, words), one in zip(rows, those, strict=True):
            examples = " · ".join(" ".join(example.split())[:40] for example in one.examples)
            messages.say(f"  {heading[:40]:<{widths[0]}}  {words:<{widths[1]}}  {examples}".rstrip())
    if any(not one.sure for one in columns):
        messages.say(_("What is wrong here, --column 'HEADING=WHAT' corrects; (?) was told by the values alone."))
