"""Dyads, that is pairs of nodes: proximity matrices, and their correlation and regression (QAP, MRQAP, dyadic models)."""
