"""Atomic writing of files (whole or not at all), and errors about damaged ones."""

from __future__ import annotations

import lzma
import os
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from gzip import BadGzipFile
from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path beside a file, which replaces the file only if the block ends without an error.

    Parameters
    ----------
    path
        The file to write. Its folder must exist.

    Yields
    ------
    Path
        Where to write.

    Raises
    ------
    PolegraphError
        If the folder does not exist or may not be written in.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with whole(folder / "a.txt") as temporary:
    ...     _ = temporary.write_text("done", encoding="utf-8")
    >>> (folder / "a.txt").read_text(encoding="utf-8"), len(list(folder.iterdir()))
    ('done', 1)
    """
    # refuse a folder in the place of the file
    target = Path(path)
    if target.is_dir():
        raise PolegraphError(_("this is a folder, not a file"), file=str(target), remedy=_("give the name of a file"))
    # create the temporary file in the same folder, so that it can be renamed
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", suffix=target.suffix[-20:], dir=target.parent)
    except OSError as error:
        raise PolegraphError(
            _("cannot write here: {error}").format(error=error.strerror or error),
            file=str(target),
            remedy=_("choose a folder that exists and may be written in"),
        ) from error
    os.close(handle)
    temporary = Path(name)
    # let the caller write, then flush and rename
    try:
        temporary.chmod(0o666 & ~_umask())
        yield temporary
        flush(temporary)
        temporary.replace(target)
    except OSError as error:
        raise PolegraphError(
            _("cannot write this file: {error}").format(error=error.strerror or error),
            file=str(target),
            remedy=_("close it elsewhere, or make room on the disk"),
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


class speaking_of:  # noqa: N801  # used as a function, like contextlib's own
    """Turn errors of the standard library about a damaged or forbidden file into a `PolegraphError` naming it.

    Parameters
    ----------
    name
        Name of the file.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case PolegraphError():
                return
            case zipfile.BadZipFile() | BadGzipFile() | zlib.error() | lzma.LZMAError() | struct.error() | EOFError():
                self._damaged(error)
            case ValueError() | IndexError() | RuntimeError() | OverflowError():  # zipfile, on nonsense in headers
                self._damaged(error)
            case PermissionError():
                raise PolegraphError(
                    _("this file may not be read"),
                    file=self.name,
                    remedy=_("give yourself the right to read it, or copy it elsewhere"),
                ) from error
            case OSError():
                raise PolegraphError(
                    _("this file cannot be read: {error}").format(error=error.strerror or error),
                    file=self.name,
                    remedy=_("check the disk, or copy the file again"),
                ) from error

    def _damaged(self, error: BaseException) -> None:
        raise PolegraphError(
            _("this compressed file is damaged or cut off"), file=self.name, remedy=_("download or copy it again")
        ) from error


def flush(path: Path) -> None:
    """Write a file, or the entries of a folder, to the disk itself.

    Parameters
    ----------
    path
        A file or a folder.
    """
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle on folders
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
