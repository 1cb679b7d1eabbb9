"""Threads around compiled loops: the parts of a task on all processors, their results in order.

Nothing here loads the compiler; what the parts spend their time in is made by `polegraph.linalg.compiled.compiled`.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Part = TypeVar("Part")
    Result = TypeVar("Result")


def in_threads(function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
    """Run the parts of a task on all processors, and return their results in the order of the parts.

    Threads of ours around compiled code that lets other threads run, and not the compiler's own parallel loops: the
    parts, and so the order of every sum, are the same on any number of processors; and programs that fork, or call us
    from several threads, go on working. Meanwhile a product of matrices has one thread: several in each of ours would
    wait for each other half of the time.

    Parameters
    ----------
    function
        What to do with a part. It spends its time in a function made by `polegraph.linalg.compiled.compiled`.
    parts
        The parts.

    Yields
    ------
    result
        Of each part in turn.

    Examples
    --------
    >>> list(in_threads(abs, [-1, -2]))
    [1, 2]
    """
    pool = ThreadPoolExecutor(_processors())
    with _libraries().limit(limits=1, user_api="blas"):
        try:
            yield from pool.map(function, parts)
        finally:
            pool.shutdown(cancel_futures=True)  # after Ctrl-C the parts that have not begun are not waited for


@cache
def _libraries() -> ThreadpoolController:
    """Find the libraries that have threads of their own, once: that takes a millisecond."""
    import scipy.linalg  # noqa: F401, PLC0415  # loads one that is not there before

    return ThreadpoolController()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # what this process may use; only Linux tells
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
