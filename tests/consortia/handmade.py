"""Consortia made by hand for each programme: one that passes, each way to fail, and what is not known.

A member is a few words: ``co lab uni pub asso ?`` its kind, ``micro sme mid large not_sme`` its size, ``lead partner
third associated`` its role, two capitals its country, ``@X`` its region, ``#X`` its group, a number its cost in
thousands of euros, and ``a`` with a number its aid.
"""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from polegraph.consortia import check
from polegraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: Final = {"co": "company", "lab": "lab", "uni": "training_body", "pub": "public_body", "asso": "association"}
SIZES: Final = {"micro": "micro", "sme": "sme", "mid": "mid_cap", "large": "large", "not_sme": "not_sme"}
ROLES: Final = {"lead": "coordinator", "partner": "partner", "third": "third_party", "associated": "associated"}


class Case(NamedTuple):
    """A consortium, and the rules that it does not surely meet."""

    members: str
    failed: str = ""
    unknown: str = ""
    labels: Sequence[str] | None = None
    home: str | None = None
    day: date = date(2025, 6, 1)


def organisations(members: str, before: str = "") -> pd.DataFrame:
    """Return members as a table, in their order, with a word before their identifiers and groups."""
    rows = []
    for number, words in enumerate(members.split(";")):
        name = f"{before}{number}"
        row: dict[str, Any] = {"org_id": name, "name": name, "kind": "other"}
        for word in words.split():
            row |= _meant(word)
        rows.append(row)
    columns = ["org_id", "name", "kind", "size", "role", "country", "region", "group_id", "cost", "funding"]
    table = pd.DataFrame(rows).reindex(columns=columns)
    return table.assign(group_id=before + table["group_id"].astype("str"))


def _meant(word: str) -> dict[str, Any]:
    for column, ways in (("kind", KINDS), ("size", SIZES), ("role", ROLES)):
        if word in ways:
            return {column: ways[word]}
    for sign, column in (("@", "region"), ("#", "group_id")):
        if word.startswith(sign):
            return {column: word[1:]}
    if word.lstrip("a").isdigit():
        return {"funding" if word[0] == "a" else "cost": 1000.0 * int(word.lstrip("a"))}
    return {} if word == "?" else {"country": word}


def network(tables: Sequence[pd.DataFrame]) -> Network:
    """Return a network of organisations without a project, and a pôle in Bretagne."""
    columns = ["org_id", "name", "kind", "size", "country", "region", "group_id"]
    return Network(
        organisations=pd.concat(tables)[columns],
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
        poles=pd.DataFrame({"pole_id": ["pole"], "name": ["Pôle"], "region": ["Bretagne"]}),
    )


@cache
def everybody() -> tuple[Network, dict[tuple[str, int], pd.DataFrame]]:
    """Return one network of the members of all cases, and those of each case."""
    of = {
        (rules, number): organisations(case.members, f"{rules}-{number}-")
        for rules, cases in CASES.items()
        for number, case in enumerate(cases)
    }
    return network(list(of.values())), of


def checked(rules: str, number: int) -> pd.DataFrame:
    """Return the check of a case."""
    net, of = everybody()
    case, members = CASES[rules][number], of[rules, number][["org_id", "role", "cost", "funding"]]
    return check(net, members, rules, day=case.day, labels=case.labels, home=case.home, observe=False)


_fui = partial(Case, labels=("pole",), day=date(2015, 3, 1))
_in_2018 = partial(Case, day=date(2018, 3, 1))

CASES: Final[dict[str, list[Case]]] = {
    "h2020-ria": [
        _in_2018("lab FR lead; co DE partner; uni CH partner"),
        _in_2018("lab FR lead; co FR partner; uni DE partner", failed="three_countries"),
        _in_2018("lab FR lead; co US partner; uni DE partner", failed="three_countries"),
        _in_2018("lab FR lead; co DE partner; uni IT third", failed="three_countries"),
        _in_2018("co FR lead #g; co DE partner #g; uni IT partner", failed="three_countries"),
        _in_2018("lab FR lead; co DE partner; uni partner", unknown="three_countries"),
        # Tunisia was associated in 2016
        Case("lab FR lead; co DE partner; uni TN partner", failed="three_countries", day=date(2015, 1, 1)),
        _in_2018("lab FR lead; co DE partner; uni TN partner"),
        # one group in three countries leaves one country to each of the others, and they share theirs
        _in_2018("co FR lead #g; co DE #g; co IT #g; lab FR; uni FR", failed="three_countries"),
    ],
    "horizon-ria": [
        Case("lab FR lead; co DE partner; uni NO partner"),
        Case("lab NO lead; co IL partner; uni TR partner", failed="one_member_state"),
        Case("lab FR lead; co FR partner; uni DE partner", failed="three_countries"),
        Case("co FR lead #g; co DE #g; co IT #g", failed="three_countries"),
        Case("lab FR lead; co DE partner; uni US partner", failed="three_countries"),
        Case("lab FR lead; co DE; uni associated IT", failed="three_countries"),
        Case("lab FR lead; co DE; uni", unknown="three_countries"),
        Case("lab lead; co; uni", unknown="three_countries one_member_state"),
        Case("lab NO lead; co TR; uni IL; asso", unknown="one_member_state"),
        # the United Kingdom is associated from 2024
        Case("lab FR lead; co DE; uni UK", failed="three_countries", day=date(2023, 6, 1)),
        Case("lab FR lead; co DE; uni UK"),
    ],
    "horizon-ia": [
        Case("co FR lead; co DE; co CA"),
        Case("co CH lead; co NO; co KR", failed="one_member_state"),
        Case("co FR lead; co DE", failed="three_countries"),
        Case("co FR lead; co DE; co CN", failed="three_countries"),
        Case("co FR lead; co DE; co", unknown="three_countries"),
        Case("co CH lead; co NO; co; co KR", unknown="one_member_state"),
    ],
    "horizon-csa": [
        Case("asso FR lead"),
        Case("asso RS lead; asso US"),
        Case("asso US lead", failed="one_organisation"),
        Case("asso US lead; asso FR third", failed="one_organisation"),
        Case("asso lead", unknown="one_organisation"),
        Case("asso CH lead", failed="one_organisation", day=date(2024, 6, 1)),
    ],
    "eic-pathfinder": [
        Case("lab FR lead; co DE; uni IL"),
        Case("lab FR lead; co DE", failed="three_countries"),
        Case("lab FR lead; co DE; uni CA", failed="three_countries"),  # Pillar II alone
        Case("lab NO lead; co IL; uni CH", failed="one_member_state"),
        Case("lab FR lead; co DE; uni", unknown="three_countries"),
        Case("lab NO lead; co IL; uni CH; asso", unknown="one_member_state"),
    ],
    "eureka": [
        Case("co FR lead 600; co DE 400"),
        Case("co FR lead 600; co FR 400", failed="two_countries part_country"),
        Case("co FR lead #g 500; co DE #g 500", failed="two_countries part_organisation"),
        Case("co FR lead 800; co DE 200", failed="part_organisation part_country"),
        Case("co FR lead 400; co FR 400; co DE 200", failed="part_country"),
        Case("co FR lead; co DE 200", unknown="part_organisation part_country"),
        Case("co FR lead 500; co 500", unknown="two_countries part_country"),
        Case("co FR lead 70; co DE 30"),
    ],
    "eurostars": [
        Case("co sme FR lead 600; lab DE 400"),
        Case("lab FR lead 400; co sme DE 600", failed="sme_leads"),
        Case("co large FR lead 300; co sme DE 700", failed="sme_leads"),
        Case("co sme FR lead 300; lab DE 700", failed="sme_half"),
        Case("co sme FR lead 500; lab FR 500", failed="two_countries part_country"),
        Case("co sme FR lead 800; lab DE 200", failed="part_organisation part_country"),
        Case("co sme SG lead 600; lab ZA 400", failed="european"),
        Case("co FR lead 600; lab DE 400", unknown="sme_leads sme_half"),
        Case("co sme FR lead; lab DE", unknown="sme_half part_organisation part_country"),
        Case("co sme SG lead 600; lab 400", unknown="two_countries european part_country"),
        # a group's subsidiary has the size of the group
        Case("co sme FR lead #g 600; lab DE 300; co large DE #g 100", failed="sme_leads sme_half"),
    ],
    "interreg": [
        Case("pub FR lead; pub ES"),
        Case("pub FR lead; pub CH"),
        Case("pub FR lead; pub FR", failed="two_countries"),
        Case("pub CH lead; pub NO", failed="one_member_state"),
        Case("pub FR partner; pub ES partner", failed="lead_partner"),
        Case("pub FR lead; pub ES lead", failed="lead_partner"),
        Case("pub FR lead; pub", unknown="two_countries"),
        Case("pub CH lead; pub; pub NO", unknown="one_member_state"),
        Case("pub FR; pub ES", unknown="lead_partner"),
    ],
    "fui": [
        _fui("co sme lead 400 @Bretagne; co large 300 @Bretagne; lab 300 @Occitanie"),
        _fui("co sme lead 400 @Bretagne; lab 300 @Bretagne", failed="two_companies"),
        _fui("co sme lead 400 @Bretagne #g; co 300 @Bretagne #g; lab 700 @Bretagne", failed="two_companies"),
        _fui("co lead 400 @Bretagne; co 300 @Bretagne; asso 300 @Bretagne", failed="research_or_training"),
        _fui("co 400 @Bretagne; co 300 @Bretagne; lab 300 lead @Bretagne", failed="company_leads"),
        Case(
            "co lead 400 @Bretagne; co 300 @Bretagne; lab 300 @Bretagne",
            failed="label",
            labels=[],
            home="Bretagne",
            day=date(2015, 3, 1),
        ),
        _fui("co lead 400 @Occitanie; co 300 @Occitanie; lab 300 @Bretagne", failed="at_home"),
        _fui("co lead 800 @Bretagne; co 100 @Bretagne; lab 100 @Bretagne", failed="part_organisation"),
        Case(
            "co lead 400 @Bretagne; co 300 @Bretagne; lab 300 @Bretagne", unknown="label at_home", day=date(2015, 3, 1)
        ),
        _fui("co lead 400 @Bretagne; ? 300 @Bretagne; lab 300 @Bretagne", unknown="two_companies"),
        _fui("co @Bretagne 1; co @Bretagne 1; lab @Bretagne 1", unknown="company_leads"),
        _fui(
            "co lead @Bretagne; co 300 @Bretagne; ? 300 @Occitanie",
            unknown="research_or_training part_organisation",
        ),
    ],
    "pspc": [
        Case("co lead 2500; co 1000; lab 1000"),
        Case("co lead 2500; lab 1000; asso 1500", failed="two_companies"),
        Case("co lead 2500; co 1500", failed="research"),
        Case("co 2500; co 1000; lab 1000 lead", failed="company_leads"),
        Case("co lead 2000; co 1000; lab 900", failed="cost"),
        Case("co lead 3200; co 400; lab 400", failed="part_organisation"),
        Case("co lead 2000; co 1000; lab 2000", failed="research_share"),
        Case("co lead 2500; co; lab 1000", unknown="cost part_organisation"),
        Case("? lead 2500; co 1000; lab 1000", unknown="two_companies company_leads research_share"),
        Case("co lead 2500; co 1000; ? 1000", unknown="research"),
    ],
    "i-demo": [
        Case("co sme lead 2500; lab 1500"),
        Case("co sme lead 4000", failed="two_partners part_organisation"),
        Case("; ".join(["co sme lead 1000", *["co sme 1000"] * 6]), failed="six_partners"),
        Case("co large lead 2500; lab 1500", failed="sme_or_mid_cap"),
        Case("co sme 2500; lab 1500 lead", failed="company_leads"),
        Case("co mid lead 2000; lab 1500", failed="cost"),
        Case("co sme lead 3500; lab 500", failed="part_organisation"),
        Case("co not_sme lead 2500; lab 1500", unknown="sme_or_mid_cap"),
        Case("co sme lead; lab 1500", unknown="cost part_organisation"),
        Case("co sme 2500; lab 1500", unknown="company_leads"),
        Case("co sme lead 2500; co large 1500 #g; co sme 100 #g"),
    ],
    "i-demo-regional": [
        Case("co sme lead 1000 @Bretagne; co large 500; lab 500", home="Bretagne"),
        Case("co sme lead 1000 @Bretagne; lab 500", failed="two_companies", home="Bretagne"),
        Case("co large lead 1000 @Bretagne; co large 500; lab 500", failed="sme_or_mid_cap", home="Bretagne"),
        Case("co sme lead 1000 @Bretagne; co large 500", failed="research", home="Bretagne"),
        Case(
            "co sme lead 500 @Bretagne; co 300; lab 300; lab 300; lab 300; lab 300",
            failed="five_partners",
            home="Bretagne",
        ),
        Case("co sme lead 1000 @Occitanie; co 500 @Occitanie; lab 500 @Occitanie", failed="at_home", home="Bretagne"),
        Case("co sme lead 3000 @Bretagne; co 1000; lab 500", failed="cost", home="Bretagne"),
        Case("co sme lead 300 @Bretagne; co 100; lab 500", failed="cost", home="Bretagne"),
        Case("co sme lead 1000 @Bretagne; co 500; lab 500", unknown="at_home"),
        Case("co lead 1000 @Bretagne; co 500; lab", unknown="sme_or_mid_cap cost", home="Bretagne"),
        Case("co sme lead 1000 @Bretagne; ? 500; ? 500", unknown="two_companies research", home="Bretagne"),
    ],
    "anr-prc": [
        Case("lab FR lead; uni FR"),
        Case("lab FR lead; co DE"),
        Case("lab FR lead", failed="two_partners"),
        Case("co FR lead; co DE", failed="french_research"),
        Case("lab DE lead; co FR", failed="french_research"),
        Case("lab lead; co FR", unknown="french_research"),
        Case("? FR lead; co FR", unknown="french_research"),
        Case("lab FR lead; lab FR third", failed="two_partners"),
    ],
    "anr-prce": [
        Case("lab FR lead; co FR"),
        Case("lab FR lead; lab FR", failed="french_company"),
        Case("lab FR lead; co DE", failed="french_company"),
        Case("co FR lead; co FR", failed="french_research"),
        Case("co FR lead; lab DE", failed="french_research"),
        Case("lab FR lead; co", unknown="french_company"),
        Case("co FR lead; lab", unknown="french_research"),
    ],
    "region-rd": [
        Case("co lead a100 @Bretagne; lab a100 @Occitanie", home="Bretagne"),
        Case("co lead a100 @Bretagne", failed="two_partners", home="Bretagne"),
        Case("co lead a100 @Occitanie; lab a100 @Bretagne", failed="company_at_home", home="Bretagne"),
        Case("co lead a100 @Bretagne; lab a200 @Occitanie", failed="aid_at_home", home="Bretagne"),
        Case("co lead a100 @Bretagne; lab a200", unknown="aid_at_home", home="Bretagne"),
        Case("co lead a100 @Bretagne; lab a100 @Bretagne", unknown="company_at_home aid_at_home"),
        Case("co lead a100; lab a100 @Bretagne", unknown="company_at_home", home="Bretagne"),
    ],
    "policy-minimum": [
        Case("co; co; lab"),
        Case("co; co; uni"),
        Case("co; lab", failed="two_companies"),
        Case("co #g; co #g; lab", failed="two_companies"),
        Case("co; co; asso", failed="research_or_training"),
        Case("co; co; lab third", failed="research_or_training"),
        Case("co; ?; lab", unknown="two_companies"),
        Case("co; co; ?", unknown="research_or_training"),
        # one organisation of unknown kind could be the laboratory or the second company: each rule alone is unknown
        Case("co; ?", unknown="two_companies research_or_training"),
    ],
}
