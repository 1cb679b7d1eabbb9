"""Which rows of a source are those of its last import: by identifier, number or name; or asked, by what else agrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from rapidfuzz import fuzz

from polegraph.identity import distinct_form

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    Tables = Mapping[str, pd.DataFrame]
    Row = dict[Hashable, Any]
    Said = tuple[int, tuple[str, ...]]

ASKED_COLUMNS: Final = ("table", "old_id", "new_id", "evidence")
RENAMED: Final = "renamed"
"""First code of the evidence for a name that may have taken the place of another."""
_NUMBERS: Final = ("siren", "pic", "rnsr", "ror", "vat")
"""Numbers of which an organisation has one."""
_MADE_PROJECT: Final = re.compile(r"(?:^|:)project:")
_LARGEST_BLOCK: Final = 400  # pairs of one block that are compared; a larger block does not discriminate
_NEAR: Final = 85  # of 100: a typing error or an additional word
_BEGIN: Final = 4  # letters
_ENOUGH_ORGANISATION: Final = 2
_ENOUGH_PROJECT: Final = 3


@dataclass(frozen=True)
class Matched:
    """Matches between two editions of a source: the same under another identifier.

    Attributes
    ----------
    organisations, projects
        The identifier now, by the one before; only those that are certain and differ.
    asked
        `ASKED_COLUMNS`: a row a pair that a person must judge; the pairs of one row are no others'.
    """

    organisations: dict[str, str]
    projects: dict[str, str]
    asked: pd.DataFrame

    def moved(self, table: str) -> dict[str, str]:
        """Return the identifier now by the one before, of what is certain and of what is asked.

        Parameters
        ----------
        table
            ``organisations`` or ``projects``.
        """
        rows = self.asked[self.asked["table"] == table]
        asked = dict(zip(rows["old_id"].tolist(), rows["new_id"].tolist(), strict=True))
        return asked | (self.organisations if table == "organisations" else self.projects)


def matched(old: Tables, new: Tables, unlisted: Mapping[str, str] | None = None) -> Matched:
    """Find the rows of a source that are those of its last import under another identifier or name.

    Parameters
    ----------
    old, new
        The tables of one source, as `polegraph.combine.split` gives them.
    unlisted
        Organisations that the new tables name and describe no more; each may go on under another name that is new.

    Returns
    -------
    Matched
        Certain is one number, or one name that no other organisation has. All else is asked: what has come and what has
        gone are compared only within blocks, so the time goes with the number of rows.

    Examples
    --------
    >>> import polegraph.examples
    >>> old = polegraph.examples.tiny().tables
    >>> said = {"SME1": "siren:493902662"}
    >>> new = {name: table.assign(org_id=table["org_id"].replace(said)) if "org_id" in table else table
    ...        for name, table in old.items()}
    >>> matched(old, new).organisations
    {'SME1': 'siren:493902662'}
    """
    gone, come = _left_over(old["organisations"], new["organisations"], "org_id")
    sure = _by_number(gone, come)
    rest = gone[~within(gone["org_id"], sure)], come[~within(come["org_id"], sure.values())]
    sure |= same_name(*rest)
    went, arrived = _left_over(old["projects"], new["projects"], "project_id")
    projects = _by_name(went, arrived, "project_id", ["acronym", "title"], _other_year)
    left = went[~within(went["project_id"], projects)], arrived[~within(arrived["project_id"], projects.values())]
    asked = [("projects", *pair) for pair in _asked_projects((old, new), left, sure)]
    known = projects | {one: other for _table, one, other, _evidence in asked}
    back = dict(unlisted or {})
    former = old["organisations"][
        within(old["organisations"]["org_id"], (set(gone["org_id"]) - sure.keys()) | back.keys())
    ]
    newer = come[~within(come["org_id"], [*sure.values(), *back.values()])]
    asked += [("organisations", *pair) for pair in _asked_organisations((old, new), (former, newer), known)]
    return Matched(sure, projects, pd.DataFrame(asked, columns=list(ASKED_COLUMNS)).astype("str"))


def same_name(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Match organisations of which each alone has a name, unless a number contradicts it.

    Parameters
    ----------
    old, new
        Rows of ``organisations``.

    Returns
    -------
    dict
        The identifier now, by the one before.

    Examples
    --------
    >>> from polegraph.tables import convert
    >>> rows = pd.DataFrame({"org_id": ["A", "B"], "name": ["Ada SARL", "Bo"], "siren": ["493902662", None]})
    >>> old = convert("organisations", rows)[0]
    >>> same_name(old, old.assign(org_id=["X", "Y"], siren="005720784"))
    {'B': 'Y'}
    """
    return _by_name(old, new, "org_id", ["name"], _other_numbers)


def within(values: pd.Series[Any], those: Iterable[Any]) -> pd.Series[bool]:
    """Return which values are among those; pandas' own way takes seconds for the texts of a publisher.

    Parameters
    ----------
    values
        Texts.
    those
        The ones that are looked for.
    """
    known = (
        those
        if isinstance(those, (set, frozenset, dict))
        else set(those.tolist() if isinstance(those, pd.Series) else those)
    )
    return pd.Series([value in known for value in values.tolist()], index=values.index, dtype="bool")


def _left_over(old: pd.DataFrame, new: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows with an identifier that is only in the one, and only in the other."""
    return old[~within(old[key], new[key])], new[~within(new[key], old[key])]


def _by_number(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Match organisations that alone have a number."""
    found: dict[str, str] = {}
    for column in (*_NUMBERS, "siret"):
        one, other = _alone(old, "org_id", column), _alone(new, "org_id", column)
        pairs = {one[value]: other[value] for value in sorted(one.keys() & other.keys())}
        taken = set(found.values())
        found.update({a: b for a, b in pairs.items() if a not in found and b not in taken})
    return found


def _alone(table: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    """Return which rows have a value that no other has."""
    known = table[table[column].notna()].drop_duplicates(column, keep=False)
    return dict(zip(known[column].tolist(), known[key].tolist(), strict=True))


def _by_name(
    old: pd.DataFrame, new: pd.DataFrame, key: str, names: list[str], against: Callable[[Row, Row], bool]
) -> dict[str, str]:
    """Match rows that alone have a name, unless another cell contradicts it."""
    one, other = (_forms(table, key, names) for table in (old, new))
    both = sorted(one.keys() & other.keys())
    rows = [table.set_index(key, drop=False) for table in (old, new)]
    pairs = [(rows[0].loc[one[form]].to_dict(), rows[1].loc[other[form]].to_dict()) for form in both]
    return {str(a[key]): str(b[key]) for a, b in pairs if not against(a, b)}


def _forms(table: pd.DataFrame, key: str, names: list[str]) -> dict[str, str]:
    """Return the identifier by the normal form of the first name that a row has, where one row alone has it."""
    called = table[names].bfill(axis=1).iloc[:, 0] if len(names) > 1 else table[names[0]]
    forms = called.map(distinct_form, na_action="ignore")
    alone = forms.notna() & ~forms.duplicated(keep=False)
    return dict(zip(forms[alone].tolist(), table.loc[alone, key].tolist(), strict=True))


def _other_numbers(one: Row, other: Row) -> bool:
    return any(_differ(one[column], other[column]) for column in (*_NUMBERS, "country"))


def _other_year(one: Row, other: Row) -> bool:
    return _differ(one["year"], other["year"])


def _differ(one: Any, other: Any) -> bool:  # noqa: ANN401  # cells of any type
    return bool(not pd.isna(one) and not pd.isna(other) and one != other)


def _agree(one: Any, other: Any) -> bool:  # noqa: ANN401  # cells of any type
    return bool(not pd.isna(one) and not pd.isna(other) and one == other)


def _sets(
    participations: pd.DataFrame, of: str, ids: pd.Series[str], moved: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return the partners or projects of each of a few rows, under the identifiers of now."""
    other = "project_id" if of == "org_id" else "org_id"
    rows = participations[within(participations[of], ids)]
    now = [moved.get(one, one) for one in rows[other].tolist()]
    return {str(key): frozenset(part) for key, part in pd.Series(now, index=rows[of].to_numpy()).groupby(level=0)}


def _asked_projects(
    both: tuple[Tables, Tables], left: tuple[pd.DataFrame, pd.DataFrame], sure: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Propose projects that go on under another name; what has an identifier of its own is matched by it alone."""
    # Collect the projects without an identifier of their own, with their partners.
    old, new = (table[table["project_id"].str.contains(_MADE_PROJECT)] for table in left)
    partners = [
        _sets(tables["participations"], "project_id", table["project_id"], moved)
        for tables, table, moved in zip(both, (old, new), (sure, {}), strict=True)
    ]

    # Compare projects that share their partners, title, dates or the beginning of a name.
    def blocks(row: Row, who: Mapping[str, frozenset[str]]) -> list[Hashable]:
        title, form = (distinct_form(text) if isinstance(text, str) else None for text in (row["title"], _called(row)))
        days = tuple(None if pd.isna(row[one]) else row[one] for one in ("start", "end", "programme", "total_cost"))
        return [
            who.get(row["project_id"]),
            title and ("title", title),
            days if any(days[:2]) else None,
            form and form[:_BEGIN],
        ]

    # Score a pair by the columns that agree.
    def compare(one: Row, other: Row) -> Said:
        said: dict[str, int] = {}
        consortium = partners[0].get(one["project_id"], frozenset())
        if consortium and consortium == partners[1].get(other["project_id"]):
            said["same_consortium"] = 3 if len(consortium) > 1 else 1
        if (
            isinstance(one["title"], str)
            and isinstance(other["title"], str)
            and distinct_form(one["title"]) == distinct_form(other["title"])
        ):
            said["same_title"] = 2
        if _agree(one["start"], other["start"]):
            said["same_start"] = 1
        if _agree(one["total_cost"], other["total_cost"]):
            said["same_cost"] = 1
        said |= _near(_called(one), _called(other))
        score = sum(said.values()) - (2 if _differ(one["year"], other["year"]) else 0)
        return score, tuple(said)

    # Propose the best pairs.
    pairs = _compared(old, new, "project_id", (partners[0], partners[1]), blocks, compare)
    return _best(pairs, _ENOUGH_PROJECT)


def _called(row: Row) -> str | None:
    return next((row[one] for one in ("acronym", "title") if isinstance(row[one], str)), None)


def _asked_organisations(
    both: tuple[Tables, Tables], left: tuple[pd.DataFrame, pd.DataFrame], projects: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Propose organisations that go on under another name."""
    # Collect the projects and memberships of each.
    within = [
        _sets(tables["participations"], "org_id", table["org_id"], moved)
        for tables, table, moved in zip(both, left, (projects, {}), strict=True)
    ]
    members = [_memberships(tables, table["org_id"]) for tables, table in zip(both, left, strict=True)]

    # Compare organisations that share their projects, place and kind, a word or the beginning of a name.
    def blocks(row: Row, who: Mapping[str, frozenset[str]]) -> list[Hashable]:
        words = distinct_form(row["name"]).split()
        place = row["postcode"] if isinstance(row["postcode"], str) else row["city"]
        return [
            who.get(row["org_id"]),
            isinstance(place, str) and (place, row["kind"]),
            *set(words),
            words[0][:_BEGIN] if words else None,
        ]

    # Score a pair by the columns that agree.
    def compare(one: Row, other: Row) -> Said:
        if _other_numbers(one, other):
            return 0, ()
        said = _near(one["name"], other["name"])
        shared = within[0].get(one["org_id"], frozenset())
        if shared and shared == within[1].get(other["org_id"]):
            said["same_projects"] = 3 if len(shared) > 1 else 2
        if "other" not in {one["kind"], other["kind"]} and _differ(one["kind"], other["kind"]) and not said:
            return 0, ()
        if _agree(one["postcode"], other["postcode"]) or _agree(one["city"], other["city"]):
            said["same_city"] = 1
        elsewhere = _differ(one["postcode"], other["postcode"]) and _differ(one["city"], other["city"])
        if members[0].get(one["org_id"], frozenset()) & members[1].get(other["org_id"], frozenset()):
            said["same_membership"] = 1
        return sum(said.values()) - 2 * elsewhere, tuple(said)

    # Propose the best pairs.
    return _best(_compared(*left, "org_id", (within[0], within[1]), blocks, compare), _ENOUGH_ORGANISATION)


def _memberships(tables: Tables, ids: pd.Series[str]) -> dict[str, frozenset[tuple[Any, ...]]]:
    """Return the memberships of a few organisations of which the first day is known."""
    rows = tables["memberships"]
    rows = rows[within(rows["org_id"], ids) & rows["since"].notna()]
    said = zip(rows["pole_id"].tolist(), rows["since"].tolist(), rows["college"].fillna("").tolist(), strict=True)
    found: dict[str, set[tuple[Any, ...]]] = {}
    for one, what in zip(rows["org_id"].tolist(), said, strict=True):
        found.setdefault(one, set()).add(what)
    return {one: frozenset(what) for one, what in found.items()}


def _near(one: str | None, other: str | None) -> dict[str, int]:
    """Return how two names are near each other."""
    if one is None or other is None:
        return {}
    forms = distinct_form(one), distinct_form(other)
    words = set(forms[0].split()), set(forms[1].split())
    if words[0] <= words[1] or words[1] <= words[0]:
        return {"contains": 2}
    return {"near_name": 2} if fuzz.ratio(*forms) >= _NEAR else {}


def _compared(  # two of everything
    old: pd.DataFrame,
    new: pd.DataFrame,
    key: str,
    who: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]],
    blocks: Callable[[Row, Mapping[str, frozenset[str]]], list[Hashable]],
    compare: Callable[[Row, Row], Said],
) -> dict[tuple[str, str], Said]:
    """Compare those that share a block; a crowded block does not discriminate."""
    rows = [{str(row[key]): row for row in table.to_dict(orient="records")} for table in (old, new)]
    held: list[dict[Hashable, list[str]]] = [{}, {}]
    for side in (0, 1):
        for one, row in rows[side].items():
            for block in filter(None, blocks(row, who[side])):
                held[side].setdefault(block, []).append(one)
    pairs: dict[tuple[str, str], Said] = {}
    for block, ones in held[0].items():
        others = held[1].get(block, [])
        if len(ones) * len(others) <= _LARGEST_BLOCK:
            for pair in ((one, other) for one in ones for other in others):
                if pair not in pairs:
                    pairs[pair] = compare(rows[0][pair[0]], rows[1][pair[1]])
    return pairs


def _best(pairs: Mapping[tuple[str, str], Said], enough: int) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of which each is the best of the other; one that has two equally good ones has none."""
    good = {pair: said for pair, said in pairs.items() if said[0] >= enough}
    best: list[dict[str, list[tuple[str, str]]]] = [{}, {}]
    for side in (0, 1):
        for pair, (score, _codes) in good.items():
            kept = best[side].setdefault(pair[side], [])
            if not kept or score >= good[kept[0]][0]:
                best[side][pair[side]] = [*(one for one in kept if good[one][0] == score), pair]
    for pair in sorted(good):
        if best[0][pair[0]] == [pair] == best[1][pair[1]]:
            yield *pair, ";".join((RENAMED, *good[pair][1]))
