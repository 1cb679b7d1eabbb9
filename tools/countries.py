"""Write the names of countries in French, in English and in their own languages, as the Unicode CLDR has them.

python tools/countries.py   writes polegraph/names/rules/countries.csv; the same bytes each time

The names come with Babel, which the tests use (CLDR © Unicode, Inc., Unicode License v3). Other names, those of
administrations among them, stand in country_words.csv beside it and are kept by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages

TARGET: Final = Path(__file__).parents[1] / "polegraph" / "names" / "rules" / "countries.csv"
NOT_COUNTRIES: Final = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
FORMER: Final = frozenset(["BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"])  # codes that CLDR still leads to a country
# As CORDIS writes them; the overseas departments are France.
OURS: Final = {"GB": "UK", "GR": "EL", **dict.fromkeys(["GF", "GP", "MQ", "RE", "YT"], "FR")}


def rows() -> list[list[str]]:
    """Build the rows of the table."""
    english, french = dict(Locale("en").territories), dict(Locale("fr").territories)
    aliases = get_global("territory_aliases").items()
    long = [(code, codes[0]) for code, codes in aliases if len(code) == len("FRA") and len(codes) == 1]
    iso3 = {short: code for code, short in long if code.isalpha() and code not in FORMER}
    table = []
    for code in sorted(code for code in english if len(code) == len("FR") and code not in NOT_COUNTRIES):
        names = dict.fromkeys([str(english[code]), str(french[code])])
        for language in get_official_languages(code, regional=True, de_facto=True):
            try:
                own = Locale.parse(language).territories.get(code)
            except UnknownLocaleError:  # a language that Babel has no words of
                continue
            names |= {str(own): None} if own else {}
        table.append([OURS.get(str(code), str(code)), str(code), str(iso3.get(code, "")), ";".join(names)])
    return table


if __name__ == "__main__":
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["code", "iso", "iso3", "names"])
        writer.writerows(rows())
