"""A network of organisations and collaborative projects: frozen tables with matrices, graphs and smaller networks."""

from polegraph.network.network import Network
from polegraph.network.views import Weight

__all__ = ["Network", "Weight"]
