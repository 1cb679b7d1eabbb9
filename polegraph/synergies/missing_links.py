"""Missing links: the gaps that are lists of organisations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.linalg.sparse import one_hot
from polegraph.tables import LARGE_SIZES, SME_SIZES, still_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Positions = NDArray[np.int64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Lacking:
    """Organisations (or needs of organisations) of which some lack something.

    Parameters
    ----------
    rows : array of int
        Rows of the table of organisations; a row may stand more than once.
    test
        Returns for each organisation, in a network with this incidence, whether it lacks the link.
    by_chance
        Whether random networks are informative; not where all follows from the number of projects.
    more
        Further columns, a value a row.
    """

    rows: Positions
    test: Callable[[Csr], Mask]
    by_chance: bool = True
    more: dict[str, list[Any]] = field(default_factory=dict)


def lacking(net: Network, gap: str, chosen: Mask | None) -> Lacking:
    """Return which organisations may lack what a gap is about.

    Parameters
    ----------
    net
        The whole network.
    gap
        The name of a gap that is a list of organisations.
    chosen : array of bool, one entry an organisation
        The organisations to compute gaps for; None for all. Dissolved ones lack nothing.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = lacking(tiny(), "sme_without_large_group", None)
    >>> found.rows.tolist(), found.test(tiny().incidence).tolist()
    ([0, 2, 4], [True, True, True])
    """
    size, kind = net.category["size"], net.organisations["kind"]
    sme = size.isin(SME_SIZES).to_numpy()
    asked_about = net.standing if chosen is None else chosen & net.standing
    if gap == "sme_without_large_group":
        return _without(sme & asked_about, size.isin(LARGE_SIZES).to_numpy())
    if gap == "lab_without_sme":
        return _without((kind == "lab").to_numpy() & asked_about, sme)
    if gap == "training_body_left_out":
        return _without((kind == "training_body").to_numpy() & asked_about, (kind == "company").to_numpy())
    if gap == "need_unmet":
        return _needs(net, asked_about)
    poles = present_poles(net)
    members = np.array([bool(one) for one in poles], dtype=bool) & asked_about
    if gap == "member_without_project":
        rows = np.flatnonzero(members)
        return Lacking(rows, lambda incidence: np.asarray(incidence.sum(axis=0)).ravel()[rows] == 0, by_chance=False)
    return _inside(np.flatnonzero(members), poles)


def present_poles(net: Network) -> list[frozenset[str]]:
    """Return the pôles that each organisation is a member of now, in table order.

    Parameters
    ----------
    net
        The network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> present_poles(tiny())[0]
    frozenset()
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    present = net.members()
    for org, pole in zip(present["org_id"].tolist(), present["pole_id"].tolist(), strict=True):
        found[org].add(pole)
    return [frozenset(found.get(org, ())) for org in net.org_index.tolist()]


def _without(organisations: Mask, others: Mask) -> Lacking:
    """Return those of the organisations that share no project with another that is one of *others*."""
    rows, itself = np.flatnonzero(organisations), others[organisations]

    def test(incidence: Csr) -> Mask:
        number = incidence @ others.astype(np.int64)
        one, two = (np.asarray(incidence.T @ (number >= least).astype(np.int64))[rows] for least in (1, 2))
        lone: Mask = np.where(itself, two, one) == 0
        return lone

    return Lacking(rows, test)


def _inside(rows: Positions, poles: list[frozenset[str]]) -> Lacking:
    """Return members with partners all of which are members of one of their pôles."""
    sets: dict[frozenset[str], int] = {}
    code = np.array([sets.setdefault(own, len(sets)) for own in poles], dtype=np.int64)
    meet = np.array([[bool(one & other) for other in sets] for one in sets], dtype=np.int64)
    member = np.zeros(len(poles), dtype=bool)
    member[rows] = True
    # Organisations × sets of pôles: whether they have a pôle in common.
    within = one_hot(code, len(sets)) @ sparse.csr_array(meet.reshape(len(sets), len(sets)))

    def test(incidence: Csr) -> Mask:
        project = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
        parts = np.flatnonzero(member[incidence.indices])
        organisation, project = incidence.indices[parts], project[parts]
        sizes = np.diff(incidence.indptr)[project]
        outside = np.asarray((incidence @ within)[project, code[organisation]]) < sizes if len(parts) else sizes > 0
        partners, others = (
            np.bincount(organisation[which], minlength=len(poles))[rows] for which in (sizes > 1, outside)
        )
        only: Mask = (partners > 0) & (others == 0)
        return only

    return Lacking(rows, test)


def _needs(net: Network, asked_about: Mask) -> Lacking:
    """Return needs without a common project with an organisation of their pôle or region that offers to meet them."""
    asked = still_open(net.needs).drop_duplicates(["org_id", "domain"])
    asked = asked[asked["org_id"].isin(net.org_index[asked_about])].sort_values(["org_id", "domain"])
    free = ~net.organisations["opt_out"].fillna(value=False).astype(bool) & net.standing
    offered = still_open(net.offers).drop_duplicates(["org_id", "domain"])
    offered = offered[offered["org_id"].isin(net.org_index[free])]
    near = _places(net)
    left = asked[["org_id", "domain"]].reset_index(drop=True).reset_index(names="need").merge(near, on="org_id")
    right = offered[["org_id", "domain"]].merge(near, on="org_id").rename(columns={"org_id": "offerer"})
    met = left.merge(right, on=["domain", "place"])[["need", "domain", "org_id", "offerer"]].drop_duplicates()
    met = met[met["org_id"] != met["offerer"]].sort_values(["need", "offerer"])
    number, first = np.unique(met["need"].to_numpy(), return_index=True)
    need = (
        np.repeat(np.arange(len(number)), np.diff([*first, len(met)])) if len(number) else np.zeros(0, dtype=np.int64)
    )
    ones, others = (net.org_index.get_indexer(pd.Index(met[name])) for name in ("org_id", "offerer"))

    def test(incidence: Csr) -> Mask:
        own = incidence.T.tocsr()
        shared = np.asarray(own[ones].multiply(own[others]).sum(axis=1)).ravel() > 0 if len(ones) else np.zeros(0, bool)
        unmet: Mask = np.bincount(need[shared], minlength=len(number)) == 0
        return unmet

    offerers = met.groupby("need")["offerer"].agg(";".join) if len(met) else pd.Series([], dtype="str")
    more = {"domain": met["domain"].iloc[first].tolist(), "offer_ids": offerers.tolist()}
    return Lacking(ones[first].astype(np.int64), test, more=more)


def _places(net: Network) -> pd.DataFrame:
    """Return where each organisation is: its region and its present pôles, a row each."""
    regions = net.organisations[["org_id", "region"]].dropna().rename(columns={"region": "place"})
    present = net.members()[["org_id", "pole_id"]]
    poles = present.rename(columns={"pole_id": "place"})
    return pd.concat([regions.assign(place="r" + regions["place"]), poles.assign(place="p" + poles["place"])])
