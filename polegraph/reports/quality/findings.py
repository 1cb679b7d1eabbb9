"""Problems of files in lines for their owner: by cause, in the words of the sheets, what needs no action last."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, language, ngettext, number
from polegraph.reports.quality.checking import CELL, DECISIVE, LOOK, LOST, NOTHING, PROTECTED
from polegraph.reports.terminal import printable
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDEST: Final = 100
_SHORT: Final = 8
"""Rows of one value, and values of one cause, that a terminal shows; a pipe shows all."""
_FEW: Final = 3
"""Columns of one cause that a terminal names."""
_INDENT: Final = "    "


def lines(weighed: pd.DataFrame, columns: int | None = None) -> list[str]:
    r"""Return the problems as lines for the owner of the files.

    Parameters
    ----------
    weighed
        As `polegraph.reports.quality.checking.weighed` gives it.
    columns
        Width of the terminal; None if nothing shall be broken or left out.

    Examples
    --------
    >>> from polegraph.reports.quality.checking import COLUMNS
    >>> row = ["error", "own", "b.xlsx/Projets", 3, "Partenaire", "Ada", "nobody has this name", "add it", 0]
    >>> print("\n".join(lines(pd.DataFrame([row, [*row[:3], 5, *row[4:]]], columns=[*COLUMNS, "weight"]))))
    ROWS THAT ARE NOT USED
    2 times, sheet Projets, column "Partenaire": nobody has this name.
        "Ada": rows 3, 5
        What to do: add it.
    """
    width = None if columns is None else min(columns, _WIDEST)
    several = len(set(weighed["file"].dropna().str.split("/").str[0])) > 1
    titles = {
        LOST: _("ROWS THAT ARE NOT USED"),
        DECISIVE: _("WHAT IS MISSING FOR WHOLE QUESTIONS"),
        PROTECTED: _("CELLS THAT PROTECT SOMEBODY AND COULD NOT BE READ"),
        CELL: _("CELLS THAT WERE NOT UNDERSTOOD (THEIR ROWS ARE USED)"),
        LOOK: _("WORTH A LOOK"),
        NOTHING: _("NOTHING TO DO"),
    }
    found: list[str] = []
    for weight, title in titles.items():
        part = weighed[weighed["weight"] == weight]
        if len(part):
            said = (
                _counted(part, several=several)
                if weight == NOTHING
                else _causes(part, several=several, shorten=width is not None)
            )
            found += ["", title] if found else [title]
            found += [line for one in said for line in _wrapped(one, width)]
    return found


def place(file: object, *, several: bool) -> str:
    """Return the name of a sheet or a file for its owner.

    Parameters
    ----------
    file
        As the list of what was set aside names it: the file, and the sheet if it has several.
    several
        Whether the findings are about more than one file.

    Examples
    --------
    >>> place("base.xlsx/Notes", several=False), place("base.xlsx/Notes", several=True), place("a.csv", several=True)
    ('sheet Notes', 'sheet Notes of base.xlsx', 'file a.csv')
    """
    if not isinstance(file, str):
        return ""
    book, _slash, sheet = file.partition("/")
    if not sheet or not book.lower().endswith(".xlsx"):
        return _("file {file}").format(file=file)
    return (_("sheet {sheet} of {file}") if several else _("sheet {sheet}")).format(sheet=sheet, file=book)


def heading(column: str) -> str:
    """Return the heading of a column as a person knows it; the name of the model only where it has none.

    Parameters
    ----------
    column
        As the list of what was set aside names it.

    Examples
    --------
    >>> heading("Chef de file"), heading("identifiant projet / project_id"), heading("org_id")
    ('Chef de file', 'project', 'organisation')
    """
    return _of_the_model().get(column, column)


def _of_the_model() -> dict[str, str]:
    """Return the names of columns that the reader writes itself, and their headings for people."""
    called: dict[str, str] = {}
    for table in TABLES.values():
        for one in table.columns:
            english = "organisation" if one.name == "org_id" else one.name.removesuffix("_id").replace("_", " ")
            said = one.fr.removeprefix("identifiant ") if language() == "fr" else english
            called[f"{one.fr} / {one.name}"] = called[one.name] = said
    return called


def _causes(part: pd.DataFrame, *, several: bool, shorten: bool) -> Iterator[str]:
    """Describe each cause once: how often, where, what is wrong; then each value with its rows; then what to do."""
    keys = ["file", "problem", "remedy"]
    groups = list(part.groupby(keys, dropna=False, sort=False))
    groups.sort(key=lambda group: -len(group[1]))
    for (file, problem, remedy), rows in groups:
        where = [one for one in (place(file, several=several), _columns(rows, shorten=shorten)) if one]
        counted = rows["row"].notna().any()
        times = [ngettext("{n} time", "{n} times", len(rows)).format(n=number(len(rows)))] if counted else []
        said = ", ".join([*times, *where])
        yield _("{where}: {problem}.").format(where=said, problem=problem) if said else f"{problem}."
        yield from (_INDENT + one for one in _values(rows, shorten=shorten))
        yield _INDENT + _("What to do: {remedy}.").format(remedy=remedy)


def _columns(rows: pd.DataFrame, *, shorten: bool) -> str:
    """Name the columns of a cause; the values of several are reported together, as the same name stands in each."""
    named = [_('"{column}"').format(column=heading(one)) for one in dict.fromkeys(rows["column"].dropna()) if one]
    text = ngettext("column {columns}", "columns {columns}", len(named))
    shown = named[:_FEW] if shorten else named
    return text.format(columns=", ".join(shown) + (" …" if len(shown) < len(named) else "")) if named else ""


def _values(rows: pd.DataFrame, *, shorten: bool) -> Iterator[str]:
    """Yield what stands in the cells, the most frequent first, each with its rows."""
    values = rows["value"].fillna("")
    order = sorted(Counter(values.tolist()).items(), key=lambda one: (-one[1], one[0]))
    most = _SHORT if shorten else len(order)
    for value, _count in order[:most]:
        at = [int(one) for one in rows.loc[values == value, "row"].dropna()]
        where = _rows(at, shorten=shorten)
        if value and where:
            yield _('"{value}": {where}').format(value=printable(str(value)), where=where)
        elif value or where:
            yield f"{value}{where}"
    if rest := len(order) - most:
        text = ngettext(
            "and {n} more value: -o FILE.xlsx marks them all", "and {n} more values: -o FILE.xlsx marks them all", rest
        )
        yield text.format(n=number(rest))


def _rows(at: Sequence[int], *, shorten: bool) -> str:
    if not at:
        return ""
    numbers = sorted(set(at))
    shown = numbers[:_SHORT] if shorten else numbers
    listed = ", ".join(map(str, shown)) + (" …" if len(shown) < len(numbers) else "")
    return ngettext("row {rows}", "rows {rows}", len(numbers)).format(rows=listed)


def _counted(part: pd.DataFrame, *, several: bool) -> Iterator[str]:
    """Describe what needs no action, a line a kind, for all files together."""
    kinds: dict[str, list[Any]] = {}
    for row in part.to_dict(orient="records"):
        kinds.setdefault(str(row["problem"]), []).append(row)
    for problem, rows in kinds.items():
        counts = [str(row["value"]) for row in rows if pd.isna(row["row"])]
        if counts and all(one.isdigit() for one in counts) and len(counts) == len(rows):
            total = number(sum(map(int, counts)))
        elif not any(pd.isna(row["row"]) for row in rows):
            at: dict[str, list[int]] = {}
            for row in rows:
                at.setdefault(place(row["file"], several=several), []).append(int(row["row"]))
            total = ", ".join(f"{where} ({_rows(numbers, shorten=True)})" for where, numbers in at.items())
        else:
            named = [
                heading(row["column"]) if isinstance(row["column"], str) else place(row["file"], several=several)
                for row in rows
            ]
            total = ", ".join(dict.fromkeys(named))
        yield _("{what}: {n}.").format(what=problem[:1].upper() + problem[1:], n=total)


def _wrapped(line: str, width: int | None) -> list[str]:
    """Break a line where it is too long, what follows set in as far."""
    line = printable(line)
    if width is None:
        return [line]
    indent = _INDENT if line.startswith(_INDENT) else ""
    return textwrap.wrap(line, width, subsequent_indent=indent + "  ", break_on_hyphens=False) or [""]
