from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from polegraph.cli import streams

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "55\u202f483\u202f; l\u2019écart\u00a0: \u03c7"),
        ("cp1252", "55\u00a0483\u00a0; l\u2019écart\u00a0: {}"),
        ("cp850", "55\u00a0483\u00a0; l'écart\u00a0: {}"),
        ("ascii", "55 483 ; l'{e}cart : {}"),
    ],
)
def test_french_signs_stay_readable_where_the_terminal_lacks_them(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str
) -> None:
    written: list[Callable[[], bytes]] = []
    for name in ("stdout", "stderr"):
        raw = io.BytesIO()
        written.append(raw.getvalue)
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding=encoding))
    streams.soften()
    for stream in (sys.stdout, sys.stderr):
        stream.write("55\u202f483\u202f; l\u2019écart\u00a0: \u03c7")
        stream.flush()
    out, err = (one().decode(encoding) for one in written)
    assert out == shown.replace("{}", "?").replace("{e}", "?")
    assert err == shown.replace("{}", "\\u03c7").replace("{e}", "\\xe9")
