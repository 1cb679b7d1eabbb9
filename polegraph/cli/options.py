"""The options that commands share, each written once."""

from __future__ import annotations

import functools
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from click.core import ParameterSource

from polegraph.cli import messages
from polegraph.cli.command import Argument, Option
from polegraph.cli.option_words import WordChoice
from polegraph.i18n import LANGUAGES, N_, _, speak

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]
    Audience = Literal["public", "members", "internal"]

SUFFIXES: Final = ("csv", "xlsx", "json", "md", "parquet")
FIGURES: Final = ("png", "svg")
STDOUT: Final = "-"


@dataclass(frozen=True)
class Narrow:
    """Which part of the network was asked for; the words of `polegraph.Network.select`."""

    pole: str | None = None
    region: str | None = None
    theme: str | None = None
    programme: str | None = None
    phase: str | None = None
    since: int | None = None
    until: int | None = None
    at: date | None = None
    former: bool = False

    def given(self) -> dict[str, Any]:
        """Return the words that were given, without the others."""
        return {name: value for name, value in asdict(self).items() if value not in (None, False)}


@dataclass(frozen=True)
class Output:
    """Where a result goes, as what, how much of it, for whom, whether CSV is for a French Excel, and which columns."""

    path: str | None
    format: str | None
    top: int | None
    audience: Audience
    excel: bool = False
    columns: str | None = None


def _language_given(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        speak(value)


def _quiet_given(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click calls it so
    if value:
        messages.set_quiet(quiet=True)


def _verbose_given(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  # the same
    if value:
        messages.set_verbose(verbose=True)


def option(*names: str, **settings: Any) -> Decorator:  # noqa: ANN401  # click's own
    """Build an option with translated help.

    Parameters
    ----------
    *names
        As click has them.
    **settings
        The same.
    """
    return click.option(*names, cls=Option, **settings)


def argument(*names: str, **settings: Any) -> Decorator:  # noqa: ANN401  # click's own
    """Build an argument with a translated name in the usage line.

    Parameters
    ----------
    *names
        As click has them.
    **settings
        The same.
    """
    return click.argument(*names, cls=Argument, **settings)


def _together(*decorators: Decorator) -> Decorator:
    def decorate(function: Function) -> Function:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


common: Final = _together(
    option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        callback=_language_given,
        help=N_("Language of words, headings and reasons; by default that of your system."),
    ),
    option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_quiet_given,
        help=N_("Say nothing on standard error but errors."),
    ),
    option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_verbose_given,
        help=N_("Say more on standard error, and where an error came from."),
    ),
)
"""``--lang``, ``--quiet``, ``--verbose``: every command has them."""

NETWORK: Final = argument("network", metavar=N_("NETWORK"))
_PROJECTS: Final = (
    option("--programme", metavar=N_("NAME"), help=N_("Only projects of this programme.")),
    option(
        "--phase",
        type=WordChoice(["I", "II", "III", "IV", "V"], before="phase"),
        metavar="I|II|III|IV|V",
        help=N_("Only projects that started in this phase of the policy."),
    ),
    option("--since", type=int, metavar=N_("YEAR"), help=N_("Only projects that started in this year or later.")),
    option("--until", type=int, metavar=N_("YEAR"), help=N_("Only projects that started in this year or earlier.")),
)


class _Day(click.ParamType[Any]):
    """A day, a month or a year as people write it; of a month or a year the last day is meant."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401  # click's own
        from polegraph.sources.spreadsheet.cells.dates import said_when  # noqa: PLC0415  # heavy libraries load when used

        found = said_when(value)
        if found is None:
            text = _("'{value}' is no day, month or year: 30/06/2024, 06/2024 or 2024")
            self.fail(text.format(value=value), param, ctx)
        return found.last


DAY: Final = _Day()
at: Final = option(
    "--at",
    type=DAY,
    metavar=N_("DATE"),
    help=N_(
        "The day on which somebody is a member, or dissolved: a day, a month or a year (its last day); by default "
        "today. It chooses no projects: --until does."
    ),
)
"""``--at``: today, or another day."""
former: Final = option(
    "--former", is_flag=True, help=N_("With --pole: not its members, but those who have left it or are dissolved.")
)
"""``--former``: the organisations that have left."""
_ORGANISATIONS: Final = (
    option("--pole", metavar=N_("NAME"), help=N_("Only who is a member of this pôle on the day, and their partners.")),
    at,
    former,
    option("--region", metavar=N_("NAME"), help=N_("Only organisations of this region, and their partners.")),
    option("--theme", metavar=N_("NAME"), help=N_("Only projects about this theme.")),
)
_AUDIENCE: Final = option(
    "--audience",
    type=WordChoice(["public", "members", "internal"]),
    default="public",
    show_default=True,
    help=N_("Who will see it; what is not for them is left out, and counted on standard error."),
)


def _gathered(
    make: Callable[..., Any], name: str, options: tuple[Decorator, ...], fields: tuple[str, ...]
) -> Decorator:
    """Build a decorator that adds options and hands them to the command as one object."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def command(**given: Any) -> Any:  # noqa: ANN401  # as the command takes and returns
            values = {field: given.pop(field) for field in fields}
            return function(**{**given, name: make(**values)})

        return _together(*options)(command)

    return decorate


_BY_ORGANISATION: Final = ("pole", "at", "former", "region", "theme")
_BY_PROJECT: Final = ("programme", "phase", "since", "until")
narrowing: Final = _gathered(Narrow, "narrow", (*_ORGANISATIONS, *_PROJECTS), (*_BY_ORGANISATION, *_BY_PROJECT))
"""All options that narrow the network."""
narrowing_projects: Final = _gathered(Narrow, "narrow", (at, *_PROJECTS), ("at", *_BY_PROJECT))
"""The day, and those that choose projects, for a command that uses the other names for something else."""
narrowing_day: Final = _gathered(Narrow, "narrow", (at,), ("at",))
"""The day alone, for a command whose themes are what is looked for."""


def suffix(path: str) -> str:
    """Return the suffix of a file name, in lower case and without its dot.

    Parameters
    ----------
    path
        Any file name.
    """
    return Path(path).suffix.lower().removeprefix(".")


def with_suffix(*suffixes: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Build a callback that refuses files with another suffix, before anything is computed.

    Parameters
    ----------
    *suffixes
        Those that are allowed; ``-`` always is.
    """

    def check(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        if value is not None and value != STDOUT and suffix(value) not in suffixes:
            listed = ", ".join(f".{one}" for one in suffixes)
            raise click.BadParameter(
                _("'{value}' has none of the suffixes {suffixes}").format(value=value, suffixes=listed)
            )
        return value

    return check


_PATH: Final = option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE"),
    callback=with_suffix(*SUFFIXES),
    help=N_(
        "Write to this file; its suffix says as what: csv, xlsx (for Excel), json, md or parquet; - is standard output."
    ),
)
_PATH_OR_FIGURE: Final = option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE"),
    callback=with_suffix(*SUFFIXES, *FIGURES),
    help=N_(
        "Write to this file; its suffix says as what: a table as csv, xlsx (for Excel), json, md or parquet, a figure "
        "as png or svg; - is standard output."
    ),
)
_PATH_OF_PLAN: Final = option(
    "-o",
    "--output",
    "path",
    metavar=N_("FILE|FOLDER"),
    callback=with_suffix(*SUFFIXES, "html", "ics", ""),
    help=N_(
        "Write to this file; its suffix says as what: csv, json, md or parquet the list, xlsx the workbook of the day, "
        "html agendas and badges to print, ics a calendar. Without a suffix: a new folder with all of them, and a "
        "calendar a participant; - is standard output."
    ),
)
_FORMATS: Final = click.Choice(["table", "csv", "json", "md"])
_FORMAT: Final = option(
    "--format",
    type=_FORMATS,
    help=N_("What to write to standard output; by default a table for people, never cut in a pipe or a file."),
)
_FORMAT_JSON: Final = option(
    "--format", type=_FORMATS, default="json", show_default=True, help=N_("What to write to standard output.")
)
_EXCEL: Final = option(
    "--excel",
    is_flag=True,
    help=N_(
        "Write CSV for a French Excel: semicolons, decimal commas, a byte order mark; headings, words and names as in "
        "a workbook."
    ),
)
_COLUMNS: Final = option(
    "--columns",
    metavar=N_("NAMES"),
    help=N_(
        "Only these columns, in this order, with commas between: names as CSV has them, or headings. By default a "
        "terminal shows those that matter most and names the others; a pipe and a file get all."
    ),
)
_TOP: Final = option("--top", type=click.IntRange(min=1), metavar=N_("N"), help=N_("Only the first N rows."))


def _made(**given: Any) -> Output:  # noqa: ANN401  # checked by click
    result = Output(**{"top": None, **given})
    explicit = click.get_current_context().get_parameter_source("format") == ParameterSource.COMMANDLINE
    to_file = result.path is not None and result.path != STDOUT
    if to_file and explicit and result.format != suffix(str(result.path)):
        raise click.UsageError(_("--format is for standard output; the suffix of -o already says what the file is"))
    if not result.excel:
        return result
    if (suffix(str(result.path)) if to_file else result.format if explicit else "csv") != "csv":
        raise click.UsageError(_("--excel is for CSV: give -o FILE.csv, or --format csv"))
    return replace(result, format="csv")


_FIELDS: Final = ("path", "format", "audience", "excel", "columns")
output: Final = _gathered(_made, "output", (_PATH, _FORMAT, _EXCEL, _COLUMNS, _TOP, _AUDIENCE), (*_FIELDS, "top"))
"""Where a table goes."""
output_or_figure: Final = _gathered(
    _made, "output", (_PATH_OR_FIGURE, _FORMAT, _EXCEL, _COLUMNS, _TOP, _AUDIENCE), (*_FIELDS, "top")
)
"""The same, for a table that can be drawn."""
output_of_plan: Final = _gathered(
    _made, "output", (_PATH_OF_PLAN, _FORMAT, _EXCEL, _COLUMNS, _TOP, _AUDIENCE), (*_FIELDS, "top")
)
"""The same, for a plan of meetings, which goes into a folder as well."""
output_of_lists: Final = _gathered(_made, "output", (_PATH, _FORMAT, _EXCEL, _COLUMNS, _AUDIENCE), _FIELDS)
"""The same, for a command in which ``--top`` means something else."""
output_json: Final = _gathered(_made, "output", (_PATH, _FORMAT_JSON, _EXCEL, _COLUMNS, _AUDIENCE), _FIELDS)
"""The same, for a result that is JSON by nature."""


def _draws(number: int) -> Decorator:
    return option(
        "--draws",
        type=click.IntRange(min=0),
        default=number,
        show_default=True,
        metavar=N_("N"),
        help=N_("Number of random networks behind what chance would give; 0 leaves that out."),
    )


def _seed(what: str) -> Decorator:
    return option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar=N_("N"), help=what)


draws: Final = _draws(20)
"""``--draws``, for figures that stand beside chance."""
many_draws: Final = _draws(200)
"""The same, for figures that come with a probability."""
seed: Final = _seed(N_("Seed of the random networks."))
"""``--seed``, beside ``--draws``."""
seed_of_all: Final = _seed(N_("Seed of everything that is drawn at random."))
"""The same, where more is drawn than networks."""
save: Final = option(
    "--save",
    is_flag=True,
    help=N_("Keep the result in the database as well, in the place of the last one; for a network in Neo4j."),
)
"""``--save``, for results that Neo4j keeps beside the data."""
audience: Final = _AUDIENCE
"""``--audience`` alone, for commands that do not write tables."""
