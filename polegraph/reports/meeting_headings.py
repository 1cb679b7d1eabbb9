"""Headings and words of plans of meetings (`polegraph.meetings`), and of what came of them."""

from __future__ import annotations

from typing import Final

from polegraph.i18n import N_

HEADINGS: Final = {
    "slot": N_("slot"),
    "org_id_a": N_("the first (identifier)"),
    "name_a": N_("the first"),
    "org_id_b": N_("the second (identifier)"),
    "name_b": N_("the second"),
    "weight": N_("weight"),
    "requested": N_("asked for"),
    "topics": N_("to talk about"),
    "reasons_b": N_("why, for the second"),
    "asked_by": N_("asked for by (identifiers)"),
    "came": N_("what came of the meeting"),
    "meetings": N_("meetings"),
}
SHEETS: Final = (N_("meetings"), N_("grid"), N_("participants"), N_("after the day"), N_("actions"))
CAME: Final = {
    "met": N_("they met"),
    "to_follow_up": N_("to follow up"),
    "project_submitted": N_("project submitted"),
    "not_met": N_("not met"),
}
"""What came of a meeting, in the words that people choose from."""
