"""Publishers' files in, checked networks out: one module a publisher."""

from polegraph.sources import anr, cordis, spreadsheet, templates

__all__ = ["anr", "cordis", "spreadsheet", "templates"]
