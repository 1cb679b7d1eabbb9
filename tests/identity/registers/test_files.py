"""Registers in every wrapping that they are downloaded in, damaged, and mistaken for each other."""

from __future__ import annotations

import csv
import gzip
import json
import math
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.files.budget import FLOOR
from polegraph.identity import LEGAL_FORMS, normal_form, registers
from polegraph.identity.registers import opening, reading, rnsr, sirene
from polegraph.identity.registers.lambert import degrees
from polegraph.identity.registers.matching import among
from tests.identity.registers.world import LEGAL, RNSR, ROR, ROR_CSV, SITES, world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _parquet(source: Path, target: Path) -> Path:
    """Write a stock as INSEE types it: categories and years as numbers, days as days, yes and no as such."""
    table = pa.csv.read_csv(source, convert_options=pa.csv.ConvertOptions(strings_can_be_null=True))
    kept = {"siren", "siret", "nicSiegeUniteLegale", "nic", "codePostalEtablissement"}
    text = pa.csv.read_csv(source, convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(kept, pa.string())))
    for place, name in enumerate(table.column_names):
        if name in kept:
            table = table.set_column(place, name, text[name])
    assert pa.int64() in table.schema.types
    pq.write_table(table, target, row_group_size=7)
    return target


def _same(one: registers.Consulted, other: registers.Consulted, *, notes: bool = True) -> None:
    for left, right in list(zip(one, other, strict=True))[: 4 if notes else 3]:
        pd.testing.assert_frame_equal(left, right)


@pytest.fixture(scope="module")
def right() -> registers.Consulted:
    return registers.consult(world(), [LEGAL, SITES])


def test_parquet_says_the_same_as_csv(tmp_path: Path, right: registers.Consulted) -> None:
    files = [_parquet(LEGAL, tmp_path / "a.parquet"), _parquet(SITES, tmp_path / "b.parquet")]
    _same(registers.consult(world(), files), right)


def test_archives_and_compressed_files_say_the_same(tmp_path: Path, right: registers.Consulted) -> None:
    both = _zip(tmp_path / "a.zip", {"x/legal.csv": LEGAL.read_bytes(), "sites.CSV": SITES.read_bytes(), "a.pdf": b"%"})
    _same(registers.consult(world(), both), right)
    (tmp_path / "b.gz").write_bytes(gzip.compress(LEGAL.read_bytes()))
    _same(registers.consult(world(), [tmp_path / "b.gz", SITES]), right)


def test_a_mark_other_separators_and_another_order_of_rows_and_columns_say_the_same(
    tmp_path: Path, right: registers.Consulted
) -> None:
    with LEGAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "turned.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0])[::-1], delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows[::-1])
    _same(registers.consult(world(), [path, SITES]), right)


def test_windows_text_is_understood(tmp_path: Path, right: registers.Consulted) -> None:
    (tmp_path / "a.csv").write_bytes(LEGAL.read_text(encoding="utf-8").encode("cp1252"))
    assert b"\xc9LECTRONIQUE" in (tmp_path / "a.csv").read_bytes()
    _same(registers.consult(world(), [tmp_path / "a.csv", SITES]), right)


def test_lost_zeros_before_a_number_are_put_back(tmp_path: Path, right: registers.Consulted) -> None:
    frame = pd.read_csv(LEGAL, dtype=str, keep_default_na=False)
    frame["siren"] = frame["siren"].str.lstrip("0")
    frame.to_csv(tmp_path / "excel.csv", index=False)
    _same(registers.consult(world(), [tmp_path / "excel.csv", SITES]), right)


def test_rows_that_do_not_fit_are_counted_and_the_others_read(tmp_path: Path, right: registers.Consulted) -> None:
    (tmp_path / "a.csv").write_bytes(LEGAL.read_bytes() + b"123456782,O\n")
    said = registers.consult(world(), [tmp_path / "a.csv", SITES])
    _same(said, right, notes=False)
    assert said.notes.query("what == 'skipped'")["count"].tolist() == [1]


def test_the_register_of_structures_in_words_commas_and_parquet(tmp_path: Path) -> None:
    right = registers.consult(world(), rnsr=RNSR)
    frame = pd.read_csv(RNSR, sep=";", dtype=str, keep_default_na=False)
    words = {
        "numero_national_de_structure": "Numéro national de structure",
        "libelle": "Libellé",
        "label_numero": "Label numéro",
        "code_de_type_de_tutelle": "Code de type de tutelle",
    }
    frame.rename(columns=words).to_csv(tmp_path / "a.csv", index=False)
    _same(registers.consult(world(), rnsr=tmp_path / "a.csv"), right)
    frame.iloc[::-1].to_parquet(tmp_path / "a.parquet", index=False)
    _same(registers.consult(world(), rnsr=tmp_path / "a.parquet"), right)


def test_of_several_years_of_a_structure_the_last_is_read(tmp_path: Path) -> None:
    frame = pd.read_csv(RNSR, sep=";", dtype=str, keep_default_na=False)
    old = frame.assign(annee="2012", commune="BREST", tutelles="Une autre", code_de_type_de_tutelle="TUTE")
    pd.concat([frame.assign(annee="2017"), old]).to_csv(tmp_path / "a.csv", index=False, sep=";")
    said = registers.consult(world(), rnsr=tmp_path / "a.csv")
    assert "BREST" not in said.fills["value"].tolist()
    assert said.affiliations["year"].drop_duplicates().tolist() == [2017]


def _schema_1() -> bytes:
    """Write the records of ROR in its first schema."""
    records = []
    for record in json.loads(ROR.read_text(encoding="utf-8")):
        by = {
            kind: [name for name in record["names"] if kind in name["types"]]
            for kind in ("ror_display", "label", "alias", "acronym")
        }
        where = record["locations"][0]["geonames_details"]
        records.append(
            {
                "id": record["id"],
                "name": by["ror_display"][0]["value"],
                "labels": [{"label": name["value"], "iso639": name["lang"]} for name in by["label"]],
                "aliases": [name["value"] for name in by["alias"]],
                "acronyms": [name["value"] for name in by["acronym"]],
                "country": {"country_code": where["country_code"], "country_name": where["country_name"]},
                "addresses": [{"lat": where["lat"], "lng": where["lng"], "city": where["name"]}],
                "status": record["status"],
            }
        )
    return json.dumps(records).encode()


def test_every_form_of_the_world_registry_says_the_same(tmp_path: Path) -> None:
    right = registers.consult(world(), ror=ROR)
    _same(registers.consult(world(), ror=ROR_CSV), right)
    (tmp_path / "v1.json").write_bytes(_schema_1())
    _same(registers.consult(world(), ror=tmp_path / "v1.json"), right)
    other = json.loads(ROR.read_text(encoding="utf-8"))[:1]
    members = {"v9-ror-data.json": _schema_1(), "v9-ror-data.csv": b"id,name\n", "v9_schema_v2.json": ROR.read_bytes()}
    _same(registers.consult(world(), ror=_zip(tmp_path / "a.zip", members)), right)
    first = _zip(tmp_path / "b.zip", {"a.json": json.dumps(other).encode(), "b.csv": ROR_CSV.read_bytes()})
    assert registers.consult(world(), ror=first).notes.query("what == 'rows'")["count"].tolist() == [1]


def test_a_record_that_is_built_otherwise_is_counted(tmp_path: Path) -> None:
    records = [
        *json.loads(ROR.read_text(encoding="utf-8")),
        7,
        {"id": "x"},
        {"id": "https://ror.org/012345a99", "names": 3},
    ]
    (tmp_path / "a.json").write_text(json.dumps(records), encoding="utf-8")
    said = registers.consult(world(), ror=tmp_path / "a.json")
    _same(said, registers.consult(world(), ror=ROR), notes=False)
    assert said.notes.query("what == 'skipped'")["count"].tolist() == [2]


def _written(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def _encrypted(folder: Path) -> Path:
    path = _zip(folder / "a.zip", {"a.csv": LEGAL.read_bytes()})
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(content)
    return path


def _cut_zip(folder: Path) -> Path:
    path = _zip(folder / "a.zip", {"a.csv": LEGAL.read_bytes()})
    content = bytearray(path.read_bytes())
    content[60:200] = bytes(140)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda folder: folder / "none.csv", "no such file"),
        (lambda folder: folder, "a folder"),
        (_written("a.csv", b""), "empty"),
        (_written("a.csv", b"a,b\n1,2\n"), "denominationUniteLegale"),
        (_written("a.csv", b"\n\n"), "no known layout"),
        (_written("a.json", b"[]"), "no known layout"),
        (_written("a.gz", gzip.compress(LEGAL.read_bytes())[:900]), "damaged or cut off"),
        (_written("a.parquet", b"PAR1" + bytes(50)), "damaged or cut off"),
        (_written("a.csv", LEGAL.read_bytes().replace(b",ELASTOMERES", b',"ELASTOMERES')), "never closed"),
        (lambda folder: _zip(folder / "a.zip", {"readme.txt": b"x"}), "no CSV or JSON"),
        (lambda folder: _zip(folder / "a.zip", {"a.parquet": b"PAR1"}), "inside an archive"),
        (_encrypted, "password"),
        (_cut_zip, "damaged or cut off"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(make: Callable[[Path], Path], what: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(PolegraphError, match=what) as error:
        registers.consult(world(), path)
    assert path.name in str(error.value)
    assert error.value.remedy


def _bomb() -> bytes:
    """Return a stock of legal units with more empty rows than any compressed file of its size may hold."""
    heading = LEGAL.read_bytes().split(b"\n", 1)[0] + b"\n"
    row = b"," * heading.count(b",") + b"\n"
    return heading + row * (FLOOR // len(row) + 1)


def _parquet_bomb(folder: Path) -> Path:
    table = pa.csv.read_csv(LEGAL, convert_options=pa.csv.ConvertOptions(strings_can_be_null=True))
    bomb = pa.table({name: [table[name][0].as_py()] * 1000 for name in table.column_names})
    place = bomb.column_names.index("denominationUniteLegale")
    bomb = bomb.set_column(place, "denominationUniteLegale", pa.array(["x" * (FLOOR // 1000 + 1)] * 1000))
    pq.write_table(bomb, folder / "a.parquet")
    return folder / "a.parquet"


def _gzip_bomb(folder: Path) -> Path:
    return _written("a.csv.gz", gzip.compress(_bomb()))(folder)


def _zip_bomb(folder: Path) -> Path:
    return _zip(folder / "a.zip", {"a.csv": _bomb()})


@pytest.mark.parametrize("make", [_gzip_bomb, _zip_bomb, _parquet_bomb])
def test_a_bomb_is_stopped_while_it_is_read(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="far more than its size promises") as error:
        registers.consult(world(), make(tmp_path))
    assert "4 GiB" not in str(error.value)  # registers may be larger


def test_a_bomb_of_json_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    path = _written("a.json.gz", gzip.compress(ROR.read_bytes().rstrip()[:-1] + b" " * FLOOR))(tmp_path)
    with pytest.raises(PolegraphError, match="far more than its size promises"):
        registers.consult(world(), ror=path)


def test_one_register_given_for_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="give StockUniteLegale too"):
        registers.consult(world(), SITES)
    with pytest.raises(PolegraphError, match=r"StockUniteLegale: siren, statut.*StockEtablissement: siret"):
        registers.consult(world(), RNSR)
    with pytest.raises(PolegraphError, match="RNSR: numero_national_de_structure"):
        registers.consult(world(), rnsr=LEGAL)
    with pytest.raises(PolegraphError, match="RNSR"):
        registers.consult(world(), rnsr=ROR)
    with pytest.raises(PolegraphError, match="ROR CSV 2"):
        registers.consult(world(), ror=RNSR)
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(PolegraphError, match="not a list of records"):
        registers.consult(world(), ror=tmp_path / "a.json")
    (tmp_path / "b.json").write_bytes(ROR.read_bytes()[:-200])
    with pytest.raises(PolegraphError, match="damaged or cut off"):
        registers.consult(world(), ror=tmp_path / "b.json")


def test_a_stock_without_the_status_of_diffusion_is_refused(tmp_path: Path) -> None:
    pd.read_csv(LEGAL, dtype=str).drop(columns="statutDiffusionUniteLegale").to_csv(tmp_path / "a.csv", index=False)
    with pytest.raises(PolegraphError, match="StockUniteLegale: statutDiffusionUniteLegale"):
        registers.consult(world(), tmp_path / "a.csv")


def test_columns_about_persons_are_not_even_read() -> None:
    read = [*sirene.UNITS, *sirene.SITES, *rnsr.COLUMNS]
    assert not [name for name in read if "nomunite" in name or "prenom" in name or "responsable" in name]


def test_records_of_json_longer_than_a_piece_are_read_whole(tmp_path: Path) -> None:
    records = [{"id": str(place), "text": "é\\" * (place * 300_000)} for place in range(5)]
    (tmp_path / "a.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    (source,) = opening.sources(tmp_path / "a.json")
    assert list(reading.records(source)) == records


_WORDS = st.sampled_from(
    [*sorted(LEGAL_FORMS)[:6], "VAL", "S.A.", "S.a.r.l", "d'Or", "É", "x_y", "-", "(", "  ", "3", "''"]
)


@settings(max_examples=300)
@given(st.lists(st.one_of(st.none(), st.lists(_WORDS, max_size=5).map(" ".join), st.text(max_size=8)), max_size=12))
def test_names_are_compared_in_bulk_as_one_by_one(names: list[str | None]) -> None:
    names = [None if name is None else name.encode("utf-8", "replace").decode() for name in names]
    forms = {normal_form(name): 1 for name in names[::2] if name and any(map(str.isalnum, name))}
    found = among(pa.array(names, pa.string()), pa.array(list(forms), pa.string()), forms)
    assert found.tolist() == [name is not None and normal_form(name) in forms for name in names]


def test_lambert_is_true_to_scale_on_its_two_parallels() -> None:
    """On 44° and 49° north the projection keeps lengths: a metre east is a metre on the ground."""
    for north, parallel in ((6_322_000, 44), (6_877_500, 49)):
        lat, lon = degrees(700_000 + 50_000, north) or (0, 0)
        assert lat == pytest.approx(parallel, abs=0.1)
        east_of_greenwich = 40_075_017 / 360 * math.cos(math.radians(lat)) * (lon - 3)
        assert east_of_greenwich == pytest.approx(50_000, rel=0.004)
