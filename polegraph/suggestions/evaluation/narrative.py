"""Results of a back-test in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polegraph.i18n import _, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Mapping


def summary(result: Mapping[str, Any]) -> str:
    """Describe the quality of the shipped method in a sentence, for the foot of a list.

    Parameters
    ----------
    result
        What `backtest` gave, with lists of ten.

    Examples
    --------
    >>> row = {"name": "pagerank", "ndcg_at_10": 0.0569, "low": 0.0518, "high": 0.0622, "hit_at_10": 0.266}
    >>> result = {"cut": 2019, "until": 2022, "users": 2168, "methods": [row], "shipped": "pagerank"}
    >>> summary(result).split(" (")[0].partition(", judged ")[2]
    'on 2019–2022 by 2,168 organisations with a new partner, 27% of which had one among the first 10 suggested'
    """
    rows = {row["name"]: row for row in result["methods"]}
    row = rows.get(result["shipped"], result["methods"][0])
    text = _(
        "Tested on this data: learned from the projects before {cut}, judged on {cut}–{until} by {users} with a "
        "new partner, {hit:.0%} of which had one among the first 10 suggested "
        "(NDCG@10 {ndcg:.3f}, 95 % interval {low:.3f}–{high:.3f})."
    ).format(
        cut=result["cut"],
        until=result["until"],
        users=ngettext("{n} organisation", "{n} organisations", result["users"]).format(n=number(result["users"])),
        hit=row["hit_at_10"],
        ndcg=row["ndcg_at_10"],
        low=row["low"],
        high=row["high"],
    )
    if "popularity" not in rows or row["name"] == "popularity":
        return text
    return text + " " + _("By popularity alone: {hit:.0%}.").format(hit=rows["popularity"]["hit_at_10"])


def findings(result: Mapping[str, Any]) -> list[str]:
    """Describe how far the shipped method is above the bar, the cost of limiting exposure, and what pooled cuts decide.

    Parameters
    ----------
    result
        What `backtest` gave.

    Returns
    -------
    list of str
        Sentences; none of what was not measured.

    Examples
    --------
    >>> row = {"by": "size", "value": "SME", "users": 300, "organisations": 180, "difference": 0.02}
    >>> pool = {"cuts": [2017, 2018], "by": [{**row, "difference_low": 0.001, "difference_high": 0.04}]}
    >>> findings({"pool": pool})
    ['SMEs in 2 cuts together (180, 300 lists): NDCG@10 is 0.020 [0.001, 0.040] above that of PageRank.']
    """
    said = _beside_the_bar(result)
    # Describe what spreading costs
    rows = result.get("spread") or []
    none = next((row for row in rows if row["share"] is None), None)
    default = next((row for row in rows if row["default"]), None)
    if none and default and none["ndcg_at_10"]:
        said.append(
            _(
                "With --all, lists are spread: {more:.0%} of all organisations stand in one instead of {less:.0%}, for "
                "{lost:.1%} of the NDCG."
            ).format(
                more=default["coverage"],
                less=none["coverage"],
                lost=1 - default["ndcg_at_10"] / none["ndcg_at_10"],
            )
        )
    # Describe the difference for SMEs over the pooled cuts
    for row in result.get("pool", {}).get("by", ()):
        if (row["by"], row["value"]) == ("size", "SME"):
            text = _(
                "SMEs in {cuts} cuts together ({organisations}, {users} lists): NDCG@10 is {difference:.3f} "
                "[{low:.3f}, {high:.3f}] above that of PageRank."
            )
            said.append(
                text.format(
                    cuts=len(result["pool"]["cuts"]),
                    organisations=number(row["organisations"]),
                    users=number(row["users"]),
                    difference=row["difference"],
                    low=row["difference_low"],
                    high=row["difference_high"],
                )
            )
    return said


def _beside_the_bar(result: Mapping[str, Any]) -> list[str]:
    """Describe the bar, the best method without learning on the judged years, and why nothing was learned."""
    said = []
    bar, rows = result.get("bar", {}), {row["name"]: row for row in result.get("methods", ())}
    if "difference" in bar:
        text = (
            _(
                "The bar, {bar}: NDCG@10 {value:.3f}; what is shipped is {difference:+.3f} [{low:+.3f}, {high:+.3f}] "
                "beside it. No year before the cut could be judged to choose it by."
            )
            if bar["since"] is None
            else _(
                "The bar, {bar}, the best without learning on {years}: NDCG@10 {value:.3f}; what is shipped is "
                "{difference:+.3f} [{low:+.3f}, {high:+.3f}] beside it."
            )
        )
        said.append(
            text.format(
                bar=bar["name"],
                years=bar["since"] if bar["since"] == bar["until"] else f"{bar['since']}–{bar['until']}",
                value=rows[bar["name"]]["ndcg_at_10"],
                difference=bar["difference"],
                low=bar["difference_low"],
                high=bar["difference_high"],
            )
        )
        if bar["best"] != bar["name"]:
            text = _("On the judged years themselves {best} is the best without learning: NDCG@10 {value:.3f}.")
            said.append(text.format(best=bar["best"], value=rows[bar["best"]]["ndcg_at_10"]))
    if "by" in result and "why_not" in result["learned"]:
        said.append(_("Nothing was learned: {why}.").format(why=result["learned"]["why_not"]))
    return said
