"""Each identifier has one name of a file, which is safe everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.site import addresses as module
from polegraph.site.addresses import addresses, slug
from tests.site.world import SAFE


@given(st.text(max_size=200))
def test_a_name_is_safe_and_stable(identifier: str) -> None:
    name = slug(identifier)
    assert SAFE.fullmatch(name)
    assert len(f"{name}.html") <= 100
    assert name == name.casefold() == slug(identifier)


@given(st.lists(st.text(alphabet="aAbB-:_/ é1", max_size=5), unique=True))
def test_no_two_share_a_page(identifiers: list[str]) -> None:
    found = addresses("x", identifiers)
    assert len({one.casefold() for one in found.values()}) == len(identifiers)


@pytest.mark.parametrize("device", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_name_is_a_device_of_windows(device: str) -> None:
    assert slug(device) != device


def test_whoever_takes_the_name_of_another_gets_one_of_its_own() -> None:
    hashed = slug("Con")
    assert slug(hashed) != hashed
    assert len(set(addresses("x", ["Con", hashed]).values())) == 2


def test_digits_that_fall_together_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    real = slug
    monkeypatch.setattr(module, "slug", lambda one, digits=0: real(one, digits) if digits else "same")
    assert len(set(addresses("x", ["A", "B", "C"]).values())) == 3
