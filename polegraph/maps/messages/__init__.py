"""Every word on the page, in the language in use; the page carries both languages and switches between them."""

from __future__ import annotations

from polegraph.maps.messages import canvas, panels, performance, units


def words() -> dict[str, str | list[str]]:
    """Return the words of the page.

    Returns
    -------
    dict
        Text by key; where a number decides, a list of two: for one, and for several. ``{n}`` and other names in braces
        are filled in by the page.

    Examples
    --------
    >>> words()["kind.lab"], words()["n_links"]
    ('laboratory', ['{n} link', '{n} links'])
    """
    return {
        **canvas.of_page(),
        **canvas.of_legend(),
        **canvas.of_marks(),
        **canvas.of_levels(),
        **panels.of_filters(),
        **panels.of_questions(),
        **panels.of_gaps(),
        **panels.of_bridges(),
        **panels.of_table(),
        **panels.of_guide(),
        **panels.of_cards(),
        **panels.of_chains(),
        **performance.of_outcomes(),
        **performance.of_support(),
        **canvas.of_geography(),
        **units.of_counts(),
        **units.of_codes(),
    }
