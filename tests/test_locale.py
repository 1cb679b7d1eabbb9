from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.errors import PolegraphError
from polegraph.i18n import _, ngettext, speaking
from polegraph.reports import headings
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from types import ModuleType

    import pytest

TOOL = Path(__file__).resolve().parents[1] / "tools" / "translations.py"


def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location("translations", TOOL)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_french_catalogue_is_complete_and_compiled() -> None:
    """Every message of the code is translated, none is fuzzy or left over, placeholders agree, the .mo is fresh."""
    assert tool().problems() == []


def test_the_tool_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    translations = tool()
    text = translations.FRENCH.read_text(encoding="utf-8")
    text = text.replace('msgstr "ligne {row}"', 'msgstr "ligne {rang}"')
    text = text.replace('msgstr "oui"', 'msgstr ""')
    text = text.replace(
        '#, python-brace-format\nmsgid "column {column}"', '#, fuzzy, python-brace-format\nmsgid "column {column}"'
    )
    text += '\nmsgid "gone"\nmsgstr "parti"\n'
    monkeypatch.setattr(translations, "FRENCH", tmp_path / "polegraph.po")
    translations.FRENCH.write_text(text, encoding="utf-8")
    found = "\n".join(translations.problems())
    for sign in (
        "other placeholders: 'row {row}'",
        "not translated: 'yes'",
        "fuzzy: 'column",
        "no longer in the code: 'gone'",
    ):
        assert sign in found
    assert "polegraph.mo is not compiled" in found


def test_updating_changes_nothing_that_is_committed() -> None:
    translations = tool()
    template = translations.collect()
    assert translations.as_po(translations.updated(template)) == translations.FRENCH.read_bytes()
    assert translations.as_po(template) == translations.TEMPLATE.read_bytes()


def test_the_catalogue_names_no_machine_and_no_day() -> None:
    text = tool().FRENCH.read_text(encoding="utf-8")
    assert not re.search(r"/(work|home|root|tmp)/", text)
    assert set(re.findall(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", text)) == {"2005-07-12 00:00"}


def test_french_is_spoken() -> None:
    with speaking("fr"):
        assert _("row {row}").format(row=3) == "ligne 3"
        assert ngettext("{n} project", "{n} projects", 0) == "{n} projet"  # zero is singular in French
        assert headings.heading("org_id") == "identifiant"
        assert headings.cell("status", "no_partner") == "sans partenaire"
        assert headings.cell("name", "direct") == "direct"
        assert headings.cell("share", 0.25) == "0,25"
        assert headings.cell("opt_out", value=True) == "oui"


def test_every_word_of_the_model_has_a_french_word() -> None:
    with speaking("fr"):
        for table in TABLES.values():
            for column in table.columns:
                for english, french in column.words.items():
                    if (table.name, column.name) != ("outcomes", "kind"):  # 'company' is another word there
                        assert headings.cell(column.name, english) == french, (table.name, column.name)


def test_no_message_stands_inside_an_f_string() -> None:
    """Before Python 3.12 no tool finds it there, so that it would never be translated."""
    for file in (TOOL.parents[1] / "polegraph").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                called = {
                    call.func.id
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                }
                assert not called & {"_", "N_", "ngettext"}, f"{file.name}, line {node.lineno}"


def test_errors_are_french_to_the_end() -> None:
    error = PolegraphError("x", row=3, column="c", value="v", remedy="y")
    with speaking("fr"):
        assert str(error) == "ligne 3, colonne c, valeur «\u00a0v\u00a0»\u00a0: x. Que faire\u00a0: y."
