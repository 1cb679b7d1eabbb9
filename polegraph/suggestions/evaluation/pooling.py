"""Pooled back-tests: several cuts together, where one has too few users of a kind to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.combine import before
from polegraph.suggestions.evaluation.subgroups import compared, groups
from polegraph.suggestions.learning.judging import judge, rules, scorers
from polegraph.suggestions.learning.model_selection import choose
from polegraph.suggestions.learning.temporal_split import TemporalSplit, partners_found, split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from polegraph.network import Network
    from polegraph.suggestions.evaluation.cuts import Span
    from polegraph.suggestions.learning.ranking_metrics import Quality

    Part = tuple[TemporalSplit, Mapping[str, Quality]]

_BESIDE: Final = "pagerank"


def pooled(
    net: Network, when: tuple[Span, int], known: Part, drawing: tuple[int, int, int], done: Callable[[], None]
) -> dict[str, Any]:
    """Compare a method with PageRank on several cuts.

    Parameters
    ----------
    net
        The network.
    when
        The last cut and the end of what is judged there, and the number of cuts: a year apart, or a quarter.
    known
        The split at the last cut, and the quality of the method and of PageRank.
    drawing
        Number of bootstrap draws, their seed, length of the lists.
    done
        Called after each cut.

    Returns
    -------
    dict
        ``cuts``, ``skipped``, ``by``.
    """
    last, number = when
    name = next(iter(known[1]))
    parts = {last.told[0]: known}
    skipped = []
    for back in range(1, number):
        earlier = last.earlier(back)
        part = _at(net, earlier, name, drawing)
        if part is None:
            skipped.append(earlier.told[0])
        else:
            parts[earlier.told[0]] = part
        done()
    return {
        "cuts": sorted(parts, key=str),
        "skipped": sorted(skipped, key=str),
        "by": _together([*parts.values()], drawing),
    }


def _at(net: Network, when: Span, name: str, drawing: tuple[int, int, int]) -> Part | None:
    """Judge a method and PageRank at a cut; None if the method cannot be used there, or there is no user."""
    __, seed, top = drawing
    past = before(net.around, when.cut)
    found = split(past, partners_found(net.around, past, *when), net.focus)
    if not len(found.users):
        return None
    choice = choose(past, seed, may_learn=name == "learned")
    if name == "learned" and choice.model is None:
        return None
    names, exclude = list(dict.fromkeys([name, _BESIDE])), rules(found.context)
    return found, {
        one: judge(found, score, top, exclude).quality for one, score in scorers(found.context, names, choice).items()
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
