"""Networks like those of the framework programmes, of any size, from a seed: what the speed of measures is measured on.

Six projects in ten have a single beneficiary, as in Horizon 2020 (fellowships, grants of the ERC); the sizes of the
others are log-normal with a tail to some 190. Organisations take part as often as a power law says: two in three once,
the largest a thousand times. Both have a place on a circle of themes, and meet near it, so that partners meet again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.network import Network


class Size(NamedTuple):
    """How many there are."""

    projects: int
    participations: int
    organisations: int


SIZES: Final = {
    "M": Size(35_000, 180_000, 40_000),
    "L": Size(120_000, 800_000, 150_000),
    "XL": Size(1_000_000, 6_000_000, 1_000_000),
}
ALONE: Final = 0.6  # share of projects of one organisation
SPREAD: Final = 0.75  # standard deviation of the logarithm of the size of the others
EXPONENT: Final = 2.05  # of the power law of activities
NEAR: Final = 0.03  # how far from its theme a project looks for members, as a share of the circle
MOST: Final = 190  # members of a project


def generate(size: Size, seed: int = 0) -> Network:
    """Build a network in which every project has a member and every organisation a project.

    Parameters
    ----------
    size
        How large.
    seed
        Of everything.
    """
    rng = np.random.default_rng(seed)
    sizes = _project_sizes(size, rng)
    activity = _activities(size, rng)
    project = np.repeat(np.arange(size.projects), sizes)
    organisation = np.repeat(np.arange(size.organisations), activity)
    # Seats and participants are matched in the order of their places on the circle of themes.
    seats = np.argsort((rng.random(size.projects)[project] + rng.normal(0, NEAR, len(project))) % 1)
    takers = np.argsort((rng.random(size.organisations)[organisation] + rng.normal(0, NEAR, len(organisation))) % 1)
    pair = np.unique(project[seats] * size.organisations + organisation[takers])
    while missing := size.participations - len(pair):  # nobody takes part twice; who would have does so elsewhere
        others = rng.choice(project, missing) * size.organisations + rng.choice(organisation, missing)
        pair = np.unique(np.concatenate([pair, others]))
    return _network(size, pair // size.organisations, pair % size.organisations)


def _project_sizes(size: Size, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    several = size.projects - int(ALONE * size.projects)
    mean = (size.participations - (size.projects - several)) / several
    raw = rng.lognormal(0, SPREAD, several)
    sizes = np.ones(size.projects, dtype=np.int64)
    sizes[:several] = np.clip(np.round(raw * (mean / raw.mean())), 2, MOST)
    missing = size.participations - int(sizes.sum())
    # What rounding left over or took is made good one seat at a time.
    changed = rng.choice(np.flatnonzero((sizes > 2) & (sizes < MOST)), abs(missing))  # may lose one
    np.add.at(sizes, changed, np.sign(missing))
    return np.maximum(sizes, 1)


def _activities(size: Size, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    raw = rng.pareto(EXPONENT - 1, size.organisations) + 1
    raw = np.minimum(raw, size.participations / 100)
    low, high = 0.0, 10.0
    for _halving in range(40):  # the scale at which the sum is what is wanted
        middle = (low + high) / 2
        total = np.maximum(1, np.floor(raw * middle)).sum()
        low, high = (middle, high) if total < size.participations else (low, middle)
    activity = np.maximum(1, np.floor(raw * low)).astype(np.int64)
    np.add.at(activity, rng.integers(0, size.organisations, size.participations - int(activity.sum())), 1)
    return activity


def _network(
    size: Size,
    project: np.ndarray[tuple[int], np.dtype[np.int64]],
    organisation: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Network:
    ids = pd.Series(np.arange(size.organisations)).map("o{:07}".format).astype("str")
    names = pd.Series(np.arange(size.projects)).map("p{:07}".format).astype("str")
    kinds = np.array(["company", "lab", "training_body", "public_body", "association"])
    order = np.arange(size.organisations)
    kind = kinds[np.searchsorted([7, 8, 9, 10, 11], order * 7919 % 12, side="right").clip(0, 4)]
    small = np.where(order * 104_729 % 10 < 7, "sme", "large")  # seven companies in ten
    region = np.array([f"R{place:02}" for place in range(30)])[order * 31 % 30]
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": ids,
                "kind": kind,
                "size": pd.Series(small).where(kind == "company"),
                "region": region,
            }
        ),
        projects=pd.DataFrame({"project_id": names, "year": 2014 + np.arange(size.projects) % 7}),
        participations=pd.DataFrame({"project_id": names.array[project], "org_id": ids.array[organisation]}),
    )
