"""How the suggested fit the user: where they are, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.i18n import N_, _, ngettext, number
from polegraph.suggestions.evidence import Proof
from polegraph.suggestions.facts import Told
from polegraph.suggestions.filters import distances
from polegraph.suggestions.walks import sorted_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.facts import Facts, Pairs

_OFTEN: Final = 2  # partners of a kind or in a place from which on they are worth a word
_PLACES: Final = 0.1  # and which share of all partners
_SHARE_OF_KIND: Final = 0.25
_KINDS: Final = {
    "company": N_("companies"),
    "lab": N_("laboratories"),
    "training_body": N_("training bodies"),
    "public_body": N_("public bodies"),
    "association": N_("associations"),
}


def place(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell of the same city, region or country, of partners there, and how far away they are."""
    traits, context = pairs.traits, pairs.context
    users, suggested = pairs.of(some)
    far = kilometres(pairs, some)
    called = {name: context.column(name)[suggested].tolist() for name in ("city", "region", "country")}
    code, unknown = traits.city, []
    same = {"city": (code[users] == code[suggested]) & (code[users] >= 0)}
    for name in ("region", "country"):
        code, partners = facts.partners_of_kind[name]
        same[name] = (code[users] == code[suggested]) & (code[users] >= 0)
        count = (
            partners[users, np.maximum(code[suggested], 0)] if partners.size else np.zeros(len(some), dtype=np.int64)
        )
        often = (code[suggested] >= 0) & ~same[name] & _often(count, context.degree[users], _PLACES)
        unknown.append(np.where(often, count, 0))
    finer = (traits.codes("region")[users] >= 0) & (traits.codes("region")[suggested] >= 0)
    near, wide = unknown
    texts = []
    degree = context.degree[users].tolist()
    friends: list[tuple[int, int]] = []  # the pair, and 0 for the region, 1 for the country
    for row, pair in enumerate(some.tolist()):
        said = []
        if same["city"][row]:
            said.append(_("same city ({city})").format(city=called["city"][row]))
        elif same["region"][row]:
            said.append(_("same region ({region})").format(region=called["region"][row]))
        elif same["country"][row] and not finer[row]:
            said.append(_("same country ({country})").format(country=called["country"][row]))
        elif near[row]:
            friends.append((pair, 0))
            said.append(
                _("{n} of your {all} partners are in their region ({region})").format(
                    n=number(int(near[row])), all=number(degree[row]), region=called["region"][row]
                )
            )
        elif wide[row]:
            friends.append((pair, 1))
            said.append(
                _("{n} of your {all} partners are in their country ({country})").format(
                    n=number(int(wide[row])), all=number(degree[row]), country=called["country"][row]
                )
            )
        texts.append("; ".join(part for part in (*said, far[row] if said else "") if part))
    return Told(texts, _where(pairs, facts, friends))


def _often(count: NDArray[np.int64], degree: NDArray[np.int64], least: float) -> NDArray[np.bool_]:
    """Tell how many of the user's partners are worth a word."""
    return (count >= _OFTEN) & (count >= least * degree)


def _where(pairs: Pairs, facts: Facts, often: list[tuple[int, int]]) -> Proof:
    """Give where the user's projects with partners in the region, or country, of the suggested are found."""
    found = np.array(often, dtype=np.int64).reshape(-1, 2)
    pair, which = found[:, 0], found[:, 1]
    rows = []
    matrices = [facts.with_code[name] for name in ("region", "country")]
    for place_of, name in enumerate(("region", "country")):
        code, __ = facts.partners_of_kind[name]
        own, theirs = code[pairs.users[pair]], code[pairs.suggested[pair]]
        row = theirs + np.where(own == theirs, matrices[place_of].shape[0] // 2, 0)
        rows.append(row + (matrices[0].shape[0] if place_of else 0))
    row = np.where(which == 0, rows[0], rows[1])
    return Proof(pair, pairs.users[pair], row, np.zeros_like(pair), sorted_rows(sparse.vstack(matrices)))


def same_region(pairs: Pairs, some: Positions) -> list[str]:
    """Tell of the same region."""
    code, region = pairs.traits.codes("region"), pairs.context.column("region")
    users, suggested = pairs.of(some)
    same = (code[users] == code[suggested]) & (code[users] >= 0)
    return [
        _("same region ({region})").format(region=name) if there else ""
        for name, there in zip(region[suggested].tolist(), same.tolist(), strict=True)
    ]


def kilometres(pairs: Pairs, some: Positions) -> list[str]:
    """Tell how far away they are, where both places are known."""
    context = pairs.context
    globe = context.network.organisations[["lat", "lon"]].to_numpy(dtype=np.float64)[context.order]
    users, suggested = pairs.of(some)
    return [
        "" if np.isnan(one) else _("{km} km away").format(km=number(round(one)))
        for one in distances(globe[users], globe[suggested]).tolist()
    ]


def kind(pairs: Pairs, facts: Facts, some: Positions) -> Told:
    """Tell an SME how many SMEs they have worked with; else how many of the user's partners are of their kind."""
    users, suggested = pairs.of(some)
    told = small_partners(pairs, facts, some)
    code, partners = facts.partners_of_kind["kind"]
    names_of = pairs.context.column("kind")[suggested].tolist()
    counts = partners[users, code[suggested]]
    often = _often(counts, pairs.context.degree[users], _SHARE_OF_KIND).tolist()
    half = facts.with_code["kind"].shape[0] // 2
    texts, proofs = [], []
    degree = pairs.context.degree[users].tolist()
    for row, (pair, small) in enumerate(zip(some.tolist(), told, strict=True)):
        if small:
            texts.append(small)
            proofs.append((pair, suggested[row], 2 * half + int(facts.small[suggested[row]])))
        elif often[row] and names_of[row] in _KINDS:
            texts.append(
                _("{n} of your {all} partners are {kind}").format(
                    n=number(int(counts[row])), all=number(degree[row]), kind=_(_KINDS[names_of[row]])
                )
            )
            own = code[users[row]] == code[suggested[row]]
            proofs.append((pair, users[row], code[suggested[row]] + (half if own else 0)))
        else:
            texts.append("")
    found = np.array(proofs, dtype=np.int64).reshape(-1, 3)
    others = sorted_rows(sparse.vstack([facts.with_code["kind"], facts.with_small]))
    return Told(texts, Proof(found[:, 0], found[:, 1], found[:, 2], np.zeros(len(found), dtype=np.int64), others))


def small_partners(pairs: Pairs, facts: Facts, some: Positions) -> list[str]:
    """Tell an SME how many other SMEs they have worked with; nothing if none."""
    users, suggested = pairs.of(some)
    every, micro = facts.small_partners[suggested].tolist(), facts.micro_partners[suggested].tolist()
    texts = []
    for small, tiny, count, least in zip(
        facts.small[users].tolist(), facts.micro[users].tolist(), every, micro, strict=True
    ):
        if not small or not count:
            texts.append("")
            continue
        text = ngettext("has worked with {n} SME", "has worked with {n} SMEs", count).format(n=number(count))
        if tiny and least:
            text += ngettext(", {n} of your size", ", {n} of your size", least).format(n=number(least))
        texts.append(text)
    return texts
