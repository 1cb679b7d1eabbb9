"""Organisations and projects of the example while they are being invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

Table = list[dict[str, Any]]


@dataclass
class Organisation:
    """An organisation while it is being invented."""

    number: int
    name: str
    kind: str
    pole: str | None
    place: tuple[str, ...]
    themes: list[str]
    since: int
    weight: float
    size: str = ""
    group: str | None = None
    dissolved: dt.date | None = None
    poles: list[str] = field(default_factory=list)
    projects: int = 0
    partners: set[int] = field(default_factory=set)

    @property
    def small(self) -> bool:
        """Whether it is an SME that no group has a share in."""
        return self.size in {"micro", "sme"} and self.group is None

    def there(self, day: dt.date) -> bool:
        """Whether it has come and has not been dissolved by a day."""
        return self.since < day.year and (self.dissolved is None or day < self.dissolved)


@dataclass
class Project:
    """A project while it is being invented."""

    number: int
    name: str
    pole: str
    year: int
    themes: list[str]
    partners: list[Organisation]
    start: dt.date = dt.date.min
    end: dt.date = dt.date.max
    label: dt.date = dt.date.min

    @property
    def acronym(self) -> str:
        """Its short name."""
        return self.name.upper()


def day_of(chance: random.Random, year: int) -> dt.date:
    """Choose a day of a year."""
    return dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange(365))
