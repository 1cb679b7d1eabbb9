"""What programs read of a site: the feed of new projects (RSS 2.0) and the sitemap."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from polegraph.i18n import _, language
from polegraph.site.material import newest_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polegraph.site.material import Material

NEW: Final = 20
"""Projects in the feed and on the home page."""
_URLS: Final = 45_000
"""Addresses in one sitemap; the protocol allows 50,000."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def newest(material: Material) -> list[str]:
    """Return the newest projects by their first day or year; those that begin after the day of the network are none.

    Parameters
    ----------
    material
        The network.
    """
    day = material.net.day
    dated = ((one, newest_day(row)) for one, row in material.projects.items())
    return [one for one, found in dated if found is not None and found <= day][:NEW]


def rss(material: Material) -> str:
    """Return the feed: the newest projects. Its days are those of the projects, never that on which it was written.

    Parameters
    ----------
    material
        The network.
    """
    ids = newest(material)
    base = material.options.base
    said = " · ".join(filter(None, (_("New projects"), material.notice)))
    items = "".join(_item(material, one, base) for one in ids)
    built = f"<lastBuildDate>{_moment(material.projects[ids[0]])}</lastBuildDate>\n" if ids else ""
    return (
        f'{_HEAD}<rss version="2.0"><channel>\n<title>{_text(material.title)}</title>\n'
        f"<link>{_text(base or 'index.html')}</link>\n"
        f"<description>{_text(said)}</description>\n"
        f"<language>{language()}</language>\n{built}{items}</channel></rss>\n"
    )


def _item(material: Material, one: str, base: str) -> str:
    row = material.projects[one]
    members = [material.organisations[org]["name"] for org, _role in material.taking_part.get(one, [])[:10]]
    said = " – ".join(filter(None, (row["title"] if row["title"] != row["label"] else "", ", ".join(members))))
    address = base + material.addresses["projects"][one]
    return (
        f"<item><title>{_text(row['label'])}</title><link>{_text(address)}</link>"
        f'<guid isPermaLink="false">{_text(material.addresses["projects"][one])}</guid>'
        f"<pubDate>{_moment(row)}</pubDate><description>{_text(said)}</description></item>\n"
    )


def sitemaps(base: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sitemap, or where the pages are too many for one, several and their index: address and content.

    Parameters
    ----------
    base
        The address of the site.
    paths
        Addresses of the pages from its top.

    Examples
    --------
    >>> next(sitemaps("https://example.org/", ["index.html"]))[1].count("<loc>https://example.org/index.html</loc>")
    1
    """
    cut = [paths[at : at + _URLS] for at in range(0, len(paths), _URLS)]
    for at, some in enumerate(cut, 1):
        name = "sitemap.xml" if len(cut) == 1 else f"sitemap-{at}.xml"
        listed = "\n".join(f"<url><loc>{_text(base + path)}</loc></url>" for path in some)
        yield name, f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n{listed}\n</urlset>\n'
    if len(cut) > 1:
        listed = "\n".join(
            f"<sitemap><loc>{_text(base)}sitemap-{at}.xml</loc></sitemap>" for at in range(1, len(cut) + 1)
        )
        yield "sitemap.xml", f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{listed}\n</sitemapindex>\n'


def _text(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _moment(row: dict[str, Any]) -> str:
    day = newest_day(row)
    assert day is not None  # noqa: S101  # `newest` chose those with a day
    return format_datetime(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC), usegmt=True)
