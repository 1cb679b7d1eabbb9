"""Records of the organisations compared as companies, with statistics over all of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from polegraph.identity.organisations.company_blocking import plain_words
from polegraph.identity.organisations.company_names import Form, Known, meanings, parse, whole, with_departments
from polegraph.identity.organisations.foreign import seem_abroad
from polegraph.identity.shared_numbers import Numbers
from polegraph.names.cities import normal_city
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

_STRICT_FEW: Final = 5  # a name is its own if one of its words is in so few names, or in this share of all of them
_STRICT_SHARE: Final = 0.0006


def handles(units: Units) -> NDArray[np.bool_]:
    """Return which organisations are compared as companies: all but laboratories that are French or of unknown country.

    Any organisation with a code of the register of laboratories is one. Departments of universities abroad are compared
    here: a model trained on laboratories in France does not apply to them.

    Parameters
    ----------
    units
        The organisations.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.identity.entities import units
    >>> here = units(polegraph.examples.tiny().tables)
    >>> handles(here).tolist(), here.table["kind"].tolist()
    ([True, True, False, True, True], ['company', 'company', 'lab', 'company', 'company'])
    """
    table = units.table
    lab = (table["kind"] == "lab").to_numpy(bool)
    abroad = (table["country"].notna() & (table["country"] != "FR")).to_numpy(bool)
    return (~lab | abroad | seem_abroad(units)) & table["rnsr"].isna().to_numpy(bool)


class People:
    """The records to be compared, as plain lists: reading single cells of a DataFrame is slow."""

    def __init__(self, units: Units) -> None:
        table = units.table
        text = table.reindex(columns=["name", "kind", "country", "city"]).astype("object")
        text = text.where(text.notna(), "")
        self.kind: list[str] = text["kind"].tolist()
        self.country: list[str] = text["country"].tolist()
        self.city = [normal_city(city) for city in text["city"].tolist()]
        self.projects: list[int] = table["projects"].tolist()
        self.numbers = Numbers(table)
        self.own: list[bool] = table["own"].tolist() if "own" in table else [False] * len(table)
        self.spelt = self._ways(units)
        self.parts = self._projects(units)
        self._others: dict[int, list[Form]] = {}
        self.forms = self._forms(units)
        self.laboratory = [kind == "lab" and not forms for kind, forms in zip(self.kind, self.forms, strict=True)]
        first = [forms[0] for forms in self.forms if forms]
        self.plain = plain_words(first, self.city)
        self.frequency = Counter(word for form in first for word in set(form.core))
        self.countries = self._countries()
        self.cities = self._cities()
        # By the nearest power of two: a limit that moved with every row would undo merges as rows are added.
        self.few = max(_STRICT_FEW, int(_STRICT_SHARE * 2 ** round(math.log2(max(1, len(first))))))

    def _countries(self) -> dict[str, set[str]]:
        """Return the countries of each name; one found in several is no evidence of a country."""
        found: dict[str, set[str]] = defaultdict(set)
        for unit, forms in enumerate(self.forms):
            for form in forms:
                found[form.joined] |= self.nations(unit)
        return found

    def _cities(self) -> dict[str, set[str]]:
        """Return the cities of each name."""
        found: dict[str, set[str]] = defaultdict(set)
        for unit, forms in enumerate(self.forms):
            for form in forms:
                found[form.joined] |= {self.city[unit]} - {""}
        return found

    def nations(self, unit: int) -> set[str]:
        """Return the known countries of an organisation, from its address or its names."""
        return ({self.country[unit]} - {""}) or {nation for form in self.forms[unit] for nation in form.nations}

    def is_in_cities(self, one: int, other: int) -> bool:
        """Return whether a name of two organisations is found in several cities."""
        return any(len(self.cities[form.joined]) > 1 for unit in (one, other) for form in self.forms[unit])

    def are_of_two_lands(self, one: int, other: int) -> bool:
        """Return whether the legal forms in the names of two are of different countries: an AG and a SARL."""
        lands = [{land for form in self.forms[unit] for land in form.lands} for unit in (one, other)]
        return bool(lands[0] and lands[1]) and not lands[0] & lands[1]

    def has_rare_word(self, unit: int) -> bool:
        """Return whether a word of an organisation's names stands in so few names that it is its own."""
        return any(self.frequency[word] <= self.few for form in self.forms[unit] for word in form.core)

    def names(self, unit: int) -> list[Form]:
        """Return the parsed names of an organisation, also of a laboratory that is compared by number alone."""
        if self.forms[unit]:
            return self.forms[unit]
        if unit not in self._others:
            self._others[unit] = [parse(name, self.city[unit], self._known) for name in self.spelt[unit]]
        return self._others[unit]

    @staticmethod
    def _ways(units: Units) -> list[list[str]]:
        """Return the spellings of each organisation."""
        found: list[list[str]] = [[] for _ in range(len(units))]
        for unit, name in zip(units.spellings["unit"].tolist(), units.spellings["name"].tolist(), strict=True):
            found[unit].append(name)
        return found

    @staticmethod
    def _projects(units: Units) -> list[set[int]]:
        """Return the projects of each organisation."""
        found: list[set[int]] = [set() for _ in range(len(units))]
        for unit, project in zip(units.parts["unit"].tolist(), units.parts["project"].tolist(), strict=True):
            found[unit].add(project)
        return found

    def rank(self, unit: int) -> tuple[object, ...]:
        """Return a sort key: the best known first, those of the same names beside each other."""
        core = min((form.core for form in self.names(unit)), default=())
        return -self.projects[unit], core, self.city[unit], self.country[unit]

    def _forms(self, units: Units) -> list[list[Form]]:
        mine = handles(units)
        spelt = units.spellings[mine[units.spellings["unit"].to_numpy()]]
        names: list[str] = spelt["name"].tolist()
        known = Known(
            words=frozenset(word for name in names for word in normal_form(name).split()),
            cities=frozenset(self.city) - {""},
            meanings=meanings(names),
            wholes=frozenset(),
        )
        known = replace(known, wholes=frozenset(whole(name, known) for name in names) - {()})
        self._known = known
        forms: list[list[Form]] = [[] for _ in range(len(units))]
        for unit, name in zip(spelt["unit"].tolist(), names, strict=True):
            form = parse(name, self.city[unit], known)
            if form not in forms[unit]:
                forms[unit].append(form)
        return with_departments(forms)
