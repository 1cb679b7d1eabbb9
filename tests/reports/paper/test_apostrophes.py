from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polegraph.examples import tiny
from polegraph.i18n import _, printing, speaking
from polegraph.reports.paper.writing import write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_paper_prints_apostrophes_and_nothing_else_does(tmp_path: Path) -> None:
    write(tiny(), tmp_path / "paper.html", lang="fr", draws=1)
    text = (tmp_path / "paper.html").read_text(encoding="utf-8")
    body = re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", text, flags=re.DOTALL).replace("&#39;", "'")
    assert body.count("\u2019") > 10
    assert re.findall(r".{0,20}\w'\w.{0,20}", body) == []
    with speaking("fr"):
        assert _("the day is not known") == "le jour n'est pas connu"
        with printing():
            assert _("the day is not known") == "le jour n\u2019est pas connu"
    with printing():
        assert _("correct the row") == "correct the row"
