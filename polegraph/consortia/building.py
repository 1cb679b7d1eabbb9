"""Proposals of consortia for a call: members, roles, reasons, evidence, and who introduces them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.consortia.integer_program import SECONDS, Solution, solve
from polegraph.consortia.linear import COLUMNS as OF_RULES
from polegraph.consortia.member_reasons import Telling
from polegraph.consortia.members import described
from polegraph.consortia.pool import WEIGHTS, Traits, chosen, programme, ties, traits
from polegraph.consortia.rule_bounds import bounds
from polegraph.consortia.rulebook import load
from polegraph.consortia.set_scores import DEFAULT, Past, score
from polegraph.consortia.topics import Topics, topics
from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from polegraph.consortia.integer_program import Programme
    from polegraph.network import Network

    Positions = NDArray[np.int64]

PARTS: Final = (
    *(
        "topics_covered",
        "trust",
        "links_opened",
        "fit",
        "free_capacity",
        "experience",
        "outcomes_before",
        "members_cost",
    ),
)
"""The parts of the score, which sum to it; of a whole proposal."""
COLUMNS: Final = (
    *("proposal", "score", "org_id", "name", "kind", "size", "country", "role", "topics", "reasons"),
    *("introducer_id", "evidence_projects", "introducer_name", *PARTS, "optimality_gap"),
)
DIFFER: Final = 2
"""Members of each proposal that are not in a later one."""
_TEXTS: Final = (
    *("org_id", "name", "kind", "size", "country", "role", "topics", "reasons"),
    *("introducer_id", "evidence_projects", "introducer_name"),
)


class _Task(NamedTuple):
    """What is asked for, as positions and matrices."""

    past: Past
    topics: Topics
    traits: Traits
    some: Positions
    programme: Programme
    must: Positions


def build(  # noqa: PLR0913  # the options of the command
    net: Network,
    rules: str | Path | None = None,
    theme: str | Iterable[str] | None = None,
    call: str | None = None,
    *,
    must: Iterable[str] = (),
    exclude: Iterable[str] = (),
    lead: str | None = None,
    size: tuple[int, int] = (3, 8),
    proposals: int = 3,
    differ: int = DIFFER,
    weights: Mapping[str, float] | None = None,
    home: str | None = None,
    seconds: float = SECONDS,
) -> pd.DataFrame:
    r"""Propose consortia for a call: the best by a score in parts, then others that differ from it.

    The score of a consortium is a weighted sum (`polegraph.consortia.WEIGHTS`) of what it covers of the topics of the
    call; for each member, how well it knows the member that it knows best, :math:`1 - 2^{-n}` with *n* common projects,
    each halved every three years; links that it opens: an SME that has none with a large group, a laboratory that has
    none with an SME, an organisation without a project; how well members fit those that must be in
    (`polegraph.consortia.complete`); their capacity, outcomes before and the coordinator's experience; less what each
    member costs. It is maximised by an integer programme under the rules among the candidates that are best alone, and
    best of their kind and size; a better one of these is above it by the ``optimality_gap`` at most. Of one group one
    is in.

    Parameters
    ----------
    net
        The network, on its day.
    rules
        Name of a programme's rules, or the path of a file; None for none. Rules on shares of a budget, on totals and on
        labels stay unknown until there is one: `polegraph.consortia.check`.
    theme
        Themes, or words, of the call.
    call
        The text of the call, French or English.
    must, exclude
        Organisations that are in, and that are not; identifiers or names.
    lead
        The organisation that coordinates; None for the one that is best for it.
    size
        Least and largest number of members.
    proposals
        How many, where so many meet the rules.
    differ
        How many members of each proposal are not in a later one, apart from those that must be in.
    weights
        Weights of parts of the score, in the place of those of `polegraph.consortia.WEIGHTS`.
    home
        Region that the call is of.
    seconds
        Time after which the search for a proposal ends with the best found, and its gap.

    Returns
    -------
    DataFrame
        A row a member, the coordinator first: ``proposal, score, org_id, name, kind, size, country, role, topics,
        reasons, introducer_id, evidence_projects, introducer_name``; then the parts of the proposal's score, and
        ``optimality_gap``, how far the score of a better one could be above it, as a share.

    Raises
    ------
    PolegraphError
        If an organisation, rules, a part or a topic does not exist here, or no consortium meets what is asked for.

    References
    ----------
    Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation
    10 (2018), 119–142. ``huangfu2018``

    Examples
    --------
    >>> import polegraph.examples
    >>> found = build(polegraph.examples.tiny(), must=["BIG"], size=(2, 3), proposals=1)
    >>> found["org_id"].tolist()
    ['BIG', 'LAB', 'SME1']
    """
    _check(size, proposals, weights)
    asked = [] if theme is None else [theme] if isinstance(theme, str) else list(theme)
    ids = {name: _found(net, some) for name, some in (("must", must), ("exclude", exclude))}
    leads = None if lead is None else _found(net, [lead])[0]
    if leads is not None:
        ids["must"] = list(dict.fromkeys([*ids["must"], leads]))
    for one in ids["must"]:
        if one in ids["exclude"]:
            raise PolegraphError(
                _("the same organisation is to be in and out"), value=one, remedy=_("name it in one list alone")
            )
    weighed = {**WEIGHTS, **(weights or {})}
    task = _task(net, rules, asked, call, ids, leads=leads, weights=weighed, size=size, home=home)
    solved: list[Solution] = []
    for number in range(proposals):
        found = solve(task.programme, [one.members for one in solved], differ, seconds)
        if found is None and number == 0:
            raise PolegraphError(
                _("no consortium of these organisations meets what is asked for"),
                value=None if rules is None else str(rules),
                remedy=_("allow more members, exclude fewer organisations, or see what the rules ask"),
            )
        if found is None:
            break
        solved.append(found)
    return _table(task, solved, weighed)


def _check(size: tuple[int, int], proposals: int, weights: Mapping[str, float] | None) -> None:
    """Refuse sizes and weights that mean nothing."""
    whole_number(proposals, "proposals", 1)
    least, most = (whole_number(one, "size", 1) for one in size)
    if least > most:
        raise PolegraphError(
            _("the least number of members is above the largest"),
            value=f"{least}-{most}",
            remedy=_("write the smaller number first"),
        )
    for name, value in (weights or {}).items():
        if name not in WEIGHTS:
            raise not_one_of(_("the score has no such part"), name, WEIGHTS)
        if not (np.isfinite(value) and value >= 0):
            raise PolegraphError(
                _("the weight of a part is not a number of 0 or more"), column=name, value=value, remedy=_("give one")
            )


def _found(net: Network, some: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(net.find(one) for one in ([some] if isinstance(some, str) else some)))


def _task(  # noqa: PLR0913  # what is asked for
    net: Network,
    rules: str | Path | None,
    theme: list[str],
    call: str | None,
    ids: dict[str, list[str]],
    *,
    leads: str | None,
    weights: Mapping[str, float],
    size: tuple[int, int],
    home: str | None,
) -> _Task:
    """Choose the candidates, and build the programme."""
    past = Past(net)
    context = past.context
    must, away = (context.positions(np.array(ids[name], dtype="object")) for name in ("must", "exclude"))
    about = topics(past, theme, call)
    fit = score(past, [must], DEFAULT)[0] if len(must) else np.zeros(past.number)
    given = traits(past, fit)
    # Find who may be in, and what rules ask.
    may = context.present & np.array([not said for said in context.column("opt_out")], dtype=bool)
    may[away] = False
    may[must] = True
    every = _as_rules_see(past)
    known = load(rules).on(net.day) if rules is not None else None
    at_home = None if home is None else [home]
    whole = [] if known is None else bounds(known, every, at_home)
    alone = (
        weights["topics"] * about.relevance
        + weights["fit"] * given.fit
        + 0.3 * weights["experience"] * given.experience
    )
    alone = alone + weights["capacity"] * given.capacity + 0.3 * weights["trust"] * past.activity.percentiles["recent"]
    some = chosen(past, alone, may, must, whole, about)
    # Build the programme of these.
    here = every.iloc[some].reset_index(drop=True)
    unit = pd.factorize(here["unit"])[0]
    built = programme(
        *(some, given, about, ties(past, some, unit), weights, size),
        must=np.isin(some, must),
        unit=unit,
        bounds=[] if known is None else bounds(known, here, at_home),
        leads=None if leads is None else context.ids[some] == leads,
    )
    return _Task(past, about, given, some, built, must)


def _as_rules_see(past: Past) -> pd.DataFrame:
    """Return every organisation as rules see it, by position."""
    return described(past.network, pd.Index(past.context.ids)).reindex(columns=list(OF_RULES))


def _table(task: _Task, solved: list[Solution], weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the table of proposals."""
    telling, context = Telling(task.past, task.topics, task.traits), task.past.context
    names = context.column("name")
    by_id = dict(zip(context.ids.tolist(), names.tolist(), strict=True))
    rows: list[dict[str, Any]] = []
    for number, solution in enumerate(solved, start=1):
        members = task.some[solution.members]
        coordinator = int(task.some[solution.coordinator])
        others = members[members != coordinator]
        others = others[np.lexsort((context.ids[others].astype(str), -task.topics.relevance[others].round(9)))]
        ordered = np.concatenate([[coordinator], others]).astype(np.int64)
        whole = {
            "proposal": number,
            "score": solution.value,
            "optimality_gap": solution.gap,
            **_parts(task, solution, weights),
        }
        for one in ordered.tolist():
            told = telling.member(one, ordered, coordinator, asked=one in task.must)
            rows.append(
                {
                    **whole,
                    "org_id": context.ids[one],
                    "name": names[one],
                    "kind": context.column("kind")[one],
                    "size": context.category_size[one],
                    "country": context.column("country")[one],
                    "role": "coordinator" if one == coordinator else "partner",
                    "topics": told.topics,
                    "reasons": told.reasons,
                    "introducer_id": told.introducer_id,
                    "evidence_projects": told.evidence,
                    "introducer_name": by_id.get(told.introducer_id),
                }
            )
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(_TEXTS, "str"))
    figures = ["score", *PARTS, "optimality_gap"]
    table[figures] = table[figures].astype("float64").round(6)
    return table


def _parts(task: _Task, solution: Solution, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the parts of the score of a proposal, each as it is defined."""
    built, members = task.programme, solution.members
    there = task.some[members]
    opened = sum(
        float(opening.worth[opening.gaining == one].sum())
        for opening in built.openings
        for one in members.tolist()
        if np.isin(opening.offering, members[members != one]).any()
    )
    known = built.ties[members][:, members].max(axis=1).toarray()
    given = task.traits
    return {
        "topics_covered": float(np.minimum(built.cover[members].sum(axis=0), 1.0) @ built.topics),
        "trust": float(known.sum()),
        "links_opened": opened + weights["new_links"] * float(given.idle[there].sum()),
        "fit": weights["fit"] * float(given.fit[there].sum()),
        "free_capacity": weights["capacity"] * float(given.capacity[there].sum()),
        "experience": float(built.lead[solution.coordinator]),
        "outcomes_before": weights["outcomes"] * float(given.outcomes[there].sum()),
        "members_cost": -weights["size"] * len(members),
    }
