"""Regions and departments of France under their official names, and regions of Europe by their NUTS codes.

The regions of France are the 18 of today; what a region of before 2016 was called is the one that it belongs to now. In
the other countries a region is one of level 2 of the NUTS, by the name that Eurostat gives it. NUTS names come from the
eForms SDK of the Publications Office (© European Union, CC BY 4.0; ``tools/nuts.py``), letters made Latin.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from typing import Final

from polegraph.files import unaccented
from polegraph.names import rule_tables
from polegraph.resources import data

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
_WORD: Final = re.compile(r"[^\W_]+")
_SAID_ALOUD: Final = re.compile(
    r"(?:la )?(?:region|conseil regional|departement|dept|dep|conseil departemental)s?(?: administrative)?"
    r"(?: de la| de l| de| du| des| d)? "
)
_NOT_NAMES: Final = frozenset(["et", "and"])
_NOUNS: Final = {"st": "saint", "ste": "sainte", "territ": "territoire"}
_CODE: Final = re.compile(r"\d{2}|2[AB]|97[12346]", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"(?:FR?\s*-?\s*)?(\d{2}\s?\d{2,3})(?:\.0)?(?:\s*CEDEX.*)?", re.IGNORECASE)
_NUTS: Final = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_LEVEL: Final = 4  # characters of a code of level 2
_SHORT: Final = 4  # figures of a postcode that lost its zero
_SOUTH, _NORTH = ("200", "201"), ("202", "206")  # postcodes of the two departments of Corsica


@lru_cache(maxsize=20_000)
def region(name: str, country: str | None = None) -> str | None:
    """Return the official name of a region of France.

    Parameters
    ----------
    name
        A region of today or of before 2016, however it is written: in capitals, without accents or hyphens, with
        "Région" before it, as an abbreviation, in English.
    country
        Two-letter code of the country that it is in, or None if unknown. Other countries have no region of France.

    Returns
    -------
    str or None
        None if it is not certain to be one.

    Examples
    --------
    >>> region("CENTRE"), region("region centre - val de loire"), region("Franche Comté"), region("paca")
    ('Centre-Val de Loire', 'Centre-Val de Loire', 'Bourgogne-Franche-Comté', "Provence-Alpes-Côte d'Azur")
    >>> region("Bayern"), region("Centro"), region("Centre", "CM")
    (None, None, None)
    """
    if country not in {None, "FR"}:
        return None
    return _found(name, _regions())


@lru_cache(maxsize=20_000)
def department(name: str) -> str | None:
    """Return the official name of a department of France.

    Parameters
    ----------
    name
        Its name, in any spelling, or its code; both are read if both are given. A figure alone is a code
        that lost its zero.

    Returns
    -------
    str or None
        None if it is not certain to be one.

    Examples
    --------
    >>> department("2a"), department("974"), department("1"), department("SEINE ST DENIS"), department("Ain (01)")
    ('Corse-du-Sud', 'La Réunion', 'Ain', 'Seine-Saint-Denis', 'Ain')
    >>> department("20"), department("Ain (02)"), department("Bretagne")
    (None, None, None)
    """
    words = _words(name)
    codes = [word.upper() for word in words if _CODE.fullmatch(word)]
    if len(words) == 1 and len(words[0]) == 1 and words[0].isdigit():
        codes = [f"0{words[0]}"]
    if len(codes) > 1:
        return None
    by_code = _codes().get(codes[0]) if codes else None
    rest = [word for word in words if not _CODE.fullmatch(word)]
    if not rest or rest[0].isdigit():
        return by_code
    by_name = _found(" ".join(rest), _departments())
    return by_name if not codes or by_code == by_name else None


def department_of_postcode(postcode: str) -> str | None:
    """Return the department of a French postcode.

    Parameters
    ----------
    postcode
        Five figures, or four that lost the zero before them; "F-" before them and CEDEX behind them are set aside.

    Returns
    -------
    str or None
        Its official name; None if this is no postcode of a department.

    Examples
    --------
    >>> department_of_postcode("45100"), department_of_postcode("F-1000"), department_of_postcode("97410")
    ('Loiret', 'Ain', 'La Réunion')
    >>> department_of_postcode("20290"), department_of_postcode("98000"), department_of_postcode("SW1A 1AA")
    ('Haute-Corse', None, None)
    """
    figures = _figures(postcode)
    if figures is None:
        return None
    if figures.startswith("20"):
        return _codes()["2A"] if figures[:3] in _SOUTH else _codes()["2B"] if figures[:3] in _NORTH else None
    return _codes().get(figures[:3] if figures.startswith("97") else figures[:2])


def region_of_postcode(postcode: str) -> str | None:
    """Return the region of a French postcode.

    Parameters
    ----------
    postcode
        As for `department_of_postcode`.

    Examples
    --------
    >>> region_of_postcode("35000"), region_of_postcode("20700"), region_of_postcode("00000")
    ('Bretagne', 'Corse', None)
    """
    figures = _figures(postcode)
    if figures is not None and figures.startswith("20"):
        return "Corse"
    found = department_of_postcode(postcode)
    return region_of_department(found) if found else None


def region_of_department(name: str) -> str | None:
    """Return the region of a department of France.

    Parameters
    ----------
    name
        As for `department`.

    Examples
    --------
    >>> region_of_department("Loiret"), region_of_department("67"), region_of_department("Kent")
    ('Centre-Val de Loire', 'Grand Est', None)
    """
    found = department(name)
    return _regions_of_departments()[found] if found else None


def region_of_nuts(code: str) -> tuple[str | None, str | None]:
    """Return the country and the region that a NUTS code stands for.

    Parameters
    ----------
    code
        A code of any level, of the editions of 2006 to 2024.

    Returns
    -------
    country : str or None
        As CORDIS writes it (EL, UK); None if this is no NUTS code.
    region : str or None
        In France the region of today, elsewhere the region of level 2; None if the code is of a larger area, or of none
        that is known.

    Examples
    --------
    >>> region_of_nuts("FRH03"), region_of_nuts("FR24"), region_of_nuts("DE212"), region_of_nuts("FR")
    (('FR', 'Bretagne'), ('FR', 'Centre-Val de Loire'), ('DE', 'Oberbayern'), ('FR', None))
    >>> region_of_nuts("FRX99"), region_of_nuts("Paris")
    (('FR', None), (None, None))
    """
    plain = code.strip().upper()
    if not _NUTS.fullmatch(plain):
        return None, None
    country = {"GB": "UK", "GR": "EL"}.get(plain[:2], plain[:2])
    plain = country + plain[2:]
    if plain != country and country not in _countries():
        return None, None
    return country, _nuts().get(plain[:_LEVEL], ("", ""))[0] or _wide().get(plain)


def department_of_nuts(code: str) -> str | None:
    """Return the department of France that a NUTS code of level 3 stands for.

    Parameters
    ----------
    code
        A code of the editions of 2006 to 2024.

    Examples
    --------
    >>> department_of_nuts("FRH03"), department_of_nuts("FR523"), department_of_nuts("FRH0")
    ('Ille-et-Vilaine', 'Ille-et-Vilaine', None)
    """
    return _nuts().get(code.strip().upper(), ("", ""))[1] or None


def _words(text: str) -> list[str]:
    """Return the words of a text without case, accents and signs."""
    return _WORD.findall(unaccented(text).translate(_LIGATURES))


def _key(text: str) -> str:
    """Return the key by which names are compared: letters alone."""
    return "".join(_NOUNS.get(word, word) for word in _words(text) if word not in _NOT_NAMES)


def _found(text: str, known: dict[str, str]) -> str | None:
    """Find a name as it stands, then without "Région" before it, figures around it and the country behind it."""
    if (name := known.get(_key(text))) is not None:
        return name
    words = " ".join(word for word in _words(text) if not word.isdigit())
    bare = _SAID_ALOUD.sub("", words, count=1) if _SAID_ALOUD.match(words) else words
    for rest in (words, bare, re.sub(r" (?:france|fr)$", "", bare)):
        if (name := known.get(_key(rest))) is not None:
            return name
    return None


def _figures(postcode: str) -> str | None:
    match = _POSTCODE.fullmatch(postcode.strip())
    if match is None:
        return None
    figures = re.sub(r"\s", "", match[1])
    return f"0{figures}" if len(figures) == _SHORT else figures


@cache
def _regions() -> dict[str, str]:
    return {_key(row["written"]): row["region"] for row in rule_tables.rows("regions")}


@cache
def _listed() -> tuple[dict[str, str], ...]:
    with data("places/departments.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _codes() -> dict[str, str]:
    return {row["code"]: row["department"] for row in _listed()}


@cache
def _regions_of_departments() -> dict[str, str]:
    return {row["department"]: row["region"] for row in _listed()}


@cache
def _departments() -> dict[str, str]:
    also = {_key(row["written"]): row["department"] for row in rule_tables.rows("departments")}
    return {**also, **{_key(row["department"]): row["department"] for row in _listed()}}


@cache
def _nuts() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["region"], row["department"]) for row in rule_tables.rows("nuts")}


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["country"] for row in rule_tables.rows("nuts"))


@cache
def _wide() -> dict[str, str]:
    """Return the French codes of level 1 that are one region: FR1, FRB and so on; FR2 was seven."""
    under: dict[str, set[str]] = {}
    for code, (name, _department) in _nuts().items():
        if code.startswith("FR"):
            under.setdefault(code[: _LEVEL - 1], set()).add(name)
    return {code: next(iter(names)) for code, names in under.items() if len(names) == 1}
