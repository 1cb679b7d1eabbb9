"""Words of what is counted, and of the codes in the tables."""

from __future__ import annotations

from polegraph.i18n import _, language, ngettext
from polegraph.tables import DOMAINS, KINDS, SIZES

_ENGLISH_KINDS = {"lab": "laboratory", "training_body": "training body", "public_body": "public body"}
_ENGLISH_DOMAINS = {"private_finance": "private finance"}
_ENGLISH_SIZES = {
    "micro": "micro-enterprise",
    "sme": "SME",
    "mid_cap": "mid-cap",
    "large": "large company",
    "not_sme": "not an SME (mid-cap or large)",
}


def of_counts() -> dict[str, str | list[str]]:
    """Return the words of counts."""
    return {
        "n_organisations": [ngettext("{n} organisation", "{n} organisations", count) for count in (1, 2)],
        "n_projects": [ngettext("{n} project", "{n} projects", count) for count in (1, 2)],
        "n_links": [ngettext("{n} link", "{n} links", count) for count in (1, 2)],
        "n_partners": [ngettext("{n} partner", "{n} partners", count) for count in (1, 2)],
        "n_found": [ngettext("{n} organisation found", "{n} organisations found", count) for count in (1, 2)],
        "n_more": [ngettext("{n} more: type more letters", "{n} more: type more letters", count) for count in (1, 2)],
        "n_files": [ngettext("{n} file", "{n} files", count) for count in (1, 2)],
    }


def of_codes() -> dict[str, str | list[str]]:
    """Return the words of kinds, sizes and domains."""
    french = language() == "fr"
    kinds = {f"kind.{code}": word if french else _ENGLISH_KINDS.get(code, code) for code, word in KINDS.items()}
    sizes = {f"size.{code}": word if french else _ENGLISH_SIZES[code] for code, word in SIZES.items()}
    domains = {f"domain.{code}": word if french else _ENGLISH_DOMAINS.get(code, code) for code, word in DOMAINS.items()}
    return {**kinds, **sizes, **domains, "size.unknown": _("size not known or not a company")}
