"""Look-up of the meanings of headings and words of flat sheets."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from polegraph.names.plain_words import plain_words
from polegraph.names.rule_tables import flat_ways, rows
from polegraph.sources.spreadsheet.flat_sheet.vocabulary import MEANINGS

IGNORED: Final = "-"
"""The user's word for a column that is not to be read."""

OF_ORGANISATIONS: Final = (
    *(
        "org_id",
        "kind",
        "size",
        "siren",
        "siret",
        "country",
        "region",
        "department",
        "city",
        "postcode",
        "naf",
        "group_id",
    ),
    *("pic", "rnsr", "ror", "vat", "dissolved", "opt_out", "visibility"),
)
OF_PARTICIPATIONS: Final = ("role", "aid", "cost")
OF_PROJECTS: Final = (
    *("project_id", "acronym", "title", "abstract", "start", "end", "year", "status", "programme", "call"),
    *("total_cost", "project_funding"),
)
NAMES: Final = ("name", "partners", "lead")
"""Columns of partners."""
AMOUNTS: Final = ("aid", "cost", "total_cost", "project_funding")

plain = lru_cache(maxsize=100_000)(plain_words)
"""The plain words of headings and cells, cached since they recur."""

_PARTNER: Final = frozenset(
    "partenaire partner participant organisation organization organisme membre member part p bénéficiaire".split()  # noqa: SIM905  # easier to read
)
_LEAD: Final = (("chef", "file"), ("lead", "partner"), ("lead",), ("porteur",), ("coordinateur",), ("coordinator",))
_PROJECT: Final = frozenset({"projet", "project"})
_NUMBER_WORDS: Final = frozenset({"n", "no", "num", "numero", "nr"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNITS = re.compile(
    r"\b(?:en|in)\s+(?:k|m)?\s?(?:€|euros?|eur)\b|(?:k|m)?€|£|\bk?eur(?:os?)?\b|\b(?:ht|ttc)\b", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(\d{1,3})(?:er|ere|re|e|eme|ème|nd|nde|st|th|rd)\b", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@cache
def _headings() -> dict[str, str]:
    """Return the meaning of each plain heading."""
    found: dict[str, str] = {}
    for code, (english, french, also) in MEANINGS.items():
        for written in (english, french, code, *also.split("|")):
            found.setdefault(plain_words(written), code)
    return found


def meaning(heading: str) -> tuple[str, int | None] | None:
    """Return the meaning of a heading, and the partner that it belongs to.

    Parameters
    ----------
    heading
        As written in a sheet.

    Returns
    -------
    tuple or None
        A key of `MEANINGS`; the number of the partner (0 for the lead partner), or None if it names none.

    Examples
    --------
    >>> meaning("Partenaire n°3"), meaning("Aide partenaire 2 (k€)"), meaning("Ville chef de file"), meaning("Effectif")
    (('name', 3), ('aid', 2), ('city', 0), None)
    """
    if len(heading) > 200:  # noqa: PLR2004  # a text, not a heading
        return None
    bare = _UNITS.sub(" ", _BRACKETS.sub(" ", heading))
    for written in (heading, bare):
        if (found := plain(written)) in _headings():
            return _headings()[found], None
    words = plain(_GLUED.sub(" ", _ORDINAL.sub(r"\1", bare))).split()
    numbers = [int(word) for word in words if word.isdigit() and int(word) < 1000]  # noqa: PLR2004  # else it is a year
    words = [word for word in words if not word.isdigit() and not (numbers and word in _NUMBER_WORDS)]
    return _of_partner(words, numbers[-1] if numbers else None)


def _of_partner(words: list[str], number: int | None) -> tuple[str, int | None] | None:
    """Return the meanings of words, some with a partner's number or the project as their subject."""
    partner = {plain(word) for word in _PARTNER}
    for lead in _LEAD:
        rest = [word for word in words if word not in lead]
        if all(word in words for word in lead) and (code := _headings().get(" ".join(rest))):
            return ("lead", None) if code in NAMES else (code, 0)
    rest = [word for word in words if word not in partner]
    if number is not None and not rest and words:
        return "name", number
    for candidate in (words, rest):
        code = _headings().get(" ".join(candidate))
        if code and (number is not None or len(candidate) < len(words)):
            return ("org_id" if code == "number" else code), number
    bare = [word for word in words if word not in _PROJECT]
    code = _headings().get(" ".join(bare)) if len(bare) < len(words) and number is None else None
    of_project = {"aid": "project_funding", "cost": "total_cost"}
    return (of_project.get(code, code), None) if code else None


def what(written: str) -> tuple[str, int | None] | None:
    """Return the meaning that a user gives for a column: one of the words of `MEANINGS`, or "-" for nothing.

    Parameters
    ----------
    written
        The person's word, in English or French; the number of a partner may follow.

    Examples
    --------
    >>> what("name"), what("chef de file"), what("type 2"), what("-"), what("weather")
    (('name', None), ('lead', None), ('kind', 2), ('-', None), None)
    """
    if written.strip() in {IGNORED, "–", "—"}:
        return IGNORED, None
    table, _dot, column = written.strip().rpartition(".")
    if table and (code := _qualified(plain_words(table), column.strip())):
        return code, None
    return meaning(written)


def _qualified(table: str, column: str) -> str | None:
    found = meaning(column)
    code = found[0] if found else None
    if table in {"project", "projet"}:
        return {"aid": "project_funding", "cost": "total_cost", "name": "acronym"}.get(code or "", code)
    return code


def words_for(code: str, number: int | None, lang: str) -> str:
    """Return the words for the meaning of a column, such that `what` understands them.

    Parameters
    ----------
    code
        A key of `MEANINGS`, or "-".
    number
        Of which partner; 0 is the lead.
    lang
        ``en`` or ``fr``.

    Examples
    --------
    >>> words_for("kind", 2, "fr"), words_for("city", 0, "en")
    ('type 2', 'city lead partner')
    """
    if code not in MEANINGS:
        return code
    word = MEANINGS[code][1 if lang == "fr" else 0]
    if number == 0:
        return f"{word} {MEANINGS['lead'][1 if lang == 'fr' else 0]}"
    return word if number is None else f"{word} {number}"


YES: Final = frozenset(
    {"oui", "yes", "x", "1", "vrai", "true", "o", "y", "✓", "✔", "☑", "✗", "✘", "•", "●", "■", "ok", "v"}
)
NO: Final = frozenset({"non", "no", "0", "faux", "false", "n", "-", "–", "—", "☐", "."})


@cache
def _roles() -> dict[str, str]:
    return {plain(one): row["role"] for row in rows("roles") for one in flat_ways(row)}


@cache
def _kinds() -> dict[str, tuple[str, str | None]]:
    return {plain(one): (row["kind"], row["size"] or None) for row in rows("kinds") for one in flat_ways(row)}


def role(text: str) -> str | None:
    """Return the role that a word means, or None.

    Parameters
    ----------
    text
        Value of a cell.

    Examples
    --------
    >>> role("Chef de file"), role("lead partner"), role("Ada SARL")
    ('coordinator', 'coordinator', None)
    """
    return _roles().get(plain_words(text)) or _roles().get(plain_words(_BRACKETS.sub(" ", text)))


def kind_and_size(text: str) -> tuple[str, str | None] | None:
    """Return the kind of organisation and the size of company that a word means, or None.

    Parameters
    ----------
    text
        Value of a cell.

    Examples
    --------
    >>> kind_and_size("Grand groupe"), kind_and_size("Université"), kind_and_size("PME (< 250)"), kind_and_size("Ada")
    (('company', 'large'), ('training_body', None), ('company', 'sme'), None)
    """
    return _kinds().get(plain_words(text)) or _kinds().get(plain_words(_BRACKETS.sub(" ", text)))
