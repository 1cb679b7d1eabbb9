"""The interactive map: layout, view model, and one offline HTML page drawn by pyvis through a template of ours."""

from polegraph.maps.document import write

__all__ = ["write"]
