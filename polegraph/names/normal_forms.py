"""Normal forms of names, and identifiers made from them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

# Words for the legal form say how a company is organised, not which one it is. Only whole words at either end go.
LEGAL_FORMS = frozenset(
    [
        "ab",
        "ag",
        "aps",
        "asbl",
        "as",
        "bv",
        "bvba",
        "cv",
        "eirl",
        "ek",
        "eurl",
        "ev",
        "gbr",
        "gmbh",
        "inc",
        "kg",
        "kgaa",
        "limited",
        "llc",
        "llp",
        "ltd",
        "ltda",
        "nv",
        "oy",
        "oyj",
        "plc",
        "sa",
        "sarl",
        "sas",
        "sasu",
        "sca",
        "sccl",
        "scop",
        "scrl",
        "selarl",
        "sgps",
        "sl",
        "slu",
        "snc",
        "spa",
        "spzoo",
        "sprl",
        "srl",
    ],
)
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_ACCENTS = re.compile("[\u0300-\u036f]+")  # those of Latin script; a few others are tested one by one
LETTERS: Final = dict(
    pair.split(":")
    for pair in """
    æ:ae œ:oe ø:o ð:d đ:d þ:th ħ:h ı:i ĸ:k ł:l ŋ:n ŧ:t ſ:s ß:ss ƀ:b ƃ:b ƈ:c ƌ:d ƒ:f ƕ:hv ƙ:k ƚ:l ƞ:n ƣ:oi ƥ:p ƫ:t
    ƭ:t ƴ:y ƶ:z ǝ:e ǥ:g ȝ:y ȡ:d ȣ:ou ȥ:z ȴ:l ȵ:n ȶ:t ȷ:j ȼ:c ȿ:s ɀ:z ɇ:e ɉ:j ɋ:q ɍ:r ɏ:y ɑ:a ɓ:b ɔ:o ɖ:d ɗ:d ə:e ɛ:e
    ɠ:g ɡ:g ɣ:g ɦ:h ɨ:i ɩ:i ɫ:l ɬ:l ɭ:l ɯ:u ɱ:m ɲ:n ɳ:n ɵ:o ɽ:r ʀ:r ʂ:s ʃ:s ʈ:t ʉ:u ʊ:u ʋ:v ʌ:v ʒ:z ⱡ:l ⱥ:a ⱦ:t ⱨ:h
    ⱪ:k ⱬ:z ⱳ:w
    """.split()  # noqa: SIM905  # easier to read
)
"""Letters that Unicode does not decompose into a letter and an accent, with their ASCII transcription.

The search of the map (``maps/page/network/graph.js``) has the same."""
_CAPITALS: Final = {one.upper(): two.upper() for one, two in LETTERS.items() if one not in "ıſß"} | {"ẞ": "SS"}
PLAIN_LETTERS: Final = {ord(one): two for one, two in {**_CAPITALS, **LETTERS}.items()}
"""The same, small and capital, for ``str.translate``."""
_IN_NAMES: Final = {ord(one): two for one, two in {**LETTERS, **dict.fromkeys("'’‘`´ʼ", "")}.items()}
_SIGNED: Final = re.compile(r"[+#＋⁺₊＃♯]|[-−－﹣]\W*$")  # worth a closer look
_WRITTEN_SIGNS: Final = str.maketrans("♯−", "#-")
# A sign belongs to the word before it at that word's end, or twice inside ("c++11"), or at the end of all; else it
# stands for "and". A hyphen counts behind the only word: behind several it is what was left of something.
_SIGNED_WORD: Final = re.compile(r"^\W*([^\W_]+-)\W*$|([^\W_]+)(?:(\+\+)|\s*([+#]+)\W*$|([+#]+)(?!\w))?")


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents: œ and Ł as oe and l, too.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> plain_letters("Cœur, ŁÓDŹ, Ærø, Straße")
    'coeur, lodz, aero, strasse'
    """
    return _bare(unicodedata.normalize("NFKD", text).casefold().translate(PLAIN_LETTERS))


@lru_cache(maxsize=200_000)
def normal_form(name: str) -> str:
    """Return the normal form of a name: without case, accents, punctuation and legal form.

    Parameters
    ----------
    name
        A name as written in a source.

    Returns
    -------
    str
        Lower-case words with one space between; the name itself, trimmed, if nothing else would be left.

    Examples
    --------
    >>> normal_form("THALES Research & Technology, S.A.S.")
    'thales research technology'
    >>> normal_form("Société d'Électronique (SA)")
    'societe delectronique'
    >>> normal_form("Cœlio Santé") == normal_form("COELIO SANTE")
    True
    """
    return _without_forms(_NOT_WORD.sub(" ", _spelt_plainly(name)).split()) or name.strip()


@lru_cache(maxsize=50_000)
def distinct_form(name: str) -> str:
    """Return the normal form of a name with the signs that make another name of it: C, C+, C++, C#, C-.

    Two names of which this is the same are one name; those of which only `normal_form` is the same may be two.

    Parameters
    ----------
    name
        A name as written in a source.

    Examples
    --------
    >>> [distinct_form(name) for name in ("C", "C+", "C++", "C#", "C-", "VAPO+ (SAS)", "A + B", "A&B")]
    ['c', 'c+', 'c++', 'c#', 'c-', 'vapo+', 'a b', 'a b']
    """
    if not _SIGNED.search(name):
        return normal_form(name)
    text = _spelt_plainly(name).translate(_WRITTEN_SIGNS)
    return _without_forms(["".join(parts) for parts in _SIGNED_WORD.findall(text)]) or name.strip()


def _bare(text: str) -> str:
    """Take the accents off letters that were taken apart, and the dot out of the Catalan "col·legi"."""
    plain = _ACCENTS.sub("", text)
    if plain.isascii():
        return plain
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("l·l", "ll")


def _spelt_plainly(name: str) -> str:
    if name.isascii():  # nothing to take apart: the same, sooner
        text = name.lower().replace("'", "").replace("`", "")
    else:
        text = _bare(unicodedata.normalize("NFKD", name).casefold().translate(_IN_NAMES))
    return text if "." not in text else _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", text)


def _without_forms(words: list[str]) -> str:
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in LEGAL_FORMS:
        kept.pop(0)
    return " ".join(kept)


def name_id(name: str, country: str | None = None) -> str:
    """Build the identifier of an organisation that has none, from its normal form and its country.

    Parameters
    ----------
    name
        A name as written in a source.
    country
        Two-letter code, or None if unknown.

    Returns
    -------
    str
        ``name:``, a readable part, and 10 hexadecimal digits of a SHA-256; the same for all spellings with the same
        `distinct_form`.

    Examples
    --------
    >>> name_id("Élastomères du Val SARL", "FR") == name_id("ELASTOMERES DU VAL", "FR")
    True
    >>> name_id("ELASTOMERES DU VAL", "FR")
    'name:elastomeres-du-val-d4260adf1a'
    """
    normal = distinct_form(name)
    digest = hashlib.sha256(f"{normal}\x1f{country or ''}".encode("utf-8", "replace")).hexdigest()[:10]
    readable = re.sub(r"[^a-z0-9]+", "-", normal)[:40].strip("-")
    return f"name:{readable or 'x'}-{digest}"
