"""Sparse linear algebra on two-mode networks, and how loops become machine code."""

from typing import TYPE_CHECKING

from polegraph.linalg.bipartite import incidence, newman_weights, project

if TYPE_CHECKING:
    from polegraph.linalg.bipartite import Csr as Csr

__all__ = ["incidence", "newman_weights", "project"]
