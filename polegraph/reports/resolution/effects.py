"""Entity resolution in figures: how much was merged, how much is left to decide, and what difference it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.combine import as_said, owned, owners
from polegraph.metrics.links import large_group_links
from polegraph.reports.state import INFO_COLUMNS
from polegraph.vocabulary import LINK_STATUSES_BY_DISTANCE

if TYPE_CHECKING:
    from polegraph.network import Network

    Row = tuple[str, str, int, float | None]


def info(net: Network, apart: Network | None) -> pd.DataFrame:
    """Return how many organisations were merged, how much is left to decide, and how links differ with and without.

    Parameters
    ----------
    net
        The network, or a part of one.
    apart
        The same part without merging, as `polegraph.combine.unmerged` makes it; None to leave links out.

    Returns
    -------
    DataFrame
        `polegraph.reports.state.INFO_COLUMNS`; no row if entities have not been resolved.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(info(polegraph.examples.tiny(), None))
    0
    """
    rows = _counts(net)
    if apart is not None:
        for topic, one in (
            ("SMEs and large groups, merged", net),
            ("SMEs and large groups, as in the sources", apart),
        ):
            rows += _links(topic, one)
    table = pd.DataFrame(rows, columns=INFO_COLUMNS)
    return table.astype({"topic": "str", "item": "str", "count": "Int64", "share": "float64"})


def looked_at(net: Network) -> bool:
    """Return whether the entities of a network have been resolved.

    Parameters
    ----------
    net
        The network, or a part of one.
    """
    return any(len(net.origin.tables[name]) for name in ("merges", "fills", "affiliations", "proposals", "decisions"))


def _counts(net: Network) -> list[Row]:
    if not looked_at(net):
        return []
    tables = net.origin.tables  # a part of a network does not know what was merged
    owner = owners(tables["merges"])
    said = as_said(tables, "organisations")["org_id"].drop_duplicates()
    now = owned(said, owner)
    here = now.isin(net.org_index)
    moved = here & (said != now)
    ends = [owned(tables["proposals"][f"{side}_id"], owner) for side in ("one", "other")]
    known = [end.isin(net.org_index) for end in ends]
    one_of_two = [~tables["proposals"][f"{side}_id"].isin(said) for side in ("one", "other")]  # entries of registers
    asked = (known[0] | one_of_two[0]) & (known[1] | one_of_two[1]) & (known[0] | known[1]) & (ends[0] != ends[1])
    bodies = tables["affiliations"].query("relation == 'body'")["org_id"]
    organisations = len(net.organisations)
    grouped = int(net.organisations["group_id"].notna().sum())
    decided = tables["decisions"]
    of_body = int(owned(bodies, owner).drop_duplicates().isin(net.org_index).sum())
    total = int(here.sum())
    return [
        ("who is who", "organisations in the sources", total, None),
        ("who is who", "merged into others", int(moved.sum()), int(moved.sum()) / max(total, 1)),
        ("who is who", "made of several", now[moved].nunique(), now[moved].nunique() / max(organisations, 1)),
        ("who is who", "pairs to decide", int(asked.sum()), None),
        ("who is who", "pairs decided", len(decided), None),
        ("who is who", "in a group", grouped, grouped / max(organisations, 1)),
        ("who is who", "of a public body", of_body, of_body / max(organisations, 1)),
    ]


def _links(topic: str, net: Network) -> list[Row]:
    status = large_group_links(net, draws=0)["status"]
    counts = status.value_counts()
    rows: list[Row] = [(topic, "SMEs", len(status), None)]
    return rows + [
        (topic, word, int(counts[word]), int(counts[word]) / len(status))
        for word in LINK_STATUSES_BY_DISTANCE
        if word in counts.index
    ]
