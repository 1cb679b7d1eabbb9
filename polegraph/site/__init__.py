"""The public site: static pages of a network for any web server, a shared drive or the disk; nothing is fetched."""

from polegraph.site.options import SiteOptions
from polegraph.site.writing import refuse_bad_place, write

__all__ = ["SiteOptions", "refuse_bad_place", "write"]
