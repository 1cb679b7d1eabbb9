"""``polegraph outcomes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output
    from polegraph.network import Network
    from polegraph.outcomes.regressions import Model
    from polegraph.outcomes.waiting_times import Origin

BY: Final = ("pole", "theme", "programme", "phase", "cohort", "shape")
"""As `polegraph.outcomes.BY` has them; help may not load that."""
RATES: Final = (
    *("group_name", "projects", "at_risk", "with_outcome", "rate", "low", "high", "expected_rate", "median_months"),
    *("products", "jobs"),
)
"""The columns of the rates that matter most."""
ASKED: Final = ("acronym", "end", "months", "coordinator_name", "sme_names", "expected_by_now", "poles")
"""The columns of the projects to ask that matter most."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What came out of projects, how soon, and which to ask."),
    help=N_(
        "Tell what came out of projects: how many have an outcome on record, and the share that has one 36 months "
        "after the end. A project that still runs or ended lately is no failure: it is watched as long as it can be "
        "(Kaplan and Meier), and the share has a 95 % interval. Beside it stands what the group would have if each "
        "of its projects did as those of its phase.\n\n"
        "--follow-up lists the projects that ended 18 months ago or more with nothing on record, and whom to ask. "
        "--model tells what of a consortium goes with outcomes: association, not cause."
    ),
)
@options.NETWORK
@options.option("--by", type=WordChoice(BY), help=N_("A row a pôle, theme, programme, phase, year or shape."))
@options.option("--follow-up", is_flag=True, help=N_("List the projects to ask instead."))
@options.option(
    "--months",
    type=click.IntRange(min=0),
    default=18,
    show_default=True,
    metavar=N_("N"),
    help=N_("With --follow-up: months since the end, at least."),
)
@options.option(
    "--horizon",
    type=click.IntRange(min=1),
    default=36,
    show_default=True,
    metavar=N_("N"),
    help=N_("Months after which the share is told."),
)
@options.option(
    "--from",
    "origin",
    type=WordChoice(["end", "start"]),
    default="end",
    show_default=True,
    help=N_("Whether time runs from the end or the start of projects."),
)
@options.option("--model", type=WordChoice(["cox", "logit"]), help=N_("What of a consortium goes with outcomes."))
@options.narrowing
@options.output
@options.common
def outcomes(  # noqa: PLR0913  # one parameter an option
    network: str,
    *,
    by: str | None,
    follow_up: bool,
    months: int,
    horizon: int,
    origin: Origin,
    model: Model | None,
    narrow: Narrow,
    output: Output,
) -> None:
    """Report outcomes."""
    # Check the options.
    if sum((by is not None, follow_up, model is not None)) > 1:
        raise click.UsageError(_("--by, --follow-up and --model give different lists: choose one"))
    outputs.refuse_bad_place(output.path)
    from polegraph import outcomes as measured  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network.
    net = inputs.read(network, narrow, output.audience)
    _say_known(net)
    messages.detail(_("Measuring…"))
    # One of the three lists.
    about = outputs.about(network, narrow, output.audience)
    if follow_up:
        table = measured.follow_up(net, months=months)
        what = _("Projects that ended some time ago with nothing on record, those first that were most to bring one.")
        outputs.deliver(Sheet("follow-up", table, what, ASKED), output, about)
    elif model is not None:
        table = measured.association(net, model, horizon=horizon)
        what = _("What of a consortium goes with outcomes, beside all else; it need not bring them about.")
        outputs.deliver(Sheet("association", table, what), output, about)
    else:
        table = measured.summary(net, by, horizon=horizon, origin=origin)
        what = _("Outcomes on record, and the share of projects with one {months} months after their end.")
        if origin == "start":
            what = _("Outcomes on record, and the share of projects with one {months} months after their start.")
        what = what.format(months=horizon)
        outputs.deliver(Sheet("outcomes", table, what, RATES, finding=_counted(table, by)), output, about)
        _say_left(table)


def _say_known(net: Network) -> None:
    """Describe how much is on record, for a share of what nobody wrote down says nothing."""
    count = len(net.outcomes)
    if not count:
        messages.say(_("No outcome is on record: fill in the sheet of outcomes (polegraph templates), and import it."))


def _counted(table: pd.DataFrame, by: str | None) -> str:
    """Count the projects with an outcome; empty where they stand in groups, as one may be in several."""
    if by is not None or not len(table) or not int(table["projects"].iloc[0]):
        return ""
    from polegraph.reports.sentences import on_record  # noqa: PLC0415  # help needs none of it

    return on_record(int(table["projects"].iloc[0]), int(table["with_outcome"].iloc[0])) + "."


def _say_left(table: pd.DataFrame) -> None:
    """Describe which projects no share counts."""
    undated = int(table["undated"].max()) if len(table) else 0
    if undated:
        text = ngettext(
            "Up to {n} project of a group counts in no share: the day of its end or of its outcome is not known.",
            "Up to {n} projects of a group count in no share: the day of their end or of their outcome is not known.",
            undated,
        )
        messages.say(text.format(n=number(undated)))
