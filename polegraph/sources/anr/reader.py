"""The projects that the French research agency (ANR) funds, as it publishes them on data.gouv.fr.

Two files: the partners (one row an organisation in a project) and, from some editions on, the projects (titles,
abstracts, dates, amounts). The partners alone are enough. Layouts are recognised by their columns.

What is decided here, and why:

- The project is its decision code (``ANR-19-CE26-0012``); the two digits are the edition, the letters the call, which
  is also its theme. ``year`` is the year of the start date where the file of projects gives one, else the edition.
- An organisation is its national laboratory code (``rnsr:``), the SIREN that stands in that column now and then
  (``siren:``, if its check digit is right), or else the normal form of its name and its country. Where the country is
  empty and rows with the same normal form stand under exactly one country, it is that one.
- Where an organisation is described in several ways, what its most recent projects say holds: its most frequent
  spelling, category, city, region; of equally frequent ones the first in alphabetical order. What earlier ones said
  goes to ``descriptions``.
- What a category means is decided by `categories`; one that is not understood is emptied and listed, so that what
  other rows say of the organisation holds. Names that are remarks (``0 Aide``, ``Non renseigné``) are nobody.
- The programme is told by what stands in the file (`programmes`), project by project where codes tell it.
- An organisation twice in a project (two teams) is one participation: coordinator if one of them is, amounts added.
  The same partner code twice (two editions of the file) is one partner: its larger amount counts once.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import any_table
from polegraph.files.archives import left_out, tables_in
from polegraph.i18n import _
from polegraph.identity import is_siren, name_id, normal_form
from polegraph.sources import countries
from polegraph.sources.accounting import Ledger, clean, is_missing, with_counts
from polegraph.sources.anr import categories, layouts, programmes
from polegraph.sources.histories import aliases, descriptions, prevailing
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
from polegraph.tables import IDENTIFIER, MAX_STRING, MAX_TEXT, sme_flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polegraph.files.csv_tables import Sheet
    from polegraph.network import Network
    from polegraph.sources.anr.layouts import Layout

    PathLike = str | os.PathLike[str]

NO_PROJECT: Final = "the row has no project code"
BAD_PROJECT: Final = "this cannot be the code of a project"
NOBODY: Final = "the row has neither a name nor a code of an organisation"
LONG_NAME: Final = "the name is too long"
UNKNOWN_COLUMNS: Final = "its columns are not those of the agency's files"
NO_YEAR: Final = "this is not a year" + KEPT_WITHOUT

_PARTNER_COLUMNS = sorted(set(layouts.PARTNERS.values()))
_PROJECT_COLUMNS = sorted(set(layouts.PROJECTS.values()))
# Columns in which a word such as NA can only stand for nothing.
_TELLING = ("coordinator", "funding", "code", "partner_code", "region", "category", "start", "end", "edition")
# What stands in the agency's files instead of a name: remarks on the aid, on the partner, a number alone.
_REMARKS = re.compile(
    r"(?:0|aucune?|pas d|sans|non)[ -]?(?:aide|finance(?:e|ment)?|benefi\w*aire|partenaire|laboratoire|organisme)\b.*|"
    r"pas de (?:laboratoire|partenaire|financement)|[\d\s.,/-]+"
)
_MAY_BE_REMARK = r"(?i)\W*(?:\d|auc|pas|sans|non)"
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_RNSR = r"\d{9}[A-Z]"
_DECISION = r"^ANR-(\d{2})-([A-Za-z0-9]{2,6})-"
_SEVERAL_CODES = re.compile(r"[\s/,|]")
_SIREN_OR_SIRET = r"\d{9}(\d{5})?"
_CENTURY = 2000
_UNKNOWN = ("other", None)
_SAID: Final = ("name", "category", "city", "region", "country")


def read(
    paths: PathLike | Iterable[PathLike],
    *,
    source: str = "anr",
    projects: PathLike | Iterable[PathLike] | None = None,
) -> Network:
    r"""Read the files of the French research agency.

    Parameters
    ----------
    paths
        The file of partners, as downloaded (CSV or XLSX, plain, ``.gz`` or in a ``.zip``), or several; files of
        projects may stand among them, in any order.
    source
        Name that the rows will carry.
    projects
        Files of projects, if they are not among ``paths``.

    Returns
    -------
    Network
        ``imports`` says what became of every row, and which layout was recognised.

    Raises
    ------
    PolegraphError
        If a file cannot be read, its columns fit no layout, or there is no file of partners.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "partners.csv"
    >>> _ = file.write_text(
    ...     "Projet.Code_Decision;Projet.Partenaire.Nom_organisme;Projet.Partenaire.Est_coordinateur;"
    ...     "Projet.Partenaire.Categorie_organisme\n"
    ...     "ANR-21-CE26-0001;Ada SAS;True;PME\nANR-21-CE26-0001;Bo;False;Entreprises Privées\n",
    ...     encoding="utf-8",
    ... )
    >>> net = read(file)
    >>> net.organisations[["name", "kind", "size"]].values.tolist()
    [['Ada SAS', 'company', 'sme'], ['Bo', 'company', nan]]
    """
    ledger = Ledger(source)
    files = [file for given in (paths, projects) if given is not None for file in _opened_all(ledger, given)]
    partner_files = [file for file in files if file.layout.what == "partners"]
    project_files = [file for file in files if file.layout.what == "projects"]
    if not partner_files:
        raise PolegraphError(
            _("there is no file of partners among these"),
            remedy=_("give the file that has the column Projet.Partenaire.Nom_organisme as well"),
        )
    seen = pd.concat([_usable_partners(file) for file in partner_files], ignore_index=True)
    for file in project_files:
        _usable_projects(file)
    partners = _identified(pd.concat([file.rows() for file in partner_files], ignore_index=True))
    described = (
        pd.concat([file.rows() for file in project_files], ignore_index=True) if project_files else seen.iloc[:0]
    )
    table, themes, about = _projects(seen, described)
    year = partners["project_id"].map(table.set_index("project_id")["year"])
    no_edition = table.loc[table["call"].isna(), "project_id"]  # an edition and a call stand in the same codes
    organisations, several = _organisations(partners, year)
    first = ~partners.duplicated(["project_id", "org_id"])
    for place, file in enumerate(partner_files):
        own = partners["file"] == file.name
        notes = {
            "unknown_country": int(partners.loc[own, "unknown_country"].sum()),
            "no_category": int(partners.loc[own, "category"].isna().sum()),
            "unknown_codes": int((partners.loc[own, "code"].notna() & partners.loc[own, "known"].isna()).sum()),
            "named_by_code": int(partners.loc[own, "name"].isna().sum()),
            "no_edition": int(partners.loc[own, "project_id"].isin(no_edition).sum()),
            "no_kind": int(partners.loc[own, "category"].isin(categories.without_kind()).sum()),
        }
        if place == 0:
            notes["several_categories"] = several
        file.account("participations", int((first & own).sum()), notes)
    for file in project_files:
        file.account(
            "projects",
            int((~described.duplicated("project_id") & (described["file"] == file.name)).sum()),
            {"no_partners": int((~file.reading.frame["project_id"].isin(seen["project_id"])).sum())},
        )
    return ledger.network(
        organisations=organisations,
        projects=table,
        participations=_participations(partners),
        themes=themes,
        project_themes=about,
        aliases=aliases(source, partners["org_id"], partners["code"], partners["name"].fillna(partners["code"])),
        descriptions=descriptions(source, partners["org_id"], year, partners[list(_SAID)], _described),
    )


class _File:
    """A file while it is read: its rows, and what is to be said of it."""

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
        return self.reading.frame.assign(file=self.name)

    def account(self, table: str, kept: int, notes: dict[str, int]) -> None:
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


def _opened_all(ledger: Ledger, paths: PathLike | Iterable[PathLike]) -> Iterator[_File]:
    """Open every table; one of several that is none of the agency's is named and passed over."""
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
                yield _opened(ledger, sheet)
                some = True
            except PolegraphError as error:
                if alone:
                    raise
                refused.append(error)
                ledger.unread(sheet.name, UNKNOWN_COLUMNS)
    if refused and not some:
        raise refused[0]


def _opened(ledger: Ledger, sheet: Sheet) -> _File:
    """Recognise a file and keep the columns that have a place."""
    layout = layouts.recognise(
        sheet.name, list(sheet.frame.columns), lambda column: sheet.frame[column].str.strip().unique()
    )
    frame, cleaned = clean(sheet.frame[list(layout.columns)].rename(columns=layout.columns))
    frame, missing = without_missing_words(frame, _TELLING)
    ours = _PARTNER_COLUMNS if layout.what == "partners" else _PROJECT_COLUMNS
    counts = {"cleaned": cleaned, "missing_words": missing}
    return _File(ledger, sheet, layout, frame.reindex(columns=ours).astype("str"), counts)


def _known_projects(file: _File) -> None:
    """Reject the rows of which the project is not known."""
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
        ids = ids.where(~otherwise | ~capitals.str.match(_DECISION), capitals)
        reading.frame = reading.frame.assign(project_id=ids)
    reading.shorten("acronym")
    own = {code: programmes.of_project(code) for code in ids.unique().tolist()}
    if set(own.values()) <= {file.layout.programme, None}:
        reading.frame = reading.frame.assign(programme=file.layout.programme)
    else:
        programme = ids.map(own).astype("str")
        reading.frame = reading.frame.assign(programme=programme.fillna(file.layout.programme))


def _usable_partners(file: _File) -> pd.DataFrame:
    """Reject the rows that cannot be used; give the projects that stand in the file all the same."""
    reading = file.reading
    _known_projects(file)
    seen = reading.frame[["project_id", "acronym", "programme"]]
    code = reading.frame["code"].str.upper().str.replace(r"\s|\.0$", "", regex=True)
    reading.frame = reading.frame.assign(code=code, known=_known_codes(code))
    names = pd.Series(reading.frame["name"].dropna().unique(), dtype="str")
    looked_at = names[names.str.match(_MAY_BE_REMARK) | may_stand_for_nothing(names)]
    remark = reading.frame["name"].isin([name for name in looked_at.tolist() if _is_remark(name)])
    file.rejected += reading.drop(remark & reading.frame["known"].isna(), "name", NO_NAME)
    reading.empty(remark[reading.frame.index], "name", REMARK)
    file.rejected += reading.drop(reading.frame["name"].isna() & reading.frame["known"].isna(), "name", NOBODY)
    file.rejected += reading.drop(reading.frame["name"].str.len() > MAX_STRING, "name", LONG_NAME)
    reading.shorten("category", "code", "city", "region", "country", "partner_code")
    _understand_categories(reading)
    reading.flags("coordinator")
    reading.amounts("funding")
    return seen


def _is_remark(name: str) -> bool:
    """Return whether what stands for a name is a remark, a number, or says that nothing is known."""
    if re.match(_MAY_BE_REMARK, name) and _REMARKS.fullmatch(normal_form(_CAMEL.sub(" ", name))):  # AucuneAide
        return True
    return stands_for_nothing(name)


def _understand_categories(reading: Reading) -> None:
    """Write every category as the first editions do; empty what is not understood."""
    labels = reading.frame["category"].dropna().unique().tolist()
    untold = [label for label in labels if categories.says_nothing(label)]
    meant = {label: categories.canonical(label) for label in labels if label not in untold}
    unknown = [label for label, canonical in meant.items() if canonical is None]
    reading.empty(reading.frame["category"].isin(unknown), "category", UNKNOWN_WORD)
    reading.frame = reading.frame.assign(category=reading.frame["category"].map(meant).astype("str"))


def _known_codes(codes: pd.Series[str]) -> pd.Series[str]:
    """Return the identifier that each code is, with its prefix; missing where it is none that we know."""
    meaning: dict[str, str | None] = {}
    for code in codes.dropna().unique().tolist():
        if re.fullmatch(_RNSR, code):
            meaning[code] = f"rnsr:{code}"
        elif re.fullmatch(_SIREN_OR_SIRET, code) and is_siren(code[:9]):
            meaning[code] = f"siren:{code[:9]}"
    return codes.map(meaning).astype("str")


def _identified(partners: pd.DataFrame) -> pd.DataFrame:
    """Add to every row who it is: ``org_id`` and its country."""
    written = partners["country"]
    country = countries.of(written)
    normal = partners["name"].map({name: normal_form(name) for name in partners["name"].dropna().unique().tolist()})
    pairs = pd.DataFrame({"normal": normal, "country": country}).dropna().drop_duplicates()
    only = pairs.drop_duplicates("normal", keep=False).set_index("normal")["country"]
    unknown = written.notna() & country.isna()
    country = country.where(country.notna() | unknown, normal.map(only))
    by_name = partners["known"].isna()
    named = pd.DataFrame({"name": partners["name"], "country": country})[by_name]
    number = named.groupby(["name", "country"], dropna=False, sort=False).ngroup()
    distinct = named[~number.duplicated()]
    ids = [
        name_id(name, None if is_missing(code) else code)
        for name, code in zip(distinct["name"].tolist(), distinct["country"].tolist(), strict=True)
    ]
    org_id = partners["known"].copy()
    org_id[by_name] = number.map(dict(enumerate(ids)))
    return partners.assign(
        org_id=org_id,
        country=country,
        unknown_country=unknown,
        region=partners["region"].fillna(countries.region_of(written)),
    )


def _organisations(partners: pd.DataFrame, year: pd.Series[int]) -> tuple[pd.DataFrame, int]:
    """Build the table of organisations; count those that stand under several categories."""
    org_id = partners["org_id"]
    table = pd.DataFrame({"org_id": org_id.drop_duplicates().sort_values(ignore_index=True)})
    for column in _SAID:
        table[column] = table["org_id"].map(prevailing(org_id, year, partners[column])).astype("str")
    kinds = partners[["org_id", "category"]].dropna().drop_duplicates()
    return _described(table), int((kinds["org_id"].value_counts() > 1).sum())


def _described(table: pd.DataFrame) -> pd.DataFrame:
    """Build the columns of the table of organisations of what the file says of each."""
    table = table.copy()
    for column in ("rnsr", "siren"):
        own = table["org_id"].str.startswith(f"{column}:")
        table[column] = table["org_id"].str.slice(len(column) + 1).where(own, None)
    table["name"] = table["name"].fillna(table["rnsr"]).fillna(table["siren"])
    for place, column in enumerate(("kind", "size")):
        meaning = {
            label: (categories.meaning(label) or _UNKNOWN)[place] for label in table["category"].dropna().unique()
        }
        table[column] = table["category"].map(meaning).astype("str")
    table["sme"] = sme_flag(table["size"])
    return table.drop(columns="category")


def _participations(partners: pd.DataFrame) -> pd.DataFrame:
    """Build one row of an organisation in a project; see the top of this file for how."""
    key = ["project_id", "org_id"]
    code = partners["partner_code"].fillna("row " + partners.index.astype("str").to_series(index=partners.index))
    paid = partners.assign(partner_code=code).groupby([*key, "partner_code"], sort=False)["funding"].max()
    funding = paid.groupby(key, sort=False).sum(min_count=1)
    coordinates = partners.groupby(key, sort=False)["coordinator"].max()
    role = coordinates.map({True: "coordinator", False: "partner"}, na_action="ignore").astype("str")
    return pd.DataFrame({"role": role, "funding": funding}).reset_index()


def _projects(seen: pd.DataFrame, described: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Build the tables of projects, themes, and which project is about which."""
    everything = pd.concat([seen, described[list(seen.columns)]], ignore_index=True)
    ids = everything["project_id"]
    nowhen = pd.Series(0, index=everything.index)
    table = pd.DataFrame({"project_id": ids.drop_duplicates().sort_values(ignore_index=True)})
    for column in ("acronym", "programme"):
        table[column] = table["project_id"].map(prevailing(ids, nowhen, everything[column])).astype("str")
    matches = [re.match(_DECISION, code) for code in table["project_id"].tolist()]
    table["call"] = pd.Series([match and match[2].upper() for match in matches], index=table.index, dtype="str")
    table["year"] = pd.array([match and _CENTURY + int(match[1]) for match in matches], dtype="Int64")
    if len(described):
        more = described.sort_values(_PROJECT_COLUMNS).drop_duplicates("project_id")
        more = table[["project_id"]].merge(more, how="left", on="project_id", validate="1:1")
        table["title"] = more["title"].fillna(more["title_en"])
        table["abstract"] = more["abstract"].fillna(more["abstract_en"])
        table[["start", "end", "funding"]] = more[["start", "end", "funding"]]
        started = more["start"].dt.year.astype("Int64").fillna(more["started"]).fillna(more["edition"])
        table["year"] = started.fillna(table["year"])
    about = table[["project_id", "call"]].dropna()
    about = about.assign(theme_id="anr:" + about["call"])
    themes = about[["theme_id", "call"]].drop_duplicates().rename(columns={"call": "label"}).assign(scheme="call")
    return table, themes, about.drop(columns="call")


def _usable_projects(file: _File) -> None:
    """Reject the rows that cannot be used, and read the values of the others."""
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
