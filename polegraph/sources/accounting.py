"""Common ground of all readers: cleaned cells, rejected rows with a reason, and an account of every file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.combine import combine
from polegraph.errors import shown
from polegraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polegraph.files.csv_tables import Sheet

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that no workbook, XML or UTF-8 file can hold: control characters (tab and line ends aside), surrogates."""

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Invisible characters that make equal texts differ: soft hyphens, zero-width spaces, byte order marks."""

CELLS_OF: Final = "cells of "
"""Prefix of the notes that count the cells of unused columns."""

# Headings (normalised) of columns about persons. They are never kept.
CONTACT = re.compile(
    r"contact|e_?mail|courriel|mail$|t[eé]l[eé]phone|(^|_)tel(_|$)|phone|(^|_)fax|mobile|portable|"
    r"pr[eé]nom|first_?name|last_?name|nom_de_famille|surname|interlocuteur|dirigeant|"
    r"responsable_scientifique|scientific_lead|(^|_)orcid|(^|_)personne|(^|_)person(_|$)|civilit[eé]|idref",
    re.IGNORECASE,
)


class Ledger:
    """The account of one source while it is read: files, rejected rows, and kept ones.

    Parameters
    ----------
    source
        Name of the source, the one that its rows will carry.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._rejected: list[pd.DataFrame] = []
        self._imports: list[dict[str, Any]] = []

    def reject(
        self,
        file: str,
        rows: Sequence[int] | np.ndarray[Any, Any],
        column: str | None,
        values: Sequence[object],
        reason: str,
    ) -> None:
        """Reject rows.

        Parameters
        ----------
        file
            Name of the file (never its folder).
        rows
            Row numbers as a person counts them: the heading is row 1.
        column
            The column that made them unusable, or None.
        values
            Their values, one a row.
        reason
            Constant English sentence; it is translated on display.
        """
        self._rejected.append(
            pd.DataFrame(
                {
                    "source": self.source,
                    "file": file,
                    "row": np.asarray(rows, dtype=np.int64),
                    "column": column,
                    "value": ["" if is_missing(value) else shown(value, 200)[1:-1] for value in values],
                    "reason": reason,
                },
            ),
        )

    def reject_ragged(self, sheet: Sheet) -> int:
        """Reject the ragged rows of a table, and list its emptied cells; return the number of rows rejected.

        Parameters
        ----------
        sheet
            As it was read.

        Returns
        -------
        int
            Number of rows set aside.
        """
        for reason in sorted({reason for _row, _value, reason in sheet.ragged}):
            those = [entry for entry in sheet.ragged if entry[2] == reason]
            self.reject(sheet.name, [row for row, *_rest in those], None, [value for _row, value, _ in those], reason)
        for column, reason in sorted({(column, reason) for _row, column, _value, reason in sheet.emptied}):
            cells = [entry for entry in sheet.emptied if (entry[1], entry[3]) == (column, reason)]
            self.reject(sheet.name, [row for row, *_rest in cells], column, [cell[2] for cell in cells], reason)
        return len(sheet.ragged)

    def account(
        self,
        file: str,
        table: str,
        layout: str,
        *,
        rows: int,
        kept: int,
        repeated: int,
        rejected: int,
        **more: Any,  # noqa: ANN401  # numbers, lists and a dict
    ) -> None:
        """Account for a file; refuse an account that does not add up.

        Parameters
        ----------
        file
            Name of the file.
        table
            The table that its rows become.
        layout
            The layout that was recognised.
        rows, kept, repeated, rejected
            Numbers of rows: the first is the sum of the others.
        **more
            ``cleaned`` (number of cells), ``dropped_columns`` (list), ``unknown_columns`` (list of headings, or of a
            heading and how many cells below it hold something), ``notes`` (dict of counts).
        """
        # every row read is kept, repeated or rejected
        if rows != kept + repeated + rejected:
            raise AssertionError(f"{file}: {rows} rows read, but {kept} + {repeated} + {rejected} accounted for")
        # unused columns count among the notes
        unknown = [one if isinstance(one, tuple) else (one, 0) for one in more.get("unknown_columns", ())]
        cells = {f"{CELLS_OF}{name.replace('=', ' ')}": count for name, count in unknown}
        notes: Mapping[str, int] = {**more.get("notes", {}), **cells}
        # one row of ``imports``
        self._imports.append(
            {
                "source": self.source,
                "file": file,
                "table": table,
                "layout": layout,
                "rows": rows,
                "kept": kept,
                "repeated": repeated,
                "rejected": rejected,
                "cleaned": more.get("cleaned", 0),
                "dropped_columns": ";".join(more.get("dropped_columns", ())) or None,
                "unknown_columns": ";".join(name for name, _count in unknown) or None,
                "notes": ";".join(f"{key}={value}" for key, value in notes.items() if value) or None,
            },
        )

    def unread(self, file: str, reason: str) -> None:
        """Record a file, a sheet or a member of an archive that was not read at all.

        Parameters
        ----------
        file
            Display name, for messages; the name of a sheet after that of its file.
        reason
            Constant English sentence; it is translated on display.
        """
        self.account(file, "–", reason, rows=0, kept=0, repeated=0, rejected=0)

    def network(self, **frames: pd.DataFrame) -> Network:
        """Build the network of the kept rows, with ``rejected`` and ``imports``.

        Parameters
        ----------
        **frames : DataFrame
            Tables by name; their rows are converted, checked, and sorted by key.
        """
        rejected = pd.concat(self._rejected, ignore_index=True) if self._rejected else tables.empty("rejected")
        frames = {
            **frames,
            "rejected": rejected,
            "imports": pd.DataFrame(self._imports, columns=tables.TABLES["imports"].names),
        }
        combined = combine({self.source: Network(**frames).tables})
        return Network.from_checked(combined, focus=None, around=None)  # one source alone changes nothing but its order


def clean(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    r"""Replace the characters that no format can hold by a space, remove invisible ones, and trim.

    Parameters
    ----------
    frame
        Columns of text.

    Returns
    -------
    frame : DataFrame
        The same rows; cells left empty are missing.
    cleaned : int
        Number of cells in which a character was replaced or taken out.

    Examples
    --------
    >>> cleaned, number = clean(pd.DataFrame({"name": ["CNAG\x02CRG", " "]}))
    >>> cleaned["name"].tolist(), number
    (['CNAG CRG', nan], 1)
    """
    columns, number_cleaned = {}, 0
    for name, values in frame.items():
        distinct = values.dropna().unique().tolist()
        together = "\n".join(distinct)
        if UNPRINTABLE.search(together) or INVISIBLE.search(together):
            tidy = {text: UNPRINTABLE.sub(" ", INVISIBLE.sub("", text)) for text in distinct}
            tidy = {text: made for text, made in tidy.items() if made != text}
            dirty = values.isin(list(tidy))
            number_cleaned += int(dirty.sum())
            values = values.where(~dirty, values.map(tidy))  # noqa: PLW2901  # the same cells, cleaned
        values = values.str.strip()  # noqa: PLW2901
        columns[name] = values.where(values != "", None)
    return pd.DataFrame(columns, index=frame.index).astype("str"), number_cleaned


def with_counts(columns: Sequence[str], frame: pd.DataFrame) -> list[tuple[str, int]]:
    """Count the non-empty cells of each unused column; for `Ledger.account`.

    Their values are not kept: a column of unknown content may hold the names of persons.

    Parameters
    ----------
    columns
        Their headings; a name that is no column of the frame (a part of a nested object) is named as it is.
    frame
        The rows of the file as text; ``""`` and missing are empty.

    Examples
    --------
    >>> with_counts(["Humeur", "Note"], pd.DataFrame({"Humeur": ["gaie", "", "triste"], "Note": ["", "", None]}))
    [('Humeur', 2), ('Note', 0)]
    """
    return [
        (column, int((frame[column].notna() & (frame[column] != "")).sum()) if column in frame else 0)
        for column in columns
    ]


def is_missing(value: object) -> bool:
    """Return whether a cell is empty: None, NaN, NaT or NA.

    Parameters
    ----------
    value
        A cell.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing("")
    (True, False)
    """
    return value is None or value is pd.NA or value != value  # noqa: PLR0124  # NaN and NaT differ from themselves
