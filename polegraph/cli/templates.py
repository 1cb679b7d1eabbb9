"""``polegraph templates``."""

from __future__ import annotations

import click

from polegraph.cli import messages, options
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, language


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Blank sheets to fill in with Excel."),
    help=N_(
        "Write blank sheets to fill in with Excel, with lists, notes and an example line; --lang chooses French or "
        "English headings. 'polegraph import tables' reads them."
    ),
)
@options.argument("folder", metavar=N_("FOLDER"))
@options.common
def templates(folder: str) -> None:
    """Write blank sheets."""
    from polegraph.sources import templates as blank  # noqa: PLC0415  # heavy libraries load when used

    written = blank.write(folder, lang=language())
    for path in written:
        click.echo(messages.printable_lines(str(path)))
    messages.say(_("Fill the sheets in, then: polegraph import tables {folder} --to NETWORK").format(folder=folder))
