"""Atomic replacement of folders: an interruption at any moment leaves the old one or the new one."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from polegraph.files import flush

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT_CWD: Final = -100
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a folder against other polegraph processes that write datasets; a killed process lets go by itself.

    Parameters
    ----------
    folder
        The folder that holds the dataset folder.
    """
    try:
        import fcntl  # noqa: PLC0415  # POSIX only; elsewhere the last writer wins
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no locks; a write is whole or not at all even there
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def in_work(target: Path) -> Path:
    """Return the folder in which the next version of a folder is prepared.

    Parameters
    ----------
    target
        The folder to be replaced.
    """
    return target.parent / f".{target.name}.polegraph-new"


def _set_aside(target: Path) -> Path:
    return target.parent / f".{target.name}.polegraph-old"


def recover(target: Path) -> None:
    """Finish or undo the work of a killed process; call under `locked`.

    Parameters
    ----------
    target
        The folder that was to be replaced.
    """
    old = _set_aside(target)
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, in_work(target)):
        shutil.rmtree(leftover, ignore_errors=True)


def readable(target: Path) -> Path:
    """Return the folder to read: the target, or its stand-in if a process was killed between two renames.

    Parameters
    ----------
    target
        The folder.
    """
    old = _set_aside(target)
    return old if old.exists() and not target.exists() else target


def take_place(new: Path, target: Path, *, durable: bool = True) -> None:
    """Replace a folder by a prepared one.

    Parameters
    ----------
    new
        The folder as it shall be, in the same parent folder.
    target
        The folder to replace; it need not exist.
    durable
        Whether every file is on the disk itself before; not worth its time for what can be made again.
    """
    if durable:
        for path in sorted(new.rglob("*")):
            flush(path)
        flush(new)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        shutil.rmtree(new)
    else:  # two renames; `recover` and `readable` mend a kill between them
        target.rename(_set_aside(target))
        new.rename(target)
        shutil.rmtree(_set_aside(target))
    flush(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return whether the system could."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(first, second, ctypes.c_uint(_EXCHANGE)) == 0)
        return bool(libc.renameat2(_AT_CWD, first, _AT_CWD, second, ctypes.c_uint(_EXCHANGE)) == 0)
    except (AttributeError, OSError, TypeError):  # no such call in this system's C library
        return False
