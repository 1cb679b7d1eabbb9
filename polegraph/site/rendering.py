"""From a page to its bytes: one template, every text escaped, and a policy without a script in the page."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from polegraph.i18n import _, language
from polegraph.maps.document import json_block
from polegraph.reports.sentences import for_whom
from polegraph.site.home import contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.site.material import Material
    from polegraph.site.pages import Page

POLICY: Final = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""Scripts and styles of the site's own files alone; from the disk, where 'self' is nothing, those of the disk."""


def renderer(material: Material) -> Callable[[Page], bytes]:
    """Return what writes a page of this site.

    Parameters
    ----------
    material
        The network.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # heavy
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(str(resources.files("polegraph.site")), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["json_block"] = lambda value: Markup(json_block(value))  # noqa: S704  # escaped there
    template = environment.get_template("page.html")
    same = {
        "lang": language(),
        "policy": Markup(POLICY),  # noqa: S704  # its own quotes are no danger between double ones
        "site": material.title,
        "base": material.options.base,
        "contents": contents(material),
        "foot": for_whom(material.options.audience),
        "notice": material.notice,
        "closed": material.options.audience != "public",
        "words": _words(),
    }

    def render(page: Page) -> bytes:
        here = page.path[: page.path.rfind("/") + 1]  # links inside a folder are shorter without it
        return template.render(page=page, here=here, up="../" * page.path.count("/"), **same).encode("utf-8")

    return render


def _words() -> dict[str, str]:
    """Return what the pages themselves say."""
    return {
        "contents": _("Contents"),
        "feed": _("New projects"),
        "found": _("Found: {n}"),
        "first": _("Found: {n}; the first {shown} are shown"),
        "kinds": "|".join((_("Organisation"), _("Project"), _("Pôle"), _("Theme"))),
        "none": _("Nothing found. A part of a word is enough, from its beginning."),
        "skip": _("Skip to the content"),
        "no_script": _("Search needs JavaScript; the lists hold everything without it."),
        "label": _("Name or word"),
    }
