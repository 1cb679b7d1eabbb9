"""Detection of the character encoding of a text: by byte order mark, by null bytes, else by plausible words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MOSTLY: Final = 10  # that many sound sequences for a broken one, and a text is UTF-8 with a blemish, not Windows-1252

# The single-byte encodings of Windows, MS-DOS and the classic Macintosh, with the note that reports each.
_ONE_BYTE: Final = {"cp1252": "windows_1252", "cp850": "ms_dos", "cp437": "ms_dos", "mac_roman": "macintosh"}
_LOOKED_AT: Final = 4 << 20  # so many bytes suffice to detect the encoding of any file
_WORD: Final = re.compile(r"[^\s;,|\"]*[^\x00-\x7f\s][^\s;,|\"]*")
_FRENCH: Final = frozenset("éèêëàâçôîïûùœÉÈÊËÀÂÇÔÎÏÛÙŒ")
_WESTERN: Final = frozenset("äöüæñáíóúãõåøßÄÖÜÆÑÁÍÓÚÃÕÅØ")
_ALONE: Final = frozenset("àÀôÔéÉáóÁÓ")  # letters that are words
# Words that no other reading of the same bytes gives, for files of a few rows.
_WORDS: Final = frozenset(
    """
    Île île Îles Rhône Côte Bénéficiaire Région région Catégorie Intitulé Société société Université université
    Établissement établissement École école États Électronique Énergie énergie Équipe Église Étranger Économie économie
    Réunion privé privée Privé Privée privés Privées Développement développement Numérique Supérieur supérieur
    début Début Année année Côtes Rôle rôle Thématique Référence Numéro numéro Adhérent Pôle pôle Département Éolien
    """.split(),  # noqa: SIM905  # easier to read
)
_PARTS: Final = re.compile(r"[^\W\d_]+")
_SIGNS: Final = frozenset("’‘´“”«»–—…°²³µ·€£§©®™½±×\u00a0\u202f")
_SENSE, _LITTLE, _KNOWN_WORD, _NONSENSE, _WRONG_CASE = 2, 1, 6, -3, -4
_APOSTROPHES: Final = "’‘´·"
_SAMPLE, _ZEROS = 1 << 14, 0.3


def decoded(content: bytes, name: str) -> str:
    """Decode a text of unknown encoding, as `as_utf8` does.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Display name, for messages.
    """
    return as_utf8(content, name)[0].decode()


def as_utf8(content: bytes, name: str) -> tuple[bytes, dict[str, int]]:
    """Return a text as UTF-8 without a byte order mark, and remarks about its encoding.

    Parameters
    ----------
    content
        The bytes of the file: UTF-8, or UTF-16 with or without a byte order mark; else Windows-1252, MS-DOS (850, 437)
        or Macintosh, whichever makes most sense of the characters that are not ASCII.
    name
        Display name, for messages.

    Returns
    -------
    content : bytes
        Sound UTF-8.
    notes : dict
        Counted remarks for `Ledger.account`.

    Raises
    ------
    PolegraphError
        If no encoding makes sense of it.

    Examples
    --------
    >>> [as_utf8("Région;Côte d'Azur".encode(one), "a.csv")[1] for one in ("utf-8", "cp1252", "cp850", "mac_roman")]
    [{}, {'windows_1252': 1}, {'ms_dos': 1}, {'macintosh': 1}]
    """
    encoding = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None) or _unmarked(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding.startswith("utf-16"):
            raise _unknown_encoding(name) from None
        text, notes = _not_utf8(content, name, marked=encoding != "utf-8")
        return text.encode(), notes
    if encoding.startswith("utf-16"):
        return _SURROGATE.sub("\ufffd", text).encode(), {}
    return content if encoding == "utf-8" else text.encode(), {}


def _unmarked(content: bytes) -> str:
    """Return the UTF-16 variant by its null bytes: in Western languages every second byte is one."""
    start = content[:_SAMPLE]
    even, odd = start[::2].count(0), start[1::2].count(0)
    enough = _ZEROS * len(start) / 2
    if odd >= enough > even:
        return "utf-16-le"
    return "utf-16-be" if even >= enough > odd else "utf-8"


def _not_utf8(content: bytes, name: str, *, marked: bool) -> tuple[str, dict[str, int]]:
    """Decode malformed UTF-8: UTF-8 with lone surrogates or a few broken bytes, or a single-byte encoding."""
    content = content.removeprefix(_BOMS[0][0])
    try:
        text, broken = _SURROGATE.subn("\ufffd", content.decode("utf-8", errors="surrogatepass"))
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        sound = len(re.findall("[^\x00-\x7f\ufffd]", text))
        marked = marked or sound >= _MOSTLY * broken
    else:
        marked = True
    if marked:
        return text, {"undecodable": broken}
    return _one_byte(content, name)


def _one_byte(content: bytes, name: str) -> tuple[str, dict[str, int]]:
    """Decode with the encoding that gives the most plausible words; of equals Windows-1252."""
    sense: dict[str, int] = {}
    for encoding in _ONE_BYTE:
        try:
            sense[encoding] = _sense(content[:_LOOKED_AT].decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(sense, key=lambda encoding: sense[encoding])
    if best != "cp1252" and sense[best] <= 0:
        best = "cp1252"
    try:
        return content.decode(best), {_ONE_BYTE[best]: 1}
    except UnicodeDecodeError:
        raise _unknown_encoding(name) from None


def _sense(text: str) -> int:
    """Return the number of non-ASCII characters in plausible positions, less those in implausible ones."""
    words = Counter(_WORD.findall(text))
    return sum(times * _sense_of(word) for word, times in words.items())


def _sense_of(word: str) -> int:
    total = _KNOWN_WORD * sum(part in _WORDS for part in _PARTS.findall(word))
    for before, character, after in zip(" " + word[:-1], word, word[1:] + " ", strict=True):
        if not character.isascii():
            total += _worth(character)
            inside = character.isupper() and before.isalpha() and (before.islower() or after.islower())
            if inside or (character.islower() and after.isupper()):
                total += _WRONG_CASE
            elif character in _SIGNS and before.isalpha() and after.isalpha():
                total += _LITTLE if character in _APOSTROPHES else _NONSENSE
            elif len(word) == 1 and character.isalpha() and character not in _ALONE:
                total += _NONSENSE
    return total


@cache
def _worth(character: str) -> int:
    if character in _FRENCH:
        return _SENSE
    if character in _WESTERN or character in "«»°€":
        return _LITTLE
    return 0 if character in _SIGNS or unicodedata.name(character, "").startswith("LATIN") else _NONSENSE


def _unknown_encoding(name: str) -> PolegraphError:
    return PolegraphError(
        _("this file is neither UTF-8 nor UTF-16 nor Windows-1252, MS-DOS or Macintosh text"),
        file=name,
        remedy=_("save it as 'CSV UTF-8'"),
    )
