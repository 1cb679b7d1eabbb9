"""Continuation of a source over its editions: an organisation that is no longer listed keeps its past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from polegraph.combine import source_records
from polegraph.combine.matching import ASKED_COLUMNS, Matched, matched, same_name, within
from polegraph.errors import shown
from polegraph.identity import distinct_form
from polegraph.tables import TABLES, VISIBILITIES, WHO_IS_WHO, convert
from polegraph.tables.checks import GONE_FROM_SOURCE, NOT_LISTED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    Tables = Mapping[str, pd.DataFrame]

_POINTING: Final = tuple(
    name for name, table in TABLES.items() if "org_id" in table.names and name not in {"organisations", *WHO_IS_WHO}
)
_SHOWN: Final = 200  # characters of a value that the table of rows set aside keeps


class Continued(NamedTuple):
    """A source as it is after an import.

    Attributes
    ----------
    tables
        Its tables, with what stays of before.
    moved
        The identifier now, by the one before, of organisations that certainly are the same.
    proposals
        Rows of the table ``proposals``: names that may have taken the place of others.
    """

    tables: dict[str, pd.DataFrame]
    moved: dict[str, str]
    proposals: pd.DataFrame


def continued(old: Tables, new: Tables, day: dt.date) -> Continued:
    """Match a source with its last edition, so that it continues it.

    Parameters
    ----------
    old, new
        The tables of one source before and as they are read now.
    day
        The day on which the new ones were current.

    Returns
    -------
    Continued
        An organisation that rows still name and none describes is described as before. One that no row names any more,
        and that took part in projects which are still there, keeps its description and these participations. Of both,
        and of all others with a membership that is no longer listed, the membership ends: on which day is not known, so
        the day before *day* is taken, the last on which it may have been one. Needs and offers are not kept.

    Examples
    --------
    >>> import datetime, polegraph.examples
    >>> old = polegraph.examples.tiny().tables
    >>> gone = {name: table[table["org_id"] != "SME1"] if "org_id" in table else table for name, table in old.items()}
    >>> len(continued(old, gone, datetime.date(2024, 5, 1)).tables["participations"]) == len(old["participations"])
    True
    """
    back = _described_before(old, new)
    found = matched(old, new, back)
    now = {name: table.copy() for name, table in new.items()}
    _restore(old, now, {one: before for before, one in back.items()})
    moved = {one: other for one, other in found.organisations.items() if one not in back}
    went = _keep_past(old, now, found, moved)
    _end_memberships(old, now, moved, pd.Timestamp(day) - pd.Timedelta(days=1))
    _keep_names(old, now, moved, went)
    return Continued({name: _ordered(name, table) for name, table in now.items()}, moved, _proposals(old, now, found))


def newcomers(tables: Tables) -> frozenset[str]:
    """Name the organisations of a source that rows name and none describes.

    Parameters
    ----------
    tables
        The tables of the source.
    """
    return _named_in(tables, name_newcomers(tables["rejected"]))


def name_newcomers(rejected: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows of the table ``rejected`` name an organisation that no row describes.

    Parameters
    ----------
    rejected
        The table, of one source or of all.
    """
    return rejected["reason"].str.startswith(NOT_LISTED)


def gone(tables: Tables) -> frozenset[str]:
    """Name the organisations of a source that no row names any more, with a past that is kept.

    Parameters
    ----------
    tables
        The tables of the source.
    """
    return _named_in(tables, tables["rejected"]["reason"] == GONE_FROM_SOURCE)


def _named_in(tables: Tables, which: pd.Series[bool]) -> frozenset[str]:
    """Return the organisations named in rows that were set aside."""
    values = tables["rejected"].loc[which.fillna(value=False).astype(bool), "value"].dropna().unique().tolist()
    if not values:
        return frozenset()
    forms = {distinct_form(value.partition(" → ")[0]) for value in values}
    organisations = tables["organisations"]
    there = organisations["name"].map(lambda name: distinct_form(shown(name, _SHOWN)[1:-1]) in forms)
    return frozenset(organisations.loc[there.astype(bool), "org_id"])


def _described_before(old: Tables, new: Tables) -> dict[str, str]:
    """Return which organisations are named and no longer described: identifier now, by that of before."""
    named = newcomers(new)
    if not named:
        return {}
    after = new["organisations"]
    after = after[within(after["org_id"], named)]
    before = old["organisations"]
    same = {one: one for one in after.loc[within(after["org_id"], before["org_id"]), "org_id"]}
    left = before[~within(before["org_id"], new["organisations"]["org_id"])]
    return same | same_name(left, after[~within(after["org_id"], before["org_id"])])


def _restore(old: Tables, now: dict[str, pd.DataFrame], before: Mapping[str, str]) -> None:
    """Describe as before the organisations that no row describes any more, under the identifier of then."""
    if not before:
        return
    organisations, rows = now["organisations"], old["organisations"]
    kept = rows[within(rows["org_id"], before.values())]
    now["organisations"] = _stacked(organisations[~within(organisations["org_id"], before)], kept)
    for name in _POINTING:
        if name in now and len(now[name]):
            now[name] = source_records.all_owned(name, now[name], before)


def _keep_past(old: Tables, now: dict[str, pd.DataFrame], found: Matched, moved: Mapping[str, str]) -> pd.Series[str]:
    """Keep organisations that are named no more, with their participations in projects still there; return them."""
    there = set(now["organisations"]["org_id"].tolist()) | moved.keys()
    asked = dict(found.asked.loc[found.asked["table"] == "organisations", ["old_id", "new_id"]].to_numpy().tolist())
    projects = found.moved("projects")
    past = old["participations"]
    past = past[~within(past["org_id"], there)]
    past = past.assign(project_id=_mapped(past["project_id"], projects))
    past = past[within(past["project_id"], now["projects"]["project_id"])]
    ends = ["project_id", "org_id"]
    taken = set(_pairs(now["participations"], ends))
    past = past.loc[[(project, asked.get(one)) not in taken for project, one in _pairs(past, ends)]]
    kept: pd.Series[str] = past["org_id"].drop_duplicates()
    if len(kept):
        now["participations"] = _stacked(now["participations"], past)
        for name in ("organisations", "descriptions"):
            now[name] = _stacked(now[name], old[name][within(old[name]["org_id"], kept)])
        themes = old["organisation_themes"]
        themes = themes[within(themes["org_id"], kept) & within(themes["theme_id"], now["themes"]["theme_id"])]
        now["organisation_themes"] = _stacked(now["organisation_themes"], themes)
        _remark(now, old["organisations"][within(old["organisations"]["org_id"], kept)])
    return kept


def _remark(now: dict[str, pd.DataFrame], organisations: pd.DataFrame) -> None:
    """List the organisations that are named no more, so that it is seen, and known next time."""
    files = now["imports"]
    file = files.loc[files["table"] == "organisations", "file"]
    rows = pd.DataFrame(
        {
            "source": organisations["source"],
            "file": file.iloc[0] if len(file) else "–",
            "row": 1,
            "column": None,
            "value": [shown(name, _SHOWN)[1:-1] for name in organisations["name"]],
            "reason": GONE_FROM_SOURCE,
        }
    )
    now["rejected"] = _stacked(now["rejected"], convert("rejected", rows)[0])


def _end_memberships(old: Tables, now: dict[str, pd.DataFrame], moved: Mapping[str, str], last: pd.Timestamp) -> None:
    """Keep memberships that are no longer listed, ended; a file without any leaves them as they are."""
    if not len(now["memberships"]):
        return
    before = old["memberships"]
    before = before.assign(org_id=_mapped(before["org_id"], moved))
    ends = ["pole_id", "org_id"]
    listed = set(_pairs(now["memberships"], ends))
    before = before.loc[[pair not in listed for pair in _pairs(before, ends)]]
    kept = before[
        within(before["org_id"], now["organisations"]["org_id"]) & within(before["pole_id"], now["poles"]["pole_id"])
    ]
    open_ = kept["until"].isna() | (kept["until"] > last)
    kept = kept.assign(until=kept["until"].mask(open_, last))
    never = kept["since"].notna() & (kept["since"] > kept["until"])
    now["memberships"] = _stacked(now["memberships"], kept[~never])


def _keep_names(old: Tables, now: dict[str, pd.DataFrame], moved: Mapping[str, str], went: pd.Series[str]) -> None:
    """Keep the ways in which organisations were written before."""
    aliases = old["aliases"]
    aliases = aliases.assign(org_id=_mapped(aliases["org_id"], moved))
    aliases = aliases[within(aliases["org_id"], now["organisations"]["org_id"])]
    key = ["org_id", "name"]
    known = set(_pairs(now["aliases"], key))
    aliases = aliases.loc[[pair not in known for pair in _pairs(aliases, key)]]
    former = ~within(aliases["org_id"], went)  # a name of before counts once, however many rows had it
    aliases = aliases.assign(rows=aliases["rows"].mask(former, 1))
    now["aliases"] = _stacked(now["aliases"], aliases)


def _proposals(old: Tables, now: Tables, found: Matched) -> pd.DataFrame:
    """Return the pairs of organisations that a person must judge, unless the question revealed what is hidden."""
    pairs = found.asked[found.asked["table"] == "organisations"]
    before, after = (tables["organisations"].set_index("org_id") for tables in (old, now))
    rank = {word: place for place, word in enumerate(VISIBILITIES)}
    rows: list[dict[str, Any]] = []
    for pair in pairs[list(ASKED_COLUMNS)].to_dict(orient="records"):
        one, other = pair["old_id"], pair["new_id"]
        hidden = [rank.get(table.loc[key, "visibility"], 0) for table, key in ((before, one), (after, other))]
        if one in after.index or hidden[0] <= hidden[1]:
            name = None if one in after.index else before.loc[one, "name"]
            ends = dict(zip(("one_id", "other_id"), sorted((one, other)), strict=True))
            rows.append({**ends, "question": "same", "evidence": pair["evidence"], "other_name": name})
    return convert("proposals", pd.DataFrame(rows, columns=TABLES["proposals"].names))[0]


def moved_to(who: Tables, moved: Mapping[str, str], *there: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Rewrite the identity tables (merges, decisions …) to the identifiers of now.

    Parameters
    ----------
    who
        The identity tables.
    moved
        The identifier now, by the one before.
    *there
        Identifiers that are still in use: the rows about them stay.
    """
    used = {one for ones in there for one in ones} if moved else set()
    left = {one: other for one, other in moved.items() if one not in used}
    if not left:
        return dict(who)
    tables = {}
    for name, table in who.items():
        columns = [column for column in ("org_id", "into_id", "one_id", "other_id") if column in table.columns]
        rows = table.assign(**{column: _mapped(table[column], left) for column in columns})
        pair = [column for column in (("one_id", "other_id"), ("org_id", "into_id")) if set(column) <= set(columns)]
        for one, other in pair:
            rows = rows[rows[one] != rows[other]]
        if "one_id" in columns:
            swapped = rows["one_id"] > rows["other_id"]
            rows = rows.assign(
                one_id=rows["one_id"].mask(swapped, rows["other_id"]),
                other_id=rows["other_id"].mask(swapped, rows["one_id"]),
            )
        tables[name] = rows.drop_duplicates(list(TABLES[name].key), ignore_index=True)
    return tables


def _pairs(table: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    """Return the values of some columns, row by row."""
    return list(zip(*(table[column].tolist() for column in columns), strict=True))


def _mapped(values: pd.Series[str], mapping: Mapping[str, str]) -> pd.Series[str]:
    return values.map(mapping).fillna(values).astype("str") if mapping else values


def _stacked(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Put rows under each other; both have the columns of the model."""
    if not len(other):
        return one
    if not len(one):
        return other.reset_index(drop=True)
    return pd.concat([one, other], ignore_index=True)


def _ordered(name: str, table: pd.DataFrame) -> pd.DataFrame:
    by = list(TABLES[name].key) or TABLES[name].names
    return table.sort_values(by, kind="stable", ignore_index=True)
