"""A command on an address answers what it answers on the folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from polegraph import resources
from polegraph.stores.folder import dataset
from tests.stores.graph import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from polegraph.network import Network

    Polegraph = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(centre: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset.write(centre, tmp_path_factory.mktemp("commands") / "polegraph")


COMMANDS = [
    ["info"],
    ["info", "--format", "json", "--audience", "internal"],
    ["links", "--format", "csv", "--draws", "3"],
    ["links", "--format", "csv", "--draws", "3", "--pole", "S2E2", "--audience", "members"],
    ["links", "--format", "csv", "--draws", "3", "--region", "Île-de-France", "--phase", "III"],
    ["suggest", "--all", "--top", "3", "--format", "csv"],
    ["suggest", "--smes", "--want", "large", "--pole", "DREAM", "--format", "csv", "--audience", "internal"],
    ["metrics", "--format", "csv", "--draws", "2", "--pole", "Cosmetic Valley"],
    ["check", "--format", "csv"],
    ["map", "-o", "-", "--pole", "S2E2"],
    ["map", "-o", "-"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_says_the_same_of_the_address(
    arguments: list[str], whole: str, folder: Path, polegraph: Polegraph
) -> None:
    name, *options = arguments
    of_folder = polegraph(name, folder, *options)
    of_address = polegraph(name, whole, *options)
    assert of_folder.exit_code == 0
    assert of_folder.stdout
    assert of_address.stdout == of_folder.stdout
    assert of_address.stderr.replace(whole, str(folder)) == of_folder.stderr
    assert of_address.exit_code == 0


def test_copy_from_folder_to_address_to_folder_and_file(
    whole: str, folder: Path, polegraph: Polegraph, tmp_path: Path
) -> None:
    address = f"{whole}?dataset=copied"
    assert polegraph("copy", folder, address).exit_code == 0
    assert "nothing was changed" in polegraph("copy", folder, address).stderr
    assert polegraph("copy", address, tmp_path / "back").exit_code == 0
    assert files(tmp_path / "back") == files(folder)
    for suffix in ("graphml", "gexf"):
        for source, target in ((address, "a"), (folder, "f")):
            assert polegraph("copy", source, tmp_path / f"{target}.{suffix}", "--pole", "DREAM").exit_code == 0
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"f.{suffix}").read_bytes()
    assert polegraph("copy", address, whole + "?dataset=copied").exit_code == 1
    assert polegraph("copy", folder, address, "--pole", "DREAM", "--keep").exit_code == 0
    assert polegraph("copy", address, tmp_path / "kept").exit_code == 0
    assert files(tmp_path / "kept") == files(folder)
    assert polegraph("copy", folder, tmp_path / "other", "--keep").exit_code == 1


def test_import_into_an_address_as_into_a_folder(whole: str, polegraph: Polegraph, tmp_path: Path) -> None:
    book = resources.data("region-centre/region-centre.xlsx")
    address = f"{whole}?dataset=imported"
    for place in (address, tmp_path / "net"):
        result = polegraph("import", "tables", book, "--to", place)
        assert result.exit_code == 0, result.stderr
    assert polegraph("copy", address, tmp_path / "back").exit_code == 0
    assert files(tmp_path / "back") == files(tmp_path / "net")
    both = [json.loads(polegraph("info", place, "--format", "json").stdout) for place in (address, tmp_path / "net")]
    assert both[0] == both[1]
