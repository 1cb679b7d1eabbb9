"""Files of rules: what they may hold, and how the others are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polegraph.consortia import load, names
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking

if TYPE_CHECKING:
    from pathlib import Path

MINE = """
en = "Call of a foundation"
fr = "Appel d'une fondation"
since = 2024-01-01

[lists.alps.countries]
FR = "/"
IT = "2020-01-01/"
CH = "/2023-12-31"

[[rules]]
id = "two_countries"
en = "two countries of the Alps"
fr = "deux pays des Alpes"
asks = "count"
each = ["country"]
least = 2
where = { country = ["alps", "AT"] }
"""


def _read(path: Path, text: str) -> str:
    file = path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolegraphError) as caught:
        load(file)
    return str(caught.value)


def test_a_file_of_ones_own_has_the_form_of_those_that_come_with_polegraph(tmp_path: Path) -> None:
    from datetime import date  # noqa: PLC0415

    file = tmp_path / "mine.toml"
    file.write_text("\ufeff" + MINE, encoding="utf-8")
    rules = load(str(file))
    assert (rules.name, rules.en, rules.rules[0].least) == ("mine", "Call of a foundation", 2)
    assert rules.on(date(2023, 1, 1)).rules[0].where.country == {"FR", "IT", "CH", "AT"}
    assert rules.on(date(2024, 1, 1)).rules[0].where.country == {"FR", "IT", "AT"}
    with speaking("fr"):
        assert rules.programme == "Appel d'une fondation"
        assert rules.rules[0].what == "deux pays des Alpes"
        assert rules.checked != ""


def test_all_that_come_with_polegraph_are_read_and_name_what_went_before() -> None:
    assert all(load(name).name == name for name in names())
    assert load("HORIZON-RIA ") is load("horizon-ria")
    before = load("horizon-ria").before
    assert before is not None
    assert before.name == "h2020-ria"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("en = ", "en ", "not TOML"),
        ("since = 2024-01-01", 'since = "2024"', "a day is wanted"),
        ("since = ", "sinse = ", "'sinse': this key is not known"),
        ("least = 2", "lest = 2", "rules 1, value 'lest'"),
        ("least = 2", "", "no bound"),
        ("least = 2", "least = 2\nmost = 1", "more than the most"),
        ("least = 2", 'least = "two"', "this is no bound"),
        ("least = 2", "least = -1", "this is no bound"),
        ('asks = "count"', 'asks = "number"', "use one of: count, share"),
        ('asks = "count"', 'asks = "share"', "amount does not fit"),
        ('asks = "count"', 'asks = "count"\namount = "cost"', "amount does not fit"),
        ('each = ["country"]', 'each = ["town"]', "use one of: unit, country"),
        ('each = ["country"]\nleast', 'each = ["unit", "country"]\nmost', "two keys have no meaning"),
        ('["alps", "AT"]', '["alp"]', "neither a country nor a list"),
        ('country = ["alps", "AT"]', 'kind = ["firm"]', "this word is not known"),
        ('country = ["alps", "AT"]', 'kind = ["company"]', "it is not said which"),
        ('FR = "/"', 'FR = "2020"', "not two days"),
        ('FR = "/"', 'France = "/"', "no two-letter code"),
        ("[[rules]]", "[rule]", "not known here"),
        ('fr = "deux pays des Alpes"', "", "a text is wanted"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in MINE
    text = _read(tmp_path, MINE.replace(old, new, 1))
    assert said in text
    assert "mine.toml" in text
    assert "What to do" in text


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "two rules have this name" in _read(tmp_path, MINE + MINE[MINE.index("[[rules]]") :])


def test_a_share_is_no_percentage(tmp_path: Path) -> None:
    text = MINE.replace('asks = "count"', 'asks = "share"\namount = "cost"').replace('each = ["country"]', "")
    assert "share from 0 to 1" in _read(tmp_path, text.replace("least = 2", "least = 50"))


def test_a_name_that_nobody_has_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="horizon-ria"):
        load("horizon")
    with pytest.raises(PolegraphError, match="cannot be read"):
        load(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b'en = "\xe9"')
    with pytest.raises(PolegraphError, match="not UTF-8"):
        load(tmp_path / "latin.toml")
