"""Recommended pairs, and facts about organisations that sentences are made from."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.identity import normal_form
from polegraph.linalg.sparse import one_hot, sorted_rows
from polegraph.suggestions.explanations.phrasing import shortened
from polegraph.suggestions.profiles.activity import RECENT
from polegraph.suggestions.profiles.name_similarity import STEM
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.candidates.cold_start import ColdStart
    from polegraph.suggestions.explanations.evidence import Via
    from polegraph.suggestions.explanations.phrasing import Texts
    from polegraph.suggestions.profiles.organisations import Profiles
    from polegraph.suggestions.profiles.snapshot import Positions


class Pairs(NamedTuple):
    """Recommended pairs: positions of users and candidates, and their common partners."""

    users: Positions
    candidates: Positions
    via: Via

    def of(self, some: Positions) -> tuple[Positions, Positions]:
        """Return the users and the candidates of some of the pairs."""
        return self.users[some], self.candidates[some]


class PairFacts:
    """Facts that sentences about pairs are made from, each computed once for all pairs of a network.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    cold
        Scores of candidates for users without partners.
    """

    def __init__(self, profiles: Profiles, cold: ColdStart) -> None:
        self.context, self.activity, self.names = profiles.context, profiles.activity, profiles.names
        self.attributes, self.locations = profiles.attributes, profiles.locations
        self.cold = cold

    @cached_property
    def since(self) -> int:
        """The first of the last years; 0 if no project has a year."""
        last = int(self.context.years.max(initial=0))
        return last - RECENT + 1 if last else 0

    @cached_property
    def recent(self) -> NDArray[np.int64]:
        """Projects of each organisation since then."""
        return np.asarray(self.context.members @ (self.context.years >= max(self.since, 1)).astype(np.int64))

    @cached_property
    def small(self) -> NDArray[np.bool_]:
        """Which organisations are SMEs."""
        return np.isin(self.context.category_size.astype("str"), SME_SIZES)

    @cached_property
    def micro(self) -> NDArray[np.bool_]:
        """Which organisations are micro-enterprises."""
        found: NDArray[np.bool_] = self.context.category_size == "micro"
        return found

    @cached_property
    def small_partners(self) -> NDArray[np.int64]:
        """Number of partners of each organisation that are SMEs."""
        return self._partners_with(self.small)

    @cached_property
    def micro_partners(self) -> NDArray[np.int64]:
        """Number of partners that are micro-enterprises."""
        return self._partners_with(self.micro)

    @cached_property
    def short_names(self) -> Texts:
        """The name of each organisation, cut if it is long."""
        return shortened(self.context.column("name").tolist())

    @cached_property
    def theme_names(self) -> Texts:
        """The label of each theme, cut if it is long, by position of the context."""
        table = self.context.network.themes.sort_values("theme_id", kind="stable")
        return shortened(table["label"].tolist())

    @cached_property
    def kinds(self) -> list[str]:
        """The meaning of each code of `partner_counts` for the kind."""
        code, kind = self.partner_counts["kind"][0], self.context.column("kind")
        values, first = np.unique(code, return_index=True)
        return [str(kind[one]) for one in first[values >= 0].tolist()]

    @cached_property
    def globe(self) -> NDArray[np.float64]:
        """Latitude and longitude of each organisation."""
        return self.context.network.organisations[["lat", "lon"]].to_numpy(dtype=np.float64)[self.context.order]

    @cached_property
    def spelled(self) -> dict[str, tuple[NDArray[np.int64], list[str]]]:
        """City, region and country as they are written: a code for each organisation, and what it stands for."""
        columns = ("city", "region", "country")
        found = {name: pd.factorize(self.context.column(name)) for name in columns}
        return {name: (code, ["", *values.tolist()]) for name, (code, values) in found.items()}

    @cached_property
    def _names(self) -> tuple[list[dict[str, str]], Counter[str]]:
        """The words of each name by their stems, and how many names have each stem."""
        known = [
            {word if word.isdigit() else word[:STEM]: word for word in reversed(normal_form(name).split())}
            for name in self.context.column("name").tolist()
        ]
        return known, Counter(stem for one in known for stem in one)

    def common_words(self, user: int, candidates: int) -> list[str]:
        """Name the words of an organisation's name that are like words of the user's, the rarest first.

        Parameters
        ----------
        user, candidates
            Positions of the two.
        """
        known, often = self._names
        stems = sorted(known[user].keys() & known[candidates].keys(), key=lambda stem: (often[stem], stem))
        return [known[candidates][stem] for stem in stems]

    def _partners_with(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(self.context.partners @ mask.astype(np.float64)).astype(np.int64)

    @cached_property
    def partner_counts(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """For region, country and kind: the codes, and organisations × codes, the number of partners with each."""
        return {
            name: (
                attribute.code,
                (self.context.partners @ one_hot(attribute.code)).toarray().astype(np.int64),
            )
            for name, attribute in self.attributes.by_column.items()
        }

    def joined(self, code: NDArray[np.int64]) -> Csr:
        """Return rows of projects for each code: those with a member that has it, then those with two of them.

        Parameters
        ----------
        code : array of int
            The code of each organisation, -1 for none.
        """
        known = np.flatnonzero(code >= 0)
        shape = (int(code.max(initial=-1)) + 1, len(code))
        member = sparse.csr_array((np.ones(len(known), dtype=np.int64), (code[known], known)), shape=shape)
        counts = sorted_rows(member @ self.context.members)
        return sorted_rows(sparse.vstack([counts > 0, counts > 1]).astype(np.int64))

    @cached_property
    def with_code(self) -> dict[str, Csr]:
        """`joined` for region, country and kind."""
        return {name: self.joined(code) for name, (code, __) in self.partner_counts.items()}

    @cached_property
    def with_small(self) -> Csr:
        """`joined` for SMEs."""
        return self.joined(np.where(self.small, 0, -1))

    @cached_property
    def lately(self) -> Csr:
        """Rows of projects: the recent ones, those with partners."""
        rows = [self.context.years >= max(self.since, 1), self.activity.project_sizes > 1]
        return sorted_rows(sparse.csr_array(np.array(rows).astype(np.int64)))

    @cached_property
    def first_by_group(self) -> tuple[Csr, Csr]:
        """Groups of similar organisations × organisations, how many began with each; × projects, in which they did."""
        return self.cold.of_groups(self.cold.first_partners), self.cold.of_groups(self.cold.begun)
