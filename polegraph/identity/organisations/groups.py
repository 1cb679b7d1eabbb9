"""Affiliation of organisations to groups of companies, by public knowledge of the groups.

The groups, their subsidiaries, former names and SIREN stand in ``data/groups.csv``; a user's own sheet comes before it.
A group is the scope of consolidation of its parent; a company that two hold half and half, or that none controls, is a
group of its own. Groups are as of today: a company that was sold is with its buyer.

A name is compared word by word: a pattern is a whole name (``exact``), the beginning of one (``prefix``), or stands
anywhere in it (``word``). Ordinary words are never more than ``exact``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity.affiliation_tables import affiliations, typed
from polegraph.identity.organisations.group_sheet import Row, read
from polegraph.names.normal_forms import normal_form
from polegraph.resources import data
from polegraph.tables import SIZE_ORDER

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from polegraph.identity.entities import Units

_KINDS: Final = frozenset(["company", "other"])
_BEFORE: Final = frozenset(["groupe", "group", "societe", "ste", "soc", "ets", "etablissements"])
_AFTER: Final = frozenset(["france", "group", "groupe"])
# A name that begins like a company's, but is that of a foundation, a school or a hospital that it only paid for.
_ELSE: Final = frozenset(
    [
        *("academy", "association", "club", "ecole", "fondation", "fonden", "fonds", "foundation", "fundacion"),
        *("hospital", "klinikum", "krankenhaus", "mairie", "museum", "school", "stiftung", "university", "universite"),
        *("universitat", "universita", "ville"),
    ]
)
_NEEDED: Final = ("org_id", "kind", "siren")


@dataclass(frozen=True)
class _Rows:
    """Index of the rows: by SIREN, and by the first word of the pattern, the best first."""

    by_siren: dict[str, Row]
    by_word: dict[str, list[Row]]
    anywhere: dict[str, list[Row]]


@cache
def _shipped() -> tuple[Row, ...]:
    return read(data("groups.csv"))


@cache
def names() -> dict[str, str]:
    """Return the names of the groups of the list that comes with polegraph, by their identifiers.

    Examples
    --------
    >>> names()["thales"]
    'Thales'
    """
    return {row.group: row.name for row in reversed(_shipped())}


def _indexed(rows: Sequence[Row]) -> _Rows:
    """Index the rows; a user's come first, then exclusions, then the longest."""
    by_siren: dict[str, Row] = {}
    by_word: dict[str, list[Row]] = {}
    anywhere: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (not row.own, row.match != "never", -len(row.words), row.words, row.group)):
        if row.siren:
            by_siren.setdefault(row.siren, row)
        if row.words:
            (anywhere if row.match == "word" else by_word).setdefault(row.words[0], []).append(row)
    return _Rows(by_siren, by_word, anywhere)


def _rows(sheets: Iterable[str | os.PathLike[str]] | None) -> tuple[Row, ...]:
    own = tuple(row for sheet in sheets or () for row in read(sheet, own=True))
    return (*own, *_shipped())


def assign(units: Units, sheets: Iterable[str | os.PathLike[str]] | None = None) -> pd.DataFrame:
    """Return which groups the organisations belong to.

    Parameters
    ----------
    units
        The organisations. Only companies and those of unknown kind are considered, except where a SIREN
        or the column ``kind`` of a row says otherwise.
    sheets
        The user's own sheets, columns as in ``data/groups.csv``; their rows come first, and ``never`` in the column
        ``match`` forbids the group (any group if ``group_id`` is empty) to names that begin so.

    Returns
    -------
    DataFrame
        A row for each member, sorted: ``org_id``, ``parent_id`` (the group), ``parent_name``, ``relation`` ("group"),
        ``how`` ("siren" or "name"), ``evidence`` (the number or the pattern, and the last year of a former name),
        ``source`` and ``year`` of that row. An organisation whose spellings match two groups is in none.

    Raises
    ------
    PolegraphError
        If a sheet cannot be read or a cell of it is not valid.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.identity.entities import units
    >>> names = ["THALES RESEARCH & TECHNOLOGY", "Snecma SA", "Air Serenity", "Ville d'Orange"]
    >>> organisations = pd.DataFrame({"org_id": list("abcd"), "name": names, "kind": "company"})
    >>> none = pd.DataFrame({"project_id": [], "org_id": []})
    >>> assign(units({"organisations": organisations, "participations": none}))[["org_id", "parent_id", "evidence"]]
      org_id parent_id                  evidence
    0      a    thales             prefix:thales
    1      b    safran  prefix:snecma;until:2016
    """
    index = _indexed(_rows(sheets))
    spelled: dict[int, list[str]] = {}
    for unit, name in zip(units.spellings["unit"].tolist(), units.spellings["name"].tolist(), strict=True):
        spelled.setdefault(unit, []).append(name)
    columns = (units.table[column].astype("object").where(units.table[column].notna(), None) for column in _NEEDED)
    found = []
    for unit, (org_id, kind, siren) in enumerate(zip(*columns, strict=True)):
        row = index.by_siren.get(siren) if siren is not None else None
        how, evidence = "siren", f"siren:{siren}"
        if row is None:
            row = _of(spelled.get(unit, []), kind, index)
            how, evidence = "name", "" if row is None else _evidence(row)
        if row is not None and row.match != "never":
            found.append((org_id, row.group, row.name, "group", how, evidence, row.source, row.year))
    return affiliations(found)


def _evidence(row: Row) -> str:
    pattern = f"{row.match}:{' '.join(row.words)}"
    return f"{pattern};until:{row.not_after}" if row.not_after else pattern


def _of(spellings: list[str], kind: object, index: _Rows) -> Row | None:
    """Return the row that an organisation's spellings match, if they match one group only."""
    best: Row | None = None
    for spelling in sorted({normal_form(name) for name in spellings}):
        row = _matching(spelling.split(), kind, index)
        if row is None:
            continue
        if best is not None and best.group != row.group:
            return None
        if best is None or len(row.words) > len(best.words):
            best = row
    return best


def _matching(words: list[str], kind: object, index: _Rows) -> Row | None:
    """Return the best matching row of a name."""
    forms = [words] if words else []
    if len(words) > 1 and words[0] in _BEFORE:
        forms.append(words[1:])
    fitting = [
        row for form in forms for row in index.by_word.get(form[0], ()) if _open_to(row, kind) and _fits(row, form)
    ]
    fitting += [
        row
        for place, word in enumerate(words)
        for row in index.anywhere.get(word, ())
        if _open_to(row, kind) and tuple(words[place : place + len(row.words)]) == row.words
    ]
    forbidden = {row.group for row in fitting if row.match == "never"}
    name = " ".join(words)
    allowed = [
        row
        for row in fitting
        if row.match != "never"
        and not forbidden & {row.group, ""}
        and not any(f"{name} ".startswith(f"{outside} ") for outside in row.outside)
    ]
    return min(allowed, key=lambda row: (not row.own, -len(row.words), row.group)) if allowed else None


def _open_to(row: Row, kind: object) -> bool:
    return row.match == "never" or kind is None or kind in _KINDS or kind in row.kinds


def _fits(row: Row, form: list[str]) -> bool:
    """Return whether a name begins with a row's words, and ends with them too if required."""
    length = len(row.words)
    if tuple(form[:length]) != row.words:
        return False
    if row.match == "prefix" and not row.own and not _ELSE.isdisjoint(form[length:]):
        return False
    return row.match != "exact" or len(form) == length or (len(form) == length + 1 and form[length] in _AFTER)


def fills(units: Units, assigned: pd.DataFrame, sheets: Iterable[str | os.PathLike[str]] | None = None) -> pd.DataFrame:
    """Return the attributes that follow from membership in a group: the group, and the size.

    By décret 2008-1354 a subsidiary is as large as its group.

    Parameters
    ----------
    units
        The organisations.
    assigned
        Result of `assign` for them.
    sheets
        The same sheets as were given there.

    Returns
    -------
    DataFrame
        ``org_id``, ``column``, ``value``, ``source``, ``how`` ("group"), sorted: ``group_id`` where the organisation
        has none, and ``size`` where it is in that group and not known to be as large.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.identity.entities import units
    >>> organisations = pd.DataFrame({"org_id": ["a"], "name": ["Thales"], "kind": "company", "size": "sme"})
    >>> none = pd.DataFrame({"project_id": [], "org_id": []})
    >>> those = units({"organisations": organisations, "participations": none})
    >>> fills(those, assign(those))[["org_id", "column", "value"]].values.tolist()
    [['a', 'group_id', 'thales'], ['a', 'size', 'large']]
    """
    sizes = {row.group: row.size for row in reversed(_rows(sheets)) if row.size}
    known = assigned.merge(units.table[["org_id", "group_id", "size"]], on="org_id", how="left", validate="m:1")
    rows: list[tuple[object, ...]] = []
    for org_id, group, source, present, size in zip(
        *(known[column].tolist() for column in ("org_id", "parent_id", "source", "group_id", "size")), strict=True
    ):
        if pd.isna(present):
            rows.append((org_id, "group_id", group, source, "group"))
        elif present != group:
            continue
        wanted = sizes.get(group, "")
        if wanted and (pd.isna(size) or SIZE_ORDER.index(size) < SIZE_ORDER.index(wanted)):
            rows.append((org_id, "size", wanted, source, "group"))
    return typed("fills", ["org_id", "column", "value", "source", "how"], rows)
