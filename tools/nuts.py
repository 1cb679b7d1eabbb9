"""Write the table of NUTS regions from two editions of the eForms SDK, in which the European Union names them.

python tools/nuts.py OLD/nuts.gc NEW/nuts.gc   writes polegraph/names/rules/nuts.csv; the same bytes each time

The SDK is on Maven Central (eu.europa.ted.eforms:eforms-sdk, © European Union, CC BY 4.0). Version 0.7.0 holds NUTS
2021 with what of NUTS 2016 was left then, 1.13.0 holds NUTS 2024. Codes of earlier editions are in `_BEFORE`.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from polegraph.names import regions

TARGET: Final = Path(__file__).parents[1] / "polegraph" / "names" / "rules" / "nuts.csv"
LEVEL: Final = 4  # characters of a code of level 2
_OTHER_LETTERS = re.compile("[Ͱ-ӿ]")
_LATIN = re.compile(r"[^(]*[Ͱ-ӿ][^(]*\((.+)\)")  # "Κρήτη (Kriti)"

# French codes of before 2016, as those of 2016 that have the same departments in the same order.
_FRENCH: Final = (
    "FR10 FR10; FR21 FRF2; FR22 FRE2; FR23 FRD2; FR24 FRB0; FR25 FRD1; FR26 FRC1; FR30 FRE1; FR41 FRF3; FR42 FRF1; "
    "FR43 FRC2; FR51 FRG0; FR52 FRH0; FR53 FRI3; FR61 FRI1; FR62 FRJ2; FR63 FRI2; FR71 FRK2; FR72 FRK1; FR81 FRJ1; "
    "FR82 FRL0; FR83 FRM0; FR91 FRY1; FR92 FRY2; FR93 FRY3; FR94 FRY4; FRA1 FRY1; FRA2 FRY2; FRA3 FRY3; FRA4 FRY4; "
    "FRA5 FRY5"
)
# Codes of NUTS 2006 to 2016 that neither edition of the SDK holds.
_BEFORE: Final = """
AL01 Veri; DE41 Brandenburg; DE42 Brandenburg; DED1 Chemnitz; DED3 Leipzig; DEE1 Sachsen-Anhalt; DEE2 Sachsen-Anhalt;
DEE3 Sachsen-Anhalt; EL11 Anatoliki Makedonia, Thraki; EL12 Kentriki Makedonia; EL13 Dytiki Makedonia; EL14 Thessalia;
EL21 Ipeiros; EL22 Ionia Nisia; EL23 Dytiki Ellada; EL24 Sterea Ellada; EL25 Peloponnisos; FI13 Itä-Suomi;
FI18 Etelä-Suomi; FI1A Pohjois-Suomi; HR01 Sjeverozapadna Hrvatska; HR04 Kontinentalna Hrvatska;
HU10 Közép-Magyarország; IE01 Border, Midland and Western; IE02 Southern and Eastern;
ITD1 Provincia Autonoma di Bolzano/Bozen; ITD2 Provincia Autonoma di Trento; ITD3 Veneto;
ITD4 Friuli-Venezia Giulia; ITD5 Emilia-Romagna; ITE1 Toscana; ITE2 Umbria; ITE3 Marche; ITE4 Lazio; LT00 Lietuva;
NO01 Oslo og Akershus; NO03 Sør-Østlandet; NO04 Agder og Rogaland; NO05 Vestlandet; PL11 Łódzkie; PL12 Mazowieckie;
PL31 Lubelskie; PL32 Podkarpackie; PL33 Świętokrzyskie; PL34 Podlaskie; SI01 Vzhodna Slovenija; SI02 Zahodna Slovenija;
UKD2 Cheshire; UKD5 Merseyside; UKI1 Inner London; UKI2 Outer London; UKM2 Eastern Scotland;
UKM3 South Western Scotland
"""


def names(path: Path) -> dict[str, str]:
    """Read the names of an edition.

    Parameters
    ----------
    path
        Its file ``nuts.gc``.
    """
    found = {}
    for row in ET.parse(path).getroot().iter("Row"):  # noqa: S314  # a file that whoever runs this has chosen
        cells = {value.get("ColumnRef"): value[0].text or "" for value in row if len(value)}
        name = re.sub(r"\s*—\s*", " - ", cells["Name"]).replace("’", "'").replace("/ ", " / ").strip()
        found[cells["code"]] = re.sub(r"\s+", " ", match[1] if (match := _LATIN.fullmatch(name)) else name)
    return found


def rows(old: dict[str, str], new: dict[str, str]) -> list[list[str]]:
    """Build the rows of the table.

    Parameters
    ----------
    old, new
        Names by code.
    """
    before = dict(entry.split(" ", 1) for entry in _BEFORE.replace("\n", " ").strip().split("; "))
    latest = {**before, **old, **new}
    latin = {code: name for code, name in old.items() if _OTHER_LETTERS.search(new.get(code, ""))}
    regional = {
        code: latin.get(code, name)
        for code, name in latest.items()
        if len(code) == LEVEL and not code.endswith("Z") and not code.startswith("FR")
    }
    table = [[code, code[:2], name, ""] for code, name in regional.items()]
    for then, now in (pair.split() for pair in (_FRENCH + "; " + _today(new)).split("; ")):
        region = regions.region(latest[now])
        assert region is not None, now  # noqa: S101  # the table of regions knows all of them
        table.append([then, "FR", region, ""])
        for code, name in latest.items():
            if code.startswith(now) and len(code) > LEVEL:
                department = regions.department(name)
                assert department is not None, name  # noqa: S101
                table.append([then + code[LEVEL:], "FR", region, department])
    return [list(row) for row in sorted({tuple(row) for row in table})]


def _today(new: dict[str, str]) -> str:
    return "; ".join(f"{code} {code}" for code in new if re.fullmatch(r"FR[B-Y]\w", code) and not code.endswith("Z"))


if __name__ == "__main__":
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["code", "country", "region", "department"])
        writer.writerows(rows(names(Path(sys.argv[1])), names(Path(sys.argv[2]))))
