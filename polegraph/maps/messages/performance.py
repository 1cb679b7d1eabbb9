"""Words of outcomes, needs and offers."""

from __future__ import annotations

from polegraph.i18n import _, language, ngettext
from polegraph.tables import OUTCOMES


def of_outcomes() -> dict[str, str | list[str]]:
    """Return the words of outcomes: kinds, filter, colouring, card and question."""
    french = language() == "fr"
    kinds = {f"outcome_kind.{code}": word if french else code.replace("_", " ") for code, word in OUTCOMES.items()}
    return {
        **kinds,
        "filter.outcome": _("Outcome"),
        "filter_all.outcome": _("all outcomes"),
        "outcome.with": _("with a known outcome"),
        "outcome.without": _("ended without a known outcome"),
        "outcome.running": _("running, or its end is not known"),
        "outcomes": _("Outcomes"),
        "facet.outcomes": _("Outcomes of its projects"),
        "colour.outcomes": _("Outcomes"),
        "outcomes.several": _("several known outcomes"),
        "outcomes.one": _("one known outcome"),
        "outcomes.none": _("none known, and all its projects have ended"),
        "outcomes.unknown": _("too early to say (a project may still run), or no project"),
        "question.without_outcome": _("Ended projects without a known outcome"),
        "note.without_outcome": _("Projects without a known outcome"),
        "answer.without_outcome": [
            *(
                ngettext(
                    "{n} ended project has no known outcome: below, its coordinator, or its partners where none is "
                    "known.",
                    "{n} ended projects have no known outcome: below, their coordinators, or their partners where none "
                    "is known.",
                    n,
                )
                for n in (1, 2)
            ),
            _("No ended project is without a known outcome."),
        ],
    }


def of_support() -> dict[str, str | list[str]]:
    """Return the words of the question about needs that a neighbour could meet."""
    return {
        "question.needs_near": _("Needs that a neighbour could meet"),
        "note.needs_near": _("Who could meet them"),
        "answer.needs_near": [
            *(
                ngettext(
                    "{n} organisation has an open need that a neighbour offers to meet: one of its pôle or a partner "
                    "of a partner, with which it has no project yet.",
                    "{n} organisations have an open need that a neighbour offers to meet: one of their pôle or a "
                    "partner of a partner, with which they have no project yet.",
                    n,
                )
                for n in (1, 2)
            ),
            _("No open need is known that a neighbour offers to meet."),
        ],
    }
