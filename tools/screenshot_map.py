"""Make docs/map.png, the picture of the map that the README shows, from the region Centre example.

Usage: python tools/screenshot_map.py [BROWSER]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from polegraph import maps
from polegraph.sources import spreadsheet

ROOT = Path(__file__).parents[1]
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Write the map, open it, click on an organisation, take the picture."""
    target = ROOT / "docs" / "map.png"
    target.parent.mkdir(exist_ok=True)
    network = spreadsheet.read(ROOT / "data" / "region-centre" / "region-centre.xlsx")
    path = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = maps.write(
            network,
            Path(folder) / "map.html",
            title="Région Centre: four pôles and their projects",
            lang="en",
            notice="Every organisation here is invented.",
        )
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(page_file.as_uri())
        page.locator("#status:not(:empty)").wait_for()
        page.screenshot(path=target)
        browser.close()
    print(f"{target} written")


if __name__ == "__main__":
    main()
