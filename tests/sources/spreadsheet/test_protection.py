"""What protects somebody protects in doubt: words that are not understood, errors, formulas, rows that contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from polegraph.files.csv_tables import BAD_QUOTES, TOO_FEW, TOO_MANY
from polegraph.sources import spreadsheet
from polegraph.sources.spreadsheet.cells.protection import DAY_UNKNOWN, protection, read
from polegraph.sources.spreadsheet.layout.broken_rows import CONFIDENTIAL
from polegraph.sources.spreadsheet.sheet import EPOCH, Lost
from polegraph.sources.values import ROW_KEPT, TAKEN_AS_DISSOLVED, TAKEN_AS_INTERNAL, TAKEN_AS_OPTED_OUT
from tests.sources.own_sheets import CASES, book, by, folder, listed, notes

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = pd.Timestamp(DAY_UNKNOWN)


def test_the_sheet_in_which_protection_was_lost() -> None:
    net = spreadsheet.read(CASES / "unreadable-protection" / "sheets")
    assert by(net, "organisations", "org_id", "opt_out") == {**dict.fromkeys("uceh"), "a": True, "f": True}
    seen = by(net, "organisations", "org_id", "visibility")
    assert seen == {**dict.fromkeys("uac"), "e": "internal", "f": "internal", "h": "internal"}
    assert by(net, "organisations", "org_id", "dissolved")["c"] == pd.Timestamp("2019-12-31")
    assert by(net, "projects", "project_id", "visibility") == {"p1": None, "p2": "internal"}
    assert listed(net) == []  # a year is its last day
    assert notes(net)["protection_narrowed"] == 1


def test_cells_that_failed_protect_and_are_listed() -> None:
    net = spreadsheet.read(CASES / "unreadable-protection" / "error-cells.xlsx")
    assert net.organisations[["visibility", "opt_out"]].to_numpy().tolist() == [["internal", True]]
    assert {(row, column, value) for row, column, value, _ in listed(net)} == {
        (2, "ne pas suggérer", "#N/A"),
        (2, "diffusion", "#REF!"),
    }
    endings = {TAKEN_AS_INTERNAL, TAKEN_AS_OPTED_OUT}
    assert {next(end for end in endings if reason.endswith(end)) for *_, reason in listed(net)} == endings


@pytest.mark.parametrize(
    ("written", "value", "listed_too"),
    [
        ("", None, False),
        ("public", "public", False),
        ("Tous", "public", False),
        ("adhérents", "members", False),
        ("Réservé aux membres", "members", False),
        ("INTERNE", "internal", False),
        ("Confidentiel", "internal", False),
        ("privé", "internal", False),
        ("restreint", "internal", False),
        ("non", "internal", False),
        ("à voir avec Paul", "internal", True),
        ("?", "internal", True),
        ("NC", "internal", True),
        ("oui", "internal", True),
        ("publik", "internal", True),
        (12, "internal", True),
        ("-", "internal", True),
        (Lost("#REF!"), "internal", True),
        (Lost("=A1"), "internal", True),
    ],
)
def test_who_may_see(written: object, value: str | None, listed_too: bool) -> None:  # noqa: FBT001
    said, reason = read(written, "visibility", "visibility", EPOCH)
    assert said == value
    assert (reason is not None and reason.endswith(TAKEN_AS_INTERNAL)) == listed_too
    assert (reason is not None) == listed_too


@pytest.mark.parametrize(
    ("written", "value", "listed_too"),
    [
        *((word, "true", False) for word in ("oui", "x", "X", "Ne pas suggérer", "ne souhaite pas", "refus", "1", "✓")),
        *((word, "false", False) for word in ("non", "No", "faux", 0)),
        ("", None, False),
        *((word, "true", True) for word in ("peut-être", "NC", "?", "voir Paul", 3, Lost("#N/A"), Lost("=B2"))),
        (True, "true", False),
        (False, "false", False),
    ],
)
def test_who_is_not_to_be_suggested(written: object, value: str | None, listed_too: bool) -> None:  # noqa: FBT001
    said, reason = read(written, "opt_out", "opt_out", EPOCH)
    assert said == value
    assert (reason is not None and reason.endswith(TAKEN_AS_OPTED_OUT)) == listed_too
    assert (reason is not None) == listed_too


@pytest.mark.parametrize(
    ("written", "value", "listed_too"),
    [
        ("31/12/2019", "2019-12-31", False),
        (43830, "2019-12-31", False),
        ("", None, False),
        *((word, None, False) for word in ("non", "active", "En activité")),
        ("2019", "2019-12-31", False),
        (2019, "2019-12-31", False),
        ("depuis 2019", "2019-12-31", False),
        ("03/2019", "2019-03-31", False),
        ("2019-02", "2019-02-28", False),
        ("mars 2021", "2021-03-31", False),
        ("liquidation 2021", "2021-12-31", True),
        *((word, DAY_UNKNOWN, True) for word in ("dissoute", "oui", "liquidée", "Radiée", "fermée", "cessée", "x")),
        *((word, DAY_UNKNOWN, True) for word in ("?", "NC", "bientôt", "en cours", Lost("#REF!"), Lost("=C3"))),
    ],
)
def test_who_is_gone(written: object, value: str | None, listed_too: bool) -> None:  # noqa: FBT001
    said, reason = read(written, "dissolved", "dissolved", EPOCH)
    assert said == value
    assert (reason is not None and reason.endswith(TAKEN_AS_DISSOLVED)) == listed_too
    assert (reason is not None) == listed_too


@pytest.mark.parametrize(
    ("heading", "yes"),
    [
        ("Confidentialité", {"visibility": "internal"}),
        ("CONFIDENTIEL ?", {"visibility": "internal"}),
        ("Ne pas diffuser", {"visibility": "internal"}),
        ("RGPD – refus", {"opt_out": True}),
        ("Ne pas contacter", {"opt_out": True}),
        ("opposition", {"opt_out": True}),
        ("Date de radiation", {"dissolved": LONG_AGO}),
        ("Liquidation judiciaire", {"dissolved": LONG_AGO}),
        ("Niveau de confidentialité (oui/non)", {"visibility": "internal"}),
        ("Fiche RGPD", {"opt_out": True}),
        ("Statut de confidentialité client", {"visibility": "internal"}),
        ("Dissolution prononcée", {"dissolved": LONG_AGO}),
    ],
)
def test_headings_that_protect(tmp_path: Path, heading: str, yes: dict[str, Any]) -> None:
    rows = [["nom", heading], ["Ada", "oui"], ["Bo", None]]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    (column, value), *_ = yes.items()
    assert by(net, "organisations", "name", column) == {"Ada": value, "Bo": None}
    assert net.imports["unknown_columns"].isna().all()
    assert net.imports["dropped_columns"].isna().all()


def test_a_heading_that_is_not_understood_is_said_of_every_cell(tmp_path: Path) -> None:
    net = spreadsheet.read(folder(tmp_path, organisations=[["nom", "Fiche RGPD"], ["Ada", "signée"], ["Bo", "non"]]))
    assert [row[:3] for row in listed(net)] == [(2, "Fiche RGPD", "signée"), (3, "Fiche RGPD", "non")]
    assert all(reason.startswith("this heading looks as if it protected somebody") for *_, reason in listed(net))
    assert net.organisations["opt_out"].tolist() == [True, True]


@pytest.mark.parametrize("heading", ["Coût (confidentiel)", "Secteur privé", "Référent interne", "Statut", "Options"])
def test_headings_that_protect_nobody(heading: str) -> None:
    assert protection(heading, "organisations") is None


def test_consent_is_the_other_way_round(tmp_path: Path) -> None:
    rows = [["nom", "Consentement RGPD"], ["Ada", "oui"], ["Bo", "non"], ["Cy", "à relancer"], ["Dy", None]]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    assert by(net, "organisations", "name", "opt_out") == {"Ada": False, "Bo": True, "Cy": True, "Dy": None}


@pytest.mark.parametrize(
    "headings", [("diffusion", "diffusion"), ("diffusion", "Confidentialité"), ("visibility", "Secret")]
)
def test_of_two_columns_the_narrower_counts(tmp_path: Path, headings: tuple[str, str]) -> None:
    rows = [["nom", *headings], ["Ada", "public", "interne"], ["Bo", "adhérents", "public"], ["Cy", None, "public"]]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    assert by(net, "organisations", "name", "visibility") == {"Ada": "internal", "Bo": "members", "Cy": "public"}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["A", "Ada", "Tours", "public", "non", ""], ["A", "Ada", "Tours", "interne", "oui", "2018-05-01"]),
        (["A", "Ada", "Tours", "", "", ""], ["A", "Ada", "Blois", "interne", "oui", "2018-05-01"]),  # contradicts
        (["A", "Ada", "Tours", "", "", ""], ["A", "", "Tours", "interne", "oui", "2018-05-01"]),  # has no name
        (["", "Ada", "Tours", "", "", ""], ["", "ADA SAS", "Blois", "interne", "oui", "2018-05-01"]),
        (["A", "Ada", "Tours", "", "", ""], ["A;?", "Ada", "Tours", "interne", "oui", "2018-05-01"]),
    ],
)
def test_a_row_that_is_set_aside_still_protects(tmp_path: Path, one: list[str], other: list[str], turned: bool) -> None:  # noqa: FBT001
    heading = ["identifiant", "nom", "ville", "diffusion", "ne pas suggérer", "dissoute le"]
    rows = [heading, *((other, one) if turned else (one, other))]
    net = spreadsheet.read(book(tmp_path / "a.xlsx", organisations=rows))
    kept = net.organisations[["visibility", "opt_out", "dissolved"]].to_numpy().tolist()
    assert kept == [["internal", True, pd.Timestamp("2018-05-01")]]


def test_the_earlier_day_and_the_narrower_audience_of_several_rows(tmp_path: Path) -> None:
    rows = [
        ["identifiant", "nom", "diffusion", "dissoute le"],
        ["A", "Ada", "adhérents", "2019-01-01"],
        ["A", "Ada", "public", "2018-01-01"],
        ["A", "Ada", "adhérents", None],
    ]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    assert net.organisations[["visibility", "dissolved"]].to_numpy().tolist() == [
        ["members", pd.Timestamp("2018-01-01")]
    ]
    assert not len(net.rejected)


def test_projects_are_protected_as_organisations_are(tmp_path: Path) -> None:
    projects = [["acronyme", "diffusion", "année"], ["UN", "secret", 2018], ["DEUX", "?", 2018], ["UN", "public", 2019]]
    net = spreadsheet.read(folder(tmp_path, organisations=[["nom"], ["Ada"]], projets=projects))
    assert by(net, "projects", "acronym", "visibility") == {"UN": "internal", "DEUX": "internal"}


def test_nothing_of_it_counts_as_a_row_that_was_not_used() -> None:
    net = spreadsheet.read(CASES / "unreadable-protection" / "sheets")
    assert all(reason.endswith(ROW_KEPT) for *_, reason in listed(net))


# -- whole rows ---------------------------------------------------------------------------------------------------


def _files(path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


REST = {"projets": "acronyme\nVAPO\nSENT\n", "participations": "projet;organisation\nVAPO;Ada SARL\nSENT;Bo\n"}
OTHERS = "Bo;Blois;;\n" + "".join(f"{name};Tours;;\n" for name in ("Cil", "Dum", "Eon", "Fio", "Gel"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ada SARL;Tours;Nord;interne;x", TOO_MANY),
        ("Ada; SARL;Tours;interne;x", TOO_MANY),
        ('"Ada" SARL;Tours;interne;x', BAD_QUOTES),
        ("Ada SARL;;Tours;interne;;", TOO_MANY + TAKEN_AS_INTERNAL),
        ("Ada SARL Tours;interne;", TOO_FEW + TAKEN_AS_INTERNAL),
    ],
)
def test_a_row_that_a_separator_breaks_is_protected(tmp_path: Path, row: str, reason: str) -> None:
    text = f"nom;ville;diffusion;remarque\n{row}\n{OTHERS}"
    net = spreadsheet.read(_files(tmp_path, organisations=text, **REST))
    ada = net.organisations["name"].str.contains("Ada")
    closed = net.organisations.loc[ada, ["visibility", "opt_out"]].to_numpy().tolist()
    assert closed
    assert all(one == ["internal", True] for one in closed)
    assert net.organisations.loc[~ada, "visibility"].isna().all()
    assert reason in {row[3] for row in listed(net)}
    assert notes(net)["protection_unread"] >= 1


@pytest.mark.parametrize(
    ("table", "above", "hidden"),
    [
        ("organisations", "Confidentiel;;", {"Ada SARL", "Bo"}),
        ("projets", "DIFFUSION RESTREINTE", {"VAPO", "SENT"}),
        ("participations", "Ne pas diffuser", {"VAPO", "SENT"}),
        ("participations", "Liste non confidentielle", set()),
    ],
)
def test_a_title_that_says_confidential_makes_all_rows_internal(
    tmp_path: Path, table: str, above: str, hidden: set[str]
) -> None:
    texts = {"organisations": "nom;ville;siren\nAda SARL;Tours;\nBo;Blois;\n", **REST}
    net = spreadsheet.read(_files(tmp_path, **{**texts, table: f"{above}\n{texts[table]}"}))
    closed = {*net.organisations.loc[net.organisations["visibility"] == "internal", "name"]}
    assert closed | {*net.projects.loc[net.projects["visibility"] == "internal", "acronym"]} == hidden
    said = [row for row in listed(net) if row[3] == CONFIDENTIAL]
    assert len(said) == bool(hidden)


@pytest.mark.parametrize("where", ["above", "tab", "below"])
def test_a_flat_sheet_that_says_confidential_is_internal(tmp_path: Path, where: str) -> None:
    rows = [
        ["Projet", "Partenaire", "Ville"],
        ["VAPO", "Ada SARL", "Tours"],
        ["VAPO", "Bo", "Blois"],
        ["X", "Bo", "Blois"],
    ]
    if where == "above":
        rows = [["Document interne"], [], *rows]
    elif where == "below":
        rows = [*rows, [], ["Confidentiel - ne pas diffuser"]]
    net = spreadsheet.read(book(tmp_path / "book.xlsx", **{"Suivi confidentiel" if where == "tab" else "Suivi": rows}))
    assert net.projects["visibility"].tolist() == ["internal"] * 2
    assert net.organisations["visibility"].tolist() == ["internal"] * 2
