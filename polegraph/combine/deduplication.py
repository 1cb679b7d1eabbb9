"""Entity resolution of a network: merge duplicates, take merges back, and keep them over imports."""

from __future__ import annotations

from dataclasses import replace as with_
from typing import TYPE_CHECKING, Any

import pandas as pd

from polegraph import identity, tables
from polegraph.combine import kept_names
from polegraph.combine.collisions import refuse_collisions
from polegraph.combine.continuation import continued, moved_to
from polegraph.combine.matching import RENAMED
from polegraph.combine.merging import as_said, combine, owners, split
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.tables import TABLES, WHO_IS_WHO

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from polegraph.identity.result import Found


def dedupe(net: Network, *, decisions: pd.DataFrame | None = None, **options: Any) -> Network:  # noqa: ANN401  # those of who_is_who
    """Merge the organisations of a network that are one, and record which belong to one group.

    Nothing is lost: the table ``merges`` records what was merged and why, ``aliases`` every way in which an
    organisation was written, and `unmerged` takes everything back.

    Parameters
    ----------
    net
        The network. What was found of it before is found anew.
    decisions
        The decisions of people: the table ``decisions`` (``one_id``, ``other_id``, ``question``, ``answer``), which
        takes precedence over what the network holds of them.
    **options
        Those of `polegraph.identity.who_is_who`: sheets of groups, registers.

    Returns
    -------
    Network
        ``proposals`` holds the pairs that a person should decide on.

    Raises
    ------
    PolegraphError
        If decisions contradict each other.
    """
    known = _joined("decisions", decisions, net.decisions)
    apart = unmerged(net)
    found = identity.who_is_who(apart.tables, decisions=_followed(known, apart.org_index), **options)
    asked = _open_renamings(net.proposals, known, found.proposals)
    both = pd.concat([found.proposals, asked], ignore_index=True) if len(asked) else found.proposals
    return merged(apart, with_(found, proposals=both), decisions=known)


def merged(net: Network, found: Found, *, decisions: pd.DataFrame | None = None) -> Network:
    """Return a network with the duplicates merged as they were found.

    Parameters
    ----------
    net
        The network.
    found
        What `polegraph.identity.who_is_who` has found of it.
    decisions
        The table ``decisions``; None for those that the network holds.

    Returns
    -------
    Network
        The same sources with merged organisations.

    Raises
    ------
    PolegraphError
        If a value that is to be filled in does not follow the model.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.identity.result import Found
    >>> merges = pd.DataFrame({"org_id": ["SME2"], "into_id": ["SME1"]})
    >>> net = merged(polegraph.examples.tiny(), Found(**{**Found.empty().tables, "merges": merges}))
    >>> net, unmerged(net)
    (<Network: 4 organisations, 3 projects, 6 participations>, <Network: 5 organisations, 3 projects, 7 participations>)
    """
    who = {**found.tables, "decisions": net.decisions if decisions is None else decisions}
    made = combine(split(net.tables), who)
    for name in ("organisations", *WHO_IS_WHO):
        wrong = tables.problems(name, made[name])
        if len(wrong):
            raise _wrong(wrong.iloc[0])
    return Network.from_checked(made, focus=None, around=None)


def unmerged(net: Network) -> Network:
    """Return a network as its sources state it, with no organisation merged and nothing filled in.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    Network
        The decisions of people stay in it.
    """
    if not any(len(net.tables[name]) for name in ("merges", "fills", "affiliations", "proposals")):
        return net
    asked = net.proposals[_is_renaming(net.proposals)]  # no name reveals these again: an import alone saw both
    made = combine(split(net.tables), {"decisions": net.decisions, "proposals": asked})
    return Network.from_checked(made, focus=None, around=None)


def _is_renaming(proposals: pd.DataFrame) -> pd.Series[bool]:
    """Return which proposals are about a name that may have taken the place of another."""
    return proposals["evidence"].str.startswith(RENAMED).fillna(value=False).astype(bool)


def _open_renamings(before: pd.DataFrame, decisions: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the renamings that an import has proposed, and that were neither answered nor proposed anew."""
    asked = before[_is_renaming(before)]
    key = list(TABLES["proposals"].key)
    said = pd.MultiIndex.from_frame(pd.concat([decisions[key], found[key]], ignore_index=True))
    return asked[~pd.MultiIndex.from_frame(asked[key]).isin(said)]


def _followed(decisions: pd.DataFrame, there: pd.Index[str]) -> pd.DataFrame:
    """Copy what was decided of a name to the name that has taken its place, where people decided so."""
    yes = decisions[(decisions["question"] == "same") & (decisions["answer"] == "yes")]
    now: dict[str, str] = {}
    for one, other in zip(yes["one_id"].tolist(), yes["other_id"].tolist(), strict=True):
        if (one in there) != (other in there):
            left, stays = (other, one) if one in there else (one, other)
            now.setdefault(left, stays)
    if not now:
        return decisions
    return _joined("decisions", decisions, moved_to({"decisions": decisions}, now)["decisions"])


def together(old: Network | None, new: Network, *, replace: bool = False, current: dt.date | None = None) -> Network:
    """Put the sources of a network into the place of those of another; what other sources gave stays.

    Parameters
    ----------
    old
        What a dataset holds; None if there is none.
    new
        As a reader gives it.
    replace
        Whether to start over. Only what people have decided stays then.
    current
        The day on which the new network was current, if its sources continue their earlier editions: an organisation
        that is no longer in them keeps its past then (`polegraph.combine.continued`). None if what they no longer
        state is to go.

    Returns
    -------
    Network
        Merges that were found before are made again where the organisations are there.

    Raises
    ------
    PolegraphError
        If an identifier without a scheme has another meaning in a source that stays.

    Examples
    --------
    >>> import polegraph.examples
    >>> together(polegraph.examples.tiny(), polegraph.examples.tiny())
    <Network: 5 organisations, 3 projects, 7 participations>
    """
    parts = {} if old is None or replace else split(old.tables)
    coming = split(new.tables)
    refuse_collisions({source: tables_ for source, tables_ in parts.items() if source not in coming}, coming)
    stay = ("decisions",) if replace else WHO_IS_WHO
    before = {name: old.tables[name] for name in stay} if old is not None else {}
    asked: list[pd.DataFrame] = []
    moved: dict[str, str] = {}
    for source in sorted(coming.keys() & parts.keys()):
        if current is None:
            break
        coming[source], of_source, proposals = continued(parts[source], coming[source], current)
        moved |= of_source
        asked.append(proposals)
    parts.update(coming)
    before = moved_to(before, moved, *(tables_["organisations"]["org_id"] for tables_ in parts.values()))
    who = {
        name: _joined(name, before.get(name), new.tables[name], *(asked if name == "proposals" else ()))
        for name in WHO_IS_WHO
    }
    return Network.from_checked(combine(parts, who), focus=None, around=None)


def kept_apart(net: Network, organisations: Iterable[str]) -> pd.DataFrame:
    """Return the decisions that take organisations out of what they were merged with, for ever.

    Parameters
    ----------
    net
        A network with merges.
    organisations
        Identifiers as their sources give them.

    Returns
    -------
    DataFrame
        Rows of the table ``decisions``: "no" between each and all others of the same merged organisation.

    Raises
    ------
    PolegraphError
        If one of them was not merged with any.
    """
    owner = owners(net.merges)
    members: dict[str, list[str]] = {}
    for one, into in owner.items():
        members.setdefault(into, [into]).append(one)
    pairs: set[tuple[str, ...]] = set()
    for one in organisations:
        others = [other for other in members.get(owner.get(one, one), ()) if other != one]
        if not others:
            raise PolegraphError(
                _("this organisation was merged with no other"),
                value=one,
                remedy=_("give an org_id that 'polegraph dedupe NETWORK --dry-run' lists"),
            )
        pairs.update((*sorted((one, other)), "same", "no") for other in others)
    columns = ["one_id", "other_id", "question", "answer"]
    return tables.convert("decisions", pd.DataFrame(sorted(pairs), columns=columns))[0]


def telling(net: Network) -> pd.Series[int]:
    """Rank the organisations of the sources by how much is known of them: the first of several names their merge.

    Parameters
    ----------
    net
        A network.

    Returns
    -------
    Series
        By the identifier that the source gives; the more, the higher.
    """
    said = as_said(net.tables, "organisations")
    known = {**net.tables, "memberships": as_said(net.tables, "memberships")}
    points = kept_names.points(said, said["org_id"], kept_names.naming(known, net.decisions, {}))
    return points.groupby(said["org_id"]).max()


def with_decisions(decisions: pd.DataFrame, newer: pd.DataFrame | None) -> pd.DataFrame:
    """Put newer decisions before those that there are.

    Parameters
    ----------
    decisions, newer
        The table ``decisions``.
    """
    return _joined("decisions", newer, decisions)


def _joined(name: str, *frames: pd.DataFrame | None) -> pd.DataFrame:
    """Put tables under each other; of rows with the same key the first holds."""
    given = [tables.convert(name, frame)[0] for frame in frames if frame is not None and len(frame)]
    if not given:
        return tables.empty(name)
    return pd.concat(given, ignore_index=True).drop_duplicates(list(TABLES[name].key), ignore_index=True)


def _wrong(problem: Mapping[str, Any] | pd.Series[Any]) -> PolegraphError:
    return PolegraphError(
        _(str(problem["reason"])),
        file=_("table {table}").format(table=problem["table"]),
        row=int(problem["row"]),
        column=str(problem["column"]),
        value=problem["value"],
        remedy=_("correct the list or the register that says so"),
    )
