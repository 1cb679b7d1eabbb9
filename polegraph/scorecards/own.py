"""Indicators of one's own: a row of a file each, computed by a statement that a database answers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.errors import PolegraphError
from polegraph.files import csv_tables
from polegraph.i18n import _
from polegraph.scorecards.catalogue import Indicator, indicators
from polegraph.scorecards.facts import Figure

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd

    from polegraph.scorecards.facts import Facts

    Ask = Callable[[int], pd.DataFrame]

COLUMNS: Final = ("name", "en", "fr", "unit", "direction", "formula", "table", "asked_by", "cypher")
"""Columns of the file: those of the catalogue, and the statement."""
NEEDED: Final = ("name", "cypher")
UNITS: Final = ("number", "share", "eur", "fte", "months")
DIRECTIONS: Final = ("up", "down", "")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BIGGEST: Final = 1_000_000  # bytes
_MOST: Final = 200


def read(path: str | os.PathLike[str]) -> tuple[Indicator, ...]:
    """Read indicators of one's own from a CSV file.

    Parameters
    ----------
    path
        The file: a row an indicator, with the columns of the catalogue (``name, en, fr, unit, direction, formula,
        table, asked_by``) and ``cypher``, a statement that only reads and returns ``pole_id``, ``value`` and, of a
        share, ``of``. ``name`` and ``cypher`` are required; ``unit`` is ``number`` where it is empty.

    Returns
    -------
    tuple of Indicator
        In the order of the file; without a function until a database is there to ask (`computed`).

    Raises
    ------
    PolegraphError
        If it cannot be read, lacks a column, or a row has a name that is none or is taken, another unit or direction,
        or no statement.
    """
    shown = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise PolegraphError(
            _("this file cannot be read: {error}").format(error=error.strerror),
            file=str(path),
            remedy=_("check its name and that it may be read"),
        ) from error
    if len(content) > _BIGGEST:
        raise PolegraphError(
            _("this file is too big for a list of indicators"), file=shown, remedy=_("give a CSV file with a row each")
        )
    sheet = csv_tables.read(content, shown)
    missing = [name for name in NEEDED if name not in sheet.frame.columns]
    if missing or sheet.ragged or len(sheet.frame) > _MOST:
        raise PolegraphError(
            _("this is no list of indicators"),
            file=shown,
            row=sheet.ragged[0][0] if sheet.ragged else None,
            value=", ".join(missing) or None,
            remedy=_("give each row the columns {names}").format(names=", ".join(COLUMNS)),
        )
    rows = sheet.frame.reindex(columns=list(COLUMNS), fill_value="").to_dict(orient="records")
    found = [_indicator(dict(row), shown, place) for place, row in zip(sheet.rows.tolist(), rows, strict=True)]
    taken = Counter([one.name for one in (*indicators(), *found)])
    for place, one in zip(sheet.rows.tolist(), found, strict=True):
        if taken[one.name] > 1:
            raise PolegraphError(
                _("there is another indicator of this name"),
                file=shown,
                row=place,
                column="name",
                value=one.name,
                remedy=_("give it a name of its own"),
            )
    return tuple(found)


def _indicator(row: dict[Any, str], file: str, place: int) -> Indicator:
    """Check a row, and make an indicator of it."""
    given = {str(name): text.strip() for name, text in row.items()}
    allowed = {"unit": (*UNITS, ""), "direction": DIRECTIONS}
    wrong = next((name for name, words in allowed.items() if given[name] not in words), None)
    if wrong is not None:
        words = ", ".join(word for word in allowed[wrong] if word)
        remedy = _("use one of: {names}").format(names=words)
    elif not _NAME.fullmatch(given["name"]):
        wrong, remedy = "name", _("begin with a letter from a to z; only such letters, digits and _ may follow")
    elif not given["cypher"]:
        wrong, remedy = "cypher", _("write the statement that computes it")
    if wrong is not None:
        problem = _("this is no indicator")
        raise PolegraphError(problem, file=file, row=place, column=wrong, value=given[wrong] or None, remedy=remedy)
    said = given["en"] or given["fr"] or given["name"]
    return Indicator(**{**given, "unit": given["unit"] or "number", "en": said, "fr": given["fr"] or said})  # type: ignore[arg-type]  # checked above


def computed(ask: Ask, name: str, unit: str) -> Callable[[Facts, int], Figure]:
    """Build the function of an indicator from what answers its statement.

    Parameters
    ----------
    ask
        A year → ``pole_id``, ``value`` and, of a share, ``of``, a row a pôle; pôles that are not in the network are
        left out, those without a row are unknown.
    name
        Its name, for messages.
    unit
        Its unit: a share lies between 0 and 1.
    """

    def figure(facts: Facts, year: int) -> Figure:
        table = ask(year)
        if not {"pole_id", "value"} <= set(table.columns) or table["pole_id"].duplicated().any():
            raise _unfit(name, _("it does not return pole_id and value, a row a pôle"))
        table = table.set_index("pole_id").reindex(facts.poles)
        value, of = _numbers(table["value"], name), None
        if "of" in table:
            of = np.nan_to_num(_numbers(table["of"], name))
        if unit == "share" and ((value < 0) | (value > 1)).any():
            raise _unfit(name, _("a share lies between 0 and 1"))
        return Figure(value, of=of)

    return figure


def _numbers(values: pd.Series[Any], name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return numbers, NaN where one is missing; refuse texts and what is not finite."""
    known = values.dropna()
    numeric = (int, float)
    if any(isinstance(one, bool) or not isinstance(one, numeric) or not np.isfinite(one) for one in known.tolist()):
        raise _unfit(name, _("it returns what is no number"))
    return np.asarray(values.astype("float64"), dtype=np.float64)


def _unfit(name: str, problem: str) -> PolegraphError:
    return PolegraphError(
        _("the statement of this indicator cannot be used: {problem}").format(problem=problem),
        value=name,
        remedy=_("have it return pole_id, value and, of a share, of"),
    )
