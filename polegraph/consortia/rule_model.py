"""What a rule is: a number over the members of a consortium, and its bounds; and what the rules of a programme are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from polegraph.i18n import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Asks = Literal["count", "share", "part", "total", "labels"]
Amount = Literal["cost", "funding"]
Key = Literal["unit", "country"]

ASKS: Final = ("count", "share", "part", "total", "labels")
"""What a rule may ask for; see `Rule`."""
AMOUNTS: Final = ("cost", "funding")
KEYS: Final = ("unit", "country")
HOME: Final = "home"
"""The word for the region that the call, or the pôle that labels, is of."""
MEMORY: Final = N_("from memory, not checked against the text")
"""What ``checked`` says of rules that nobody has compared with their source."""


@dataclass(frozen=True, slots=True)
class Where:
    """The members that a rule speaks of: those that have, of every column named, one of its words; empty is any.

    Parameters
    ----------
    kind, size, role : frozenset of str
        Words of the model. The size is that of the group.
    country : frozenset of str
        Two-letter codes, or names of lists of countries until `Rules.on` has put the codes in their place.
    region : frozenset of str
        Names of regions; ``home`` for the region that the call is of.
    """

    kind: frozenset[str] = frozenset()
    size: frozenset[str] = frozenset()
    role: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    r"""One rule: a number over the members of a consortium, and its bounds.

    With :math:`x_m` one for a member and :math:`s_m` one for a member that ``where`` speaks of, the number is

    - ``count``: :math:`\max \sum_m z_m` with :math:`z_m \le s_m x_m` and, for each key named in ``each`` and each of
      its values, :math:`\sum_{m \text{ of this value}} z_m \le 1`: members; groups, so that the same group counts
      once; countries; or, with both keys, independent organisations each of another country (a matching);
    - ``share``: :math:`\sum_m a_m s_m x_m / \sum_m a_m x_m` of the amount :math:`a`;
    - ``part``: the largest such share that one group (or one country, as ``each`` says) has;
    - ``total``: :math:`\sum_m a_m s_m x_m`, in euros;
    - ``labels``: how many pôles have labelled the project.

    Parameters
    ----------
    id
        Its name in tables.
    en, fr
        What it asks, in one line.
    asks
        ``count``, ``share``, ``part``, ``total`` or ``labels``.
    where
        The members that it speaks of.
    each
        Keys of which every value counts once.
    amount
        ``cost`` or ``funding``; None where it asks for no amount.
    least, most
        The bounds, both included; None without one.
    """

    id: str
    en: str
    fr: str
    asks: Asks
    where: Where = Where()
    each: tuple[Key, ...] = ()
    amount: Amount | None = None
    least: float | None = None
    most: float | None = None

    @property
    def what(self) -> str:
        """What it asks, in the language of the moment."""
        return self.fr if language() == "fr" else self.en

    @property
    def of_coordinator(self) -> bool:
        """Whether it speaks of the coordinator alone, of which every consortium has one."""
        return self.where.role == frozenset(["coordinator"])


@dataclass(frozen=True, slots=True)
class Span:
    """A country of a list, from a day to a day, both included; None without one."""

    country: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether the country is on the list on a day.

        Parameters
        ----------
        day
            The day.
        """
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a programme.

    Parameters
    ----------
    name
        Name of the file, without ``.toml``.
    en, fr
        Name of the programme.
    document, url
        Where the rules are written.
    checked_en, checked_fr
        How they were compared with it; empty where nobody has.
    since, until
        First and last day on which they hold; None without one.
    before
        The rules that held before ``since``; None if there are none here.
    remark_en, remark_fr
        What the rules leave to the call, or do not say.
    rules
        The rules, in the order of the file.
    lists
        Lists of countries by name.
    """

    name: str
    en: str
    fr: str
    document: str
    url: str
    checked_en: str
    checked_fr: str
    since: date | None
    until: date | None
    before: Rules | None
    remark_en: str
    remark_fr: str
    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[Span, ...]]

    @property
    def programme(self) -> str:
        """Name of the programme, in the language of the moment."""
        return self.fr if language() == "fr" else self.en

    @property
    def checked(self) -> str:
        """How they were compared with their source, in the language of the moment; `MEMORY` where nobody has."""
        return (self.checked_fr if language() == "fr" else self.checked_en) or _(MEMORY)

    @property
    def remark(self) -> str:
        """What the rules leave to the call, in the language of the moment."""
        return self.remark_fr if language() == "fr" else self.remark_en

    def on(self, day: date) -> Rules:
        """Return the rules as they hold on a day: countries in the place of lists, older rules before ``since``.

        Parameters
        ----------
        day
            The day.

        Examples
        --------
        >>> from datetime import date
        >>> from polegraph.consortia.rulebook import load
        >>> countries = [load("h2020-ria").on(date(year, 6, 1)).rules[0].where.country for year in (2014, 2020)]
        >>> [("TN" in codes, "FR" in codes) for codes in countries]
        [(False, True), (True, True)]
        >>> load("horizon-ria").on(date(2018, 6, 1)).name
        'h2020-ria'
        """
        if self.before is not None and self.since is not None and day < self.since:
            return self.before.on(day)
        resolved = [replace(rule, where=self._resolved(rule.where, day)) for rule in self.rules]
        return replace(self, rules=tuple(resolved), before=None)

    def _resolved(self, where: Where, day: date) -> Where:
        codes = {code for code in where.country if code not in self.lists}
        for name in where.country & self.lists.keys():
            codes |= {span.country for span in self.lists[name] if span.holds(day)}
        return replace(where, country=frozenset(codes))
