from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import relatedness, relatedness_density
from polegraph.metrics.regional.relatedness import density, related
from tests.metrics.regional.portfolio import of_counts

# Every region is specialised in what it does: R1 in a, b; R2 in a, b, c; R3 in c, d.
NET = of_counts({"R1": [3, 3, 0, 0], "R2": [2, 2, 2, 0], "R3": [0, 0, 3, 3]}, "abcd")


def test_conditional_relatedness_by_hand() -> None:
    found = relatedness(NET)
    assert list(zip(found["theme_a"] + found["theme_b"], found["regions"], found["relatedness"], strict=True)) == [
        ("ab", 2, 1.0),
        ("ac", 1, 0.5),
        ("ad", 0, 0.0),
        ("bc", 1, 0.5),
        ("bd", 0, 0.0),
        ("cd", 1, 0.5),
    ]


def test_association_strength_by_hand() -> None:
    # The sums of C without its diagonal: a, b and c 3 + ... = 3, 3, 3, d 1, all 10.
    found = relatedness(NET, method="association")["relatedness"]
    assert found.to_numpy() == pytest.approx([10 * 2 / 9, 10 / 9, 0, 10 / 9, 0, 10 / 3])


def test_density_by_hand() -> None:
    found = relatedness_density(NET).set_index(["region", "theme"])["density"]
    assert found["R1", "c"] == pytest.approx((0.5 + 0.5) / 1.5)
    assert found["R1", "d"] == 0
    assert found["R2", "d"] == 1
    assert found["R3", "a"] == pytest.approx(0.5 / 1.5)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**20 - 1), st.sampled_from(["conditional", "association"]))
def test_matrices_are_those_of_plain_loops(regions: int, themes: int, bits: int, method: str) -> None:
    matrix = np.array([bits >> place & 1 for place in range(regions * themes)], dtype=bool).reshape(regions, themes)
    columns = matrix.T.tolist()
    together = [[sum(map(min, one, other)) for other in columns] for one in columns]
    sums = [sum(together[t][u] for u in range(themes) if u != t) for t in range(themes)]
    found = related(matrix, method)
    for t, u in product(range(themes), repeat=2):
        if method == "conditional":
            least = [together[t][u] / together[v][v] if together[v][v] else np.nan for v in (t, u)]
            slow = np.nan if np.isnan(least).any() else min(least)
        else:
            slow = together[t][u] / (sums[t] * sums[u] / sum(sums)) if sums[t] * sums[u] else np.nan
        assert found[t, u] == pytest.approx(np.nan if t == u else slow, nan_ok=True)
    near = density(matrix, found)
    for r, t in product(range(regions), range(themes)):
        all_ = sum(found[t, u] for u in range(themes) if found[t, u] > 0)
        there = sum(found[t, u] for u in range(themes) if found[t, u] > 0 and matrix[r, u])
        assert near[r, t] == pytest.approx(there / all_ if all_ else np.nan, nan_ok=True)


def test_what_goes_together_beyond_chance_is_seen() -> None:
    blocks = {f"R{place}": [5, 5, 0, 0] if place < 4 else [0, 0, 5, 5] for place in range(8)}
    found = relatedness(of_counts(blocks, "abcd"), draws=60)  # ab, ac, …
    assert found["z"].to_numpy()[0] > 2
    assert found["expected"].to_numpy()[0] < 0.75
    assert found["z"].to_numpy()[1] < -1.5
    near = relatedness_density(of_counts(blocks, "abcd"), draws=60)
    assert (near.loc[near["specialised"], "z"] > 1).all()


def test_another_method_is_refused() -> None:
    for measure in (relatedness, relatedness_density):
        with pytest.raises(PolegraphError, match=r"there is no such relatedness.*conditional, association"):
            measure(tiny(), "kind", "year", method="cosine")  # type: ignore[arg-type]
