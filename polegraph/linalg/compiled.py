"""Compiled kernels: how a plain function over arrays becomes machine code, once a machine."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

import numba
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Function = TypeVar("Function", bound=Callable[..., object])
    Part = TypeVar("Part")
    Result = TypeVar("Result")


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code beside the package.

    Only modules that a user's measure needs import this one: loading the compiler takes half a second, which
    ``polegraph --help`` must not pay. Where the package's folder cannot be written, numba keeps the code in the user's
    cache folder instead. Kept code is made anew when the file of the function changes, and not when only the file of
    another function that it calls does: whoever works on these loops deletes ``__pycache__`` after a change.

    Parameters
    ----------
    function
        Loops over arrays, in the part of Python that numba compiles.

    Returns
    -------
    function
        The same, faster; it lets other threads run meanwhile.
    """
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


def in_threads(function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
    """Run the parts of a task on all processors, and return their results in the order of the parts.

    Threads of ours around compiled code that lets other threads run, and not the compiler's own parallel loops: the
    parts, and so the order of every sum, are the same on any number of processors; and programs that fork, or call us
    from several threads, go on working. Meanwhile a product of matrices has one thread: several in each of ours would
    wait for each other half of the time.

    Parameters
    ----------
    function
        What to do with a part. It spends its time in a function made by `compiled`.
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
