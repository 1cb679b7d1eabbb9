"""Run the notebooks and write copies with their answers and figures to docs/notebooks.

python tools/notebooks.py [NAME…]   all of them, or those named (`3_lock_in`)
python tools/notebooks.py --check   runs nothing; exits with 1 if a copy is not of the notebook that stands there
"""

from __future__ import annotations

import base64
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nbformat
from nbclient import NotebookClient
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).parents[1]
NOTEBOOKS: Final = ROOT / "notebooks"
COPIES: Final = ROOT / "docs" / "notebooks"
_LIMIT: Final = 600  # seconds a cell
_COLOURS: Final = 48  # of a figure; text and lines need no more, and the file is a third as large
_ANSWER: Final = re.compile(r"<!-- answer -->\n(.*?)<!-- end of answer -->\n", re.DOTALL)
_FIGURE: Final = re.compile(r"!\[[^]]*\]\(([^)]+)\)")
# Runs before the notebook: tables as Markdown, figures small and without what differs from one machine to the next.
_BEFORE: Final = r"""
from numbers import Number

import matplotlib
import pandas as pd
from matplotlib_inline.backend_inline import set_matplotlib_formats

set_matplotlib_formats("png", metadata={"Software": None})
matplotlib.rcParams["figure.dpi"] = 90


def _table(frame):
    named = any(name is not None for name in frame.index.names)
    if named or not isinstance(frame.index, pd.RangeIndex):
        names = [name or "" for name in frame.index.names]
        frame = frame.reset_index(names=names, allow_duplicates=True)
    columns = [list(frame.iloc[:, place]) for place in range(len(frame.columns))]
    right = ["---:" if all(isinstance(one, Number) for one in values) else "---" for values in columns]
    lines = [frame.columns, right, *zip(*columns, strict=True)]
    return "".join("| " + " | ".join(map(_cell, line)) + " |\n" for line in lines)


def _cell(value):
    if value is None or value is pd.NA or value != value:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("<", "&lt;")


_formatter = get_ipython().display_formatter.formatters["text/markdown"]
_formatter.for_type(pd.DataFrame, _table)
_formatter.for_type(pd.Series, lambda series: _table(series.to_frame(series.name or "value")))
"""
_HEAD: Final = """# Notebooks

Each asks one question of the data that come with polegraph, answers it in words, and fails if the figures no longer say
so. `make test` runs them. What stands here are copies with the answers and figures, written by `tools/notebooks.py`;
the notebooks themselves are in [`notebooks/`](../../notebooks).

"""


def names() -> list[str]:
    """Name the notebooks, in order."""
    return sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def read(name: str) -> Any:  # noqa: ANN401  # nbformat's nodes are untyped
    """Return a notebook.

    Parameters
    ----------
    name
        Its file name without suffix.
    """
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]  # has no types


def page(notebook: Any, answers: Sequence[str]) -> str:  # noqa: ANN401  # the same
    """Return the copy of a notebook.

    Parameters
    ----------
    notebook
        The notebook.
    answers
        What each code cell gave, in Markdown; empty if nothing.
    """
    left = iter(answers)
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source + "\n")
        else:
            answer = next(left, "")
            parts.append(f"```python\n{cell.source}\n```\n\n<!-- answer -->\n{answer}<!-- end of answer -->\n")
    return "\n".join(parts)


def index() -> str:
    """Return the page that lists the copies."""
    titles = {name: read(name).cells[0].source.splitlines()[0].removeprefix("# ") for name in names()}
    return _HEAD + "".join(f"- [{title}]({name}.md)\n" for name, title in titles.items())


def run(name: str) -> tuple[str, dict[str, bytes]]:
    """Run a notebook.

    Parameters
    ----------
    name
        Its file name without suffix.

    Returns
    -------
    str, dict of bytes
        The copy, and its figures by file name.
    """
    notebook = read(name)
    ran = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]  # has no types
    ran.cells.insert(0, nbformat.v4.new_code_cell(_BEFORE))  # type: ignore[no-untyped-call]  # has no types
    NotebookClient(ran, timeout=_LIMIT, resources={"metadata": {"path": str(ROOT)}}).execute()
    figures: dict[str, bytes] = {}
    answers = []
    for cell in ran.cells[1:]:
        if cell.cell_type == "code":
            shown = [_shown(output, name, figures) for output in cell.outputs]
            answers.append("".join(f"{text}\n" for text in shown if text))
    return page(read(name), answers), figures


def _shown(output: Any, name: str, figures: dict[str, bytes]) -> str:  # noqa: ANN401  # the same
    """Write one output of a cell in Markdown."""
    if output.output_type == "stream":
        raise ValueError(f"{name} prints {output.text!r}: what it says belongs into a table or into its words")
    if "image/png" in output.data:
        file = f"{name}-{len(figures) + 1}.png"
        figures[file] = _small(base64.b64decode(output.data["image/png"]))
        return f"![Figure {len(figures)}]({file})\n"
    if "text/markdown" in output.data:
        return str(output.data["text/markdown"])
    return f"```\n{output.data['text/plain']}\n```\n"


def _small(png: bytes) -> bytes:
    """Write a figure with few colours."""
    written = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def wrong() -> list[str]:
    """Describe what is wrong with the copies; nothing is run.

    Returns
    -------
    list of str
        Names of files: copies that are not of the present notebook, are missing, or belong to none.
    """
    expected = {"README.md"}
    found = []
    for name in names():
        expected.add(f"{name}.md")
        path = COPIES / f"{name}.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if page(read(name), _ANSWER.findall(text)) != text:
            found.append(f"{name}.md")
        expected.update(_FIGURE.findall(text))
    readme = COPIES / "README.md"
    if not readme.exists() or readme.read_text(encoding="utf-8") != index():
        found.append("README.md")
    return sorted({*found, *(expected ^ {path.name for path in COPIES.iterdir()})})


def main() -> int:
    """Write the copies, or check them."""
    given = sys.argv[1:]
    if given == ["--check"]:
        found = wrong()
        if found:
            print(f"run tools/notebooks.py; in docs/notebooks not as it should be: {', '.join(found)}", file=sys.stderr)
        return int(bool(found))
    if set(given) - set(names()):
        print(__doc__, file=sys.stderr)
        return 2
    COPIES.mkdir(parents=True, exist_ok=True)
    for name in given or names():
        text, figures = run(name)
        for old in COPIES.glob(f"{name}-*.png"):
            old.unlink()
        (COPIES / f"{name}.md").write_text(text, encoding="utf-8")
        for file, content in figures.items():
            (COPIES / file).write_bytes(content)
        print(f"{name}.md written, {len(figures)} figures")
    (COPIES / "README.md").write_text(index(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
