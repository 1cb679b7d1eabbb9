"""Great-circle distances on the globe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EARTH_KM: Final = 6371.0088


def great_circle(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle distances in kilometres; missing where a location is unknown.

    Parameters
    ----------
    one, other : array of float, … × 2
        Latitude and longitude in degrees.

    Examples
    --------
    >>> float(great_circle(np.array([48.8566, 2.3522]), np.array([47.9029, 1.9093])).round())  # Paris, Orléans
    111.0
    """
    left, right = np.radians(one), np.radians(other)
    apart = np.sin((right - left) / 2) ** 2
    chord = apart[..., 0] + np.cos(left[..., 0]) * np.cos(right[..., 0]) * apart[..., 1]
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))  # type: ignore[no-any-return]
