"""Docstrings begin with words of a closed list, and what CONTRIBUTING and the glossary speak of is there."""

from __future__ import annotations

import ast
import configparser
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
# What a function does, in the words of the field. One that is missing here is welcome if none of these says it.
WORDS = """
Account Add Apply Ask Average Break Build Check Choose Claim Close Collect Colour Compare Compile Complete
Compute Concatenate Convert Convolve Copy Correlate Count Create Credit Cut Decide Decode Describe Divide Draw
Empty Encode Escape Exchange Extract Fill Find Finish Fit Flatten Follow Forbid Generate Group Index Insert
Intersect Join Judge Keep Learn Leave Link List Load Lock Mark Match Measure Merge Mix Move Multiply Name Narrow
Offer Open Order Pair Parse Place Prepare Print Project Propose Protect Push Put Quote Rank Read Recognise
Record Refuse Reject Remove Replace Report Restore Return Rewrite Round Run Scale Scatter Score Search Select
Send Set Shorten Show Sift Sink Skip Solve Sort Split Spread State Suggest Sum Take Train Translate Trim Turn
Undo Use Write Yield
"""
PAGES = ("CONTRIBUTING.md", "docs/glossary.md")


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def _is_property(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether it is read like an attribute, and so described by a noun."""
    return any(ast.unparse(one).endswith("property") for one in function.decorator_list)


def _other_words(text: str) -> list[tuple[int, str]]:
    """Return the line and the first word of each docstring of a function that begins otherwise."""
    begun = [
        (function.lineno, said.split()[0].rstrip(",;"))
        for function in _functions(ast.parse(text))
        if not _is_property(function) and (said := ast.get_docstring(function))
    ]
    return [(line, word) for line, word in begun if word not in WORDS.split()]


def test_docstrings_of_functions_begin_with_a_word_of_the_list() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": word
        for path in sorted(ROOT.glob("polegraph/**/*.py"))
        for line, word in _other_words(path.read_text(encoding="utf-8"))
    }
    assert found == {}


def test_another_word_is_found_and_a_property_is_no_function() -> None:
    text = "class C:\n    @cached_property\n    def a(self):\n        'Names.'\n\n    def b(self):\n        '{} it.'\n"
    assert _other_words(text.format("Give, then keep")) == [(6, "Give")]
    assert _other_words(text.format("Return")) == []


def _code(page: str) -> set[str]:
    """Return what stands between backticks."""
    return set(re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page: str) -> None:
    paths = {
        one for one in _code(page) if re.match(r"(polegraph|tests|tools|docs|data|cypher|notebooks)/[\w/.-]*$", one)
    }
    assert {one for one in paths if not (ROOT / one).exists()} == set()
    assert len(paths) > 20 or page != "CONTRIBUTING.md"


@pytest.mark.parametrize("page", PAGES)
def test_every_dotted_name_is_there(page: str) -> None:
    names = {one for one in _code(page) if re.match(r"(polegraph|metrics|suggestions|combine|identity)(\.\w+)+$", one)}
    resolved = {name: name if name.startswith("polegraph.") else f"polegraph.{name}" for name in names}
    missing = []
    for name, full in resolved.items():
        try:
            pkgutil.resolve_name(full)
        except (ImportError, AttributeError):
            missing.append(name)
    assert missing == []
    assert names


def test_the_table_of_rooms_is_that_of_import_linter() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    layers = config["importlinter:contract:rooms"]["layers"]
    rooms = {room for layer in layers.split("\n") for room in re.split(r"[\s|:]+", layer) if room}
    rows = re.findall(r"^\| (`[^|]+`) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {room for row in rows for room in re.findall(r"`(\w+)`", row)} == rooms
