"""What a solver prints is not in the output."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from scipy import optimize

from polegraph.linalg.integer import milp


def test_nothing_that_the_solver_writes_reaches_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def loud(*_arguments: object, **_options: object) -> SimpleNamespace:
        os.write(1, b"HighsMipSolverData\n")
        return SimpleNamespace(x=None)

    monkeypatch.setattr(optimize, "milp", loud)
    assert milp([1]).x is None
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "after\n"


def test_standard_output_comes_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="integrality"):
        milp([1.0, 1.0], integrality=[7, 7])
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "after\n"
