"""How often a test repeats a thing: some times in ``make test``, as often as it says in ``make bench``."""

from __future__ import annotations

import os
from typing import Final

THOROUGH: Final = os.environ.get("POLEGRAPH_THOROUGH") == "1"


def times(often: int, thorough: int) -> int:
    """Return how many times to repeat: ``thorough`` where ``POLEGRAPH_THOROUGH`` is 1, which `make bench` sets."""
    return thorough if THOROUGH else often
