"""Answers about entity resolution, read back from the file that was written for people, or from one of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import unmerged
from polegraph.errors import PolegraphError
from polegraph.files import any_table, archives, plain
from polegraph.i18n import LANGUAGES, _, speaking
from polegraph.identity import normal_form, plain_letters
from polegraph.reports import headings as column_headings
from polegraph.reports.resolution.contradictions import refuse_contradictions
from polegraph.reports.resolution.named import Meant
from polegraph.tables import ORIGIN, QUESTIONS, REPLIES, convert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.files.csv_tables import Sheet
    from polegraph.network import Network

_SIDES: Final = ("one", "other")
_COLUMNS: Final = (
    *("answer", "question", "one_id", "other_id", "one_name", "other_name", "kept_name", "head", "note"),
)
_ALSO: Final = {
    "head": ("tête du groupe", "tete du groupe"),
    "one_name": ("nom de l'une", "organisation", "nom"),
    "other_name": ("nom de l'autre", "autre", "autre organisation"),
}
"""Headings that people write in sheets of their own, besides those of polegraph."""
_REPLIES: Final = {
    "same": ("same", "the same", "meme", "la meme", "les memes", "meme organisation", "same organisation", "identique"),
    "group": ("group", "groupe", "same group", "meme groupe", "filiale"),
    "no": ("no", "non", "n", "not the same", "pas la meme", "a part", "differentes", "different"),
    "yes": ("yes", "oui", "y", "o"),
}
_MEANING: Final = {spelt: reply for reply, several in _REPLIES.items() for spelt in several}
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 300


@dataclass(frozen=True)
class Answer:
    """One row that a person has filled in.

    Attributes
    ----------
    file, row
        Where it stands.
    one, other
        Identifiers of the two, as sources give them.
    one_said, other_said
        How the row names them.
    reply
        ``same``, ``group`` or ``no``.
    question
        What was asked: ``same`` or ``group``.
    kept
        The identifier of the one that gives the name to keep, or the name; empty if not given.
    head
        The identifier of the head of the group; empty if not given.
    note
        Why.
    """

    file: str
    row: int
    one: str
    other: str
    one_said: str
    other_said: str
    reply: str
    question: str
    kept: str
    head: str
    note: str

    @property
    def decisions(self) -> list[dict[str, object]]:
        """The rows of ``decisions`` that follow: two organisations of one group are not one, nor are two of none."""
        questions = {"same": [("same", "yes")], "group": [("group", "yes"), ("same", "no")], "no": [("same", "no")]}
        decided = questions[self.reply]
        if self.reply == "no" and self.question == "group":
            decided = [("group", "no"), ("same", "no")]
        one, other = sorted((self.one, self.other))
        said = (self.one_said, self.other_said) if one == self.one else (self.other_said, self.one_said)
        common = {"one_id": one, "other_id": other, "note": self.note or None, "row": self.row, "file": self.file}
        common |= {"one_said": said[0], "other_said": said[1], "said": self.reply}
        names = {"kept_name": self.kept or None, "head_id": self.head or None}
        return [
            {**common, "question": question, "answer": answer, **(names if answer == "yes" else {})}
            for question, answer in decided
        ]


def read(paths: Iterable[str], net: Network, visible: Network) -> tuple[pd.DataFrame, list[Answer]]:
    """Read answers from files that `review.proposals` was written to, or that a person has made.

    Parameters
    ----------
    paths
        CSV or XLSX, as polegraph or Excel has saved them, with headings in English or French. The two organisations are
        named by their identifiers or by their names.
    net
        The network, which holds what was decided before; an answer takes precedence.
    visible
        The part of it that may be named to the reader.

    Returns
    -------
    decisions : DataFrame
        The table ``decisions``: what was decided before and what the files add. Rows without an answer are left open.
    answers : list of Answer
        The answers of the files, in their order.

    Raises
    ------
    PolegraphError
        If a file cannot be read, lacks a column or holds another word, names no organisation or several, or answers
        contradict each other.
    """
    sheets = [sheet for path in paths for part in archives.tables_in(path) for sheet in _first(any_table.of(part))]
    before = convert("decisions", net.decisions)[0]
    if not sheets:
        return before, []
    meant = Meant(unmerged(net), net, visible)
    answers = [answer for sheet in sheets for answer in _answers(sheet, meant)]
    rows = [row for answer in answers for row in answer.decisions]
    columns = [*before.columns, "row", "file", "one_said", "other_said", "said"]
    given = pd.DataFrame(rows, columns=columns)
    pairs = set(zip(given["one_id"], given["other_id"], strict=True))
    old = [pair not in pairs for pair in zip(before["one_id"], before["other_id"], strict=True)]
    earlier = before[pd.Series(old, index=before.index, dtype="bool")]
    refuse_contradictions(pd.concat([given, earlier.reindex(columns=columns)], ignore_index=True))
    both = pd.concat([given[before.columns].drop_duplicates(["one_id", "other_id", "question"]), earlier])
    return convert("decisions", both)[0], answers


def _first(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Take the first sheet of a workbook: the second records what it was made from."""
    for sheet in sheets:
        return [sheet]
    return []


class _Row:
    """A row as a person has filled it in, and where its cells stand."""

    def __init__(self, sheet: Sheet, columns: dict[str, str], number: int, cells: dict[str, str]) -> None:
        self.file, self.row, self.columns, self.cells = sheet.name, number, columns, cells

    def error(self, column: str, problem: str, remedy: str) -> PolegraphError:
        """Build an error that names the cell."""
        heading = self.columns.get(column, column_headings.heading(column))
        value = self.cells.get(column) or None
        return PolegraphError(problem, file=self.file, row=self.row, column=heading, value=value, remedy=remedy)

    def side(self, side: str) -> tuple[str, str]:
        """Return the column that names one of the two, and how it does."""
        for column in (f"{side}_id", f"{side}_name"):
            if self.cells.get(column):
                return column, self.cells[column]
        named = next((name for name in (f"{side}_name", f"{side}_id") if name in self.columns), f"{side}_name")
        raise self.error(
            named,
            _("the row has an answer, and does not say about whom"),
            _("write the name of the organisation here, as it stands in your sheets, or its identifier"),
        )


def _answers(sheet: Sheet, meant: Meant) -> list[Answer]:
    columns = _columns(sheet)
    if sheet.ragged:
        row, value, reason = sheet.ragged[0]
        raise PolegraphError(
            _(reason), file=sheet.name, row=row, value=value, remedy=_("write the file again with --review")
        )
    texts = {ours: [plain(text.strip()) for text in sheet.frame[theirs]] for ours, theirs in columns.items()}
    found = []
    for place, number in enumerate(sheet.rows):
        line = _Row(sheet, columns, int(number), {column: values[place] for column, values in texts.items()})
        if line.cells["answer"]:
            found.append(_answer(line, meant))
        else:
            _refuse_silence(line)
    return found


def _refuse_silence(row: _Row) -> None:
    """Refuse a row that a person has written and not answered: it would be skipped without a message."""
    asked = _folded(row.cells.get("question", ""))
    by_hand = not asked and row.cells.get("one_name") and row.cells.get("other_name") and not row.cells.get("one_id")
    if by_hand or (asked in {_folded(word) for word in ORIGIN} and row.cells.get("other_name")):
        raise row.error("answer", _("this row names two organisations, and has no answer"), _remedy())


def _remedy() -> str:
    listed = ", ".join(f"{word} / {french}" for word, french in REPLIES.items())
    return _("write one of: {words}; or leave the cell empty").format(words=listed)


def _answer(row: _Row, meant: Meant) -> Answer:
    # Read the answer; "yes" confirms what was asked.
    reply = _MEANING.get(_folded(row.cells["answer"]))
    if reply is None:
        raise row.error("answer", _("this is no answer that polegraph knows"), _remedy())
    question = _question(row)
    if reply == "yes":
        reply = question
    # Find the two organisations.
    ids, said = [], []
    for side in _SIDES:
        column, text = row.side(side)
        ids.append(meant.whom(text, row, column))
        name = row.cells.get(f"{side}_name", "")
        said.append(name or text)
        if column.endswith("_id") and name:
            meant.refuse_another(ids[-1], name, row, f"{side}_name")
    if ids[0] == ids[1]:
        raise row.error(
            "other_name" if "other_name" in row.columns else "other_id",
            _("both are the same organisation of one source"),
            _("write two that are known under two names, or take the row out"),
        )
    # Take the name to keep or the head of the group, where the answer asks for it.
    kept, head = row.cells.get("kept_name", ""), row.cells.get("head", "")
    if len(kept) > _LONGEST:
        raise row.error("kept_name", _("this name is too long"), _("write a shorter one"))
    return Answer(
        file=row.file,
        row=row.row,
        one=ids[0],
        other=ids[1],
        one_said=said[0],
        other_said=said[1],
        reply=reply,
        question=question,
        kept=meant.name_of(kept, ids[0], ids[1]) if reply == "same" else "",
        head=_head(row, head, ids, said) if reply == "group" and head else "",
        note=row.cells.get("note", ""),
    )


def _question(row: _Row) -> str:
    """Return what was asked; a row that a person has added asks whether they are one."""
    asked = row.cells.get("question", "")
    if not asked or _folded(asked) in {_folded(word) for word in ORIGIN}:
        return "same"
    meaning = {_folded(written): word for word, french in QUESTIONS.items() for written in (word, french)}
    if _folded(asked) not in meaning:
        listed = ", ".join(f"{word} / {french}" for word, french in QUESTIONS.items())
        raise row.error(
            "question",
            _("this is not what polegraph wrote here"),
            _("write one of: {words}; or leave the cell empty").format(words=listed),
        )
    return meaning[_folded(asked)]


def _head(row: _Row, text: str, ids: list[str], said: list[str]) -> str:
    """Return which of the two is at the head of the group."""
    for org_id, name in zip(ids, said, strict=True):
        if text == org_id or normal_form(text) == normal_form(name):
            return org_id
    raise row.error(
        "head",
        _("the head of the group is neither of the two"),
        _("write {one} or {other}, or leave the cell empty").format(one=said[0], other=said[1]),
    )


def _folded(text: str) -> str:
    """Return a word without case, accents and signs, as people write it."""
    return _NOT_WORD.sub(" ", plain_letters(text.replace("'", " ").replace("’", " "))).strip()


def _columns(sheet: Sheet) -> dict[str, str]:
    """Find the columns by their headings, in English or in the words of any language."""
    headings = {_folded(heading): heading for heading in reversed(sheet.frame.columns.tolist())}
    found: dict[str, str] = {}
    for column in _COLUMNS:
        spelt = [column]
        for lang in LANGUAGES:
            with speaking(lang):
                spelt.append(column_headings.heading(column))
        spelt.extend(_ALSO.get(column, ()))
        present = [headings[_folded(one)] for one in spelt if _folded(one) in headings]
        if present and present[0] not in found.values():
            found[column] = present[0]
    for column, instead in (("answer", "answer"), ("one_name", "one_id"), ("other_name", "other_id")):
        if column not in found and instead not in found:
            columns = ", ".join(column_headings.heading(name) for name in ("answer", "one_name", "other_name"))
            raise PolegraphError(
                _("a file of answers needs this column"),
                file=sheet.name,
                column=column_headings.heading(column),
                remedy=_("write the file with --review, or give yours these columns: {columns}").format(
                    columns=columns
                ),
            )
    return found
