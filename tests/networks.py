"""Networks that hypothesis makes: isolates, projects of one, groups, unknown sizes, several pôles."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from polegraph.network import Network
from polegraph.tables import KINDS, SIZES

REGIONS = ["Bretagne", "Occitanie"]


@st.composite
def networks(draw: st.DrawFn, *, organisations: int = 9, projects: int = 7) -> Network:
    """Draw a small network with everything that real files have."""
    orgs = [f"o{i}" for i in range(draw(st.integers(1, organisations)))]
    projs = [f"p{i}" for i in range(draw(st.integers(0, projects)))]
    pairs = draw(st.sets(st.tuples(st.sampled_from(projs), st.sampled_from(orgs)))) if projs else set()
    each = len(orgs)
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": orgs,
                "name": [f"Name {i}" for i in range(each)],
                "kind": draw(st.lists(st.sampled_from(list(KINDS)), min_size=each, max_size=each)),
                "size": draw(st.lists(st.sampled_from([None, *SIZES]), min_size=each, max_size=each)),
                "region": draw(st.lists(st.sampled_from([None, *REGIONS]), min_size=each, max_size=each)),
                "group_id": draw(st.lists(st.sampled_from([None, None, None, "g", "h"]), min_size=each, max_size=each)),
            },
        ),
        projects=pd.DataFrame(
            {
                "project_id": projs,
                "year": draw(
                    st.lists(st.sampled_from([None, 2006, 2012, 2016, 2021]), min_size=len(projs), max_size=len(projs)),
                ),
            },
        ),
        participations=pd.DataFrame(sorted(pairs), columns=["project_id", "org_id"]),
    )


def shuffled(network: Network, seed: int) -> Network:
    """Return the same network with the rows of every table in another order."""
    return Network(
        **{name: table.sample(frac=1, random_state=seed) for name, table in network.tables.items()},
    )
