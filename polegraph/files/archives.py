"""Opening of input files: plain, compressed, in an archive or in a folder, within a budget of decompressed bytes.

Nothing is ever extracted to the disk: members of archives are read as streams, so a path inside an archive is only a
name. How much comes out of a compressed file is counted while it is read, because its header may lie.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from gzip import GzipFile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.files import speaking_of
from polegraph.files.budget import Budget, Counted
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    PathLike = str | os.PathLike[str]

SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".xlsx"})
NOT_A_TABLE: Final = "files of this kind are not read"
FOLDER_INSIDE: Final = "folders inside a folder are not read"
_DEEPEST: Final = 6  # folders that may stand before a name
_GZIP, _ZIP, _EMPTY_ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Part:
    """One table as it can be read: a file, or a member of an archive.

    Parameters
    ----------
    name
        Display name, for messages: the name of the file; for a member, ``archive.zip/member.csv``. The names of its
        folders go before only where another file would have the same name.
    suffix
        ``.csv``, ``.json``, ``.xlsx``, …, in lower case; that of the content if the file is compressed.
    opened
        Gives a fresh stream on the content.
    given
        Whether it was handed over by itself, and not found in a folder or an archive.
    within
        Whether it is a member of an archive.
    """

    name: str
    suffix: str
    opened: Callable[[], IO[bytes]]
    given: bool = False
    within: bool = False

    def content(self) -> bytes:
        """Read all of it.

        Raises
        ------
        PolegraphError
            If it is damaged, encrypted, or holds more than it may.
        """
        with speaking_of(self.name), self.opened() as stream:
            return stream.read()


def tables_in(paths: PathLike | Iterable[PathLike], suffixes: Collection[str] = SUFFIXES) -> Iterator[Part]:
    """Yield every table among the input files.

    Parameters
    ----------
    paths
        One path or several: CSV, JSON or XLSX files, plain, ``.gz`` or in ``.zip``; or folders of such files (not the
        folders inside them). The format is recognised by the first bytes of a file, not by its name.
    suffixes
        Suffixes that are read of folders and archives; `left_out` names the other files.

    Yields
    ------
    Part
        In the order given; inside a folder or an archive, by name. Where files share a name, the folders that
        distinguish them stand before it. A file in a folder that cannot be opened raises when it is read.

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
    given = _listed(paths)
    if not given:
        raise PolegraphError(_("no file was given"), remedy=_("name the files to read"))
    found = [(path, part) for path in _distinct(given) for path, part in _of_path(path, suffixes)]
    names = _told_apart([(path, part.name) for path, part in found])
    for (_path, part), name in zip(found, names, strict=True):
        yield replace(part, name=name)


def left_out(paths: PathLike | Iterable[PathLike], suffixes: Collection[str] = SUFFIXES) -> list[tuple[str, str]]:
    """Name the files that `tables_in` leaves out of folders and archives, with the reason; for `Ledger.unread`.

    Parameters
    ----------
    paths, suffixes
        As for `tables_in`.

    Returns
    -------
    list of (str, str)
        Name and reason (a constant English sentence), by name. Residues of programs (``~$a.xlsx``,
        ``.DS_Store``, ``Thumbs.db``) are not named.
    """
    found: list[tuple[str, str]] = []
    for path in _listed(paths):
        if "\0" not in str(path) and path.is_dir():
            for inner in path.iterdir():
                if _left_behind(inner.name):
                    continue
                if inner.is_dir():
                    found.append((inner.name, FOLDER_INSIDE))
                elif inner.suffix.lower() not in {*suffixes, ".gz", ".zip"}:
                    found.append((inner.name, NOT_A_TABLE))
                elif inner.suffix.lower() == ".zip":
                    found.extend(_left_in_archive(inner, suffixes))
        elif "\0" not in str(path) and path.is_file():
            found.extend(_left_in_archive(path, suffixes))
    return sorted(found)


def _left_in_archive(path: Path, suffixes: Collection[str]) -> list[tuple[str, str]]:
    """Name the members that are not taken; a file that is no archive, or a damaged one, has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []
    if "[Content_Types].xml" in members:
        return []  # a workbook
    names = [member for member in members if not member.endswith("/") and not _wanted(member, suffixes)]
    return [
        (f"{path.name}/{_harmless(name)}", NOT_A_TABLE)
        for name in names
        if not _left_behind(PurePosixPath(name.replace("\\", "/")).name) and "__MACOSX" not in name
    ]


def _left_behind(name: str) -> bool:
    """Return whether a file is a residue of programs, and none of the user's."""
    return name.startswith((".", "~$")) or name.casefold() in {"thumbs.db", "desktop.ini"}


def _listed(paths: PathLike | Iterable[PathLike]) -> list[Path]:
    return [Path(paths)] if isinstance(paths, (str, os.PathLike)) else [Path(path) for path in paths]


def _told_apart(files: list[tuple[Path, str]]) -> list[str]:
    """Put before names that several files have the folders by which these differ."""
    names = [name for _path, name in files]
    for depth in range(1, _DEEPEST):
        times = Counter(names)
        if max(times.values(), default=1) == 1:
            return names
        folders = [path.resolve().parent.parts[-depth:] for path, _name in files]
        names = [
            name if times[name] == 1 else "/".join((*_harmless_parts(parts), own))
            for name, (_path, own), parts in zip(names, files, folders, strict=True)
        ]
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = f"{name} ({seen[name]})"
    return names


def _harmless_parts(parts: tuple[str, ...]) -> list[str]:
    return [part for part in parts if part.strip("/\\") and not part.endswith((":", ":\\"))]


def _distinct(paths: list[Path]) -> list[Path]:
    seen: set[Path] = set()
    for path in paths:
        resolved = path.resolve() if "\0" not in str(path) else path
        if resolved in seen:
            raise PolegraphError(_("this file is given twice"), file=path.name, remedy=_("name each file once"))
        seen.add(resolved)
    return paths


def _of_path(path: Path, suffixes: Collection[str]) -> Iterator[tuple[Path, Part]]:
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
            yield from ((path, replace(part, given=not part.within)) for part in _of_file(path, suffixes))
        else:
            raise PolegraphError(
                _("this is neither a file nor a folder"), file=path.name, remedy=_("give the file as it was downloaded")
            )


def _of_folder(folder: Path, suffixes: Collection[str]) -> Iterator[tuple[Path, Part]]:
    wanted = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in {*suffixes, ".gz", ".zip"} and not _left_behind(path.name) and path.is_file()
    ]
    if not wanted:
        raise PolegraphError(
            _("no CSV, JSON or XLSX file is in this folder"),
            file=str(folder),
            remedy=_("give the folder that holds the files, or the files themselves"),
        )
    for path in wanted:
        try:
            parts = list(_of_file(path, suffixes))
        except PolegraphError as error:  # the caller decides whether the folder can be read without this file
            parts = [Part(path.name, path.suffix.lower(), partial(_fail, error))]
        yield from ((path, part) for part in parts)


def _fail(error: PolegraphError) -> IO[bytes]:
    raise error


def _of_file(path: Path, suffixes: Collection[str]) -> Iterator[Part]:
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


def _inner_suffix(path: Path, suffixes: Collection[str]) -> str:
    inner = path.suffixes[-2].lower() if path.suffix.lower() == ".gz" and len(path.suffixes) > 1 else ""
    return inner if inner in suffixes else ".csv"


def _plain(path: Path, name: str) -> IO[bytes]:
    return io.BufferedReader(Counted(path.open("rb"), Budget(name, None)))


def _gzip(path: Path, name: str, size: int) -> IO[bytes]:
    stream = GzipFile(path)
    return io.BufferedReader(Counted(stream, Budget(name, size)))  # type: ignore[arg-type]  # it reads bytes


def _is_workbook(path: Path, name: str) -> bool:
    """Return whether a zip file is an XLSX: one has its list of content types at the top."""
    with speaking_of(name), zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _members(path: Path, name: str, size: int, suffixes: Collection[str]) -> Iterator[Part]:
    with speaking_of(name):
        archive = zipfile.ZipFile(path)  # stays open: its list is long to read again for each member
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
        yield Part(shown, suffix, partial(_member, archive, member, budget), within=True)


def _wanted(member: str, suffixes: Collection[str]) -> bool:
    place = PurePosixPath(member.replace("\\", "/"))
    hidden = place.name.startswith(".") or "__MACOSX" in place.parts
    return place.suffix.lower() in suffixes and not hidden and not member.endswith("/")


def _harmless(member: str) -> str:
    """Return the name of a member without the steps that would lead out of a folder."""
    parts = PurePosixPath(member.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"/", "//", "..", "."} and not part.endswith(":"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> IO[bytes]:
    return io.BufferedReader(Counted(archive.open(member), budget))
