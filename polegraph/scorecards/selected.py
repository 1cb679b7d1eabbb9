"""What figures count: the labels, projects, outcomes, needs and actions of a year, each chosen once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.outcomes import durations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.scorecards.facts import Facts

    Truths = NDArray[np.bool_]

_EUROPEAN: Final = re.compile(
    r"\b(?:h2020|horizon|fp[4-9]|[5-9]e? ?pcrd|pcrd|eureka|eurostars|interreg|life|erasmus|eic|erc|euripides|penta|"
    r"itea|xecs|celtic|clean sky|ecsel|kdt|eit)\b",
    re.IGNORECASE,
)


def last_day(facts: Facts, year: int) -> date:
    """Return the last day of a year, or that of the network if it is earlier.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    return min(date(year, 12, 31), facts.net.day)


def sized(facts: Facts) -> Truths:
    """Return which organisations are companies of known category.

    Parameters
    ----------
    facts
        The network.
    """
    known: Truths = (facts.kind == "company") & facts.net.category["size"].notna().to_numpy()
    return known


def active(facts: Facts, year: int) -> Truths:
    """Return which organisations have a project that started by the end of a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    some: Truths = np.asarray(facts.by(year).sum(axis=0)).ravel() > 0
    return some


def active_in(facts: Facts, year: int) -> Truths:
    """Return which organisations have a project that starts in a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = facts.net.incidence.tocsr()[np.flatnonzero(facts.started(year))]
    some: Truths = np.asarray(rows.sum(axis=0)).ravel() > 0
    return some


def placed(facts: Facts, year: int) -> pd.DataFrame:
    """Return the members of known region of the pôles of known region, and whether the two are the same.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    own = facts.net.poles.set_index("pole_id")["region"].reindex(facts.poles).to_numpy()
    here = facts.members(year).tocoo()
    of = facts.net.organisations["region"].to_numpy()[here.col]
    known = pd.notna(of) & pd.notna(own[here.row])
    same = np.asarray(of[known] == own[here.row[known]], dtype=np.bool_)
    return pd.DataFrame({"pole": here.row[known], "org": here.col[known], "counted": same})


def labels(facts: Facts, year: int) -> pd.DataFrame:
    """Return the labels of a year by their day; undated ones by the year in which the project starts.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = facts.net.labels
    starts = facts.year[facts.net.project_index.get_indexer(pd.Index(rows["project_id"]))]
    dated = rows["date"].dt.year.to_numpy(dtype="float64")
    when = np.where(np.isnan(dated), starts, dated)
    past = ~(rows["date"] > pd.Timestamp(facts.net.day)).to_numpy(dtype=bool)
    found: pd.DataFrame = rows[(when == year) & past]
    return found


def paid(facts: Facts) -> Truths:
    """Return which projects have a funding above 0.

    Parameters
    ----------
    facts
        The network.
    """
    return (facts.net.projects["funding"] > 0).to_numpy(dtype=bool)


def european(facts: Facts) -> Truths:
    """Return which projects are of a programme of the European Union or EUREKA.

    Parameters
    ----------
    facts
        The network.
    """
    programme = facts.net.projects["programme"].fillna("")
    return programme.map(lambda text: bool(_EUROPEAN.search(text))).to_numpy(dtype=bool)


def said(facts: Facts, flag: str) -> tuple[Truths, Truths]:
    """Return of which projects something of the consortium is known, and of which it is so.

    Parameters
    ----------
    facts
        The network.
    flag
        A column of `Facts.shape`, or ``with_sme``.
    """
    if flag == "with_sme":
        has: Truths = np.asarray(facts.net.incidence @ facts.sme.astype(np.int64)).ravel() > 0
        return np.ones(len(has), dtype=np.bool_), has
    told = facts.shape[flag].astype("boolean")
    return told.notna().to_numpy(), told.fillna(value=False).to_numpy(dtype=bool)


def beside(incidence: Csr, some: Truths) -> Truths:
    """Return which organisations share a project with one of some; one of these shares each of its own with itself.

    Parameters
    ----------
    incidence
        Projects × organisations.
    some : array of bool
        Which organisations.
    """
    with_one = (incidence @ some.astype(np.int64) > 0).astype(np.int64)
    met: Truths = np.asarray(incidence.T @ with_one).ravel() > 0
    return met


def introducers(facts: Facts, year: int) -> Truths:
    """Return which organisations, none of a large group, share a project with one and still stand.

    Parameters
    ----------
    facts
        The network.
    year
        The last year in which projects start.
    """
    return beside(facts.by(year), facts.large) & ~facts.large & facts.net.standing


def sme_large(facts: Facts, year: int) -> pd.DataFrame:
    """Return the SMEs and large groups that share a project, and these projects.

    Parameters
    ----------
    facts
        The network.
    year
        The last year in which projects start.

    Returns
    -------
    DataFrame
        ``project`` (a row of `Facts.by`), ``org`` (position of the SME), ``unit`` (number of the group).
    """
    rows = facts.by(year).tocoo()
    table = pd.DataFrame({"project": rows.row, "org": rows.col})
    small, large = table[facts.sme[table["org"]]], table[facts.large[table["org"]]]
    large = large.assign(unit=facts.unit[large["org"]])[["project", "unit"]]
    return small.merge(large, on="project").drop_duplicates()


def met_first(facts: Facts, year: int) -> pd.DataFrame:
    """Return the SMEs and large groups whose first common project starts in a year: ``org``, ``unit``.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    now, before = (sme_large(facts, one)[["org", "unit"]].drop_duplicates() for one in (year, year - 1))
    both = now.merge(before, how="left", on=["org", "unit"], indicator=True)
    return both.loc[both["_merge"] == "left_only", ["org", "unit"]]


def outcomes(facts: Facts, year: int, kind: str) -> pd.DataFrame:
    """Return the outcomes of a kind that are dated in a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    kind
        The kind.
    """
    rows = facts.net.outcomes
    past = ~(rows["date"] > pd.Timestamp(facts.net.day))
    found: pd.DataFrame = rows[(rows["kind"] == kind) & (rows["date"].dt.year == year) & past]
    return found


def watched(facts: Facts, year: int) -> pd.DataFrame:
    """Return how long each project was watched by the end of a year, as `polegraph.outcomes.durations` does.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    return durations(facts.net.on(last_day(facts, year)))


def needs_open(facts: Facts, year: int) -> pd.DataFrame:
    """Return the needs that were said by the end of a year, and neither met nor dropped by then.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    end, needs = pd.Timestamp(last_day(facts, year)), facts.net.needs
    closed = needs["status"].isin(["met", "dropped"]) & ~(needs["met_on"] > end)
    found: pd.DataFrame = needs[~(needs["date"] > end) & ~closed]
    return found


def needs_met(facts: Facts, year: int, domain: str | None = None) -> pd.DataFrame:
    """Return the needs that were met on a day of a year.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    domain
        One of the four domains, or None for all.
    """
    needs = facts.net.needs
    met = (needs["met_on"].dt.year == year) & ~(needs["met_on"] > pd.Timestamp(facts.net.day))
    found: pd.DataFrame = needs[met & ((needs["domain"] == domain) if domain else True)]
    return found


def actions(facts: Facts, year: int) -> pd.DataFrame:
    """Return the rows of the actions that pôles did in a year, one an organisation that took part.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = facts.net.actions
    past = ~(rows["date"] > pd.Timestamp(facts.net.day)) & rows["pole_id"].notna()
    found: pd.DataFrame = rows[(rows["date"].dt.year == year) & past]
    return found
