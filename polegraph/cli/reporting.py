"""``polegraph report``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    from polegraph.cli.options import Audience, Narrow

SUFFIXES: Final = ("html", "xlsx", "docx", "pptx", "pdf")
"""As `polegraph.reports.paper.writing.RENDERERS` has them; help may not load that."""


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The paper for the committee, to read, correct and show."),
    help=N_(
        "Write the paper for the committee: the year in ten figures beside their targets, SMEs and large groups with "
        "the introductions worth making, gaps, outcomes and projects to ask, support in the four domains, training "
        "bodies, the network then and now, and method and data quality on a page.\n\n"
        "The suffix of the file says as what: one page for the browser (html), a workbook (xlsx), a document to "
        "correct (docx), eight slides (pptx) or PDF; words and figures are the same in all. With --pole it is about "
        "one pôle; the others are there to compare with. What is not on record is unknown, not zero."
    ),
)
@options.NETWORK
@options.option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE"),
    required=True,
    callback=options.with_suffix(*SUFFIXES),
    help=N_("The file to write; its suffix says as what: html, xlsx, docx, pptx or pdf."),
)
@options.option(
    "--year",
    type=click.IntRange(1900, 2100),
    metavar=N_("YEAR"),
    help=N_("The year of the scorecard; by default the last one that is over."),
)
@options.option("--notice", metavar=N_("TEXT"), help=N_("A sentence that stands on each page, on sources or limits."))
@options.draws
@options.seed
@options.narrowing
@options.audience
@options.common
def report(  # one parameter an option
    network: str,
    *,
    path: str,
    year: int | None,
    notice: str | None,
    draws: int,
    seed: int,
    narrow: Narrow,
    audience: Audience,
) -> None:
    """Write the paper."""
    outputs.refuse_bad_place(path)
    from polegraph import reports  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.network import selection  # noqa: PLC0415
    from polegraph.reports.paper import writing  # noqa: PLC0415

    writing.refuse_suffix(path)
    # A pôle is compared with the others, so the network is not narrowed to it.
    net = inputs.read(network, replace(narrow, pole=None), audience)
    asked = None
    if narrow.pole is not None:
        asked = selection.pole(net.poles, narrow.pole)  # refused before anything is computed
        named = net.poles.set_index("pole_id")["name"].fillna(asked)[asked]
        narrow = replace(narrow, pole=named)
    messages.detail(_("Measuring…"))
    reports.write(
        net,
        path,
        pole=asked,
        year=year,
        audience=audience,
        draws=draws,
        seed=seed,
        about=outputs.about(network, narrow, audience),
        notice=notice or "",
    )
    messages.say(_("Written to {file}.").format(file=path))
