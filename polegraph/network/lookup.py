"""Look up an organisation by an identifier or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, UnknownOrganisationError
from polegraph.i18n import _
from polegraph.identity import distinct_form, normal_form
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Names = tuple[pd.DataFrame, pd.Series[str]]

_IDENTIFIERS: Final = ("org_id", *REGISTER_NUMBERS)
_LISTED: Final = 10  # as many as one reads


def find(asked: str, organisations: pd.DataFrame, names: Callable[[], Names]) -> str:
    """Return the ``org_id`` that an identifier or a name means; see `Network.find`.

    Parameters
    ----------
    asked
        Identifier, name or part of a name.
    organisations
        The table.
    names
        Return `names_of`; it is called if no identifier fits.
    """
    hits = fitting(asked, organisations, names)
    if not hits:
        raise UnknownOrganisationError(
            _("no organisation has this identifier or name"),
            value=asked,
            remedy=_("give its org_id, SIREN, PIC, RNSR or a part of its name"),
        )
    return _only(asked, hits, organisations)


def fitting(asked: str, organisations: pd.DataFrame, names: Callable[[], Names]) -> list[str]:
    """Return every ``org_id`` that an identifier or a name fits, sorted; see `Network.fitting`.

    Parameters
    ----------
    asked
        Identifier, name or part of a name.
    organisations
        The table.
    names
        Return `names_of`; it is called if no identifier fits.
    """
    # an identifier: of a register, or the number that it has in a pôle's own sheets
    for column in _IDENTIFIERS:
        hits = organisations.loc[organisations[column] == asked, "org_id"]
        if len(hits):
            return sorted(hits)
    own = organisations["org_id"]
    hits = own[own.str.endswith(f":{asked}")]
    if len(hits):
        return sorted(hits)
    # a whole name: those written in the same way go before those that only sound the same
    wanted = normal_form(asked)
    table, normal = names()
    close = table[normal == wanted]
    spelt = close["name"]
    exact = (
        spelt == asked,
        spelt.str.casefold() == asked.casefold(),
        spelt.map(distinct_form) == distinct_form(asked),
    )
    hits = next((close.loc[fits, "org_id"] for fits in exact if fits.any()), close["org_id"])
    # a part of a name
    if not len(hits) and wanted:
        hits = table.loc[normal.str.contains(wanted, regex=False), "org_id"]
    return sorted(set(hits))


def names_of(organisations: pd.DataFrame, aliases: pd.DataFrame) -> Names:
    """Return every name under which an organisation can be looked up, and the normal form of each.

    Parameters
    ----------
    organisations, aliases
        The tables.
    """
    columns = ["org_id", "name"]
    names = pd.concat([organisations[columns], aliases[columns]], ignore_index=True).drop_duplicates(ignore_index=True)
    return names, names["name"].map(normal_form).astype("str")


def names(ids: Sequence[str], org_index: pd.Index[str], called: pd.Series[str]) -> list[Any]:
    """Return the names of organisations and groups; see `Network.names`.

    Parameters
    ----------
    ids
        Identifiers of organisations or groups.
    org_index
        Identifiers of the organisations, in table order.
    called
        Their names.
    """
    positions = org_index.get_indexer(pd.Index(list(ids), dtype="str"))
    there = positions >= 0
    found = np.array(ids, dtype=object)
    found[there] = called.iloc[positions[there]]
    if not there.all():
        from polegraph.identity.organisations import groups  # noqa: PLC0415  # reads a file, and few networks need it

        found[~there] = [groups.names().get(group, group) for group in found[~there]]
    return list(found)


def _only(asked: str, found: Sequence[str], organisations: pd.DataFrame) -> str:
    """Return the only organisation that fits; refuse where several do, and list them."""
    if len(found) == 1:
        return str(found[0])
    name = organisations.set_index("org_id")["name"]
    listed = "; ".join(f"{org_id} ({name[org_id]})" for org_id in found[:_LISTED])
    more = " …" if len(found) > _LISTED else ""
    raise PolegraphError(
        _("{number} organisations fit: {list}").format(number=len(found), list=listed + more),
        value=asked,
        remedy=_("give the org_id of the one that is meant"),
    )
