"""Templates: blank sheets to fill in with Excel, made from the tables, and read by `spreadsheet.read`."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError, not_one_of
from polegraph.files import whole
from polegraph.i18n import LANGUAGES, _, speaking
from polegraph.sources.spreadsheet.layout.placement import must_fill
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN
from polegraph.tables import TABLES

if TYPE_CHECKING:
    import os

    from polegraph.tables import Column, Table

BOOKS: Final = {"en": "polegraph-template.xlsx", "fr": "polegraph-modele.xlsx"}
_READ_ME: Final = {"en": "read me", "fr": "À LIRE"}
_LISTS: Final = {"en": "lists", "fr": "listes"}
_YES_NO: Final = {"en": ["yes", "no"], "fr": ["oui", "non"]}
_DATES: Final = {"en": ("yyyy-mm-dd", "%Y-%m-%d"), "fr": ("dd/mm/yyyy", "%d/%m/%Y")}
_LAST_ROW: Final = 5_000  # last row of drop-down lists and formats; more rows are read all the same
_DAY: Final = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # a template does not show when it was made
# The examples of the model are in French; these say the same.
_EXAMPLES: Final = {
    "EXEMPLE – à effacer": "EXAMPLE – to be deleted",
    "EXEMPLE": "EXAMPLE",
    "Projet d'exemple, à effacer": "Example project, to be deleted",
    "Pôle d'exemple": "Example pôle",
    "cosmétique": "cosmetics",
    "entreprises": "companies",
    "Emballage durable": "Sustainable packaging",
}
# The column of each table that names its rows, for drop-down lists.
_POINTERS: Final = {
    "en": {
        "org_id": "organisation (name)",
        "project_id": "project (acronym)",
        "pole_id": "pôle (name)",
        "theme_id": "theme (label)",
    },
    "fr": {
        "org_id": "organisation (nom)",
        "project_id": "projet (acronyme)",
        "pole_id": "pôle (nom)",
        "theme_id": "thème (libellé)",
    },
}
_FRENCH_EXAMPLES: Final = {
    "example-organisation": "exemple-organisation",
    "example-project": "exemple-projet",
    "example-pole": "exemple-pole",
    "example-theme": "exemple-theme",
    "example-outcome": "exemple-resultat",
    "example-action": "exemple-action",
    "own": "propre",
}
_NAMED_BY: Final = {"organisations": "name", "projects": "acronym", "poles": "name", "themes": "label"}


def write(folder: str | os.PathLike[str], *, lang: str = "en") -> list[Path]:
    """Write blank sheets for people to fill in: a workbook, and the same as CSV files.

    Parameters
    ----------
    folder
        Where to; made if it does not exist.
    lang
        Language of headings, words and notes: ``en`` or ``fr``.

    Returns
    -------
    list of Path
        The workbook, then a CSV file a table (UTF-8 with a byte order mark, ``;``).

    Raises
    ------
    PolegraphError
        If one of the files is there already, the folder cannot be written in, or there is no such language.

    Examples
    --------
    >>> import tempfile
    >>> [path.name for path in write(tempfile.mkdtemp(), lang="en")][:3]
    ['polegraph-template.xlsx', 'organisations.csv', 'projects.csv']
    """
    # refuse another language, and files that exist
    if lang not in LANGUAGES:
        raise not_one_of(_("there is no such language"), lang, ("en", "fr"))
    target = Path(folder)
    tables = [TABLES[name] for name in FILLED_IN]
    book = target / BOOKS[lang]
    texts = {table.name: target / f"{_file_name(title(table, lang))}.csv" for table in tables}
    for path in (book, *texts.values()):
        if path.exists():
            raise PolegraphError(
                _("this file is there already; it may have been filled in"),
                file=str(path),
                remedy=_("choose another folder, or move the file away"),
            )
    # make the folder
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PolegraphError(
            _("this folder cannot be made: {error}").format(error=error.strerror or error),
            file=str(target),
            remedy=_("choose another one"),
        ) from error
    # write the workbook, then a CSV file a table
    with whole(book) as temporary:
        _workbook(temporary, tables, lang)
    for table in tables:
        with whole(texts[table.name]) as temporary:
            _text(temporary, table, lang)
    return [book, *texts.values()]


def title(table: Table, lang: str) -> str:
    """Return the name of a table's sheet.

    Parameters
    ----------
    table
        The table.
    lang
        ``en`` or ``fr``.
    """
    return table.fr if lang == "fr" else table.name


def heading(column: Column, lang: str) -> str:
    """Return the heading of a column.

    Parameters
    ----------
    column
        The column.
    lang
        ``en`` or ``fr``.
    """
    return column.fr if lang == "fr" else column.name


def over(table: Table, column: Column, lang: str) -> str:
    """Return the heading of a column in a blank sheet: for a reference, that of the name, which people write.

    Parameters
    ----------
    table
        The table.
    column
        The column.
    lang
        ``en`` or ``fr``.
    """
    if column.name in table.references:
        return _POINTERS[lang].get(column.name, heading(column, lang))
    return heading(column, lang)


def columns(table: Table) -> list[Column]:
    """Return the columns that people fill in.

    Parameters
    ----------
    table
        The table.
    """
    return [column for column in table.columns if column.name != "source"]


def _file_name(name: str) -> str:
    """Write a name so that every file system takes it."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return letters.replace(" ", "-")


def _example(column: Column, lang: str) -> str:
    """Return the example of a column in a language."""
    given = column.example
    if column.type == "boolean" and given:
        return _YES_NO[lang][0 if given == "true" else 1]
    if lang == "fr":
        return column.words.get(given, _FRENCH_EXAMPLES.get(given, given))
    return _EXAMPLES.get(given, given)


def _text(path: Path, table: Table, lang: str) -> None:
    examples = []
    for column in columns(table):
        example = _example(column, lang)
        if column.type == "date" and example:
            example = dt.date.fromisoformat(example).strftime(_DATES[lang][1])
        examples.append(example)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([over(table, column, lang) for column in columns(table)])
        writer.writerow(examples)


def _workbook(path: Path, tables: list[Table], lang: str) -> None:
    import xlsxwriter  # noqa: PLC0415  # heavy

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book, speaking(lang):
        book.set_properties({"title": "polegraph", "created": _DAY})
        formats = _formats(book, lang)
        _read_me(book.add_worksheet(_READ_ME[lang]), tables, formats, lang)
        pages = [book.add_worksheet(title(table, lang)) for table in tables]
        lists = _lists(book.add_worksheet(_LISTS[lang]), tables, lang)
        for table, page in zip(tables, pages, strict=True):
            _sheet(page, table, formats, lists, lang)


def _formats(book: Any, lang: str) -> dict[str, Any]:  # noqa: ANN401  # xlsxwriter ships no types
    """Build the formats of cells: text stays text, so that Excel leaves codes and postcodes as they are typed."""
    by_type = {"date": _DATES[lang][0], "number": "General", "integer": "0"}
    grey = {"italic": True, "font_color": "#808080"}
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "link": book.add_format({"bold": True, "valign": "top", "underline": 1, "font_color": "#1F4E79"}),
        "line": book.add_format({"text_wrap": True, "valign": "top"}),
        "heading": book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1}),
        "required": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "bottom": 1}),
    }
    for kind in ("string", "text", "integer", "number", "boolean", "date"):
        form = {"num_format": by_type.get(kind, "@")}
        formats[kind] = book.add_format(form)
        formats[f"{kind} example"] = book.add_format({**form, **grey})
    return formats


def _read_me(page: Any, tables: list[Table], formats: dict[str, Any], lang: str) -> None:  # noqa: ANN401
    """Write the first sheet: instructions, in plain words."""
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, _("Blank sheets for polegraph"), formats["title"])
    lines = [
        _("Each of the other sheets is a table. Write what you know, leave the rest empty; no sheet need be full."),
        _("Headings on a dark ground, with an asterisk, must be filled in. Point at a heading to read what it means."),
        _("The grey line under the headings is an example. It is never read: delete it or leave it there."),
        _("Your own identifiers may be left empty: they are then made from the name."),
        _("Where an organisation, project, pôle or theme is asked for, write its identifier or its name."),
        _("Amounts are in euros. Dates are days, such as 31/12/2016; if no more is known, a month or a year will do."),
        _("For yes and no, an x is enough."),
        _("No personal data: columns with names of persons, e-mails or telephone numbers are not read."),
        _("When you are done: polegraph import tables {file} --to FOLDER").format(file=BOOKS[lang]),
    ]  # fmt: skip
    row = 2
    for line in lines:
        page.merge_range(row, 0, row, 1, line, formats["line"])
        row += 1
    row += 1
    for table in tables:
        called = title(table, lang)
        quoted = called.replace("'", "''")
        page.write_url(row, 0, f"internal:'{quoted}'!A1", formats["link"], called)
        page.write_string(row, 1, _(table.what), formats["line"])
        row += 1


def _lists(page: Any, tables: list[Table], lang: str) -> dict[tuple[str, ...], str]:  # noqa: ANN401
    """Write the allowed words on a hidden sheet; return the cell range of each list."""
    places: dict[tuple[str, ...], str] = {}
    for column in (column for table in tables for column in columns(table)):
        words = _choices(column, lang)
        if not words or words in places:
            continue
        place = len(places)
        for row, word in enumerate(words):
            page.write_string(row, place, word)
        letter = chr(ord("A") + place)
        places[words] = f"='{_LISTS[lang]}'!${letter}$1:${letter}${len(words)}"
    page.hide()
    return places


def _choices(column: Column, lang: str) -> tuple[str, ...]:
    if column.type == "boolean":
        return tuple(_YES_NO[lang])
    return tuple(column.words.values() if lang == "fr" else column.words)


def _sheet(page: Any, table: Table, formats: dict[str, Any], lists: dict[tuple[str, ...], str], lang: str) -> None:  # noqa: ANN401
    """Write the blank sheet of a table."""
    page.set_comments_author("polegraph")
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    required = must_fill(table.name)
    for place, column in enumerate(columns(table)):
        said = over(table, column, lang)
        marked = column.name in required
        page.write_string(0, place, f"{said} *" if marked else said, formats["required" if marked else "heading"])
        page.write_comment(0, place, _note(table, column, required=marked), {"x_scale": 2, "y_scale": 1.5})
        widest = max(len(said) + 4, len(_example(column, lang)) + 2, *map(len, _choices(column, lang)), 10)
        page.set_column(place, place, min(widest, 40), formats[column.type])
        _write_example(page, place, column, formats[f"{column.type} example"], lang)
        source = lists.get(_choices(column, lang))
        if source:
            page.data_validation(1, place, _LAST_ROW, place, {"validate": "list", "source": source})
        elif column.name in table.references:
            source = _names(TABLES[table.references[column.name]], lang)
            page.data_validation(
                1, place, _LAST_ROW, place, {"validate": "list", "source": source, "show_error": False}
            )


def _note(table: Table, column: Column, *, required: bool) -> str:
    """Describe the content of a column."""
    said = [_(column.note)]
    if required:
        said.append(_("Must be filled in."))
    elif table.key == (column.name,):
        said.append(_("May be left empty."))
    if column.name in table.references:
        said.append(_("The name does as well."))
    return " ".join(said)


def _write_example(page: Any, place: int, column: Column, form: Any, lang: str) -> None:  # noqa: ANN401
    example = _example(column, lang)
    if not example:
        return
    if column.type == "date":
        page.write_datetime(1, place, dt.datetime.fromisoformat(example), form)
    elif column.type in {"number", "integer"}:
        page.write_number(1, place, float(example), form)
    else:
        page.write_string(1, place, example, form)


def _names(table: Table, lang: str) -> str:
    """Return the formula for the names in the sheet of a table, the example line aside."""
    place = [column.name for column in columns(table)].index(_NAMED_BY[table.name])
    letter = chr(ord("A") + place)
    sheet = f"'{title(table, lang)}'!"
    return f"=OFFSET({sheet}${letter}$3,0,0,MAX(1,COUNTA({sheet}${letter}$3:${letter}${_LAST_ROW})),1)"
