"""``polegraph support``."""

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

BY: Final = ("pole", "domain", "year")
"""As `polegraph.support.BY` has them; help may not load that."""
MATCHED: Final = (
    *("name", "domain", "detail", "since", "rank", "offer_name", "offer_city", "capacity_left", "assigned", "reasons"),
)
"""The columns of the list of needs and offers that matter most."""
NARROW: Final = (
    *("name", "detail", "rank", "offer_name", "assigned", "domain", "since", "reasons", "offer_city", "capacity_left"),
)
"""Those that a terminal shows first."""
COUNTED: Final = (
    *("pole", "domain", "year", "needs", "open", "in_progress", "met", "dropped", "median_months", "offers"),
    *("capacity", "capacity_used"),
)
"""The columns of the counts that matter most."""
JUDGED: Final = ("name", "other_name", "date", "result", "months", "project_ids", "expected")
"""The columns of the introductions that matter most."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Who needs support, and who could give it."),
    help=N_(
        "List the needs of the four domains of support beside the offers that could meet them, ranked by the words of "
        "both, by nearness (a common project, a common partner, same pôle or region, distance) and by what is left of "
        "the capacity. 'Assigned' is the offer that meets the need when all needs are met at once as well as they can "
        "be. Never offered: what an organisation offers that is dissolved or does not want to be suggested.\n\n"
        "--unmet lists the needs that nobody of the pôle can meet, and who in the network could; --summary counts "
        "needs, the time to meet them, and offers; --introductions tells which introductions became projects, beside "
        "pairs of organisations of the same kinds that nobody introduced."
    ),
)
@options.NETWORK
@options.option("--summary", is_flag=True, help=N_("Count needs and offers instead."))
@options.option("--unmet", is_flag=True, help=N_("List the needs that nobody of the pôle can meet instead."))
@options.option("--introductions", is_flag=True, help=N_("Tell what became of introductions instead."))
@options.option(
    "--by",
    type=WordChoice(BY),
    multiple=True,
    help=N_("With --summary: what to count by; may be given several times. Without it: all three."),
)
@options.option(
    "--each", type=click.IntRange(min=1), metavar=N_("N"), help=N_("How many offers to list for each need (10, or 3).")
)
@options.option(
    "--unknown-capacity",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar=N_("N"),
    help=N_("How many needs an offer of unknown capacity can meet."),
)
@options.narrowing
@options.output
@options.common
def support(  # noqa: PLR0913  # one parameter an option
    network: str,
    *,
    summary: bool,
    unmet: bool,
    introductions: bool,
    by: tuple[str, ...],
    each: int | None,
    unknown_capacity: int,
    narrow: Narrow,
    output: Output,
) -> None:
    """Report needs, offers and introductions."""
    # Check the options.
    if sum((summary, unmet, introductions)) > 1:
        raise click.UsageError(_("--summary, --unmet and --introductions give different lists: choose one"))
    if by and not summary:
        raise click.UsageError(_("--by needs --summary: it says what to count by"))
    outputs.refuse_bad_place(output.path)
    from polegraph import support as measured  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network.
    net = inputs.read(network, narrow, output.audience)
    messages.detail(_("Measuring…"))
    about = outputs.about(network, narrow, output.audience)
    # One of the four lists.
    if introductions:
        table = measured.introductions(net)
        what = _("Organisations that were introduced to each other, and what became of it.")
        outputs.deliver(Sheet("introductions", table, what, JUDGED, net=net, finding=_judged(table)), output, about)
        _say_judged(table)
        return
    _say_known(net)
    if summary:
        table = measured.summary(net, by or BY)
        what = _("Needs by their state, the time to meet them, and offers.")
        outputs.deliver(Sheet("support", table, what, COUNTED), output, about)
    elif unmet:
        table = measured.unmet(net, each=each or measured.EACH, unknown_capacity=unknown_capacity)
        what = _("Needs that nobody of the pôle can meet, and who in the network could.")
        outputs.deliver(Sheet("unmet", table, what, MATCHED, narrow=NARROW, net=net), output, about)
    else:
        table = measured.matches(net, top=each or measured.TOP, unknown_capacity=unknown_capacity)
        what = _("A row a need and an offer that could meet it, the oldest need first.")
        found = _matched(table)
        outputs.deliver(Sheet("support", table, what, MATCHED, narrow=NARROW, net=net, finding=found), output, about)
        if found:
            messages.say(found)


def _say_known(net: Network) -> None:
    """Describe what to do where no need is on record."""
    if not len(net.needs):
        messages.say(_("No need is on record: fill in the sheet of needs (polegraph templates), and import it."))


def _matched(table: pd.DataFrame) -> str:
    """Describe how many needs ask for an offer, and how many can be met at once; empty if none asks."""
    if not len(table):
        return ""
    needs = table.groupby(["org_id", "domain", "detail", "since"], dropna=False)
    asked, met = needs.ngroups, int(needs["assigned"].any().sum())
    text = ngettext(
        "{n} need asks for an offer; {met} can be met at once under the capacities.",
        "{n} needs ask for an offer; {met} can be met at once under the capacities.",
        asked,
    )
    return text.format(n=number(asked), met=number(met))


def _old_enough(table: pd.DataFrame) -> pd.DataFrame:
    """Return the introductions that can be judged."""
    return table[table["result"].isin(["became_project", "none_yet"])]


def _judged(table: pd.DataFrame) -> str:
    """Describe how many introductions became projects."""
    judged = _old_enough(table)
    if not len(judged):
        return _("No introduction is old enough to be judged.")
    text = ngettext(
        "{became} of {n} introduction that can be judged became a project.",
        "{became} of {n} introductions that can be judged became projects.",
        len(judged),
    )
    return text.format(became=number(_became(judged)), n=number(len(judged)))


def _say_judged(table: pd.DataFrame) -> None:
    """Describe how many introductions became projects, beside how many pairs like them did without one."""
    messages.say(_judged(table))
    judged = _old_enough(table)
    compared = judged[judged["expected"].notna()]
    if not len(compared):
        return
    from polegraph.reports import headings  # noqa: PLC0415  # heavy libraries load when used

    text = ngettext(
        "Of the {n} with pairs to compare with, {became} did; of such pairs that nobody introduced, {expected} would.",
        "Of the {n} with pairs to compare with, {became} did; of such pairs that nobody introduced, {expected} would.",
        len(compared),
    )
    expected = headings.cell("expected", round(float(compared["expected"].sum()), 1))
    messages.say(text.format(n=number(len(compared)), became=number(_became(compared)), expected=expected))


def _became(judged: pd.DataFrame) -> int:
    return int((judged["result"] == "became_project").sum())
