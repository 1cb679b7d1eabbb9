"""What users hand over: archives that lie, files that are not what they say, text of any hand."""

from __future__ import annotations

import csv
import gzip
import io
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.files import any_table, csv_tables, speaking_of
from polegraph.files.archives import Part, tables_in
from polegraph.files.budget import FLOOR
from polegraph.sources.accounting import Ledger

if TYPE_CHECKING:
    from pathlib import Path


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _contents(paths: object) -> dict[str, bytes]:
    return {part.name: part.content() for part in tables_in(paths)}  # type: ignore[arg-type]  # any path or list


def test_plain_gzip_zip_and_folder_give_the_same_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x;y")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"x;y"))
    _zip(tmp_path / "c.zip", {"d.csv": b"x;y", "sub/e.JSON": b"[]", "readme.pdf": b"%PDF"})
    (tmp_path / "notes.docx").write_bytes(b"PK")
    assert _contents(tmp_path) == {
        "a.csv": b"x;y",
        "b.csv.gz": b"x;y",
        "c.zip/d.csv": b"x;y",
        "c.zip/sub/e.JSON": b"[]",
    }
    assert [part.suffix for part in tables_in(tmp_path)] == [".csv", ".csv", ".csv", ".json"]


def test_what_a_file_is_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    _zip(tmp_path / "called.csv", {"inside.csv": b"x"})
    (tmp_path / "called2.csv").write_bytes(gzip.compress(b"y"))
    assert _contents(tmp_path) == {"called.csv/inside.csv": b"x", "called2.csv": b"y"}


def test_paths_that_lead_out_of_an_archive_are_only_names(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "deeper"
    folder.mkdir(parents=True)
    archive = _zip(
        folder / "evil.zip", {"../../out.csv": b"x", "/root.csv": b"y", "..\\..\\w.csv": b"z", "C:/d.csv": b"d"}
    )
    before = sorted(tmp_path.rglob("*"))
    names = _contents(archive)
    assert sorted(names) == ["evil.zip/d.csv", "evil.zip/out.csv", "evil.zip/root.csv", "evil.zip/w.csv"]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["gz", "zip", "many members"])
def test_a_bomb_is_stopped_while_it_is_read(tmp_path: Path, kind: str) -> None:
    zeros = b"\0" * (FLOOR // 4 + 1)
    if kind == "gz":
        path = tmp_path / "bomb.csv.gz"
        path.write_bytes(gzip.compress(zeros * 4))
    else:
        path = _zip(
            tmp_path / "bomb.zip", {f"{i}.csv": zeros for i in range(4)} if "many" in kind else {"a.csv": zeros * 4}
        )
    with pytest.raises(PolegraphError, match="far more than its size promises") as caught:
        _contents(path)
    assert caught.value.file == path.name


def test_small_files_may_compress_well(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a" * 1_000_000))
    assert len(_contents(path)["a.csv.gz"]) == 1_000_000


def test_a_header_that_lies_about_the_size_does_not_help(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"a.csv": b"a" * 100_000})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 10)
    path.write_bytes(data)
    with pytest.raises(PolegraphError, match="damaged or cut off"):
        _contents(path)


def _encrypted(path: Path) -> None:
    data = bytearray(_zip(path, {"a.csv": b"x"}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(_zip(path, {"a.csv": os.urandom(5000)}).read_bytes()[:2000])


def _broken_inside(path: Path) -> None:
    data = bytearray(_zip(path, {"a.csv": os.urandom(5000)}).read_bytes())
    data[1000] ^= 0xFF
    path.write_bytes(data)


MALFORMED = {
    "encrypted.zip": (_encrypted, "password"),
    "cut.zip": (_cut, "damaged or cut off"),
    "broken.zip": (_broken_inside, "damaged or cut off"),
    "cut.csv.gz": (lambda p: p.write_bytes(gzip.compress(os.urandom(5000))[:2000]), "damaged or cut off"),
    "crc.csv.gz": (lambda p: p.write_bytes(gzip.compress(b"x;y")[:-8] + b"\0" * 8), "damaged or cut off"),
    "no.zip": (lambda p: p.write_bytes(b"id;name\n"), "not what its name says"),
    "no.csv.gz": (lambda p: p.write_bytes(b"id;name\n"), "not what its name says"),
    "no.xlsx": (lambda p: p.write_bytes(b"id;name\n"), "not what its name says"),
    "old.xls": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "old kind"),
    "empty.csv": (lambda p: p.write_bytes(b""), "empty"),
    "empty.zip": (lambda p: _zip(p, {}), "no CSV, JSON or XLSX file is in this archive"),
    "pictures.zip": (lambda p: _zip(p, {"a.png": b"x"}), "no CSV, JSON or XLSX file is in this archive"),
    "folder": (lambda p: p.mkdir(), "no CSV, JSON or XLSX file is in this folder"),
    "pipe.csv": (os.mkfifo, "neither a file nor a folder"),
    "missing.csv": (lambda _: None, "no such file"),
    "nul\0.csv": (lambda _: None, "no such file"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_cannot_be_opened_says_so(tmp_path: Path, name: str) -> None:
    make, says = MALFORMED[name]
    make(tmp_path / name)
    with pytest.raises(PolegraphError, match=says) as caught:
        _contents(tmp_path / name)
    assert caught.value.file
    assert caught.value.remedy


def test_a_forbidden_file_says_so() -> None:
    with pytest.raises(PolegraphError, match="may not be read"), speaking_of("a.csv"):
        raise PermissionError(13, "Permission denied")


def test_one_file_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    with pytest.raises(PolegraphError, match="given twice"):
        _contents([tmp_path / "a.csv", tmp_path / "." / "a.csv"])


def test_files_of_one_name_keep_two_names(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_bytes(folder.encode())
    assert sorted(_contents([tmp_path / "one", tmp_path / "two"]).values()) == [b"one", b"two"]


# -- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = f"nom{separator}ville\r\nÉlan{separator}Orléans\r\n"
    sheet = csv_tables.read(text.encode(encoding), "a.csv")
    assert sheet.frame.to_dict("list") == {"nom": ["Élan"], "ville": ["Orléans"]}
    assert sheet.notes == ({"windows_1252": 1} if encoding == "cp1252" else {})


def test_a_few_broken_bytes_do_not_make_it_windows_1252() -> None:
    sheet = csv_tables.read(b"a;b\n" + ("é;è\n" * 30).encode() + b"\xff;x\n", "a.csv")
    assert sheet.frame["a"].tolist()[-2:] == ["é", "\ufffd"]
    assert sheet.notes == {"undecodable": 1}


def test_lone_surrogates_are_replaced_and_counted() -> None:
    sheet = csv_tables.read(b"a;b\nx\xed\xa0\x80;y\n", "a.csv")
    assert sheet.frame["a"].tolist() == ["x\ufffd"]
    assert sheet.notes == {"undecodable": 1}


@pytest.mark.parametrize("content", [b"a;b\n\x81\xb3\xb4\xd9;\xc4\xcd\n", b"\xff\xfea\x00;\x00\x00\xd8x"])
def test_unknown_encodings_are_refused(content: bytes) -> None:
    with pytest.raises(PolegraphError, match="neither UTF-8 nor UTF-16"):
        csv_tables.read(content, "a.csv")


def test_na_and_codes_survive() -> None:
    sheet = csv_tables.read(b"country;code;void\nNA;007;\nnull;1e5;nan\n", "a.csv")
    assert sheet.frame.to_numpy().tolist() == [["NA", "007", ""], ["null", "1e5", "nan"]]


def test_line_breaks_in_cells_do_not_shift_rows() -> None:
    sheet = csv_tables.read(b'a;b\n"x\n\ny";1\n\n2;3\n;\n4;5\n', "a.csv")
    assert sheet.frame["a"].tolist() == ["x\n\ny", "2", "4"]
    assert sheet.rows.tolist() == [2, 4, 6]


def test_rows_that_do_not_fit_are_set_aside_with_their_number() -> None:
    sheet = csv_tables.read(b'a;b\n1;2\n3\n4;5;6\n7;8;;\n"x"y;9\n10;11\n', "a.csv")
    assert sheet.frame["a"].tolist() == ["1", "7", "10"]
    assert sheet.ragged == [
        (3, "3", csv_tables.TOO_FEW),
        (4, "4;5;6", csv_tables.TOO_MANY),
        (6, '"x"y;9', csv_tables.BAD_QUOTES),
    ]
    assert len(sheet) == 6
    ledger = Ledger("s")
    assert ledger.reject_ragged(sheet) == 3


def test_a_quotation_mark_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(PolegraphError, match="never closed, from line 3") as caught:
        csv_tables.read(b'a;b\n1;2\n3;"x\n5;6\n', "a.csv")
    assert caught.value.row == 3


def test_inch_signs_are_text() -> None:
    assert csv_tables.read(b'a;b\n5" disk;x\n', "a.csv").frame["a"].tolist() == ['5" disk']


@pytest.mark.parametrize(
    ("content", "says"), [(b"a;b;a\n1;2;3\n", "stands twice"), (b"\n;;\n\n", "first row is empty")]
)
def test_headings_must_name_columns_once(content: bytes, says: str) -> None:
    with pytest.raises(PolegraphError, match=says):
        csv_tables.read(content, "a.csv")


def test_a_heading_twice_over_the_same_cells_is_one_column_and_is_named() -> None:
    assert list(csv_tables.read(b"a;b;a\n1;2;1\n;3; \n", "a.csv").frame.columns) == ["a", "b", "a (×2)"]


@pytest.mark.parametrize("content", ["'a';'b'\n'1';'L''eau; x'\n", "a;b\n1;'L''eau; x'\n1;'y'\n"])
def test_cells_in_apostrophes_are_read_without_them(content: str) -> None:
    assert csv_tables.read(content.encode(), "a.csv").frame["b"].tolist()[0] == "L'eau; x"


def test_of_a_long_row_that_does_not_fit_the_end_is_shown() -> None:
    row = csv_tables.read(f"a;b\n{'x' * 300};y;Quux\n".encode(), "a.csv").ragged[0][1]
    assert row.startswith("xxx")
    assert row.endswith(" … Quux")


def test_empty_columns_at_the_end_are_no_columns() -> None:
    sheet = csv_tables.read(b"a;b;;\n1;2;;\n", "a.csv")
    assert sheet.frame.to_dict("list") == {"a": ["1"], "b": ["2"]}


def test_a_cell_of_ten_megabytes_is_read() -> None:
    sheet = csv_tables.read(b"a;b\n" + b"x" * 10_000_000 + b";1\n2;3\n", "a.csv")
    assert sheet.frame["a"].str.len().tolist() == [10_000_000, 1]


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['"', ";", "\n", "\r\n", ",", "NA"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.sampled_from(";,\t"), st.booleans())
def test_what_a_writer_quotes_comes_back(rows: list[tuple[str, str, str]], separator: str, stray: bool) -> None:  # noqa: FBT001  # hypothesis
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["one", "two", "three"])
    writer.writerows(rows)
    if stray:  # a row that does not fit, so that the careful way is taken
        stream.write("alone\r\n")
    sheet = csv_tables.read(stream.getvalue().encode(), "a.csv")
    assert [tuple(row) for row in sheet.frame.to_numpy()] == [row for row in rows if any(row)]
    assert len(sheet.ragged) == stray


# -- workbooks ----------------------------------------------------------------------------------------------------


def _workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _sheet_of(path: Path) -> csv_tables.Sheet:
    (part,) = tables_in(path)
    (sheet,) = any_table.of(part)
    return sheet


def test_workbooks_are_tables_of_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "yes"], [101, True], [None, None], [2.5, "NA"], ["x", "y", "too much"]]
    sheet = _sheet_of(_workbook(tmp_path / "a.xlsx", rows))
    assert sheet.frame.to_numpy().tolist() == [["101", "true"], ["2.5", "NA"]]
    assert sheet.rows.tolist() == [2, 4]
    assert [entry[0] for entry in sheet.ragged] == [5]


def test_a_damaged_workbook_says_so(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<y"})
    with pytest.raises(PolegraphError, match="workbook cannot be read"):
        _sheet_of(path)


def test_a_workbook_that_is_a_bomb_is_stopped(tmp_path: Path) -> None:
    good = _workbook(tmp_path / "good.xlsx", [["a"]])
    with zipfile.ZipFile(good) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] += b" " * (FLOOR + 1)
    with pytest.raises(PolegraphError, match="far more than its size promises"):
        _sheet_of(_zip(tmp_path / "bomb.xlsx", members))


def test_parts_may_be_opened_again(tmp_path: Path) -> None:
    (part,) = tables_in(_zip(tmp_path / "a.zip", {"a.csv": b"x"}))
    assert isinstance(part, Part)
    assert part.content() == part.content() == b"x"
