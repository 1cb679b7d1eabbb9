"""Contradictions: answers about entity resolution that cannot all be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polegraph.errors import PolegraphError
from polegraph.i18n import _, language
from polegraph.tables import REPLIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


def refuse_contradictions(decisions: pd.DataFrame) -> None:
    """Refuse answers that cannot all be true: yes and no to one question, or yes, yes and no around a circle.

    Parameters
    ----------
    decisions
        The table ``decisions``, with ``file`` and ``row`` where an answer was just read.

    Raises
    ------
    PolegraphError
        If there are such answers; names the rows.
    """
    _refuse_two_names(decisions)
    _refuse_two_heads(decisions)
    for __, asked in decisions.groupby("question", sort=True):
        yes = asked[asked["answer"] == "yes"]
        ways: dict[str, list[tuple[str, int]]] = {}
        for place, one, other in zip(yes.index, yes["one_id"], yes["other_id"], strict=True):
            ways.setdefault(one, []).append((other, place))
            ways.setdefault(other, []).append((one, place))
        for place, row in asked[asked["answer"] == "no"].iterrows():
            path = _path(ways, str(row["one_id"]), str(row["other_id"]))
            if path is not None:
                raise _contradiction(decisions, [*path, int(str(place))])


def _path(ways: Mapping[str, list[tuple[str, int]]], start: str, end: str) -> list[int] | None:
    """Find the rows by which two are one, by the shortest way; None if they are not."""
    came: dict[str, tuple[str, int] | None] = {start: None}
    front = [start]
    while front and end not in came:
        further = []
        for one in front:
            for other, place in ways.get(one, ()):
                if other not in came:
                    came[other] = (one, place)
                    further.append(other)
        front = further
    if end not in came:
        return None
    path, at = [], came[end]
    while at is not None:
        path.append(at[1])
        at = came[at[0]]
    return path[::-1]


def _refuse_two_names(decisions: pd.DataFrame) -> None:
    """Refuse two names for one pair."""
    if "row" not in decisions:
        return
    named = decisions[decisions["kept_name"].notna() & decisions["row"].notna()]
    for __, rows in named.groupby(["one_id", "other_id"], sort=True):
        if len(set(rows["kept_name"])) > 1:
            raise _contradiction(decisions, rows.index.tolist())


def _refuse_two_heads(decisions: pd.DataFrame) -> None:
    """Refuse two heads for one organisation, and heads that go round in a circle."""
    if "head_id" not in decisions:
        return
    above: dict[str, tuple[str, int]] = {}
    for place, row in decisions[decisions["head_id"].notna()].iterrows():
        head, at = str(row["head_id"]), int(str(place))
        below = str(row["other_id"] if row["one_id"] == head else row["one_id"])
        if below in above and above[below][0] != head:
            raise _contradiction(decisions, [above[below][1], at])
        path, top = [at], head
        while top in above:
            path.append(above[top][1])
            top = above[top][0]
            if top == below:
                raise _contradiction(decisions, sorted(path))
        above.setdefault(below, (head, at))


def _contradiction(decisions: pd.DataFrame, places: list[int]) -> PolegraphError:
    rows = decisions.loc[places]
    said = []
    for row in rows.to_dict(orient="records"):
        names = [_known(row.get(f"{side}_said")) or row[f"{side}_id"] for side in ("one", "other")]
        answer = _(row["answer"]) if _known(row.get("said")) is None else _reply(row)
        text = _("{one} and {other}: {answer}").format(one=names[0], other=names[1], answer=answer)
        at = _known(row.get("row"))
        place = _("row {row}").format(row=int(float(str(at)))) if at is not None else _("decided before")
        said.append(f"{text} ({place})")
    files = rows["file"].dropna().tolist() if "file" in rows else []
    return PolegraphError(
        _("these answers contradict each other: {answers}").format(answers=_("; ").join(said)),
        file=str(files[0]) if files else None,
        remedy=_("change one of them; an answer in the file goes before one that was given earlier"),
    )


def _known(value: object) -> object:
    """Return a cell, None if it is missing."""
    return None if value is None or value != value else value  # noqa: PLR0124  # missing differs from itself


def _reply(row: dict[Any, Any]) -> str:
    """Return an answer in the words of the sheet, with the name or the head that it gives."""
    reply = REPLIES[row["said"]] if language() == "fr" else str(row["said"])
    extra = _known(row.get("head_id")) or _known(row.get("kept_name"))
    extra = next((row[f"{side}_said"] for side in ("one", "other") if row[f"{side}_id"] == extra), extra)
    return f"{reply} ({extra})" if extra is not None else reply
