"""One spelling for one region, department, group, college or programme, so that figures count it once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.names import regions
from polegraph.names.normal_forms import distinct_form

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_FRANCE: Final = "FR"
_OFFICIAL: Final[dict[str, Callable[[str], str | None]]] = {
    "region": regions.region,
    "department": regions.department,
}
"""Columns of which the values in France have official names."""
_COMPARED: Final = {
    "organisations": ("region", "department", "group_id"),
    "projects": ("programme",),
    "poles": ("region",),
    "memberships": ("college",),
}
_CODE: Final = re.compile(r"\d{1,3}|2[ab]", re.IGNORECASE)


def region_key(name: str) -> str:
    """Return the key by which regions are compared: the official name in France, else without case and accents.

    Parameters
    ----------
    name
        A region, however it is written.

    Examples
    --------
    >>> region_key("ILE DE FRANCE") == region_key("Île-de-France"), region_key("Centre"), region_key("Bayern")
    (True, 'centre val de loire', 'bayern')
    """
    return distinct_form(regions.region(name) or name)


def spellings(values: Collection[str], identifiers: Collection[str] = ()) -> dict[str, str]:
    """Return for each way to write something the one that is used.

    Ways of which only case, accents, hyphens or a legal form differ mean one thing. Which of them is used hangs on none
    but themselves, and not on how often each stands there, so that the order in which sources come never matters: of
    those in small and capital letters that with most accents; of those equal the first in the alphabet.

    Parameters
    ----------
    values
        The ways that there are, each once.
    identifiers
        Those that point to something. They are used before others, and none of them for another.

    Returns
    -------
    dict
        Only those that change.

    Examples
    --------
    >>> spellings(["colosse", "Colosse", "COLOSSE", "C", "C++"])
    {'COLOSSE': 'Colosse', 'colosse': 'Colosse'}
    >>> spellings(["colosse", "COLOSSE"], identifiers=["COLOSSE"])
    {'colosse': 'COLOSSE'}
    """
    alike: dict[str, list[str]] = {}
    for value in sorted(values):
        alike.setdefault(distinct_form(value), []).append(value)
    changed: dict[str, str] = {}
    for ways in (ways for ways in alike.values() if len(ways) > 1):
        pointing = [way for way in ways if way in identifiers]
        chosen = pointing[0] if pointing else min(ways, key=_rank)
        if len(pointing) < 2:  # noqa: PLR2004  # of two identifiers it is not known which one the others mean
            changed |= {way: chosen for way in ways if way != chosen}
    return changed


def _rank(way: str) -> tuple[bool, int, str]:
    return way in {way.upper(), way.lower()}, -sum(not letter.isascii() for letter in way), way


def in_one_spelling(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables in which everything that is compared by a word is written in one way.

    Parameters
    ----------
    tables
        Tables of a network.

    Returns
    -------
    dict
        The same, and where nothing changes the very same.

    Examples
    --------
    >>> organisations = pd.DataFrame({"org_id": ["a", "b"], "region": ["ILE DE FRANCE", "Île-de-France"]})
    >>> in_one_spelling({"organisations": organisations})["organisations"]["region"].tolist()
    ['Île-de-France', 'Île-de-France']
    """
    result = dict(tables)
    for name, columns in _COMPARED.items():
        for column in columns:
            if name in result and column in result[name]:
                table = result[name]
                pointing = column == "group_id" and bool(table[column].notna().any())
                values = _in_one_spelling(table, column, _identifiers(tables) if pointing else frozenset())
                if values is not None:
                    result[name] = table.assign(**{column: values.astype(table[column].dtype)})
    return result


def _two_figures(code: str) -> str:
    return code.upper().zfill(2)


def _in_one_spelling(table: pd.DataFrame, column: str, identifiers: Collection[str]) -> pd.Series[Any] | None:
    """Write a column in one way; None if it is already. Places abroad have no official name of France."""
    values = table[column]
    country = table["country"] if "country" in table else pd.Series(None, index=table.index, dtype="str")
    abroad = (country.notna() & (country != _FRANCE)).to_numpy(bool)
    french = values[~abroad].dropna().unique().tolist()
    official = _OFFICIAL.get(column)
    if column == "department" and french and all(map(_CODE.fullmatch, french)):
        official = _two_figures  # a file with codes alone keeps them
    named = {} if official is None else {way: name for way in french if (name := official(way)) and name != way}
    made = values.mask(values.isin(list(named)) & ~abroad, values.map(named)) if named else values
    changed = spellings(made.dropna().unique().tolist(), identifiers)
    if not named and not changed:
        return None
    return made.mask(made.isin(list(changed)), made.map(changed)) if changed else made


def _identifiers(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Return other names of groups: organisations, and the lists of groups."""
    held = [tables["organisations"]["org_id"]]
    if "affiliations" in tables:
        held.append(tables["affiliations"]["parent_id"])
    return frozenset(pd.concat(held).dropna())
