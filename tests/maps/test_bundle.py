"""The modules of a page in one script: what is in it, in which order, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from polegraph import PolegraphError, maps
from polegraph.maps.bundle import bundle, load_order

PAGE = Path(maps.__file__).parent / "page"


def written(folder: Path, modules: dict[str, str]) -> Path:
    for name, text in modules.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(script: str) -> object:
    """Run a script as a browser would, and return what it has put into `found`."""
    node = shutil.which("node")
    assert node is not None, "no node: install it (Debian: apt-get install nodejs), 20 or newer"
    program = f"globalThis.found = [];\n{script}console.log(JSON.stringify(found));"
    return json.loads(subprocess.run([node, "-e", program], capture_output=True, text=True, check=True).stdout)


def test_each_module_runs_once_after_those_that_it_imports(tmp_path: Path) -> None:
    modules = {
        "app.js": 'import { draw } from "./canvas/draw.js";\nimport {\n  word,\n} from "./words.js";\n'
        'found.push("app", draw(), word);\n',
        "canvas/draw.js": 'import { word } from "../words.js";\nimport { line } from "./line.js";\n'
        'found.push("draw");\n'
        "export function draw() {\n  return `${line} of ${word}`;\n}\n",
        "canvas/line.js": 'found.push("line");\nexport const line = "a line";\n',
        "words.js": 'found.push("words");\nexport const word = "words";\n',
        "alone.js": 'found.push("nobody asks for this");\n',
    }
    found = run(bundle(written(tmp_path, modules)))
    assert isinstance(found, list)
    assert sorted(found[:3]) == ["draw", "line", "words"]
    assert found[2:] == ["draw", "app", "a line of words", "words"]


def test_the_order_is_the_same_each_time() -> None:
    imports = {"a": ["d", "c", "b"], "b": ["d"], "c": ["d"], "d": [], "e": ["a"]}
    assert {tuple(load_order(imports)) for _ in range(20)} == {("d", "b", "c", "a", "e")}
    assert bundle(PAGE) == bundle(PAGE)


def test_a_circle_is_refused_by_name(tmp_path: Path) -> None:
    modules = {
        "app.js": 'import { one } from "./one.js";\none();\n',
        "one.js": 'import { other } from "./in/other.js";\nexport const one = other;\n',
        "in/other.js": 'import { one } from "../one.js";\nexport const other = one;\n',
    }
    with pytest.raises(CycleError, match=r"one\.js.*in/other\.js|in/other\.js.*one\.js"):
        bundle(written(tmp_path, modules))


@pytest.mark.parametrize(
    "line",
    [
        'import words from "./words.js";',
        'import "./words.js";',
        "export default 1;",
        "export { word };",
        "export let a;",
    ],
)
def test_what_cannot_be_put_together_is_refused_by_name(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"app.js: cannot be put together: {line}")):
        bundle(written(tmp_path, {"app.js": f"{line}\n", "words.js": "export const word = 1;\n"}))


def test_a_module_that_would_end_its_element_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match=r"app\.js"):
        bundle(written(tmp_path, {"app.js": '"</script>";\n'}))


def test_no_module_of_the_page_is_left_out() -> None:
    script = bundle(PAGE)
    own = [path.relative_to(PAGE).with_suffix("").as_posix() for path in PAGE.rglob("*.js")]
    assert sorted(re.findall(r"^const module_(\w+) = ", script, re.MULTILINE)) == sorted(
        name.replace("/", "_") for name in own
    )
