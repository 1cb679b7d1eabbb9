"""Conversion of the rows of CORDIS's files to the tables of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.identity import is_nobodys, is_placeholder_number, name_id, siren_of_vat
from polegraph.names.regions import (
    department_of_nuts,
    department_of_postcode,
    region_of_department,
    region_of_nuts,
    region_of_postcode,
)
from polegraph.sources import countries, histories
from polegraph.sources.accounting import is_missing
from polegraph.sources.coordinates import doubtful
from polegraph.sources.cordis import theme_tables
from polegraph.sources.cordis.layouts import COLUMNS
from polegraph.sources.histories import prevailing
from polegraph.sources.totals import drop_alone, drop_totals
from polegraph.sources.values import END_FIRST, KEPT_WITHOUT, NO_NAME, NOBODYS, REMARK, stands_for_nothing
from polegraph.tables import IDENTIFIER, MAX_STRING, MAX_TEXT

if TYPE_CHECKING:
    from polegraph.sources.cordis.publisher_files import File

NO_PROJECT: Final = "the row has no project number"
BAD_PROJECT: Final = "this cannot be the number of a project"
NOBODY: Final = "the row has neither a name nor a code of an organisation"
LONG_NAME: Final = "the name is too long"
BAD_COUNTRY: Final = "this is neither the code nor the name of a country" + KEPT_WITHOUT
BAD_PLACE: Final = "these are not degrees of latitude and longitude" + KEPT_WITHOUT
BAD_PIC: Final = "this is not a participant code of nine digits" + KEPT_WITHOUT
NOBODYS_PIC: Final = NOBODYS + KEPT_WITHOUT

KINDS: Final = {
    "prc": "company",
    "hes": "training_body",
    "rec": "lab",
    "pub": "public_body",
    "oth": "other",
    "private for-profit entities (excluding higher or secondary education establishments)": "company",
    "higher or secondary education establishments": "training_body",
    "research organisations": "lab",
    "public bodies (excluding research organisations and secondary or higher education establishments)": "public_body",
    "other": "other",
}
_ROLES: Final = {
    "coordinator": "coordinator",
    "participant": "partner",
    "beneficiary": "partner",
    "host institution": "partner",
    "third party": "third_party",
    "linked third party": "third_party",
    "affiliated entity": "third_party",
    "partner": "associated",
    "associated partner": "associated",
    "international partner": "associated",
}
ROLES: Final = {
    role.replace(" ", between): ours for role, ours in _ROLES.items() for between in ("", " ", "_", "-")
}  # CORDIS writes associatedPartner, others write it in words
_RANK: Final = {role: rank for rank, role in enumerate(("coordinator", "partner", "third_party", "associated"))}
_OVERSEAS: Final = {
    "Guadeloupe": "FRY1",
    "Martinique": "FRY2",
    "Guyane": "FRY3",
    "La Réunion": "FRY4",
    "Mayotte": "FRY5",
}
_NUTS_2: Final = 4  # characters of a code of level 2
_SAID: Final = ("name", "kind", "vat", "postcode", "city", "country", "nuts", "geolocation", "pic", "sme")


def usable(what: str, files: list[File], known: pd.Series[str] | None = None) -> pd.DataFrame:
    """Reject unusable rows, read the values of the others, and concatenate those of all files.

    Parameters
    ----------
    what
        Key of `COLUMNS`.
    files
        All of that kind.
    known
        The projects, if rows of other projects are outside the import: they are counted, and left out.
    """
    read = {"organization": _organization_rows, "project": _project_rows}.get(what, theme_tables.read_rows)
    frames = [pd.DataFrame(columns=sorted(set(COLUMNS[what].values())), dtype="str")]
    for file in files:
        reading = file.reading
        file.rejected += reading.drop(reading.frame["project_id"].isna(), "project_id", NO_PROJECT)
        sound = reading.frame["project_id"].str.fullmatch(IDENTIFIER).astype(bool)
        file.rejected += reading.drop(~sound, "project_id", BAD_PROJECT)
        file.rejected += drop_totals(reading)
        if what == "project":
            file.rejected += drop_alone(reading, _described_at_all(reading.frame))
        if known is not None:
            file.leave(~reading.frame["project_id"].isin(known))
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


def _described_at_all(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows describe their project; nearly all have an acronym or a title."""
    described = frame["acronym"].notna() | frame["title"].notna()
    others = frame.loc[~described, frame.columns.difference(["project_id"])]
    return described.mask(~described, others.notna().any(axis=1)).astype(bool)


def link(files: list[File], projects: list[File]) -> None:
    """Add the number of the project to rows that name it by CORDIS's record number alone.

    Parameters
    ----------
    files
        Files of organisations and themes.
    projects
        The files of projects, which have both numbers.
    """
    pairs = pd.concat([file.frame[["rcn", "project_id"]].dropna() for file in projects] or [pd.DataFrame()])
    known = pairs.drop_duplicates("rcn").set_index("rcn")["project_id"] if len(pairs) else pd.Series(dtype="str")
    for file in files:
        rcn = file.frame["project_rcn"]
        if rcn.notna().any():
            number = rcn.map(known).astype("str").fillna(("rcn:" + rcn).astype("str"))
            file.frame["project_id"] = file.frame["project_id"].fillna(number)


def _organization_rows(file: File) -> None:
    reading = file.reading
    pic = reading.frame["pic"].str.removesuffix(".0")
    reading.frame = reading.frame.assign(pic=pic)
    reading.empty(pic.notna() & ~pic.str.fullmatch(r"\d{9}").astype(bool), "pic", BAD_PIC)
    pics = [text for text in reading.frame["pic"].dropna().unique().tolist() if is_placeholder_number(text)]
    reading.empty(reading.frame["pic"].isin(pics), "pic", NOBODYS_PIC)
    _nameless(file)
    file.rejected += reading.drop(reading.frame["pic"].isna() & reading.frame["name"].isna(), "pic", NOBODY)
    file.rejected += reading.drop(reading.frame["name"].str.len() > MAX_STRING, "name", LONG_NAME)
    reading.shorten("acronym", "city", "postcode", "order")
    country = countries.of(reading.frame["country"])
    overseas = countries.region_of(reading.frame["country"]).map(_OVERSEAS).astype("str")
    reading.frame = reading.frame.assign(nuts=reading.frame["nuts"].fillna(overseas))
    reading.empty(reading.frame["country"].notna() & country.isna(), "country", BAD_COUNTRY)
    reading.frame = reading.frame.assign(country=country)
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
    _nuts(file)
    reading.frame = reading.frame.assign(org_id=_identifiers(reading.frame))
    file.notes["left_before_the_end"] = int(reading.frame["ended"].fillna(value=False).sum())


def _nameless(file: File) -> None:
    """Reject the rows with a placeholder in the place of a name."""
    reading = file.reading
    names = [name for name in reading.frame["name"].dropna().unique().tolist() if stands_for_nothing(name)]
    if names:
        nobody = reading.frame["name"].isin(names)
        file.rejected += reading.drop(nobody & reading.frame["pic"].isna(), "name", NO_NAME)
        reading.empty(nobody[reading.frame.index], "name", REMARK)


def _place(file: File) -> None:
    """Turn "lat,lon" into one plain text, so that the two are kept or replaced together; empty invalid ones."""
    reading = file.reading
    degrees = {text: _degrees(text) for text in reading.frame["geolocation"].dropna().unique().tolist()}
    bad = [text for text, pair in degrees.items() if pair is None]
    reading.empty(reading.frame["geolocation"].isin(bad), "geolocation", BAD_PLACE)
    distinct = reading.frame[["geolocation", "country"]].dropna(subset="geolocation").drop_duplicates()
    pairs = np.array([degrees[text] for text in distinct["geolocation"].tolist()], dtype=np.float64).reshape(-1, 2)
    lat, lon = (pd.Series(pairs[:, at], index=distinct.index) for at in (0, 1))
    reason = doubtful(lat, lon, distinct["country"])
    for why in sorted(reason.dropna().unique().tolist()):
        those = pd.MultiIndex.from_frame(distinct[reason == why])
        reading.empty(pd.Series(_pairs(reading.frame).isin(those), index=reading.frame.index), "geolocation", why)
    plain = {text: f"{pair[0]!r},{pair[1]!r}" for text, pair in degrees.items() if pair is not None}
    reading.frame = reading.frame.assign(geolocation=reading.frame["geolocation"].map(plain).astype("str"))


def _degrees(text: str) -> tuple[float, float] | None:
    """Read "lat,lon", in brackets or not; None if these are no degrees."""
    try:
        lat, lon = (float(part) for part in text.strip("()[] ").split(","))
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004  # the poles, the globe


def _pairs(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[["geolocation", "country"]])


def _nuts(file: File) -> None:
    """Count the codes of regions that are unknown, or of another country than the row; those are ignored."""
    reading = file.reading
    found = reading.frame[["nuts", "country"]].dropna(subset="nuts").drop_duplicates()
    unknown = [pair for pair in zip(*(found[name].tolist() for name in found), strict=True) if not _is_nuts(*pair)]
    if unknown:
        bad = pd.MultiIndex.from_frame(reading.frame[["nuts", "country"]]).isin(
            pd.MultiIndex.from_tuples(unknown, names=["nuts", "country"])
        )
        reading.frame = reading.frame.assign(nuts=reading.frame["nuts"].where(~bad))
        file.notes["unknown_regions"] = int(bad.sum())


def _is_nuts(code: str, country: str) -> bool:
    land, name = region_of_nuts(code)
    large = len(code.strip()) < _NUTS_2 or code.strip().upper().endswith("Z")
    return land is not None and (is_missing(country) or land == country) and (name is not None or large)


def _identifiers(frame: pd.DataFrame) -> pd.Series[str]:
    """Return the organisation of each row."""
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


def organisations(source: str, rows: pd.DataFrame, projects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Build the tables of organisations, participations, aliases and descriptions.

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
    started = (
        started if len(started) else started.astype("object")
    )  # pandas cannot look days up in an empty list of them
    year = rows["project_id"].map(started).pipe(pd.to_datetime).dt.year
    rows = rows.assign(sme=rows["sme"].map({True: "true", False: "false"}).astype("str"))
    table = pd.DataFrame({"org_id": org_id.drop_duplicates().sort_values(ignore_index=True)})
    for column in _SAID:
        table[column] = table["org_id"].map(prevailing(org_id, year, rows[column])).astype("str")
    name = rows["name"].fillna(rows["pic"])
    return {
        "organisations": _described(table),
        "participations": _participations(rows),
        "aliases": histories.aliases(source, org_id, rows["pic"], name),
        "descriptions": histories.descriptions(source, org_id, year, rows[list(_SAID)], _described),
    }


def _described(table: pd.DataFrame) -> pd.DataFrame:
    """Build the columns of the table of organisations from their attributes in the files."""
    table = table.copy()
    table["name"] = table["name"].fillna(table["pic"])
    table["sme"] = table["sme"].map({"true": True, "false": False}).astype("boolean")
    table["size"] = None
    table.loc[table["sme"].fillna(value=False), "size"] = "sme"
    table.loc[~table["sme"].fillna(value=True) & (table["kind"] == "company"), "size"] = "not_sme"
    places = {text: text.split(",") for text in table["geolocation"].dropna().unique().tolist()}
    for at, column in enumerate(("lat", "lon")):
        table[column] = table["geolocation"].map({text: float(parts[at]) for text, parts in places.items()})
    table["siren"] = _siren(table)
    table["region"], table["department"] = _regions(table)
    return table.drop(columns=["geolocation", "nuts"])


def _regions(table: pd.DataFrame) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return region and department by the NUTS code, in France else by the postcode."""
    codes = table["nuts"].dropna().unique().tolist()
    region = table["nuts"].map({code: region_of_nuts(code)[1] for code in codes}).astype("str")
    french = table["country"] == "FR"
    nuts, postcode = table.loc[french, "nuts"], table.loc[french, "postcode"]
    posts = postcode.dropna().unique().tolist()
    region = region.fillna(postcode.map({post: region_of_postcode(post) for post in posts}).astype("str"))
    by_post = postcode.map({post: department_of_postcode(post) for post in posts}).astype("str")
    homes = {name: region_of_department(name) for name in by_post.dropna().unique().tolist()}
    department = nuts.map({code: department_of_nuts(code) for code in nuts.dropna().unique().tolist()}).astype("str")
    department = department.fillna(by_post.where(by_post.map(homes) == region[french]))
    return region, department.reindex(table.index)


def _siren(table: pd.DataFrame) -> pd.Series[str]:
    """Take the SIREN out of French VAT numbers, if both check digits are valid."""
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
    """Build the table of projects; count those known by their number only.

    Parameters
    ----------
    rows, members, topics
        The projects, the organisations in them, and their topics, as `usable` gives them.
    """
    own = [column for column in rows.columns if column != "place"]
    twice = rows["project_id"].duplicated().any()  # then which one is kept must not hang on the order of rows
    described = rows.sort_values(own, kind="stable").drop_duplicates("project_id") if twice else rows
    others = members.loc[~members["project_id"].isin(described["project_id"]), ["project_id", "acronym"]]
    others = others.sort_values(["project_id", "acronym"]).drop_duplicates("project_id")
    table = pd.concat([described, others], ignore_index=True) if len(described) else others.reindex(columns=own)
    topic = topics.sort_values("code").drop_duplicates("project_id").set_index("project_id")["code"]
    call = table["subcall"].astype("str")
    for other in (table["mastercall"], table["call"], table["topics"], table["project_id"].map(topic)):
        call = call.where(call.notna(), other.astype("str"))
    table["call"] = call
    columns = "project_id acronym title abstract start end status programme call total_cost funding"
    return table[columns.split()], len(others)
