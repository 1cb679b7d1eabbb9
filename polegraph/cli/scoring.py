"""``polegraph scorecard``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output

FIRST: Final = ("pole", "what", "value", "target", "gap", "last_year", "trend", "rank", "of", "expected", "note")
"""The columns that matter most."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The indicators of the performance contract."),
    help=N_(
        "Give the indicators of the performance contract, a row an indicator: its value in a year beside the target "
        "(the sheet of targets), last year's value, the place among the pôles of the network and, where it is of the "
        "network, what chance gives.\n\n"
        "A share of fewer than five is not told: it is too few to say. What is not on record is unknown, not zero. "
        "With --pole one pôle alone is listed; the others are there to compare with."
    ),
)
@options.NETWORK
@options.option(
    "--year", type=click.IntRange(1900, 2100), metavar=N_("YEAR"), help=N_("By default the last one that is over.")
)
@options.draws
@options.seed
@options.narrowing
@options.output
@options.common
def scorecard(  # one parameter an option
    network: str, *, year: int | None, draws: int, seed: int, narrow: Narrow, output: Output
) -> None:
    """Report the scorecard."""
    outputs.refuse_bad_place(output.path)
    from dataclasses import replace  # noqa: PLC0415

    from polegraph import scorecards  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # A pôle is compared with the others, so the network is not narrowed to it.
    net = inputs.read(network, replace(narrow, pole=None), output.audience)
    messages.detail(_("Measuring…"))
    table = scorecards.scorecard(net, pole=narrow.pole, year=year, draws=draws, seed=seed)
    what = _("The indicators of the performance contract in {year}.").format(
        year=table["year"].iloc[0] if len(table) else year
    )
    outputs.deliver(Sheet("scorecard", table, what, FIRST), output, outputs.about(network, narrow, output.audience))
    _say_missing(table)


def _say_missing(table: pd.DataFrame) -> None:
    """Describe how many figures are not there, and why."""
    few, unknown = (int((table["note"] == note).sum()) for note in ("too few to say", "unknown"))
    if few:
        text = ngettext("{n} share is of too few to say.", "{n} shares are of too few to say.", few)
        messages.say(text.format(n=number(few)))
    if unknown:
        text = ngettext(
            "{n} figure is unknown: nothing of it is on record.",
            "{n} figures are unknown: nothing of them is on record.",
            unknown,
        )
        messages.say(text.format(n=number(unknown)))
