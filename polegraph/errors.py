"""The one kind of error that polegraph raises on purpose."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Final

from polegraph.i18n import _, language, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

_LISTED: Final = 10
"""Problems that a message lists; the others are in ``problems``."""
_CELL: Final = 30  # characters of a value that the list shows


class PolegraphError(Exception):
    """What is wrong, where it stands, and what to do about it: one paragraph.

    Parameters
    ----------
    problem
        The sentence that says what is wrong, without a closing full stop.
    file
        Name of the file that it was found in.
    row
        Row of that file as a person counts them: the heading is row 1.
    column
        Name of the column.
    value
        The value found there; shortened and made printable for display.
    remedy
        The sentence that says what to do, without a closing full stop.
    problems
        Every problem of the same kind, of which the sentence names the first: ``table, row, column, value, reason``.
        The first of several stand in a table below the paragraph.

    Examples
    --------
    >>> print(PolegraphError("no such year", file="p.csv", row=7, value="20199", remedy="write four digits"))
    p.csv, row 7, value '20199': no such year. What to do: write four digits.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        remedy: str | None = None,
        problems: pd.DataFrame | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.remedy = remedy
        self.problems = problems

    def __str__(self) -> str:
        if self.problems is None or len(self.problems) == 1:
            return self._paragraph()
        return self._paragraph() + listing(self.problems)

    def _paragraph(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(_("row {row}").format(row=self.row))
        if self.column:
            place.append(_("column {column}").format(column=self.column))
        if self.value is not None:
            place.append(_("value {value}").format(value=quoted(self.value)))
        text = self.problem
        if place:
            text = _("{place}: {problem}").format(place=", ".join(place), problem=self.problem)
        text = text.rstrip(".") + "."
        if not self.remedy:
            return text
        return text + " " + _("What to do: {remedy}.").format(remedy=self.remedy.rstrip("."))


class UnknownOrganisationError(PolegraphError):
    """No organisation has the identifier or the name that was asked for."""


def listing(problems: pd.DataFrame, most: int = _LISTED) -> str:
    """Return problems as a table of plain text, each line behind a line break.

    Parameters
    ----------
    problems
        ``table, row, column, value, reason``; missing where there is none.
    most
        How many are listed; a last line counts the others.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"table": "projects", "row": 3, "column": "year", "value": "soon", "reason": "this is not a whole number"}
    >>> print(listing(pd.DataFrame([row, {**row, "row": 12}]), most=1))
    <BLANKLINE>
      table     row  column  value   what is wrong
      projects  3    year    'soon'  this is not a whole number
      … and 1 more
    """
    lines = [[_("table"), _("row"), _("column"), _("value"), _("what is wrong")]]
    known = problems.head(most).astype("object").where(problems.head(most).notna(), None)
    for table, row, column, value, reason in known.itertuples(index=False, name=None):
        place = ["" if part is None else str(part) for part in (table, row, column)]
        lines.append([*place, "" if value is None else quoted(value, _CELL), _(str(reason))])
    widths = [max(len(line[at]) for line in lines) for at in range(4)] + [0]
    text = ["  ".join(["", *map(str.ljust, line, widths)]) for line in lines]
    others = len(problems) - most
    if others > 0:
        text.append("  … " + ngettext("and {n} more", "and {n} more", others).format(n=number(others)))
    return "".join(f"\n{line.rstrip()}" for line in text)


def whole_number(value: object, what: str, minimum: int | None = None) -> int:
    """Take a whole number that a user gave; refuse anything else with a sentence.

    Parameters
    ----------
    value
        What was given: an int, of Python or NumPy.
    what
        Name of the parameter.
    minimum
        The least that is allowed, if there is one.

    Raises
    ------
    PolegraphError
        If it is no whole number, or too small.

    Examples
    --------
    >>> whole_number(3, "top", 1)
    3
    """
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # that it may not be one is what is asked
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or (minimum is not None and number < minimum):
        remedy = _("give a whole number")
        if minimum is not None:
            remedy = _("give a whole number, {minimum} or more").format(minimum=minimum)
        raise PolegraphError(
            _("{what} cannot be this").format(what=what), value="None" if value is None else value, remedy=remedy
        )
    return number


def not_one_of(  # also where the value was found
    problem: str,
    value: object,
    names: Iterable[str],
    *,
    file: str | None = None,
    column: str | None = None,
    most: int | None = None,
) -> PolegraphError:
    """Build the error for a value that is none of those that there are, which are listed.

    Parameters
    ----------
    problem
        The sentence that says what is wrong.
    value
        The value.
    names
        Those that there are.
    file, column
        Name of the file and of the column that it was found in.
    most
        How many are listed; None for all.

    Examples
    --------
    >>> print(not_one_of("there is no such mode", "three", ["one", "two"]))
    value 'three': there is no such mode. What to do: use one of: one, two.
    """
    there = list(names)
    listed = ", ".join(there[:most]) + ("" if most is None or len(there) <= most else " …")
    remedy = _("use one of: {names}").format(names=listed or "–")
    return PolegraphError(problem, file=file, column=column, value=value, remedy=remedy)


def refuse_layout(file: str, found: Sequence[str], missing: Mapping[str, Sequence[str]]) -> PolegraphError:
    """Build the error for a file whose columns fit no known layout.

    Parameters
    ----------
    file
        Name of the file.
    found
        Its columns.
    missing
        For each known layout, the columns that the file lacks.
    """
    nearest = sorted(missing.items(), key=lambda item: len(item[1]))
    lacking = "; ".join(f"{layout}: {', '.join(columns)}" for layout, columns in nearest)
    have = ", ".join(shown(name)[1:-1] for name in found[:12]) + (" …" if len(found) > 12 else "")  # noqa: PLR2004  # as many as one reads
    return PolegraphError(
        _("no known layout has these columns: {columns}").format(columns=have),
        file=file,
        remedy=_("give the file as its publisher offers it; missing for each layout: {missing}").format(
            missing=lacking
        ),
    )


def shown(value: object, length: int = 60) -> str:
    r"""Return a value as it can be printed on any terminal: quoted, one line, shortened.

    Parameters
    ----------
    value
        Anything.
    length
        Number of characters after which the rest is replaced by an ellipsis.

    Examples
    --------
    >>> shown("a\x00b")
    "'a\\x00b'"
    >>> shown("x" * 100, length=5)
    "'xxxxx…'"
    """
    text = value if isinstance(value, str) else str(value)
    return ascii_controls(text if len(text) <= length else text[:length] + "…")


def quoted(value: object, length: int = 60) -> str:
    """Return a value as `shown` does, with the quotation marks of the language in use.

    Parameters
    ----------
    value
        Anything.
    length
        Number of characters after which the rest is replaced by an ellipsis.
    """
    text = shown(value, length)
    return f"«\u00a0{text[1:-1]}\u00a0»" if language() == "fr" else text


def ascii_controls(text: str) -> str:
    """Quote a text, escaping only what a terminal would obey or could not show."""
    escaped = "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )
    return f"'{escaped}'"
