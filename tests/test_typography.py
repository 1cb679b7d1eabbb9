"""French as it is set: the whole catalogue, and sentences made from parts, by rules."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd
import pytest
from babel.messages.pofile import read_po

from polegraph import consortia, meetings, suggestions, support
from polegraph.i18n import speaking
from polegraph.maps.messages import words
from polegraph.reports.paper import content
from tests.examples import centre
from tests.meetings.guests import NAMES, guests
from tests.test_locale import tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polegraph.network import Network

_ANY: Final = "[ \u00a0\u202f]"
# What may not stand in a French text, and what to call it.
_RULES: Final = {
    "another space than a thin no-break one before ; ! ? or %": re.compile(r"(?<!«)[ \u00a0](?:[;!?]|%(?!\())"),
    "another space than a no-break one before : or €": re.compile(r"(?<!«)[ \u202f][:€]"),
    "no space before ; ! ? : % or €": re.compile(r"(?<=[^\W_])(?:[;!?]|:(?!//))(?=\s|$)|\d[%€](?!\w)"),
    "another space than a no-break one inside « »": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»|«\u00a0\u00a0|\u00a0\u00a0»"),
    "two spaces": re.compile(_ANY + "{2,}"),
    "a space before a comma or a full stop": re.compile(_ANY + r"(?:,|\.(?![.a-z{]))"),
    "three dots for an ellipsis": re.compile(r"(?<![\].A-ZÉÈ])\.{3}"),
    "quotation marks that are not French": re.compile(r"[“”„]|(?<!\w)'[^'\n]+'(?!\w)|(?<!\w)\"[^\"\n]+\"(?!\w)"),
    "two signs in a row": re.compile(rf"[;:,.!?]{_ANY}?[;:,](?!//)|[;:,]{_ANY}\.(?![a-z])|(?<!\.)\.\.(?!\.)"),
    "a word that was not elided": re.compile(
        r"(?<![-\w])(?:de|que|le|la|je|ne|se|jusque|lorsque|puisque) (?=[aeiouyàâéèêëîïôùûhAEIOUÀÂÉÈÊÎÔÙÛ](?!\w*-))"
        r"(?!(?:haut|hasard|huit|onz|oui|ouistiti|héros|hiérarchi|hors|hyper|Y|ya|ye|yo|a à z|un\b(?= ?[:;])))",
    ),
    "a value that is not one": re.compile(r"\b(?:None|nan|NaN|NaT|<NA>)\b"),
}
# Text between « » is quoted as it is; commands, options, addresses and code are typed as they stand.
_TYPED: Final = re.compile(
    r"«\u00a0[^«»]*\u00a0»|\{[^{}]*\}|%\(\w+\)s|--[a-z-]+ '[^']*'|\w+='\w+'|\b\w+ ?= ?\"[^\"]*\"|\[\"a\", \"b\"\]"
    r"|écrivez \"[^\"]*\"|neo4j\S*|bolt://\S*|`[^`]*`|\.\w+(?=[ ,;)]|$)|\(matrix [^)]*\)\S*"
)
# A name that is filled in may begin with a vowel: no word that would be elided may stand before it.
_BEFORE_A_NAME: Final = re.compile(
    r"\b(?:de|que|le|la|ne) \{(?:names?|pole|group|partner|introducer|sme|one|other|what|missing|files?|title|head)\}"
)


def faults(text: str) -> list[str]:
    """Return the rules that a French text breaks, each with where."""
    inside = re.sub(r"(?<=«\u00a0)[^«»]*(?=\u00a0»)", "x", text)
    plain = _TYPED.sub(lambda typed: "«\u00a0x\u00a0»" if typed[0].startswith("«") else "X", inside)
    found = []
    for name, pattern in _RULES.items():
        hit = pattern.search(plain)
        if hit:
            found.append(f"{name}: …{plain[max(hit.start() - 20, 0) : hit.end() + 15]}…")
    return found


@cache
def _catalogue() -> tuple[str, ...]:
    with tool().FRENCH.open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id]
    return tuple(
        text
        for message in messages
        for text in (message.string if isinstance(message.string, tuple) else (str(message.string),))
    )


def test_the_catalogue_is_set_by_the_rules_of_french_typography() -> None:
    found = [f"{fault}  in {text!r}" for text in _catalogue() for fault in faults(text)]
    assert found == []


def test_no_word_that_would_be_elided_stands_before_a_name() -> None:
    assert [text for text in _catalogue() if _BEFORE_A_NAME.search(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "quoi ?",
        "quoi\u00a0?",
        "quoi?",
        "a\u202f: b",
        "« a »",
        "5 %",
        "5%",
        "5\u202f€",
        "un  mot",
        "un mot .",
        "entreprise, ...",
        "dites 'oui' ici",
        "dites “oui”",
        "a\u202f; , b",
        "de organisations",
        "parce que il",
        "le organisme",
        "depuis nan",
    ],
)
def test_each_rule_finds_what_it_forbids(text: str) -> None:
    assert faults(text)


def test_the_tool_sets_the_spaces() -> None:
    typeset = tool().typeset
    asked = "quoi ? oui ; non ! a : b, « c », «d», 5 %, 6 €, version %(version)s, « ; »"
    said = typeset(asked)
    assert said == (
        "quoi\u202f? oui\u202f; non\u202f! a\u00a0: b, «\u00a0c\u00a0», «\u00a0d\u00a0», 5\u202f%, 6\u00a0€, "
        "version %(version)s, «\u00a0;\u00a0»"
    )
    assert typeset(said) == said


def _told(frame: pd.DataFrame, *columns: str) -> Iterator[str]:
    for column in columns:
        yield from frame[column].dropna().astype("str").tolist()


@cache
def _region_centre() -> Network:
    return centre().on("2026-06-01").visible("members")


def _suggestions() -> Iterator[str]:
    net = _region_centre()
    users = net.organisations["org_id"].tolist()[::12]
    yield from _told(suggestions.suggest(net, users, top=10, method="fusion"), "reasons")


def _support() -> Iterator[str]:
    yield from _told(support.matches(_region_centre()), "reasons")


def _meetings() -> Iterator[str]:
    asked = pd.DataFrame({"participant": ["Bois", "Grand", "Grand"], "wants": ["Grand; Atelier", "Bois", "nobody"]})
    people = _region_centre().organisations["name"].tolist()[::15]
    for found in (
        meetings.plan(guests(), NAMES, slots=6, requests=asked),
        meetings.plan(_region_centre(), people, slots=4),
    ):
        yield from _told(found, "reasons", "reasons_b", "topics")
        yield from found.attrs["notes"]


def _consortia() -> Iterator[str]:
    proposed = consortia.build(_region_centre(), None, "Emballage durable", proposals=2, size=(3, 5))
    yield from _told(proposed, "reasons")
    for rules in consortia.names():
        checked = consortia.check(_region_centre(), proposed["org_id"].tolist()[:4], rules)
        yield from _told(checked, "what", "why", "mend", "found", "asked")
    listed = consortia.listed()
    yield from _told(listed, "programme", "asks", "remark")


def _report() -> Iterator[str]:
    made = content.document(_region_centre(), pole="Cosmetic Valley", draws=1)
    yield from (made.title, made.subtitle, made.foot)
    for section in made.sections:
        yield section.title
        for block in section.blocks:
            for name in ("text", "title", "alt", "note"):
                yield str(getattr(block, name, "") or "")
            for figure in getattr(block, "figures", ()):
                yield from (figure.label, figure.text, *figure.beside, figure.mark_text)


def _map() -> Iterator[str]:
    for text in words().values():
        yield from [text] if isinstance(text, str) else text


@pytest.mark.parametrize(
    "made", [_suggestions, _support, _meetings, _consortia, pytest.param(_report, marks=pytest.mark.slow), _map]
)
def test_sentences_made_from_parts_are_french(made: Callable[[], Iterator[str]]) -> None:
    with speaking("fr"):
        texts = list(dict.fromkeys(made()))
    assert len(texts) > 10
    assert [f"{fault}  in {text!r}" for text in texts for fault in (*faults(text), *_disagreements(text))] == []


# A number and what it counts: none and one in the singular, from two in the plural.
_COUNTED: Final = re.compile(
    r"(?<![\d,. –])(\d+) (organisation|projet|partenaire|adhérent|membre|lien|manque|besoin|offre|thème|année|rendez)"
    r"(s?)\b"
)


def _disagreements(text: str) -> list[str]:
    """Return the counts of a text whose noun has another number."""
    return [
        f"{number} {noun}{plural}"
        for number, noun, plural in _COUNTED.findall(text)
        if noun != "rendez" and (int(number) > 1) != bool(plural)
    ]


@pytest.mark.parametrize(("text", "wrong"), [("1 projets", 1), ("2 projet", 1), ("0 projet, 1 lien, 12 offres", 0)])
def test_a_number_and_its_noun_that_disagree_are_found(text: str, wrong: int) -> None:
    assert len(_disagreements(text)) == wrong
