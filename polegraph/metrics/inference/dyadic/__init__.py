"""Dyads, that is pairs of nodes: proximity matrices, their correlation and regression (QAP, MRQAP, dyadic models)."""
