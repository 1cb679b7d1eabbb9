"""Boosted trees: the same model on any machine, as text, where LightGBM can be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lightgbm import Booster

_ALWAYS: Final = {
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # the sums of several threads differ in the last digits
    "verbosity": -1,
}


def why_not() -> str | None:
    """Say why LightGBM cannot be loaded; None where it can.

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
    import lightgbm  # noqa: PLC0415  # heavy, and absent on some systems

    every = {**settings, **_ALWAYS}
    return str(lightgbm.train(every, lightgbm.Dataset(values, params=every, **data), rounds).model_to_string())


def read(model: str) -> Booster:
    """Read a model from its text.

    Parameters
    ----------
    model
        As `fit` gives it.
    """
    import lightgbm  # noqa: PLC0415  # heavy, and absent on some systems

    return lightgbm.Booster(model_str=model)
