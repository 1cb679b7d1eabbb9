"""Opening what a user hands over: a file, a compressed file, an archive, a folder; never more than it may hold.

Nothing is ever extracted to the disk: members of archives are read as streams, so a path inside an archive is only a
name. How much comes out of a compressed file is counted while it is read, because its header may lie.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.files import speaking_of
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    PathLike = str | os.PathLike[str]

MAX_BYTES: Final = 4 * 1024**3
"""The most that one file, or all members of one archive together, may hold once it is decompressed."""
MAX_RATIO: Final = 200
"""How many times its compressed size a file may hold. Tables of text reach 20."""
FLOOR: Final = 64 * 1024**2
"""What a compressed file may hold whatever its size: small files compress by more than `MAX_RATIO` now and then."""

SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".xlsx"})
_CHUNK = 1 << 20
_GZIP, _ZIP, _EMPTY_ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Part:
    """One table as it can be read: a file, or a member of an archive.

    Parameters
    ----------
    name
        What a person calls it: the name of the file, without its folder; for a member, ``archive.zip/member.csv``.
    suffix
        ``.csv``, ``.json``, ``.xlsx``, …, in lower case; that of the content if the file is compressed.
    opened
        Gives a fresh stream on the content.
    """

    name: str
    suffix: str
    opened: Callable[[], IO[bytes]]

    def content(self) -> bytes:
        """Read all of it.

        Raises
        ------
        PolegraphError
            If it is damaged, encrypted, or holds more than it may.
        """
        with speaking_of(self.name), self.opened() as stream:
            return stream.read()


class Budget:
    """What may still be read of one file, however many members it has.

    Parameters
    ----------
    name
        What a person calls it.
    size
        Number of bytes that it has while it is compressed; None if it is not.
    """

    def __init__(self, name: str, size: int | None) -> None:
        self.name = name
        self.left = MAX_BYTES if size is None else min(MAX_BYTES, max(FLOOR, MAX_RATIO * size))

    def spend(self, number: int) -> None:
        """Count what was read; refuse more than the file may hold.

        Parameters
        ----------
        number
            Number of bytes.
        """
        self.left -= number
        if self.left < 0:
            raise PolegraphError(
                _("this file holds far more than its size promises, or more than 4 GiB"),
                file=self.name,
                remedy=_("check where it comes from; if it is right, decompress it and give its parts"),
            )


class Counted(io.RawIOBase):
    """A stream that refuses to give more than its budget.

    Parameters
    ----------
    stream
        What is read.
    budget
        What may be read of it.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what io hands over is a memoryview
        """Read into a buffer, as `io` asks for it."""
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        """Read all that is left."""
        pieces = []
        while piece := self._stream.read(_CHUNK):
            self._budget.spend(len(piece))
            pieces.append(piece)
        return b"".join(pieces)

    def drain(self) -> None:
        """Read all that is left and keep nothing of it."""
        while piece := self._stream.read(_CHUNK):
            self._budget.spend(len(piece))

    def close(self) -> None:
        """Close what is read."""
        self._stream.close()
        super().close()


def tables_in(paths: PathLike | Iterable[PathLike], suffixes: frozenset[str] = SUFFIXES) -> Iterator[Part]:
    """Give every table in what a user handed over.

    Parameters
    ----------
    paths
        One path or several: CSV, JSON or XLSX files, plain, ``.gz`` or in ``.zip``; or folders of such files (not the
        folders inside them). What a file is is told by its first bytes, not by its name.
    suffixes
        Those of the files to look for in folders and archives.

    Yields
    ------
    Part
        In the order given; inside a folder or an archive, by name. Members and files with other suffixes are left out.
        A file in a folder that cannot be opened says so when it is read.

    Raises
    ------
    PolegraphError
        If a path is missing, may not be read, is empty, damaged or encrypted, or nothing in it is a table.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("x;y", encoding="utf-8")
    >>> [(part.name, part.content()) for part in tables_in(folder)]
    [('a.csv', b'x;y')]
    """
    given = [Path(paths)] if isinstance(paths, (str, os.PathLike)) else [Path(path) for path in paths]
    if not given:
        raise PolegraphError(_("no file was given"), remedy=_("name the files to read"))
    taken: set[str] = set()
    for path in _distinct(given):
        for part in _of_path(path, suffixes):
            name = part.name
            if name in taken:  # two folders may hold files of one name; an account of files needs two names
                name = f"{path.resolve().parent.name}/{name}" if part.name != path.name else f"{name} ({len(taken)})"
            taken.add(name)
            yield Part(name, part.suffix, part.opened)


def _distinct(paths: list[Path]) -> list[Path]:
    seen: set[Path] = set()
    for path in paths:
        resolved = path.resolve() if "\0" not in str(path) else path
        if resolved in seen:
            raise PolegraphError(_("this file is given twice"), file=path.name, remedy=_("name each file once"))
        seen.add(resolved)
    return paths


def _of_path(path: Path, suffixes: frozenset[str]) -> Iterator[Part]:
    with speaking_of(path.name or str(path)):
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise PolegraphError(
                _("there is no such file or folder"), file=str(path), remedy=_("check its name and its folder")
            ) from error
        if stat.S_ISDIR(mode):
            yield from _of_folder(path, suffixes)
        elif stat.S_ISREG(mode):
            yield from _of_file(path, suffixes)
        else:
            raise PolegraphError(
                _("this is neither a file nor a folder"), file=path.name, remedy=_("give the file as it was downloaded")
            )


def _of_folder(folder: Path, suffixes: frozenset[str]) -> Iterator[Part]:
    wanted = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in suffixes | {".gz", ".zip"}
        and not path.name.startswith((".", "~$"))  # what Excel and other programs leave beside open files
        and path.is_file()
    ]
    if not wanted:
        raise PolegraphError(
            _("no CSV, JSON or XLSX file is in this folder"),
            file=str(folder),
            remedy=_("give the folder that holds the files, or the files themselves"),
        )
    for path in wanted:
        try:
            yield from _of_file(path, suffixes)
        except PolegraphError as error:  # whoever reads the folder may do without this file
            yield Part(path.name, path.suffix.lower(), _failing(error))


def _failing(error: PolegraphError) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        raise error

    return opened


def _of_file(path: Path, suffixes: frozenset[str]) -> Iterator[Part]:
    name = path.name
    with speaking_of(name):
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4)
    if not start:
        raise PolegraphError(_("this file is empty"), file=name, remedy=_("download or save it again"))
    suffix = path.suffix.lower()
    if start == _OLE:
        raise PolegraphError(
            _("this is an Excel file of the old kind (.xls), or one with a password"),
            file=name,
            remedy=_("save it as .xlsx without a password"),
        )
    if start[:2] == _GZIP:
        yield Part(name, _inner_suffix(path, suffixes), lambda: _gzip(path, name, size))
    elif start in {_ZIP, _EMPTY_ZIP} and not _is_workbook(path, name):
        yield from _members(path, name, size, suffixes)
    elif suffix in {".zip", ".gz"} or (suffix == ".xlsx" and start != _ZIP):
        raise PolegraphError(
            _("this is not what its name says: a {suffix} file").format(suffix=suffix),
            file=name,
            remedy=_("download it again, or give it the suffix of what it is"),
        )
    else:
        yield Part(name, ".xlsx" if start == _ZIP else suffix or ".csv", lambda: _plain(path, name))


def _inner_suffix(path: Path, suffixes: frozenset[str]) -> str:
    inner = path.suffixes[-2].lower() if path.suffix.lower() == ".gz" and len(path.suffixes) > 1 else ""
    return inner if inner in suffixes else ".csv"


def _plain(path: Path, name: str) -> IO[bytes]:
    return io.BufferedReader(Counted(path.open("rb"), Budget(name, None)))


def _gzip(path: Path, name: str, size: int) -> IO[bytes]:
    stream = GzipFile(path)
    return io.BufferedReader(Counted(stream, Budget(name, size)))  # type: ignore[arg-type]  # it reads bytes


def _is_workbook(path: Path, name: str) -> bool:
    """Tell whether a zip file is an XLSX: one has its list of content types at the top."""
    with speaking_of(name), zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _members(path: Path, name: str, size: int, suffixes: frozenset[str]) -> Iterator[Part]:
    with speaking_of(name):
        archive = zipfile.ZipFile(
            path
        )  # stays open: to read its list again for each of ten thousand members takes long
        members = sorted(
            (member for member in archive.infolist() if _wanted(member.filename, suffixes)),
            key=lambda member: member.filename,
        )
    if not members:
        raise PolegraphError(
            _("no CSV, JSON or XLSX file is in this archive"),
            file=name,
            remedy=_("give the archive as its publisher offers it"),
        )
    budget = Budget(name, size)
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise PolegraphError(
                _("this archive has a password"), file=name, remedy=_("decompress it and give the files in it")
            )
        shown = f"{name}/{_harmless(member.filename)}"
        suffix = PurePosixPath(member.filename).suffix.lower()
        yield Part(shown, suffix, lambda member=member: _member(archive, member, budget))  # type: ignore[misc]  # bound now


def _wanted(member: str, suffixes: frozenset[str]) -> bool:
    place = PurePosixPath(member.replace("\\", "/"))
    hidden = place.name.startswith(".") or "__MACOSX" in place.parts
    return place.suffix.lower() in suffixes and not hidden and not member.endswith("/")


def _harmless(member: str) -> str:
    """Give the name of a member without the steps that would lead out of a folder."""
    parts = PurePosixPath(member.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"/", "//", "..", "."} and not part.endswith(":"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> IO[bytes]:
    stream = archive.open(member)
    return io.BufferedReader(Counted(stream, budget))
