"""Headings and words for people; files for machines keep the English names of columns and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import N_, _, language
from polegraph.tables import DOMAINS, KINDS, OUTCOMES, ROLES, SIZES, TABLES, VISIBILITIES

if TYPE_CHECKING:
    import pandas as pd

# Result columns whose name alone would not tell a reader what stands in them.
_HEADINGS: Final = {
    "org_id": N_("identifier"),
    "projects": N_("projects"),
    "status": N_("link to a large group"),
    "distance": N_("steps to a large group"),
    "direct_partners": N_("large groups met"),
    "direct_ids": N_("which large groups"),
    "shared_projects": N_("projects with them"),
    "strength": N_("strength"),
    "last_year": N_("last year"),
    "introducer_id": N_("introducer (identifier)"),
    "introducer_name": N_("could be introduced by"),
    "introducer_projects": N_("projects that prove it"),
    "reach_two": N_("large groups within two steps"),
    "expected_direct": N_("large groups expected by chance"),
    "dependence": N_("dependence on one group"),
    "rank": N_("rank"),
    "suggested_id": N_("suggested (identifier)"),
    "suggested_name": N_("suggested partner"),
    "suggested_kind": N_("its kind"),
    "suggested_size": N_("its size"),
    "score": N_("score"),
    "reasons": N_("reasons"),
    "via_ids": N_("through"),
    "evidence_projects": N_("projects behind it"),
    "level": N_("level"),
    "source": N_("source"),
    "file": N_("file"),
    "table": N_("table"),
    "row": N_("row"),
    "column": N_("column"),
    "value": N_("value"),
    "problem": N_("problem"),
    "remedy": N_("what to do"),
    "topic": N_("topic"),
    "item": N_("item"),
    "count": N_("number"),
    "share": N_("share"),
    "method": N_("method"),
    "coverage": N_("coverage"),
    "low": N_("lower bound (95 %)"),
    "high": N_("upper bound (95 %)"),
}
_NOTES: Final = {
    "several_categories": N_("organisations under several categories (the most recent edition holds)"),
    "unknown_country": N_("rows whose country is not known to be one"),
    "emptied_cells": N_("cells emptied because they could not be understood"),
    "found_by_name": N_("cells that name what they point to instead of its identifier"),
    "identifiers_made": N_("identifiers made from names"),
    "undecodable": N_("characters that could not be read in the file's encoding"),
    "example_lines": N_("example lines of the templates, not read"),
}
_SHEETS: Final = (N_("links"), N_("suggestions"), N_("info"), N_("check"), N_("backtest"))
_OF_THE_MODEL: Final = {column.name: column.fr for table in TABLES.values() for column in table.columns}
_FRENCH: Final = {**OUTCOMES, **DOMAINS, **ROLES, **VISIBILITIES, **SIZES, **KINDS}
_WORDS: Final = frozenset(
    {
        N_("direct"),
        N_("introduced"),
        N_("far"),
        N_("unreachable"),
        N_("no_partner"),
        N_("no_project"),
        N_("error"),
        N_("remark"),
        N_("total"),
        N_("kind"),
        N_("size of companies"),
        N_("phase"),
        N_("year of projects"),
        N_("members of the pôle"),
        N_("projects labelled by the pôle"),
        N_("unknown"),
        N_("participations of the source"),
        N_("rows read"),
        N_("rows rejected"),
        N_("rows repeated"),
        N_("programme"),
    },
)


def heading(column: str) -> str:
    """Give the heading of a column in the current language.

    Parameters
    ----------
    column
        Its English name.

    Examples
    --------
    >>> heading("direct_partners"), heading("my_own_column")
    ('large groups met', 'my own column')
    """
    if column in _HEADINGS:
        return _(_HEADINGS[column])
    if column in _OF_THE_MODEL and language() == "fr":
        return _OF_THE_MODEL[column]
    return column.replace("_", " ")


def note(key: str) -> str:
    """Give the words for what a reader has counted.

    Parameters
    ----------
    key
        As it stands in ``imports.notes``.

    Examples
    --------
    >>> note("identifiers_made"), note("something_new")
    ('identifiers made from names', 'something new')
    """
    return _(_NOTES[key]) if key in _NOTES else key.replace("_", " ")


def sheet_name(name: str) -> str:
    """Give the name of a result in the current language.

    Parameters
    ----------
    name
        Its English name.

    Examples
    --------
    >>> sheet_name("links")
    'links'
    """
    return _(name) if name in _SHEETS else name


def word(value: str) -> str:
    """Give a word of one of the lists of words (kind, size, status, …) in the current language; others as they are.

    Parameters
    ----------
    value
        What stands in the table.

    Examples
    --------
    >>> from polegraph.i18n import speaking
    >>> with speaking("fr"):
    ...     word("mid_cap"), word("Thales")
    ('ETI', 'Thales')
    """
    if value in _WORDS or value in TABLES:
        return _(value)
    return _FRENCH.get(value, value) if language() == "fr" else value


# Columns in which words of these lists stand. Names are never looked up in them: a company may be called "Direct".
_WORD_COLUMNS: Final = frozenset(
    {
        *("kind", "size", "role", "domain", "visibility", "suggested_kind", "suggested_size"),
        *("status", "level", "topic", "item", "table"),
    },
)


def cell(column: str, value: Any) -> str:  # noqa: ANN401  # whatever a frame may hold
    """Write a value for people.

    Parameters
    ----------
    column
        Name of its column.
    value
        The value; not missing.

    Examples
    --------
    >>> cell("share", 0.25), cell("last_year", 2016), cell("sme", True)
    ('0.25', '2016', 'yes')
    """
    if isinstance(value, str):
        return word(value) if column in _WORD_COLUMNS else value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else str(value)  # noqa: PLR2004  # beyond it digits mean nothing
        return text.replace(".", ",") if language() == "fr" else text
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """Write all values of a frame for people, row by row; what is missing is empty.

    Parameters
    ----------
    frame
        Any result.
    """
    columns = []
    for name, values in frame.items():
        known = values.notna().tolist()
        plain = values.tolist()
        columns.append([cell(str(name), value) if there else "" for value, there in zip(plain, known, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]
