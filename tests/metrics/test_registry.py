from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import metrics
from polegraph.examples import tiny
from polegraph.metrics import registry
from tests.networks import networks

if TYPE_CHECKING:
    from polegraph.network import Network

MEASURES = (*registry.ORGANISATION_MEASURES, *registry.NETWORK_MEASURES)


def test_no_measure_is_declared_twice() -> None:
    for declared in (registry.ORGANISATION_MEASURES, registry.NETWORK_MEASURES):
        names = [measure.name for measure in declared]
        assert len(set(names)) == len(names)
    headings = {(measure.name, measure.heading) for measure in MEASURES}
    assert len(headings) == len({name for name, __ in headings})


@pytest.mark.parametrize("source", sorted({measure.source for measure in MEASURES}, key=repr), ids=str)
def test_functions_take_what_is_declared(source: registry.Source) -> None:
    function = getattr(import_module(f"polegraph.metrics.{source.module}"), source.function)
    assert set(source.options) | dict(source.fixed).keys() <= signature(function).parameters.keys()


@settings(max_examples=10)
@given(networks(), st.integers(1, 99))
def test_values_are_of_the_declared_unit_and_exact_ones_know_no_seed(net: Network, seed: int) -> None:
    options = {"draws": 2, "pivots": None, "by": "kind"}
    for declared in (registry.ORGANISATION_MEASURES, registry.NETWORK_MEASURES):
        first, again = (registry.compute(declared, net, seed=one, **options) for one in (0, seed))
        for measure in declared:
            values, others = (
                pd.Series(np.atleast_1d(found[measure.name])).astype("Float64").to_numpy(float, na_value=np.nan)
                for found in (first, again)
            )
            if measure.unit == "share":
                known = values[np.isfinite(values)]
                assert ((known >= -1e-9) & (known <= 1 + 1e-9)).all(), measure.name
            if measure.computed != "sampled":
                np.testing.assert_array_equal(values, others, err_msg=measure.name)


def test_names_of_the_public_face() -> None:
    from polegraph.metrics import chance  # noqa: PLC0415  # the former name of the module, which scripts use
    from polegraph.metrics.inference import null_models  # noqa: PLC0415

    assert chance is null_models
    assert len(next(chance.networks(tiny(), draws=1, seed=0)).participations) == 7
    assert {"table", "large_group_links", "chance"} <= set(dir(metrics))
    with pytest.raises(AttributeError, match="tabel"):
        _ = metrics.tabel  # type: ignore[attr-defined]  # a slip; mypy sees it too, or this comment were one too many
