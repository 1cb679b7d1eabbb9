"""Classification of sheets by table, in English or French and any spelling: by name, else by headings."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.names.plain_words import plain_words
from polegraph.names.rule_tables import rows, ways
from polegraph.sources.spreadsheet.layout.placement import (
    candidate_layouts,
    missing,
)
from polegraph.sources.spreadsheet.layout.vocabulary import BESIDE, FILLED_IN
from polegraph.sources.spreadsheet.layout.vocabulary import headings as _headings
from polegraph.sources.spreadsheet.layout.vocabulary import second_best as _second_best
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.layout.row_headings import Layout
    from polegraph.sources.spreadsheet.sheet import Sheet

_MADE_BY_POLEGRAPH = [written for table in TABLES.values() if not table.filled_in for written in (table.name, table.fr)]
ASIDE: Final = ("read me", "lisez moi", "à lire", "lists", "listes", "about", "à propos", *_MADE_BY_POLEGRAPH)
"""Sheets that are no tables: those of the templates, and those that polegraph itself adds to a workbook."""

# Words in the name of a sheet that do not describe its content.
_NO_CONTENT: Final = frozenset(
    """
    base bdd bd db liste list fichier file export extraction extract import tableau table tab tbl suivi tracking
    donnee data copie copy final finale def version v v1 v2 v3 maj jour janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre january february march april may june july august september october november
    december complet complete full actuel actuelle current nouveau nouvelle new ancien old global globale general
    reference referentiel recapitulatif recap synthese
    """.split(),  # noqa: SIM905  # easier to read
)
_LEAST = 2  # headings by which a table is recognised, if the name of its sheet does not decide
_NEAR = 0.8  # share of letters that agree


@cache
def _table_names() -> dict[str, str]:
    names = {plain_words(written): name for name in FILLED_IN for written in (name, TABLES[name].fr)}
    for row in rows("sheets"):
        for way in ways(row):
            names.setdefault(plain_words(way), row["table"])
    return names


def table_of(name: str) -> str | None:
    """Return which table a sheet or file is, by its name.

    Parameters
    ----------
    name
        Name of the sheet, or of the file without its suffix.

    Returns
    -------
    str or None
        The table; an empty text for sheets of instructions; None if unknown.

    Examples
    --------
    >>> table_of("Adhésions"), table_of("organisations (2)"), table_of("À LIRE"), table_of("Feuil1")
    ('memberships', 'organisations', '', None)
    >>> table_of("Liste des adhérents 2025-2026"), table_of("Base projets"), table_of("Consortiums")
    ('organisations', 'projects', 'participations')
    """
    plain = plain_words(re.sub(r"[\s_-]*\(?\d*\)?\s*$", "", name))
    if plain in {plain_words(one) for one in ASIDE}:
        return ""
    known = _table_names()
    told = [word for word in plain.split() if not word.isdigit() and word not in _NO_CONTENT]
    tight = {one.replace(" ", ""): table for one, table in known.items()}
    words = " ".join(told)
    return (
        known.get(plain) or known.get(words) or tight.get(plain.replace(" ", "")) or tight.get(words.replace(" ", ""))
    )


def table_by_headings(sheet: Sheet) -> str | None:
    """Return which table a sheet is by its headings alone.

    Parameters
    ----------
    sheet
        The sheet.

    Returns
    -------
    str or None
        The table of which it has the required columns and most others; None if two are equally likely, or none is.
    """
    scores: list[tuple[float, str]] = []
    for table in FILLED_IN:
        best = max((_score(found) for found in candidate_layouts(sheet, table) if not missing(found, table)), default=0)
        scores.append((best, table))
    scores.sort(reverse=True)
    (first, table), (second, _other) = scores[:2]
    return table if first >= _LEAST and first > second else None


def _score(found: Layout) -> float:
    """Count the headings that are columns of the table; one that has no place in it counts half."""
    read = len([name for name in found.places if name != "+amount"])
    return read + len(found.beside) / 2


def table_for(sheet: Sheet) -> str | None:
    """Return which table a sheet is: by the name of a table, else by its headings, else by customary names of sheets.

    Parameters
    ----------
    sheet
        The sheet.

    Returns
    -------
    str or None
        As for `table_of`. A sheet called "Adhérents" is the table of memberships if its headings show it.
    """
    named = table_of(sheet.name)
    if named == "" or not sheet.rows:
        return named
    by_model = {plain_words(written) for name in FILLED_IN for written in (name, TABLES[name].fr)}
    if named is not None and plain_words(re.sub(r"[\s_-]*\(?\d*\)?\s*$", "", sheet.name)) in by_model:
        return named
    fits = named is not None and any(not missing(one, named) for one in candidate_layouts(sheet, named))
    told = table_by_headings(sheet)
    if named is None or not fits:
        return told or named
    return told if told and TABLES[told].references and not TABLES[named].references else named


def nearest_heading(table: str, written: str) -> str | None:
    """Find the column that an unknown heading may mean, as a suggestion; it is never used for it.

    Parameters
    ----------
    table
        Name of the table.
    written
        Heading of the column.

    Returns
    -------
    str or None
        Name of the column of the model; None if no heading is near.

    Examples
    --------
    >>> nearest_heading("organisations", "SIREN de l'entité"), nearest_heading("organisations", "Raisson sociale")
    ('siren', 'name')
    >>> nearest_heading("organisations", "Couleur") is None
    True
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # where something is unknown, and only there
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    plain = plain_words(written)
    choices = {form: column for form, column in {**_second_best(table), **_headings(table)}.items()
               if not column.startswith(BESIDE)}  # fmt: skip
    near = process.extract(
        plain, sorted(choices), scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR, limit=1
    )
    if near:
        return choices[near[0][0]]
    within = [form for form in choices if len(form) > 3 and set(form.split()) <= set(plain.split())]  # noqa: PLR2004  # "ca" is within too much
    if not within:
        return None
    names = {"name", "title", "acronym", "org_id", "project_id"}  # "SIREN de l'entreprise" is no name
    return choices[max(sorted(within), key=lambda form: (choices[form] not in names, fuzz.ratio(form, plain), form))]
