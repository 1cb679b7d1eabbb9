"""``--save``: keep results beside the data in Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from polegraph.cli import inputs
from polegraph.cli.messages import say
from polegraph.i18n import ngettext, number

if TYPE_CHECKING:
    import pandas as pd


def before_saving(network: str, *, save: bool) -> int | None:
    """Check that a result can be saved, before anything is computed.

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
    """Return the options of the running command that determine its result."""
    skipped = {"network", "path", "format", "top", "save", "organisations"}
    given = dict(click.get_current_context().params)
    if not given.get("former"):
        given.pop("former", None)
    if given.get("pole") is not None:
        given["at"] = inputs.day_or_today(given.get("at"))  # which members they were
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
        The users they are for; None for all organisations.
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
