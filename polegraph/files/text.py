"""Text for files: cells neutralised against formula injection, separators detected, accents folded."""

from __future__ import annotations

import csv
import io
import unicodedata

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet evaluate a cell as a formula."""


def neutral(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would evaluate as a formula.

    Parameters
    ----------
    text
        A cell of text.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> neutral("=cmd()"), neutral("Thales")
    ("'=cmd()", 'Thales')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(text: str) -> str:
    """Undo `neutral`.

    Parameters
    ----------
    text
        A cell read from a CSV file.

    Examples
    --------
    >>> plain("'=cmd()"), plain("'s-Hertogenbosch")
    ('=cmd()', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def unaccented(text: str) -> str:
    """Return a text with case folded and without accents.

    Letters that Unicode does not take apart (œ, ø, ł) stay; `polegraph.names.normal_forms.plain_letters` spells them
    with others.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> unaccented("Électronique"), unaccented("Œuvre")
    ('electronique', 'œuvre')
    """
    if text.isascii():  # nothing to take apart: the same, sooner
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def first_record(start: str, separators: str) -> tuple[list[str], str]:
    r"""Read the first record of a table of text, with the separator that divides it into most cells.

    Parameters
    ----------
    start
        The beginning of the text.
    separators
        Those that may be meant; of equals the first.

    Returns
    -------
    list of str, str
        The trimmed cells, and the separator.

    Examples
    --------
    >>> first_record("name;city\nAda, born Byron;Paris", ",;")
    (['name', 'city'], ';')
    """
    best: list[str] = []
    separator = separators[0]
    for candidate in separators:
        try:
            cells = next(csv.reader(io.StringIO(start, newline=""), delimiter=candidate), [])
        except csv.Error:
            cells = []
        if len(cells) > len(best):
            best, separator = cells, candidate
    return [cell.strip() for cell in best], separator
