"""Measures beside chance: null models, expected values, statistically validated links."""
