"""Integer programmes by scipy's HiGHS, which keep what the solver prints away from people's output."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDOUT: Final = 1
_ALONE: Final = threading.Lock()


def milp(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  # scipy's own
    """Return what `scipy.optimize.milp` does of the same arguments, without a word on standard output.

    HiGHS writes "HighsMipSolverData::transformNewIntegerFeasibleSolution tmpSolver.run();" to the process's standard
    output whatever its options say, in the middle of a CSV that somebody pipes.

    Parameters
    ----------
    *arguments, **options
        As scipy takes them.

    Returns
    -------
    scipy.optimize.OptimizeResult
        As scipy gives it.

    Examples
    --------
    >>> milp([-1, -1], integrality=[1, 1], bounds=(0, 1.5)).x.tolist()
    [1.0, 1.0]
    """
    from scipy import optimize  # noqa: PLC0415  # heavy, and loaded when used

    with _ALONE, _mute():
        return optimize.milp(*arguments, **options)


@contextmanager
def _mute() -> Iterator[None]:
    """Send what compiled code writes to standard output nowhere; other threads' lines wait in their buffers."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        kept = os.dup(_STDOUT)
    except OSError:  # there is no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDOUT)
        yield
    finally:
        os.dup2(kept, _STDOUT)
        os.close(kept)
        os.close(nowhere)
