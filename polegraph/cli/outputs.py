"""From a result to where it goes: a file, standard output or the terminal."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs
from polegraph.cli.messages import say
from polegraph.cli.options import STDOUT, suffix
from polegraph.errors import PolegraphError
from polegraph.i18n import _, day_in_words, ngettext, number
from polegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.cli.options import Audience, Narrow, Output
    from polegraph.network import Network
    from polegraph.reports.sheets import Sheet

FINGERPRINT: Final = "{fingerprint}"
"""What the name of a file may hold in the place of the fingerprint of the data."""
_DIGITS: Final = 12
_SHOWN: Final = 40
"""Rows that a terminal shows by default, without ``--top``."""
_ROOM: Final = 90
"""Characters of the names of columns that are not shown."""


def refuse_bad_place(path: str | None) -> None:
    """Refuse a file that could not be written, before anything is computed.

    Parameters
    ----------
    path
        Where the result is to go.

    Raises
    ------
    PolegraphError
        If its folder does not exist or is a dataset, or it is a folder itself.
    """
    if path is None or path == STDOUT:
        return
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    address.refuse_address(path)
    folder = Path(path).parent
    if not folder.is_dir():
        raise PolegraphError(
            _("the folder of this file does not exist"), file=path, remedy=_("make it first, or choose another")
        )
    if Path(path).is_dir():
        raise PolegraphError(_("this is a folder, not a file"), file=path, remedy=_("give the name of a file"))
    if (folder / "datapackage.json").exists():
        from polegraph.stores.folder import dataset  # noqa: PLC0415

        if dataset.is_dataset(folder):
            raise PolegraphError(
                _("a result may not be written into a dataset folder"),
                file=path,
                remedy=_("choose another folder"),
            )


def named_by(output: Output, net: Network) -> Output:
    """Fill in ``{fingerprint}`` in the name of a file: the first twelve digits of that of the data.

    Parameters
    ----------
    output
        Where a result goes.
    net
        The network that it is made from.
    """
    if output.path is None or FINGERPRINT not in Path(output.path).name:
        return output
    folder, name = Path(output.path).parent, Path(output.path).name
    digits = net.fingerprint.partition(":")[2][:_DIGITS]
    return replace(output, path=str(folder / name.replace(FINGERPRINT, digits)))


def fingerprint(output: Output, net: Network) -> list[tuple[str, str]]:
    """Return the line about a result that names the fingerprint of the data, and say it where a file has no room.

    Parameters
    ----------
    output
        Where the result goes.
    net
        The network that it is made from.
    """
    if output.path is None or output.path == STDOUT:
        return []
    line = (_("fingerprint of the data"), net.fingerprint)
    if suffix(output.path) != "xlsx":
        say(_("{what}: {value}").format(what=_("Fingerprint of the data"), value=line[1]))
    return [line]


def deliver(
    sheet: Sheet, output: Output, about: list[tuple[str, str]] | None = None, more: Sequence[Sheet] = ()
) -> None:
    """Write a result where it was asked for.

    Parameters
    ----------
    sheet
        The result.
    output
        Where, as what, how much.
    about
        Lines for the last sheet of a workbook.
    more
        Further sheets of a workbook.
    """
    from polegraph.reports import sheets  # noqa: PLC0415

    if output.columns is not None:
        from polegraph.cli import choosing  # noqa: PLC0415  # heavy libraries load when used

        sheet = choosing.chosen(sheet, output.columns)
    if output.top is not None:
        sheet, *more = (replace(one, frame=one.frame.head(output.top)) for one in (sheet, *more))
    if output.path is not None and output.path != STDOUT:
        sheets.write(sheet, output.path, about or [], more=more, excel=output.excel)
        rows = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", len(sheet.frame))
        say(rows.format(n=number(len(sheet.frame)), file=output.path))
        return
    if output.format in {"csv", "json", "md"}:
        to_stdout(sheets.text(sheet, "excel" if output.excel else output.format))
    else:
        _table(sheet, shorten=output.top is None)


def on_a_page(output: Output) -> bool:
    """Return whether a result goes to a person at a terminal who asked for no form, no columns and no rows.

    Parameters
    ----------
    output
        Where it goes.
    """
    return is_terminal() and not (output.path or output.format or output.columns or output.top)


def is_terminal() -> bool:
    """Return whether standard output is a terminal; a pipe and a file get the whole of a table."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Return the width of the terminal, in columns: ``COLUMNS`` if that is set, else what the terminal says, or 80."""
    return max(1, shutil.get_terminal_size().columns)


def _table(sheet: Sheet, *, shorten: bool) -> None:
    """Print a table; on a terminal only what fits there, and how to get the rest."""
    from polegraph.reports import sheets  # noqa: PLC0415  # heavy libraries load when used

    if not len(sheet.frame):
        say(_("There is nothing to show."))
        return
    if not is_terminal():
        click.echo(sheets.on_terminal(sheet).text, nl=False)
        return
    rows = len(sheet.frame)
    shown = min(rows, _SHOWN) if shorten else rows
    made = sheets.on_terminal(sheet, terminal_width(), shown)
    click.echo(made.text, nl=False)
    if made.same:
        named = [_("{what}: {value}").format(what=what, value=value) for what, value in made.same]
        say(_("In every row {values}.").format(values=_("; ").join(named)))
    if shown < rows:
        told = ngettext(
            "Shown: {shown} of {n} row; -o FILE.xlsx writes all.",
            "Shown: {shown} of {n} rows; -o FILE.xlsx writes all.",
            rows,
        )
        say(told.format(shown=number(shown), n=number(rows)))
    if made.hidden:
        told = ngettext(
            "{n} more column: {names}; --columns NAMES or -o FILE.xlsx shows it.",
            "{n} more columns: {names}; --columns NAMES or -o FILE.xlsx shows them.",
            len(made.hidden),
        )
        say(told.format(n=number(len(made.hidden)), names=_some(made.hidden)))


def _some(names: Sequence[str]) -> str:
    """Name as many columns as have room in a line or two."""
    room, said = _ROOM, list[str]()
    for name in names:
        room -= len(name) + 2
        if said and room < 0:
            return ", ".join([*said, "…"])
        said.append(name)
    return ", ".join(said)


def to_stdout(content: bytes) -> None:
    """Write bytes to standard output, independent of the encoding of the terminal.

    Parameters
    ----------
    content
        The whole result.
    """
    click.echo(content, nl=False)


def deliver_json(content: dict[str, Any], output: Output) -> None:
    """Write a result that is one JSON object.

    Parameters
    ----------
    content
        The object.
    output
        Where.
    """
    from polegraph.files import whole  # noqa: PLC0415

    text = (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    if output.path is None or output.path == STDOUT:
        to_stdout(text)
        return
    with whole(output.path) as temporary:
        temporary.write_bytes(text)
    say(_("Written to {file}.").format(file=output.path))


def is_json(output: Output) -> bool:
    """Return whether a result goes out as JSON.

    Parameters
    ----------
    output
        Where it goes.
    """
    if output.path is not None and output.path != STDOUT:
        return suffix(output.path) == "json"
    return output.format == "json"


def about(network: str, narrow: Narrow, audience: Audience) -> list[tuple[str, str]]:
    """Return the lines of the second sheet of a workbook: what the first was made from.

    Parameters
    ----------
    network
        The argument NETWORK; only its last part is shown, never the folders that lead to it.
    narrow
        What was asked for.
    audience
        The audience of the result.
    """
    from polegraph.reports import headings  # noqa: PLC0415  # heavy libraries load when used

    said = narrow.given()
    if narrow.pole is not None:
        said.setdefault("at", inputs.day_or_today(narrow.at))  # what was made depends on it
    if at := said.pop("at", None):
        said["as_of"] = day_in_words(at)
    given = ((name, _("yes") if value is True else value) for name, value in said.items())
    parts = [_("{what}: {value}").format(what=headings.heading(name), value=value) for name, value in given]
    chosen = _("; ").join(parts)
    return [
        (_("network"), inputs.short(network)),
        (_("narrowed by"), chosen or _("nothing: the whole network")),
        (_("audience"), headings.word(audience)),
        (_("made by"), f"polegraph {__version__}"),
    ]
