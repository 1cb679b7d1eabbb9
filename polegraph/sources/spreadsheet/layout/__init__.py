"""Which table a sheet is, where its columns stand, and which of its rows belong to it."""
