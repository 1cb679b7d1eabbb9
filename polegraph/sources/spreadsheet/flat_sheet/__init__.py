"""Reader of flat sheets: a row a partner, partners in columns or in a cell, a matrix, a list of links."""

from polegraph.sources.spreadsheet.flat_sheet.reader import Understood, looks_flat, read

__all__ = ["Understood", "looks_flat", "read"]
