"""Compare two states of a network: organisations that came and went, and what was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.combine.continuation import gone, newcomers
from polegraph.combine.matching import matched, within
from polegraph.combine.merging import split
from polegraph.tables import TABLES, own_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polegraph.combine.matching import Matched
    from polegraph.network import Network

    Tables = Mapping[str, pd.DataFrame]

COLUMNS: Final = (
    *("change", "table", "name", "about", "field", "was", "now", "projects", "evidence"),
    *("source", "org_id", "project_id", "former_id"),
)
CHANGES: Final = (
    "arrived",
    "returned",
    "left",
    "unlisted",
    "gone",
    "renamed",
    "renamed?",
    "corrected",
    "added",
    "removed",
)
"""Words of the column ``change``, in the order of the report."""
_OTHERS: Final = {
    "memberships": ("org_id", "pole_id"),
    "participations": ("org_id", "project_id"),
    "labels": ("project_id", "pole_id"),
    "project_themes": ("project_id", "theme_id"),
    "organisation_themes": ("org_id", "theme_id"),
    "outcomes": ("project_id", "kind"),
    "needs": ("org_id", "domain"),
    "offers": ("org_id", "domain"),
    "targets": ("pole_id", "indicator"),
    "actions": ("org_id", "action_id"),
}
"""Tables with rows about two entities: the one that is named first, and the other."""
_NAMED: Final = {"poles": "name", "themes": "label"}
_COMPARED: Final = ("organisations", "projects", *_NAMED, *_OTHERS)
_NOT_COMPARED: Final = frozenset({"source", "lat", "lon"})


def changes(old: Network, new: Network, sources: Iterable[str] | None = None) -> pd.DataFrame:
    """List what changed in the sources of a network.

    Parameters
    ----------
    old, new
        A network before and after.
    sources
        The sources to compare; all that both know by default.

    Returns
    -------
    DataFrame
        `COLUMNS`: a row a change, as the sources state it, before any merge. ``change`` is one of `CHANGES`: ``left``
        (no member any more, or named no more; ``projects`` of the past are kept), ``unlisted`` (rows name it, none
        describes it any more), ``renamed`` (the same for sure), ``renamed?`` (to be asked; ``evidence`` states why),
        ``corrected`` (``field``, ``was``, ``now``), ``added`` and ``removed`` (rows of the other tables of what
        was there before and is still). ``name`` is its name now. The order of rows never matters.

    Examples
    --------
    >>> import polegraph.examples
    >>> net = polegraph.examples.tiny()
    >>> len(changes(net, net))
    0
    """
    before, after = split(old.tables), split(new.tables)
    wanted = before.keys() & after.keys() if sources is None else before.keys() & after.keys() & set(sources)
    parts = [_of_source(before[one], after[one]).assign(source=one) for one in sorted(wanted)]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    table = table.reindex(columns=list(COLUMNS)).astype({**dict.fromkeys(COLUMNS, "str"), "projects": "Int64"})
    rank = {word: place for place, word in enumerate(CHANGES)}
    order = table.assign(
        rank=table["change"].map(rank), place=table["table"].map({one: n for n, one in enumerate(TABLES)})
    )
    order = order.sort_values(
        ["rank", "place", "name", "about", "field", "was", "now", "org_id", "project_id", "source"]
    )
    return table.loc[order.index].reset_index(drop=True)


def shown_to(table: pd.DataFrame, old: Network, new: Network) -> pd.DataFrame:
    """Leave out the changes about what an audience may not see.

    Parameters
    ----------
    table
        As `changes` gives it.
    old, new
        What the audience may see of the network before and after (`polegraph.Network.visible`).

    Returns
    -------
    DataFrame
        The rows of organisations and projects that may be seen, before and after.
    """
    hidden = pd.Series(data=False, index=table.index)
    for net in (old, new):
        if net.origin.seen is None:
            continue
        whole = net.origin
        for column, ids, visible in (
            ("org_id", {*whole.organisations["org_id"], *whole.merges["org_id"]}, set(net.organisations["org_id"])),
            ("project_id", set(whole.projects["project_id"]), set(net.projects["project_id"])),
        ):
            hidden |= within(table[column], ids - visible) | within(table["former_id"], ids - visible)
        hidden |= table["field"] == "group_id"
        for name, ids_ in (("poles", "pole_id"), ("themes", "theme_id")):
            hidden |= table["table"].eq(name) & ~within(table["about"], net.tables[name][ids_])
    return table[~hidden].reset_index(drop=True)


def _of_source(old: Tables, new: Tables) -> pd.DataFrame:
    """List what changed in one source."""
    if all(old[name].equals(new[name]) for name in (*_COMPARED, "rejected")):
        return pd.DataFrame(columns=list(COLUMNS))
    named = newcomers(new)
    unlisted = named & frozenset(old["organisations"]["org_id"])
    found = matched(old, new, {one: one for one in unlisted})
    both = _Both(old, new, found)
    differing = [name for name in _COMPARED if not both.old[name].equals(new[name])]
    frames = [
        _organisations(
            both, unlisted - newcomers(old), gone(new) - gone(old), (gone(old) | newcomers(old)) - gone(new) - named
        ),
        _projects(both),
        *(_asked(both, table) for table in ("organisations", "projects")),
        *(_corrected(both, table) for table in ("organisations", "projects", "poles", "themes") if table in differing),
        *(_rows(both, table) for table in ("poles", "themes")),
        *(_others(both, table) for table in _OTHERS if table in differing),
    ]
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(COLUMNS))


class _Both:
    """A source before, under the identifiers of now, and now."""

    def __init__(self, old: Tables, new: Tables, found: Matched) -> None:
        self.found = found
        back = frozenset(new["organisations"]["org_id"])
        asked = {one: other for one, other in found.moved("organisations").items() if one not in back}
        self.moved = {"org_id": asked | found.organisations, "project_id": found.moved("projects")}
        self.old = {name: self._now(table) for name, table in old.items()}
        self.new = new
        self._sides: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        self.former = {column: {other: one for one, other in moved.items()} for column, moved in self.moved.items()}
        self.names = {
            column: _names(self.old[table], column) | _names(new[table], column)
            for table, column in (
                ("organisations", "org_id"),
                ("projects", "project_id"),
                ("poles", "pole_id"),
                ("themes", "theme_id"),
            )
        }

    def _now(self, table: pd.DataFrame) -> pd.DataFrame:
        moved = {column: mapping for column, mapping in self.moved.items() if column in table.columns and mapping}
        return table.assign(
            **{column: table[column].map(one).fillna(table[column]).astype("str") for column, one in moved.items()}
        )

    def sides(self, table: str, column: str) -> tuple[set[str], set[str]]:
        """Return which rows were there and which are there."""
        if (table, column) not in self._sides:
            self._sides[table, column] = set(self.old[table][column].tolist()), set(self.new[table][column].tolist())
        return self._sides[table, column]

    def frame(self, change: str, table: str, rows: pd.DataFrame, **more: Any) -> pd.DataFrame:  # noqa: ANN401  # columns
        """Build rows of the list of changes."""
        first, other = _OTHERS.get(table, (TABLES[table].key[0], None))
        told = rows[[column for column in ("org_id", "project_id") if column in rows.columns]].copy()
        told["change"], told["table"] = change, table
        told["name"] = rows[first].map(self.names[first]).fillna(rows[first])
        if other is not None:
            told["about"] = (
                rows[other].map(self.names[other]).fillna(rows[other]) if other in self.names else rows[other]
            )
        for column in ("org_id", "project_id"):
            if column == first:
                told["former_id"] = rows[column].map(self.former[column])
        return told.assign(**more)


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    if key == "project_id":
        called = table["acronym"].fillna(table["title"]).fillna(table["project_id"])
    else:
        called = table["label" if key == "theme_id" else "name"]
    return dict(zip(table[key].tolist(), called.tolist(), strict=True))


def _organisations(
    both: _Both, unlisted: frozenset[str], went: frozenset[str], returned: frozenset[str]
) -> pd.DataFrame:
    """List the organisations that came and went."""
    before, after = both.sides("organisations", "org_id")
    new, old = both.new["organisations"], both.old["organisations"]
    projects = both.new["participations"]["org_id"].value_counts()
    ended = _ended(both)
    left = within(new["org_id"], ended.keys() | went) & within(new["org_id"], before)
    frames = []
    for change, rows in (
        ("arrived", new[~within(new["org_id"], before)]),
        ("returned", new[within(new["org_id"], returned & before) & ~left]),
        ("left", new[left]),
        ("unlisted", new[within(new["org_id"], unlisted) & ~left]),
        ("gone", old[~within(old["org_id"], after)]),
    ):
        known = projects if change != "gone" else both.old["participations"]["org_id"].value_counts()
        count = rows["org_id"].map(known).fillna(0).astype("Int64")
        day = rows["org_id"].map(ended if change == "left" else {}).astype("str")
        frames.append(both.frame(change, "organisations", rows, projects=count, now=day))
    return pd.concat(frames, ignore_index=True)


def _ended(both: _Both) -> dict[str, str]:
    """Return the organisations without a membership any more, with the day on which the last one ended."""
    open_before = both.old["memberships"][both.old["memberships"]["until"].isna()]["org_id"]
    now = both.new["memberships"]
    still = set(now.loc[now["until"].isna(), "org_id"])
    last = now[within(now["org_id"], set(open_before) - still)].groupby("org_id")["until"].max()
    return dict(zip(last.index.tolist(), last.dt.strftime("%Y-%m-%d").tolist(), strict=True))


def _projects(both: _Both) -> pd.DataFrame:
    """List the projects that came and went."""
    before, after = both.sides("projects", "project_id")
    new, old = both.new["projects"], both.old["projects"]
    rows = {"arrived": new[~within(new["project_id"], before)], "gone": old[~within(old["project_id"], after)]}
    return pd.concat([both.frame(change, "projects", one) for change, one in rows.items()], ignore_index=True)


def _asked(both: _Both, table: str) -> pd.DataFrame:
    """List what may be called otherwise now."""
    key = TABLES[table].key[0]
    asked = both.found.asked[both.found.asked["table"] == table]
    rows = pd.DataFrame({key: asked["new_id"]})
    then = _names(both.old[table], key)
    told = both.frame("renamed?", table, rows, evidence=asked["evidence"], now=rows[key].map(both.names[key]))
    before = [then.get(both.moved[key].get(one, one)) for one in asked["old_id"]]
    return told.assign(was=pd.Series(before, index=told.index, dtype="str"), former_id=asked["old_id"])


def _corrected(both: _Both, table: str) -> pd.DataFrame:
    """List the cells that have changed; another name is listed as a renaming, unless it is asked."""
    key = TABLES[table].key[0]
    told = _cells(both, table, [key])
    names = {"projects": "acronym"}.get(table, _NAMED.get(table, "name"))
    renamed = (told["field"] == names) & told["was"].notna() & told["now"].notna()
    told["change"] = told["change"].mask(renamed, "renamed")
    asked = set(both.found.asked.loc[both.found.asked["table"] == table, "new_id"])
    return told[~(renamed & told.get(key, told["name"]).isin(asked))]


def _cells(both: _Both, table: str, key: list[str]) -> pd.DataFrame:
    """List the cells of a table that have changed."""
    old, new = both.old[table], both.new[table]
    columns = [one.name for one in TABLES[table].columns if one.name not in {*key, *_NOT_COMPARED}]
    columns += [one for one in own_columns(table, new) if one in old.columns]
    old, new = old.drop_duplicates(key), new.drop_duplicates(key)
    if not len(old) or not len(new):
        return both.frame("corrected", table, new.iloc[:0], field="", was="", now="")
    rows = new[key].merge(old[[*key, *columns]], how="inner", on=key)
    now = rows[key].merge(new[[*key, *columns]], how="left", on=key)
    frames = [both.frame("corrected", table, rows.iloc[:0], field="", was="", now="")]
    for column in columns:
        one, other = rows[column], now[column]
        differs = np.asarray(~((one == other).fillna(value=False) | (one.isna() & other.isna())), dtype=bool)
        if table == "memberships" and column == "until":
            differs = differs & ~(one.isna() & other.notna()).to_numpy()  # listed as an organisation that left
        if differs.any():
            texts = {"was": _texts(one[differs]), "now": _texts(other[differs])}
            frames.append(both.frame("corrected", table, rows[differs], field=column, **texts))
    return pd.concat(frames, ignore_index=True)


def _texts(values: pd.Series[Any]) -> pd.Series[str]:
    """Write values as a person reads them in files."""
    if pd.api.types.is_datetime64_any_dtype(values):
        days: pd.Series[str] = values.dt.strftime("%Y-%m-%d").astype("str")
        return days
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.map({True: "true", False: "false"}).astype("str")
    texts = values.astype("str")
    return texts.str.removesuffix(".0") if pd.api.types.is_float_dtype(values.dtype) else texts


def _rows(both: _Both, table: str) -> pd.DataFrame:
    """List the pôles or themes that came and went."""
    key = TABLES[table].key[0]
    before, after = both.sides(table, key)
    new, old = both.new[table], both.old[table]
    pairs = ("added", new[~within(new[key], before)]), ("removed", old[~within(old[key], after)])
    return pd.concat([both.frame(change, table, rows, about=rows[key]) for change, rows in pairs], ignore_index=True)


def _others(both: _Both, table: str) -> pd.DataFrame:
    """List the rows of a table about two entities that came, went or changed, of what is there before and after."""
    own = ("date",) if table == "outcomes" else TABLES[table].key
    key = list(dict.fromkeys((*_OTHERS[table], *own)))
    ends = {column: name for column, name in (("org_id", "organisations"), ("project_id", "projects")) if column in key}
    old, new = both.old[table][key], both.new[table][key]
    if not len(old) and not len(new):
        return pd.DataFrame()
    if table == "outcomes":  # their identifiers are made of places in the sheet
        old, new = (one.assign(n=one.groupby(key, dropna=False).cumcount()) for one in (old, new))
    compared = old.merge(new, how="outer", on=list(old.columns), indicator=True)
    for column, name in ends.items():
        before, after = both.sides(name, column)
        stays = within(compared[column], before & after)
        if (table, column) == (
            "participations",
            "org_id",
        ):  # an organisation that joins a project that was there is worth a word
            stays |= compared["_merge"].eq("right_only") & within(compared[column], after)
        compared = compared[stays]
    frames = [
        both.frame(change, table, compared[compared["_merge"] == side])
        for change, side in (("added", "right_only"), ("removed", "left_only"))
    ]
    if table != "outcomes":
        frames.append(_cells(both, table, key))
    return pd.concat(frames, ignore_index=True)
