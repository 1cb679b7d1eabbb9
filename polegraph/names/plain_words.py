"""Normal forms of headings, sheet names and allowed values: without case, accents and punctuation."""

from __future__ import annotations

import re
from typing import Final

from polegraph.files import unaccented

# Words that do not distinguish one heading from another.
_SMALL: Final = frozenset(
    "a au aux d de des du en l la le les of s the un une votre vos notre nos your our".split()  # noqa: SIM905
)
_ALIKE: Final = {"nb": "nombre", "nbr": "nombre", "nbre": "nombre", "num": "numero", "nr": "numero", "number": "numero"}
_NUMBER_SIGN = re.compile(r"(?<![^\W_])(n\s*[°º]s?|#)|(?<![^\W_])no[.\s_](?=\s*\w)", re.IGNORECASE)
BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_TWO_WORDS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")  # projectID, startDate


def plain_words(text: str) -> str:
    """Return the normal form of a heading, a sheet's name or an allowed word.

    Parameters
    ----------
    text
        As written in a source.

    Returns
    -------
    str
        Without case, accents, marks, plurals, small words, and text in brackets beside other words.

    Examples
    --------
    >>> plain_words("Identifiant de l'organisation *"), plain_words("IDENTIFIANT_ORGANISATIONS")
    ('identifiant organisation', 'identifiant organisation')
    >>> plain_words("N° SIREN :"), plain_words("Budget total (€)"), plain_words("projectID")
    ('numero siren', 'budget total', 'project id')
    """
    outside = BRACKETS.sub(" ", text)
    words = every_word(outside if any(map(str.isalnum, outside)) else text)
    kept = [word for word in words if word not in _SMALL] or words
    kept = [_ALIKE.get(word, word) for word in kept] if len(kept) > 1 else kept
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in kept)  # noqa: PLR2004  # "gas" is no plural


def every_word(text: str) -> list[str]:
    """List the words of a heading without case and accents, those in brackets and the small ones too.

    Parameters
    ----------
    text
        As written in a source.

    Examples
    --------
    >>> every_word("Coût de l'étude (k€)")
    ['cout', 'de', 'l', 'etude', 'k']
    """
    numbered = _NUMBER_SIGN.sub(" numero ", _TWO_WORDS.sub(" ", text))
    return re.findall(r"[^\W_]+", unaccented(numbered).replace("œ", "oe").replace("æ", "ae"))
