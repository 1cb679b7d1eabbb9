"""Dataset folders: one Parquet file a table and a ``datapackage.json``, written whole or not at all."""

from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.parquet as pq

from polegraph import tables
from polegraph.combine import together
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.stores.folder import arrow, atomic, package

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

PREVIOUS: Final = ".polegraph-previous.zip"
"""File within a dataset that holds its files before the last import, byte for byte."""


def is_dataset(folder: str | os.PathLike[str]) -> bool:
    """Return whether a folder is a polegraph dataset.

    Parameters
    ----------
    folder
        Any path.
    """
    try:
        package.read(atomic.readable(Path(folder)))
    except PolegraphError:
        return False
    return True


def read(folder: str | os.PathLike[str]) -> Network:
    """Read a dataset folder.

    Parameters
    ----------
    folder
        The folder. Nothing in it is changed.

    Returns
    -------
    Network
        Its tables as they were written. If a Parquet file is not the one that polegraph wrote, all is checked again.

    Raises
    ------
    PolegraphError
        If the folder is not a polegraph dataset, a file is missing or damaged, or a row violates the model.
    """
    path = atomic.readable(Path(folder))
    listed = {resource["name"]: resource for resource in package.read(path)["resources"]}
    frames: dict[str, pd.DataFrame] = {}
    untouched = True
    for name in tables.TABLES:
        if name not in listed:
            frames[name] = tables.empty(name)
            continue
        file = path / f"{name}.parquet"
        try:
            content = file.read_bytes()
            frames[name] = arrow.to_pandas(pq.read_table(pa.BufferReader(content)))
        except (OSError, pa.ArrowException) as error:
            raise PolegraphError(
                _("this table of the dataset is missing or damaged"),
                file=str(file),
                remedy=_("import the sources again, or take the folder from a backup"),
            ) from error
        untouched &= listed[name].get("hash") == package.digest(content)
        untouched &= set(tables.TABLES[name].names) <= set(frames[name].columns)  # written before a column was added
    return Network.from_checked(frames, focus=None, around=None) if untouched else Network(**frames)


def write(network: Network, folder: str | os.PathLike[str]) -> Path:
    """Write a network as a dataset folder, in the place of its former content.

    Parameters
    ----------
    network
        The network.
    folder
        Its path. It may be absent, empty, or a polegraph dataset; files in it that are not polegraph's stay. The
        state before its last import is deleted: that may be for other eyes than the one written now.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    PolegraphError
        If the folder holds something else, or cannot be written.

    Examples
    --------
    >>> import tempfile, polegraph.examples
    >>> folder = write(polegraph.examples.tiny(), Path(tempfile.mkdtemp()) / "tiny")
    >>> read(folder)
    <Network: 5 organisations, 3 projects, 7 participations>
    """
    target = _target(folder)
    with atomic.locked(target.parent):
        atomic.recover(target)
        _replace(network, target, keep=None)
    return target


def update(
    network: Network,
    folder: str | os.PathLike[str],
    *,
    replace: bool = False,
    current: dt.date | None = None,
    undoable: bool = False,
) -> Network:
    """Put the sources of a network into a dataset folder; rows of other sources stay.

    Parameters
    ----------
    network
        Output of a reader, with the source of every row.
    folder
        Where. It may be absent, empty, or a polegraph dataset.
    replace
        Whether to start over instead; the decisions of users on entity resolution stay.
    current
        As for `polegraph.combine.together`.
    undoable
        Whether to keep the former content in the folder, until something else is imported: `undo` restores it.

    Returns
    -------
    Network
        The dataset afterwards. Merges that were found before are made again where the organisations are.

    Raises
    ------
    PolegraphError
        If the folder holds something else, or cannot be written.

    Examples
    --------
    >>> import tempfile, polegraph.examples
    >>> folder = Path(tempfile.mkdtemp()) / "tiny"
    >>> for _ in range(2):
    ...     after = update(polegraph.examples.tiny(), folder)
    >>> after
    <Network: 5 organisations, 3 projects, 7 participations>
    """
    target = _target(folder)
    with atomic.locked(target.parent):
        atomic.recover(target)
        old = _before(target, replace=replace)
        combined = together(old, network, replace=replace, current=current)
        _replace(combined, target, keep=target if undoable and old is not None else None)
    return combined


def undo(folder: str | os.PathLike[str]) -> Network:
    """Restore the content of a dataset folder before its last import; the current one can be restored likewise.

    Parameters
    ----------
    folder
        A polegraph dataset.

    Returns
    -------
    Network
        The dataset afterwards: its files are the former ones, byte for byte.

    Raises
    ------
    PolegraphError
        If nothing was imported into it after the first time, or it cannot be written.

    Examples
    --------
    >>> import tempfile, polegraph.examples
    >>> folder, net = Path(tempfile.mkdtemp()) / "tiny", polegraph.examples.tiny()
    >>> for one in (net, net.select(since=2016)):
    ...     after = update(one, folder, undoable=True)
    >>> after, undo(folder)
    (<Network: 4 organisations, 2 projects, 4 participations>, <Network: 5 organisations, 3 projects, 7 participations>)
    """
    target = _target(folder)
    with atomic.locked(target.parent):
        atomic.recover(target)
        net = previous(target)
        new = atomic.in_work(target)
        try:
            new.mkdir()
            _take_out(target / PREVIOUS, new)
            _finish(new, target, keep=target)
        except OSError as error:
            raise _unwritable(target, error) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return net


def previous(folder: str | os.PathLike[str]) -> Network:
    """Read the content of a dataset folder before its last import.

    Parameters
    ----------
    folder
        A polegraph dataset.

    Raises
    ------
    PolegraphError
        If nothing was imported into it after the first time.
    """
    path = atomic.readable(Path(folder))
    package.read(path)
    if not (path / PREVIOUS).is_file():
        raise PolegraphError(
            _(
                "nothing is kept here of before the last import: there was one import alone, or none that changed "
                "anything"
            ),
            file=str(folder),
            remedy=_("to begin again, import the right file with --replace"),
        )
    with TemporaryDirectory() as folder_of_then:
        _take_out(path / PREVIOUS, Path(folder_of_then))
        return read(folder_of_then)


def change(folder: str | os.PathLike[str], function: Callable[[Network], Network]) -> Network:
    """Replace the network of a dataset by one made from it; no other process changes it meanwhile.

    Parameters
    ----------
    folder
        A polegraph dataset.
    function
        Function from the old network to the new one. If it raises, nothing is changed.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        If the folder is not a polegraph dataset, or cannot be written.
    """
    target = _target(folder)
    with atomic.locked(target.parent):
        atomic.recover(target)
        changed = function(read(target))
        _replace(changed, target, keep=target / PREVIOUS)
    return changed


def _before(target: Path, *, replace: bool) -> Network | None:
    """Return the content of a folder; a damaged one may be replaced."""
    if not _holds_something(target):
        return None
    try:
        return read(target)
    except PolegraphError:
        if replace:
            return None
        raise


def _target(folder: str | os.PathLike[str]) -> Path:
    """Return the absolute path of a folder that may be written; refuse one with other files."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would follow a link and replace its target elsewhere
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_dir():
        raise PolegraphError(
            _("this is a file; a dataset is a folder"), file=str(folder), remedy=_("give the name of a folder")
        )
    if _holds_something(target) and not is_dataset(target):
        raise PolegraphError(
            _("this folder holds something that is not a polegraph dataset; it is left as it is"),
            file=str(folder),
            remedy=_("choose another folder, or an empty one"),
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(target, error) from error
    return target


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _replace(network: Network, target: Path, *, keep: Path | None) -> None:
    """Write a folder beside the target and let it take its place; keep a state of before in it."""
    new = atomic.in_work(target)
    try:
        new.mkdir()
        written = package.write(network.tables, new)
        if keep == target and package.read(target)["resources"] == written["resources"]:
            keep = target / PREVIOUS  # nothing changed: the last import is still the one before
        _finish(new, target, keep=keep)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _finish(new: Path, target: Path, *, keep: Path | None) -> None:
    """Add a state of before and the files of others to a prepared folder, and let it take the place of the target."""
    if keep is not None and keep.is_dir():
        _put_aside(keep, new / PREVIOUS)
    elif keep is not None and keep.is_file():
        shutil.copy2(keep, new / PREVIOUS)
    _keep_others(target, new)
    if target.is_dir():
        shutil.copystat(target, new)
    atomic.take_place(new, target)


def _put_aside(folder: Path, file: Path) -> None:
    """Write the files of a dataset into one archive, as they are; the same files give the same bytes."""
    with ZipFile(file, "w") as zipped:
        for name in package.file_names():
            if (folder / name).is_file():
                zipped.writestr(ZipInfo(name), (folder / name).read_bytes())


def _take_out(file: Path, folder: Path) -> None:
    """Extract the files of a dataset from the archive in which they were put aside."""
    try:
        with ZipFile(file) as zipped:
            for name in sorted(set(package.file_names()).intersection(zipped.namelist())):
                (folder / name).write_bytes(zipped.read(name))
    except (BadZipFile, NotImplementedError, zlib.error) as error:
        raise PolegraphError(
            _("what is kept here of before the last import is damaged"),
            file=str(file),
            remedy=_("to begin again, import the right file with --replace"),
        ) from error


def _unwritable(target: Path, error: OSError) -> PolegraphError:
    return PolegraphError(
        _("cannot write this folder: {error}").format(error=error.strerror or error),
        file=str(target),
        remedy=_("make room on the disk, or choose a place that you may write in; what was there before is unchanged"),
    )


def _keep_others(target: Path, new: Path) -> None:
    """Copy the files of the old folder that are not polegraph's."""
    if not target.is_dir():
        return
    ours = {PREVIOUS, *package.file_names()}
    for entry in sorted(target.iterdir()):
        if entry.name in ours:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)
