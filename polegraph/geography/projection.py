"""The two projections of the map: Lambert's conformal conic for France, his equal-area azimuthal one for Europe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Conic:
    r"""Lambert's conformal conic projection with two standard parallels (EPSG method 9802).

    With :math:`m = \cos\varphi / \sqrt{1 - e^2 \sin^2\varphi}` and
    :math:`t = \tan(\pi/4 - \varphi/2) / [(1 - e\sin\varphi)/(1 + e\sin\varphi)]^{e/2}`:
    :math:`n = (\ln m_1 - \ln m_2)/(\ln t_1 - \ln t_2)`, :math:`F = m_1/(n t_1^n)`, :math:`r = a F t^n`,
    :math:`x = E_F + r \sin n(\lambda - \lambda_F)`, :math:`y = N_F + r_F - r \cos n(\lambda - \lambda_F)`.

    Parameters
    ----------
    lat, lon
        Of the false origin, in degrees.
    parallels
        The two latitudes that are drawn at their length, in degrees.
    east, north
        Coordinates of the false origin.
    axis
        Half the larger axis of the ellipsoid, in the unit of the coordinates.
    flattening
        1/f of the ellipsoid.

    References
    ----------
    IOGP Publication 373-7-2, Geomatics Guidance Note 7, part 2, section 3.1.1.1.

    Examples
    --------
    The example of the Guidance Note, Texas South Central in US survey feet:

    >>> texas = Conic(27 + 5 / 6, -99, (28 + 23 / 60, 30 + 17 / 60), 2e6, 0, axis=20925832.16, flattening=294.97870)
    >>> texas([28.5], [-96]).round(2).tolist()
    [[2963503.91, 254759.8]]
    """

    lat: float
    lon: float
    parallels: tuple[float, float]
    east: float
    north: float
    axis: float = 6378137.0
    flattening: float = 298.257222101

    @cached_property
    def _cone(self) -> tuple[float, float, float]:
        (one, other), eccentricity = np.radians(self.parallels), _eccentricity(self.flattening)
        m = [np.cos(phi) / np.sqrt(1 - (eccentricity * np.sin(phi)) ** 2) for phi in (one, other)]
        t = [_conformal(phi, eccentricity) for phi in (one, other)]
        n = float((np.log(m[0]) - np.log(m[1])) / (np.log(t[0]) - np.log(t[1])))
        factor = float(m[0] / (n * t[0] ** n)) * self.axis
        return n, factor, factor * float(_conformal(np.radians(self.lat), eccentricity)) ** n

    def __call__(self, lat: ArrayLike, lon: ArrayLike) -> Floats:
        """Project points.

        Parameters
        ----------
        lat, lon : array-like of float, n
            In degrees.

        Returns
        -------
        array of float, n × 2
            East and north.
        """
        n, factor, origin = self._cone
        radius = factor * _conformal(np.radians(np.asarray(lat, float)), _eccentricity(self.flattening)) ** n
        angle = n * np.radians(np.asarray(lon, float) - self.lon)
        return np.column_stack([self.east + radius * np.sin(angle), self.north + origin - radius * np.cos(angle)])


@dataclass(frozen=True)
class Azimuthal:
    r"""Lambert's azimuthal equal-area projection, oblique (EPSG method 9820).

    With :math:`q = (1 - e^2) [s/(1 - e^2 s^2) - \ln((1 - e s)/(1 + e s)) / 2e]`, :math:`s = \sin\varphi`,
    :math:`\sin\beta = q/q_P`, :math:`R_q = a\sqrt{q_P/2}`, :math:`D = a m_O/(R_q\cos\beta_O)` and
    :math:`B = R_q\sqrt{2/(1 + \sin\beta_O\sin\beta + \cos\beta_O\cos\beta\cos\Delta\lambda)}`:
    :math:`x = E_F + B D\cos\beta\sin\Delta\lambda`,
    :math:`y = N_F + (B/D)(\cos\beta_O\sin\beta - \sin\beta_O\cos\beta\cos\Delta\lambda)`.

    Parameters
    ----------
    lat, lon
        Of the natural origin, in degrees.
    east, north
        Coordinates of the natural origin.
    axis, flattening
        As for `Conic`.

    References
    ----------
    IOGP Publication 373-7-2, Geomatics Guidance Note 7, part 2, section 3.4.2.

    Examples
    --------
    The example of the Guidance Note:

    >>> ETRS89_LAEA([50], [5]).round(2).tolist()
    [[3962799.45, 2999718.85]]
    """

    lat: float
    lon: float
    east: float
    north: float
    axis: float = 6378137.0
    flattening: float = 298.257222101

    def __call__(self, lat: ArrayLike, lon: ArrayLike) -> Floats:
        """Project points.

        Parameters
        ----------
        lat, lon : array-like of float, n
            In degrees.

        Returns
        -------
        array of float, n × 2
            East and north.
        """
        eccentricity, centre = _eccentricity(self.flattening), np.radians(self.lat)
        pole = _authalic(np.float64(np.pi / 2), eccentricity)
        beta = np.arcsin(_authalic(np.radians(np.asarray(lat, float)), eccentricity) / pole)
        origin = np.arcsin(_authalic(centre, eccentricity) / pole)
        away = np.radians(np.asarray(lon, float) - self.lon)
        radius = self.axis * np.sqrt(pole / 2)
        m = np.cos(centre) / np.sqrt(1 - (eccentricity * np.sin(centre)) ** 2)
        stretch = self.axis * m / (radius * np.cos(origin))
        below = 1 + np.sin(origin) * np.sin(beta) + np.cos(origin) * np.cos(beta) * np.cos(away)
        scale = radius * np.sqrt(2 / below)
        north = np.cos(origin) * np.sin(beta) - np.sin(origin) * np.cos(beta) * np.cos(away)
        east = scale * stretch * np.cos(beta) * np.sin(away)
        return np.column_stack([self.east + east, self.north + scale / stretch * north])


LAMBERT_93: Final = Conic(46.5, 3.0, (49.0, 44.0), 700_000.0, 6_600_000.0)
"""France's own projection (EPSG:2154), in metres."""
ETRS89_LAEA: Final = Azimuthal(52.0, 10.0, 4_321_000.0, 3_210_000.0)
"""The projection of European statistics (EPSG:3035), in metres."""


def _eccentricity(flattening: float) -> float:
    return float(np.sqrt(2 / flattening - 1 / flattening**2))


def _conformal(phi: Floats | np.float64, eccentricity: float) -> Floats | np.float64:
    sine = eccentricity * np.sin(phi)
    found: Floats = np.tan(np.pi / 4 - phi / 2) / ((1 - sine) / (1 + sine)) ** (eccentricity / 2)
    return found


def _authalic(phi: Floats | np.float64, eccentricity: float) -> Floats | np.float64:
    sine = np.sin(phi)
    turned = eccentricity * sine
    found: Floats = (1 - eccentricity**2) * (
        sine / (1 - turned**2) - np.log((1 - turned) / (1 + turned)) / (2 * eccentricity)
    )
    return found
