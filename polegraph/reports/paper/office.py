"""What the office's formats have in common: letters, colours, languages, and files without a clock."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from polegraph.reports.terminal import printable

FONT: Final = "Calibri"
"""On every desk with Office; LibreOffice sets the same text in Carlito, whose letters are as wide."""
ACCENT, ACCENT_SOFT, INK, INK_SOFT, LINE, WARNING = "0B5CAD", "E4EEF9", "16202B", "4D5A68", "D3D9E0", "9C2A10"
"""Colours of the map's page; the warning alone is no shade of them, and no colour says anything that words do not."""
LOCALES: Final = {"en": "en-GB", "fr": "fr-FR"}
AUTHOR: Final = "polegraph"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the oldest time that an archive knows


def about_lines(about: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return label and value of what is known about a paper, as a page can hold them."""
    return [(printable(label), printable(value)) for label, value in about]


def without_clock(content: bytes) -> bytes:
    """Write an archive again without the time of writing, so that the same paper gives the same bytes.

    Parameters
    ----------
    content
        A file of Office.

    Returns
    -------
    bytes
        The same members in the same order.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return written.getvalue()
