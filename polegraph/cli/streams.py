"""What a terminal that knows few signs is given in their place: French spaces and apostrophes that stay readable."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NEAREST: Final = {"\u202f": "\u00a0", "\u00a0": " ", "\u2019": "'", "\u2018": "'", "\u2026": "...", "\u2013": "-"}
_PLAIN: Final = "polegraph.plain"
_TOLD: Final = "polegraph.told"


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return the nearest sign that the encoding has, and a question mark where there is none."""
    return _replaced(error, lambda _character: "?")


def _nearest_or_code(error: UnicodeError) -> tuple[str, int]:
    """Return the nearest sign that the encoding has, and the sign's code where there is none."""
    return _replaced(error, lambda character: character.encode("ascii", "backslashreplace").decode("ascii"))


def _replaced(error: UnicodeError, otherwise: Callable[[str], str]) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    said = []
    for character in error.object[error.start : error.end]:
        near = _NEAREST.get(character)
        while near is not None and not _fits(near, error.encoding):
            near = _NEAREST.get(near)
        said.append(otherwise(character) if near is None else near)
    return "".join(said), error.end


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def soften() -> None:
    """Set what stands for signs that standard output and error cannot show, so that nothing fails for a sign."""
    codecs.register_error(_PLAIN, _nearest)
    codecs.register_error(_TOLD, _nearest_or_code)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_PLAIN if stream is sys.stdout else _TOLD)
