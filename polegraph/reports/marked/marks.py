"""Colours and notes put into a workbook, cell by cell; all else in it stays as its owner saved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.reports.marked import notes
from polegraph.reports.marked.parts import Parts, Span, address, prefix, spans, spliced, where, with_attributes, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COLOURS: Final = {"error": "FFFFC7CF", "remark": "FFFFEB9D"}
"""What cells are coloured with; no colour of Excel's own, so that they are known again."""
_FONTS: Final = (
    '<{p}font><{p}b/><{p}sz val="{size}"/><{p}name val="Calibri"/><{p}family val="2"/></{p}font>',
    '<{p}font><{p}u/><{p}sz val="{size}"/><{p}color rgb="FF0563C1"/><{p}name val="Calibri"/></{p}font>',
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to be coloured.

    Parameters
    ----------
    row
        As Excel numbers it.
    place
        Its column, from 0.
    level
        One of `COLOURS`.
    note
        The text of the note; empty for a colour alone.
    """

    row: int
    place: int
    level: str
    note: str


def merged(parts: Parts, sheet: str) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of a sheet: first row and column, last row and column.

    Parameters
    ----------
    parts
        The workbook.
    sheet
        Its part.
    """
    found = []
    for one in spans(parts.content[sheet], ["mergeCell"]):
        first, _colon, last = one.attributes["ref"].partition(":")
        found.append((*where(first), *where(last or first)))
    return found


class Styles:
    """The styles of a workbook, to which those of marked cells are added.

    Parameters
    ----------
    parts
        The workbook.
    part
        The part of its styles.
    """

    def __init__(self, parts: Parts, part: str) -> None:
        self.parts, self.part = parts, part
        xml = parts.content[part]
        self.prefix = prefix(xml, "styleSheet")
        self._formats = _children(xml, "cellXfs", "xf")
        self._fills = len(_children(xml, "fills", "fill"))
        self._ours = [i for i, fill in enumerate(_children(xml, "fills", "fill")) if _is_ours(fill)]
        self._fonts = len(_children(xml, "fonts", "font"))
        self._new_fills: list[bytes] = []
        self._new_fonts: list[bytes] = []
        self._made: dict[tuple[int, str], int] = {}
        if not self._formats or not self._fills or not self._fonts:
            raise ValueError("styles without fonts, fills or formats")

    def coloured(self, style: int, level: str) -> int:
        """Return the style that is another one with the colour of a level.

        Parameters
        ----------
        style
            The number of the other.
        level
            One of `COLOURS`.
        """
        return self._like(style, level, fillId=self._fill(level), applyFill=1)

    def plain(self, style: int) -> int:
        """Return a style without the colour of marks: itself, if it does not have it.

        Parameters
        ----------
        style
            Its number.
        """
        found = spans(self._formats[style], ["xf"]) if 0 <= style < len(self._formats) else []
        if not found or int(found[0].attributes.get("fillId", 0)) not in self._ours:
            return style
        return self._like(style, "plain", fillId=0, applyFill=None)

    def lettered(self, kind: str) -> int:
        """Return the style of a cell of the list of corrections.

        Parameters
        ----------
        kind
            ``title``, ``heading``, ``text``, ``link``; or a level, for its colour.
        """
        if (0, kind) in self._made:
            return self._made[0, kind]
        p = self.prefix
        font = {"title": self._font(0, 14), "heading": self._font(0, 11), "link": self._font(1, 11)}.get(kind, 0)
        fill = self._fill(kind) if kind in COLOURS else 0
        wrap = "" if kind == "title" else f'<{p}alignment vertical="top" wrapText="1"/>'
        xf = f'<{p}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1" applyFill="1" '
        return self._add((0, kind), f'{xf}applyAlignment="1">{wrap}</{p}xf>'.encode())

    def write(self) -> None:
        """Write the added styles into the workbook."""
        xml = self.parts.content[self.part]
        for container, kind, new in (
            ("fonts", "font", self._new_fonts),
            ("fills", "fill", self._new_fills),
            ("cellXfs", "xf", self._formats[len(_children(xml, "cellXfs", "xf")) :]),
        ):
            if new:
                xml = within(xml, container, b"".join(new), len(_children(xml, container, kind)) + len(new))
        self.parts.content[self.part] = xml

    def _like(self, style: int, what: str, **changes: object) -> int:
        style = style if 0 <= style < len(self._formats) else 0
        if (style, what) in self._made:
            return self._made[style, what]
        old = self._formats[style]
        inner = spans(old, ["xf"])[0].inner
        return self._add((style, what), with_attributes(old[:inner], **changes) + old[inner:])

    def _add(self, key: tuple[int, str], xf: bytes) -> int:
        self._formats.append(xf)
        self._made[key] = len(self._formats) - 1
        return self._made[key]

    def _fill(self, level: str) -> int:
        p = self.prefix
        fill = (
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{COLOURS[level]}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        ).encode()
        if fill not in self._new_fills:
            self._new_fills.append(fill)
        return self._fills + self._new_fills.index(fill)

    def _font(self, which: int, size: int) -> int:
        font = _FONTS[which].format(p=self.prefix, size=size).encode()
        if font not in self._new_fonts:
            self._new_fonts.append(font)
        return self._fonts + self._new_fonts.index(font)


def _children(xml: bytes, container: str, name: str) -> list[bytes]:
    """Return the elements of a name that stand directly in the first element of another."""
    every = spans(xml, [container, name])
    outer = next((one for one in every if one.name == container), None)
    if outer is None:
        return []
    return [
        xml[one.start : one.end]
        for one in every
        if one.name == name and one.depth == outer.depth + 1 and outer.start < one.start < outer.end
    ]


def _is_ours(fill: bytes) -> bool:
    return any(colour.encode() in fill for colour in COLOURS.values())


def mark(parts: Parts, sheet: str, marks: Sequence[Mark], styles: Styles) -> None:
    """Colour cells of a sheet and write a note into each; take away what was marked before.

    Parameters
    ----------
    parts
        The workbook.
    sheet
        The part of the sheet.
    marks
        Its cells, each once.
    styles
        The styles of the workbook.
    """
    before = notes.taken_away(parts, sheet)
    wanted = {(one.row, one.place): one for one in marks}
    xml = parts.content[sheet]
    edits = _selected(xml)
    if before or wanted:
        edits += _coloured(xml, wanted, set(map(where, before)), styles)
    parts.content[sheet] = spliced(xml, edits)
    notes.add(parts, sheet, {address(one.row, one.place): one.note for one in marks if one.note})


def _selected(xml: bytes) -> list[tuple[int, int, bytes]]:
    """Remove a sheet from those that are selected together: what is typed would go into all of them."""
    return [
        (one.start, one.inner, with_attributes(xml[one.start : one.inner], tabSelected=None))
        for one in spans(xml, ["sheetView"])
        if "tabSelected" in one.attributes
    ]


def _coloured(
    xml: bytes, wanted: Mapping[tuple[int, int], Mark], before: set[tuple[int, int]], styles: Styles
) -> list[tuple[int, int, bytes]]:
    """Set the styles of cells of a sheet; cells that are missing because they are empty are made."""
    # Group the marks by row.
    own = prefix(xml, "worksheet")
    found = spans(xml, ["col", "row", "c"])
    columns = [one for one in found if one.name == "col"]
    edits: list[tuple[int, int, bytes]] = []
    by_row: dict[int, dict[int, Mark]] = {}
    for (row, place), one in wanted.items():
        by_row.setdefault(row, {})[place] = one
    # Give the cells that are there their styles; former marks are taken off.
    for row, line, cells in _rows(found):
        missing = by_row.get(row, {})
        for place, cell in cells:
            this = missing.pop(place, None)
            style = int(cell.attributes.get("s", 0))
            new = style if (row, place) not in before else styles.plain(style)
            new = styles.coloured(new, this.level) if this else new
            if new != style:
                edits.append((cell.start, cell.inner, with_attributes(xml[cell.start : cell.inner], s=new)))
        # Make the cells that are missing, each before the next one of its row.
        made: dict[int, bytes] = {}
        for place, one in sorted(missing.items()):
            style = styles.coloured(_style_of_empty(line, columns, place), one.level)
            at = next((cell.start for there, cell in cells if there > place), line.stop)
            made[at] = made.get(at, b"") + f'<{own}c r="{address(row, place)}" s="{style}"/>'.encode()
        # Open a row that was written without cells.
        if line.stop == line.end and made:
            opened = xml[line.start : line.inner - 2].rstrip() + b">" + made[line.stop] + f"</{own}row>".encode()
            edits.append((line.start, line.end, opened))
        else:
            edits += [(at, at, new) for at, new in made.items()]
    return edits


def _rows(found: Iterable[Span]) -> list[tuple[int, Span, list[tuple[int, Span]]]]:
    """Match rows and cells with the numbers that Excel shows, also where the file does not give their numbers."""
    rows: list[tuple[int, Span, list[tuple[int, Span]]]] = []
    number = place = 0
    for one in found:
        if one.name == "row":
            number, place = int(one.attributes.get("r", number + 1)), -1
            rows.append((number, one, []))
        elif one.name == "c" and rows and one.start < rows[-1][1].end:
            place = where(one.attributes["r"])[1] if "r" in one.attributes else place + 1
            rows[-1][2].append((place, one))
    return rows


def _style_of_empty(line: Span, columns: Sequence[Span], place: int) -> int:
    """Return the style that an empty cell has from its row or its column."""
    if line.attributes.get("customFormat") in {"1", "true"}:
        return int(line.attributes.get("s", 0))
    for one in columns:
        if int(one.attributes["min"]) <= place + 1 <= int(one.attributes["max"]):
            return int(one.attributes.get("style", 0))
    return 0
