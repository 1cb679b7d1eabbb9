"""Streaming readers of register tables, as downloaded: Parquet, CSV or JSON.

A register may hold thirty million rows, so nothing is ever read whole, and nothing is extracted to the disk.
"""

from __future__ import annotations

import io
import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from polegraph.errors import PolegraphError, refuse_layout
from polegraph.files import first_record, speaking_of, unaccented
from polegraph.files.budget import StreamBudget
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polegraph.identity.registers.opening import Source

SEPARATORS: Final = ",;\t|"
BATCH: Final = 1 << 17
"""Rows of a batch of Parquet."""
BLOCK: Final = 1 << 23
"""Bytes of a block of CSV; a row may not be longer."""
LONGEST: Final = 1 << 26
"""Bytes of the longest JSON record that is accepted."""
_MARK = b"\xef\xbb\xbf"
_BETWEEN = re.compile(r"[\s,]*")


def plain(heading: str) -> str:
    """Return the normal form of a column's name: the same for its identifier and for its label.

    Parameters
    ----------
    heading
        As in the file.

    Examples
    --------
    >>> plain("Numéro national de structure"), plain("denominationUniteLegale")
    ('numero_national_de_structure', 'denominationunitelegale')
    """
    return re.sub(r"\W+", "_", unaccented(heading.strip()))


class Table:
    """A table of a register, read batch by batch.

    Parameters
    ----------
    source
        Where it is: Parquet or CSV.

    Attributes
    ----------
    heading
        Its columns, as the file has them.
    skipped
        Rows that did not fit the heading; known once all batches are read.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.skipped = 0
        self._source = source
        self._separator = ""
        with _speaking(self.name):
            if source.kind == "parquet":
                with source.opened() as stream, pq.ParquetFile(stream) as file:
                    self.heading = list(file.schema_arrow.names)
            else:
                self.heading, self._separator = self._first_row()

    def _first_row(self) -> tuple[list[str], str]:
        with self._source.opened() as stream:
            start = stream.read(1 << 20).removeprefix(_MARK).decode("utf-8", errors="replace")
        return first_record(start, SEPARATORS)

    def batches(self, columns: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
        """Read some columns.

        Parameters
        ----------
        columns
            Column of the file → the name that it gets.

        Yields
        ------
        RecordBatch
            Columns of text; a cell without content is null.

        Raises
        ------
        PolegraphError
            If the file is damaged, or a quotation mark is never closed.
        """
        wanted = [column for column in self.heading if column in columns]
        names = [columns[column] for column in wanted]
        with _speaking(self.name):
            read = self._parquet(wanted) if self._source.kind == "parquet" else self._csv(wanted)
            for batch in read:
                yield pa.record_batch([_content(_texts(batch.column(column))) for column in wanted], names=names)

    def _parquet(self, wanted: Sequence[str]) -> Iterator[pa.RecordBatch]:
        budget = StreamBudget(self.name, self._source.size)
        with self._source.opened() as stream, pq.ParquetFile(stream) as file:
            for batch in file.iter_batches(BATCH, columns=list(wanted)):
                budget.spend(batch.nbytes)
                yield batch

    def _csv(self, wanted: Sequence[str]) -> Iterator[pa.RecordBatch]:
        def skip(_row: object) -> str:
            self.skipped += 1
            return "skip"

        with self._source.opened() as raw, _Counting(raw) as stream:
            reader = pa.csv.open_csv(
                stream,
                read_options=pa.csv.ReadOptions(block_size=BLOCK, column_names=self._distinct(), skip_rows=1),
                parse_options=pa.csv.ParseOptions(
                    delimiter=self._separator, newlines_in_values=True, invalid_row_handler=skip
                ),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=list(wanted),
                    column_types=dict.fromkeys(wanted, pa.binary()),  # so that no byte of another encoding stops it
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
            rows = 1  # the heading
            with reader:
                for batch in reader:
                    rows += len(batch)
                    yield batch
            if stream.quotes % 2 and stream.lines > rows + self.skipped:  # a cell has swallowed lines
                raise PolegraphError(
                    _("a quotation mark is opened and never closed"),
                    file=self.name,
                    remedy=_("download or copy it again"),
                )

    def _distinct(self) -> list[str]:
        """Name the columns uniquely; of those with one name, the first is read."""
        return [
            name if name and name not in self.heading[:place] else f"({place})"
            for place, name in enumerate(self.heading)
        ]


class _Counting(io.RawIOBase):
    """A stream that counts the quotation marks and line ends that pass."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self.quotes = self.lines = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what io hands over is a memoryview
        piece = self._stream.read(len(buffer))
        self.quotes += piece.count(b'"')
        self.lines += piece.count(b"\n")
        buffer[: len(piece)] = piece
        return len(piece)


class _speaking(speaking_of):  # noqa: N801  # used as a function, as what it extends
    """As `speaking_of`, for errors of Arrow too."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, pa.ArrowException):
            raise PolegraphError(
                _("this file is damaged or cut off"), file=self.name, remedy=_("download or copy it again")
            ) from error
        super().__exit__(kind, error, trace)


def _texts(values: pa.Array) -> pa.Array:
    """Return values of any type as text; bytes that are no UTF-8 are taken for Windows-1252."""
    if pa.types.is_string(values.type):
        return values
    if pa.types.is_dictionary(values.type):
        return _texts(values.dictionary_decode())
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        return pc.binary_join(values.cast(pa.list_(pa.string())), ";")
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([None if value is None else _decoded(value) for value in values.to_pylist()], pa.string())


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")


def _content(values: pa.Array) -> pa.Array:
    """Trim; a cell of nothing but spaces holds nothing."""
    trimmed = pc.utf8_trim_whitespace(values)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def columns(table: Table, ours: Mapping[str, str], needed: Sequence[str], what: str) -> dict[str, str]:
    """Find the columns of a layout; refuse a file that lacks one.

    Parameters
    ----------
    table
        The file.
    ours
        Column of the layout, as `plain` gives it → ours.
    needed
        Columns of the layout without which it is another file, as its publisher writes them.
    what
        Display name of the layout.

    Returns
    -------
    dict
        Column of the file → ours.

    Raises
    ------
    PolegraphError
        Names the missing columns.
    """
    found: dict[str, str] = {}
    for name in table.heading:
        our = ours.get(plain(name))
        if our is not None and our not in found.values():
            found[name] = our
    missing = lacking(table.heading, needed)
    if missing:
        raise refuse_layout(table.name, table.heading, {what: missing})
    return found


def lacking(heading: Sequence[str], needed: Sequence[str]) -> list[str]:
    """Describe which columns a file lacks.

    Parameters
    ----------
    heading
        The columns that it has.
    needed
        Columns, as their publisher writes them.
    """
    have = {plain(name) for name in heading}
    return [column for column in needed if plain(column) not in have]


def records(source: Source) -> Iterator[dict[str, Any]]:
    """Read the objects of a JSON list one by one.

    Parameters
    ----------
    source
        Where it is.

    Yields
    ------
    dict
        A record; items that are no objects are left out.

    Raises
    ------
    PolegraphError
        If it is no list, or is damaged.
    """
    # find the beginning of the list
    decode = json.JSONDecoder().raw_decode
    with _speaking(source.name), source.opened() as raw, io.TextIOWrapper(raw, "utf-8-sig", errors="replace") as text:
        rest, place = text.read(1 << 20), 0
        if not rest.lstrip().startswith("["):
            raise PolegraphError(
                _("this JSON file is not a list of records"),
                file=source.name,
                remedy=_("give the file as its publisher offers it"),
            )
        place = rest.index("[") + 1
        # decode record by record, and read on where a record is not complete
        while True:
            between = _BETWEEN.match(rest, place)
            place = between.end() if between else place
            if rest.startswith("]", place):
                return
            try:
                record, place = decode(rest, place)
            except ValueError:
                rest, place = rest[place:], 0
                more = text.read(max(1 << 20, len(rest)))
                if not more or len(rest) > LONGEST:
                    raise PolegraphError(
                        _("this file is damaged or cut off"), file=source.name, remedy=_("download or copy it again")
                    ) from None
                rest += more
                continue
            if isinstance(record, dict):
                yield record
