"""Cold start: attribute-based candidates of users without projects or partners."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.linalg.sparse import one_hot
from polegraph.suggestions.candidates.generation import LENGTH, by_reciprocal_ranks, room
from polegraph.suggestions.profiles.row_products import multiply_rows, transpose
from polegraph.tables import DOMAINS, still_open

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.candidates.generation import Candidates
    from polegraph.suggestions.candidates.ranked import Excluder
    from polegraph.suggestions.profiles.organisations import Profiles
    from polegraph.suggestions.profiles.row_products import Transposed
    from polegraph.suggestions.profiles.snapshot import Positions

RANKINGS: Final = (
    ("offers", 10.0),
    ("firsts", 2.0),
    ("themes", 1.0),
    ("names", 0.7),
    ("place", 0.7),
    ("reach", 0.6),
)
"""Rankings that are merged, each also a family of reasons, and their weights: offers of what the user needs; first
partners of similar organisations; activity in the same themes; similar words in names; same region, or country; number
of partners. Organisations that offer what is needed rank before all others: the other weights together are smaller than
the difference that it makes."""
WEIGHTS: Final = {"all": 0.1, "one": 0.3, "two": 1.0, "themes": 1.0, "words": 2.0}
"""Weights of similarity between organisations: none; one of kind, region, country and size; kind and region
(or country) together; themes; words of names."""
_PRIOR: Final = 5.0  # pseudo-count: with so many similar organisations a first choice counts half


class ColdStart:
    """Scores of candidates for users without partners.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    """

    def __init__(self, profiles: Profiles) -> None:
        self.context, self.number = profiles.context, profiles.number
        self._profiles = profiles

    @cached_property
    def needs(self) -> Csr:
        """Organisations × domains, ones where an organisation needs support."""
        return self._domains(still_open(self.context.network.needs))

    @cached_property
    def offers(self) -> Csr:
        """Organisations × domains, ones where an organisation offers support."""
        return self._domains(still_open(self.context.network.offers))

    def _domains(self, table: pd.DataFrame) -> Csr:
        table = table.drop_duplicates(["org_id", "domain"])
        domains = pd.Index(list(DOMAINS)).get_indexer(pd.Index(table["domain"]))
        rows = self.context.positions(table["org_id"].to_numpy())
        return linalg.incidence(rows, domains, (len(self.context.ids), len(DOMAINS)))

    @cached_property
    def begun(self) -> Csr:
        """Organisations × projects, ones: the projects with partners of the first year in which each has any."""
        context = self.context
        shared = (self._profiles.activity.project_sizes > 1) & (context.years > 0)
        rows = np.repeat(np.arange(len(context.ids)), np.diff(context.members.indptr))
        projects = context.members.indices
        kept = shared[projects]
        rows, projects = rows[kept], projects[kept]
        first = np.full(len(context.ids), np.iinfo(np.int64).max)
        np.minimum.at(first, rows, context.years[projects])
        early = context.years[projects] == first[rows]
        shape = (len(context.ids), len(context.years))
        return linalg.incidence(rows[early].astype(np.int64), projects[early].astype(np.int64), shape)

    @cached_property
    def first_partners(self) -> Csr:
        """Organisations × organisations, ones: the first partners of each."""
        both = sparse.coo_array(self.begun @ self.context.incidence)
        kept = both.row != both.col
        return linalg.incidence(both.row[kept].astype(np.int64), both.col[kept].astype(np.int64), both.shape)

    @cached_property
    def likeness(self) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
        """The group of similar organisations of each, and what they share: kind, and region or country if known."""
        kind, region, country = (self.context.column(name).tolist() for name in ("kind", "region", "country"))
        keys = [
            (one, "region", where) if where is not None else (one, "country", land) if land is not None else (one,)
            for one, where, land in zip(kind, region, country, strict=True)
        ]
        code, names = pd.factorize(pd.Index(keys, tupleize_cols=False))
        return np.asarray(code, dtype=np.int64), list(names)

    def of_groups(self, what: Csr) -> Csr:
        """Sum the rows of the organisations of each group of `likeness`.

        Parameters
        ----------
        what
            Organisations × any number of columns.
        """
        code, names = self.likeness
        ones = np.ones(len(code), dtype=np.int64)
        member = sparse.csr_array((ones, (code, np.arange(len(code)))), shape=(len(names), len(code)))
        total: Csr = sparse.csr_array(member @ what)
        total.sort_indices()
        return total

    @cached_property
    def _attributes(self) -> Csr:
        """Organisations × attributes: kind, size, region, country, kind in a region or country, themes, words."""
        size = self.context.category_size
        kind, region = (self.context.column(name) for name in ("kind", "region"))
        everyone = np.zeros(len(size), dtype=np.int64)
        single = [_one_hot(one) * WEIGHTS["one"] for one in (kind, region, self.context.column("country"), size)]
        parts = [
            _one_hot(everyone) * WEIGHTS["all"],
            *single,
            _one_hot(self.likeness[0]) * WEIGHTS["two"],
            self._profiles.themes.own * WEIGHTS["themes"],
            self._profiles.names.words * WEIGHTS["words"],
        ]
        return sparse.csr_array(sparse.hstack(parts))

    @cached_property
    def _chosen(self) -> Csr:
        """Attributes × organisations: smoothed share of first partnerships with each, recent ones counting more."""
        some = self._attributes
        recent = np.zeros(len(self.context.ids))
        rows = np.repeat(np.arange(len(recent)), np.diff(self.begun.indptr))
        np.maximum.at(recent, rows, self._profiles.activity.recency[self.begun.indices])
        weighted = sparse.csr_array(some.T @ sparse.diags_array(recent))
        total = np.asarray(weighted.sum(axis=1)).ravel()
        return sparse.csr_array(sparse.diags_array(1.0 / (total + _PRIOR)) @ weighted @ self.first_partners)

    def bases(self, users: Positions) -> NDArray[np.float32]:
        """Score all organisations for some users by each of `RANKINGS`.

        Parameters
        ----------
        users : array of int
            Positions of the users.

        Returns
        -------
        array of float32, rankings × users × organisations
        """
        profiles = self._profiles
        active = np.log1p(profiles.activity.projects).astype(np.float32)
        result = room(len(RANKINGS), users, profiles.number)
        if self.needs.nnz and self.offers.nnz:
            multiply_rows(self.needs, self._offered, users, result[0])
            result[0] *= 1 + active
        else:
            result[0] = 0
        multiply_rows(self._attributes, self._chosen, users, result[1])
        multiply_rows(profiles.themes.wanted, profiles.themes.served_transposed, users, result[2])
        multiply_rows(profiles.names.words, profiles.names.topics_transposed, users, result[3])
        result[3] *= active
        np.multiply(profiles.attributes.areas.near(users), active, out=result[4])
        result[5] = self.context.degree
        return result

    @cached_property
    def _offered(self) -> Transposed:
        return transpose(self.offers)


def _one_hot(values: NDArray[Any]) -> Csr:
    return one_hot(pd.factorize(values)[0], dtype=np.float64)


def candidates(cold: ColdStart, users: Positions, exclude: Excluder, length: int = LENGTH) -> Candidates:
    """Generate candidates of users with attributes only, by reciprocal rank fusion of `RANKINGS`.

    Parameters
    ----------
    cold
        Their scores.
    users : array of int
        Positions of the users.
    exclude
        Function of users and scores that sets the scores of excluded candidates to 0, in place.
    length
        Number of candidates.
    """
    which = np.column_stack([np.arange(len(RANKINGS)), np.zeros(len(RANKINGS), dtype=np.int64)])
    weights = np.array([weight for __, weight in RANKINGS])
    plain = np.ones((1, cold.number), dtype=np.float32)
    return by_reciprocal_ranks(cold.bases(users), plain, which, weights, users, exclude, length)
