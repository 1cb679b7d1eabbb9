"""A panel of collaboration networks for RSiena and statnet: a folder of matrices, covariates and a script in R."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _, number
from polegraph.metrics.temporal.periods import Period, links, members, periods
from polegraph.reports.numbered import one_line
from polegraph.stores.folder import atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from polegraph.network import Network

By = Literal["phase", "year"]
BY: Final = ("phase", "year")
_SCRIPT: Final = "load.R"
_OURS: Final = re.compile(r"load\.R|(actors|waves)\.csv|wave-\d+\.csv|composition(-inactive)?\.txt", re.ASCII)
_COVARIATES: Final = ("kind", "size", "region", "country")
_MOST: Final = 5000  # organisations: a matrix of so many takes 50 MB, and RSiena's models are fitted on far fewer


class Panel(NamedTuple):
    """Waves of one set of actors."""

    waves: list[Period]
    actors: NDArray[np.intp]
    """Rows of the table of organisations, sorted by identifier."""
    active: NDArray[np.bool_]
    """Waves × actors: whether it takes part in a project of the wave."""


def write(
    network: Network,
    folder: str | os.PathLike[str],
    by: By = "phase",
    alive: Literal["start", "running"] = "running",
) -> None:
    """Write a panel as a folder, whole or not at all.

    Parameters
    ----------
    network
        What to write.
    folder
        The folder. What such an export has left there is replaced; nothing else may be there.
    by
        What a wave is: a ``phase`` of the policy or a ``year``.
    alive
        In which waves a tie stands: while a shared project is ``running``, or in that of its ``start`` alone.

    Raises
    ------
    PolegraphError
        If it cannot be written, if there are fewer than two waves, or too many organisations for a matrix.
    """
    files = content(network, by, alive)
    target = _target(folder)
    new = atomic.in_work(target)
    try:
        with atomic.locked(target.parent):
            atomic.recover(target)
            new.mkdir()
            for name, text in files:
                (new / name).write_text(text, encoding="utf-8", newline="\n")
            atomic.take_place(new, target)
    except OSError as error:
        raise PolegraphError(
            _("cannot write this folder: {error}").format(error=error.strerror or error),
            file=str(target),
            remedy=_(
                "make room on the disk, or choose a place that you may write in; what was there before is unchanged"
            ),
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def content(
    network: Network, by: By = "phase", alive: Literal["start", "running"] = "running"
) -> Iterator[tuple[str, str]]:
    """Return the name and the text of each file.

    Parameters
    ----------
    network
        What to write.
    by, alive
        As for `write`.

    Returns
    -------
    iterator of (str, str)
        ``load.R``, the same whatever the network, so that no name in the data can reach the interpreter;
        ``actors.csv``, the organisations that take part in a project of some wave, with their covariates and the first
        and last wave of their projects; ``waves.csv``; ``wave-1.csv`` and so on, a symmetric 0/1 matrix each, without
        headings; ``composition.txt`` and ``composition-inactive.txt``, a line an actor, as RSiena's
        ``sienaCompositionChangeFromFile`` reads them. An organisation joins midway before the wave of its first
        project. It leaves midway after the wave in which it is dissolved, or, in the second file, after that of its
        last project.

    Raises
    ------
    PolegraphError
        As for `write`.

    References
    ----------
    R. M. Ripley, T. A. B. Snijders, Z. Boda, A. Vörös, P. Preciado, "Manual for RSiena" (2024), and the help of
    ``sienaDataCreate`` and ``sienaCompositionChange``; M. Huisman, T. A. B. Snijders, "Statistical analysis of
    longitudinal network data with changing composition", Sociological Methods & Research 32 (2003), 253-287.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> files = dict(content(tiny()))
    >>> list(files)
    ['load.R', 'actors.csv', 'waves.csv', 'composition.txt', 'composition-inactive.txt', 'wave-1.csv', 'wave-2.csv']
    >>> print(files["wave-2.csv"], files["composition-inactive.txt"], sep="")
    0,1,0,0
    1,0,0,0
    0,0,0,0
    0,0,0,0
    1.5 2
    1 2
    1 1.5
    1 1.5
    """
    panel = _panel(network, by, alive)
    script = (Path(__file__).with_name("panel.R")).read_text(encoding="utf-8")
    return _files(network, panel, script)


def _files(network: Network, panel: Panel, script: str) -> Iterator[tuple[str, str]]:
    yield _SCRIPT, script
    yield "actors.csv", _table(_actors(network, panel))
    yield "waves.csv", _table(_waves(panel.waves))
    yield "composition.txt", _composition(panel, _gone(network, panel))
    yield "composition-inactive.txt", _composition(panel, _last(panel.active))
    for place, wave in enumerate(panel.waves, 1):
        yield f"wave-{place}.csv", _matrix(network, panel, wave)


def _panel(network: Network, by: By, alive: Literal["start", "running"]) -> Panel:
    if by not in BY:
        raise not_one_of(_("there is no such way to divide time"), by, BY)
    found = [(wave, members(network.incidence, wave.projects)) for wave in periods(network, by, alive)]
    waves = [wave for wave, taking_part in found if taking_part.any()]
    if len(waves) < 2:  # noqa: PLR2004  # a panel
        raise PolegraphError(
            _("a panel needs projects in two periods at least"),
            value=waves[0].name if waves else None,
            remedy=_("give each project its year, or divide time otherwise with --by"),
        )
    active: NDArray[np.bool_] = np.array([taking_part for _wave, taking_part in found if taking_part.any()])
    order = network.by_id
    actors = order[np.atleast_1d(active.any(axis=0))[order]]
    if len(actors) > _MOST:
        raise PolegraphError(
            _("too many organisations for a matrix each period: {n}; the most is {most}").format(
                n=number(len(actors)), most=number(_MOST)
            ),
            remedy=_("narrow the network, as with --pole, --theme or --since"),
        )
    return Panel(waves, actors, active[:, actors])


# -- when an organisation is there -------------------------------------------------------------------------------


def _last(active: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the last wave in which each actor takes part in a project, from 1."""
    last: NDArray[np.intp] = len(active) - np.argmax(active[::-1], axis=0)
    return last


def _gone(network: Network, panel: Panel) -> NDArray[np.intp]:
    """Return the last wave in which each actor exists, from 1; what has a project later than its end exists then."""
    dissolved = network.organisations["dissolved"].dt.year.to_numpy(dtype=np.float64, na_value=np.inf)[panel.actors]
    begun = np.array([wave.first for wave in panel.waves])
    until: NDArray[np.intp] = np.maximum((begun[:, None] <= dissolved).sum(axis=0), _last(panel.active))
    return until


def _composition(panel: Panel, until: NDArray[np.intp]) -> str:
    waves = len(panel.waves)
    first = np.argmax(panel.active, axis=0) + 1
    lines = [
        f"{1 if start == 1 else start - 0.5:g} {waves if end == waves else end + 0.5:g}"
        for start, end in zip(first.tolist(), until.tolist(), strict=True)
    ]
    return "\n".join(lines) + "\n"


# -- tables ------------------------------------------------------------------------------------------------------


def _actors(network: Network, panel: Panel) -> Iterator[tuple[object, ...]]:
    yield "actor", "org_id", "name", *_COVARIATES, "projects", "first_wave", "last_wave"
    table = network.organisations.iloc[panel.actors]
    texts = [[_cell(one) for one in table[column]] for column in ("org_id", "name", *_COVARIATES)]
    every = np.any([wave.projects for wave in panel.waves], axis=0)
    projects = (network.incidence.T @ every.astype(np.int64))[panel.actors].tolist()
    first = (np.argmax(panel.active, axis=0) + 1).tolist()
    columns = [*texts, projects, first, _last(panel.active).tolist()]
    yield from zip(range(1, len(table) + 1), *columns, strict=True)


def _cell(value: object) -> str:
    return "" if pd.isna(value) else one_line(str(value))  # type: ignore[call-overload]


def _waves(waves: list[Period]) -> Iterator[tuple[object, ...]]:
    yield "wave", "period", "first", "last", "projects", "file"
    for place, wave in enumerate(waves, 1):
        yield place, wave.name, wave.first, wave.last, int(wave.projects.sum()), f"wave-{place}.csv"


def _matrix(network: Network, panel: Panel, wave: Period) -> str:
    everyone = np.ones(len(network.org_index), dtype=bool)
    upper = links(network.incidence, wave.projects, everyone).astype(np.int8)
    dense = (upper + upper.T)[panel.actors][:, panel.actors].toarray()
    return "".join(",".join(map(str, row)) + "\n" for row in dense.tolist())


def _table(rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _target(folder: str | os.PathLike[str]) -> Path:
    """Return the folder to write; refuse one that holds anything but such an export."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would follow a link and replace its target elsewhere
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_dir():
        raise PolegraphError(_("this is a file, not a folder"), file=str(folder), remedy=_("give the name of a folder"))
    if target.is_dir() and not all(_OURS.fullmatch(one.name) for one in target.iterdir()):
        raise PolegraphError(
            _("this folder holds files of others; it is left as it is"),
            file=str(folder),
            remedy=_("choose another folder, or an empty one"),
        )
    if not target.parent.is_dir():
        raise PolegraphError(
            _("the folder of this file does not exist"), file=str(folder), remedy=_("make it first, or choose another")
        )
    return target
