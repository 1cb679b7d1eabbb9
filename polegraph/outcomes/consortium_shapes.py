"""The shape of consortia: what they have in common that may go with outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import divide
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

FLAGS: Final = ("led_by_sme", "with_large_group", "with_lab", "with_training_body", "inter_pole")
"""Yes or no of each consortium."""
_SIZES: Final = ((0, 3, "≤ 3"), (4, 6, "4–6"), (7, np.inf, "≥ 7"))


def shapes(net: Network) -> pd.DataFrame:
    """Describe the consortium of each project.

    Parameters
    ----------
    net
        The network; what an organisation did before is looked up in the network around it.

    Returns
    -------
    DataFrame
        A row a project, in the order of the table: ``project_id``, the `FLAGS` (``led_by_sme`` is missing where no
        coordinator of a known size is known; ``inter_pole``: labelled by two pôles or more), ``organisations`` (their
        number), ``first_time`` (share of partnerships, pairs of its organisations, that are in no project that began
        in an earlier year; missing with one organisation or an unknown year).

    Examples
    --------
    >>> import polegraph.examples
    >>> found = shapes(polegraph.examples.tiny())
    >>> found[["project_id", "with_large_group", "organisations"]].values.tolist()
    [['P1', False, 3], ['P2', False, 2], ['P3', True, 2]]
    """
    organisations = net.organisations
    size, kind = net.category["size"], organisations["kind"]
    incidence = net.incidence
    has = {
        "with_large_group": size.isin(LARGE_SIZES),
        "with_lab": kind == "lab",
        "with_training_body": kind == "training_body",
    }
    found = pd.DataFrame({"project_id": net.projects["project_id"], "led_by_sme": _led_by_sme(net)})
    for name, which in has.items():
        found[name] = np.asarray(incidence @ which.to_numpy().astype(np.int64)).ravel() > 0
    poles = net.labels.groupby("project_id")["pole_id"].nunique()
    found["inter_pole"] = found["project_id"].map(poles).fillna(0) > 1
    found["organisations"] = np.diff(incidence.indptr).astype(np.int64)
    found["first_time"] = _first_time(net)
    return found


def _led_by_sme(net: Network) -> pd.Series[bool]:
    """Return whether the coordinator is an SME; missing if it is not known, or of unknown size and a company."""
    led = net.participations[net.participations["role"] == "coordinator"].drop_duplicates("project_id")
    place = net.org_index.get_indexer(pd.Index(led["org_id"]))
    size = net.category["size"].iloc[place].reset_index(drop=True)
    company = net.organisations["kind"].iloc[place].reset_index(drop=True) == "company"
    said = size.isin(SME_SIZES).astype("boolean").mask(size.isna() & company)
    return net.projects["project_id"].map(pd.Series(said.array, index=led["project_id"])).astype("boolean")


def _first_time(net: Network) -> NDArray[np.float64]:
    """Return the share of pairs of each project's organisations that had no project of an earlier year together."""
    incidence, year = net.incidence.tocsr(), net.projects["year"]
    known = year.notna().to_numpy()
    size = np.diff(incidence.indptr)
    pairs = size * (size - 1) / 2
    again = np.zeros(len(size))
    before = incidence[:0]
    years = year.to_numpy(dtype="float64", na_value=np.nan)
    for one in np.unique(years[known]):
        now = np.flatnonzero(years == one)
        if before.shape[0]:
            earlier = (before.T @ before).tocsr()
            earlier.setdiag(0)
            earlier.data[:] = np.minimum(earlier.data, 1)
            rows = incidence[now]
            again[now] = np.asarray((rows @ earlier).multiply(rows).sum(axis=1)).ravel() / 2
        before = incidence[np.flatnonzero(years <= one)]
    return divide(pairs - again, np.where(known & (pairs > 0), pairs, 0))


def size_classes(organisations: pd.Series[int]) -> pd.Series[str]:
    """Return the class of size of each consortium.

    Parameters
    ----------
    organisations
        Number of organisations.

    Examples
    --------
    >>> size_classes(pd.Series([2, 5, 12])).tolist()
    ['≤ 3', '4–6', '≥ 7']
    """
    found = pd.Series("", index=organisations.index, dtype="str")
    for low, high, name in _SIZES:
        found[(organisations >= low) & (organisations <= high)] = name
    return found
