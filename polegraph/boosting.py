"""Boosted trees: the same model on any machine, as text, where LightGBM can be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lightgbm import Booster

_ALWAYS: Final = {
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # the sums of several threads differ in the last digits
    "verbosity": -1,
}


def why_not() -> str | None:
    """Describe why LightGBM cannot be loaded; None where it can.

    A system may lack the OpenMP library that it needs.
    """
    try:
        import lightgbm  # noqa: F401, PLC0415  # heavy, and absent on some systems
    except (ImportError, OSError) as error:  # OSError: a library of the system that it needs is not there
        return str(error).split("\n", maxsplit=1)[0]
    return None


def fit(settings: Mapping[str, Any], values: Any, rounds: int, **data: Any) -> str:  # noqa: ANN401  # what LightGBM takes
    """Learn; give the model as text, the same for the same input.

    Parameters
    ----------
    settings
        LightGBM's, beside those that make it the same each time.
    values : DataFrame or array, rows × features
        The features.
    rounds
        Number of trees.
    **data
        As `lightgbm.Dataset` takes it: ``label``, ``group``, ``feature_name``.
    """
    return fit_each([settings], values, rounds, **data)[0]


def fit_each(settings: Sequence[Mapping[str, Any]], values: Any, rounds: int, **data: Any) -> list[str]:  # noqa: ANN401
    """Learn several models from the same rows, which are sorted into bins once.

    Parameters
    ----------
    settings
        Of each model; they differ in what is learned, not in how rows are sorted into bins.
    values, rounds, **data
        As for `fit`.
    """
    import lightgbm  # noqa: PLC0415  # heavy, and absent on some systems

    every = [{**one, **_ALWAYS} for one in settings]
    rows = lightgbm.Dataset(values, params=every[0], **data)
    return [str(lightgbm.train(one, rows, rounds).model_to_string()) for one in every]


def read(model: str) -> Booster:
    """Read a model from its text.

    Parameters
    ----------
    model
        As `fit` gives it.
    """
    import lightgbm  # noqa: PLC0415  # heavy, and absent on some systems

    return lightgbm.Booster(model_str=model)
