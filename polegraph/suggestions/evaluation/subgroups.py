"""Quality of recommendations by subgroup of users: kind, size, and number of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, rounded
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.suggestions.learning.ranking_metrics import Quality
    from polegraph.suggestions.learning.temporal_split import TemporalSplit

_PROJECTS: Final = ((1, 1, "1"), (2, 2, "2"), (3, 5, "3–5"), (6, None, "6+"))


def slices(
    found: TemporalSplit, judged: Mapping[str, Quality], draws: int, seed: int, top: int
) -> list[dict[str, Any]]:
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
    return compared(names, values, groups(found), draws, seed, top)


def compared(
    names: list[str],
    values: NDArray[np.float64],
    some: list[tuple[str, str, NDArray[np.bool_]]],
    draws: int,
    seed: int,
    top: int,
    organisation: NDArray[np.int64] | None = None,
) -> list[dict[str, Any]]:
    """Compare the first method with the last, for each group of users.

    Parameters
    ----------
    names
        The methods.
    values : array of float, users × methods
        NDCG.
    some
        ``by``, ``value``, and which users belong to it.
    draws, seed, top
        As for `slices`.
    organisation : array of int, one entry a user
        The organisation of each user, where it may be several users; None where it may not.
    """
    rows = []
    for by, value, mask in some:
        # Resample the users of the group, by organisation where several lists are of one
        own = values[mask]
        if not len(own):
            continue
        who = None if organisation is None else organisation[mask]
        means = bootstrap(own, draws, seed, who)
        low, high = interval(means[:, 0] - means[:, -1])
        # Record the means and the interval of the difference
        rows.append(
            {
                "by": by,
                "value": value,
                "users": len(own),
                **({} if who is None else {"organisations": len(np.unique(who))}),
                **{f"{name}_ndcg_at_{top}": rounded(own[:, place].mean()) for place, name in enumerate(names)},
                "difference": rounded((own[:, 0] - own[:, -1]).mean()),
                "difference_low": rounded(low),
                "difference_high": rounded(high),
            }
        )
    return rows


def groups(found: TemporalSplit) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """Return the groups of users: what they are grouped by, the value, and which users have it.

    Parameters
    ----------
    found
        What was judged.
    """
    context, users = found.context, found.users
    kind = context.column("kind")[users]
    size = context.category_size[users]
    projects = np.diff(context.members.indptr)[users]
    result = [("kind", str(value), kind == value) for value in sorted(set(kind.tolist()))]
    result.append(("size", "SME", np.isin(size.astype("str"), SME_SIZES)))
    result += [("size", str(value), size == value) for value in sorted(set(size.tolist()) - {None})]
    for low, high, label in _PROJECTS:
        result.append(("projects", label, (projects >= low) & (projects <= (high or projects.max(initial=0)))))
    return result
