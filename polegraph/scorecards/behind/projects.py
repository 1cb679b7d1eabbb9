"""The projects and outcomes that figures count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.scorecards import selected
from polegraph.scorecards.behind.lists import joined, of_matrix, taking_part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.scorecards.facts import Facts

    Truths = NDArray[np.bool_]


def labels(facts: Facts, year: int) -> pd.DataFrame:
    """List the projects labelled in a year, with the day.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = selected.labels(facts, year)
    return pd.DataFrame(
        {
            "pole": facts.poles.get_indexer(pd.Index(rows["pole_id"])),
            "project": facts.net.project_index.get_indexer(pd.Index(rows["project_id"])),
            "date": rows["date"].to_numpy(),
        }
    )


def started(facts: Facts, year: int, counted: Truths, among: Truths | None = None) -> pd.DataFrame:
    """List labelled projects that start in a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    counted : array of bool
        Which are counted.
    among : array of bool, or None
        Which are listed; None for those that are counted.
    """
    rows = of_matrix(facts.labelled, "project")
    listed = facts.started(year) & (counted if among is None else among)
    return rows.assign(counted=counted[rows["project"]])[listed[rows["project"]]]


def funded(facts: Facts, year: int, *, amounts: bool = False) -> pd.DataFrame:
    """List labelled projects that start in a year, with their funding.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    amounts
        Whether the amounts are added: then projects of unknown funding stand there, too, and are not counted.
    """
    funding = facts.net.projects["funding"].to_numpy(dtype="float64")
    if not amounts:
        return started(facts, year, selected.paid(facts))
    every = np.ones(len(funding), dtype=np.bool_)
    rows = started(facts, year, ~np.isnan(funding), every)
    return rows.assign(amount=funding[rows["project"]])


def consortia(facts: Facts, year: int, flag: str) -> pd.DataFrame:
    """List labelled projects that start in a year and of which something is known; those are counted that have it.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    flag
        As `polegraph.scorecards.selected.said` takes it.
    """
    known, yes = selected.said(facts, flag)
    rows = started(facts, year, yes, known)
    places = rows["project"].to_numpy()
    if flag == "inter_pole":
        marks = of_matrix(facts.labelled, "pole_ids").rename(columns={"pole": "by", "pole_ids": "project"})
        marks = marks[marks["project"].isin(places)].rename(columns={"by": "pole_ids"})
        return rows.merge(joined(marks, ["project"], "pole_ids", facts.poles), how="left", on="project")
    if flag == "led_by_sme":
        parts = facts.net.participations
        led = parts[parts["role"] == "coordinator"].drop_duplicates("project_id")
        by = pd.Series(led["org_id"].to_numpy(), index=facts.net.project_index.get_indexer(pd.Index(led["project_id"])))
        return rows.assign(org_ids=rows["project"].map(by))
    which = facts.sme if flag == "with_sme" else facts.kind == flag.removeprefix("with_")
    return rows.merge(taking_part(facts, places, which), how="left", on="project")


def european(facts: Facts, year: int) -> pd.DataFrame:
    """List the European projects that start in a year, with the members in them.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    some = np.flatnonzero(selected.european(facts) & facts.started(year))
    parts = facts.net.incidence.tocsr()[some].tocoo()
    table = pd.DataFrame({"project": some[parts.row], "org": parts.col})
    pairs = of_matrix(facts.members(year), "org").merge(table, on="org").rename(columns={"org": "org_ids"})
    return joined(pairs, ["pole", "project"], "org_ids", facts.net.org_index)


def outcomes(facts: Facts, year: int, kind: str, *, amounts: bool = False) -> pd.DataFrame:
    """List the outcomes of a kind of labelled projects, dated in a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    kind
        The kind.
    amounts
        Whether amounts are added: then one without an amount is not counted, else it is one.
    """
    rows = selected.outcomes(facts, year, kind)
    amount = rows["amount"].to_numpy(dtype="float64")
    table = pd.DataFrame(
        {
            "project": facts.net.project_index.get_indexer(pd.Index(rows["project_id"])),
            "outcome_id": rows["outcome_id"].to_numpy(),
            "org": facts.net.org_index.get_indexer(pd.Index(rows["org_id"])),
            "kind": kind,
            "detail": rows["title"].to_numpy(),
            "date": rows["date"].to_numpy(),
            "amount": amount if amounts else np.where(np.isnan(amount), 1.0, amount),
        }
    )
    table["counted"] = table["amount"].notna()
    return of_matrix(facts.labelled, "project").merge(table, on="project")


def watched(facts: Facts, year: int) -> pd.DataFrame:
    """List the labelled projects that were watched since their end; those are counted that have an outcome.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    found = selected.watched(facts, year)
    rows = of_matrix(facts.labelled, "project")
    rows = rows[(found["state"] == "watched").to_numpy()[rows["project"]]]
    months = found["months"].to_numpy(dtype="float64")[rows["project"]]
    return rows.assign(counted=found["event"].to_numpy(dtype=bool)[rows["project"]], months=months)
