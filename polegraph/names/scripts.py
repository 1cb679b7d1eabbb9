"""Transliteration of Greek and Cyrillic names into Latin letters."""

from __future__ import annotations

import re
from typing import Final

_GREEK: Final = {
    **dict(
        zip(
            "αβγδεζηικλμνξοπρσςτυφω",
            [
                "a",
                "v",
                "g",
                "d",
                "e",
                "z",
                "i",
                "i",
                "k",
                "l",
                "m",
                "n",
                "x",
                "o",
                "p",
                "r",
                "s",
                "s",
                "t",
                "y",
                "f",
                "o",
            ],
            strict=True,
        )
    ),
    "θ": "th",
    "χ": "ch",
    "ψ": "ps",
}
_CYRILLIC: Final = {
    **dict(
        zip(
            "абвгдезиклмнопрстуфі",
            ["a", "b", "v", "g", "d", "e", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "i"],
            strict=True,
        )
    ),
    **dict(
        zip("жйхцчшщыэюяёѝ", ["zh", "y", "kh", "ts", "ch", "sh", "shch", "y", "e", "yu", "ya", "e", "i"], strict=True)
    ),
    **dict(zip("їєґјљњћђџѓќѕў", ["yi", "ye", "g", "j", "lj", "nj", "c", "dj", "dz", "g", "k", "dz", "u"], strict=True)),
    "ъ": "",
    "ь": "",
}
_LETTERS: Final = {ord(letter): latin for letter, latin in {**_GREEK, **_CYRILLIC}.items()}
_TONOS: Final = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
_PAIRS: Final = (("ου", "ou"), ("αυ", "af"), ("ευ", "ef"), ("μπ", "b"), ("γγ", "ng"), ("γκ", "gk"), ("γχ", "nch"))
_OTHER: Final = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_VOICED: Final = re.compile(r"(?<=[αε])υ(?=[αεηιουωβγδζλμνρ])")


def latin(text: str) -> str:
    """Return a text with Greek and Cyrillic letters in Latin ones, in small letters; others are left as they are.

    Greek as in ELOT 743, Cyrillic as in the usual English transliterations (near ISO 9 without its accents): what
    official registers write, so that both spellings of a name are the same.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> latin("Πανεπιστήμιο Πατρών"), latin("Технически университет"), latin("Thales SA")
    ('panepistimio patron', 'tekhnicheski universitet', 'Thales SA')
    """
    if text.isascii() or not _OTHER.search(text):
        return text
    plain = _VOICED.sub("v", text.casefold().translate(_TONOS))
    for two, written in _PAIRS:
        plain = plain.replace(two, written)
    return plain.translate(_LETTERS)
