"""Classification of two lists of names as organisations and projects, where no heading states it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from polegraph.identity import LEGAL_FORMS, normal_form

if TYPE_CHECKING:
    from collections.abc import Collection

_WORDS: Final = frozenset(
    """
    universite university ecole lycee iut insa cnrs inria inserm cea inrae ifp ifremer onera chu chru irstea brgm
    laboratoire labo institut institute centre center agence association groupe group societe ets etablissements
    entreprise entreprises industrie industries technologies technologie systemes systems services solutions
    conseil consulting engineering ingenierie laboratoires labs pole cluster cfa greta chambre communaute metropole
    departement region commune ville syndicat federation fondation unite college academie hopital clinique
    cosmetiques parfums energie electronique pharma biotech
    """.split(),  # noqa: SIM905  # easier to read
)
_CODE = re.compile(r"p(?:roj(?:et|ect)?)?[\s_-]*\d[\w-]*", re.IGNORECASE)
_OWN_CODE = re.compile(r"org(?:anisation)?[\s_-]*\d[\w-]*", re.IGNORECASE)
_CLEAR = 0.15


def first_is_organisations(first: Collection[str], second: Collection[str]) -> tuple[bool, bool]:
    """Return whether the first of two lists of names is the one of organisations, and whether names show it clearly.

    Parameters
    ----------
    first, second
        Names.

    Returns
    -------
    is_first, clear : bool

    Examples
    --------
    >>> first_is_organisations(["VAPO", "SENT"], ["Ada SARL", "Université de Tours"])
    (False, True)
    """
    one, other = _likeness(first), _likeness(second)
    if abs(one - other) >= _CLEAR:
        return one > other, True
    return len(set(first)) >= len(set(second)), False


def _likeness(names: Collection[str]) -> float:
    """Return how much names look like those of organisations rather than projects: -1 to 1."""
    if not names:
        return 0.0
    return sum(map(_looks, names)) / len(names)


def _looks(name: str) -> float:
    words = re.findall(r"[^\W_]+", normal_form(name))
    if _CODE.fullmatch(name.strip()):
        return -1.0
    legal = any(word in LEGAL_FORMS for word in re.findall(r"[^\W_]+", name.casefold())[-1:])
    if legal or _OWN_CODE.fullmatch(name.strip()) or any(word in _WORDS for word in words):
        return 1.0
    return -1.0 if name.isupper() and len(words) == 1 else 0.0
