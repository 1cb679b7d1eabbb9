"""Read the words and the sheets of a page that the browser printed to PDF."""

from __future__ import annotations

import io
import re
import unicodedata

from pypdf import PdfReader


def words(pdf: bytes) -> str:
    """Return the text of all pages, in the order in which it is drawn, as `plain` leaves it."""
    return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Return the width and height of each page in points, rounded."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return [(round(box.width), round(box.height)) for box in boxes]


def plain(text: str) -> str:
    """Leave out blanks, marks that isolate names, and ligatures."""
    return re.sub(r"[\s\u2068\u2069]", "", unicodedata.normalize("NFKC", text))
