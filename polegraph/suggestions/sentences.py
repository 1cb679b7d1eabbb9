"""What was measured, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polegraph.i18n import _, number

if TYPE_CHECKING:
    from collections.abc import Mapping


def summary(result: Mapping[str, Any]) -> str:
    """Say in a sentence how good the shipped method was, for the foot of a list.

    Parameters
    ----------
    result
        What `backtest` gave, with lists of ten.

    Examples
    --------
    >>> row = {"name": "pagerank", "ndcg_at_10": 0.0569, "low": 0.0518, "high": 0.0622, "hit_at_10": 0.266}
    >>> result = {"cut": 2019, "until": 2022, "users": 2168, "methods": [row], "shipped": "pagerank"}
    >>> summary(result).split(". ")[0]
    'Tested on this data: learned from the projects before 2019, judged on 2019–2022'
    """
    rows = {row["name"]: row for row in result["methods"]}
    row = rows.get(result["shipped"], result["methods"][0])
    text = _(
        "Tested on this data: learned from the projects before {cut}, judged on {cut}–{until}. Of {users} "
        "organisations that found a new partner, {hit:.0%} had one among the first 10 suggested "
        "(NDCG@10 {ndcg:.3f}, 95 % interval {low:.3f}–{high:.3f})."
    ).format(
        cut=result["cut"],
        until=result["until"],
        users=number(result["users"]),
        hit=row["hit_at_10"],
        ndcg=row["ndcg_at_10"],
        low=row["low"],
        high=row["high"],
    )
    if "popularity" not in rows or row["name"] == "popularity":
        return text
    return text + " " + _("By popularity alone: {hit:.0%}.").format(hit=rows["popularity"]["hit_at_10"])
