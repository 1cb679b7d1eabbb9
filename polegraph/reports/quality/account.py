"""The account of what was read: what became of every row, what was not understood, and what follows from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import quoted
from polegraph.i18n import _, language, ngettext, number
from polegraph.reports import headings
from polegraph.sources.accounting import CELLS_OF
from polegraph.sources.spreadsheet.layout.sheet_kinds import nearest_heading
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN
from polegraph.sources.values import ROW_KEPT
from polegraph.tables import LARGE_SIZES, SME_SIZES, TABLES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from polegraph.network import Network

COLUMNS: Final = ("source", "file", "what", "column", "count", "example", "follows")
NO_TABLE: Final = "–"
"""What stands for the table in the account of a file or a sheet that became none."""
_MOST_GROUPS = 12  # kinds of cells and rows that an account prints; `check` lists every one of them
_MOST_EXAMPLES = 3
_OWN: Final = "polegraph"  # the layout of sheets after the templates, which have the words of the model


def lines(net: Network) -> list[str]:
    """Return the sentences that account for the files a network was read from.

    Parameters
    ----------
    net
        As a reader gives it.

    Returns
    -------
    list of str
        What became of the rows of each file, columns and files left out, cells and rows that were not understood with
        how often and an example, counted remarks; last what decides the answers (`decisive`).
    """
    return [*_files(net.imports), *_groups(net.rejected), *_notes(net.imports), *conclusions(net)]


def conclusions(net: Network) -> list[str]:
    """Return the findings of `decisive` as sentences to print, with what to do.

    Parameters
    ----------
    net
        The network.
    """
    return [_("{problem}. What to do: {remedy}.").format(problem=one, remedy=remedy) for one, remedy in decisive(net)]


def unused(rejected: pd.DataFrame) -> pd.Series[bool]:
    """Return which entries of the table ``rejected`` are rows that were not used; of the others only a cell was not.

    Parameters
    ----------
    rejected
        The table.
    """
    return ~rejected["reason"].str.endswith(ROW_KEPT).fillna(value=False).astype(bool)


def reason_in_words(reason: str) -> str:
    """Return a reason in the current language; datasets keep it in English, its parts with ';' between.

    Parameters
    ----------
    reason
        As it stands in the table ``rejected``.
    """
    return _("; ").join(_(part) for part in reason.split("; "))


def not_understood(net: Network) -> pd.DataFrame:
    """Count what was not understood in the files that a network was read from.

    Parameters
    ----------
    net
        As a reader gives it or a dataset holds it.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row a kind: ``what`` is ``cells`` (the row was kept), ``rows``, ``column`` or ``file``; ``count``
        how many (of columns, their filled cells; missing for files); ``example`` what stands there most often (never of
        a column without a place, in which anything may stand); ``follows`` the reason and what follows, in the current
        language.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(not_understood(polegraph.examples.tiny()))
    0
    """
    found: list[dict[str, Any]] = []
    rejected = net.rejected.assign(row_lost=unused(net.rejected))
    keys = ["source", "file", "column", "reason", "row_lost"]
    for (source, file, column, reason, lost), part in rejected.groupby(keys, dropna=False, sort=True):
        values = part["value"].dropna()
        what = "rows" if lost else "cells"
        row = {"source": source, "file": file, "what": what, "column": column, "count": len(part)}
        found.append({**row, "example": _most_frequent(values), "follows": reason_in_words(str(reason))})
    for entry in net.imports.to_dict(orient="records"):
        where = {"source": entry["source"], "file": entry["file"]}
        counts = _counts(entry["notes"])
        for column in listed(entry["unknown_columns"]):
            follows = _("this column has no place in the model; it was not used")
            count = counts.get(CELLS_OF + column.replace("=", " "))
            found.append({**where, "what": "column", "column": column, "count": count, "follows": follows})
        if entry["table"] == NO_TABLE and not entry["rows"]:
            found.append({**where, "what": "file", "follows": reason_in_words(str(entry["layout"]))})
    table = pd.DataFrame(found, columns=list(COLUMNS))
    table = table.astype({**dict.fromkeys(COLUMNS, "str"), "count": "Int64"})
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def decisive(net: Network) -> list[tuple[str, str]]:
    """Find what is missing altogether, so that whole questions have no answer.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    list of (str, str)
        What is missing with what follows from it, and what to do, in the current language; empty where all is there.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.network import Network
    >>> nobody = Network(
    ...     organisations=pd.DataFrame({"org_id": [], "name": []}),
    ...     projects=pd.DataFrame({"project_id": ["P", "Q"]}),
    ...     participations=pd.DataFrame({"project_id": [], "org_id": []}),
    ... )
    >>> decisive(nobody)[0][0]
    'No organisation takes part in any of the 2 projects'
    """
    if not len(net.organisations) and not len(net.projects):
        return [
            (
                _("No organisation and no project was found"),
                _("see above what was not understood, and correct the file"),
            )
        ]
    return [*_no_links(net), *_no_kinds(net), *_no_years(net)]


def _no_links(net: Network) -> Iterator[tuple[str, str]]:
    """Find that no organisation takes part in a project."""
    projects, organisations = len(net.projects), len(net.organisations)
    if not projects:
        yield (
            _("There is no project, so that nobody works with anybody"),
            _("give the projects and their partners as well"),
        )
    elif not len(net.participations):
        problem = ngettext(
            "No organisation takes part in the {n} project",
            "No organisation takes part in any of the {n} projects",
            projects,
        )
        yield (
            problem.format(n=number(projects)),
            _("give the file of partners or organisations as well, or see above whether its columns were recognised"),
        )
    elif organisations and len(net.projects) == len(net.participations) == net.participations["project_id"].nunique():
        yield (
            _("Every project has one participant alone, so that nobody works with anybody"),
            _("see above whether the columns of the other partners were recognised"),
        )


def _no_kinds(net: Network) -> Iterator[tuple[str, str]]:
    """Find that no kind or no size is known."""
    kinds, sizes = net.organisations["kind"], net.organisations["size"]
    if not len(kinds):
        return
    if kinds.fillna("other").eq("other").all():
        problem = ngettext(
            "It is not known what the {n} organisation is (company, laboratory, …)",
            "It is not known of any of the {n} organisations what it is (company, laboratory, …)",
            len(kinds),
        )
        yield (
            problem.format(n=number(len(kinds))),
            _("see above what stands under their type, and say it in words of the templates"),
        )
    follows = _("'polegraph links' has nothing to list")
    remedy = _(
        "see above what stands under size or category, or add the sizes of companies ('polegraph dedupe --sirene')"
    )
    if not sizes.notna().any():
        yield (_("No size of any organisation is known, so that {follows}").format(follows=follows), remedy)
    elif not sizes.isin(SME_SIZES).any():
        yield (_("No organisation is known to be an SME, so that {follows}").format(follows=follows), remedy)
    elif not sizes.isin(LARGE_SIZES).any():
        yield (
            _("No organisation is known to be a large group, so that no SME is linked to any"),
            remedy,
        )


def _no_years(net: Network) -> Iterator[tuple[str, str]]:
    """Find that no project has a year."""
    if len(net.projects) and not net.projects["year"].notna().any():
        yield (
            _("No project has a year, so that phases, years and the past cannot be asked"),
            _("add the year or the first day of the projects"),
        )


def _most_frequent(values: pd.Series[str]) -> str | None:
    """Return the mode, the most frequent value; of equally frequent ones the first in alphabetical order."""
    counts = values[values != ""].value_counts()
    return str(min(counts.index[counts == counts.max()])) if len(counts) else None


def _files(imports: pd.DataFrame) -> Iterator[str]:
    """Describe what became of each file, and what of it was left out."""
    for file in imports.to_dict(orient="records"):
        yield _became(file)
        if dropped := listed(file["dropped_columns"]):
            problem = _("{file}: columns about persons, not kept: {columns}.")
            yield problem.format(file=file["file"], columns=", ".join(dropped))
        if unknown := listed(file["unknown_columns"]):
            counts = _counts(file["notes"])
            filled = [counts.get(CELLS_OF + column.replace("=", " ")) for column in unknown]
            named = [f"{one} ({number(n)})" if n else one for one, n in zip(unknown, filled, strict=True)]
            problem = _("{file}: columns without a place in the model, not used: {columns}.")
            yield problem.format(file=file["file"], columns=", ".join(named))
            yield from _nearest(str(file["file"]), str(file["table"]), unknown if file["layout"] == _OWN else [])
        if cleaned := int(file["cleaned"]):
            text = ngettext(
                "{file}: characters that no file format can keep became spaces in {n} cell.",
                "{file}: characters that no file format can keep became spaces in {n} cells.",
                cleaned,
            )
            yield text.format(file=file["file"], n=number(cleaned))


def _nearest(file: str, table: str, unknown: list[str]) -> Iterator[str]:
    """Propose for columns of a person's own sheets what they may be meant for."""
    for written in unknown[:_MOST_GROUPS] if table in FILLED_IN else ():
        near = nearest_heading(table, written)
        if near is not None:
            known = TABLES[table][near].fr if language() == "fr" else near
            problem = _("{file}: “{written}” looks like “{known}”; write it so if that is what it means.")
            yield problem.format(file=file, written=written, known=known)


def _became(file: dict[Hashable, Any]) -> str:
    if file["table"] == NO_TABLE and not file["rows"]:
        return _("{file}: not read ({reason}).").format(file=file["file"], reason=reason_in_words(file["layout"]))
    if file["table"] == NO_TABLE:
        text = ngettext(
            "{file}: no table, {n} row not read ({reason}).",
            "{file}: no table, {n} rows not read ({reason}).",
            int(file["rows"]),
        )
        return text.format(file=file["file"], n=number(int(file["rows"])), reason=reason_in_words(file["layout"]))
    rows, kept, repeated, rejected = (int(file[count]) for count in ("rows", "kept", "repeated", "rejected"))
    return _("{file} ({layout}): {rows} = {kept} + {repeated} + {rejected}.").format(
        file=file["file"],
        layout=file["layout"],
        rows=ngettext("{n} row read", "{n} rows read", rows).format(n=number(rows)),
        kept=ngettext("{n} kept ({table})", "{n} kept ({table})", kept).format(
            n=number(kept), table=_(str(file["table"]))
        ),
        repeated=ngettext("{n} repeated", "{n} repeated", repeated).format(n=number(repeated)),
        rejected=ngettext("{n} rejected", "{n} rejected", rejected).format(n=number(rejected)),
    )


def _groups(rejected: pd.DataFrame) -> Iterator[str]:
    """Describe of each kind of cell and row that was not understood how often it stands there, with examples."""
    keys = ["file", "column", "reason"]
    grouped = list(rejected.groupby(keys, dropna=False, sort=True))
    grouped.sort(key=lambda group: -len(group[1]))
    for (file, column, reason), part in grouped[:_MOST_GROUPS]:
        place = str(file) if not isinstance(column, str) else _("{file}, {column}").format(file=file, column=column)
        if unused(part).iloc[0]:
            text = ngettext(
                "{place}: {n} row set aside: {reason}{examples}.",
                "{place}: {n} rows set aside: {reason}{examples}.",
                len(part),
            )
        else:
            text = ngettext(
                "{place}: {n} cell not understood: {reason}{examples}.",
                "{place}: {n} cells not understood: {reason}{examples}.",
                len(part),
            )
        yield text.format(
            place=place, n=number(len(part)), reason=reason_in_words(str(reason)), examples=_examples(part["value"])
        )
    rest = len(grouped) - _MOST_GROUPS
    if rest > 0:
        text = ngettext(
            "{n} more kind of remark: 'polegraph check'.", "{n} more kinds of remarks: 'polegraph check'.", rest
        )
        yield text.format(n=number(rest))


def _examples(values: pd.Series[str]) -> str:
    """Return the most frequent values, with how often each stands there."""
    counts = values[values.notna() & (values != "")].value_counts()
    if not len(counts):
        return ""
    chosen = sorted(counts.items(), key=lambda one: (-int(one[1]), str(one[0])))[:_MOST_EXAMPLES]
    more = " …" if len(counts) > _MOST_EXAMPLES else ""
    return " (" + ", ".join(f"{quoted(value, 40)} × {number(int(count))}" for value, count in chosen) + more + ")"


def _notes(imports: pd.DataFrame) -> Iterator[str]:
    """Describe each counted remark once for all files."""
    notes: Counter[str] = Counter()
    for joined in imports["notes"]:
        notes.update(_counts(joined))
    for key, count in sorted(notes.items()):
        if count and not key.startswith(CELLS_OF):
            said = headings.note(key)
            yield _("{note}: {n}.").format(note=said[:1].upper() + said[1:], n=number(count))


def _counts(notes: object) -> dict[str, int]:
    """Return the counts that a reader has noted of a file, by what was counted."""
    pairs = (note.rpartition("=") for note in listed(notes))
    return {key: int(value) for key, _sign, value in pairs if value}


def listed(joined: object) -> list[str]:
    """Return the entries of a list that a table keeps in one cell.

    Parameters
    ----------
    joined
        Texts with ``;`` between, or nothing.

    Examples
    --------
    >>> listed("a;b"), listed(None)
    (['a', 'b'], [])
    """
    return joined.split(";") if isinstance(joined, str) else []
