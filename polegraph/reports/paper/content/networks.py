"""The network in each phase of the policy as small multiples, each organisation where the map lays it out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from polegraph import linalg
from polegraph.i18n import _, ngettext, number
from polegraph.maps.layout import place
from polegraph.metrics.temporal.periods import Period, members, periods
from polegraph.reports import figures
from polegraph.reports.figures import BLUE, GREEN, ORANGE
from polegraph.reports.paper.content import pictures, wording
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network
    from polegraph.reports.paper.blocks import Picture

LINES: Final = 10_000
"""Links that a panel shows at most, the strongest; as many as the map draws."""
_VECTORS: Final = 1_500  # marks or links; more make a page slow, and are drawn as dots
_ACROSS: Final = 3
_OTHER: Final = "#5F6B7A"
_LINE, _ABSENT = "#c3cbd4", "#dfe4e9"
_SIZES: Final = ((0, 2, 4.0), (2, 5, 5.5), (5, 15, 7.5), (15, math.inf, 10.0))
"""Projects from, and below; size of the mark in points: four sizes, as in the legend of a map."""


class _Drawn(NamedTuple):
    """What every panel shares."""

    incidence: Csr
    points: NDArray[np.float64]
    activity: NDArray[np.int64]
    scale: float
    kinds: dict[str, NDArray[np.bool_]]
    partnered: NDArray[np.bool_]


_LOOKS: Final = {"other": (_OTHER, "o"), "sme": (ORANGE, "o"), "lab": (GREEN, "s"), "large": (BLUE, "D")}
"""Colour and shape of the marks, those on top last: shapes tell what colours cannot."""


def small_multiples(net: Network, table: pd.DataFrame) -> Picture | None:
    """Draw a panel a phase: who works with whom in the projects that began in it.

    Parameters
    ----------
    net
        The network.
    table
        As `polegraph.metrics.evolution` gives it of this network, by phase: the numbers behind the panels.

    Returns
    -------
    Picture or None
        None where no phase has a link.

    Examples
    --------
    >>> from polegraph import examples, metrics
    >>> small_multiples(examples.tiny(), metrics.evolution(examples.tiny(), draws=0)).name
    'networks'
    """
    from matplotlib import rc_context  # noqa: PLC0415  # heavy, and only figures need it

    found = periods(net, "phase", "start")
    drawn = _drawn(net)
    if not found or not drawn.partnered.any():
        return None
    with rc_context(figures.SETTINGS):
        figure = _panels(drawn, found)
    columns = {
        "period": "",
        "first": "",
        "last": "",
        **dict.fromkeys(("organisations", "projects", "links", "smes", "large_groups", "smes_with_large_group"), ""),
    }
    years = {"first": "year", "last": "year"}
    behind = wording.table(_("The network in each phase"), table, columns, units=years)
    title = _("Who works with whom, phase by phase")
    return pictures.picture("networks", title, _alt(table), figure, behind)


def _alt(table: pd.DataFrame) -> str:
    """Describe the panels in words."""
    parts = []
    for row in table.to_dict("records"):
        links = ngettext("{n} link", "{n} links", int(row["links"])).format(n=number(int(row["links"])))
        many = int(row["organisations"])
        organisations = ngettext("{n} organisation", "{n} organisations", many).format(n=number(many))
        parts.append(
            _("phase {name}: {organisations}, {links}").format(
                name=row["period"], organisations=organisations, links=links
            )
        )
    return _("; ").join(parts)


def _drawn(net: Network) -> _Drawn:
    """Place the whole network once, in the order of identifiers."""
    order = net.by_id
    incidence = net.incidence[:, order].tocsr()
    incidence.sort_indices()
    size, kind = net.category["size"].to_numpy()[order], net.organisations["kind"].to_numpy()[order]
    activity = np.bincount(incidence.indices, minlength=incidence.shape[1])
    radius = np.minimum(5 + 3 * np.sqrt(activity.astype(np.float64)), 42.0)
    weights = linalg.project(incidence, linalg.newman_weights(np.diff(incidence.indptr)))
    sizes = size.astype(str)
    large, sme = np.isin(sizes, LARGE_SIZES), np.isin(sizes, SME_SIZES)
    lab = (kind == "lab") & ~large & ~sme
    kinds = {"other": ~(large | sme | lab), "sme": sme, "lab": lab, "large": large}
    points = place(weights, radius, sme).points.astype(np.float64)
    partnered: NDArray[np.bool_] = np.diff(weights.indptr) > 0
    scale = float(np.clip(12 / math.sqrt(max(int(partnered.sum()), 1)), 0.15, 1.6)) ** 0.6
    return _Drawn(incidence, points, activity, scale, kinds, partnered)


def _panels(drawn: _Drawn, found: list[Period]) -> Figure:
    """Draw a panel a period, all on one scale."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # heavy, and only figures need it
    from matplotlib.lines import Line2D  # noqa: PLC0415

    here = drawn.points[drawn.partnered]
    low, high = here.min(axis=0), here.max(axis=0)
    across = min(_ACROSS, len(found))
    down = -(-len(found) // across)
    width = 10.0 / _ACROSS * across if len(found) > 1 else 6.0
    ratio = float(np.clip((high[1] - low[1]) / max(high[0] - low[0], 1.0), 0.5, 1.2))
    figure = Figure(figsize=(width, down * (width / across * ratio + 0.35) + 0.45), layout="constrained")
    grid: Any = figure.subplots(down, across, squeeze=False)
    for axes in grid.ravel():
        axes.set_axis_off()
    for axes, period in zip(grid.ravel(), found, strict=False):
        _panel(axes, drawn, period)
        margin = 0.03 * (high - low).max() + 1
        axes.set_xlim(low[0] - margin, high[0] + margin)
        axes.set_ylim(high[1] + margin, low[1] - margin)  # as on the map, y grows downwards
        axes.set_aspect("equal")
    words = {"large": _("large group"), "sme": _("SME"), "lab": _("laboratory"), "other": _("other")}
    marks = [
        Line2D([], [], linestyle="", marker=_LOOKS[name][1], color=_LOOKS[name][0], markersize=6, label=said)
        for name, said in words.items()
    ]
    marks.append(Line2D([], [], linestyle="", marker="o", color=_ABSENT, markersize=6, label=_("in another phase")))
    figure.legend(handles=marks, loc="outside lower center", ncols=5, frameon=False, fontsize=9)
    return figure


def _panel(axes: Axes, drawn: _Drawn, period: Period) -> None:
    """Draw the projects of a period."""
    active = members(drawn.incidence, period.projects)
    pairs = _strongest(drawn.incidence, period.projects)
    dots = len(pairs) > _VECTORS or len(active) > _VECTORS
    absent = drawn.partnered & ~active
    axes.plot(
        *drawn.points[absent].T,
        linestyle="",
        marker="o",
        markersize=1.6,
        markeredgewidth=0,
        color=_ABSENT,
        rasterized=dots,
    )
    # One path for all links: nothing is darker where they cross, and the file stays small.
    ends = np.column_stack([drawn.points[pairs], np.full((len(pairs), 1, 2), np.nan)]).reshape(-1, 2)
    width = 0.6 if len(pairs) < _VECTORS else 0.15
    axes.plot(*ends.T, color=_LINE, linewidth=width, zorder=2, rasterized=dots)
    for level, (name, (colour, shape)) in enumerate(_LOOKS.items()):
        for least, most, size in _SIZES:
            shown = active & drawn.partnered & drawn.kinds[name] & (drawn.activity >= least) & (drawn.activity < most)
            size_ = size * drawn.scale * (1.25 if name == "large" else 1.0)
            axes.plot(
                *drawn.points[shown].T,
                linestyle="",
                marker=shape,
                markersize=size_,
                color=colour,
                markeredgewidth=0.4 * drawn.scale,
                markeredgecolor="white",
                zorder=3 + level,
                rasterized=dots,
            )
    said = _("Phase {name}, {first}–{last}").format(name=period.name, first=period.first, last=period.last)
    axes.set_title(said, loc="left", fontsize=10, fontweight="bold")


def _strongest(incidence: Csr, projects: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the pairs that share a project of a period, the strongest first, no more than can be drawn."""
    shared = linalg.project(incidence[projects], np.ones(int(projects.sum()), dtype=np.int64)).tocoo()
    once = shared.row < shared.col
    one, other, weight = shared.row[once], shared.col[once], shared.data[once]
    order = np.lexsort((other, one, -weight))[:LINES]
    return np.column_stack([one[order], other[order]]).astype(np.int64)
