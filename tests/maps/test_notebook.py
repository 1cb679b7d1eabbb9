from __future__ import annotations

from polegraph import maps
from polegraph.examples import tiny


def test_a_map_is_one_line_where_nothing_draws_it() -> None:
    drawn = maps.show(tiny(), height=500)
    assert repr(drawn) == f"<Shown: a map of {len(drawn.html):,} characters, 500 pixels high; a notebook draws it>"
    assert len(drawn.html) > 100_000
    assert len(drawn._repr_html_()) > len(drawn.html)
