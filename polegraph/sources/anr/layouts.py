"""The layouts in which the French research agency (ANR) publishes its projects and their partners."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.errors import refuse_layout
from polegraph.files.headings import plain_heading
from polegraph.sources.accounting import CONTACT
from polegraph.sources.anr import programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PARTNERS: Final = {
    "Projet.Code_Decision": "project_id",
    "Projet.Acronyme": "acronym",
    "Projet.Partenaire.Code_Decision": "partner_code",
    "Projet.Partenaire.Est_coordinateur": "coordinator",
    "Projet.Partenaire.Nom_organisme": "name",
    "Projet.Partenaire.Categorie_organisme": "category",
    "Projet.Partenaire.Code_RNSR": "code",
    "Projet.Partenaire.Adresse.Ville": "city",
    "Projet.Partenaire.Adresse.Region": "region",
    "Projet.Partenaire.Adresse.Pays": "country",
    "Projet.Partenaire.Aide_allouee.ANR": "funding",
    "Projet.Partenaire.Aide_allouee": "funding",
}
"""Columns of a file of partners, in the normal form of all editions → ours."""

PROJECTS: Final = {
    "Projet.Code_Decision": "project_id",
    "Projet.Acronyme": "acronym",
    "Projet.Titre.Francais": "title",
    "Projet.Titre.Anglais": "title_en",
    "Projet.Resume.Francais": "abstract",
    "Projet.Resume.Anglais": "abstract_en",
    "Projet.T0_scientifique": "start",
    "Projet.Date_debut": "start",
    "Projet.Date_fin": "end",
    "Projet.Montant.AF.Aide_allouee.ANR": "funding",
    "Projet.Aide_allouee": "funding",
    "AAP.Edition": "edition",
    "Action.Edition": "edition",
}
"""Columns of a file of projects → ours."""

_NEEDED: Final = {"partners": ("project_id", "coordinator", "name", "category"), "projects": ("project_id", "title")}
_OURS: Final = {"partners": PARTNERS, "projects": PROJECTS}
_FEW: Final = 2  # so many known names of columns make a row a heading
_NAMES: Final = {
    frozenset({programmes.DOS, programmes.DGPIE}): "ANR DOS and DGPIE (PIA, France 2030)",
    frozenset({programmes.DGPIE}): "ANR DGPIE (PIA, France 2030)",
    frozenset(): "ANR",
}
# Names of columns about persons, where nothing separates the words any more.
_PERSONS: Final = re.compile("responsablescientifique|prenom|courriel|orcid|idref|telephone")


class Layout(NamedTuple):
    """A recognised layout.

    Parameters
    ----------
    what
        ``partners`` or ``projects``.
    name
        Display name, for messages.
    columns
        Column of the file → ours, for those that are used.
    dropped
        Columns about persons.
    unknown
        Columns that have no place.
    programme
        That of the projects without one in their code; None if the file does not state it either.
    """

    what: str
    name: str
    columns: dict[str, str]
    dropped: list[str]
    unknown: list[str]
    programme: str | None


def is_heading(cells: Sequence[str]) -> bool:
    """Return whether a row is the header of a file of the agency.

    Parameters
    ----------
    cells
        Values of the row.

    Examples
    --------
    >>> is_heading(["projet_code_decision", "Projet.Acronyme"]), is_heading(["Liste des partenaires", ""])
    (True, False)
    """
    return sum(_plain(cell) in _known("partners") or _plain(cell) in _known("projects") for cell in cells) >= _FEW


def recognise(file: str, found: Sequence[str], values: Callable[[str], Iterable[str]] = lambda _column: ()) -> Layout:
    """Return the layout of a file by its columns, and its programme by its values.

    Parameters
    ----------
    file
        Name of the file.
    found
        Its columns, compared without case, spaces, dots, underscores and accents.
    values
        Gives the distinct values of a column.

    Raises
    ------
    PolegraphError
        If they fit no layout; names what is missing for each.

    Examples
    --------
    >>> recognise("a.csv", ["Projet.Code_Decision", "Projet.Titre.Francais", "Action.Edition"]).name
    'ANR DGPIE (PIA, France 2030), projects'
    """
    # candidate columns of both layouts
    plain = {column: _plain(column) for column in found}
    candidates = {what: _columns(plain, _known(what)) for what in _OURS}
    if "title" not in candidates["projects"].values():  # some projects are described in English only
        candidates["projects"] = {
            column: "title" if ours == "title_en" else ours for column, ours in candidates["projects"].items()
        }
    # the first layout without a missing column is the file's; refuse the file if there is none
    missing = {
        what: [_original(what, ours) for ours in _NEEDED[what] if ours not in columns.values()]
        for what, columns in candidates.items()
    }
    what = next((what for what in _OURS if not missing[what]), None)
    if what is None:
        raise refuse_layout(file, found, {f"ANR {what}": columns for what, columns in missing.items()})
    # columns without a place, those about persons apart
    columns = candidates[what]
    rest = [column for column in found if column not in columns]
    dropped = [column for column in rest if _about_persons(column)]
    # the programme by the projects, the columns and the categories
    place = {ours: column for column, ours in columns.items()}
    told = programmes.of_file(
        set(values(place["project_id"])),
        plain.values(),
        values(place["category"]) if what == "partners" else (),
    )
    return Layout(
        what,
        f"{_name(told, found)}, {what}",
        columns,
        dropped,
        [column for column in rest if column not in dropped],
        next(iter(told)) if len(told) == 1 else None,
    )


@cache
def _known(what: str) -> dict[str, str]:
    return {plain_heading(name): ours for name, ours in _OURS[what].items()}


def _plain(column: str) -> str:
    """Return a column's name without the variation between editions and programs."""
    return plain_heading(column).replace("codedecisionanr", "codedecision")


def _columns(plain: dict[str, str], ours: dict[str, str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for column, name in plain.items():
        if name in ours and ours[name] not in columns.values():
            columns[column] = ours[name]
    return columns


def _original(what: str, ours: str) -> str:
    return next(name for name, mine in _OURS[what].items() if mine == ours)


def _about_persons(column: str) -> bool:
    words = re.sub(r"\W+", "_", re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", "_", column))
    return bool(CONTACT.search(words) or _PERSONS.search(plain_heading(column)))


def _name(told: set[str], found: Sequence[str]) -> str:
    if told == {programmes.DOS}:
        older = any("codedecisionanr" in plain_heading(column) for column in found)
        return f"ANR DOS {'2010–2022' if older else '2023 and later'}"
    return _NAMES[frozenset(told)]
