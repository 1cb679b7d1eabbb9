"""All measures at once: a table of organisations, and the figures of a whole network."""
