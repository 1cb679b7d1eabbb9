"""A small network whose names attack pages, and what reads a site back."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pandas as pd

from polegraph import Network

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "]]></channel><!--<script>",
    "{{ 7*7 }} {% raw %}",
    "\u202egnp.exe\x00\x1b[31m",
    "=HYPERLINK(\"http://evil\") & Co 'x'",
)
IDS = ("../../etc/passwd", "con", "Con", "A/B", "a b", "x" * 150)


def hostile() -> Network:
    """Return organisations, projects, a pôle and a theme with such names and identifiers; one is hidden."""
    orgs = pd.DataFrame({"org_id": [*IDS, "hidden"], "name": [*HOSTILE, "Secret works"]})
    orgs["kind"] = ["company"] * 4 + ["lab"] * 3
    orgs["size"] = pd.Series(["sme", "large", "sme", "micro", None, None, None], dtype="str")
    orgs["city"] = HOSTILE[1]
    orgs["visibility"] = pd.Series([None] * 6 + ["internal"], dtype="str")
    orgs["opt_out"] = pd.Series([True, *([None] * 6)], dtype="boolean")
    projects = pd.DataFrame({"project_id": ["P/1", "p/1", "P2", "ahead"], "acronym": [*HOSTILE[:3], "Later"]})
    projects["title"] = HOSTILE[0]
    projects["start"] = pd.to_datetime(pd.Series(["2019-05-01", "2021-02-03", None, "2090-01-01"]))
    projects["year"] = pd.Series([None, None, 2015, None], dtype="Int64")
    pairs = [("P/1", IDS[0]), ("P/1", IDS[4]), ("p/1", IDS[2]), ("p/1", IDS[1]), ("P2", "hidden"), ("P2", IDS[2])]
    pairs += [("p/1", IDS[4]), ("ahead", IDS[3])]
    return Network(
        orgs,
        projects,
        pd.DataFrame(pairs, columns=["project_id", "org_id"]),
        poles=pd.DataFrame({"pole_id": ["<p>"], "name": [HOSTILE[0]]}),
        memberships=pd.DataFrame({"pole_id": ["<p>"] * 2, "org_id": [IDS[0], IDS[2]]}),
        labels=pd.DataFrame({"pole_id": ["<p>"], "project_id": ["p/1"]}),
        themes=pd.DataFrame({"theme_id": ["t"], "label": [HOSTILE[1]]}),
        project_themes=pd.DataFrame({"theme_id": ["t"], "project_id": ["p/1"]}),
    ).on("2024-06-30")


class Read(HTMLParser):
    """The elements of a page, with their attributes, and its texts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def addresses(self) -> list[str]:
        """Return what the page links to or loads."""
        found = [attrs.get("href") or attrs.get("src") for _tag, attrs in self.elements]
        return [one for one in found if one]


def pages(folder: Path) -> list[Path]:
    """Return the pages of a site but for the map, which is a page of its own kind."""
    return [path for path in sorted(folder.rglob("*.html")) if path.name != "map.html"]


def entries(folder: Path) -> str:
    """Return the whole index of the search."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("search/*.js")))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


SAFE = re.compile(r"[a-z0-9_-]+(?:\.[a-z]+)?")
