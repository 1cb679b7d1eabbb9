"""Files written whole or not at all, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside a file, which takes the file's place only if the block ends well.

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
    target = Path(path)
    if target.is_dir():
        raise PolegraphError(_("this is a folder, not a file"), file=str(target), remedy=_("give the name of a file"))
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


def flush(path: Path) -> None:
    """Have a file, or the entries of a folder, written to the disk itself.

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


def neutral(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula in a CSV file.

    Parameters
    ----------
    text
        A cell of text.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> neutral("=cmd()"), neutral("Thales")
    ("'=cmd()", 'Thales')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """Undo `neutral`.

    Parameters
    ----------
    text
        A cell read from a CSV file.

    Examples
    --------
    >>> plain("'=cmd()"), plain("'s-Hertogenbosch")
    ('=cmd()', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
