"""One sentence a family of features: what is true of a pair, and which projects prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.i18n import _, language, ngettext, number, together
from polegraph.linalg.sparse import sorted_rows
from polegraph.suggestions.explanations.attributes import kind, place
from polegraph.suggestions.explanations.evidence import Proof, shared
from polegraph.suggestions.explanations.phrasing import (
    NAMED,
    Explained,
    as_texts,
    enumerated,
    leading,
    phrases,
    shortened,
)
from polegraph.suggestions.profiles.activity import RECENT
from polegraph.tables import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.explanations.pair_facts import PairFacts, Pairs
    from polegraph.suggestions.explanations.phrasing import Texts
    from polegraph.suggestions.profiles.snapshot import Positions

_YEARLY: Final = 2 * RECENT  # number of projects from which on a yearly mean is given


def links(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Describe how user and candidate are linked: common partners, or a chain of partners."""
    context, via = facts.context, pairs.via
    users, candidates = pairs.of(some)
    count = via.number[some]
    chained = (context.component[users] == context.component[candidates]) & (context.degree[users] > 0) & (count == 0)
    texts = phrases(lambda one: _("linked to you by a chain of partners") if one else "", chained.astype(np.int64))
    named = np.flatnonzero(count)
    before, after = _around("{names}", _partners_who_know, count[named])
    names = enumerated(facts.short_names, via.partner[some[named], :NAMED], count[named])
    texts[named] = before + names + after
    return Explained(texts)


def _partners_who_know(count: int) -> str:
    return ngettext(
        "{n} of your partners works with them ({names})", "{n} of your partners work with them ({names})", count
    )


def _around(what: str, say: Callable[[int], str], counts: NDArray[np.int64]) -> tuple[Texts, Texts]:
    """Return the parts of a sentence about counts before and after *what*, with ``{n}`` filled in."""
    parts = [
        phrases(lambda count, part=part: say(count).partition(what)[part].format(n=number(count)), counts)
        for part in (0, 2)
    ]
    return parts[0], parts[1]


def themes(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Name common themes, those with most projects of the user first; else common themes with the user's partners."""
    context = facts.context
    users = pairs.users[some]
    texts, proof = _named_themes(pairs, facts, some, context.themes, users)
    befriended = np.flatnonzero((texts == "") & (context.degree[users] > 0))
    proofs = [proof]
    if len(befriended):
        who, row = np.unique(users[befriended], return_inverse=True)
        around = sorted_rows(context.partners[who] @ context.themes)
        stack = sorted_rows(sparse.vstack([context.themes, around]))
        more, proof = _named_themes(pairs, facts, some[befriended], stack, len(context.ids) + row, partners=True)
        proofs.append(proof)
        texts[befriended] = more
    pair, organisation, row, rank = (
        np.concatenate(arrays) for arrays in zip(*(one[:4] for one in proofs), strict=True)
    )
    return Explained(texts, Proof(pair, organisation, row, rank, sorted_rows(context.project_themes.T)))


def _named_themes(
    pairs: Pairs, facts: PairFacts, some: Positions, matrix: Csr, left: Positions, *, partners: bool = False
) -> tuple[Texts, Proof]:
    """Name the columns of a matrix that its rows *left* share with those of the candidates."""
    candidates, counts = pairs.candidates[some], matrix.data
    pair, theme, own, other = shared(matrix, left, candidates)
    keys = (theme, -counts[own], -counts[other]) if partners else (theme, -counts[other], -counts[own])
    first, total = leading(len(some), pair, theme, keys)
    say = _themes_of_partners if partners else _themes_of_both
    there = np.flatnonzero(total)
    before, after = _around("{names}", say, total[there])
    texts = as_texts([""] * len(some))
    texts[there] = before + enumerated(facts.theme_names, first[there], total[there]) + after
    pair, rank = np.nonzero(first >= 0)
    return texts, Proof(some[pair], candidates[pair], first[pair, rank], rank, facts.context.project_themes)


def _themes_of_both(count: int) -> str:
    return ngettext("active in one of your themes ({names})", "active in {n} of your themes ({names})", count)


def _themes_of_partners(count: int) -> str:
    return ngettext(
        "active in a theme of your partners ({names})", "active in {n} themes of your partners ({names})", count
    )


def names(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Name the partners of the user with names similar to the candidate's; else words it shares with the user."""
    context, alike = facts.context, facts.names.alike
    users, candidates = pairs.of(some)
    both = sorted_rows(sparse.vstack([alike, context.partners]))
    pair, partner, like, __ = shared(both, candidates, len(context.ids) + users)
    first, total = leading(len(some), pair, partner, (partner, -np.round(both.data[like], 6)))
    texts = as_texts([""] * len(some))
    there = np.flatnonzero(total)
    before, after = _around("{names}", _words_of_partners, total[there])
    texts[there] = before + enumerated(facts.short_names, first[there], total[there]) + after
    own = np.flatnonzero((np.asarray(alike[users, candidates]).ravel() > 0) & (total == 0))
    for row in own.tolist():
        words = facts.common_words(int(users[row]), int(candidates[row]))
        text = ", ".join(shortened(words[:NAMED]).tolist()) + (", …" if len(words) > NAMED else "")
        texts[row] = _("words of their name are like yours ({words})").format(words=text)
    pair, rank = np.nonzero(first >= 0)
    return Explained(texts, Proof(some[pair], users[pair], first[pair, rank], rank, context.members))


def _words_of_partners(count: int) -> str:
    return ngettext(
        "words of their name are like those of your partner {names}",
        "words of their name are like those of {n} of your partners ({names})",
        count,
    )


def activity(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Count the recent projects of the candidate, and those that it coordinates."""
    candidates = pairs.candidates[some]

    def say(count: int, leading: int) -> str:
        if not count or not facts.since:
            return ""
        if count >= _YEARLY:
            text = _("{n} projects since {year}, about {k} a year").format(
                n=number(count), year=facts.since, k=number(round(count / RECENT))
            )
        else:
            text = ngettext("{n} project since {year}", "{n} projects since {year}", count).format(
                n=number(count), year=facts.since
            )
        if leading:
            text += ngettext(", {n} of them as coordinator", ", {n} of them as coordinator", leading).format(
                n=number(leading)
            )
        return text

    texts = phrases(say, facts.recent[candidates], facts.activity.coordinated.astype(np.int64)[candidates])
    return Explained(texts, Proof(some, candidates, np.zeros_like(some), np.zeros_like(some), facts.lately))


def reach(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Count the partners of the candidate, and the new ones."""
    candidates = pairs.candidates[some]

    def say(count: int, fresh: int) -> str:
        text = ngettext("works with {n} partner", "works with {n} partners", count).format(n=number(count))
        if fresh and facts.since:
            text += ngettext(", {n} of them new since {year}", ", {n} of them new since {year}", fresh).format(
                n=number(fresh), year=facts.since
            )
        return text if count else ""

    texts = phrases(say, facts.context.degree[candidates], facts.activity.new_partners.astype(np.int64)[candidates])
    return Explained(texts, Proof(some, candidates, np.ones_like(some), np.zeros_like(some), facts.lately))


def offers(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Name what the candidate offers of what the user needs."""
    cold = facts.cold
    if not cold.needs.nnz or not cold.offers.nnz:
        return Explained(as_texts([""] * len(some)))
    users, candidates = pairs.of(some)
    both = (cold.needs[users].multiply(cold.offers[candidates]).toarray() > 0).astype(np.int64)
    words = [french if language() == "fr" else name.replace("_", " ") for name, french in DOMAINS.items()]

    def say(*row: int) -> str:
        what = together([word for word, there in zip(words, row, strict=True) if there])
        return _("offers what you need ({what})").format(what=what) if what else ""

    return Explained(phrases(say, *both.T))


def firsts(pairs: Pairs, facts: PairFacts, some: Positions) -> Explained:
    """Count the similar organisations with the candidate among their first partners."""
    # Find the group of similar organisations of each user
    users, candidates = pairs.of(some)
    code, keys = facts.cold.likeness
    chosen, begun = facts.first_by_group
    group = code[users]
    where = np.array([0 if len(key) == 1 else 1 if key[1] == "region" else 2 for key in keys], dtype=np.int64)

    def say(count: int, place: int) -> str:
        if not count:
            return ""
        text = (
            ngettext(
                "{n} organisation of your kind began with them", "{n} organisations of your kind began with them", count
            ),
            ngettext(
                "{n} organisation of your kind and region began with them",
                "{n} organisations of your kind and region began with them",
                count,
            ),
            ngettext(
                "{n} organisation of your kind and country began with them",
                "{n} organisations of your kind and country began with them",
                count,
            ),
        )[place]
        return text.format(n=number(count))

    # Count those of them that began with the candidate
    counts = np.asarray(chosen[group, candidates]).ravel().astype(np.int64)
    return Explained(phrases(say, counts, where[group]), Proof(some, candidates, group, np.zeros_like(some), begun))


SENTENCES: Final[dict[str, Callable[[Pairs, PairFacts, Positions], Explained]]] = {
    "offers": offers,
    "links": links,
    "themes": themes,
    "names": names,
    "place": place,
    "activity": activity,
    "reach": reach,
    "kind": kind,
    "firsts": firsts,
}
"""The sentence of each family of `polegraph.suggestions.learning.attribution.REASON_FAMILIES`."""
