"""Florentine families: marriages, business ties and wealth (Padgett and Ansell 1993), as ergm ships them."""

from __future__ import annotations

import numpy as np
import pandas as pd

_MARRIAGES = "AC-ME AL-GI AL-GU AL-ME BA-CA BA-ME BI-GU BI-PE BI-ST CA-PE CA-ST GU-LA GU-TO ME-RI ME-SA ME-TO PA-SA PE-ST RI-ST RI-TO"  # noqa: E501
_BUSINESS = "BA-CA BA-GI BA-ME BA-PE BI-GU BI-LA BI-PE CA-LA CA-PE GI-ME GU-LA LA-PE ME-PA ME-SA ME-TO"
# In thousands of lire, 1427.
_WEALTH = {
    "AC": 10,
    "AL": 36,
    "BA": 55,
    "BI": 44,
    "CA": 20,
    "GI": 32,
    "GU": 8,
    "LA": 42,
    "ME": 103,
    "PA": 48,
    "PE": 49,
    "PU": 3,
    "RI": 27,
    "SA": 10,
    "ST": 146,
    "TO": 48,
}


def _of(ties: str) -> pd.DataFrame:
    names = sorted(_WEALTH)
    matrix = pd.DataFrame(0.0, index=names, columns=names)
    for tie in ties.split():
        one, other = tie.split("-")
        matrix.loc[one, other] = matrix.loc[other, one] = 1
    return matrix


def marriages() -> pd.DataFrame:
    """Return which families are linked by marriage."""
    return _of(_MARRIAGES)


def business() -> pd.DataFrame:
    """Return which families do business together."""
    return _of(_BUSINESS)


def wealth_difference() -> pd.DataFrame:
    """Return the differences of the wealth of families."""
    wealth = pd.Series(_WEALTH, dtype=float).sort_index()
    apart = np.abs(wealth.to_numpy()[:, None] - wealth.to_numpy())
    return pd.DataFrame(apart, index=wealth.index, columns=wealth.index)
