"""Projects of the European framework programmes, as published by CORDIS: FP7, Horizon 2020, Horizon Europe."""

from polegraph.sources.cordis.reader import read

__all__ = ["read"]
