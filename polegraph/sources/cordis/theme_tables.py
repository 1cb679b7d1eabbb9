"""The themes of projects: fields of science by their path, topics, legal bases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.sources.histories import prevailing
from polegraph.tables import IDENTIFIER

if TYPE_CHECKING:
    from polegraph.sources.cordis.publisher_files import File

NO_THEME: Final = "the row has no code of a theme"
NO_FIELD: Final = "the row has neither the path nor the title of a field of science"

_SCHEMES: Final = {"euroSciVoc": "EuroSciVoc", "topics": "call", "legalBasis": "legalBasis"}
_STEP: Final = re.compile(r"\s*/\s*")
_LETTER: Final = re.compile(r"[^\W\d_]")


def read_rows(file: File) -> None:
    """Add to every row the code of its theme; reject those without one.

    A field of science is known by its path: editions of the file code one and the same field in several ways
    (``/23/47/297/933``, ``/933``, ``/``), and the path is the same in all of them.

    Parameters
    ----------
    file
        A file of themes.
    """
    reading = file.reading
    if file.layout.what == "euroSciVoc":
        frame = reading.frame
        file.rejected += reading.drop(frame[["path", "label", "code"]].isna().all(axis=1), "label", NO_FIELD)
        code, label = _fields(reading.frame)
        reading.frame = reading.frame.assign(code=code, label=label)
        file.rejected += reading.drop(code.isna(), "label", NO_FIELD)
    file.rejected += reading.drop(~reading.frame["code"].str.fullmatch(IDENTIFIER).astype(bool), "code", NO_THEME)
    reading.shorten("label")


def _fields(frame: pd.DataFrame) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return the path of each field of science, or else its title or code; and its label."""
    plain = {text: _path(text) for text in frame["path"].dropna().unique().tolist()}
    path = frame["path"].map(plain).astype("str")
    key = frame["label"].map({text: " ".join(text.split()).casefold() for text in frame["label"].dropna().unique()})
    digits = frame["code"].where(frame["code"].str.contains(r"\d", regex=True).astype(bool))
    for known in (digits.astype("str"), key.astype("str")):  # from other rows with the same code, or the same title
        pairs = pd.DataFrame({"known": known, "path": path}).dropna().drop_duplicates()
        only = pairs.drop_duplicates("known", keep=False).set_index("known")["path"]
        path = path.fillna(known.map(only).astype("str"))
    ends = {text: text.rpartition("/")[2] for text in path.dropna().unique().tolist()}
    label = frame["label"].fillna(path.map(ends).astype("str")).fillna(digits)
    return path.fillna(key.astype("str")).fillna(digits.astype("str")), label


def _path(text: str) -> str | None:
    """Return the normal form of a path; None if it has no word."""
    steps = [" ".join(step.split()).casefold() for step in _STEP.split(text)]
    return "/" + "/".join(step for step in steps if step) if _LETTER.search(text) else None


def tables(rows: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build the table of themes, and their links with projects.

    Parameters
    ----------
    rows
        As `polegraph.sources.cordis.tables.usable` gives them, by kind of file.
    """
    described = rows["project"]
    found = []
    for what, scheme in _SCHEMES.items():
        pairs = rows[what][["project_id", "code", "label"]]
        column = {"topics": "topics", "legalBasis": "legal_basis"}.get(what)
        if column and len(described):  # the file of projects names them too
            own = described[["project_id", column]].rename(columns={column: "code"}).dropna()
            own = own.assign(code=own["code"].str.split(r"[;,]")).explode("code")
            own["code"] = own["code"].str.strip()
            pairs = pd.concat([pairs, own[own["code"].str.fullmatch(IDENTIFIER).astype(bool)]], ignore_index=True)
        found.append(pairs.assign(theme_id=f"{scheme}:" + pairs["code"], scheme=scheme))
    about = pd.concat(found, ignore_index=True)
    nowhen = pd.Series(0, index=about.index)
    label = prevailing(about["theme_id"], nowhen, about["label"])
    table = about[["theme_id", "code", "scheme"]].drop_duplicates("theme_id")
    table = table.assign(label=table["theme_id"].map(label).astype("str").fillna(table["code"]))
    return table.drop(columns="code"), about[["theme_id", "project_id"]].drop_duplicates()
