"""Opening of register files: the file itself, or the members of an archive, each as a stream."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, Literal

from polegraph.errors import PolegraphError
from polegraph.files import speaking_of
from polegraph.files.budget import Counted, StreamBudget
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

BUFFER: Final = 1 << 17
"""Bytes that are read of a compressed file at a time."""
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Source:
    """A table of a register: a file, or a member of an archive.

    Attributes
    ----------
    name
        Display name, for messages: the name of the file, for a member ``archive.zip/member.csv``.
    kind
        ``parquet``, ``csv`` or ``json``.
    opened
        Gives a fresh stream on the content; one that is compressed refuses to give far more than its size promises.
    size
        Number of bytes that it has in the file, compressed or not.
    """

    name: str
    kind: Literal["parquet", "csv", "json"]
    opened: Callable[[], IO[bytes]]
    size: int


def sources(path: str | os.PathLike[str]) -> list[Source]:
    """Return the tables of a file: itself, or the members of an archive.

    Parameters
    ----------
    path
        A file as it was downloaded; its format is recognised by its first bytes, not by its name.

    Returns
    -------
    list of Source
        By name; never empty.

    Raises
    ------
    PolegraphError
        If there is no such file, it is empty, damaged or encrypted, or nothing in it is a table.
    """
    # recognise the format by the first bytes
    file = Path(path)
    with speaking_of(file.name or str(file)):
        try:
            with file.open("rb") as stream:
                start = stream.read(4)
                size = os.fstat(stream.fileno()).st_size
        except (FileNotFoundError, NotADirectoryError) as error:
            raise PolegraphError(
                _("there is no such file"), file=str(file), remedy=_("check its name and its folder")
            ) from error
        except IsADirectoryError as error:
            raise PolegraphError(
                _("this is a folder, not a file"), file=str(file), remedy=_("give the name of a file")
            ) from error
        # open gzip and ZIP as streams, other files as they are
        if not start:
            raise PolegraphError(_("this file is empty"), file=file.name, remedy=_("download or save it again"))
        if start[:2] == b"\x1f\x8b":
            return [Source(file.name, _inside(file), lambda: _unpacked(file, size), size)]
        if start in {b"PK\x03\x04", b"PK\x05\x06"}:
            return _members(file)
    kind = "parquet" if start == b"PAR1" else _text(file.suffix)
    return [Source(file.name, kind, lambda: file.open("rb"), size)]


def _unpacked(file: Path, size: int) -> IO[bytes]:
    return _within(gzip.GzipFile(file), file.name, size)  # type: ignore[arg-type]  # it reads bytes


def _within(stream: IO[bytes], name: str, size: int) -> IO[bytes]:
    """Return a stream that refuses to exceed its budget of decompressed bytes."""
    return io.BufferedReader(Counted(stream, StreamBudget(name, size)), BUFFER)


def _text(suffix: str) -> Literal["csv", "json"]:
    return "json" if suffix.lower() == ".json" else "csv"


def _inside(file: Path) -> Literal["csv", "json"]:
    return _text(Path(file.stem).suffix)


def _members(file: Path) -> list[Source]:
    # the members, in the order of their names
    with zipfile.ZipFile(file) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    found = []
    # keep those with a table; refuse formats that cannot be streamed, and encrypted members
    for member in members:
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if place.suffix.lower() == ".parquet":
            raise PolegraphError(
                _("a Parquet file cannot be read inside an archive"),
                file=file.name,
                remedy=_("decompress it and give the files in it"),
            )
        if place.suffix.lower() not in {".csv", ".json"} or place.name.startswith(".") or "__MACOSX" in place.parts:
            continue
        if member.flag_bits & _ENCRYPTED:
            raise PolegraphError(
                _("this archive has a password"), file=file.name, remedy=_("decompress it and give the files in it")
            )

        def opened(member: zipfile.ZipInfo = member) -> IO[bytes]:
            with zipfile.ZipFile(file) as archive:
                stream = archive.open(member)  # holds the file open by itself; the archive may close
            return _within(stream, file.name, member.compress_size)

        found.append(Source(f"{file.name}/{place.name}", _text(place.suffix), opened, member.compress_size))
    # refuse an archive without a table
    if not found:
        raise PolegraphError(
            _("no CSV or JSON file is in this archive"),
            file=file.name,
            remedy=_("give the archive as its publisher offers it"),
        )
    return found
