"""``polegraph metrics`` and ``polegraph evolution``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs, saving
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output
    from polegraph.metrics.temporal.periods import Alive, By
    from polegraph.network import Network

FIRST: Final = (
    *("name", "projects", "partners", "clustering", "clustering_expected", "constraint", "betweenness"),
    *("core", "community"),
)
"""The columns of the table of measures that matter most."""
MOVED: Final = (
    *("period", "organisations", "newcomers", "leavers", "links", "kept_links", "smes", "smes_with_large_group"),
    *("average_clustering", "average_clustering_expected"),
)
"""The columns of the table of periods that matter most."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The measures of network analysis, beside chance."),
    help=N_(
        "Give the measures of network analysis, a row an organisation; with --summary those of the whole network, each "
        "beside what chance would give with the same project sizes and the same activities.\n\n"
        "In a network of projects much of what is measured follows from the projects alone: each links all its "
        "members. clustering_expected is what the clustering of an organisation would be by chance."
    ),
)
@options.NETWORK
@options.option("--summary", "whole", is_flag=True, help=N_("The figures of the whole network instead."))
@options.draws
@options.seed_of_all
@options.option(
    "--pivots",
    type=click.IntRange(min=1),
    metavar=N_("N"),
    help=N_(
        "Estimate betweenness from the paths of N organisations drawn at random; by default it is exact up to 20,000 "
        "organisations, and estimated from 256 beyond."
    ),
)
@options.save
@options.narrowing
@options.output
@options.common
def metrics(  # one parameter an option
    network: str, *, whole: bool, draws: int, seed: int, pivots: int | None, save: bool, narrow: Narrow, output: Output
) -> None:
    """Compute the measures of organisations, or of the whole network."""
    if whole and pivots is not None:
        raise click.UsageError(_("--pivots is for the table of organisations, not for --summary"))
    if whole and save:
        raise click.UsageError(_("--save is for the table of organisations, not for --summary"))
    outputs.refuse_bad_place(output.path)
    from polegraph.metrics import summary, table  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    version = saving.before_saving(network, save=save)
    net = inputs.read(network, narrow, output.audience)
    messages.detail(_("Measuring…"))
    if whole:
        what = _("The figures of the whole network, beside what chance gives with the same projects and activities.")
        with messages.progress(_("random networks")) as progress:
            sheet = Sheet("summary", summary(net, draws=draws, seed=seed, progress=progress), what)
    else:
        _say_pivots(net, pivots)
        what = _("A row an organisation: its measures in the network of who works with whom.")
        measured = table(net, draws=draws, seed=seed, pivots=pivots)
        saving.save_properties(network, "metrics", measured, version)
        sheet = Sheet("metrics", measured, what, FIRST)
    outputs.deliver(sheet, output, outputs.about(network, narrow, output.audience))


def _say_pivots(net: Network, pivots: int | None) -> None:
    """Describe where betweenness is an estimate."""
    from polegraph.metrics.centrality import pivots_for  # noqa: PLC0415  # heavy libraries load when used

    pivots = pivots_for(net) if pivots is None else pivots
    if pivots is not None and pivots < len(net.organisations):
        messages.say(
            _(
                "Betweenness is estimated from the paths of {pivots} of {organisations} organisations (--pivots)."
            ).format(pivots=number(pivots), organisations=number(len(net.organisations)))
        )


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("How the network moved, by phase, year or cohort."),
    help=N_(
        "Tell how the network moved: who came and went, which links were kept, how many SMEs met a large group, and "
        "every measure of the whole network beside chance, a row a period. -o FILE.png or FILE.svg draws it.\n\n"
        "A link is alive in the periods in which one of its projects started; with --alive running, until the project "
        "ends, where its end is known."
    ),
)
@options.NETWORK
@options.option(
    "--by",
    type=WordChoice(["phase", "year", "cohort"]),
    default="phase",
    show_default=True,
    help=N_("Phases of the policy, years, or organisations by the year of their first project."),
)
@options.option(
    "--alive",
    type=WordChoice(["start", "running"]),
    default="start",
    show_default=True,
    help=N_("Count a project in the period in which it started, or in every one while it ran."),
)
@options.option(
    "--compare",
    "compared",
    nargs=2,
    metavar=N_("PERIOD PERIOD"),
    help=N_("Put two periods beside each other: a row a measure."),
)
@options.draws
@options.seed_of_all
@options.narrowing
@options.output_or_figure
@options.common
def evolution(  # one parameter an option
    network: str,
    *,
    by: By,
    alive: Alive,
    compared: tuple[str, str] | None,
    draws: int,
    seed: int,
    narrow: Narrow,
    output: Output,
) -> None:
    """Report the evolution of the network."""
    # Check the options.
    drawn = output.path is not None and options.suffix(output.path) in options.FIGURES
    if drawn and compared:
        raise click.UsageError(_("two periods make a table, not a figure; give -o another suffix"))
    if drawn and output.top is not None:
        raise click.UsageError(_("--top is for a table, not for a figure"))
    outputs.refuse_bad_place(output.path)
    from polegraph import metrics as measures  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network.
    net = inputs.read(network, narrow, output.audience)
    _say_undated(net)
    messages.detail(_("Measuring…"))
    # Compare two periods.
    if compared:
        table = measures.compare(net, *compared, by=by, alive=alive, draws=draws, seed=seed)
        what = _("A row a measure: {first} beside {second}.").format(first=compared[0], second=compared[1])
        outputs.deliver(Sheet("comparison", table, what), output, outputs.about(network, narrow, output.audience))
        return
    # Or measure every period, as a figure or as a table.
    table = measures.evolution(net, by=by, alive=alive, draws=draws, seed=seed)
    if drawn and output.path is not None:
        _draw(table, by, output.path)
        return
    what = _("A row a period: who came and went, which links were kept, and the measures beside chance.")
    outputs.deliver(Sheet("evolution", table, what, MOVED), output, outputs.about(network, narrow, output.audience))


def _say_undated(net: Network) -> None:
    """Describe how many projects count in no period because their year is unknown."""
    missing = int(net.projects["year"].isna().sum())
    if missing:
        text = ngettext(
            "{n} project has no known year and counts in no period.",
            "{n} projects have no known year and count in no period.",
            missing,
        )
        messages.say(text.format(n=number(missing)))


def _draw(table: pd.DataFrame, by: str, path: str) -> None:
    from polegraph.reports import figures  # noqa: PLC0415  # heavy libraries load when used

    figures.write(figures.evolution(table, by), path)
    messages.say(_("Written to {file}.").format(file=path))
