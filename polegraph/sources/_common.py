"""What every reader shares: cleaned cells, rows set aside with a reason, every file accounted for, one network."""

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
    from collections.abc import Callable, Mapping, Sequence

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no workbook, XML or UTF-8 file can hold: control characters (tab and line ends aside) and lone surrogates."""

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""What nobody sees and what makes two texts two: soft hyphens, spaces without width, byte order marks."""

CELLS_OF: Final = "cells of "
"""How the notes begin that count what stands in a column which is not used."""

# Headings (normalised) of columns about persons. They are never kept.
CONTACT = re.compile(
    r"contact|e_?mail|courriel|mail$|t[eé]l[eé]phone|(^|_)tel(_|$)|phone|(^|_)fax|mobile|portable|"
    r"pr[eé]nom|first_?name|last_?name|nom_de_famille|surname|interlocuteur|dirigeant|"
    r"responsable_scientifique|scientific_lead|(^|_)orcid|(^|_)personne|(^|_)person(_|$)|civilit[eé]|idref",
    re.IGNORECASE,
)


class Ledger:
    """The account of one source while it is read: files, rows set aside, and what was kept.

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
        """Set rows aside.

        Parameters
        ----------
        file
            Name of the file (never its folder).
        rows
            Row numbers as a person counts them: the heading is row 1.
        column
            The column that made them unusable, or None.
        values
            What stands there, one a row.
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
            What its rows became.
        layout
            The layout that was recognised.
        rows, kept, repeated, rejected
            Numbers of rows: the first is the sum of the others.
        **more
            ``cleaned`` (number of cells), ``dropped_columns`` (list), ``unknown_columns`` (list of headings, or of a
            heading and how many cells below it hold something), ``notes`` (dict of counts).
        """
        if rows != kept + repeated + rejected:
            raise AssertionError(f"{file}: {rows} rows read, but {kept} + {repeated} + {rejected} accounted for")
        unknown = [one if isinstance(one, tuple) else (one, 0) for one in more.get("unknown_columns", ())]
        cells = {f"{CELLS_OF}{name.replace('=', ' ')}": count for name, count in unknown}
        notes: Mapping[str, int] = {**more.get("notes", {}), **cells}
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
        """Name a file, a sheet or a member of an archive that was not read at all.

        Parameters
        ----------
        file
            What a person calls it; the name of a sheet after that of its file.
        reason
            Constant English sentence; it is translated on display.
        """
        self.account(file, "–", reason, rows=0, kept=0, repeated=0, rejected=0)

    def network(self, **frames: pd.DataFrame) -> Network:
        """Make the network of what was kept, with ``rejected`` and ``imports``.

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
    r"""Replace the characters that no format can hold by a space, take out those that nobody sees, and trim.

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
    """Count how many cells of each column that is not used hold something; for `Ledger.account`.

    Of what stands there nothing is kept: in a column that is not understood it may be the name of a person.

    Parameters
    ----------
    columns
        Their headings; what is no column of the frame (a part of a nested object) is named as it is.
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
    """Tell whether a cell holds nothing: None, NaN, NaT or NA.

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


def aliases(source: str, org_id: pd.Series[str], source_id: pd.Series[str], name: pd.Series[str]) -> pd.DataFrame:
    """Count every way in which organisations were written.

    Parameters
    ----------
    source
        Name of the source.
    org_id, source_id, name : Series, one entry a row of the file
        Who it is; its identifier in the source (missing if none); its name as written there.

    Returns
    -------
    DataFrame
        The table ``aliases``.

    Examples
    --------
    >>> one = pd.Series(["A", "A"])
    >>> aliases("anr", one, pd.Series([None, None], dtype="str"), pd.Series(["Ada", "Ada"]))["rows"].tolist()
    [2]
    """
    frame = pd.DataFrame({"org_id": org_id, "source": source, "source_id": source_id, "name": name})
    return (
        frame.groupby(["org_id", "source", "source_id", "name"], dropna=False, sort=True)
        .size()
        .reset_index(name="rows")
    )


def prevailing(key: pd.Series[Any], year: pd.Series[int], value: pd.Series[str]) -> pd.Series[str]:
    """Give the value that is said of each key: the most frequent one of the latest year that says any.

    Of several that are equally frequent then, the first in alphabetical order; so the order of rows never matters.

    Parameters
    ----------
    key, year, value : Series, one entry a row of the file
        What it is said of; when (missing years come before all others); what is said (missing if nothing is).

    Returns
    -------
    Series
        Values by key; keys of which nothing is said are not in it.

    Examples
    --------
    >>> prevailing(pd.Series(["A"] * 3), pd.Series([2010, 2012, 2012]), pd.Series(["x", "z", "y"])).to_dict()
    {'A': 'y'}
    """
    said = value.notna().to_numpy() & key.notna().to_numpy()
    keys, known_keys = pd.factorize(key[said])
    values, known_values = pd.factorize(value[said], sort=True)
    years = year[said].fillna(-1).to_numpy(dtype=np.int64)
    counted = pd.DataFrame({"key": keys, "year": years, "value": values})
    counted = counted.groupby(["key", "year", "value"], sort=False).size().rename("number").reset_index()
    order = np.lexsort((counted["value"], -counted["number"], -counted["year"], counted["key"]))
    first = counted.iloc[order].drop_duplicates("key")
    return pd.Series(
        np.asarray(known_values, dtype=object)[first["value"].to_numpy()],
        index=pd.Index(np.asarray(known_keys, dtype=object)[first["key"].to_numpy()]),
        dtype="str",
    )


def descriptions(
    source: str,
    key: pd.Series[str],
    year: pd.Series[Any],
    said: pd.DataFrame,
    table: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Say what would have been said of each organisation by the end of each year, where that was not always the same.

    Parameters
    ----------
    source
        Name of the source.
    key, year : Series, one entry a row of the file
        Of whom it speaks; the year of its project (missing if that has none).
    said
        What it says, in the words of the source; one row a row of the file.
    table
        Makes of ``org_id`` and such columns the columns of the table ``organisations``, row by row.

    Returns
    -------
    DataFrame
        The table ``descriptions``. A column has rows for all that was ever said, or none: what stands in the table
        ``organisations`` then goes for all years. A row without a year holds what undated projects alone say.

    Examples
    --------
    >>> one = pd.Series(["A"] * 3)
    >>> said = pd.DataFrame({"city": [None, "Tours", "Blois"], "name": ["Ada"] * 3}, dtype="str")
    >>> made = descriptions("anr", one, pd.Series([2010, 2012, 2015]), said, lambda rows: rows)
    >>> made[["column", "year", "value"]].values.tolist()
    [['city', 2012, 'Tours'], ['city', 2015, 'Blois']]
    """
    number = pd.to_numeric(year).astype("Int64").fillna(0).astype("int64")  # 0 where there is none
    times = pd.DataFrame({"org_id": key, "year": number}).dropna().drop_duplicates()
    times = times[times.duplicated("org_id", keep=False)]
    several = key.isin(times["org_id"])
    key, number, said = key[several], number[several], said[several]
    pair = (number.astype("str") + "\0" + key).astype("str")
    states = times[times["year"] > 0].sort_values(["org_id", "year"], ignore_index=True)
    at = states["year"].astype("str") + "\0" + states["org_id"]
    now = times[["org_id"]].drop_duplicates().assign(year=0)  # what holds in the end stands last, without a year
    for column in said.columns:
        states[column] = at.map(prevailing(pair, number, said[column])).astype("str")
        states[column] = states.groupby("org_id")[column].ffill()
        now[column] = now["org_id"].map(prevailing(key, number, said[column])).astype("str")
    rows = pd.concat([states, now], ignore_index=True).sort_values("org_id", kind="stable", ignore_index=True)
    return _changes(source, rows, table(rows.drop(columns="year")))


def _changes(source: str, rows: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Keep of each organisation and column what differs from what was said before, if anything ever does."""
    begins = ~rows["org_id"].duplicated()
    parts = []
    for column in described.columns.drop("org_id"):
        value = _texts_of(described[column]).set_axis(rows.index)
        before = value.shift().mask(begins)
        differs = (value != before) & (value.notna() | before.notna())
        moves = (differs & ~begins).groupby(rows["org_id"]).transform("any")
        kept = rows.loc[differs & moves, ["org_id", "year"]]
        parts.append(kept.assign(column=column, value=value[kept.index]))
    table = pd.concat(parts, ignore_index=True) if parts else rows[["org_id", "year"]].iloc[:0]
    table["year"] = table["year"].astype("Int64").mask(table["year"] == 0)
    return table.assign(source=source)


def _texts_of(values: pd.Series[Any]) -> pd.Series[str]:
    """Write the values of a column as text, as the table that they go to reads it."""
    if values.dtype.name == "str":
        return values
    texts = values.astype("object").map(lambda value: str(value).lower(), na_action="ignore")
    return texts.astype("str")
