from __future__ import annotations

import grimp
import pytest

from tools.contracts import Doors


def house(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in {"root", *(name for pair in imports for name in pair)}:
        graph.add_module(module)
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


def contract(*doors: str) -> Doors:
    return Doors("doors", {"root_packages": ["root"]}, {"doors": list(doors)})


@pytest.mark.parametrize(
    ("imports", "doors"),
    [
        ([("root.cli.links", "root.metrics")], []),
        ([("root.cli.links", "root.metrics.links")], ["root.metrics.links"]),
        ([("root.metrics.links", "root.metrics.kernels.leiden")], []),
    ],
    ids=["face", "door", "own room"],
)
def test_faces_doors_and_own_rooms_are_free(imports: list[tuple[str, str]], doors: list[str]) -> None:
    assert contract(*doors).check(house(*imports), verbose=False).kept


def test_an_inner_module_is_refused_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    passing = ("root.cli.links", "root.metrics.kernels.leiden")
    found = contract().check(house(passing), verbose=False)
    assert not found.kept
    contract().render_broken_contract(found)
    assert "root.cli.links imports root.metrics.kernels.leiden" in " ".join(capsys.readouterr().out.split())


def test_a_door_that_nobody_uses_is_refused() -> None:
    found = contract("root.metrics.links").check(house(("root.cli.links", "root.metrics")), verbose=False)
    assert found.metadata["idle"] == ["root.metrics.links"]
    assert not found.kept
