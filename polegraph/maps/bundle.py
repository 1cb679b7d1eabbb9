"""The page's modules put together into one script, in the order that their imports ask for."""

from __future__ import annotations

import posixpath
import re
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENTRY: Final = "app.js"
"""The module that imports all others."""
_IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "(\.[./\w]+)";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ((?:async )?function|const) (\w+)", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
# What would end a script or style element, or make HTML overlook its end: there is no escape for these.
_BREAKS_OUT: Final = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)


def bundle(folder: Traversable) -> str:
    """Build one script of the modules of a page: each becomes a function that gives what the module exports.

    Parameters
    ----------
    folder
        The folder that holds ``app.js``. Modules stand in it or in folders inside, and import one another by relative
        paths; a module that nothing imports is left out.

    Raises
    ------
    graphlib.CycleError
        If modules import one another in a circle, which is named.
    ValueError
        If a module imports or exports in a way that is not put together here.
    """
    texts = _texts(folder)
    order = load_order({name: _imported(name, text) for name, text in texts.items()})
    return f'(() => {{\n"use strict";\n{"".join(_function(name, texts[name]) for name in order)}}})();\n'


def load_order(imports: dict[str, list[str]]) -> list[str]:
    """Sort modules topologically: each after those that it imports, and the same each time.

    Parameters
    ----------
    imports
        By module, those that it imports.

    Raises
    ------
    graphlib.CycleError
        If modules import one another in a circle, which is named.

    Examples
    --------
    >>> load_order({"app": ["map", "words"], "map": ["words"], "words": []})
    ['words', 'map', 'app']
    """
    return list(TopologicalSorter(imports).static_order())


def _texts(folder: Traversable) -> dict[str, str]:
    """Read the first module, and those that are imported, directly or not."""
    texts: dict[str, str] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = read(folder.joinpath(*name.split("/")), name)
            waiting.extend(_imported(name, texts[name]))
    return texts


def _imported(name: str, text: str) -> list[str]:
    return [_path(name, match[2]) for match in _IMPORT.finditer(text)]


def _path(name: str, asked: str) -> str:
    """Return the path in the folder of the page to which a relative one leads from a module."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), asked))


def _function(name: str, text: str) -> str:
    exported = ", ".join(match[2] for match in _EXPORT.finditer(text))
    body = _IMPORT.sub(lambda match: f"const {match[1]} = {_variable(_path(name, match[2]))};", text)
    body = _EXPORT.sub(r"\1 \2", body)
    if other := _OTHER.search(body):
        # A developer's slip: what no pattern takes away would end as a script that no browser reads.
        message = f"{name}: cannot be put together: {other[0]}"
        raise ValueError(message)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _variable(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def read(file: Traversable, name: str) -> str:
    """Read a file that is to stand inside a page as it is.

    Parameters
    ----------
    file
        The file.
    name
        Its name in a message.

    Raises
    ------
    PolegraphError
        If something in the file would end the element of the page that holds it.
    """
    text = file.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if _BREAKS_OUT.search(text):
        raise PolegraphError(_("this file cannot stand inside a page"), file=name, remedy=_("install pyvis 0.3.2"))
    return text
