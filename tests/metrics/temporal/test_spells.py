from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import spells
from polegraph.metrics.temporal.spells import dated, drawn_incidences
from polegraph.network import Network
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from collections.abc import Iterable


def of_years(pairs: Iterable[tuple[str, int, int | None]]) -> Network:
    """Build a network of projects of two organisations, which a text of two letters names, with first and last year."""
    rows = [(f"p{place}", *one) for place, one in enumerate(pairs)]
    orgs = sorted({letter for row in rows for letter in row[1]})
    ends = pd.Series([None if row[3] is None else f"{row[3]}-06-30" for row in rows], dtype="str")
    return Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame(
            {"project_id": [row[0] for row in rows], "year": [row[2] for row in rows], "end": pd.to_datetime(ends)}
        ),
        participations=pd.DataFrame(
            [(row[0], letter) for row in rows for letter in row[1]], columns=["project_id", "org_id"]
        ),
    )


NET = of_years([
    ("AB", 2010, 2012),
    ("AB", 2013, None),
    ("AB", 2015, 2015),
    ("AC", 2011, 2019),
    ("AC", 2012, 2012),
    ("AC", 2020, 2020),
    ("BC", 2019, 2021),
])  # fmt: skip


def _rows(found: pd.DataFrame) -> list[str]:
    return [
        f"{row.org_a}{row.org_b}{row.spell} {row.first}-{row.last} {row.projects} {row.years} {row.ended}"
        for row in found.itertuples()
    ]


def test_spells_by_hand() -> None:
    assert _rows(spells(NET)) == [  # followed up to 2019
        "AB1 2010-2013 2 4 True",
        "AB2 2015-2015 1 1 True",
        "AC1 2011-2020 3 9 False",
        "BC1 2019-2021 1 1 False",
    ]
    assert _rows(spells(NET, gap=1)) == [  # up to 2018
        "AB1 2010-2015 3 6 True",
        "AC1 2011-2020 3 8 False",
        "BC1 2019-2021 1 <NA> <NA>",
    ]
    assert _rows(spells(NET, length=2, until=2013)) == [  # up to 2012; the second lasts to 2014
        "AB1 2010-2014 2 3 False",
        "AC1 2011-2019 2 2 False",
    ]


@given(networks(organisations=5, projects=7), st.integers(0, 6), st.integers(1, 3), st.integers(0, 3))
@settings(max_examples=8)
def test_spells_are_those_of_a_plain_loop_in_any_order_of_rows(net: Network, gap: int, length: int, seed: int) -> None:
    year = dict(zip(net.projects["project_id"], net.projects["year"], strict=True))
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for project, members in net.participations.groupby("project_id")["org_id"]:
        if not pd.isna(year[str(project)]):
            for pair in combinations(sorted(members), 2):
                shared[pair].append(int(year[str(project)]))
    until = max((int(one) for one in year.values() if not pd.isna(one)), default=0)
    slow = []
    for (one, other), starts in sorted(shared.items()):
        busy = {begun + more for begun in starts for more in range(length)}
        spell, first = 0, None
        for moment in range(1990, 2040):
            if moment in busy and first is None:
                spell, first = spell + 1, moment
            if first is not None and moment in busy and not any(moment + 1 + wait in busy for wait in range(gap + 1)):
                number = sum(first <= begun <= moment for begun in starts)
                close = until - gap - 1
                end = (min(moment, close) - first + 1, moment <= close) if first <= close else ("<NA>", "<NA>")
                slow.append(f"{one}{other}{spell} {first}-{moment} {number} {end[0]} {end[1]}")
                first = None
    found = spells(net, gap=gap, length=length)
    assert _rows(found) == slow
    pd.testing.assert_frame_equal(found, spells(shuffled(net, seed), gap=gap, length=length), check_exact=True)


def test_partners_are_drawn_year_by_year() -> None:
    chosen = dated(NET, 1, None)
    truth = chosen.incidence.toarray()
    moved = 0
    for drawn in drawn_incidences(chosen, 20, 0):
        one = drawn.toarray()
        assert one.max() == 1
        assert (one.sum(axis=1) == truth.sum(axis=1)).all()
        for year in np.unique(chosen.start):
            assert (one[chosen.start == year].sum(axis=0) == truth[chosen.start == year].sum(axis=0)).all()
        moved += (one != truth).any()
    assert moved == 0  # no two projects of one year have two different members each to change
    four = of_years([("AB", 2010, None), ("CD", 2010, None), ("AB", 2012, None)])
    assert len({drawn.toarray().tobytes() for drawn in drawn_incidences(dated(four, 1, None), 20, 0)}) > 1


def test_what_cannot_be_is_refused() -> None:
    for wrong in ({"gap": -1}, {"length": 0}, {"until": "2010"}):
        with pytest.raises(PolegraphError, match="give a whole number"):
            spells(tiny(), **wrong)
    assert spells(tiny().select(since=2100)).empty
