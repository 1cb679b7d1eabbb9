"""One sentence a family: what is true of a pair, and which projects prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.i18n import _, language, ngettext, number
from polegraph.suggestions.evidence import Proof, shared
from polegraph.suggestions.facts import NAMED, Told, gathered, listed
from polegraph.suggestions.fitting import kind, place
from polegraph.suggestions.traits import RECENT
from polegraph.suggestions.walks import sorted_rows
from polegraph.tables import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.linalg import Csr
    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.facts import Facts, Pairs

_YEARLY: Final = 2 * RECENT  # projects from which on it is said how many a year


def links(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell how the two are linked."""
    del facts
    context, via = pairs.context, pairs.via
    users, suggested = pairs.of(some)
    few = (via.rank <= NAMED) & np.isin(via.pair, some)
    called = gathered(len(pairs.users), via.pair[few], context.column("name")[via.partner[few]])
    chained = ((context.component[users] == context.component[suggested]) & (context.degree[users] > 0)).tolist()
    texts = []
    for pair, count, chain in zip(some.tolist(), via.number[some].tolist(), chained, strict=True):
        text = ""
        if count:
            text = ngettext(
                "{n} of your partners works with them ({names})", "{n} of your partners work with them ({names})", count
            ).format(n=number(count), names=listed(called[pair], count))
        elif chain:
            text = _("linked to you by a chain of partners")
        texts.append(text)
    return Told(texts)


def themes(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Name the themes of both, those in which the user has most projects first; else those of the user's partners."""
    context = pairs.context
    users = pairs.users[some]
    texts, proof = _named_themes(pairs, some, context.themes, users)
    silent = np.flatnonzero([not text for text in texts])
    befriended = silent[context.degree[users[silent]] > 0]
    proofs = [proof]
    if len(befriended):
        who, row = np.unique(users[befriended], return_inverse=True)
        around = sorted_rows(context.partners[who] @ context.themes)
        stack = sorted_rows(sparse.vstack([context.themes, around]))
        more, proof = _named_themes(pairs, some[befriended], stack, len(context.ids) + row, partners=True)
        proofs.append(proof)
        for place, text in zip(befriended.tolist(), more, strict=True):
            texts[place] = text
    del facts
    pair, organisation, row, rank = (
        np.concatenate(arrays) for arrays in zip(*(one[:4] for one in proofs), strict=True)
    )
    return Told(texts, Proof(pair, organisation, row, rank, sorted_rows(context.subjects.T)))


def _named_themes(
    pairs: Pairs, some: Positions, matrix: Csr, left: Positions, *, partners: bool = False
) -> tuple[list[str], Proof]:
    """Name the columns of a matrix that its rows *left* share with those of the suggested."""
    context = pairs.context
    table = context.network.themes.sort_values("theme_id", kind="stable")
    labels, counts = table["label"].to_numpy(), matrix.data
    total = np.zeros(len(some), dtype=np.int64)
    called: list[list[str]] = [[] for _place in range(len(some))]
    found: list[tuple[Positions, ...]] = [(np.zeros(0, dtype=np.int64),) * 3]
    for pair, theme, own, other in shared(matrix, left, pairs.suggested[some]):
        keys = (theme, -counts[own], -counts[other], pair) if partners else (theme, -counts[other], -counts[own], pair)
        order = np.lexsort(keys)
        rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
        total += np.bincount(pair, minlength=len(some))
        best = order[rank < NAMED]
        for one, name in zip(pair[best].tolist(), labels[theme[best]].tolist(), strict=True):
            called[one].append(name)
        found.append((some[pair[best]], theme[best], rank[rank < NAMED]))
    pair, theme, rank = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    texts = []
    for names, count in zip(called, total.tolist(), strict=True):
        if not count:
            text = ""
        elif partners:
            text = ngettext(
                "active in a theme of your partners ({names})", "active in {n} themes of your partners ({names})", count
            )
        else:
            text = ngettext("active in one of your themes ({names})", "active in {n} of your themes ({names})", count)
        texts.append(text.format(n=number(count), names=listed(names, count)))
    return texts, Proof(pair, pairs.suggested[pair], theme, rank, context.subjects)


def names(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell whose name theirs is like: those of partners of the user, or the user's."""
    context, alike = pairs.context, pairs.traits.alike
    users, suggested = pairs.of(some)
    own = np.asarray(alike[users, suggested]).ravel() > 0
    both = sorted_rows(sparse.vstack([alike, context.partners]))
    called: list[list[str]] = [[] for _place in range(len(some))]
    total = np.zeros(len(some), dtype=np.int64)
    found: list[tuple[Positions, ...]] = [(np.zeros(0, dtype=np.int64),) * 3]
    known = context.column("name")
    for pair, partner, like, __ in shared(both, suggested, len(context.ids) + users):
        order = np.lexsort((partner, -np.round(both.data[like], 6), pair))
        rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
        total += np.bincount(pair, minlength=len(some))
        best = order[rank < NAMED]
        for one, name in zip(pair[best].tolist(), known[partner[best]].tolist(), strict=True):
            called[one].append(name)
        found.append((some[pair[best]], partner[best], rank[rank < NAMED]))
    texts = []
    for row, (like_you, count, others) in enumerate(zip(own.tolist(), total.tolist(), called, strict=True)):
        text = ""
        if count:
            text = ngettext(
                "words of their name are like those of your partner {names}",
                "words of their name are like those of {n} of your partners ({names})",
                count,
            ).format(n=number(count), names=listed(others, count))
        elif like_you:
            words = facts.common_words(int(users[row]), int(suggested[row]))
            text = _("words of their name are like yours ({words})").format(words=listed(words[:NAMED], len(words)))
        texts.append(text)
    pair, partner, rank = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    return Told(texts, Proof(pair, pairs.users[pair], partner, rank, context.members))


def activity(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Count their projects of the last years, and those that they coordinate."""
    suggested = pairs.suggested[some]
    leads = pairs.traits.coordinated.astype(np.int64)[suggested].tolist()
    texts = []
    for count, leading in zip(facts.recent[suggested].tolist(), leads, strict=True):
        if not count or not facts.since:
            texts.append("")
            continue
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
        texts.append(text)
    return Told(texts, Proof(some, suggested, np.zeros_like(some), np.zeros_like(some), facts.lately))


def reach(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Count their partners, and the new ones."""
    suggested = pairs.suggested[some]
    new = pairs.traits.new_partners.astype(np.int64)[suggested].tolist()
    texts = []
    for count, fresh in zip(pairs.context.degree[suggested].tolist(), new, strict=True):
        text = ngettext("works with {n} partner", "works with {n} partners", count).format(n=number(count))
        if fresh and facts.since:
            text += ngettext(", {n} of them new since {year}", ", {n} of them new since {year}", fresh).format(
                n=number(fresh), year=facts.since
            )
        texts.append(text if count else "")
    return Told(texts, Proof(some, suggested, np.ones_like(some), np.zeros_like(some), facts.lately))


def offers(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell what they offer of what the user needs."""
    cold = facts.cold
    if not cold.needs.nnz or not cold.offers.nnz:
        return Told([""] * len(some))
    users, suggested = pairs.of(some)
    both = cold.needs[users].multiply(cold.offers[suggested]).toarray() > 0
    words = [french if language() == "fr" else name.replace("_", " ") for name, french in DOMAINS.items()]
    return Told(
        [
            _("offers what you need ({what})").format(what=", ".join(words[one] for one in np.flatnonzero(row)))
            if row.any()
            else ""
            for row in both
        ]
    )


def firsts(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell how many similar organisations began with them."""
    users, suggested = pairs.of(some)
    code, keys = facts.cold.likeness
    chosen, begun = facts.first_by_group
    group = code[users]
    counts = np.asarray(chosen[group, suggested]).ravel().astype(np.int64)
    texts = []
    for count, key in zip(counts.tolist(), [keys[one] for one in group.tolist()], strict=True):
        if not count:
            text = ""
        elif len(key) == 1:
            text = ngettext(
                "{n} organisation of your kind began with them", "{n} organisations of your kind began with them", count
            )
        elif key[1] == "region":
            text = ngettext(
                "{n} organisation of your kind and region began with them",
                "{n} organisations of your kind and region began with them",
                count,
            )
        else:
            text = ngettext(
                "{n} organisation of your kind and country began with them",
                "{n} organisations of your kind and country began with them",
                count,
            )
        texts.append(text.format(n=number(count)))
    return Told(texts, Proof(some, suggested, group, np.zeros_like(some), begun))


SENTENCES: Final[dict[str, Callable[[Pairs, Facts, Positions], Told]]] = {
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
"""The sentence of each family of `polegraph.suggestions.explain.TOLD`."""
