"""Parser of the files of rules: every key is known and every value has its form, or the file is refused."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from polegraph.consortia.rule_model import AMOUNTS, ASKS, KEYS, Rule, Rules, Span, Where
from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _
from polegraph.tables import KINDS, ROLES, SIZES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_MOST_BYTES: Final = 1_000_000
_CODE: Final = re.compile(r"[A-Z]{2}")
_TOP: Final = frozenset(
    "en fr document url checked checked_fr since until before remark_en remark_fr lists rules".split()  # noqa: SIM905  # easier to read
)
_OF_RULE: Final = frozenset("id en fr asks where each amount least most".split())  # noqa: SIM905
_OF_LIST: Final = frozenset({"source", "checked", "countries"})
_WORDS: Final[Mapping[str, Collection[str]]] = {"kind": KINDS, "size": SIZES, "role": ROLES}
_SHARES: Final = ("share", "part")


@cache
def names() -> tuple[str, ...]:
    """Name the rules that come with polegraph.

    Examples
    --------
    >>> "horizon-ria" in names()
    True
    """
    there = (file.name for file in files("polegraph.consortia").joinpath("rules").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in there if name.endswith(".toml")))


@cache
def shipped(name: str) -> Rules:
    """Read rules that come with polegraph.

    Parameters
    ----------
    name
        One of `names`.

    Examples
    --------
    >>> shipped("fui").rules[0].id
    'two_companies'
    """
    text = files("polegraph.consortia").joinpath("rules", f"{name}.toml").read_text(encoding="utf-8")
    return parse(text, name, f"{name}.toml")


def read(path: Path) -> Rules:
    """Read a user's own file of rules.

    Parameters
    ----------
    path
        The TOML file.

    Raises
    ------
    PolegraphError
        If it cannot be read, or is no file of rules.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise PolegraphError(
            _("this file of rules cannot be read"), file=str(path), remedy=_("give the path of a TOML file")
        ) from error
    except UnicodeDecodeError as error:
        raise PolegraphError(
            _("this file of rules is not UTF-8"), file=path.name, remedy=_("save it as UTF-8")
        ) from error
    if len(content) > _MOST_BYTES:
        raise PolegraphError(
            _("this file is too large for a file of rules"), file=path.name, remedy=_("give a file of rules")
        )
    return parse(text, path.stem, path.name)


def parse(text: str, name: str, file: str) -> Rules:
    r"""Parse a file of rules.

    Parameters
    ----------
    text
        Its content.
    name
        Name of the rules.
    file
        Name of the file, for messages.

    Raises
    ------
    PolegraphError
        If a key is unknown or missing, or a value is not of its form.

    Examples
    --------
    >>> two = '[[rules]]\nid = "two"\nen = "two"\nfr = "deux"\nasks = "count"\neach = ["unit"]\nleast = 2'
    >>> parse('en = "Mine"\nfr = "Les miennes"\n' + two, "mine", "mine.toml").rules[0].least
    2
    >>> try:
    ...     parse('en = "Mine"\nfr = "Les miennes"\n' + two.replace("least", "lest"), "mine", "mine.toml")
    ... except PolegraphError as error:
    ...     print(str(error)[:60])
    mine.toml, rules 1, value 'lest': this key is not known here
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolegraphError(
            _("this is not TOML: {problem}").format(problem=str(error)), file=file, remedy=_("correct the line")
        ) from error
    reader = _Reader(file)
    reader.keys(said, _TOP, "")
    lists = {**_shipped_lists(), **reader.lists(said.get("lists", {}))}
    listed = said.get("rules")
    if not isinstance(listed, list) or not listed:
        raise reader.wrong("rules", None, _("no rule stands in this file"), _("write at least one [[rules]]"))
    rules = tuple(reader.rule(one, f"rules {at}", lists) for at, one in enumerate(listed, start=1))
    again = next((rule.id for at, rule in enumerate(rules) if rule.id in {one.id for one in rules[:at]}), None)
    if again is not None:
        raise reader.wrong("id", again, _("two rules have this name"), _("give each its own"))
    before = reader.text(said, "before", "", required=False) or None
    if before is not None and before not in names():
        raise not_one_of(_("there are no rules of this name"), before, names(), file=f"{file}, before")
    return Rules(
        name=name,
        en=reader.text(said, "en", ""),
        fr=reader.text(said, "fr", ""),
        document=reader.text(said, "document", "", required=False),
        url=reader.text(said, "url", "", required=False),
        checked_en=reader.text(said, "checked", "", required=False),
        checked_fr=reader.text(said, "checked_fr", "", required=False),
        since=reader.day(said, "since"),
        until=reader.day(said, "until"),
        before=None if before is None else shipped(before),
        remark_en=reader.text(said, "remark_en", "", required=False),
        remark_fr=reader.text(said, "remark_fr", "", required=False),
        rules=rules,
        lists=lists,
    )


@cache
def _shipped_lists() -> dict[str, tuple[Span, ...]]:
    text = files("polegraph.consortia").joinpath("countries.toml").read_text(encoding="utf-8")
    return _Reader("countries.toml").lists(tomllib.loads(text))


class _Reader:
    """Values of one file, each refused with the place where it stands."""

    def __init__(self, file: str) -> None:
        self._file = file

    def _at(self, where: str) -> str:
        return f"{self._file}, {where}" if where else self._file

    def wrong(self, where: str, value: object, problem: str, remedy: str) -> PolegraphError:
        return PolegraphError(problem, file=self._at(where), value=value, remedy=remedy)

    def keys(self, said: object, known: Collection[str], where: str) -> dict[str, Any]:
        if not isinstance(said, dict):
            raise self.wrong(where, said, _("a table is wanted here"), _("write it as [table] of TOML"))
        for key in said:
            if key not in known:
                raise not_one_of(_("this key is not known here"), key, sorted(known), file=self._at(where))
        return said

    def text(self, said: Mapping[str, Any], key: str, where: str, *, required: bool = True) -> str:
        value = said.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            at = f"{where} {key}".strip()
            raise self.wrong(at, value or None, _("a text is wanted here"), _("write one between quotation marks"))
        return value.strip()

    def day(self, said: Mapping[str, Any], key: str) -> date | None:
        value = said.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.wrong(key, value, _("a day is wanted here"), _("write it as 2021-01-31, without quotation marks"))

    def lists(self, said: object) -> dict[str, tuple[Span, ...]]:
        made: dict[str, tuple[Span, ...]] = {}
        if not isinstance(said, dict):
            raise self.wrong("lists", said, _("a table is wanted here"), _("write it as [table] of TOML"))
        for name, content in said.items():
            where = f"lists.{name}"
            if _CODE.fullmatch(name):
                raise self.wrong(where, name, _("this is the code of a country"), _("give the list another name"))
            countries = self.keys(content, _OF_LIST, where).get("countries", {})
            if not isinstance(countries, dict) or not countries:
                raise self.wrong(where, None, _("no country stands in this list"), _('write FR = "since/until"'))
            made[name] = tuple(self._span(code, days, where) for code, days in countries.items())
        return made

    def _span(self, code: str, days: object, where: str) -> Span:
        if not _CODE.fullmatch(code):
            raise self.wrong(where, code, _("this is no two-letter code of a country"), _("write FR, DE, EL, UK, …"))
        try:
            first, last = (date.fromisoformat(day) if day else None for day in str(days).split("/"))
        except ValueError:
            remedy = _('write "2021-01-01/2021-12-31"; either day may be left out')
            raise self.wrong(f"{where} {code}", days, _("these are not two days with / between"), remedy) from None
        return Span(code, first, last)

    def rule(self, said: object, where: str, lists: Mapping[str, object]) -> Rule:
        one = self.keys(said, _OF_RULE, where)
        asks = self._word(one, "asks", ASKS, where)
        amount = self._word(one, "amount", AMOUNTS, where) if "amount" in one else None
        if (amount is None) == (asks in {"share", "part", "total"}):
            remedy = _("share, part and total name cost or funding as their amount; count and labels do not")
            raise self.wrong(f"{where} amount", amount, _("the amount does not fit what is asked"), remedy)
        each = self._words(one, "each", KEYS, where)
        made = Rule(
            id=self.text(one, "id", where),
            en=self.text(one, "en", where),
            fr=self.text(one, "fr", where),
            asks=asks,  # type: ignore[arg-type]  # one of these words
            where=self._where(one.get("where", {}), f"{where} where", lists),
            each=each or (("unit",) if asks == "part" else ()),  # type: ignore[arg-type]
            amount=amount,  # type: ignore[arg-type]
            least=self._bound(one, "least", where, share=asks in _SHARES),
            most=self._bound(one, "most", where, share=asks in _SHARES),
        )
        self._fitting(made, where)
        return made

    def _fitting(self, rule: Rule, where: str) -> None:
        """Refuse what would have no meaning."""
        if rule.least is None and rule.most is None:
            raise self.wrong(where, None, _("this rule has no bound"), _("write least, most or both"))
        if rule.least is not None and rule.most is not None and rule.least > rule.most:
            raise self.wrong(f"{where} least", rule.least, _("the least is more than the most"), _("exchange them"))
        each = set(rule.each)
        keyed = "country" in each and rule.asks == "count"
        if keyed and not rule.where.country:
            remedy = _("name them in where.country, as codes or lists")
            raise self.wrong(where, None, _("countries are counted, and it is not said which"), remedy)
        if len(each) > 1 and (rule.asks != "count" or rule.most is not None):
            remedy = _("name one key, or ask for a count with a least alone")
            raise self.wrong(f"{where} each", ", ".join(rule.each), _("two keys have no meaning here"), remedy)
        if each and rule.asks in {"share", "total", "labels"}:
            raise self.wrong(f"{where} each", rule.each[0], _("a key has no meaning here"), _("leave it out"))
        if rule.asks in {"labels", "part"} and rule.where != Where():
            raise self.wrong(f"{where} where", None, _("this rule is of all members"), _("leave out where"))
        if rule.asks == "part" and rule.most is None:
            raise self.wrong(where, None, _("the largest part needs a most"), _("write most"))

    def _where(self, said: object, where: str, lists: Mapping[str, object]) -> Where:
        one = self.keys(said, {*_WORDS, "country", "region"}, where)
        words = {name: frozenset(self._words(one, name, known, where)) for name, known in _WORDS.items()}
        countries = frozenset(self._words(one, "country", None, where))
        for code in countries:
            if code not in lists and not _CODE.fullmatch(code):
                raise not_one_of(
                    _("this is neither a country nor a list of countries"),
                    code,
                    sorted(lists),
                    file=self._at(where),
                )
        return Where(**words, country=countries, region=frozenset(self._words(one, "region", None, where)))

    def _word(self, said: Mapping[str, Any], key: str, known: Collection[str], where: str) -> str:
        value = self.text(said, key, where)
        if value not in known:
            raise not_one_of(_("this word is not known here"), value, known, file=self._at(f"{where} {key}"))
        return value

    def _words(self, said: Mapping[str, Any], key: str, known: Collection[str] | None, where: str) -> tuple[str, ...]:
        value = said.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
            raise self.wrong(f"{where} {key}", value, _("a list of words is wanted here"), _('write it as ["a", "b"]'))
        for word in listed if known is not None else ():
            if word not in known:  # type: ignore[operator]  # there are no words otherwise
                raise not_one_of(_("this word is not known here"), word, known or (), file=self._at(f"{where} {key}"))
        return tuple(dict.fromkeys(listed))

    def _bound(self, said: Mapping[str, Any], key: str, where: str, *, share: bool) -> float | None:
        value: float | None = said.get(key)
        if value is None:
            return None
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
        if not good or (share and value > 1):
            remedy = _("write a share from 0 to 1") if share else _("write a number, 0 or more")
            raise self.wrong(f"{where} {key}", value, _("this is no bound"), remedy)
        return value
