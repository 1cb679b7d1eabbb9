"""Why each member of a proposal is in it: what it covers, whom it worked with, what is new, and who introduces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.i18n import _, ngettext, number, together
from polegraph.suggestions.explanations.evidence import common_partners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.consortia.pool import Traits
    from polegraph.consortia.set_scores import Past
    from polegraph.consortia.topics import Topics

    Positions = NDArray[np.int64]

_TOPICS: Final = 5  # named
_OTHERS: Final = 3  # partners named
_PROJECTS: Final = 5  # projects that prove it
_COVERS: Final = 0.01


class Told(NamedTuple):
    """What is told of one member."""

    topics: str | None
    reasons: str
    introducer_id: str | None
    evidence: str | None


class Telling:
    """What tells why an organisation is in a consortium.

    Parameters
    ----------
    past
        The network.
    topics
        Topics of the call.
    given
        What each organisation brings alone.
    """

    def __init__(self, past: Past, topics: Topics, given: Traits) -> None:
        self._past, self._topics, self._given = past, topics, given
        self._names = past.context.column("name")

    def member(self, one: int, members: Positions, coordinator: int, *, asked: bool) -> Told:
        """Describe why an organisation is in a consortium.

        Parameters
        ----------
        one
            Position of the organisation.
        members : array of int
            All members, the coordinator first.
        coordinator
            The coordinator.
        asked
            Whether it had to be in.
        """
        others = members[members != one]
        about = self._about(one)
        shared = {int(other): self._common(one, int(other)) for other in others.tolist()}
        partners = sorted(
            (other for other in shared if len(shared[other])), key=lambda o: (-len(shared[o]), self._id(o))
        )
        reasons = [_("asked for")] if asked else []
        if about:
            reasons.append(_("has worked on {topics}").format(topics=together([self._topics.labels[t] for t in about])))
        if partners:
            projects = np.unique(np.concatenate([shared[other] for other in partners]))
            names = together([str(self._names[other]) for other in partners[:_OTHERS]])
            text = ngettext(
                "has worked with {names} ({n} project)", "has worked with {names} ({n} projects)", len(projects)
            )
            reasons.append(text.format(names=names, n=number(len(projects))))
        reasons += self._news(one, others)
        if one == coordinator and self._given.experience[one] > 0:
            reasons.append(_("has coordinated projects"))
        if self._given.outcomes[one] > 0:
            reasons.append(_("outcomes of its projects are on record"))
        proof = self._proof(one, about, [shared[other] for other in partners])
        introducer = None if partners or not len(others) else self._introducer(one, others)
        if introducer is not None:
            reasons.append(_("{name} could introduce it").format(name=self._names[introducer]))
        labels = _("; ").join(self._topics.labels[t] for t in about) or None
        told = _("; ").join(reasons) or _("meets what the rules ask")
        return Told(labels, told, None if introducer is None else self._id(introducer), ";".join(proof) or None)

    def _id(self, one: int) -> str:
        return str(self._past.context.ids[one])

    def _about(self, one: int) -> list[int]:
        """Return the topics that it knows, those first of which it covers most of the call."""
        worth = self._topics.cover[one] * self._topics.weights
        order = np.argsort(-worth, kind="stable")[:_TOPICS]
        return [int(t) for t in order.tolist() if self._topics.cover[one, t] > _COVERS]

    def _common(self, one: int, other: int) -> Positions:
        projects = self._past.context.members
        return np.intersect1d(
            projects.indices[projects.indptr[one] : projects.indptr[one + 1]],
            projects.indices[projects.indptr[other] : projects.indptr[other + 1]],
        ).astype(np.int64)

    def _news(self, one: int, others: Positions) -> list[str]:
        """Return what is new for it in this consortium."""
        given = self._given
        if given.idle[one]:
            return [_("would be its first project")]
        news = []
        for lacking, offered, text in (
            (given.unlinked_sme, given.large, _("would be its first project with a large group ({names})")),
            (given.unlinked_lab, given.sme, _("would be its first project with an SME ({names})")),
        ):
            there = sorted(others[offered[others]].tolist(), key=self._id)
            if lacking[one] and there:
                news.append(text.format(names=together([str(self._names[other]) for other in there[:_OTHERS]])))
        return news

    def _proof(self, one: int, about: list[int], shared: list[Positions]) -> list[str]:
        """Return projects that prove it, in turn of its topics and of what it did with the others; the latest first."""
        context = self._past.context
        own = context.members.indices[context.members.indptr[one] : context.members.indptr[one + 1]]
        searches = [own[self._topics.projects[own][:, [t]].toarray().ravel() > 0] for t in about]
        ranked = [
            sorted(np.asarray(some).tolist(), key=lambda p: (-int(context.years[p]), str(context.project_ids[p])))
            for some in [*searches, *shared]
        ]
        found: dict[str, None] = {}
        for turn in range(_PROJECTS):
            for some in ranked:
                if turn < len(some):
                    found[str(context.project_ids[some[turn]])] = None
        return list(found)[:_PROJECTS]

    def _introducer(self, one: int, others: Positions) -> int | None:
        """Return the strongest common partner with a member, the coordinator before others."""
        via = common_partners(self._past.context, np.full(len(others), one), others.astype(np.int64)).partner
        away = self._past.context.column("opt_out")
        for row in np.asarray(via).tolist():
            for partner in row:
                if partner >= 0 and not away[partner] and partner not in others:
                    return int(partner)
        return None
