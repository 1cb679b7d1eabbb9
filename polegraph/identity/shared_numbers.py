"""Numbers shared by organisations: of an employer, of a group, or of one entity; names decide which."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.names.register_numbers import is_nobodys, is_number, plain_number, siren_of_vat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

IDENTIFIERS: Final = ("siren", "siret", "vat", "pic", "ror")
LEGAL: Final = ("siren", "siret", "vat", "pic")
"""Identifiers of legal persons: a laboratory, which is none, carries the one of its institution."""
_OWN: Final = ("siren", "siret", "pic", "ror")
"""Identifiers given to a single body; a VAT number is given to all members of a VAT group."""
_SIREN: Final = 9
_LARGEST: Final = 60
_NEIGHBOURS: Final = 6


@lru_cache(maxsize=100_000)
def written(column: str, text: str) -> str:
    """Return the normal form of a number; empty for placeholders.

    Parameters
    ----------
    column
        Its column.
    text
        As written in a source.

    Examples
    --------
    >>> written("vat", "nl 8113.83696 b01"), written("vat", "n/a"), written("siren", "000000000")
    ('NL811383696B01', '', '')
    """
    if is_nobodys(column, text):
        return ""
    return text.strip().lower().rpartition("/")[2] if column == "ror" else plain_number(text)


@lru_cache(maxsize=100_000)
def sound(column: str, number: str) -> bool:
    """Return whether a number, as `written` gives it, is valid by its form and its check digits.

    Parameters
    ----------
    column
        Its column.
    number
        The number.

    Examples
    --------
    >>> sound("siren", "493902662"), sound("siren", "493902663")
    (True, False)
    """
    return is_number(column, number)


class Numbers:
    """The numbers of organisations.

    Parameters
    ----------
    table
        A row an organisation, with the columns `IDENTIFIERS`.

    Attributes
    ----------
    written
        By column, for each organisation, the number that was written; empty if none.
    sound
        The same, empty where its check digits are wrong.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        text = table.reindex(columns=list(IDENTIFIERS)).astype("object")
        text = text.where(text.notna(), "")
        self.written: dict[str, list[str]] = {
            column: [written(column, one) if one else "" for one in text[column].tolist()] for column in IDENTIFIERS
        }
        self._stated = list(self.written["siren"])
        known = zip(self._stated, self.written["siret"], self.written["vat"], strict=True)
        self.written["siren"] = [
            siren or (siret[:_SIREN] if sound("siren", siret[:_SIREN]) else "") or siren_of_vat(vat) or ""
            for siren, siret, vat in known
        ]
        self._stated = [own or siret[:_SIREN] for own, siret in zip(self._stated, self.written["siret"], strict=True)]
        self.sound: dict[str, list[str]] = {
            column: [one if one and sound(column, one) else "" for one in held] for column, held in self.written.items()
        }

    def agree(self, one: int, other: int) -> list[str]:
        """Return the columns in which two organisations have the same number, valid or not."""
        return [column for column, held in self.written.items() if held[one] and held[one] == held[other]]

    def clash(self, one: int, other: int, columns: Iterable[str]) -> list[str]:
        """Return the columns in which two organisations have different numbers, both valid."""
        both = {column: (self.sound[column][one], self.sound[column][other]) for column in columns}
        return [column for column, (left, right) in both.items() if left and right and left != right]

    def own(self, column: str, one: int, other: int) -> bool:
        """Return whether a shared number is given to a single body, and is not taken from a shared VAT number."""
        return column in _OWN and (column != "siren" or bool(self._stated[one] and self._stated[other]))

    def pairs(
        self, passed_over: Sequence[bool], rank: Callable[[int], tuple[object, ...]]
    ) -> dict[tuple[int, int], bool]:
        """Return the pairs that share a number: of few all, of many each with the best known and with its neighbours.

        Parameters
        ----------
        passed_over
            Organisations without numbers of legal persons of their own: laboratories.
        rank
            The order of organisations, the best known first; those of equal rank have the same name.

        Returns
        -------
        dict
            For each pair whether it may be proposed: only with the best known, so that questions stay few.
        """
        found: dict[tuple[int, int], bool] = {}
        for column, held in self.written.items():
            sharing: dict[str, list[int]] = {}
            for unit, value in enumerate(held):
                if value and not (column in LEGAL and passed_over[unit]):
                    sharing.setdefault(value, []).append(unit)
            for units in sharing.values():
                if len(units) > 1:
                    self._pair(units, rank, found)
        return found

    def _pair(
        self, units: list[int], rank: Callable[[int], tuple[object, ...]], found: dict[tuple[int, int], bool]
    ) -> None:
        ranks = {unit: rank(unit) for unit in units}
        ranked = sorted(units, key=lambda unit: (ranks[unit], unit))
        best = ranks[ranked[0]]
        few = len(units) <= _LARGEST
        for place, one in enumerate(ranked):
            asked = ranks[one] == best
            whole = few or place == 0
            for other in ranked[place + 1 :] if whole else ranked[place + 1 : place + _NEIGHBOURS]:
                pair = min(one, other), max(one, other)
                found[pair] = found.get(pair, False) or asked
