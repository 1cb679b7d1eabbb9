"""``polegraph info``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from polegraph.cli import _io, _options
from polegraph.cli._base import Command
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    from polegraph.cli._options import Narrow, Output


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What is in a network, and how much is unknown."),
    help=N_("Count what is in a network, by kind, size, year, phase and pôle, and how much is unknown."),
)
@_options.NETWORK
@_options.narrowing
@_options.output
@_options.common
def info(network: str, narrow: Narrow, output: Output) -> None:
    """Count what is in a network."""
    _io.refuse_bad_place(output.path)
    from polegraph.reports import sheets, state  # noqa: PLC0415  # heavy libraries load when used

    net = _io.read(network, narrow, output.audience)
    sheet = sheets.Sheet("info", state.info(net), _("What is in the network, and how much of it is unknown."))
    _io.deliver(sheet, output, _io.about(network, narrow, output.audience))
