"""CORDIS's JSON: lists of flat objects like its CSV files, or one object a project with the rest nested in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources import _csv
from polegraph.sources._csv import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NESTED = {
    "organization": "organization",
    "organizations": "organization",
    "organisation": "organization",
    "organisations": "organization",
    "participants": "organization",
    "euroscivoc": "euroSciVoc",
    "euroscivocs": "euroSciVoc",
    "topics": "topics",
    "topic": "topics",
    "legalbasis": "legalBasis",
    "legalbases": "legalBasis",
}
_CODE = {"euroSciVoc": "euroSciVocCode", "topics": "topic", "legalBasis": "legalBasis"}
_WRAPPERS = ("results", "projects", "organizations", "data", "items", "project")

Row = dict[str, str]


def sheets(contents: Iterable[tuple[str, bytes]], name: str) -> Iterator[Sheet]:
    """Read JSON files that belong together as tables of text.

    Parameters
    ----------
    contents
        Name and bytes of each file.
    name
        What a person calls them together: the file, or the archive that holds one file a project.

    Yields
    ------
    Sheet
        One for each kind of object found; row *n* is the *n*-th such object, from 1.

    Raises
    ------
    PolegraphError
        If a file is not JSON, or holds no list of objects.

    Examples
    --------
    >>> text = b'[{"id": 7, "title": "T", "organizations": [{"name": "Ada", "SME": true}, {"name": "B", "SME": null}]}]'
    >>> for sheet in sheets([("p.json", text)], "p.json"):
    ...     print(sheet.frame.to_dict("list"))
    {'id': ['7'], 'title': ['T']}
    {'name': ['Ada', 'B'], 'SME': ['true', ''], 'projectID': ['7', '7']}
    """
    tables: dict[str, list[Row]] = {}
    for file, content in contents:
        for thing in _objects(_parsed(content, file), file):
            _sort(thing, tables)
    for rows in tables.values():
        frame = pd.DataFrame(rows).fillna("").astype("str")
        yield Sheet(name, frame, np.arange(1, len(frame) + 1, dtype=np.int64))


def _parsed(content: bytes, file: str) -> Any:  # noqa: ANN401  # JSON holds anything
    text = _csv.decoded(content, file)
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise PolegraphError(
            _("this is not sound JSON: {error}").format(error=error), file=file, remedy=_("download it again")
        ) from None
    except RecursionError:
        raise PolegraphError(
            _("this JSON is nested too deeply"), file=file, remedy=_("give the file as CORDIS offers it")
        ) from None


def _objects(parsed: Any, file: str) -> list[dict[str, Any]]:  # noqa: ANN401
    if isinstance(parsed, dict):
        wrapped = next((parsed[key] for key in _WRAPPERS if isinstance(parsed.get(key), list | dict)), None)
        alone = wrapped is None or "id" in parsed
        parsed = [parsed] if alone else wrapped if isinstance(wrapped, list) else [wrapped]
    if not isinstance(parsed, list) or not all(isinstance(thing, dict) for thing in parsed):
        raise PolegraphError(
            _("this JSON is not a list of objects"), file=file, remedy=_("give the file as CORDIS offers it")
        )
    return parsed


def _sort(thing: dict[str, Any], tables: dict[str, list[Row]]) -> None:
    """Put an object, and what is nested in it, into the tables that they belong to."""
    flat = {key: _text(value) for key, value in thing.items() if not isinstance(value, list | dict)}
    nested = {key: value for key, value in thing.items() if isinstance(value, list | dict)}
    project = flat.get("id", flat.get("projectID", ""))
    tables.setdefault(",".join(sorted({"projectID", "id"} & set(flat))), []).append(flat)
    for key, value in nested.items():
        what = _NESTED.get(key.casefold())
        if what is None:
            continue
        for item in value if isinstance(value, list) else [value]:
            row = (
                {inner: _text(cell) for inner, cell in item.items() if not isinstance(cell, list | dict)}
                if isinstance(item, dict)
                else {_CODE.get(what, "name"): _text(item)}
            )
            tables.setdefault(what, []).append({**row, "projectID": project})


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode()
