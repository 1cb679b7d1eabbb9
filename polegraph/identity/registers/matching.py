"""Matching of organisations with register entries: certain matches are used, the others proposed or counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polegraph.names.cities import normal_city
from polegraph.names.normal_forms import LEGAL_FORMS, normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from polegraph.identity.entities import Units

SHORTEST: Final = 3
"""Characters of the shortest name that is compared: two letters are not distinctive."""
ASKED: Final = 5
"""Most entries of one name that are proposed to a user; a name with more is ambiguous."""
IDENTIFIERS: Final = frozenset({"siren", "siret", "rnsr", "ror"})
PREFIX: Final = {"sirene": "siren", "rnsr": "rnsr", "ror": "ror"}


class Entry(NamedTuple):
    """An entry of a register, as far as it is compared.

    Attributes
    ----------
    key
        Its identifier.
    name
        Its name in the register; None if withheld.
    active
        Whether it exists still.
    withheld
        Whether nothing of it may be written: a natural person, or an entry withheld on request.
    country
        Two-letter code; None if unknown.
    cities
        Normal names of the cities where it is; empty if unknown.
    """

    key: str
    name: str | None
    active: bool
    withheld: bool
    country: str | None
    cities: frozenset[str]


def cities_of(city: str | None) -> frozenset[str]:
    """Return the normal name of a city as `Entry` has it; empty if unknown.

    Parameters
    ----------
    city
        As the register writes it.

    Examples
    --------
    >>> cities_of("LYON"), cities_of(None)
    (frozenset({'lyon'}), frozenset())
    """
    return frozenset({normal_city(city or "")} - {""})


@dataclass
class Settled:
    """The matches of every organisation with a candidate in a register.

    Attributes
    ----------
    sure
        ``unit``, ``entry``, ``how``.
    asked
        ``unit``, ``entry``, ``evidence``.
    counts
        Number of organisations, by outcome.
    """

    sure: list[tuple[int, int, str]] = field(default_factory=list)
    asked: list[tuple[int, int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def sought(
    units: Units, eligible: np.ndarray[Any, Any], also: Callable[[str], str | None] = lambda _name: None
) -> dict[str, set[int]]:
    """Return the normal forms of organisations' names that are looked up.

    Parameters
    ----------
    units
        The organisations.
    eligible : array of bool, one entry a unit
        Those that are looked for by name.
    also
        Gives a second form of a name, or None where it has none.

    Returns
    -------
    dict
        Form → units.
    """
    found: dict[str, set[int]] = defaultdict(set)
    spellings = units.spellings[eligible[units.spellings["unit"].to_numpy()]]
    for unit, name in zip(spellings["unit"], spellings["name"], strict=True):
        for form in {normal_form(name), also(name)} - {None}:
            if form is not None and comparable(form):
                found[form].add(int(unit))
    return dict(found)


def comparable(form: str) -> bool:
    """Return whether a normal form is distinctive enough to be compared."""
    return len(form) >= SHORTEST and any(letter.isalpha() for letter in form)


_LEGAL = "|".join(sorted(LEGAL_FORMS))
_TRAILING = f"(?: (?:{_LEGAL}))+$"
_LEADING = f"^(?:(?:{_LEGAL}) )+"


def among(names: pa.Array, wanted: pa.Array, forms: Mapping[str, object]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return for each name whether its normal form is among the wanted ones.

    Millions of names are in plain capital letters; those are compared without leaving Arrow, with the same result.

    Parameters
    ----------
    names
        Text; null is no name.
    wanted
        The wanted forms.
    forms
        The same, as keys.

    Examples
    --------
    >>> forms = {"thales": 1, "societe delectronique": 2}
    >>> names = pa.array(["THALES S.A.", "SAS THALES", "Société d'Électronique (SA)", None, "THALES DIS"])
    >>> among(names, pa.array(list(forms)), forms).tolist()
    [True, True, True, False, False]
    """
    found = np.zeros(len(names), dtype=np.bool_)
    where = np.flatnonzero(np.asarray(pc.is_valid(names)))
    if not len(where):
        return found
    there = names.take(pa.array(where))
    easy = np.asarray(pc.and_(pc.string_is_ascii(there), pc.invert(pc.match_substring(there, "."))))
    text = pc.ascii_lower(there.filter(pa.array(easy)))
    text = pc.replace_substring_regex(text, "['`]", "")
    text = pc.utf8_trim(pc.replace_substring_regex(text, "[^a-z0-9]+", " "), " ")
    text = pc.replace_substring_regex(pc.replace_substring_regex(text, _TRAILING, ""), _LEADING, "")
    found[where[easy]] = np.asarray(pc.is_in(text, value_set=wanted))
    form = normal_form.__wrapped__  # its memory is for the network's names, which are few
    rest = [form(name) in forms for name in there.filter(pa.array(~easy)).to_pylist()]
    found[where[~easy]] = rest
    return found


_UNIT = re.compile(
    r"\b(umr ?s|umr|upr|ups|ums|uar|usr|umi|irl|fre|erl|emr|fr|ea|ur|us|ura)\s?"
    r"(?:(?:cnrs|inserm|inra|inrae|ird|cea|cirad|mnhn)\s)?(?:no?\s)?(\d{1,5})\b"
)


def unit_numbers(name: str) -> set[str]:
    """Return the numbers of research units that a name carries.

    Parameters
    ----------
    name
        As written in a source.

    Examples
    --------
    >>> sorted(unit_numbers("LSCE (UMR CNRS 8212), UMR_S 1234, Paris 6"))
    ['umr 8212', 'umr s 1234']
    """
    text = normal_form(name)
    return {f"{kind.replace('umrs', 'umr s')} {int(number)}" for kind, number in _UNIT.findall(text)}


def without_number(name: str) -> str | None:
    """Return the normal form of a name without numbers of research units; None if there are none.

    Parameters
    ----------
    name
        As written in a source.

    Examples
    --------
    >>> without_number("Laboratoire de l'Ombre - UMR 8212")
    'laboratoire de lombre'
    """
    text = normal_form(name)
    bare = " ".join(_UNIT.sub(" ", text).split())
    return bare if bare != text else None


def decided(answers: Mapping[tuple[str, str], str], known: pd.DataFrame, register: str) -> list[tuple[int, str]]:
    """Return the entries that decisions match with organisations.

    Parameters
    ----------
    answers
        As in `settle`.
    known
        The units' table.
    register
        Its short name.

    Returns
    -------
    list of (int, str)
        Unit and key.
    """
    index = {org_id: unit for unit, org_id in enumerate(known["org_id"])}
    prefix = PREFIX[register] + ":"
    pairs = ((org_id, other) for (org_id, other), answer in answers.items() if answer == "yes")
    return sorted(
        (index[org_id], other.removeprefix(prefix))
        for org_id, other in pairs
        if org_id in index and other.startswith(prefix)
    )


def settle(
    known: pd.DataFrame,
    entries: Sequence[Entry],
    candidates: Iterable[tuple[int, int, str]],
    answers: Mapping[tuple[str, str], str],
    register: str,
) -> Settled:
    """Decide for every organisation which entry matches, if any.

    Parameters
    ----------
    known
        The units' table.
    entries
        Those of the register that may be one of them.
    candidates
        Unit, entry, and shared keys: ``siren``, ``siret``, ``rnsr``, ``ror``, ``decision``, ``name``, ``number`` or
        ``acronym``.
    answers
        Earlier decisions: identifier of an organisation and of an entry → ``yes`` or ``no``.
    register
        Its short name.
    """
    # candidates by organisation
    shared: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for unit, entry, by in candidates:
        shared[unit][entry].add(by)
    ids, cities = (known[column].to_numpy(dtype=object) for column in ("org_id", "city"))
    countries = known["country"].to_numpy(dtype=object)
    result = Settled()
    # leave out rejected entries, and settle each organisation by itself
    for unit in sorted(shared):
        left = {
            entry: by
            for entry, by in sorted(shared[unit].items())
            if answers.get((ids[unit], f"{PREFIX[register]}:{entries[entry].key}")) != "no"
        }
        if left:
            city = normal_city(cities[unit]) if isinstance(cities[unit], str) else ""
            country = countries[unit] if isinstance(countries[unit], str) else None
            _Case(unit, city, country, entries, left).settle(result)
    return result


@dataclass(frozen=True)
class _Case:
    """An organisation and its candidate entries."""

    unit: int
    city: str
    country: str | None
    entries: Sequence[Entry]
    shared: Mapping[int, set[str]]

    def settle(self, result: Settled) -> None:
        firm = [entry for entry, by in self.shared.items() if "decision" in by]
        firm = firm or [entry for entry, by in self.shared.items() if by & IDENTIFIERS]
        if len(firm) > 1:
            result.counts["contradiction"] += 1
        elif firm:
            self._identified(firm[0], result)
        else:
            self._named(result)

    def _identified(self, entry: int, result: Settled) -> None:
        how = "decision" if "decision" in self.shared[entry] else min(self.shared[entry] & IDENTIFIERS)
        if self.entries[entry].withheld:
            result.counts["withheld"] += 1
        else:
            result.counts["decided" if how == "decision" else "by_identifier"] += 1
            result.sure.append((self.unit, entry, how))

    def _named(self, result: Settled) -> None:
        alive = [entry for entry in self.shared if self.entries[entry].active]
        shown = [entry for entry in alive if not self.entries[entry].withheld]
        if not alive:
            result.counts["closed"] += 1
        elif not shown:
            result.counts["withheld"] += 1
        elif len(alive) == 1:
            self._single(alive[0], result)
        else:
            result.counts["ambiguous"] += 1
            if len(shown) <= ASKED:
                homonyms = f"homonyms:{len(alive) - 1}"
                result.asked += [(self.unit, entry, self._evidence(entry, homonyms)) for entry in shown]

    def _single(self, entry: int, result: Settled) -> None:
        """Take the only entry of a name, unless evidence contradicts it or is too weak."""
        agrees, differs = self._agreement(entry)
        known_country = self.country is not None and self.country == self.entries[entry].country
        whole = bool(self.shared[entry] & {"name", "number"})
        if agrees or (whole and not differs and known_country):
            result.counts["by_name"] += 1
            how = "number" if "number" in self.shared[entry] else "name" if whole else "acronym_city"
            result.sure.append((self.unit, entry, how))
            return
        result.counts["elsewhere" if differs else "unsure"] += 1
        result.asked.append((self.unit, entry, self._evidence(entry, "" if known_country else "country_unknown")))

    def _agreement(self, entry: int) -> tuple[bool, bool]:
        """Return whether the cities agree, and whether they differ; neither where one is unknown."""
        theirs = self.entries[entry].cities
        both = bool(self.city and theirs)
        return both and self.city in theirs, both and self.city not in theirs

    def _evidence(self, entry: int, more: str) -> str:
        agrees, differs = self._agreement(entry)
        place = f"city:{self.city}" if agrees else "city_differs" if differs else ""
        return ";".join(filter(None, [*(f"same_{by}" for by in sorted(self.shared[entry])), place, more]))
