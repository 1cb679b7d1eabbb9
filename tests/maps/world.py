"""What the tests of the map share: the example, the data of a written page, and what an opened page shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph import Network
    from tests.maps.conftest import Opened

EXAMPLE = Path(__file__).parents[2] / "data" / "region-centre" / "region-centre.xlsx"


def block(text: str, name: str) -> Any:  # noqa: ANN401  # JSON
    """Read a block of data of a page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def ids(network: Network) -> list[str]:
    """Return the identifiers of organisations in the order of the page."""
    return sorted(network.org_index)


def shown(opened: Opened, network: Network) -> set[str]:
    """Return the identifiers of the organisations that the page shows."""
    every = ids(network)
    return {every[number] for number in opened.page.evaluate("window.polegraph.shown()")}


def links(opened: Opened, network: Network) -> set[frozenset[str]]:
    """Return the links that the page draws."""
    every = ids(network)
    return {frozenset((every[one], every[other])) for one, other, _ in opened.page.evaluate("window.polegraph.links()")}
