"""Measures: functions that take a network and return a data frame.

What is public, and in which module it stands, is declared once, in ``__init__.pyi``: type checkers read it, and so does
`__getattr__` here. A measure is loaded when it is first used, since only some need the compiler or the community
finder, which take long to import.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module, resources
from typing import Any


@cache
def _modules() -> dict[str, str]:
    """Return the module of each public name."""
    stub = resources.files(__name__).joinpath("__init__.pyi").read_text(encoding="utf-8")
    imports = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {name.asname: str(node.module) for node in imports for name in node.names if name.asname}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function, or a module
    """Load a public name when it is first used (PEP 562)."""
    if name == "chance":  # the former name of the module
        value = import_module("polegraph.metrics.inference.null_models")
    elif not name.startswith("_") and name in _modules():
        guard = import_module("polegraph.metrics.catalogue.guard")
        value = guard.guarded(getattr(import_module(_modules()[name]), name), __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_modules(), "chance"})
