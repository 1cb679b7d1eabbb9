"""Compiled loops behind the measures; only measures import them."""
