"""What a network is called where it is shown: a pôle's name, or the programme's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.network import selection

if TYPE_CHECKING:
    from polegraph.network import Network

_POLES: Final = 4
_PROGRAMMES: Final = 2
_LONGEST: Final = 80  # characters that are read as a title


def title(net: Network, pole: str | None = None) -> str | None:
    """Return the title of a network: the name of the pôle, else of the pôles, else of the programme with its years.

    The same in all languages, since it holds names and years alone.

    Parameters
    ----------
    net
        The network, or a part of it, without what its readers may not see.
    pole
        Identifier or name of the pôle that it was narrowed to; None if to none.

    Returns
    -------
    str or None
        The pôle that was asked for, or the only one there is; else the names of two to four pôles, if the network is
        not a part of a greater one; else one or two programmes, if they are known of all projects, with the first and
        the last year in which these began. None where that says nothing or is longer than a title.

    Raises
    ------
    PolegraphError
        If there is no such pôle.

    Examples
    --------
    >>> import pandas as pd
    >>> from polegraph.examples import tiny
    >>> title(tiny()) is None
    True
    >>> net = tiny().with_tables(projects=tiny().projects.assign(programme="ANR"))
    >>> title(net)
    'ANR, 2014–2020'
    >>> poles = pd.DataFrame({"pole_id": ["a", "b"], "name": ["First pôle", "Second pôle"]})
    >>> title(net.with_tables(poles=poles)), title(net.with_tables(poles=poles), "b")
    ('First pôle, Second pôle', 'Second pôle')
    """
    poles = net.poles.sort_values("pole_id")
    if pole is not None:
        poles = poles[poles["pole_id"] == selection.pole(poles, pole)]
    names = poles["name"].tolist()
    if len(names) == 1:
        return str(names[0])
    # Of a part that was chosen otherwise, the pôles of the whole would say too much.
    found = _listed(names, _POLES) if net.focus is None else None
    return found or _programme(net)


def _programme(net: Network) -> str | None:
    """Return the programmes of all projects, and their years."""
    programmes = net.projects["programme"]
    if programmes.isna().any():
        return None
    found = _listed(sorted(programmes.unique()), _PROGRAMMES)
    years = net.projects["year"].dropna()
    if found is None or not len(years):
        return found
    first, last = int(years.min()), int(years.max())
    return f"{found}, {first}" if first == last else f"{found}, {first}–{last}"  # from one to the other


def _listed(names: list[str], most: int) -> str | None:
    """Return names one after the other, unless there are none or they are more than one reads at once."""
    said = ", ".join(names)
    return said if 0 < len(names) <= most and len(said) <= _LONGEST else None
