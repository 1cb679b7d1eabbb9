"""Names of organisations described by several rows: by the most complete row, or as people have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.combine import source_records
from polegraph.tables import TABLES, convert, published
from polegraph.vocabulary import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    Tables = Mapping[str, pd.DataFrame]

_SAY_NOTHING: Final = ("org_id", "name", "kind", "lat", "lon", "dissolved", "opt_out", "visibility", "source")
"""Columns that do not count as filled in: ``kind`` is compared by itself."""
_FILLED: Final = tuple(name for name in TABLES["organisations"].names if name not in _SAY_NOTHING)


class Naming(NamedTuple):
    """The evidence on names of organisations.

    Attributes
    ----------
    aliases
        Every way in which each was written, as in the sources.
    members
        Those that are a member of some pôle.
    published
        The sources that are a publisher's file, in which a row with more cells is no better a name.
    kept
        By the identifier under which an organisation stands: that of the one that gives the name it keeps, or the name.
    """

    aliases: pd.DataFrame
    members: frozenset[str]
    published: frozenset[str]
    kept: Mapping[str, str]


def naming(stacked: Tables, decisions: pd.DataFrame, owner: Mapping[str, str]) -> Naming:
    """Collect the evidence on names of organisations.

    Parameters
    ----------
    stacked
        The rows of all sources.
    decisions
        The decisions of people.
    owner
        Identifier under which an organisation stands, by the one that its source gives.
    """
    members = frozenset(stacked["memberships"]["org_id"].dropna().tolist())
    said = convert("decisions", decisions)[0]
    said = said[(said["answer"] == "yes") & (said["question"] == "same") & said["kept_name"].notna()]
    one, other = (source_records.owned(said[f"{side}_id"], owner) for side in ("one", "other"))
    kept = dict(zip(one[one == other].tolist(), said.loc[one == other, "kept_name"].tolist(), strict=True))
    return Naming(stacked["aliases"], members, published(stacked["imports"]), kept)


def named(one: pd.DataFrame, rows: pd.DataFrame, said: pd.Series[str], how: Naming) -> pd.DataFrame:
    """Return the name of each organisation: that of its most complete row.

    That is the row with a number or a membership, of a sheet that people keep rather than of a publisher; of equals the
    one with more cells. Where no row is more complete, it is the way in which the organisation is written most often.

    Parameters
    ----------
    one
        A row an organisation.
    rows
        The rows of the sources on them, under the identifiers of ``one``, the most complete first.
    said
        The identifiers that the sources give.
    how
        The evidence on their names.
    """
    telling = rows[["org_id", "source", "name"]].assign(said=said, points=points(rows, said, how))
    kept = telling["org_id"].map(dict(how.kept)).astype("str")
    telling["points"] = telling["points"].mask((telling["said"] == kept).fillna(value=False), 10**9)
    best = telling[telling["points"] == telling.groupby("org_id")["points"].transform("max")]
    first = best.groupby("org_id")["source"].transform(lambda sources: sources.fillna("").iloc[0])
    best = best[best["source"].fillna("") == first]
    alone = best.drop_duplicates("org_id")
    name: dict[str, str] = dict(zip(alone["org_id"].tolist(), alone["name"].tolist(), strict=True))
    name |= _most_often(best[best.duplicated("org_id", keep=False)], how.aliases)
    name |= {org_id: text for org_id, text in how.kept.items() if org_id in name and text not in set(said)}
    return one.assign(name=one["org_id"].map(name).astype("str").fillna(one["name"]))


def points(rows: pd.DataFrame, said: pd.Series[str], how: Naming) -> pd.Series[int]:
    """Rank rows by their completeness: a number and a membership first, then all other cells.

    Those of a publisher are alike: its rows with a number are named no better than the others. On ANR 2010–2022 the
    spelling of the row with a code was the worse one in many of 210 merged laboratories: a body, a person.

    Parameters
    ----------
    rows
        Organisations.
    said
        The identifiers that the sources give.
    how
        The evidence on their names.
    """
    own = ~rows["source"].fillna("").isin(how.published)
    member = said.isin(how.members).astype("int64")
    known = rows[list(NUMBERS)].notna().any(axis=1).astype("int64") + member
    filled = rows[list(_FILLED)].notna().sum(axis=1) + (rows["kind"] != "other").fillna(value=False).astype("int64")
    return (known.where(own, 0) * 10_000 + member * 100 + filled.where(own, 0)).astype("int64")


def _most_often(rows: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    """Return for each organisation the name that stands most often in these rows."""
    if not len(rows) or not len(aliases):
        return {}
    keys = rows[["org_id", "said", "source"]].drop_duplicates()
    spelt = keys.merge(
        aliases.rename(columns={"org_id": "said"})[["said", "source", "name", "rows"]], on=["said", "source"]
    )
    counted = spelt.groupby(["org_id", "name"])["rows"].sum().reset_index()
    most = counted.sort_values(["org_id", "rows", "name"], ascending=[True, False, True]).drop_duplicates("org_id")
    return dict(zip(most["org_id"].tolist(), most["name"].tolist(), strict=True))
