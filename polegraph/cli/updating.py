"""The steps of every import: read, report what became of every row, what changes, and write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from polegraph.cli import inputs, messages, options, outputs
from polegraph.errors import PolegraphError
from polegraph.i18n import _, ngettext, number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

    from polegraph.cli.options import Audience
    from polegraph.network import Network
    from polegraph.stores.contents import Held


_NAMED: Final = 5


@dataclass(frozen=True)
class Wanted:
    """The options of an import.

    Attributes
    ----------
    current
        The day on which own sheets were current: they continue their last edition. None for other files.
    """

    network: str
    source: str | None
    replace: bool
    keep: bool
    strict: bool
    dry_run: bool
    changes: str | None
    audience: Audience
    current: dt.date | None = None
    to_complete: str | None = None


def updated(read: Callable[..., Network], files: tuple[str, ...], **settings: Any) -> None:  # noqa: ANN401  # those of Wanted
    """Read, report what became of every row and what changes, and write.

    Parameters
    ----------
    read
        Reads the files.
    files
        Their names.
    **settings
        Those of `Wanted`.
    """
    from polegraph.reports.quality import account  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores import address  # noqa: PLC0415

    # Check the options.
    wanted = Wanted(**settings)
    if not address.is_address(wanted.network):
        address.refuse_keep(wanted.network, keep=wanted.keep)
    for path in (wanted.changes, wanted.to_complete):
        outputs.refuse_bad_place(path)
    # Read the dataset as it is, then the files.
    messages.say(_("Reading {files}…").format(files=", ".join(map(inputs.short, files))))
    held, old = before(wanted)
    net = _read(read, old, wanted)
    # Report what became of every row; refuse it if asked to.
    say_account(net)
    refuse_rejected(net, wanted)
    # Write, and report what is new.
    _say_what_goes(net, held, wanted)
    after = _written(net, old, wanted)
    if len(net.rejected):
        messages.say(
            _("What was set aside, and why: polegraph check {network}").format(
                network=messages.shell_quoted(wanted.network)
            )
        )
    _say_held(after, wanted)
    _say_who_is_new(after, held, wanted)
    if old is not None:
        _say_changes(old, after, net, wanted)
    # Report what the data are good for, and what is to be completed.
    for line in account.conclusions(net):
        messages.say(line)
    _say_to_complete(after, wanted)


def _say_to_complete(after: Network, wanted: Wanted) -> None:
    """Describe the organisations that are named and described nowhere, and write the list if it was asked for."""
    from polegraph.reports import sheets  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.quality import completing  # noqa: PLC0415  # heavy libraries load when used

    # Find the partners to complete, and name the first few.
    table = completing.to_complete(after, after.visible(wanted.audience))
    if len(table):
        text = ngettext(
            "{n} partner is not in your list of organisations: {names}.",
            "{n} partners are not in your list of organisations: {names}.",
            len(table),
        )
        shown = [
            name if not isinstance(near, str) else _("{name} ({nearest}?)").format(name=name, nearest=near)
            for name, near in zip(table["name"].tolist(), table["nearest"].tolist(), strict=True)
        ]
        names = ", ".join(shown[:_NAMED]) + (" …" if len(shown) > _NAMED else "")
        messages.say(text.format(n=number(len(table)), names=names))
    # Write the list.
    if wanted.to_complete:
        what = _(
            "A row a partner who is not among the organisations: write the known name under 'same as', or fill in what "
            "it is; rows left as they are stay to be completed."
        )
        choices = completing.choices()
        sheet = sheets.Sheet("organisations", completing.for_people(table), what, written=True, choices=choices)
        sheets.write(sheet, wanted.to_complete, outputs.about(wanted.network, options.Narrow(), wanted.audience))
        rows = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", len(table))
        messages.say(rows.format(n=number(len(table)), file=wanted.to_complete))
    elif len(table):
        messages.say(_("To complete them in a list: the same command with --to-complete FILE.xlsx"))


def before(wanted: Wanted) -> tuple[Held, Network | None]:
    """Return the sources and organisations that the dataset holds, and its network: nothing if there is none.

    A database is read only where own sheets go on from it, or where that was asked for.
    """
    from polegraph.stores import address, contents  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores.folder import dataset  # noqa: PLC0415  # heavy libraries load when used

    if not address.is_address(wanted.network):
        old = address.read(wanted.network) if dataset.is_dataset(wanted.network) else None
        return (contents.Held(frozenset(), frozenset()), None) if old is None else (contents.held_by(old), old)
    held = contents.held(wanted.network)
    if not held.sources or not (wanted.current is not None or wanted.dry_run or wanted.changes):
        return held, None
    try:
        return held, address.read(wanted.network)
    except PolegraphError:  # its last import was interrupted: there is nothing to compare with
        return held, None


def _read(read: Callable[..., Network], old: Network | None, wanted: Wanted) -> Network:
    """Read; read again if rows have former names of what has another name now."""
    from polegraph import combine  # noqa: PLC0415  # heavy libraries load when used

    given = {"source": wanted.source} if wanted.source else {}
    net = read(**given)
    if old is None or wanted.current is None or wanted.replace:
        return net
    former = combine.former_names(old, net)
    return read(**given, former=former) if former else net


def refuse_rejected(net: Network, wanted: Wanted) -> None:
    """Refuse to write a network with rejected rows, if that was asked for."""
    from polegraph.reports.quality import account  # noqa: PLC0415  # heavy libraries load when used

    rejected = int(account.unused(net.rejected).sum())
    if wanted.strict and rejected:
        problem = ngettext(
            "{n} row cannot be used, so nothing was written (--strict)",
            "{n} rows cannot be used, so nothing was written (--strict)",
            rejected,
        )
        raise PolegraphError(
            problem.format(n=number(rejected)),
            remedy=_("see them with 'polegraph check' and the same files, and correct them; or leave --strict out"),
        )


def _written(net: Network, old: Network | None, wanted: Wanted) -> Network:
    """Write; or return only what would be written."""
    from polegraph import combine  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores import address  # noqa: PLC0415

    if wanted.dry_run:
        after = combine.together(old, net, replace=wanted.replace, current=wanted.current)
        messages.say(_("Nothing was written (--dry-run)."))
        return after
    with messages.progress(_("Writing")) as progress:
        return address.update(
            net,
            wanted.network,
            replace=wanted.replace,
            keep=wanted.keep,
            current=wanted.current,
            progress=progress,
        )


def _say_held(after: Network, wanted: Wanted) -> None:
    counts = [
        ngettext("{n} organisation", "{n} organisations", len(after.organisations)),
        ngettext("{n} project", "{n} projects", len(after.projects)),
        ngettext("{n} participation", "{n} participations", len(after.participations)),
    ]
    sizes = (len(after.organisations), len(after.projects), len(after.participations))
    held = ", ".join(text.format(n=number(size)) for text, size in zip(counts, sizes, strict=True))
    text = _("{network} would hold {counts}.") if wanted.dry_run else _("{network} now holds {counts}.")
    messages.say(text.format(network=wanted.network, counts=held))


def _say_who_is_new(after: Network, held: Held, wanted: Wanted) -> None:
    """Describe how many organisations have not been compared with the others yet."""
    from polegraph.stores import contents  # noqa: PLC0415  # heavy libraries load when used

    new = len(contents.held_by(after).organisations - held.organisations)
    if new:
        text = ngettext(
            "{n} organisation is new here: whether it is there under another name as well, 'polegraph dedupe "
            "{network}' finds out.",
            "{n} organisations are new here: whether they are there under other names as well, 'polegraph dedupe "
            "{network}' finds out.",
            new,
        )
        messages.say(text.format(n=number(new), network=messages.shell_quoted(wanted.network)))


def _say_what_goes(net: Network, held: Held, wanted: Wanted) -> None:
    """Describe which sources of a dataset are about to give way, since another file may have been meant."""
    going = sorted(held.sources if wanted.replace else held.sources & set(net.imports["source"]))
    if going:
        messages.say(
            _("This replaces what {network} held of: {sources}; --source NAME keeps sources apart.").format(
                network=wanted.network, sources=", ".join(going)
            )
        )


def _say_changes(old: Network, after: Network, net: Network, wanted: Wanted) -> None:
    """Describe what changed in the sources that were imported, and write the list if it was asked for."""
    from polegraph.combine.changes import changes  # noqa: PLC0415  # heavy libraries load when used

    sources = set(net.imports["source"]) & set(old.imports["source"])
    table = changes(old, after, sources)
    if sources or wanted.changes:
        say_changes(table, old, after, wanted)


def say_changes(table: pd.DataFrame, old: Network, after: Network, wanted: Wanted) -> None:
    """Describe what changed, as far as the audience may see it.

    Parameters
    ----------
    table
        As `polegraph.combine.changes.changes` gives it.
    old, after
        The network before and after.
    wanted
        What was asked for.
    """
    from polegraph.reports import changes as report  # noqa: PLC0415  # heavy libraries load when used

    seen = visible(table, old, after, wanted.audience)
    if len(seen) or not len(table):
        for line in report.lines(seen):
            messages.say(line)
    asked = seen[(seen["change"] == "renamed?") & (seen["table"] == "organisations")]
    if asked["org_id"].isin([*after.proposals["one_id"], *after.proposals["other_id"]]).any():
        text = _("To answer whether they are the same: polegraph dedupe {network} --review FILE.xlsx")
        messages.say(text.format(network=messages.shell_quoted(wanted.network)))
    if len(old.decisions):
        text = ngettext(
            "Your answer on who is who stays ({n}).", "Your answers on who is who stay ({n}).", len(old.decisions)
        )
        messages.say(text.format(n=number(len(old.decisions))))
    if wanted.changes:
        write_changes(seen, wanted.changes, wanted.network, wanted.audience)
    if len(table) and not wanted.dry_run:
        say_how_to_go_back(wanted.network)


def say_how_to_go_back(network: str) -> None:
    """Describe how to see all changes, and how to take them back."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    if not address.is_address(network):
        messages.say(
            _(
                "The whole list: polegraph changes {network} -o FILE.xlsx. To take all of it back: "
                "polegraph undo {network}"
            ).format(network=messages.shell_quoted(network))
        )


def visible(table: pd.DataFrame, old: Network, after: Network, audience: Audience) -> pd.DataFrame:
    """Leave out the changes about what an audience may not see; report how many.

    Parameters
    ----------
    table
        As `polegraph.combine.changes.changes` gives it.
    old, after
        The network before and after.
    audience
        The audience of the list.
    """
    from polegraph.combine.changes import shown_to  # noqa: PLC0415  # heavy libraries load when used

    seen = shown_to(table, old.visible(audience), after.visible(audience))
    hidden = len(table) - len(seen)
    if hidden:
        text = ngettext(
            "{n} change is not named here, since it speaks of what is not for this audience: --audience internal",
            "{n} changes are not named here, since they speak of what is not for this audience: --audience internal",
            hidden,
        )
        messages.say(text.format(n=number(hidden)))
    return seen


def write_changes(table: pd.DataFrame, path: str, network: str, audience: Audience) -> None:
    """Write the list of what changed.

    Parameters
    ----------
    table
        What the audience may see of it.
    path
        Where.
    network, audience
        What it was made from, and for which audience.
    """
    from polegraph.reports import sheets  # noqa: PLC0415  # heavy libraries load when used

    sheets.write(sheet_of(table, options.suffix(path)), path, outputs.about(network, options.Narrow(), audience))
    rows = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", len(table))
    messages.say(rows.format(n=number(len(table)), file=path))


def sheet_of(table: pd.DataFrame, form: str) -> Any:  # noqa: ANN401  # loads when used
    """Return the list of changes in the words of people, or as machines read it.

    Parameters
    ----------
    table
        What the audience may see of it.
    form
        Suffix of the file or name of the format.
    """
    from polegraph.reports import changes as report  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports import sheets  # noqa: PLC0415

    what = _("A row a change since the last import.")
    if form in {"csv", "json", "parquet"}:
        return sheets.Sheet("changes", table, what)
    return sheets.Sheet("changes", report.for_people(table), what, written=True)


def say_account(net: Network) -> None:
    """Describe what became of every row, column and cell of the files that a network was read from.

    Parameters
    ----------
    net
        As a reader gives it.
    """
    from polegraph.reports.quality import account  # noqa: PLC0415  # heavy libraries load when used

    for line in account.lines(net):
        messages.say(line)
