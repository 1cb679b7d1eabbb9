"""Geography: where organisations are, as far as their addresses say, and how a map of France or Europe is drawn."""

from polegraph.geography.locations import FOUND, locate
from polegraph.geography.projection import ETRS89_LAEA, LAMBERT_93, Azimuthal, Conic

__all__ = ["ETRS89_LAEA", "FOUND", "LAMBERT_93", "Azimuthal", "Conic", "locate"]
