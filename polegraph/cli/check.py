"""``polegraph check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from polegraph.cli import _io, _options, _say
from polegraph.cli._base import Command
from polegraph.cli._options import Narrow
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from polegraph.cli._options import Output
    from polegraph.network import Network

_READERS: Final = ("anr", "cordis", "tables", "sheet")
_FIRST: Final = ("file", "row", "column", "value", "problem", "remedy")


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("What is wrong in a dataset or in files."),
    help=N_(
        "List what is wrong in a dataset, or in files before they are imported: file, row, column, value, and what to "
        "do. An error is a row that is not used; a remark is worth a look. Files are read, never changed."
    ),
)
@_options.argument("paths", metavar=N_("NETWORK|FILE..."), nargs=-1, required=True)
@_options.option(
    "--as",
    "reader",
    type=click.Choice(_READERS),
    help=N_("Read files as those of this publisher, or as a pôle's own tables; by default this is recognised."),
)
@_options.option("--strict", is_flag=True, help=N_("Exit with 1 if there is an error."))
@_options.output
@_options.common
def check(paths: tuple[str, ...], *, reader: str | None, strict: bool, output: Output) -> None:
    """List what is wrong."""
    _io.refuse_bad_place(output.path)
    from polegraph.reports import account, checking, sheets  # noqa: PLC0415  # heavy libraries load when used

    net, own = _network(paths, reader)
    whole = net
    if not own:  # a dataset may be somebody else's; whoever holds the file itself may see what is wrong in it
        net = _io.seen_by(output.audience, net)
    hidden = _hidden(whole, net, paths[0])
    table = checking.check(net)
    _say.say(_verdict(table, hidden, account.not_understood(net)))
    what = _("What is wrong in the files, and what to do about it; the heading of a file is its row 1.")
    sheet = sheets.Sheet("check", table, what, _FIRST)
    if len(table) or output.format or output.path:
        _io.deliver(sheet, output, _io.about(", ".join(map(_io.short, paths)), Narrow(), output.audience))
    errors = int((table["level"] == "error").sum()) + hidden
    if strict and errors:
        problem = ngettext("{n} row cannot be used", "{n} rows cannot be used", errors).format(n=number(errors))
        raise PolegraphError(problem, remedy=_("correct what the list says, or leave --strict out"))


def _hidden(whole: Network, net: Network, path: str) -> int:
    """Say how much of what was set aside is not shown; give the number of rows in it that were not used."""
    from polegraph.reports import account  # noqa: PLC0415  # heavy libraries load when used

    entries = len(whole.rejected) - len(net.rejected)
    rows = int(account.unused(whole.rejected).sum()) - int(account.unused(net.rejected).sum())
    if entries:
        text = ngettext(
            "{n} entry is not listed ({rows} not used, {cells} set aside): it may quote what is not for this audience. "
            "To see it: polegraph check {network} --audience internal",
            "{n} entries are not listed ({rows} not used, {cells} set aside): they may quote what is not for this "
            "audience. To see them: polegraph check {network} --audience internal",
            entries,
        )
        unused = ngettext("{n} row", "{n} rows", rows).format(n=number(rows))
        cells = ngettext("{n} cell", "{n} cells", entries - rows).format(n=number(entries - rows))
        _say.say(text.format(n=number(entries), rows=unused, cells=cells, network=_io.quoted(path)))
    return rows


def _network(paths: tuple[str, ...], reader: str | None) -> tuple[Network, bool]:
    """Read a dataset, or files that are not imported yet; tell whether it was files."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    if reader is None:
        datasets = [path for path in paths if address.is_address(path) or (Path(path) / "datapackage.json").exists()]
        if datasets and len(paths) > 1:
            raise PolegraphError(
                _("a dataset is checked by itself"),
                file=datasets[0],
                remedy=_("give one dataset, or only files"),
            )
        if datasets:
            return address.read(paths[0]), False
    for path in paths:
        address.refuse_address(path)
    return _files(list(paths), (reader,) if reader else _READERS), True


def _files(paths: list[str], readers: tuple[str, ...]) -> Network:
    """Read files as the first publisher whose layout they have."""
    from polegraph.sources import anr, cordis, sheet, spreadsheet  # noqa: PLC0415  # heavy libraries load when used

    functions: dict[str, Callable[[list[str]], Network]] = {
        "anr": anr.read,
        "cordis": cordis.read,
        "tables": spreadsheet.read,
        "sheet": sheet.read,
    }
    refusals: list[PolegraphError] = []
    for name in readers:
        try:
            net = functions[name](paths)
        except PolegraphError as error:
            refusals.append(error)
        else:
            _say.say(_("Read as: {reader}.").format(reader=name))
            return net
    if len({str(error) for error in refusals}) == 1:
        raise refusals[0]
    raise PolegraphError(
        _("no publisher's layout and no template fits these files"),
        file=", ".join(map(_io.short, paths)),
        remedy=_("say what they should be with --as {readers}, to see what is missing").format(
            readers="|".join(readers)
        ),
    ) from refusals[0]


def _verdict(table: pd.DataFrame, hidden: int, doubts: pd.DataFrame) -> str:
    shown = int((table["level"] == "error").sum())
    errors, remarks = shown + hidden, len(table) - shown
    noted = ngettext("{n} remark", "{n} remarks", remarks).format(n=number(remarks))
    if errors:
        unused = ngettext("{n} row is not used", "{n} rows are not used", errors).format(n=number(errors))
        return _("{errors}, {remarks}.").format(errors=unused, remarks=noted)
    cells = int(doubts.loc[doubts["what"] == "cells", "count"].sum())
    columns = int((doubts["what"] == "column").sum())
    if not cells and not columns:
        return _("Every row was used ({remarks}).").format(remarks=noted)
    emptied = ngettext("{n} cell", "{n} cells", cells).format(n=number(cells))
    left_out = ngettext("{n} column", "{n} columns", columns).format(n=number(columns))
    return _(
        "Every row was used, but not all that stands in them: {cells} and {columns} were not understood ({remarks})."
    ).format(cells=emptied, columns=left_out, remarks=noted)
