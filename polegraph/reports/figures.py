"""Figures for papers and slides: drawn without a screen, the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from polegraph.errors import PolegraphError, not_one_of
from polegraph.files import whole
from polegraph.i18n import _, language

if TYPE_CHECKING:
    import os

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SUFFIXES: Final = ("png", "svg")
# Colours that can be distinguished with any kind of colour vision (Okabe & Ito), dark enough on white.
BLUE, ORANGE, GREEN, GREY, RED = "#0072B2", "#E69F00", "#009E73", "#999999", "#D55E00"
"""The colours of figures."""
_CROWDED: Final = 8
"""From this many periods on their names stand upright."""
SETTINGS: Final[Any] = {"svg.hashsalt": "polegraph", "svg.fonttype": "path", "font.family": "DejaVu Sans"}
"""What makes a figure look the same, and have the same bytes, on every machine."""


class _Part(NamedTuple):
    """A part of a bar.

    Parameters
    ----------
    sizes : array, one entry a period
        How long the part is.
    label
        Words for the legend.
    colour
        As matplotlib knows it.
    """

    sizes: np.ndarray[Any, np.dtype[np.float64]]
    label: str
    colour: str


def evolution(table: pd.DataFrame, by: str = "phase") -> Figure:
    """Draw the evolution of a network: entry and exit of organisations and links, clustering beside chance, and SMEs.

    Parameters
    ----------
    table
        As `polegraph.metrics.evolution` gives it; words are in the current language.
    by
        What its rows are: ``phase``, ``year`` or ``cohort``.

    Returns
    -------
    matplotlib.figure.Figure
        Not bound to pyplot: drawing it opens no window and changes no settings.

    Raises
    ------
    PolegraphError
        If there is no period.

    Examples
    --------
    >>> from polegraph import examples, metrics
    >>> [axes.get_title("left") for axes in evolution(metrics.evolution(examples.tiny(), draws=0)).axes]
    ['Organisations', 'Links', 'Average clustering', 'SMEs and large groups']
    """
    from matplotlib import rc_context  # noqa: PLC0415  # heavy, and only figures need it
    from matplotlib.figure import Figure  # noqa: PLC0415

    if not len(table):
        raise PolegraphError(
            _("there is no period to draw"), remedy=_("give a network whose projects have a year, in a phase")
        )
    with rc_context(SETTINGS):
        figure = Figure(figsize=(10, 8), layout="constrained")
        axes = figure.subplots(2, 2)
        organisations, links = _of_cohorts(table) if by == "cohort" else _of_periods(table)
        _stacked(axes[0, 0], table, _("Organisations"), organisations)
        _stacked(axes[0, 1], table, _("Links"), links)
        _beside_chance(axes[1, 0], table)
        _smes(axes[1, 1], table)
    return figure


def _of_periods(table: pd.DataFrame) -> tuple[list[_Part], list[_Part]]:
    """Return the parts of the bars of periods; below zero is what the period before had and this one has not."""
    parts = []
    for total, new, gone, words in (
        (
            "organisations",
            "newcomers",
            "leavers",
            (_("known before"), _("newcomers"), _("left since the period before")),
        ),
        ("links", "new_links", "lost_links", (_("kept"), _("new"), _("lost since the period before"))),
    ):
        here, came = _values(table, total), _values(table, new)
        unknown = np.isnan(came)
        came = np.where(unknown, 0, came)
        parts.append(
            [
                _Part(np.where(unknown, 0, here - came), words[0], BLUE),
                _Part(came, words[1], ORANGE),
                _Part(np.where(unknown, here, 0), _("nothing before to compare with"), GREY),
                _Part(-np.nan_to_num(_values(table, gone)), words[2], RED),
            ]
        )
    return parts[0], parts[1]


def _of_cohorts(table: pd.DataFrame) -> tuple[list[_Part], list[_Part]]:
    """Return the parts of the bars of cohorts."""
    again, kept, later = (np.nan_to_num(_values(table, name)) for name in ("stayers", "kept_links", "new_links"))
    organisations = [
        _Part(again, _("took part again in a later year"), BLUE),
        _Part(_values(table, "organisations") - again, _("not since their first year"), GREY),
    ]
    links = [
        _Part(kept, _("of the first year, and repeated"), BLUE),
        _Part(later, _("made later"), ORANGE),
        _Part(_values(table, "links") - kept - later, _("of the first year, not repeated"), GREY),
    ]
    return organisations, links


def write(figure: Figure, path: str | os.PathLike[str]) -> None:
    """Write a figure to a file, whole or not at all; the suffix gives the format.

    Parameters
    ----------
    figure
        The figure.
    path
        A file with the suffix ``.png`` or ``.svg``.

    Raises
    ------
    PolegraphError
        If it has another suffix or cannot be written.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        raise not_one_of(_("a figure cannot be written as this"), None, (f".{one}" for one in SUFFIXES), file=str(path))
    with whole(path) as temporary:
        temporary.write_bytes(content(figure, suffix))


def content(figure: Figure, suffix: str, *, dpi: int = 150) -> bytes:
    """Return a figure as a picture, the same bytes each time.

    Parameters
    ----------
    figure
        The figure.
    suffix
        ``png`` or ``svg``.
    dpi
        Dots an inch of a PNG, and of what an SVG holds as dots.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> content(Figure(), "png")[1:4]
    b'PNG'
    """
    from matplotlib import rc_context  # noqa: PLC0415  # heavy, and only figures need it

    metadata = {"Software": None} if suffix == "png" else {"Date": None, "Creator": None}
    made = io.BytesIO()
    with rc_context(SETTINGS):
        figure.savefig(made, format=suffix, dpi=dpi, metadata=metadata)
    return made.getvalue()


def _dress(axes: Axes, table: pd.DataFrame, title: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Write the title of a panel and the names of its periods; return their positions."""
    places = np.arange(len(table))
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold", pad=32)
    names = table["period"].tolist()
    axes.set_xticks(places, names, rotation=90 if len(names) > _CROWDED else 0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(tick)
    return places


def tick(value: float, _place: float = 0) -> str:
    """Write a number at an axis in the format of the current language.

    Parameters
    ----------
    value
        The number.
    _place
        As matplotlib calls it.

    Examples
    --------
    >>> tick(-1200.5)
    '−1,200.5'
    """
    text = f"{value:,.10g}".replace("-", "\u2212")
    return text.translate({ord(","): "\u202f", ord("."): ","}) if language() == "fr" else text


def _values(table: pd.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(table[column].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _stacked(axes: Axes, table: pd.DataFrame, title: str, parts: list[_Part]) -> None:
    """Draw bars of parts, one on the other; those below zero hatched."""
    places = _dress(axes, table, title)
    height = np.zeros(len(table))
    for part in parts:
        if (part.sizes < 0).any():
            axes.bar(places, part.sizes, color="white", edgecolor=part.colour, hatch="///", label=part.label)
        elif part.sizes.any():
            axes.bar(places, part.sizes, bottom=height, color=part.colour, label=part.label)
            height = height + part.sizes
    axes.axhline(0, color="black", linewidth=0.8)
    axes.use_sticky_edges = False
    _legend(axes)


def _beside_chance(axes: Axes, table: pd.DataFrame) -> None:
    """Draw clustering, and what chance gives with the same projects, which is nearly as much."""
    places = _dress(axes, table, _("Average clustering"))
    axes.plot(places, _values(table, "average_clustering"), color=BLUE, marker="o", label=_("observed"))
    chance = _values(table, "average_clustering_expected")
    if np.isfinite(chance).any():
        words = _("by chance, with the same projects")
        axes.plot(places, chance, color=ORANGE, marker="s", linestyle="--", label=words)
    axes.set_ylim(0, 1.05)
    _legend(axes)


def _smes(axes: Axes, table: pd.DataFrame) -> None:
    """Draw how many SMEs there are, how many come back, and how many share a project with a large group."""
    places = _dress(axes, table, _("SMEs and large groups"))
    for column, label, colour in (
        ("smes", _("SMEs"), GREY),
        ("recurrent_smes", _("with two projects or more"), BLUE),
        ("smes_with_large_group", _("with a large group in a project"), RED),
    ):
        axes.plot(places, _values(table, column), color=colour, marker="o", label=label)
    axes.set_ylim(bottom=0)
    _legend(axes)


def _legend(axes: Axes) -> None:
    """Put the legend between title and panel, where it hides nothing."""
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=8, frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
