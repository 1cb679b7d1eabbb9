"""Synergies: where the network has less collaboration than by chance, and which organisations would close the gap."""

from polegraph.synergies.gaps import FLAGGED, GAPS, PAIRS
from polegraph.synergies.listing import COLUMNS, gap, summary

__all__ = ["COLUMNS", "FLAGGED", "GAPS", "PAIRS", "gap", "summary"]
