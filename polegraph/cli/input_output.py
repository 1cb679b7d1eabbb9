"""From the argument NETWORK to a network, and from a result to where it goes."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli.messages import detail, say
from polegraph.cli.options import STDOUT, suffix
from polegraph.errors import PolegraphError
from polegraph.i18n import _, day, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.cli.options import Audience, Narrow, Output
    from polegraph.network import Network
    from polegraph.reports.sheets import Sheet

_SHOWN: Final = 40
"""Rows that a terminal shows if ``--top`` does not say how many."""


def read(network: str, narrow: Narrow, audience: Audience) -> Network:
    """Read a network, leave out what the audience may not see, and narrow it.

    Parameters
    ----------
    network
        The argument NETWORK.
    narrow
        What was asked for.
    audience
        Who will see it.
    """
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    refuse_impossible(narrow)
    part = address.read_part(network, audience=audience, **asdict(narrow))
    if part is None:
        return narrowed(seen_by(audience, address.read(network)), narrow)
    net, hidden = part
    if any(hidden.values()):
        say_hidden(hidden, audience)
    return said(net, narrow)


def narrowed(net: Network, narrow: Narrow) -> Network:
    """Narrow a network, and say what is left of it.

    Parameters
    ----------
    net
        The network.
    narrow
        What was asked for.
    """
    refuse_impossible(narrow)
    return said(net.select(**asdict(narrow)), narrow) if _asked_for(narrow) else net


def _asked_for(narrow: Narrow) -> bool:
    return bool(narrow.given())


def refuse_impossible(narrow: Narrow) -> None:
    """Refuse years of which the first is the later one, and those who left a pôle where none is named.

    Parameters
    ----------
    narrow
        What was asked for.
    """
    if narrow.since is not None and narrow.until is not None and narrow.since > narrow.until:
        raise click.UsageError(_("--since is later than --until"))
    if narrow.former and narrow.pole is None:
        raise click.UsageError(_("--former needs --pole: whom did they leave?"))


def said(smaller: Network, narrow: Narrow) -> Network:
    """Return what is left of a network, and give it back.

    Parameters
    ----------
    smaller
        What is left.
    narrow
        What was asked for.
    """
    if not _asked_for(narrow):
        return smaller
    if narrow.pole is not None:
        say(_day_of(smaller, narrow))
    say_undated(smaller.undated)
    if not len(smaller.projects):
        say(_("No project is left by what was asked for."))
    organisations = ngettext("{n} organisation", "{n} organisations", len(smaller.organisations))
    projects = ngettext("{n} project", "{n} projects", len(smaller.projects))
    detail(
        _("Chosen: {organisations}, {projects}.").format(
            organisations=organisations.format(n=number(len(smaller.organisations))),
            projects=projects.format(n=number(len(smaller.projects))),
        )
    )
    return smaller


def _day_of(smaller: Network, narrow: Narrow) -> str:
    """Describe how many members were chosen, and of which day: by default the result depends on today."""
    count = len(smaller.focus or ())
    if narrow.former:
        text = ngettext(
            "{n} organisation had left the pôle on {day}.", "{n} organisations had left the pôle on {day}.", count
        )
    else:
        text = ngettext(
            "{n} member of the pôle on {day} (--at DATE takes another day, --former those who have left).",
            "{n} members of the pôle on {day} (--at DATE takes another day, --former those who have left).",
            count,
        )
    return text.format(n=number(count), day=day(smaller.day))


def say_undated(count: int) -> None:
    """Describe how many projects are left out because it is unknown whether they belong to the years asked for.

    Parameters
    ----------
    count
        Their number.
    """
    if count:
        text = ngettext(
            "{n} project has no known year and is left out.", "{n} projects have no known year and are left out.", count
        )
        say(text.format(n=number(count)))


def seen_by(audience: Audience, net: Network) -> Network:
    """Leave out what an audience may not see, and say how much that is.

    Parameters
    ----------
    audience
        Who will see it.
    net
        The network.
    """
    visible = net.visible(audience)
    if visible is net:
        return net
    say_hidden(
        {name: len(net.tables[name]) - len(visible.tables[name]) for name in ("organisations", "projects")}, audience
    )
    return visible


def say_hidden(hidden: dict[str, int], audience: Audience) -> None:
    """Describe how much an audience may not see.

    Parameters
    ----------
    hidden
        Numbers of organisations and projects.
    audience
        Who will see the rest.
    """
    organisations = ngettext("{n} organisation", "{n} organisations", hidden["organisations"])
    projects = ngettext("{n} project", "{n} projects", hidden["projects"])
    counted = {"organisations": organisations, "projects": projects}
    what = [text.format(n=number(hidden[name])) for name, text in counted.items() if hidden[name]]
    if what:
        said = _("Left out, being for members only or internal: {what}; --audience internal shows all.")
        if audience == "members":
            said = _("Left out, being internal: {what}; --audience internal shows all.")
        say(said.format(what=", ".join(what)))


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


def _table(sheet: Sheet, *, shorten: bool) -> None:
    """Print a table; on a terminal only what one can read there, and how to get the rest."""
    from polegraph.reports import sheets  # noqa: PLC0415

    if not len(sheet.frame):
        say(_("There is nothing to show."))
        return
    if not sys.stdout.isatty():
        click.echo(sheets.on_terminal(sheet)[0], nl=False)
        return
    rows = len(sheet.frame)
    shown = replace(sheet, frame=sheet.frame.head(_SHOWN if shorten else rows))
    text, left_out = sheets.on_terminal(shown, shutil.get_terminal_size().columns)
    click.echo(text, nl=False)
    if left_out or len(shown.frame) < rows:
        say(
            _("Shown: {shown} of {rows}, {some} of {columns}; -o FILE.xlsx writes everything.").format(
                shown=number(len(shown.frame)),
                rows=ngettext("{n} row", "{n} rows", rows).format(n=number(rows)),
                some=number(len(sheet.frame.columns) - left_out),
                columns=ngettext("{n} column", "{n} columns", len(sheet.frame.columns)).format(
                    n=number(len(sheet.frame.columns))
                ),
            )
        )


def to_stdout(content: bytes) -> None:
    """Write bytes to standard output, whatever the encoding of the terminal.

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


def short(path: str) -> str:
    """Return the last part of a path, which says enough and does not show the user's folders.

    Parameters
    ----------
    path
        A file, a folder, or NETWORK.
    """
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    return address.name(path)


def quoted(argument: str) -> str:
    """Write an argument as it is to be typed in a shell, so that a command that is shown can be copied.

    Parameters
    ----------
    argument
        A path or a name, with spaces or not.
    """
    return subprocess.list2cmdline([argument]) if sys.platform == "win32" else shlex.quote(argument)


def about(network: str, narrow: Narrow, audience: Audience) -> list[tuple[str, str]]:
    """Return in the second sheet of a workbook what the first was made from.

    Parameters
    ----------
    network
        The argument NETWORK; only its last part is shown, never the folders that lead to it.
    narrow
        What was asked for.
    audience
        Who may see it.
    """
    import polegraph  # noqa: PLC0415  # for its version alone
    from polegraph.network.membership import today  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports import headings  # noqa: PLC0415

    said = narrow.given()
    if narrow.pole is not None:
        said.setdefault("at", today())  # what was made depends on it
    given = ((name, _("yes") if value is True else value) for name, value in said.items())
    parts = [_("{what}: {value}").format(what=headings.heading(name), value=value) for name, value in given]
    chosen = _("; ").join(parts)
    return [
        (_("network"), short(network)),
        (_("narrowed by"), chosen or _("nothing: the whole network")),
        (_("audience"), headings.word(audience)),
        (_("made by"), f"polegraph {polegraph.__version__}"),
    ]


def before_saving(network: str, *, save: bool) -> int | None:
    """Build sure that a result can be saved, before anything is computed.

    Parameters
    ----------
    network
        The argument NETWORK.
    save
        Whether it is to be.

    Returns
    -------
    int or None
        The version of the dataset that the result will be computed on; None if nothing is to be saved.
    """
    if not save:
        return None
    from polegraph.stores.graph_database import results  # noqa: PLC0415  # heavy libraries load when used

    return results.version(network)


def options_given() -> dict[str, Any]:
    """Return the options of the running command that say how its result was computed."""
    skipped = {"network", "path", "format", "top", "save", "organisations"}
    given = dict(click.get_current_context().params)
    if not given.get("former"):
        given.pop("former", None)
    if given.get("pole") is not None and given.get("at") is None:
        from polegraph.network.membership import today  # noqa: PLC0415  # heavy libraries load when used

        given["at"] = today()  # which members they were
    return {name: value for name, value in given.items() if name not in skipped and value is not None}


def save_properties(network: str, run: str, table: pd.DataFrame, version: int | None) -> None:
    """Keep a table of results in the database, if that was asked for.

    Parameters
    ----------
    network
        The argument NETWORK.
    run
        Name of the command.
    table
        The results.
    version
        As `before_saving` gave it.
    """
    if version is None:
        return
    from polegraph.stores.graph_database import results  # noqa: PLC0415

    method = {"links": "large_group_links", "metrics": "table"}[run]
    count = results.properties(
        network, run, table, computed_on=version, method=f"polegraph.metrics.{method}", options=options_given()
    )
    text = ngettext("Saved on {n} organisation.", "Saved on {n} organisations.", count)
    say(text.format(n=number(count)))


def save_suggestions(
    network: str, table: pd.DataFrame, asked: list[str] | None, version: int | None, method: str
) -> None:
    """Keep suggestions in the database, if that was asked for.

    Parameters
    ----------
    network
        The argument NETWORK.
    table
        The suggestions.
    asked
        Whose they are; None for all organisations.
    version
        As `before_saving` gave it.
    method
        How they were ranked.
    """
    if version is None:
        return
    from polegraph.stores.graph_database import results  # noqa: PLC0415

    count = results.suggestions(
        network,
        table,
        asked=asked,
        computed_on=version,
        method=f"polegraph.suggestions, {method}",
        options=options_given(),
    )
    text = ngettext("Saved {n} suggestion.", "Saved {n} suggestions.", count)
    say(text.format(n=number(count)))
