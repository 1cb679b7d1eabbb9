"""French and English: which language polegraph speaks now, and the words of it.

Messages are written in English in the code and looked up in ``polegraph/locale`` by gettext. The language is a context
variable, so that a server may speak both at once; a script that says nothing gets English, the command line gets the
user's locale.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

LANGUAGES = ("en", "fr")
_WINDOWS_FRENCH = 0x0C  # LANG_FRENCH, the primary language in the lower ten bits
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W_]|[{«])")
_current: ContextVar[str] = ContextVar("language", default="en")
_printed: ContextVar[bool] = ContextVar("printed", default=False)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("polegraph", Path(__file__).parent / "locale", [language], fallback=language == "en")


def _(message: str) -> str:
    """Translate a message into the current language.

    Examples
    --------
    >>> with speaking("fr"):
    ...     _("row {row}").format(row=3)
    'ligne 3'
    """
    return typeset(_catalogue(_current.get()).gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that has a singular and a plural.

    Examples
    --------
    >>> ngettext("{n} row", "{n} rows", 2).format(n=2)
    '2 rows'
    """
    return typeset(_catalogue(_current.get()).ngettext(singular, plural, number))


def typeset(text: str) -> str:
    """Set the apostrophes of French words as a printer does, inside `printing`; elsewhere text stays as it is typed.

    Parameters
    ----------
    text
        Words in the current language.

    Examples
    --------
    >>> with speaking("fr"), printing():
    ...     typeset("l'année")
    'l’année'
    """
    return _APOSTROPHE.sub("\u2019", text) if _printed.get() and _current.get() == "fr" else text


@contextmanager
def printing() -> Iterator[None]:
    """Set words for paper inside a ``with`` block; terminals, sheets and CSV keep the apostrophe that people type."""
    token = _printed.set(True)
    try:
        yield
    finally:
        _printed.reset(token)


def N_(message: str) -> str:  # noqa: N802  # the name that gettext's tools know
    """Mark a message for the translators without translating it yet.

    Parameters
    ----------
    message
        English text of a constant; `_` translates it where it is shown.

    Examples
    --------
    >>> N_("row {row}")
    'row {row}'
    """
    return message


def together(names: Sequence[str]) -> str:
    """Join names into one list, the way a sentence does: the last one after "and".

    Parameters
    ----------
    names
        The names, in their order.

    Examples
    --------
    >>> together(["Ada", "Bo", "Cy"])
    'Ada, Bo and Cy'
    >>> with speaking("fr"):
    ...     together(["Ada", "Bo"])
    'Ada et Bo'
    """
    if len(names) < 2:  # noqa: PLR2004  # nothing to join
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def language() -> str:
    """Return the language in use, ``en`` or ``fr``."""
    return _current.get()


def speak(code: str) -> None:
    """Use a language from here on.

    Parameters
    ----------
    code
        ``en`` or ``fr``.
    """
    if code not in LANGUAGES:
        raise ValueError(f"language must be one of {LANGUAGES}, not {code!r}")
    _current.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use a language inside a ``with`` block.

    Parameters
    ----------
    code
        ``en`` or ``fr``.
    """
    before = _current.get()
    speak(code)
    try:
        yield
    finally:
        _current.set(before)


def of_the_user() -> str:
    """Return the language of the user's locale: the variables that POSIX names, in its order, then Windows' setting."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # where no variable is set, Windows itself knows

        return "fr" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _WINDOWS_FRENCH else "en"
    return "en"


def day(value: date) -> str:
    """Write a day the way the language does.

    Examples
    --------
    >>> from datetime import date
    >>> day(date(2024, 12, 31))
    '2024-12-31'
    """
    return f"{value:%d/%m/%Y}" if _current.get() == "fr" else value.isoformat()


_MONTHS: Final = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}


def day_in_words(value: date) -> str:
    r"""Write a day with its month as a word, for titles and sentences.

    Examples
    --------
    >>> from datetime import date
    >>> day_in_words(date(2024, 12, 31))
    '31\xa0December\xa02024'
    """
    spoken = _current.get()
    number_ = "1er" if spoken == "fr" and value.day == 1 else str(value.day)
    return f"{number_}\u00a0{_MONTHS[spoken][value.month - 1]}\u00a0{value.year}"


def number(value: float) -> str:
    """Write a number the way the language does, with the decimals that it has.

    Examples
    --------
    >>> number(55483)
    '55,483'
    >>> with speaking("fr"):
    ...     number(12.5)
    '12,5'
    """
    text = f"{value:,}"
    return text.translate({ord(","): "\u202f", ord("."): ","}) if _current.get() == "fr" else text
