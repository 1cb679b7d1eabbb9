"""Meetings: who meets which participant of a matchmaking day, when, at which table and why."""
