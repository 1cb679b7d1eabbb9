"""What the paper says: the numbers of the commands, in the order of reading, and nothing that is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import polegraph as pg
from polegraph import metrics, outcomes, scorecards, support, synergies
from polegraph.examples import tiny
from polegraph.i18n import speaking
from polegraph.reports.paper import html
from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Picture, Table, cell
from polegraph.reports.paper.content import cards, document, gaps, links, method, year
from polegraph.reports.paper.content.material import Material
from tests.examples import centre
from tests.planted import planted

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Document, Section

ORDER = ["year", "links", "gaps", "outcomes", "support", "training", "evolution", "method"]
POLE = "s2e2"


def network() -> pg.Network:
    return centre().visible("public").on("2026-06-30")


@pytest.fixture(scope="module")
def paper() -> Document:
    return document(network(), pole="S2E2", year=2025, draws=2)


def of(paper: Document, name: str) -> Section:
    return next(section for section in paper.sections if section.name == name)


def tables(section: Section) -> list[Table]:
    return [
        block.behind if isinstance(block, Picture) else block
        for block in section.blocks
        if isinstance(block, (Table, Picture))
    ]


def titled(section: Section, start: str) -> Table:
    return next(table for table in tables(section) if start in table.title)


def said(paper: Document) -> str:
    """Return all words and numbers of a paper."""
    texts = [paper.title, paper.subtitle, paper.foot, *(part for pair in paper.about for part in pair)]
    for section in paper.sections:
        texts.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                texts.append(block.text)
            elif isinstance(block, KeyFigures):
                texts += [text for one in block.figures for text in (one.label, one.text, one.mark_text, *one.beside)]
            elif isinstance(block, Picture):
                texts += [block.title, block.alt, block.svg.decode()]
        for table in tables(section):
            texts += [table.title, table.note, table.frame.to_csv()]
    return "\n".join(texts)


def lead(section: Section) -> str:
    first = section.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.lead
    return first.text


def test_sections_stand_in_the_order_of_reading_and_open_with_their_finding(paper: Document) -> None:
    assert [section.name for section in paper.sections] == ORDER
    assert all(lead(section).endswith(".") for section in paper.sections)
    assert paper.title == "S2E2"
    assert dict(paper.about)["fingerprint of the data"] == network().fingerprint


def test_figures_are_those_of_the_scorecard(paper: Document) -> None:
    card = scorecards.scorecard(network(), pole=POLE, year=2025, draws=2).set_index("indicator")
    figures = next(block for block in of(paper, "year").blocks if isinstance(block, KeyFigures)).figures
    assert len(figures) == year.MOST
    for one in figures:
        value = card["value"][one.name]
        assert one.value == (None if pd.isna(value) else value)
        if pd.notna(card["target"][one.name]) and pd.notna(value):
            assert one.mark == ("met" if value >= card["target"][one.name] else "missed")
    shares = titled(of(paper, "year"), "All indicators of 2025: shares")
    expected = card.loc[card["unit"] == "share", "value"]
    assert shares.frame["value"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
    assert shares.units["value"] == "share"


def test_ten_figures_are_those_with_a_target_then_a_fixed_list() -> None:
    card = scorecards.scorecard(network(), pole=POLE, year=2025, draws=0)
    ten = year.chosen(card)["indicator"].tolist()
    aimed = card.loc[card["target"].notna(), "indicator"].tolist()
    assert ten == aimed[:10]
    none = card.assign(target=float("nan"))
    known = set(card.loc[card["value"].notna(), "indicator"])
    assert year.chosen(none)["indicator"].tolist() == [name for name in year.THEN if name in known][:10]


def test_links_are_those_of_the_command(paper: Document) -> None:
    table = metrics.large_group_links(network().select(pole=POLE), draws=2)
    count = table["status"].value_counts()
    sentence = "{} of {} SMEs work with a large group; {} are one introduction away."
    expected = sentence.format(count["direct"], len(table), count["introduced"])
    assert lead(of(paper, "links")) == expected
    drawn = titled(of(paper, "links"), "SMEs by their link")
    assert drawn.frame["SMEs"].sum() == len(table)
    made = titled(of(paper, "links"), "The introductions worth making")
    assert made.most == links.MADE
    first = table[table["status"] == "introduced"].iloc[0]
    assert made.frame.iloc[0, 0] == first["name"]
    assert made.frame["introduced by"].iloc[0] == first["introducer_name"]


def test_nobody_is_introduced_against_its_will() -> None:
    net = tiny()
    free = links.to_make(Material(net, draws=0))
    assert free["by_id"].tolist() == ["LAB", "LAB"]
    shy = net.with_tables(organisations=net.organisations.assign(opt_out=net.organisations["org_id"] == "SME1"))
    assert links.to_make(Material(shy, draws=0))["sme_id"].tolist() == ["SME2"]


def test_gaps_are_those_of_the_command_the_surest_first(paper: Document) -> None:
    table = synergies.summary(network().select(pole=POLE), draws=2).set_index("what")
    shown = titled(of(paper, "gaps"), "The gaps").frame.set_index("gap")
    assert shown["observed"].to_dict() == pytest.approx(table["observed"].to_dict())
    ranked = gaps.ranked(Material(network(), pole=POLE, draws=2).gaps)
    assert ranked["sure"].tolist() == sorted(ranked["sure"], reverse=True)
    assert (ranked.loc[ranked["sure"], "q_value"] <= 0.05).all()


def test_outcomes_and_projects_to_ask_are_those_of_the_command(paper: Document) -> None:
    part, section = network().select(pole=POLE), of(paper, "outcomes")
    all_ = outcomes.summary(part).iloc[0]
    assert lead(section).startswith(f"{all_['with_outcome']} of {all_['projects']} projects have an outcome on record")
    kinds = titled(section, "Outcomes on record").frame
    assert kinds.set_index("outcome")["number"]["patents"] == all_["patents"]
    shown = titled(section, "Outcome rate by the shape").frame
    rates = outcomes.summary(part, "shape")
    expected = rates.loc[rates["projects"] > 0, "rate"].tolist()
    assert shown["share with an outcome"].tolist() == pytest.approx(expected, nan_ok=True)
    asked = outcomes.follow_up(part)
    assert titled(section, "to ask").frame["project"].tolist() == asked["acronym"].tolist()


def test_support_is_that_of_the_command(paper: Document) -> None:
    part, section = network().select(pole=POLE), of(paper, "support")
    needs, matches = support.summary(part, ["domain"]), support.matches(part)
    assert lead(section).startswith(f"{needs['met'].sum()} of {needs['needs'].sum()} needs are met")
    assert titled(section, "by domain").frame["needs"].sum() == needs["needs"].sum()
    proposed = titled(section, "Who could meet which need").frame
    assert proposed["who offers it"].tolist() == matches.loc[matches["assigned"], "offer_name"].tolist()


def test_evolution_is_that_of_the_command_with_its_chance(paper: Document) -> None:
    table = metrics.evolution(network().select(pole=POLE), draws=2)
    shown = titled(of(paper, "evolution"), "The phases in numbers").frame.set_index("indicator")
    for column, name in (
        ("organisations", "organisations"),
        ("average_clustering_expected", "average clustering, by chance"),
    ):
        assert shown.T[name].tolist() == pytest.approx(table[column].tolist()), column


def test_training_bodies_stand_apart_or_do_not(paper: Document) -> None:
    net = network().select(pole=POLE)
    left = synergies.gap(net, "training_body_left_out", draws=0)
    apart = [table for table in tables(of(paper, "training")) if "stand apart" in table.title]
    assert sorted(name for table in apart for name in table.frame["training body"]) == sorted(left["name"])


def test_no_identifier_is_printed_and_headings_are_no_names_of_columns(paper: Document) -> None:
    for section in paper.sections:
        for table in tables(section):
            cells = [cell(value) for column in table.frame for value in table.frame[column]]
            assert not [text for text in cells if re.search(r"ORG-\d|\bP-\d{4}-\d", text)], table.title
            assert not [name for name in table.frame if "_" in str(name)], table.title
            assert table.frame.columns.is_unique
            assert set(table.units) <= set(table.frame.columns), table.title


def test_invented_data_are_said_to_be(paper: Document) -> None:
    assert "Invented data" in paper.foot
    real = tiny().organisations.assign(name=["A", "B", "C", "D", "Inventive SAS"])
    assert method.invented(tiny().with_tables(organisations=real)) == ""


def test_where_nothing_is_on_record_it_is_unknown_and_not_zero() -> None:
    net = pg.Network(
        organisations=pd.DataFrame({"org_id": ["A", "B"], "name": ["A", "B"]}),
        projects=pd.DataFrame({"project_id": ["P"]}),
        participations=pd.DataFrame({"project_id": ["P", "P"], "org_id": ["A", "B"]}),
    )
    paper = document(net, draws=2)
    for name in ("links", "outcomes", "support", "training", "evolution"):
        assert "unknown" in lead(of(paper, name)), name
    figures = next(block for block in of(paper, "year").blocks if isinstance(block, KeyFigures)).figures
    assert {one.name for one in figures if one.value is not None} == {"organisations", "projects"}
    shown = titled(of(paper, "gaps"), "The gaps").frame.set_index("gap")["observed"]
    known = shown.dropna().index.tolist()
    assert known == ["pairs of communities with fewer common projects than other communities have"]


def test_a_notice_is_read_first_and_stands_in_the_foot_as_a_sentence_of_its_own() -> None:
    paper = document(tiny().on("2024-12-31"), draws=0, notice="Not to be cited.")
    assert paper.notice == "Not to be cited."
    assert paper.foot == "May be made public · Not to be cited."
    page = html.render(paper).decode()
    assert page.index('<p class="notice">Not to be cited.</p>') < page.index("<nav")


def test_a_share_beside_its_target_is_so_many_points_away() -> None:
    row = {"value": 0.5, "target": 0.55, "trend": None, "indicator": "sme_linked_share", "unit": "share"}
    assert year._mark(row) == ("missed", "target missed by 5.0\u00a0points")  # noqa: SLF001  # the rule itself
    card = pd.DataFrame([{**row, "what": "linked", "gap": -0.05, "last_year": 0.4, "trend": 0.1}])
    card[["low", "high", "rank", "of", "expected", "note"]] = None
    (table,) = cards.whole(card, 2024)
    assert set(table.units.values()) == {"share", "points"}
    assert [cell(table.frame[name][0], unit) for name, unit in table.units.items() if unit == "points"] == [
        "-5.0\u00a0points",
        "10.0\u00a0points",
    ]


def test_a_year_after_the_last_on_record_is_unknown() -> None:
    section = year.section(Material(tiny().on("2024-12-31"), draws=0))
    assert "no project after 2020 is on record" in lead(section)


def test_the_only_pole_has_its_scorecard() -> None:
    net = tiny().with_tables(
        poles=pd.DataFrame({"pole_id": ["D"], "name": ["Dream"]}),
        memberships=pd.DataFrame({"pole_id": ["D", "D"], "org_id": ["SME1", "LAB"]}),
    )
    section = year.section(Material(net.on("2020-12-31"), year=2020, draws=0))
    assert lead(section) == "Dream: no target is on record for 2020; the figures stand beside those of 2019."


def test_two_papers_are_the_same_and_rows_do_not_matter() -> None:
    net = tiny().on("2024-01-01")
    turned = pg.Network(**{name: table.iloc[::-1] for name, table in net.tables.items() if len(table)}).on("2024-01-01")
    one, other = (document(each, draws=2) for each in (net, turned))
    assert said(one) == said(other)
    pictures = [
        [block.png for section in each.sections for block in section.blocks if isinstance(block, Picture)]
        for each in (one, other)
    ]
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 1


def test_in_french_numbers_and_words_are_french() -> None:
    with speaking("fr"):
        paper = document(network(), pole=POLE, year=2025, draws=0)
    assert paper.language == "fr"
    figures = next(block for block in of(paper, "year").blocks if isinstance(block, KeyFigures)).figures
    assert figures[0].label == "Adhérents au dernier jour de l'année"
    assert any(one.text.endswith("\u202f%") for one in figures)


@pytest.mark.parametrize(("audience", "pole"), [("public", "poles both public"), ("members", None)])
def test_nothing_hidden_is_said(audience: str, pole: str | None) -> None:
    world = planted()
    asked = None if pole is None else world.ids[pole]
    text = said(document(world.network, pole=asked, audience=audience, draws=2))  # type: ignore[arg-type]
    assert world.narrower(audience, text) == []
    assert len(world.known(text)) > 10  # what looks for markers does find those that may be seen
