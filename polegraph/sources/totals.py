"""Rows among those of a table that are no records: totals, and numbers without any attribute."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.names.plain_words import plain_words
from polegraph.sources.values import NO_ROW

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.sources.values import Reading

TOTALS: Final = "this is a row of totals" + NO_ROW
ALONE: Final = "nothing stands in this row but the number of a project"

TOTAL: Final = re.compile(
    r"(?:grand |sous? |sub)?(?:total|totaux|somme|sum|subtotal|moyenne|average|mean|mediane|median|nombre|count|cumul|"
    r"nb|effectif)(?: (?:total|general|generale|generaux|cumule|global|annuel|partiel|adherent|membre|projet|"
    r"organisation|project|partenaire|partner|entreprise|participation|participant|aide|cout|budget|financement|funding|cost|ht|ttc|ligne))*"
    r"(?: \d+)?"
)
"""Words of rows of totals, as `plain_words` gives them."""
MAYBE_TOTAL: Final = re.compile(
    r"\W*(?:grand|sous|sub|tota|somme|sum|moyenne|average|mean|m[eé]dian|nombre|count|cumul|nb|effectif)", re.IGNORECASE
)
"""How these begin as people write them: a text that does not is no row of totals."""
SUMMED: Final = re.compile(
    r"(?:grand |sous? |sub)?(?:total|totaux|somme|subtotal|moyenne|average)(?: generale?| generaux)?"
)
"""Word of a last row without any sum; "nombre" alone may be a name."""


def says_total(text: str) -> bool:
    """Return whether the text of a number or a name is the word for a total.

    Parameters
    ----------
    text
        Value of the cell.

    Examples
    --------
    >>> [says_total(one) for one in ("TOTAL", "Sous-total 2021 :", "Somme", "ANR-10-LABX-0001", "TotalEnergies")]
    [True, True, True, False, False]
    """
    return MAYBE_TOTAL.match(text) is not None and TOTAL.fullmatch(plain_words(text)) is not None


# Flat sheets have other words: the figures beside decide as well, so that more may stand after "total".
_FLAT: Final = re.compile(
    r"^(?:sous? |grand |sub ?)?(?:total|totaux)(?: (?:general|generaux|projet|partenaire|annee|aide|budget|\d{4}|ht|"
    r"of .*|des? .*|partiel|global|cumule))*$|^somme(?: .*)?$|^ensemble$|^moyenne(?: .*)?$|^cumul(?: .*)?$|"
    r"^nombre (?:projet|partenaire|total|organisation|participation).*$|^nb (?:projet|partenaire).*$|"
    r"^(?:sum|average|grand total|overall total)$|^total (?:projet|partenaire)?\s*[:=]?\s*\d*$|^total \w+$"
)
_plain = lru_cache(maxsize=100_000)(plain_words)  # each cell of a flat sheet comes again and again
_A_NAME: Final = re.compile(r"\s*total(?!aux)[^\W\d_]", re.IGNORECASE)  # TotalEnergies


def may_sum_up(written: str) -> bool:
    """Return whether a cell of a flat sheet is a word for a total; the figures beside it decide with it.

    Parameters
    ----------
    written
        Value of the cell.

    Examples
    --------
    >>> may_sum_up("TOTAL GÉNÉRAL"), may_sum_up("Total éolien"), may_sum_up("TotalEnergies")
    (True, True, False)
    """
    return not _A_NAME.match(written) and bool(_FLAT.match(_plain(written)))


def drop_totals(reading: Reading) -> int:
    """Reject the rows with the word for a total in the place of a project's number; return their number.

    Parameters
    ----------
    reading
        The rows, each with a ``project_id``.
    """
    ids = reading.frame["project_id"]
    sums = [one for one in ids.unique().tolist() if not one[:1].isdigit() and says_total(one)]
    return reading.drop(ids.isin(sums), "project_id", TOTALS)


def drop_alone(reading: Reading, described: pd.Series[bool]) -> int:
    """Reject the rows of projects without any attribute; return their number.

    Parameters
    ----------
    reading
        The rows.
    described
        Which of them describe a project.
    """
    return reading.drop(~described, "project_id", ALONE)
