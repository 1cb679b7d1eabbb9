"""Suggested pairs, what is counted once for all of them, and what all sentences about them share."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.identity import normal_form
from polegraph.suggestions.coldstart import Cold
from polegraph.suggestions.traits import RECENT
from polegraph.suggestions.walks import sorted_rows
from polegraph.suggestions.words import STEM
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.evidence import Proof, Via
    from polegraph.suggestions.traits import Traits

NAMED: Final = 3
"""Organisations, themes or words that a reason names."""
_LONGEST_NAME: Final = 60


class Told(NamedTuple):
    """A sentence for each of some pairs, empty where there is nothing to tell; and what proves it, if projects do."""

    texts: list[str]
    proof: Proof | None = None


class Pairs:
    """Suggested pairs, and what sentences about them are made from.

    Parameters
    ----------
    traits
        What is known of the organisations.
    users, suggested : array of int
        Positions of the two organisations of each pair.
    via
        Their common partners.
    """

    def __init__(self, traits: Traits, users: Positions, suggested: Positions, via: Via) -> None:
        self.traits, self.context = traits, traits.context
        self.users, self.suggested, self.via = users, suggested, via

    def of(self, some: Positions) -> tuple[Positions, Positions]:
        """Give the users and whom they are told, for some of the pairs."""
        return self.users[some], self.suggested[some]


class Facts:
    """What is counted once for all pairs of a network.

    Parameters
    ----------
    traits
        What is known of the organisations.
    """

    def __init__(self, traits: Traits) -> None:
        self.traits, self.context = traits, traits.context
        self.cold = Cold(traits)

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
        """Who is an SME."""
        return np.isin(self.context.category_size.astype("str"), SME_SIZES)

    @cached_property
    def micro(self) -> NDArray[np.bool_]:
        """Who is a micro-enterprise."""
        found: NDArray[np.bool_] = self.context.category_size == "micro"
        return found

    @cached_property
    def small_partners(self) -> NDArray[np.int64]:
        """How many partners of each organisation are SMEs."""
        return self._partners_with(self.small)

    @cached_property
    def micro_partners(self) -> NDArray[np.int64]:
        """How many are micro-enterprises."""
        return self._partners_with(self.micro)

    @cached_property
    def _names(self) -> tuple[list[dict[str, str]], Counter[str]]:
        """The words of each name by their stems, and how many names have each stem."""
        known = [
            {word if word.isdigit() else word[:STEM]: word for word in reversed(normal_form(name).split())}
            for name in self.context.column("name").tolist()
        ]
        return known, Counter(stem for one in known for stem in one)

    def common_words(self, user: int, suggested: int) -> list[str]:
        """Name the words of an organisation's name that are like words of the user's, the rarest first.

        Parameters
        ----------
        user, suggested
            Positions of the two.
        """
        known, often = self._names
        stems = sorted(known[user].keys() & known[suggested].keys(), key=lambda stem: (often[stem], stem))
        return [known[suggested][stem] for stem in stems]

    def _partners_with(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(self.context.partners @ mask.astype(np.float64)).astype(np.int64)

    @cached_property
    def partners_of_kind(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """For region, country and kind: the codes, and organisations × codes, how many partners have each."""
        return {
            name: (place.code, np.rint(place.partners * self.context.degree[:, None]).astype(np.int64))
            for name, place in self.traits.places.items()
        }

    def joined(self, code: NDArray[np.int64]) -> Csr:
        """Give rows of projects for each code: those with a member that has it, then those with two of them.

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
        return {name: self.joined(code) for name, (code, __) in self.partners_of_kind.items()}

    @cached_property
    def with_small(self) -> Csr:
        """`joined` for SMEs."""
        return self.joined(np.where(self.small, 0, -1))

    @cached_property
    def lately(self) -> Csr:
        """Rows of projects: the recent ones, those with partners."""
        rows = [self.context.years >= max(self.since, 1), self.traits.sizes > 1]
        return sorted_rows(sparse.csr_array(np.array(rows).astype(np.int64)))

    @cached_property
    def first_by_group(self) -> tuple[Csr, Csr]:
        """Groups of similar organisations × organisations, how many began with each; × projects, in which they did."""
        return self.cold.of_groups(self.cold.first_partners), self.cold.of_groups(self.cold.begun)


def gathered(pairs: int, pair: Positions, values: NDArray[Any]) -> list[list[str]]:
    """Give the values of each pair, in order.

    Parameters
    ----------
    pairs
        Number of pairs.
    pair, values
        The pair of each value.
    """
    lists: list[list[str]] = [[] for _place in range(pairs)]
    for one, value in zip(pair.tolist(), values.tolist(), strict=True):
        lists[one].append(value)
    return lists


def listed(names: Sequence[str] | Iterable[str], total: int) -> str:
    """Write a few names with commas between, shortened, and an ellipsis if there are more.

    Parameters
    ----------
    names
        Those that are named.
    total
        How many there are.

    Examples
    --------
    >>> listed(["Ada", "Bo"], 5)
    'Ada, Bo, …'
    """
    short = [name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…" for name in names]
    return ", ".join([*short, "…"] if len(short) < total else short)
