"""Protection of whole rows: rows broken by a separator, and sheets marked as confidential.

A protecting cell of such a row may stand in another column, or nowhere; so the row is protected in doubt,
and where it could not be read at all, every organisation that it may name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from polegraph.files.csv_tables import BAD_QUOTES, TOO_FEW, TOO_MANY
from polegraph.names.plain_words import every_word
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.values import ALL_AS_INTERNAL, TAKEN_AS_INTERNAL
from polegraph.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.layout.columns import Columns
    from polegraph.sources.spreadsheet.resolution.row_values import Account
    from polegraph.sources.spreadsheet.rows import Rows
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

    Row = tuple[int, list[Cell]]

CONFIDENTIAL: Final = "this says that the sheet is confidential" + ALL_AS_INTERNAL
SPOKEN_OF: Final = "a row that could not be read seems to speak of this, and may protect it" + TAKEN_AS_INTERNAL
BROKEN: Final = frozenset({TOO_MANY, BAD_QUOTES})
"""Why rows are rejected in which values cannot be assigned to columns."""

_SAYS: Final = re.compile(
    r"\b(?:confidenti(?:el|elle|els|elles|al)|(?:ne )?pas (?:diffuser|publier|communiquer|divulguer|transmettre)|"
    r"diffusion (?:restreinte|interdite|interne|limitee)|(?:usage|document|diffusion|fichier) (?:\w+ )?interne|"
    r"interne (?:uniquement|seulement)|non (?:diffusable|publiable)|secret|huis clos|"
    r"do not (?:distribute|share|publish|disclose)|internal (?:use|only)|restricted)\b"
)
_ALONE: Final = frozenset("interne internes internal prive privee private nda restreint restreinte".split())  # noqa: SIM905
_NOT: Final = re.compile(r"\b(?:non|pas|not|aucune?|sans|hors)(?: \w+){0,2} (?:confidenti|secret)")
_WHO: Final = ("org_id", "project_id", "name", "acronym", "title", "siren", "siret", "pic")
_MOSTLY: Final = 0.8  # of the rows of a file
_SHORTEST: Final = 3  # letters and digits of a name that is looked for
CLOSED: Final = {"visibility": "internal", "opt_out": "true"}


def says_confidential(written: str) -> bool:
    """Return whether a title, a note or a name of a sheet marks the data as confidential.

    Parameters
    ----------
    written
        The text.

    Examples
    --------
    >>> [says_confidential(one) for one in ("CONFIDENTIEL – projets 2024", "Document interne", "Interne")]
    [True, True, True]
    >>> [says_confidential(one) for one in ("Liste des projets", "Données non confidentielles", "Médecine interne")]
    [False, False, False]
    """
    plain = " ".join(every_word(written))
    return plain in _ALONE or (_SAYS.search(plain) is not None and _NOT.search(plain) is None)


def marks(sheet: Sheet, heading: int, aside: dict[int, str]) -> list[tuple[int, str]]:
    """Find the text that marks a whole sheet as confidential: its name, a title above, a note beside or below.

    Parameters
    ----------
    sheet
        The sheet.
    heading
        The row of its headings.
    aside
        The rows below that are none of the table.

    Returns
    -------
    list of (int, str)
        Row and text; row 1 for the name.
    """
    names = [re.sub(r"\.\w{2,4}(?=/|$)", " ", sheet.label), sheet.name]
    found = [(1, name) for name in names if says_confidential(name)][:1]
    for number, cells in sheet.rows:
        if number < heading or number in aside:
            texts = [written for written in map(text, cells) if written]
            found += [(number, written) for written in texts if says_confidential(written)]
    return found


def shifted(sheet: Sheet, columns: Columns) -> dict[int, str]:
    """Find rows of a text file with a separator too many or too few, though all their cells have a place.

    Parameters
    ----------
    sheet
        The sheet.
    columns
        Where its columns stand.

    Returns
    -------
    dict
        Row → the reason, where the sheet has protections; only where nearly all rows have as many as the headings is
        one with fewer broken: people leave out empty cells at the end.
    """
    row = columns.layout.row
    counted = (
        {number: sheet.separated[number] for number, _cells in sheet.rows if number > row} if sheet.separated else {}
    )
    if not counted or not columns.protections:
        return {}
    heading = sheet.separated.get(row, 0)
    usual = max(Counter(counted.values()).items(), key=lambda one: (one[1], one[0]))[0]
    regular = usual == heading and sum(one == usual for one in counted.values()) >= _MOSTLY * len(counted)
    found = {number: TOO_MANY for number, one in counted.items() if one > max(usual, heading)}
    return found | {number: TOO_FEW for number, one in counted.items() if regular and one < heading}


def spoken_of(row: list[Cell], columns: Columns) -> str:
    """Return the cells of a row that is too long in which its name may stand.

    Parameters
    ----------
    row
        The cells.
    columns
        Where the columns stand in rows that are not broken.
    """
    places = [place for name in _WHO for place in columns.layout.places.get(name, ())]
    if not places:
        return " ".join(map(str, row))
    more = max(len(row) - columns.layout.width, 0)
    return " ".join(str(cell) for cell in row[min(places) : max(places) + 1 + more] if cell is not None)


def guarded(frames: dict[str, pd.DataFrame], rows: dict[str, Rows], ledger: Ledger) -> dict[str, pd.DataFrame]:
    """Protect the rows of confidential sheets without a column for it, and the rows that broken ones may name.

    Parameters
    ----------
    frames
        Tables by name.
    rows
        The rows that they were made of.
    ledger
        Where it is listed.
    """
    closed: dict[str, set[str]] = {"organisations": set(), "projects": set()}
    for name, one in rows.items():
        column = next((column for column in ("project_id", "org_id") if column in TABLES[name].references), None)
        if column is not None:
            closed[TABLES[name].references[column]] |= _under_marks(one, column)
    for name, ids in closed.items():
        if name in frames and name in rows:
            those = ids | _spoken_of(frames[name], rows[name], ledger)
            frames[name] = _protected(frames[name], TABLES[name].key[0], those)
    return frames


def _under_marks(rows: Rows, column: str) -> set[str]:
    """Return the rows that those of confidential sheets refer to."""
    marked = [place for place, account in enumerate(rows.accounts) if account.confidential]
    return set(rows.texts[column][[place in marked for place in rows.place]].dropna()) if marked else set()


def _spoken_of(frame: pd.DataFrame, rows: Rows, ledger: Ledger) -> set[str]:
    """Return the rows of a table that unreadable rows may name; list them."""
    broken = [
        (account, number, f" {' '.join(every_word(said))} ")
        for account in rows.accounts
        for number, said in account.unsure
    ]
    if not broken:
        return set()
    key = TABLES[rows.name].key[0]
    forms = {
        (str(one), " ".join(every_word(str(written))))
        for name in _WHO
        if name in frame
        for one, written in frame[[key, name]].dropna().itertuples(index=False)
    }
    names = [name for name in ("name", "acronym", "title", key) if name in frame]
    called = dict(zip(frame[key], frame[names].bfill(axis=1)[names[0]], strict=True))
    found: set[str] = set()
    for account, number, said in broken:
        named = {one for one, form in forms if len(form) >= _SHORTEST and f" {form} " in said}
        if named:
            _list(account, number, sorted(called[one] for one in named), ledger)
        found |= named
    return found


def _list(account: Account, number: int, named: list[str], ledger: Ledger) -> None:
    ledger.reject(account.sheet.label, [number] * len(named), None, named, SPOKEN_OF)
    account.notes["protection_unread"] = account.notes.get("protection_unread", 0) + len(named)


def _protected(frame: pd.DataFrame, key: str, ids: set[str]) -> pd.DataFrame:
    """Return a table in which some rows are internal, and not to be suggested."""
    those = frame[key].isin(ids)
    if not those.any():
        return frame
    changed = {"visibility": frame["visibility"].mask(those, CLOSED["visibility"])}
    if "opt_out" in frame:
        changed["opt_out"] = frame["opt_out"].mask(those, other=True)
    return frame.assign(**changed)
