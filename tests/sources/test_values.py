"""Amounts and days: what may be read in two ways is decided by its column, or emptied and listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.sources import anr, cordis
from polegraph.sources.values import NO_AMOUNT, TWO_AMOUNTS, TWO_DAYS, amounts, days, without_missing_words

if TYPE_CHECKING:
    from polegraph.network import Network

CASES = Path(__file__).parents[1] / "data" / "cases"


def test_the_column_tells_which_mark_parts_thousands() -> None:
    net = cordis.read(CASES / "thousands" / "organization.csv")
    assert net.participations["funding"].tolist() == [960619, 1200000, 45500, 1234.5]
    assert not len(net.rejected)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["960,619", "1,200,000"], [960619, 1200000]),
        (["960,619", "1,234.50"], [960619, 1234.5]),
        (["960,619", "12,5"], [960.619, 12.5]),
        (["12.500", "1.234.567,89"], [12500, 1234567.89]),
        (["12.500", "1234,50"], [12500, 1234.5]),
        (["12.500", "1,200,000"], [12.5, 1200000]),
        (["12.500", "0.25"], [12.5, 0.25]),
        (["12.500"], [None]),
        (["12.500", "0.25", "0,25"], [None, 0.25, 0.25]),
        (["12.500", "1.234.567", "0.25"], [None, 1234567, 0.25]),
        (["0,500", "1234,567", "1234567.891"], [0.5, 1234.567, 1234567.891]),
        (
            ["1 234,50 €", "1\u202f234\u00a0567", "12'500.00", "7’500", "EUR 12", "1 234.-"],
            [1234.5, 1234567, 12500, 7500, 12, 1234],
        ),
        (["850 k€", "1,2 M€", "EUR 1.2 million", "3 millions d'euros", "1,5 Md€"], [850e3, 1.2e6, 1.2e6, 3e6, 1.5e9]),
        (["-3", "100-", "n. c.", "1,2,3", "12 34", "10 %", "1-2"], [None] * 7),
    ],
)
def test_amounts(column: list[str], values: list[float | None]) -> None:
    assert list(amounts(column).values()) == values


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["03/04/2019", "12/31/2019"], ["2019-03-04", "2019-12-31"]),
        (["03/04/2019", "31/12/2019"], ["2019-04-03", "2019-12-31"]),
        (["03/04/2019"], ["2019-04-03"]),
        (["03/04/2019", "31/12/2019", "12/31/2019"], [None, "2019-12-31", "2019-12-31"]),
        (["07/07/2019", "31.12.2019", "12-31-2019"], ["2019-07-07", "2019-12-31", "2019-12-31"]),
        (["2018-07-19T00:00:00Z", "2018-07-19+02:00", "20180719", "43300", "2018/7/19"], ["2018-07-19"] * 5),
        (["19/07/18", "19/07/69"], ["2018-07-19", "1969-07-19"]),
        (
            ["19 juillet 2018", "1er août 2018", "Jul 19, 2018", "19-juil-18"],
            ["2018-07-19", "2018-08-01", "2018-07-19", "2018-07-19"],
        ),
        (["2016", "03/2019", "mars 2021", "18-07-19", "01/03/2015 or later", "31/02/2019", "5 jui 2018"], [None] * 7),
    ],
)
def test_days(column: list[str], values: list[str | None]) -> None:
    assert list(days(column).values()) == values


def test_other_columns_of_days_decide_where_one_does_not() -> None:
    assert days(["03/04/2019"], ["12/31/2019"]) == {"03/04/2019": "2019-03-04"}
    assert days(["03/04/2019", "31/12/2019"], ["12/31/2019"])["03/04/2019"] == "2019-04-03"


PARTNERS = (
    "Projet.Code_Decision;Projet.Partenaire.Nom_organisme;Projet.Partenaire.Est_coordinateur;"
    "Projet.Partenaire.Categorie_organisme;Projet.Partenaire.Aide_allouee.ANR;Projet.Partenaire.Adresse.Pays\n"
)


def _read(tmp_path: Path, partners: str, projects: str = "") -> Network:
    (tmp_path / "partners.csv").write_text(PARTNERS + partners, encoding="utf-8")
    if projects:
        (tmp_path / "projects.csv").write_text(projects, encoding="utf-8")
    return anr.read(tmp_path)


def test_doubtful_amounts_are_emptied_and_listed(tmp_path: Path) -> None:
    net = _read(tmp_path, "ANR-26-CE10-0001;Ada;True;PME;12.500;\nANR-26-CE10-0001;Bo;False;PME;much;\n")
    assert net.participations["funding"].isna().all()
    assert net.rejected[["value", "reason"]].to_numpy().tolist() == [["12.500", TWO_AMOUNTS], ["much", NO_AMOUNT]]


def test_doubtful_days_are_emptied_and_years_kept(tmp_path: Path) -> None:
    rows = [("1", "03/04/2019"), ("2", "31/12/2019"), ("3", "12/31/2019"), ("4", "2017"), ("5", "mars 2018")]
    projects = "Projet.Code_Decision;Projet.Titre.Francais;Projet.Date_debut\n"
    projects += "".join(f"ANR-26-CE10-000{number};T;{start}\n" for number, start in rows)
    net = _read(tmp_path, "ANR-26-CE10-0001;Ada;True;PME;;\n", projects)
    table = net.projects
    assert table["start"].isna().tolist() == [True, False, False, True, True]
    assert table["year"].tolist() == [2026, 2019, 2019, 2017, 2018]
    assert net.rejected[["row", "value", "reason"]].to_numpy().tolist() == [[2, "03/04/2019", TWO_DAYS]]


@pytest.mark.parametrize("word", ["NA", "NaN", "NULL", "None", "<NA>"])
def test_words_for_nothing_are_told_by_columns_in_which_they_mean_nothing_else(word: str, tmp_path: Path) -> None:
    net = _read(tmp_path, f"ANR-26-CE10-0001;Ada;True;PME;{word};{word}\nANR-26-CE10-0001;Bo;False;PME;5;France\n")
    assert net.organisations["country"].fillna("?").tolist() == ["?", "FR"]
    assert net.imports["notes"].tolist() == ["missing_words=2"]
    assert not len(net.rejected)


def test_namibia_stays_where_nothing_else_is_written_so() -> None:
    frame = pd.DataFrame({"funding": ["1", None], "country": ["NA", "FR"]}, dtype="str")
    assert without_missing_words(frame, ["funding"])[1] == 0
