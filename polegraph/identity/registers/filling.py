"""Fills of missing attributes from a register entry, and the proposals left to users."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.identity.registers.matching import IDENTIFIERS, PREFIX
from polegraph.names.cities import normal_city

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from polegraph.identity.registers.matching import Entry, Settled

TOGETHER: Final = ("postcode", "lat", "lon")
"""Attributes of a city: filled in only where the city is unknown or the register's."""
_COVERED: Final = {"mid_cap": ("not_sme",), "large": ("not_sme",), "sme": ("micro",)}
"""Sizes compatible with a register's: less precise ones, and micro within its SMEs."""


@dataclass(frozen=True)
class Part:
    """The result of one register.

    Attributes
    ----------
    fills, affiliations, proposals
        As in `polegraph.identity.result.Found`; ``how`` of fills is the kind of match.
    counts
        Number of organisations or values, by outcome.
    known
        The units' table after the fills; the next register is held against it.
    """

    fills: pd.DataFrame
    affiliations: pd.DataFrame
    proposals: pd.DataFrame
    counts: Counter[str]
    known: pd.DataFrame


def complete(
    known: pd.DataFrame, settled: Settled, values: pd.DataFrame, source: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill in missing attributes; count where the register contradicts a value, and leave it.

    Parameters
    ----------
    known
        The units' table.
    settled
        The matches of the register.
    values
        A row for each of ``settled.sure``, in its order: the register's values as text, by our columns.
    source
        The register.

    Returns
    -------
    fills : DataFrame
        ``org_id``, ``column``, ``value``, ``source``, ``how``.
    known : DataFrame
        The table with them.
    """
    # where the register's city is not ours, nothing that belongs to a city is filled in
    known = known.copy()
    unit = np.array([row[0] for row in settled.sure], dtype=np.int64)
    how = np.array([row[2] for row in settled.sure], dtype=object)
    frames = []
    here = np.ones(len(unit), dtype=bool)
    if "city" in values:
        ours, theirs = known["city"].to_numpy(dtype=object)[unit], values["city"].to_numpy(dtype=object)
        here = np.array([_same_city(one, other) for one, other in zip(ours, theirs, strict=True)], dtype=bool)
    # column by column: fill missing values, count contradictions
    for column in values.columns:
        said = values[column].to_numpy(dtype=object)
        have = known[column].to_numpy(dtype=object)[unit] if column in known else np.full(len(unit), None)
        may = here if column in TOGETHER else np.ones(len(unit), dtype=bool)
        new = np.array(
            [bool(ok) and _adds(column, old, text) for ok, old, text in zip(may, have, said, strict=True)], dtype=bool
        )
        clash = [_clashes(column, old, text) for old, text in zip(have, said, strict=True)]
        settled.counts["contradiction"] += sum(clash)
        frames.append(
            pd.DataFrame(
                {
                    "org_id": known["org_id"].to_numpy()[unit[new]],
                    "column": column,
                    "value": said[new],
                    "source": source,
                    "how": how[new],
                }
            )
        )
        # let the next register see the values filled in
        if column in known and column not in {"lat", "lon"}:
            filled = known[column].astype("object")
            filled.iloc[unit[new]] = said[new]
            known[column] = filled.astype("str")
    fills = pd.concat(frames, ignore_index=True).astype("str") if frames else no_fills()
    return fills, known


def no_fills() -> pd.DataFrame:
    """Return a table of fills without any."""
    return pd.DataFrame(columns=["org_id", "column", "value", "source", "how"]).astype("str")


def no_affiliations() -> pd.DataFrame:
    """Return a table of affiliations without any."""
    return tables.empty("affiliations")


def _adds(column: str, old: object, said: object) -> bool:
    """Return whether a value is new: nothing was known, or only that the company is no SME."""
    if not isinstance(said, str):
        return False
    return not _is_known(old) or (column == "size" and old == "not_sme" and old in _COVERED.get(said, ()))


def _clashes(column: str, old: object, said: object) -> bool:
    """Return whether a register contradicts a known value."""
    if not isinstance(said, str) or not _is_known(old) or column in TOGETHER:
        return False
    if column == "city":
        return not _same_city(old, said)
    return old != said and not (column == "size" and old in _COVERED.get(said, ()))


def _is_known(value: object) -> bool:
    return not (value is None or value is pd.NA or value != value)  # noqa: PLR0124  # NaN differs from itself


def _same_city(ours: object, theirs: object) -> bool:
    """Return whether a register's city is compatible with ours: they are the same, or ours is unknown."""
    if not isinstance(ours, str) or not normal_city(ours):
        return True
    return isinstance(theirs, str) and normal_city(ours) == normal_city(theirs)


def proposals(known: pd.DataFrame, entries: Sequence[Entry], settled: Settled, register: str) -> pd.DataFrame:
    """Propose uncertain matches, and organisations that match one entry.

    Parameters
    ----------
    known
        The units' table.
    entries
        Those of the register.
    settled
        The matches of the organisations.
    register
        Its short name.

    Returns
    -------
    DataFrame
        ``one_id``, ``other_id``, ``question``, ``right``, ``judged``, ``evidence``, and ``other_name``: how the
        register names the entry (missing between two organisations).
    """
    ids = known["org_id"].to_numpy(dtype=object)
    prefix = PREFIX[register]
    rows = [
        (ids[unit], f"{prefix}:{entries[entry].key}", f"register:{register};{evidence}", entries[entry].name)
        for unit, entry, evidence in settled.asked
    ]
    members: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for unit, entry, how in settled.sure:
        members[entry].append((unit, how))
    for entry, those in members.items():
        if any(how not in IDENTIFIERS for _unit, how in those):
            first, *others = sorted(ids[unit] for unit, _how in those)
            rows += [(first, other, f"{prefix}:{entries[entry].key}", None) for other in others]
    return asked(rows)


def asked(rows: Iterable[tuple[str, str, str, str | None]]) -> pd.DataFrame:
    """Build the table of proposals.

    Parameters
    ----------
    rows
        The one, the other, the evidence, how a register names the other.
    """
    ordered = [(*sorted(pair), evidence, name) for *pair, evidence, name in rows]
    frame = pd.DataFrame(ordered, columns=["one_id", "other_id", "evidence", "other_name"]).astype("str")
    frame = frame.drop_duplicates(["one_id", "other_id"]).sort_values(["one_id", "other_id"], ignore_index=True)
    frame.insert(2, "question", pd.Series(["same"] * len(frame), dtype="str"))
    frame.insert(3, "right", np.nan)
    frame.insert(4, "judged", pd.Series([0] * len(frame), dtype="Int64"))
    return frame


def undecided(table: pd.DataFrame, answers: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """Return the proposals without a decision; a pair proposed by several registers is kept once.

    Parameters
    ----------
    table
        Proposals, maybe several of one pair.
    answers
        Earlier decisions: pair of identifiers → ``yes`` or ``no``.
    """
    left = [pair not in answers for pair in zip(table["one_id"], table["other_id"], strict=True)]
    table = table[np.array(left, dtype=bool)]
    table = table.drop_duplicates(["one_id", "other_id"]).sort_values(["one_id", "other_id"], ignore_index=True)
    return table.reset_index(drop=True)
