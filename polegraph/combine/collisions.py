"""Collisions of identifiers between sources: each source counts its own organisations and projects from 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _
from polegraph.identity import normal_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pd.DataFrame]

_SCHEME: Final = re.compile(r"[^:\s/]+:.")
"""An identifier with a scheme before it (``pic:``, ``siren:``, the name of a source) means one entity everywhere."""
_SMALL: Final = {"micro": True, "sme": True, "mid_cap": False, "not_sme": False, "large": False}
_YEARS: Final = 1  # two lists that call a project the same may count its year from the labelling, or from the start


class _Kind(NamedTuple):
    """The columns of a table that identify a row: equivalent names, and values that two entities cannot share."""

    key: str
    names: tuple[str, ...]
    also: str
    what: str


_KINDS: Final = {
    "organisations": _Kind("org_id", ("name",), "size", N_("organisations")),
    "projects": _Kind("project_id", ("acronym", "title"), "year", N_("projects")),
    "poles": _Kind("pole_id", ("name",), "", N_("poles")),
    "themes": _Kind("theme_id", ("label",), "", N_("themes")),
}


def refuse_collisions(old: Mapping[str, Tables], new: Mapping[str, Tables]) -> None:
    """Refuse sources with an identifier that means one entity here and another there.

    Identifiers with a scheme are passed over: a participant code or a SIREN is one body, under any name. For all
    others, rows of two sources with one identifier must not contradict each other in name, size or year.

    Parameters
    ----------
    old
        Tables by source, as they stay.
    new
        Tables by source, as they come.

    Raises
    ------
    PolegraphError
        If there are such; names the first, both sources and both names.
    """
    for name, kind in _KINDS.items():
        for source, tables in sorted(new.items()):
            for before, known in sorted(old.items()):
                if before != source and name in tables and name in known:
                    _refuse(kind, (before, known[name]), (source, tables[name]))


def _refuse(kind: _Kind, before: tuple[str, pd.DataFrame], after: tuple[str, pd.DataFrame]) -> None:
    columns = [kind.key, *kind.names, *([kind.also] if kind.also else [])]
    one, other = (table.reindex(columns=columns).drop_duplicates(kind.key) for _source, table in (before, after))
    both = one[~one[kind.key].str.match(_SCHEME).astype(bool)].merge(other, on=kind.key, suffixes=("", "_after"))
    for row in both.sort_values(kind.key).astype("object").to_dict(orient="records"):
        if not _contradict(kind, row):
            continue
        texts = [_called(kind, row, suffix) for suffix in ("", "_after")]
        remedy = _(
            "write other identifiers in one of the two lists, for example with the name of the list before the number"
        )
        if before[0]:
            same = _("if it is a newer version of the same list, import it with --source {source}").format(
                source=before[0]
            )
            remedy = f"{remedy}; {same}"
        raise PolegraphError(
            _(
                "the same identifier means two things: {one} in the source {source}, {other} in the source {after}"
            ).format(one=texts[0], source=before[0] or "–", other=texts[1], after=after[0] or "–"),
            file=_("table {table}").format(table=_(kind.what)),
            column=kind.key,
            value=row[kind.key],
            remedy=remedy,
        )


def _contradict(kind: _Kind, row: Mapping[Any, Any]) -> bool:
    """Return whether two rows cannot be of one entity."""
    pairs = [(row[name], row[f"{name}_after"]) for name in kind.names]
    known = [(str(one), str(other)) for one, other in pairs if not (pd.isna(one) or pd.isna(other))]
    agree = any(normal_form(one) == normal_form(other) for one, other in known)
    if known and not agree:
        return True
    one, other = (row.get(kind.also), row.get(f"{kind.also}_after")) if kind.also else (None, None)
    if pd.isna(one) or pd.isna(other):
        return False
    if kind.also == "size":
        return _SMALL[str(one)] != _SMALL[str(other)]
    return abs(int(str(one)) - int(str(other))) > (_YEARS if agree else 0)


def _called(kind: _Kind, row: Mapping[Any, Any], suffix: str) -> str:
    said = [row[f"{name}{suffix}"] for name in (*kind.names[:1], *([kind.also] if kind.also else []))]
    if pd.isna(said[0]) and len(kind.names) > 1:
        said[0] = row[f"{kind.names[1]}{suffix}"]
    known = [str(one) for one in said if not pd.isna(one)]
    return f"{known[0]} ({known[1]})" if len(known) > 1 else "".join(known) or "?"
