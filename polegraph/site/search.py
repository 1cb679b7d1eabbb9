"""The index that the browser searches: small scripts, each with what has a word that begins with the same two signs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from polegraph.maps.document import json_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.site.material import Material

    Entry = tuple[str, str, str, str]

_ONE_FILE: Final = 2500
"""So many things are searched in one file; more are split."""
_OFTEN: Final = 0.05
"""A word that more than this share of the things bear (de, the, université) leads to none of them; others do."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
"""A year narrows what another word finds, and leads to nothing by itself."""
_WORD: Final = re.compile(r"[^\W_]+")


def files(material: Material) -> Iterator[tuple[str, str]]:
    """Yield the files of the index: address and content.

    Parameters
    ----------
    material
        The network.
    """
    entries = list(_entries(material))
    words = [words_of(f"{name} {beside}") for _kind, _address, name, beside in entries]
    split = len(entries) > _ONE_FILE
    counts = Counter(word for some in words for word in set(some))
    often = {word for word, count in counts.items() if split and count > _OFTEN * len(entries)}
    shards: dict[str, list[Entry]] = {}
    for entry, some in zip(entries, words, strict=True):
        telling = [word for word in some if word not in often and not _YEAR.fullmatch(word)] or some
        for key in {shard(word) for word in telling} if split else {"all"}:
            shards.setdefault(key, []).append(entry)
    manifest = {"shards": sorted(shards), "split": split, "often": sorted(often)}
    yield "search/manifest.js", f"polegraphSearch.begin({json_block(manifest)});\n"
    for key in sorted(shards):
        yield f"search/{key}.js", f"polegraphSearch.put({json_block(key)},{json_block(shards[key])});\n"


def _entries(material: Material) -> Iterator[Entry]:
    """Yield what can be found: kind, address, name, and what is said and searched beside it."""
    for kind, letter in (("poles", "c"), ("themes", "t")):
        for one in getattr(material, kind):
            link = material.link(kind, one)
            yield letter, link.href.partition("/")[2], link.text, ""
    for one, row in material.organisations.items():
        yield "o", material.addresses["organisations"][one].partition("/")[2], row["name"], row["city"] or ""
    for one, row in material.projects.items():
        title = row["title"] if row["title"] and row["title"] != row["label"] else ""
        year = "" if row["year"] is None else str(int(row["year"]))
        said = " · ".join(filter(None, (title[:100], year)))
        yield "p", material.addresses["projects"][one].partition("/")[2], row["label"], said


def words_of(text: str) -> list[str]:
    """Return the words of a text as the page compares them: without marks, in lower case.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> words_of("L'Électronique d'Orléans_2")
    ['l', 'electronique', 'd', 'orleans', '2']
    """
    apart = unicodedata.normalize("NFD", text)
    plain = "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M")).lower()
    return _WORD.findall(plain)


def shard(word: str) -> str:
    """Return the name of the file in which a word is found.

    Parameters
    ----------
    word
        As `words_of` gives it.

    Examples
    --------
    >>> shard("electronique"), shard("5"), shard("éé"), shard("药")
    ('el', '5', 'other', 'other')
    """
    first = word[:2]
    return first if first.isascii() and first.isalnum() else "other"
