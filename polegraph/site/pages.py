"""What a page of the site holds: sections of sentences, figures, links and tables; how it looks is the template's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page.

    Parameters
    ----------
    text
        What it says.
    href
        Address from the top of the site.
    """

    text: str
    href: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Rows:
    """A table.

    Parameters
    ----------
    caption
        What its rows are.
    headings
        Of the columns, for people.
    rows
        Texts and links, the thing itself first.
    numeric
        Places of the columns that hold numbers.
    note
        A line below it, such as how many rows it leaves out.
    """

    caption: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page.

    Parameters
    ----------
    name
        Short English name, for the anchor.
    title
        Heading.
    text
        Sentences under the heading.
    figures
        Label and figure, side by side.
    links
        Links one after the other.
    tables
        Tables.
    search
        Whether the search box stands here.
    """

    name: str
    title: str
    text: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Rows, ...] = ()
    search: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Parameters
    ----------
    path
        Address from the top of the site.
    kind
        What the page is about, above the heading.
    title
        Heading.
    facts
        Label, and one or several texts or links.
    parts
        Sections in the order of reading.
    data
        What search engines read, as schema.org has it; None for none.
    """

    path: str
    kind: str
    title: str
    facts: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    parts: tuple[Part, ...] = ()
    data: dict[str, Any] | None = field(default=None)
