"""Lists of words that several rooms share, written once; no heavy library is loaded for them."""

from __future__ import annotations

from typing import Final

LINK_STATUSES: Final = ("introduced", "far", "unreachable", "no_partner", "no_project", "direct")
"""How an SME is linked to a large group: from what an animator can do something about at once to what needs nothing."""
LINK_STATUSES_BY_DISTANCE: Final = ("direct", "introduced", "far", "unreachable", "no_partner", "no_project")
"""The same, from the nearest to the farthest."""
REGISTER_NUMBERS: Final = ("siren", "siret", "pic", "ror", "rnsr")
"""Columns of organisations that hold the number of a public register."""
NUMBERS: Final = (*REGISTER_NUMBERS, "vat")
"""Columns of organisations that hold an official number."""
VISIBLE_TO: Final = {
    "public": ("public",),
    "members": ("public", "members"),
    "internal": ("public", "members", "internal"),
}
"""The visibilities of rows that each audience may see."""
UNDISCLOSED_GROUP: Final = "undisclosed-group:"
"""The name, before a number, of a group of which the own name may not be seen."""
IDENTIFIER_SCHEMES: Final = ("rnsr", "siren", "ror", "pic")
"""What an ``org_id`` made of such a number begins with, before a colon; where several rows are one, the first wins."""
