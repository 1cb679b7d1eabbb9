"""Pseudonyms, in answers of the database, for groups that an audience may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.network import visibility
from polegraph.stores.graph_database import sessions
from polegraph.tables import empty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import neo4j

_COLUMNS: Final = ["org_id", "name", "siren", "siret", "pic", "ror", "rnsr", "vat", "group_id", "visibility"]


def stand_ins(session: neo4j.Session, dataset: str, seen: Sequence[str]) -> dict[str, str]:
    """Return the stand-ins for the names of groups that may not be seen, as `Network.visible` gives them.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    seen
        The visibilities that may be seen.

    Returns
    -------
    dict
        Pseudonym by the name of a group.
    """
    if not sessions.rows(session, "select/hidden", dataset=dataset, seen=list(seen))[0]["organisations"]:
        return {}
    read = sessions.rows(session, "select/named", dataset=dataset)[0]
    organisations = pd.DataFrame(read["organisations"], columns=_COLUMNS, dtype="str")
    return visibility.stand_ins(
        organisations,
        organisations["visibility"].fillna("public").isin(list(seen)),
        empty("descriptions"),
        pd.DataFrame(read["aliases"], columns=["org_id", "name", "source_id"], dtype="str"),
        pd.DataFrame(read["merges"], columns=["org_id", "into_id"], dtype="str"),
    )


def shown(value: Any, instead: Mapping[str, str]) -> Any:  # noqa: ANN401  # any value of the database
    """Return a value of an answer with stand-ins for the names that may not be seen.

    Parameters
    ----------
    value
        A value, or a list of them.
    instead
        Pseudonym by the name of a group.

    Examples
    --------
    >>> shown(["a", "c"], {"a": "x"}), shown("a", {"a": "x"}), shown(3, {"a": "x"})
    (['c', 'x'], 'x', 3)
    """
    if isinstance(value, list):
        put = [shown(one, instead) for one in value]
        return put if put == value else sorted(put, key=str)
    return instead.get(value, value) if isinstance(value, str) else value
