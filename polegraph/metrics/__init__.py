"""Measures: functions that take a network and return a data frame."""
