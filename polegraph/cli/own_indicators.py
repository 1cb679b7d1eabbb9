"""From a file of indicators of one's own to what the scorecard computes, and what ``--behind`` means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.cli import inputs
from polegraph.cli.option_words import plain
from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pandas as pd

    from polegraph.cli.options import Audience, Narrow
    from polegraph.scorecards import Indicator


def read(path: str, network: str, narrow: Narrow, audience: Audience) -> tuple[Indicator, ...]:
    """Read indicators of one's own, each with the function that asks the database for it.

    Parameters
    ----------
    path
        The file.
    network
        The argument NETWORK.
    narrow
        What was asked for: the day of it.
    audience
        The audience of the result.

    Raises
    ------
    PolegraphError
        If the network is a folder, or the file is no list of indicators.
    """
    from dataclasses import replace  # noqa: PLC0415

    from polegraph import scorecards  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.stores import address  # noqa: PLC0415

    found = scorecards.read(path)
    if not address.is_address(network):
        raise PolegraphError(
            _("indicators of one's own are statements for a database, and this network is a folder"),
            file=network,
            remedy=_("copy it first (polegraph copy FOLDER neo4j://HOST:PORT), then give that address here"),
        )
    day = inputs.day_or_today(narrow.at)
    return tuple(
        replace(one, compute=scorecards.computed(_asking(one, network, day, audience), one.name, one.unit))
        for one in found
    )


def _asking(one: Indicator, network: str, day: date, audience: Audience) -> Callable[[int], pd.DataFrame]:
    """Return the function that asks the statement of an indicator for a year."""
    from datetime import date as days  # noqa: PLC0415

    from polegraph.stores.graph_database import own_statements  # noqa: PLC0415
    from polegraph.vocabulary import VISIBLE_TO  # noqa: PLC0415

    def ask(year: int) -> pd.DataFrame:
        last = min(days(year, 12, 31), day)
        values = {"audience": list(VISIBLE_TO[audience]), "year": year, "day": last.isoformat()}
        return own_statements.answer(network, one.cypher, values, name=one.name)

    return ask


def meant(asked: str, own: Sequence[Indicator]) -> str:
    """Return the name of the indicator that is meant, which may be given by its label in either language.

    Parameters
    ----------
    asked
        As typed by a user; ``all`` and ``tous`` mean all.
    own
        Indicators of one's own.
    """
    from polegraph.scorecards import indicators  # noqa: PLC0415

    if plain(asked) in {"all", "tou", "tous", "tout", "toute"}:
        return "all"
    ways = {plain(way): one.name for one in (*indicators(), *own) for way in (one.fr, one.en, one.name)}
    return ways.get(plain(asked), asked)
