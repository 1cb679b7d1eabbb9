"""Answers to an animator's questions: the organisations that answer each, and the columns shown for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph import synergies
from polegraph.i18n import LANGUAGES
from polegraph.names.display import display_name
from polegraph.suggestions import suggest_in
from polegraph.tables import still_open

if TYPE_CHECKING:
    from polegraph.network import Network
    from polegraph.suggestions import Model

_OF_MEMBERS: Final = "members_without_project"
_COUNTED: Final = (
    "without_large",
    "one_introduction",
    "labs_without_sme",
    _OF_MEMBERS,
    "training_left_out",
    "introducers",
)


def answers(net: Network) -> dict[str, Any]:
    """Return which questions can be asked, and answer what needs random networks; the page counts all others.

    Parameters
    ----------
    net
        The network. Where some organisations were chosen, only these are asked about.

    Returns
    -------
    dict
        ``asked``: the questions that the page answers itself. ``pole_pairs``, where there are pôles, are the pairs with
        fewer common projects than by chance: the rows of the two pôles, the number of these projects, and the number by
        chance.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> answers(tiny())["asked"][:2]
    ['without_large', 'one_introduction']
    """
    asked = [question for question in _COUNTED if question != _OF_MEMBERS or len(net.memberships)]
    if len(net.outcomes):  # else none was recorded, and all projects would be without
        asked.append("without_outcome")
    if len(still_open(net.needs)) and len(still_open(net.offers)):
        asked.append("needs_near")
    found: dict[str, Any] = {"asked": asked}
    if len(net.memberships["pole_id"].unique()) > 1:
        found["pole_pairs"] = _pole_pairs(net)
    return found


def partners(net: Network, ids: list[str], number: int, model: Model | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return the partners that are suggested to each organisation, with their reasons in every language.

    Parameters
    ----------
    net
        The network.
    ids
        Organisations in the order of the page.
    number
        How many for each.
    model
        What `polegraph.suggestions.train` gave, by which they are ranked; None for what ranks without learning
        (`polegraph.suggestions.unlearned`).

    Returns
    -------
    dict
        By row of the page: ``number``, the row of the partner or -1, its ``name``, and ``reasons`` by language.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> partners(tiny(), sorted(tiny().org_index), 1)["3"][0]["number"]
    1
    """
    listed = suggest_in(LANGUAGES, net, top=number, model=model)
    row = {org_id: place for place, org_id in enumerate(ids)}
    first = listed[LANGUAGES[0]]
    reasons = zip(*(listed[code]["reasons"].fillna("").tolist() for code in LANGUAGES), strict=True)
    columns = (first[name].tolist() for name in ("org_id", "suggested_id", "suggested_name"))
    found: dict[str, list[dict[str, Any]]] = {}
    for org_id, partner, name, said in zip(*columns, reasons, strict=True):
        entry = {
            "number": row.get(partner, -1),
            "name": display_name(name),
            "reasons": dict(zip(LANGUAGES, said, strict=True)),
        }
        if org_id in row:
            found.setdefault(str(row[org_id]), []).append(entry)
    return found


def _pole_pairs(net: Network) -> list[list[Any]]:
    pairs = synergies.gap(net, "pole_pair")
    flagged = pairs[pairs["q_value"] <= synergies.FLAGGED]
    place = {pole: row for row, pole in enumerate(net.poles["pole_id"].sort_values().tolist())}
    columns = (flagged[name].tolist() for name in ("group", "other", "observed", "expected"))
    return [
        [place[one], place[other], int(observed), round(float(expected), 1)]
        for one, other, observed, expected in zip(*columns, strict=True)
    ]
