"""Reasons for recommended candidates, the strongest first, each true by the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.i18n import N_, _, together
from polegraph.suggestions.explanations.attributes import kilometres, same_region, small_partners
from polegraph.suggestions.explanations.evidence import FEW, MOST_PROJECTS, both_sides, searched
from polegraph.suggestions.explanations.phrasing import as_texts
from polegraph.suggestions.explanations.sentences import SENTENCES, links
from polegraph.suggestions.learning.attribution import REASON_FAMILIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.explanations.evidence import Proof
    from polegraph.suggestions.explanations.pair_facts import PairFacts, Pairs
    from polegraph.suggestions.explanations.phrasing import Texts
    from polegraph.suggestions.profiles.snapshot import Positions

LEAST: Final = 0.05
"""Smallest share of what moved a pair up for a family to be given as a reason."""
_DIGITS: Final = 4
_WHAT: Final = {
    "offers": N_("what you need"),
    "themes": N_("your themes"),
    "names": N_("the words of your name"),
    "place": N_("where you are"),
    "reach": N_("how many partners they have"),
    "firsts": N_("whom organisations like you began with"),
}


def explain(
    pairs: Pairs, facts: PairFacts, moved: NDArray[np.float32], unknown: NDArray[np.bool_]
) -> tuple[list[str], Positions]:
    """Return the reasons for each recommended pair, in the current language, and the projects that prove them.

    First the families that moved the rank, most first: those with at least a twentieth of what moved it up, where a
    true sentence exists. Then the background: common partners, region, distance, and work with SMEs if the user is one.
    Last, and always where it is true, the drawbacks of the candidate. For cold-started users this is the
    first sentence.

    Parameters
    ----------
    pairs
        The recommended pairs.
    facts
        Facts computed once for all of them.
    moved : array of float, pairs × `polegraph.suggestions.learning.attribution.REASON_FAMILIES`
        How much each family moved each pair.
    unknown : array of bool, one entry a pair
        Whether the pair was ranked by `polegraph.suggestions.candidates.cold_start`.

    Returns
    -------
    list of str
        Reasons with ``; `` between them.
    array of int, pairs × 10
        Positions of projects, -1 where there are no more, latest first within each search: up to five that prove the
        first reason that projects can prove, then those of the common partners; if that reason is the common partners,
        theirs alone.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> from polegraph.suggestions.candidates.cold_start import ColdStart
    >>> from polegraph.suggestions.explanations.evidence import common_partners
    >>> from polegraph.suggestions.explanations.pair_facts import PairFacts, Pairs
    >>> from polegraph.suggestions.profiles.organisations import Profiles
    >>> profiles, pair = Profiles(Context(polegraph.examples.tiny())), (np.array([3]), np.array([1]))
    >>> pairs = Pairs(*pair, common_partners(profiles.context, *pair))
    >>> moved = np.array([[family == "activity" for family in REASON_FAMILIES]], dtype=np.float32)
    >>> why, projects = explain(pairs, PairFacts(profiles, ColdStart(profiles)), moved, np.array([False]))
    >>> why[0].split("; ")
    ['1 project since 2018', '1 of your partners works with them (Laboratory (invented))',
     'but has never worked with an SME']
    >>> projects[0, :4].tolist()
    [2, 1, 0, -1]
    """
    # Phrase the families that moved each pair, and note their proofs
    order, shown = families(moved)
    every = np.arange(len(moved))
    chains = links(pairs, facts, every).texts  # a reason for some, background for all others
    said = np.full((len(REASON_FAMILIES), len(moved)), "", dtype=object)
    proofs: dict[str, Proof | None] = {"links": None}
    for number, family in enumerate(REASON_FAMILIES):
        some = np.flatnonzero(shown[:, number])
        if family == "links":
            said[number, some] = chains[some]
        elif len(some):
            said[number, some], proofs[family] = SENTENCES[family](pairs, facts, some)
    # Put the sentences in order: head, reasons, background
    lines = [said[order[:, place], every] for place in range(int(shown.sum(axis=1).max(initial=0)))]
    parts = [_heads(order, said, pairs, facts, unknown), *lines, *_background(pairs, facts, said, chains)]
    between = _("; ")
    reasons = [between.join(filter(None, row)) for row in zip(*(part.tolist() for part in parts), strict=True)]
    return reasons, _evidence(pairs, facts, order, said, proofs)


def families(moved: NDArray[np.float32]) -> tuple[Positions, NDArray[np.bool_]]:
    """Sort the families of each pair by how much they moved it, and choose those that are given as reasons.

    Parameters
    ----------
    moved : array of float, pairs × families
        How much each family moved each pair.

    Returns
    -------
    order : array of int, pairs × families
        The families, those that moved it up most first.
    shown : array of bool, pairs × families
        Which moved it up enough.

    Examples
    --------
    >>> order, shown = families(np.array([[0.3, -0.2, 0.6, 0.02]]))
    >>> order.tolist(), shown.tolist()
    ([[2, 0, 3, 1]], [[True, False, True, False]])
    """
    rounded = np.round(moved.astype(np.float64), _DIGITS)  # so that the last digits of sums decide nothing
    up = np.maximum(rounded, 0).sum(axis=1, keepdims=True)
    return np.argsort(-rounded, axis=1, kind="stable"), (rounded > 0) & (rounded >= LEAST * up)


def _heads(order: Positions, said: Texts, pairs: Pairs, facts: PairFacts, unknown: NDArray[np.bool_]) -> Texts:
    """Return the first sentence of cold-started users: the attributes that they were recommended by."""
    partners, projects = facts.context.degree, np.diff(facts.context.members.indptr)
    heads = as_texts([""] * said.shape[1])
    for pair in np.flatnonzero(unknown).tolist():
        told_of = [REASON_FAMILIES[number] for number in order[pair].tolist() if said[number, pair]]
        what = together([_(_WHAT[family]) for family in told_of if family in _WHAT])
        user = pairs.users[pair]
        if not projects[user]:
            text = _("no project yet: suggested by {what}")
        elif not partners[user]:
            text = _("no partner yet: suggested by {what}")
        else:
            text = _("nobody near you in the network: suggested by {what}")
        heads[pair] = text.format(what=what or _("how many partners they have"))
    return heads


def _background(pairs: Pairs, facts: PairFacts, said: Texts, chains: Texts) -> list[Texts]:
    """Return background sentences, then the drawbacks of the candidates."""
    every, context = np.arange(said.shape[1]), facts.context
    users, candidates = pairs.users, pairs.candidates

    def unless(family: str, texts: Texts) -> Texts:
        result: Texts = np.where(said[REASON_FAMILIES.index(family)] == "", texts, "")
        return result

    def where(mask: NDArray[np.bool_], text: str) -> Texts:
        return as_texts(["", text])[mask.astype(np.int64)]

    apart = (context.component[users] != context.component[candidates]) & (context.degree[users] > 0)
    return [
        unless("links", np.where(pairs.via.number > 0, chains, "")),
        unless("place", same_region(pairs, facts, every)),
        unless("place", kilometres(pairs, facts, every)),
        unless("kind", small_partners(pairs, facts, every)),
        where(facts.small[users] & (facts.small_partners[candidates] == 0), _("but has never worked with an SME")),
        where(
            (facts.recent[candidates] == 0) & (facts.since > 0),
            _("but has had no project since {year}").format(year=facts.since),
        ),
        where(apart, _("but no chain of partners leads to them")),
    ]


def _evidence(
    pairs: Pairs, facts: PairFacts, order: Positions, said: Texts, proofs: dict[str, Proof | None]
) -> Positions:
    """Find the projects that prove the first provable reason, then those of the common partners."""
    context, every = facts.context, np.arange(said.shape[1])
    first = np.full((len(every), FEW), -1, dtype=np.int64)
    open_pairs = np.ones(len(every), dtype=np.bool_)
    there = said != ""
    for turn in range(len(REASON_FAMILIES)):
        next_one = np.where(there[order[:, turn], every], order[:, turn], -1)
        for number, family in enumerate(REASON_FAMILIES):
            chosen = open_pairs & (next_one == number)
            if not chosen.any():
                continue
            proof = proofs[family]
            if proof is not None:
                first[chosen] = searched(context, proof.of(chosen), int(chosen.sum()), FEW)
            elif family == "links":
                open_pairs[chosen & (pairs.via.number > 0)] = False  # theirs alone
        open_pairs &= first[:, 0] < 0
    common = searched(context, both_sides(context, pairs.users, pairs.candidates, pairs.via), len(every))
    again = (common[:, :, None] == first[:, None, :]).any(axis=2)
    found = np.column_stack([first, np.where(again, -1, common)])
    return np.take_along_axis(found, np.argsort(found < 0, axis=1, kind="stable"), axis=1)[:, :MOST_PROJECTS]
