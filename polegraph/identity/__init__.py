"""Entity resolution of organisations: blocking, comparison, clustering, and the normal forms of names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from polegraph.names.normal_forms import LEGAL_FORMS, distinct_form, name_id, normal_form, plain_letters
from polegraph.names.placeholders import is_placeholder, is_placeholder_number
from polegraph.names.register_numbers import (
    is_nobodys,
    is_number,
    is_rnsr,
    is_ror,
    is_siren,
    is_siret,
    is_vat,
    siren_of_vat,
)

if TYPE_CHECKING:
    from polegraph.identity.entities import Units
    from polegraph.identity.resolution import who_is_who
    from polegraph.identity.result import Found

# Loaded on first use: readers of files need a normal form, but none of the libraries that compare names.
_HOME = {"Found": "result", "Units": "entities", "who_is_who": "resolution"}

__all__ = [
    "LEGAL_FORMS",
    "Found",
    "Units",
    "distinct_form",
    "is_nobodys",
    "is_number",
    "is_placeholder",
    "is_placeholder_number",
    "is_rnsr",
    "is_ror",
    "is_siren",
    "is_siret",
    "is_vat",
    "name_id",
    "normal_form",
    "plain_letters",
    "siren_of_vat",
    "who_is_who",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # what a module offers is of any type
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
