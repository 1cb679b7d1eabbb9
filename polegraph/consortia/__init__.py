"""Consortia: whether one meets the rules of a programme, what would mend it, and proposals for a call."""
