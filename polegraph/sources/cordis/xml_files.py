"""Parser of CORDIS's XML: one file a project, in an archive, with partners, topics and fields of science nested."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from polegraph.errors import PolegraphError
from polegraph.files import csv_tables
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.sources.cordis.nested import Taken

_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_SKIPPED: Final = frozenset(["article", "result", "webLink", "webItem", "parents", "parent"])
_EDITORS: Final = frozenset(["readOnly"])  # attributes that do not describe the element
_DEEPEST: Final = 60  # deeper nesting is no file of CORDIS, which needs a dozen levels


def take(content: bytes, file: str, taken: Taken) -> None:
    r"""Read an XML file.

    Parameters
    ----------
    content
        Its bytes.
    file
        Display name, for messages.
    taken
        Where its projects go.

    Raises
    ------
    PolegraphError
        If it is not sound XML, holds no project, or declares entities: those are how a small file becomes a huge one,
        or reads other files.

    Examples
    --------
    >>> from polegraph.sources.cordis.nested import Taken
    >>> taken = Taken()
    >>> text = b'<project><id>7</id><organization sme="true"><legalName>Ada</legalName></organization></project>'
    >>> take(text, "a.xml", taken)
    >>> [(what, sheet.frame.to_dict("records")) for what, sheet in taken.sheets("a.xml")]
    [('organization', [{'sme': 'true', 'name': 'Ada', 'projectID': '7'}]), ('project', [{'id': '7'}])]
    """
    text = _decoded(content, file)
    if "<!ENTITY" in text:
        raise PolegraphError(
            _("this XML declares entities, which no file of CORDIS does"),
            file=file,
            remedy=_("check where it comes from; give the file as CORDIS offers it"),
        )
    try:
        root = ET.fromstring(text)  # noqa: S314  # without entities there is nothing to expand and nothing to fetch
    except (ET.ParseError, ValueError) as error:
        raise PolegraphError(
            _("this is not sound XML: {error}").format(error=error), file=file, remedy=_("download it again")
        ) from None
    projects = [thing for element in _projects(root, 0) if isinstance(thing := _as_object(element, 0, file), dict)]
    if not projects:
        raise PolegraphError(
            _("there is no project in this XML"), file=file, remedy=_("give the file as CORDIS offers it")
        )
    for project in projects:
        taken.add(project)


def _decoded(content: bytes, file: str) -> str:
    """Decode by the encoding that the file declares, else as any other text."""
    match = _DECLARED.match(content[:300].lstrip())
    if match is not None:
        try:
            return content.decode(codecs.lookup(match[1].decode()).name).lstrip("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass
    return csv_tables.decoded(content, file)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _projects(element: ET.Element, depth: int) -> Iterator[ET.Element]:
    """Find the projects, which are not nested in each other."""
    if _local(element.tag) == "project":
        yield element
    elif depth < _DEEPEST:
        for child in element:
            yield from _projects(child, depth + 1)


def _as_object(element: ET.Element, depth: int, file: str) -> Any:  # noqa: ANN401  # text or an object
    """Return an element as in JSON: attributes and children by name, a list where a name is repeated."""
    if depth > _DEEPEST:
        raise PolegraphError(
            _("this XML is nested too deeply"), file=file, remedy=_("give the file as CORDIS offers it")
        )
    found: dict[str, Any] = {
        _local(name): value for name, value in element.attrib.items() if _local(name) not in _EDITORS
    }
    if not len(element) and not found:
        return (element.text or "").strip()
    for child in element:
        name = _local(child.tag) if isinstance(child.tag, str) else ""
        if not name or name in _SKIPPED:
            continue
        value = _as_object(child, depth + 1, file)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    if not len(element) and (element.text or "").strip():
        found.setdefault("text", (element.text or "").strip())
    return found
