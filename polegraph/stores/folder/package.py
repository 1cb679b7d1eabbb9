"""The data package of a dataset folder: its resources, and the check that the files are those written."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from polegraph import tables
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.stores.folder import arrow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

FORMAT: Final = 1
"""Version of the folder's layout; a reader refuses a newer one."""
_NAME: Final = "datapackage.json"
_LARGEST: Final = 10_000_000  # bytes; ours has about 30,000


def file_names() -> list[str]:
    """Return the names of the files that a dataset consists of."""
    return [_NAME, *(f"{name}.parquet" for name in tables.TABLES)]


def digest(content: bytes) -> str:
    """Return the properties of a file's bytes in the data package.

    Parameters
    ----------
    content
        The bytes.

    Examples
    --------
    >>> digest(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def read(folder: Path) -> dict[str, Any]:
    """Read the data package of a folder.

    Parameters
    ----------
    folder
        The folder.

    Raises
    ------
    PolegraphError
        If the folder has none that polegraph wrote.
    """
    # refuse an absent folder
    file = folder / _NAME
    if not folder.exists():
        raise PolegraphError(
            _("there is no such folder"),
            file=str(folder),
            remedy=_("import a file into it first: polegraph import --help"),
        )
    # parse the descriptor; anything malformed is no dataset
    try:
        with file.open(encoding="utf-8") as text:
            package = json.loads(text.read(_LARGEST))
        version = int(package["polegraph"]["format"])
        names = {resource["name"] for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PolegraphError(
            _("this is not a polegraph dataset"),
            file=str(folder),
            remedy=_("give a folder that polegraph import has made"),
        ) from error
    # refuse a later format
    if version > FORMAT or not names <= set(tables.TABLES):
        raise PolegraphError(
            _("this dataset was written by a newer polegraph"),
            file=str(folder),
            remedy=_("install the newest polegraph"),
        )
    return dict(package)


def write(frames: Mapping[str, pd.DataFrame], folder: Path) -> dict[str, Any]:
    """Write tables and their data package into an empty folder.

    Parameters
    ----------
    frames
        Every table of the model.
    folder
        The folder.

    Returns
    -------
    dict
        The data package.
    """
    package = {
        "name": "polegraph-dataset",
        "profile": "data-package",
        "polegraph": {"format": FORMAT},
        "resources": [_write_table(name, frames[name], folder) for name in tables.TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / _NAME).write_text(text, encoding="utf-8", newline="\n")
    return package


def _write_table(name: str, frame: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """Write one table; return its entry in the data package."""
    file = folder / f"{name}.parquet"
    pq.write_table(arrow.to_arrow(name, frame), file, compression="zstd", store_schema=False)
    content = file.read_bytes()
    return {
        "name": name,
        "path": file.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": tables.TABLES[name].what,
        "bytes": len(content),
        "hash": digest(content),
        "rows": len(frame),
        "schema": tables.table_schema(name),
    }
