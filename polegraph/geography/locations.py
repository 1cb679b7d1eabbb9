"""Where every organisation is: its own coordinates, else its city's, else the middle of its region or country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.geography import gazetteer
from polegraph.names.cities import normal_city

if TYPE_CHECKING:
    from polegraph.network import Network

FOUND: Final = ("given", "city", "region", "country", "nowhere")
"""How a place was found, the surest first."""

_COLUMNS: Final = ["country", "region", "department", "postcode", "city"]


def locate(net: Network) -> pd.DataFrame:
    """Return where every organisation is, as far as is known.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        A row an organisation, in table order: ``org_id``; ``lat, lon`` in degrees, missing if not known; ``found``:

        - ``given``: coordinates of its own, from the source or a register;
        - ``city``: the middle of its city, from the gazetteer: towns and villages of France from 500 inhabitants, of
          the other countries of Europe and its neighbours from 2,000. In France region, department and post code tell
          cities of one name apart. Where several are left, it is not guessed which is meant;
        - ``region``: the middle of its region of France, one of today or of before 2016;
        - ``country``: the middle of its country;
        - ``nowhere``: neither is known.

    Notes
    -----
    Cities are those of GeoNames (https://www.geonames.org, CC BY 4.0); regions and countries those of Natural Earth.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> net = tiny()
    >>> address = net.organisations.assign(country="FR", city=["Tours Cedex 2", "Saint-Denis", None, "BREST", None])
    >>> address["region"] = pd.Series([None, None, "Bretagne", "Bretagne", None], dtype="str")
    >>> locate(net.with_tables(organisations=address))["found"].tolist()
    ['city', 'country', 'region', 'city', 'country']
    """
    organisations = net.organisations
    given = organisations[["lat", "lon"]].notna().all(axis=1).to_numpy()
    keys = organisations[_COLUMNS].astype("str").fillna("")
    keys.loc[given] = ""  # not looked up
    number, addresses = pd.factorize(pd.MultiIndex.from_frame(keys))
    found = [_place(*(part or None for part in address)) for address in addresses]
    table = pd.DataFrame(found, columns=["lat", "lon", "found"]).iloc[number].reset_index(drop=True)
    for column in ("lat", "lon"):
        table[column] = np.where(given, organisations[column].to_numpy(dtype=np.float64), table[column])
    table["found"] = table["found"].astype("str").where(~given, "given")
    table.insert(0, "org_id", organisations["org_id"].to_numpy())
    return table.astype({"org_id": "str", "lat": "float64", "lon": "float64", "found": "str"})


def _place(
    country: str | None, region: str | None, department: str | None, postcode: str | None, city: str | None
) -> tuple[float, float, str]:
    """Find the place of an address."""
    french = region is not None and gazetteer.is_french(region)
    country = country or ("FR" if french else None)
    name = normal_city(city) if city else ""
    if country and name:
        parts = gazetteer.departments_of(region, department, postcode) if country == "FR" else None
        place = gazetteer.city(country, name, parts)
        if place is not None:
            return place.lat, place.lon, "city"
    if country == "FR" and french and (middle := gazetteer.middle(country, region)) is not None:
        return *middle, "region"
    if (middle := gazetteer.middle(country, None)) is not None:
        return *middle, "country"
    return np.nan, np.nan, "nowhere"
