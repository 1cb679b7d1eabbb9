"""Classification of sources: publishers' files, or sheets kept by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

_PUBLISHED: Final = ("ANR", "CORDIS", "eunets")
"""Prefixes of the layouts of publishers' files in ``imports``."""


def published(imports: pd.DataFrame | None) -> frozenset[str]:
    """Return the sources that are publishers' files.

    Parameters
    ----------
    imports
        The table ``imports``; None if nothing is known of the files.

    Examples
    --------
    >>> import pandas as pd
    >>> layouts = ["CORDIS organization", "polegraph"]
    >>> published(pd.DataFrame({"source": ["h2020", "own"], "layout": layouts}))
    frozenset({'h2020'})
    """
    if imports is None or not len(imports):
        return frozenset()
    theirs = imports["layout"].fillna("").str.startswith(_PUBLISHED)
    return frozenset(imports.loc[theirs, "source"].fillna("").tolist())
