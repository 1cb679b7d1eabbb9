"""Where the files are that come with polegraph: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).parent


def data(name: str) -> Path:
    """Return the path of a file or folder of the examples.

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


@cache
def cypher(name: str) -> str:
    """Return a statement of the folder ``cypher``.

    Parameters
    ----------
    name
        Its path inside the folder, with ``/`` between and without ``.cypher``.

    Returns
    -------
    str
        The text of the file, with its header.

    Examples
    --------
    >>> print(cypher("schema/ready").splitlines()[-1])
    CALL db.awaitIndexes($seconds)
    """
    return _cypher_folder().joinpath(*f"{name}.cypher".split("/")).read_text(encoding="utf-8")


def cypher_names(folder: str) -> list[str]:
    """Name the statements in a folder of the folder ``cypher``.

    Parameters
    ----------
    folder
        Name of the folder.

    Returns
    -------
    list of str
        Sorted, without ``.cypher``.

    Examples
    --------
    >>> cypher_names("find")
    ['group', 'organisation', 'organisation_id', 'pole', 'project']
    """
    there = (file.name for file in _cypher_folder().joinpath(folder).iterdir())
    return sorted(name.removesuffix(".cypher") for name in there if name.endswith(".cypher"))


def _cypher_folder() -> Traversable:
    package = files("polegraph").joinpath("cypher")
    return package if package.is_dir() else _shipped("cypher", "")


def _shipped(folder: str, name: str) -> Path:
    for place in (_PACKAGE / folder, _PACKAGE.parent / folder):
        path = place.joinpath(*name.split("/"))
        if path.exists():
            return path
    raise FileNotFoundError(f"{folder}/{name} did not come with this installation of polegraph")
