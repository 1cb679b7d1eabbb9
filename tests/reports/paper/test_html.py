from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from polegraph.i18n import speaking
from polegraph.reports.paper import html
from polegraph.reports.paper.blocks import Document, KeyFigures, Picture, Section, Table
from polegraph.reports.paper.texts import grid
from tests.reports.paper.sample import DIRECTED, HOSTILE, sample

LANGUAGES = ("en", "fr")
VOID = {"meta", "link", "img"}
ROWS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
LISTS = {"ol", "ul", "li", "dl", "dt", "dd"}
KNOWN = VOID | ROWS | LISTS | {"html", "head", "title", "style", "body", "a", "header", "nav", "main", "footer"}
KNOWN |= {"section", "div", "span", "h1", "h2", "p", "figure", "figcaption", "details", "summary"}


class Read(HTMLParser):
    """What a reader without a browser sees: elements with their texts, and tables cell by cell."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.tables: list[list[list[str]]] = []
        self.feed(page.decode("utf-8"))
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"th", "td"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data
        if self.open and self.open[-1] in {"th", "td"}:
            self.tables[-1][-1][-1] += data


def tables(document: Document) -> list[Table]:
    blocks = [block for section in document.sections for block in section.blocks]
    shown = [block for block in blocks if isinstance(block, Table | Picture)]
    return [block.behind if isinstance(block, Picture) else block for block in shown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_its_language_title_and_sections_in_order(language: str) -> None:
    document = sample(language)
    page = Read(html.render(document))
    assert ("html", {"lang": language}) in page.elements
    assert page.texts["title"] == [f"{document.title} – {document.subtitle}"]
    headings = [tag for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert headings == ["h1", *["h2"] * (len(document.sections) + 2)]  # the contents before, the account after
    assert page.texts["h2"][1:-1] == [section.title for section in document.sections]
    linked = [attributes["href"] for tag, attributes in page.elements if tag == "a"][1:]
    assert linked == [f"#{section.name}" for section in document.sections]
    assert {f"#{attributes.get('id')}" for tag, attributes in page.elements if tag == "section"} == set(linked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cell_is_the_text_that_all_formats_show(language: str) -> None:
    document = sample(language)
    page = Read(html.render(document))
    with speaking(language):
        for table, read in zip(tables(document), page.tables, strict=True):
            made = grid(table)
            assert tuple(read[0]) == made.headings
            assert [tuple(row) for row in read[1:]] == list(made.rows) or not made.rows
    paragraphs = page.texts["p"]
    for block in document.sections[0].blocks:
        if isinstance(block, KeyFigures):
            assert [text for text in paragraphs if text in {figure.text for figure in block.figures}] == [
                figure.text for figure in block.figures
            ]
            for figure in block.figures:
                assert all(line in paragraphs for line in (figure.label, *figure.beside))
                assert any(text.endswith(figure.mark_text) for text in paragraphs)


def test_names_are_text_and_nothing_else() -> None:
    page = Read(html.render(sample()))
    assert {tag for tag, _ in page.elements} <= KNOWN
    assert not {name for _, attributes in page.elements for name in attributes if name.startswith("on")}
    cells = {text for table in page.tables for row in table for text in row}
    assert set(HOSTILE) <= cells
    assert DIRECTED.replace("\u202e", "\\u202e") in cells


def test_a_title_cannot_leave_the_style_of_the_foot() -> None:
    document = replace(sample(), foot='"; } </style><script>alert(1)</script> \\')
    page = html.render(document).decode()
    assert "<script" not in page
    assert page.count("</style>") == 2
    assert [tag for tag, _ in Read(page.encode()).elements].count("style") == 2


def test_it_asks_for_nothing_and_carries_its_pictures() -> None:
    document = sample()
    page = Read(html.render(document))
    asked = [attributes.get("src") or attributes.get("href") or "" for _, attributes in page.elements]
    assert all(address.startswith(("data:", "#")) for address in asked if address)
    picture = next(block for section in document.sections for block in section.blocks if isinstance(block, Picture))
    image = next(attributes for tag, attributes in page.elements if tag == "img")
    assert image["alt"] == picture.alt
    assert base64.b64decode((image["src"] or "").split(",")[1]) == picture.svg


def test_rows_that_paper_leaves_out_are_marked_and_said() -> None:
    page = html.render(sample("en"))
    assert page.count(b'<tr class="beyond">') == 35
    assert b'paper-only">35 more rows in the workbook' in page
    assert page.count(b'"note paper-only"') == 1


def test_columns_have_the_room_that_their_texts_need() -> None:
    frame = pd.DataFrame({
        "name": ["An organisation with a long name"], "why": ["reasons " * 10], "day": [date(2024, 1, 2)], "n": [1]
    })  # fmt: skip
    paper = Document("t", "", "en", date(2024, 1, 2), (Section("a", "A", (Table("T", frame),)),))
    read = Read(html.render(paper))
    kinds = [attributes.get("class") for tag, attributes in read.elements if tag in {"td", "th"}]
    assert kinds[4:] == ["words", "long", "whole", "number"]


def test_on_paper_the_first_page_says_where_it_comes_from() -> None:
    page = html.render(replace(sample("en"), about=(("source", "tables"),))).decode()
    first, last = page.index('<dl class="paper-only about">'), page.index("<footer>")
    assert first < page.index("<main") < last
    assert page.count("<dt>source</dt><dd>tables</dd>") == 2


def test_nothing_steers_the_reader_or_the_writer() -> None:
    steering = "\x00\x1b\u202e\ud800"
    document = replace(sample(), title=steering, foot=steering, about=((steering, steering),))
    page = html.render(document).decode("utf-8")
    assert not set(steering) & set(page)
    assert Read(page.encode()).texts["h1"] == ["\\x00\\x1b\\u202e\\ud800"]


def test_two_runs_give_the_same_bytes() -> None:
    assert html.render(sample()) == html.render(sample())
