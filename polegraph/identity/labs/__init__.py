"""Which laboratories are one: their names, places, numbers, acronyms, partners, and a model learned from known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.identity.labs.resolve import JUDGES, Laboratories, merge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

__all__ = ["JUDGES", "Laboratories", "handles", "merge"]


def handles(units: Units) -> NDArray[np.bool_]:
    """Return which organisations are compared as laboratories: those of France or of a country that is not known.

    Parameters
    ----------
    units
        The organisations. Whatever has a code of the national register is one; all else is
        `polegraph.identity.organisations.companies`'.
    """
    from polegraph.identity.organisations import company_records  # noqa: PLC0415  # it is the other half of the same question

    return ~company_records.handles(units)
