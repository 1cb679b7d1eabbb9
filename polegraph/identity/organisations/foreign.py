"""Inference of foreign organisations without a country: laboratories of universities that France does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.identity.organisations.public_bodies import without_bodies
from polegraph.names import rule_tables
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

_WORDS: Final = frozenset(row["word"] for row in rule_tables.rows("abroad_words"))


def seem_abroad(units: Units) -> NDArray[np.bool_]:
    """Return which organisations seem to be abroad, among those of uncertain country.

    Each of their names has a word of another language, or of another country, and none names a public body of France.
    A country without a city is not believed where that is France: agencies fill it in for partners abroad.

    Parameters
    ----------
    units
        The organisations.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.identity.entities import units
    >>> names = ["University of Oxford / VGG", "University of Strasbourg - ICube", "LIX", "Institute of Optics"]
    >>> organisations = pd.DataFrame({"org_id": list("abcd"), "name": names, "city": [None, None, None, "Palaiseau"]})
    >>> organisations["country"] = [None, None, None, "FR"]
    >>> none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
    >>> seem_abroad(units({"organisations": organisations, "participations": none})).tolist()
    [True, False, False, False]
    """
    country, city = units.table["country"], units.table["city"]
    unsure = (country.isna() | ((country == "FR") & city.isna())).to_numpy(bool)
    here = np.zeros(len(units), dtype=bool)
    spelled = units.spellings[unsure[units.spellings["unit"].to_numpy()]]
    for unit, name in zip(spelled["unit"].tolist(), spelled["name"].tolist(), strict=True):
        normal = normal_form(name)
        here[unit] |= _WORDS.isdisjoint(normal.split()) or bool(without_bodies(normal)[1])
    return unsure & ~here
