"""The notes of the cells of a workbook: added beside those that are there, and taken away again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from polegraph.reports.marked.parts import RELATIONS, prefix, spans, spliced, text, where, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polegraph.reports.marked.parts import Parts, Span

AUTHOR: Final = "polegraph"
MOST: Final = 1000
"""Notes that a sheet gets; Excel becomes slow with more, and each cell is listed anyway."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What the order of a sheet's elements puts after the drawing of its notes.
_AFTER: Final = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
_SHAPES: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{block}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1.5pt;'
    'width:240pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 15, '
    "{bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_BLOCK: Final = 1024  # numbers of shapes that belong to one number of a drawing
_OURS: Final = re.compile(
    rb"<v:shape\s(?:(?!</v:shape>).)*?<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>(?:(?!</v:shape>).)*?</v:shape>",
    re.DOTALL,
)
_BELOW: Final = re.compile(rb"\s*" + AUTHOR.encode() + rb":(?:\r?\n|_x000[aAdD]_|&#1[03];)")
_ROW_HEIGHT, _LINE, _COLUMNS = 15, 46, 4  # points of a row; letters on a line of a note; columns that it covers


def add(parts: Parts, sheet: str, notes: Mapping[str, str]) -> None:
    """Add notes to the cells of a sheet; where its owner has written one, the new note is below it.

    Parameters
    ----------
    parts
        The workbook.
    sheet
        The part of the sheet.
    notes
        By cell, as Excel calls it; of more than `MOST` the first ones.
    """
    notes = dict(list(notes.items())[:MOST])
    related = dict(parts.relations(sheet).values())
    if not notes:
        return
    part = related.get("comments")
    if part is None:
        part = parts.new_name("xl/comments{}.xml")
        parts.content[part] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}"><authors/>'
            "<commentList/></comments>"
        ).encode()
        parts.describe(part, _COMMENTS)
        parts.relate(sheet, "comments", part)
    there = _beside(parts, part, notes, threaded="threadedComment" in related)
    new = {cell: note for cell, note in notes.items() if cell not in there}
    if new:
        _written(parts, part, new)
        _drawn(parts, sheet, new)


def _beside(parts: Parts, part: str, notes: Mapping[str, str], *, threaded: bool) -> set[str]:
    """Write polegraph's notes below those that are there; notes of a conversation are not changed."""
    xml = parts.content[part]
    own = prefix(xml, "comments")
    every = spans(xml, ["comment", "text"])
    there, edits = set(), []
    for comment in (one for one in every if one.name == "comment" and one.attributes["ref"] in notes):
        cell = comment.attributes["ref"]
        there.add(cell)
        inner = next((one for one in every if one.name == "text" and comment.start < one.start < comment.end), None)
        if inner is not None and inner.stop != inner.inner and not threaded:
            run = f'<{own}r><{own}t xml:space="preserve">\n\n{AUTHOR}:\n{text(notes[cell])}</{own}t></{own}r>'
            edits.append((inner.stop, inner.stop, run.encode()))
    parts.content[part] = spliced(xml, edits)
    return there


def _written(parts: Parts, part: str, notes: Mapping[str, str]) -> None:
    xml = parts.content[part]
    own = prefix(xml, "comments")
    authors = _authors(xml)
    if AUTHOR not in authors:
        xml = within(xml, "authors", f"<{own}author>{AUTHOR}</{own}author>".encode())
        authors.append(AUTHOR)
    items = "".join(
        f'<{own}comment ref="{cell}" authorId="{authors.index(AUTHOR)}"><{own}text><{own}r>'
        f'<{own}t xml:space="preserve">{text(note)}</{own}t></{own}r></{own}text></{own}comment>'
        for cell, note in notes.items()
    )
    parts.content[part] = within(xml, "commentList", items.encode())


def _cut(xml: bytes, texts: Sequence[Span]) -> list[tuple[int, int, bytes]]:
    """Cut off polegraph's text below a person's own note, whether a program has made one text of both or not."""
    edits = []
    for at, one in enumerate(texts):
        found = _BELOW.search(xml, one.inner, one.stop)
        if found:
            edits.append((found.start(), one.stop, b""))
            return edits + [(more.inner, more.stop, b"") for more in texts[at + 1 :]]
    return edits


def _authors(xml: bytes) -> list[str]:
    return [xml[one.inner : one.stop].decode("utf-8", "replace").strip() for one in spans(xml, ["author"])]


def _drawn(parts: Parts, sheet: str, notes: Mapping[str, str]) -> None:
    """Draw the boxes in which Excel shows the notes."""
    # Find the drawing of the sheet, or add one.
    key = next((one.attributes for one in spans(parts.content[sheet], ["legacyDrawing"])), None)
    related = parts.relations(sheet)
    part = related[_identifier(key)][1] if key is not None else ""
    if part not in parts.content:
        part = parts.new_name("xl/drawings/vmlDrawingPolegraph{}.vml")
        block = 1 + sum(name.endswith(".vml") for name in parts.content) * 8
        parts.content[part] = _SHAPES.format(block=block).encode()
        parts.describe(part, _DRAWING)
        _point(parts, sheet, parts.relate(sheet, "vmlDrawing", part))
    # Number the shapes after those that are there.
    xml = parts.content[part]
    numbers = [int(one) for one in re.findall(rb"_x0000_s(\d+)", xml)]
    own = re.search(rb"<o:idmap[^>]*\sdata=[\"'](\d+)", xml)
    number = max([*numbers, int(own[1]) * _BLOCK if own else _BLOCK])
    shapes = [] if b'id="_x0000_t202"' in xml else [_SHAPE_TYPE]
    # Draw a box for each note, as high as its text.
    for cell, note in notes.items():
        number += 1
        row, column = where(cell)
        lines = sum(1 + len(line) // _LINE for line in note.split("\n")) + 1
        shapes.append(
            _SHAPE.format(
                number=number,
                height=lines * _ROW_HEIGHT,
                left=column + 1,
                right=column + 1 + _COLUMNS,
                top=max(row - 2, 0),
                bottom=max(row - 2, 0) + lines,
                row=row - 1,
                column=column,
            )
        )
    # Insert the boxes at the end of the drawing.
    end = xml.rindex(b"</xml>")
    parts.content[part] = xml[:end] + "".join(shapes).encode() + xml[end:]


def _identifier(attributes: Mapping[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")


def _point(parts: Parts, sheet: str, key: str) -> None:
    """Link a sheet to the drawing of its notes, where the order of its elements requires it."""
    xml = parts.content[sheet]
    own = prefix(xml, "worksheet")
    item = f'<{own}legacyDrawing xmlns:r="{RELATIONS}" r:id="{key}"/>'.encode()
    old = next(iter(spans(xml, ["legacyDrawing"])), None)
    if old is not None:
        parts.content[sheet] = spliced(xml, [(old.start, old.end, item)])
        return
    root = spans(xml, ["worksheet"])[0]
    at = next((one.start for one in spans(xml, _AFTER) if one.depth == 1), root.stop)
    parts.content[sheet] = spliced(xml, [(at, at, item)])


def taken_away(parts: Parts, sheet: str) -> list[str]:
    """Remove polegraph's notes from a sheet; return the cells that had one.

    Parameters
    ----------
    parts
        The workbook.
    sheet
        The part of the sheet.
    """
    related = dict(parts.relations(sheet).values())
    part = related.get("comments", "")
    if part not in parts.content:
        return []
    xml = parts.content[part]
    every = spans(xml, ["comment", "t"])
    authors = _authors(xml)
    cells, whole, edits = [], [], []
    for one in every:
        if one.name == "comment" and authors[int(one.attributes["authorId"]) :][:1] == [AUTHOR]:
            whole.append(one.attributes["ref"])
            edits.append((one.start, one.end, b""))
        elif one.name == "comment":
            cuts = _cut(xml, [text for text in every if text.name == "t" and one.start < text.start < one.end])
            cells += [one.attributes["ref"]] if cuts else []
            edits += cuts
    parts.content[part] = spliced(xml, edits)
    drawing = related.get("vmlDrawing", "")
    if whole and drawing in parts.content:
        gone = {(row - 1, column) for row, column in map(where, whole)}
        parts.content[drawing] = _OURS.sub(
            lambda found: b"" if (int(found[1]), int(found[2])) in gone else found[0], parts.content[drawing]
        )
    return [*cells, *whole]
