"""The sheet put first into a person's workbook: what is to be corrected, each with a link to its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from polegraph.i18n import _, language
from polegraph.reports.marked.parts import RELATIONS, Parts, prefix, spans, spliced, text, with_attributes
from polegraph.sources.spreadsheet.sheets import TO_CORRECT, is_our_list, our_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polegraph.reports.marked.marks import Styles
    from polegraph.reports.marked.parts import Span

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WIDTHS: Final = (20, 10, 30, 50, 60)
_TOP: Final = 4  # row of the headings
_LONGEST: Final = 31  # letters of the name of a sheet


@dataclass(frozen=True, slots=True)
class Line:
    """The corrections of one cell.

    Parameters
    ----------
    sheet
        Name of the sheet, as the workbook has it.
    cell
        What Excel calls the cell or its row; an empty text if it was not found.
    value
        What stands there.
    problem, remedy
        What is wrong, and what to do.
    level
        ``error`` or ``remark``.
    """

    sheet: str
    cell: str
    value: str
    problem: str
    remedy: str
    level: str


def sheets_of(parts: Parts) -> list[tuple[str, str]]:
    """Return the worksheets of a workbook, in their order: name and part.

    Parameters
    ----------
    parts
        The workbook.
    """
    book = book_of(parts)
    related = parts.relations(book)
    named = [(one, related.get(_key(one), ("", ""))) for one in spans(parts.content[book], ["sheet"])]
    return [(one.attributes["name"], target) for one, (kind, target) in named if kind == "worksheet"]


def book_of(parts: Parts) -> str:
    """Return the part that lists the sheets.

    Parameters
    ----------
    parts
        The workbook.
    """
    return next(target for kind, target in parts.relations("").values() if kind == "officeDocument")


def _key(sheet: Span) -> str:
    return next((value for name, value in sheet.attributes.items() if name.endswith(":id")), "")


def take_away(parts: Parts) -> None:
    """Take a list away that polegraph wrote before.

    Parameters
    ----------
    parts
        The workbook.
    """
    book = book_of(parts)
    xml, related = parts.content[book], parts.relations(book)
    every = [one for one in spans(xml, ["sheet"]) if "sheetId" in one.attributes]
    targets = [related.get(_key(one), ("", ""))[1] for one in every]
    called = tuple(TO_CORRECT.values())
    ours = [
        at
        for at, (one, part) in enumerate(zip(every, targets, strict=True))
        if one.attributes["name"].startswith(called) and is_our_list(_first_text(parts, part))
    ]
    if not ours or len(ours) == len(every):
        return
    for at in ours:
        parts.forget(targets[at], book)
    gone = [(every[at].start, every[at].end, b"") for at in ours]
    parts.content[book] = spliced(xml, [*gone, *_names(xml, lambda at: at - sum(one < at for one in ours), set(ours))])


def _first_text(parts: Parts, part: str) -> str:
    """Return the first cell of a sheet, wherever the program that saved it keeps its texts."""
    xml = parts.content.get(part, b"")
    first = next(iter(spans(xml, ["c"])), None) if xml else None
    if first is None:
        return ""
    inside = xml[first.inner : first.stop]
    if first.attributes.get("t") != "s":
        return unescape(re.sub(rb"<[^>]*>", b"", inside).decode("utf-8", "replace"))
    shared = next((one for kind, one in parts.relations(book_of(parts)).values() if kind == "sharedStrings"), "")
    texts = spans(parts.content.get(shared, b"<none/>"), ["si"])
    number = int(re.sub(rb"<[^>]*>", b"", inside))
    said = parts.content[shared][texts[number].inner : texts[number].stop] if number < len(texts) else b""
    return unescape(re.sub(rb"<[^>]*>", b"", said).decode("utf-8", "replace"))


def put_first(parts: Parts, lines: Sequence[Line], styles: Styles) -> None:
    """Put the list before all other sheets, and have the workbook open with it.

    Parameters
    ----------
    parts
        The workbook.
    lines
        What is to be corrected, in order.
    styles
        The styles of the workbook.
    """
    title = TO_CORRECT[language()]
    book = book_of(parts)
    part = parts.new_name("xl/worksheets/toCorrect{}.xml")
    parts.content[part] = _sheet(lines, styles)
    parts.describe(part, _TYPE)
    key = parts.relate(book, "worksheet", part)
    xml = parts.content[book]
    every = spans(xml, ["sheets", "sheet", "workbookView"])
    sheets = [one for one in every if one.name == "sheet" and "sheetId" in one.attributes]
    name = _free(title, {one.attributes["name"].casefold() for one in sheets})
    number = max(int(one.attributes["sheetId"]) for one in sheets) + 1
    own = prefix(xml, "workbook")
    item = f'<{own}sheet xmlns:r="{RELATIONS}" name="{text(name)}" sheetId="{number}" r:id="{key}"/>'.encode()
    edits = [(sheets[0].start, sheets[0].start, item), *_names(xml, lambda at: at + 1, set())]
    for view in (one for one in every if one.name == "workbookView"):
        tag = with_attributes(xml[view.start : view.inner], activeTab=0, firstSheet=None)
        edits.append((view.start, view.inner, tag))
    parts.content[book] = spliced(xml, edits)


def _free(title: str, taken: set[str]) -> str:
    names = (title, *(f"{title[: _LONGEST - 5]} ({n})" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def _names(xml: bytes, moved: Callable[[int], int], gone: set[int]) -> list[tuple[int, int, bytes]]:
    """Move the names that belong to one sheet (print areas, filters) with it to its new place."""
    edits = []
    for one in spans(xml, ["definedName"]):
        if "localSheetId" in one.attributes:
            at = int(one.attributes["localSheetId"])
            tag = with_attributes(xml[one.start : one.inner], localSheetId=moved(at))
            edits.append((one.start, one.end, b"") if at in gone else (one.start, one.inner, tag))
    return edits


def _sheet(lines: Sequence[Line], styles: Styles) -> bytes:
    # Write the title, the instruction and the headings.
    how = (
        _(
            "Correct the coloured cells (each has a note that says how), save the file, and import it. This sheet is "
            "not read: leave it or delete it."
        )
        if lines
        else _("Nothing is to be corrected: every row and every cell was understood.")
    )
    headings = [_("sheet"), _("cell"), _("value"), _("what is wrong"), _("what to do")]
    rows = [_row(1, [(our_title(), "title")], styles), _row(2, [(how, "plain")], styles)]
    rows += [_row(_TOP, [(one, "heading") for one in headings], styles)] if lines else []
    # Write a row for each line, with a link to the cell that it is about.
    links = []
    for number, line in enumerate(lines, start=_TOP + 1):
        said = [line.sheet, line.cell, line.value, line.problem, line.remedy]
        kinds = ["text", "link" if line.cell else "text", line.level, "text", "text"]
        rows.append(_row(number, list(zip(said, kinds, strict=True)), styles))
        if line.cell:
            place = text("'" + line.sheet.replace("'", "''") + "'!" + line.cell).replace('"', "&quot;")
            links.append(f'<hyperlink ref="B{number}" location="{place}"/>')
    # Put the parts of the sheet in the order that the format prescribes.
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, start=1)
    )
    pane = f'<pane ySplit="{_TOP}" topLeftCell="A{_TOP + 1}" activePane="bottomLeft" state="frozen"/>' if lines else ""
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>{linked}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, cells: Sequence[tuple[str, str]], styles: Styles) -> str:
    made = []
    for letter, (said, kind) in zip("ABCDE", cells, strict=False):
        style = "" if kind == "plain" else f' s="{styles.lettered(kind)}"'
        inside = f' t="inlineStr"><is><t xml:space="preserve">{text(said)}</t></is></c>' if said else "/>"
        made.append(f'<c r="{letter}{number}"{style}{inside}')
    return f'<row r="{number}">{"".join(made)}</row>'
