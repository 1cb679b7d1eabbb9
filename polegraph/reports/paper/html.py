"""The paper as one offline page: no script, no request, for a screen by day and by night, a phone and a printer."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _, day_in_words, speaking
from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Table
from polegraph.reports.paper.texts import SIGNS, grid, left_out
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Block, Document, KeyFigure, Section
    from polegraph.reports.paper.texts import Grid

_LONG: Final = 8
"""A figure of more characters than this is set smaller, so that it stays on its card."""
_LONGER: Final = 11
"""A figure of more characters than this is set as small as words."""

_WIDE: Final = 6
"""A table of more columns than this is set smaller."""
_DATE, _NAME, _TEXT = 10, 20, 60
"""Characters of a date, which is not broken, and of a name and a text, beyond which a column is wider."""
_NARROW: Final = 4
"""A table of no more columns than this, all of them short, is no wider than it needs to be."""


def render(document: Document) -> bytes:
    """Write a paper as an HTML page.

    Parameters
    ----------
    document
        What it says, in its language.

    Returns
    -------
    bytes
        UTF-8. The page holds all that it shows, and its policy forbids it to ask for more.

    Examples
    --------
    >>> from datetime import date
    >>> from polegraph.reports.paper.blocks import Document
    >>> render(Document("A <b>", "Paper", "en", date(2012, 12, 31), ())).decode().count("A &lt;b&gt;")
    2
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # heavy
    from markupsafe import Markup  # noqa: PLC0415

    folder = resources.files("polegraph.reports.paper")
    styles = [folder.joinpath("page.css").read_text(encoding="utf-8"), _running(document)]
    environment = Environment(
        loader=FileSystemLoader(str(folder), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else printable(str(value)),
    )
    with speaking(document.language):
        text = environment.get_template("page.html").render(
            lang=document.language,
            title=document.title,
            subtitle=document.subtitle,
            policy=policy(styles),
            styles=[Markup(style) for style in styles],  # noqa: S704  # shipped, and with nothing but escapes in it
            words=_words(document),
            sections=[_section(section) for section in document.sections],
            about=document.about,
            foot=document.foot,
            notice=document.notice,
        )
    return text.encode("utf-8")


def policy(styles: list[str]) -> str:
    """Return the content security policy that allows these styles, pictures inside the page, and nothing else.

    Parameters
    ----------
    styles
        The text of each block.

    Examples
    --------
    >>> policy(["a"]).split("; ")[1]
    "style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    """
    allowed = [f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles]
    return f"default-src 'none'; style-src {' '.join(allowed)}; img-src data:; base-uri 'none'; form-action 'none'"


def _running(document: Document) -> str:
    """Return the style that puts title, audience and number at the foot of each printed page."""
    line = " · ".join(printable(text) for text in (document.title, document.foot) if text)
    escaped = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in line)
    shape = "font: 7.5pt/1.3 system-ui, sans-serif; color: #53606d; vertical-align: top; padding-top: 4mm;"
    return (
        f'@page {{ @bottom-left {{ content: "{escaped}"; width: 85%; {shape} }} '
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {shape} }} }}'
    )


def _words(document: Document) -> dict[str, str]:
    """Return what the page itself says."""
    return {
        "about": _("About this paper"),
        "behind": _("The numbers behind the figure"),
        "contents": _("Contents"),
        "day": _("Figures of {day}").format(day=day_in_words(document.day)),
        "none": _("No rows"),
        "skip": _("Skip to the paper"),
    }


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(one, f"{section.name}-{at}") for at, one in enumerate(section.blocks, 1)]
    return {"id": section.name, "title": section.title, "blocks": blocks}


def _block(block: Block, name: str) -> tuple[str, Any]:
    """Return what kind of block it is, and what the template shows of it."""
    if isinstance(block, Paragraph):
        return "paragraph", block
    if isinstance(block, KeyFigures):
        return "figures", [_figure(figure) for figure in block.figures]
    if isinstance(block, Table):
        return "table", _table(block, name)
    source = f"data:image/svg+xml;base64,{base64.b64encode(block.svg).decode()}"
    return "picture", {
        "title": block.title,
        "alt": block.alt,
        "source": source,
        "behind": _table(block.behind, f"{name}-behind"),
    }


def _figure(figure: KeyFigure) -> dict[str, Any]:
    length = len(figure.text)
    return {
        "width": "longer" if length > _LONGER else "long" if length > _LONG else "",
        "label": figure.label,
        "text": figure.text,
        "mark": figure.mark,
        "mark_text": figure.mark_text,
        "sign": SIGNS.get(figure.mark, ""),
        "beside": figure.beside,
    }


def _table(table: Table, name: str) -> dict[str, Any]:
    made = grid(table)
    return {
        "id": f"{name}-title",
        "title": table.title,
        "headings": made.headings,
        "numeric": made.numeric,
        "head": made.head,
        "kinds": _kinds(made),
        "shape": _shape(made),
        "rows": made.rows,
        "most": table.most,
        "more": left_out(table),
        "note": table.note,
    }


def _kinds(made: Grid) -> list[str]:
    """Return of each column whether it holds numbers, or texts of several words or lines, which need room to break."""
    kinds = []
    for place, number in enumerate(made.numeric):
        longest = max((len(row[place]) for row in made.rows), default=0)
        text = "long" if longest > _TEXT else "words" if longest > _NAME else "whole" if longest <= _DATE else ""
        kinds.append("number" if number else text)
    return kinds


def _shape(made: Grid) -> str:
    if len(made.headings) > _WIDE:
        return "wide"
    return "narrow" if all(made.short) and len(made.headings) <= _NARROW else ""
