"""``polegraph query``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from polegraph.cli import messages, options, outputs
from polegraph.cli.command import Command
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.cli.options import Output
    from polegraph.stores.questions import Question


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Ask the graph in Neo4j one of the questions of the catalogue."),
    help=N_(
        "Ask the graph in Neo4j one of the questions of the catalogue.\n\n"
        "NETWORK is an address such as neo4j://localhost:7687. Without a name the questions are listed, each with its "
        "values as key=value; those that are not given stay as the list shows them. An organisation is given by its "
        "identifier or its name.\n\n"
        "With --show the question is not asked but printed, to be pasted into Neo4j Browser or piped to cypher-shell."
    ),
)
@options.NETWORK
@options.argument("name", required=False, metavar=N_("NAME"))
@options.argument("assignments", nargs=-1, metavar=N_("[KEY=VALUE]..."))
@options.option("--show", is_flag=True, help=N_("Print the question in Cypher, with its values, instead of asking it."))
@options.output
@options.common
def query(network: str, name: str | None, assignments: tuple[str, ...], *, show: bool, output: Output) -> None:
    """Ask the graph in Neo4j a question."""
    outputs.refuse_bad_place(output.path)
    from polegraph.reports import headings  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415
    from polegraph.stores import questions  # noqa: PLC0415

    where = questions.place(network)
    if name is None:
        if show:
            raise click.UsageError(_("--show needs the name of a question"))
        what = _("The questions that can be asked: polegraph query NETWORK NAME KEY=VALUE…")
        outputs.deliver(Sheet("questions", catalogue(), what), output)
        return
    asked = questions.question(name)
    values = questions.given(asked, assignments)
    if show:
        if output != options.Output(None, None, None, output.audience):
            raise click.UsageError(_("--show prints to standard output; redirect that into a file"))
        text = questions.pasted(asked, values, dataset=where.dataset, audience=output.audience)
        outputs.to_stdout(text.encode("utf-8", "replace"))
        return
    messages.say(f"{asked.title}.")
    table = questions.ask(network, asked.name, values, audience=output.audience)
    about = [(_("question"), asked.title), *_given(asked, values), (_("audience"), headings.word(output.audience))]
    outputs.deliver(Sheet(asked.name, table, asked.what), output, [(_("network"), str(where)), *about])


def catalogue() -> pd.DataFrame:
    """Return the list of questions: name, title and parameters with their defaults."""
    import pandas as pd  # noqa: PLC0415

    from polegraph.stores.questions import questions  # noqa: PLC0415

    there = questions().values()
    values = [" ".join(shlex.quote(f"{value.name}={value.default}") for value in one.own) for one in there]
    columns = {"question": [one.name for one in there], "title": [one.title for one in there], "values": values}
    return pd.DataFrame(columns, dtype="str")


def _given(asked: Question, values: dict[str, str | int | float | list[str]]) -> list[tuple[str, str]]:
    return [(one.what, str(values.get(one.name, one.default))) for one in asked.own]
