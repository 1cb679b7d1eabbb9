"""Measures: functions that take a network and return a data frame."""

from polegraph.metrics.links import large_group_links

__all__ = ["large_group_links"]
