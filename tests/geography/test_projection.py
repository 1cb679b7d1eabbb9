"""The two projections: published values, and what makes them what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from polegraph.geography import ETRS89_LAEA, LAMBERT_93, Azimuthal, Conic

if TYPE_CHECKING:
    from numpy.typing import NDArray

AXIS, FLATTENING = 6378137.0, 1 / 298.257222101
SQUARED = FLATTENING * (2 - FLATTENING)  # of the eccentricity of GRS80


def radii(lat: float) -> tuple[float, float]:
    """Return metres a radian northwards and eastwards on the ellipsoid."""
    root = np.sqrt(1 - SQUARED * np.sin(np.radians(lat)) ** 2)
    return AXIS * (1 - SQUARED) / root**3, AXIS * np.cos(np.radians(lat)) / root


def steps(projection: Conic | Azimuthal, lat: float, lon: float) -> NDArray[np.float64]:
    """Return metres on the map for a metre northwards and a metre eastwards, as columns."""
    small = 1e-4
    north, east = radii(lat)
    there = projection([lat, lat + small, lat], [lon, lon, lon + small])
    found: NDArray[np.float64] = np.column_stack([(there[1] - there[0]) / north, (there[2] - there[0]) / east])
    found /= np.radians(small)
    return found


def test_values_of_guidance_note_7_2() -> None:
    texas = Conic(27 + 5 / 6, -99, (28 + 23 / 60, 30 + 17 / 60), 2e6, 0, axis=20925832.16, flattening=294.97870)
    assert texas([28.5], [-96])[0] == pytest.approx([2963503.91, 254759.80], abs=0.01)
    assert ETRS89_LAEA([50], [5])[0] == pytest.approx([3962799.45, 2999718.85], abs=0.01)


def test_origins_are_where_their_definitions_put_them() -> None:
    assert LAMBERT_93([46.5], [3])[0] == pytest.approx([700_000, 6_600_000], abs=1e-3)
    assert ETRS89_LAEA([52], [10])[0] == pytest.approx([4_321_000, 3_210_000], abs=1e-3)


@pytest.mark.parametrize(("lat", "lon"), [(48.85, 2.35), (43.3, 5.37), (42.0, 9.0)])
def test_lambert_93_keeps_angles_and_is_true_on_its_parallels(lat: float, lon: float) -> None:
    jacobian = steps(LAMBERT_93, lat, lon)
    scale = np.hypot(*jacobian[:, 0])
    assert jacobian.T @ jacobian == pytest.approx(scale**2 * np.eye(2), abs=1e-5)
    for parallel in (44.0, 49.0):
        assert np.hypot(*steps(LAMBERT_93, parallel, lon)[:, 0]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("lat", "lon"), [(38.7, -9.1), (64.1, -21.9), (32.1, 34.8), (60.2, 24.9)])
def test_laea_keeps_areas(lat: float, lon: float) -> None:
    # From north and east to east and north: turned over.
    assert np.linalg.det(steps(ETRS89_LAEA, lat, lon)) == pytest.approx(-1, abs=1e-4)
