"""CORDIS's files as its own site and as usual programs write them, all from the same rows."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "data" / "cordis"
FLAGS = ["SME", "endOfParticipation"]
DAYS = ["startDate", "endDate", "ecSignatureDate"]
AMOUNTS = ["ecContribution", "netEcContribution", "totalCost", "ecMaxContribution"]
NUMBERS = ["projectID", "id", "organisationID", "order", "rcn"]

Tables = dict[str, pd.DataFrame]


def published() -> Tables:
    """Return the real samples as the publisher writes their cells."""
    tables = {}
    for what in ("organization", "project"):
        frame = pd.read_csv(SAMPLES / f"HE_{what}_head100_pandas.csv", dtype=str, keep_default_na=False)
        for column in set(FLAGS) & set(frame):
            frame[column] = frame[column].str.lower()
        for column in set(AMOUNTS) & set(frame):
            frame[column] = frame[column].str.replace(",", ".").str.removesuffix(".0")
        tables[what] = frame
    field = {"projectID": tables["project"]["id"], "euroSciVocCode": "/25/75/471", "euroSciVocDescription": ""}
    fields = pd.DataFrame(
        {**field, "euroSciVocPath": "/engineering and technology/materials", "euroSciVocTitle": "materials"}
    )
    fields.loc[fields.index % 2 == 0, ["euroSciVocCode", "euroSciVocPath", "euroSciVocTitle"]] = [
        "/23/49/327",
        "/natural sciences/biological sciences/ecology",
        "ecology",
    ]
    tables["euroSciVoc"] = fields
    topic = {"projectID": tables["project"]["id"], "topic": tables["project"]["topics"]}
    tables["topics"] = pd.DataFrame({**topic, "title": "About " + tables["project"]["topics"]})
    basis = {"projectID": tables["project"]["id"], "legalBasis": tables["project"]["legalBasis"]}
    tables["legalBasis"] = pd.DataFrame({**basis, "title": "Part " + tables["project"]["legalBasis"]})
    tables["legalBasis"]["uniqueProgrammePart"] = "true"
    return tables


def without_signs(tables: Tables) -> Tables:
    """Return the tables with a question mark for what Windows-1252 has no sign for, as Excel writes it."""
    return {
        name: frame.map(lambda cell: cell.encode("cp1252", errors="replace").decode("cp1252"))
        for name, frame in tables.items()
    }


def _write_csv(folder: Path, tables: Tables, encoding: str, **style: Any) -> Path:  # noqa: ANN401  # of pandas
    folder.mkdir()
    for name, frame in tables.items():
        stream = io.StringIO(newline="")
        frame.to_csv(stream, **{"index": False, **style})
        (folder / f"{name}.csv").write_bytes(stream.getvalue().encode(encoding))
    return folder


def publisher_csv(folder: Path, tables: Tables) -> Path:
    """Write as CORDIS does: semicolons, everything quoted, a mark at the beginning."""
    return _write_csv(folder, tables, "utf-8-sig", sep=";", quoting=csv.QUOTE_ALL)


def publisher_csv_archive(folder: Path, tables: Tables) -> Path:
    """Write the archive that CORDIS offers."""
    publisher_csv(folder, tables)
    path = folder / "cordis-HORIZONprojects-csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("*.csv")):
            archive.write(file, file.name)
    return path


def publisher_xlsx(folder: Path, tables: Tables) -> Path:
    """Write workbooks as CORDIS does: one a table, cells of the type of their content."""
    folder.mkdir()
    for name, frame in tables.items():
        typed(frame).to_excel(folder / f"{name}.xlsx", index=False)
    return folder


def one_workbook(folder: Path, tables: Tables) -> Path:
    """Write one workbook with a sheet a table."""
    folder.mkdir()
    with pd.ExcelWriter(folder / "horizon.xlsx") as book:
        for name, frame in tables.items():
            typed(frame).to_excel(book, sheet_name=name, index=False)
    return folder / "horizon.xlsx"


def publisher_json(folder: Path, tables: Tables) -> Path:
    """Write as CORDIS does: a list of objects a table."""
    folder.mkdir()
    path = folder / "cordis-HORIZONprojects-json.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in tables.items():
            archive.writestr(f"{name}.json", json.dumps(_records(frame), ensure_ascii=False))
    return path


def nested_json(folder: Path, tables: Tables, key: str = "organizations") -> Path:
    """Write one object a project, with the rest nested in it."""
    folder.mkdir()
    names = {"organization": key, "euroSciVoc": "euroSciVoc", "topics": "topic", "legalBasis": "legalBases"}
    projects = []
    for project in _records(tables["project"]):
        for what, name in names.items():
            rows = tables[what]
            inside = [_without(row, "projectID") for row in _records(rows[rows["projectID"] == str(project["id"])])]
            project[name] = inside
        projects.append(project)
    path = folder / "horizon.json"
    path.write_text(json.dumps({"projects": projects}, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def publisher_xml(folder: Path, tables: Tables) -> Path:
    """Write as CORDIS does: one file a project in an archive."""
    folder.mkdir()
    path = folder / "cordis-HORIZONprojects-xml.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for project in tables["project"].to_dict("records"):
            mine = {
                what: frame[frame["projectID"] == project["id"]] for what, frame in tables.items() if what != "project"
            }
            archive.writestr(f"{project['id']}.xml", _project_xml(project, mine))
    return path


def _project_xml(project: dict[Any, Any], mine: Tables) -> str:
    plain = (
        "rcn",
        "id",
        "acronym",
        "objective",
        "title",
        "totalCost",
        "ecMaxContribution",
        "startDate",
        "endDate",
        "status",
    )
    cells = "".join(f"<{name}>{escape(project[name])}</{name}>" for name in plain)
    calls = "".join(
        f'<call source="corda" type="related{name[0].upper()}{name[1:]}"><title>{escape(project[name])}</title>'
        f"<identifier>{escape(project[name])}</identifier></call>"
        for name in ("masterCall", "subCall")
        if project[name]
    )
    members = "".join(_member_xml(row) for row in mine["organization"].to_dict("records"))
    programmes = "".join(
        f'<programme type="{kind}" source="corda"{flag}><id>{escape(row[code])}</id><code>{escape(row[code])}</code>'
        f"<frameworkProgramme>{escape(project['frameworkProgramme'])}</frameworkProgramme><title>{escape(row['title'])}"
        "</title><parent><programme><code>HORIZON</code></programme></parent></programme>"
        for what, code, kind, flag in (
            ("topics", "topic", "relatedTopic", ""),
            ("legalBasis", "legalBasis", "relatedLegalBasis", ' uniqueProgrammePart="true"'),
        )
        for row in mine[what].to_dict("records")
    )
    fields = "".join(
        f'<category classification="euroSciVoc" type="isInFieldOfScience"><code>{escape(row["euroSciVocCode"])}</code>'
        f"<title>{escape(row['euroSciVocTitle'])}</title><displayCode>{escape(row['euroSciVocPath'])}</displayCode></category>"
        for row in mine["euroSciVoc"].to_dict("records")
    )
    article = '<article source="editorial" type="relatedArticle"><id>1</id><title>An article</title></article>'
    other = '<category classification="collection" type="belongsTo"><code>/project</code></category>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<project>\n  <language>en</language>{cells}<identifiers><grantDoi>x'
        f"</grantDoi></identifiers><validation><euroSciVoc>true</euroSciVoc></validation><relations><associations>{article}{calls}"
        f"{members}{programmes}</associations><categories>{other}{fields}</categories></relations></project>"
    )


def _member_xml(row: dict[Any, Any]) -> str:
    names = {"netEcContribution": "netEcContribution", "totalCost": "totalCost", "order": "order"}
    names |= {"ecContribution": "ecContribution", "endOfParticipation": "terminated", "SME": "sme", "role": "type"}
    attributes = " ".join(f"{name}={quoteattr(row[column])}" for column, name in names.items() if row[column])
    plain = {
        "rcn": "rcn",
        "organisationID": "id",
        "vatNumber": "vatNumber",
        "name": "legalName",
        "shortName": "shortName",
    }
    cells = "".join(f"<{name}>{escape(row[column])}</{name}>" for column, name in plain.items() if row[column])
    address = {
        "street": "street",
        "city": "city",
        "postCode": "postalCode",
        "country": "country",
        "geolocation": "geolocation",
    }
    home = "".join(f"<{name}>{escape(row[column])}</{name}>" for column, name in address.items() if row[column])
    return (
        f'<organization source="corda" {attributes}>{cells}<address>{home}</address><relations><categories><category '
        f'classification="organizationActivityType"><code>/{row["activityType"]}</code></category></categories><regions>'
        f'<region type="relatedNutsCode"><name>A region</name><nutsCode>{row["nutsCode"]}</nutsCode><parents><region>'
        f'<nutsCode>{row["nutsCode"][:3]}</nutsCode></region></parents></region><region type="relatedRegion"><nutsCode>'
        f"{row['country']}</nutsCode></region></regions></relations></organization>"
    )


def french_excel(folder: Path, tables: Tables) -> Path:
    """Write as French Excel does with "CSV (séparateur : point-virgule)"."""
    changed = {}
    for name, frame in tables.items():
        copy = frame.copy()
        for column in set(AMOUNTS) & set(copy):
            copy[column] = copy[column].str.replace(".", ",")
        for column in set(FLAGS) & set(copy):
            copy[column] = copy[column].map({"true": "VRAI", "false": "FAUX", "": ""})
        for column in set(DAYS) & set(copy):
            copy[column] = copy[column].str.replace(r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1", regex=True)
        changed[name] = copy
    return _write_csv(folder, changed, "cp1252", sep=";", lineterminator="\r\n")


def pandas_csv(folder: Path, tables: Tables) -> Path:
    """Write as pandas does without being told anything: an index, True and False, numbers with a point."""
    changed = {}
    for name, frame in tables.items():
        copy = frame.replace("", None)
        for column in set(AMOUNTS) & set(copy):
            copy[column] = copy[column].astype("float64")
        for column in set(FLAGS) & set(copy):
            copy[column] = copy[column].map({"true": True, "false": False})
        for column in set(NUMBERS) & set(copy):
            copy[column] = copy[column].astype("float64")
        changed[name] = copy
    return _write_csv(folder, changed, "utf-8", index=True)


def r_csv(folder: Path, tables: Tables) -> Path:
    """Write as R's write.csv does: row names, NA for what is missing, TRUE and FALSE."""
    changed = {}
    for name, frame in tables.items():
        copy = frame.copy()
        for column in set(FLAGS) & set(copy):
            copy[column] = copy[column].str.upper()
        copy.index = copy.index + 1
        changed[name] = copy.replace("", None)
    path = _write_csv(folder, changed, "utf-8", index=True, na_rep="NA", quoting=csv.QUOTE_NONNUMERIC)
    for file in path.glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace('"NA"', "NA"), encoding="utf-8")
    return path


def r_janitor(folder: Path, tables: Tables) -> Path:
    """Write as readr does after janitor's clean_names."""
    changed = {}
    for name, frame in tables.items():
        copy = frame.rename(columns=snake)
        for column in map(snake, FLAGS):
            if column in copy:
                copy[column] = copy[column].str.upper()
        changed[name] = copy.replace("", None)
    return _write_csv(folder, changed, "utf-8", na_rep="NA")


def libreoffice(folder: Path, tables: Tables) -> Path:
    """Write as LibreOffice does in French: commas, decimal commas in quotation marks, VRAI and FAUX."""
    changed = {}
    for name, frame in tables.items():
        copy = frame.copy()
        for column in set(AMOUNTS) & set(copy):
            copy[column] = copy[column].str.replace(".", ",")
        for column in set(FLAGS) & set(copy):
            copy[column] = copy[column].map({"true": "VRAI", "false": "FAUX", "": ""})
        changed[name] = copy
    return _write_csv(folder, changed, "utf-8", lineterminator="\n")


def snake(name: str) -> str:
    """Write a heading as janitor does."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    for row in rows:
        for name in set(NUMBERS) & set(row):
            row[name] = int(row[name]) if row[name] else None
        for name in set(FLAGS) & set(row):
            row[name] = {"true": True, "false": False}.get(row[name])
        for name in set(AMOUNTS) & set(row):
            row[name] = float(row[name]) if row[name] else None
    return rows


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cells the types that a workbook has."""
    copy = frame.replace("", None)
    for column in set(AMOUNTS + NUMBERS) & set(copy):
        copy[column] = pd.to_numeric(copy[column])
    for column in set(FLAGS) & set(copy):
        copy[column] = copy[column].map({"true": True, "false": False})
    for column in set(DAYS) & set(copy):
        copy[column] = pd.to_datetime(copy[column])
    return copy


WAYS: dict[str, Callable[[Path, Tables], Path]] = {
    "publisher's CSV in its archive": publisher_csv_archive,
    "publisher's XLSX": publisher_xlsx,
    "one workbook": one_workbook,
    "publisher's JSON": publisher_json,
    "nested JSON": nested_json,
    "publisher's XML": publisher_xml,
    "French Excel": french_excel,
    "pandas": pandas_csv,
    "R": r_csv,
    "R janitor": r_janitor,
    "LibreOffice": libreoffice,
}
