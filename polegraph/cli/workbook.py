"""``polegraph workbook``: all lists to work with, in one file for Excel; the demonstration makes the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.gaps import SUMMARY as GAPS_FIRST
from polegraph.cli.links import FIRST as LINKS_FIRST
from polegraph.cli.links import summary
from polegraph.cli.suggesting import FIRST as SUGGESTIONS_FIRST
from polegraph.cli.suggesting import choice_for
from polegraph.i18n import N_, _, number

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from polegraph.cli.options import Audience, Narrow
    from polegraph.network import Network
    from polegraph.reports.sheets import Sheet

_STEPS: Final = 5
_DRAWS: Final = 20
_GAP_DRAWS: Final = 50  # enough to see the gaps; the command for them takes 200
_SUGGESTED: Final = 5
_SURE, _NAMED = 0.05, 3  # q-value of a gap that the first sheet names, and how many it names
_MOST_ADVISED: Final = 3000  # SMEs that get a list, those with most to be done first: more would not be read


@dataclass(frozen=True)
class Found:
    """The contents of a workbook."""

    net: Network
    links: pd.DataFrame
    suggestions: pd.DataFrame
    gaps: pd.DataFrame

    def sheets(self) -> list[Sheet]:
        """Return it as sheets, the most important first."""
        from polegraph.reports import introductions, state  # noqa: PLC0415  # heavy libraries load when used
        from polegraph.reports.sheets import Sheet  # noqa: PLC0415

        what = _("A row an SME: its links to large groups, and who could introduce it.")
        told = _("Large groups suggested to each SME, the best first.")
        lacking = _("A row a gap: how much there is, and how much there would be by chance.")
        counted = _("What is in the network, and how much of it is unknown.")
        return [
            Sheet("links", self.links, what, LINKS_FIRST, net=self.net, finding=summary(self.links)),
            introductions.sheet(self.links, self.net),
            Sheet("suggestions", self.suggestions, told, SUGGESTIONS_FIRST, net=self.net),
            Sheet("synergies", self.gaps, lacking, GAPS_FIRST, finding=_sure(self.gaps)),
            Sheet("info", state.info(self.net), counted),
        ]


def _sure(gaps: pd.DataFrame) -> str:
    """Name the gaps that are hardly by chance, the surest first; empty if there is none."""
    sure = gaps[gaps["q_value"] <= _SURE].sort_values(["q_value", "gap"])["what"].head(_NAMED).tolist()
    return _("Hardly by chance: {gaps}.").format(gaps=_("; ").join(sure)) if sure else ""


def found(net: Network, step: Callable[[str], None], **how: Any) -> Found:  # noqa: ANN401  # options of `suggest`
    """Compute the contents of a workbook: links, suggestions to SMEs, gaps.

    Parameters
    ----------
    net
        The network, as the audience of the workbook may see it.
    step
        Called with a word before each part.
    **how
        How suggestions are ranked.
    """
    from polegraph import metrics, suggestions, synergies  # noqa: PLC0415  # heavy libraries load when used

    step(_("links"))
    links = metrics.large_group_links(net, draws=_DRAWS)
    step(_("suggestions"))
    smes = links["org_id"].head(_MOST_ADVISED).tolist()
    suggested = suggestions.suggest(net, smes, top=_SUGGESTED, want="large", **how)
    step(_("synergies"))
    return Found(net, links, suggested, synergies.summary(net, draws=_GAP_DRAWS))


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Everything in one file for Excel."),
    help=N_(
        "Write one workbook for people: links of SMEs and large groups, introductions to be made (with columns to fill "
        "in), large groups suggested to each SME, gaps, and what is in the network. It prints across the page, with "
        "headings on each."
    ),
)
@options.NETWORK
@options.option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE"),
    required=True,
    callback=options.with_suffix("xlsx"),
    help=N_("The file to write, .xlsx."),
)
@options.narrowing
@options.audience
@options.common
def workbook(network: str, *, path: str, narrow: Narrow, audience: Audience) -> None:
    """Write one workbook."""
    if path == options.STDOUT:
        raise click.UsageError(_("-o wants the name of a file"))
    outputs.refuse_bad_place(path)
    from polegraph.files import whole  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports import workbook as written  # noqa: PLC0415

    net = inputs.read(network, narrow, audience)
    choice = choice_for(network, net, narrow)
    with messages.steps(_STEPS, _("workbook")) as step:
        made = found(net, step, method=choice.method, model=choice.used)
        step(_("info"))
        sheets = made.sheets()
        step(_("workbook"))
        with whole(path) as temporary:
            written.write(sheets, temporary, outputs.about(network, narrow, audience))
    messages.say(summary(made.links))
    if len(made.links) > _MOST_ADVISED:
        messages.say(
            _("Suggestions are for the first {n} SMEs of the list; 'polegraph suggest' makes all.").format(
                n=number(_MOST_ADVISED)
            )
        )
    messages.say(_("Written to {file}.").format(file=path))
