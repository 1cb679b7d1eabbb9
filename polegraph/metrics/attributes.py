"""Attributes as classes of organisations: kind, size, region, pôle, theme, or what a researcher gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

By = str | Mapping[str, Any] | pd.Series
Several = Literal["combination", "largest"]
Unknown = Literal["left_out", "class"]

UNKNOWN: Final = "unknown"
"""Label of the class of organisations without a known class, where it is asked for."""

_COLUMNS: Final = ("kind", "region", "country", "department")
_OFFERED: Final = ("kind", "size", "region", "country", "department", "pole", "theme")
_LISTED: Final = 30  # as many as one reads
_SEVERAL: Final = {"pole": "combination", "theme": "largest"}


@dataclass(frozen=True, slots=True)
class Classes:
    """A class for each organisation.

    Parameters
    ----------
    codes : array of int, one entry an organisation, in table order
        Positions in ``labels``; −1 where the class is not known.
    labels : list of str
        Names of the classes, sorted.
    """

    codes: NDArray[np.int64]
    labels: list[str]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of organisations of each class."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.labels))

    @property
    def names(self) -> pd.Series[str]:
        """Name of the class of each organisation, missing where it is not known."""
        named = [self.labels[code] if code >= 0 else None for code in self.codes.tolist()]
        return pd.Series(named, dtype="str")


def classes(net: Network, by: By, several: Several | None = None, unknown: Unknown = "left_out") -> Classes:
    """Sort the organisations into classes of an attribute.

    Parameters
    ----------
    net
        The network.
    by
        ``kind``; ``size`` (`Network.category`: an organisation counts as its group); ``region``, ``country``,
        ``department``; ``pole``; ``theme``; a column of your own in the table of organisations, by its name; or the
        class of each ``org_id``, as a dict or a series.
    several
        The class of an organisation of several pôles or themes. ``combination``: those of the same set of pôles
        are a class, named by their identifiers in order with ``;`` between. ``largest``: it is of the one of its pôles
        with most members, of two alike the first by identifier; of the theme that most of its projects are about, then
        of that with most organisations. None: combination of pôles, largest theme.
    unknown
        ``left_out``, or ``class``: organisations without a known class are a class of their own, ``unknown``.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> classes(tiny(), "size")
    Classes(codes=array([ 2, -1,  1,  0,  2]), labels=['large', 'micro', 'sme'])

    A column of your own:

    >>> own = tiny().organisations.assign(sector=["agro", None, "bio", "agro", "bio"])
    >>> classes(tiny().with_tables(organisations=own), "sector")
    Classes(codes=array([ 0, -1,  1,  0,  1]), labels=['agro', 'bio'])
    """
    one_of("several", several, (None, "combination", "largest"))
    one_of("unknown", unknown, ("left_out", "class"))
    labels = _labels(net, by, several)
    if unknown == "class":
        labels = labels.fillna(UNKNOWN)
    return classes_of(labels)


def classes_of(labels: pd.Series[str]) -> Classes:
    """Sort rows into the classes that their labels name.

    Parameters
    ----------
    labels : Series of str
        Missing where the class is not known.

    Examples
    --------
    >>> classes_of(pd.Series(["b", None, "a"]))
    Classes(codes=array([ 1, -1,  0]), labels=['a', 'b'])
    """
    codes, names = pd.factorize(labels, sort=True)
    return Classes(codes.astype(np.int64), [str(name) for name in names])


def large_groups(net: Network, sizes: Iterable[str]) -> Classes:
    """Return the large group that each organisation counts as: its unit, where its category is one of these sizes.

    Parameters
    ----------
    net
        The network.
    sizes
        The sizes that make a large group.

    Returns
    -------
    Classes
        Labels are identifiers of groups, or of organisations without one; −1 for all that count as none.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> large_groups(tiny(), ["large"])
    Classes(codes=array([-1, -1, -1,  0, -1]), labels=['BIG'])
    """
    category = net.category
    return classes_of(category["unit"].where(category["size"].isin(list(sizes))))


def one_of(what: str, value: object, allowed: tuple[str | None, ...]) -> None:
    """Check that an option is one of those that there are.

    Parameters
    ----------
    what
        Name of the parameter.
    value
        What was given.
    allowed
        What there is.

    Raises
    ------
    PolegraphError
        If it is none of these.
    """
    if value not in allowed:
        raise not_one_of(
            _("{what} cannot be this").format(what=what), value, (one for one in allowed if one is not None)
        )


def in_order(net: Network) -> tuple[Csr, NDArray[np.int64]]:
    """Return the incidence with projects and organisations in the order of their identifiers.

    Draws and sums of floats are made in this order, so that they do not depend on that of the tables.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    incidence : csr_array
        Projects × organisations.
    order : array of int
        The row of the table in which each column of the incidence stands.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> incidence, order = in_order(tiny())
    >>> order
    array([4, 3, 1, 0, 2])
    >>> incidence.toarray()[0]
    array([0, 0, 1, 1, 1])
    """
    order = net.by_id.copy()
    rows = np.argsort(net.project_index.to_numpy(dtype=object), kind="stable")
    incidence = net.incidence[rows][:, order].tocsr()
    incidence.sort_indices()
    return incidence, order


def _labels(net: Network, by: By, several: Several | None) -> pd.Series[str]:
    """Name the class of each organisation, in table order; missing where it is not known."""
    if isinstance(by, (Mapping, pd.Series)):
        return _given(net, by)
    by = str(by)  # of any type: only a text is a key
    if by in _SEVERAL:
        weights = _memberships(net) if by == "pole" else theme_weights(net)
        return _one_each(net, weights, several or _SEVERAL[by])
    if by == "size":
        return net.category["size"]
    organisations = net.organisations
    if by in _COLUMNS:
        return organisations[by]
    own = tables.own_columns("organisations", organisations)
    if by in own:
        return _given(net, pd.Series(organisations[by].to_numpy(dtype=object), index=net.org_index))
    error = not_one_of(_("organisations cannot be sorted by this"), by, (*_OFFERED, *own), most=_LISTED)
    both = _("{remedy}; or give the class of each org_id, as a dict or a Series")
    error.remedy = both.format(remedy=error.remedy)
    raise error


def _given(net: Network, by: Mapping[str, Any] | pd.Series) -> pd.Series[str]:
    """Return the classes that a researcher gives by organisation; those that are not named have none."""
    named = pd.Series(by if isinstance(by, pd.Series) else dict(by), dtype=object)
    if not named.index.is_unique:
        raise PolegraphError(
            _("an organisation is given two classes"),
            value=named.index[named.index.duplicated()][0],
            remedy=_("give each organisation once"),
        )
    labels = named.reindex(net.org_index)
    return labels.where(labels.isna(), labels.map(str)).astype("str").reset_index(drop=True)


def _memberships(net: Network) -> pd.DataFrame:
    table = net.memberships[["org_id", "pole_id"]].drop_duplicates()
    return table.set_axis(["org_id", "label"], axis=1).assign(weight=1)


def theme_weights(net: Network) -> pd.DataFrame:
    """Return the themes of each organisation: its own where it has some, else those of its projects, counted.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        A row an organisation and theme: ``org_id``, ``label`` (the ``theme_id``), ``weight``.
    """
    own = net.organisation_themes[["org_id", "theme_id"]].drop_duplicates()
    taken = net.participations.loc[~net.participations["org_id"].isin(own["org_id"]), ["project_id", "org_id"]]
    about = taken.merge(net.project_themes[["project_id", "theme_id"]].drop_duplicates(), on="project_id")
    counted = about.groupby(["org_id", "theme_id"], as_index=False).size().rename(columns={"size": "weight"})
    both = pd.concat([own.assign(weight=1), counted], ignore_index=True)
    return both.rename(columns={"theme_id": "label"})


def _one_each(net: Network, weights: pd.DataFrame, several: str) -> pd.Series[str]:
    """Return one label for the pôles or themes of each organisation."""
    if several == "combination":
        chosen = weights.sort_values(["org_id", "label"]).groupby("org_id")["label"].agg(";".join)
    else:
        ranked = weights.assign(members=weights.groupby("label")["org_id"].transform("size"))
        ranked = ranked.sort_values(["org_id", "weight", "members", "label"], ascending=[True, False, False, True])
        chosen = ranked.drop_duplicates("org_id").set_index("org_id")["label"]
    return chosen.reindex(net.org_index).astype("str").reset_index(drop=True)
