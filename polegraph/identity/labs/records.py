"""The records of names to compare, with the attributes of their organisations, as matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.identity.labs.forms import Forms, forms
from polegraph.names.cities import normal_city
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.identity.entities import Units
    from polegraph.linalg import Csr

_STEM = 6  # letters that distinguish words; endings vary (physique, physiques)


@dataclass(frozen=True)
class Records:
    """Records of names: every spelling of an organisation that differs in more than case, accents or legal form.

    Attributes
    ----------
    forms
        The names taken apart.
    unit
        Which organisation each names, as a position among the units.
    weight
        In how many rows it was written so, at least 1.
    city, region
        Codes; -1 if unknown.
    projects
        Records × projects, ones.
    themes
        Records × themes, numbers of projects.
    first, last
        Years of the first and the last project; 0 if unknown.
    """

    forms: Forms
    unit: NDArray[np.int64]
    weight: NDArray[np.float64]
    city: NDArray[np.int64]
    region: NDArray[np.int64]
    projects: Csr
    themes: Csr
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.unit)

    @cached_property
    def own(self) -> NDArray[np.int64]:
        """Return a code for each distinct text of own words."""
        return pd.factorize(np.array(self.forms.own, dtype=object), sort=True)[0]

    @cached_property
    def stems(self) -> Csr:
        """Return records × beginnings of their own words."""
        return indicator([{word[:_STEM] for word in own.split()} for own in self.forms.own])[0]

    @cached_property
    def unit_numbers(self) -> Csr:
        """Return records × numbers as a unit of research."""
        return indicator(self.forms.units)[0]

    @cached_property
    def acronyms(self) -> tuple[Csr, list[object]]:
        """Return records × acronyms, and the acronyms."""
        return indicator(self.forms.acronyms)

    @cached_property
    def acronyms_among_words(self) -> Csr:
        """Return records × acronyms of other records that are one of their words."""
        spelled = self.acronyms[1]
        known = frozenset(spelled)
        return indicator([known.intersection(full.split()) for full in self.forms.full], spelled)[0]

    @cached_property
    def bodies(self) -> Csr:
        """Return records × public bodies."""
        return indicator(self.forms.bodies)[0]

    @cached_property
    def partners(self) -> Csr:
        """Return records × own words of others in the same projects."""
        texts = sparse.csr_array((np.ones(len(self)), (self.own, np.arange(len(self)))))
        return ones(self.projects @ ones(texts @ self.projects).T)


def records(units: Units) -> Records:
    """List the names of units.

    Parameters
    ----------
    units
        The organisations.
    """
    # spellings without case and accents, the most frequent of each first
    spellings = units.spellings.assign(normal=[normal_form(name) for name in units.spellings["name"].tolist()])
    spellings = spellings.sort_values(["unit", "normal", "rows", "name"], ascending=[True, True, False, True])
    weight = spellings.groupby(["unit", "normal"])["rows"].sum().clip(lower=1).to_numpy(np.float64)
    spellings = spellings.drop_duplicates(["unit", "normal"])
    unit = spellings["unit"].to_numpy(np.int64)
    # attributes of the organisations: city, projects, years, themes
    table = units.table
    cities = {city: normal_city(city) or None for city in table["city"].dropna().unique().tolist()}
    parts, shape = units.parts, (len(table), int(units.parts["project"].max() + 1) if len(units.parts) else 1)
    started = parts[parts["year"] > 0].groupby("unit")["year"]
    themed = parts[parts["theme"] >= 0]
    themes = sparse.csr_array(
        (np.ones(len(themed)), (themed["unit"], themed["theme"])),
        shape=(len(table), int(themed["theme"].max() + 1) if len(themed) else 1),
    )
    # one record a spelling
    return Records(
        forms=forms(spellings["name"].tolist()),
        unit=unit,
        weight=weight,
        city=pd.factorize(table["city"].map(cities), sort=True)[0][unit],
        region=pd.factorize(table["region"], sort=True)[0][unit],
        projects=sparse.csr_array((np.ones(len(parts)), (parts["unit"], parts["project"])), shape=shape)[unit],
        themes=themes[unit],
        first=started.min().reindex(range(len(table))).fillna(0).to_numpy(np.int64)[unit],
        last=started.max().reindex(range(len(table))).fillna(0).to_numpy(np.int64)[unit],
    )


def indicator(sets: Sequence[Iterable[object]], vocabulary: Sequence[object] | None = None) -> tuple[Csr, list[object]]:
    """Return sets as the rows of a binary matrix, and the labels of its columns, sorted."""
    columns = list(vocabulary or sorted({item for items in sets for item in items}))  # type: ignore[type-var]  # of one kind
    place = {item: column for column, item in enumerate(columns)}
    lists = [sorted(place[item] for item in items) for items in sets]
    indptr = np.concatenate([[0], np.cumsum([len(items) for items in lists])]).astype(np.int64)
    indices = np.array([column for items in lists for column in items], dtype=np.int64)
    return sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=(len(sets), max(1, len(columns)))), columns


def ones(matrix: Csr) -> Csr:
    """Return the same matrix with every entry 1."""
    found = sparse.csr_array(matrix)
    found.data = np.ones_like(found.data)
    found.sort_indices()
    return found


def rarity(matrix: Csr) -> NDArray[np.float64]:
    """Return for each column the logarithm of how rare it is among the rows."""
    present = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.log(matrix.shape[0] / np.maximum(1, present))
