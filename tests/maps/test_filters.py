"""What is filtered on the page is what the command line says with the same options: every filter, and pairs of them."""

from __future__ import annotations

import itertools
import random
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pytest

from polegraph import Network, synergies
from polegraph.metrics.links import large_group_links
from polegraph.reports import state
from polegraph.tables import PHASES
from polegraph.vocabulary import LINK_STATUSES
from tests.maps.world import block, ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.maps.conftest import Opened, Written

    Show = Callable[..., Opened]
    Options = dict[str, Any]

_GAPS: Final = {
    "labs_without_sme": "lab_without_sme",
    "members_without_project": "member_without_project",
    "training_left_out": "training_body_left_out",
}
_READ: Final = """filters => {
  const none = { pole: "", region: "", theme: "", programme: "", since: "", until: "" };
  window.polegraph.filter({ ...none, ...filters });
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  const legend = [...document.querySelectorAll("#legend [data-entry*='/']")];
  const number = (entry) => Number(entry.querySelector(".number").textContent.replace(/\\D/g, ""));
  return {
    subtitle: text("#subtitle"), share: text("#legend .share p"), status: text("#status"),
    legend: Object.fromEntries(legend.map((entry) => [entry.dataset.entry, number(entry)])),
    answers: window.polegraph.answers(), table: window.polegraph.table(), shown: window.polegraph.shown(),
  };
}"""


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def _numbers(text: str) -> list[int]:
    return [int(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*", text)]


def _pressed(data: dict[str, Any], net: Network, options: Options) -> dict[str, str]:
    """Return in the page's own words what is asked of `select`."""
    filters: dict[str, str] = {}
    for name, value in options.items():
        if name == "phase":
            filters |= {"since": str(PHASES[value][0]), "until": str(PHASES[value][1])}
        elif name == "pole":
            filters[name] = str(sorted(net.poles["pole_id"]).index(value))
        elif name in {"theme", "programme"}:
            filters[name] = str(data["projects"][f"{name}s"].index(value))
        elif name == "region":
            filters[name] = str(data["organisations"]["regions"].index(value))
        else:
            filters[name] = str(value)
    return filters


def _agree(found: dict[str, Any], every: list[str], part: Network, *, told: bool) -> None:
    """Compare what the page says with what the tables say; projects without a year may have been left out before."""
    names = dict(zip(part.whole.organisations["org_id"], part.whole.organisations["name"], strict=True))
    links = large_group_links(part, draws=0)
    asked = {question: [every[row] for row, _, _ in rows] for question, rows in found["answers"].items()}
    near = links[links["status"] == "introduced"]
    assert asked["without_large"] == links.loc[links["status"] != "direct", "org_id"].tolist()
    assert asked["one_introduction"] == near["org_id"].tolist()
    notes = [note for _, note, _ in found["answers"]["one_introduction"]]
    assert notes == near["introducer_name"].tolist()
    for question in _GAPS.keys() & asked.keys():
        assert asked[question] == synergies.gap(part, _GAPS[question], draws=0)["org_id"].tolist(), question
    helpers = {every[row]: int(note) for row, note, _ in found["answers"]["introducers"]}
    assert helpers == near["introducer_id"].value_counts().to_dict()
    info = state.info(part)
    total = info[info["topic"] == "total"].set_index("item")["count"]
    said = [total["organisations"], total.get("projects", 0), part.collaboration_matrix().nnz // 2]
    if part.focus is not None and len(part.focus) < total["organisations"]:
        said.insert(1, len(part.focus))
    assert _numbers(found["subtitle"]) == said
    undated = re.findall(r"(\d+) project has no known year|(\d+) projects have no known year", found["status"])
    assert [int(one or other) for one, other in undated] == [part.undated] * (part.undated > 0 and not told)
    if len(links):
        assert _numbers(found["share"]) == [int((links["status"] == "direct").sum()), len(links)]
    _table(found, every, part, links, names)


def _table(found: dict[str, Any], every: list[str], part: Network, links: pd.DataFrame, names: dict[str, str]) -> None:
    whole, focus = part.whole, part.focus
    own = dict(zip(whole.org_index, np.asarray(whole.incidence.sum(axis=0)).ravel().tolist(), strict=True))
    partners = dict(zip(whole.org_index, np.diff(whole.collaboration_matrix().indptr).tolist(), strict=True))
    rows = {every[row[0]]: row[1:] for row in found["table"]}
    assert list(rows) == [every[row] for row in found["shown"]]
    status = dict(zip(links["org_id"], links["status"], strict=True))
    for org, cells in rows.items():
        assert cells[0] == names[org]
        if focus is None or org in focus:
            assert [int(cells[6]), int(cells[7])] == [own[org], partners[org]], org
            assert _WORDS[cells[5]] == status.get(org, _WORDS[cells[5]]), org
    if focus is None or set(rows) <= set(focus):
        assert set(rows) == set(part.org_index if focus is None else focus)
        counted = links["status"].value_counts()
        told = {name.split("/")[1]: number for name, number in found["legend"].items() if name.startswith("status/")}
        assert {name: told.get(name, 0) for name in LINK_STATUSES} == {
            name: counted.get(name, 0) for name in LINK_STATUSES
        }
        category = whole.category[whole.category["org_id"].isin(list(rows))]
        large = category.loc[category["size"].isin(["large", "not_sme"]), "unit"]
        assert told.get("large", 0) == large.nunique()


_WORDS: Final = {
    "Large group": "large",
    "SME that works with a large group": "direct",
    "SME one introduction away": "introduced",
    "SME further away": "far",
    "SME without a path to a large group": "unreachable",
    "SME without a partner": "no_partner",
    "SME without a project": "no_project",
    "Mid-cap company": "mid_cap",
    "Others: laboratories, public bodies, size not known…": "other",
}


def _pairs(values: dict[str, list[Any]]) -> Iterator[Options]:
    """Yield every filter alone with every value, and every two filters together with one value each."""
    for name, those in values.items():
        yield from ({name: value} for value in those)
    for (one, ones), (other, others) in itertools.combinations(values.items(), 2):
        if {one, other} <= {"phase", "since", "until"} and "phase" in {one, other}:
            continue  # both are years
        dice = random.Random(f"{one}{other}")
        yield {one: dice.choice(ones), other: dice.choice(others)}


def _compared(opened: Opened, page: str, net: Network, made: Options, asked: list[Options]) -> None:
    data = block(page, "data")
    every = data["organisations"]["id"]
    for options in asked:
        found = opened.page.evaluate(_READ, _pressed(data, net, options))
        try:
            _agree(found, every, net.select(**{**made, **options}), told="phase" in made)
        except AssertionError as error:
            error.add_note(f"{made} {options}")
            raise


def test_every_filter_and_pair_says_on_the_example_what_the_commands_say(
    show: Show, write: Written, centre: Network
) -> None:
    values: dict[str, list[Any]] = {
        "pole": sorted(centre.poles["pole_id"]),
        "phase": list(PHASES),
        "region": centre.organisations["region"].value_counts().index[:2].tolist(),
        "theme": centre.themes["label"].iloc[:1].tolist(),
        "programme": centre.projects["programme"].value_counts().index[:2].tolist(),
    }
    [cosmetic] = centre.poles.loc[centre.poles["name"] == "Cosmetic Valley", "pole_id"]
    asked = [{}, *({"pole": cosmetic, "phase": phase} for phase in PHASES), *_pairs(values)][::3]
    opened = show(centre)
    _compared(opened, write(centre).read_text(encoding="utf-8"), centre, {}, asked)
    for phase, (first, _last) in PHASES.items():  # as one presses it
        opened.page.evaluate(_READ, {})
        if opened.page.locator("#filters details").get_attribute("open") is None:
            opened.page.locator("#filters summary").click()
        opened.page.locator("#filter-pole").select_option(label="Cosmetic Valley")
        opened.page.get_by_role("button", name=f"Phase {phase}", exact=True).click()
        assert opened.page.locator("#filter-since").input_value() >= str(first)
        opened.page.get_by_role("button", name="SMEs without a large group").click()
        links = large_group_links(centre.select(pole=cosmetic, phase=phase), draws=0)
        number = int((links["status"] != "direct").sum())
        assert opened.status.startswith(f"{number} SMEs share no project with a large group.")
        assert opened.page.locator("#table [role=grid]").get_attribute("aria-rowcount") == str(number + 1)
        opened.page.get_by_role("button", name="SMEs without a large group").click()


def small(seed: int = 3) -> Network:
    """Build a network with groups, dissolved and hidden rows, unknown years, labels, and themes of one name."""
    dice = random.Random(seed)
    number, projects = 90, 60
    org = [f"o{at:02}" for at in range(number)]
    kinds = ["company"] * 6 + ["lab", "training_body", "public_body"]
    kind = [dice.choice(kinds) for _ in org]
    sizes = ["micro", "sme", "sme", "mid_cap", None]
    size = [dice.choice(sizes) if one == "company" else None for one in kind]
    group: list[str | None] = [None] * number
    groups = [("o01", "sme"), (None, "large"), ("Holding", "micro"), ("Holding", "not_sme")]
    for at, (of, what) in enumerate(groups):
        kind[at], group[at], size[at] = "company", of, what
    size[4], kind[4], group[5], kind[5], size[5] = "large", "company", "o04", "company", "sme"
    pick = random.Random(seed + 1)
    takes = {(f"p{at:02}", pick.choice(org)) for at in range(projects) for _ in range(pick.choice([1, 2, 2, 3]))}
    poles = [("P1", one) for one in org[::3]] + [("P2", one) for one in org[::4]]
    members = pd.DataFrame(poles, columns=["pole_id", "org_id"])
    members["until"] = pd.to_datetime(pd.Series(["2015-06-30" if at % 7 == 0 else None for at in range(len(members))]))
    years = [dice.choice([2006, 2010, 2015, 2020, 2024, None]) for _ in range(projects)]
    themes = [(f"p{at:02}", dice.choice(["t1", "t2", "t3"])) for at in range(projects)]
    organisations = pd.DataFrame({"org_id": org, "name": [f"Name {dice.randrange(50)} {one}" for one in org]})
    organisations = organisations.assign(
        kind=kind,
        size=pd.Series(size, dtype="str"),
        group_id=pd.Series(group, dtype="str"),
        region=pd.Series([dice.choice(["Bretagne", "Corse", None]) for _ in org], dtype="str"),
        visibility=[dice.choice(["public"] * 9 + ["internal"]) for _ in org],
        dissolved=pd.to_datetime(pd.Series(["2018-01-01" if at % 11 == 6 else None for at in range(number)])),
    )
    return Network(
        organisations=organisations,
        projects=pd.DataFrame(
            {
                "project_id": [f"p{at:02}" for at in range(projects)],
                "year": pd.array(years, dtype="Int64"),
                "programme": [dice.choice(["FUI", "ANR", None]) for _ in range(projects)],
                "visibility": [dice.choice(["public"] * 9 + ["internal"]) for _ in range(projects)],
            }
        ),
        participations=pd.DataFrame(sorted(takes), columns=["project_id", "org_id"]),
        poles=pd.DataFrame({"pole_id": ["P1", "P2"], "name": ["One", "Two"]}),
        memberships=members,
        labels=pd.DataFrame({"project_id": [f"p{at:02}" for at in range(0, projects, 5)], "pole_id": "P1"}),
        themes=pd.DataFrame({"theme_id": ["t1", "t2", "t3"], "label": ["Water", "Water", "Air"]}),
        project_themes=pd.DataFrame(themes, columns=["project_id", "theme_id"]),
    ).visible("public")


@pytest.mark.parametrize("made", [{}, {"pole": "P1"}, {"region": "Bretagne"}, {"phase": "III"}], ids=str)
def test_every_filter_and_pair_says_what_the_commands_say(show: Show, write: Written, made: Options) -> None:
    net = small()
    values: dict[str, list[Any]] = {
        "pole": ["P1", "P2"] if "pole" not in made else ["P1"],
        "phase": list(PHASES)[2:4] if "phase" not in made else ["III"],
        "region": ["Bretagne", "Corse"] if "region" not in made else ["Bretagne"],
        "theme": ["Water", "Air"],
        "programme": ["FUI", "ANR"],
        "since": [2015],
        "until": [2015],
    }
    part = net.select(**made)
    asked = [{}, *_pairs(values)]
    _compared(show(part), write(part).read_text(encoding="utf-8"), net, made, asked[:: 2 if made else 1])


def test_a_chain_to_a_group_may_end_at_a_subsidiary(show: Show) -> None:
    net = Network(
        organisations=pd.DataFrame(
            {
                "org_id": ["a", "b", "g", "s"],
                "name": ["Alpha", "Beta", "Big Group", "Sub"],
                "size": ["sme", "sme", "large", "sme"],
                "group_id": [None, None, None, "g"],
            }
        ).assign(kind="company"),
        projects=pd.DataFrame({"project_id": ["p", "q", "r"], "year": [2010, 2011, 2012]}),
        participations=pd.DataFrame({"project_id": list("ppqqrr"), "org_id": list("asabbg")}),
    )
    opened = show(net)
    page = opened.page
    for one, other in (("Alpha", "Big Group"), ("Big Group", "Alpha")):
        page.evaluate("number => window.polegraph.select(number)", ids(net).index(one[0].lower().replace("b", "g")))
        page.get_by_role("button", name="Find a chain to").click()
        page.keyboard.type(other)
        page.keyboard.press("Enter")
        assert f"{one} and {other} are 1 step apart, over" in opened.status
    assert "Sub (subsidiary of Big Group)" in _plain("".join(opened.names("#card .steps li")))
    assert page.locator('[data-entry="status/large"]').inner_text().split("\n") == ["Large group (2 companies)", "1"]
    page.evaluate("number => window.polegraph.select(number)", ids(net).index("s"))
    facts = dict(zip(opened.names("#card dt"), opened.names("#card dd"), strict=True))
    assert facts["Size"] == "large company (subsidiary of Big Group)"
