"""Where the files are that come with polegraph: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data(name: str) -> Path:
    """Give the path of a file or folder of the examples.

    Parameters
    ----------
    name
        Its path inside ``data/``, with ``/`` between.

    Raises
    ------
    FileNotFoundError
        If this installation came without it.

    Examples
    --------
    >>> data("anr").name
    'anr'
    """
    return _shipped("data", name)


def _shipped(folder: str, name: str) -> Path:
    for place in (_PACKAGE / folder, _PACKAGE.parent / folder):
        path = place.joinpath(*name.split("/"))
        if path.exists():
            return path
    raise FileNotFoundError(f"{folder}/{name} did not come with this installation of polegraph")
