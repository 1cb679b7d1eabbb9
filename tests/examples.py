"""The shipped examples, each read once a process: networks are frozen, so that tests can share them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from polegraph import resources
from polegraph.sources import anr, spreadsheet
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from polegraph.network import Network


@functools.cache
def agency() -> Network:
    """Return the whole of the ANR file."""
    return anr.read(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))


@functools.cache
def centre() -> Network:
    """Return the example of a region."""
    return spreadsheet.read(resources.data("region-centre/region-centre.xlsx"))


@functools.cache
def horizon() -> Network:
    """Return Horizon 2020."""
    return dataset.read(resources.data("horizon2020"))
