"""What an audience may not see still keeps apart, and is not told."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from polegraph.meetings import plan
from polegraph.meetings.pairs import allowed
from polegraph.meetings.participants import gathered
from polegraph.meetings.timetable import timetable
from tests.meetings.guests import DAY, NAMES, guests

if TYPE_CHECKING:
    from polegraph.network import Network

HIDDEN = {"public": ("members", "internal"), "members": ("internal",)}
SECRET = ("Labo", "Filiale", "Timide", "Partie", "Grand")


def secretive(visibility: str, *names: str, projects: tuple[str, ...] = ()) -> Network:
    """Return the guests, with some organisations and projects that not everybody may see."""
    net = guests()
    organisations = net.organisations
    organisations["visibility"] = np.where(organisations["name"].isin(names), visibility, "public")
    chosen = net.projects.assign(visibility=np.where(net.projects["project_id"].isin(projects), visibility, "public"))
    return net.with_tables(organisations=organisations, projects=chosen).on(DAY)


def met(found: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in zip(found["name_a"], found["name_b"], strict=True)}


def told(found: pd.DataFrame) -> str:
    """Return all that a plan says, but for the names that the list of participants gives."""
    columns = ["org_id_a", "org_id_b", "reasons", "reasons_b", "topics", "evidence_projects", "asked_by"]
    listed = [str(one["org_id"]) for one in found.attrs["participants"]]
    return " ".join([*found[columns].fillna("").astype(str).to_numpy().ravel(), *listed, *found.attrs["notes"]])


def may_meet(net: Network) -> set[tuple[str, str]]:
    """Return the pairs that may meet: what a plan chooses from."""
    people = gathered(net, NAMES, timetable(1, "09:00", 20))
    pairs = allowed(net, people, two_sided=False)
    ends = [[people.names[at] for at in side.tolist()] for side in (pairs.one, pairs.other)]
    return {(min(pair), max(pair)) for pair in zip(*ends, strict=True)}


@pytest.mark.parametrize(("audience", "visibility"), [(one, two) for one in HIDDEN for two in HIDDEN[one]])
def test_the_same_pairs_may_meet_for_every_audience(audience: str, visibility: str) -> None:
    whole = may_meet(guests())
    assert ("Atelier", "Bois") in whole
    assert ("Atelier", "Labo") not in whole
    for number in (1, len(SECRET)):
        for names in combinations(SECRET, number):
            net = secretive(visibility, *names)
            assert may_meet(net.visible(audience)) == whole, names  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", ["public", "members"])
def test_partners_in_a_hidden_project_are_partners(audience: str) -> None:
    net = secretive("internal", projects=("P1", "P2"))
    seen = net.visible(audience)  # type: ignore[arg-type]
    assert met(plan(seen, NAMES, slots=12)) == met(plan(net, NAMES, slots=12))
    found = plan(seen, pd.DataFrame({"participant": ["Atelier", "Labo"], "wants": ["Labo", ""]}), slots=1)
    assert len(found) == 1  # they ask for it, whatever is known
    assert "partners already" not in told(found)
    assert not any(one in told(found) for one in ("P1", "P2", "UN", "DEUX"))


def test_what_was_not_chosen_keeps_apart_as_well() -> None:
    net = guests()
    assert frozenset({"Atelier", "Labo"}) not in met(plan(net.select(since=2021), NAMES, slots=12))


@pytest.mark.parametrize("audience", ["public", "members"])
def test_nothing_of_what_is_hidden_is_told(audience: str) -> None:
    # By numbers and other names, which the plan must not turn into theirs.
    net = secretive("internal", *SECRET, projects=("P1", "P2"))
    numbers = pd.Series({"L": "199712345A", "H": "552100554"})
    organisations = net.organisations
    organisations["rnsr"] = organisations["org_id"].map(numbers.filter(["L"]))
    organisations["siren"] = organisations["org_id"].map(numbers.filter(["H"]))
    aliases = pd.DataFrame({"org_id": ["T"], "name": ["Discret"], "source": ["own"], "rows": [1]})
    seen = net.with_tables(organisations=organisations, aliases=aliases).on(DAY).visible(audience)  # type: ignore[arg-type]
    asked = ["Atelier", "Bois", "Chimie", "École", "Grand", *numbers, "Discret", "Partie"]
    found = plan(seen, pd.DataFrame({"participant": asked, "wants": ["552100554", *[""] * 8]}), slots=12)
    pairs = met(found)
    assert not {frozenset(pair) for pair in (("Atelier", "199712345A"), ("Grand", "552100554"), numbers)} & pairs
    assert not {one for pair in pairs for one in pair} & {"Discret", "Partie"}
    assert frozenset({"Atelier", "552100554"}) in pairs
    text = told(found)
    for hidden in ("Labo", "Filiale", "Timide", "P1", "P2", "UN", "DEUX", "undisclosed", "Dissolved", "own group"):
        assert hidden not in text, hidden
    assert {"L", "H", "T", "P", "G"}.isdisjoint(one["org_id"] for one in found.attrs["participants"])


@pytest.mark.parametrize("audience", ["public", "members"])
def test_what_is_said_does_not_depend_on_what_is_hidden(audience: str) -> None:
    """Somebody hidden and somebody unknown are told alike, and so is a plan that keeps someone apart or nobody."""
    notes = []
    for network in (secretive("internal", "Labo"), secretive("internal", "Labo", projects=("P1", "P2"))):
        seen = network.visible(audience)  # type: ignore[arg-type]
        for who in ("Labo", "Inconnu"):
            said = plan(seen, ["Atelier", "Bois", who], slots=3).attrs["notes"]
            notes.append([one.replace(who, "…") for one in said])
    assert notes[0]
    assert all(one == notes[0] for one in notes)
    assert not any("all that the network holds" in one for one in plan(guests(), ["Atelier", "Bois"]).attrs["notes"])


def test_a_name_that_several_may_have_is_any_of_them() -> None:
    net = secretive("internal", "Labo", "Timide")
    organisations = net.organisations
    organisations.loc[organisations["name"] == "Labo", "name"] = "Centre Nord"
    organisations.loc[organisations["name"] == "Timide", "name"] = "Centre Sud"
    organisations["opt_out"] = None
    seen = net.with_tables(organisations=organisations).on(DAY).visible("public")
    assert met(plan(seen, ["Atelier", "Bois", "Centre"], slots=3)) == {
        frozenset({"Atelier", "Bois"}),
        frozenset({"Bois", "Centre"}),
    }


def test_a_hidden_namesake_of_who_is_seen_counts() -> None:
    net = secretive("internal", "Labo")
    organisations = net.organisations
    organisations.loc[organisations["name"] == "Labo", "name"] = "Bois"  # its namesake, a partner of Atelier
    seen = net.with_tables(organisations=organisations).on(DAY).visible("public")
    assert len(plan(seen, ["Atelier", "Bois"], slots=1)) == 0
    assert len(plan(seen, ["Atelier", "B"], slots=1)) == 1  # the identifier means one alone
