"""Display names: how a name is shown to people where its source wrote it in capitals or lost its apostrophes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from polegraph.names import rule_tables
from polegraph.names.normal_forms import plain_letters

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
# Parts of a name, each of which may be written in its own way: "CNRS - Délégation Alpes / LABORATOIRE DE PHYSIQUE".
_BETWEEN: Final = re.compile(r"(\s+[-–—/|:]+\s*|\s*[;/()\[\]]+\s*)")
_COMMA: Final = re.compile(r"(\s*,\s*)")
_POSTCODE: Final = re.compile(r"\s*[,;–-]*\s+(?:F-)?\d{5}\s+[^\W\d_][^\d,;/()]*$")  # ", 75005 Paris"
_LAST: Final = re.compile(r"(?:\s+[-–—/]\s*|\s*[,;]\s*)(?P<last>[^,;/–—]+)$")
_LOOSE: Final = re.compile(r"^[-–—]\s+(?=\w)|\s*,$")  # "- UMR 8520", "Martinos Center,"
_CEDEX: Final = re.compile(r"\s+cedex(?:\s*\d{1,2})?$", re.IGNORECASE)
# "dElectricité", "lInstitut", "lHopital": a capital behind the small letter of an article.
_LOST: Final = re.compile(r"(?<![^\W_'])([dlL])(?=(?:[AEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒ]|H[aeiouyéèêôœ])[^\W\d_A-ZÀ-Þ]{2})")
_SPACED: Final = re.compile(r"(?<![^\W_'’.])([dl])\s(?=[aeiouyhàâéèêëîïôöùûüœ][^\W\d_]{2})", re.IGNORECASE)  # "d Ascq"
_FRENCH_ENDS: Final = re.compile(r"(?:logie|graphie|ique|iques|logies|ation|ations|ement|ements|aire|aires)$")
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{4}")
_TO: Final = frozenset({"la", "le", "les"})  # before them the capital "A" is "à"
_VOWELS: Final = frozenset("aeiouyh")
_LONG: Final = 6  # letters from which an unknown word in capitals is one, and no acronym
_SURE: Final = 4  # letters of a word that shows that a part in capitals is made of words
_FRENCH: Final = frozenset({"de", "du", "des", "la", "le", "les", "et", "en", "au", "aux", "d", "l", "pour", "sur"})


class _Words(NamedTuple):
    known: dict[str, str]
    french: dict[str, str]  # as French, beside an English word that differs in its accents alone
    little: dict[str, str]
    whole: frozenset[str]


@lru_cache(maxsize=50_000)
def display_name(name: str) -> str:
    """Return the display name of an organisation: the same name, as people write it.

    Only what a rule or the table ``rules/written_words.csv`` makes sure is changed. A part of the name that is all in
    capitals, with a known word in it, gets small letters and its accents; acronyms, and names of which no word is
    known, stay. A lost apostrophe comes back where the rest is a word with a vowel in front ("délectronique"), or where
    a capital follows the article ("lInstitut"). A postal address at the end goes, and a city there that stands in the
    name already. It is for the eye: names are stored, compared and written to files as their sources have them.

    Parameters
    ----------
    name
        A name as its source writes it.

    Returns
    -------
    str
        The name to show; the given one where nothing is sure.

    Examples
    --------
    >>> display_name("Institut délectronique et de télécommunications de Rennes")
    "Institut d'électronique et de télécommunications de Rennes"
    >>> display_name("CENTRE HOSPITALIER UNIVERSITAIRE DE BORDEAUX"), display_name("CNRS - DELEGATION PARIS")
    ('Centre hospitalier universitaire de Bordeaux', 'CNRS - Délégation Paris')
    >>> display_name("COMMISSARIAT A LENERGIE ATOMIQUE"), display_name("Université dOrléans - EA POLEN")
    ("Commissariat à l'énergie atomique", "Université d'Orléans - EA POLEN")
    >>> display_name("CHU de Nantes, 44000 NANTES CEDEX 1"), display_name("STMICROELECTRONICS SA")
    ('CHU de Nantes', 'STMICROELECTRONICS SA')
    """
    text = _LOOSE.sub("", " ".join(name.split()))
    if " " not in text and text.isupper():
        return text or name  # of one word in capitals nothing says whether it is an acronym: "GENES"
    parts = _BETWEEN.split(_LOST.sub(r"\1'", _without_address(text)))
    french = _is_french(name)
    return "".join(_part(part, french=french) for part in parts) or name


def _is_french(name: str) -> bool:
    known = _words()
    keys = map(_key, _WORD.findall(name))
    return any(key in _FRENCH or _elided(key, known) for key in keys)


def _part(part: str, *, french: bool) -> str:
    """Write a part of a name: all of it in capitals, or what stands between its commas."""
    if _is_capitals(part):
        return _in_capitals(part, french=french)
    if "," in part:
        owns = _COMMA.split(part)
        return "".join(_in_capitals(own, french=french) if _is_capitals(own) else _mixed(own) for own in owns)
    return _mixed(part)


def _without_address(text: str) -> str:
    """Take a postal address off the end, and a city that the name has just said."""
    cut = _CEDEX.sub("", text)
    cut = _POSTCODE.sub("", cut) if cut != text or "," in cut else cut
    ends = _LAST.search(cut)
    if ends is not None:
        last, before = plain_letters(ends["last"]), plain_letters(cut[: ends.start()])
        if len(last) >= _SURE and before.endswith(" " + last):
            return cut[: ends.start()]
    return cut


def _is_capitals(part: str) -> bool:
    """Return whether a part is in capitals and made of words, rather than an acronym or a brand."""
    if part != part.upper():
        return False
    known = _words()
    return any(
        (len(word) >= _SURE and not known.known.get(_key(word), "A").isupper()) or _elided(_key(word), known)
        for word in _WORD.findall(part)
    )


def _in_capitals(part: str, *, french: bool) -> str:
    """Write a part that is in capitals with small letters."""
    known = _words()
    spaced = _SPACED.sub(r"\1'", part)
    found = list(_WORD.finditer(spaced))
    pieces, end = [], 0
    for at, match in enumerate(found):
        after = _key(found[at + 1].group()) if at + 1 < len(found) else ""
        shown = match.group() if _is_code(spaced, match) else _recased(match.group(), after, known, french=french)
        pieces += [spaced[end : match.start()], _capital(shown) if at == 0 else shown]
        end = match.end()
    return "".join([*pieces, spaced[end:]])


def _is_code(part: str, match: re.Match[str]) -> bool:
    """Return whether a word is part of a code: beside a digit, or short and behind an acronym and a hyphen."""
    if part[match.start() - 1 : match.start()].isdigit() or part[match.end() : match.end() + 1].isdigit():
        return True
    hyphened = re.search(r"([^\W\d_]+)-$", part[: match.start()])
    return hyphened is not None and len(match.group()) <= _SURE and _key(hyphened[1]) not in _all_known()


def _recased(word: str, after: str, known: _Words, *, french: bool) -> str:
    """Write one word of a part in capitals."""
    key = _key(word)
    if "'" in word or "’" in word:
        head, tail = re.split("[’']", word, maxsplit=1)
        begun = head.lower() if len(head) <= 2 and len(tail) > 1 else head  # noqa: PLR2004  # d', l', qu'
        return f"{begun}'{_recased(tail, after, known, french=french)}"
    if key == "a" and (after in _TO or _elided(after, known) or after[:2] in {"l'", "l’"}):
        return "à"
    if key in known.little:
        return known.little[key]
    if key in known.known or key in known.french:
        return _as_known(word, key, known, french=french)
    if _elided(key, known):
        return f"{word[0].lower()}'{_as_known(word[1:], key[1:], known, french=True)}"
    return _unknown(word, key, french=french)


def _unknown(word: str, key: str, *, french: bool) -> str:
    """Write a word that is not known: long enough and pronounceable, it is a name rather than an acronym."""
    if len(key) < _LONG or _CONSONANTS.search(key) or not _VOWELS & set(key):
        return word
    return word.lower() if french and _FRENCH_ENDS.search(key) else _capital(word.lower())


def _as_known(word: str, key: str, known: _Words, *, french: bool) -> str:
    """Write a known word; outside French every word of a name has a capital, and a source's own accents stay."""
    shown = known.french.get(key, known.known[key]) if french else known.known[key]
    if not word.isascii():
        shown = word if shown.isupper() else _capital(word.lower()) if shown[0].isupper() else word.lower()
    return shown if french else _capital(shown)


def _mixed(part: str) -> str:
    """Restore lost apostrophes in a part with small letters."""
    known = _words()

    def restored(match: re.Match[str]) -> str:
        word = match.group()
        return f"{word[0]}'{word[1:]}" if word[1:] == word[1:].lower() and _elided(_key(word), known) else word

    return _WORD.sub(restored, part)


def _elided(key: str, known: _Words) -> bool:
    """Return whether a word is "d" or "l" and a known word that begins with a vowel, without the apostrophe between."""
    rest = key[1:]
    return (
        key[:1] in {"d", "l"}
        and rest[:1] in _VOWELS
        and rest in known.known
        and key not in known.known
        and key not in known.whole
    )


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _key(word: str) -> str:
    return plain_letters(word)


@cache
def _all_known() -> frozenset[str]:
    words = _words()
    return frozenset(key for key, word in words.known.items() if not word.isupper()) | words.little.keys()


@cache
def _words() -> _Words:
    """Read the table: words as institutions' names write them, little ones, acronyms, and what only looks elided."""
    parts: dict[str, list[str]] = {"word": [], "little": [], "acronym": [], "whole": [], "french": []}
    for row in rule_tables.rows("written_words"):
        parts[row["part"]].append(row["written"])
    known = {_key(word): word for part in ("word", "acronym", "whole") for word in parts[part]}
    known |= {_key(word): _capital(_key(word)) for word in parts["french"]}
    french, little = ({_key(word): word for word in parts[part]} for part in ("french", "little"))
    return _Words(known, french, little, frozenset(map(_key, parts["whole"])))
