"""The layouts in which the French research agency (ANR) publishes its projects and their partners."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.errors import refuse_layout
from polegraph.identity import normal_form
from polegraph.sources._common import CONTACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PARTNERS: Final = {
    "projet.code_decision": "project_id",
    "projet.acronyme": "acronym",
    "projet.partenaire.code_decision": "partner_code",
    "projet.partenaire.est_coordinateur": "coordinator",
    "projet.partenaire.nom_organisme": "name",
    "projet.partenaire.categorie_organisme": "category",
    "projet.partenaire.code_rnsr": "code",
    "projet.partenaire.adresse.ville": "city",
    "projet.partenaire.adresse.region": "region",
    "projet.partenaire.adresse.pays": "country",
    "projet.partenaire.aide_allouee.anr": "funding",
    "projet.partenaire.aide_allouee": "funding",
}
"""Columns of a file of partners, without what changes between editions → ours."""

PROJECTS: Final = {
    "projet.code_decision": "project_id",
    "projet.acronyme": "acronym",
    "projet.titre.francais": "title",
    "projet.titre.anglais": "title_en",
    "projet.resume.francais": "abstract",
    "projet.resume.anglais": "abstract_en",
    "projet.t0_scientifique": "start",
    "projet.date_debut": "start",
    "projet.date_fin": "end",
    "projet.montant.af.aide_allouee.anr": "funding",
    "projet.aide_allouee": "funding",
    "aap.edition": "edition",
    "action.edition": "edition",
}
"""Columns of a file of projects → ours."""

_NEEDED_PARTNERS: Final = ("project_id", "coordinator", "name", "category")
_NEEDED_PROJECTS: Final = ("project_id", "title")
_OURS: Final = {"partners": PARTNERS, "projects": PROJECTS}

# What the categories mean: (kind, size). Labels are compared without case, accents and the s of plurals.
# Research foundations are laboratories: under this label stand the Institut Pasteur, the Institut Curie, the Paris
# School of Economics, the Brain Institute. 'Divers privé' is no kind: CEA, BRGM and ONERA stand there beside companies.
_CATEGORIES: Final = {
    "Laboratoire public": ("lab", None),
    "Laboratoire": ("lab", None),
    "Organisme de recherche": ("lab", None),
    "Fondation de recherche": ("lab", None),
    "PME": ("company", "sme"),
    "TPE": ("company", "micro"),
    "ETI": ("company", "mid_cap"),
    "Grande entreprise": ("company", "large"),
    "Entreprise autre que TPE ou PME": ("company", "not_sme"),
    "Entreprise": ("company", None),
    "Entreprise privée": ("company", None),
    "Entreprise publique": ("company", None),
    "Divers public": ("public_body", None),
    "FR PUBLIC": ("public_body", None),
    "Établissement public": ("public_body", None),
    "Collectivité territoriale": ("public_body", None),
    "Association": ("association", None),
    "Université": ("training_body", None),
    "Établissement d'enseignement supérieur": ("training_body", None),
    "Divers privé": ("other", None),
    "FR PRIVE": ("other", None),
    "ETRANGER": ("other", None),
    "Fondation": ("other", None),
    "Autre": ("other", None),
}
_DGPIE_LABELS: Final = frozenset({"Entreprises Privées", "Entreprises Publiques"})
_DOS_LABELS: Final = frozenset({"PME", "TPE", "Entreprise autre que TPE ou PME", "Laboratoire public", "Divers public"})
DGPIE: Final = "DGPIE (PIA, France 2030)"


class Layout(NamedTuple):
    """A layout, once it is recognised.

    Parameters
    ----------
    what
        ``partners`` or ``projects``.
    name
        What a person calls it.
    columns
        Column of the file → ours, for those that are used.
    dropped
        Columns about persons.
    unknown
        Columns that have no place.
    """

    what: str
    name: str
    columns: dict[str, str]
    dropped: list[str]
    unknown: list[str]


def recognise(file: str, found: Sequence[str], labels: Callable[[str], Iterable[str]] = lambda _column: ()) -> Layout:
    """Tell the layout of a file by its columns.

    Parameters
    ----------
    file
        Name of the file.
    found
        Its columns.
    labels
        Gives the distinct values of a column. The two programmes of the later editions name their columns alike; their
        categories tell them apart.

    Raises
    ------
    PolegraphError
        If they fit no layout; says what is missing for each.

    Examples
    --------
    >>> recognise("a.csv", ["Projet.Code_Decision", "Projet.Titre.Francais", "Action.Edition"]).name
    'ANR DGPIE (PIA, France 2030), projects'
    """
    plain = {column: _plain(column) for column in found}
    candidates = {what: _columns(plain, ours) for what, ours in _OURS.items()}
    needed = {"partners": _NEEDED_PARTNERS, "projects": _NEEDED_PROJECTS}
    if "title" not in candidates["projects"].values():  # some projects are described in English only
        candidates["projects"] = {
            column: "title" if ours == "title_en" else ours for column, ours in candidates["projects"].items()
        }
    missing = {
        what: [_original(what, ours) for ours in needed[what] if ours not in columns.values()]
        for what, columns in candidates.items()
    }
    what = next((what for what in ("partners", "projects") if not missing[what]), None)
    if what is None:
        raise refuse_layout(file, found, {f"ANR {what}": columns for what, columns in missing.items()})
    columns = candidates[what]
    rest = [column for column in found if column not in columns]
    dropped = [column for column in rest if CONTACT.search(re.sub(r"\W+", "_", column))]
    label = next((column for column, ours in columns.items() if ours == "category"), None)
    name = _name(what, plain, set(labels(label)) if label else set())
    return Layout(what, name, columns, dropped, [column for column in rest if column not in dropped])


def _plain(column: str) -> str:
    """Give the name of a column without what changes between editions."""
    return re.sub(r"\s+", "_", column.strip().casefold()).replace("code_decision_anr", "code_decision")


def _columns(plain: dict[str, str], ours: dict[str, str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for column, name in plain.items():
        if name in ours and ours[name] not in columns.values():
            columns[column] = ours[name]
    return columns


def _original(what: str, ours: str) -> str:
    plain = next(name for name, mine in _OURS[what].items() if mine == ours)
    return ".".join(part.capitalize() for part in plain.split("."))


def _name(what: str, plain: dict[str, str], labels: set[str]) -> str:
    names = set(plain.values())
    if what == "projects":
        other = any(name.startswith("action.") for name in names)
    else:
        paid = any("aide_allouee" in name for name in names)
        other = bool(labels & _DGPIE_LABELS) or not (paid or labels & _DOS_LABELS)
    if other:
        return f"ANR {DGPIE}, {what}"
    older = any("code_decision_anr" in column.casefold() for column in plain)
    return f"ANR DOS {'2010–2022' if older else '2023 and later'}, {what}"


def category(label: str) -> tuple[str, str | None] | None:
    """Give the kind and the size that a category means; None if the category is not known.

    Parameters
    ----------
    label
        As the publisher writes it.

    Examples
    --------
    >>> category("Entreprises Privées"), category("TPE"), category("Extraterrestre")
    (('company', None), ('company', 'micro'), None)
    """
    return _meanings().get(_singular(label))


@cache
def _meanings() -> dict[str, tuple[str, str | None]]:
    return {_singular(label): meaning for label, meaning in _CATEGORIES.items()}


def _singular(label: str) -> str:
    return " ".join(word.rstrip("s") for word in normal_form(label).split())
