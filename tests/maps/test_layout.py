from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

import polegraph.examples
from polegraph.maps.forces import part_overlaps, settle
from polegraph.maps.layout import place


def cliques(*sizes: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.block_diag([np.ones((n, n)) - np.eye(n) for n in sizes]))


def test_communities_are_drawn_apart() -> None:
    weights = sparse.lil_array(cliques(20, 20))
    weights[0, 20] = weights[20, 0] = 1
    points = settle(weights.tocsr(), 0)
    middle = [points[:20].mean(axis=0), points[20:].mean(axis=0)]
    within = np.linalg.norm(points[:20] - middle[0], axis=1).mean()
    assert np.linalg.norm(middle[0] - middle[1]) > 2 * within


def test_grid_pushes_as_every_pair_does() -> None:
    """The grid only saves time: on the same points it gives the forces that all pairs give."""
    from polegraph.maps import forces  # noqa: PLC0415  # its parts are not public

    generator = np.random.default_rng(3)
    points, mass = generator.uniform(size=(800, 2)), generator.uniform(1, 5, 800)
    exact, grid = forces._push_exact(points, mass), forces._push_grid(points, mass)  # noqa: SLF001  # as above
    error = np.linalg.norm(exact - grid, axis=1)
    assert np.median(error) < 0.05 * np.median(np.linalg.norm(exact, axis=1))


def test_discs_do_not_lie_on_each_other() -> None:
    generator = np.random.default_rng(1)
    radius = generator.uniform(3, 20, 150)
    points = part_overlaps(generator.uniform(0, 300, (150, 2)), radius, 2.0, 200)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2) - radius[:, None] - radius[None]
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0


def test_members_on_one_spot_are_parted() -> None:
    points = part_overlaps(np.zeros((30, 2)), np.full(30, 5.0), 2.0, 200)
    assert np.ptp(points[:, 0]) > 20
    assert np.ptp(points[:, 1]) > 20


def test_nobody_is_dropped_and_everybody_stands_in_the_right_bank() -> None:
    weights = sparse.csr_array(sparse.block_diag([cliques(30, 4, 3), sparse.csr_array((6, 6))]))
    sme = np.arange(43) % 2 == 0
    layout = place(weights, np.full(43, 8.0), sme)
    banks = {bank.name: bank for bank in layout.banks}
    members = {
        "small_groups": np.arange(30, 37),
        "sme_alone": np.array([38, 40, 42]),
        "others_alone": np.array([37, 39, 41]),
    }
    for name, inside in members.items():
        bank, points = banks[name], layout.points
        within = (
            (points[:, 0] > bank.left)
            & (points[:, 0] < bank.left + bank.width)
            & (points[:, 1] > bank.top)
            & (points[:, 1] < bank.top + bank.height)
        )
        assert np.flatnonzero(within).tolist() == inside.tolist()
        assert bank.count == len(inside)


def test_same_positions_every_time() -> None:
    weights = polegraph.examples.tiny().collaboration_matrix("newman")
    once, again = (place(weights, np.full(5, 8.0), np.ones(5, dtype=bool)).points for _ in range(2))
    assert np.array_equal(once, again)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_networks(count: int) -> None:
    layout = place(sparse.csr_array((count, count)), np.full(count, 8.0), np.ones(count, dtype=bool))
    assert layout.points.shape == (count, 2)
