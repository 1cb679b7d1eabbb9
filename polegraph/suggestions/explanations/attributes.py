"""Sentences about attributes of user and candidate: place, distance, kind and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.geography.distance import great_circle
from polegraph.i18n import N_, _, ngettext, number
from polegraph.linalg.sparse import sorted_rows
from polegraph.suggestions.explanations.evidence import Proof
from polegraph.suggestions.explanations.phrasing import Explained, as_texts, phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.explanations.pair_facts import PairFacts, Pairs
    from polegraph.suggestions.explanations.phrasing import Texts
    from polegraph.suggestions.profiles.snapshot import Positions

_OFTEN: Final = 2  # number of partners of a kind or in a place from which on they are mentioned
_PLACES: Final = 0.1  # and which share of all partners
_SHARE_OF_KIND: Final = 0.25
_CITY, _REGION, _COUNTRY, _IN_REGION, _IN_COUNTRY = range(1, 6)
_PLACES_SAID: Final = {
    _CITY: ("city", False, N_("same city ({city})")),
    _REGION: ("region", False, N_("same region ({region})")),
    _COUNTRY: ("country", False, N_("same country ({country})")),
    _IN_REGION: ("region", True, N_("{n} of your {all} partners are in their region ({region})")),
    _IN_COUNTRY: ("country", True, N_("{n} of your {all} partners are in their country ({country})")),
}
_KINDS: Final = {
    "company": N_("companies"),
    "lab": N_("laboratories"),
    "training_body": N_("training bodies"),
    "public_body": N_("public bodies"),
    "association": N_("associations"),
}


def place(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Describe the same city, region or country, or partners there, and the distance."""
    context = facts.context
    users, candidates = pairs.of(some)
    # What user and candidate share, and how many partners of the user are where the candidate is
    same = {"city": _same(facts.locations.city, users, candidates)}
    friends = {}
    for name in ("region", "country"):
        code, partners = facts.partner_counts[name]
        same[name] = _same(code, users, candidates)
        count = (
            partners[users, np.maximum(code[candidates], 0)] if partners.size else np.zeros(len(some), dtype=np.int64)
        )
        often = (code[candidates] >= 0) & ~same[name] & _often(count, context.degree[users], _PLACES)
        friends[name] = np.where(often, count, 0)
    region = facts.partner_counts["region"][0]
    finer = (region[users] >= 0) & (region[candidates] >= 0)
    same["country"] &= ~finer
    # The nearest of these is mentioned
    said = np.select(
        [same["city"], same["region"], same["country"], friends["region"] > 0, friends["country"] > 0],
        [_CITY, _REGION, _COUNTRY, _IN_REGION, _IN_COUNTRY],
        0,
    )
    texts = as_texts([""] * len(some))
    for number_of, (name, there, say) in _PLACES_SAID.items():
        rows = np.flatnonzero(said == number_of)
        codes, labels = facts.spelled[name]
        counts = friends[name][rows] if there else np.zeros(len(rows), dtype=np.int64)
        every = context.degree[users[rows]] if there else counts
        texts[rows] = phrases(
            lambda one, n, every, labels=labels, say=say: _(say).format(
                n=number(n), all=number(every), **dict.fromkeys(("city", "region", "country"), labels[one])
            ),
            *(codes[candidates[rows]] + 1, counts, every),
        )
    # The distance is written after it; projects with partners there prove it
    far = kilometres(pairs, facts, some)
    texts += np.where((said > 0) & (far != ""), _("; ") + far, "")
    rows = np.flatnonzero(said >= _IN_REGION)
    return Explained(texts, _where(pairs, facts, some[rows], said[rows] == _IN_COUNTRY))


def _same(code: NDArray[np.int64], users: Positions, candidates: Positions) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (code[users] == code[candidates]) & (code[users] >= 0)
    return found


def _often(count: NDArray[np.int64], degree: NDArray[np.int64], least: float) -> NDArray[np.bool_]:
    """Return whether a number of the user's partners is large enough to be mentioned."""
    return (count >= _OFTEN) & (count >= least * degree)


def _where(pairs: Pairs, facts: PairFacts, pair: Positions, wide: NDArray[np.bool_]) -> Proof:
    """Return where the user's projects with partners in the region, or country, of the candidate are found."""
    rows = []
    matrices = [facts.with_code[name] for name in ("region", "country")]
    for place_of, name in enumerate(("region", "country")):
        code, __ = facts.partner_counts[name]
        own, theirs = code[pairs.users[pair]], code[pairs.candidates[pair]]
        row = theirs + np.where(own == theirs, matrices[place_of].shape[0] // 2, 0)
        rows.append(row + (matrices[0].shape[0] if place_of else 0))
    row = np.where(wide, rows[1], rows[0])
    return Proof(pair, pairs.users[pair], row, np.zeros_like(pair), sorted_rows(sparse.vstack(matrices)))


def same_region(pairs: Pairs, facts: PairFacts, some: Positions) -> Texts:
    """Describe the same region."""
    users, candidates = pairs.of(some)
    codes, labels = facts.spelled["region"]
    same = _same(facts.partner_counts["region"][0], users, candidates)
    return phrases(
        lambda one: _("same region ({region})").format(region=labels[one]) if one else "",
        np.where(same, codes[candidates] + 1, 0),
    )


def kilometres(pairs: Pairs, facts: PairFacts, some: Positions) -> Texts:
    """Describe the distance, where both locations are known."""
    users, candidates = pairs.of(some)
    far = great_circle(facts.globe[users], facts.globe[candidates])
    rounded = np.where(np.isnan(far), -1, np.round(np.nan_to_num(far))).astype(np.int64) + 1
    return phrases(lambda one: _("{km} km away").format(km=number(one - 1)) if one else "", rounded)


def kind(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Count SMEs among the candidate's partners if the user is an SME; else the user's partners of its kind."""
    users, candidates = pairs.of(some)
    texts = small_partners(pairs, facts, some)
    small = texts != ""
    code, partners = facts.partner_counts["kind"]
    counts, degree = partners[users, code[candidates]], facts.context.degree[users]
    labels = facts.kinds
    known = np.isin(code[candidates], [place for place, label in enumerate(labels) if label in _KINDS])
    often = ~small & _often(counts, degree, _SHARE_OF_KIND) & known
    rows = np.flatnonzero(often)
    texts[rows] = phrases(
        lambda one, count, every: _("{n} of your {all} partners are {kind}").format(
            n=number(count), all=number(every), kind=_(_KINDS[labels[one]])
        ),
        *(code[candidates[rows]], counts[rows], degree[rows]),
    )
    # Rows of projects that prove it: with members of the kind, with two of them where the user is of that kind itself
    half = facts.with_code["kind"].shape[0] // 2
    own = code[users] == code[candidates]
    row = np.where(small, 2 * half + facts.small[candidates], code[candidates] + np.where(own, half, 0))
    told = np.flatnonzero(small | often)
    others = sorted_rows(sparse.vstack([facts.with_code["kind"], facts.with_small]))
    who = np.where(small, candidates, users)
    return Explained(texts, Proof(some[told], who[told], row[told], np.zeros_like(told), others))


def small_partners(pairs: Pairs, facts: PairFacts, some: Positions) -> Texts:
    """Count SMEs among the candidate's partners if the user is an SME; empty if none."""
    users, candidates = pairs.of(some)

    def say(count: int, least: int) -> str:
        if not count:
            return ""
        text = ngettext("has worked with {n} SME", "has worked with {n} SMEs", count).format(n=number(count))
        if least:
            text += ngettext(", {n} of your size", ", {n} of your size", least).format(n=number(least))
        return text

    every = np.where(facts.small[users], facts.small_partners[candidates], 0)
    least = np.where(facts.small[users] & facts.micro[users], facts.micro_partners[candidates], 0)
    return phrases(say, every, least)
