"""``polegraph consortium``: whether one meets a programme's rules, and the list of rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command, Group
from polegraph.cli.consortium_building import build
from polegraph.i18n import N_, _, day, ngettext, number

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Narrow, Output
    from polegraph.consortia import Rules
    from polegraph.network import Network

CHECKED: Final = ("what", "asked", "found", "result", "why", "mend")
"""The columns of a check that matter most."""
VERDICTS: Final = ("what", "result", "why", "mend", "found", "asked")
"""Those that a terminal shows first."""
LISTED: Final = ("rules", "programme", "asks", "since", "until", "document", "checked")
"""The columns of the list of rules that matter most."""


@click.group(
    "consortium",
    cls=Group,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("A consortium for a call: its rules, and who could be in it."),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
    help=N_(
        "Put a consortium together for a call.\n\n"
        "'rules' lists the programmes whose rules are known, 'build' proposes consortia that meet them, 'check' tells "
        "whether one meets them, and what would mend it."
    ),
)
@options.common
def consortium() -> None:
    """Group what is done with consortia; the help for users stands in `help` above."""


consortium.add_command(build)


@consortium.command(
    "check",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Whether a consortium meets a programme's rules, and what would mend it."),
    help=N_(
        "Tell for each rule of a programme whether a consortium meets it: pass, fail, or unknown because a value is "
        "missing that could decide (unknown is never a pass); why; and the smallest changes that would mend it. Below "
        "stands what is true and no rule asks: partners that never worked together, none with an outcome, none that "
        "has coordinated, all of one group or town, which depend on which.\n\n"
        "FILE is a list of members (CSV or XLSX), a row a member: organisation (name or identifier, as 'suggest' takes "
        "them), role, cost, aid. A member that the network does not have is described by its kind, size and country "
        "there. PROJECT is the identifier or acronym of a project. Without NETWORK the list alone says everything."
    ),
)
@options.argument("given", metavar=N_("[NETWORK] FILE|PROJECT"), nargs=-1, required=True)
@options.option(
    "--rules",
    required=True,
    metavar=N_("NAME"),
    help=N_("The programme, as 'polegraph consortium rules' lists it, or a file of rules of your own (.toml)."),
)
@options.option(
    "--label",
    "labels",
    multiple=True,
    metavar=N_("POLE"),
    help=N_("A pôle that labels the project; may be given several times. By default those that the network has."),
)
@options.option(
    "--home", metavar=N_("REGION"), help=N_("The region of the call; by default that of the pôles that label.")
)
@options.narrowing_projects
@options.output
@options.common
def check(  # one parameter an option
    *, given: tuple[str, ...], rules: str, labels: tuple[str, ...], home: str | None, narrow: Narrow, output: Output
) -> None:
    """Check a consortium."""
    # Check the options.
    if len(given) > 2:  # noqa: PLR2004  # a network and a consortium
        raise click.UsageError(_("give NETWORK and one FILE or PROJECT"))
    outputs.refuse_bad_place(output.path)
    from polegraph import consortia  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network and the members.
    held = consortia.load(rules)
    network, asked = (given[0], given[1]) if len(given) > 1 else (None, given[0])
    net = _empty() if network is None else inputs.read(network, narrow, output.audience)
    members = _members(asked) if network is None or Path(asked).is_file() else asked
    # Check, and deliver.
    table = consortia.check(net, members, rules, day=narrow.at, labels=labels or None, home=home)
    about = outputs.about(network or asked, narrow, output.audience)
    what = _("A row a rule, then what is true and no rule asks.")
    sheet = Sheet("consortium", table, what, CHECKED, narrow=VERDICTS, net=net, finding=_verdict(table, held))
    outputs.deliver(sheet, output, about)
    messages.say(sheet.finding)
    _say_of(held, table)


@consortium.command(
    "rules",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("The rules that are known, with their source."),
    help=N_(
        "List the programmes whose rules are known, what they ask, where that is written, whether anybody has compared "
        "it with the text, and since when it holds. A call may ask for more: read it."
    ),
)
@options.output
@options.common
def rules(*, output: Output) -> None:
    """List the rules."""
    outputs.refuse_bad_place(output.path)
    from polegraph import consortia  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    what = _("A row a programme: what it asks of a consortium, and where that is written.")
    outputs.deliver(Sheet("rules", consortia.listed(), what, LISTED), output)


def _members(path: str) -> pd.DataFrame:
    from polegraph.sources.spreadsheet import member_list  # noqa: PLC0415  # heavy libraries load when used

    return member_list.read(path)


def _empty() -> Network:
    import pandas as pd  # noqa: PLC0415  # heavy libraries load when used

    from polegraph.network import Network  # noqa: PLC0415

    keys = {"organisations": ["org_id", "name"], "projects": ["project_id"], "participations": ["project_id", "org_id"]}
    return Network(**{name: pd.DataFrame(columns=columns, dtype="str") for name, columns in keys.items()})


def _verdict(table: pd.DataFrame, held: Rules) -> str:
    """Describe the verdicts in a sentence."""
    from datetime import date  # noqa: PLC0415

    counted = table["result"].value_counts()
    passed, failed, unknown = (int(counted.get(word, 0)) for word in ("pass", "fail", "unknown"))
    text = ngettext(
        "{programme}, as of {day}: {passed} of {n} rule passes, {failed} fail, {unknown} unknown.",
        "{programme}, as of {day}: {passed} of {n} rules pass, {failed} fail, {unknown} unknown.",
        passed + failed + unknown,
    )
    counts = {"passed": passed, "n": passed + failed + unknown, "failed": failed, "unknown": unknown}
    said = {name: number(value) for name, value in counts.items()}
    return text.format(programme=held.programme, day=day(date.fromisoformat(table.attrs["day"])), **said)


def _say_of(held: Rules, table: pd.DataFrame) -> None:
    """Describe until when the rules held, what they leave to the call, and their source."""
    from datetime import date  # noqa: PLC0415

    if held.until is not None and date.fromisoformat(table.attrs["day"]) > held.until:
        messages.say(_("These rules held until {day}.").format(day=day(held.until)))
    if held.remark:
        messages.say(held.remark)
    messages.say(_("Source: {document}; {checked}.").format(document=held.document or held.name, checked=held.checked))
