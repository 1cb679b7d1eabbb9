"""Visibility of a network for an audience: the rows that go, and what of the rows that stay would reveal them.

A row that stays can name one that goes: a subsidiary its group, a membership's pôle, an entry of the files read. So the
rule is of what is *known* of a text: it stays where something that may be seen states it, and goes where only what is
hidden does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.identity import normal_form
from polegraph.network.selection import restrict
from polegraph.tables import TABLES, WHO_IS_WHO, own_columns
from polegraph.vocabulary import NUMBERS, UNDISCLOSED_GROUP, VISIBLE_TO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Tables = Mapping[str, pd.DataFrame]
    Focus = frozenset[str] | None

AUDIENCES: Final = {name: frozenset(seen) for name, seen in VISIBLE_TO.items() if name != "internal"}
"""What an audience may see, by its name, unless it sees everything: values of ``visibility``."""
DEEPEST: Final = 20
"""Groups within groups that are followed; more can only be a circle."""
_IDENTIFIERS: Final = ("org_id", *NUMBERS)
_NAMING: Final = ("acronym", "title")
_AROUND: Final = frozenset(["groupe", "group", "holding", "societe", "ste", "soc", "ets"])  # not the name itself
_SIREN: Final = 9
_NOT_DIGIT: Final = re.compile(r"\D+")
_TOUCHED: Final = {"poles": ("memberships", "labels"), "themes": ("project_themes", "organisation_themes")}
_WITH_OWN: Final = tuple(
    name for name, table in TABLES.items() if "visibility" in table.names and name not in {"organisations", "projects"}
)
"""Tables with rows that have a visibility of their own, beside that of what they belong to."""
_KEYS: Final = {"poles": "pole_id", "themes": "theme_id"}
_SOURCELESS: Final = frozenset(["imports", "rejected", "records", *WHO_IS_WHO])  # no rows of what is in the network


@dataclass(frozen=True)
class Seen:
    """The part of a whole network that an audience may see.

    Parameters
    ----------
    allowed
        The values of ``visibility`` that may be seen.
    organisations, projects
        Identifiers of those that may be seen.
    stand_ins
        What is shown instead of the name of a group, by that name.
    group_of
        The group that is shown, by ``org_id``.
    alone
        Identifiers of pôles and of themes, names of sources, and the user's own columns (``table.column``), that hidden
        rows alone name.
    named
        Whether a text names something hidden.
    """

    allowed: frozenset[str]
    organisations: pd.Index[str]
    projects: pd.Index[str]
    stand_ins: Mapping[str, str]
    group_of: pd.Series[str]
    alone: Mapping[str, frozenset[str]]
    named: Callable[[str], bool] = field(compare=False)


def seen(tables: Tables, allowed: frozenset[str]) -> Seen | None:
    """Find what an audience may see of a whole network.

    Parameters
    ----------
    tables
        Every row that there is.
    allowed
        The values of ``visibility`` that may be seen.

    Returns
    -------
    Seen or None
        None if all may be seen.
    """
    organisations, projects, said = tables["organisations"], tables["projects"], tables["descriptions"]
    open_, public = _open(organisations, allowed), _open(projects, allowed)
    if open_.all() and public.all() and all(_open(tables[name], allowed).all() for name in _WITH_OWN):
        return None
    ids = pd.Index(organisations.loc[open_, "org_id"]), pd.Index(projects.loc[public, "project_id"])
    said = said[said["column"] == "group_id"]
    instead = stand_ins(organisations, open_, said, tables["aliases"], tables["merges"])
    groups = organisations.loc[open_, ["org_id", "group_id"]].set_index("org_id")["group_id"]
    return Seen(
        allowed=allowed,
        organisations=ids[0],
        projects=ids[1],
        stand_ins=instead,
        group_of=replaced(groups, instead),
        alone=_alone(tables, _rows_seen(restrict(tables, *ids), allowed)),
        named=_names_hidden(tables, ~open_, ~public),
    )


def replaced(texts: pd.Series[str], instead: Mapping[str, str]) -> pd.Series[str]:
    """Replace names by stand-ins.

    Parameters
    ----------
    texts
        Any texts.
    instead
        What is shown, by the name.

    Examples
    --------
    >>> replaced(pd.Series(["a", "b", None], dtype="str"), {"a": "x"}).tolist()
    ['x', 'b', nan]
    """
    if not instead:
        return texts
    there = texts.isin(list(instead))
    return texts.mask(there, texts.where(there).map(instead).astype("str"))


def visible(
    tables: Tables, focus: frozenset[str] | None, what: Seen
) -> tuple[dict[str, pd.DataFrame], frozenset[str] | None]:
    """Leave out what may not be seen; see `Network.visible`.

    Parameters
    ----------
    tables
        The tables of a network, or of a part of it.
    focus
        The organisations that were chosen, or None.
    what
        What may be seen of the whole.

    Returns
    -------
    tables : dict
        The tables.
    focus : frozenset or None
        The chosen organisations that may be seen.
    """
    org_index, project_index = pd.Index(tables["organisations"]["org_id"]), pd.Index(tables["projects"]["project_id"])
    there = org_index[what.organisations.get_indexer(org_index) >= 0]
    shown = project_index[what.projects.get_indexer(project_index) >= 0]
    if focus is not None:  # an organisation that is here only as a partner in a hidden project would give it away
        takes_part = tables["participations"]
        open_ = shown.get_indexer(pd.Index(takes_part["project_id"])) >= 0
        partners = pd.Index(takes_part.loc[open_, "org_id"])
        there = there[there.isin(list(focus)) | there.isin(partners)]
    smaller = _rows_seen(restrict(tables, there, shown), what.allowed)
    smaller = {name: _pointing_within(name, table, what.organisations) for name, table in smaller.items()}
    organisations = smaller["organisations"]
    if what.stand_ins:
        group = organisations["org_id"].map(what.group_of).astype("str")
        smaller["organisations"] = organisations.assign(group_id=group)
        said = smaller["descriptions"]
        old = said["column"] == "group_id"
        smaller["descriptions"] = said.assign(value=said["value"].mask(old, replaced(said["value"], what.stand_ins)))
    for name, key in _KEYS.items():
        smaller[name] = _without(smaller[name], key, what.alone[name])
    smaller = _of_poles_seen(smaller, what.alone["poles"])
    smaller["imports"] = _imports(smaller["imports"], what)
    for name in smaller:
        smaller[name] = _own(name, smaller[name], what.alone["columns"])
    smaller["rejected"] = smaller["rejected"].iloc[:0]  # what was set aside may quote what is hidden
    return smaller, None if focus is None else focus.intersection(there)


def _rows_seen(tables: Tables, allowed: frozenset[str]) -> dict[str, pd.DataFrame]:
    """Leave out the rows that have a visibility of their own, and may not be seen."""
    left = {name: tables[name][_open(tables[name], allowed)].reset_index(drop=True) for name in _WITH_OWN}
    return {**tables, **left}


def hidden_rows(tables: Tables, allowed: frozenset[str]) -> int:
    """Count the rows, beside organisations and projects, that an audience may not see for their own sake.

    Parameters
    ----------
    tables
        The tables.
    allowed
        The values of ``visibility`` that may be seen.
    """
    return sum(int((~_open(tables[name], allowed)).sum()) for name in _WITH_OWN)


def _pointing_within(name: str, table: pd.DataFrame, organisations: pd.Index[str]) -> pd.DataFrame:
    """Empty the cells that point to an organisation that is not there, where they may be empty."""
    for column, other in TABLES[name].references.items() if len(table) else ():
        if other == "organisations" and column not in TABLES[name].required:
            there = organisations.get_indexer(pd.Index(table[column])) >= 0
            table = table.assign(**{column: table[column].where(there, None)})
    return table


def _open(table: pd.DataFrame, allowed: frozenset[str]) -> pd.Series[bool]:
    """Return which rows may be seen."""
    return table["visibility"].fillna("public").isin(allowed)


def _without(table: pd.DataFrame, key: str, gone: frozenset[str]) -> pd.DataFrame:
    return table[~table[key].isin(gone)].reset_index(drop=True) if gone else table


def _of_poles_seen(tables: Tables, gone: frozenset[str]) -> dict[str, pd.DataFrame]:
    """Leave out the targets of pôles that may not be seen, and do not say that an action was theirs."""
    if not gone:
        return dict(tables)
    actions = tables["actions"]
    unsaid = actions.assign(pole_id=actions["pole_id"].mask(actions["pole_id"].isin(gone)))
    return {**tables, "targets": _without(tables["targets"], "pole_id", gone), "actions": unsaid}


def _own(name: str, table: pd.DataFrame, gone: frozenset[str]) -> pd.DataFrame:
    """Leave out the user's own columns that only hidden rows have values in, and what others list as possible."""
    columns = own_columns(name, table)
    table = table.drop(columns=[column for column in columns if f"{name}.{column}" in gone])
    listed = {
        column: table[column].cat.remove_unused_categories()
        for column in columns
        if column in table and isinstance(table[column].dtype, pd.CategoricalDtype)
    }
    return table.assign(**listed) if listed else table


def _imports(imports: pd.DataFrame, what: Seen) -> pd.DataFrame:
    """Leave out files that only hidden rows come from, and headings that are names of what is hidden."""
    imports = _without(imports, "source", what.alone["sources"])
    kept = {}
    for column in ("unknown_columns", "dropped_columns"):
        headings = {
            text: ";".join(one for one in text.split(";") if not what.named(one)) or None
            for text in imports[column].dropna().unique()
        }
        if any(text != left for text, left in headings.items()):
            kept[column] = imports[column].map(headings).astype("str")
    return imports.assign(**kept) if kept else imports


# -- what hidden rows alone name ---------------------------------------------------------------------------------


def _alone(tables: Tables, smaller: Tables) -> dict[str, frozenset[str]]:
    """Find the pôles, themes and sources that are named, but by no row that may be seen."""
    alone: dict[str, frozenset[str]] = {}
    kept = dict(smaller)
    for name, through in _TOUCHED.items():
        key = _KEYS[name]
        touched = [frozenset().union(*(part[one][key].unique() for one in through)) for part in (tables, smaller)]
        alone[name] = touched[0] - touched[1]
        kept[name] = _without(kept[name], key, alone[name])
    kept = _of_poles_seen(kept, alone["poles"])
    alone["sources"] = _sources(tables) - _sources(kept)
    alone["columns"] = frozenset(
        f"{name}.{column}"
        for name, table in kept.items()
        for column in own_columns(name, table)
        if table[column].isna().all() and tables[name][column].notna().any()
    )
    return alone


def _sources(tables: Tables) -> frozenset[str]:
    found: set[str] = set()
    for name, table in tables.items():
        if name not in _SOURCELESS and "source" in table:
            found.update(one for joined in table["source"].dropna().unique() for one in joined.split(";"))
    return frozenset(found)


# -- names -------------------------------------------------------------------------------------------------------


def _forms(text: str) -> list[str]:
    """Return the forms by which a text is compared: without its prefix, case, accents and legal form."""
    forms = []
    for part in {text, text.rpartition(":")[2]}:
        words = normal_form(part).split()
        while len(words) > 1 and words[0] in _AROUND:
            words.pop(0)
        while len(words) > 1 and words[-1] in _AROUND:
            words.pop()
        forms.append(" ".join(words))
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) >= _SIREN:
        forms += [digits, digits[:_SIREN], digits[-_SIREN:]]
    return [form for form in forms if form]


def _texts(table: pd.DataFrame, columns: Iterable[str]) -> set[str]:
    return set().union(*(table[column].dropna().unique() for column in columns if column in table))


def _spelt(organisations: pd.DataFrame, aliases: pd.DataFrame, merges: pd.DataFrame) -> set[str]:
    """Return every form of a name or identifier that organisations are known by, in the network and in its sources."""
    ids = organisations["org_id"]
    texts = _texts(organisations, ["name", *_IDENTIFIERS])
    texts |= _texts(aliases[aliases["org_id"].isin(ids)], ["name", "source_id"])
    texts |= _texts(merges[merges["into_id"].isin(ids)], ["org_id"])
    return {form for text in texts for form in _forms(str(text))}


def stand_ins(
    organisations: pd.DataFrame,
    open_: pd.Series[bool],
    said: pd.DataFrame,
    aliases: pd.DataFrame,
    merges: pd.DataFrame,
) -> dict[str, str]:
    """Return what is shown in the place of groups with names that may not be seen.

    Where the group of an organisation that may be seen is the identifier, a number or the name of one that may not, the
    next group above that may be seen is shown, or a stand-in: the same for all that are of one group, so that they
    go on counting as one. Its number follows from what may be seen, and so reveals nothing of what may not.

    Parameters
    ----------
    organisations
        All there are.
    open_
        Which of them may be seen.
    said
        The rows of ``descriptions`` on groups.
    aliases, merges
        The tables.

    Returns
    -------
    dict
        What is shown, by the name of a group.
    """
    # Collect the groups that are named by rows that may be seen.
    of_group = organisations.loc[organisations["group_id"].notna(), ["org_id", "group_id"]].sort_values("org_id")
    shown = pd.Index(organisations.loc[open_, "org_id"])
    spoken = said[shown.get_indexer(pd.Index(said["org_id"])) >= 0].sort_values(["org_id", "source", "year"])
    stated = of_group.loc[shown.get_indexer(pd.Index(of_group["org_id"])) >= 0, "group_id"]
    texts = list(dict.fromkeys([*stated, *spoken["value"].dropna()]))
    if not texts or open_.all():
        return {}
    # Keep those with a name that may be seen.
    sayable = set(texts) - _hidden(texts, organisations, open_, aliases, merges)
    sayable.update(shown)
    # Replace each other one by the next group above that may be seen, or number it.
    parent = dict(zip(of_group["org_id"], of_group["group_id"], strict=True))
    taken = {text for text in {*organisations["org_id"], *of_group["group_id"]} if text.startswith(UNDISCLOSED_GROUP)}
    numbered: dict[str, str] = {}
    instead: dict[str, str] = {}
    number = 0
    for text in texts:
        path = _path(text, parent)
        for name in (text, path[-1]):
            if name in sayable or name in instead:
                continue
            above = next((one for one in _path(name, parent) if one in sayable), None)
            if above is None and path[-1] not in numbered:
                number += 1
                while f"{UNDISCLOSED_GROUP}{number}" in taken:
                    number += 1
                numbered[path[-1]] = f"{UNDISCLOSED_GROUP}{number}"
            instead[name] = above or numbered[path[-1]]
    return instead


def _path(text: str, parent: Mapping[str, str]) -> list[str]:
    """Follow groups of groups to the top, as `Network.category` does."""
    path = [text]
    for _level in range(DEEPEST):
        above = parent.get(path[-1])
        if above is None or above == path[-1]:
            break
        path.append(above)
    return path


def _hidden(
    texts: list[str],
    organisations: pd.DataFrame,
    open_: pd.Series[bool],
    aliases: pd.DataFrame,
    merges: pd.DataFrame,
) -> set[str]:
    """Find the names of groups that are those of hidden organisations, and of none that may be seen."""
    closed, shown = organisations[~open_], organisations[open_]
    exact = _texts(closed, _IDENTIFIERS)
    alike = _spelt(closed, aliases, merges)
    found = {text for text in texts if text in exact or not alike.isdisjoint(_forms(text))}
    if not found:
        return found
    found -= _texts(shown, _IDENTIFIERS)
    own = _spelt(shown, aliases, merges) if found - exact else set()
    return {text for text in found if text in exact or own.isdisjoint(_forms(text))}


def _names_hidden(tables: Tables, closed: pd.Series[bool], not_public: pd.Series[bool]) -> Callable[[str], bool]:
    """Return a test of whether a text is the name of something hidden; it gathers the names when first called."""
    gathered: list[set[str]] = []

    def named(text: str) -> bool:
        if not gathered:
            forms = _spelt(tables["organisations"][closed], tables["aliases"], tables["merges"])
            hidden = _texts(tables["projects"][not_public], ["project_id", *_NAMING])
            gathered.append(forms | {form for one in hidden for form in _forms(str(one))})
        return not gathered[0].isdisjoint(_forms(text))

    return named
