"""``polegraph map``."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.cli.suggesting import choice_for
from polegraph.i18n import N_, _, language

if TYPE_CHECKING:
    from polegraph.cli.options import Audience, Narrow
    from polegraph.network import Network


@click.command(
    "map",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The network as one interactive HTML file."),
    help=N_(
        "Draw the network as one HTML file that works without the internet: search, legend, and the projects behind "
        "every link."
    ),
)
@options.NETWORK
@options.option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE"),
    required=True,
    callback=options.with_suffix("html", "htm"),
    help=N_("The file to write, with the suffix .html; - is standard output."),
)
@options.option(
    "--title",
    metavar=N_("TEXT"),
    help=N_("Title of the map; by default the name of the pôle or of the programme, else of the network."),
)
@options.option("--notice", metavar=N_("TEXT"), help=N_("A sentence that the map shows, on sources or limits."))
@options.option(
    "--colour-by",
    type=WordChoice(["status", "kind", "size", "outcomes", "pole", "region", "community"]),
    default="status",
    help=N_("By what the marks are coloured when the map opens; it can be switched there."),
)
@options.option(
    "--suggestions",
    type=click.IntRange(min=0),
    metavar=N_("N"),
    default=0,
    help=N_("Put so many suggested partners of each organisation on its card."),
)
@options.option(
    "--projects",
    is_flag=True,
    help=N_("Draw projects as marks of their own when the map opens; they can be switched there."),
)
@options.narrowing
@options.audience
@options.common
def map_(  # noqa: PLR0913  # one parameter an option
    network: str,
    *,
    path: str,
    title: str | None,
    notice: str | None,
    colour_by: str,
    suggestions: int,
    projects: bool,
    narrow: Narrow,
    audience: Audience,
) -> None:
    """Draw the network."""
    # Read the network and, for the cards, the learned method
    outputs.refuse_bad_place(path)
    from polegraph import maps  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.network import titles  # noqa: PLC0415

    net = _part(network, narrow, audience)
    choice = choice_for(network, net.visible(audience), narrow) if suggestions else None
    model = None if choice is None else choice.used

    def write(target: str | Path) -> None:
        heading = title or titles.title(net.visible(audience), narrow.pole) or inputs.short(network)
        maps.write(
            net,
            target,
            title=heading,
            lang=language(),
            audience=audience,
            notice=notice,
            colour_by=colour_by,
            suggestions=suggestions,
            model=model,
            projects=projects,
        )

    # Draw to a file, or through one to standard output
    messages.detail(_("Drawing the map…"))
    if path == options.STDOUT:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "map.html"
            write(page)
            outputs.to_stdout(page.read_bytes())
        return
    write(path)
    if choice is not None:
        messages.say(choice.sentence())
    messages.say(_("Written to {file}; open it in a browser.").format(file=path))


def _part(network: str, narrow: Narrow, audience: Audience) -> Network:
    """Read the part of the network that is drawn, and report what is left out of it."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    # How much is left out is reported here; the map leaves it out itself, and states it to its readers.
    part = address.read_part(network, audience=audience, leave_out=False, **asdict(narrow))
    if part is None:
        whole = address.read(network)
        inputs.narrowed(inputs.seen_by(audience, whole), narrow)  # reports what is left
        return whole.select_as(audience, **asdict(narrow))
    net, hidden = part
    if any(hidden.values()):
        inputs.say_hidden(hidden, audience)
    inputs.said(net.visible(audience), narrow)
    return net
