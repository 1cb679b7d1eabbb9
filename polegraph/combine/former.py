"""Names of before that a source still uses in some rows, for what others call otherwise now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.combine.matching import matched
from polegraph.combine.merging import split
from polegraph.identity import distinct_form
from polegraph.tables.checks import FORMER_NAME, NO_SUCH_ROW, NOT_LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from polegraph.network import Network

    Tables = Mapping[str, pd.DataFrame]

_NAMES: Final = {"organisations": ("name",), "projects": ("acronym", "title")}
_ARROW: Final = " → "


def former_names(old: Network, new: Network) -> dict[str, dict[str, str]]:
    """Find names of before that rows of a source still bear, and that none describes any more.

    Parameters
    ----------
    old
        What a dataset holds.
    new
        As a reader gives it.

    Returns
    -------
    dict
        By table, the name of now by the one of before; empty if no row bears one. A reader that is given
        them (`polegraph.sources.spreadsheet.read`) reads those rows.

    Examples
    --------
    >>> import polegraph.examples
    >>> former_names(polegraph.examples.tiny(), polegraph.examples.tiny())
    {}
    """
    strange = new.rejected[new.rejected["reason"].str.startswith((NO_SUCH_ROW, NOT_LISTED)).fillna(value=False)]
    written = {distinct_form(value.partition(_ARROW)[0]) for value in strange["value"].dropna().unique()}
    if not written:
        return {}
    before, after = split(old.tables), split(new.tables)
    found: dict[str, dict[str, str]] = {}
    for source in sorted(before.keys() & after.keys()):
        for table, one, now in (*_told(before[source]), *_renamed(before[source], after[source])):
            if distinct_form(one) in written:
                found.setdefault(table, {})[one] = now
    return found


def _told(old: Tables) -> Iterator[tuple[str, str, str]]:
    """Yield the names of before that were taken for others last time."""
    rejected = old["rejected"]
    for value in rejected.loc[rejected["reason"] == FORMER_NAME, "value"].dropna().unique().tolist():
        one, arrow, now = value.partition(_ARROW)
        if arrow:
            yield from ((table, one, now) for table in _NAMES)


def _renamed(old: Tables, new: Tables) -> Iterator[tuple[str, str, str]]:
    """Yield what has another name now: organisations for sure, projects also if that is only likely."""
    found = matched(old, new)
    for table, moved in (("organisations", found.organisations), ("projects", found.moved("projects"))):
        key = "org_id" if table == "organisations" else "project_id"
        for name in _NAMES[table]:
            now = dict(zip(new[table][key].tolist(), new[table][name].tolist(), strict=True))
            for one, called in zip(old[table][key].tolist(), old[table][name].tolist(), strict=True):
                other = now.get(moved.get(one, one))
                if isinstance(called, str) and isinstance(other, str) and distinct_form(called) != distinct_form(other):
                    yield table, called, other
