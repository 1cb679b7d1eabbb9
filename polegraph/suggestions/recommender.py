"""Recommend partners to organisations: ranked lists, each entry with reasons and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _, speaking
from polegraph.suggestions.candidates.baselines import COMMON, COUNTS, LISTWISE, METHODS, named
from polegraph.suggestions.candidates.cold_start import ColdStart
from polegraph.suggestions.candidates.exclusions import Exclusion, Filters
from polegraph.suggestions.candidates.exposure import SPARE
from polegraph.suggestions.candidates.ranked import Ranked, joined, lists, through_common
from polegraph.suggestions.explanations.evidence import common_partners
from polegraph.suggestions.explanations.pair_facts import PairFacts, Pairs
from polegraph.suggestions.explanations.phrasing import as_texts
from polegraph.suggestions.explanations.reasons import explain
from polegraph.suggestions.learning.attribution import ALONE, Memory
from polegraph.suggestions.learning.judging import shown
from polegraph.suggestions.learning.model_selection import choose
from polegraph.suggestions.learning.scorers import HandedOut, alone, scorer
from polegraph.suggestions.learning.unlearned import unlearned
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.learning.model import Model
    from polegraph.suggestions.profiles.snapshot import Positions

COLUMNS = [
    "org_id",
    "name",
    "rank",
    "suggested_id",
    "suggested_name",
    "suggested_kind",
    "suggested_size",
    "score",
    "reasons",
    "via_ids",
    "evidence_projects",
    "suggested_group",
]
_CHUNK = 50_000
_DIGITS = 6


class _Lists(NamedTuple):
    """Ranked pairs, the facts behind them, how much each family moved each, and which users were cold-started."""

    facts: PairFacts
    ranked: Ranked
    moved: NDArray[np.float32]
    unknown: NDArray[np.bool_]

    def take(self, rows: Positions) -> _Lists:
        """Return some of the pairs."""
        return _Lists(self.facts, self.ranked.take(rows), self.moved[rows], self.unknown[rows])


def suggest(  # noqa: PLR0913  # the options of the command
    net: Network,
    organisation: str | Iterable[str] | None = None,
    top: int = 10,
    *,
    method: str | None = None,
    want: str | None = None,
    theme: str | None = None,
    region: str | None = None,
    pole: str | None = None,
    new_to_pole: bool = False,
    former: bool = False,
    max_distance_km: float | None = None,
    among: Iterable[str] | None = None,
    spread: float | None = None,
    model: Model | None = None,
    all: bool = False,  # noqa: A002  # the name of the command's option
) -> pd.DataFrame:
    """Suggest partners, ranked, with reasons.

    Self, members of the same group, current partners and their groups, organisations that opted out and dissolved
    organisations are never recommended. Users without projects, and users without a candidate by the method, get
    attribute-based (cold-start) recommendations (`polegraph.suggestions.candidates.cold_start`), which the reasons
    state. Reasons come in the order of what moved the rank (`polegraph.suggestions.learning.attribution`).

    Parameters
    ----------
    net
        The network. If it was narrowed to some organisations, these are the users; candidates are all organisations
        that they were chosen from.
    organisation
        Identifiers or names, as `Network.find` takes them; one, several, or None for all (of those that the network was
        narrowed to) that are not dissolved.
    top
        Length of the lists.
    method
        ``learned``, ``fusion``, or a name of `polegraph.suggestions.METHODS`; None for what *model* has learned or,
        without one, the method without learning that was best on the network's own last years
        (`polegraph.suggestions.unlearned`; personalised PageRank where too few found partners to judge by).
    want
        Size (``micro``, ``sme``, ``mid_cap``, ``large``, ``not_sme``; a member of a group has the size of its group) or
        kind (``company``, ``lab``, ``training_body``, ``public_body``, ``association``, ``other``) of the candidates.
    theme
        Only organisations active in this theme, by a project or by the table ``organisation_themes``.
    region
        Only organisations in this region.
    pole
        Only members of this pôle, on the day of the network.
    new_to_pole
        Only organisations that were never members of *pole* or, without one, of a pôle of the user.
    former
        With *pole*: not its members, but its former members.
    max_distance_km
        Only organisations within this great-circle distance; those without coordinates are left out.
    among
        Only these organisations (``org_id``), such as the participants of a day.
    spread
        Exposure limit: the largest share of the lists that an organisation may stand in; None for no limit. The first
        seven of ten places stay as they are; last ones go to what no list shows, where that costs least.
    model
        What `train` gave; without one, ``learned`` learns anew.
    all
        With no *organisation*: all of them, even if the network was narrowed.

    Returns
    -------
    DataFrame
        ``org_id, name, rank, suggested_id, suggested_name, suggested_kind, suggested_size, score, reasons, via_ids,
        evidence_projects, suggested_group``; in the order in which organisations were asked for (by ``org_id`` for
        all), then by rank; ties by ``suggested_id``. ``suggested_size`` is that of the group, missing if unknown;
        ``suggested_group`` the name of the group that has this size, missing where it is its own. ``score`` is the
        method's, to six digits; scores of different organisations do not compare. ``via_ids``: up to five common
        partners, strongest first, with ``;`` between; ``evidence_projects``: up to ten projects, first those that prove
        the first reason, then those that prove both sides of the common partners.

    Raises
    ------
    PolegraphError
        If an organisation, method, size, kind, theme, region or pôle does not exist here, or an organisation that is
        asked for by name is dissolved.

    Examples
    --------
    >>> import polegraph.examples
    >>> found = suggest(polegraph.examples.tiny(), "First SME", want="large")
    >>> found[["rank", "suggested_id", "via_ids", "evidence_projects"]].values.tolist()
    [[1, 'BIG', 'LAB', 'P2;P3;P1']]
    >>> found["reasons"][0]
    '1 of your partners works with them (Laboratory (invented)); but has never worked with an SME'
    """
    within = None if among is None else frozenset(among)
    filters = Filters(want, theme, region, pole, new_to_pole, former, max_distance_km, within)
    return _table(_ranked(net, organisation, top, method, filters, spread, model, everyone=all))


def suggest_in(
    languages: Sequence[str],
    net: Network,
    organisation: str | Iterable[str] | None = None,
    top: int = 10,
    *,
    model: Model | None = None,
) -> dict[str, pd.DataFrame]:
    """Suggest partners, with the reasons in several languages; they are ranked once.

    Parameters
    ----------
    languages
        Codes of languages.
    net, organisation, top, model
        As for `suggest`.

    Returns
    -------
    dict
        What `suggest` gives, by language.

    Examples
    --------
    >>> import polegraph.examples
    >>> found = suggest_in(["fr", "en"], polegraph.examples.tiny(), "First SME")
    >>> found["fr"]["suggested_id"].equals(found["en"]["suggested_id"])
    True
    """
    lists_of_all = _ranked(net, organisation, top, None, Filters(), None, model, everyone=False)
    found = {}
    for code in languages:
        with speaking(code):
            found[code] = _table(lists_of_all)
    return found


def _ranked(
    net: Network,
    organisation: str | Iterable[str] | None,
    top: int,
    method: str | None,
    filters: Filters,
    spread: float | None,
    model: Model | None,
    *,
    everyone: bool,
) -> _Lists:
    """Rank the candidates of each user; the lists stand in the order in which users were asked for."""
    top = whole_number(top, "top", 1)
    name = named(method) if method is not None else unlearned(net.around).method if model is None else "learned"
    if name == "learned" and model is None:
        model = choose(net.around).needed()
    # Sums, candidates and the lists that are spread are those that the back-test judges, whatever the identifiers; ties
    # are broken by these afterwards.
    context = Context(net.around, "content")
    users = _asked(net, context, organisation, everyone=everyone)
    exclude = Exclusion(context, filters)
    profiles = Profiles(context)
    cold, length = ColdStart(profiles), top if spread is None else top + SPARE
    memory = Memory(model if name == "learned" else None, length)
    score = HandedOut(scorer(profiles, name, model, memory), cold, memory)
    if name in COUNTS and spread is None:
        ranked = _counted(context, name, users, filters, length)
    elif name in COMMON and exclude.plain:
        ranked = through_common(context, COMMON[name](context), users, exclude, length)
    else:
        ranked = joined([])
    left = users[~np.isin(users, ranked.user)]  # of these the methods above know no candidate, as the scorer finds too
    twin = profiles.twin if name in LISTWISE else context.twin
    alike = left[np.argsort(twin[left], kind="stable")]  # twins in one block are scored once
    ranked = joined([ranked, lists(score, alike, exclude, length, twin)])
    without = np.concatenate([np.zeros(0, dtype=np.int64), *score.without])
    # Limit exposure, put the lists in the order of the users, and explain what moved each rank
    if spread is not None:
        ranked = shown(ranked, without, top, spread)
    place = np.empty(len(context.ids), dtype=np.int64)
    place[users] = np.arange(len(users))
    ranked = _tied_by_id(ranked.ordered(place), context)
    moved = memory.moved(ranked.user, ranked.candidate, ALONE.get(name, "links"))
    return _Lists(PairFacts(profiles, cold), ranked, moved, np.isin(ranked.user, without))


def _counted(context: Context, name: str, users: Positions, filters: Filters, length: int) -> Ranked:
    """Rank candidates by whole numbers: many are equal, so that where a list ends, too, identifiers decide."""
    by_id = Context(context.network)
    place = context.positions(by_id.ids)
    there = by_id.positions(context.ids)[users[np.diff(context.members.indptr)[users] > 0]]
    exclude = Exclusion(by_id, filters)
    if name in COMMON and exclude.plain:
        found = through_common(by_id, COMMON[name](by_id), there, exclude, length)
    else:
        found = lists(alone(by_id, METHODS[name]), there, exclude, length)
    return found._replace(user=place[found.user], candidate=place[found.candidate])


def _tied_by_id(ranked: Ranked, context: Context) -> Ranked:
    """Sort tied candidates of each list by identifier."""
    by_id = np.empty(len(context.ids), dtype=np.int64)
    by_id[np.argsort(context.ids, kind="stable")] = np.arange(len(by_id))
    number = np.cumsum(np.diff(ranked.user, prepend=-1) != 0)
    order = np.lexsort((by_id[ranked.candidate], -ranked.score, number))
    return ranked.take(order)._replace(rank=ranked.rank)


def _table(found: _Lists) -> pd.DataFrame:
    """Build the table of recommendations, some rows at a time."""
    every = np.arange(len(found.ranked.user))
    chunks = [_rows(found.take(every[start : start + _CHUNK])) for start in range(0, max(len(every), 1), _CHUNK)]
    return pd.concat(chunks, ignore_index=True)


def _asked(net: Network, context: Context, organisation: str | Iterable[str] | None, *, everyone: bool) -> Positions:
    """Return the positions of the users, each once."""
    if organisation is None:
        chosen = net.focus
        mask = context.present
        if chosen is not None and not everyone:
            mask = mask & pd.Index(context.ids).isin(chosen)
        positions = np.flatnonzero(mask).astype(np.int64)
        return positions[np.argsort(context.ids[positions], kind="stable")]
    asked = np.asarray([organisation] if isinstance(organisation, (str, int)) else list(organisation), dtype="object")
    positions = context.positions(asked)
    for place in np.flatnonzero(positions < 0):  # names, and identifiers of other kinds
        positions[place] = context.positions(np.array([net.around.find(str(asked[place]))], dtype="object"))[0]
    for place in np.flatnonzero(~context.present[positions])[:1]:
        raise _dissolved(context.column("name")[positions[place]])
    __, places = np.unique(positions, return_index=True)
    return positions[np.sort(places)]


def _dissolved(name: str) -> PolegraphError:
    return PolegraphError(
        _("this organisation is dissolved, and nobody is suggested to it"),
        value=name,
        remedy=_("ask for another one, or for a day on which it was still there (--at)"),
    )


def _rows(found: _Lists) -> pd.DataFrame:
    """Build some rows: names, reasons, evidence."""
    facts, ranked = found.facts, found.ranked
    context = facts.context
    users, candidates = ranked.user, ranked.candidate
    via = common_partners(context, users, candidates)
    names, ids, groups = context.column("name"), context.ids, context.subsidiary_of[candidates]
    why, projects = explain(Pairs(users, candidates, via), facts, found.moved, found.unknown)
    columns: dict[str, Any] = {
        "org_id": ids[users],
        "name": names[users],
        "rank": ranked.rank,
        "suggested_id": ids[candidates],
        "suggested_name": names[candidates],
        "suggested_kind": context.column("kind")[candidates],
        "suggested_size": context.category_size[candidates],
        "score": significant(ranked.score),
        "reasons": why,
        "via_ids": _with_semicolons(ids, via.partner),
        "evidence_projects": _with_semicolons(context.project_ids, projects),
        "suggested_group": groups,
    }
    types = {name: "str" for name in COLUMNS if name not in {"rank", "score"}}
    return pd.DataFrame(columns, columns=COLUMNS).astype({**types, "rank": "int64", "score": "float64"})


def _with_semicolons(ids: NDArray[Any], some: Positions) -> list[str]:
    """Write the identifiers of each row, up to the first -1."""
    rows = as_texts([*ids.tolist(), ""])[some].tolist()
    return [";".join(filter(None, row)) for row in rows]


def significant(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round positive numbers to six digits, which `polegraph.suggestions.candidates.ranked.quantise` leaves distinct.

    Parameters
    ----------
    values : array of float
        Positive numbers.

    Examples
    --------
    >>> significant(np.array([0.0123443603515625, 27.0])).tolist()
    [0.0123444, 27.0]
    """
    different, place = np.unique(values, return_inverse=True)
    return np.array([float(f"{value:.{_DIGITS}g}") for value in different.tolist()], dtype=np.float64)[place]
