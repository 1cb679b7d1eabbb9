"""Random networks for the gaps: the null model, in an order that hardly depends on names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.metrics.inference import null_models
from polegraph.tables import still_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network


def drawn(net: Network, draws: int, seed: int) -> Iterator[Csr]:
    """Draw two-mode networks with the project sizes and the activities of this one.

    `polegraph.metrics.inference.null_models.networks` sorts organisations that the network does not distinguish by
    their identifiers. As they may be of different groups, which identifier comes first would change what is drawn; so
    they are sorted here by all that makes groups, and only then by identifier. Projects likewise by their themes.

    Parameters
    ----------
    net
        The network.
    draws, seed
        See `polegraph.metrics.inference.null_models.randomised`.

    Yields
    ------
    csr_array
        Projects × organisations, in table order.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> next(drawn(tiny(), 1, 0)).sum(axis=0).tolist()
    [2, 3, 1, 1, 0]
    """
    organisations = net.organisations
    keys = {name: organisations[name].fillna("") for name in ("kind", "region")}
    keys["size"] = net.category["size"].fillna("")
    for name, table, column in (
        ("pole", net.members(), "pole_id"),
        ("theme", net.organisation_themes, "theme_id"),
        ("need", still_open(net.needs), "domain"),
        ("offer", still_open(net.offers), "domain"),
    ):
        keys[name] = _joined(table, "org_id", column, net.org_index)
    about = {"theme": _joined(net.project_themes, "project_id", "theme_id", net.project_index)}
    stand_in = type(net).from_checked(
        {
            "organisations": pd.DataFrame({"org_id": _names(pd.DataFrame(keys), net.org_index)}),
            "projects": pd.DataFrame({"project_id": _names(pd.DataFrame(about), net.project_index)}),
        },
        focus=None,
        around=None,
    )
    if draws:
        for network in null_models.networks(stand_in.with_incidence(net.incidence), draws=draws, seed=seed):
            yield network.incidence


def _joined(table: pd.DataFrame, key: str, column: str, index: pd.Index[str]) -> pd.Series[str]:
    """Return all values that each identifier has in a table, as one text."""
    texts = table.sort_values([key, column]).groupby(key)[column].agg(";".join)
    return texts.reindex(index).fillna("").astype("str").reset_index(drop=True)


def _names(keys: pd.DataFrame, index: pd.Index[str]) -> NDArray[np.str_]:
    """Return the rank of each row in the order of these keys, then of the identifiers, as a text that sorts alike."""
    sort = [keys[name].to_numpy(dtype=object) for name in keys]
    codes = [np.unique(values, return_inverse=True)[1] for values in (*sort, index.to_numpy(dtype=object))]
    rank = np.empty(len(index), dtype=np.int64)
    rank[np.lexsort(codes[::-1])] = np.arange(len(index))
    return np.array([f"{place:012d}" for place in rank.tolist()], dtype=object)
