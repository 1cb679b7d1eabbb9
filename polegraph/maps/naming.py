"""Names of communities: what sets each apart from the others, in words of the data; no two the same."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.names import rule_tables
from polegraph.names.display import display_name
from polegraph.names.normal_forms import plain_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_PHRASE: Final = re.compile(r"[^\W\d_]*[a-zà-ÿ]{3,}")  # a theme that says something: "Energy storage", not "CE08"
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_TOLD: Final = 2  # words in the place of a theme
_SEEN: Final = 48  # characters of each part that are shown, as `communityName` of the page has it
_LEAST: Final = 3  # members with a word that may name their community
_MUCH: Final = 0.5  # of the members in a region, from which it names the community
_MORE: Final = 1.5  # times as many as among all
# Words that say what kind of organisation it is, and not what it works on.
_KINDS: Final = frozenset(
    """
    institut institute institutes instituts centre center centres laboratoire laboratory laboratories
    laboratoires universite university universites universitat universidad universita departement department
    faculte faculty ecole school unite unit equipe team groupe group service direction delegation regionale
    regional region national nationale nationales recherche recherches research science sciences superieure
    superieur mixte societe association fondation agence conseil comite federation reseau maison pole umr inserm
    cnrs inra inrae inria france francais francaise french istituto instituto institutul nazionale nacional
    secteur international internationale europeen europeenne european europe technologie technologies technology
    technique techniques etudes etude studies study college academy academie division section scientifique
    scientifiques scientific appliquees applied general generale hopital hospital hospitalier universitaire
    universitaires systemes systeme systems system developpement development paris saint sainte company limited
    gmbh sarl with from avec dans pour pays nord sud ouest ingenieurs invented invente inventee consiglio royal
    medical agricultural sociale
    sociales medicale medicales
    """.split(),  # noqa: SIM905  # easier to read
)


class Name(NamedTuple):
    """What a community is called.

    Parameters
    ----------
    subject
        Its theme, or the words that most more of its members have in their names than others; empty if none.
    area
        The number of the region or country in which it is, or -1.
    around
        Members that tell it from others of that subject and area, by number; the most active first.
    number
        2 or more where even all members do not tell it from others: those in it, or of the same names; 1 else.
    """

    subject: str
    area: int
    around: tuple[int, ...]
    number: int = 1


class _Known(NamedTuple):
    words: list[dict[str, str]]  # of each organisation
    weight: list[int]
    every: Counter[str]  # the weight of all with a word
    all: int


def community_names(
    within: Sequence[Whole],
    names: Sequence[str],
    *,
    activity: Whole,
    themes: Sequence[str],
    area: Whole,
) -> list[Name]:
    """Name communities by what sets them apart: theme, region, and members where these do not.

    Parameters
    ----------
    within : list of array
        The members of each community, by number in the order of identifiers; communities may lie in each other.
    names
        The name of each organisation, as its source writes it.
    activity : array of int
        The number of projects of each.
    themes
        The over-represented theme of each community; empty if there is none.
    area : array of int
        The number of the region or country of each organisation, or -1.

    Returns
    -------
    list of Name
        In the order of the communities. No two are the same. Words are ranked by *a* log (*a* / *e*): members with the
        word have the weight *a*, and *e* if it were as frequent as among all. The active ones weigh more: as many as
        the number of their projects has binary digits.

    Examples
    --------
    >>> names = ["Institut de chimie", "Chimie du Val", "CHIMIE VERTE", "Bois d'Orme", "Bois SA", "Bois et Cie"]
    >>> within = [np.array([0, 1, 2]), np.array([3, 4, 5])]
    >>> activity, area = np.array([3, 1, 1, 2, 1, 1]), np.array([0, 0, 0, 0, 0, 0])
    >>> [name.subject for name in community_names(within, names, activity=activity, themes=["", ""], area=area)]
    ['Chimie', 'Bois']
    """
    words = [_words(name) for name in names]
    weight = [max(int(number).bit_length(), 1) for number in activity]
    every: Counter[str] = Counter()
    for own, heavy in zip(words, weight, strict=True):
        every.update(dict.fromkeys(own, heavy))
    known = _Known(words, weight, every, sum(weight))
    usual = np.bincount(area[area >= 0]) if (area >= 0).any() else np.zeros(1, dtype=np.int64)
    found: list[Name] = []
    taken: set[tuple[object, ...]] = set()
    for members, theme in zip(within, themes, strict=True):
        subject = theme if _PHRASE.search(theme) else _subject(members, known)
        ranked = members[np.lexsort((members, -activity[members]))].tolist()
        name = Name(subject, _area(area[members], usual), () if subject else tuple(ranked[:1]))
        while _key(name, names) in taken and len(name.around) < len(ranked):
            name = name._replace(around=tuple(ranked[: len(name.around) + 1]))
        while _key(name, names) in taken:
            name = name._replace(number=name.number + 1)
        taken.add(_key(name, names))
        found.append(name)
    return found


def _key(name: Name, names: Sequence[str]) -> tuple[object, ...]:
    """Return what is seen of a name."""
    members = tuple(plain_letters(display_name(names[member]))[:_SEEN] for member in name.around)
    return name.subject.casefold()[:_SEEN], name.area, members, name.number


@lru_cache(maxsize=1 << 16)  # communities are named at several levels
def _words(name: str) -> dict[str, str]:
    """Return the words of a name that may name a community, as they are shown, by their plain letters."""
    found = {}
    for word in _WORD.findall(_IN_BRACKETS.sub("", display_name(name))):
        key = plain_letters(word)
        if key not in _KINDS and key not in _little() and not word.isupper():
            found[key] = word
    return found


@cache
def _little() -> frozenset[str]:
    return frozenset(
        plain_letters(row["written"]) for row in rule_tables.rows("written_words") if row["part"] == "little"
    )


def _subject(members: Whole, known: _Known) -> str:
    """Return the words that most more members have in their names than others."""
    number = Counter(word for member in members for word in known.words[member])
    own: Counter[str] = Counter()
    for member in members:
        own.update(dict.fromkeys(known.words[member], known.weight[member]))
    share = sum(known.weight[member] for member in members) / known.all
    ranked = sorted(
        (
            (heavy * math.log(heavy / (known.every[word] * share)), word)
            for word, heavy in own.items()
            if number[word] >= _LEAST
        ),
        key=lambda one: (-one[0], one[1]),
    )
    told: list[str] = []
    for excess, word in ranked:
        if excess <= 0 or len(told) == _TOLD:
            break
        if all(word[:_STEM] != other[:_STEM] for other in told):  # "chimie" beside "chimique" says nothing more
            told.append(word)
    return ", ".join(_written(word, members, known.words, first=at == 0) for at, word in enumerate(told))


_STEM: Final = 4  # letters


def _written(word: str, members: Whole, words: list[dict[str, str]], *, first: bool) -> str:
    """Write a word as most members do; of several ways that are as frequent, the first of the alphabet."""
    ways = Counter(words[member][word] for member in members if word in words[member])
    way: str = min(ways, key=lambda one: (-ways[one], one))
    told = _known().get(word, way)
    return told[:1].upper() + told[1:] if first else told


@cache
def _known() -> dict[str, str]:
    rows = rule_tables.rows("written_words")
    return {plain_letters(row["written"]): row["written"] for row in rows if row["part"] == "word"}


def _area(own: Whole, usual: Whole) -> int:
    """Return the region that half the members have or more, and more of them than of all; or -1."""
    told = own[own >= 0]
    if not len(told):
        return -1
    counts = np.bincount(told, minlength=len(usual))
    place = int((counts - usual * (counts.sum() / usual.sum())).argmax())
    share = counts[place] / counts.sum()
    return place if share >= _MUCH or share >= _MORE * usual[place] / usual.sum() else -1
