"""Which sources are what somebody keeps by hand, and which a publisher's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

_PUBLISHED: Final = ("ANR", "CORDIS", "eunets")
"""How the layouts of publishers' files begin, as ``imports`` names them."""


def published(imports: pd.DataFrame | None) -> frozenset[str]:
    """Return the sources that are a publisher's file.

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
