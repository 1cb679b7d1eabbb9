"""Candidates: whom to consider for a user, ranked without learning."""
