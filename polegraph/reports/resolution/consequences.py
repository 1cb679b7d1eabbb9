"""Consequences of answers about entity resolution, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.combine import owners
from polegraph.i18n import _, ngettext, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.network import Network
    from polegraph.reports.resolution.answers import Answer


def sentences(answers: Iterable[Answer], before: Network, after: Network, visible: Network) -> list[str]:
    """Describe the consequences of answers.

    Parameters
    ----------
    answers
        Those that were read.
    before, after
        The network without and with them.
    visible
        The part of it that the reader may see: all else has its name in the file with the answers.

    Returns
    -------
    list of str
        A sentence an answer, in their order.
    """
    state = _State(before, after, visible)
    return [state.said(answer) for answer in answers]


class _State:
    """The network before and after, as far as sentences need it."""

    def __init__(self, before: Network, after: Network, visible: Network) -> None:
        self._was, self._now = owners(before.merges), owners(after.merges)
        self._named = [
            dict(zip(net.org_index.tolist(), net.organisations["name"].tolist(), strict=True))
            for net in (before, after)
        ]
        self._projects = [net.participations["org_id"].value_counts().to_dict() for net in (before, after)]
        self._seen = set(visible.org_index)
        told = after.tables["affiliations"]
        told = told[(told["relation"] == "group") & (told["how"] == "decision")]
        self._groups = dict(zip(told["org_id"].tolist(), told["parent_id"].tolist(), strict=True))

    def said(self, answer: Answer) -> str:
        """Describe the consequence of an answer."""
        ends = [(answer.one, answer.one_said), (answer.other, answer.other_said)]
        names = [self._called(org_id, said) for org_id, said in ends]
        if answer.reply == "same":
            return self._same(answer, names)
        if answer.reply == "group":
            return self._group(answer, names)
        return _("{one} and {other}: kept apart.").format(one=names[0], other=names[1])

    def _called(self, org_id: str, said: str) -> str:
        """Return the name of an organisation of a source before the answers, if the reader may see it."""
        name = self._named[0].get(self._was.get(org_id, org_id))
        return name if name is not None and self._now.get(org_id, org_id) in self._seen else said

    def _same(self, answer: Answer, names: list[str]) -> str:
        was = [self._was.get(org_id, org_id) for org_id in (answer.one, answer.other)]
        now = [self._now.get(org_id, org_id) for org_id in (answer.one, answer.other)]
        if now[0] != now[1] or now[0] not in self._named[1]:
            return _("{one} and {other}: the answer is kept, and changes nothing yet.").format(
                one=names[0], other=names[1]
            )
        name = self._named[1][now[0]] if now[0] in self._seen else names[0]
        if was[0] == was[1]:
            return _("{one} and {other} were one organisation already; it is called {name}.").format(
                one=answer.one_said, other=answer.other_said, name=name
            )
        if name not in names:
            return _("{one} and {other} are now one organisation, called {name}.").format(
                one=names[0], other=names[1], name=name
            )
        kept = names.index(name)
        more = self._projects[1].get(now[0], 0) - self._projects[0].get(was[kept], 0)
        if more <= 0:
            return _("{old} is now {name} (no further project).").format(old=names[1 - kept], name=name)
        text = ngettext("{old} is now {name} ({n} project more).", "{old} is now {name} ({n} projects more).", more)
        return text.format(old=names[1 - kept], name=name, n=number(more))

    def _group(self, answer: Answer, names: list[str]) -> str:
        group = self._groups.get(answer.one, self._groups.get(answer.other))
        if group is None:
            return _("{one} and {other}: the answer is kept, and changes nothing yet.").format(
                one=names[0], other=names[1]
            )
        now = [self._named[1].get(self._now.get(org_id, org_id)) for org_id in (answer.one, answer.other)]
        if group in names or group in now:
            head = names.index(group) if group in names else now.index(group)
            return _("{one} belongs to the group {group}.").format(one=names[1 - head], group=names[head])
        if group.startswith("group:"):  # called like an organisation that is hidden
            return _("{one} and {other} belong to one group.").format(one=names[0], other=names[1])
        return _("{one} and {other} belong to the group {group}.").format(one=names[0], other=names[1], group=group)
