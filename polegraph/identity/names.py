"""Normal forms of names, and identifiers made from them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

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
_ACCENTS = re.compile("[\u0300-\u036f]+")  # those of Latin script; a few others are looked at one by one
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")


@lru_cache(maxsize=200_000)
def normal_form(name: str) -> str:
    """Give what stays of a name when case, accents, punctuation and legal form are set aside.

    Parameters
    ----------
    name
        A name as somebody wrote it.

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
    """
    text = unicodedata.normalize("NFKD", name).casefold().translate(_APOSTROPHES)
    text = _ACCENTS.sub("", text)
    if not text.isascii():
        text = "".join(character for character in text if not unicodedata.combining(character))
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", text)
    words = _NOT_WORD.sub(" ", text).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in LEGAL_FORMS:
        kept.pop(0)
    return " ".join(kept) or name.strip()


def name_id(name: str, country: str | None = None) -> str:
    """Make the identifier of an organisation that has none, from its normal form and its country.

    Parameters
    ----------
    name
        A name as somebody wrote it.
    country
        Two-letter code, or None if unknown.

    Returns
    -------
    str
        ``name:``, a readable part, and 10 hexadecimal digits of a SHA-256; the same for all spellings with the same
        normal form.

    Examples
    --------
    >>> name_id("Élastomères du Val SARL", "FR") == name_id("ELASTOMERES DU VAL", "FR")
    True
    >>> name_id("ELASTOMERES DU VAL", "FR")
    'name:elastomeres-du-val-d4260adf1a'
    """
    normal = normal_form(name)
    digest = hashlib.sha256(f"{normal}\x1f{country or ''}".encode("utf-8", "replace")).hexdigest()[:10]
    readable = re.sub(r"[^a-z0-9]+", "-", normal)[:40].strip("-")
    return f"name:{readable or 'x'}-{digest}"


_SIREN_LENGTH = 9


def is_siren(text: str) -> bool:
    """Tell whether nine digits are a SIREN, by their check digit (Luhn).

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> is_siren("493902662"), is_siren("493902663")
    (True, False)
    """
    if len(text) != _SIREN_LENGTH or not text.isascii() or not text.isdigit():
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(text))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004  # Luhn's two digits
