"""``polegraph synergies``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.cli.suggesting import choice_for
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output

GAPS: Final = (
    *("sme_without_large_group", "lab_without_sme", "member_without_project", "training_body_left_out"),
    *("kind_pair", "size_pair", "pole_pair", "theme_pair", "region_pair", "community_pair"),
    *("member_within_pole_only", "need_unmet"),
)
"""As `polegraph.synergies.GAPS` has them; help may not load that."""
SUMMARY: Final = ("what", "count", "observed", "expected", "ratio", "q_value")
"""The columns of the summary that matter most."""
BETWEEN: Final = ("group_name", "other_name", "observed", "expected", "ratio", "q_value", "short_by", "links")
"""The columns of a list of pairs of groups that matter most."""
WITHOUT: Final = ("name", "domain", "offer_ids", "kind", "size", "region", "projects", "partners", "chance")
"""The columns of a list of organisations that matter most."""
CLOSING: Final = ("group_name", "other_name", "name", "domain", "suggested_name", "rank", "reasons", "after")
"""The columns that matter most of the pairs that would close a gap."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Where collaboration is missing, beside chance."),
    help=N_(
        "Tell where the network has less collaboration than its members would have by chance, a row a gap: SMEs "
        "without a large group, laboratories without an SME, members without a project, and kinds, sizes, pôles, "
        "themes, regions and communities that hardly meet.\n\n"
        "--gap gives one gap's list, and --pairs the organisations that would close it, as the suggestions rank them. "
        "--pole and --region choose whose gaps are listed; partners and chance are of the network around. Chance means "
        "random networks in which every project has as many partners and every organisation as many projects. A gap "
        "between groups is one if its q-value is at most 0.05."
    ),
)
@options.NETWORK
@options.option("--gap", type=WordChoice(GAPS), metavar=N_("NAME"), help=N_("Give the list of this gap."))
@options.option("--pairs", is_flag=True, help=N_("With --gap: name the organisations that would close it."))
@options.option(
    "--each",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar=N_("N"),
    help=N_("With --pairs: how many for each organisation, or each pair of groups."),
)
@options.many_draws
@options.seed
@options.narrowing
@options.output
@options.common
def synergies(  # one parameter an option
    network: str, *, gap: str | None, pairs: bool, each: int, draws: int, seed: int, narrow: Narrow, output: Output
) -> None:
    """Report where collaboration is missing."""
    # Check the options.
    if pairs and gap is None:
        raise click.UsageError(_("--pairs needs --gap: which gap is to be closed?"))
    outputs.refuse_bad_place(output.path)
    from polegraph import synergies as measured  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network.
    net = inputs.read(network, narrow, output.audience)
    messages.detail(_("Measuring…"))
    about = outputs.about(network, narrow, output.audience)
    # Without a gap: the summary of all.
    if gap is None:
        what = _("A row a gap: how much there is, and how much there would be by chance.")
        with messages.progress(_("random networks")) as progress:
            table = measured.summary(net, draws=draws, seed=seed, progress=progress)
        outputs.deliver(Sheet("synergies", table, what, SUMMARY), output, about)
        return
    # List one gap, or the pairs that would close it.
    choice = choice_for(network, net, narrow) if pairs else None
    model = None if choice is None else choice.used
    table = measured.gap(net, gap, pairs=pairs, each=each, draws=draws, seed=seed, model=model)
    # Deliver the list under the sentence that describes it.
    if choice is not None:
        what = _("Who would close the gap, as the suggestions rank them, and what the gap would become.")
        outputs.deliver(Sheet("pairs", table, what, CLOSING, net=net), output, about)
        messages.say(choice.sentence())
    elif gap in measured.PAIRS:
        what = _("A row a pair of groups: the projects that join them, and how many would by chance.")
        found = _flagged(table)
        outputs.deliver(Sheet("gap", table, what, BETWEEN, finding=found), output, about)
        messages.say(found)
    else:
        what = _("A row an organisation: who is left without, those first for whom it is least to be expected.")
        outputs.deliver(Sheet("gap", table, what, WITHOUT, net=net), output, about)


def _flagged(table: pd.DataFrame) -> str:
    """Describe how many pairs of groups are gaps."""
    from polegraph.synergies import FLAGGED  # noqa: PLC0415  # heavy libraries load when used

    count = int((table["q_value"] <= FLAGGED).sum())
    text = ngettext(
        "{n} of {pairs} has fewer common projects than by chance (q-value at most 0.05).",
        "{n} of {pairs} have fewer common projects than by chance (q-value at most 0.05).",
        count,
    )
    pairs = ngettext("{n} pair", "{n} pairs", len(table)).format(n=number(len(table)))
    return text.format(n=number(count), pairs=pairs)
