"""``polegraph scorecard``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options, outputs, own_indicators
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output
    from polegraph.reports.sheets import Sheet

FIRST: Final = ("pole", "what", "value", "target", "gap", "last_year", "trend", "rank", "of", "expected", "note")
"""The columns that matter most."""


LISTED: Final = (
    "pole",
    "what",
    "counted",
    "amount",
    "name",
    "other_name",
    "acronym",
    "title",
    "kind",
    "detail",
    "date",
)
"""The columns that matter most of what stands behind a figure."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The indicators of the performance contract."),
    help=N_(
        "Give the indicators of the performance contract, a row an indicator: its value in a year beside the target "
        "(the sheet of targets), last year's value, the place among the pôles of the network and, where it is of the "
        "network, what chance gives.\n\n"
        "A share of fewer than five is not told: it is too few to say. What is not on record is unknown, not zero. "
        "With --pole one pôle alone is listed; the others are there to compare with.\n\n"
        "--behind INDICATOR lists what a figure counts, by name; --behind all does so for every figure, and writes it "
        "beside the scorecard into a workbook. In the name of a file {fingerprint} becomes that of the data."
    ),
)
@options.NETWORK
@options.option(
    "--year", type=click.IntRange(1900, 2100), metavar=N_("YEAR"), help=N_("By default the last one that is over.")
)
@options.option(
    "--behind",
    metavar=N_("INDICATOR"),
    help=N_("List the names behind a figure: of this indicator, or of all; see the column of indicators in CSV."),
)
@options.option(
    "--indicators",
    "own",
    metavar=N_("FILE"),
    help=N_(
        "Indicators of your own: a CSV file with a row each, of name, en, fr, unit, direction and cypher, a statement "
        "that reads and returns pole_id, value and, of a share, of; NETWORK is an address of Neo4j then."
    ),
)
@options.draws
@options.seed
@options.narrowing
@options.output
@options.common
def scorecard(  # one parameter an option
    network: str,
    *,
    year: int | None,
    behind: str | None,
    own: str | None,
    draws: int,
    seed: int,
    narrow: Narrow,
    output: Output,
) -> None:
    """Report the scorecard."""
    outputs.refuse_bad_place(output.path)
    from dataclasses import replace  # noqa: PLC0415

    from polegraph import scorecards  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read one's own indicators first: a file that is none is refused before anything is computed.
    ours = () if own is None else own_indicators.read(own, network, narrow, output.audience)
    listed = None if behind is None else own_indicators.meant(behind, ours)
    # A pôle is compared with the others, so the network is not narrowed to it.
    net = inputs.read(network, replace(narrow, pole=None), output.audience)
    output = outputs.named_by(output, net)
    outputs.refuse_bad_place(output.path)
    about = [*outputs.about(network, narrow, output.audience), *outputs.fingerprint(output, net)]
    messages.detail(_("Measuring…"))
    asked: dict[str, Any] = {"pole": narrow.pole, "year": year, "own": ours}
    sheets = []
    in_workbook = output.path is not None and options.suffix(output.path) == "xlsx"
    if listed is None or in_workbook:
        sheets.append(_scorecard(scorecards.scorecard(net, **asked, draws=draws, seed=seed), year))
    if listed is not None:
        table = scorecards.rows(net, listed, **asked)
        what = _("What stands behind the figures: a row an organisation, link, project, outcome, need or action.")
        sheets.append(Sheet("behind", table, what, LISTED, net=net))
    outputs.deliver(sheets[0], output, about, more=sheets[1:])
    if sheets[0].name == "scorecard":
        _say_missing(sheets[0].frame)


def _scorecard(table: pd.DataFrame, year: int | None) -> Sheet:
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    what = _("The indicators of the performance contract in {year}.").format(
        year=table["year"].iloc[0] if len(table) else year
    )
    return Sheet("scorecard", table, what, FIRST)


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
