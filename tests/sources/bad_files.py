"""Malformed files, made from good ones: what publishers, people and attackers hand over.

Each maker writes into a folder and gives the path to import. `CASES` names them all; a case says which reader gets the
file and, where only one outcome is right, which: ``error`` (a `PolegraphError`) or ``rejected`` (rows set aside).
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import openpyxl

from tests.sources.bad_values import (
    ANR,
    BAD_OWN,
    BAD_VALUES,
    CORDIS,
    HOSTILE,
    HOSTILE_COLUMNS,
    OWN,
    SEPARATOR,
    Publisher,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Content = bytes | Callable[[], bytes]
    """Large files are only made where they are asked for: every worker collects all cases."""

Outcome = Literal["error", "rejected", "kept", "any"]
_HUGE = 300_000_000


@dataclass(frozen=True)
class Case:
    """A malformed file: who reads it, what makes it, and what must come of it."""

    label: str
    publisher: Publisher
    make: Callable[[Path], Path]
    outcome: Outcome = "any"


def cell(text: str, separator: str) -> str:
    """Write a cell of CSV."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'"\n\r{separator}') else text


def csv_text(rows: list[list[str]], separator: str) -> str:
    """Write rows as CSV."""
    return "".join(separator.join(cell(text, separator) for text in row) + "\n" for row in rows)


def _changed(rows: list[list[str]], row: int, column: int, value: str) -> list[list[str]]:
    copy = [list(line) for line in rows]
    copy[row][column] = value
    return copy


def _rows(publisher: Publisher) -> list[list[str]]:
    return {"anr": ANR, "cordis": CORDIS, "tables": OWN["organisations"]}[publisher]


def place(folder: Path, publisher: Publisher, content: Content, name: str = "") -> Path:
    """Put a file where its reader looks for it; give the path to import."""
    raw = content if isinstance(content, bytes) else content()
    if publisher == "tables":
        folder = folder / "sheets"
        folder.mkdir()
        for table, rows in OWN.items():
            (folder / f"{table}.csv").write_text(csv_text(rows, ";"), encoding="utf-8")
        (folder / (name or "organisations.csv")).write_bytes(raw)
        return folder
    path = folder / (name or {"anr": "anr.csv", "cordis": "organization.csv"}[publisher])
    path.write_bytes(raw)
    return path


def _of_bytes(label: str, publisher: Publisher, content: Content, outcome: Outcome = "any", name: str = "") -> Case:
    return Case(f"{publisher}: {label}", publisher, lambda folder: place(folder, publisher, content, name), outcome)


def _of_rows(label: str, publisher: Publisher, rows: list[list[str]], outcome: Outcome = "any") -> Case:
    text = csv_text(rows, SEPARATOR[publisher])
    return _of_bytes(label, publisher, text.encode("utf-8", "surrogatepass"), outcome)


def _hostile() -> Iterator[Case]:
    for publisher, columns in HOSTILE_COLUMNS.items():
        rows = _rows(publisher)
        for column in columns:
            for label, value in HOSTILE.items():
                changed = _changed(rows, 1, column, value)
                yield _of_rows(f"{label} in {rows[0][column]}", publisher, changed)


def _bad_values() -> Iterator[Case]:
    for publisher, columns in BAD_VALUES.items():
        rows = _rows(publisher)
        for column, values in columns.items():
            for value in values:
                label = f"{value!r} in {rows[0][column]}"
                yield _of_rows(label, publisher, _changed(rows, 1, column, value))
    for (table, column), values in BAD_OWN.items():
        for value in values:
            text = csv_text(_changed(OWN[table], 1, column, value), ";").encode()
            label = f"{value!r} in {table}.{OWN[table][0][column]}"
            yield _of_bytes(label, "tables", text, "rejected", f"{table}.csv")


def _shapes() -> Iterator[Case]:
    for publisher in SEPARATOR:
        rows = _rows(publisher)
        separator = SEPARATOR[publisher]
        text = csv_text(rows, separator)

        def case(label: str, content: str | bytes, outcome: Outcome = "any", publisher: Publisher = publisher) -> Case:
            raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
            return _of_bytes(label, publisher, raw, outcome)

        yield case("empty file", b"", "error")
        yield case("only a BOM", b"\xef\xbb\xbf", "error")
        yield case("only line ends", b"\n\n\n", "error")
        yield case("heading only", csv_text(rows[:1], separator))
        yield case("no heading", csv_text(rows[1:], separator), "error")
        yield case("another separator", text.replace(separator, "|"))
        yield case("a separator that is none", text.replace(separator, "~"), "error")
        yield case("separators mixed", csv_text(rows[:1], separator) + csv_text(rows[1:], "\t"))
        yield case("binary noise", random.Random(1).randbytes(5000), "error")
        yield case("a picture", b"\x89PNG\r\n\x1a\n" + bytes(500), "error")
        yield case("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "error")
        yield case("a web page", "<!DOCTYPE html><html><body>404</body></html>", "error")
        yield case("JSON instead", '[{"a": 1}]', "error")
        yield case("UTF-16", ("\ufeff" + text).encode("utf-16-le"))
        yield case("UTF-16 without BOM", text.encode("utf-16-le"))
        yield case("Windows-1252", text.replace("Alpha", "Àlphà").encode("cp1252", "replace"))
        yield case("lone surrogates", text.replace("a", "\ud800", 1))
        yield case("broken UTF-8", text.encode()[:-3] + b"\xc3\x28\xff\n")
        yield case("old Mac line ends", text.replace("\n", "\r"))
        yield case("unclosed quote", text + '"never closed')
        yield case("unclosed quote in the middle", text.replace(separator, f'{separator}"', 15))
        yield case("doubled rows", text + csv_text(rows[1:], separator), "any")
        yield case("short row", text + "only one cell\n", "rejected")
        yield case("long row", text + separator.join(["x"] * 60) + "\n", "rejected")
        yield case("blank rows", text.replace("\n", "\n\n"))
        yield case("NUL everywhere", text.replace("\n", "\x00\n"))
        yield case(
            "10 MB cell", csv_text(_changed(rows, 1, 4 if publisher != "tables" else 1, "y" * 10_000_000), separator)
        )
        yield case("10 MB without a line end", "z" * 10_000_000, "error")
        yield case("a million separators", text + "x" + separator * 1_000_000 + "\n", "rejected")
        for column, heading in enumerate(rows[0]):
            without = [[value for place, value in enumerate(row) if place != column] for row in rows]
            yield case(f"no column {heading}", csv_text(without, separator))
            twice = [[*row, row[column] + "x" * (line > 0)] for line, row in enumerate(rows)]
            yield case(f"column {heading} twice", csv_text(twice, separator), "error")
        for cut in range(1, 8):
            yield case(f"cut after {cut}/8", text.encode()[: len(text.encode()) * cut // 8])


def zipped(members: dict[str, bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Build a zip archive; member names are taken as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return buffer.getvalue()


def _archives() -> Iterator[Case]:
    good = csv_text(CORDIS, ";").encode()
    archive = zipped({"organization.csv": good * 50})
    encrypted = bytearray(archive)
    encrypted[6] |= 1  # the flag in the local header
    encrypted[archive.rindex(b"PK\x01\x02") + 8] |= 1  # and in the directory

    def bomb() -> bytes:
        return zipped({"organization.csv": csv_text(CORDIS[:1], ";").encode() + b"0" * _HUGE})

    yield _of_bytes("zip bomb", "cordis", bomb, "error", "a.zip")
    yield _of_bytes("member ../", "cordis", zipped({"../organization.csv": good}), "any", "a.zip")
    yield _of_bytes("member with a root", "cordis", zipped({"/etc/organization.csv": good}), "any", "a.zip")
    yield _of_bytes("member with a drive", "cordis", zipped({"C:\\x\\organization.csv": good}), "any", "a.zip")
    yield _of_bytes("nothing of use in it", "cordis", zipped({"readme.txt": b"hello"}), "error", "a.zip")
    yield _of_bytes("empty zip", "cordis", zipped({}), "error", "a.zip")
    yield _of_bytes("zip in zip", "cordis", zipped({"b.zip": archive}), "error", "a.zip")
    yield _of_bytes("encrypted", "cordis", bytes(encrypted), "error", "a.zip")
    yield _of_bytes("not a zip", "cordis", b"PK but no", "error", "a.zip")
    yield _of_bytes("empty member", "cordis", zipped({"organization.csv": b""}), "error", "a.zip")
    yield _of_bytes("wrong checksum", "cordis", archive.replace(archive[60:64], b"\0\0\0\0", 1), "any", "a.zip")
    yield _of_bytes("hostile member name", "cordis", zipped({"\x1b[2J<b>/organization.csv": good}), "any", "a.zip")
    for cut in range(1, 12):
        yield _of_bytes(f"zip cut after {cut}/12", "cordis", archive[: len(archive) * cut // 12], "error", "a.zip")
    for publisher in ("anr", "cordis"):
        packed = gzip.compress(csv_text(_rows(publisher), SEPARATOR[publisher]).encode() * 20, mtime=0)
        name = {"anr": "anr.csv.gz", "cordis": "organization.csv.gz"}[publisher]
        yield _of_bytes("not a gzip", publisher, b"\x1f\x8bno", "error", name)
        yield _of_bytes("gzip bomb", publisher, lambda: gzip.compress(b"0" * _HUGE, mtime=0), "error", name)
        for cut in range(1, 8):
            yield _of_bytes(f"gzip cut after {cut}/8", publisher, packed[: len(packed) * cut // 8], "error", name)


def _json() -> Iterator[Case]:
    for label, text in {
        "deep": "[" * 100_000,
        "number": "5",
        "null": "null",
        "truncated": '[{"id": "1", "organizations": [{"na',
        "surrogate": '[{"id": "1", "acronym": "\\ud800", "organizations": [{"id": "9", "name": "\\udfff"}]}]',
        "not objects": "[1, 2, 3]",
        "NaN": '[{"id": NaN}]',
        "huge number": '[{"id": 1' + "0" * 5000 + "}]",
        "doubled keys": '[{"id": "1", "id": "2"}]',
        "objects where text is": '[{"id": {"a": 1}, "title": ["x"], "organizations": "none"}]',
    }.items():
        yield _of_bytes(f"JSON: {label}", "cordis", text.encode(), "any", "project.json")


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Build a workbook of text cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _with_member(archive: bytes, name: str, content: bytes) -> bytes:
    members = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for member in opened.namelist():
            members[member] = opened.read(member)
    return zipped({**members, name: content})


def _workbooks() -> Iterator[Case]:
    good = workbook(OWN)
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lolololololololol">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
        + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    )

    def case(label: str, content: Content, outcome: Outcome = "any") -> Case:
        def make(folder: Path) -> Path:
            path = folder / "book.xlsx"
            path.write_bytes(content if isinstance(content, bytes) else content())
            return path

        return Case(f"workbook: {label}", "tables", make, outcome)

    for cut in range(1, 12):
        yield case(f"cut after {cut}/12", good[: len(good) * cut // 12], "error")
    yield case("empty", b"", "error")
    yield case("an old or protected workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "error")
    yield case("CSV under the name of a workbook", csv_text(OWN["organisations"], ";").encode())
    yield case("no sheet of ours", workbook({"Sheet1": [["hello"], ["world"]]}), "error")
    yield case("empty sheets", workbook({name: [] for name in OWN}), "error")
    yield case("sheets of headings only", workbook({name: rows[:1] for name, rows in OWN.items()}))
    yield case("billion laughs", _with_member(good, "xl/worksheets/sheet1.xml", laughs), "error")
    yield case("sheet that is no XML", _with_member(good, "xl/worksheets/sheet1.xml", b"\x00\x01"), "error")
    yield case("no list of sheets", _with_member(good, "xl/workbook.xml", b""), "error")
    yield case("bomb", lambda: _with_member(good, "xl/worksheets/sheet1.xml", b"<a>" + b" " * _HUGE), "error")
    for label, value in HOSTILE.items():
        if any((ord(character) < 32 and character not in "\t\n\r") or character == "\uffff" for character in value):
            continue  # no workbook can hold these
        yield case(
            f"{label} in a name",
            workbook({**OWN, "organisations": _changed(OWN["organisations"], 1, 1, value[:32_767])}),
        )


def _flipped() -> Iterator[Case]:
    chance = random.Random(300)
    files: list[tuple[Publisher, bytes, str]] = [
        ("anr", csv_text(ANR, ",").encode(), ""),
        ("cordis", csv_text(CORDIS, ";").encode(), ""),
        ("cordis", zipped({"organization.csv": csv_text(CORDIS, ";").encode()}), "a.zip"),
        ("tables", csv_text(OWN["participations"], ";").encode(), "participations.csv"),
    ]
    for publisher, content, name in files:
        for number in range(15):
            damaged = bytearray(content)
            for _ in range(4):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            yield _of_bytes(f"flipped bytes {number} {name}", publisher, bytes(damaged), "any", name)


def cases() -> list[Case]:
    """Return every case."""
    return [*_hostile(), *_bad_values(), *_shapes(), *_archives(), *_json(), *_workbooks(), *_flipped()]
