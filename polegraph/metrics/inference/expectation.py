"""Expectation of any measure under a null model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _
from polegraph.metrics import registry
from polegraph.metrics.inference import null_models
from polegraph.metrics.inference.significance import beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.inference.null_models import Keep
    from polegraph.network import Network

    Floats = NDArray[np.float64]
    Measure = Callable[[Network], Any]


def expected(
    net: Network,
    measure: str | Measure,
    draws: int = 100,
    seed: int = 0,
    keep: Keep | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    r"""Compare any measure with its expectation over networks with the same project sizes and activities.

    Parameters
    ----------
    net
        The network.
    measure
        A function that takes a network and gives a number; a dict of named numbers; an array or Series with one number
        an organisation, in table order; or a data frame with ``org_id`` and one column of numbers. Or the name of a
        measure: a row of `summary`, or a column of `table` with a measure (not the number of projects, which
        chance keeps; not component or community: their labels mean nothing in another network).
    draws
        Number of random networks (`polegraph.metrics.inference.null_models.randomised`); with 0 only the observed
        value is there.
    seed
        Seed of the random networks.
    keep
        ``kind``, ``size`` or ``region``: each project also keeps how many organisations of each it has.
    progress
        Function of the number of random networks that are done and of all, called after each.

    Returns
    -------
    DataFrame
        A row a number (column ``measure``) or an organisation (column ``org_id``, table order), and

        - ``observed``: the measure of the network;
        - ``expected, sd``: mean and standard deviation over the draws in which it is defined;
        - ``z``: :math:`(observed - expected) / sd`; missing where chance leaves the measure no choice;
        - ``low, high``: 2.5 and 97.5 % quantiles over the draws;
        - ``p_value``: two-sided, :math:`\min(1, 2 (1 + m) / (1 + n))` with *n* draws, of which *m* are at least as far
          out on the side where fewer are.

        Missing where the measure is not defined.

    Raises
    ------
    PolegraphError
        If there is no measure of that name, or the function returns another type.

    References
    ----------
    B. Phipson, G. K. Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
    Molecular Biology 9 (2010), for the p-value.

    M. E. J. Newman, S. H. Strogatz, D. J. Watts, "Random graphs with arbitrary degree distributions and their
    applications", Physical Review E 64, 026118 (2001), on what a projection owes to the sizes alone.

    Examples
    --------
    How many partners each has, beside what chance gives:

    >>> from polegraph.examples import tiny
    >>> found = expected(tiny(), lambda net: np.diff(net.collaboration_matrix().indptr), draws=50)
    >>> found[["org_id", "observed", "expected", "low", "high"]]
      org_id  observed  expected  low  high
    0   SME1       2.0      1.74  1.0   2.0
    1    LAB       3.0      3.00  3.0   3.0
    2   SME2       2.0      1.56  1.0   2.0
    3    BIG       1.0      1.70  1.0   2.0
    4  ALONE       0.0      0.00  0.0   0.0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    measure, name = _function(measure)
    labels, observed = _numbers(measure(net), net, name)
    sample = np.empty((draws, len(observed)))
    for row, drawn in enumerate(null_models.networks(net, draws=draws, seed=seed, keep=keep)):
        sample[row] = _numbers(measure(drawn), drawn, name)[1]
        if progress is not None:
            progress(row + 1, draws)
    return pd.DataFrame({str(labels.name): labels, **beside(observed, sample)})


def _function(measure: str | Measure) -> tuple[Measure, str]:
    """Return the measure of a name, as a function."""
    if isinstance(measure, str):
        known = registry.comparable()
        if measure not in known:
            raise not_one_of(_("there is no such measure"), measure, sorted(known))
        return known[measure], measure
    if not callable(measure):
        raise _no_measure(measure)
    return measure, str(getattr(measure, "__name__", type(measure).__name__))


def _numbers(value: Any, net: Network, name: str) -> tuple[pd.Series[str], Floats]:  # noqa: ANN401  # what a user's function gives
    """Return the labels and numbers of the result of a measure, of any type."""
    if isinstance(value, pd.DataFrame):
        numeric = [column for column in value.columns if pd.api.types.is_numeric_dtype(value[column])]
        if "org_id" not in value.columns or len(numeric) != 1:
            raise _no_measure(", ".join(map(str, value.columns)))
        value = value.set_index("org_id")[numeric[0]].reindex(net.org_index)
    if isinstance(value, Mapping):
        return pd.Series(list(value), name="measure", dtype="str"), _floats(list(value.values()))
    if isinstance(value, (pd.Series, np.ndarray)) and np.ndim(value) == 1:
        if len(value) != len(net.org_index):
            raise _no_measure(len(value))
        return pd.Series(net.org_index, name="org_id", dtype="str"), _floats(value)
    return pd.Series([name], name="measure", dtype="str"), _floats([value])


def _floats(values: Any) -> Floats:  # noqa: ANN401  # the same
    try:
        floats = pd.Series(values).astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise _no_measure(values) from error
    return np.asarray(floats, dtype=np.float64)


def _no_measure(value: object) -> PolegraphError:
    return PolegraphError(
        _("this is not what a measure gives"),
        value=value,
        remedy=_("have it give a number, a dict of numbers, or one column with a number for each organisation"),
    )
