"""A workbook as the parts of its archive: what is not changed stays byte for byte what its owner saved."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from polegraph.sources.accounting import UNPRINTABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "[Content_Types].xml"
_TAG: Final = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_EXCEL_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LETTERS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Span:
    """An element of an XML text: where its tags begin and end.

    Parameters
    ----------
    name
        Its name without a prefix.
    attributes
        As they stand, prefixes included.
    depth
        How deep it stands; the outermost is 0.
    start, inner
        First byte of its start tag, and first after it.
    stop, end
        First byte of its end tag, and first after it; those of its start tag where it has no other.
    """

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    stop: int = 0
    end: int = 0


def spans(xml: bytes, names: Iterable[str]) -> list[Span]:
    """Find the elements of some names in an XML text, in the order of their start tags.

    Parameters
    ----------
    xml
        The text.
    names
        Names without a prefix.

    Raises
    ------
    ValueError
        If it is not XML as spreadsheet programs write it.

    Examples
    --------
    >>> one = spans(b'<a><x:b k="1>0"/></a>', ["b"])[0]
    >>> one.attributes, one.depth, (one.start, one.inner, one.end)
    ({'k': '1>0'}, 1, (3, 17, 17))
    """
    wanted, found, opened = set(names), list[Span](), list[Span | None]()
    parser = expat.ParserCreate()

    # Record the start tag of an element that was asked for.
    def begin(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        span = None
        if local in wanted:
            at = parser.CurrentByteIndex
            tag = _TAG.match(xml, at)
            if tag is None:
                raise ValueError("a start tag that no spreadsheet program writes")
            span = Span(local, attributes, len(opened), at, tag.end())
            found.append(span)
        opened.append(span)

    # Record the end of its content, and of its end tag.
    def finish(_name: str) -> None:
        span = opened.pop()
        if span is not None:
            alone = xml[span.inner - 2 : span.inner] == b"/>"
            span.stop = span.inner if alone else parser.CurrentByteIndex
            span.end = span.inner if alone else xml.index(b">", span.stop) + 1

    # Refuse entities before any is expanded.
    def refuse(*_said: object) -> None:
        raise ValueError("a document type, which no spreadsheet program writes")

    # Parse the whole text.
    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # expat takes it by position
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def spliced(xml: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Return a text with parts replaced.

    Parameters
    ----------
    xml
        The text.
    edits
        First byte, first byte after, and what stands there instead; where two begin together, in their order.

    Examples
    --------
    >>> spliced(b"abcd", [(3, 3, b"-"), (1, 2, b"B")])
    b'aBc-d'
    """
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def with_attributes(tag: bytes, **values: object) -> bytes:
    """Return a start tag with attributes set; None takes one away.

    Parameters
    ----------
    tag
        From ``<`` to ``>``.
    **values
        The attributes.

    Examples
    --------
    >>> with_attributes(b'<c r="A1" s="3"/>', s=4, t=None, k="x")
    b'<c r="A1" s="4" k="x"/>'
    """
    for name, value in values.items():
        there = re.search(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", tag)
        new = b"" if value is None else f" {name}={quoteattr(str(value))}".encode()
        if there:
            tag = tag[: there.start()] + new + tag[there.end() :]
        elif new:
            close = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:close].rstrip() + new + tag[close:]
    return tag


def text(value: str) -> str:
    """Return a text as it may stand in an element of a workbook.

    Parameters
    ----------
    value
        Any text.

    Examples
    --------
    >>> text("a<b _x000D_")
    'a&lt;b _x005F_x000D_'
    """
    return escape(_EXCEL_ESCAPE.sub("_x005F_", UNPRINTABLE.sub(" ", value)))


def prefix(xml: bytes, element: str) -> str:
    """Return the prefix that the elements of a text carry, with its colon; mostly none.

    Parameters
    ----------
    xml
        The text.
    element
        Name of the outermost element, without a prefix.
    """
    found = re.search(rb"<(\w+:)?" + element.encode() + rb"[\s/>]", xml)
    return (found[1] or b"").decode() if found else ""


def address(row: int, place: int) -> str:
    """Return the address of a cell in Excel.

    Parameters
    ----------
    row
        As Excel numbers it.
    place
        Its column, from 0.

    Examples
    --------
    >>> address(3, 0), address(1, 27)
    ('A3', 'AB1')
    """
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters, place = chr(ord("A") + rest) + letters, place - 1
    return f"{letters}{row}"


def where(name: str) -> tuple[int, int]:
    """Return the row and the column, from 0, of an address in Excel.

    Parameters
    ----------
    name
        The cell.

    Examples
    --------
    >>> where("AB1")
    (1, 27)
    """
    found = _LETTERS.fullmatch(name.replace("$", ""))
    if found is None:
        raise ValueError(f"no cell is called {name}")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return int(found[2]), number - 1


@dataclass
class Parts:
    """The parts of a workbook.

    Parameters
    ----------
    content
        By name, in the order of the archive.
    dates
        When each was written, by the archive.
    """

    content: dict[str, bytes]
    dates: dict[str, tuple[int, int, int, int, int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: bytes) -> Parts:
        """Read the parts of a workbook.

        Parameters
        ----------
        book
            The file.
        """
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            return cls(
                {one.filename: archive.read(one) for one in members}, {one.filename: one.date_time for one in members}
            )

    def packed(self) -> bytes:
        """Return the workbook; the same parts give the same bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.content.items():
                info = zipfile.ZipInfo(name, self.dates.get(name, _EARLIEST))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return stream.getvalue()

    def new_name(self, pattern: str) -> str:
        """Return a name that no part has yet.

        Parameters
        ----------
        pattern
            With ``{}`` in the place of a number.
        """
        taken = {name.lower() for name in self.content}
        return next(name for n in range(1, len(taken) + 2) if (name := pattern.format(n)).lower() not in taken)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part inside the workbook: by identifier the last word of its type, and a part.

        Parameters
        ----------
        part
            Its name; an empty one for the workbook as a whole.
        """
        found: dict[str, tuple[str, str]] = {}
        for one in spans(self.content.get(_relations_of(part), b"<none/>"), ["Relationship"]):
            said = one.attributes
            if said.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), said["Target"])).lstrip("/")
                found[said["Id"]] = said["Type"].rpartition("/")[2], target
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Link a part to another; return the identifier.

        Parameters
        ----------
        part
            Which one.
        kind
            Last word of the type.
        target
            Name of the other.
        """
        name = _relations_of(part)
        empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"/>'
        xml = self.content.setdefault(name, empty.encode())
        taken = {one.attributes["Id"] for one in spans(xml, ["Relationship"])}
        key = next(f"rIdP{n}" for n in range(1, len(taken) + 2) if f"rIdP{n}" not in taken)
        own = prefix(xml, "Relationships")
        item = f'<{own}Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target={quoteattr("/" + target)}/>'
        self.content[name] = within(xml, "Relationships", item.encode())
        return key

    def describe(self, part: str, kind: str) -> None:
        """Describe of what type a part is.

        Parameters
        ----------
        part
            Its name.
        kind
            The media type.
        """
        xml = self.content[_TYPES]
        own = prefix(xml, "Types")
        if part.endswith(".vml"):
            known = [one for one in spans(xml, ["Default"]) if one.attributes["Extension"].lower() == "vml"]
            item = "" if known else f'<{own}Default Extension="vml" ContentType="{kind}"/>'
        else:
            item = f'<{own}Override PartName={quoteattr("/" + part)} ContentType="{kind}"/>'
        self.content[_TYPES] = within(xml, "Types", item.encode())

    def forget(self, part: str, pointing: str) -> None:
        """Remove a part from the workbook.

        Parameters
        ----------
        part
            Its name.
        pointing
            The part that points to it.
        """
        keys = [key for key, (_kind, target) in self.relations(pointing).items() if target == part]
        del self.content[part]
        self.content.pop(_relations_of(part), None)
        for name, element, attribute, values in (
            (_relations_of(pointing), "Relationship", "Id", keys),
            (_TYPES, "Override", "PartName", [f"/{part}"]),
        ):
            xml = self.content[name]
            gone = [one for one in spans(xml, [element]) if one.attributes[attribute] in values]
            self.content[name] = spliced(xml, [(one.start, one.end, b"") for one in gone])


def within(xml: bytes, element: str, item: bytes, count: int | None = None) -> bytes:
    """Return a text with an insertion at the end of the first element of a name.

    Parameters
    ----------
    xml
        The text.
    element
        The element.
    item
        What to put there.
    count
        The new value of its attribute ``count``; None if it has none.
    """
    found = next(iter(spans(xml, [element])), None)
    if found is None:
        raise ValueError(f"there is no {element}")
    tag = xml[found.start : found.inner]
    new = tag if count is None else with_attributes(tag, count=count)
    if found.stop == found.inner == found.end:
        name = re.match(rb"<([^\s/>]+)", tag)
        assert name is not None  # noqa: S101  # a start tag has a name
        return spliced(xml, [(found.start, found.end, new[:-2].rstrip() + b">" + item + b"</" + name[1] + b">")])
    return spliced(xml, [(found.start, found.inner, new), (found.stop, found.stop, item)])


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
