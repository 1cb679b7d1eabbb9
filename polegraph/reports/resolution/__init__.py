"""Entity resolution put before people: what was merged, what is left to decide, and their answers."""
