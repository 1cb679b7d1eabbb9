"""Meetings: who meets which participant of a matchmaking day, when, at which table and why."""

from polegraph.meetings.planning import COLUMNS, plan, replan
from polegraph.meetings.weights import WEIGHTS

__all__ = ["COLUMNS", "WEIGHTS", "plan", "replan"]
