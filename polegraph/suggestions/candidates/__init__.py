"""Candidate generation: possible partners of a user, ranked without learning."""
