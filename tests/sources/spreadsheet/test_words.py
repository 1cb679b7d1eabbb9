"""Kinds, sizes and roles are understood as people write them, in one column or two; what is not is listed."""

from __future__ import annotations

import pandas as pd
import pytest

from polegraph.names.rule_tables import flat_ways, rows, ways
from polegraph.sources.spreadsheet.cells.kinds import kind_and_size, role_of, settle_kinds, sizes_from_headcount
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.tables import KINDS, ROLES, SIZES

KIND_WORDS = [(way, row["kind"], row["size"] or None) for row in rows("kinds") for way in ways(row)]
ROLE_WORDS = [(way, row["role"]) for row in rows("roles") for way in ways(row)]


@pytest.mark.parametrize(("word", "kind", "size"), KIND_WORDS)
def test_every_word_for_a_kind_or_a_size(word: str, kind: str, size: str | None) -> None:
    for written in (word, word.upper(), word.capitalize(), f" {word} ", f"1 - {word}"):
        assert kind_and_size(written) == (kind, size), written


@pytest.mark.parametrize(("word", "role"), ROLE_WORDS)
def test_every_word_for_a_role(word: str, role: str) -> None:
    for written in (word, word.upper(), word.replace(" ", "-"), f"{word} 2"):
        assert role_of(written) == role, written


def test_the_words_of_the_model() -> None:
    for kind, fr in KINDS.items():
        assert kind_and_size(kind)[0] == kind_and_size(fr)[0] == kind
    for size, fr in SIZES.items():
        assert kind_and_size(size) == kind_and_size(fr) == ("company", size)
    for role, fr in ROLES.items():
        assert role_of(role) == role_of(fr) == role


def test_no_word_means_two_things() -> None:
    for words in (KIND_WORDS, ROLE_WORDS):
        meanings: dict[str, set[tuple[str | None, ...]]] = {}
        for word, *meaning in words:
            meanings.setdefault(word, set()).add(tuple(meaning))
        assert [word for word, found in meanings.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("PME (petite et moyenne entreprise)", ("company", "sme")),
        ("Entreprise (PME)", ("company", "sme")),
        ("Entreprise - ETI", ("company", "mid_cap")),
        ("Entreprise/Grand groupe", ("company", "large")),
        ("TPE/PME", ("company", "sme")),
        ("ETI / GE", ("company", "not_sme")),
        ("PME ou ETI", ("company", None)),
        ("PME innovante", ("company", "sme")),
        ("Start-up (TPE)", ("company", "micro")),
        ("Laboratoire / UMR", ("lab", None)),
        ("UMR 7252", ("lab", None)),
        ("Laboratoire public (CNRS)", ("lab", None)),
        ("Université / École", ("training_body", None)),
        *((one, ("company", None)) for one in ("Entreprises", "Start-ups", "Jeunes pousses", "Sociétés")),
        *((one, ("company", "large")) for one in ("Grands groupes", "GRANDES ENTREPRISES", "Grand-groupe", "G.E.")),
        ("PMEs", ("company", "sme")),
        ("SME", ("company", "sme")),
        ("Large company", ("company", "large")),
        ("Research organisation", ("lab", None)),
        ("HES", ("training_body", None)),
        ("PRC", ("company", None)),
        *(
            (one, (None, None))
            for one in ("Université / PME", "immense", "quelque chose", "12", "Partenaire historique")
        ),
    ],
)
def test_several_words_in_one_cell(written: str, expected: tuple[str | None, str | None]) -> None:
    assert kind_and_size(written) == expected


@pytest.mark.parametrize(
    "written", ["observateur", "financeur", "client", "quelque chose", "coordinateur / partenaire"]
)
def test_roles_that_have_no_honest_place(written: str) -> None:
    assert role_of(written) is None


@pytest.mark.parametrize(
    ("given", "expected", "wrong"),
    [
        (("PME", None), ("company", "sme"), ()),
        ((None, "PME"), ("company", "sme"), ()),
        ((None, "Laboratoire"), ("lab", None), ()),
        (("Entreprise", "Start-up"), ("company", None), ()),
        (("Start-up", "PME"), ("company", "sme"), ()),
        (("Laboratoire", "Université"), ("lab", "Université"), ("size",)),
        (("Laboratoire", "PME"), ("lab", "sme"), ()),
        (("PME", "ETI"), ("company", "mid_cap"), ("size_kept",)),
        (("PME", "TPE"), ("company", "micro"), ()),
        (("immense", "PME"), ("immense", "sme"), ("kind",)),
        (("Entreprise", "immense"), ("company", "immense"), ("size",)),
        ((None, None), (None, None), ()),
    ],
)
def test_kind_and_size_settle_together(
    given: tuple[str | None, str | None], expected: tuple[str | None, str | None], wrong: tuple[str, ...]
) -> None:
    settled, found = settle_kinds(pd.DataFrame([given], columns=["kind", "size"], dtype="str"))
    assert tuple(None if pd.isna(one) else one for one in settled.iloc[0]) == expected
    assert tuple(found.columns[found.iloc[0]]) == wrong


def test_a_category_under_sme_is_a_size() -> None:
    given = pd.DataFrame({"kind": [None, None], "size": [None, None], "sme": ["ETI", "oui"]}, dtype="str")
    settled, _wrong = settle_kinds(given)
    assert settled["size"].fillna("").tolist() == ["mid_cap", ""]
    assert settled["sme"].fillna("").tolist() == ["", "oui"]


@pytest.mark.parametrize(
    ("persons", "turnover", "balance", "size"),
    [
        (9, 2e6, None, "micro"),
        (9, 2e6 + 1, 2e6, "micro"),
        (9, 2e6 + 1, 2e6 + 1, "sme"),
        (10, 1e6, None, "sme"),
        (249, 50e6, None, "sme"),
        (249, 50e6 + 1, None, None),
        (249, 50e6 + 1, 43e6, "sme"),
        (249, 50e6 + 1, 43e6 + 1, "mid_cap"),
        (250, 1e6, None, "mid_cap"),
        (4999, 1.5e9, None, "mid_cap"),
        (4999, 1.5e9 + 1, 2e9, "mid_cap"),
        (4999, 1.5e9 + 1, 2e9 + 1, "large"),
        (5000, 1e6, None, "large"),
        (None, 1e6, None, None),
        (5, None, None, None),
        (5, None, 1e6, "micro"),
    ],
)
def test_categories_of_the_decree(
    persons: float | None, turnover: float | None, balance: float | None, size: str | None
) -> None:
    assert sizes_from_headcount([persons], [turnover], [balance]) == [size]


@pytest.mark.parametrize("row", [*rows("roles"), *rows("kinds")], ids=lambda row: "-".join(list(row.values())[:-2]))
def test_words_of_flat_sheets_mean_there_what_the_table_says(row: dict[str, str]) -> None:
    for way in flat_ways(row):
        if "role" in row:
            assert word_meanings.role(way) == row["role"], way
        else:
            assert word_meanings.kind_and_size(way) == (row["kind"], row["size"] or None), way


def test_one_letter_is_a_role_in_flat_sheets_alone_and_a_name_in_none() -> None:
    assert (word_meanings.role("C"), role_of("C")) == ("coordinator", None)
    assert (word_meanings.role("porteuse"), role_of("porteuse")) == (None, "coordinator")
