"""The pictures of a paper, each with what it shows in words and the numbers that it is drawn from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.i18n import N_, _, number
from polegraph.reports import figures
from polegraph.reports.figures import BLUE, GREEN, GREY, ORANGE, RED
from polegraph.reports.paper.blocks import Picture, Table
from polegraph.reports.paper.content import wording
from polegraph.scorecards import indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from polegraph.reports.paper.blocks import Form

DPI: Final = 200
_FURTHEST: Final = 2.0  # times a target: a bar beyond it is cut, and says so by its figure
STATUS_COLOURS: Final = {
    "direct": GREEN,
    "introduced": ORANGE,
    "far": RED,
    "unreachable": RED,
    "no_partner": GREY,
    "no_project": GREY,
}
"""Colours of the link of an SME to large groups, as the map has them."""


_LINKS: Final = {
    "direct": N_("work with a large group"),
    "introduced": N_("one introduction away"),
    "far": N_("only over longer paths"),
    "unreachable": N_("no path to a large group"),
    "no_partner": N_("in projects without a partner"),
    "no_project": N_("in no project"),
}


def said_of(status: str) -> str:
    """Describe a link to large groups in words.

    Parameters
    ----------
    status
        One of `polegraph.vocabulary.LINK_STATUSES`.

    Examples
    --------
    >>> said_of("introduced")
    'one introduction away'
    """
    return _(_LINKS[status])


def picture(name: str, title: str, alt: str, figure: Figure, behind: Table) -> Picture:
    """Build a picture of a figure, which is drawn in the format that is asked for.

    Parameters
    ----------
    name, title, alt
        As `polegraph.reports.paper.blocks.Picture` has them.
    figure
        The figure.
    behind
        The numbers that it is drawn from.
    """

    def draw(form: Form) -> bytes:
        content = figures.content(figure, form, dpi=DPI)
        figure.set_layout_engine("none")  # parts keep the places that they were given for the first
        return _small(content) if form == "png" else content

    return Picture(name, title, alt, draw, behind)


def _small(png: bytes) -> bytes:
    """Return a picture with 256 colours, a quarter of the size: papers are sent by mail."""
    from PIL import Image  # noqa: PLC0415  # matplotlib's own, and only figures need it

    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(made, format="png", dpi=(DPI, DPI))
    return made.getvalue()


def empty(width: float, height: float) -> tuple[Figure, Axes]:
    """Build an empty figure, bound to no window.

    Parameters
    ----------
    width, height
        In inches.
    """
    from matplotlib import rc_context  # noqa: PLC0415  # heavy, and only figures need it
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context(figures.SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def targets(card: pd.DataFrame, year: int) -> Picture:
    """Draw the figures that have a target, as shares of it.

    Parameters
    ----------
    card
        Rows of a scorecard.
    year
        The year.
    """
    rows = card[card["target"].gt(0) & card["value"].notna()].reset_index(drop=True)
    share = rows["value"] / rows["target"]
    down = rows["indicator"].map({one.name: one.direction for one in indicators()}) == "down"
    met = np.where(down, rows["value"] <= rows["target"], rows["value"] >= rows["target"]).astype(bool)
    figure, axes = empty(9, 0.9 + 0.42 * len(rows))
    places = np.arange(len(rows))[::-1]
    for chosen, colour, hatch, words in ((met, BLUE, "", _("target met")), (~met, "white", "///", _("target missed"))):
        if chosen.any():
            lengths = share[chosen].clip(upper=_FURTHEST)
            axes.barh(
                places[chosen],
                lengths,
                0.62,
                color=colour,
                edgecolor=BLUE if not hatch else RED,
                hatch=hatch,
                label=words,
            )
    axes.axvline(1, color="black", linewidth=1.2)
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        text = _("{value} (target: {target})").format(
            value=wording.value(row["value"], row["unit"]), target=wording.value(row["target"], row["unit"])
        )
        axes.text(_FURTHEST + 0.05, place, text, va="center", fontsize=9)
    axes.set_yticks(places, rows["what"].tolist(), fontsize=9)
    ticks = np.arange(0, _FURTHEST + 0.1, 0.5)
    axes.set_xticks(ticks, [wording.percent(tick) for tick in ticks])
    axes.set_xlim(0, _FURTHEST + 0.9)
    axes.spines["bottom"].set_bounds(0, _FURTHEST)
    axes.set_xlabel(_("share of the target"))
    _legend(axes)
    said = _("Figures of {year} that are as good as their target or better: {met} of {n}.")
    alt = said.format(met=number(int(met.sum())), n=number(len(rows)), year=year)
    behind = rows.assign(share=share)
    table = wording.table(
        _("Figures of {year} beside their targets").format(year=year),
        behind.assign(value=_texts(behind, "value"), target=_texts(behind, "target")),
        {"what": "", "value": "", "target": "", "share": _("share of the target")},
        units={"share": "share"},
    )
    return picture("targets", table.title, alt, figure, table)


def _texts(rows: pd.DataFrame, name: str) -> list[str]:
    """Write figures of several units, which no column of numbers could hold."""
    return [wording.value(value, unit) for value, unit in zip(rows[name], rows["unit"], strict=True)]


def statuses(counts: pd.DataFrame) -> Picture:
    """Draw how many SMEs have which link to large groups.

    Parameters
    ----------
    counts
        ``status, count, share``, in the order of drawing.
    """
    figure, axes = empty(9, 0.8 + 0.42 * len(counts))
    places = np.arange(len(counts))[::-1]
    colours = [STATUS_COLOURS[status] for status in counts["status"]]
    axes.barh(places, counts["count"], 0.62, color=colours)
    for place, count, share in zip(places, counts["count"], counts["share"], strict=True):
        text = f"{number(int(count))} ({wording.percent(share)})"
        axes.text(count, place, f" {text}", va="center", fontsize=9)
    axes.set_yticks(places, [said_of(status) for status in counts["status"]], fontsize=9)
    axes.set_xlim(0, max(1, counts["count"].max()) * 1.18)
    axes.xaxis.set_major_formatter(figures.tick)
    axes.set_xlabel(_("SMEs"))
    columns = {"link": _("link to a large group"), "count": _("SMEs"), "share": ""}
    said = counts.assign(link=counts["status"].map(said_of))
    table = wording.table(_("SMEs by their link to a large group"), said, columns, units={"share": "share"})
    parts = [
        _("{what}: {value}").format(what=said_of(status), value=number(int(n)))
        for status, n in zip(counts["status"], counts["count"], strict=True)
    ]
    return picture("links", table.title, _("; ").join(parts), figure, table)


def curves(parts: Sequence[tuple[str, pd.DataFrame]], longest: float) -> Picture:
    """Draw the share of projects with an outcome by the time since their end.

    Parameters
    ----------
    parts
        Label and `polegraph.metrics.temporal.kaplan_meier.curve` of one or two groups of projects, the chief one first.
    longest
        Months that the axis shows.
    """
    figure, axes = empty(9, 4.2)
    looks = ((BLUE, "-"), (ORANGE, "--"))
    for (label, found), (colour, line) in zip(parts, looks, strict=False):
        shown = found[found["months"] <= longest]
        months = np.append(np.insert(shown["months"].to_numpy(), 0, 0.0), longest)
        steps = {name: np.insert(shown[name].to_numpy(dtype="float64"), 0, 0.0) for name in ("rate", "low", "high")}
        steps = {name: np.append(values, values[-1]) for name, values in steps.items()}
        axes.step(months, steps["rate"], where="post", color=colour, linestyle=line, linewidth=2, label=label)
        if line == "-":
            axes.fill_between(
                months,
                steps["low"],
                steps["high"],
                step="post",
                color=colour,
                alpha=0.18,
                linewidth=0,
                label=_("95 % interval"),
            )
    axes.set_ylim(0, 1)
    axes.set_xlim(0, longest)
    axes.set_xticks(np.arange(0, longest + 1, 12))
    ticks = np.arange(0, 1.01, 0.25)
    axes.set_yticks(ticks, [wording.percent(tick) for tick in ticks])
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_xlabel(_("months since the end of the project"))
    _legend(axes)
    table = _yearly(parts, longest)
    first = parts[0][1]
    told = first[first["months"] <= longest]["rate"]
    said = _("{months} months after their end, {share} of the projects have an outcome on record.")
    alt = said.format(months=number(int(longest)), share=wording.percent(float(told.iloc[-1]) if len(told) else 0.0))
    return picture("outcome_curve", _("Projects with an outcome, by the time since their end"), alt, figure, table)


def _yearly(parts: Sequence[tuple[str, pd.DataFrame]], longest: float) -> Table:
    """Read the curves off every half year."""
    rows = []
    for label, found in parts:
        for months in np.arange(6, longest + 1, 6):
            before = found[found["months"] <= months]
            row = before.iloc[-1] if len(before) else None
            left = found[found["months"] > months]["at_risk"]
            rows.append(
                {
                    "group_name": label,
                    "months": months,
                    "at_risk": int(left.iloc[0]) if len(left) else 0,
                    **{name: np.nan if row is None else row[name] for name in ("rate", "low", "high")},
                }
            )
    frame = pd.DataFrame(rows)
    columns = {
        "group_name": _("projects"),
        "months": "",
        "at_risk": _("still watched"),
        "rate": "",
        "low": "",
        "high": "",
    }
    units = dict.fromkeys(("rate", "low", "high"), "share")
    return wording.table(_("Share with an outcome every half year"), frame, columns, units=units)


def _legend(axes: Axes) -> None:
    axes.legend(fontsize=9, frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
