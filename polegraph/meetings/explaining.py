"""Why two participants should meet, in a sentence for each, and what they could talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import N_, _, ngettext, number, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polegraph.meetings.day import Integers
    from polegraph.meetings.pairs import Pairs
    from polegraph.meetings.participants import Participants
    from polegraph.meetings.weights import Worth
    from polegraph.network import Network

_GAPS: Final = {
    "sme_without_large_group": N_("{name} is an SME that shares no project with a large group"),
    "lab_without_sme": N_("{name} is a laboratory that shares no project with an SME"),
    "training_body_left_out": N_("{name} is a training body that shares no project with a company"),
    "member_without_project": N_("{name} has no project yet"),
}
_OWN_GAPS: Final = {
    "sme_without_large_group": N_("you are an SME that shares no project with a large group"),
    "lab_without_sme": N_("you are a laboratory that shares no project with an SME"),
    "training_body_left_out": N_("you are a training body that shares no project with a company"),
    "member_without_project": N_("you have no project yet"),
}
"""What is said of a gap to the one that has it."""
_FIRST: Final = 2
_MOST: Final = 3
"""Themes that are named."""
_CLAUSES: Final = 3
"""Reasons that are given: an agenda has room for a sentence."""


class Explanations:
    """Sentences about pairs that meet.

    Parameters
    ----------
    net
        The network.
    people, pairs, worth
        The participants, the pairs, and what they are worth.
    """

    def __init__(self, net: Network, people: Participants, pairs: Pairs, worth: Worth) -> None:
        self._people, self._pairs, self._worth = people, pairs, worth
        self._hides = net.origin.seen is not None  # who is not shown need not be new
        self._gaps: dict[int, list[tuple[str, int]]] = {}
        for pair, gap, lacks in worth.gaps.astype("object").to_numpy().tolist():
            self._gaps.setdefault(int(pair), []).append((str(gap), int(lacks)))
        self._suggested: Mapping[Any, Any] = worth.suggested.to_dict("index") if len(worth.suggested) else {}
        self._matched: Mapping[Any, Any] = worth.matched.to_dict("index") if len(worth.matched) else {}
        self._themes = _Themes(net, people.ids)
        takes_part = net.whole.participations
        mine = takes_part[takes_part["org_id"].isin(people.ids)]
        self._projects: dict[Any, set[str]] = mine.groupby("org_id")["project_id"].agg(set).to_dict()

    def of(self, pair: int) -> dict[str, str | None]:
        """Return the reasons for either side, what to talk about, the projects behind it, and who asked.

        Parameters
        ----------
        pair
            Which pair.
        """
        one, other = int(self._pairs.one[pair]), int(self._pairs.other[pair])
        ids, names = self._people.ids, self._people.names
        said, topics = self._needs(one, other)
        lacking = self._gaps.get(pair, ())
        asked = [at for at, whom in ((one, other), (other, one)) if self._people.wanted[at, whom]]
        there = [self._suggested.get((ids[at], ids[to]), {}) for at, to in ((one, other), (other, one))]
        past: list[str] = []
        common = sorted(self._projects.get(ids[one], set()) & self._projects.get(ids[other], set()))
        if common:
            text = ngettext("partners already, in {n} project", "partners already, in {n} projects", len(common))
            past.append(text.format(n=number(len(common))))
        reasons = []
        for at, to, some in ((one, other, there[0]), (other, one, there[1])):
            requests = [_requested(at in asked, names[to] if to in asked else "")] if asked else []
            needs = [text for reader, text in said if reader == at]
            clauses = [*requests, *past, *needs, *self._lacking(lacking, at, some), *_clauses(some.get("reasons"))]
            reasons.append(_("; ").join(clauses[:_CLAUSES]))
        behind = [text for some in there for text in _texts(some.get("evidence_projects"))]
        projects = dict.fromkeys([*common, *(project for text in behind for project in text.split(";"))])
        known = self._hides or (self._people.place[one] >= 0 and self._people.place[other] >= 0)
        nothing = _("both have a free place") if known else _("one of the two is new to the network")
        topics += self._themes.shared(ids[one], ids[other])
        return {
            "reasons": reasons[0] or nothing,
            "reasons_b": reasons[1] or nothing,
            "topics": _("; ").join(dict.fromkeys(topics)) or None,
            "evidence_projects": ";".join(projects) or None,
            "asked_by": ";".join(ids[at] for at in asked) or None,
        }

    def _lacking(self, gaps: Iterable[tuple[str, int]], at: int, suggested: Mapping[Any, Any]) -> list[str]:
        """Describe the gaps that the two would close; reasons of suggestions say themselves who has no project."""
        said = bool(_texts(suggested.get("reasons")))
        return [
            _(_OWN_GAPS[gap]) if lacks == at else _(_GAPS[gap]).format(name=self._people.names[lacks])
            for gap, lacks in gaps
            if not (said and gap == "member_without_project" and lacks == at)
        ]

    def _needs(self, one: int, other: int) -> tuple[list[tuple[int, str]], list[str]]:
        """Describe needs of the one that the other could meet, and the other way round: who reads what, and topics."""
        said, topics = [], []
        for needs, offers in ((one, other), (other, one)):
            row = self._matched.get((self._people.ids[needs], self._people.ids[offers]))
            if row is None:
                continue
            names = {"one": self._people.names[needs], "other": self._people.names[offers]}
            need, offer = (_texts(row.get(name)) for name in ("detail", "offer_detail"))
            if need and offer:
                texts = (
                    _("you need “{need}”, {other} offers “{offer}”"),
                    _("{one} needs “{need}”, you offer “{offer}”"),
                )
            else:
                texts = (_("you need what {other} offers"), _("{one} needs what you offer"))
            words = {**names, "need": "".join(need), "offer": "".join(offer)}
            said += [(reader, text.format(**words)) for reader, text in zip((needs, offers), texts, strict=True)]
            topics += [*need, *offer]
        return said, topics


class _Themes:
    """Themes of participants: their own, and those of their projects."""

    def __init__(self, net: Network, ids: Iterable[str]) -> None:
        whole, ids = net.whole, list(ids)
        own = whole.organisation_themes[["org_id", "theme_id"]]
        takes_part = whole.participations[["project_id", "org_id"]]
        through = takes_part[takes_part["org_id"].isin(ids)].merge(whole.project_themes[["project_id", "theme_id"]])
        both = pd.concat([own[own["org_id"].isin(ids)], through[["org_id", "theme_id"]]]).drop_duplicates()
        self._rare = both["theme_id"].value_counts().to_dict()
        self._of = both.groupby("org_id")["theme_id"].agg(set).to_dict()
        labels = whole.themes.set_index("theme_id")["label"].dropna()
        self._label = labels.to_dict()

    def shared(self, one: str, other: str) -> list[str]:
        """Return the themes that two have in common, those first that fewest participants have."""
        common = self._of.get(one, set()) & self._of.get(other, set())
        order = sorted(common, key=lambda theme: (self._rare[theme], theme))
        return [str(self._label.get(theme, theme)) for theme in order[:_MOST]]


def _requested(own: bool, other: str) -> str:  # noqa: FBT001  # whether the reader asked
    """Return the words on who asked for a meeting: its reader, the other (empty if it did not ask), or both."""
    if own:
        return together([_("asked for by you"), *([_("by {name}").format(name=other)] if other else [])])
    return _("asked for by {names}").format(names=other)


def _clauses(reasons: object) -> list[str]:
    """Return the first of the reasons of a suggestion, the strongest ones."""
    return [one for text in _texts(reasons) for one in text.split(_("; "))[:_FIRST]]


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) and value else []


def explained(made: Explanations, pair: Integers) -> pd.DataFrame:
    """Return what `Explanations` says of several pairs, a row each.

    Parameters
    ----------
    made
        The explanations.
    pair : array of int
        The pairs.
    """
    columns = ["reasons", "reasons_b", "topics", "evidence_projects", "asked_by"]
    return pd.DataFrame([made.of(one) for one in pair.tolist()], columns=columns, dtype="str")
