"""Column names as they return from other programs: compared by their letters and digits alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from polegraph.files.text import unaccented

_NOT_PLAIN: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=10_000)
def plain_heading(text: str) -> str:
    """Return the normal form of a column's name: no case, accents, spaces, dots, underscores and other signs.

    Parameters
    ----------
    text
        As it stands in a file.

    Returns
    -------
    str
        Lower-case letters and digits, the same for one heading as R's janitor and make.names, SQL, Opendatasoft or
        pandas return it.

    Examples
    --------
    >>> {plain_heading(one) for one in ("Projet.Code_Decision", "projet_code_decision", "ProjetCodeDécision ")}
    {'projetcodedecision'}
    """
    return _NOT_PLAIN.sub("", unaccented(text))
