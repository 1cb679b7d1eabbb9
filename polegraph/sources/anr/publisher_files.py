"""The files of the agency while they are read: layout, usable rows, and account."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import any_table
from polegraph.files.archives import left_out, tables_in
from polegraph.identity import is_siren, normal_form
from polegraph.sources.accounting import clean, with_counts
from polegraph.sources.anr import categories, layouts, programmes
from polegraph.sources.totals import drop_alone, drop_totals
from polegraph.sources.values import (
    END_FIRST,
    KEPT_WITHOUT,
    NO_NAME,
    REMARK,
    UNKNOWN_WORD,
    Reading,
    may_stand_for_nothing,
    stands_for_nothing,
    without_missing_words,
    year_alone,
)
from polegraph.tables import IDENTIFIER, MAX_STRING, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polegraph.files.csv_tables import Sheet
    from polegraph.sources.accounting import Ledger
    from polegraph.sources.anr.layouts import Layout

    PathLike = str | os.PathLike[str]

NO_PROJECT: Final = "the row has no project code"
BAD_PROJECT: Final = "this cannot be the code of a project"
NOBODY: Final = "the row has neither a name nor a code of an organisation"
LONG_NAME: Final = "the name is too long"
UNKNOWN_COLUMNS: Final = "its columns are not those of the agency's files"
NO_YEAR: Final = "this is not a year" + KEPT_WITHOUT
_PARTNER_COLUMNS = sorted(set(layouts.PARTNERS.values()))
PROJECT_COLUMNS = sorted(set(layouts.PROJECTS.values()))
# Columns in which a word such as NA can only stand for nothing.
_TELLING = ("coordinator", "funding", "code", "partner_code", "region", "category", "start", "end", "edition")
# Placeholders for a name in the agency's files: remarks on the aid, on the partner, a number alone.
_REMARKS = re.compile(
    r"(?:0|aucune?|pas d|sans|non)[ -]?(?:aide|finance(?:e|ment)?|benefi\w*aire|partenaire|laboratoire|organisme)\b.*|"
    r"pas de (?:laboratoire|partenaire|financement)|[\d\s.,/-]+"
)
_MAY_BE_REMARK = r"(?i)\W*(?:\d|auc|pas|sans|non)"
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_RNSR = r"\d{9}[A-Z]"
DECISION = r"^ANR-(\d{2})-([A-Za-z0-9]{2,6})-"
_SEVERAL_CODES = re.compile(r"[\s/,|]")
_SIREN_OR_SIRET = r"\d{9}(\d{5})?"


class File:
    """A file while it is read: its rows, and the notes of its account.

    Parameters
    ----------
    ledger
        The account of the source.
    sheet
        Its rows as text.
    layout
        Its layout.
    frame
        Its columns by our names.
    counts
        Cells that were cleaned, and words that were taken for nothing.
    """

    def __init__(
        self, ledger: Ledger, sheet: Sheet, layout: Layout, frame: pd.DataFrame, counts: dict[str, int]
    ) -> None:
        headings = {ours: column for column, ours in layout.columns.items()}
        self.name = sheet.name
        self.layout = layout
        self._unknown = with_counts(layout.unknown, sheet.frame)
        self.reading = Reading(ledger, sheet.name, frame, pd.Series(sheet.rows), headings)
        self.rejected = ledger.reject_ragged(sheet)
        self._ledger = ledger
        self._read = len(sheet)
        self._cleaned = counts.pop("cleaned")
        self._notes = {**sheet.notes, **counts}
        self._emptied = len(sheet.emptied)

    def rows(self) -> pd.DataFrame:
        """Return the remaining rows, with the name of their file."""
        return self.reading.frame.assign(file=self.name)

    def account(self, table: str, kept: int, notes: dict[str, int]) -> None:
        """Account for its rows; those neither kept nor rejected repeat another row.

        Parameters
        ----------
        table
            The table that its rows become.
        kept
            Number of rows of that table.
        notes
            Counted remarks.
        """
        self._ledger.account(
            self.name,
            table,
            self.layout.name,
            rows=self._read,
            kept=kept,
            repeated=self._read - kept - self.rejected,
            rejected=self.rejected,
            cleaned=self._cleaned,
            dropped_columns=self.layout.dropped,
            unknown_columns=self._unknown,
            notes={**self._notes, **notes, "emptied_cells": self.reading.emptied + self._emptied},
        )


def opened(ledger: Ledger, paths: PathLike | Iterable[PathLike]) -> Iterator[File]:
    """Yield every table that is opened; one of several that is none of the agency's is named and skipped.

    Parameters
    ----------
    ledger
        The account of the source.
    paths
        See `polegraph.sources.anr.read`.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for name, reason in left_out(given):
        ledger.unread(name, reason)
    refused: list[PolegraphError] = []
    some = False
    for part in tables_in(given):
        sheets = list(any_table.of(part, layouts.is_heading))
        alone = len(sheets) == 1 and part.given
        for sheet in sheets:
            try:
                yield _recognised(ledger, sheet)
                some = True
            except PolegraphError as error:
                if alone:
                    raise
                refused.append(error)
                ledger.unread(sheet.name, UNKNOWN_COLUMNS)
    if refused and not some:
        raise refused[0]


def _recognised(ledger: Ledger, sheet: Sheet) -> File:
    """Return a file with its recognised layout, and the columns that the layout has."""
    layout = layouts.recognise(
        sheet.name, list(sheet.frame.columns), lambda column: sheet.frame[column].str.strip().unique()
    )
    frame, cleaned = clean(sheet.frame[list(layout.columns)].rename(columns=layout.columns))
    frame, missing = without_missing_words(frame, _TELLING)
    ours = _PARTNER_COLUMNS if layout.what == "partners" else PROJECT_COLUMNS
    counts = {"cleaned": cleaned, "missing_words": missing}
    return File(ledger, sheet, layout, frame.reindex(columns=ours).astype("str"), counts)


def _known_projects(file: File) -> None:
    """Reject the rows without a valid project."""
    reading = file.reading
    file.rejected += reading.drop(reading.frame["project_id"].isna(), "project_id", NO_PROJECT)
    file.rejected += reading.drop(~reading.frame["project_id"].str.fullmatch(IDENTIFIER), "project_id", BAD_PROJECT)
    file.rejected += drop_totals(reading)
    several = [code for code in reading.frame["project_id"].unique().tolist() if _SEVERAL_CODES.search(code)]
    file.rejected += reading.drop(reading.frame["project_id"].isin(several), "project_id", BAD_PROJECT)
    ids = reading.frame["project_id"]
    capitals = ids.str.upper()
    otherwise = ids != capitals
    if otherwise.any():
        ids = ids.where(~otherwise | ~capitals.str.match(DECISION), capitals)
        reading.frame = reading.frame.assign(project_id=ids)
    reading.shorten("acronym")
    own = {code: programmes.of_project(code) for code in ids.unique().tolist()}
    if set(own.values()) <= {file.layout.programme, None}:
        reading.frame = reading.frame.assign(programme=file.layout.programme)
    else:
        programme = ids.map(own).astype("str")
        reading.frame = reading.frame.assign(programme=programme.fillna(file.layout.programme))


def usable_partners(file: File) -> pd.DataFrame:
    """Reject the unusable rows of partners; return the projects of the file all the same.

    Parameters
    ----------
    file
        The file, which is changed.
    """
    reading = file.reading
    _known_projects(file)
    seen = reading.frame[["project_id", "acronym", "programme"]]
    # the codes that identify an organisation
    code = reading.frame["code"].str.upper().str.replace(r"\s|\.0$", "", regex=True)
    reading.frame = reading.frame.assign(code=code, known=_known_codes(code))
    # names that are remarks name no organisation
    names = pd.Series(reading.frame["name"].dropna().unique(), dtype="str")
    looked_at = names[names.str.match(_MAY_BE_REMARK) | may_stand_for_nothing(names)]
    remark = reading.frame["name"].isin([name for name in looked_at.tolist() if _is_remark(name)])
    file.rejected += reading.drop(remark & reading.frame["known"].isna(), "name", NO_NAME)
    reading.empty(remark[reading.frame.index], "name", REMARK)
    file.rejected += reading.drop(reading.frame["name"].isna() & reading.frame["known"].isna(), "name", NOBODY)
    file.rejected += reading.drop(reading.frame["name"].str.len() > MAX_STRING, "name", LONG_NAME)
    # the other values
    reading.shorten("category", "code", "city", "region", "country", "partner_code")
    _understand_categories(reading)
    reading.flags("coordinator")
    reading.amounts("funding")
    return seen


def _is_remark(name: str) -> bool:
    """Return whether the text of a name is a remark, a number or a placeholder."""
    if re.match(_MAY_BE_REMARK, name) and _REMARKS.fullmatch(normal_form(_CAMEL.sub(" ", name))):  # AucuneAide
        return True
    return stands_for_nothing(name)


def _understand_categories(reading: Reading) -> None:
    """Write every category as the first editions do; empty unknown ones."""
    labels = reading.frame["category"].dropna().unique().tolist()
    untold = [label for label in labels if categories.says_nothing(label)]
    meant = {label: categories.canonical(label) for label in labels if label not in untold}
    unknown = [label for label, canonical in meant.items() if canonical is None]
    reading.empty(reading.frame["category"].isin(unknown), "category", UNKNOWN_WORD)
    reading.frame = reading.frame.assign(category=reading.frame["category"].map(meant).astype("str"))


def _known_codes(codes: pd.Series[str]) -> pd.Series[str]:
    """Return the identifier of each code, with its prefix; missing if it is of no known form."""
    meaning: dict[str, str | None] = {}
    for code in codes.dropna().unique().tolist():
        if re.fullmatch(_RNSR, code):
            meaning[code] = f"rnsr:{code}"
        elif re.fullmatch(_SIREN_OR_SIRET, code) and is_siren(code[:9]):
            meaning[code] = f"siren:{code[:9]}"
    return codes.map(meaning).astype("str")


def usable_projects(file: File) -> None:
    """Reject the unusable rows of projects, and read the values of the others.

    Parameters
    ----------
    file
        The file, which is changed.
    """
    reading = file.reading
    _known_projects(file)
    said = reading.frame.drop(columns=["project_id", "programme"])
    file.rejected += drop_alone(reading, said.notna().any(axis=1))
    reading.shorten("title", "title_en", "abstract", "abstract_en", longest=MAX_TEXT)
    years = {text: year_alone(text) for text in reading.frame["start"].dropna().unique().tolist()}
    started = reading.frame["start"].map(years).astype("Int64")
    reading.frame = reading.frame.assign(started=started, start=reading.frame["start"].where(started.isna(), None))
    reading.days("start", "end")
    reading.empty(reading.frame["end"] < reading.frame["start"], "end", END_FIRST)
    reading.amounts("funding")
    edition = reading.frame["edition"].str.extract(r"^((?:19|20)\d\d)(?:\.0)?$", expand=True)[0]
    reading.empty(reading.frame["edition"].notna() & edition.isna(), "edition", NO_YEAR)
    reading.frame = reading.frame.assign(edition=pd.to_numeric(edition).astype("Int64"))
