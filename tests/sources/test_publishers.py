"""The table of publishers: what it names can be read, checked and imported."""

from __future__ import annotations

import pytest

from polegraph.cli.importing import import_
from polegraph.sources import READERS, reader


def test_whatever_can_be_checked_can_be_imported_too() -> None:
    assert set(import_.commands) == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_every_publisher_has_a_reader(name: str) -> None:
    assert reader(name).__module__.startswith(READERS[name])
