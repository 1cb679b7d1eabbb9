"""Reader of the projects that the French research agency (ANR) funds, as it publishes them on data.gouv.fr.

Two files: the partners (one row an organisation in a project) and, from some editions on, the projects (titles,
abstracts, dates, amounts). The partners alone are enough. Layouts are recognised by their columns.

What is decided here, and why:

- The project is its decision code (``ANR-19-CE26-0012``); the two digits are the edition, the letters the call, which
  is also its theme. ``year`` is the year of the start date where the file of projects gives one, else the edition.
- An organisation is its national laboratory code (``rnsr:``), the SIREN that stands in that column now and then
  (``siren:``, if its check digit is right), or else the normal form of its name and its country. Where the country is
  empty and rows with the same normal form stand under exactly one country, it is that one.
- Where an organisation is described in several ways, the values of its most recent projects hold: its most frequent
  spelling, category, city, region; of equally frequent ones the first in alphabetical order. Earlier values
  go to ``descriptions``.
- The meaning of a category is decided by `categories`; an unknown one is emptied and listed, so that the
  other rows of the organisation decide. Names that are remarks (``0 Aide``, ``Non renseigné``) name no organisation.
- The programme is recognised by the values of the file (`programmes`), project by project where codes state it.
- An organisation twice in a project (two teams) is one participation: coordinator if one of them is, amounts added.
  The same partner code twice (two editions of the file) is one partner: its larger amount counts once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.identity import name_id, normal_form
from polegraph.sources import countries
from polegraph.sources.accounting import Ledger, is_missing
from polegraph.sources.anr import categories
from polegraph.sources.anr.publisher_files import DECISION, PROJECT_COLUMNS, opened, usable_partners, usable_projects
from polegraph.sources.histories import aliases, descriptions, prevailing
from polegraph.tables import sme_flag

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from polegraph.network import Network
    from polegraph.sources.anr.publisher_files import File

    PathLike = str | os.PathLike[str]

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
        ``imports`` accounts for every row, and names the recognised layout.

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
    # open the files, and leave out the rows that cannot be used
    ledger = Ledger(source)
    files = [file for given in (paths, projects) if given is not None for file in opened(ledger, given)]
    partner_files = [file for file in files if file.layout.what == "partners"]
    project_files = [file for file in files if file.layout.what == "projects"]
    if not partner_files:
        raise PolegraphError(
            _("there is no file of partners among these"),
            remedy=_("give the file that has the column Projet.Partenaire.Nom_organisme as well"),
        )
    seen = pd.concat([usable_partners(file) for file in partner_files], ignore_index=True)
    for file in project_files:
        usable_projects(file)
    # identify each partner, and build the tables of projects and organisations
    partners = _identified(pd.concat([file.rows() for file in partner_files], ignore_index=True))
    described = (
        pd.concat([file.rows() for file in project_files], ignore_index=True) if project_files else seen.iloc[:0]
    )
    table, themes, about = _projects(seen, described)
    year = partners["project_id"].map(table.set_index("project_id")["year"])
    no_edition = table.loc[table["call"].isna(), "project_id"]  # an edition and a call stand in the same codes
    organisations, several = _organisations(partners, year)
    # account for every row
    _account_partners(partner_files, partners, no_edition, several)
    for file in project_files:
        kept = ~described.duplicated("project_id") & (described["file"] == file.name)
        lonely = ~file.reading.frame["project_id"].isin(seen["project_id"])
        file.account("projects", int(kept.sum()), {"no_partners": int(lonely.sum())})
    # put the tables together
    return ledger.network(
        organisations=organisations,
        projects=table,
        participations=_participations(partners),
        themes=themes,
        project_themes=about,
        aliases=aliases(source, partners["org_id"], partners["code"], partners["name"].fillna(partners["code"])),
        descriptions=descriptions(source, partners["org_id"], year, partners[list(_SAID)], _described),
    )


def _account_partners(
    files: list[File], partners: pd.DataFrame, no_edition: pd.Series[str], several_categories: int
) -> None:
    """Account for the files of partners; the first one notes the organisations with several categories."""
    first = ~partners.duplicated(["project_id", "org_id"])
    for place, file in enumerate(files):
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
            notes["several_categories"] = several_categories
        file.account("participations", int((first & own).sum()), notes)


def _identified(partners: pd.DataFrame) -> pd.DataFrame:
    """Add to every row its organisation: ``org_id`` and country."""
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
    """Build the table of organisations; count those with several categories."""
    org_id = partners["org_id"]
    table = pd.DataFrame({"org_id": org_id.drop_duplicates().sort_values(ignore_index=True)})
    for column in _SAID:
        table[column] = table["org_id"].map(prevailing(org_id, year, partners[column])).astype("str")
    kinds = partners[["org_id", "category"]].dropna().drop_duplicates()
    return _described(table), int((kinds["org_id"].value_counts() > 1).sum())


def _described(table: pd.DataFrame) -> pd.DataFrame:
    """Build the columns of the table of organisations from their attributes in the file."""
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
    """Build one row for an organisation in a project; see the top of this file for the rules."""
    key = ["project_id", "org_id"]
    code = partners["partner_code"].fillna("row " + partners.index.astype("str").to_series(index=partners.index))
    paid = partners.assign(partner_code=code).groupby([*key, "partner_code"], sort=False)["funding"].max()
    funding = paid.groupby(key, sort=False).sum(min_count=1)
    coordinates = partners.groupby(key, sort=False)["coordinator"].max()
    role = coordinates.map({True: "coordinator", False: "partner"}, na_action="ignore").astype("str")
    return pd.DataFrame({"role": role, "funding": funding}).reset_index()


def _projects(seen: pd.DataFrame, described: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Build the tables of projects and themes, and the links between them."""
    everything = pd.concat([seen, described[list(seen.columns)]], ignore_index=True)
    ids = everything["project_id"]
    nowhen = pd.Series(0, index=everything.index)
    table = pd.DataFrame({"project_id": ids.drop_duplicates().sort_values(ignore_index=True)})
    for column in ("acronym", "programme"):
        table[column] = table["project_id"].map(prevailing(ids, nowhen, everything[column])).astype("str")
    matches = [re.match(DECISION, code) for code in table["project_id"].tolist()]
    table["call"] = pd.Series([match and match[2].upper() for match in matches], index=table.index, dtype="str")
    table["year"] = pd.array([match and _CENTURY + int(match[1]) for match in matches], dtype="Int64")
    if len(described):
        more = described.sort_values(PROJECT_COLUMNS).drop_duplicates("project_id")
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
