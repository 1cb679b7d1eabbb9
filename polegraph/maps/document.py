"""One HTML file that opens anywhere: vis-network by pyvis, a template, everything inline, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from polegraph import i18n
from polegraph.files import whole
from polegraph.i18n import LANGUAGES, speaking
from polegraph.maps.answers import partners
from polegraph.maps.bundle import bundle, read
from polegraph.maps.messages import words
from polegraph.maps.options import MapOptions
from polegraph.maps.view_model import View, view
from polegraph.network.titles import title as title_of
from polegraph.tables import PHASES

if TYPE_CHECKING:
    import os
    from importlib.resources.abc import Traversable

    from polegraph.network import Network
    from polegraph.suggestions import Model

_VIS: Final = ("lib", "vis-9.1.2")
_IN_JSON: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write(  # noqa: PLR0913  # the options of the command
    net: Network,
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    lang: str | None = None,
    audience: Literal["public", "members", "internal"] = "public",
    top_links: int | None = None,
    notice: str | None = None,
    colour_by: str = "status",
    suggestions: int = 0,
    model: Model | None = None,
    projects: bool = False,
) -> Path:
    """Write the map of a network: one HTML file that works without a network.

    Parameters
    ----------
    net
        The network. Where it has a focus, the chosen organisations are marked.
    path
        The file to write; its folder must exist.
    title
        Heading of the page; if None, the name of the pôles or of the programme (`polegraph.network.titles.title`), else
        the page's own words.
    lang
        ``fr`` or ``en``, the language in which the page opens; the one in use if None. It can be switched on the page.
    audience
        The audience: what it may not see is not in the file; the page states how much that is.
    top_links
        How many links are drawn at most, the strongest first; 10,000 if None. The page states how many are not drawn,
        and draws those of an organisation when it is selected.
    notice
        A sentence shown above everything else.
    colour_by
        By what marks are coloured when the page opens: ``status`` (SMEs and large groups), ``kind``, ``size``,
        ``outcomes`` (what came out of its projects), ``pole``, ``region`` or ``community``; ``status`` where the data
        do not have it. It can be switched on the page.
    suggestions
        How many partners are suggested to each organisation; 0 for none.
    model
        What `polegraph.suggestions.train` gave, by which they are ranked; None for what ranks without learning
        (`polegraph.suggestions.unlearned`).
    projects
        Whether projects are marks of their own when the page opens, joined to their members. It can be switched on the
        page.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    PolegraphError
        If the language, the audience or the colouring does not exist, a number is out of range, or the file cannot be
        written.

    Examples
    --------
    >>> import tempfile
    >>> import polegraph.examples
    >>> path = write(polegraph.examples.tiny(), Path(tempfile.mkdtemp()) / "map.html")
    >>> "First SME (invented)" in path.read_text(encoding="utf-8")
    True
    """
    options = MapOptions(
        title=title,
        lang=i18n.language() if lang is None else lang,
        audience=audience,
        top_links=top_links,
        notice=notice,
        colour_by=colour_by,
        suggestions=suggestions,
        model=model,
        projects=projects,
    )
    text = html(_view(net, options))
    with whole(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "backslashreplace"))
    return Path(path)


def _view(net: Network, options: MapOptions) -> View:
    """Build the view of what the audience may see, with the figures and words of the page beside it."""
    seen = net.visible(options.audience)
    shown = view(seen, top_links=options.top_links)
    if options.suggestions:
        ids = shown.data["organisations"]["id"]
        shown.data["partners"] = partners(seen, ids, options.suggestions, options.model)
    shown.data.update(
        title=title_of(seen) if options.title is None else options.title,
        notice=options.notice,
        lang=options.lang,
        colour_by=options.colour_by,
        phases=PHASES,
        left_out=[len(net.tables[name]) - len(seen.tables[name]) for name in ("organisations", "projects")],
        words={code: _words(code) for code in LANGUAGES},
        show_projects=options.projects,
    )
    return shown


def _words(code: str) -> dict[str, str | list[str]]:
    with speaking(code):
        return words()


def html(shown: View) -> str:
    """Draw a view by pyvis through a template of polegraph.

    Parameters
    ----------
    shown
        The view, with ``title``, ``notice``, ``lang``, ``left_out`` and ``words`` in its data.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # heavy, as is pyvis
    from markupsafe import Markup  # noqa: PLC0415
    from pyvis.network import Network as Drawing  # noqa: PLC0415

    lang = shown.data["lang"]
    styles = [_vis("vis-network.css"), read(_page() / "style.css", "style.css")]
    scripts = [_vis("vis-network.min.js"), bundle(_page())]
    drawing = Drawing(heading=shown.data["title"] or shown.data["words"][lang]["title"], cdn_resources="in_line")
    # Not through add_node and add_edge: these look for each edge among all others.
    drawing.nodes, drawing.edges = shown.nodes, shown.edges
    drawing.set_options(json.dumps(_options()))
    drawing.templateEnv = Environment(
        loader=FileSystemLoader(str(_page()), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    drawing.templateEnv.filters["json_block"] = lambda value: Markup(json_block(value))  # noqa: S704  # escaped there
    drawing.templateEnv.filters["from_json"] = json.loads  # pyvis hands the options over as text
    drawing.templateEnv.globals["page"] = {
        "lang": lang,
        "no_script": shown.data["words"][lang]["no_script"],
        "policy": policy(scripts, styles),
        "styles": [Markup(block) for block in styles],  # noqa: S704  # shipped ones, refused if they break out
        "scripts": [Markup(block) for block in scripts],  # noqa: S704  # the same
        "data": shown.data,
    }
    return str(drawing.generate_html())


def _options() -> dict[str, Any]:
    """Return vis-network's options that do not depend on light or dark."""
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"chosen": False},
        "interaction": {
            "dragNodes": False,
            "hover": False,
            "selectConnectedEdges": False,
            "zoomSpeed": 0.7,
        },
    }


def policy(scripts: list[str], styles: list[str]) -> str:
    """Return the content security policy that allows these blocks and nothing else.

    Parameters
    ----------
    scripts, styles
        The text of each inlined block.

    Examples
    --------
    >>> policy(["a"], []).split("; ")[1:3]
    ["script-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='", "style-src 'none'"]
    """
    listed = {
        kind: " ".join(_hash(block) for block in blocks) or "'none'"
        for kind, blocks in (("script", scripts), ("style", styles))
    }
    return (
        f"default-src 'none'; script-src {listed['script']}; style-src {listed['style']}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(block: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"


def json_block(value: object) -> str:
    r"""Write a value as JSON that no name in it can break out of.

    Parameters
    ----------
    value
        Anything that JSON can hold. Lone surrogates are written as escapes.

    Examples
    --------
    >>> json_block("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_IN_JSON)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _vis(name: str) -> str:
    """Read a file of vis-network out of the installed pyvis, without the note on a source map, which browsers fetch."""
    text = read(resources.files("pyvis").joinpath(*_VIS, name), name)
    return re.sub(r"\n?(?://|/\*)# sourceMappingURL=.*", "", text)


def _page() -> Traversable:
    return resources.files("polegraph.maps") / "page"
