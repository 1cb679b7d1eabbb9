"""The network on a map of France or Europe: outlines, and where each organisation's mark stands there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from polegraph.geography import ETRS89_LAEA, LAMBERT_93, locate
from polegraph.geography.gazetteer import is_french, middle
from polegraph.maps.flows import flows
from polegraph.resources import data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from polegraph.network import Network

    Floats = NDArray[np.float64]
    Projection = Callable[[ArrayLike, ArrayLike], Floats]

CITY, REGION, COUNTRY, NOWHERE, OUTSIDE = range(5)
"""How a mark stands on a map: at its own place or city, in the middle of its region or country; or not at all."""
_PITCH: Final = 24.0  # pixels from mark to mark of one city, at scale 1
_ROW: Final = _PITCH * np.sqrt(3) / 2
_SHARE: Final = 0.03  # of the width of a map that the marks of one city may reach
_LEAST: Final = 2000.0  # pixels of the width of a map
_MARK: Final = (4.0, 13.0)  # radius of the smallest and of the largest mark
_UNIT: Final = 1000  # parts of a degree in the file of outlines
_INSET: Final = 95_000.0  # metres of the map of France: a side of the frame around a region overseas
_AROUND: Final = 0.4  # degrees around the outline of a region overseas that are still in its frame
_OVERSEAS: Final = ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte")


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a map: the part of the earth that it shows.

    Parameters
    ----------
    name
        ``france`` or ``europe``.
    projection
        From degrees to metres.
    left, bottom, right, top
        Metres of the projection.
    shapes
        ``regions`` or ``countries``, in the file of outlines.
    by
        What flows are between.
    """

    name: str
    projection: Projection
    left: float
    bottom: float
    right: float
    top: float
    shapes: str
    by: Literal["region", "country"]


FRANCE: Final = Frame("france", LAMBERT_93, 70_000, 6_030_000, 1_270_000, 7_140_000, "regions", "region")
EUROPE: Final = Frame("europe", ETRS89_LAEA, 2_500_000, 950_000, 7_250_000, 5_450_000, "countries", "country")


def geography(net: Network, organisations: pd.DataFrame, radius: Floats) -> dict[str, Any] | None:
    """Place the marks of all organisations on the maps that make sense for them.

    Parameters
    ----------
    net
        The network.
    organisations
        Its organisations in the order of the page.
    radius : array of float, n
        Of their marks on the map of the network.

    Returns
    -------
    dict or None
        ``first``, the map that is shown first: ``france`` if all organisations of known country are there,
        else ``europe``; ``size``, the radius of each mark; ``frames`` by name. None if no organisation
        has a place on any map. Of a frame: ``width, height`` in pixels at scale 1; ``outlines``, rings of steps from
        corner to corner; ``x, y`` of each mark; ``how``, a figure each (`CITY`, `REGION`, `COUNTRY`, `NOWHERE`,
        `OUTSIDE`); ``insets``, names of regions overseas with left, top and side; ``by`` and ``flows``.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> geography(tiny(), tiny().organisations, np.ones(5)) is None
    True
    """
    place = locate(net).set_index("org_id").reindex(organisations["org_id"])
    french = _french(organisations, place)
    frames: dict[str, Any] = {}
    for frame in (FRANCE, EUROPE):
        how, points, insets = _on(frame, place, french)
        abroad = (how <= COUNTRY) & ~french
        if (how <= COUNTRY).any() and (frame is FRANCE or abroad.any() or not frames):
            frames[frame.name] = _drawn(frame, net, how, points, insets, radius)
    if not frames:
        return None
    all_french = not (organisations["country"].notna().to_numpy() & ~french).any()
    first = "france" if "france" in frames and (all_french or "europe" not in frames) else "europe"
    return {"first": first, "size": _sizes(radius).tolist(), "frames": frames}


def _french(organisations: pd.DataFrame, place: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which organisations are in France; those with coordinates alone by these."""
    country = organisations["country"]
    regions = organisations["region"].fillna("")
    known = {region: bool(region) and is_french(region) for region in regions.unique()}
    by_region = regions.map(known).to_numpy(dtype=bool)
    bare = country.isna().to_numpy() & (place["found"] == "given").to_numpy() & (regions == "").to_numpy()
    inside = _within(FRANCE, FRANCE.projection(place["lat"], place["lon"]))
    found: NDArray[np.bool_] = (
        (country == "FR").to_numpy(dtype=bool) | (country.isna().to_numpy() & by_region) | (bare & inside)
    )
    return found


def _within(frame: Frame, points: Floats) -> NDArray[np.bool_]:
    x, y = points.T
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = (x >= frame.left) & (x <= frame.right) & (y >= frame.bottom) & (y <= frame.top)
    return found


def _on(
    frame: Frame, place: pd.DataFrame, french: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Floats, list[tuple[str, float, float]]]:
    """Return how each organisation stands on a map, and where, in metres; and which regions overseas have a frame."""
    found = place["found"].map({"given": CITY, "city": CITY, "region": REGION, "country": COUNTRY, "nowhere": NOWHERE})
    how = found.to_numpy(dtype=np.int64)
    lat, lon = place["lat"].to_numpy(), place["lon"].to_numpy()
    points = frame.projection(lat, lon)
    insets: list[tuple[str, float, float]] = []
    if frame is FRANCE:
        how = np.where(how == COUNTRY, NOWHERE, how)  # the middle of the country is no place on a map of it
        how = np.where(french | (how == NOWHERE) & place["lat"].isna().to_numpy(), how, OUTSIDE)
        for at, name in enumerate(_OVERSEAS):
            there = _overseas(name, lat, lon) & (how <= REGION)
            if there.any():
                left, top = FRANCE.left + at % 2 * 1.12 * _INSET, FRANCE.bottom + (3 - at // 2) * 1.25 * _INSET
                points[there] = _in_inset(name, left, top, lat[there], lon[there])
                insets.append((name, left, top))
    how = np.where((how <= COUNTRY) & ~_within(frame, points), OUTSIDE, how)
    return how.astype(np.int64), points, insets


def _bounds(name: str) -> tuple[Floats, Floats]:
    """Return the corners of the box around a region overseas, as longitude and latitude."""
    ring = np.concatenate([_ring(ring) for ring in _outlines()["regions"][name]])
    return ring.min(axis=0), ring.max(axis=0)


def _overseas(name: str, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    low, high = _bounds(name)
    with np.errstate(invalid="ignore"):
        east = (lon >= low[0] - _AROUND) & (lon <= high[0] + _AROUND)
        found: NDArray[np.bool_] = east & (lat >= low[1] - _AROUND) & (lat <= high[1] + _AROUND)
    return found


def _in_inset(name: str, left: float, top: float, lat: Floats, lon: Floats) -> Floats:
    """Draw a region overseas in its frame: degrees as they are, made narrower by its latitude."""
    low, high = _bounds(name)
    narrow = np.cos(np.radians((low[1] + high[1]) / 2))
    scale = 0.72 * _INSET / max((high[0] - low[0]) * narrow, high[1] - low[1])
    x = left + _INSET / 2 + (lon - (low[0] + high[0]) / 2) * narrow * scale
    y = top - 0.58 * _INSET + (lat - (low[1] + high[1]) / 2) * scale
    return np.column_stack([x, y])


def _drawn(
    frame: Frame,
    net: Network,
    how: NDArray[np.int64],
    points: Floats,
    insets: list[tuple[str, float, float]],
    radius: Floats,
) -> dict[str, Any]:
    """Write a frame in pixels at scale 1, y downwards."""
    # Scale the frame so that the most crowded place has room for its marks.
    here = how <= COUNTRY
    spots, spot = np.unique(points[here].round(), axis=0, return_inverse=True)
    most = int(np.bincount(spot.ravel()).max())
    width = max(_LEAST, np.sqrt(most * _PITCH * _ROW / np.pi) / _SHARE)
    scale = float(width / (frame.right - frame.left))

    def pixels(metres: Floats) -> Floats:
        return np.column_stack([(metres[:, 0] - frame.left) * scale, (frame.top - metres[:, 1]) * scale])

    # Place the marks around their places.
    placed = np.zeros((len(how), 2))
    height = (frame.top - frame.bottom) * scale
    placed[here] = apart(pixels(spots), spot.ravel(), radius[here])
    # Project the outlines; regions overseas go to their insets.
    corners = {name: (left, top) for name, left, top in insets}
    rings = [
        pixels(_of_group(frame, corners, name, *_ring(ring).T[::-1]))
        for name, shape in _outlines()[frame.shapes].items()
        if name in corners or name not in _OVERSEAS
        for ring in shape
    ]
    return {
        "width": round(width),
        "height": round(height),
        "outlines": [_steps(ring) for ring in rings],
        "x": placed[:, 0].round().astype(int).tolist(),
        "y": placed[:, 1].round().astype(int).tolist(),
        "how": "".join(map(str, how.tolist())),
        "insets": [
            [name, *pixels(np.array([[left, top]])).round().astype(int)[0].tolist(), round(_INSET * scale)]
            for name, left, top in insets
        ],
        "by": frame.by,
        "flows": _flows(frame, net, pixels, corners),
    }


def _of_group(frame: Frame, corners: Mapping[str, tuple[float, float]], name: str, lat: Floats, lon: Floats) -> Floats:
    """Place points of a region or country on a map, in metres: in a frame of its own where it has one."""
    if name in corners:
        return _in_inset(name, *corners[name], lat, lon)
    return frame.projection(lat, lon)


def apart(spots: Floats, spot: NDArray[np.intp], radius: Floats) -> Floats:
    """Set marks on the free places of a honeycomb nearest to where they belong, so that none lies on another.

    Parameters
    ----------
    spots : array of float, m × 2
        Places, in pixels.
    spot : array of int, n
        The place of each mark.
    radius : array of float, n
        Of each mark; the largest stand in the middle.

    Returns
    -------
    array of float, n × 2
        Where they stand. Places with most marks come first.

    Examples
    --------
    >>> apart(np.array([[240.0, 0.0]]), np.array([0, 0, 0]), np.array([1.0, 3.0, 2.0])).round().tolist()
    [[252.0, -21.0], [240.0, 0.0], [228.0, -21.0]]
    """
    placed = np.empty((len(spot), 2))
    members = np.split(np.lexsort((np.arange(len(spot)), -radius, spot)), np.cumsum(np.bincount(spot))[:-1])
    taken: set[tuple[int, int]] = set()
    for at in sorted(range(len(spots)), key=lambda at: (-len(members[at]), *spots[at].tolist())):
        cells = _nearest_free(spots[at], len(members[at]), taken)
        taken.update(cells)
        rows = np.array([row for row, _ in cells])
        placed[members[at], 0] = (np.array([column for _, column in cells]) + rows % 2 / 2) * _PITCH
        placed[members[at], 1] = rows * _ROW
    return placed


def _nearest_free(spot: Floats, number: int, taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the free cells of the honeycomb nearest to a place."""
    reach = int(np.sqrt(number)) + 2
    row, column = round(float(spot[1] / _ROW)), round(float(spot[0] / _PITCH))
    while True:
        rows, columns = (
            part.ravel() for part in np.mgrid[row - reach : row + reach + 1, column - reach : column + reach + 1]
        )
        away = np.hypot((columns + rows % 2 / 2) * _PITCH - spot[0], rows * _ROW - spot[1]).round(6)
        order = np.lexsort((columns, rows, away))
        order = order[away[order] <= (reach - 1) * _ROW]  # beyond, the window is not the whole neighbourhood
        cells = zip(rows[order].tolist(), columns[order].tolist(), strict=True)
        free = [cell for cell in cells if cell not in taken]
        if len(free) >= number:
            return free[:number]
        reach = 2 * reach


def _sizes(radius: Floats) -> Floats:
    """Scale marks down, so that neighbours do not touch; the larger remain the larger."""
    low, high = (float(radius.min()), float(radius.max())) if len(radius) else (0.0, 0.0)
    sizes: Floats = np.round(_MARK[0] + (radius - low) * (_MARK[1] - _MARK[0]) / max(high - low, 37.0), 1)
    return sizes


def _flows(
    frame: Frame, net: Network, pixels: Callable[[Floats], Floats], corners: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    """Return the flows of a map: groups with their middles, and pairs of them with their numbers."""
    table = flows(net, frame.by)
    names = sorted({*table["group"], *table["other"]})
    number = {name: at for at, name in enumerate(names)}
    places = []
    for name in names:
        spot = middle("FR", name) if frame.by == "region" else middle(name, None)
        point = np.full((1, 2), np.nan)
        if spot is not None:
            point = _of_group(frame, corners, name, *np.array([spot]).T)
        places.append(pixels(point).round().astype(int)[0].tolist() if _within(frame, point)[0] else None)
    rows = [
        [number[one], number[other], int(observed), _rounded(expected, 1), int(links), _rounded(q_value, 4)]
        for one, other, observed, expected, links, q_value in zip(
            *(table[name] for name in ("group", "other", "observed", "expected", "links", "q_value")), strict=True
        )
    ]
    return {"names": names, "places": places, "rows": rows}


def _rounded(value: float, digits: int) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)


@cache
def _outlines() -> dict[str, dict[str, list[list[int]]]]:
    read: dict[str, dict[str, list[list[int]]]] = json.loads(data("places/outlines.json").read_text(encoding="utf-8"))
    return read


def _ring(steps: list[int]) -> Floats:
    """Return the corners of a ring, as longitude and latitude in degrees."""
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / _UNIT


def _steps(ring: Floats) -> list[int]:
    """Write a ring as its first corner and the steps from corner to corner, in whole pixels."""
    corners = ring.round().astype(int)
    kept = corners[np.append([True], np.any(np.diff(corners, axis=0), axis=1))]
    steps: list[int] = np.diff(kept, axis=0, prepend=np.zeros((1, 2), dtype=int)).ravel().tolist()
    return steps
