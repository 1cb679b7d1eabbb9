"""For whom the suggestions are good: quality by kind, size, and number of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.suggestions.quality import bootstrap, interval, rounded
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.suggestions.context import Context
    from polegraph.suggestions.quality import Quality
    from polegraph.suggestions.trial import Trial

_PROJECTS: Final = ((1, 1, "1"), (2, 2, "2"), (3, 5, "3–5"), (6, None, "6+"))


def slices(found: Trial, judged: Mapping[str, Quality], draws: int, seed: int, top: int) -> list[dict[str, Any]]:
    """Compare the first method with the last, for each kind, size and number of projects.

    Parameters
    ----------
    found
        What was judged.
    judged
        Quality of two methods by name.
    draws, seed
        Number of bootstrap draws, and their seed.
    top
        Length of the lists.

    Returns
    -------
    list of dict
        ``by, value, users``, the NDCG of each method under its name, and ``difference, difference_low,
        difference_high`` of the first and the last, paired over users.
    """
    names = list(judged)
    values = np.column_stack([judged[name].ndcg for name in names])
    rows = []
    for by, value, mask in _groups(found.context, found):
        some = values[mask]
        if not len(some):
            continue
        means = bootstrap(some, draws, seed)
        low, high = interval(means[:, 0] - means[:, -1])
        rows.append(
            {
                "by": by,
                "value": value,
                "users": len(some),
                **{f"{name}_ndcg_at_{top}": rounded(some[:, place].mean()) for place, name in enumerate(names)},
                "difference": rounded((some[:, 0] - some[:, -1]).mean()),
                "difference_low": rounded(low),
                "difference_high": rounded(high),
            }
        )
    return rows


def _groups(context: Context, found: Trial) -> list[tuple[str, str, NDArray[np.bool_]]]:
    users = found.users
    kind = context.column("kind")[users]
    known = context.network.category["size"]
    size = known.astype("object").where(known.notna(), "").to_numpy()[context.order][users]
    projects = np.diff(context.members.indptr)[users]
    groups = [("kind", str(value), kind == value) for value in sorted(set(kind.tolist()))]
    groups.append(("size", "SME", np.isin(size.astype("str"), SME_SIZES)))
    groups += [("size", str(value), size == value) for value in sorted(set(size.tolist()) - {""})]
    for low, high, label in _PROJECTS:
        groups.append(("projects", label, (projects >= low) & (projects <= (high or projects.max(initial=0)))))
    return groups
