"""Where the page of a thing stands: a name made of its identifier, which every file system and web server takes."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from polegraph.files import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[-:][a-z0-9]+)*")
_DIGITS: Final = 12
_LIKE_OURS: Final = re.compile(r"(?:.*-)?[0-9a-f]{12,}")
"""What ends as the names that are made of other identifiers do."""
_LONGEST: Final = 40
_ALL_OF_IT: Final = 60
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
"""Names that Windows keeps for devices, whatever comes after their dot."""


def slug(identifier: str, digits: int = _DIGITS) -> str:
    """Return the name of a page: lower case, ASCII and stable, hence the same on every file system.

    An identifier of lower-case letters, digits, hyphens and colons stays as it is, with ``_`` for the colons; the name
    of any other ends with digits of its SHA-256, so that those which differ in case or in signs alone have pages of
    their own.

    Parameters
    ----------
    identifier
        Any text.
    digits
        How many digits of the SHA-256.

    Returns
    -------
    str
        At most 81 characters.

    Examples
    --------
    >>> slug("cosmetic-valley"), slug("name:acme-44e4626de8"), slug("../../etc"), slug("ANR-10")
    ('cosmetic-valley', 'name_acme-44e4626de8', 'etc-74ccf3c5b4c1', 'anr-10-3edd29d6b607')
    """
    plain = len(identifier) <= _ALL_OF_IT and _PLAIN.fullmatch(identifier)
    if plain and not _LIKE_OURS.fullmatch(identifier) and not _DEVICE.fullmatch(identifier):
        return identifier.replace(":", "_")
    words = re.findall(r"[a-z0-9]+", unaccented(identifier[: 4 * _LONGEST]))
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return "-".join(filter(None, ("-".join(words)[:_LONGEST].strip("-"), digest)))


def addresses(folder: str, identifiers: Iterable[str]) -> dict[str, str]:
    """Return the address of the page of each thing, from the top of the site; no two have the same.

    Parameters
    ----------
    folder
        The folder of the things of this kind.
    identifiers
        Their identifiers.

    Examples
    --------
    >>> addresses("poles", ["dream"])
    {'dream': 'poles/dream.html'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in sorted(set(identifiers)):
        name = slug(one)
        if name in taken:  # nobody's chance, but somebody's patience: identifiers may be chosen for it
            name = slug(one, 40)
        taken.add(name)
        found[one] = f"{folder}/{name}.html"
    return found
