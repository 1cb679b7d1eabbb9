"""Networks of which the table of regions and themes is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from polegraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

Table = Mapping[str, "Sequence[int]"]


def of_counts(table: Table, themes: str, *, after: Table | None = None) -> Network:
    """Build one organisation a region, and a project for each participation, in 2010, or 2015 if ``after``."""
    rows = [
        (f"{year}-{region}-{theme}-{place}", year, region, theme)
        for year, one in ((2010, table), (2015, after or {}))
        for region, counts in one.items()
        for theme, count in zip(themes, counts, strict=True)
        for place in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["project_id", "year", "org_id", "theme_id"])
    regions = sorted(table)
    return Network(
        organisations=pd.DataFrame({"org_id": regions, "name": regions, "region": regions}),
        projects=frame[["project_id", "year"]],
        participations=frame[["project_id", "org_id"]],
        themes=pd.DataFrame({"theme_id": list(themes), "label": list(themes)}),
        project_themes=frame[["project_id", "theme_id"]],
    )
