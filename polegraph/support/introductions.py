"""Introductions judged: how many became projects, beside pairs of organisations that nobody introduced."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import N_, _
from polegraph.linalg.sparse import divide, transpose
from polegraph.metrics.temporal.kaplan_meier import DAYS_A_MONTH
from polegraph.support.demand import chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

    Integers = NDArray[np.int64]

INTRODUCTION: Final = "introduction"
JUDGED: Final = ("became_project", "none_yet", "too_early", "already_partners", "undated")
"""What an introduction became: a common project that began after it, none so far, or too early to say; and those of
organisations that had a common project already, or of an unknown day, which are not judged."""
JUDGED_AFTER: Final = 12
"""Months after which an introduction without a project is judged."""
_LONG_AGO: Final = "1800-01-01"
LARGEST: Final = 50
"""Organisations of an introduction; of more it is a meeting."""
INTRODUCTIONS: Final = (
    *("action_id", "title", "date", "pole_id", "org_id", "name", "other_id", "other_name", "result"),
    *("months", "first_project", "months_to_project", "new_projects", "project_ids", "expected", "pairs_compared"),
)
HEADINGS: Final = {
    "months": N_("months since then"),
    "name": N_("organisation"),
    "other_name": N_("introduced to"),
    "expected": N_("share of pairs like it that made a project without introduction"),
    "project_ids": N_("projects begun since"),
}
"""Headings of columns that other lists name otherwise."""


def introductions(net: Network, *, months: int = JUDGED_AFTER) -> pd.DataFrame:
    r"""Judge the introductions that were made: what became of them, beside pairs that nobody introduced.

    Parameters
    ----------
    net
        The network; of a part, introductions are those with an organisation that was chosen (`Network.focus`), and
        projects are of the whole network.
    months
        Months after which an introduction without a project is judged; before that it is too early to say.

    Returns
    -------
    DataFrame
        `INTRODUCTIONS`, a row a pair of organisations of an action of kind ``introduction``, the latest first; those
        after the day of the network are left out. ``result``: one of `JUDGED`. ``months``: since then.
        ``first_project``: day on which the first common project after it began, ``months_to_project`` after it, of
        ``new_projects`` with ``project_ids``. ``expected``: of the ``pairs_compared``, which are all pairs of
        organisations of the same two kinds and sizes that had no common project by that day and were never introduced,
        the share that began one between then and the day of the network; missing where there is none to compare, and
        for pairs that were partners already.

    Raises
    ------
    PolegraphError
        If an introduction has more than `LARGEST` organisations.

    Notes
    -----
    A project begins on the day on which it starts, or where only the year is known on its first day: a project of the
    year of the introduction itself is then not its merit. A project of an unknown year counts as there before. It is a
    comparison, not a proof: pôles introduce those that may well fit.

    Examples
    --------
    >>> import pandas as pd, polegraph.examples
    >>> met = pd.DataFrame({"action_id": "X", "org_id": ["LAB", "BIG"], "kind": "introduction", "date": "2018-05-02"})
    >>> net = polegraph.examples.tiny().with_tables(actions=met).on(2024)
    >>> introductions(net)[["org_id", "other_id", "result", "project_ids"]].values.tolist()
    [['BIG', 'LAB', 'became_project', 'P3']]
    """
    months = whole_number(months, "months", 0)
    whole = net.whole
    pairs = _introduced(whole)
    begun = _begun(whole)
    expected = _Expected(whole, begun, pairs)
    rows = [_judged(whole, begun, expected, values, months) for values in pairs.itertuples(index=False)]
    table = pd.DataFrame(rows, columns=list(INTRODUCTIONS))
    here = chosen(net)
    table = table[table["org_id"].isin(here) | table["other_id"].isin(here)]
    table = table.sort_values(["date", "action_id", "org_id", "other_id"], ascending=[False, True, True, True])
    floats = ("months", "months_to_project", "expected")
    days = ("date", "first_project")
    types: dict[str, Any] = dict.fromkeys(floats, "float64") | dict.fromkeys(
        ("new_projects", "pairs_compared"), "Int64"
    )
    types |= dict.fromkeys(days, "datetime64[s]")
    texts = [name for name in INTRODUCTIONS if name not in types]
    table = table.astype({**types, **dict.fromkeys(texts, "str")}).reset_index(drop=True)
    table.attrs["headings"] = HEADINGS
    return table


def _introduced(net: Network) -> pd.DataFrame:
    """Return the pairs that were introduced: ``action_id, title, date, pole_id, one, other`` (positions)."""
    rows = net.actions[net.actions["kind"] == INTRODUCTION]
    rows = rows[~(rows["date"] > pd.Timestamp(net.day))].sort_values(["action_id", "org_id"])
    found = []
    for action, some in rows.groupby("action_id"):
        if len(some) > LARGEST:
            raise PolegraphError(
                _("an introduction of more than {most} organisations is a meeting").format(most=LARGEST),
                column="action_id",
                value=action,
                remedy=_("give it another kind, such as a workshop, or enter who was introduced to whom"),
            )
        first = some.bfill().iloc[0]  # of what the rows of its organisations say, the first that says something
        at = net.org_index.get_indexer(pd.Index(some["org_id"])).tolist()
        said = [None if pd.isna(first[name]) else first[name] for name in ("title", "date", "pole_id")]
        found += [(action, *said, one, other) for one, other in combinations(at, 2)]
    table = pd.DataFrame(found, columns=["action_id", "title", "date", "pole_id", "one", "other"])
    return table.astype({"date": "datetime64[s]", "one": "int64", "other": "int64"})


def _begun(net: Network) -> pd.Series[pd.Timestamp]:
    """Return the day on which each project began; of an unknown year long ago, and NaT where it has not begun yet."""
    projects = net.projects
    year = pd.to_datetime(projects["year"].astype("str"), format="%Y", errors="coerce").astype("datetime64[s]")
    begun = projects["start"].astype("datetime64[s]").fillna(year).fillna(pd.Timestamp(_LONG_AGO))
    return begun.mask(begun > pd.Timestamp(net.day))


def _judged(
    net: Network,
    begun: pd.Series[pd.Timestamp],
    expected: _Expected,
    pair: Any,  # noqa: ANN401  # a row
    months: int,
) -> dict[str, Any]:
    """Judge the introduction of two organisations."""
    common = np.intersect1d(expected.own[[pair.one]].indices, expected.own[[pair.other]].indices)
    days = begun.iloc[common]
    later = days[days > pair.date].sort_values(kind="stable")
    waited = (pd.Timestamp(net.day) - pair.date).days / DAYS_A_MONTH if pd.notna(pair.date) else np.nan
    before = bool((days <= pair.date).any())
    share, compared = (np.nan, None) if before or pd.isna(pair.date) else expected.of(pair.one, pair.other, pair.date)
    names = net.organisations["name"].iloc[[pair.one, pair.other]].tolist()
    ids = net.org_index[[pair.one, pair.other]].tolist()
    return {
        **{name: getattr(pair, name) for name in ("action_id", "title", "date", "pole_id")},
        **dict(zip(("org_id", "other_id", "name", "other_name"), (*ids, *names), strict=True)),
        "result": _result(pair.date, before=before, after=len(later) > 0, early=waited < months),
        "months": waited,
        "first_project": later.iloc[0] if len(later) else None,
        "months_to_project": (later.iloc[0] - pair.date).days / DAYS_A_MONTH if len(later) else np.nan,
        "new_projects": None if pd.isna(pair.date) else len(later),
        "project_ids": ";".join(sorted(net.projects["project_id"].iloc[later.index])) or None,
        "expected": share,
        "pairs_compared": compared,
    }


def _result(day: pd.Timestamp, *, before: bool, after: bool, early: bool) -> str:
    """Return what an introduction became."""
    if pd.isna(day):
        return "undated"
    if before:
        return "already_partners"
    return "became_project" if after else "too_early" if early else "none_yet"


class _Expected:
    """How many pairs of organisations of two classes, never introduced, began a first project between two days.

    Parameters
    ----------
    net
        The network.
    begun
        Day on which each project began.
    introduced
        The pairs that were introduced.
    """

    def __init__(self, net: Network, begun: pd.Series[pd.Timestamp], introduced: pd.DataFrame) -> None:
        self.own = transpose(net.incidence)
        kind, size = net.organisations["kind"], net.category["size"].fillna("?")
        self._class = pd.factorize(kind + " " + size, sort=True)[0].astype(np.int64)
        self._members = np.bincount(self._class)
        days = introduced["date"].dropna().drop_duplicates().sort_values().to_numpy(dtype="datetime64[s]")
        self._days = days
        size_ = len(net.org_index)
        both = introduced[["one", "other"]].to_numpy(dtype=np.int64).reshape(-1, 2)
        self._introduced = np.unique(both.min(axis=1) * size_ + both.max(axis=1))
        key, when = _first_common(net, begun, days)
        kept = ~np.isin(key, self._introduced)
        self._of = self._classes(key[kept], size_)
        self._when = when[kept]
        self._out = self._classes(self._introduced, size_)

    def _classes(self, key: Integers, size: int) -> Integers:
        """Return the two classes of pairs, as one number."""
        ends = np.sort(np.stack([self._class[key // size], self._class[key % size]]), axis=0)
        codes: Integers = ends[0] * len(self._members) + ends[1]
        return codes

    def of(self, one: int, other: int, day: pd.Timestamp) -> tuple[float, int]:
        """Return the share of comparable pairs that began a project after a day, and their number.

        Parameters
        ----------
        one, other
            Positions of the organisations.
        day
            The day.
        """
        first, second = sorted((int(self._class[one]), int(self._class[other])))
        number = int(self._members[first])
        every = number * (number - 1) // 2 if first == second else number * int(self._members[second])
        code = first * len(self._members) + second
        when = self._when[self._of == code]
        place = int(np.searchsorted(self._days, day.to_datetime64()))
        free = every - int((self._out == code).sum()) - int((when <= place).sum())
        return float(divide(int((when > place).sum()), free)), free


def _first_common(
    net: Network, begun: pd.Series[pd.Timestamp], days: NDArray[np.datetime64]
) -> tuple[Integers, Integers]:
    """Return the pairs of organisations with a common project, and between which of some days the first began.

    Returns
    -------
    key : array of int
        The two, as one number: the position of the first by how many there are, and that of the second.
    when : array of int
        0: by the first day; 1: after it, by the second; and so on.
    """
    size = len(net.org_index)
    known = begun.notna().to_numpy()
    interval = np.where(known, np.searchsorted(days, begun.to_numpy(dtype="datetime64[s]"), side="left"), -1)
    keys, whens = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for one in range(len(days) + 1):
        rows = np.flatnonzero(interval == one)
        if not len(rows):
            continue
        part = sparse.coo_array(sparse.triu(linalg.project(net.incidence[rows], np.ones(len(rows), dtype=np.int64)), 1))
        keys.append(part.row.astype(np.int64) * size + part.col)
        whens.append(np.full(part.nnz, one, dtype=np.int64))
    found, first = np.unique(np.concatenate(keys), return_index=True)
    return found, np.concatenate(whens)[first]
