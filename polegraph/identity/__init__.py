"""Who is who: normal forms of names, and who is meant by them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from polegraph.identity.names import LEGAL_FORMS, distinct_form, name_id, normal_form, plain_letters
from polegraph.identity.numbers import is_nobodys, is_number, is_rnsr, is_ror, is_siren, is_siret, is_vat, siren_of_vat
from polegraph.identity.placeholders import is_placeholder, is_placeholder_number

if TYPE_CHECKING:
    from polegraph.identity._who import who_is_who
    from polegraph.identity.found import Found
    from polegraph.identity.units import Units

# Loaded when used: those who read a file want a normal form, and not the libraries that compare names.
_HOME = {"Found": "found", "Units": "units", "who_is_who": "_who"}

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
