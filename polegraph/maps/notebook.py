"""The map inside a notebook: in a frame of its own, which nothing around it can touch, and which touches nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polegraph.errors import whole_number
from polegraph.maps.document import write

if TYPE_CHECKING:
    from polegraph.network import Network


@dataclass(frozen=True, slots=True, repr=False)  # notebooks keep the repr beside the page, and need it no second time
class Shown:
    """A map that a notebook shows.

    Parameters
    ----------
    html
        The whole page.
    height
        Of the frame, in pixels.
    """

    html: str
    height: int

    def __repr__(self) -> str:
        return f"<Shown: a map of {len(self.html):,} characters, {self.height:,} pixels high; a notebook draws it>"

    def _repr_html_(self) -> str:
        # Scripts and downloads, but not the origin of the notebook: the page cannot reach what is around it.
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads" title="polegraph" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )


def show(net: Network, *, height: int = 700, **options: Any) -> Shown:  # noqa: ANN401  # handed on
    """Show the map of a network in a notebook.

    Parameters
    ----------
    net
        The network.
    height
        Of the frame, in pixels.
    **options
        As for `write`.

    Returns
    -------
    Shown
        The map; Jupyter and VS Code draw it where it is the last value of a cell.

    Raises
    ------
    PolegraphError
        As `write` does.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> show(tiny(), height=500).height
    500
    """
    height = whole_number(height, "height", 1)
    with tempfile.TemporaryDirectory() as folder:
        page = write(net, Path(folder) / "map.html", **options).read_text(encoding="utf-8")
    return Shown(page, height)
