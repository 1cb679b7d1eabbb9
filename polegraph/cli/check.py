"""``polegraph check``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.options import Narrow
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, ngettext, number
from polegraph.sources import READERS
from polegraph.sources import reader as reader_of

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Output
    from polegraph.network import Network
    from polegraph.reports.sheets import Sheet

_FIRST: Final = ("file", "row", "column", "value", "problem", "remedy")


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What is wrong in a dataset or in files."),
    help=N_(
        "List what is wrong in a dataset, or in files before they are imported, and what to do: rows that are not used "
        "first, by cause, what asks nothing last. With -o FILE.xlsx a pôle's own workbook is given back as it is, the "
        "cells to correct coloured and with a note in each. The owner sees all of it; --audience leaves out what may "
        "quote what is hidden. Files are read, never changed."
    ),
)
@options.argument("paths", metavar=N_("NETWORK|FILE..."), nargs=-1, required=True)
@options.option(
    "--as",
    "reader",
    type=click.Choice(tuple(READERS)),
    help=N_("Read files as those of this publisher, or as a pôle's own tables; by default this is recognised."),
)
@options.option("--strict", is_flag=True, help=N_("Exit with 1 if there is an error."))
@options.output
@options.common
def check(paths: tuple[str, ...], *, reader: str | None, strict: bool, output: Output) -> None:
    """List the problems of files."""
    outputs.refuse_bad_place(output.path)
    from polegraph.reports import sheets  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.quality import account, checking  # noqa: PLC0415  # heavy libraries load when used

    net, files = _network(paths, reader)
    whole, asked = net, _asked_for_audience()
    if asked and not files.given_alone:  # who holds the file itself may see what is wrong in it
        net = inputs.seen_by(output.audience, net)
    hidden = _hidden(whole, net, paths[0])
    table = checking.check(net)
    messages.say(_verdict(table, hidden, account.not_understood(net)))
    all_of_it = net is whole or files.given_alone
    if not (_marks(output) and all_of_it and _marked(net, files, output)):
        what = _("What is wrong in the files, and what to do about it; the heading of a file is its row 1.")
        sheet = sheets.Sheet("check", table, what, _FIRST)
        audience = output.audience if asked else "internal"
        _deliver(net, sheet, output, outputs.about(", ".join(map(inputs.short, paths)), Narrow(), audience))
    errors = int((table["level"] == "error").sum()) + hidden
    if strict and errors:
        problem = ngettext("{n} row cannot be used", "{n} rows cannot be used", errors).format(n=number(errors))
        raise PolegraphError(problem, remedy=_("correct what the list says, or leave --strict out"))


def _asked_for_audience() -> bool:
    """Return whether an audience was given: the owner of the folder, who gives none, sees all of it."""
    source = click.get_current_context().get_parameter_source("audience")
    return source not in {ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP, None}


def _deliver(net: Network, sheet: Sheet, output: Output, about: list[tuple[str, str]]) -> None:
    """Write the list where it was asked for; people at a terminal get it by cause."""
    if output.format or output.path or output.columns:
        outputs.deliver(sheet, output, about)
        return
    from polegraph.reports.quality import checking, findings  # noqa: PLC0415  # heavy libraries load when used

    table = checking.weighed(net)
    if not len(table):
        return
    width = outputs.terminal_width() if outputs.is_terminal() else None
    for line in findings.lines(table if output.top is None else table.head(output.top), width):
        click.echo(line)


@dataclass(frozen=True)
class Files:
    """The files that a person gave, and the dataset that was read from them, if one was given."""

    given: tuple[str, ...]
    dataset: str = ""

    @property
    def given_alone(self) -> bool:
        """Whether no dataset was given."""
        return not self.dataset


def _marks(output: Output) -> bool:
    """Return whether a workbook was asked for."""
    return output.path is not None and output.path != options.STDOUT and options.suffix(output.path) == "xlsx"


def _marked(net: Network, files: Files, output: Output) -> bool:
    """Return a person's own workbook with marks, and whether there is one: publishers' files are not."""
    from polegraph.cli import own_files  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.files import whole  # noqa: PLC0415
    from polegraph.reports.marked import marking  # noqa: PLC0415
    from polegraph.reports.quality import checking  # noqa: PLC0415

    found = checking.to_correct(net)
    source = own_files.source(net, found, files.given, files.dataset)
    if source is None or output.path is None:
        return False
    made = marking.marked(source.paths, source.renamed(found))
    with whole(output.path) as temporary:
        temporary.write_bytes(made.book)
    cells = ngettext("{n} cell marked", "{n} cells marked", made.cells).format(n=number(made.cells))
    lines = ngettext("{n} thing to correct", "{n} things to correct", made.lines).format(n=number(made.lines))
    messages.say(_("{file}: {lines}, {cells}.").format(file=output.path, lines=lines, cells=cells))
    if made.lost:
        text = ngettext(
            "{n} of them does not stand in {file} as it was read: it was corrected since, or the file was changed. "
            "Import the file again, then check it.",
            "{n} of them do not stand in {file} as they were read: they were corrected since, or the file was changed. "
            "Import the file again, then check it.",
            made.lost,
        )
        messages.say(text.format(n=number(made.lost), file=inputs.short(str(source.paths[0]))))
    return True


def _hidden(whole: Network, net: Network, path: str) -> int:
    """Report how many rejected rows are not shown; return the number of those that were not used."""
    from polegraph.reports.quality import account  # noqa: PLC0415  # heavy libraries load when used

    entries = len(whole.rejected) - len(net.rejected)
    rows = int(account.unused(whole.rejected).sum()) - int(account.unused(net.rejected).sum())
    if entries:
        text = ngettext(
            "{n} entry is not listed ({rows} not used, {cells} set aside): it may quote what is not for this audience. "
            "To see it: polegraph check {network}",
            "{n} entries are not listed ({rows} not used, {cells} set aside): they may quote what is not for this "
            "audience. To see them: polegraph check {network}",
            entries,
        )
        unused = ngettext("{n} row", "{n} rows", rows).format(n=number(rows))
        cells = ngettext("{n} cell", "{n} cells", entries - rows).format(n=number(entries - rows))
        messages.say(text.format(n=number(entries), rows=unused, cells=cells, network=messages.shell_quoted(path)))
    return rows


def _network(paths: tuple[str, ...], reader: str | None) -> tuple[Network, Files]:
    """Read a dataset, or files that are not imported yet; return also which files a person gave."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    if reader is None:
        datasets = [path for path in paths if address.is_address(path) or (Path(path) / "datapackage.json").exists()]
        if datasets and (datasets[0] != paths[0] or len(datasets) > 1):
            raise PolegraphError(
                _("a dataset is checked by itself"),
                file=datasets[0],
                remedy=_("give one dataset and after it the files that it was read from, or only files"),
            )
        if datasets:
            return address.read(paths[0]), Files(paths[1:], dataset=paths[0])
    for path in paths:
        address.refuse_address(path)
    return _files(list(paths), (reader,) if reader else tuple(READERS)), Files(paths)


def _files(paths: list[str], readers: tuple[str, ...]) -> Network:
    """Read files by the reader of the first publisher that has their layout."""
    refusals: list[PolegraphError] = []
    for name in readers:
        try:
            net = reader_of(name)(paths)
        except PolegraphError as error:
            refusals.append(error)
        else:
            messages.say(_("Read as: {reader}.").format(reader=name))
            return net
    if len({str(error) for error in refusals}) == 1:
        raise refusals[0]
    raise PolegraphError(
        _("no publisher's layout and no template fits these files"),
        file=", ".join(map(inputs.short, paths)),
        remedy=_("say what they should be with --as {readers}, to see what is missing").format(
            readers="|".join(readers)
        ),
    ) from refusals[0]


def _verdict(table: pd.DataFrame, hidden: int, doubts: pd.DataFrame) -> str:
    """Describe in one sentence how much was not used; kinds without any are left out."""
    errors = int((table["level"] == "error").sum()) + hidden
    cells = int(doubts.loc[doubts["what"] == "cells", "count"].sum())
    columns = int((doubts["what"] == "column").sum())
    said = [_("Every row was used")]
    if errors:
        said = [ngettext("{n} row is not used", "{n} rows are not used", errors).format(n=number(errors))]
    if cells:
        said.append(
            ngettext("{n} cell was not understood", "{n} cells were not understood", cells).format(n=number(cells))
        )
    if columns:
        said.append(ngettext("{n} column is not read", "{n} columns are not read", columns).format(n=number(columns)))
    return ", ".join(said) + "."
