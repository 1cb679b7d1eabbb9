"""Messages on standard error, so that standard output holds results alone."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from polegraph.i18n import language
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click._termui_impl import ProgressBar  # click gives its type no public name

_QUIET = "polegraph.quiet"
_VERBOSE = "polegraph.verbose"
_BAR = "polegraph.bar"
_QUOTED = re.compile(r"(?<!\w)'((?:[^'\n]|(?<=\w)'(?=\w))*)'(?!\w)")
_CLEAR = "\r\x1b[K"
"""Takes away the bar that stands on the line; it is drawn again with the next step."""


def set_quiet(*, quiet: bool) -> None:
    """Set whether only errors are printed from here on.

    Parameters
    ----------
    quiet
        Whether to.
    """
    click.get_current_context().meta[_QUIET] = quiet


def is_quiet() -> bool:
    """Return whether only errors are printed."""
    return _meta(_QUIET)


def set_verbose(*, verbose: bool) -> None:
    """Set whether details are printed from here on.

    Parameters
    ----------
    verbose
        Whether to.
    """
    click.get_current_context().meta[_VERBOSE] = verbose


def _meta(name: str) -> bool:
    context = click.get_current_context(silent=True)
    return bool(context is not None and context.meta.get(name))


def say(text: str) -> None:
    """Write a sentence for the person at the terminal, unless ``--quiet`` was given.

    Parameters
    ----------
    text
        One sentence or several; what a terminal would obey is escaped.
    """
    if not _meta(_QUIET):
        click.echo((_CLEAR if _meta(_BAR) else "") + printable_lines(text), err=True)


def detail(text: str) -> None:
    """Describe something that only ``--verbose`` asks for.

    Parameters
    ----------
    text
        As for `say`.
    """
    if _meta(_VERBOSE):
        say(text)


def problem(text: str, *, lines: bool = False) -> None:
    """Describe an error, also where messages are off.

    Parameters
    ----------
    text
        One paragraph.
    lines
        Whether its line ends are kept.
    """
    click.echo(printable_lines(text) if lines else printable(text), err=True)


def printable_lines(text: str) -> str:
    """Escape what a terminal would obey, but keep line ends.

    Parameters
    ----------
    text
        Any text.
    """
    return "\n".join(map(printable, text.split("\n")))


def quoted(text: str) -> str:
    """Return a text with the quotation marks of the language in use.

    Parameters
    ----------
    text
        As click writes it: 'so'.
    """
    return _QUOTED.sub("«\u00a0\\1\u00a0»", text) if language() == "fr" else text


def shell_quoted(argument: str) -> str:
    """Return an argument as it is to be typed in a shell, so that a command that is shown can be copied.

    Parameters
    ----------
    argument
        A path or a name, with spaces or not.
    """
    return subprocess.list2cmdline([argument]) if sys.platform == "win32" else shlex.quote(argument)


@contextmanager
def steps(number: int, label: str) -> Iterator[Callable[[str], None]]:
    """Show how far a long command is, on a terminal; print nothing elsewhere.

    Parameters
    ----------
    number
        Number of steps.
    label
        What the command does.

    Yields
    ------
    callable
        To be called at the beginning of each step with its name.
    """
    if _meta(_QUIET) or not sys.stderr.isatty():
        yield detail
        return
    bar: ProgressBar[str] = click.progressbar(
        length=number, label=label, file=sys.stderr, item_show_func=lambda name: printable(str(name or ""))
    )
    meta = click.get_current_context().meta
    meta[_BAR] = True
    with bar:
        bar.render_progress()
        done = -1

        def begin(name: str) -> None:
            nonlocal done
            done += 1
            bar.update(min(done, 1), name)

        yield begin
        bar.update(1)
    meta[_BAR] = False


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show how much of many rows is done, on a terminal.

    Parameters
    ----------
    label
        What is being done.

    Yields
    ------
    callable or None
        To be called with the number of rows done and their total; None where there is no terminal.
    """
    if _meta(_QUIET) or not sys.stderr.isatty():
        yield None
        return
    bar: ProgressBar[int] = click.progressbar(length=1, label=label, file=sys.stderr)
    meta = click.get_current_context().meta
    with bar:

        def show(done: int, total: int) -> None:
            meta[_BAR] = True
            bar.length = max(total, 1)
            bar.pos = min(done, bar.length)
            bar.update(0)

        yield show
    meta[_BAR] = False
