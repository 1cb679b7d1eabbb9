"""Matching of companies by name, place and identifier, and of all other organisations that are not French labs.

Two names are compared by rules: ``rules/company_words.csv`` says how a name is parsed, ``rules/company_verdicts.csv``
which verdict follows from the relation of two names, and ``rules/proposals.csv`` how often a proposal was right.
Each row of the first two gives its reason; the third was measured on labelled pairs.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from polegraph.identity.organisations import near_names, proposals, same_names, spelling_variants
from polegraph.identity.organisations.company_blocking import blocks, brand, is_slip, relation
from polegraph.identity.organisations.company_records import People
from polegraph.identity.shared_numbers import IDENTIFIERS, Numbers
from polegraph.names import rule_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

JUDGEMENT: Final = ("one", "other", "verdict", "score", "how", "evidence")
_TELLING: Final = ("siren", "vat", "ror", "siret", "pic")
_CONTRADICT: Final = ("siren", "vat", "ror")  # an organisation can have several establishments and several PICs
_FRENCH: Final = frozenset(
    [
        *("abbreviation", "acronym", "typo", "order", "group_word"),
        *("words:named", "words:bracket", "words:dashed", "spaces:named", "spaces:dashed"),
    ]
)
"""Relations, and bands of them, that were measured on names of France; elsewhere they merge within one city only."""
_UNMEASURED: Final = 0.5
_SURE: Final = 1.0
ALONE: Final = "shared_number"
"""Origin of a question: two organisations share a number, and their names do not agree."""
MAYBE: Final = "other_spelling"
"""Origin of a question: St for Saint, a former name, other order; see
`polegraph.identity.organisations.spelling_variants`."""


def judge(units: Units) -> pd.DataFrame:
    """Compare companies, associations, public bodies and foreign organisations.

    Parameters
    ----------
    units
        The organisations; French laboratories among them are passed over (see ``handles``).

    Returns
    -------
    pandas.DataFrame
        ``one``, ``other`` (positions, one < other), ``verdict`` (``same``: merge; ``ask``: propose; ``group``: propose
        as of one group; ``never``: they contradict each other), ``score`` (how often such pairs were right, 0 to 1),
        ``how``, ``evidence`` (short words, ``;`` between); sorted by ``one``, ``other``.

    Examples
    --------
    >>> from polegraph.identity.entities import Units
    >>> names = ["Alveole SAS", "ALVEOLE / R&D", "Université Paris 6", "Université Paris 7"]
    >>> table = pd.DataFrame({"org_id": list("abcd"), "name": names, "kind": ["company"] * 2 + ["public_body"] * 2})
    >>> columns = ["org_id", "name", "kind", "country", "city", "rnsr", *IDENTIFIERS]
    >>> table = table.reindex(columns=columns).assign(projects=1)
    >>> spellings = pd.DataFrame({"unit": range(4), "name": names, "rows": 1})
    >>> parts = pd.DataFrame({"unit": range(4), "project": range(4)})
    >>> judge(Units(table, spellings, parts))[["one", "other", "verdict", "how"]].values.tolist()
    [[0, 1, 'same', 'department'], [2, 3, 'never', 'numerals']]
    """
    people = People(units)
    found: dict[tuple[int, int], Judgement] = {}
    numbered = people.numbers.pairs(people.laboratory, people.rank)
    for pair in sorted(numbered.keys() | blocks(people.forms, people.projects, people.plain)):
        judgement = _compare(people, *pair)
        if judgement and (judgement.how != ALONE or numbered.get(pair)):
            found[pair] = judgement
    for pair in sorted(spelling_variants.pairs(people.spelt) - found.keys()):
        if _may_be_one(people, *pair):
            found[pair] = Judgement("ask", _UNMEASURED, MAYBE, _evidence(people, *pair, ""))
    found |= _of_one_name(people, found)
    found |= _guessed(people, found)
    found |= _near(people, found)
    kept = _one_proposal_a_group(people, found)
    rows = [(*pair, *judgement) for pair, judgement in sorted(kept.items())]
    table = pd.DataFrame(rows, columns=list(JUDGEMENT))
    return table.astype({"one": "int64", "other": "int64", "score": "float64"}).astype(
        dict.fromkeys(("verdict", "how", "evidence"), "str")
    )


def by_name(judged: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs that are one by their name, country and city: those that others need not be like as well.

    Parameters
    ----------
    judged
        As `judge` gives it.
    """
    sure = judged[(judged["verdict"] == "same") & judged["how"].isin(same_names.SURE)]
    return sure["one"].to_numpy(), sure["other"].to_numpy()


def by_number(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that number and name agree on: ``one``, ``other``, ``evidence``; the strongest evidence first.

    Parameters
    ----------
    judged
        As `judge` gives it.
    """
    sure = judged[(judged["verdict"] == "same") & judged["how"].isin(IDENTIFIERS)]
    order = sure["how"].map({column: place for place, column in enumerate(_TELLING)})
    return sure.loc[order.sort_values(kind="stable").index, ["one", "other", "evidence"]]


def _may_be_one(people: People, one: int, other: int, *, strict: bool = True) -> bool:
    """Return whether a pair of looser spelling variants is proposed: not in two cities or countries.

    Pairs of laboratories are left to the model; pairs in other cities are proposed only (not ``strict``) between sheets
    kept by hand.
    """
    if people.numbers.clash(one, other, _CONTRADICT):
        return False
    if strict and (_place(people, one, other) == "other" or {people.kind[one], people.kind[other]} == {"lab"}):
        return False
    here, there = people.nations(one), people.nations(other)
    if here and there and not here & there:
        return False
    return _relation(people, one, other) != "numerals"


def _of_one_name(people: People, found: Mapping[tuple[int, int], Judgement]) -> dict[tuple[int, int], Judgement]:
    """Judge the pairs of one name; what is known to be two stays two, and what is one already keeps its reason."""
    names = [people.spelt[unit] if forms else [] for unit, forms in enumerate(people.forms)]
    said = [
        same_names.Said(min(people.nations(unit), default=""), people.city[unit], people.has_rare_word(unit))
        for unit in range(len(names))
    ]
    pics = people.numbers.sound["pic"]
    new = {}
    for pair, (verdict, how) in same_names.same_names(names, said).items():
        one, other = pair
        before = found.get(pair)
        if (before and before.verdict in {"same", "never"}) or people.numbers.clash(one, other, _CONTRADICT):
            continue
        codes = pics[one] and pics[other] and pics[one] != pics[other]
        sure = verdict == "same" and not codes and not people.are_of_two_lands(one, other)
        why = how if sure else "other_pic" if codes else same_names.ELSEWHERE
        if sure or not before:
            score = _SURE if sure else measured().get(why, (_UNMEASURED, 0))[0]
            new[pair] = Judgement("same" if sure else "ask", score, why, _evidence(people, one, other, ""))
    return new


def _near(people: People, found: Collection[tuple[int, int]]) -> dict[tuple[int, int], Judgement]:
    """Propose pairs of one country whose names are near; the model judges laboratories of France."""
    names = [people.spelt[unit] if forms else [] for unit, forms in enumerate(people.forms)]
    near = near_names.near_names(names, people.country)
    open_pairs = {
        pair: value
        for pair, value in near.items()
        if pair not in found and _may_be_one(people, *pair, strict=False) and _place(people, *pair) != "other"
    }
    score = measured().get(near_names.NEAR, (_UNMEASURED, 0))[0]
    return {
        pair: Judgement("ask", score, near_names.NEAR, _evidence(people, *pair, ""))
        for pair in near_names.nearest(open_pairs)
    }


def _guessed(people: People, found: Collection[tuple[int, int]]) -> dict[tuple[int, int], Judgement]:
    """Propose pairs with weaker evidence; never those under a cannot-link constraint."""
    guesses = proposals.guesses(people.spelt, people.own, people.plain)
    chances = {}
    for pair, guess in guesses.items():
        place = _place(people, *pair)
        own = people.own[pair[0]] or people.own[pair[1]]
        if pair in found or not _may_be_one(people, *pair, strict=not own):
            continue
        kinds = {people.kind[unit] for unit in pair} - {"", "other"}
        if own or len(kinds) <= 1:
            partners = not people.parts[pair[0]].isdisjoint(people.parts[pair[1]])
            chances[pair] = proposals.weighed(guess, place=place, kinds=kinds, partners=partners)
    return {
        pair: Judgement("ask", round(chances[pair], 2), guesses[pair].how, _evidence(people, *pair, ""))
        for pair in proposals.likeliest(chances)
    }


def taxed_as(units: Units) -> list[str | None]:
    """Return the unshared number of each organisation, if known: SIREN, else VAT number.

    Parameters
    ----------
    units
        The organisations.
    """
    known = Numbers(units.table).sound
    return [siren or vat or None for siren, vat in zip(known["siren"], known["vat"], strict=True)]


class Judgement(NamedTuple):
    """The verdict on a pair, and its evidence."""

    verdict: str
    score: float
    how: str
    evidence: str


def _compare(people: People, one: int, other: int) -> Judgement | None:
    """Judge a pair by names, and where they share a number by number and name: a number alone is a question."""
    agree, clash = people.numbers.agree(one, other), people.numbers.clash(one, other, _CONTRADICT)
    if clash and agree:
        return Judgement("never", _SURE, clash[0], _evidence(people, one, other, clash[0]))
    how = _relation(people, one, other)
    right = [column for column in agree if people.numbers.sound[column][one]]
    if right and _names_agree(people, (one, other), how, right):
        return Judgement("same", _SURE, right[0], _evidence(people, one, other, right[0]))
    verdict, band = _verdict(people, one, other, how) if how else ("", "")
    if agree and verdict != "same":
        return Judgement("ask", _UNMEASURED, ALONE, _evidence(people, one, other, agree[0]))
    if clash and verdict in {"same", "ask"}:  # members of one group differ by their identifiers, as they should
        return Judgement("never", _SURE, clash[0], _evidence(people, one, other, clash[0]))
    if not verdict:
        return None
    sure = _SURE if verdict in {"same", "never"} else _UNMEASURED
    return Judgement(verdict, measured().get(band, (sure, 0))[0], band, _evidence(people, one, other, ""))


def _names_agree(people: People, pair: tuple[int, int], how: str, right: list[str]) -> bool:
    """Return whether the names of a pair confirm the number that it shares.

    The names are the same, or nearly; or both are in one city, share a rare word, and the number is given to a single
    body. Names that merely begin alike may be a group with a common VAT number.
    """
    one, other = pair
    place = _place(people, one, other)
    if _verdicts().get((how, place), ("", ""))[0] in {"same", "ask"}:
        return True
    if place != "same" or not any(people.numbers.own(column, one, other) for column in right):
        return False
    words = [{word for form in people.names(unit) for word in form.core} for unit in pair]
    return any(people.frequency[word] <= people.few and word not in people.plain for word in words[0] & words[1])


def _relation(people: People, one: int, other: int) -> str:
    """Return the strictest relation between any of their spellings."""
    ways = {relation(left, right, people.plain) for left in people.names(one) for right in people.names(other)} - {""}
    return min(ways, key=lambda how: (how == "numerals", _certainty(how), how), default="")


@cache
def _certainty(how: str) -> int:
    """Return the rank of a relation in the table of verdicts; strictest first."""
    order = [row["how"] for row in rule_tables.rows("company_verdicts")]
    return order.index(how) if how in order else len(order)


@cache
def _verdicts() -> dict[tuple[str, str], tuple[str, str]]:
    """Return verdict and band, by relation and place."""
    return {
        (row["how"], place): (row["verdict"], row["band"])
        for row in rule_tables.rows("company_verdicts")
        for place in (("same", "unknown", "other") if row["place"] == "any" else row["place"].split("|"))
    }


@cache
def measured() -> dict[str, tuple[float, int]]:
    """Return the precision of proposals, and the number judged, by ``how``.

    Examples
    --------
    >>> all(0 <= right <= 1 and judged > 0 for right, judged in measured().values())
    True
    """
    return {row["band"]: (float(row["right"]), int(row["judged"])) for row in rule_tables.rows("proposals")}


def right(verdict: str, how: str, score: float) -> tuple[float, int]:
    """Return the precision of such questions, and the number judged; else the prior probability.

    Parameters
    ----------
    verdict, how, score
        As `judge` gives them.

    Examples
    --------
    >>> right("ask", "begins_with", 0.6), right("group", "begins_with", 1.0)[1] > 0
    ((0.6, 0), True)
    """
    guessed = verdict == "ask" and how in proposals.HOWS
    return (score, 0) if guessed else measured().get(how, (math.nan, 0))


def _verdict(people: People, one: int, other: int, how: str) -> tuple[str, str]:
    """Return the verdict, and its band, by the relation of two names, their places, kinds and countries."""
    if how == "numerals":
        return "never", how
    place = _place(people, one, other)
    verdict, band = _verdicts().get((how, place), ("", ""))
    companies = people.kind[one] == people.kind[other] == "company"
    if not companies:
        verdict = _strict(people, one, other, how, place)
    pics = people.numbers.sound["pic"]
    if verdict == "same" and _maybe_abroad(people, one, other):
        return ("group", "abroad") if companies else ("ask", "other_country")
    if verdict == "same" and pics[one] and pics[other]:
        return "ask", "other_pic"
    if (
        verdict == "same"
        and place != "same"
        and (band in _FRENCH or how in _FRENCH)
        and _are_abroad(people, one, other)
    ):
        return "ask", "maybe_spelling"
    if verdict == "same" and _renamed(people, one) != _renamed(people, other):
        return verdict, "former_name"
    return verdict, band


def _place(people: People, one: int, other: int) -> str:
    left, right = people.city[one], people.city[other]
    return "unknown" if not left or not right else "same" if left == right else "other"


def _renamed(people: People, unit: int) -> bool:
    return all(form.renamed for form in people.names(unit))


def _are_abroad(people: People, one: int, other: int) -> bool:
    """Return whether a pair is known to be in another country than France, and its names differ by more than a slip."""
    here = people.country[one]
    if not here or here == "FR" or people.country[other] != here:
        return False
    return not any(is_slip(left.core, right.core) for left in people.names(one) for right in people.names(other))


def _maybe_abroad(people: People, one: int, other: int) -> bool:
    """Return whether a pair is in two countries, or may be since one is unknown and the name is found in two."""
    here, there = people.nations(one), people.nations(other)
    if here and there:
        return not here & there
    if people.city[one] and people.city[one] == people.city[other]:
        return False
    legal = [
        known or {land for form in people.forms[unit] for land in form.lands}
        for unit, known in ((one, here), (other, there))
    ]
    if all(legal) and not legal[0] & legal[1]:
        return True
    return any(len(people.countries[form.joined]) > 1 for unit in (one, other) for form in people.forms[unit])


def _strict(people: People, one: int, other: int, how: str, place: str) -> str:
    """Judge a pair that is not two companies: by the same words only, and only if the words are distinctive."""
    if how not in {"words", "spaces"} or place == "other" or (place == "unknown" and people.is_in_cities(one, other)):
        return ""
    return "same" if people.has_rare_word(one) or people.has_rare_word(other) else ""


def _evidence(people: People, one: int, other: int, identifier: str) -> str:
    said = []
    if identifier:
        values = {people.numbers.written[identifier][unit] for unit in (one, other)}
        said.append(f"{identifier}:{'|'.join(sorted(values))}")
    if people.city[one] and people.city[one] == people.city[other]:
        said.append(f"city:{people.city[one]}")
    if people.country[one] and people.country[other] and people.country[one] != people.country[other]:
        said.append(f"countries:{'|'.join(sorted((people.country[one], people.country[other])))}")
    return ";".join(said)


def _one_proposal_a_group(people: People, found: dict[tuple[int, int], Judgement]) -> dict[tuple[int, int], Judgement]:
    """Keep of the proposals of a group those with its best known member: n − 1 decisions instead of n²."""
    known = [brand(forms[0].core, people.plain) if forms else () for forms in people.forms]
    head: dict[tuple[str, ...], int] = {}
    for pair, judgement in found.items():
        if judgement.verdict == "group":
            for unit in pair:
                best = head.setdefault(known[unit], unit)
                head[known[unit]] = max(unit, best, key=lambda who: (people.projects[who], -who))
    return {
        pair: judgement
        for pair, judgement in found.items()
        if judgement.verdict != "group" or any(head[known[unit]] in pair for unit in pair)
    }
