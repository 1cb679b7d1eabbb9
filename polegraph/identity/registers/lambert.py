"""Conversion of Lambert-93, the projection of French public data, to degrees."""

from __future__ import annotations

import math
from typing import Final

_ECCENTRICITY: Final = 0.08181919104281579  # GRS 80
_EXPONENT: Final = 0.7256077650532670
_CONSTANT: Final = 11754255.426096  # metres
_X, _Y = 700000.0, 12655612.049876  # metres
_MERIDIAN: Final = math.radians(3)
_CLOSE: Final = 1e-12
_METRES: Final = ((0.0, 1.3e6), (6.0e6, 7.2e6))
"""Bounds of metropolitan France, east and north; the overseas departments have projections of their own."""


def degrees(east: float, north: float) -> tuple[float, float] | None:
    """Return latitude and longitude of a point in metropolitan France.

    Parameters
    ----------
    east, north
        Metres, Lambert-93 (EPSG:2154).

    Returns
    -------
    tuple of float or None
        Degrees north and east, to five decimals (a metre); None outside metropolitan France.

    References
    ----------
    Institut géographique national, note technique NT/G 71, « Projection cartographique conique conforme de Lambert ».

    Examples
    --------
    >>> degrees(700000, 6600000)
    (46.5, 3.0)
    >>> degrees(0, 0) is None
    True
    """
    if not all(low <= value <= high for value, (low, high) in zip((east, north), _METRES, strict=True)):
        return None
    radius = math.hypot(east - _X, north - _Y)
    angle = math.atan2(east - _X, _Y - north)
    isometric = -math.log(radius / _CONSTANT) / _EXPONENT
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    while True:
        sine = _ECCENTRICITY * math.sin(latitude)
        stretch = ((1 + sine) / (1 - sine)) ** (_ECCENTRICITY / 2)
        better = 2 * math.atan(stretch * math.exp(isometric)) - math.pi / 2
        if abs(better - latitude) < _CLOSE:
            break
        latitude = better
    return round(math.degrees(better), 5), round(math.degrees(_MERIDIAN + angle / _EXPONENT), 5)
