"""Words of needs and offers, French or English: how alike two texts are, and which words they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from polegraph.names.plain_words import every_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

STEM: Final = 5
"""Letters of a word that count: ``chimiste`` and ``chimie`` differ, ``recruter`` and ``recrutement`` do not."""
_SHORTEST: Final = 3
_ROWS: Final = 1 << 16  # pairs that are compared at a time
# Words without a topic, of both languages; those of fewer than three letters are left out anyway.
_WITHOUT_TOPIC: Final = """
afin aider and any apres are aux avant avec avoir avons besoin besoins cela ces cet cette cherche cherchons chez comme
dans des ensemble est etre example exemple fictif find for from has have help her invente invented its leur leurs
looking mais mes mon need needs nos notre nous offer offers offre our par pas plus pour provide que quel qui recherche
sans seek ses sommes son sont sous sur the their this tous tout toute trouver une use vers via votre vous want who
with without you your
"""
# English words of the four domains and their French ones, where the stems are not the same anyway.
_IN_FRENCH: Final = """
abroad:etranger advice:conseil apprentice:apprenti apprentices:apprenti apprenticeship:apprenti brevets:brevet
building:batiment buildings:batiment business:entreprise chemist:chimiste chemistry:chimie chemists:chimiste
china:chine coaching:accompagnement consulting:conseil course:formation courses:formation customs:douane data:donnees
digital:numerique energy:energie engineer:ingenieur engineering:ingenierie engineers:ingenieur english:anglais
equity:capital essai:essais fair:salon fairs:salon fonds:financement formateur:formation former:formation
fund:financement funding:financement fundraising:levee funds:financement german:allemand germany:allemagne health:sante
hire:recruter hiring:recruter investor:investisseur investors:investisseur italy:italie japan:japon lab:laboratoire
laboratory:laboratoire labs:laboratoire law:droit lawyer:avocat legal:juridique loan:pret loans:pret marches:marche
market:marche markets:marche mentoring:accompagnement normes:norme packaging:emballage patent:brevet patents:brevet
premises:locaux prets:pret quality:qualite recruit:recruter recruiting:recruter skill:competences skills:competences
software:logiciel spain:espagne standard:norme standards:norme states:usa support:accompagnement tax:fiscal test:essais
testing:essais tests:essais trade:commerce train:formation training:formation trainings:formation unis:usa
welder:soudeur welders:soudeur welding:soudure
"""
_SMALL: Final = frozenset(_WITHOUT_TOPIC.split())
_FRENCH: Final = dict(pair.split(":") for pair in _IN_FRENCH.split())


def terms(text: str) -> list[str]:
    """List the stems of the words of a text, without case and accents, and the words of other languages in French.

    Parameters
    ----------
    text
        What is needed or offered exactly.

    Examples
    --------
    >>> terms("Recruter un chimiste"), terms("hiring chemists")
    (['recru', 'chimi'], ['recru', 'chimi'])
    """
    return [_stem(word) for word in every_word(text) if _tells(word)]


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _SMALL


def _stem(word: str) -> str:
    return _FRENCH.get(word, word)[:STEM]


def common(one: str, other: str) -> list[str]:
    """List the words of a text of which the stem stands in another one, as the first has them.

    Parameters
    ----------
    one, other
        The texts.

    Examples
    --------
    >>> common("Formation de chimistes", "hire a chemist"), common("export", "brevet")
    (['chimistes'], [])
    """
    there = set(terms(other))
    return list(dict.fromkeys(word for word in every_word(one) if _tells(word) and _stem(word) in there))


def likeness(
    asked: Sequence[str], offered: Sequence[str], one: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.float64]:
    r"""Compute how alike the words of needs and offers are.

    Parameters
    ----------
    asked, offered
        The texts of needs and of offers; empty where nothing was said.
    one, other : array of int, one entry a pair
        Which need is compared with which offer.

    Returns
    -------
    array of float
        The cosine of the vectors of the two, from 0 (no word in common, or nothing said) to 1.

    Notes
    -----
    A word of the text weighs its number times :math:`\log((1 + n) / (1 + n_t)) + 1`, where :math:`n_t` of the *n*
    texts have its stem [1]_.

    References
    ----------
    .. [1] K. Sparck Jones, "A statistical interpretation of term specificity and its application in retrieval",
       Journal of Documentation 28 (1972), 11-21. ``sparckjones1972``

    Examples
    --------
    >>> pairs = np.array([0, 0]), np.array([0, 1])
    >>> likeness(["hire a chemist"], ["chimistes à recruter", "export"], *pairs).round(3).tolist()
    [1.0, 0.0]
    """
    left, right = _vectors(asked, offered)
    found = np.zeros(len(one))
    for start in range(0, len(one), _ROWS):
        rows = slice(start, start + _ROWS)
        found[rows] = np.asarray(left[one[rows]].multiply(right[other[rows]]).sum(axis=1)).ravel()
    return np.clip(found, 0.0, 1.0)


def _vectors(asked: Sequence[str], offered: Sequence[str]) -> tuple[Csr, Csr]:
    """Return the weighted words of needs and offers, each row of length 1 or empty."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # heavy, and loaded when used

    texts = [*asked, *offered]
    if not any(terms(text) for text in texts):
        empty: Csr = sparse.csr_array((len(texts), 1), dtype=np.float64)
        return empty[: len(asked)], empty[len(asked) :]
    matrix: Any = sparse.csr_array(TfidfVectorizer(analyzer=terms).fit_transform(texts))
    return matrix[: len(asked)], matrix[len(asked) :]


def said(texts: pd.Series[str]) -> list[str]:
    """Return texts, empty ones where nothing was said.

    Parameters
    ----------
    texts
        Some of them missing.

    Examples
    --------
    >>> import pandas as pd
    >>> said(pd.Series(["a", None], dtype="str"))
    ['a', '']
    """
    return [text if isinstance(text, str) else "" for text in texts.tolist()]
