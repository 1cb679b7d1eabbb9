"""Compiled kernels: how a plain function over arrays becomes machine code, once a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code beside the package.

    Only modules that a user's measure needs import this one: loading the compiler takes half a second, which
    ``polegraph --help`` must not pay. Where the package's folder cannot be written, numba keeps the code in the user's
    cache folder instead. Kept code is made anew when the file of the function changes, and not when only the file of
    another function that it calls does: after such a change delete ``__pycache__``.

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
