"""Validation of coordinates: null island (0, 0), exchanged, or far from the country of the row."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.resources import data
from polegraph.sources.values import KEPT_WITHOUT

if TYPE_CHECKING:
    Degrees = np.ndarray[Any, np.dtype[np.float64]]

ZERO_PLACE: Final = "latitude 0 and longitude 0 stand for a place that is not known" + KEPT_WITHOUT
EXCHANGED_PLACE: Final = "latitude and longitude are exchanged" + KEPT_WITHOUT
FAR_PLACE: Final = "this place is more than a thousand kilometres from the country of the row" + KEPT_WITHOUT

_MARGIN: Final = 2.0  # degrees around a country: waters, small islands that the map leaves out, rounding
_FAR: Final = 10.0  # degrees from a country's box, on either axis: 1,100 km from south to north
# Territories with codes of their own, whose organisations may give the country's.
_PARTS: Final = {
    "FR": ("NC", "PF", "PM", "WF", "BL", "MF", "TF"),
    "NL": ("AW", "CW", "SX"),
    "DK": ("FO", "GL"),
    "UK": ("GG", "IM", "JE", "FK", "SH", "BM", "KY", "VG"),
    "US": ("PR", "GU", "VI", "MP", "AS"),
    "FI": ("AX",),
}


def doubtful(lat: pd.Series[float], lon: pd.Series[float], country: pd.Series[str]) -> pd.Series[str]:
    """Return which coordinates are implausible, and why.

    Parameters
    ----------
    lat, lon : Series of float, one entry a row
        In degrees; missing where unknown.
    country : Series of str
        Two-letter codes as CORDIS writes them; missing where unknown. Without one, only (0, 0) is detected.

    Returns
    -------
    Series of str
        One of the reasons of this module; missing where the place is plausible. Nothing is corrected.

    Examples
    --------
    >>> lat, lon = pd.Series([47.4, 0.0, 0.69, -33.9]), pd.Series([0.7, 0.0, 47.39, 18.4])
    >>> doubtful(lat, lon, pd.Series(["FR"] * 4)).fillna("–").tolist() == [
    ...     "–", ZERO_PLACE, EXCHANGED_PLACE, FAR_PLACE
    ... ]
    True
    """
    north, east = (np.asarray(values.to_numpy(na_value=np.nan), dtype=np.float64) for values in (lat, lon))
    zero = (north == 0) & (east == 0)
    exchanged, far = np.zeros(len(zero), dtype=bool), np.zeros(len(zero), dtype=bool)
    given = ~np.isnan(north) & ~np.isnan(east) & ~zero
    numbers, codes = pd.factorize(country.where(given))
    for number, code in enumerate(codes):
        boxes = _boxes().get(code)
        if boxes is not None:
            rows = np.flatnonzero(numbers == number)
            away = _away(north[rows], east[rows], boxes)
            out = rows[away > _MARGIN]
            exchanged[out] = _away(east[out], north[out], boxes) <= _MARGIN
            far[rows] = away > _FAR
    reason = np.select([zero, exchanged, far], [ZERO_PLACE, EXCHANGED_PLACE, FAR_PLACE], "")
    return pd.Series(reason, index=lat.index, dtype="str").where(reason != "")


def _away(north: Degrees, east: Degrees, boxes: Degrees) -> Degrees:
    """Return by how many degrees places lie outside the nearest of a country's boxes, on the axis of larger excess."""
    above = np.maximum(boxes[:, 0] - north[:, None], north[:, None] - boxes[:, 2])
    beside = np.maximum(boxes[:, 1] - east[:, None], east[:, None] - boxes[:, 3])
    return np.asarray(np.maximum(np.maximum(above, beside), 0).min(axis=1), dtype=np.float64)


@cache
def _boxes() -> dict[str, Degrees]:
    """Read the bounding boxes of countries: south, west, north, east of each of their parts."""
    own: dict[str, list[list[float]]] = {}
    with data("places/boxes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own.setdefault(row["country"], []).append([float(row[side]) for side in ("south", "west", "north", "east")])
    parts = {code: [box for part in _PARTS.get(code, ()) for box in own.get(part, ())] for code in own}
    return {code: np.array(boxes + parts[code]) for code, boxes in own.items()}
