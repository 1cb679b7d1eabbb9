"""The interactive map: layout, view model, and one offline HTML page drawn by pyvis through a template of polegraph."""

from polegraph.maps.document import write
from polegraph.maps.flows import flows
from polegraph.maps.notebook import show

__all__ = ["flows", "show", "write"]
