from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import polegraph
from polegraph import tables, vocabulary
from polegraph.identity.registers.matching import PREFIX

PACKAGE = Path(polegraph.__file__).parent
MADE = re.compile(r"""f"([a-z]+):\{|"([a-z]+):" \+""")


def test_every_prefix_of_a_publisher_and_a_register_is_a_scheme() -> None:
    files = [*(PACKAGE / "sources").rglob("*.py"), *(PACKAGE / "identity").rglob("*.py")]
    made = {one or other for path in files for one, other in MADE.findall(path.read_text(encoding="utf-8"))}
    assert {"rnsr", "siren", "pic"} <= made  # those of the ANR, of the tables of an animator, and of CORDIS
    made &= set(tables.TABLES["organisations"].names)
    assert made - {"city"} <= set(vocabulary.IDENTIFIER_SCHEMES)  # records of one city are compared, it is no scheme
    assert set(PREFIX.values()) <= set(vocabulary.IDENTIFIER_SCHEMES)


def test_numbers_and_schemes_are_columns_of_organisations() -> None:
    columns = set(tables.TABLES["organisations"].names)
    assert columns.issuperset(vocabulary.NUMBERS)
    assert set(vocabulary.REGISTER_NUMBERS) < set(vocabulary.NUMBERS)
    assert set(vocabulary.IDENTIFIER_SCHEMES) < set(vocabulary.REGISTER_NUMBERS)


def test_the_statuses_are_the_same_in_both_orders() -> None:
    assert sorted(vocabulary.LINK_STATUSES) == sorted(vocabulary.LINK_STATUSES_BY_DISTANCE)


def test_nothing_heavy_is_loaded_for_words() -> None:
    code = "import sys, polegraph.vocabulary; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
