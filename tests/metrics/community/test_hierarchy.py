"""Communities within communities: nobody is lost, none is too large, and the first are those of `communities`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.metrics import communities, nested_communities
from tests.graphs import of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.network import Network


def _levels(found: pd.DataFrame) -> list[str]:
    return found.columns[found.columns.str.startswith("level_")].tolist()


@pytest.fixture(scope="module")
def crowd() -> Network:
    """Eighty organisations in sixty projects of two to six, drawn at random."""
    dice = np.random.default_rng(1)
    names = [f"o{number:02}" for number in range(80)]
    consortia = [dice.choice(names, dice.integers(2, 7), replace=False).tolist() for _ in range(60)]
    return of_links(names, [pair for members in consortia for pair in itertools.combinations(members, 2)])


@pytest.mark.parametrize("largest", [1, 4, 9, 14, 80])
def test_each_level_parts_what_is_too_large_before_it(crowd: Network, largest: int) -> None:
    network = crowd
    found = nested_communities(network, largest)
    first = communities(network, runs=0, rounds=2)
    assert found["level_1"].equals(first["community"])
    names = _levels(found)
    innermost = found.dropna(subset=["level_1"]).groupby(names, dropna=False).size()
    assert innermost.max() <= largest
    assert (len(names) == 1) == (first["community"].value_counts().max() <= largest)
    for depth in range(1, len(names)):
        for _, members in found.dropna(subset=["level_1"]).groupby(names[:depth]):
            inner = members[names[depth]]
            if len(members) > largest:
                # The largest comes first, and there are several.
                sizes = inner.value_counts().sort_index()
                assert sizes.index.tolist() == list(range(1, len(sizes) + 1))
                assert len(sizes) > 1
                assert sizes.is_monotonic_decreasing
            else:
                assert inner.isna().all()


@settings(max_examples=6)
@given(network=networks(), seed=st.integers(0, 3))
def test_the_order_of_rows_does_not_matter(network: Network, seed: int) -> None:
    one, other = (nested_communities(net, 2).set_index("org_id") for net in (network, shuffled(network, seed)))
    assert one.equals(other.loc[one.index])


def test_groups_within_groups_are_found() -> None:
    """Four clubs, of which two and two belong together by more ties than the pairs have."""
    clubs = [[f"{club}{member}" for member in range(5)] for club in "abcd"]
    inside = [(one, other) for club in clubs for place, one in enumerate(club) for other in club[:place]]
    near = [(clubs[pair][one], clubs[pair + 1][one]) for pair in (0, 2) for one in range(4)]
    far = [("a0", "c0")]
    network = of_links([name for club in clubs for name in club], inside + near + far)
    found = nested_communities(network, 5).set_index("org_id")
    parts = [part.index for _, part in found.groupby(_levels(found), dropna=False)]
    assert sorted("".join(sorted({name[0] for name in members})) for members in parts) == list("abcd")


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(PolegraphError, match="largest"):
        nested_communities(of_links(["a", "b"], [("a", "b")]), 0)
