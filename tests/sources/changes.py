"""Good files of each publisher, and the same with one thing changed: a heading, a label, a code, a type, an encoding.

`GOOD` names the good files; `changed` gives each of them with one change at a time, always the same ones in the same
order. What takes nothing but information away (a column that publishers leave out, too) or puts one valid word in the
place of another is no change of this kind: no reader can tell.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from polegraph import resources
from polegraph.sources import anr, cordis, spreadsheet
from tests.sources.cordis_formats import nested_json, published, publisher_json, publisher_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from polegraph.network import Network

    Rows = list[list[Any]]
    Tables = dict[str, Rows]

UNKNOWN: Final = "Quux77"
"""A word that no list holds."""


@dataclass(frozen=True)
class Good:
    """A good file as tables, how it is written and read, and which of its columns hold more than free text."""

    name: str
    tables: Tables
    form: str
    read: Callable[[Path], Network]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    amounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    separator: str = ";"

    def write(self, folder: Path) -> None:
        """Write the good file."""
        for name, content in self.files(self.tables).items():
            (folder / name).write_bytes(content)

    def files(self, tables: Tables) -> dict[str, bytes]:
        """Return the files that hold some tables."""
        if self.form == "xlsx":
            return {"book.xlsx": workbook(tables)}
        return {f"{name}.csv": text(rows, self.separator).encode() for name, rows in tables.items()}


@dataclass(frozen=True)
class Change:
    """One change: of which good file, what it is, the files, what an account of it may name, and of which table."""

    good: Good
    label: str
    make: Callable[[], dict[str, bytes]]
    named: tuple[str, ...] = ()
    place: str = ""

    def read(self, folder: Path) -> Network:
        """Write the files, and read them."""
        folder.mkdir(parents=True)
        for name, content in self.make().items():  # made when wanted: most changes are left out of a run
            (folder / name).write_bytes(content)
        return self.good.read(folder)


# -- good files ----------------------------------------------------------------------------------------------------


def text(rows: Rows, separator: str = ";", **style: Any) -> str:  # noqa: ANN401  # of the writer
    """Write rows as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, **{"lineterminator": "\n", **style}).writerows(rows)
    return stream.getvalue()


def workbook(tables: Tables, edit: Callable[[openpyxl.Workbook], None] = lambda _book: None) -> bytes:
    """Write tables as a workbook, a sheet each."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _anr() -> Tables:
    with gzip.open(resources.data("anr") / "anr_dos_2010_2022_partenaires.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [row for number, row in enumerate(csv.reader(lines)) if number == 0 or 3000 <= number < 3200]
    return {"anr": [rows[0], *(row for row in rows[1:] if all(cell.isprintable() for cell in row))]}


def _anr_projects() -> Tables:
    tables = _anr()
    codes = dict.fromkeys(row[0] for row in tables["anr"][1:])
    heading = ["Projet.Code_Decision_ANR", "Projet.Acronyme", "Projet.Titre.Francais", "Projet.Aide_allouee"]
    rows = [[code, f"AC{place}", f"Titre {place}", str(100_000 + 1234 * place)] for place, code in enumerate(codes)]
    return {**tables, "projets": [heading, *rows]}


def _cordis() -> Tables:
    tables = {}
    for name, frame in published().items():
        few = frame.head(25).copy()
        if "objective" in few:
            few["objective"] = few["objective"].str[:60].str.replace(r"\s+", " ", regex=True)
        tables[name] = [few.columns.tolist(), *few.to_numpy().tolist()]
    ids = {row[tables["project"][0].index("id")] for row in tables["project"][1:]}
    organisations = tables["organization"]
    tables["organization"] = [organisations[0], *(row for row in organisations[1:] if row[0] in ids)]
    return tables


def _centre() -> Tables:
    """Take some rows of the example of a region: ten projects, who takes part, and what points to these."""
    book = openpyxl.load_workbook(resources.data("region-centre") / "region-centre.xlsx", read_only=True)
    whole = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets[1:]}
    rows = {name: [[_shown(cell) for cell in row] for row in some] for name, some in whole.items()}
    projects = rows["projets"][:13]
    ids, acronyms = {row[0] for row in projects[1:]}, {row[1] for row in projects[1:]}
    said = ids | acronyms
    members = [rows["participations"][0], *(row for row in rows["participations"][1:] if row[0] in said)]
    names = {row[1] for row in members[1:]}
    organisations = [rows["organisations"][0]]
    organisations += [row for row in rows["organisations"][1:] if row[0] in names or row[1] in names]
    names |= {cell for row in organisations[1:] for cell in row[:2]}

    def about(table: str, column: int, kept: set[str]) -> Rows:
        return [rows[table][0], *(row for row in rows[table][1:] if row[column] in kept)]

    return {
        "organisations": organisations,
        "projets": projects,
        "participations": members,
        "pôles": rows["pôles"],
        "adhésions": about("adhésions", 1, names),
        "labellisations": about("labellisations", 1, said),
        "résultats": about("résultats", 1, said),
        "besoins": about("besoins", 0, names),
    }


def _shown(cell: Any) -> str:  # noqa: ANN401  # as it stands in a workbook
    if cell is None:
        return ""
    if hasattr(cell, "strftime"):
        return str(cell.strftime("%d/%m/%Y"))
    return str(cell)


_CENTRE_LABELS: Final = {
    "organisations": ("type", "taille", "pays", "latitude", "diffusion", "ne pas suggérer", "dissoute le"),
    "projets": ("statut", "diffusion", "année"),
    "participations": ("rôle", "identifiant projet", "identifiant organisation"),
    "adhésions": ("identifiant pôle", "identifiant organisation"),
    "labellisations": ("identifiant pôle", "identifiant projet", "pôle chef de file"),
    "résultats": ("type", "identifiant projet"),
    "besoins": ("domaine", "identifiant organisation"),
}
_CENTRE_AMOUNTS: Final = {"projets": ("coût total", "aide"), "participations": ("aide", "coût")}
_CENTRE_DAYS: Final = {
    "projets": ("début", "fin"),
    "pôles": ("depuis",),
    "adhésions": ("depuis", "jusqu'au"),
    "labellisations": ("date",),
    "résultats": ("date",),
}
_CORDIS_LABELS: Final = {
    "organization": ("SME", "activityType", "country", "role", "organisationID", "projectID", "geolocation"),
    "project": ("status",),
    "euroSciVoc": ("projectID",),
    "topics": ("projectID",),
}
_CORDIS_AMOUNTS: Final = {
    "organization": ("ecContribution", "netEcContribution", "totalCost"),
    "project": ("totalCost", "ecMaxContribution"),
}
_CORDIS_DAYS: Final = {"project": ("startDate", "endDate")}
_ANR_LABELS: Final = {
    "anr": (
        "Projet.Code_Decision_ANR",
        "Projet.Partenaire.Est_coordinateur",
        "Projet.Partenaire.Categorie_organisme",
        "Projet.Partenaire.Code_RNSR",
        "Projet.Partenaire.Adresse.Pays",
    )
}

GOOD: Final = (
    Good("anr", _anr(), "csv", lambda folder: anr.read(sorted(folder.iterdir())), _ANR_LABELS, separator=","),
    Good("anr xlsx", _anr(), "xlsx", lambda folder: anr.read(sorted(folder.iterdir())), _ANR_LABELS),
    Good(
        "anr projects",
        _anr_projects(),
        "csv",
        lambda folder: anr.read(sorted(folder.iterdir())),
        {"projets": ("Projet.Code_Decision_ANR",)},
        {"projets": ("Projet.Aide_allouee",)},
    ),
    Good("cordis", _cordis(), "csv", cordis.read, _CORDIS_LABELS, _CORDIS_AMOUNTS, _CORDIS_DAYS),
    Good("cordis xlsx", _cordis(), "xlsx", cordis.read, _CORDIS_LABELS, _CORDIS_AMOUNTS, _CORDIS_DAYS),
    Good("sheets", _centre(), "csv", spreadsheet.read, _CENTRE_LABELS, _CENTRE_AMOUNTS, _CENTRE_DAYS),
    Good("workbook", _centre(), "xlsx", spreadsheet.read, _CENTRE_LABELS, _CENTRE_AMOUNTS, _CENTRE_DAYS),
)


# -- changes -------------------------------------------------------------------------------------------------------


def changed(good: Good) -> Iterator[Change]:
    """Yield a good file with one thing changed at a time."""
    for label, tables, named in _of_tables(good):
        yield Change(good, label, partial(good.files, tables), named, label.partition(": ")[0])
    if good.form == "csv":
        yield from _of_text(good)
    else:
        yield from _of_workbook(good)


def _of_tables(good: Good) -> Iterator[tuple[str, Tables, tuple[str, ...]]]:
    for name, rows in good.tables.items():
        for column, heading in enumerate(rows[0]):
            for how, other in _headings(heading).items():
                yield (
                    f"{name}: heading '{heading}' {how}: '{other}'",
                    _with(good, name, 0, column, other),
                    (other, name),
                )
        for label, made, named in (
            *_of_rows(name, rows),
            *_of_labels(good, name, rows),
            *_of_amounts(good, name, rows),
            *_of_days(good, name, rows),
            *_of_free_text(good, name, rows),
        ):
            yield f"{name}: {label}", {**good.tables, name: made}, named


def _headings(heading: str) -> dict[str, str]:
    middle = len(heading) // 2
    return {
        "that nobody knows": f"{UNKNOWN} {heading}",
        "with letters exchanged": heading[: middle - 1] + heading[middle] + heading[middle - 1] + heading[middle + 1 :],
        "in capitals": heading.upper(),
        "with a no-break space behind": f"{heading}\N{NO-BREAK SPACE}",
        "with underscores": heading.replace(" ", "_").replace(".", "_"),
    }


def _copied(rows: Rows) -> Rows:
    return [list(row) for row in rows]


def _with(good: Good, name: str, row: int, column: int, value: Any) -> Tables:  # noqa: ANN401  # a cell
    rows = _copied(good.tables[name])
    rows[row][column] = value
    return {**good.tables, name: rows}


def _cell(rows: Rows, column: int, value: Any) -> tuple[Rows, str]:  # noqa: ANN401  # a cell
    """Put a value in the place of the first that is not empty (in the first row where all are); give that as well."""
    place = next((number for number, row in enumerate(rows) if number and row[column] != ""), 1)
    made = _copied(rows)
    before, made[place][column] = made[place][column], value(made[place][column]) if callable(value) else value
    return made, str(before)


def _of_rows(name: str, rows: Rows) -> Iterator[tuple[str, Rows, tuple[str, ...]]]:
    """Change rows and columns as such; what is said of a row that is set aside may name any of its cells, or none."""
    width = len(rows[0])
    yield "a row twice", [*rows[:3], rows[2], *rows[3:]], ()
    yield "a blank row", [*rows[:3], [""] * width, *rows[3:]], ()
    yield "a title above", [[f"Liste {name} 2024", *[""] * (width - 1)], *rows], ()
    yield "a blank row above", [[""] * width, *rows], ()
    yield "a total below", [*rows, ["Total", *[""] * (width - 1)]], ()
    yield "a total below a blank row", [*rows, [""] * width, ["TOTAL", *[""] * (width - 1)]], ()
    yield "a note below", [*rows, ["Source : extraction du 3 mars", *[""] * (width - 1)]], ()
    yield "an empty column", [["", *row] for row in rows], ()
    yield "a column more", [[*row, UNKNOWN if not number else "x"] for number, row in enumerate(rows)], (UNKNOWN,)
    yield (
        "a column of nothing but a heading",
        [[*row, "" if number else UNKNOWN] for number, row in enumerate(rows)],
        (),
    )
    yield "the first column twice", [[*row, row[0]] for row in rows], (rows[0][0],)
    yield "columns in another order", [row[::-1] for row in rows], ()
    yield "rows in another order", [rows[0], *rows[:0:-1]], ()
    yield "a row that ends early", [*rows[:3], rows[3][:1], *rows[4:]], ()
    yield "a row with a cell too many", [*rows[:3], [*rows[3], UNKNOWN], *rows[4:]], (UNKNOWN,)


def _of_labels(good: Good, name: str, rows: Rows) -> Iterator[tuple[str, Rows, tuple[str, ...]]]:
    for heading in good.labels.get(name, ()):
        column = rows[0].index(heading)
        for how, value in {
            "an unknown word": UNKNOWN,
            "#N/A": "#N/A",
            "a sentence": "à vérifier avec le porteur",
            "two values": lambda cell: f"{cell} / {UNKNOWN}",
        }.items():
            made, before = _cell(rows, column, value)
            yield f"{how} for '{before}' in '{heading}'", made, (heading, UNKNOWN, "#N/A", "vérifier")
        ways: dict[str, Callable[[str], str]] = {
            "in capitals": str.upper,
            "in small letters": str.lower,
            "with spaces around": lambda cell: f"  {cell} ",
            "with a no-break space": lambda cell: f"{cell}\N{NO-BREAK SPACE}",
            "with a zero-width space": lambda cell: f"{cell}\N{ZERO WIDTH SPACE}",
        }
        for how, turned in ways.items():
            made = [rows[0], *([*row[:column], turned(str(row[column])), *row[column + 1 :]] for row in rows[1:])]
            yield f"all of '{heading}' {how}", made, (heading,)


def _of_amounts(good: Good, name: str, rows: Rows) -> Iterator[tuple[str, Rows, tuple[str, ...]]]:
    for heading in good.amounts.get(name, ()):
        column = rows[0].index(heading)
        for value in ("n.c.", "#REF!", "environ 12000", "12 000 $", "1,2,3", "-5", "1e400", "12.00.0", "k€"):
            made, before = _cell(rows, column, value)
            yield f"'{value}' for the amount '{before}' in '{heading}'", made, (heading, value)
        marks: dict[str, Callable[[Any], str]] = {
            "with spaces for thousands": lambda cell: f"{float(cell):,.2f}".replace(",", " ").replace(".", ","),
            "with commas for thousands": lambda cell: f"{float(cell):,.2f}",
            "with dots for thousands": lambda cell: f"{float(cell):,.2f}".translate(str.maketrans(",.", ".,")),
            "with a sign of the euro": lambda cell: f"{float(cell):.2f} €".replace(".", ","),
            "in thousands": lambda cell: f"{float(cell) / 1000:.5f} k€".replace(".", ","),
        }
        for how, turned in marks.items():
            made = [rows[0]]
            for row in rows[1:]:
                cell = turned(row[column]) if row[column] != "" else ""
                made.append([*row[:column], cell, *row[column + 1 :]])
            yield f"all of '{heading}' {how}", made, (heading,)


def _of_days(good: Good, name: str, rows: Rows) -> Iterator[tuple[str, Rows, tuple[str, ...]]]:
    for heading in good.days.get(name, ()):
        column = rows[0].index(heading)
        for value in ("31/31/2016", "2016", "bientôt", "#VALUE!", "0000-00-00", "3 mars", "42000", "T3 2018"):
            made, before = _cell(rows, column, value)
            yield f"'{value}' for the day '{before}' in '{heading}'", made, (heading, value)
        for how, order in {
            "day first": "{2}/{1}/{0}",
            "month first": "{1}/{2}/{0}",
            "year first": "{0}-{1}-{2}",
        }.items():
            made = [rows[0]]
            for row in rows[1:]:
                cell = order.format(*_parts(str(row[column]))) if row[column] != "" else ""
                made.append([*row[:column], cell, *row[column + 1 :]])
            yield f"all of '{heading}' {how}", made, (heading,)


def _parts(day: str) -> list[str]:
    return day[:10].split("-") if "-" in day else day.split("/")[::-1]


_FREE: Final = {"anr": "Projet.Partenaire.Nom_organisme", "organization": "name", "organisations": "nom"}


def _of_free_text(_good: Good, name: str, rows: Rows) -> Iterator[tuple[str, Rows, tuple[str, ...]]]:
    if name not in _FREE:
        return
    column = rows[0].index(_FREE[name])
    for how, turned in {
        "spaces around": lambda cell: f" {cell}  ",
        "a no-break space behind": lambda cell: f"{cell}\N{NO-BREAK SPACE}",
        "a tab behind": lambda cell: f"{cell}\t",
        "a line end behind": lambda cell: f"{cell}\n",
        "nothing": lambda _: "",
        "an error of a spreadsheet": lambda _: "#NAME?",
        "a placeholder": lambda _: "n.c.",
    }.items():
        made, before = _cell(rows, column, turned)
        yield f"{how} in the name '{before}'", made, ()


# -- of CSV --------------------------------------------------------------------------------------------------------


def _of_text(good: Good) -> Iterator[Change]:
    for name, rows in good.tables.items():
        plain = good.files(good.tables)
        file = f"{name}.csv"

        def one(
            label: str, content: bytes, called: str = file, plain: dict[str, bytes] = plain, file: str = file
        ) -> Change:
            others = {other: data for other, data in plain.items() if other != file}
            return Change(good, f"{file}: {label}", partial(dict, {**others, called: content}), (file, called))

        for encoding in ("utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "iso8859-15"):
            yield one(f"in {encoding}", text(rows, good.separator).encode(encoding, errors="replace"))
        for separator in ";,\t|":
            if separator != good.separator:
                yield one(f"parted by {separator!r}", text(rows, separator).encode())
        yield one("with everything quoted", text(rows, good.separator, quoting=csv.QUOTE_ALL).encode())
        yield one("with single quotes", text(rows, good.separator, quotechar="'", quoting=csv.QUOTE_ALL).encode())
        for how, end in {"of Windows": "\r\n", "of old Macintoshes": "\r"}.items():
            yield one(f"with line ends {how}", text(rows, good.separator, lineterminator=end).encode())
        yield one("with a line for Excel", f"sep={good.separator}\n{text(rows, good.separator)}".encode())
        yield one("without its last line end", text(rows, good.separator).rstrip("\n").encode())
        yield one("cut in the middle", text(rows, good.separator).encode()[: len(text(rows, good.separator)) // 2])
        yield one("with letters read wrongly", text(rows, good.separator).encode().decode("cp1252", "replace").encode())
        yield one("compressed", gzip.compress(text(rows, good.separator).encode(), mtime=0), f"{file}.gz")


# -- of workbooks --------------------------------------------------------------------------------------------------


def _of_workbook(good: Good) -> Iterator[Change]:
    for name, rows in good.tables.items():
        for label, edit, named in _edits(good, name, rows):
            yield Change(good, f"{name}: {label}", partial(_one_book, good, edit), (name, *named))


def _one_book(good: Good, edit: Callable[[openpyxl.Workbook], None]) -> dict[str, bytes]:
    return {"book.xlsx": workbook(good.tables, edit)}


def _edits(
    good: Good, name: str, rows: Rows
) -> Iterator[tuple[str, Callable[[openpyxl.Workbook], None], tuple[str, ...]]]:
    columns = {*good.labels.get(name, ()), *good.amounts.get(name, ()), *good.days.get(name, ())}
    for heading in sorted(columns):
        column = rows[0].index(heading) + 1

        def put(value: Any, column: int = column) -> Callable[[openpyxl.Workbook], None]:  # noqa: ANN401  # a cell
            def edit(book: openpyxl.Workbook) -> None:
                book[name].cell(2, column).value = value

            return edit

        for value in ("=1/0", "=A1&B1", True, 3.5, 41000):
            yield f"{value!r} in '{heading}'", put(value), (heading, str(value))

    yield from _shapes(name, rows)


def _shapes(name: str, rows: Rows) -> Iterator[tuple[str, Callable[[openpyxl.Workbook], None], tuple[str, ...]]]:
    def hidden(book: openpyxl.Workbook) -> None:
        book[name].row_dimensions[3].hidden = True

    def hidden_sheet(book: openpyxl.Workbook) -> None:
        book.create_sheet("other").append(["x"])
        book[name].sheet_state = "hidden"

    def merged(book: openpyxl.Workbook) -> None:
        book[name].merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)

    def renamed(book: openpyxl.Workbook) -> None:
        book[name].title = "Feuil1"

    def beside(book: openpyxl.Workbook) -> None:
        for number, row in enumerate(rows[:4], 1):
            book[name].cell(number, len(row) + 3).value = UNKNOWN

    def another(book: openpyxl.Workbook) -> None:
        book.create_sheet(UNKNOWN).append(["x", "y"])
        book[UNKNOWN].append(["1", "2"])

    yield "a row hidden", hidden, ("hidden",)
    yield "its sheet hidden", hidden_sheet, ("hidden",)
    yield "two cells merged", merged, (str(rows[0][0]),)
    yield "its sheet called Feuil1", renamed, ("Feuil1",)
    yield "a word beside the table", beside, (UNKNOWN,)
    yield "a sheet more", another, (UNKNOWN,)


# -- of what is nested ---------------------------------------------------------------------------------------------


NESTED: Final = tuple(Good(f"cordis {form}", {}, form, cordis.read) for form in ("nested", "tables", "xml"))
"""The same rows of CORDIS as one JSON file, as an archive of JSON files, and as an archive of XML files."""
_MAKE: Final = {"nested": nested_json, "tables": publisher_json, "xml": publisher_xml}


def nested_good(folder: Path, form: str) -> Path:
    """Write the good file of a form."""
    tables = published()
    few = tables["project"].head(12)
    ids = few["id"].tolist()
    small = {name: frame[frame["projectID"].isin(ids)] for name, frame in tables.items() if name != "project"}
    folder.mkdir(parents=True, exist_ok=True)
    return _MAKE[form](folder / form, {**small, "project": few})


def nested(folder: Path, form: str) -> Iterator[Change]:
    """Yield CORDIS's JSON or XML with one key or element renamed at a time."""
    good = next(one for one in NESTED if one.form == form)
    path = nested_good(folder, form)
    if form != "nested":
        yield from _of_archive(good, path)
        return
    content = path.read_text(encoding="utf-8")
    for key in _keys(json.loads(content)):
        for other in (f"{UNKNOWN}{key}", key.upper()):
            renamed = content.replace(f'"{key}":', f'"{other}":')
            yield Change(
                good, f"'{key}' is called '{other}'", partial(dict, {path.name: renamed.encode()}), (other, key)
            )


def _of_archive(good: Good, path: Path) -> Iterator[Change]:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    keys: dict[str, tuple[str, str]] = {}
    for content in members.values():
        if good.form == "xml":
            for part in content.split("<")[1:]:
                tag = part.split(">")[0].split(" ")[0].rstrip("/")
                if tag and tag[0].isalpha():
                    keys[tag] = (f"<{tag}", f"</{tag}>")
        else:
            for key in _keys(json.loads(content)):
                keys[key] = (f'"{key}":', "")
    for key, (begin, end) in keys.items():
        other = f"{UNKNOWN}{key}"
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in members.items():
                made = content
                if good.form == "xml":
                    for after in (">", " ", "/"):
                        made = made.replace(begin + after, f"<{other}{after}")
                    made = made.replace(end, f"</{other}>")
                else:
                    made = made.replace(begin, f'"{other}":')
                archive.writestr(name, made)
        yield Change(good, f"'{key}' is called '{other}'", partial(dict, {path.name: stream.getvalue()}), (other, key))


def _keys(value: Any) -> list[str]:  # noqa: ANN401  # of JSON
    found: dict[str, None] = {}

    def look(one: Any) -> None:  # noqa: ANN401  # the same
        if isinstance(one, dict):
            for key, inner in one.items():
                found[key] = None
                look(inner)
        elif isinstance(one, list):
            for inner in one:
                look(inner)

    look(value)
    return list(found)
