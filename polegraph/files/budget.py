"""Budgets of decompressed bytes, counted while a file is read: the guard against decompression bombs.

The header of a compressed file may lie about its size, so nothing is believed that was not counted.
"""

from __future__ import annotations

import io
from typing import IO, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _

MAX_BYTES: Final = 4 * 1024**3
"""The most that one file, or all members of one archive together, may hold once it is decompressed."""
MAX_RATIO: Final = 200
"""Largest ratio of the decompressed to the compressed size of a file; tables of text reach 20."""
FLOOR: Final = 64 * 1024**2
"""Decompressed bytes allowed at any ratio: small files compress by more than `MAX_RATIO` now and then."""
_CHUNK: Final = 1 << 20


class Budget:
    """The budget of one file, shared by all its members.

    Parameters
    ----------
    name
        Display name, for messages.
    size
        Number of bytes that it has while it is compressed; None if it is not.
    """

    def __init__(self, name: str, size: int | None) -> None:
        self.name = name
        self.left = MAX_BYTES if size is None else min(MAX_BYTES, _unpacked(size))

    def spend(self, number: int) -> None:
        """Count bytes that were read; refuse more than the budget.

        Parameters
        ----------
        number
            Number of bytes.
        """
        self.left -= number
        if self.left < 0:
            raise PolegraphError(
                self._refusal(),
                file=self.name,
                remedy=_("check where it comes from; if it is right, decompress it and give its parts"),
            )

    def _refusal(self) -> str:
        return _("this file holds far more than its size promises, or more than 4 GiB")


class StreamBudget(Budget):
    """The budget of a file of any size that is streamed: a multiple of its own size.

    A register has gigabytes and is never held whole, so that only its ratio reveals a decompression bomb.

    Parameters
    ----------
    name
        Display name, for messages.
    size
        Number of bytes that it has while it is compressed.
    """

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, size)
        self.left = _unpacked(size)

    def _refusal(self) -> str:
        return _("this file holds far more than its size promises")


def _unpacked(size: int) -> int:
    """Return how many bytes a compressed file of a size may hold."""
    return max(FLOOR, MAX_RATIO * size)


class Counted(io.RawIOBase):
    """A stream that refuses to give more than its budget.

    Parameters
    ----------
    stream
        The stream.
    budget
        Its budget.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Return that it can be read."""
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
        """Close the stream."""
        self._stream.close()
        super().close()
