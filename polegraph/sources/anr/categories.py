"""The French research agency's categories of organisations, mapped to a kind and, where stated, a size.

Labels change from file to file (``PME``, ``PME (petite et moyenne entreprise)``); they are compared without
case, accents, apostrophes of any shape, plurals, ``&`` for ``et``, and without text in brackets unless the label
is known with it. `_LABELS` holds the labels that were seen in files; `_RULES` maps others of the same kind by
their words, where all of these agree. Anything else stays unknown and is listed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from polegraph.identity import is_placeholder, normal_form


class Meaning(NamedTuple):
    """The meaning of a category.

    Parameters
    ----------
    kind
        A word of `polegraph.tables.KINDS`; ``other`` where the label itself states no kind.
    size
        A word of `polegraph.tables.SIZES`, or None.
    """

    kind: str
    size: str | None


# Research foundations are laboratories: under this label stand the Institut Pasteur, the Institut Curie, the Paris
# School of Economics, the Brain Institute. 'Divers privé' is no kind: CEA, BRGM and ONERA stand there beside companies.
# Of public establishments those of a scientific and technological character (EPST: CNRS, Inserm, Inria) do research by
# their statute; those of an industrial and commercial one (EPIC: CEA, Opéra de Paris) are certainly public bodies.
_LABELS: Final = {
    # general budget, 2005 to 2022
    "Laboratoire public": ("lab", None),
    "Laboratoire": ("lab", None),
    "Organisme de recherche": ("lab", None),
    "Fondation de recherche": ("lab", None),
    "PME": ("company", "sme"),
    "TPE": ("company", "micro"),
    "Entreprise autre que TPE ou PME": ("company", "not_sme"),
    "Entreprise": ("company", None),
    "Divers public": ("public_body", None),
    "FR PUBLIC": ("public_body", None),
    "Association": ("association", None),
    "Divers privé": ("other", None),
    "FR PRIVE": ("other", None),
    "ETRANGER": ("other", None),
    "Divers": ("other", None),
    "Autre": ("other", None),
    # general budget, files of 2026
    "ETI": ("company", "mid_cap"),
    "GE": ("company", "large"),
    "Autre établissement d'enseignement supérieur": ("training_body", None),
    "Université": ("training_body", None),
    "Hôpital / Santé": ("public_body", None),
    "Fondation ou association": ("association", None),
    "Fondation": ("association", None),
    "Organismes de type EPST": ("lab", None),
    # investments for the future, France 2030
    "Entreprise privée": ("company", None),
    "Entreprise publique": ("company", None),
    "Universités, INSA et INP": ("training_body", None),
    "Organismes de type EPIC": ("public_body", None),
    "Grandes écoles publiques": ("training_body", None),
    "ENS et grands établissements": ("training_body", None),
    "COMUE": ("training_body", None),
    "Autres établissements (publics)": ("public_body", None),
    "Organismes Médicaux (Hôpitaux)": ("public_body", None),
    "Organismes Médicaux": ("public_body", None),
    "EPA, GIP": ("public_body", None),
    "Etablissements de santé": ("public_body", None),
    "Autres écoles (privées)": ("training_body", None),
    "GIE ou Non-Affecté": ("other", None),
    "Ministères": ("public_body", None),
    "IEP": ("training_body", None),
    "Collectivités": ("public_body", None),
    "Observatoires": ("lab", None),
    "INHA": ("lab", None),
}

_SMALL: Final = r"(?:tpe|pm[ei]|micro ?entreprise|petite(?: et moyenne)? entreprise)"
_BIG: Final = r"(?:ge|grande? (?:entreprise|groupe|societe))"
_NEXT: Final = r" (?:(?:ou|et) )?"  # between two sizes: "PME ou ETI", "PME/ETI"
# Searched one after the other, in words without plurals; a match is taken out, so that the words of a longer
# expression are not read a second time. A kind that begins with "?" holds only if nothing else is found.
_RULES: Final = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), said)
    for pattern, said in (
        # sizes of companies; of two sizes the one that holds of both, if there is such a word
        (
            rf"(?:autre que|hors|non)(?: (?:le|une|de|{_SMALL}))*(?: (?:ou|et|ni))?(?: (?:le|de))? pm[ei]",
            "company:not_sme",
        ),
        (rf"(?:autre que|hors|non) {_SMALL}", "company:"),
        (rf"tpe{_NEXT}pm[ei]|pm[ei]{_NEXT}tpe|pme{_NEXT}pmi", "company:sme"),
        (rf"pm[ei]{_NEXT}eti", "company:"),
        (rf"eti{_NEXT}{_BIG}|{_BIG}{_NEXT}eti", "company:not_sme"),
        (r"(?:tres petite|micro) ?entreprise|tpe|auto ?entrepreneur", "company:micro"),
        (r"petite et moyenne (?:entreprise|industrie)|pm[ei]", "company:sme"),
        (r"(?:entreprise|societe) de taille intermediaire|eti", "company:mid_cap"),
        (rf"{_BIG}(?: industriel)?", "company:large"),
        (r"start ?up|jeune pousse|jeune entreprise innovante|jei", "company:"),
        (r"entreprise|societe (?:privee|commerciale|anonyme|industrielle)|industriel", "company:"),
        # health, before universities: a university hospital is a hospital
        (r"(?:centre |groupe )?hospitalier(?: universitaire| regional| general)*|hopital|chr?u|chr?", "public_body:"),
        (r"(?:etablissement|organisme|service) (?:public|national|regional) de sante", "public_body:"),
        (r"centre de lutte contre le cancer|clcc", "public_body:"),
        # teaching, before research: an establishment of higher education and research teaches
        (r"denseignement superieur(?: (?:public|prive))?(?: et de recherche)?", "training_body:"),
        (r"pole de recherche(?: et denseignement superieur)?|comue|grand etablissement", "training_body:"),
        (r"(?:grande )?ecole(?: (?:dingenieur|de commerce|normale superieure|superieure))?", "training_body:"),
        (r"universite|insa|inp|ens|iep|iut|epscp|lycee|cfa|(?:organisme|centre) de formation", "training_body:"),
        # research
        (r"fondation de recherche|laboratoire(?: (?:public|universitaire|de recherche))*", "lab:"),
        (
            r"(?:organisme|institut|centre|etablissement|unite|equipe)(?: (?:public|national|mixte))* de recherche",
            "lab:",
        ),
        (r"etablissement public a caractere scientifique et technologique|epst|umr|observatoire", "lab:"),
        # the State, and its bodies
        (r"etablissement public a caractere (?:industriel et commercial|administratif)|epic|epa|gip", "public_body:"),
        (r"groupement dinteret public|(?:etablissement|organisme|agence|service) public", "public_body:"),
        (r"ministere|collectivite(?: territoriale| locale)?|administration(?: centrale)?|etat", "public_body:"),
        (r"region|commune|departement|metropole|mairie|conseil (?:regional|departemental|general)", "public_body:"),
        (r"chambre (?:consulaire|dagriculture|de commerce et dindustrie|de metier et de lartisanat)", "public_body:"),
        # non-profit organisations
        (r"association(?: loi 1901)?|ong|organisation non gouvernementale|syndicat professionnel", "association:"),
        (r"fondation|sans but lucratif|a but non lucratif|reconnue? dutilite publique", "association:"),
        # labels that state the sector at most
        (r"public", "?public_body:"),
        (r"privee?|etrangere?|divers|autre|non affecte", "?other:"),
    )
)
# Words that may stand beside without making a label another thing.
_FILLERS: Final = frozenset(
    """
    autre de du le la un une et ou a en l d type organisme etablissement public publique prive privee francais francaise
    etranger etrangere national nationale regional regionale territorial innovant innovante structure secteur divers
    service medical
    """.split(),  # noqa: SIM905  # easier to read
)
_BRACKETS: Final = re.compile(r"[(\[][^)\]]*[)\]]?")  # also one that was never closed
_NO_PLURAL: Final = frozenset({"ens", "hors", "sans", "tres", "divers"})


def meaning(label: str) -> Meaning | None:
    """Return the kind and the size that a category means; None if it is unknown.

    Parameters
    ----------
    label
        As the publisher writes it.

    Examples
    --------
    >>> meaning("PME (petite et moyenne entreprise)"), meaning("Organismes de Type EPIC")
    (Meaning(kind='company', size='sme'), Meaning(kind='public_body', size=None))
    >>> meaning("Établissement d’enseignement supérieur privé"), meaning("Extraterrestre")
    (Meaning(kind='training_body', size=None), None)
    """
    known = _known()
    whole, bare = _words(label), _words(_BRACKETS.sub(" ", label))
    if whole in known:
        return known[whole]
    found = known.get(bare) or _by_rules(bare)
    if whole == bare or (found and found.size):
        return found
    more = _by_rules(whole)  # text in brackets may add the size: "Entreprises (PME)"
    return more if more and (found is None or more.kind == found.kind) else found


def canonical(label: str) -> str | None:
    """Return one label for all that mean the same, so that files of all editions can be compared.

    Parameters
    ----------
    label
        As the publisher writes it.

    Returns
    -------
    str or None
        A label of the first editions where they had one; None if the category is not understood.

    Examples
    --------
    >>> canonical("PME (petite et moyenne entreprise)"), canonical("Organismes de type EPST"), canonical("?")
    ('PME', 'Laboratoire public', None)
    """
    found = meaning(label)
    return None if found is None else _first_labels()[found]


def without_kind() -> list[str]:
    """Return the labels that `canonical` gives for categories without a kind, such as ``Divers privé``."""
    return [label for said, label in _first_labels().items() if said.kind == "other"]


@cache
def _first_labels() -> dict[Meaning, str]:
    """Return the first label of each meaning; of meanings that have none, an internal word."""
    first: dict[Meaning, str] = {}
    for label, said in _LABELS.items():
        first.setdefault(Meaning(*said), label)
    return first


def says_nothing(label: str) -> bool:
    """Return whether a label is a placeholder for a missing category: ``Non renseigné``, ``-``.

    Parameters
    ----------
    label
        As the publisher writes it.

    Examples
    --------
    >>> says_nothing("Non renseigné"), says_nothing("Autre")
    (True, False)
    """
    return is_placeholder(label)


@cache
def _known() -> dict[str, Meaning]:
    return {_words(label): Meaning(*said) for label, said in _LABELS.items()}


def _words(label: str) -> str:
    """Write a label as words in lower case, without accents, plurals and typography."""
    return " ".join(_singular(word) for word in normal_form(label.replace("&", " et ")).split())


def _singular(word: str) -> str:
    if word in _NO_PLURAL:
        return word
    return word[:-3] + "al" if word.endswith("aux") else word.rstrip("s")


def _by_rules(words: str) -> Meaning | None:
    """Read a label by its words; None if they disagree, or one of them is unknown."""
    left = words
    found: list[str] = []
    weak: list[str] = []
    for pattern, said in _RULES:
        left, times = pattern.subn(";", left)
        if times:
            (weak if said.startswith("?") else found).append(said.removeprefix("?"))
    if not set(left.replace(";", " ").split()) <= _FILLERS:
        return None
    pairs = [one.partition(":") for one in found or weak]
    kinds, sizes = {kind for kind, *_rest in pairs}, {size for *_rest, size in pairs if size}
    if len(kinds) != 1:
        return None
    return Meaning(kinds.pop(), sizes.pop() if len(sizes) == 1 else None)
