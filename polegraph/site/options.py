"""Options of a site: one frozen object, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from polegraph.errors import PolegraphError
from polegraph.i18n import _


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteOptions:
    """What a site is to be.

    Parameters
    ----------
    title
        Its heading; None for the name of the pôles or of the programme (`polegraph.network.titles.title`).
    notice
        A sentence that stands on each page; empty for the one about invented data, where names say that they are.
    audience
        For whom it is: what they may not see is in no file.
    url
        The address at which it will stand, ``https://…/``, for the sitemap, the feed and the data for search engines;
        empty if it is not known.

    Raises
    ------
    PolegraphError
        If the address is not one of the web.

    Examples
    --------
    >>> SiteOptions(url="https://example.org/poles").base
    'https://example.org/poles/'
    >>> SiteOptions(url="ftp://example.org")
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: value 'ftp://example.org': this is no address of a site. What to do: give one that
    begins with https:// or http://, without a question mark.
    """

    title: str | None = None
    notice: str = ""
    audience: Literal["public", "members", "internal"] = "public"
    url: str = ""

    def __post_init__(self) -> None:
        if self.url and not _is_address(self.url):
            raise PolegraphError(
                _("this is no address of a site"),
                value=self.url,
                remedy=_("give one that begins with https:// or http://, without a question mark"),
            )

    @property
    def base(self) -> str:
        """The address with a slash at its end; empty if it is not known."""
        return f"{self.url.rstrip('/')}/" if self.url else ""


def _is_address(url: str) -> bool:
    """Recognise a plain address of the web: no password, no query, nothing that would have to be escaped."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and not set(url) & set(" <>\"'\\^`{|}?#@")
        return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
