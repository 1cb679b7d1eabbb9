"""Make ``boxes.csv``: between which degrees each country lies, from Natural Earth's public-domain map.

The map comes inside a package of the npm registry (``npm pack world-atlas@2.0.2``):

    python data/places/make_boxes.py FOLDER_WITH_THE_PACKAGE

reads ``world-atlas/countries-50m.json``. The same file gives the same bytes. A country has a box for each of its parts
that lie apart.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from make_outlines import CODES, NAMED, Map

HERE = Path(__file__).parent
APART = 3.0  # degrees between parts of a country that have boxes of their own

Box = tuple[float, float, float, float]  # south, west, north, east


def joined(boxes: list[Box]) -> list[Box]:
    """Join the boxes that are less apart than that."""
    found: list[Box] = []
    for box in sorted(boxes):
        south, west, north, east = box
        near = [one for one in found if _near(one, box)]
        for one in near:
            found.remove(one)
            south, west, north, east = min(south, one[0]), min(west, one[1]), max(north, one[2]), max(east, one[3])
        found.append((south, west, north, east))
    return found if len(found) == len(boxes) else joined(found)


def _near(one: Box, other: Box) -> bool:
    return all(one[at] - APART <= other[at + 2] and other[at] - APART <= one[at + 2] for at in (0, 1))


def main(folder: Path) -> None:
    """Write the file."""
    world = Map(folder / "world-atlas" / "countries-50m.json", "countries")
    boxes: dict[str, list[Box]] = {}
    for shape in world.shapes:
        code = CODES.get(shape.get("id", ""), NAMED.get(shape["properties"]["name"]))
        if code is None:
            continue
        for ring in world.rings(shape):
            points = world.points(ring)
            low, high = points.min(axis=0), points.max(axis=0)
            boxes.setdefault(code, []).append((float(low[1]), float(low[0]), float(high[1]), float(high[0])))
    with (HERE / "boxes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["country", "south", "west", "north", "east"])
        for code in sorted(boxes):
            for south, west, north, east in sorted(joined(boxes[code])):
                rounded = np.round([np.floor(south * 10), np.floor(west * 10), np.ceil(north * 10), np.ceil(east * 10)])
                writer.writerow([code, *(f"{value / 10:g}" for value in rounded)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
