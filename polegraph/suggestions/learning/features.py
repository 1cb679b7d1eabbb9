"""Features of pairs of a user and a candidate, comparable between years and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from polegraph.suggestions.candidates.baselines import rarity
from polegraph.suggestions.candidates.generation import PEERS
from polegraph.suggestions.profiles.activity import RECENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.candidates.generation import Candidates
    from polegraph.suggestions.profiles.organisations import Profiles

    Floats = NDArray[np.float32]

_SCORES: Final = {
    "fused": "fused",
    **dict.fromkeys(("walk", "walk_active", "walk_lift", "walk_seats"), "links"),
    **dict.fromkeys(("themes", "related_themes", "related_themes_active"), "themes"),
    **dict.fromkeys(("words", "words_active", "named_alike"), "names"),
    "place_active": "place",
    **dict.fromkeys(("common", "adamic", "passed", "overlap"), "links"),
    "words_peers": "names",
    **dict.fromkeys(("related_themes_peers", "both_peers"), "themes"),
    **dict.fromkeys(("partner_alike", "alike_partner", "alike_links", "their_alike"), "names"),
    **dict.fromkeys(("spellings", "topics_of_spellings"), "names"),
    **dict.fromkeys(("near", "near_partners"), "place"),
    **dict.fromkeys(("recent", "last_year"), "activity"),
}
_UNSCALED: Final = {"related_themes": "themes", "words": "names", "named_alike": "names"}
_PLAIN: Final = {
    **dict.fromkeys(("their_activity", "their_recent", "their_last_year"), "activity"),
    **dict.fromkeys(("their_partners", "their_new_partners"), "reach"),
    "their_coordinated": "activity",
    "their_project_size": "kind",
    **dict.fromkeys(("their_first_seen", "their_shared"), "activity"),
    "their_seats": "reach",
    **dict.fromkeys(("own_activity", "own_last_year", "own_partners"), "own"),
    "identified": "kind",
    "own_identified": "own",
    "new_share": "reach",
    "silent": "activity",
    "size_apart": "kind",
    "trend": "activity",
    "new_partner_rate": "reach",
    "alone": "activity",
    **dict.fromkeys(("same_region", "your_partners_region", "their_partners_region", "region_lift"), "place"),
    **dict.fromkeys(("same_country", "your_partners_country", "their_partners_country", "country_lift"), "place"),
    **dict.fromkeys(("same_kind", "your_partners_kind", "their_partners_kind", "kind_lift", "their_kind"), "kind"),
    "own_kind": "own",
    **dict.fromkeys(("same_city", "your_partners_city", "their_partners_city", "cities"), "place"),
    "theme_lift": "themes",
}
FAMILIES: Final[dict[str, str]] = {
    **{f"{name}_{scale}": family for name, family in _SCORES.items() for scale in ("share", "rank")},
    **_UNSCALED,
    **_PLAIN,
}
"""Every feature, in the order in which the models see it, and its family: ``links`` (common partners, paths),
``themes``, ``names`` (words in names), ``place``, ``activity``, ``reach`` (number of partners), ``kind`` (and size);
``fused``, the order of the candidates before learning, which rests on all of these; ``own``, attributes of the user,
the same for all its candidates. Reasons are given by family."""
_LONG_AGO: Final = 8.0


def features(profiles: Profiles, found: Candidates) -> dict[str, Floats]:
    """Compute the features of each candidate of each user.

    Scores are given as ranks within the list (``_rank``) and as a share of the list's largest (``_share``), and what an
    organisation is as percentiles among all: raw counts would not carry over from year to year.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    found
        Candidates of some users.

    Returns
    -------
    dict of array of float32, users × candidates
        By name, always the same names in the same order.
    """
    there = np.maximum(found.positions, 0)
    scores = _scores(profiles, found, there)
    result: dict[str, Floats] = {}
    nothing = np.zeros(there.shape, dtype=np.float32)
    for name, values in scores.items():
        if not values.any():  # as where there are no names
            result[name + "_share"] = result[name + "_rank"] = nothing
            continue
        largest = values.max(axis=1, keepdims=True)
        result[name + "_share"] = np.asarray(values / np.where(largest > 0, largest, 1), dtype=np.float32)
        result[name + "_rank"] = _ranks(values)
    for name in _UNSCALED:
        result[name] = scores[name]
    result.update(_organisation(profiles, found, there))
    result.update(_places(profiles, found, there))
    return result


def _ranks(values: Floats) -> Floats:
    """Rank each row from 0, the largest first; the same values have the same rank."""
    from polegraph.suggestions.kernels.topk import rank_rows  # noqa: PLC0415  # the compiler is heavy

    bits = (values + np.float32(0)).view(np.int32).astype(np.int64)  # 0 is added to make -0 the same as 0
    bits ^= (bits >> 63) & 0x7FFFFFFF  # now in the order of the values, those below 0 too
    keys = (-bits << 8) | np.arange(values.shape[1])
    keys.sort(axis=1)
    result = np.empty(values.shape, dtype=np.float32)
    rank_rows(keys, result)
    return result


def stacked(values: dict[str, Floats]) -> Floats:
    """Return the features of all pairs as one array, users × candidates × features.

    Parameters
    ----------
    values
        As `features` gives them.
    """
    return np.stack(list(values.values()), axis=2)


def _scores(profiles: Profiles, found: Candidates, there: NDArray[np.int64]) -> dict[str, Floats]:
    from polegraph.suggestions.kernels.row_pairs import measure_links  # noqa: PLC0415  # the compiler is heavy

    context, names, users = profiles.context, profiles.names, found.users
    # Compute activity, degree and what pairs have in common
    activity = profiles.activity.projects[there].astype(np.float32)
    active = np.log1p(activity)
    degree = np.maximum(context.degree, 1)
    common, adamic, passed = (np.empty(there.shape, dtype=np.float32) for __ in range(3))
    shares = profiles.collaboration.shares
    measure_links(
        shares.indptr, shares.indices, shares.data, rarity(context), users, found.positions, common, adamic, passed
    )
    # Collect the features of each pair by family
    base = found.base
    return {
        "fused": found.score.astype(np.float32),
        "walk": base["walk"],
        "walk_active": base["walk"] * active**2,
        "walk_lift": base["walk"] / np.maximum(activity, 0.05),
        "walk_seats": base["walk"] * np.log1p(profiles.activity.seats)[there].astype(np.float32),
        "themes": base["themes"],
        "related_themes": base["related_themes"],
        "related_themes_active": base["related_themes"] * activity,
        "words": base["words"],
        "words_active": base["words"] * active,
        "named_alike": _rows(names.words[users], names.words, found.positions),
        "place_active": _flag(profiles.attributes.areas.same(users, there)) * activity,
        "common": common,
        "adamic": adamic,
        "passed": passed,
        "overlap": adamic / np.sqrt(degree[there] * degree[users][:, None]).astype(np.float32),
        **{name: base[name] for name in PEERS},
        **profiles.neighbours.by_name(users, found.positions),
        "spellings": _rows(names.spellings[users], names.spellings, found.positions),
        "topics_of_spellings": _rows(names.topics_of_spellings[users], names.topics_of_spellings, found.positions),
        **profiles.locations.nearness(users, there),
        "recent": profiles.activity.recent[RECENT][there].astype(np.float32),
        "last_year": profiles.activity.recent[1][there].astype(np.float32),
    }


def _organisation(profiles: Profiles, found: Candidates, there: NDArray[np.int64]) -> dict[str, Floats]:
    users, activity = found.users, profiles.activity
    result = {f"their_{name}": values[there] for name, values in activity.percentiles.items()}
    for name in ("activity", "last_year", "partners"):
        result[f"own_{name}"] = _own(activity.percentiles[name][users], there)
    result["identified"] = profiles.attributes.identified[there]
    result["own_identified"] = _own(profiles.attributes.identified[users], there)
    degree = np.maximum(profiles.context.degree, 1)
    result["new_share"] = (activity.new_partners / degree).astype(np.float32)[there]
    result["silent"] = np.minimum(activity.last_seen, _LONG_AGO).astype(np.float32)[there]
    size = np.log(np.maximum(activity.mean_project_size, 1))
    result["size_apart"] = np.abs(size[there] - size[users][:, None]).astype(np.float32)
    result["trend"] = activity.trend[there]
    result["new_partner_rate"] = activity.new_partner_rate[there]
    result["alone"] = np.asarray(1 - activity.shared_projects / np.maximum(activity.projects, 1e-9), dtype=np.float32)[
        there
    ]
    return result


def _places(profiles: Profiles, found: Candidates, there: NDArray[np.int64]) -> dict[str, Floats]:
    users = found.users
    result: dict[str, Floats] = {}
    for name, place in profiles.attributes.by_column.items():
        theirs, own = place.code[there], place.code[users][:, None]
        result[f"same_{name}"] = _flag((theirs == own) & (own >= 0))
        if place.partners.shape[1]:
            result[f"your_partners_{name}"] = _share(place.partners[users[:, None], np.maximum(theirs, 0)], theirs >= 0)
            result[f"their_partners_{name}"] = _share(place.partners[there, np.maximum(own, 0)], own >= 0)
        else:
            result[f"your_partners_{name}"] = result[f"their_partners_{name}"] = _share(np.zeros(there.shape), own < -1)
        result[f"{name}_lift"] = _lift(place.lifts, own, theirs)
    result["their_kind"] = profiles.attributes.by_column["kind"].code[there].astype(np.float32)
    result["own_kind"] = _own(profiles.attributes.by_column["kind"].code[users], there)
    positions, where, themes = found.positions, profiles.locations, profiles.themes.own
    result["same_city"] = _flag((where.city[there] == where.city[users][:, None]) & (where.city[users] >= 0)[:, None])
    result["your_partners_city"] = _rows(where.partners_city[users], where.in_city, positions)
    result["their_partners_city"] = _rows(where.in_city[users], where.partners_city, positions)
    result["cities"] = _rows(where.cities[users], where.cities, positions)
    result["theme_lift"] = _rows(sparse.csr_array(themes[users] @ profiles.themes.lifts), themes, positions)
    return result


def _lift(table: Floats, own: NDArray[np.int64], theirs: NDArray[np.int64]) -> Floats:
    if not table.size:
        return np.zeros(theirs.shape, dtype=np.float32)
    known = (own >= 0) & (theirs >= 0)
    return np.where(known, table[np.maximum(own, 0), np.maximum(theirs, 0)], np.float32(0))


def _rows(rows: Csr, matrix: Csr, positions: NDArray[np.int64]) -> Floats:
    from polegraph.suggestions.kernels.row_pairs import multiply_pairs  # noqa: PLC0415  # the compiler is heavy

    result = np.empty(positions.shape, dtype=np.float32)
    first = rows.indptr, rows.indices, rows.data.astype(np.float64)
    second = matrix.indptr, matrix.indices, matrix.data.astype(np.float64, copy=False)
    multiply_pairs(*first, *second, matrix.shape[1], positions, result)
    return result


def _flag(values: NDArray[np.bool_]) -> Floats:
    return values.astype(np.float32)


def _share(values: NDArray[Any], known: NDArray[np.bool_]) -> Floats:
    return np.where(known, values, -1.0).astype(np.float32)


def _own(values: NDArray[Any], there: NDArray[np.int64]) -> Floats:
    return np.broadcast_to(values.astype(np.float32)[:, None], there.shape)
