from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from polegraph.examples import tiny
from polegraph.suggestions.learning import model_selection
from polegraph.suggestions.learning.model_selection import Choice, choice_for

if TYPE_CHECKING:
    from pathlib import Path

GOOD: Any = SimpleNamespace(better=True, otherwise="fusion")
POOR: Any = SimpleNamespace(better=False, otherwise="pagerank")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is kept in the folder, and what was saved there; learning gives a good model."""
    state: dict[str, Any] = {"there": None, "saved": []}
    monkeypatch.setattr(model_selection, "load", lambda _folder, _network: state["there"])
    monkeypatch.setattr(model_selection, "save", lambda model, folder: state["saved"].append((model, folder)))
    monkeypatch.setattr(model_selection, "choose", lambda _network: Choice("learned", GOOD, ""))
    return state


def test_a_model_that_is_kept_is_used_where_it_is_better(kept: dict[str, Any], tmp_path: Path) -> None:
    kept["there"] = GOOD
    assert choice_for(tmp_path, tiny()).used is GOOD
    kept["there"] = POOR
    assert choice_for(tmp_path, tiny()).method == "pagerank"
    assert choice_for(tmp_path, tiny(), "fusion") == Choice("fusion", None, "it was not asked for")
    assert not kept["saved"]


def test_nothing_is_learned_unasked(kept: dict[str, Any], tmp_path: Path) -> None:
    assert choice_for(tmp_path, tiny()).model is None
    assert choice_for(tmp_path, tiny(), "learned").model is GOOD  # asked for by name
    assert choice_for(tmp_path, tiny(), learn=True).model is GOOD
    assert kept["saved"] == [(GOOD, tmp_path)] * 2


def test_a_model_of_a_part_or_of_no_folder_is_not_kept(kept: dict[str, Any], tmp_path: Path) -> None:
    assert choice_for(tmp_path, tiny(), learn=True, keep=False).model is GOOD
    assert choice_for(tmp_path / "absent", tiny(), learn=True).model is GOOD
    assert not kept["saved"]
