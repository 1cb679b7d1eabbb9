"""Why somebody is suggested, what moved the rank most first, in words that the tables bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.i18n import N_, _
from polegraph.suggestions.evidence import FEW, MOST_PROJECTS, both_sides, searched
from polegraph.suggestions.explain import TOLD
from polegraph.suggestions.fitting import kilometres, same_region, small_partners
from polegraph.suggestions.telling import SENTENCES, links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.evidence import Proof
    from polegraph.suggestions.facts import Facts, Pairs, Told

LEAST: Final = 0.05
"""The share of what moved a pair up from which on a family is told as a reason."""
_DIGITS: Final = 4
_WHAT: Final = {
    "offers": N_("what you need"),
    "themes": N_("your themes"),
    "names": N_("the words of your name"),
    "place": N_("where you are"),
    "reach": N_("how many partners they have"),
    "firsts": N_("whom organisations like you began with"),
}


def told(
    pairs: Pairs, facts: Facts, moved: NDArray[np.float32], unknown: NDArray[np.bool_]
) -> tuple[list[str], list[list[str]]]:
    """Give the reasons for each suggested pair, in the current language, and the projects that prove them.

    First what moved the rank, most first: the families with at least a twentieth of what moved it up, as far as there
    is something true to say. Then, as background, what else an animator wants to know: common partners, region,
    distance, whether they have worked with SMEs if the user is one. Last, and always where it is true, what speaks
    against them. For users of whom nothing was known to go by, the first sentence says so.

    Parameters
    ----------
    pairs
        The suggested pairs.
    facts
        What is counted once for all of them.
    moved : array of float, pairs × `polegraph.suggestions.explain.TOLD`
        How much each family moved each pair.
    unknown : array of bool, one entry a pair
        Whether the pair was ranked by `polegraph.suggestions.coldstart`.

    Returns
    -------
    list of str
        Reasons with ``; `` between them.
    list of list of str
        Values of ``project_id``, latest first within each search: up to five that prove the first reason that projects
        can prove, then those of the common partners, ten at most; if that reason is the common partners, theirs alone.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.context import Context
    >>> from polegraph.suggestions.evidence import common_partners
    >>> from polegraph.suggestions.facts import Facts, Pairs
    >>> from polegraph.suggestions.traits import Traits
    >>> traits, pair = Traits(Context(polegraph.examples.tiny())), (np.array([3]), np.array([1]))
    >>> pairs = Pairs(traits, *pair, common_partners(traits.context, *pair))
    >>> moved = np.array([[TOLD.index("activity") == place for place in range(len(TOLD))]], dtype=np.float32)
    >>> why, projects = told(pairs, Facts(traits), moved, np.array([False]))
    >>> why[0].split("; ")
    ['1 project since 2018', '1 of your partners works with them (Laboratory (invented))',
     'but has never worked with an SME']
    >>> projects
    [['P3', 'P2', 'P1']]
    """
    order, shown = families(moved)
    chains = links(pairs, facts, np.arange(len(moved))).texts  # a reason for some, background for all others
    said: dict[str, tuple[list[str], Proof | None]] = {
        family: _said(SENTENCES[family](pairs, facts, some), some, len(moved))
        for number, family in enumerate(TOLD)
        if family != "links" and len(some := np.flatnonzero(shown[:, number]))
    }
    said["links"] = chains, None
    lines = [
        [(number, text) for number in row if (text := said[TOLD[number]][0][pair])]
        for pair, row in enumerate(_rows(order, shown))
    ]
    heads = _heads(lines, pairs, unknown)
    after = _background(pairs, facts, lines, chains)
    reasons = [
        "; ".join(part for part in (head, *(text for __, text in line), *more) if part)
        for head, line, more in zip(heads, lines, after, strict=True)
    ]
    return reasons, _evidence(pairs, lines, {family: proof for family, (__, proof) in said.items()})


def families(moved: NDArray[np.float32]) -> tuple[Positions, NDArray[np.bool_]]:
    """Tell in which order the families of each pair are told, and which of them.

    Parameters
    ----------
    moved : array of float, pairs × families
        How much each family moved each pair.

    Returns
    -------
    order : array of int, pairs × families
        Those that moved it up most first.
    shown : array of bool, pairs × families
        Which moved it up enough to be told.

    Examples
    --------
    >>> order, shown = families(np.array([[0.3, -0.2, 0.6, 0.02]]))
    >>> order.tolist(), shown.tolist()
    ([[2, 0, 3, 1]], [[True, False, True, False]])
    """
    rounded = np.round(moved.astype(np.float64), _DIGITS)  # so that the last digits of sums decide nothing
    up = np.maximum(rounded, 0).sum(axis=1, keepdims=True)
    return np.argsort(-rounded, axis=1, kind="stable"), (rounded > 0) & (rounded >= LEAST * up)


def _rows(order: Positions, shown: NDArray[np.bool_]) -> list[list[int]]:
    kept = np.take_along_axis(shown, order, axis=1)
    return [
        [number for number, stays in zip(row, mask, strict=True) if stays]
        for row, mask in zip(order.tolist(), kept.tolist(), strict=True)
    ]


def _said(one: Told, some: Positions, pairs: int) -> tuple[list[str], Proof | None]:
    """Spread the sentences of some pairs over all."""
    texts = [""] * pairs
    for pair, text in zip(some.tolist(), one.texts, strict=True):
        texts[pair] = text
    return texts, one.proof


def _heads(lines: list[list[tuple[int, str]]], pairs: Pairs, unknown: NDArray[np.bool_]) -> list[str]:
    """Say of those of whom nothing was known to go by what they were told by."""
    partners, projects = pairs.context.degree, np.diff(pairs.context.members.indptr)
    heads = [""] * len(lines)
    for pair in np.flatnonzero(unknown).tolist():
        what = ", ".join(_(_WHAT[TOLD[number]]) for number, __ in lines[pair] if TOLD[number] in _WHAT)
        user = pairs.users[pair]
        if not projects[user]:
            text = _("no project yet: suggested by {what}")
        elif not partners[user]:
            text = _("no partner yet: suggested by {what}")
        else:
            text = _("nobody near you in the network: suggested by {what}")
        heads[pair] = text.format(what=what or _("how many partners they have"))
    return heads


def _background(pairs: Pairs, facts: Facts, lines: list[list[tuple[int, str]]], chains: list[str]) -> list[list[str]]:
    """Say what else there is to know, then what speaks against them."""
    every = np.arange(len(lines))
    context = pairs.context
    linked = [text if count else "" for text, count in zip(chains, pairs.via.number.tolist(), strict=True)]
    near, far = same_region(pairs, every), kilometres(pairs, every)
    small = small_partners(pairs, facts, every)
    needs_small = (facts.small[pairs.users] & (facts.small_partners[pairs.suggested] == 0)).tolist()
    silent = ((facts.recent[pairs.suggested] == 0) & (facts.since > 0)).tolist()
    apart = (
        (context.component[pairs.users] != context.component[pairs.suggested]) & (context.degree[pairs.users] > 0)
    ).tolist()
    result = []
    for pair, line in enumerate(lines):
        told_of = {TOLD[number] for number, __ in line}
        more = []
        if "links" not in told_of:
            more.append(linked[pair])
        if "place" not in told_of:
            more += [near[pair], far[pair]]
        if "kind" not in told_of:
            more.append(small[pair])
        if needs_small[pair]:
            more.append(_("but has never worked with an SME"))
        if silent[pair]:
            more.append(_("but has had no project since {year}").format(year=facts.since))
        if apart[pair]:
            more.append(_("but no chain of partners leads to them"))
        result.append(more)
    return result


def _evidence(pairs: Pairs, lines: list[list[tuple[int, str]]], proofs: dict[str, Proof | None]) -> list[list[str]]:
    """Name the projects that prove the first reason that projects can prove, then those of the common partners."""
    context, number = pairs.context, len(lines)
    result = searched(context, both_sides(context, pairs.users, pairs.suggested, pairs.via), number)
    first: list[list[str]] = [[] for _pair in range(number)]
    open_pairs = np.ones(number, dtype=np.bool_)
    for turn in range(len(TOLD)):
        next_one = np.array([line[turn][0] if len(line) > turn else -1 for line in lines], dtype=np.int64)
        for place_of, family in enumerate(TOLD):
            chosen = open_pairs & (next_one == place_of)
            if not chosen.any():
                continue
            proof = proofs[family]
            if proof is not None:
                some = np.flatnonzero(chosen).tolist()
                for pair, found in zip(some, searched(context, proof.of(chosen), len(some), FEW), strict=True):
                    first[pair] = found
            elif family == "links":
                chosen &= pairs.via.number > 0  # theirs alone
                open_pairs[chosen] = False
        open_pairs &= np.array([not one for one in first], dtype=np.bool_)
    return [
        [*one, *(name for name in both if name not in one)][:MOST_PROJECTS]
        for one, both in zip(first, result, strict=True)
    ]
