"""Changes since the last import: a few lines by name, and the list for people."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.i18n import N_, _, language, ngettext, number
from polegraph.reports import headings
from polegraph.reports.resolution.evidence import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = 5  # names of a line; the list has all of them
_LONGEST: Final = 60  # characters of a name or a value in a line
# Lines, by kind of change and table.
_LINES: Final = {
    ("arrived", "organisations"): N_("Arrived: {names}."),
    ("returned", "organisations"): N_("Here again: {names}."),
    ("left", "organisations"): N_("Left: {names}."),
    ("unlisted", "organisations"): N_(
        "Named and no longer described, so that last time's description holds: {names}. If a row went by mistake, put "
        "it back."
    ),
    ("gone", "organisations"): N_("No longer in the file: {names}."),
    ("renamed", "organisations"): N_("Renamed: {names}."),
    ("renamed?", "organisations"): N_("Renamed? {names}."),
    ("corrected", "organisations"): N_("Organisations corrected: {names}."),
    ("arrived", "projects"): N_("New projects: {names}."),
    ("gone", "projects"): N_("Projects that are no longer in the file: {names}."),
    ("renamed", "projects"): N_("Projects renamed: {names}."),
    ("renamed?", "projects"): N_(
        "Projects renamed, it seems: {names}. Rows that still bear the old name are taken for the new one: correct "
        "them."
    ),
    ("corrected", "projects"): N_("Projects corrected: {names}."),
    ("added", "participations"): N_("Participations added: {names}."),
    ("removed", "participations"): N_("Participations removed: {names}."),
    ("corrected", "participations"): N_("Participations corrected: {names}."),
    ("added", "memberships"): N_("New memberships: {names}."),
    ("removed", "memberships"): N_("Memberships removed: {names}."),
}
_WORDS: Final = {
    "arrived": N_("arrived"),
    "returned": N_("here again"),
    "left": N_("no longer a member, or no longer named"),
    "unlisted": N_("no longer described"),
    "gone": N_("no longer in the file"),
    "renamed": N_("renamed"),
    "renamed?": N_("renamed? to be answered"),
    "corrected": N_("corrected"),
    "added": N_("added"),
    "removed": N_("removed"),
}
_COUNTED: Final = {
    "added": N_("{table}, rows added: {n}."),
    "removed": N_("{table}, rows removed: {n}."),
    "corrected": N_("{table}, cells corrected: {n}."),
    "renamed": N_("{table}, names changed: {n}."),
}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_HEADINGS: Final = {
    "change": N_("what happened"),
    "table": N_("table"),
    "name": N_("name"),
    "about": N_("of"),
    "field": N_("cell"),
    "was": N_("before"),
    "now": N_("now"),
    "projects": N_("projects"),
    "evidence": N_("what speaks for it"),
}


def lines(table: pd.DataFrame) -> list[str]:
    """Describe what changed in a few lines, by name.

    Parameters
    ----------
    table
        As `polegraph.combine.changes.changes` gives it.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.combine.changes import changes
    >>> net = polegraph.examples.tiny()
    >>> lines(changes(net, net))
    ['Nothing changed since the last import.']
    >>> lines(changes(net, net.select(since=2016)))[0]
    'No longer in the file: Second SME (invented) (1 project).'
    """
    if not len(table):
        return [_("Nothing changed since the last import.")]
    said = []
    for (change, name), text in _LINES.items():
        rows = table[(table["change"] == change) & (table["table"] == name)]
        if len(rows):
            said.append(_(text).format(names=_named(rows)))
    return [*said, *_others(table)]


def _named(rows: pd.DataFrame) -> str:
    """Name the first few, each with its details."""
    told: dict[str, list[str]] = {}
    for row in rows.to_dict(orient="records"):
        who, what = _told({str(key): value for key, value in row.items()})
        told.setdefault(who, []).extend([what] if what else [])
    texts = [f"{who} ({'; '.join(dict.fromkeys(what))})" if what else who for who, what in told.items()]
    rest = len(texts) - _NAMED
    names = ", ".join(texts[:_NAMED])
    if rest <= 0:
        return names
    return ngettext("{names} and {n} more", "{names} and {n} more", rest).format(names=names, n=number(rest))


def _told(row: dict[str, object]) -> tuple[str, str]:
    """Return the subject of a change, and its details in brackets."""
    name = _short(row["name"])
    match row["change"], row["table"]:
        case ("arrived" | "returned" | "unlisted" | "gone", "organisations"):
            return name, _projects(row, past=False)
        case ("left", _table):
            until = _("member until {day} at the latest").format(day=_day(row["now"])) if _is(row["now"]) else ""
            return name, _("; ").join(filter(None, (_projects(row, past=True), until)))
        case ("renamed" | "renamed?", _table):
            return f"{_short(row['was'])} → {_short(row['now'])}", in_words(_why(row["evidence"])) or ""
        case ("corrected", "participations" | "memberships"):
            return f"{name} – {_short(row['about'])}", _cell(row)
        case ("corrected", _table):
            return name, _cell(row)
        case _:
            return (f"{name} – {_short(row['about'])}" if _is(row["about"]) else name), ""


def _projects(row: dict[str, object], *, past: bool) -> str:
    count = 0 if pd.isna(row["projects"]) else int(str(row["projects"]))  # type: ignore[call-overload]  # one value
    if not count:
        return ""
    if past:
        return ngettext("{n} past project kept", "{n} past projects kept", count).format(n=number(count))
    return ngettext("{n} project", "{n} projects", count).format(n=number(count))


def _why(evidence: object) -> str | None:
    """Leave out the code that only records a change of name."""
    return ";".join(str(evidence).split(";")[1:]) if _is(evidence) else None


def _cell(row: dict[str, object]) -> str:
    return _("{cell}: {was} → {now}").format(
        cell=headings.heading(str(row["field"])), was=_value(row, "was"), now=_value(row, "now")
    )


def _value(row: dict[str, object], side: str) -> str:
    return _short(_in_words(row["field"], row[side])) if _is(row[side]) else "–"


def _in_words(field: object, value: object) -> str:
    """Write a value for people: words of lists in the current language, amounts with their thousands apart."""
    text = str(value)
    if field in {"kind", "size", "role", "visibility"}:
        return headings.word(text)
    if field in {"total_cost", "funding", "cost"} and text.isdigit():
        return number(int(text))
    return {"true": _("yes"), "false": _("no")}.get(text, _day(text))


def _day(value: object) -> str:
    """Write a day in the format of the current language."""
    text = str(value)
    return "/".join(reversed(text.split("-"))) if language() == "fr" and _DAY.fullmatch(text) else text


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _is(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _others(table: pd.DataFrame) -> Iterator[str]:
    """Count the changes that no line names."""
    told = pd.MultiIndex.from_tuples(list(_LINES))
    rest = table[~pd.MultiIndex.from_frame(table[["change", "table"]]).isin(told)]
    counted = Counter(zip(rest["table"].tolist(), rest["change"].tolist(), strict=True))
    for (name, change), count in sorted(counted.items()):
        yield _(_COUNTED[change]).format(table=_(name).capitalize(), n=number(count))


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """Write the list of changes with headings and words of the current language.

    Parameters
    ----------
    table
        As `polegraph.combine.changes.changes` gives it.
    """
    rows = table[list(_HEADINGS)].copy()
    rows["was"], rows["now"] = (
        pd.Series(
            [
                _in_words(field, value) if _is(value) else None
                for field, value in zip(table["field"], table[side], strict=True)
            ],
            index=rows.index,
            dtype="str",
        )
        for side in ("was", "now")
    )
    needs = rows["table"].isin(["needs", "offers", "outcomes"])
    rows["about"] = rows["about"].mask(needs, rows["about"].map(headings.word, na_action="ignore"))
    rows["change"] = rows["change"].map({code: _(text) for code, text in _WORDS.items()})
    rows["table"] = rows["table"].map(_)
    rows["field"] = rows["field"].map(headings.heading, na_action="ignore")
    rows["evidence"] = [in_words(_why(one)) for one in table["evidence"]]
    return rows.rename(columns={name: _(text) for name, text in _HEADINGS.items()})
