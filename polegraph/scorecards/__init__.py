"""Scorecards: the indicators of the performance contract beside targets, last year and the other pôles."""
