"""From the rows of CORDIS's files to the tables of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.identity import is_nobodys, name_id, siren_of_vat
from polegraph.sources import _common
from polegraph.sources._common import is_missing, prevailing
from polegraph.sources._cordis_layouts import COLUMNS
from polegraph.sources._values import END_FIRST, KEPT_WITHOUT
from polegraph.tables import IDENTIFIER, MAX_STRING, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.sources._cordis_files import File

NO_PROJECT: Final = "the row has no project number"
BAD_PROJECT: Final = "this cannot be the number of a project"
NOBODY: Final = "the row has neither a name nor a code of an organisation"
LONG_NAME: Final = "the name is too long"
NO_THEME: Final = "the row has no code of a theme"
NO_SUCH_PROJECT: Final = "no other file speaks of this project"
BAD_COUNTRY: Final = "this is not a two-letter code of a country" + KEPT_WITHOUT
BAD_PLACE: Final = "these are not degrees of latitude and longitude" + KEPT_WITHOUT
BAD_PIC: Final = "this is not a participant code of nine digits" + KEPT_WITHOUT

KINDS: Final = {"prc": "company", "hes": "training_body", "rec": "lab", "pub": "public_body", "oth": "other"}
ROLES: Final = {
    "coordinator": "coordinator",
    "participant": "partner",
    "beneficiary": "partner",
    "hostinstitution": "partner",
    "thirdparty": "third_party",
    "linkedthirdparty": "third_party",
    "affiliatedentity": "third_party",
    "partner": "associated",
    "associatedpartner": "associated",
    "internationalpartner": "associated",
}
_RANK: Final = {role: rank for rank, role in enumerate(("coordinator", "partner", "third_party", "associated"))}
_SAID: Final = ("name", "kind", "vat", "postcode", "city", "country", "geolocation", "pic", "sme")
_SCHEMES: Final = {"euroSciVoc": "EuroSciVoc", "topics": "call", "legalBasis": "legalBasis"}


def usable(what: str, files: list[File], known: Iterable[str] | None = None) -> pd.DataFrame:
    """Reject the rows that cannot be used, read the values of the others, and put those of all files together.

    Parameters
    ----------
    what
        Key of `COLUMNS`.
    files
        All of that kind.
    known
        The projects, if the rows may speak of no others.
    """
    read = {"organization": _organization_rows, "project": _project_rows}.get(what, _theme_rows)
    frames = [pd.DataFrame(columns=sorted(set(COLUMNS[what].values())), dtype="str")]
    for file in files:
        reading = file.reading
        file.rejected += reading.drop(reading.frame["project_id"].isna(), "project_id", NO_PROJECT)
        sound = reading.frame["project_id"].str.fullmatch(IDENTIFIER).astype(bool)
        file.rejected += reading.drop(~sound, "project_id", BAD_PROJECT)
        if known is not None:
            lost = ~reading.frame["project_id"].isin(list(known))
            file.rejected += reading.drop(lost, "project_id", NO_SUCH_PROJECT)
        read(file)
        frames.append(reading.frame.assign(place=reading.rows))
    rows = pd.concat(frames[1:] or frames, ignore_index=True)
    if not files:
        return rows
    key = {"organization": ["project_id", "org_id"], "project": ["project_id"]}.get(what, ["project_id", "code"])
    owner = np.repeat(np.arange(len(files)), [len(file.reading.frame) for file in files])
    for file, number in zip(files, np.bincount(owner[~rows.duplicated(key)], minlength=len(files)), strict=True):
        file.kept = int(number)
    return rows


def _organization_rows(file: File) -> None:
    reading = file.reading
    pic = reading.frame["pic"].str.removesuffix(".0")
    reading.frame = reading.frame.assign(pic=pic)
    reading.empty(pic.notna() & ~pic.str.fullmatch(r"\d{9}").astype(bool), "pic", BAD_PIC)
    file.rejected += reading.drop(reading.frame["pic"].isna() & reading.frame["name"].isna(), "pic", NOBODY)
    file.rejected += reading.drop(reading.frame["name"].str.len() > MAX_STRING, "name", LONG_NAME)
    reading.shorten("acronym", "city", "postcode", "order")
    country = reading.frame["country"].str.upper()
    reading.empty(country.notna() & ~country.str.fullmatch("[A-Z]{2}").astype(bool), "country", BAD_COUNTRY)
    reading.frame = reading.frame.assign(country=reading.frame["country"].str.upper())
    reading.words("role", ROLES)
    reading.words("kind", KINDS)
    reading.flags("sme", "ended")
    reading.amounts("net", "gross", "cost")
    vat = reading.frame["vat"]
    nobodys = [text for text in vat.dropna().unique().tolist() if is_nobodys("vat", text)]
    reading.frame = reading.frame.assign(
        vat=vat.where(~vat.isin(nobodys) & vat.str.fullmatch(r"[^;]{1,40}").astype(bool))
    )
    _place(file)
    reading.frame = reading.frame.assign(org_id=_identifiers(reading.frame))
    file.notes["left_before_the_end"] = int(reading.frame["ended"].fillna(value=False).sum())


def _place(file: File) -> None:
    """Turn "lat,lon" into one plain text, so that the two are kept or replaced together."""
    reading = file.reading
    plain = {text: _degrees(text) for text in reading.frame["geolocation"].dropna().unique().tolist()}
    bad = [text for text, degrees in plain.items() if degrees is None]
    reading.empty(reading.frame["geolocation"].isin(bad), "geolocation", BAD_PLACE)
    reading.frame = reading.frame.assign(geolocation=reading.frame["geolocation"].map(plain).astype("str"))


def _degrees(text: str) -> str | None:
    """Give "lat,lon" without brackets and spaces; None if these are no degrees."""
    try:
        lat, lon = (float(part) for part in text.strip("()[] ").split(","))
    except ValueError:
        return None
    return f"{lat!r},{lon!r}" if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004  # the poles, the globe


def _identifiers(frame: pd.DataFrame) -> pd.Series[str]:
    """Give who each row speaks of."""
    org_id = ("pic:" + frame["pic"]).astype("str")
    nameless = frame.loc[frame["pic"].isna(), ["name", "country"]]
    pairs = zip(nameless["name"].tolist(), nameless["country"].tolist(), strict=True)
    made = [name_id(name, None if is_missing(country) else country) for name, country in pairs]
    return org_id.where(frame["pic"].notna(), pd.Series(made, index=nameless.index, dtype="str").reindex(frame.index))


def _project_rows(file: File) -> None:
    reading = file.reading
    reading.shorten("acronym", "status", "programme", "subcall", "mastercall", "call", "topics", "legal_basis")
    reading.shorten("title", "abstract", longest=MAX_TEXT)
    reading.days("start", "end")
    reading.empty(reading.frame["end"] < reading.frame["start"], "end", END_FIRST)
    reading.amounts("funding", "total_cost")


def _theme_rows(file: File) -> None:
    reading = file.reading
    file.rejected += reading.drop(~reading.frame["code"].str.fullmatch(IDENTIFIER).astype(bool), "code", NO_THEME)
    reading.shorten("label")


def organisations(source: str, rows: pd.DataFrame, projects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the tables of organisations, participations, aliases and descriptions.

    Parameters
    ----------
    source
        Name of the source.
    rows, projects
        As `usable` gives them.
    """
    if not len(rows):
        return {name: tables.empty(name) for name in ("organisations", "participations", "aliases", "descriptions")}
    org_id = rows["org_id"]
    started = projects.drop_duplicates("project_id").set_index("project_id")["start"]
    year = rows["project_id"].map(started).pipe(pd.to_datetime).dt.year
    rows = rows.assign(sme=rows["sme"].map({True: "true", False: "false"}).astype("str"))
    table = pd.DataFrame({"org_id": org_id.drop_duplicates().sort_values(ignore_index=True)})
    for column in _SAID:
        table[column] = table["org_id"].map(prevailing(org_id, year, rows[column])).astype("str")
    name = rows["name"].fillna(rows["pic"])
    return {
        "organisations": _described(table),
        "participations": _participations(rows),
        "aliases": _common.aliases(source, org_id, rows["pic"], name),
        "descriptions": _common.descriptions(source, org_id, year, rows[list(_SAID)], _described),
    }


def _described(table: pd.DataFrame) -> pd.DataFrame:
    """Make the columns of the table of organisations of what the files say of each."""
    table = table.copy()
    table["name"] = table["name"].fillna(table["pic"])
    table["sme"] = table["sme"].map({"true": True, "false": False}).astype("boolean")
    table["size"] = None
    table.loc[table["sme"].fillna(value=False), "size"] = "sme"
    table.loc[~table["sme"].fillna(value=True) & (table["kind"] == "company"), "size"] = "not_sme"
    for place, column in enumerate(("lat", "lon")):
        table[column] = table["geolocation"].map(lambda text, at=place: float(text.split(",")[at]), na_action="ignore")
    table["siren"] = _siren(table)
    return table.drop(columns="geolocation")


def _siren(table: pd.DataFrame) -> pd.Series[str]:
    """Take the SIREN out of French VAT numbers, if both check digits are right."""
    vat = table["vat"].where(table["country"] == "FR")
    return vat.map({number: siren_of_vat(number) for number in vat.dropna().unique().tolist()}).astype("str")


def _participations(rows: pd.DataFrame) -> pd.DataFrame:
    key = ["project_id", "org_id"]
    rows = rows.assign(funding=rows["net"].fillna(rows["gross"]), rank=rows["role"].map(_RANK))
    rows = rows.drop_duplicates([*key, "role", "order", "funding", "cost"])
    grouped = rows.groupby(key, sort=True)
    table = pd.DataFrame(
        {
            "role": grouped["rank"].min().map(dict(enumerate(_RANK))).astype("str"),
            "funding": grouped["funding"].sum(min_count=1),
            "cost": grouped["cost"].sum(min_count=1),
        }
    )
    return table.reset_index()


def projects(rows: pd.DataFrame, members: pd.DataFrame, topics: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Make the table of projects; count those of which only the number is known.

    Parameters
    ----------
    rows, members, topics
        The projects, the organisations in them, and their topics, as `usable` gives them.
    """
    own = [column for column in rows.columns if column != "place"]
    twice = rows["project_id"].duplicated().any()  # then which one is kept must not hang on the order of rows
    described = rows.sort_values(own, kind="stable").drop_duplicates("project_id") if twice else rows
    others = members.loc[~members["project_id"].isin(described["project_id"].tolist()), ["project_id", "acronym"]]
    others = others.sort_values(["project_id", "acronym"]).drop_duplicates("project_id")
    table = pd.concat([described, others], ignore_index=True) if len(described) else others.reindex(columns=own)
    topic = topics.sort_values("code").drop_duplicates("project_id").set_index("project_id")["code"]
    call = table["subcall"].astype("str")
    for other in (table["mastercall"], table["call"], table["topics"], table["project_id"].map(topic)):
        call = call.where(call.notna(), other.astype("str"))
    table["call"] = call
    columns = "project_id acronym title abstract start end status programme call total_cost funding"
    return table[columns.split()], len(others)


def themes(rows: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of themes and of which project is about which.

    Parameters
    ----------
    rows
        As `usable` gives them, by kind of file.
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
