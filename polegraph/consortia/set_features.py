"""Features of candidates as further members of sets, for models that learn from consortia of earlier years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph import suggestions
from polegraph.consortia.set_scores import likeness, overlaps, pooled, scored, weighted
from polegraph.tables import KINDS, SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.consortia.set_scores import Past
    from polegraph.suggestions.profiles.snapshot import Positions

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

LENGTHS: Final = {"summed": 150, "pooled": 150, "alike": 100, "alike_lately": 60, "direct": 100, "recent": 40}
"""How many of the first of each ranking are candidates."""
SPECIAL_KINDS: Final = ("company", "lab", "training_body", "public_body")
_PERCENTILES: Final = (
    *("activity", "recent", "last_year", "partners", "new_partners", "coordinated", "project_size", "first_seen"),
)
_PLACES: Final = ("country", "region", "city")


class Candidates(NamedTuple):
    """Candidates of some sets, one after another, and their features.

    Parameters
    ----------
    positions : array of int
        The candidates.
    group : array of int, one entry a set
        How many each has.
    values : array of float32, candidates × features
        Features.
    names
        Names of the features.
    """

    positions: Positions
    group: NDArray[np.int64]
    values: NDArray[np.float32]
    names: list[str]


class Profile:
    """What is known of each organisation alone, by position.

    Parameters
    ----------
    past
        The network.
    """

    def __init__(self, past: Past) -> None:
        context, activity = past.context, past.activity
        self.past = past
        self.kind = pd.Index(list(KINDS)).get_indexer(pd.Index(context.column("kind")))
        self.size = pd.Index(list(SIZES)).get_indexer(pd.Index(context.category_size))
        self.places = {name: pd.factorize(pd.Series(context.column(name)).astype("object"))[0] for name in _PLACES}
        self.projects = np.diff(context.members.indptr).astype(np.float64)
        self.alone: Columns = {f"share_{name}": activity.percentiles[name].astype(np.float64) for name in _PERCENTILES}
        self.alone["projects"] = np.log1p(self.projects)
        self.alone["lately"] = np.log1p(activity.projects)
        self.alone["in_last_year"] = np.log1p(activity.recent[1])
        self.alone["in_three_years"] = np.log1p(activity.recent[3])
        self.alone["last_seen"] = activity.last_seen
        themes = context.themes.astype(np.float64)
        length = np.sqrt(np.asarray(themes.multiply(themes).sum(axis=1)).ravel())
        self.themes = themes.multiply(1.0 / np.where(length > 0, length, 1.0)[:, None]).tocsr()
        step = np.where(activity.project_sizes > 1, 1.0 / np.maximum(activity.project_sizes - 1, 1), 0.0)
        self.steps = {"direct": step * activity.recency, "joint": (step > 0).astype(np.float64)}


def candidates(profile: Profile, sets: Sequence[Positions], topic: Floats | None = None) -> Candidates:
    """Choose candidates of some sets, and compute their features.

    Parameters
    ----------
    profile
        The organisations.
    sets
        Positions of the seeds of each set.
    topic : array of float, sets × organisations, optional
        How much each organisation knows of what the set is about; left out of the features where it is None.
    """
    past = profile.past
    single = scored(past, sets)
    common = overlaps(past, sets)
    alike = likeness(past, sets, common)
    recency = past.activity.recency[common.indices]
    shape = np.maximum(past.activity.project_sizes[common.indices] - 1, 1)
    wide = {
        "alike": weighted(past, common, alike**2),
        "alike_lately": weighted(past, common, alike**3 * recency),
        "like": weighted(past, common, alike * recency),
        "squares": weighted(past, common, common.data**2 * recency / shape),
        "with_two": weighted(past, common, (common.data > 1).astype(np.float64)),
    }
    rows = {"walk": single.pagerank.astype(np.float64), "common": np.zeros(single.pagerank.shape)}
    if len(single.seeds):
        rows["common"] = suggestions.METHODS["adamic_adar"](past.context, single.seeds).astype(np.float64)
    for name, weights in profile.steps.items():
        rows[name] = _stepped(past, single.seeds, weights)
    found = []
    for number, (seeds, place) in enumerate(zip(single.sets, single.rows, strict=True)):
        own = {name: block[place] for name, block in rows.items()}
        every = {name: block[number] for name, block in wide.items()}
        about = None if topic is None else topic[number]
        found.append(_of_set(profile, seeds, own, every, about))
    names = list(found[0][1]) if found else []
    values = [np.column_stack([one[1][name] for name in names]).astype(np.float32) for one in found]
    group = np.array([len(one[0]) for one in found], dtype=np.int64)
    nothing = np.zeros((0, len(names)), dtype=np.float32)
    positions = np.concatenate([np.zeros(0, dtype=np.int64), *(one[0] for one in found)])
    return Candidates(positions, group, np.concatenate([nothing, *values]), names)


def _stepped(past: Past, seeds: Positions, weights: Floats) -> Floats:
    """Return the weight of the projects that each seed has with each organisation, 0 with itself."""
    own = past.context.members[seeds].astype(np.float64).multiply(weights[None, :]).tocsr()
    found: Floats = (own @ past.context.incidence.astype(np.float64)).toarray()
    found[np.arange(len(seeds)), seeds] = 0
    return found


def _of_set(
    profile: Profile, seeds: Positions, own: Columns, wide: Columns, about: Floats | None
) -> tuple[Positions, Columns]:
    """Choose the candidates of one set, and compute their features."""
    past = profile.past
    ranked: Columns = {
        "summed": own["walk"].sum(axis=0),
        "pooled": pooled(own["walk"].astype(np.float32)),
        "alike": wide["alike"].astype(np.float64),
        "alike_lately": wide["alike_lately"].astype(np.float64),
        "direct": own["direct"].sum(axis=0),
        "recent": past.activity.recent[3] + 1e-3 * past.activity.projects,
    }
    ranked = {name: np.round(values, 9) for name, values in ranked.items()}
    for values in ranked.values():
        values[seeds] = 0
        values[~past.context.present] = 0
    chosen = np.unique(np.concatenate([_first(ranked[name], length) for name, length in LENGTHS.items()]))
    features: Columns = {}
    for name, values in {**ranked, "common": own["common"].sum(axis=0)}.items():
        features[f"rank_{name}"] = np.log1p(pd.Series(-values[chosen]).rank(method="min").to_numpy() - 1)
        features[f"score_{name}"] = values[chosen] / max(float(values[chosen].max(initial=0)), 1e-12)
    features.update(_by_seed(profile, chosen, seeds, {name: block[:, chosen] for name, block in own.items()}))
    for name, values in wide.items():
        features[f"sum_{name}"] = values[chosen].astype(np.float64)
    lately = past.activity.projects[chosen] + 0.5
    features["alike_each"], features["squares_each"] = features["sum_alike"] / lately, features["sum_squares"] / lately
    features.update({name: values[chosen] for name, values in profile.alone.items()})
    features.update(_beside(profile, chosen, seeds))
    if about is not None:
        features["topic"] = about[chosen]
    return chosen, features


def _first(values: Floats, length: int) -> Positions:
    order = np.argsort(-values, kind="stable")[:length].astype(np.int64)
    return order[values[order] > 0]


def _by_seed(profile: Profile, chosen: Positions, seeds: Positions, own: Columns) -> Columns:
    """Compute what one seed alone says, over the seeds: mean, largest, smallest, share of them that says anything."""
    found: Columns = {}
    none = np.zeros((1, len(chosen)))
    for name in ("walk", "common", "direct"):
        block = own[name] if len(seeds) else none
        found[f"mean_{name}"], found[f"most_{name}"] = block.mean(axis=0), block.max(axis=0)
        found[f"least_{name}"], found[f"any_{name}"] = block.min(axis=0), (block > 0).mean(axis=0)
    joint = own["joint"] if len(seeds) else none
    projects = np.maximum(profile.projects[seeds], 1)[:, None] if len(seeds) else np.ones((1, 1))
    found["joint"], found["most_joint"] = np.log1p(joint.sum(axis=0)), np.log1p(joint.max(axis=0))
    found["partners"], found["strangers"] = (joint > 0).sum(axis=0), (joint == 0).sum(axis=0)
    found["own_share"] = joint.max(axis=0) / np.maximum(profile.projects[chosen], 1)
    found["seed_share"], found["seed_shares"] = (joint / projects).max(axis=0), (joint / projects).sum(axis=0)
    return {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}


def _beside(profile: Profile, chosen: Positions, seeds: Positions) -> Columns:
    """Compute what the candidate is beside the seeds: kind, size, place, themes; and what the set is."""
    number = max(len(seeds), 1)
    kinds = np.bincount(profile.kind[seeds], minlength=len(KINDS)) / number
    found: Columns = {
        "kind": profile.kind[chosen].astype(np.float64),
        "size": profile.size[chosen].astype(np.float64),
        "same_kind": kinds[profile.kind[chosen]],
        "seeds": np.full(len(chosen), float(len(seeds))),
    }
    for name in SPECIAL_KINDS:
        found[f"seeds_{name}"] = np.full(len(chosen), kinds[list(KINDS).index(name)])
    lately = profile.alone["lately"][seeds]
    found["seeds_lately"] = np.full(len(chosen), lately.mean() if len(seeds) else 0.0)
    found["least_lately"] = np.full(len(chosen), lately.min() if len(seeds) else 0.0)
    for name, code in profile.places.items():
        known = code[seeds][code[seeds] >= 0]
        same = code[chosen][:, None] == known[None, :]
        found[f"same_{name}"] = same.mean(axis=1) if len(known) else np.full(len(chosen), np.nan)
    country = profile.places["country"][seeds]
    found["countries"] = np.full(len(chosen), float(len(np.unique(country[country >= 0]))))
    near = (profile.themes[chosen] @ profile.themes[seeds].T).toarray() if len(seeds) else np.zeros((len(chosen), 1))
    found["themes"], found["most_themes"], found["least_themes"] = near.sum(1), near.max(axis=1), near.min(axis=1)
    return found
