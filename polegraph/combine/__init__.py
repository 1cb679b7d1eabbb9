"""Several sources in one set of tables, and one organisation in one row: both can be undone."""

from polegraph.combine._combine import combine, split

__all__ = ["combine", "split"]
