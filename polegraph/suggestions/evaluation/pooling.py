"""Pooled back-tests: several cuts together, where one has too few users of a kind to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.combine import before
from polegraph.suggestions.evaluation.judging import judge, scorers
from polegraph.suggestions.evaluation.subgroups import compared, groups
from polegraph.suggestions.learning.model_selection import choose
from polegraph.suggestions.learning.temporal_split import TemporalSplit, partners_found, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.network import Network
    from polegraph.suggestions.learning.ranking_metrics import Quality

    Part = tuple[TemporalSplit, Mapping[str, Quality]]

_BESIDE: Final = "pagerank"


def pooled(net: Network, years: tuple[int, int, int], known: Part, drawing: tuple[int, int, int]) -> dict[str, Any]:
    """Compare a method with PageRank on several cuts.

    Parameters
    ----------
    net
        The network.
    years
        The last cut, the last year that is judged there, and the number of cuts.
    known
        The split at the last cut, and the quality of the method and of PageRank.
    drawing
        Number of bootstrap draws, their seed, length of the lists.

    Returns
    -------
    dict
        ``cuts``, ``skipped``, ``by``.
    """
    cut, last, number = years
    name = next(iter(known[1]))
    parts = {cut: known}
    skipped = []
    for earlier in range(cut - 1, cut - number, -1):
        part = _at(net, earlier, last - cut + earlier, name, drawing)
        if part is None:
            skipped.append(earlier)
        else:
            parts[earlier] = part
    return {"cuts": sorted(parts), "skipped": sorted(skipped), "by": _together(list(parts.values()), drawing)}


def _at(net: Network, cut: int, last: int, name: str, drawing: tuple[int, int, int]) -> Part | None:
    """Judge a method and PageRank at a cut; None if the method cannot be used there, or there is no user."""
    __, seed, top = drawing
    past = before(net.around, cut)
    found = split(past, partners_found(net.around, past, cut, last), net.focus)
    choice = choose(past, seed, may_learn=name == "learned")
    if not len(found.users) or (name == "learned" and choice.model is None):
        return None
    names = list(dict.fromkeys([name, _BESIDE]))
    return found, {
        one: judge(found, score, top).quality for one, score in scorers(found.context, names, choice).items()
    }


def _together(parts: list[Part], drawing: tuple[int, int, int]) -> list[dict[str, Any]]:
    """Compare the methods on the users of all cuts."""
    draws, seed, top = drawing
    names = list(parts[0][1])
    values = np.concatenate([np.column_stack([judged[name].ndcg for name in names]) for __, judged in parts])
    ids = np.concatenate([found.context.ids[found.users].astype("str") for found, __ in parts])
    starts = np.cumsum([0, *(len(found.users) for found, __ in parts)])
    masks = {("all", ""): np.ones(len(ids), dtype=np.bool_)}
    for start, (found, __) in zip(starts, parts, strict=False):
        for by, value, own in groups(found):
            mask = masks.setdefault((by, value), np.zeros(len(ids), dtype=np.bool_))
            mask[start : start + len(own)] = own
    some = [(by, value, mask) for (by, value), mask in masks.items()]
    return compared(names, values, some, draws, seed, top, np.unique(ids, return_inverse=True)[1])
