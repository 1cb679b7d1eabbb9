"""Projects funded by the French research agency (ANR), as published on data.gouv.fr."""

from polegraph.sources.anr.reader import read

__all__ = ["read"]
