"""The command line: parse, call, print. Heavy libraries load when a command uses them."""

from __future__ import annotations

import sys
import warnings

import click

from polegraph.cli import command, options, streams
from polegraph.cli.check import check
from polegraph.cli.consortium import consortium
from polegraph.cli.copying import copy
from polegraph.cli.deduping import dedupe
from polegraph.cli.demo import demo
from polegraph.cli.gaps import synergies
from polegraph.cli.importing import import_
from polegraph.cli.info import info
from polegraph.cli.links import links
from polegraph.cli.mapping import map_
from polegraph.cli.matchmaking import meetings
from polegraph.cli.measuring import evolution, metrics
from polegraph.cli.outcoming import outcomes
from polegraph.cli.publishing import site
from polegraph.cli.querying import query
from polegraph.cli.reporting import report
from polegraph.cli.scoring import scorecard
from polegraph.cli.suggesting import backtest, suggest
from polegraph.cli.supporting import support
from polegraph.cli.templates import templates
from polegraph.cli.undoing import changes, undo
from polegraph.cli.workbook import workbook
from polegraph.i18n import N_
from polegraph.version import __version__


@click.group(
    "polegraph",
    cls=command.Root,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar=N_("[OPTIONS]"),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
    help=N_(
        "Who works with whom in collaborative projects, who does not, and who should.\n\n"
        "NETWORK is a dataset folder that 'polegraph import' has made, or neo4j://HOST:PORT. Start with "
        "'polegraph demo'."
    ),
)
@click.version_option(__version__, prog_name="polegraph", help=N_("Show the version and exit."), cls=command.Option)
@options.common
def cli() -> None:
    """Group the commands; the help for users stands in `help` above."""


_COMMANDS = (
    templates,
    import_,
    changes,
    undo,
    check,
    dedupe,
    info,
    links,
    synergies,
    suggest,
    map_,
    workbook,
    outcomes,
    scorecard,
    support,
    consortium,
    meetings,
    report,
    site,
    evolution,
    metrics,
    backtest,
    copy,
    query,
    demo,
)
for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # for developers; what users must know is printed in sentences
    streams.soften()
    cli.main()
