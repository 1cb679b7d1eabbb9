"""Answers about who is who: read by name or identifier, obeyed, told in a sentence, refused where they contradict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import combine, sources
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.network import Network
from polegraph.reports.resolution import answers, review
from polegraph.reports.resolution.consequences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    Apply = Callable[..., tuple[Network, list[str]]]

CASES = Path(__file__).parents[2] / "data" / "cases"
SUC, KAPTEO = "Société d'Usinage Comtoise", "Kapteo Mesures"
LAB = "Laboratoire Chrono-Environnement Fictif"


@pytest.fixture(scope="module")
def net() -> Network:
    """Nine organisations under four names each written twice or thrice, four of them names alone; deduped."""
    return combine.dedupe(sources.spreadsheet.read(CASES / "short-names" / "sigles.xlsx"))


@pytest.fixture
def apply(net: Network, tmp_path: Path) -> Apply:
    """Apply the rows of a sheet; give the network, and what is said."""

    def applied(
        *rows: str, heading: str = "réponse;l'une;l'autre;nom retenu;tête du groupe", to: Network = net
    ) -> tuple[Network, list[str]]:
        file = tmp_path / "a.csv"
        file.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        decisions, said = answers.read([str(file)], to, to)
        after = combine.dedupe(combine.unmerged(to), decisions=decisions)
        return after, sentences(said, to, after, after)

    return applied


def _names(net: Network) -> set[str]:
    return set(net.organisations["name"])


def test_names_of_all_types_are_asked_about_and_none_is_merged(net: Network) -> None:
    assert not len(net.merges)
    asked = review.proposals(net, net)
    pairs = {frozenset(pair) for pair in asked[["one_name", "other_name"]].dropna().to_numpy().tolist()}
    assert pairs == {
        frozenset([SUC, "SUC"]),
        frozenset([SUC, "Société d'usinage comtoise (SUC)"]),
        frozenset(["SUC", "Société d'usinage comtoise (SUC)"]),
        frozenset(["Kapteo", KAPTEO]),
        frozenset(["Labo Chrono-Environnement", "Laboratoire Chrono-Environnement Fictif"]),
        frozenset(["UVS", "Université du Val de Saône"]),
    }
    chance = net.proposals.set_index(["one_id", "other_id"])["right"]
    pairs_in_order = asked.loc[asked["question"] != "origin", ["one_id", "other_id"]].itertuples(index=False, name=None)
    order = [round(chance[pair], 2) for pair in pairs_in_order]
    assert order == sorted(order, reverse=True)  # the likeliest first
    assert asked.loc[asked["judged"] == 0, "right"].isna().all()  # what was not measured is not known
    last = asked[asked["question"] == "origin"]
    assert asked.index[-len(last)] == len(asked) - len(last)
    assert last["one_name"].tolist() == [
        *("Kapteo", "Labo Chrono-Environnement", "SUC", "UVS", "Société d'usinage comtoise (SUC)")
    ]
    kept = asked.set_index(["one_name", "other_name"])["kept_name"]
    assert kept["Kapteo", KAPTEO] == KAPTEO


def test_a_sheet_without_a_question_can_be_written() -> None:
    organisations = pd.DataFrame({"org_id": ["a"], "name": ["Zorvex"]})
    projects, taken = pd.DataFrame({"project_id": ["P"]}), pd.DataFrame({"project_id": ["P"], "org_id": ["a"]})
    alone = combine.dedupe(Network(organisations, projects, taken))
    assert review.proposals(alone, alone)[["question", "one_name"]].to_numpy().tolist() == [["origin", "Zorvex"]]


def test_each_answer_does_what_it_says(apply: Apply) -> None:
    after, said = apply(
        f"MÊME;suc;{SUC};;",
        f"Groupe;Kapteo;{KAPTEO};;",
        "Non.;UVS;universite du val de saone;;",
        "oui;Labo Chrono-Environnement;Laboratoire Chrono-Environnement Fictif;Chrono;",
    )
    assert said == [
        f"SUC is now {SUC} (1 project more).",
        f"Kapteo belongs to the group {KAPTEO}.",
        "UVS and Université du Val de Saône: kept apart.",
        f"Labo Chrono-Environnement and {LAB} are now one organisation, called Chrono.",
    ]
    assert {SUC, "Chrono", "UVS", "Université du Val de Saône"} <= _names(after)
    assert not {"SUC", "Labo Chrono-Environnement"} & _names(after)
    groups = after.organisations.set_index("name")["group_id"].dropna()
    assert groups.to_dict() == {"Kapteo": KAPTEO, KAPTEO: KAPTEO}
    merged = review.merges(after, after)
    assert sorted(zip(merged["name"], merged["into_name"], strict=True)) == [(LAB, "Chrono"), ("SUC", SUC)]
    left = review.proposals(after, after)
    assert not {"UVS", "Kapteo"} & set(left.loc[left["question"] != "origin", "one_name"])
    again = combine.dedupe(combine.together(after, sources.spreadsheet.read(CASES / "short-names" / "sigles.xlsx")))
    assert _names(again) == _names(after)  # answers, names and groups are kept over the next import
    assert again.organisations["group_id"].notna().sum() == 2


def test_the_name_that_is_kept_and_the_head_can_be_chosen(apply: Apply, net: Network) -> None:
    after, said = apply(f"même;{SUC};SUC;SUC;", f"groupe;Kapteo;{KAPTEO};;kapteo")
    assert said == [f"{SUC} is now SUC (no further project).", f"{KAPTEO} belongs to the group Kapteo."]
    assert set(after.organisations["group_id"].dropna()) == {"Kapteo"}
    identifier = str(net.organisations.set_index("name")["org_id"]["SUC"])
    assert identifier in set(after.decisions["kept_name"].dropna())  # whose name it is, so that it follows that row
    ids = ";".join(net.organisations.set_index("name")["org_id"][[SUC, "SUC"]])
    back, said = apply(f"no;{ids}", heading="answer;one_id;other_id", to=after)
    assert {SUC, "SUC"} <= _names(back)
    assert said[0].endswith(": kept apart.")


def test_a_name_chosen_for_what_is_merged_already_is_kept(apply: Apply) -> None:
    merged = combine.dedupe(sources.spreadsheet.read(CASES / "official-name" / "nom.xlsx"))
    assert _names(merged) == {"Université du Val de Saône", "Thermolys"}
    listed = review.merges(merged, merged)[["name", "into_name"]].to_numpy().tolist()
    assert sorted(listed) == [["Thermo-Lys", "Thermolys"], ["Univ. Val de Saône", "Université du Val de Saône"]]
    after, said = apply("même;Thermo-Lys;Thermolys;Thermo-Lys;", to=merged)
    assert said == ["Thermo-Lys and Thermolys were one organisation already; it is called Thermo-Lys."]
    assert "Thermo-Lys" in _names(after)


def test_a_hidden_head_gives_no_group_its_name(apply: Apply) -> None:
    rows = [("a", "Zorvex", None), ("b", "Zorvex Secret", "internal")]
    organisations = pd.DataFrame(rows, columns=["org_id", "name", "visibility"]).assign(kind="company")
    projects, taken = pd.DataFrame({"project_id": ["P"]}), pd.DataFrame({"project_id": ["P"], "org_id": ["a"]})
    after, _said = apply("groupe;a;b;;b", to=Network(organisations, projects, taken))
    (group,) = set(after.organisations["group_id"])
    assert "ecret" not in group


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([f"peut-être;SUC;{SUC};;"], "row 2, column réponse, value 'peut-être': this is no answer"),
        (["même;SUC;;;"], "row 2, column l'autre: the row has an answer, and does not say about whom"),
        (["même;SUC;Kapteo Mesure;;"], "names like it: Kapteo Mesures"),
        (["même;SUC;s.u.c.;;"], "row 2, column l'autre, value 's.u.c.': both are the same organisation"),
        ([f";SUC;{SUC};;"], "row 2, column réponse: this row names two organisations, and has no answer"),
        ([f"groupe;Kapteo;{KAPTEO};;SUC"], f"write Kapteo or {KAPTEO}"),
        ([f"même;SUC;{SUC};;", f"non;{SUC};SUC;;"], f"{SUC} and SUC: same (row 2); {SUC} and SUC: no (row 3)"),
        ([f"même;SUC;{SUC};;", f"groupe;{SUC};SUC;;"], f"{SUC} and SUC: same (row 2); {SUC} and SUC: group (row 3)"),
        (
            [f"groupe;Kapteo;{KAPTEO};;Kapteo", f"groupe;Kapteo;{KAPTEO};;{KAPTEO}"],
            f"group (Kapteo) (row 2); Kapteo and {KAPTEO}: group ({KAPTEO}) (row 3)",
        ),
        (["groupe;SUC;UVS;;SUC", "groupe;UVS;Kapteo;;UVS", "groupe;Kapteo;SUC;;Kapteo"], "(row 2); Kapteo and UVS"),
        ([f"même;SUC;{SUC};A;", f"même;SUC;{SUC};B;"], f"same (A) (row 2); {SUC} and SUC: same (B) (row 3)"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_row(apply: Apply, rows: list[str], says: str) -> None:
    with pytest.raises(PolegraphError) as refused:
        apply(*rows)
    assert says in " ".join(str(refused.value).split())


def test_the_sheet_that_was_written_is_read_back(net: Network, tmp_path: Path) -> None:
    with speaking("fr"):
        asked = review.proposals(net, net).assign(answer="même")
        asked = asked[asked["question"] != "origin"]
        asked.to_csv(tmp_path / "r.csv", index=False)
        decisions, said = answers.read([str(tmp_path / "r.csv")], net, net)
    assert len(said) == len(asked)
    assert decisions["kept_name"].isna().all()  # the names that stood there are those that are kept anyway
    assert set(decisions["answer"]) == {"yes"}
