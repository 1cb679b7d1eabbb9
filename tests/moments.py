"""Moments inside a process at which something happens to it: told by what it does, and not by a clock.

A process that is slow on a busy machine does the same things in the same order; the moments are what Python audits, as
files that are opened, folders that are made, modules that are loaded.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from signal import Signals


def count(seen: Synchronized[int]) -> None:
    """Count the moments of this process from here on.

    Parameters
    ----------
    seen
        Where the number stands; whoever shares it can read it when the process has ended.
    """

    def hook(_event: str, _arguments: tuple[object, ...]) -> None:
        seen.value += 1

    sys.addaudithook(hook)


def signal_at(number: int, signal: Signals, event: str | None = None, path: str = "") -> None:
    """Send this process a signal at one of its moments from here on.

    Parameters
    ----------
    number
        Which moment, from 1.
    signal
        What it is sent.
    event
        Count only moments of this kind, as ``open`` or ``os.mkdir``; None for all.
    path
        Count only those of which the first argument, a path, holds this text.
    """
    left = number

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if left and (event is None or name == event) and (not path or (arguments and path in str(arguments[0]))):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal)

    sys.addaudithook(hook)
