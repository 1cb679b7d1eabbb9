from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.suggestions import CannotLearn, train
from polegraph.suggestions.learning import training
from polegraph.suggestions.learning.model_selection import chosen
from polegraph.suggestions.learning.settings import LEAST_PAST, YEARS
from polegraph.suggestions.learning.training_cuts import training_periods
from polegraph.suggestions.learning.training_data import training_sets
from polegraph.suggestions.profiles.history import is_short
from tests.suggestions.towns import towns
from tests.suggestions.worlds import of, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


def in_quarters(network: Network) -> Network:
    """Return the same network, its years made quarters of 2014 and 2015."""
    years = network.projects["year"].to_numpy(dtype=np.int64)
    first = pd.Timestamp("2015-12-31")
    start = [first - pd.DateOffset(months=3 * int(years.max() - year)) - pd.Timedelta(days=40) for year in years]
    days = pd.Series(pd.to_datetime(start))
    return of(**{**network.tables, "projects": network.projects.assign(start=days, year=days.dt.year)})


@pytest.fixture(scope="module")
def short() -> Network:
    return in_quarters(towns(1))


@given(st.lists(st.dates(date(2014, 1, 1), date(2016, 12, 31)), min_size=1, max_size=80))
def test_periods_follow_each_other_up_to_the_last_project(days: list[date]) -> None:
    table = pd.DataFrame({"start": pd.to_datetime(days), "year": [day.year for day in days]})
    found = training_periods(table)
    assert len(found) <= YEARS
    for one in found:
        assert sum(day < (one.first if isinstance(one.first, date) else date(one.first, 1, 1)) for day in days) >= (
            LEAST_PAST * len(days)
        )
    for one, after in pairwise(found):
        assert one.number < after.number
        if isinstance(one.last, date) and isinstance(after.first, date):
            assert one.last + timedelta(days=1) == after.first
    if found:
        last = found[-1].last
        assert (last.year if isinstance(last, date) else last) >= max(days).year
        assert isinstance(last, date) is is_short(table)
        assert not isinstance(last, date) or last >= max(days)


def test_a_short_history_is_learned_from_by_quarters(short: Network) -> None:
    given = training_sets(short, 0)
    assert [one.cut.since for one in given] == ["2015-03-01", "2015-06-01", "2015-09-01"]
    for one in given:
        assert set(np.unique(one.when)) - {0} == {other.cut.number for other in given if other.cut >= one.cut}
    again = training_sets(shuffled(short, 2), 0)
    for one, other in zip(given, again, strict=True):
        assert np.array_equal(one.values, other.values)
        assert np.array_equal(one.when, other.when)


def test_a_model_of_quarters_says_so(short: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ROUNDS", 2)
    model = train(short)
    assert [one["cut"] for one in model.learned_from] == ["2015-03-01", "2015-06-01", "2015-09-01"]
    assert model.judged["year"] == "2015-09-01"
    assert model.judged["users"] == model.learned_from[-1]["users"]
    assert "partners since 2015-03-01. Tested on 2015-09-01" in chosen(model, short).sentence()


def test_it_says_when_a_history_is_too_short(short: Network) -> None:
    few = short.projects[short.projects["start"] >= "2015-07-01"]
    parts = short.participations[short.participations["project_id"].isin(few["project_id"])]
    tables = {**short.tables, "projects": few, "participations": parts}
    tables["project_themes"] = tables["project_themes"].iloc[:0]
    with pytest.raises(CannotLearn, match=r"too short to learn from.* quarters"):
        train(of(**tables))
