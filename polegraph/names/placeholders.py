"""Placeholders for missing values: ``NC``, ``?``, ``en cours``, ``999999999``; never a name or a number."""

from __future__ import annotations

import re
from typing import Final

from polegraph.names.normal_forms import plain_letters

_WORDS: Final = frozenset(
    """
    nc nd na ns nsp so neant inconnu inconnue inconnus inconnues unknown none null nil nan nat tbd tbc tba
    vide empty missing manquant manquante absent aucun aucune rien
    nonrenseigne nonrenseignee nonconnu nonconnue noncommunique noncommuniquee nondefini nondefinie nondisponible
    nonapplicable notapplicable notavailable notknown notspecified nonspecifie nonspecifiee nonprecise nonprecisee
    acompleter apreciser adefinir arenseigner averifier adeterminer avenir encours encoursdimmatriculation enattente
    encoursdecreation encoursdattribution sansobjet pasdinformation nesaitpas jenesaispas xx xxx xxxx tobecompleted
    todo pending
    """.split(),  # noqa: SIM905  # easier to read
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_ONE_DIGIT = re.compile(r"(\d)\1+")
_COUNTED = ("01234567890123456789", "98765432109876543210")


def is_placeholder(text: str) -> bool:
    """Return whether a text is a placeholder for a missing value, in French or English.

    Parameters
    ----------
    text
        The text of a cell, in any column.

    Returns
    -------
    bool
        True for texts without a letter or a digit (``?``, ``-``, ``…``) and for words such as ``NC``, ``n.a.``,
        ``à compléter``; False for an empty text.

    Examples
    --------
    >>> [is_placeholder(text) for text in ("?", "N.C.", "à compléter", "en cours", "Na Technologies", "")]
    [True, True, True, True, False, False]
    """
    if not text.strip():
        return False
    tight = _NOT_LETTERS.sub("", plain_letters(text))
    return not tight or tight in _WORDS


def is_placeholder_number(digits: str) -> bool:
    """Return whether digits are a placeholder: one digit repeated, or counted up or down.

    Parameters
    ----------
    digits
        A number without spaces and dots.

    Examples
    --------
    >>> [is_placeholder_number(number) for number in ("000000000", "999999999", "123456789", "732829320")]
    [True, True, True, False]
    """
    return bool(_ONE_DIGIT.fullmatch(digits)) or (len(digits) > 3 and any(digits in run for run in _COUNTED))  # noqa: PLR2004  # "12" is a number
