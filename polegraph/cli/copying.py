"""``polegraph copy``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from polegraph.cli import inputs, messages, options, outputs
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from polegraph.cli.options import Audience, Narrow
    from polegraph.network import Network
    from polegraph.reports.panels import By

_NOT_FOLDERS: Final = frozenset({"csv", "md", "parquet", "html", "htm", "xls", "ods", "zip", "gml"})
_FILES: Final = frozenset({"graphml", "gexf", "json", "xlsx", "net", "dl"})
_NAMED: Final = frozenset({"graphml", "gexf", "json"})  # in which a node is known by its identifier


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("To another folder, Neo4j, GraphML, GEXF, VOSviewer, Pajek, UCINET, RSiena or XLSX."),
    help=N_(
        "Copy a network: FROM a dataset folder or neo4j://HOST:PORT TO another one, or to a file .graphml, .gexf "
        "(Gephi), .json (VOSviewer), .net (Pajek, with partitions .clu and vectors .vec beside it), .dl (UCINET) or "
        ".xlsx, or to a folder whose name ends in .rsiena (RSiena and statnet: a matrix each period, what "
        "organisations are, when they join and leave, and a script in R that loads all this).\n\n"
        "A dataset folder or a database keeps who may see what, so everything is copied to it unless --audience is "
        "given; files hold what is public unless it is."
    ),
)
@options.argument("network", metavar=N_("FROM"))
@options.argument("to", metavar=N_("TO"))
@options.option(
    "--mode",
    type=click.Choice(["two", "one"]),
    help=N_(
        "Graph files: 'two' holds organisations and projects, 'one' organisations that share projects; by default "
        "'two', and 'one' for VOSviewer."
    ),
)
@options.option(
    "--by",
    type=click.Choice(["phase", "year"]),
    default="phase",
    help=N_("RSiena: what a wave is; a tie stands in it while a shared project runs."),
)
@options.option(
    "--keep",
    is_flag=True,
    help=N_("To Neo4j: keep rows of the dataset there that FROM does not have."),
)
@options.option(
    "--collaborations/--no-collaborations",
    default=None,
    help=N_("To Neo4j: write who works with whom as relationships, too; later copies and imports keep them right."),
)
@options.narrowing
@options.option(
    "--audience",
    type=WordChoice(["public", "members", "internal"]),
    help=N_("Who will see it; what is not for them is left out, and counted on standard error."),
)
@options.common
def copy(  # one parameter an option
    network: str,
    *,
    to: str,
    mode: Literal["one", "two"] | None,
    by: By,
    keep: bool,
    collaborations: bool | None,
    narrow: Narrow,
    audience: Audience | None,
) -> None:
    """Copy a network."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    # Check the target before anything is read.
    to_address = address.is_address(to)
    suffix = "" if to_address else options.suffix(to)
    if suffix in _NOT_FOLDERS and not Path(to).is_dir():
        raise PolegraphError(
            _("a network cannot be copied to a file of this kind"),
            file=to,
            remedy=_("give a folder, neo4j://HOST:PORT, or a file .graphml, .gexf, .json, .net, .dl or .xlsx"),
        )
    to_panel = suffix == "rsiena" and not _is_dataset(to)
    to_file = to_panel or (suffix in _FILES and not Path(to).is_dir())
    if to_file and not Path(to).is_dir():  # a panel takes the place of one
        outputs.refuse_bad_place(to)
    elif not to_file and address.is_same(network, to):
        raise PolegraphError(_("a network cannot be copied onto itself"), file=to, remedy=_("give another place"))
    if not to_address:
        address.refuse_keep(to, keep=keep or collaborations is not None)
    # Read the part of the network that is asked for.
    net = inputs.read(network, narrow, audience or ("public" if to_file else "internal"))
    # Write it as a dataset, a workbook or a graph.
    if not to_file:
        with messages.progress(_("Writing")) as progress:
            changed = address.write(net, to, keep=keep, collaborations=collaborations, progress=progress)
        if not changed:
            messages.say(_("{network} holds all of this already; nothing was changed.").format(network=to))
            return
    elif to_panel:
        _panel(net, to, by)
    elif suffix == "xlsx":
        _workbook(net, to, outputs.about(network, narrow, audience or "public"))
    else:
        _graph(net, to, mode or ("one" if suffix == "json" else "two"))
    messages.say(_("Written to {file}.").format(file=to))


def _is_dataset(folder: str) -> bool:
    from polegraph.stores.folder import dataset  # noqa: PLC0415  # heavy libraries load when used

    return Path(folder).is_dir() and dataset.is_dataset(folder)


def _panel(net: Network, folder: str, by: By) -> None:
    from polegraph.reports import panels  # noqa: PLC0415  # heavy libraries load when used

    panels.write(net, folder, by)


def _graph(net: Network, path: str, mode: Literal["one", "two"]) -> None:
    """Write the graph in the format of its suffix."""
    from polegraph.reports import graphs, pajek, ucinet, vosviewer  # noqa: PLC0415  # heavy libraries load when used

    suffix = options.suffix(path)
    {"json": vosviewer.write, "net": pajek.write, "dl": ucinet.write}.get(suffix, graphs.write)(net, path, mode)
    if mode == "two" and suffix in _NAMED:
        _say_renamed(net)


def _say_renamed(net: Network) -> None:
    """Describe which projects have another name in a graph, since an organisation has theirs."""
    both = sorted(net.project_index.intersection(net.org_index))
    if both:
        text = ngettext(
            "{n} project has the identifier of an organisation ({example}); in the file it is called "
            "'project:{example}', and its own identifier stands beside it.",
            "{n} projects have the identifier of an organisation (as {example}); in the file they are called "
            "'project:' and their identifier ('project:{example}'), which stands beside it.",
            len(both),
        )
        messages.say(text.format(n=number(len(both)), example=both[0]))


def _workbook(net: Network, path: str, about: list[tuple[str, str]]) -> None:
    """Write every table that holds something as a sheet."""
    from polegraph.files import whole  # noqa: PLC0415
    from polegraph.reports import editable, workbook  # noqa: PLC0415

    with whole(path) as temporary:
        workbook.write(editable.sheets(net), temporary, about)
