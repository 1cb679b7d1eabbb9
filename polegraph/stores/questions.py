"""The catalogue of questions to the graph in Neo4j: its files, their parameters, and read transactions."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _
from polegraph.sources.spreadsheet.cells.dates import said_when
from polegraph.stores.graph_database import reading, sessions, undisclosed
from polegraph.stores.graph_database.lookup import LOOKED_UP, meant
from polegraph.stores.location import Location, location
from polegraph.stores.question_files import Parameter, Question, Value, literal, questions
from polegraph.tables import DOMAINS, PHASES
from polegraph.vocabulary import VISIBLE_TO

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    import neo4j

__all__ = ["Parameter", "Question", "ask", "given", "pasted", "place", "question", "questions", "run"]

_OF_ANY_STATE: Final = "dataset_state"  # the question that explains why the others are refused
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


def question(name: str) -> Question:
    """Return a question of the catalogue.

    Parameters
    ----------
    name
        Its name; ``-`` does for ``_``.

    Raises
    ------
    PolegraphError
        If there is none of this name.

    Examples
    --------
    >>> question("near").title
    'Organisations near a place'
    """
    there = questions()
    found = there.get(name.replace("-", "_"))
    if found is None:
        raise not_one_of(_("there is no such question"), name, there)
    return found


def given(asked: Question, assignments: Iterable[str]) -> dict[str, Value]:
    """Read arguments ``key=value``, each as the type of its parameter.

    Parameters
    ----------
    asked
        The question.
    assignments
        The words of a command line.

    Returns
    -------
    dict
        Name to value, of the parameters that were given.

    Raises
    ------
    PolegraphError
        If a word is no ``key=value``, its key is unknown or given twice, or its value is not of the type.

    Examples
    --------
    >>> given(question("near"), ["km=5,5", "latitude=47"])
    {'km': 5.5, 'latitude': 47.0}
    """
    own = {one.name: one for one in asked.own}
    values: dict[str, Value] = {}
    for assignment in assignments:
        key, equals, text = assignment.partition("=")
        if not equals or key not in own or key in values:
            problem = _("this value was given before") if equals and key in values else _("this is no value to give")
            names = ", ".join(f"{name}=" for name in own)
            raise PolegraphError(
                problem,
                value=assignment,
                remedy=_("give once each: {names}").format(names=names)
                if own
                else _("ask this question without values"),
            )
        values[key] = _typed(own[key], text)
    return values


def _typed(parameter: Parameter, text: str) -> Value:
    if parameter.type == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if parameter.type == "number" and _DECIMAL.fullmatch(text):
        number = float(text.replace(",", "."))
        if math.isfinite(number):
            return number
    if parameter.type == "phase" and text.upper() in PHASES:
        return text.upper()
    if parameter.type == "domain":
        domains = {**{name: name for name in DOMAINS}, **{french: name for name, french in DOMAINS.items()}}
        if text.lower() in domains or (not text and parameter.optional):
            return domains.get(text.lower(), "")
    if parameter.type == "day":
        when = said_when(text)
        if when is not None or (not text and parameter.optional):
            return "" if when is None else when.last.isoformat()
    if parameter.type == "text" or parameter.type in LOOKED_UP:
        return text
    remedy = {
        "integer": _("give a whole number"),
        "number": _("give a number"),
        "phase": _("use one of: {names}").format(names=", ".join(PHASES)),
        "domain": _("use one of: {names}").format(names=", ".join(DOMAINS)),
        "day": _("write it as 2024, 2024-06 or 2024-06-30"),
    }[parameter.type]
    raise PolegraphError(_("{what} cannot be this").format(what=parameter.name), value=text, remedy=remedy)


def ask(
    address: str, name: str, values: Mapping[str, Value] | None = None, *, audience: str = "public"
) -> pd.DataFrame:
    """Ask a question of a dataset in Neo4j.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    name
        Name of the question.
    values
        Values of its parameters; the others keep their defaults.
    audience
        Audience of the answer: public, members or internal.

    Returns
    -------
    DataFrame
        The answer, with the columns that the question names; lists are texts with ``;`` between.

    Raises
    ------
    PolegraphError
        If there is no such question or dataset, a value names nothing in it, or the server fails.
    """
    asked, where = question(name), place(address)
    with sessions.session(where, readonly=True) as opened:
        checked = asked.name != _OF_ANY_STATE
        before = reading.state(opened, where) if checked else {}
        answer = run(opened, asked, values or {}, dataset=where.dataset, audience=audience)
        if checked and reading.state(opened, where).get("version") != before.get("version"):
            raise PolegraphError(
                _("this dataset was changed while the question was answered"),
                file=str(where),
                remedy=_("ask again"),
            )
    return answer


def place(address: str | os.PathLike[str]) -> Location:
    """Take the address of a dataset in Neo4j apart.

    Parameters
    ----------
    address
        The argument NETWORK as given.

    Raises
    ------
    PolegraphError
        If it is a folder.
    """
    where = location(address)
    if where is None:
        raise PolegraphError(
            _("questions are asked of a database, and this is a folder"),
            file=str(address),
            remedy=_("copy it first (polegraph copy FOLDER neo4j://HOST:PORT), then give that address here"),
        )
    return where


def run(
    session: neo4j.Session,
    asked: Question,
    values: Mapping[str, Value],
    *,
    dataset: str = "polegraph",
    audience: str = "public",
) -> pd.DataFrame:
    """Ask a question in a session.

    Parameters
    ----------
    session
        A session of the driver; reading is enough.
    asked
        The question.
    values
        Values of its parameters; the others keep their defaults.
    dataset
        Name of the dataset.
    audience
        Audience of the answer: public, members or internal.

    Returns
    -------
    DataFrame
        As `ask` gives it.
    """
    # resolve the parameters that name an entity of the graph
    chosen = {one.name: values.get(one.name, one.default) for one in asked.own}
    seen = _seen_by(audience)
    instead = undisclosed.stand_ins(session, dataset, seen)
    for one in asked.own:
        value = chosen[one.name]
        if one.type in LOOKED_UP and not (value == "" and one.optional):
            chosen[one.name] = _found(session, one, str(value), dataset, seen, instead)
    everything = {**chosen, "dataset": dataset, "audience": seen}

    # run the statement in a read transaction, and mask names hidden from the audience
    def read(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[list[Any]]]:
        result = transaction.run(asked.statement, everything)
        keys = list(result.keys())
        return keys, [[undisclosed.shown(value, instead) for value in record.values()] for record in result]

    columns, rows = session.execute_read(read)
    return pd.DataFrame({name: _column([row[i] for row in rows]) for i, name in enumerate(columns)})


def _found(
    session: neo4j.Session,
    parameter: Parameter,
    asked: str,
    dataset: str,
    seen: list[str],
    instead: Mapping[str, str],
) -> str:
    try:
        return meant(session, parameter.type, asked, dataset=dataset, audience=seen, instead=instead)
    except PolegraphError as error:
        error.value = f"{parameter.name}={asked}"
        raise


def _seen_by(audience: str) -> list[str]:
    if audience not in VISIBLE_TO:
        raise not_one_of(_("there is no such audience"), audience, VISIBLE_TO)
    return list(VISIBLE_TO[audience])


def _column(values: list[Any]) -> pd.Series[Any]:
    """Build a column of the driver's values: whole numbers, decimals, dates, flags or texts."""
    known = [value for value in values if value is not None]
    kinds = {type(value).__name__ for value in known}
    if kinds == {"bool"}:
        return pd.Series(values, dtype="boolean")
    if kinds == {"int"}:
        return pd.Series(values, dtype="Int64")
    if kinds and kinds <= {"int", "float"}:
        return pd.Series(values, dtype="float64")
    if kinds == {"Date"}:
        native = [None if value is None else value.to_native() for value in values]
        return pd.Series(pd.to_datetime(pd.Series(native, dtype="object")).astype("datetime64[us]"))
    return pd.Series([None if value is None else _text(value) for value in values], dtype="str")


def _text(value: Any) -> str:  # noqa: ANN401  # any value of the database
    if isinstance(value, list):
        return ";".join(_text(one) for one in value)
    return value if isinstance(value, str) else str(value)


def pasted(
    asked: Question, values: Mapping[str, Value], *, dataset: str = "polegraph", audience: str = "public"
) -> str:
    r"""Write a question as it can be pasted into Neo4j Browser, or piped into cypher-shell.

    Parameters
    ----------
    asked
        The question.
    values
        Values of its parameters; the others keep their defaults.
    dataset
        Name of the dataset.
    audience
        Audience of the answer: public, members or internal.

    Examples
    --------
    >>> print("\n".join(pasted(question("near"), {"km": 5.0}).splitlines()[:6]))
    // Organisations near a place
    :param dataset => 'polegraph';
    :param audience => ['public'];
    :param latitude => 47.9029;
    :param longitude => 1.9039;
    :param km => 5.0;
    """
    common: dict[str, Value] = {"dataset": dataset, "audience": _seen_by(audience)}
    lines = [
        f":param {one.name} => {literal({**values, **common}.get(one.name, one.default))};" for one in asked.parameters
    ]
    return "\n".join([f"// {asked.title}", *lines, "", f"{asked.statement};", ""])
