"""The version of the package, by itself, so that it can be written into files without loading anything else."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
