"""Read the words of a page that the browser printed to PDF: just enough of the format, of the kind that it writes."""

from __future__ import annotations

import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|(T[jJ])")


def words(pdf: bytes) -> str:
    """Return the text of all pages, in the order in which it is drawn, as `plain` leaves it."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        name: _letters(_stream(objects[int(unicode_[1])]))
        for body in objects.values()
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body)
        if (unicode_ := re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)]))
    }
    text = ""
    for body in objects.values():
        if b"stream" in body and b" Tf" in (content := _stream(body)):
            text += _drawn(content, fonts)
    return plain(text)


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Return the width and height of each page in points, rounded."""
    found = re.findall(rb"/Type /Page\n.*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf, re.DOTALL)
    return [(round(float(wide)), round(float(high))) for wide, high in found]


def plain(text: str) -> str:
    """Leave out blanks, marks that isolate names, and ligatures."""
    return re.sub(r"[\s\u2068\u2069]", "", unicodedata.normalize("NFKC", text))


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _letters(table: bytes) -> dict[int, str]:
    """Read which glyphs stand for which letters."""
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letter in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = chr(int(letter, 16) + step)
    return letters


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, letters = "", dict[int, str]()
    for font, glyphs, _operator in _SHOWN.findall(content):
        if font:
            letters = fonts.get(font, {})
        for at in range(0, len(glyphs), 4):
            text += letters.get(int(glyphs[at : at + 4], 16), "")
    return text
