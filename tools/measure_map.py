"""Measure the map: how long it takes to write and to open, how large it is, how soon it answers, how smoothly it moves.

Usage: python tools/measure_map.py [NETWORK …] [--browser PATH]

NETWORK is one of centre, anr, h2020 (whole), and 5000, 10000: so many organisations of Horizon 2020, the most active,
with three times as many links drawn. All of them by default. Say how busy the machine is when you quote a figure: the
load of the last minute is printed beside each.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from polegraph import Network, maps
from polegraph.sources import anr, spreadsheet
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[1] / "data"
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_MEGA = 1e6
_STEPS = 40  # moves of the mouse, turns of the wheel
# The time from a change to the second frame after it: the answer is on the screen.
_ANSWER = """async (change) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    const from = performance.now();
    const [selector, value] = change;
    const element = document.querySelector(selector);
    if (value === null) {
        element.click();
    } else {
        element.value = value === "first" ? element.options[1].value : value;
        element.dispatchEvent(new Event("change"));
    }
    await frame();
    await frame();
    return performance.now() - from;
}"""
_COUNT = """() => {
    window.frames_seen = [];
    const one = (at) => {
        if (window.frames_seen !== null) {
            window.frames_seen.push(at);
            requestAnimationFrame(one);
        }
    };
    requestAnimationFrame(one);
}"""
_COUNTED = """() => {
    const seen = window.frames_seen;
    window.frames_seen = null;
    return seen;
}"""
# What is changed, as a selector and what to choose there; a click where there is nothing to choose.
_CHANGES: dict[str, tuple[str, str | None]] = {
    "kind": ("#filter-kind", "company"),
    "kind off": ("#filter-kind", ""),
    "since": ("#filter-since", "2018"),
    "theme": ("#filter-theme", "first"),
    "all off": ("#filter-none", None),
    "legend": ("[data-entry='kind/lab']", None),
    "legend off": ("[data-entry='kind/lab']", None),
    "question": ("[data-question=without_large]", None),
    "question off": ("[data-question=without_large]", None),
}


def most_active(net: Network, number: int) -> Network:
    """Return the part of a network that its most active organisations make.

    Parameters
    ----------
    net
        The network.
    number
        How many organisations.
    """
    kept = set(net.participations["org_id"].value_counts(sort=True).sort_index(kind="stable").nlargest(number).index)
    tables = {
        name: table[table["org_id"].isin(kept)] for name, table in net.tables.items() if "org_id" in table.columns
    }
    return net.with_tables(**tables)


def part(number: int) -> tuple[Network, dict[str, Any]]:
    """Return so many organisations of Horizon 2020, and how they are drawn."""
    return most_active(dataset.read(DATA / "horizon2020"), number), {"top_links": 3 * number}


NETWORKS: dict[str, Callable[[], tuple[Network, dict[str, Any]]]] = {
    "centre": lambda: (spreadsheet.read(DATA / "region-centre" / "region-centre.xlsx"), {}),
    "anr": lambda: (anr.read(DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"), {}),
    "h2020": lambda: (dataset.read(DATA / "horizon2020"), {}),
    "5000": lambda: part(5000),
    "10000": lambda: part(10_000),
}


def main() -> None:
    """Measure each network that is asked for, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", default=list(NETWORKS))
    parser.add_argument("--browser", default=os.environ.get("POLEGRAPH_BROWSER") or shutil.which("chromium"))
    asked = parser.parse_args()
    for name in asked.networks:
        net, options = NETWORKS[name]()
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            file = maps.write(net, Path(folder) / "map.html", lang="en", **options)
            written = time.perf_counter() - start
            found = {"organisations": f"{len(net.organisations):,}", "written": f"{written:.1f} s"}
            found["file"] = f"{file.stat().st_size / _MEGA:.1f} MB"
            del net
            found |= opened(file, asked.browser)
        print(f"{name}: " + "; ".join(f"{what} {value}" for what, value in found.items()), flush=True)


def opened(file: Path, path: str | None) -> dict[str, str]:
    """Open a map in a browser of its own, use it, and tell how that went.

    Parameters
    ----------
    file
        The map.
    path
        The browser; Playwright's own if None.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        start = time.perf_counter()
        page.goto(file.as_uri())
        page.locator("#searchbox").fill("univ")
        page.locator("#found:not(:empty)").wait_for()
        found = {"first search": f"{time.perf_counter() - start:.2f} s"}
        page.locator("#searchbox").fill("")
        found |= memory(page.context.new_cdp_session(page))
        # First what opens, then, where there are bubbles, all one by one.
        found |= moves(page, "")
        found["answers"] = answers(page)
        if page.locator("#levels-single").is_visible():
            page.locator("#levels-single").click()
            page.wait_for_timeout(500)
            found |= moves(page, " one by one")
            found["answers one by one"] = answers(page)
        found |= {f"{what} after": value for what, value in memory(page.context.new_cdp_session(page)).items()}
        browser.close()
    return {**found, "load": f"{os.getloadavg()[0]:.1f}"}


def answers(page: Page) -> str:
    """Change one filter after the other, and tell how many milliseconds each took to be seen."""
    page.evaluate("document.querySelector('#filters details').open = true")
    taken = {}
    for what, change in _CHANGES.items():
        element = page.locator(change[0])
        if element.count() and element.is_enabled():
            taken[what] = page.evaluate(_ANSWER, list(change))
            page.wait_for_timeout(200)
    return ", ".join(f"{what} {milliseconds:.0f} ms" for what, milliseconds in taken.items())


def moves(page: Page, when: str) -> dict[str, str]:
    """Pull the map about, then turn the wheel, and count the frames."""
    page.locator("#fit").click()
    box = page.locator("#map").bounding_box()
    if box is None:
        return {}
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.evaluate(_COUNT)
    page.mouse.down()
    for step in range(_STEPS):
        page.mouse.move(x + 4 * (step % 20), y + 3 * (step % 10))
    page.mouse.up()
    pan = rate(page.evaluate(_COUNTED))
    page.wait_for_timeout(400)
    page.evaluate(_COUNT)
    for step in range(_STEPS):
        page.mouse.wheel(0, -60 if step < _STEPS / 2 else 60)
        page.wait_for_timeout(10)
    zoom = rate(page.evaluate(_COUNTED))
    page.wait_for_timeout(400)
    return {f"pan{when}": pan, f"zoom{when}": zoom}


def rate(frames: list[float]) -> str:
    """Return how many frames a second were drawn, and how long the slowest took.

    Parameters
    ----------
    frames
        When each began, in milliseconds.
    """
    if len(frames) < 3:  # noqa: PLR2004  # none between the first and the last
        return "too few frames to tell"
    steps = [after - before for before, after in itertools.pairwise(frames)]
    return f"{1000 / statistics.mean(steps):.0f} frames/s (slowest {max(steps):.0f} ms)"


def memory(session: CDPSession) -> dict[str, str]:
    """Return what the page's data take after clearing up, and the whole process of the page."""
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return {"heap": f"{metrics['JSHeapUsedSize'] / _MEGA:.0f} MB", "process": f"{renderer() / _MEGA:.0f} MB"}


def renderer() -> int:
    """Return the memory in use of the largest process that draws a page for us, in bytes."""
    sizes = [0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = "--type=renderer" in (folder / "cmdline").read_text() and _is_below(int(folder.name), os.getpid())
            if ours:
                sizes.append(int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return max(sizes)


def _is_below(process: int, ancestor: int) -> bool:
    while process > 1:
        if process == ancestor:
            return True
        process = int((Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[1])
    return False


if __name__ == "__main__":
    main()
