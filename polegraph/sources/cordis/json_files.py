"""Parser of CORDIS's JSON: flat objects like the rows of its CSV files, or one nested object a project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from polegraph.errors import PolegraphError
from polegraph.files import csv_tables
from polegraph.i18n import _
from polegraph.sources.cordis.layouts import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.sources.cordis.nested import Taken

_RECORD = frozenset(["id", "projectid", "reference", "acronym", "title", "name", "rcn"])


def take(content: bytes, file: str, taken: Taken) -> None:
    """Read a JSON file.

    Parameters
    ----------
    content
        Its bytes.
    file
        Display name, for messages.
    taken
        Where its objects go.

    Raises
    ------
    PolegraphError
        If it is not JSON, or holds no list of objects.

    Examples
    --------
    >>> from polegraph.sources.cordis.nested import Taken
    >>> taken = Taken()
    >>> text = b'[{"id": 7, "title": "T", "partners": [{"name": "Ada", "SME": true}, {"name": "B", "SME": null}]}]'
    >>> take(text, "p.json", taken)
    >>> for what, sheet in taken.sheets("p.json"):
    ...     print(what, sheet.frame.to_dict("list"))
    organization {'name': ['Ada', 'B'], 'SME': ['true', ''], 'projectID': ['7', '7']}
    project {'id': ['7'], 'title': ['T']}
    """
    try:
        for thing in list(_objects(_parsed(content, file), file)):
            taken.add(thing)
    except RecursionError:
        raise _too_deep(file) from None


def _parsed(content: bytes, file: str) -> Any:  # noqa: ANN401  # JSON holds anything
    text = csv_tables.decoded(content, file)
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        lines = _lines(text)
        if lines is not None:
            return lines
        raise PolegraphError(
            _("this is not sound JSON: {error}").format(error=error), file=file, remedy=_("download it again")
        ) from None
    except RecursionError:
        raise _too_deep(file) from None


def _lines(text: str) -> list[Any] | None:
    """Read JSON Lines; None if a line is no object."""
    try:
        found = [
            json.loads(line, parse_int=str, parse_float=str, parse_constant=str) for line in text.splitlines() if line
        ]
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if len(found) > 1 else None


def _too_deep(file: str) -> PolegraphError:
    return PolegraphError(_("this JSON is nested too deeply"), file=file, remedy=_("give the file as CORDIS offers it"))


def _objects(parsed: Any, file: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the objects in a file, with or without a wrapper."""
    if isinstance(parsed, dict):
        inner = [value for value in parsed.values() if _holds_objects(value)]
        if inner and not _RECORD & {plain(key) for key, value in parsed.items() if not isinstance(value, list | dict)}:
            for value in inner:
                yield from _objects(value, file)
        else:
            yield parsed
    elif isinstance(parsed, list) and all(isinstance(thing, dict) for thing in parsed):
        for thing in parsed:
            yield from _objects(thing, file)
    else:
        raise PolegraphError(
            _("this JSON is not a list of objects"), file=file, remedy=_("give the file as CORDIS offers it")
        )


def _holds_objects(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict) and bool(value)
