"""Nothing that is handed over gives a traceback, and nothing of it is lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polegraph.errors import PolegraphError
from polegraph.sources import anr, cordis, spreadsheet
from polegraph.stores.folder import dataset
from tests.sources.bad_files import Case, cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polegraph.network import Network

READ: dict[str, Callable[..., Network]] = {"anr": anr.read, "cordis": cordis.read, "tables": spreadsheet.read}
CASES = cases()


def _accounted(net: Network) -> None:
    imports = net.imports
    assert len(imports)
    assert (imports["rows"] == imports["kept"] + imports["repeated"] + imports["rejected"]).all()
    assert len(net.rejected) >= imports["rejected"].sum()
    participations = imports[imports["table"] == "participations"]
    assert participations["kept"].sum() == len(net.participations)
    assert net.rejected["reason"].notna().all()
    assert (net.rejected["row"] >= 1).all()


def _clear(error: PolegraphError) -> None:
    text = str(error)
    assert "What to do" in text
    assert text.isprintable()  # one paragraph that no terminal obeys
    assert len(text) < 3000


def test_there_are_at_least_300() -> None:
    assert len(CASES) >= 300
    assert len({case.label for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.label for case in CASES])
def test_a_clear_error_or_rejected_rows(case: Case, tmp_path: Path) -> None:
    read = READ[case.publisher]
    path = case.make(tmp_path)
    if case.outcome == "error":
        with pytest.raises(PolegraphError) as caught:
            read(path)
        _clear(caught.value)
        return
    try:
        net = read(path)
    except PolegraphError as error:
        _clear(error)
        assert case.outcome == "any", str(error)  # noqa: PT017  # either outcome may be right, but not for all cases
        return
    _accounted(net)
    assert len(net.rejected) or case.outcome != "rejected"
    again = dataset.read(dataset.write(net, tmp_path / "out"))
    assert len(again.participations) == len(net.participations)
