"""Parser of cells that protect an organisation: audience, opt-out, dissolution. In doubt they protect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from polegraph.files import unaccented
from polegraph.names.plain_words import plain_words
from polegraph.sources.spreadsheet.cells.dates import said_when
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.values import TAKEN_AS_DISSOLVED, TAKEN_AS_INTERNAL, TAKEN_AS_OPTED_OUT
from polegraph.tables import TABLES, VISIBILITIES
from polegraph.tables.checks import NOT_A_DATE, NOT_ALLOWED, NOT_YES_NO

if TYPE_CHECKING:
    from datetime import datetime

    from polegraph.sources.spreadsheet.sheet import Cell

PROTECTIONS: Final = ("visibility", "opt_out", "dissolved")
DAY_UNKNOWN: Final = "1900-01-01"
"""The day of organisations dissolved at an unknown date: the earliest of the model."""
NO_DAY: Final = "the day is not known"
NOT_UNDERSTOOD: Final = "this heading looks as if it protected somebody, and is not known here"

_TAKEN_AS: Final = {
    "visibility": NOT_ALLOWED + TAKEN_AS_INTERNAL,
    "opt_out": NOT_YES_NO + TAKEN_AS_OPTED_OUT,
    "dissolved": NOT_A_DATE + TAKEN_AS_DISSOLVED,
}
_CLOSED: Final = {"visibility": "internal", "opt_out": "true", "dissolved": DAY_UNKNOWN}

# Headings of such columns. An opt-out is written with the opposite polarity of an audience.
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "visibility": (
        *("diffusion", "visibility", "visibilité", "niveau de diffusion", "niveau de visibilité"),
        *("visible par", "statut de diffusion", "diffusion web", "publication"),
    ),
    "hidden": (
        *("confidentialité", "confidentiel", "confidential", "confidentiality", "niveau de confidentialité", "secret"),
        *("ne pas diffuser", "ne pas publier", "non diffusable", "do not publish", "diffusion restreinte", "huis clos"),
        *("données confidentielles", "projet confidentiel", "clause de confidentialité", "diffusion interdite"),
    ),
    "publishable": (
        *(
            "autorisation de diffusion",
            "accord de diffusion",
            "diffusion autorisée",
            "autorise la diffusion",
            "diffusable",
        ),
        *("accord de publication", "autorisation de publication", "publiable"),
    ),
    "suggestible": (
        *("peut être suggéré", "peut être suggérée", "accepte d'être suggéré", "accepte d'être suggérée", "suggérable"),
        *("accord rgpd", "rgpd accord", "consentement", "consentement rgpd", "rgpd consentement", "rgpd ok", "consent"),
        *("accord de mise en relation", "accepte les mises en relation"),
    ),
    "opt_out": (
        *("ne pas suggérer", "opt out", "do not suggest", "ne pas proposer", "ne pas recommander", "ne pas contacter"),
        *("ne pas solliciter", "ne souhaite pas être suggéré", "ne veut pas être suggéré", "refus", "refuse"),
        *("refus d'être suggéré", "refus de suggestion", "rgpd refus", "refus rgpd", "opposition", "opposition rgpd"),
        *("rgpd opposition", "droit d'opposition", "exclure", "exclure des suggestions", "exclu des suggestions"),
        *("ne pas démarcher", "ne pas mettre en relation", "désinscrit", "retrait"),
    ),
    "dissolved": (
        *("dissoute le", "dissous le", "dissolved", "dissoute", "dissous", "dissolution", "date de dissolution"),
        *("radiée le", "radiée", "radiation", "date de radiation", "cessation", "date de cessation", "cessée le"),
        *("cessation d'activité", "date de cessation d'activité", "liquidée", "liquidée le", "liquidation", "cessée"),
        *("date de liquidation", "liquidation judiciaire", "fermée le", "fermée", "fermeture", "date de fermeture"),
        *("disparue le", "disparue", "n'existe plus", "closed on", "closed"),
    ),
}
_LOOKS_LIKE: Final = {
    "visibility": re.compile(r"\b(?:non )?(?:confidenti|diffus|visib|secre[ct]|do not publish|ne pas publier)"),
    "opt_out": re.compile(
        r"\b(?:rgpd|gdpr|cnil|opt|ne pas|do not|ne veut pas|ne souhaite pas)\b"
        r"|\b(?:sugger|suggest|oppos|refus|consent|desinscri)"
    ),
    "dissolved": re.compile(r"\b(?:dissou|dissol|liquid|radie|radiation|cessation|cesse|fermetur|defunt)"),
}

_PUBLIC: Final = frozenset(
    """public publics publique tous toutes toutpublic tout ouvert ouverte libre open publicaccess grandpublic everyone
    all diffusable publiable nonconfidentiel nonconfidentielle pasdeconfidentialite""".split()  # noqa: SIM905
)
_MEMBERS: Final = frozenset(
    """adherents adherent adherentes members member membres membre reseau adherentsseulement membresseulement
    membersonly reserveauxadherents reserveauxmembres adherentsuniquement""".split()  # noqa: SIM905
)
_INTERNAL: Final = frozenset(
    """interne internal internes interieur confidentiel confidentielle confidentiels confidential confidentialite prive
    privee private secret secrete restreint restreinte restricted sensible sensitive nepasdiffuser nepaspublier
    nondiffusable diffusionrestreinte usageinterne interneuniquement strictementconfidentiel tresconfidentiel
    equipe masque cache hidden nda soussecret non no false faux aucun aucune personne rien""".split()  # noqa: SIM905
)
_YES: Final = frozenset(
    """oui yes true vrai x 1 o y nepassuggerer nesouhaitepas refus refuse refusee nesouhaitepasetresuggere
    nesouhaitepasetresuggeree neveutpas nepascontacter nepassolliciter oppose opposee opposition optout exclu exclue
    exclure nepasproposer neveutpasetresuggere retire retiree desinscrit desinscrite""".split()  # noqa: SIM905
)
_NO: Final = frozenset("non no false faux 0 n aucune aucun pasderefus".split())  # noqa: SIM905
_GONE: Final = frozenset(
    """dissoute dissous oui yes true vrai x 1 o y liquidee liquide liquidation liquidationjudiciaire cessee cesse
    radiee radie fermee ferme closed dissolved dissolution cessation cessationdactivite disparue disparu absorbee
    fusionnee nexisteplus""".split()  # noqa: SIM905
)
_ALIVE: Final = frozenset(
    "non no false faux 0 n active actif enactivite enactivité activite existe existante ouverte alive".split()  # noqa: SIM905
)
_TICKS: Final = frozenset("✓✔☑✗✘☒×")  # crosses and ticks are both put where something is so
_YEAR: Final = re.compile(r"(?:\w+ )?((?:19|20)\d\d)(?:\.0)?")
_BRACKETS: Final = re.compile(r"\([^()]*\)?")  # "diffusion (public, interne)"
_COLUMN: Final = {"hidden": "visibility", "publishable": "visibility", "suggestible": "opt_out"}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


def protection(heading: str, table: str) -> tuple[str, str] | None:
    """Return the protection that a heading announces.

    Parameters
    ----------
    heading
        Heading of a column.
    table
        Name of the table.

    Returns
    -------
    (str, str) or None
        The column of the table, and how its cells are to be read: ``visibility``, ``hidden`` (yes means internal),
        ``publishable`` (no means internal), ``opt_out``, ``suggestible`` (no means opted out), ``dissolved``, or
        ``unknown`` (the heading is not understood: any text below protects).

    Examples
    --------
    >>> protection("Confidentialité", "projects"), protection("RGPD – refus", "organisations")
    (('visibility', 'hidden'), ('opt_out', 'opt_out'))
    >>> protection("Fiche RGPD", "organisations"), protection("ville", "organisations")
    (('opt_out', 'unknown'), None)
    """
    columns = TABLES[table].names
    plain = plain_words(_BRACKETS.sub(" ", heading) if _BRACKETS.sub("", heading).strip() else heading)
    for how, known in _BY_HEADING.items():
        column = _COLUMN.get(how, how)
        if plain in known and column in columns:
            return column, how
    for column in PROTECTIONS:
        if column in columns and _LOOKS_LIKE[column].search(plain):
            return column, "unknown"
    return None


_BY_HEADING: Final = {how: frozenset(map(plain_words, written)) for how, written in _HEADINGS.items()}


def read(cell: Cell, how: str, column: str, epoch: datetime) -> tuple[str | None, str | None]:
    """Read a cell that protects.

    Parameters
    ----------
    cell
        Value of the cell; a formula without a value counts as one that cannot be read.
    how
        As `protection` gives it.
    column
        The column of the table.
    epoch
        Day 0 of the numbers that stand for dates.

    Returns
    -------
    value : str or None
        As in the table; None if the cell is empty.
    reason : str or None
        Why the cell could not be read, and how it is taken.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheet import EPOCH
    >>> read("confidentiel", "visibility", "visibility", EPOCH), read("ne souhaite pas", "opt_out", "opt_out", EPOCH)
    (('internal', None), ('true', None))
    >>> read("à voir", "visibility", "visibility", EPOCH)
    ('internal', 'this word is not one of the allowed ones; the row is taken as internal')
    """
    lost = getattr(cell, "reason", None)
    if lost is not None:
        return _CLOSED[column], str(lost) + _ending(column)
    written = text(cell)
    if written is None:
        return None, None
    if how == "unknown":
        return _CLOSED[column], NOT_UNDERSTOOD + _ending(column)
    tight = _tight(written)
    if column == "dissolved":
        return _gone(cell, written, tight, epoch)
    value = _flag(tight, written) if column == "opt_out" else _seen_by(tight, written, how)
    if how == "suggestible" and value is not None:
        value = "false" if value == "true" else "true"
    return (_CLOSED[column], _TAKEN_AS[column]) if value is None else (value, None)


def _ending(column: str) -> str:
    """Return the protection that follows from a cell that cannot be read."""
    return "; " + _TAKEN_AS[column].split("; ")[1]


def _tight(written: str) -> str:
    return _NOT_LETTERS.sub("", unaccented(written))


def _flag(tight: str, written: str) -> str | None:
    if tight in _YES or written in _TICKS:
        return "true"
    return "false" if tight in _NO else None


def _seen_by(tight: str, written: str, how: str) -> str | None:
    """Return the audience of a row. The heading names the audience, or forbids any."""
    if how == "hidden" and (tight in _YES or written in _TICKS):
        return "internal"
    if how == "hidden" and tight in _NO:
        return "public"
    if how == "publishable" and (tight in _YES or written in _TICKS):
        return "public"
    for value, known in (("internal", _INTERNAL), ("members", _MEMBERS), ("public", _PUBLIC)):
        if tight in known or tight == _tight(VISIBILITIES[value]):
            return value
    return None


def _gone(cell: Cell, written: str, tight: str, epoch: datetime) -> tuple[str | None, str | None]:
    """Return the day of dissolution: a day, the last of a month or a year, or one that stands for "long ago"."""
    if tight in _ALIVE:
        return None, None
    if tight in _GONE or written in _TICKS:
        return DAY_UNKNOWN, NO_DAY + TAKEN_AS_DISSOLVED
    when = said_when(cell, epoch)
    if when is not None:
        return when.last.isoformat(), None
    if found := _YEAR.fullmatch(written):
        return f"{found[1]}-12-31", NO_DAY + TAKEN_AS_DISSOLVED
    return DAY_UNKNOWN, _TAKEN_AS["dissolved"]


_RANK: Final = {"public": 0, "members": 1, "internal": 2}


def narrowest(column: str, values: list[str]) -> str:
    """Return the most protective value.

    Parameters
    ----------
    column
        The column.
    values
        One at least.

    Examples
    --------
    >>> narrowest("visibility", ["public", "members"]), narrowest("dissolved", ["2019-12-31", "2018-01-01"])
    ('members', '2018-01-01')
    """
    if column == "visibility":
        return max(values, key=lambda one: _RANK[one])
    return max(values) if column == "opt_out" else min(values)  # "true" comes after "false"
