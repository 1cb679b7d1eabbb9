"""Organisations that other sheets name and no row describes: partners who are not on the list of members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity import distinct_form, is_placeholder, name_id
from polegraph.sources._spreadsheet_repeats import best_spelling
from polegraph.sources._values import TAKEN_IN
from polegraph.tables import MAX_STRING
from polegraph.tables._checks import NOT_LISTED as _NOT_LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_LISTED: Final = _NOT_LISTED + TAKEN_IN

_NUMBER: Final = re.compile(r"[^\W\d_]{0,6}[-_. /]?\d[\d\s.]*", re.IGNORECASE)  # 17, ORG-17, 493 902 662
_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]{1,20}:\S")  # name:ada-2e45, pole-a:17
_ALIKE: Final = 85  # of 100: a slip or a word more, not another name


class Newcomers:
    """The organisations that are named where no row describes them, while tables are read.

    Parameters
    ----------
    known
        Names of those that rows describe, by which the nearest is proposed.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {distinct_form(name): name for name in sorted(known, reverse=True)}
        self._spelt: dict[str, list[str]] = {}

    def take_in(self, written: pd.Series[str]) -> pd.Series[str]:
        """Make an organisation of each name; what can only be a number is nobody's name.

        Parameters
        ----------
        written
            What stands in cells that no row answers to.

        Returns
        -------
        Series
            The identifier of each; missing for what is no name.
        """
        made = {one: name_id(one) for one in written.dropna().unique().tolist() if is_name(one)}
        for one in written.dropna().tolist():
            if one in made:
                self._spelt.setdefault(made[one], []).append(one)
        return written.map(made).astype("str")

    def with_nearest(self, written: pd.Series[str]) -> pd.Series[str]:
        """Write beside each name the known one that is nearest to it, if any is near: it may be a slip.

        Parameters
        ----------
        written
            Names.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # most files name nobody who is not on the list

        forms = list(self._known)
        shown: dict[str, str] = {}
        for one in written.dropna().unique().tolist():
            found = process.extractOne(distinct_form(one), forms, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
            shown[one] = one if found is None else f"{one} → {self._known[found[0]]} ?"
        return written.map(shown).astype("str")

    def rows(self) -> pd.DataFrame:
        """Return the rows of ``organisations`` that were made; nothing but the name is known of them."""
        ids = sorted(self._spelt)
        names = [str(best_spelling(self._spelt[one])) for one in ids]
        return pd.DataFrame({"org_id": pd.Series(ids, dtype="str"), "name": pd.Series(names, dtype="str")})


def is_name(written: str) -> bool:
    """Return whether a text can be the name of an organisation, and not only its number or its identifier.

    Parameters
    ----------
    written
        What stands in a cell.

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
