"""Evaluation: back-tests by cut-off year, subgroups, cold start, and their results in words."""
