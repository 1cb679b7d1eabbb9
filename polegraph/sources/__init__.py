"""Readers of publishers' files, one module a publisher: raw files to a checked network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network
    from polegraph.sources import anr, cordis, spreadsheet, templates

__all__ = ["READERS", "anr", "cordis", "reader", "spreadsheet", "templates"]

READERS: Final = {
    "anr": "polegraph.sources.anr",
    "cordis": "polegraph.sources.cordis",
    "tables": "polegraph.sources.spreadsheet",
    "sheet": "polegraph.sources.spreadsheet.flat_sheet",
}
"""The module of each kind of files, by its name on the command line; in the order in which they are tried on files of
unknown kind: sheets kept by hand last, since these may have any headings."""


def reader(name: str) -> Callable[..., Network]:
    """Return the reader of a kind of files, loaded on first use.

    Parameters
    ----------
    name
        A key of `READERS`.

    Returns
    -------
    callable
        Takes a path or several, and the name of the ``source``.

    Examples
    --------
    >>> reader("anr").__module__
    'polegraph.sources.anr.reader'
    """
    read: Callable[..., Network] = import_module(READERS[name]).read
    return read


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a module
    """Load a publisher's module on first use: the reader of one needs none of the others."""
    if name not in __all__:
        raise AttributeError(f"module 'polegraph.sources' has no attribute {name!r}")
    return import_module(f"polegraph.sources.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
