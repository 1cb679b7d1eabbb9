"""Who is who, made up for tests: merges, fills and affiliations that hypothesis draws or that a network suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import strategies as st

from polegraph.identity.result import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

FILLED = {"size": "large", "group_id": "acme", "city": "Tours", "lat": "47.4", "lon": "0.7", "kind": "company"}


@st.composite
def founds(draw: st.DrawFn, ids: Sequence[str]) -> Found:
    """Draw who is who among some organisations; some that are named are not there."""
    named = [*ids, "gone"]
    into = {one: draw(st.sampled_from(named)) for one in draw(st.sets(st.sampled_from(named)))}
    into = {one: other for one, other in into.items() if other not in into and other != one}
    filled = draw(st.sets(st.tuples(st.sampled_from(named), st.sampled_from(list(FILLED)))))
    return found(into, {(one, column): FILLED[column] for one, column in sorted(filled)})


def found(into: dict[str, str], filled: dict[tuple[str, str], str] | None = None) -> Found:
    """Return who is who as the matchers would."""
    fills = [(one, column, value, "a register", "name") for (one, column), value in (filled or {}).items()]
    affiliations = [
        (one, "acme", "ACME", "group", "name", None, "a list", 2020)
        for (one, column), value in (filled or {}).items()
        if (column, value) == ("group_id", "acme")
    ]
    affiliations += [(one, "cnrs", "CNRS", "body", "name", None, "a list", 2021) for one in into]
    proposals = [(*sorted((one, other)), "same", 0.8, 40, "name", None) for one, other in into.items()]
    return Found(
        merges=pd.DataFrame(
            [(one, other, "legal_form", "name") for one, other in sorted(into.items())],
            columns=["org_id", "into_id", "how", "evidence"],
        ),
        affiliations=pd.DataFrame(
            affiliations,
            columns=["org_id", "parent_id", "parent_name", "relation", "how", "evidence", "source", "year"],
        ),
        proposals=pd.DataFrame(
            proposals,
            columns=["one_id", "other_id", "question", "right", "judged", "evidence", "other_name"],
        ),
        fills=pd.DataFrame(fills, columns=["org_id", "column", "value", "source", "how"]),
    )
