"""``polegraph site``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from polegraph.cli.options import Audience, Narrow


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The network as web pages, for a site or a shared drive."),
    help=N_(
        "Write the network as a folder of web pages: a page an organisation, project, pôle and theme, search, the map, "
        "lists, figures and a feed of new projects. Put the folder on any web server or a shared drive, or open "
        "index.html; nothing is fetched from elsewhere. What the audience may not see is in no file.\n\n"
        "The folder is written whole or not at all. One that is there already is replaced if it is a site that "
        "polegraph wrote and nothing was added to it, else it is left alone."
    ),
)
@options.NETWORK
@options.option("-o", "--output", "path", metavar=N_("FOLDER"), required=True, help=N_("The folder to write."))
@options.option(
    "--url",
    metavar=N_("ADDRESS"),
    default="",
    help=N_("Where the site will stand (https://…), for the sitemap, the feed and search engines."),
)
@options.option(
    "--title",
    metavar=N_("TEXT"),
    help=N_("Title of the site; by default the name of the pôle or of the programme, else of the network."),
)
@options.option("--notice", metavar=N_("TEXT"), help=N_("A sentence that stands on each page, on sources or limits."))
@options.narrowing
@options.audience
@options.common
def site(  # one parameter an option
    network: str,
    *,
    path: str,
    url: str,
    title: str | None,
    notice: str | None,
    narrow: Narrow,
    audience: Audience,
) -> None:
    """Write the site."""
    # Check the options.
    from polegraph import site as pages  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.network import titles  # noqa: PLC0415
    from polegraph.stores import address  # noqa: PLC0415

    if path == options.STDOUT:
        raise click.UsageError(_("a site is a folder: give -o FOLDER"))
    address.refuse_address(path)
    if not Path(path).is_dir():
        outputs.refuse_bad_place(path)
    pages.refuse_bad_place(path)
    asked = pages.SiteOptions(title=title, notice=notice or "", audience=audience, url=url)
    # Read the network and write its pages.
    net = inputs.read(network, narrow, audience)
    if title is None:
        heading = titles.title(net, narrow.pole) or inputs.short(network)
        asked = replace(asked, title=heading)
    messages.detail(_("Writing the pages…"))
    count = pages.write(net, path, asked)
    text = ngettext("{n} file written to {place}.", "{n} files written to {place}.", count)
    messages.say(text.format(n=number(count), place=path))
    messages.say(_("Open index.html in it in a browser, or put the folder on a web server."))
