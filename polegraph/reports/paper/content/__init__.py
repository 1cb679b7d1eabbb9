"""What the paper for the committee says: a module a section, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.i18n import _, day_in_words, language
from polegraph.network.titles import title
from polegraph.reports import headings
from polegraph.reports.paper.blocks import Document
from polegraph.reports.paper.content import evolution, gaps, links, method, outcomes, support, training, year
from polegraph.reports.paper.content.material import Material
from polegraph.reports.sentences import for_whom
from polegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from polegraph.network import Network

__all__ = ["Material", "document"]


def document(  # what a paper is about
    net: Network,
    *,
    pole: str | None = None,
    year: int | None = None,
    audience: Literal["public", "members", "internal"] = "public",
    draws: int = 20,
    seed: int = 0,
    about: Iterable[tuple[str, str]] = (),
    notice: str = "",
) -> Document:
    """Write the paper for the committee, in the current language.

    Parameters
    ----------
    net
        The network, on its day.
    pole
        Identifier or name of the pôle that it is about; the others are there to compare with. None for the network.
    year
        The year of the scorecard; by default the last one that is over on the day of the network.
    audience
        The audience: what it may not see is left out, and is in no figure.
    draws, seed
        Number of random networks behind what chance would give, and their seed.
    about
        Lines on where it comes from: what, and its value. The fingerprint of what it was made from follows them.
    notice
        A sentence on sources or limits, which stands on each page.

    Returns
    -------
    Document
        Sections ``year``, ``links``, ``gaps``, ``outcomes``, ``support``, ``training``, ``evolution``, ``method``.

    Raises
    ------
    PolegraphError
        If there is no such pôle, or a number is not one.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> [section.name for section in document(tiny(), draws=0).sections][:3]
    ['year', 'links', 'gaps']
    """
    shown = net.visible(audience)
    material = Material(shown, pole=pole, year=year, draws=draws, seed=seed)
    sections = (
        *(write(material) for write in (_YEAR, links.section, gaps.section, outcomes.section, support.section)),
        *(write(material) for write in (training.section, evolution.section)),
        method.section(material, notice),
    )
    name = title(shown, material.asked) or _("The network")
    subtitle = _("Report for the committee, {year}, as of {day}").format(
        year=material.year, day=day_in_words(shown.day)
    )
    lines = [*about] or [(_("audience"), headings.word(audience)), (_("made by"), f"polegraph {__version__}")]
    lines.append((_("fingerprint of the data"), shown.fingerprint))
    foot = " · ".join(one for one in (for_whom(audience), notice or method.invented(shown)) if one)
    return Document(name, subtitle, language(), shown.day, sections, tuple(lines), foot, notice)


_YEAR = year.section
