from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.examples import tiny
from polegraph.stores import address, contents
from polegraph.stores.graph_database import partial, store
from polegraph.stores.location import Location, location

if TYPE_CHECKING:
    import pytest

    from polegraph.network import Network

WRITTEN = "neo4j://graph.example.org/research?dataset=anr"
PARSED = Location("neo4j://graph.example.org", "research", "anr")


def test_an_address_is_parsed_once_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind the door gets the parsed address, and parses nothing again."""
    handed: list[object] = []

    def note(*given: object, **_options: object) -> Network:
        handed.extend(one for one in given if isinstance(one, (str, Location)))
        return tiny()

    for name in ("read", "write", "update", "change"):
        monkeypatch.setattr(store, name, note)

    def note_list(place: object) -> list[str]:
        handed.append(place)
        return []

    monkeypatch.setattr(store, "sources", note_list)
    monkeypatch.setattr(store, "organisations", note_list)
    monkeypatch.setattr(partial, "read", note)
    address.read(WRITTEN)
    address.write(tiny(), WRITTEN)
    address.update(tiny(), WRITTEN)
    address.change(WRITTEN, lambda net: net)
    contents.held(WRITTEN)
    address.read_part(WRITTEN, audience="public")
    assert handed == [PARSED] * 7
    assert location(PARSED) is PARSED
