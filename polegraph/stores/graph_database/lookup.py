"""Look-up of organisations, projects, pôles and groups of the graph by identifier or name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _
from polegraph.identity import distinct_form, normal_form
from polegraph.stores.graph_database import sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import neo4j

LOOKED_UP: Final = {
    "organisation": N_("no organisation has this identifier or name"),
    "project": N_("no project has this identifier, acronym or title"),
    "pole": N_("there is no such pôle"),
    "group": N_("no group and no large company has this identifier or name"),
}
"""Types of parameters that name an entity of the graph, and the message if it is not found."""
_LISTED: Final = 10


def meant(
    session: neo4j.Session,
    kind: str,
    asked: str,
    *,
    dataset: str,
    audience: Sequence[str],
    instead: Mapping[str, str] | None = None,
) -> str:
    """Find the entity that a text means, by the rules of `polegraph.Network.find`.

    Parameters
    ----------
    session
        Any session.
    kind
        One of `LOOKED_UP`.
    asked
        An identifier, a name in any case and with or without accents, or a part of a name that only one has.
    dataset
        Name of the dataset.
    audience
        The visibilities that may be seen; hidden entities are not found either.
    instead
        Pseudonyms of the groups that may not be seen, by name.

    Returns
    -------
    str
        Its identifier; for a group its name.

    Raises
    ------
    PolegraphError
        If nothing fits, or several do: they are listed.
    """
    values = {"dataset": dataset, "audience": list(audience)}
    if kind == "organisation" and sessions.rows(session, "find/organisation_id", asked=asked, **values):
        return asked
    there = sessions.rows(session, f"find/{kind}", **values)
    if kind != "group" or not instead:
        return choose(there, kind, asked)
    shown = [instead.get(one["id"], one["id"]) for one in there]
    candidates = [
        {**one, "id": name, "names": [instead.get(own, own) for own in one["names"]]}
        for name, one in zip(shown, there, strict=True)
    ]
    return str(there[shown.index(choose(candidates, kind, asked))]["id"])


def choose(candidates: Iterable[Mapping[str, Any]], kind: str, asked: str) -> str:
    """Find the candidate that is meant.

    Parameters
    ----------
    candidates
        Each with its ``id``, and lists of other ``identifiers`` and of ``names``, its own name first.
    kind
        One of `LOOKED_UP`.
    asked
        The name or identifier given.

    Examples
    --------
    >>> candidates = [
    ...     {"id": "A", "identifiers": ["552032534"], "names": ["Élan vital"]},
    ...     {"id": "B", "identifiers": [], "names": ["Élan brisé"]},
    ... ]
    >>> choose(candidates, "organisation", "elan vital"), choose(candidates, "organisation", "552032534")
    ('A', 'A')
    >>> choose(candidates, "organisation", "élan")
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: value 'élan': 2 of them fit: A (Élan vital); B (Élan brisé). What to do: give the
    identifier of the one that is meant.
    """
    # rules of comparison, the strictest first
    there = list(candidates)
    wanted = normal_form(asked)
    spelt = [[normal_form(name) for name in one["names"]] for one in there]
    rules = (
        [one["id"] == asked for one in there],
        [asked in one["identifiers"] for one in there],
        [asked in one["names"] for one in there],
        [asked.casefold() in {name.casefold() for name in one["names"]} for one in there],
        [distinct_form(asked) in map(distinct_form, one["names"]) for one in there],
        [wanted in names for names in spelt],
        [bool(wanted) and any(wanted in name for name in names) for names in spelt],
    )
    # take the candidates of the first rule that has any
    hits = next((fits for fits in rules if any(fits)), rules[0])
    found = [one for one, fits in zip(there, hits, strict=True) if fits]
    if len(found) == 1:
        return str(found[0]["id"])
    # refuse several candidates, or none, and list what could be meant
    if found:
        shown = "; ".join(f"{one['id']} ({next(iter(one['names']), '')})" for one in found[:_LISTED])
        more = " …" if len(found) > _LISTED else ""
        raise PolegraphError(
            _("{number} of them fit: {list}").format(number=len(found), list=shown + more),
            value=asked,
            remedy=_("give the identifier of the one that is meant"),
        )
    remedy = _("give an identifier or a part of a name")
    if len(there) <= _LISTED:
        remedy = _("use one of: {names}").format(names=", ".join(str(one["id"]) for one in there) or "–")
    raise PolegraphError(_(LOOKED_UP[kind]), value=asked, remedy=remedy)
