"""``polegraph consortium build``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output

PROPOSED: Final = (
    *("proposal", "score", "name", "kind", "size", "role", "topics", "reasons", "introducer_name"),
    "evidence_projects",
)
"""The columns of proposals that matter most."""
PARTS: Final = ("topics", "trust", "new_links", "fit", "capacity", "experience", "outcomes", "size")
"""The parts of the score, the words of ``--weight``."""
_SIZE: Final = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})|(\d{1,3})")
_WEIGHT: Final = re.compile(r"([^=]*[^=\s])\s*=\s*(\d+(?:[.,]\d+)?)")
_LARGEST: Final = 2_000_000  # bytes of the text of a call


def _size(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    """Read a least and a largest number of members."""
    found = _SIZE.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(_("write the least and the largest number of members, such as 3-8"))
    return (int(found[3]), int(found[3])) if found[3] else (int(found[1]), int(found[2]))


def _weights(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, float]:
    """Read weights of parts of the score, which may be named in French."""
    found = [(text, _WEIGHT.fullmatch(text.strip())) for text in value]
    for text, fits in found:
        if fits is None:
            raise click.BadParameter(
                _("write a part and its weight, such as trust=2 (this is '{text}')").format(text=text)
            )
    part = WordChoice(PARTS)
    return {
        part.convert(fits[1], parameter, context): float(fits[2].replace(",", "."))
        for __, fits in found
        if fits is not None
    }


@click.command(
    "build",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Proposals of consortia for a call: who, in which role, and why."),
    help=N_(
        "Propose consortia for a call, several that differ: who coordinates, who takes part, why, which projects prove "
        "it, and who could introduce a member that has worked with none of the others.\n\n"
        "The call is said by themes or words (--theme), or by a file with its text (--call), French or English. A "
        "proposal has the best score among those that meet the programme's rules (--rules): topics covered, have "
        "worked together, links that open (an SME without a large group, a laboratory without an SME, a first "
        "project), fit with those that must be in (--must), free capacity, experience of the coordinator, outcomes "
        "before, less what each member costs. Parts weigh as --weight says. Rules on budgets are unknown until there "
        "is one: 'polegraph consortium check'."
    ),
)
@options.NETWORK
@options.option(
    "--rules",
    metavar=N_("NAME"),
    help=N_("The programme, as 'polegraph consortium rules' lists it, or a file (.toml)."),
)
@options.option(
    "--theme", "themes", multiple=True, metavar=N_("THEME"), help=N_("A theme or words; may be given several times.")
)
@options.option("--call", metavar=N_("FILE"), help=N_("A file with the text of the call (UTF-8)."))
@options.option(
    "--must",
    multiple=True,
    metavar=N_("ORGANISATION"),
    help=N_("An organisation that is in; may be given several times."),
)
@options.option(
    *("--not", "exclude"),
    multiple=True,
    metavar=N_("ORGANISATION"),
    help=N_("An organisation that is not in; may be given several times."),
)
@options.option("--lead", metavar=N_("ORGANISATION"), help=N_("The organisation that coordinates."))
@options.option(
    *("--size", "members"),
    default="3-8",
    show_default=True,
    metavar=N_("MIN-MAX"),
    callback=_size,
    help=N_("How many members."),
)
@options.option(
    "--proposals",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    metavar=N_("N"),
    help=N_("How many proposals."),
)
@options.option(
    "--differ",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar=N_("N"),
    help=N_("How many members of each proposal are not in a later one."),
)
@options.option(
    "--weight",
    "weights",
    multiple=True,
    metavar=N_("PART=N"),
    callback=_weights,
    help=N_(
        "What a part of the score weighs: topics, trust, new_links, fit, capacity, experience, outcomes, size; may be "
        "given several times."
    ),
)
@options.option("--home", metavar=N_("REGION"), help=N_("The region of the call."))
@options.narrowing_day
@options.output
@options.common
def build(  # one parameter an option
    network: str,
    *,
    rules: str | None,
    themes: tuple[str, ...],
    call: str | None,
    members: tuple[int, int],
    narrow: Narrow,
    output: Output,
    **asked: Any,  # noqa: ANN401  # handed on as they are
) -> None:
    """Propose consortia."""
    # Check the options.
    outputs.refuse_bad_place(output.path)
    text = None if call is None else _text(Path(call))
    from polegraph import consortia  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network, and solve.
    if rules is not None:
        consortia.load(rules)
    net = inputs.read(network, narrow, output.audience)
    messages.detail(_("Looking for consortia…"))
    seen = net.visible(output.audience)
    table = consortia.build(seen, rules, list(themes), text, size=members, **asked)
    what = _("A row a member of a proposal, the coordinator first.")
    about = outputs.about(network, narrow, output.audience)
    found = _found(table)
    outputs.deliver(Sheet("proposals", table, what, PROPOSED, net=net, finding=found), output, about)
    # Say how good that is.
    messages.say(found)
    messages.say(consortia.measured(seen).text)


def _text(path: Path) -> str:
    """Read the text of a call."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise PolegraphError(
            _("the text of the call cannot be read"), file=str(path), remedy=_("give the path of a text file")
        ) from error
    except UnicodeDecodeError as error:
        raise PolegraphError(
            _("the text of the call is not UTF-8"), file=path.name, remedy=_("save it as plain text in UTF-8")
        ) from error
    if len(content) > _LARGEST:
        raise PolegraphError(
            _("this file is too large for the text of a call"), file=path.name, remedy=_("give its text alone")
        )
    return text


def _found(table: pd.DataFrame) -> str:
    """Describe how many proposals there are, and how far better ones could be above them."""
    count = int(table["proposal"].max())
    gap = float(table["optimality_gap"].max())
    if gap <= 1e-6:  # noqa: PLR2004  # the tolerance of the solver
        text = ngettext(
            "{n} proposal; among the candidates none has a better score.",
            "{n} proposals; among the candidates none that differs as much has a better score.",
            count,
        )
        return text.format(n=number(count))
    text = ngettext(
        "{n} proposal; among the candidates a better score could be above it by {gap} % at most.",
        "{n} proposals; among the candidates a better score could be above theirs by {gap} % at most.",
        count,
    )
    return text.format(n=number(count), gap=number(round(100 * gap, 1)))
