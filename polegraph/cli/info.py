"""``polegraph info``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from polegraph.cli import inputs, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Audience, Narrow, Output
    from polegraph.network import Network


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What is in a network, and how much is unknown."),
    help=N_(
        "Count what is in a network, by kind, size, year, phase and pôle, and how much is unknown; how many "
        "organisations 'polegraph dedupe' has merged, and what difference that makes to the links of SMEs. A terminal "
        "gets a page."
    ),
)
@options.NETWORK
@options.option(
    "--all",
    "whole",
    is_flag=True,
    help=N_("On a terminal too the whole list, file by file, also what there is nothing of; a pipe gets it always."),
)
@options.narrowing
@options.output
@options.common
def info(network: str, *, whole: bool, narrow: Narrow, output: Output) -> None:
    """Count what is in a network."""
    outputs.refuse_bad_place(output.path)
    from polegraph.reports import sheets, state  # noqa: PLC0415  # heavy libraries load when used

    net = inputs.read(network, narrow, output.audience)
    table = _with_who_is_who(state.info(net), net, narrow, output.audience)
    if outputs.on_a_page(output) and not whole:
        from polegraph.reports import state_page  # noqa: PLC0415

        click.echo(state_page.page(table, outputs.terminal_width()), nl=False)
        return
    sheet = sheets.Sheet("info", table, _("What is in the network, and how much of it is unknown."))
    outputs.deliver(sheet, output, outputs.about(network, narrow, output.audience))


def _with_who_is_who(table: pd.DataFrame, net: Network, narrow: Narrow, audience: Audience) -> pd.DataFrame:
    """Add the figures of entity resolution; the same part of the network without merging shows the difference."""
    from polegraph import combine  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.resolution import effects  # noqa: PLC0415

    if not effects.looked_at(net):
        return table
    apart = combine.unmerged(net.origin).visible(audience)
    chosen = narrow.given()
    figures = effects.info(net, apart.select(**chosen) if chosen else apart)
    import pandas as pd  # noqa: PLC0415

    return pd.concat([table, figures], ignore_index=True)
