"""``polegraph dedupe``: entity resolution, what was merged, and what is left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, outputs
from polegraph.cli import options as cli_options
from polegraph.cli.command import Command
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from polegraph.cli.options import Audience, Output
    from polegraph.network import Network
    from polegraph.reports.resolution.answers import Answer

_REGISTERS: Final = ("sirene", "rnsr", "ror")


@dataclass(frozen=True)
class Wanted:
    """The options besides those of the resolution of entities."""

    answers: tuple[str, ...]
    undo: tuple[str, ...]
    undo_all: bool
    groups: tuple[str, ...]
    registers: dict[str, Any]


@click.command(
    "dedupe",
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Who is who: merge what is one, list what to decide."),
    help=N_(
        "Say which organisations are one, under however many names: what is sure is merged, what is not is proposed. "
        "Subsidiaries get their group, laboratories their public bodies.\n\n"
        "Nothing is lost, and everything can be undone. Write the proposals to a file with --review, answer same, "
        "group or no in it, add rows of your own by name, and give it back with --apply: answers are kept for ever, "
        "over imports too. The list of what was merged, old name and kept name, goes to standard output or -o."
    ),
)
@cli_options.NETWORK
@cli_options.option(
    "--review",
    "review_path",
    metavar=N_("FILE"),
    callback=cli_options.with_suffix("csv", "xlsx"),
    help=N_("Write the proposals to this file (csv or xlsx), with a column for your answers."),
)
@cli_options.option(
    "--apply",
    "answers",
    multiple=True,
    metavar=N_("FILE"),
    help=N_(
        "Read answers from a file that --review wrote, or 'import tables --to-complete'; empty ones stay open. Can be "
        "given several times."
    ),
)
@cli_options.option(
    "--groups",
    multiple=True,
    metavar=N_("FILE"),
    help=N_(
        "Your own sheet of groups (csv or xlsx), which goes before the one of polegraph. Can be given several times."
    ),
)
@cli_options.option(
    "--sirene", multiple=True, metavar=N_("FILE"), help=N_("Files of the register Sirene, as downloaded.")
)
@cli_options.option("--rnsr", metavar=N_("FILE"), help=N_("The register of research structures, as downloaded."))
@cli_options.option(
    "--ror", metavar=N_("FILE"), help=N_("The dump of the Research Organization Registry, as downloaded.")
)
@cli_options.option(
    "--undo",
    multiple=True,
    metavar=N_("ORG_ID"),
    help=N_("Take this organisation out of what it was merged with, for ever. Can be given several times."),
)
@cli_options.option(
    "--undo-all",
    is_flag=True,
    help=N_("Take back all merges and all that was filled in; your answers stay for the next time."),
)
@cli_options.option("--dry-run", is_flag=True, help=N_("Only say what would be done; write nothing to NETWORK."))
@cli_options.output
@cli_options.common
def dedupe(
    network: str,
    *,
    review_path: str | None,
    undo_all: bool,
    dry_run: bool,
    output: Output,
    **given: Any,  # noqa: ANN401  # the other options, each a file, several, or none
) -> None:
    """Merge the organisations that are one."""
    # Check the options.
    if undo_all and (review_path or any(given.values())):
        raise click.UsageError(_("--undo-all takes everything back and does nothing else; give it alone"))
    if review_path == cli_options.STDOUT:
        raise click.UsageError(_("--review wants the name of a file"))
    for path in (output.path, review_path):
        outputs.refuse_bad_place(path)
    # Collect what is asked for.
    registers = {name: list(given[name]) if name == "sirene" else given[name] for name in _REGISTERS if given[name]}
    wanted = Wanted(given["answers"], given["undo"], undo_all, given["groups"], registers)
    from polegraph.reports import sheets  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.resolution import review  # noqa: PLC0415  # heavy libraries load when used

    # Merge, and report what changed.
    done = _done(network, wanted, output.audience, dry_run=dry_run)
    after = done.after
    visible = inputs.seen_by(output.audience, after)
    _say_answers(done, visible)
    say_who_is_who(done.counted, after, network)
    if dry_run:
        messages.say(_("Nothing was written (--dry-run)."))
    # Write the pairs that are left to decide.
    if review_path is not None:
        _write_review(after, visible, review_path, network, output.audience)
    # Deliver the list of merges.
    merged = sheets.Sheet(
        "merges", review.merges(after, visible), _("A row an organisation that stands under another.")
    )
    outputs.deliver(merged, output, outputs.about(network, cli_options.Narrow(), output.audience))


@dataclass
class _Done:
    """The result: the number of organisations in the sources, the network before and after, the answers read."""

    counted: int
    before: Network
    after: Network
    answers: list[Answer]


def _done(network: str, wanted: Wanted, audience: Audience, *, dry_run: bool) -> _Done:
    """Merge the organisations that are one, and write the dataset."""
    from polegraph import combine  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.quality import completing  # noqa: PLC0415
    from polegraph.reports.resolution import answers  # noqa: PLC0415
    from polegraph.reports.resolution.contradictions import refuse_contradictions  # noqa: PLC0415
    from polegraph.stores import address  # noqa: PLC0415

    done: list[_Done] = []

    # Merge anew from the sources, with the answers of before and those of the files.
    def change(net: Network) -> Network:
        apart = combine.unmerged(net)
        after = apart
        said: list[Answer] = []
        if not wanted.undo_all:
            undone = combine.kept_apart(net, wanted.undo) if wanted.undo else None
            paths, completed = completing.answers(wanted.answers, apart)
            read, said = answers.read(paths, net, net.visible(audience))
            decisions = combine.with_decisions(combine.with_decisions(read, completed), undone)
            refuse_contradictions(decisions)
            options = {"sheets": list(wanted.groups)} if wanted.groups else {}
            after = combine.dedupe(apart, decisions=decisions, tell=messages.say, **options, **wanted.registers)
        done[:] = [_Done(len(apart.organisations), net, after, said)]
        return after

    # Write the dataset, unless only the result is asked for.
    messages.say(_("Looking who is who in {network}…").format(network=inputs.short(network)))
    if dry_run:
        change(address.read(network))
        return done[0]
    with messages.progress(_("Writing")) as progress:
        done[0].after = address.change(network, change, progress=progress)
    return done[0]


def _say_answers(done: _Done, visible: Network) -> None:
    """Describe what each answer did."""
    if done.answers:
        from polegraph.reports.resolution.consequences import sentences  # noqa: PLC0415  # heavy libraries load when used

        for sentence in sentences(done.answers, done.before, done.after, visible):
            messages.say(sentence)


def say_who_is_who(before: int, after: Network, network: str) -> None:
    """Describe what was merged, and what is left to decide.

    Parameters
    ----------
    before
        Number of organisations in the sources.
    after
        The network.
    network
        The argument NETWORK.
    """
    from polegraph.reports.resolution import review  # noqa: PLC0415  # heavy libraries load when used

    left = len(after.organisations)
    text = ngettext(
        "{n} organisation of the sources is {left} after merging.",
        "{n} organisations of the sources are {left} after merging.",
        before,
    )
    messages.say(text.format(n=number(before), left=number(left)))
    grouped = int(after.organisations["group_id"].notna().sum())
    groups = after.organisations["group_id"].nunique()
    if grouped:
        text = ngettext("{n} organisation belongs to {groups}.", "{n} organisations belong to {groups}.", grouped)
        counted = ngettext("{n} group", "{n} groups", groups).format(n=number(groups))
        messages.say(text.format(n=number(grouped), groups=counted))
    undecided = review.undecided(after)
    if undecided:
        text = ngettext(
            "{n} pair is left to decide: polegraph dedupe {network} --review FILE.xlsx",
            "{n} pairs are left to decide: polegraph dedupe {network} --review FILE.xlsx",
            undecided,
        )
        messages.say(text.format(n=number(undecided), network=messages.shell_quoted(network)))


def _write_review(after: Network, visible: Network, path: str, network: str, audience: Audience) -> None:
    """Write what is left to decide."""
    from polegraph.reports import headings, sheets  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.resolution import review  # noqa: PLC0415  # heavy libraries load when used

    # Take what is left to decide, and explain how the sheet is to be filled in.
    table = review.proposals(after, visible)
    what = " ".join(
        [
            _("A row a pair, the likeliest first: write {words} in the first column, or leave it empty.").format(
                words=", ".join(review.answer_words())
            ),
            _("Then give the file back with 'polegraph dedupe NETWORK --apply FILE'."),
            _("If they are one, the name in the column '{kept}' is kept; you can write another.").format(
                kept=headings.heading("kept_name")
            ),
            _("If they are of one group, write in the column '{head}' which of the two is at its head.").format(
                head=headings.heading("head")
            ),
            _("Without that it is the larger of the two, or the better known."),
            _("Rows of your own need no more than both names and an answer."),
            _("The last rows are organisations of which no more than a name is known:"),
            _("if one is known under another name, write that in the column '{other}', and the answer.").format(
                other=headings.heading("other_name")
            ),
        ]
    )
    # Write it, with the answers to choose from.
    sheet = sheets.Sheet("review", table, what, choices={"answer": review.answer_words()})
    sheets.write(sheet, path, outputs.about(network, cli_options.Narrow(), audience))
    rows = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", len(table))
    messages.say(rows.format(n=number(len(table)), file=path))
