"""Words that options take: those of the contract, and the French ones that stand in sheets and on pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.files import unaccented
from polegraph.i18n import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Word of the contract → what it is in French, as it is listed first.
FRENCH: Final[Mapping[str, tuple[str, ...]]] = {
    "public": ("public",),
    "members": ("adhérents", "adhérent", "membres"),
    "internal": ("interne",),
    "introduced": ("à présenter",),
    "far": ("éloignée", "éloignées", "plus loin"),
    "unreachable": ("sans chemin",),
    "no_partner": ("sans partenaire",),
    "no_project": ("sans projet",),
    "direct": ("liée", "liées", "directe", "directes"),
    "micro": ("microentreprise", "TPE"),
    "sme": ("PME",),
    "mid_cap": ("ETI",),
    "large": ("grande entreprise", "grand groupe", "GE"),
    "not_sme": ("autre que PME",),
    "company": ("entreprise",),
    "lab": ("laboratoire", "labo"),
    "training_body": ("organisme de formation", "formation"),
    "public_body": ("organisme public",),
    "association": ("association",),
    "other": ("autre",),
    "status": ("liens", "statut"),
    "kind": ("type",),
    "size": ("taille",),
    "pole": ("pôle",),
    "region": ("région",),
    "community": ("communauté",),
    "phase": ("phase",),
    "year": ("année",),
    "domain": ("domaine",),
    "cohort": ("cohorte",),
    "start": ("début",),
    "end": ("fin",),
    "theme": ("thème",),
    "programme": ("programme",),
    "shape": ("consortium", "forme"),
    "cox": ("cox",),
    "logit": ("logit",),
    "running": ("en cours",),
    "sme_without_large_group": ("PME sans grand groupe",),
    "lab_without_sme": ("laboratoires sans PME",),
    "member_without_project": ("adhérents sans projet",),
    "training_body_left_out": ("formations à l'écart",),
    "kind_pair": ("entre types",),
    "size_pair": ("entre tailles",),
    "pole_pair": ("entre pôles",),
    "theme_pair": ("entre thèmes",),
    "region_pair": ("entre régions",),
    "community_pair": ("entre communautés",),
    "member_within_pole_only": ("adhérents repliés sur leur pôle",),
    "need_unmet": ("besoins non couverts",),
    "topics": ("thèmes",),
    "trust": ("collaborations", "confiance"),
    "new_links": ("nouveaux liens", "liens nouveaux"),
    "fit": ("accord",),
    "capacity": ("disponibilité", "capacité"),
    "experience": ("expérience",),
    "outcomes": ("résultats", "retombées"),
    "I": ("I", "1"),
    "II": ("II", "2"),
    "III": ("III", "3"),
    "IV": ("IV", "4"),
    "V": ("V", "5"),
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return the normal form of a word: without case, accents, marks and a plural's s.

    Parameters
    ----------
    text
        As typed by a user.

    Examples
    --------
    >>> plain("Grandes entreprises"), plain("training_body"), plain("À présenter")
    ('grande entreprise', 'training body', 'a presenter')
    """
    words = _NOT_LETTERS.sub(" ", unaccented(text)).split()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)  # noqa: PLR2004  # "sans"


class WordChoice(click.Choice[str]):
    """A choice among words of the contract, which may be given in French as well.

    Parameters
    ----------
    words
        The words of the contract.
    before
        A word that may stand before each of them, such as "phase".
    strict
        Whether all other words are refused; else they are handed on as they are.
    """

    def __init__(self, words: Sequence[str], *, before: str = "", strict: bool = True) -> None:
        super().__init__(words)
        self._strict = strict
        ways = {way: word for word in words for way in (word, *FRENCH.get(word, ()))}
        self._ways = {plain(text): word for way, word in ways.items() for text in (way, f"{before} {way}")}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  # click's own
        """Return the word of the contract that is meant."""
        word = self._ways.get(plain(str(value)))
        if word is not None:
            return word
        return super().convert(value, param, ctx) if self._strict else str(value)

    def said(self, word: str) -> str:
        """Return a word of the contract as it is listed in the language in use.

        Parameters
        ----------
        word
            The word.
        """
        return dict(zip(self.choices, self._listed(), strict=True)).get(word, word)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """List the words in the language in use."""
        return "[" + "|".join(self._listed()) + "]" if param.metavar is None else super().get_metavar(param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ANN401  # click's own
        """State that a word is none of those, in the language in use."""
        said = super().get_invalid_choice_message(value, ctx)
        for word, shown in zip(self.choices, self._listed(), strict=True):
            said = said.replace(repr(self.normalize_choice(word, ctx)), f"'{shown}'")
        return said

    def _listed(self) -> list[str]:
        french = language() == "fr"
        return [FRENCH[word][0] if french and word in FRENCH else word for word in self.choices]
