"""Outcomes: what came out of projects, how soon, and of which consortia; projects to ask."""
