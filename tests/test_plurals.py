"""Numbers in sentences: the right form for none, one and two, in both languages; nothing left to be filled in."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING, Final

from babel.messages.pofile import read_po

from polegraph.i18n import LANGUAGES, ngettext, speaking
from tests.test_locale import tool

if TYPE_CHECKING:
    from babel.messages.catalog import Message

# Numbers that never are none or one: bounds, years, rows of more than a sheet can hold; what is only said of several.
_ALWAYS_MORE: Final = re.compile(r"\{(?:months|most|rows|pairs|users|number|cut|year|first|columns)\}")
_OF_SEVERAL: Final = (
    "{n} of your {all} partners are",
    "{n} projects since {year}, about {k} a year",
    "Betweenness is estimated from",
    "Suggestions are for the first {n} SMEs",
    "the first {printed} of {all} columns",
    "rank {rank} of {n} pôles",
    "there are {n} participants, and meetings are planned",
)
# Fields that stand for a name, before a verb or a conjunction.
_NAMES: Final = {"file", "one"}
_NOUN: Final = re.compile(r"\{(\w+)(?::[^{}]*)?\}[ \u00a0\u202f](\w+)")


@cache
def _messages() -> tuple[Message, ...]:
    with tool().FRENCH.open("rb") as file:
        return tuple(message for message in read_po(file, locale="fr") if message.id)


def _only_of_the_page(message: Message) -> bool:
    """Return whether a sentence stands on the page alone, where it is filled in by a script."""
    return bool(message.locations) and all(place.startswith("polegraph/maps/") for place, _line in message.locations)


def _fields(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}


def test_every_message_with_a_number_is_whole_for_none_one_and_two() -> None:
    counted = [message for message in _messages() if isinstance(message.id, tuple)]
    assert len(counted) > 50
    for message in counted:
        singular, plural = map(str, message.id)
        for lang in LANGUAGES:
            for n in (0, 1, 2):
                with speaking(lang):
                    text = ngettext(singular, plural, n)
                said = text.format(**dict.fromkeys(_fields(text), n))
                assert not re.search(r"[{}]", said), said
                expected = message.string if lang == "fr" else message.id
                assert isinstance(expected, tuple)
                assert text == expected[n > 1 if lang == "fr" else n != 1]


def _plural_nouns(place: int) -> set[str]:
    """Return the words that stand in the plural beside a number, and not in the singular of the same message."""
    nouns: set[str] = set()
    for message in _messages():
        forms = (message.id, message.string)[place]
        if isinstance(message.id, tuple) and isinstance(forms, tuple):
            one, more = (set(re.findall(r"\w+", form)) for form in forms)
            nouns |= {word for word in more - one if word.removesuffix("s") in one and word.endswith("s")}
    return nouns


def test_no_noun_in_the_plural_stands_beside_a_number_that_may_be_one() -> None:
    found = []
    for place in (0, 1):
        nouns = _plural_nouns(place)
        assert nouns >= ({"rows", "projects"} if place == 0 else {"lignes", "projets"})
        for message in _messages():
            if _only_of_the_page(message):
                continue
            texts = (message.id, message.string)[place]
            singulars = [texts[0]] if isinstance(texts, tuple) else [texts]
            found += [
                f"{name} {noun}: {text}"
                for text in singulars
                for name, noun in _NOUN.findall(str(text))
                if noun in nouns
                and name not in _NAMES
                and not str(message.id).startswith(_OF_SEVERAL)
                and not _ALWAYS_MORE.fullmatch(f"{{{name}}}")
            ]
    assert found == []
