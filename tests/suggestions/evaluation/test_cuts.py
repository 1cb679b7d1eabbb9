from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from polegraph.combine import before
from polegraph.errors import PolegraphError
from polegraph.network import Network
from polegraph.suggestions import backtest
from polegraph.suggestions.evaluation.cuts import Span, span

PROJECTS = [
    # name, members, year, first day
    ("P1", "ab", 2014, None),
    ("P2", "bc", 2015, "2015-03-01"),
    ("P3", "cd", 2015, None),  # in the year of the cut: on no side of it
    ("P4", "ac", 2015, "2015-10-01"),
    ("P5", "bd", 2015, "2015-08-31"),
    ("P6", "ad", 2016, None),
]


def of(rows: list[tuple[str, str, int, str | None]]) -> Network:
    ids = sorted(set("".join(row[1] for row in rows)))
    return Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame(
            [(name, year, start) for name, __, year, start in rows], columns=["project_id", "year", "start"]
        ),
        participations=pd.DataFrame(
            [(row[0], org) for row in rows for org in row[1]], columns=["project_id", "org_id"]
        ),
    )


def test_a_cut_at_a_day_knows_what_had_begun_by_then() -> None:
    past = before(of(PROJECTS), date(2015, 9, 1))
    assert sorted(past.projects["project_id"]) == ["P1", "P2", "P5"]
    assert past.day == date(2015, 8, 31)


def test_what_the_year_does_not_decide_is_neither_learned_from_nor_judged() -> None:
    result = backtest(of(PROJECTS), "2015-09-01", methods=["popularity"], draws=2)
    assert (result["cut"], result["until"], result["set_aside"]) == ("2015-09-01", "2016-12-31", 1)
    assert result["users"] == 3  # a, c and d, by P4 and P6; not c and d by P3
    shorter = backtest(of(PROJECTS), "2015-09-01", "2015-12-31", methods=["popularity"], draws=2)
    assert (shorter["users"], shorter["until"]) == (2, "2015-12-31")  # a and c by P4
    assert backtest(of(PROJECTS), "2015-09-01", "2016-06", methods=["popularity"], draws=2)["set_aside"] == 2


def test_the_first_day_of_a_year_is_the_year() -> None:
    by_day = backtest(of(PROJECTS), "2016-01-01", "2016-12-31", methods=["popularity"], draws=20)
    by_year = backtest(of(PROJECTS), 2016, 2016, methods=["popularity"], draws=20)
    assert by_day["methods"] == by_year["methods"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (Span(date(2015, 9, 1), date(2016, 2, 29)), ("2015-06-01", "2015-11-30")),
        (Span(date(2015, 5, 31), date(2015, 12, 15)), ("2015-02-28", "2015-09-15")),
    ],
)
def test_blocks_of_cuts_at_a_day_are_quarters(when: Span, expected: tuple[str, str]) -> None:
    assert when.earlier(1).told == expected


@pytest.mark.parametrize("wrong", ["2015-13", "2015-02-30", "soon", "15-02-03"])
def test_what_is_neither_a_year_nor_a_day_is_refused(wrong: str) -> None:
    with pytest.raises(PolegraphError, match="neither a year nor a day") as refused:
        span(of(PROJECTS), wrong, None)
    assert "2015-09-01" in (refused.value.remedy or "")


def test_steps_are_counted_to_their_end() -> None:
    seen: list[tuple[int, int]] = []
    backtest(of(PROJECTS), 2016, draws=2, pool=2, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, __ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]
