"""Small networks for docstrings, notebooks and first steps. Everything in them is invented."""

from __future__ import annotations

import pandas as pd

from polegraph.network import Network


def tiny() -> Network:
    """Return a network that fits on a napkin: an SME that works with a lab, which works with a large group.

    Returns
    -------
    Network
        Five organisations (one of them alone), three projects; all invented.

    Examples
    --------
    >>> tiny()
    <Network: 5 organisations, 3 projects, 7 participations>
    """
    organisations = [
        ("SME1", "First SME (invented)", "company", "sme"),
        ("LAB", "Laboratory (invented)", "lab", None),
        ("SME2", "Second SME (invented)", "company", "micro"),
        ("BIG", "Large group (invented)", "company", "large"),
        ("ALONE", "SME without a project (invented)", "company", "sme"),
    ]
    participations = [
        ("P1", "SME1"),
        ("P1", "LAB"),
        ("P1", "SME2"),
        ("P2", "SME1"),
        ("P2", "LAB"),
        ("P3", "LAB"),
        ("P3", "BIG"),
    ]
    return Network(
        organisations=pd.DataFrame(organisations, columns=["org_id", "name", "kind", "size"]),
        projects=pd.DataFrame({"project_id": ["P1", "P2", "P3"], "year": [2014, 2016, 2020]}),
        participations=pd.DataFrame(participations, columns=["project_id", "org_id"]),
    )
