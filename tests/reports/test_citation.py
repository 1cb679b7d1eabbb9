from __future__ import annotations

import importlib.util
import inspect
import json
import re
from pkgutil import resolve_name

import numpy as np
import pandas as pd
import pytest

import polegraph as pg
from polegraph import resources
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.files.text import unaccented
from polegraph.reports.citation import METHODS, references

BIB = resources.data("references.bib").read_text(encoding="utf-8")


def _field(key: str, name: str) -> str:
    found = re.search(rf"^  {name} = \{{(.*)\}},$", references()[key], re.MULTILINE)
    assert found, (key, name)
    return found[1]


def _surname(key: str) -> str:
    """Return the surname of the first author in plain letters, without LaTeX's marks."""
    return re.sub(r"[^a-z]", "", unaccented(_field(key, "author").split(",")[0]).lower())


def _cited() -> dict[str, str]:
    """Return the references in the docstring of every function of the public rooms that has some."""
    found = {}
    rooms = ("consortia", "meetings", "metrics", "outcomes", "scorecards", "suggestions", "support", "synergies")
    for room in rooms:
        module = getattr(pg, room)
        for name in dir(module):
            function = getattr(module, name)
            text = inspect.getdoc(function) or ""
            said = re.search(r"^References\n-+\n(.*?)(?=\n\n\w+\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
            if inspect.isfunction(function) and said:
                found[f"{room}.{name}"] = said[1]
    return found


def test_every_entry_is_read_and_whole() -> None:
    assert len(references()) == BIB.count("\n@") > 40
    for key, entry in references().items():
        assert entry.count("{") == entry.count("}")
        assert _field(key, "title")
        assert re.fullmatch(rf"{_surname(key)}{_field(key, 'year')}[a-z]*", key), key
        lines = entry.splitlines()
        assert all(re.fullmatch(r"  \w+ = \{.*\},", line) for line in lines[1:-1]), key


def test_every_key_resolves_and_every_entry_is_used() -> None:
    assert {key for keys in METHODS.values() for key in keys} == set(references())
    assert all(callable(resolve_name(f"polegraph.{name}")) for name in METHODS)


def test_what_docstrings_cite_can_be_cited() -> None:
    cited = _cited()
    assert len(cited) > 25
    assert {"outcomes.association", "outcomes.summary", "scorecards.scorecard"} <= set(cited)
    for name, text in cited.items():
        assert name in METHODS, f"{name} has references; name their keys in polegraph/reports/citation.py"
        plain = unaccented(text).lower().replace("-", "").replace("hussler, j. levy, p. triboulet (2020)", "")
        years = {_field(key, "year") for key in METHODS[name]}
        assert set(re.findall(r"\((\d{4})\)", plain)) <= years, name
    known = {
        key: text
        for name, text in cited.items()
        for key in METHODS[name]
        if _surname(key) in unaccented(text).lower().replace("-", "")
    }
    elsewhere = {"adamic2003", "cormack2009", "rao1996", "ryser1957"}  # cited where the methods are, not at the door
    assert set(references()) - set(known) == elsewhere


def test_the_record_can_be_written_and_says_what_was_computed_on() -> None:
    net = tiny().on("2024-06-30")
    found = pg.cite(net, "metrics.expected", pg.suggestions.suggest, measure=pg.metrics.degree, seed=np.int64(7), top=5)
    record = json.loads(json.dumps(found.record))
    assert record["polegraph"] == pg.__version__
    assert record["fingerprint"] == net.fingerprint
    assert (record["day"], record["organisations"]) == ("2024-06-30", 5)
    first, second = record["methods"]
    assert first["options"] == {"measure": "degree", "draws": 100, "seed": 7, "keep": None}
    assert second["method"] == "suggestions.suggest"
    assert second["options"]["top"] == 5
    for key in (*first["references"], *second["references"]):
        assert found.bibtex.count(references()[key]) == 1
    assert str(found).startswith(found.text)


def test_every_method_can_be_cited_by_its_function_and_its_name() -> None:
    for name in METHODS:
        by_name, by_function = (pg.cite(None, one) for one in (name, resolve_name(f"polegraph.{name}")))
        assert by_name.record == by_function.record


def test_no_module_takes_the_name_of_a_function() -> None:
    for name in METHODS:
        room, function = name.split(".")
        assert importlib.util.find_spec(f"polegraph.{room}.{function}") is None, name


def test_what_is_not_there_is_refused() -> None:
    for wrong in ("metrics.nothing", len, 3):
        with pytest.raises(PolegraphError, match="no such method to cite"):
            pg.cite(tiny(), wrong)  # type: ignore[arg-type]
    with pytest.raises(PolegraphError, match="none of these methods has this option"):
        pg.cite(tiny(), "metrics.expected", drawz=3)


def test_a_result_says_what_computed_it() -> None:
    table = pg.metrics.structural_holes(tiny(), weight="newman")
    assert table.attrs["polegraph"] == {
        "polegraph": pg.__version__,
        "method": "metrics.structural_holes",
        "options": {"weight": "newman"},
        "day": tiny().day.isoformat(),
        "organisations": 5,
        "projects": 3,
        "participations": 7,
    }
    json.dumps(table.attrs)
    found = pg.cite(tiny(), table)
    assert found.record["methods"] == pg.cite(tiny(), pg.metrics.structural_holes, weight="newman").record["methods"]
    assert found.bibtex == pg.cite(tiny(), "metrics.structural_holes").bibtex


def test_a_table_that_no_measure_gave_is_refused() -> None:
    with pytest.raises(PolegraphError, match="no such method to cite"):
        pg.cite(tiny(), pd.DataFrame({"a": [1]}))
