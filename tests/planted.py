"""A network with a marker of its own in every cell that can hold a text, and what looks for markers in outputs.

A marker says who may see it: that of the row that it stands in, or, where a row is about organisations, projects, pôles
or themes, of the narrowest of them. A pôle, a theme and a file are for whoever may see something that speaks of them.
"""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import json
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq
import pypdf
from pypdf.generic import IndirectObject

from polegraph.network import Network
from polegraph.tables import TABLES, VISIBILITIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RANK = {name: rank for rank, name in enumerate(VISIBILITIES)}
"""Public, members, internal: the higher, the narrower."""
_WORD = "Zq{letter}{number:04d}kw"
_DIGITS = {"siren": "97{rank}{number:06d}", "siret": "96{rank}{number:011d}", "pic": "95{rank}{number:06d}"}
_SHAPED = {
    **_DIGITS,
    "ror": "0zq{rank}{number:05d}",
    "rnsr": "94{rank}{number:06d}W",
    "vat": "FR93{rank}{number:08d}",
}
_MARKER = re.compile(
    r"zq([pmi])\d{4}kw|97([012])\d{6}|96([012])\d{11}|95([012])\d{6}|0zq([012])\d{5}|94([012])\d{6}w|fr93([012])\d{8}",
)
_LONG = re.compile(rb"[A-Za-z0-9+/]{60,}={0,2}")
_HIDDEN = ("members", "internal")
_OF_ONE_SOURCE = ("aliases", "descriptions", "imports", "rejected", "records", "fills", "affiliations")
_YEARS = range(2010, 2022)


@dataclass
class Planted:
    """A network, and where its markers stand.

    Attributes
    ----------
    network
        The network.
    places
        Table and column of each marker, in lower case.
    ids
        Identifiers by a short name of the thing.
    """

    network: Network
    places: dict[str, str]
    ids: dict[str, str]

    def narrower(self, audience: str, text: str) -> list[str]:
        """Name the places of the markers in a text that an audience may not see."""
        found = {match[0] for match in _MARKER.finditer(text.lower())}
        narrower = {one for one in found & self.places.keys() if rank(one) > RANK[audience]}
        return sorted(f"{one} ({self.places[one]})" for one in narrower)

    def known(self, text: str) -> set[str]:
        """Return the markers in a text."""
        return {match[0] for match in _MARKER.finditer(text.lower())} & self.places.keys()


def rank(marker: str) -> int:
    """Return how narrow the visibility of a marker is."""
    match = _MARKER.fullmatch(marker)
    assert match is not None
    sign = next(filter(None, match.groups()))
    return "pmi".index(sign) if sign.isalpha() else int(sign)


@dataclass
class _Garden:
    """Makes markers, and remembers them."""

    places: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    own: bool = True

    def marker(self, visibility: str, place: str) -> str:
        """Build a marker for a cell; *place* is ``table.column``."""
        shape = _SHAPED.get(place.partition(".")[2].partition(" ")[0], _WORD)
        made = shape.format(letter=visibility[0].upper(), rank=RANK[visibility], number=len(self.places))
        self.places[made.lower()] = place
        return made

    def source(self, name: str, visibility: str) -> str:
        """Return the source of a row: all come from one, and what is hidden from another one as well."""
        if not self.sources:
            self.sources.update((one, self.marker(one, "a source")) for one in VISIBILITIES)
        if visibility == "public" or name in _OF_ONE_SOURCE:
            return self.sources[visibility]
        return f"{self.sources['public']};{self.sources[visibility]}"

    def fill(self, name: str, rows: pd.DataFrame, seen: list[str]) -> pd.DataFrame:
        """Put a marker in every cell that is empty and can hold one, and in a column of the user's own."""
        rows = rows.astype("object")
        for column in TABLES[name].columns:
            if column.type not in {"string", "text"} or column.words or column.name in {"country", "visibility"}:
                continue
            if column.name in TABLES[name].references and column.name not in rows:
                continue  # it points to something, or to nothing
            if name in {"fills", "descriptions"} and column.name == "column":
                continue
            if name == "records" and column.name in {"table", "key", "row"}:
                continue
            if column.name == "source" and "source" not in rows:
                rows["source"] = [self.source(name, one) for one in seen]
                continue
            given = rows[column.name] if column.name in rows else pd.Series(None, rows.index, dtype="object")
            place = f"{name}.{column.name}"
            rows[column.name] = [
                self.marker(one, place) if value is None or value != value else value  # noqa: PLR0124  # missing
                for one, value in zip(seen, given, strict=True)
            ]
        if TABLES[name].filled_in and self.own:
            rows["own"] = pd.Categorical([self.marker(one, f"{name}.own") for one in seen])
            rows["plain"] = [self.marker(one, f"{name}.plain") for one in seen]
            for visibility in _HIDDEN:  # a heading that hidden rows alone have something under
                heading = self.marker(visibility, f"{name} heading")
                rows[heading] = [1.5 if one == visibility else None for one in seen]
        return rows


def planted() -> Planted:
    """Build the network."""
    garden = _Garden()
    ids: dict[str, str] = {}
    orgs = _organisations(garden, ids)
    projects, members = _projects(garden, ids)
    of_org = dict(zip(orgs["org_id"], orgs["visibility"], strict=True))
    of_project = dict(zip(projects["project_id"], projects["visibility"], strict=True))

    def narrowest(*things: str) -> str:
        return max((of_org.get(one) or of_project.get(one) or "public" for one in things), key=RANK.__getitem__)

    tables: dict[str, pd.DataFrame] = {}

    def add(name: str, rows: list[dict[str, Any]], seen: list[str]) -> None:
        tables[name] = garden.fill(name, pd.DataFrame(rows), seen)

    pairs = [{"project_id": ids[p], "org_id": ids[o], "role": r} for p, o, r in members]
    add("participations", pairs, [narrowest(one["project_id"], one["org_id"]) for one in pairs])
    _poles_and_themes(garden, ids, add, narrowest)
    outcomes = [
        {
            "outcome_id": garden.marker(one, "outcomes.outcome_id"),
            "project_id": project,
            "kind": "product",
            "org_id": org,
        }
        for (project, one), org in zip(of_project.items(), itertools.cycle(of_org), strict=False)
    ]
    add("outcomes", outcomes, list(of_project.values()))
    needs = [
        {"org_id": org, "domain": "skills", "met_by": other}
        for org, other in zip(of_org, [*list(of_org)[1:], *list(of_org)[:1]], strict=True)
    ]
    add("needs", needs, list(of_org.values()))
    add("offers", [{"org_id": org, "domain": "support"} for org in of_org], list(of_org.values()))
    _of_the_contract(garden, ids, of_org, add, narrowest)
    add("aliases", [{"org_id": org, "rows": 2} for org in of_org], list(of_org.values()))
    _more_of_groups(garden, ids, orgs, tables["aliases"])
    said = [
        {"org_id": org, "column": column, "year": 2012, "value": _once(org, column, ids)}
        for org in of_org
        for column in ("city", "group_id", "name")
    ]
    add("descriptions", said, [of_org[one["org_id"]] for one in said])
    tables["organisations"] = garden.fill("organisations", orgs, list(orgs["visibility"]))
    tables["projects"] = garden.fill("projects", projects, list(projects["visibility"]))
    _of_the_owner(garden, ids, add)
    _imports(garden, tables, add)
    return Planted(Network(**tables), garden.places, ids)


def _organisations(garden: _Garden, ids: dict[str, str]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []

    def org(key: str, visibility: str, kind: str, size: str | None = None, **more: Any) -> None:  # noqa: ANN401  # cells
        ids[key] = garden.marker(visibility, "organisations.org_id")
        rows.append({"org_id": ids[key], "kind": kind, "size": size, "visibility": visibility, "country": "FR", **more})

    for place in ("Orléans", "Tours"):  # so that there are regions, and distances
        where: dict[str, Any] = {
            "region": f"Region of {place}",
            "city": place,
            "lat": 47.9 if place == "Orléans" else 47.4,
            "lon": 1.9,
        }
        for visibility in VISIBILITIES:
            org(f"sme {visibility} {place}", visibility, "company", "sme", **where, group_id="")
            org(f"lab {visibility} {place}", visibility, "lab", **where, group_id="")
            org(f"school {visibility} {place}", visibility, "training_body", **where, group_id="")
            org(f"big {visibility} {place}", visibility, "company", "large", **where, group_id="")
    for number in range(8):
        size = "micro" if number % 2 else "large"
        org(f"more {number}", "public", "company", size, region="Région ouverte", group_id="")
    for visibility in _HIDDEN:
        org(f"head {visibility}", visibility, "company", "large")  # whose own group is a marker
        org(f"gone {visibility}", visibility, "lab", dissolved="2015-01-01", opt_out=True)
        for way in ("id", "siren", "name", "alias", "merged", "above", "word"):
            org(f"sub {way} {visibility}", "public", "company", "large" if way == "id" else "sme", group_id=way)
        org(f"between {visibility}", visibility, "company", "sme", group_id="above")
        org(f"closed sub {visibility}", "members", "company", "sme", group_id="id")
    org("gone public", "public", "lab", dissolved="2015-01-01")
    org("shy public", "public", "company", "large", opt_out=True)
    return pd.DataFrame(rows)


def _more_of_groups(garden: _Garden, ids: dict[str, str], orgs: pd.DataFrame, aliases: pd.DataFrame) -> None:
    """Give subsidiaries that may be seen a group that may not, in each of the ways of naming one."""
    place = orgs.set_index("org_id").index
    group = orgs["group_id"].astype("object")
    for column in ("siren", "name"):
        orgs[column] = None
    for visibility in _HIDDEN:
        head = ids[f"head {visibility}"]
        orgs.loc[place.get_loc(head), "siren"] = siren = garden.marker(visibility, "organisations.siren")
        orgs.loc[place.get_loc(head), "name"] = name = garden.marker(visibility, "organisations.name")
        alias = aliases.loc[aliases["org_id"] == head, "name"].iloc[0]
        ids[f"merged {visibility}"] = garden.marker(visibility, "merges.org_id")
        named = {
            "id": head,
            "siren": f"SIREN {siren}",
            "name": f"Groupe {name.upper()} S.A.",
            "alias": alias,
            "merged": ids[f"merged {visibility}"],
            "above": ids[f"between {visibility}"],
        }
        for way, text in named.items():
            group.loc[place == ids[f"sub {way} {visibility}"]] = text
        for one in (f"closed sub {visibility}", f"between {visibility}"):
            group.loc[place == ids[one]] = head
        group.loc[place == ids[f"sub word {visibility}"]] = None  # a marker that all may see
    orgs["group_id"] = group.mask(group == "", "Groupe ouvert")


def _once(org: str, column: str, ids: dict[str, str]) -> str | None:
    """Describe what an organisation's group was once: a hidden one, of two that may be seen."""
    if column != "group_id":
        return None
    return {ids["sme public Tours"]: ids["head internal"], ids["lab public Tours"]: ids["head members"]}.get(org)


def _projects(garden: _Garden, ids: dict[str, str]) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    rows: list[dict[str, Any]] = []
    members: list[tuple[str, str, str]] = []

    def project(key: str, visibility: str, orgs: list[str], **more: Any) -> None:  # noqa: ANN401  # cells
        ids[key] = garden.marker(visibility, "projects.project_id")
        year = _YEARS[len(rows) % len(_YEARS)]
        rows.append({"project_id": ids[key], "year": year, "visibility": visibility, "funding": 1000.0, **more})
        members.extend((key, one, "partner" if place else "coordinator") for place, one in enumerate(orgs))

    every = list(ids)
    for visibility in VISIBILITIES:
        for place in ("Orléans", "Tours"):
            near = [one for one in every if one.endswith(place)]
            project(f"all {visibility} {place}", visibility, [*near, f"more {RANK[visibility]}"])
            project(f"open {visibility} {place}", visibility, [one for one in near if "public" in one][1:])
    for way in ("id", "siren", "name", "alias", "merged", "above", "word"):
        subs = [f"sub {way} {visibility}" for visibility in _HIDDEN]
        project(f"of {way}", "public", [*subs, "sme public Orléans"], programme="FUI")
        project(f"more of {way}", "public", [*subs, "lab public Orléans", "head internal", "head members"])
    project("gone", "public", ["gone public", "shy public", "sme public Tours", *(f"gone {one}" for one in _HIDDEN)])
    for number in range(8):
        pair = [f"more {number}", f"more {(number + 3) % 8}"]
        project(f"pair {number}", "public", [*pair, "gone public"], programme="ANR")
        project(f"wide {number}", "public", [f"more {number}", "lab public Tours", "closed sub members"])
    project("empty", "internal", [])
    return pd.DataFrame(rows), members


def _poles_and_themes(garden: _Garden, ids: dict[str, str], add: Any, narrowest: Any) -> None:  # noqa: ANN401  # functions
    for name, of_orgs, of_projects, key in (
        ("poles", "memberships", "labels", "pole_id"),
        ("themes", "organisation_themes", "project_themes", "theme_id"),
    ):
        rows, seen, by_org, by_project = [], [], [], []
        for visibility in VISIBILITIES:
            for how in ("orgs", "projects", "both"):
                one = garden.marker(visibility, f"{name}.{key}")
                ids[f"{name} {how} {visibility}"] = one
                rows.append({key: one})
                seen.append(visibility)
                orgs = [org for org in ids if org.startswith(("sme", "lab", "big")) and visibility in org]
                if how != "projects":
                    by_org += [{key: one, "org_id": ids[org]} for org in orgs]
                if how != "orgs":
                    by_project.append({key: one, "project_id": ids[f"all {visibility} Tours"]})
                    by_project.append({key: one, "project_id": ids[f"open {visibility} Tours"]})
        first = ids[f"{name} both public"]  # which hidden ones are in, too
        by_org += [{key: first, "org_id": ids[f"sme {one} Tours"]} for one in _HIDDEN]
        by_project += [{key: first, "project_id": ids[f"all {one} Orléans"]} for one in _HIDDEN]
        rows.append({key: garden.marker("public", f"{name}.{key}")})  # of which nothing speaks
        add(name, rows, [*seen, "public"])
        add(of_orgs, by_org, [narrowest(one["org_id"]) for one in by_org])
        add(of_projects, by_project, [narrowest(one["project_id"]) for one in by_project])


def _of_the_contract(garden: _Garden, ids: dict[str, str], of_org: dict[str, str], add: Any, narrowest: Any) -> None:  # noqa: ANN401  # functions
    """Fill in targets and actions: of pôles that may be seen and of others, with who took part of each visibility."""
    poles = [(ids[f"poles {how} {one}"], one) for one in VISIBILITIES for how in ("orgs", "both")]
    asked = {"year": 2020, "target": 3.0}
    own = [{"pole_id": pole, "indicator": garden.marker(one, "targets.indicator"), **asked} for pole, one in poles]
    known = [{"pole_id": pole, "indicator": "members", **asked} for pole, __ in poles]
    add("targets", [*own, *known], [one for __, one in poles * 2])
    actions = []
    for place, org in enumerate(of_org):
        pole, of_pole = poles[place % len(poles)]
        seen = max(narrowest(org), list(VISIBILITIES)[place // len(poles) % 3], of_pole, key=RANK.__getitem__)
        row = {"org_id": org, "pole_id": pole, "kind": "workshop", "domain": "skills", "date": "2020-03-01"}
        actions.append({**row, "action_id": garden.marker(seen, "actions.action_id"), "visibility": seen})
    add("actions", actions, [row["visibility"] for row in actions])


def _of_the_owner(garden: _Garden, ids: dict[str, str], add: Any) -> None:  # noqa: ANN401  # a function
    """Fill the tables that are of the whole dataset: who is who, what was set aside, what the sources say."""
    own = {"source": "s", "file": "f.csv", "row": 3, "reason": "a value is required here"}
    add("rejected", [{"row": 2}, {**own, "value": ids["head internal"]}], ["internal"] * 2)
    hidden, open_ = ids["head internal"], ids["sme public Tours"]
    merged = [{"org_id": ids[f"merged {one}"], "into_id": ids[f"head {one}"]} for one in _HIDDEN]
    add("merges", merged, list(_HIDDEN))
    add("affiliations", [{"org_id": one, "relation": "group"} for one in (hidden, open_)], ["internal"] * 2)
    fills = [{"org_id": hidden, "column": "city"}, {"org_id": open_, "column": "group_id", "value": hidden}]
    add("fills", fills, ["internal"] * 2)
    others = (hidden, open_), (ids["lab public Tours"], open_), (hidden, ids["lab internal Tours"])
    ends = [sorted(two) for two in others]
    asked = [{"one_id": one, "other_id": other, "question": "same", "right": 0.5} for one, other in ends]
    add("proposals", asked, ["internal"] * 3)
    add("decisions", [{**one, "answer": "no"} for one in asked], ["internal"] * 3)
    says = [
        {
            "table": "organisations",
            "key": json.dumps([org]),
            "source": garden.sources["public"],
            "row": json.dumps({"city": garden.marker("internal", "records.row")}),
        }
        for org in (hidden, open_)
    ]
    add("records", says, ["internal"] * 2)


def _imports(garden: _Garden, tables: dict[str, pd.DataFrame], add: Any) -> None:  # noqa: ANN401  # a function
    """Name a file for each of the sources that rows come from, whoever may see these."""
    counts = dict.fromkeys(("rows", "kept"), 5) | dict.fromkeys(("repeated", "rejected", "cleaned"), 0)
    hidden_heading = tables["organisations"].loc[tables["organisations"]["visibility"] == "internal", "name"].iloc[0]
    rows = [{"notes": "whole_years=3", **counts} for _ in VISIBILITIES]
    rows[0]["unknown_columns"] = f"{garden.marker('public', 'imports.unknown_columns')};{hidden_heading}"
    add("imports", rows, list(VISIBILITIES))


# -- looking for markers -----------------------------------------------------------------------------------------


def texts(path: Path) -> Iterator[str]:
    """Yield every text in a file, or in the files of a folder, with their names: whatever it is packed in."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        yield file.name
        if file.is_file():
            yield from _unpacked(file.read_bytes())


def _unpacked(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", "replace")
    yield content.decode("utf-16-le", "ignore")
    if content[:4] == b"PAR1":
        yield from _of_parquet(content)
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from _unpacked(archive.read(name))
    elif content[:4] == b"%PDF":
        read = pypdf.PdfReader(io.BytesIO(content))
        said = "\n".join(page.extract_text() for page in read.pages)
        yield f"{said}\n{read.metadata}\n{read.outline}"
        yield "".join(said.split())  # a name may run over two lines
        yield "\n".join(_strings_of_pdf(read))
    elif content[:2] == b"\x1f\x8b":
        yield from _unpacked(gzip.decompress(content))
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        yield " ".join(chunk.decode("latin-1") for chunk in _chunks(content))
    else:
        for match in _LONG.finditer(content):
            yield from _of_base64(match[0])


def _strings_of_pdf(read: pypdf.PdfReader) -> Iterator[str]:
    """Yield what stands beside the pages: alternative texts, targets of links, names."""
    size: Any = read.trailer["/Size"]
    heap: list[Any] = [IndirectObject(number, 0, read).get_object() for number in range(1, size)]
    while heap:
        one = heap.pop()
        if isinstance(one, dict):
            yield from map(str, one)
            heap.extend(one.values())
        elif isinstance(one, list):
            heap.extend(one)
        elif isinstance(one, (str, bytes)):
            yield one if isinstance(one, str) else one.decode("utf-8", "replace")


def _of_base64(text: bytes) -> Iterator[str]:
    try:
        content = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        return
    yield content.decode("utf-8", "replace")
    for open_ in (gzip.decompress, zlib.decompress):
        try:
            yield open_(content).decode("utf-8", "replace")
        except (OSError, EOFError, zlib.error):
            continue


def _of_parquet(content: bytes) -> Iterator[str]:
    file = pq.ParquetFile(io.BytesIO(content))
    yield str(file.metadata.metadata) + str(file.schema_arrow) + str(file.schema_arrow.metadata)
    for group in range(file.metadata.num_row_groups):
        for column in range(file.metadata.num_columns):
            yield str(file.metadata.row_group(group).column(column).statistics)
    table = file.read()
    for column in table.columns:
        yield "\n".join(map(str, column.to_pylist()))
        for chunk in column.chunks:
            if hasattr(chunk, "dictionary"):
                yield "\n".join(map(str, chunk.dictionary.to_pylist()))


def _chunks(content: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG that are no picture."""
    at = 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in {b"IDAT", b"IHDR"}:
            yield content[at + 8 : at + 8 + length]
        at += 12 + length
