"""``polegraph changes`` and ``polegraph undo``: what the last import changed, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from polegraph.cli import messages, options, outputs, updating
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from polegraph.cli.options import Output


@click.command(
    "changes",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What the last import changed."),
    help=N_(
        "List what the last import into a dataset folder changed: who arrived, left or is called otherwise, and which "
        "cells and rows say otherwise."
    ),
)
@options.NETWORK
@options.output
@options.common
def changes(network: str, *, output: Output) -> None:
    """List what the last import changed."""
    outputs.refuse_bad_place(output.path)
    from polegraph.combine.changes import changes as compare  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores import address  # noqa: PLC0415

    old, new = address.previous(network), address.read(network)
    table = updating.visible(compare(old, new), old, new, output.audience)
    form = output.format or ("" if output.path in {None, options.STDOUT} else options.suffix(str(output.path)))
    outputs.deliver(updating.sheet_of(table, form), output, outputs.about(network, options.Narrow(), output.audience))


@click.command(
    "undo",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Take the last import back."),
    help=N_(
        "Bring back what a dataset folder held before its last import, as it was. What it holds now is kept in turn: "
        "giving the command once more brings that back."
    ),
)
@options.NETWORK
@options.option("--dry-run", is_flag=True, help=N_("Only say what would come back; write nothing to NETWORK."))
@options.common
def undo(network: str, *, dry_run: bool) -> None:
    """Take the last import back."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    # Take back the last import, or read what was there before it.
    address.refuse_undo(network)
    now = address.read(network)
    then = address.previous(network) if dry_run else address.undo(network)
    # Report what the network holds then.
    counts = [
        ngettext("{n} organisation", "{n} organisations", len(then.organisations)).format(
            n=number(len(then.organisations))
        ),
        ngettext("{n} project", "{n} projects", len(then.projects)).format(n=number(len(then.projects))),
        ngettext("{n} participation", "{n} participations", len(then.participations)).format(
            n=number(len(then.participations))
        ),
    ]
    text = (
        _("{network} would hold what it held before its last import: {counts}.")
        if dry_run
        else _("{network} holds again what it held before its last import: {counts}.")
    )
    messages.say(text.format(network=network, counts=", ".join(counts)))
    # Report the answers that are lost with it.
    since = len(now.decisions) - len(then.decisions)
    if since > 0:
        lost = ngettext(
            "{n} answer on who is who that was given since is not among it.",
            "{n} answers on who is who that were given since are not among it.",
            since,
        )
        messages.say(lost.format(n=number(since)))
    # State what comes next.
    if dry_run:
        messages.say(_("Nothing was written (--dry-run)."))
    else:
        messages.say(_("To change your mind: polegraph undo {network}").format(network=messages.shell_quoted(network)))
