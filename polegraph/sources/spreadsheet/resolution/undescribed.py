"""Organisations named in other sheets without a row of their own: partners that are not on the list of members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity import distinct_form, is_placeholder, name_id
from polegraph.sources.spreadsheet.resolution.repeats import best_spelling
from polegraph.sources.values import TAKEN_IN
from polegraph.tables import MAX_STRING
from polegraph.tables.checks import NOT_LISTED as _NOT_LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_LISTED: Final = _NOT_LISTED + TAKEN_IN

_NUMBER: Final = re.compile(r"[^\W\d_]{0,6}[-_. /]?\d[\d\s.]*", re.IGNORECASE)  # 17, ORG-17, 493 902 662
_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]{1,20}:\S")  # name:ada-2e45, pole-a:17
_ELIDED: Final = re.compile(r"\b[dlDL]['’]|[-/]")
_SMALL_WORDS: Final = frozenset("a au aux d de des du en et l la le les of pour the".split())  # noqa: SIM905  # shorter
_SHORTENED: Final = {"labo": "laboratoire", "lab": "laboratoire", "univ": "universite", "inst": "institut"}
_SHORTEST: Final = 3  # letters of initials
_ALIKE: Final = 85  # of 100: a slip or a word more, not another name


class Newcomers:
    """The organisations named without a row of their own, while tables are read.

    Parameters
    ----------
    known
        Names of those that rows describe, by which the nearest is proposed.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {distinct_form(name): name for name in sorted(known, reverse=True)}
        self._ways: list[tuple[str, str, str, frozenset[str]]] = []
        self._spelt: dict[str, list[str]] = {}

    def take_in(self, written: pd.Series[str]) -> pd.Series[str]:
        """Build an organisation of each name; a text that can only be a number is no name.

        Parameters
        ----------
        written
            Values of cells that match no row.

        Returns
        -------
        Series
            The identifier of each; missing for texts that are no names.
        """
        made = {one: name_id(one) for one in written.dropna().unique().tolist() if is_name(one)}
        for one in written.dropna().tolist():
            if one in made:
                self._spelt.setdefault(made[one], []).append(one)
        return written.map(made).astype("str")

    def with_nearest(self, written: pd.Series[str]) -> pd.Series[str]:
        """Write beside each name the nearest known one, if any is near: it may be a typing error.

        Parameters
        ----------
        written
            Names.
        """
        found = {one: self._nearest(one) for one in written.dropna().unique().tolist()}
        shown = {one: one if near is None else f"{one} → {near} ?" for one, near in found.items()}
        return written.map(shown).astype("str")

    def _nearest(self, written: str) -> str | None:
        """Find the known name of nearest spelling; else the only one with these initials, or with these words."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # most files name only organisations on the list

        form, joined, initials, content = _ways(written)
        forms = list(self._known)
        self._ways = self._ways or [_ways(self._known[one]) for one in forms]
        spelt = process.extractOne(form, forms, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
        together = process.extractOne(joined, [way[1] for way in self._ways], scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if spelt is not None or together is not None:
            best = max((one for one in (spelt, together) if one is not None), key=lambda one: one[1])
            return self._known[forms[best[2]]]
        short = [joined in (way[2], *way[0].split()[-1:]) or (initials and initials == way[1]) for way in self._ways]
        part = [bool(content and way[3]) and (content <= way[3] or way[3] <= content) for way in self._ways]
        for fits in (short if len(joined) >= _SHORTEST else [], part):
            if sum(map(bool, fits)) == 1:
                return self._known[forms[next(place for place, one in enumerate(fits) if one)]]
        return None

    def rows(self) -> pd.DataFrame:
        """Return the rows of ``organisations`` that were added; they have a name alone."""
        ids = sorted(self._spelt)
        names = [str(best_spelling(self._spelt[one])) for one in ids]
        return pd.DataFrame({"org_id": pd.Series(ids, dtype="str"), "name": pd.Series(names, dtype="str")})


def _ways(name: str) -> tuple[str, str, str, frozenset[str]]:
    """Return the normal form of a name, the same in one word, the initials of its words, and its distinctive words."""
    form = distinct_form(name)
    apart = [word for word in distinct_form(_ELIDED.sub(" ", name)).split() if word not in _SMALL_WORDS]
    telling = frozenset(_SHORTENED.get(word, word) for word in apart) - {"groupe", "group", "societe", "ste"}
    initials = "".join(word[0] for word in apart) if len(apart) > 1 else ""
    return form, form.replace(" ", ""), initials if len(initials) >= _SHORTEST else "", telling


def is_name(written: str) -> bool:
    """Return whether a text can be the name of an organisation, and not only its number or its identifier.

    Parameters
    ----------
    written
        Value of a cell.

    Examples
    --------
    >>> [is_name(one) for one in ("Grand Donneur d'Ordre", "3M", "ORG-17", "17", "siren:493902662", "?")]
    [True, True, False, False, False, False]
    """
    return (
        any(character.isalpha() for character in written)
        and len(written) <= MAX_STRING
        and not _NUMBER.fullmatch(written)
        and not _SCHEME.match(written)
        and not is_placeholder(written)
    )
