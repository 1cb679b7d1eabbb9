"""What an organisation is known for: activity, themes, words, place; all that lists and features are made from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.identity import normal_form
from polegraph.suggestions.profiles import name_similarity, random_walk
from polegraph.suggestions.profiles.lift import grouped, lifts
from polegraph.suggestions.profiles.locations import Whereabouts
from polegraph.suggestions.profiles.name_similarity import unit_rows
from polegraph.suggestions.profiles.neighbours import Peers
from polegraph.suggestions.profiles.regions import areas
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.regions import Areas
    from polegraph.suggestions.profiles.snapshot import Context, Positions

    Floats = NDArray[np.float32]
    Turned = Floats | Csr

HALF_LIFE: Final = 3.0
"""Years after which a project counts half."""
RECENT: Final = 3
"""Years that count as recent."""
DAMPING: Final = 0.8
STEPS: Final = 8
_ALIKE: Final = 1.0  # how strongly organisations that are called the same are tied, beside all projects of one
_ALIKE_POWER: Final = 3
_FRIENDS: Final = 0.5  # how much the themes of partners count beside own ones
_NEIGHBOURS_WORDS: Final = 0.7  # the same for words
_THEME_YEARS: Final = 4
_THEME_TIES: Final = 15
_DENSE: Final = 64  # columns up to which a dense product is quicker than a sparse one


class Place(NamedTuple):
    """A column that says where organisations are or what they are, as codes (-1 unknown), and where partners are.

    ``lifts`` says how much more than by chance organisations of two codes work together.
    """

    code: NDArray[np.int64]
    partners: Floats
    lifts: Floats


class Traits:
    """What the organisations of a network are known for, by position of the context.

    Parameters
    ----------
    context
        The network. Its last year says what is recent.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> Traits(Context(polegraph.examples.tiny())).recent[RECENT].tolist()
    [0.0, 1.0, 1.0, 0.0, 0.0]
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        years = context.years
        self.now = int(years.max(initial=0)) + 1
        self.age = np.where(years > 0, self.now - years, 99)
        self.recency = 0.5 ** ((self.age - 1) / HALF_LIFE)
        self.sizes = np.diff(context.incidence.indptr).astype(np.float64)
        self.number = len(context.ids)

    def sums(self, per_project: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up something over the projects of each organisation.

        Parameters
        ----------
        per_project : array of float, one entry a project
            What.
        """
        return np.asarray(self.context.members @ per_project)

    # -- activity ------------------------------------------------------------------------------------------------

    @cached_property
    def activity(self) -> NDArray[np.float64]:
        """Projects of each organisation, older ones counting less."""
        return self.sums(self.recency)

    @cached_property
    def shared(self) -> NDArray[np.float64]:
        """Projects with partners, older ones counting less."""
        return self.sums(self.recency * (self.sizes > 1))

    @cached_property
    def seats(self) -> NDArray[np.float64]:
        """Other seats in the projects of each organisation, older ones counting less."""
        return self.sums(self.recency * np.maximum(self.sizes - 1, 0))

    @cached_property
    def recent(self) -> Mapping[int, NDArray[np.float64]]:
        """Projects of each organisation in the last year, and in the last three."""
        return {years: self.sums((self.age <= years).astype(np.float64)) for years in (1, RECENT)}

    @cached_property
    def coordinated(self) -> NDArray[np.float64]:
        """Projects that each organisation coordinates, of the last three years."""
        network, context = self.context.network, self.context
        leads = network.participations[network.participations["role"] == "coordinator"]
        row = network.project_index[context.project_order].get_indexer(pd.Index(leads["project_id"]))
        column = context.positions(leads["org_id"].to_numpy())
        return np.bincount(column, weights=(self.age[row] <= RECENT).astype(np.float64), minlength=self.number).astype(
            np.float64
        )

    @cached_property
    def first_seen(self) -> NDArray[np.float64]:
        """Years since the first project of each organisation."""
        oldest = np.zeros(self.number)
        projects, members = self.context.incidence.nonzero()
        np.maximum.at(oldest, members, np.where(self.age < 99, self.age, 0)[projects])  # noqa: PLR2004  # unknown
        return oldest

    @cached_property
    def last_seen(self) -> NDArray[np.float64]:
        """Years since the last project of each organisation; at most 9."""
        latest = np.full(self.number, 9.0)
        projects, members = self.context.incidence.nonzero()
        np.minimum.at(latest, members, self.age[projects])
        return latest

    @cached_property
    def new_partners(self) -> NDArray[np.float64]:
        """Number of partners that each organisation did not have three years ago."""
        old = self.context.incidence[np.flatnonzero(self.age > RECENT)]
        before = linalg.project(old, np.ones(old.shape[0], dtype=np.int64))
        return (self.context.degree - np.diff(before.indptr)).astype(np.float64)

    @cached_property
    def appetite(self) -> Floats:
        """How many new partners an organisation takes on a project, in logarithms, of the last three years."""
        projects = np.log1p(RECENT * self.recent[RECENT])
        return np.asarray(np.log1p(self.new_partners) - projects, dtype=np.float32)

    @cached_property
    def trend(self) -> Floats:
        """Projects of the last year beside those of a mean year of the last three, in logarithms."""
        mean = np.log1p(self.recent[RECENT] / RECENT)
        return np.asarray(np.log1p(self.recent[1]) - mean, dtype=np.float32)

    @cached_property
    def project_size(self) -> NDArray[np.float64]:
        """Mean number of members of an organisation's projects, older ones counting less."""
        return self.sums(self.sizes * self.recency) / np.maximum(self.activity, 1e-9)

    @cached_property
    def standing(self) -> dict[str, Floats]:
        """Where each organisation stands among all, from 0 to 1: percentiles carry over from year to year."""
        columns = {
            "activity": self.activity,
            "recent": self.recent[RECENT],
            "last_year": self.recent[1],
            "partners": self.context.degree,
            "new_partners": self.new_partners,
            "coordinated": self.coordinated,
            "project_size": self.project_size,
            "first_seen": self.first_seen,
            "shared": self.shared,
            "seats": self.seats,
        }
        scale = max(self.number, 1)
        ranks = {name: pd.Series(np.round(values, 6)).rank().to_numpy() for name, values in columns.items()}
        return {name: ((rank - 1) / scale).astype(np.float32) for name, rank in ranks.items()}

    @cached_property
    def identified(self) -> Floats:
        """One for organisations that some register knows."""
        known = self.context.network.organisations[list(REGISTER_NUMBERS)].notna().any(axis=1).to_numpy()
        return np.asarray(known[self.context.order], dtype=np.float32)

    # -- themes --------------------------------------------------------------------------------------------------

    @cached_property
    def themes(self) -> Csr:
        """Organisations × themes, each row of length 1: projects, older ones counting less; or what is said of it."""
        weighted = self.context.members @ sparse.diags_array(self.recency) @ self.context.subjects
        return unit_rows(weighted + self.context.said)

    @cached_property
    def kindred_themes(self) -> Csr:
        """The same, each theme standing for those that the same organisations are active in as well."""
        often = np.maximum(np.bincount(self.themes.indices, minlength=self.themes.shape[1]), 1)
        weighted = unit_rows(self.themes @ sparse.diags_array(np.log(1 + self.number / often)))
        by_theme = unit_rows(weighted.T)
        ties = _strongest(sparse.csr_array(by_theme @ by_theme.T), _THEME_TIES)
        return unit_rows(weighted @ ties)

    @cached_property
    def wanted_themes(self) -> Csr:
        """The themes of an organisation and those of its partners."""
        return unit_rows(self.themes + _FRIENDS * self.shares @ self.themes)

    @cached_property
    def served_themes(self) -> Csr:
        """How many projects of the last years each organisation has in each theme."""
        weights = self.recency * (self.age <= _THEME_YEARS)
        return sparse.csr_array(self.context.members @ sparse.diags_array(weights) @ self.context.subjects)

    @cached_property
    def served(self) -> Turned:
        """`served_themes`, turned round."""
        return turned(self.served_themes)

    @cached_property
    def kindred(self) -> Turned:
        """`kindred_themes`, turned round."""
        return turned(self.kindred_themes)

    @cached_property
    def theme_lifts(self) -> Floats:
        """How much more than by chance those who are active in two themes work together."""
        return lifts(self.links, self.themes)

    # -- partners ------------------------------------------------------------------------------------------------

    @cached_property
    def links(self) -> Csr:
        """Newman's weights, older projects counting less."""
        return linalg.project(self.context.incidence, linalg.newman_weights(self.sizes.astype(np.int64)) * self.recency)

    @cached_property
    def shares(self) -> Csr:
        """`links`, each row summing to 1: how an organisation's work is shared among its partners."""
        total = np.asarray(self.links.sum(axis=1)).ravel()
        return random_walk.sorted_rows(sparse.diags_array(1.0 / np.where(total > 0, total, 1.0)) @ self.links)

    @cached_property
    def peers(self) -> Peers:
        """What those have done who are called alike or do the same."""
        return Peers(self.alike, self.links)

    @cached_property
    def walk(self) -> random_walk.Walk:
        """A walk on recent projects, and between organisations whose names are alike.

        Two names that are alike are a project of two. It weighs as much as the projects of the two together do, in
        proportion to the cube of the cosine.
        """
        context = self.context
        if not self.alike.nnz:  # projects alone make the smaller system
            return random_walk.system(context.incidence, self.recency, DAMPING)
        ties = sparse.triu(self.alike, k=1).tocoo()
        total = np.maximum(self.shared, self.recency.min(initial=1.0))
        weight = _ALIKE * ties.data**_ALIKE_POWER * np.sqrt(total[ties.row] * total[ties.col])
        one_way = sparse.csr_array((weight, (ties.row, ties.col)), shape=(self.number, self.number))
        return random_walk.tied(context.incidence, self.recency, sparse.csr_array(one_way + one_way.T), DAMPING)

    @cached_property
    def twin(self) -> Positions:
        """The first organisation that has the same projects and is tied to nobody by its name; for most, itself."""
        own = np.arange(self.number)
        tied = np.diff(self.alike.indptr) > 0
        twin = self.context.twin
        return np.where(tied | tied[twin], own, twin)

    # -- words ---------------------------------------------------------------------------------------------------

    @cached_property
    def words(self) -> Csr:
        """Organisations × stems of the words in their names."""
        return name_similarity.stems(self.context.column("name").tolist())

    @cached_property
    def spellings(self) -> Csr:
        """The same, with the words of all names that an organisation was known by."""
        names = self.context.spellings
        return self.words if names is None else name_similarity.stems(names)

    @cached_property
    def alike(self) -> Csr:
        """Who is called alike."""
        return name_similarity.alike(self.words)

    @cached_property
    def topics(self) -> Csr:
        """The words of an organisation's name and of its partners' names."""
        return self._with_partners(self.words)

    @cached_property
    def topics_of_spellings(self) -> Csr:
        """The same, of all names that they were known by."""
        return self.topics if self.spellings is self.words else self._with_partners(self.spellings)

    def _with_partners(self, some: Csr) -> Csr:
        return unit_rows(some + _NEIGHBOURS_WORDS * unit_rows(self.shares @ some))

    @cached_property
    def spoken(self) -> Turned:
        """`topics`, turned round."""
        return turned(self.topics)

    # -- places --------------------------------------------------------------------------------------------------

    def codes(self, column: str) -> NDArray[np.int64]:
        """Return a column of text as codes; -1 where it is unknown.

        Parameters
        ----------
        column
            Of the table ``organisations``.
        """
        values = self.context.column(column)
        return pd.factorize(np.array([normal_form(v) if v else None for v in values], dtype=object), sort=True)[0]

    @cached_property
    def places(self) -> dict[str, Place]:
        """Region, country and kind: codes, and the share of an organisation's partners that have each."""
        return {column: self._place(self.codes(column)) for column in ("region", "country", "kind")}

    @cached_property
    def areas(self) -> Areas:
        """Who is active in each region and country."""
        return areas(self.places["region"].code, self.places["country"].code, self.activity)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Cities and distances."""
        return Whereabouts(self.context, self.shares)

    def _place(self, code: NDArray[np.int64]) -> Place:
        member = grouped(code)
        degree = np.maximum(self.context.degree, 1)
        partners = (sparse.diags_array(1.0 / degree) @ self.context.partners @ member).toarray().astype("f4")
        return Place(code, partners, lifts(self.links, member))


def turned(matrix: Csr) -> Turned:
    """Turn a matrix round for `products`; one with few columns is quicker as a dense one.

    Parameters
    ----------
    matrix
        Organisations × anything.
    """
    if matrix.shape[1] <= _DENSE:
        return np.ascontiguousarray(matrix.toarray().T, dtype=np.float32)
    return random_walk.sorted_rows(matrix.T)


def products(left: Csr, right: Turned, users: Positions, result: Floats) -> None:
    """Multiply some rows with all rows of another matrix.

    Parameters
    ----------
    left
        Organisations × anything.
    right
        The other matrix, `turned`.
    users : array of int
        The rows of *left*.
    result : array of float32, users × organisations
        Filled in.
    """
    if isinstance(right, np.ndarray):
        np.matmul(left[users].toarray().astype(np.float32), right, out=result)
        return
    from polegraph.suggestions.kernels.fusion import row_products  # noqa: PLC0415  # the compiler is heavy

    row_products(left.indptr, left.indices, left.data, right.indptr, right.indices, right.data, users, result)


def _strongest(matrix: Csr, number: int) -> Csr:
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -np.round(matrix.data, 9), row))
    kept = order[np.arange(len(row)) - matrix.indptr[row] < number]
    return sparse.csr_array((matrix.data[kept], (row[kept], matrix.indices[kept])), shape=matrix.shape)
