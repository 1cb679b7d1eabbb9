"""Words of options as people have them before their eyes, and commands that can be copied."""

from __future__ import annotations

import shlex
import unicodedata
from typing import TYPE_CHECKING

import click
import pytest

from polegraph.cli.option_words import FRENCH, WordChoice
from polegraph.i18n import speaking
from polegraph.tables import KINDS, SIZES, VISIBILITIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.mark.parametrize("word", FRENCH)
def test_each_way_to_write_a_word_means_it_in_either_language(word: str) -> None:
    choice = WordChoice([word, "xyz"])
    for way in (word, *FRENCH[word]):
        bare = "".join(c for c in unicodedata.normalize("NFKD", way) if not unicodedata.combining(c))
        for written in (way, way.upper(), bare, f" {way} "):
            for lang in ("en", "fr"):
                with speaking(lang):
                    assert choice.convert(written, None, None) == word


@pytest.mark.parametrize("words", [KINDS, SIZES, VISIBILITIES])
def test_the_words_of_the_templates_are_taken(words: dict[str, str]) -> None:
    choice = WordChoice(list(words))
    for word, fr in words.items():
        assert choice.convert(fr.split(" (")[0], None, None) == word


def test_a_wrong_word_is_refused_with_the_words_of_the_language() -> None:
    choice = WordChoice(["public", "members"])
    with speaking("fr"), pytest.raises(click.BadParameter, match="adhérents"):
        choice.convert("voisins", None, None)
    with pytest.raises(click.BadParameter, match="members"):
        choice.convert("voisins", None, None)
    assert WordChoice(["lab"], strict=False).convert("voisins", None, None) == "voisins"


def test_options_take_the_words_of_sheets_and_pages(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "organisations.csv").write_text("Nom;Taille\nAda;PME\nBo;grande entreprise\n", encoding="utf-8")
    (tmp_path / "projets.csv").write_text("Acronyme;Année\nP;2014\n", encoding="utf-8")
    (tmp_path / "participations.csv").write_text("Projet;Organisation\nP;Ada\nP;Bo\n", encoding="utf-8")
    target = tmp_path / "Pôle 2026 (v3)"
    done = run("import", "tables", tmp_path, "--to", target, "--lang", "fr")
    assert done.exit_code == 0, done.output
    assert f"polegraph dedupe {shlex.quote(str(target))}" in done.stderr
    for arguments in (
        ["links", str(target), "--phase", "phase 3", "--audience", "adhérents", "--format", "csv"],
        ["links", str(target), "--phase", "3", "--status", "liée", "--format", "csv"],
        ["suggest", str(target), "Ada", "--want", "PME", "--method", "pagerank"],
        ["map", str(target), "-o", str(tmp_path / "m.html"), "--colour-by", "taille"],
        ["evolution", str(target), "--by", "année"],
    ):
        done = run(*arguments, "--lang", "fr")
        assert done.exit_code == 0, done.output
