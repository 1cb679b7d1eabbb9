"""Affiliation of laboratories to public bodies, and their names without the bodies' names.

The bodies, their former names and the institutions that became part of them stand in ``data/public_bodies.csv``. They
are kept apart from groups of companies: a laboratory is *part of* its bodies, and is never counted as one of them.

In a name, little words, elided articles and one wrong letter in a long word do not count, and Roman figures count as
Arabic ones. Where a university's number contradicts its name, neither is believed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.identity.affiliation_tables import affiliations
from polegraph.identity.organisations import body_words
from polegraph.identity.organisations.body_words import AHEAD, OFFICE, PLACES, corrected, is_small_number, mistyped
from polegraph.names.normal_forms import normal_form
from polegraph.resources import data

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from polegraph.identity.entities import Units

# France and its territories, as countries are coded.
_FRENCH: Final = frozenset(["FR", "GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "MF", "BL", "TF"])
_LABORATORIES: Final = frozenset(["lab", "public_body", "training_body", "association", "other"])


@dataclass(frozen=True)
class _Pattern:
    """A row of the table of public bodies."""

    body: str
    name: str
    country: str
    abroad: bool
    siren: str
    words: str
    what: str
    source: str
    year: int


@dataclass
class _Node:
    """A node of the prefix tree of bodies' names."""

    next: dict[str, _Node] = field(default_factory=dict)
    pattern: _Pattern | None = None


@dataclass(frozen=True)
class _Match:
    """A body in a name: the words from ``start`` to before ``end``."""

    pattern: _Pattern
    start: int
    end: int


@cache
def _patterns() -> tuple[_Pattern, ...]:
    with data("public_bodies.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Pattern(
                row["body_id"],
                row["body_name"],
                row["country"],
                row["abroad"] == "yes",
                row["siren"],
                row["pattern"],
                row["what"],
                row["source"],
                int(row["year"]),
            )
            for row in csv.DictReader(file)
        )


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, str]]:
    keys = (key for pattern in _patterns() for word in pattern.words.split() for key in body_words.keys(word))
    words = frozenset(keys) | PLACES | OFFICE | AHEAD
    return words, mistyped(words)


@cache
def _tree() -> _Node:
    root = _Node()
    for pattern in _patterns():
        node = root
        for word in pattern.words.split():
            for key in body_words.keys(word):
                node = node.next.setdefault(key, _Node())
        if node.pattern is None:
            node.pattern = pattern
    return root


@cache
def _numbers() -> dict[str, frozenset[str]]:
    """Return the numbers that a body's names may carry."""
    numbers: dict[str, set[str]] = {}
    for pattern in _patterns():
        found = (key for word in pattern.words.split() for key in body_words.keys(word) if is_small_number(key))
        numbers.setdefault(pattern.body, set()).update(found)
    return {body: frozenset(found) for body, found in numbers.items()}


@lru_cache(maxsize=100_000)
def _key(word: str) -> tuple[str, ...]:
    words, index = _vocabulary()
    return tuple(corrected(key, words, index) for key in body_words.keys(word))


def _tokens(words: list[str]) -> list[tuple[str, int]]:
    return [(key, place) for place, word in enumerate(words) for key in _key(word)]


def _matches(tokens: list[tuple[str, int]]) -> Iterator[_Match]:
    """Find the bodies from left to right, each as long as possible; positions refer to ``tokens``."""
    start = 0
    while start < len(tokens):
        node, end, pattern = _tree(), start, None
        for place in range(start, len(tokens)):
            following = node.next.get(tokens[place][0])
            if following is None:
                break
            node = following
            if node.pattern is not None:
                pattern, end = node.pattern, place + 1
        if pattern is None:
            start += 1
            continue
        if _contradicted(pattern, tokens, end):
            pattern = None
        elif pattern.what not in ("part", "never"):
            end = _end_of_place(tokens, end)
        if pattern is not None:
            yield _Match(pattern, start, end)
        start = end


def _contradicted(pattern: _Pattern, tokens: list[tuple[str, int]], end: int) -> bool:
    """Return whether a number that is not the university's follows its name, maybe after the town's."""
    if "universite" not in pattern.words:
        return False
    while end < len(tokens) and tokens[end][0] in PLACES:
        end += 1
    if end == len(tokens) or not is_small_number(tokens[end][0]):
        return False
    return tokens[end][0] not in _numbers()[pattern.body]


def _end_of_place(tokens: list[tuple[str, int]], end: int) -> int:
    """Skip the delegation, the centre or the town that follows the name of a body."""
    start = end
    while end < len(tokens) and _is_place(tokens, end, start):
        end += 1
    return end


def _is_place(tokens: list[tuple[str, int]], place: int, start: int) -> bool:
    """Return whether a word continues the place that begins at ``start``."""
    key = tokens[place][0]
    if key in PLACES or key in OFFICE:
        return True
    following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    if key in AHEAD and (following in PLACES or following in OFFICE):
        return True
    if place == start:
        return False
    before = tokens[place - 1][0]
    return is_small_number(key) or (before == "paris" and len(key) == 1) or (before in OFFICE and key == "centre")


@lru_cache(maxsize=200_000)
def _found(normal: str) -> tuple[str, tuple[_Pattern, ...]]:
    """Return the rest of a name and the bodies in it, in the order of the name."""
    words = normal.split()
    tokens = _tokens(words)
    gone: set[int] = set()
    found: list[_Pattern] = []
    for match in _matches(tokens):
        if match.pattern.what != "never":
            found.append(match.pattern)
        if match.pattern.what not in ("part", "never"):
            gone.update(range(tokens[match.start][1], tokens[match.end - 1][1] + 1))
    if not gone:
        return normal, tuple(found)
    left = [
        word
        for place, word in enumerate(words)
        if place not in gone and not (word in body_words.LITTLE and _before_gone(words, gone, place))
    ]
    while left and left[0] in body_words.LITTLE:
        left.pop(0)
    if all(key in PLACES or key in OFFICE or key in AHEAD or is_small_number(key) for key, _ in _tokens(left)):
        left = []
    return " ".join(left), tuple(found)


def _before_gone(words: list[str], gone: set[int], place: int) -> bool:
    """Return whether only little words stand between a word and a body's name, or the end."""
    while place < len(words) and place not in gone and words[place] in body_words.LITTLE:
        place += 1
    return place == len(words) or place in gone


def without_bodies(normal_name: str) -> tuple[str, tuple[str, ...]]:
    """Take the names of public bodies, their delegations and towns out of a name.

    Parameters
    ----------
    normal_name
        A name in normal form.

    Returns
    -------
    rest : str
        The rest, in normal form; empty if the name is only that of an institution.
    bodies : tuple of str
        The bodies that it names, sorted; those of which only the kind is known ("CHU", "INSA") are taken out as well,
        and not listed.

    Notes
    -----
    Two laboratories of the same rest ("laboratoire de cytogénétique") are two if their bodies differ.

    Examples
    --------
    >>> without_bodies("cnrs delegation provence et corse imbe")
    ('imbe', ('cnrs',))
    >>> without_bodies("universite claude bernard lyon 1 institut de chimie et de biochimie")
    ('institut de chimie et de biochimie', ('lyon-1',))
    >>> without_bodies("laboratoire de chimie du cnrs et de luniversite paris vi")
    ('laboratoire de chimie', ('cnrs', 'sorbonne-universite'))
    """
    rest, found = _found(normal_name)
    return rest, tuple(sorted({pattern.body for pattern in found if pattern.what != "generic"}))


def institution_only(name: str) -> bool:
    """Return whether a name is that of an institution, its delegation or its town, and of no laboratory.

    Parameters
    ----------
    name
        A name, as written or in normal form.

    Examples
    --------
    >>> institution_only("CNRS – DR Alpes"), institution_only("Université Paris 6"), institution_only("CEA LETI")
    (True, True, False)
    """
    rest, found = _found(normal_form(name))
    return not rest and bool(found)


def names(body: str) -> tuple[str, ...]:
    """Return the names of a body in the table, in normal form.

    Parameters
    ----------
    body
        Its identifier.

    Examples
    --------
    >>> names("uga")[:3]
    ('universite grenoble alpes', 'grenoble alpes universite', 'uga')
    """
    return tuple(pattern.words for pattern in _patterns() if pattern.body == body and pattern.what != "never")


def assign(units: Units) -> pd.DataFrame:
    """Return which public bodies the organisations belong to.

    Parameters
    ----------
    units
        The organisations. Companies are considered only as bodies themselves.

    Returns
    -------
    DataFrame
        A row for each organisation and body, sorted: ``org_id``, ``parent_id`` (the body), ``parent_name``,
        ``relation`` ("body"), ``how`` ("siren"; "itself" if all its names are only that of the body, its delegation or
        its town; "name" otherwise), ``evidence`` (the words matched), ``source`` and ``year`` of that row.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.identity.entities import units
    >>> organisations = pd.DataFrame(
    ...     {
    ...         "org_id": ["a", "b"],
    ...         "name": ["CNRS - Délégation Alpes", "Institut Lumière, CNRS et Université Lyon 1"],
    ...         "kind": "lab",
    ...     }
    ... )
    >>> none = pd.DataFrame({"project_id": [], "org_id": []})
    >>> assign(units({"organisations": organisations, "participations": none}))[["org_id", "parent_id", "how"]]
      org_id parent_id     how
    0      a      cnrs  itself
    1      b      cnrs    name
    2      b    lyon-1    name
    """
    table = units.table
    by_siren = {pattern.siren: pattern for pattern in _patterns() if pattern.siren}
    spelled: dict[int, list[str]] = {}
    for unit, name in zip(units.spellings["unit"].tolist(), units.spellings["name"].tolist(), strict=True):
        spelled.setdefault(unit, []).append(normal_form(name))
    rows: list[tuple[object, ...]] = []
    columns = (table[column].astype("object").where(table[column].notna(), None) for column in _NEEDED)
    for unit, (org_id, kind, country, siren) in enumerate(zip(*columns, strict=True)):
        if siren is not None and siren in by_siren:
            rows.append(_row(org_id, by_siren[siren], "siren", f"siren:{siren}"))
            continue
        bodies, only = _of(spelled.get(unit, []), None if country is None else str(country))
        if kind is not None and kind not in _LABORATORIES and not only:
            continue
        rows += [
            _row(org_id, bodies[body], "itself" if only else "name", f"pattern:{bodies[body].words}")
            for body in sorted(bodies)
        ]
    return affiliations(rows)


_NEEDED: Final = ("org_id", "kind", "country", "siren")


def _of(spellings: list[str], country: str | None) -> tuple[dict[str, _Pattern], bool]:
    """Return the bodies in the spellings, and whether all spellings are only the name of the same one."""
    bodies: dict[str, _Pattern] = {}
    only = bool(spellings)
    for spelling in spellings:
        rest, found = _found(spelling)
        only = only and not rest
        for pattern in found:
            if pattern.what != "generic" and _believed(pattern, country):
                bodies.setdefault(pattern.body, pattern)
    return bodies, only and len(bodies) == 1


def _believed(pattern: _Pattern, country: str | None) -> bool:
    """Return whether a name means this body in a country: others have an INRA or a CEA of their own."""
    if country is None or pattern.abroad or country == pattern.country:
        return True
    return pattern.country == "FR" and country in _FRENCH


def _row(org_id: object, pattern: _Pattern, how: str, evidence: str) -> tuple[object, ...]:
    return (org_id, pattern.body, pattern.name, "body", how, evidence, pattern.source, pattern.year)
