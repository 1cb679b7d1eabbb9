"""Normal forms of city names, across the ways in which addresses write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from polegraph.names import rule_tables
from polegraph.names.normal_forms import normal_form

_BRACKETS: Final = re.compile(r"\([^)]*\)?")
_CEDEX: Final = re.compile(r"\bcedex\b.*", re.IGNORECASE)  # behind it: the commune of the same post office
_PARTS: Final = re.compile(r",|;|\s[-–—]+\s|\d\s*[-–—]\s+(?=\D)")
_NUMBERS: Final = re.compile(r"\b(?:[a-z]{1,2}\s)?\d+(?:\s?(?:er|e|eme|ieme|nd|rd|th)\b)?")
_ELIDED: Final = re.compile(r"\b([dl])\s(?=[aeiouyh])")  # "Villeneuve d Ascq": an apostrophe deleted at the source


@lru_cache(maxsize=50_000)
def normal_city(text: str) -> str:
    """Return the normal form of a city's name, without postal additions.

    Case, accents, hyphens, apostrophes, post codes, numbers of districts and post boxes, and text after "Cedex",
    after a comma or in brackets are set aside; abbreviations and names in other languages are replaced by
    ``rules/cities.csv``.

    Parameters
    ----------
    text
        A city as written in an address.

    Returns
    -------
    str
        Lower-case words with one space between; empty if there is no name in it.

    Examples
    --------
    >>> normal_city("TOULOUSE CEDEX 9"), normal_city("PARIS 13e"), normal_city("75005 Paris")
    ('toulouse', 'paris', 'paris')
    >>> normal_city("VILLENEUVE D ASCQ CEDEX") == normal_city("Villeneuve d'Ascq")
    True
    >>> normal_city("St-Étienne"), normal_city("GRENOBLE CEDEX 9 - ST MARTIN D HERES"), normal_city("München")
    ('saint etienne', 'grenoble', 'munich')
    >>> normal_city("BP 12")
    ''
    """
    words, names = _replacements()
    cut = _CEDEX.sub("", _BRACKETS.sub(" ", text)).casefold()
    for part in _PARTS.split(cut):
        plain = normal_form(part)
        bare = _ELIDED.sub(r"\1", _NUMBERS.sub(" ", plain))
        kept = (words.get(word, word) for word in bare.split() if not word.isdigit())
        name = " ".join(word for word in kept if word)
        if any(character.isalpha() for character in name):
            return names.get(name, name)
    return ""


@cache
def _replacements() -> tuple[dict[str, str], dict[str, str]]:
    """Read the table of words and of whole names; each of its rows gives its reason."""
    tables: dict[str, dict[str, str]] = {"word": {}, "name": {}}
    for row in rule_tables.rows("cities"):
        tables[row["part"]][row["written"]] = row["meant"]
    return tables["word"], tables["name"]
