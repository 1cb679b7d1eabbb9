"""``polegraph import``: a publisher's file, or a pôle's own sheets, into a dataset folder or Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from polegraph.cli import _io, _options, _say
from polegraph.cli._base import Group
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network
    from polegraph.sources.sheet import Understood


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
@_options.common
def import_() -> None:
    """Hold the publishers; what is said to users stands in `help` above."""


def _importing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every import has."""
    for decorate in (
        _options.common,
        _options.option(
            "--strict",
            is_flag=True,
            help=N_("If a row cannot be used, write nothing and exit with 1."),
        ),
        _options.option(
            "--replace",
            is_flag=True,
            help=N_("Start over: drop what other sources gave as well; answers on who is who stay."),
        ),
        _options.option(
            "--keep",
            is_flag=True,
            help=N_("Keep rows that the file no longer has; for a network in Neo4j."),
        ),
        _options.option(
            "--source",
            metavar=N_("NAME"),
            help=N_(
                "Name of the source, whose rows are replaced; by default the publisher, for CORDIS the programme, for "
                "own tables 'own'."
            ),
        ),
        _options.option(
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
@_options.argument("files", metavar=N_("FILE..."), nargs=-1, required=True)
@_options.option("--projects", metavar=N_("FILE"), help=N_("The file of projects, if it is not among the others."))
@_importing
def anr(files: tuple[str, ...], projects: str | None, **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read the French research agency's files."""
    from polegraph.sources import anr as reader  # noqa: PLC0415  # heavy libraries load when used

    _import(lambda **given: reader.read(list(files), projects=projects, **given), files, **settings)


@import_.command(
    "cordis",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("European projects, FP7 to Horizon Europe."),
    help=N_(
        "Read European projects as downloaded from CORDIS: the zip, or a folder or files from it (CSV or JSON), FP7 to "
        "Horizon Europe; several programmes make one network."
    ),
)
@_options.argument("files", metavar=N_("ZIP|FOLDER|FILE..."), nargs=-1, required=True)
@_importing
def cordis(files: tuple[str, ...], **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read files of CORDIS."""
    from polegraph.sources import cordis as reader  # noqa: PLC0415  # heavy libraries load when used

    _import(lambda **given: reader.read(list(files), **given), files, **settings)


@import_.command(
    "tables",
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("A pôle's own sheets."),
    help=N_(
        "Read a pôle's own sheets: a folder of CSV files or one XLSX, after the sheets of 'polegraph templates', with "
        "French or English headings."
    ),
)
@_options.argument("files", metavar=N_("FOLDER|XLSX..."), nargs=-1, required=True)
@_options.option(
    "--strict-names",
    is_flag=True,
    help=N_("Set aside the rows that name an organisation which no row describes; by default it is added and listed."),
)
@_importing
def tables(files: tuple[str, ...], *, strict_names: bool, **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read own sheets."""
    from polegraph.sources import spreadsheet as reader  # noqa: PLC0415  # heavy libraries load when used

    _import(
        lambda **given: reader.read(list(files), strict_names=strict_names, tell=_say_understood, **given),
        files,
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
@_options.argument("files", metavar=N_("FILE..."), nargs=-1, required=True)
@_options.option(
    "--column",
    "columns",
    metavar=N_("HEADING=WHAT"),
    multiple=True,
    help=N_("What a column holds, as in 'Raison sociale=partner'; - for one that is not to be read."),
)
@_options.option(
    "--mapping",
    metavar=N_("FILE"),
    help=N_("A CSV or XLSX file of what each heading means: used if it is there, and written at each import."),
)
@_importing
def sheet(files: tuple[str, ...], columns: tuple[str, ...], mapping: str | None, **settings: Any) -> None:  # noqa: ANN401  # those of _importing
    """Read flat sheets."""
    from polegraph.sources import sheet as reader  # noqa: PLC0415  # heavy libraries load when used

    def read(**given: Any) -> Network:  # noqa: ANN401  # the source
        return reader.read(list(files), columns=columns, mapping=mapping, tell=_say_understood, **given)

    _import(read, files, **settings)


import_.commands = {name: import_.commands[name] for name in ("tables", "sheet", "anr", "cordis")}  # own sheets first


def _say_understood(columns: list[Understood]) -> None:
    """Show what was understood of each column of flat sheets."""
    for file in dict.fromkeys(one.file for one in columns):
        those = [one for one in columns if one.file == file]
        _say.say(_("{file} was understood as {shape}:").format(file=file, shape=_(those[0].shape)))
        rows = [
            (one.heading or "–", one.words() if one.sure or not one.code else f"{one.words()} (?)") for one in those
        ]
        widths = [min(40, max(len(row[at]) for row in rows)) for at in (0, 1)]
        for (heading, words), one in zip(rows, those, strict=True):
            examples = " · ".join(" ".join(example.split())[:40] for example in one.examples)
            _say.say(f"  {heading[:40]:<{widths[0]}}  {words:<{widths[1]}}  {examples}".rstrip())
    if any(not one.sure for one in columns):
        _say.say(_("What is wrong here, --column 'HEADING=WHAT' corrects; (?) was told by the values alone."))


def _import(
    read: Callable[..., Network],
    files: tuple[str, ...],
    *,
    network: str,
    source: str | None,
    replace: bool,
    keep: bool,
    strict: bool,
) -> None:
    """Read, say what became of every row, and write."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    if not address.is_address(network):
        address.refuse_keep(network, keep=keep)
    _say.say(_("Reading {files}…").format(files=", ".join(map(_io.short, files))))
    net = read(**({"source": source} if source else {}))
    say_account(net)
    from polegraph.reports import account  # noqa: PLC0415  # heavy libraries load when used

    rejected = int(account.unused(net.rejected).sum())
    if strict and rejected:
        problem = ngettext(
            "{n} row cannot be used, so nothing was written (--strict)",
            "{n} rows cannot be used, so nothing was written (--strict)",
            rejected,
        )
        raise PolegraphError(
            problem.format(n=number(rejected)),
            remedy=_("see them with 'polegraph check' and the same files, and correct them; or leave --strict out"),
        )
    before = address.held(network)
    _say_what_goes(net, before.sources, network, replace=replace)
    with _say.progress(_("Writing")) as progress:
        after = address.update(net, network, replace=replace, keep=keep, progress=progress)
    if len(net.rejected):
        _say.say(_("What was set aside, and why: polegraph check {network}").format(network=_io.quoted(network)))
    counts = [
        ngettext("{n} organisation", "{n} organisations", len(after.organisations)),
        ngettext("{n} project", "{n} projects", len(after.projects)),
        ngettext("{n} participation", "{n} participations", len(after.participations)),
    ]
    sizes = (len(after.organisations), len(after.projects), len(after.participations))
    held = ", ".join(text.format(n=number(size)) for text, size in zip(counts, sizes, strict=True))
    _say.say(_("{network} now holds {counts}.").format(network=network, counts=held))
    _say_who_is_new(len(set(net.organisations["org_id"]) - before.organisations), network)
    for line in account.conclusions(net):
        _say.say(line)


def _say_who_is_new(new: int, network: str) -> None:
    """Say how many organisations nobody has compared with the others yet."""
    if new:
        text = ngettext(
            "{n} organisation is new here: whether it is there under another name as well, 'polegraph dedupe "
            "{network}' finds out.",
            "{n} organisations are new here: whether they are there under other names as well, 'polegraph dedupe "
            "{network}' finds out.",
            new,
        )
        _say.say(text.format(n=number(new), network=_io.quoted(network)))


def _say_what_goes(net: Network, before: frozenset[str], network: str, *, replace: bool) -> None:
    """Say which sources of a dataset are about to give way, since another file may have been meant to stand beside."""
    going = sorted(before if replace else before & set(net.imports["source"]))
    if going:
        _say.say(
            _("This replaces what {network} held of: {sources}; --source NAME keeps sources apart.").format(
                network=network, sources=", ".join(going)
            )
        )


def say_account(net: Network) -> None:
    """Say what became of every row, column and cell of the files that a network was read from.

    Parameters
    ----------
    net
        As a reader gives it.
    """
    from polegraph.reports import account  # noqa: PLC0415  # heavy libraries load when used

    for line in account.lines(net):
        _say.say(line)
