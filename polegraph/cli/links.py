"""``polegraph links``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs, saving
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.i18n import N_, _, ngettext, number
from polegraph.vocabulary import LINK_STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output

FIRST: Final = (
    *("name", "status", "introducer_name", "introduced_to_name", "direct_ids", "projects", "last_year", "region"),
)
"""The columns of the table of links that matter most."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Which SMEs have links to large groups."),
    help=N_(
        "Tell which SMEs have links to large groups, and who could introduce the others.\n\n"
        "A row is an SME, sorted by what needs doing first. The status is: introduced (a partner of a partner is a "
        "large group), far (a longer path), unreachable (no path), no_partner (only projects alone), no_project, or "
        "direct (a project shared with a large group). Where a publisher only says 'not an SME', this counts as a "
        "large group, unless --only-large is given."
    ),
)
@options.NETWORK
@options.option("--only-large", is_flag=True, help=N_("Count only those as large groups that are known to be large."))
@options.option(
    "--status",
    "statuses",
    type=WordChoice(LINK_STATUSES),
    multiple=True,
    help=N_("Only SMEs with this status; may be given several times."),
)
@options.draws
@options.seed
@options.save
@options.narrowing
@options.output
@options.common
def links(  # one parameter an option
    network: str,
    *,
    only_large: bool,
    statuses: tuple[str, ...],
    draws: int,
    seed: int,
    save: bool,
    narrow: Narrow,
    output: Output,
) -> None:
    """Report which SMEs have links to large groups."""
    outputs.refuse_bad_place(output.path)
    from polegraph.metrics import large_group_links  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports import introductions  # noqa: PLC0415
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415
    from polegraph.tables import LARGE_SIZES  # noqa: PLC0415

    # Read the network.
    version = saving.before_saving(network, save=save)
    net = inputs.read(network, narrow, output.audience)
    # Compute the links.
    messages.detail(_("Looking for links to large groups…"))
    table = large_group_links(net, large=("large",) if only_large else LARGE_SIZES, draws=draws, seed=seed)
    # Report and save all of them.
    found = summary(table)
    messages.say(found)
    saving.save_properties(network, "links", table, version)
    # Deliver those with the statuses asked for, with the introductions to be made.
    if statuses:
        table = table[table["status"].isin(statuses)].reset_index(drop=True)
    what = _("A row an SME: its links to large groups, and who could introduce it; what needs doing first is first.")
    about = outputs.about(network, narrow, output.audience)
    to_make = [] if not (table["status"] == "introduced").any() else [introductions.sheet(table, net)]
    outputs.deliver(Sheet("links", table, what, FIRST, net=net, finding=found), output, about, to_make)


def summary(table: pd.DataFrame) -> str:
    """Describe in one sentence how many SMEs have links to large groups.

    Parameters
    ----------
    table
        As `polegraph.metrics.large_group_links` gives it.
    """
    count = table["status"].value_counts()
    direct, introduced = int(count.get("direct", 0)), int(count.get("introduced", 0))
    smes = ngettext("{n} SME", "{n} SMEs", len(table)).format(n=number(len(table)))
    return _(
        "{smes}: {direct} ({share} %) share a project with a large group, {introduced} could be introduced by a common "
        "partner, {others} have neither."
    ).format(
        smes=smes,
        direct=number(direct),
        share=round(100 * direct / len(table)) if len(table) else 0,
        introduced=number(introduced),
        others=number(len(table) - direct - introduced),
    )
