"""The paper written to a file, whole or not at all; the suffix says in which format."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypedDict

from polegraph.errors import PolegraphError, not_one_of
from polegraph.files import whole
from polegraph.i18n import _, language, printing, speaking

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import Unpack

    from polegraph.network import Network
    from polegraph.reports.paper.blocks import Document

RENDERERS: Final = {"html": "html", "xlsx": "spreadsheet", "docx": "word", "pptx": "slides", "pdf": "pdf"}
"""Suffix → module of this package that writes it."""


class Asked(TypedDict, total=False):
    """What a paper is asked to be about; see `polegraph.reports.paper.content.document`."""

    pole: str | None
    year: int | None
    audience: Literal["public", "members", "internal"]
    draws: int
    seed: int
    about: Iterable[tuple[str, str]]
    notice: str


def write(
    net: Network, path: str | os.PathLike[str], *, lang: Literal["en", "fr"] | None = None, **asked: Unpack[Asked]
) -> None:
    """Write the paper for the committee: the same words and numbers in five formats.

    Parameters
    ----------
    net
        The network, on its day (`Network.on`).
    path
        A file with the suffix ``.html``, ``.xlsx``, ``.docx``, ``.pptx`` or ``.pdf``.
    lang
        ``en`` or ``fr``; None for the language of the moment.
    **asked
        ``pole`` (identifier or name; the others are there to compare with), ``year`` of the scorecard, ``audience``
        (``public``, ``members`` or ``internal``), ``draws`` and ``seed`` of the random networks, ``about`` (lines on
        where it comes from), ``notice`` (a sentence that stands on each page).

    Raises
    ------
    PolegraphError
        If the file has another suffix or cannot be written, there is no such pôle, or PDF needs to be installed.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.errors import PolegraphError
    >>> try:
    ...     write(polegraph.examples.tiny(), "report.txt")
    ... except PolegraphError as error:
    ...     print(error.remedy)
    use one of: .html, .xlsx, .docx, .pptx, .pdf
    """
    suffix = refuse_suffix(path)
    from polegraph.reports.paper.content import document  # noqa: PLC0415  # heavy libraries load when used

    with speaking(lang or language()), printing(), whole(path) as temporary:
        temporary.write_bytes(rendered(document(net, **asked), suffix))


def refuse_suffix(path: str | os.PathLike[str]) -> str:
    """Return the suffix of a paper's file; refuse one that it cannot be written as, before anything is computed.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    PolegraphError
        If it has another suffix, or PDF needs to be installed.

    Examples
    --------
    >>> refuse_suffix("Report.DOCX")
    'docx'
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in RENDERERS:
        raise not_one_of(
            _("a report cannot be written as this"), None, (f".{one}" for one in RENDERERS), file=str(path)
        )
    if suffix == "pdf" and find_spec("typst") is None:
        raise PolegraphError(
            _("what writes PDF is not installed"),
            file=str(path),
            remedy=_("install it: pip install {package}; or write .html or .docx").format(package='"polegraph[pdf]"'),
        )
    return suffix


def rendered(document: Document, suffix: str) -> bytes:
    """Return a paper in a format.

    Parameters
    ----------
    document
        The paper.
    suffix
        One of `RENDERERS`.
    """
    renderer = import_module(f"polegraph.reports.paper.{RENDERERS[suffix]}")
    made: bytes = renderer.render(document)
    return made
