"""Entity resolution of laboratories: blocking, pairwise comparison by a learned model, constrained clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.identity.labs.resolve import JUDGES, Laboratories, merge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

__all__ = ["JUDGES", "Laboratories", "handles", "merge"]


def handles(units: Units) -> NDArray[np.bool_]:
    """Return which organisations are compared as laboratories: those of France or of unknown country.

    Parameters
    ----------
    units
        The organisations. Any with a code of the national register is a laboratory; all others belong to
        `polegraph.identity.organisations.companies`.
    """
    from polegraph.identity.organisations import company_records  # noqa: PLC0415  # it is the other half of the same question

    return ~company_records.handles(units)
