"""Splitting of cells with several organisations, and parsing of the text in brackets beside their names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.identity import LEGAL_FORMS, is_placeholder, normal_form
from polegraph.sources.spreadsheet.cells.scalars import UNREADABLE, number
from polegraph.sources.spreadsheet.flat_sheet import word_meanings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STRONG = re.compile(r"[;|\n\r\v\u2028\u2029]|\s[•▪●◦‣]\s")
"""Signs that occur in no name."""
_WEAK: Final = {
    "/": re.compile(r"\s*/\s*"),
    ",": re.compile(r"\s*,\s*(?!\d)"),
    "+": re.compile(r"\s+\+\s+"),
    "-": re.compile(r"\s+[-–—]\s+"),
}
"""Signs that occur in some names, so that the column decides."""
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪●◦‣→>]+|\d{1,2}\s?[.)]|[a-z]\))\s+")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_BEFORE = re.compile(r"^([^:]{2,30}?)\s*:\s*(\S.*)$", re.DOTALL)
_AFTER = re.compile(r"^(.*\S)\s+[-–—]\s+([^-–—]{2,40})$", re.DOTALL)
_MONEY = re.compile(r"\d[\d\s.,\u00a0\u202f]*\s*(?:k|m)?\s*(?:€|eur|euros?)", re.IGNORECASE)
_FIGURE = re.compile(r"-?\d[\d\s.,\u00a0\u202f]{2,}(?:€|k€|m€)?", re.IGNORECASE)
_INITIALS: Final = frozenset("c p n o x y co par part no id".split())  # noqa: SIM905  # easier to read
_MOST_KNOWN, _SOME_KNOWN, _MOSTLY = 0.6, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as a cell names it.

    Parameters
    ----------
    name
        Its name, without the text in brackets if that was understood.
    role, kind, size, aid
        Further attributes in the cell; None where missing.
    """

    name: str
    role: str | None = None
    kind: str | None = None
    size: str | None = None
    aid: str | None = None


class Cutter:
    """Splits the cells of one column, once the notation of its lists is known.

    Parameters
    ----------
    cells
        Values of the column.
    known
        How often each name (its normal form) stands alone somewhere else.
    listed
        Whether the heading announces several in a cell.
    """

    def __init__(self, cells: Iterable[str], known: Counter[str], *, listed: bool) -> None:
        distinct = Counter(cells)
        self._listed = listed
        self.doubtful: set[str] = set()
        self._known = Counter(known)
        self._done: dict[str, list[str]] = {}
        self._everywhere: set[str] = set()
        units = Counter({unit: 0 for cell in distinct for unit in strong(cell)})
        for cell, times in distinct.items():
            for unit in strong(cell):
                units[unit] += times
        strongly = sum(len(strong(cell)) > 1 for cell in distinct)
        plain = listed and not strongly
        for unit in units:
            if not any(weak.search(_without_brackets(unit)) for weak in _WEAK.values()):
                self._known[_form(unit)] += 1
        for sign in _WEAK:
            if self._divides(sign, units, plain=plain, lists=strongly >= _MOSTLY * len(distinct)):
                self._everywhere.add(sign)
                break

    def _divides(self, sign: str, units: Counter[str], *, plain: bool, lists: bool) -> bool:
        """Decide whether a sign separates names wherever it stands in this column."""
        with_it = {unit: parts for unit in units if len(parts := cut(unit, sign)) > 1}
        if not with_it:
            return False
        if any(not _is_name(part) for parts in with_it.values() for part in parts):
            return False
        several = Counter(form for parts in with_it.values() for form in {_form(part) for part in parts})
        forms = [_form(part) for parts in with_it.values() for part in parts]
        share = sum(bool(self._known[form]) or several[form] > 1 for form in forms) / len(forms)
        whole = any(
            units[unit] > 1 and not any(self._known[_form(one)] for one in parts) for unit, parts in with_it.items()
        )
        if sign == "-":
            return share >= 1 - _SOME_KNOWN
        often = len(with_it) >= _MOSTLY * len(units)
        if share >= _MOST_KNOWN and (often or not lists):
            return not whole or share >= 1 - _SOME_KNOWN
        return not whole and not lists and often and (share >= _SOME_KNOWN or plain)

    def __call__(self, cell: str) -> list[str]:
        """Return the names in a cell, as written.

        Parameters
        ----------
        cell
            Its text.
        """
        if cell not in self._done:
            self._done[cell] = [name for unit in strong(cell) for name in self._weakly(unit)]
        return self._done[cell]

    def _weakly(self, unit: str) -> list[str]:
        for sign in sorted(self._everywhere):
            if len(parts := cut(unit, sign)) > 1:
                return [name for part in parts for name in self._weakly(part)]
        if self._known[_form(unit)] > 1:
            return [unit]
        for sign in _WEAK:
            parts = cut(unit, sign)
            if len(parts) < 2:  # noqa: PLR2004  # nothing was cut
                continue
            there = [bool(self._known[_form(part)]) and _is_name(part) for part in parts]
            if all(there):
                return parts
            if sum(there) > 1 or (sign in "/," and (any(there) or self._listed)):
                self.doubtful.add(unit)
        return [unit]


def known_names(cells: Iterable[str], *, certain: bool) -> Counter[str]:
    """Count the names that stand alone: in a cell or between signs that occur in no name.

    Parameters
    ----------
    cells
        Values of a column of partners.
    certain
        Whether each cell is one name, so that it is one even where it holds such a sign.

    Returns
    -------
    Counter
        Normal form → number of different cells; twice as many where it is certain.

    Examples
    --------
    >>> sorted(known_names(["Ada; Bo", "Cy, Dé"], certain=False))
    ['ada', 'bo']
    """
    counted: Counter[str] = Counter()
    for cell in set(cells):
        for unit in [cell] if certain else strong(cell):
            if certain or not any(weak.search(_without_brackets(unit)) for weak in _WEAK.values()):
                counted[_form(unit)] += 2 if certain else 1
    return counted


def strong(cell: str) -> list[str]:
    r"""Return the parts of a cell between signs that occur in no name: ``;``, ``|``, ends of lines, bullets.

    Parameters
    ----------
    cell
        Its text.

    Examples
    --------
    >>> strong("- Ada SARL (PME ; Tours)\n- Zorblax;")
    ['Ada SARL (PME ; Tours)', 'Zorblax']
    """
    return _cut(cell, _STRONG)


def cut(unit: str, sign: str) -> list[str]:
    """Return the parts of a text between signs that names may hold, brackets left whole.

    Parameters
    ----------
    unit
        The text.
    sign
        A key of the signs: ``/``, ``,``, ``+``, ``-``.

    Examples
    --------
    >>> cut("Ada, Bo (SAS, Tours), Cy, Inc", ",")
    ['Ada', 'Bo (SAS, Tours)', 'Cy, Inc']
    """
    parts: list[str] = []
    for part in _cut(unit, _WEAK[sign]):
        if sign == "," and parts and all(word in LEGAL_FORMS for word in normal_form(part).split()):
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def _cut(text: str, sign: re.Pattern[str]) -> list[str]:
    if not sign.search(text):
        return [one] if (one := _tidy(text)) else []
    hidden = text if text.count("(") != text.count(")") else _hide(text)
    found, start = [], 0
    for match in sign.finditer(hidden):
        found.append(text[start : match.start()])
        start = match.end()
    return [tidy for one in (*found, text[start:]) if (tidy := _tidy(one))]


def _hide(text: str) -> str:
    """Put letters in the place of all text in brackets."""
    depth, hidden = 0, []
    for character in text:
        depth += character in "(["
        hidden.append("x" if depth > 0 else character)
        depth -= character in ")]" and depth > 0
    return "".join(hidden)


def _tidy(part: str) -> str:
    bare = _BULLET.sub("", part.strip())
    return re.sub(r"\s+", " ", bare).strip(" ,;/|\t\u00a0")


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _form(unit: str) -> str:
    return normal_form(named(unit).name)


def _is_name(part: str) -> bool:
    """Return whether a part can be a name: neither a legal form, nor a number, nor a rest of a place."""
    words = normal_form(_without_brackets(part)).split()
    if not words or all(word in LEGAL_FORMS for word in words):
        return False
    return not part[0].isdigit() and any(character.isalpha() for character in part) and len(part) > 1


def named(unit: str) -> Named:
    """Return the organisation that a text names, with its attributes in brackets, before a colon or after a dash.

    Parameters
    ----------
    unit
        The text.

    Examples
    --------
    >>> named("Ada SARL (PME, chef de file)")
    Named(name='Ada SARL', role='coordinator', kind='company', size='sme', aid=None)
    >>> named("Chef de file : Zorblax").role, named("Soins Bo (inventé)").name
    ('coordinator', 'Soins Bo (inventé)')
    """
    said: dict[str, str | None] = {}
    name = unit.strip()
    while match := _IN_BRACKETS.search(name):
        if not (understood := _said(re.split(r"[,;/]|\s[-–—]\s", match[1]))) or not name[: match.start()].strip():
            break
        said.update(understood)
        name = name[: match.start()].strip()
    if (match := _BEFORE.match(name)) and (understood := _said([match[1]])):
        said.update(understood)
        name = match[2].strip()
    if (match := _AFTER.match(name)) and (understood := _said(match[2].split(","))):
        said.update(understood)
        name = match[1].strip()
    return Named(name=name, **said) if name else Named(name=unit.strip())


def _said(words: Sequence[str]) -> dict[str, str | None] | None:
    """Return the attributes of an organisation by words; None unless each of them is understood."""
    said: dict[str, str | None] = {}
    for word in (one.strip() for one in words):
        if word.casefold() in _INITIALS or not word:
            return None
        if role := word_meanings.role(word):
            said["role"] = role
        elif pair := word_meanings.kind_and_size(word):
            said["kind"] = pair[0]
            if pair[1]:
                said["size"] = pair[1]
        elif _MONEY.fullmatch(word) and number(word, euros=True) != UNREADABLE:
            said["aid"] = word
        else:
            return None
    return said or None


def says_nothing(name: str) -> bool:
    """Return whether a text is a placeholder for a partner: "NC", "à définir", "?", "aucun", or a figure.

    Parameters
    ----------
    name
        Value of a cell.

    Examples
    --------
    >>> says_nothing("à définir"), says_nothing("Ada SARL")
    (True, False)
    """
    return is_placeholder(name) or bool(_FIGURE.fullmatch(name))
