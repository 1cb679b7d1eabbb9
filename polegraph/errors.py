"""The one kind of error that polegraph raises on purpose."""

from __future__ import annotations

from polegraph.i18n import _


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
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.remedy = remedy

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(_("row {row}").format(row=self.row))
        if self.column:
            place.append(_("column {column}").format(column=self.column))
        if self.value is not None:
            place.append(_("value {value}").format(value=shown(self.value)))
        text = f"{', '.join(place)}: {self.problem}" if place else self.problem
        text = text.rstrip(".") + "."
        if not self.remedy:
            return text
        return text + " " + _("What to do: {remedy}.").format(remedy=self.remedy.rstrip("."))


def shown(value: object, length: int = 60) -> str:
    r"""Give a value as it can be printed on any terminal: quoted, one line, shortened.

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


def ascii_controls(text: str) -> str:
    """Quote a text, escaping only what a terminal would obey or could not show."""
    escaped = "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )
    return f"'{escaped}'"
