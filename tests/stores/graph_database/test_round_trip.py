"""What goes into Neo4j comes out as it was: every table, type, row order and name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings

from polegraph.examples import tiny
from polegraph.stores.address import read, write
from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import store
from tests import examples
from tests.networks import networks, shuffled
from tests.stores.graph import count, files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polegraph.network import Network
    from tests.neo4j_server import Access

HOSTILE = [
    "'}) MATCH (n) DETACH DELETE n //",
    "`) DETACH DELETE n //",
    "$dataset {dataset} ${name}",
    '"\\" \\u0027 \\\\ /* */ //',
    "before\x00after",
    "😀 é 日本 \u202e \ufeff",
    "x" * 10_000,
]


def _through(net: Network, address: str, folder: Path) -> None:
    """From a folder into Neo4j and out into another one: not a byte differs, and a second writing does nothing."""
    first = read(dataset.write(net, folder / "a"))
    first = read(dataset.write(first, folder / "a"))  # a date that pandas had as an object is a timestamp from here on
    assert write(first, address)
    dataset.write(read(address), folder / "b")
    assert files(folder / "b") == files(folder / "a")
    assert not write(first, address)


@pytest.mark.parametrize("example", ["tiny", "anr", "centre"])
def test_an_example_comes_back_byte_for_byte(example: str, address: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[], Network]] = {
        "tiny": tiny,
        "anr": examples.agency,
        "centre": examples.centre,
    }
    _through(makers[example](), address, tmp_path)


def _five(values: list[Any], dtype: Any) -> pd.Series[Any]:  # noqa: ANN401  # any dtype at all
    column: pd.Series[Any] = pd.Series(values, dtype=dtype)
    return column


_DAY = dt.date
OWN = {
    "text": _five(["a\0b", None, "é😀\u202e", "x" * 10_000, ""], "str"),
    "large text": _five(["a", None, "b", "c", ""], pd.ArrowDtype(pa.large_string())),
    "int8": _five([1, -128, 127, 4, 5], "int8"),
    "Int64": _five([2**63 - 1, -(2**63), None, 4, 5], "Int64"),
    "UInt64": _five([2**64 - 1, 0, None, 4, 5], "UInt64"),
    "float32": _five([1.1, np.nan, np.inf, -0.0, 5], "float32"),
    "float64": _five([0.1, np.nan, -np.inf, -0.0, 5e-324], "float64"),
    "boolean": _five([True, None, False, True, False], "boolean"),
    "day": pd.Series([_DAY(2020, 1, 1), None, _DAY(1, 1, 1), _DAY(9999, 12, 31), _DAY(1969, 12, 31)], dtype="object"),
    "moment": _five(["2020-01-01 12:34:56.123456789", None, "1900-01-01", "2200-01-01", None], "datetime64[ns]"),
    "zoned": _five(["2020-01-01 12:34:56.123456", None, "1900-01-01", "2200-01-01", None], "datetime64[us, UTC]"),
    "decimal": pd.Series([Decimal("1.10"), None, Decimal("-123456789.01"), Decimal(0), Decimal(5)], dtype="object"),
    "binary": pd.Series([b"\0\xff", None, b"", b"x" * 5, b"a"], dtype="object"),
    "time": pd.Series([dt.time(1, 2, 3, 4), None, dt.time(0), dt.time(23, 59), None], dtype="object"),
    "category": _five(["a", "b", None, "a", "b"], "category"),
    "nothing": pd.Series([None] * 5, dtype="object"),
}


def test_own_columns_of_every_type_come_back(address: str, tmp_path: Path) -> None:
    net = tiny()
    parts = {name: column.iloc[[0, 1, 2, 3, 4, 0, 1]].reset_index(drop=True) for name, column in OWN.items()}
    net = net.with_tables(
        organisations=net.organisations.assign(**OWN), participations=net.participations.assign(**parts)
    )
    _through(net, address, tmp_path)


def test_own_columns_of_every_table_come_back(address: str, tmp_path: Path) -> None:
    net = tiny()
    net = net.with_tables(
        poles=pd.DataFrame({"pole_id": ["p"], "name": ["P"]}),
        themes=pd.DataFrame({"theme_id": ["t"], "label": ["T"]}),
    )
    own = {}
    for name in ("organisations", "projects", "participations", "poles", "themes"):
        table = net.tables[name]
        own[name] = table.assign(mine=[f"{name} {row}" for row in range(len(table))])
    _through(net.with_tables(**own), address, tmp_path)


def test_own_columns_of_any_name_come_back(shared: Access, address: str, tmp_path: Path) -> None:
    reserved = ["dataset", "fingerprint", "unit", "unit_size", "location", "left_dataset", "key", "row_key"]
    inside = ["i", "ids", "own", "days", "start", "node", "1", " ", "", "own:key", "own:", "own:own:key"]
    names = [*HOSTILE, *reserved, *inside, "a\0", "a%00", "own:a%00"]
    net = tiny()
    columns = {name: [f"{name[:30]} {row}" for row in range(5)] for name in names}
    links = {name: values + values[:2] for name, values in columns.items() if name not in net.participations}
    net = net.with_tables(
        organisations=net.organisations.assign(**columns), participations=net.participations.assign(**links)
    )
    _through(net, address, tmp_path)
    query = "MATCH (n:Organisation {dataset: $dataset, unit: n.org_id}) RETURN count(n)"
    assert count(shared, query, dataset=address.rpartition("=")[2]) == 5


def test_hostile_names_are_text(shared: Access, address: str, tmp_path: Path) -> None:
    ids = [text.replace("\x00", "")[:300].replace(";", ",") for text in HOSTILE]
    net = tiny()
    names = [text.replace("\x00", " ") for text in HOSTILE]
    net = net.with_tables(
        organisations=pd.DataFrame({"org_id": ids, "name": names, "kind": "company", "note": HOSTILE}),
        projects=pd.DataFrame({"project_id": ids, "title": names, "abstract": names}),
        participations=pd.DataFrame({"project_id": ids, "org_id": ids[1:] + ids[:1]}),
        themes=pd.DataFrame({"theme_id": ids, "label": names, "scheme": "own"}),
        poles=pd.DataFrame({"pole_id": ids, "name": names}),
        aliases=pd.DataFrame({"org_id": ids, "source": "s", "source_id": names, "name": names, "rows": 1}),
        descriptions=pd.DataFrame(
            {
                "org_id": ids,
                "source": "s",
                "column": "name",
                "year": [None, *range(2001, 2000 + len(ids))],
                "value": names,
            }
        ),
        rejected=pd.DataFrame({"source": "s", "file": names, "row": 1, "value": names, "reason": names}),
    )
    _through(net, address, tmp_path)
    kept = count(
        shared,
        "MATCH (n:Organisation {dataset: $dataset}) WHERE n.name IN $names AND n.note IN $notes RETURN count(n)",
        dataset=address.rpartition("=")[2],
        names=names,
        notes=HOSTILE,
    )
    assert kept == len(HOSTILE)


def test_two_sources_that_speak_of_one_row_come_back(address: str, tmp_path: Path) -> None:
    net = tiny()
    tables = {name: net.tables[name] for name in ("organisations", "projects", "participations")}
    for source in ("one", "two"):
        given_ = net.with_tables(**{name: table.assign(source=source) for name, table in tables.items()})
        dataset.update(given_, tmp_path / "both")
    both = read(tmp_path / "both")
    assert len(both.records)
    _through(both, address, tmp_path)


def test_rows_in_another_order_than_their_keys_come_back_in_it(address: str, tmp_path: Path) -> None:
    net = examples.centre()
    _through(shuffled(net, 1), address, tmp_path)


@settings(max_examples=6)
@given(networks())
def test_any_network_comes_back(shared: Access, tmp_path_factory: pytest.TempPathFactory, net: Network) -> None:
    address = f"{shared.address}?dataset=any"
    folder = tmp_path_factory.mktemp("any")
    store.write(net, address)
    dataset.write(net, folder / "a")
    dataset.write(store.read(address), folder / "b")
    assert files(folder / "b") == files(folder / "a")
