from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.combine import before
from polegraph.suggestions.profiles.activity import RECENT, Activity
from polegraph.suggestions.profiles.history import UNKNOWN, ages, end, is_short
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.worlds import of, shuffled


def projects(*days: str | None, years: list[int | None] | None = None) -> pd.DataFrame:
    start = pd.Series(days, dtype="datetime64[ns]")
    year = start.dt.year if years is None else pd.Series(years)
    return pd.DataFrame({"start": start, "year": year.astype("Int64")})


@pytest.mark.parametrize(
    ("table", "short"),
    [
        (projects("2014-10-01", *["2015-05-01"] * 9), True),  # nothing before 2014
        (projects(*["2013-10-01"] * 2, *["2015-05-01"] * 8), True),  # a fifth before 2014
        (projects(*["2013-10-01"] * 3, *["2015-05-01"] * 7), False),
        (projects(*[None] * 10, years=[2015] * 10), False),  # no day is known
        (projects(*[None] * 1, *["2015-05-01"] * 9, years=[2015] * 10), False),  # of one in ten none is
        (projects(*["2015-05-01"] * 19, None, years=[2015] * 20), True),  # of one in twenty
        (projects(*["2015-05-01"] * 9, None), True),  # of nothing about it
        (projects(), False),
    ],
)
def test_a_history_is_short_where_years_are_too_few_and_days_are_known(table: pd.DataFrame, *, short: bool) -> None:
    assert is_short(table) is short


def test_a_few_projects_that_are_signed_long_before_do_not_move_the_end() -> None:
    assert end(projects(*["2015-08-31"] * 99, "2017-01-01")) == date(2015, 9, 1)
    assert end(projects(*["2015-08-31"] * 9, "2017-01-01")) == date(2017, 2, 1)


@given(
    st.lists(
        st.tuples(st.dates(date(2014, 1, 1), date(2015, 12, 31)), st.sampled_from(["both", "both", "both", "year"])),
        min_size=1,
        max_size=60,
    )
)
def test_ages_in_a_short_history_are_days_before_its_end(drawn: list[tuple[date, str]]) -> None:
    table = projects(
        *[str(day) if known == "both" else None for day, known in drawn], years=[day.year for day, __ in drawn]
    )
    found = ages(table)
    if not is_short(table):
        assert found.tolist() == [max(day.year for day, __ in drawn) + 1 - day.year for day, __ in drawn]
        return
    stop = end(table)
    for age, (day, known) in zip(found.tolist(), drawn, strict=True):
        if known == "both":
            assert age == pytest.approx(max((stop - day).days, 1) / 365.25)
        else:
            assert age > 0


def test_the_past_of_a_short_history_is_as_old_as_at_its_cut() -> None:
    days = ["2014-09-15", *["2015-01-10"] * 4, *["2015-03-20"] * 4, *["2015-08-01"] * 3]
    table = projects(*days)
    network = of(
        organisations=pd.DataFrame({"org_id": ["A", "B"], "name": ["A", "B"]}),
        projects=table.assign(project_id=[f"p{i:02}" for i in range(len(days))]),
        participations=pd.DataFrame(
            [(f"p{i:02}", org, "partner") for i in range(len(days)) for org in ("A", "B")],
            columns=["project_id", "org_id", "role"],
        ),
    )
    past = Activity(Context(before(network, date(2015, 4, 1))))
    assert past.age.max() == pytest.approx((date(2015, 4, 1) - date(2014, 9, 15)).days / 365.25)
    assert past.age.min() == pytest.approx(12 / 365.25)
    assert past.recent[1].tolist() == [9.0, 9.0]
    whole = Activity(Context(network))
    assert whole.age.max() == pytest.approx((date(2015, 9, 1) - date(2014, 9, 15)).days / 365.25)
    assert whole.recent[RECENT].tolist() == [12.0, 12.0]
    other = Activity(Context(shuffled(network, 1)))
    assert np.sort(other.age).tolist() == np.sort(whole.age).tolist()


def test_what_is_unknown_is_no_age() -> None:
    assert ages(projects("2015-05-01", *["2015-06-01"] * 30, None))[-1] == UNKNOWN
    assert ages(projects(None, None, years=[None, 2015])).tolist() == [UNKNOWN, 1.0]
