"""Evaluation: back-tests by cut-off year, subgroups, cold start, and what they say in words."""
