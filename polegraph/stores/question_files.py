"""Parser of the catalogue of questions: the header of a file, its parameters and its Cypher statement."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph import resources
from polegraph.i18n import language

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | list[str]
TYPES: Final = frozenset(
    {"text", "integer", "number", "list", "phase", "domain", "day", "organisation", "project", "pole", "group"}
)
"""Types of parameters; the last four are texts that name an entity of the graph."""
COMMON: Final = ("dataset", "audience")
"""The parameters that every question has; the address and ``--audience`` give them."""
_HEADER: Final = re.compile(r"// (en|fr|en-what|fr-what|param|returns)[ :]\s*(.*)")
_PARAMETER: Final = re.compile(r"(\w+) \((\w+)(\??)\): (.+) \| fr: (.+)")
_DEFAULT: Final = re.compile(r":param (\w+) => (.+);")
_BETWEEN: Final = re.compile(r"; (?=\w+ \()")
_COLUMN: Final = re.compile(r"(\w+) \((.+)\)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Parameters
    ----------
    name
        Its name in the statement, without the dollar sign.
    type
        One of `TYPES`.
    words
        Description, by language.
    default
        The value if none is given.
    optional
        Whether an empty text is a value too: all, or none named. The header says so by a question mark.
    """

    name: str
    type: str
    words: Mapping[str, str]
    default: Value
    optional: bool = False

    @property
    def what(self) -> str:
        """Description, in the current language."""
        return self.words[language()]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people ask of the graph.

    Parameters
    ----------
    name
        Its name, that of its file.
    titles, whats
        Its title, and its purpose and interpretation, by language.
    parameters
        In the order of the file; `COMMON` first.
    columns
        Meaning of each column of the answer, in English.
    statement
        The Cypher, without header and values.
    """

    name: str
    titles: Mapping[str, str]
    whats: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    statement: str

    @property
    def title(self) -> str:
        """Its title in the current language."""
        return self.titles[language()]

    @property
    def what(self) -> str:
        """Its purpose and interpretation, in the current language."""
        return self.whats[language()]

    @property
    def own(self) -> tuple[Parameter, ...]:
        """The parameters that a user may give."""
        return tuple(one for one in self.parameters if one.name not in COMMON)


@cache
def questions() -> Mapping[str, Question]:
    """Return the catalogue of questions, by name.

    Returns
    -------
    dict
        Name to `Question`, in the order of the names.

    Examples
    --------
    >>> questions()["members_without_project"].titles["fr"]
    'Adhérents sans projet'
    """
    names = resources.cypher_names("questions")
    return {name: parse(name, resources.cypher(f"questions/{name}")) for name in names}


def parse(name: str, text: str) -> Question:
    """Read the file of a question.

    Parameters
    ----------
    name
        Name of the file, without its suffix.
    text
        Its text.

    Raises
    ------
    ValueError
        If it is not of the form that ``cypher/README.md`` describes.
    """
    header, said = text.partition("\n\n")[0], text.partition("\n\n")[2]
    values, statement = said.partition("\n\n")[0], said.partition("\n\n")[2]
    lines: dict[str, list[str]] = {}
    for line in header.replace("\n//   ", " ").split("\n"):
        match = _matched(_HEADER, line, name)
        lines.setdefault(match.group(1), []).append(match.group(2))
    assigned = [_matched(_DEFAULT, line, name) for line in values.split("\n")]
    defaults = {match.group(1): match.group(2) for match in assigned}
    parameters = tuple(_parameter(line, defaults, name) for line in lines["param"])
    columns = [_matched(_COLUMN, column, name) for column in _BETWEEN.split(lines["returns"][0])]
    if [one.name for one in parameters] != list(defaults) or not statement.endswith(";\n"):
        raise ValueError(f"cypher/questions/{name}.cypher: the values are not those of the header")
    return Question(
        name,
        {lang: lines[lang][0] for lang in ("en", "fr")},
        {lang: lines[f"{lang}-what"][0] for lang in ("en", "fr")},
        parameters,
        {match.group(1): match.group(2) for match in columns},
        statement.removesuffix(";\n"),
    )


def _matched(pattern: re.Pattern[str], text: str, name: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError(f"cypher/questions/{name}.cypher: {text!r} is not of the form of the catalogue")
    return match


def _parameter(line: str, defaults: Mapping[str, str], name: str) -> Parameter:
    key, kind, optional, english, french = _matched(_PARAMETER, line, name).groups()
    if kind not in TYPES or key not in defaults:
        raise ValueError(f"cypher/questions/{name}.cypher: parameter {key} has no known type or no value")
    # Cypher writes texts, numbers and lists of texts as Python does.
    return Parameter(key, kind, {"en": english, "fr": french}, ast.literal_eval(defaults[key]), bool(optional))


def literal(value: Value) -> str:
    r"""Write a value in Cypher, on one line and as nothing but a value.

    Parameters
    ----------
    value
        A text, a number or a list of texts.

    Examples
    --------
    >>> print(literal("it's\n'} RETURN 1"), literal(3), literal(["public"]))
    'it\'s\u000a\'} RETURN 1' 3 ['public']
    """
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if not isinstance(value, str):
        return repr(value)
    escaped = (f"\\{one}" if one in "\\'" else one if one.isprintable() else _escaped(one) for one in value)
    return f"'{''.join(escaped)}'"


def _escaped(character: str) -> str:
    """Write a character as Java's escapes, which are UTF-16."""
    data = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))
