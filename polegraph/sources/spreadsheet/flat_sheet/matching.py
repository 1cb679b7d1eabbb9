"""Matching of rows of flat sheets with projects, and of mentions with organisations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.identity import LEGAL_FORMS, is_placeholder, is_placeholder_number, is_siren, name_id, normal_form
from polegraph.sources.spreadsheet.cells.scalars import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polegraph.sources.spreadsheet.flat_sheet.mentions import Mention, ProjectRow, Read

_SIGNS: Final = str.maketrans({"+": " plus ", "#": " sharp "})
_WORDS = re.compile(r"[^\W_]+")
_SIREN_LENGTH, _SIRET_LENGTH = 9, 14


@dataclass(frozen=True)
class Who:
    """The project or organisation of each row.

    Parameters
    ----------
    keys
        For each sheet and each of its rows: one text for each project or organisation.
    pointers
        Key → the reference to it in other tables: its number, its name, or an identifier made for it.
    identifiers
        Key → its identifier, where the sheet has one or the name alone is ambiguous.
    """

    keys: list[list[str]]
    pointers: dict[str, str]
    identifiers: dict[str, str]


def projects(reads: Sequence[Read]) -> Who:
    """Return which rows are one project: the same number, else the same name.

    Parameters
    ----------
    reads
        The content of each sheet.
    """
    rows = [row for read in reads for row in read.projects]
    by_name: dict[str, set[str]] = defaultdict(set)
    by_title: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        number, acronym, title = (_text(row, code) for code in ("project_id", "acronym", "title"))
        if number and (acronym or title):
            by_name[_form(acronym or title)].add(f"id:{number}")
        if acronym and title and not number:
            by_title[_form(title)].add(_form(acronym))
    apart = _apart(rows)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    keys: list[list[str]] = []
    for read in reads:
        mine = []
        for row in read.projects:
            key = _project_key(row, by_name, by_title, apart)
            mine.append(key)
            names[key][_text(row, "acronym") or _text(row, "title") or key.removeprefix("id:")] += 1
        keys.append(mine)
    identifiers = {key: key.removeprefix("id:") for key in names if key.startswith("id:")}
    return _pointed(keys, names, identifiers, "project:")


def _project_key(row: ProjectRow, by_name: dict[str, set[str]], by_title: dict[str, set[str]], apart: set[str]) -> str:
    number, acronym, title = (_text(row, code) for code in ("project_id", "acronym", "title"))
    if number:
        return f"id:{number}"
    form = _form(acronym or title)
    if len(by_name.get(form, ())) == 1:
        return next(iter(by_name[form]))
    if not acronym and len(by_title.get(form, ())) == 1:
        form = next(iter(by_title[form]))
    return f"{form}\x1f{_form(title)}" if form in apart else form


def _apart(rows: Iterable[ProjectRow]) -> set[str]:
    """Find ambiguous acronyms: those of several projects, whose titles and years differ together."""
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        acronym, title, year = (_text(row, code) for code in ("acronym", "title", "year"))
        if acronym and title and not _text(row, "project_id"):
            seen[_form(acronym)][_form(title)].add(year)
    return {
        acronym
        for acronym, titles in seen.items()
        if len(titles) > 1
        and all(titles.values())
        and all("" not in years for years in titles.values())
        and len(set().union(*titles.values())) == sum(map(len, titles.values()))
    }


def organisations(reads: Sequence[Read]) -> Who:
    """Return which mentions are one organisation: the same number of the sheet or SIREN, else the same name.

    Parameters
    ----------
    reads
        The content of each sheet; a SIREN that stands only in a SIRET is added.
    """
    # numbers beside each name
    numbers: dict[str, set[str]] = defaultdict(set)
    for mention in (one for read in reads for one in read.mentions):
        if number := _number(mention):
            numbers[_form(mention.name)].add(number)
    # the key of each mention: its number, else its name, with the legal form where a name is ambiguous
    places = _places_of_forms(reads, numbers)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    keys: list[list[str]] = []
    for read in reads:
        mine = []
        for mention in read.mentions:
            form = _form(mention.name)
            key = _number(mention) or (next(iter(numbers[form])) if len(numbers.get(form, ())) == 1 else form)
            if key == form and form in places:
                key = f"{form}\x1f{_legal(mention.name)}"
            mine.append(key)
            names[key][mention.name] += 1
        keys.append(mine)
    # identifiers for the keys
    own = {key: key.removeprefix("own:") for key in names if key.startswith("own:")}
    made = _pointed(keys, names, own, "name:")
    pointers = {
        key: key.removeprefix("siren:") if key.startswith("siren:") else one for key, one in made.pointers.items()
    }
    identifiers = {key: one for key, one in made.identifiers.items() if not key.startswith("siren:")}
    return Who(keys, pointers, identifiers)


def _places_of_forms(reads: Sequence[Read], numbers: dict[str, set[str]]) -> set[str]:
    """Find ambiguous names: those of several organisations, whose legal forms and cities differ together."""
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mention in (one for read in reads for one in read.mentions):
        form = _form(mention.name)
        if form not in numbers:
            seen[form][_legal(mention.name)].add(normal_form(text(mention.cells.get("city")) or ""))
    return {
        form
        for form, cities in seen.items()
        if len(cities) > 1
        and all(legal and len(where) == 1 and "" not in where for legal, where in cities.items())
        and len(set().union(*cities.values())) == len(cities)
    }


def _pointed(keys: list[list[str]], names: dict[str, Counter[str]], identifiers: dict[str, str], prefix: str) -> Who:
    """Name the target of a cell by its name, or by an identifier where a name is ambiguous."""
    named = {key: min(those, key=lambda one: (-those[one], one)) for key, those in names.items()}
    forms: dict[str, set[str]] = defaultdict(set)
    for key, those in names.items():
        for name in those:
            forms[normal_form(name)].add(key)
    pointers, given = {}, dict(identifiers)
    for key, name in named.items():
        if key not in given and any(len(forms[normal_form(one)]) > 1 for one in names[key]):
            given[key] = prefix + name_id(key.replace("\x1f", " ")).removeprefix("name:")
        pointers[key] = given.get(key, name)
    return Who(keys, pointers, given)


def _text(row: ProjectRow, code: str) -> str:
    return text(row.cells.get(code)) or ""


def _form(name: str) -> str:
    """Return the normal form of a name with the signs that distinguish it from another: VAPO and VAPO+."""
    return normal_form(name.translate(_SIGNS))


def _legal(name: str) -> str:
    return " ".join(sorted(word for word in _WORDS.findall(name.casefold()) if word in LEGAL_FORMS))


def _number(mention: Mention) -> str | None:
    """Return the key of a number beside a name: the sheet's own, else a SIREN."""
    siren = _siren(mention)
    own = text(mention.cells.get("org_id"))
    if own and not is_placeholder(own):
        return f"own:{own}"
    return f"siren:{siren}" if siren else None


def _siren(mention: Mention) -> str | None:
    """Return the SIREN beside a name, or in its SIRET, if its check digit is valid."""
    for code, length in (("siren", _SIREN_LENGTH), ("siret", _SIRET_LENGTH)):
        digits = re.sub(r"\D", "", text(mention.cells.get(code)) or "").zfill(length)
        siren = digits[:_SIREN_LENGTH]
        if len(digits) == length and is_siren(siren) and not is_placeholder_number(siren):
            mention.cells.setdefault("siren", siren)
            return siren
    return None
