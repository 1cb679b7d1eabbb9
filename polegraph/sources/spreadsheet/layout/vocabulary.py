"""Vocabulary of headings and sheet names, in English and French; the words stand in ``rules``.

In ``rules/headings.csv`` a row is a column of a table, with the synonyms of its heading, the best
first. ``=organisations`` includes the synonyms for the name of an organisation (or a project, a pôle, a theme). A
column that begins with ``+`` has no place in that table; it is known all the same, for a column derived from it
(``+headcount``) or because another table holds it (``+memberships.since``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from polegraph.names.plain_words import BRACKETS, every_word, plain_words
from polegraph.names.rule_tables import rows, ways
from polegraph.tables import ROLES, TABLES

FILLED_IN: Final = tuple(name for name, table in TABLES.items() if table.filled_in)
BESIDE: Final = "+"
"""Prefix of columns that are known, and have no place in the table."""

_UNIT_SAID = re.compile(
    r"(?:[\s,_-]+|(?<=[(\[]))(?:en\s+)?(?:(?P<thousands>k\s?(?:€|eur(?:os?)?)|milliers?(?:\s+d.euros?)?)|"
    r"(?P<millions>m\s?(?:€|eur(?:os?)?)|millions?(?:\s+d.euros?)?)|€|eur|euros?|ht|ttc)(?:\s+(?:ht|ttc))?\s*(?=[)\]]|[\s*:]*$)",
    re.IGNORECASE,
)
# Codes that also stand under "n°", "code" or "identifiant".
_CODES: Final = frozenset({"siren", "siret", "pic", "ror", "rnsr", "vat", "naf", "postcode", "department"})
# Names of references to a table: any name of the rows that they point to.
_BARE: Final = frozenset({"nom", "name"})  # beside another pointer it is the name of what that points to
_MOST_PARTNERS: Final = 40
_NAMED_BY: Final = {
    "organisations": ("name",),
    "projects": ("acronym", "title", "project_id"),
    "poles": ("name",),
    "themes": ("label",),
}


@cache
def spellings(text: str) -> tuple[str, ...]:
    """List the forms under which a heading is looked up: its plain words, and the same without any space.

    Parameters
    ----------
    text
        As written in a sheet.

    Examples
    --------
    >>> spellings("Date de début"), spellings("CODEPOSTAL"), spellings("Aide en k€")
    (('date debut', 'datedebut', 'datededebut'), ('codepostal',), ('aide k', 'aidek', 'aideenk', 'aide'))
    """
    without = plain_words(_UNIT_SAID.sub("", text))
    return tuple(dict.fromkeys(one for one in (*_forms(text), without, without.removeprefix("numero ")) if one))


def _forms(text: str) -> tuple[str, str, str]:
    plain = plain_words(text)
    return plain, plain.replace(" ", ""), "".join(every_word(BRACKETS.sub(" ", text)))


def scale_of(written: str) -> int:
    """Return the multiplier of the numbers under a heading, so that they are euros.

    Parameters
    ----------
    written
        Heading of the column.

    Examples
    --------
    >>> scale_of("Aide (k€)"), scale_of("Budget en M€ :"), scale_of("Montant en milliers d'euros"), scale_of("Aide €")
    (1000, 1000000, 1000, 1)
    """
    unit = _UNIT_SAID.search(written)
    return 1 if unit is None else 1_000 if unit["thousands"] else 1_000_000 if unit["millions"] else 1


@cache
def headings(table: str) -> dict[str, str]:
    """Return the columns of a table by their own headings, in plain words.

    Parameters
    ----------
    table
        Name of the table.
    """
    columns = [column for column in TABLES[table].columns if column.name != "source"]
    known = {plain_words(written): column.name for column in columns for written in (column.name, column.fr)}
    key = TABLES[table].key
    if len(key) == 1:
        for written in ("id", "identifiant", "identifier"):
            known.setdefault(plain_words(written), key[0])
    return known


@cache
def second_best(table: str) -> dict[str, str]:
    """Return the columns of a table by the synonyms of their headings, the best first.

    Parameters
    ----------
    table
        Name of the table.
    """
    own = headings(table)
    model = [column for column in TABLES[table].columns if column.name != "source"]
    written = [(way, row["column"]) for row in rows("headings") if row["table"] == table for way in _written(row)]
    written += [(way, column.name) for column in model for way in (column.name, column.fr)]  # without their spaces
    found: dict[str, str] = {}
    for way, column in written:
        for form in _forms(way):
            if form not in own:
                found.setdefault(form, column)
    return found


def _written(row: dict[str, str]) -> list[str]:
    """List all synonyms of the heading of a column."""
    table, column = row["table"], row["column"]
    written = [way for one in ways(row) for way in (_names_of(one[1:]) if one.startswith("=") else [one])]
    if column in _CODES:
        fr = TABLES[table][column].fr
        written += [f"{word} {way}" for way in (fr, *written) for word in ("numéro", "code", "identifiant")]
    return written + _partners(column)


@cache
def _names_of(table: str) -> list[str]:
    """List all headings for the names of the rows of a table."""
    columns = _NAMED_BY[table]
    bare = _BARE if table in {"projects", "poles"} else ()
    named = [way for column in columns for row in rows("headings") for way in ways(row)
             if row["table"] == table and row["column"] == column]  # fmt: skip
    model = [way for column in columns for way in (TABLES[table][column].name, TABLES[table][column].fr)]
    return [way for way in (TABLES[table].fr, table, *named, *model) if way not in bare]


def _partners(column: str) -> list[str]:
    """List the headings of columns of partners: a role, with a number or not."""
    role = column.removeprefix(BESIDE)
    if role not in ROLES or role == column:
        return []
    written = [role, ROLES[role], *(way for row in rows("roles") if row["role"] == role for way in ways(row))]
    numbered = [f"{word} {place}" for word in ("partenaire", "partner") for place in range(1, _MOST_PARTNERS + 1)]
    return [*written, *(numbered if role == "partner" else ())]


def column_of(table: str, written: str) -> tuple[str, int] | None:
    """Return which column of a table a heading names.

    Parameters
    ----------
    table
        Name of the table.
    written
        Heading of the column.

    Returns
    -------
    column : str
        Name of the column; it begins with ``+`` if it has no place in this table.
    rank : int
        0 for the heading of the model itself, else a number that is smaller for better synonyms.

    Examples
    --------
    >>> column_of("organisations", "Nom"), column_of("organisations", "Couleur")
    (('name', 0), None)
    >>> column_of("organisations", "N° SIREN")[0], column_of("organisations", "Effectif")[0]
    ('siren', '+headcount')
    """
    forms = spellings(written)
    for form in forms:
        if form in headings(table):
            return headings(table)[form], 0
    also = second_best(table)
    ranks = _ranks(table)
    for form in forms:
        if form in also:
            return also[form], ranks[form]
    undated = re.sub(r"\b(?:19|20)\d\d\b", "", plain_words(written)).strip()
    column = also.get(undated)  # "CA 2024": figures of the last year; aid of several years must not be read as one
    return (column, ranks[undated]) if column in {"+headcount", "+turnover", "+balance"} else None


@cache
def _ranks(table: str) -> dict[str, int]:
    return {form: rank for rank, form in enumerate(second_best(table), start=1)}


@cache
def all_headings() -> frozenset[str]:
    """Return every heading of every table, in plain words."""
    return frozenset(heading for name in FILLED_IN for heading in (*headings(name), *second_best(name)))


@cache
def known_words(table: str) -> frozenset[str]:
    """Return the words that are values in a table: a row of them must not pass for its header.

    Parameters
    ----------
    table
        Name of the table.
    """
    columns = TABLES[table].columns
    own = {plain_words(one) for column in columns for pair in column.words.items() for one in pair}
    if any(column.name == "role" for column in columns):
        own.update(plain_words(way) for row in rows("roles") for way in ways(row))
    if table == "organisations":
        own.update(plain_words(way) for row in rows("kinds") for way in ways(row))
    return frozenset(own)
