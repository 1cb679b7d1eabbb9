"""Consortia: whether one meets the rules of a programme, what would mend it, and proposals for a call."""

from polegraph.consortia.building import build
from polegraph.consortia.completion import LEARNED, Model, complete, learn
from polegraph.consortia.completion_quality import measured, quality
from polegraph.consortia.pool import WEIGHTS
from polegraph.consortia.set_scores import METHODS

__all__ = ["LEARNED", "METHODS", "WEIGHTS", "Model", "build", "complete", "learn", "measured", "quality"]
