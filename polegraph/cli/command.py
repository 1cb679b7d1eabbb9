"""Classes of click, completed: help in the user's language, and an end that no traceback reaches."""

from __future__ import annotations

import gettext
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import messages
from polegraph.cli.option_words import WordChoice
from polegraph.errors import PolegraphError
from polegraph.i18n import LANGUAGES, N_, _, language, ngettext, of_the_user, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from click.types import OptionHelpExtra

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""What a shell reports of a program that the signal SIGPIPE has ended."""


class _Translated:
    """An attribute in English that is read in the current language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:  # noqa: ANN401  # str or None, as click has it
        value = instance.__dict__.get(self._name) if instance is not None else self
        return _(value) if isinstance(value, str) and value else value

    def __set__(self, instance: Any, value: str | None) -> None:  # noqa: ANN401  # a click object
        instance.__dict__[self._name] = value


class Option(click.Option):
    """An option with help in the user's language."""

    help = _Translated()
    metavar = _Translated()

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        """Return default and bounds in words."""
        extra = super().get_help_extra(ctx)
        if "range" in extra and isinstance(self.type, (click.IntRange, click.FloatRange)):
            extra["range"] = _bounds(self.type)
        if "default" in extra and isinstance(self.type, WordChoice):
            extra["default"] = self.type.said(extra["default"])
        return extra

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line of the help, with what stands in brackets written as the language does."""
        record = super().get_help_record(ctx)
        if record is None or "  [" not in record[1]:
            return record
        text, bracket, extra = record[1].rpartition("  [")
        return record[0], text + bracket + extra.replace("; ", _("; "))


def _bounds(kind: click.IntRange | click.FloatRange) -> str:
    """Describe in words the bounds of a number."""
    said = []
    if kind.min is not None:
        said.append((_("more than {n}") if kind.min_open else _("{n} or more")).format(n=kind.min))
    if kind.max is not None:
        said.append((_("less than {n}") if kind.max_open else _("{n} at most")).format(n=kind.max))
    return ", ".join(said)


class Argument(click.Argument):
    """An argument with a name in the usage line in the user's language."""

    metavar = _Translated()


class Command(click.Command):
    """A command with help in the user's language."""

    help = _Translated()
    short_help = _Translated()
    epilog = _Translated()
    options_metavar = _Translated()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with words that are looked up when shown, not when first made."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A group of commands, listed in the order of the work."""

    command_class = Command
    subcommand_metavar = _Translated()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own
        """Return the commands in the order in which they were added, which is that of the work."""
        return list(self.commands)


class Root(Group):
    """The command ``polegraph``: sets the language and turns every error into an exit code and a paragraph."""

    def main(  # type: ignore[override]  # click types two overloads on standalone_mode; this one never returns a value
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401  # handed on to click
    ) -> None:
        """Run a command line and exit.

        Parameters
        ----------
        args
            The words after the program's name; None for those of this process.
        prog_name
            Name of the program, for the usage lines.
        **extra
            Handed on to `click.Context`.
        """
        arguments = sys.argv[1:] if args is None else list(args)
        extra["standalone_mode"] = False
        with speaking(_asked_language(arguments) or of_the_user()), _click_speaks():
            code = self._run(args, prog_name or "polegraph", extra, verbose=_asked_for(arguments, "-v", "--verbose"))
        sys.exit(code)

    def _run(self, args: Sequence[str] | None, prog_name: str, extra: dict[str, Any], *, verbose: bool) -> int:
        try:
            result: object = click.Group.main(self, args, prog_name, **extra)
            sys.stdout.flush()
        except click.Abort:
            messages.problem(_("Interrupted. Nothing was left half-written."))
            return INTERRUPTED
        except click.ClickException as error:
            said = messages.quoted(error.format_message())
            error.format_message = lambda: said  # type: ignore[method-assign]  # click shows what this gives
            error.show()
            return error.exit_code
        except BrokenPipeError:
            _let_go_of_stdout()
            return BROKEN_PIPE
        except Exception as error:  # noqa: BLE001  # the last line of defence: no traceback reaches a user
            messages.problem(_paragraph(error))
            if verbose:
                messages.problem(_without_home(traceback.format_exc()), lines=True)
            return 1
        # Outside its standalone mode click gives the code of ctx.exit, and None or the command's value otherwise.
        return result if isinstance(result, int) else 0

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # what the command gives
        """Run the command; a broken pipe is distinguished from other errors here, before click exits with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _let_go_of_stdout()
            ctx.exit(BROKEN_PIPE)


def _paragraph(error: Exception) -> str:
    """Describe an error in one paragraph: the user's, the system's, or one of polegraph itself."""
    if isinstance(error, PolegraphError):
        return str(error)
    if isinstance(error, MemoryError):
        return _("There is not enough memory. Narrow the network, for example with --since or --programme.")
    if isinstance(error, OSError):
        place = f"{error.filename}: " if isinstance(error.filename, (str, os.PathLike)) else ""
        reason = error.strerror or str(error) or type(error).__name__
        return _without_home(place + _("the system refuses: {error}.").format(error=reason))
    return _mistake(error)


def _mistake(error: Exception) -> str:
    """State that polegraph itself is wrong, with what is needed to find out where, and no path of the user's."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(Path(__file__).parent.parent)]
    last = (ours or frames)[-1]
    return _(
        "This is a mistake of polegraph, not yours: {kind} in {file}, line {line}: {text}. Please report it with the "
        "command that you gave; --verbose shows more."
    ).format(
        kind=type(error).__name__,
        file=Path(last.filename).name,
        line=last.lineno,
        text=_without_home(str(error)).strip().rstrip(".")[:300],
    )


def _without_home(text: str) -> str:
    return text.replace(str(Path.home()), "~").replace(str(Path.cwd()), ".")


def _let_go_of_stdout() -> None:
    """Send Python's last flush of standard output to the null device, so that it does not fail with a message."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _asked_language(arguments: Sequence[str]) -> str | None:
    """Find ``--lang`` wherever it stands, so that help and usage errors speak that language too."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else next(iter(arguments[place + 1 : place + 2]), "")
            return asked if asked in LANGUAGES else None
    return None


def _asked_for(arguments: Sequence[str], *names: str) -> bool:
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return any(argument in names for argument in before)


_NUMBERS: Final[dict[Any, str]] = {
    click.types.IntParamType: N_("whole number"),
    click.types.FloatParamType: N_("number"),
    click.IntRange: N_("whole number"),
    click.FloatRange: N_("number"),
}
"""What click calls the kinds of numbers when one was expected."""


@contextmanager
def _click_speaks() -> Iterator[None]:
    """Take click's own words, which it looks up in gettext's global domain, from polegraph's catalogue."""
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("polegraph", Path(__file__).parent.parent / "locale")
    gettext.textdomain("polegraph")
    os.environ["LANGUAGE"] = language()
    names = {kind: kind.name for kind in _NUMBERS}
    for kind, said in _NUMBERS.items():
        kind.name = _(said)
    try:
        yield
    finally:
        for kind, said in names.items():
            kind.name = said
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before


def _of_click() -> tuple[str, ...]:
    """Name click's own messages that a user can meet, so that the catalogue holds them."""
    return (
        N_("Usage:"),
        N_("Options"),
        N_("Commands"),
        N_("Positional arguments"),
        N_("[OPTIONS]"),
        N_("COMMAND [ARGS]..."),
        N_("default: {default}"),
        N_("required"),
        N_("Show this message and exit."),
        N_("Show the version and exit."),
        N_("%(prog)s, version %(version)s"),
        N_("Error: {message}"),
        N_("Try '{command} {option}' for help."),
        N_("Invalid value: {message}"),
        N_("Invalid value for {param_hint}: {message}"),
        N_("Missing argument"),
        N_("Missing option"),
        N_("Missing command."),
        N_("Missing parameter: {param_name}"),
        N_("No such option {name!r}."),
        N_("No such command {name!r}."),
        N_("Choose from:\n\t{choices}"),
        N_("{value!r} is not a valid {number_type}."),
        N_("{value} is not in the range {range}."),
        N_("Option {name!r} does not take a value."),
        N_("{name} {filename!r} does not exist."),
        N_("{name} {filename!r} is a file."),
        N_("{name} {filename!r} is a directory."),
        N_("{name} {filename!r} is not readable."),
        N_("{name} {filename!r} is not writable."),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
        N_("file"),
        N_("directory"),
        N_("path"),
    )
