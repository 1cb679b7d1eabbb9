"""Countries as people and publishers write them, to two-letter codes as CORDIS writes them.

A country is known by its code of two or three letters, and by its names in French, in English and in its own
languages: those of the Unicode Common Locale Data Repository (``rules/countries.csv``, which ``tools/countries.py``
makes), and the longer forms that administrations use (``rules/country_words.csv``). Greece is EL and the United Kingdom
UK. The overseas departments are France, as in CORDIS, and their regions; the overseas collectivities have codes of
their own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.identity import normal_form
from polegraph.names.rule_tables import rows

if TYPE_CHECKING:
    import pandas as pd

REGIONS: Final = {
    "gp": "Guadeloupe",
    "guadeloupe": "Guadeloupe",
    "gf": "Guyane",
    "guyane": "Guyane",
    "guyane francaise": "Guyane",
    "french guiana": "Guyane",
    "re": "La Réunion",
    "reunion": "La Réunion",
    "la reunion": "La Réunion",
    "ile de la reunion": "La Réunion",
    "reunion island": "La Réunion",
    "mq": "Martinique",
    "martinique": "Martinique",
    "yt": "Mayotte",
    "mayotte": "Mayotte",
}
"""Overseas departments in the place of a country: normal form → region."""

_FORMER: Final = ("AN", "CS", "SU", "YU")  # countries that older programmes had partners in
_LONG: Final = {"ROM": "RO", "XKX": "XK", "KOS": "XK"}  # in use, and in no standard of today
_APOSTROPHES: Final = re.compile("['’‘`´ʼ]")
_SMALL: Final = frozenset(["the", "of", "and", "et", "de", "du", "des", "d", "la", "le", "les", "l"])
_CODE_BEHIND: Final = re.compile(r"(?P<name>.+?)\s*[(\[/–-]\s*(?P<code>[A-Za-z]{2,3})[)\]]?")
_CODE_BEFORE: Final = re.compile(r"(?P<code>[A-Za-z]{2,3})\s*[)\]:/–-]\s*(?P<name>.+)")
# Forms of government beside the names of states. "Democratic" and "people's" distinguish two states.
_STATE: Final = frozenset(
    [
        *("republic", "republique", "federal", "federale", "federative", "islamic", "islamique", "socialist"),
        *("socialiste", "independent", "plurinational", "bolivarian", "bolivarienne", "hashemite", "hachemite"),
        *("kingdom", "royaume", "principality", "principaute", "grand", "duchy", "duche", "sultanate", "sultanat"),
        *("commonwealth", "state"),
    ],
)
_TWO: Final = frozenset(["democratic", "democratique", "people", "peoples", "populaire"])


@lru_cache(maxsize=20_000)
def code_of(text: str) -> str | None:
    """Return the two-letter code of a country.

    Parameters
    ----------
    text
        Its name in French, in English or in one of its own languages, in any case, with or without accents; or its code
        of two or three letters. A code behind a name, or before it, must agree with the name.

    Returns
    -------
    str or None
        As CORDIS writes it; None if the country is not certain.

    Examples
    --------
    >>> code_of("GB"), code_of("Grèce"), code_of("deutschland"), code_of("FRA"), code_of("Republic of Korea")
    ('UK', 'EL', 'DE', 'FR', 'KR')
    >>> code_of("France (FR)"), code_of("France (DE)"), code_of("Atlantide"), code_of("ZZ")
    ('FR', None, None, None)
    """
    if (code := _codes().get(normal_form(text).upper())) is not None:
        return code
    for pattern in (_CODE_BEHIND, _CODE_BEFORE):
        if (match := pattern.fullmatch(text.strip())) is not None:
            code, name = _codes().get(match["code"].upper()), _named(match["name"])
            if code is not None and name is not None:
                return code if code == name else None
    return _named(text)


def of(names: pd.Series[str]) -> pd.Series[str]:
    """Return the two-letter codes of countries.

    Parameters
    ----------
    names
        Names or codes, as for `code_of`; missing where unknown.

    Returns
    -------
    Series
        Codes; missing where the name is missing or not known.

    Examples
    --------
    >>> import pandas as pd
    >>> of(pd.Series(["Grèce", "Réunion", "NAMIBIE", "Atlantide"])).tolist()
    ['EL', 'FR', 'NA', nan]
    """
    return names.map({name: code_of(name) for name in names.dropna().unique()}).astype("str")


def region_of(names: pd.Series[str]) -> pd.Series[str]:
    """Return the region where the name of an overseas department stands for the country.

    Parameters
    ----------
    names
        As for `of`.

    Examples
    --------
    >>> import pandas as pd
    >>> region_of(pd.Series(["Réunion", "France"])).tolist()
    ['La Réunion', nan]
    """
    return names.map({name: REGIONS.get(normal_form(name)) for name in names.dropna().unique()}).astype("str")


def _named(text: str) -> str | None:
    parts = words(text)
    if (code := _names().get("".join(parts))) is not None or _TWO.intersection(parts):
        return code
    return _names().get("".join(word for word in parts if word not in _STATE))


def words(text: str) -> list[str]:
    """Return the words that distinguish countries; all of them if none does.

    Parameters
    ----------
    text
        The name of a country.

    Examples
    --------
    >>> words("Côte d'Ivoire"), words("The Netherlands")
    (['cote', 'ivoire'], ['netherlands'])
    """
    found = normal_form(_APOSTROPHES.sub(" ", text).replace("ı", "i")).split()
    return [{"st": "saint", "ste": "sainte"}.get(word, word) for word in found if word not in _SMALL] or found


@cache
def _codes() -> dict[str, str]:
    table = rows("countries")
    long = {row["iso3"]: row["code"] for row in table if row["iso3"]}
    short = {row["iso"]: row["code"] for row in table} | {row["code"]: row["code"] for row in table}
    return {**long, **_LONG, **short, **{code: code for code in _FORMER}}


@cache
def _names() -> dict[str, str]:
    named = [(name, row["code"]) for row in rows("countries") for name in row["names"].split(";")]
    named += [(row["written"], row["code"]) for row in rows("country_words")]
    without = {"".join(words(name.replace("'", "").replace("’", ""))): code for name, code in named}
    return without | {"".join(words(name)): code for name, code in named}
