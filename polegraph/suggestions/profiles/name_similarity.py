"""Name similarity of organisations: TF–IDF weighted word stems, and cosines between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.identity import normal_form
from polegraph.suggestions.profiles.row_products import transpose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.collaboration import Collaboration
    from polegraph.suggestions.profiles.row_products import Transposed
    from polegraph.suggestions.profiles.snapshot import Context

STEM: Final = 5
"""Letters of a word that count: ``mécanique`` and ``mechanics`` differ, ``écologie`` and ``ecology`` do not."""
ALIKE: Final = 20
"""Largest number of similar names of an organisation."""
_OF_PARTNERS: Final = 0.7  # weight of the words in the names of partners beside own ones
_LEAST: Final = 0.25
_FEWEST: Final = 2
_COMMON: Final = 0.03  # a word that more of the names have does not distinguish, and costs most
_ROWS: Final = 512


class Names:
    """Words in the names of every organisation, by position of the context.

    Parameters
    ----------
    context
        The network.
    collaboration
        Its weighted links.
    """

    def __init__(self, context: Context, collaboration: Collaboration) -> None:
        self._context, self._collaboration = context, collaboration

    @cached_property
    def words(self) -> Csr:
        """Organisations × stems of the words in their names."""
        return stems(self._context.column("name").tolist())

    @cached_property
    def spellings(self) -> Csr:
        """`words`, from all names that an organisation was known by."""
        names = self._context.spellings
        return self.words if names is None else stems(names)

    @cached_property
    def alike(self) -> Csr:
        """Organisations × organisations: cosines of similar names."""
        return alike(self.words)

    @cached_property
    def topics(self) -> Csr:
        """Organisations × stems: words of an organisation's name and, with less weight, of its partners' names."""
        return self._with_partners(self.words)

    @cached_property
    def topics_of_spellings(self) -> Csr:
        """`topics`, from all names that organisations were known by."""
        return self.topics if self.spellings is self.words else self._with_partners(self.spellings)

    @cached_property
    def topics_transposed(self) -> Transposed:
        """`topics`, transposed."""
        return transpose(self.topics)

    def _with_partners(self, stems_of: Csr) -> Csr:
        return unit_rows(stems_of + _OF_PARTNERS * unit_rows(self._collaboration.shares @ stems_of))


def stems(names: Sequence[str]) -> Csr:
    r"""Return names × stems of words, weighted by how rare a stem is, each row of length 1.

    The weight is :math:`\log(n / n_t)`, with :math:`n_t` of the *n* names having the stem. Stems of a single name, or
    of more than one name in 30, are left out.

    Parameters
    ----------
    names
        The names.

    References
    ----------
    K. Sparck Jones, "A statistical interpretation of term specificity", Journal of Documentation 28 (1972).

    Examples
    --------
    >>> few = stems(["Écologie marine"] * 2 + [f"Nobody {i}x" for i in range(98)])
    >>> few.shape, few[[0]].data.round(3).tolist()
    ((100, 2), [0.707, 0.707])
    """
    found = [sorted({_stem(word) for word in normal_form(name).split() if len(word) > _FEWEST}) for name in names]
    number = {word: place for place, word in enumerate(sorted(set().union(*found)))}
    rows = np.repeat(np.arange(len(names)), [len(words) for words in found])
    columns = np.array([number[word] for words in found for word in words], dtype=np.int64)
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(names), len(number)))
    often = np.bincount(columns, minlength=len(number))
    kept = np.flatnonzero((often >= _FEWEST) & (often <= max(_FEWEST, _COMMON * len(names))))
    weights = np.log(max(len(names), 1) / np.maximum(often[kept], 1))
    return unit_rows(sparse.csr_array(matrix[:, kept] @ sparse.diags_array(weights)))


def _stem(word: str) -> str:
    return word if word.isdigit() else word[:STEM]  # the first digits of a number mean nothing


def alike(words: Csr) -> Csr:
    """Return cosines between similar names: at least a quarter, at most `ALIKE` neighbours a name.

    Parameters
    ----------
    words
        As `stems` gives them.

    Returns
    -------
    csr_array
        Names × names, symmetric, zero diagonal.

    Examples
    --------
    >>> ties = alike(stems(["Ada chimie", "Ada chimie", "Bo"] + [f"x{i}" for i in range(99)]))
    >>> ties.toarray()[0, :3].round(6).tolist()
    [0.0, 1.0, 0.0]
    """
    turned = sparse.csr_array(words.T)
    parts = [_nearest(words, turned, start) for start in range(0, words.shape[0], _ROWS)]
    number = words.shape[0]
    if not parts:
        return sparse.csr_array((number, number))
    ties: Csr = sparse.csr_array(sparse.vstack(parts))
    both: Csr = sparse.csr_array(ties.maximum(ties.T))
    both.sort_indices()
    return both


def _nearest(words: Csr, turned: Csr, start: int) -> Csr:
    some: Csr = sparse.csr_array(words[start : start + _ROWS] @ turned)
    row = np.repeat(np.arange(some.shape[0]), np.diff(some.indptr))
    near = np.flatnonzero((some.data >= _LEAST) & (some.indices != row + start))
    row, column, value = row[near], some.indices[near], some.data[near]
    order = np.lexsort((column, -np.round(value, 6), row))
    row, column, value = row[order], column[order], value[order]
    kept = np.arange(len(row)) - np.searchsorted(row, row) < ALIKE
    return sparse.csr_array((value[kept], (row[kept], column[kept])), shape=some.shape)


def unit_rows(matrix: Any) -> Csr:  # noqa: ANN401  # any sparse format
    """Scale each row to length 1; a row of zeros stays.

    Parameters
    ----------
    matrix
        Sparse.
    """
    result: Csr = sparse.csr_array(matrix)
    length: NDArray[np.float64] = np.sqrt(np.asarray(result.multiply(result).sum(axis=1)).ravel())
    scaled: Csr = sparse.csr_array(sparse.diags_array(1.0 / np.where(length > 0, length, 1.0)) @ result)
    scaled.sort_indices()
    return scaled
