"""Options of a map: one frozen object of the arguments of `polegraph.maps.write`, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from polegraph import i18n
from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from polegraph.suggestions import Model

COLOURS: Final = ("status", "kind", "size", "outcomes", "pole", "region", "community")
"""By what the marks of the map can be coloured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapOptions:
    """The arguments of `polegraph.maps.write`.

    Parameters
    ----------
    title, lang, audience, top_links, notice, colour_by, suggestions, model, projects
        As for `polegraph.maps.write`.

    Raises
    ------
    PolegraphError
        If the language or the colouring does not exist, or a number is out of range.

    Examples
    --------
    >>> MapOptions(lang="fr").colour_by
    'status'
    >>> MapOptions(colour_by="weather")
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: value 'weather': marks cannot be coloured by this. What to do: use one of: status,
    kind, size, outcomes, pole, region, community.
    """

    title: str | None = None
    lang: str = field(default_factory=i18n.language)
    audience: Literal["public", "members", "internal"] = "public"
    top_links: int | None = None
    notice: str | None = None
    colour_by: str = "status"
    suggestions: int = 0
    model: Model | None = None
    projects: bool = False

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise not_one_of(_("there is no such language"), self.lang, LANGUAGES)
        if self.colour_by not in COLOURS:
            raise not_one_of(_("marks cannot be coloured by this"), self.colour_by, COLOURS)
        if (self.top_links is not None and self.top_links < 0) or self.suggestions < 0:
            value = min(number for number in (self.top_links, self.suggestions) if number is not None)
            raise PolegraphError(_("this number is out of range"), value=value, remedy=_("give zero or more"))
