"""Make the pictures of the map for the README and the guide, from the region Centre example.

Usage: python tools/screenshot_map.py [BROWSER]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from polegraph import Network, maps
from polegraph.sources import anr, spreadsheet

ROOT = Path(__file__).parents[1]
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_TITLES = {
    "en": ("Région Centre: four pôles and their projects", "Every organisation here is invented."),
    "fr": ("Région Centre : quatre pôles et leurs projets", "Toutes les organisations sont inventées."),
}
# The file, its language, and what is clicked before the picture is taken.
_PICTURES = [
    ("map.png", "en", []),
    ("carte-question.png", "fr", ["[data-question=one_introduction]"]),
    ("carte-fiche.png", "fr", ["#table-toggle", "#table tbody button", "#table-toggle"]),
    ("carte-geographie.png", "fr", ["#view-france", "#flows-toggle"]),
]


def main() -> None:
    """Write the map, open it, click, take the pictures."""
    network = spreadsheet.read(ROOT / "data" / "region-centre" / "region-centre.xlsx")
    path = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        for name, lang, clicks in _PICTURES:
            take(browser, network, ROOT / "docs" / name, lang, clicks)
        whole = anr.read(ROOT / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz")
        take(
            browser, whole, ROOT / "docs" / "carte-bulles.png", "fr", [], said=("L'ANR, 2010–2022", None), suggestions=0
        )
        browser.close()


def take(  # what is to be seen
    browser: Browser,
    network: Network,
    target: Path,
    lang: str,
    clicks: list[str],
    *,
    said: tuple[str, str | None] | None = None,
    suggestions: int = 3,
) -> None:
    """Take one picture.

    Parameters
    ----------
    browser
        The browser.
    network
        What is drawn.
    target
        The file to write.
    lang
        ``fr`` or ``en``.
    clicks
        Selectors of what is clicked first.
    said
        Title and notice; those of the example if None.
    suggestions
        How many partners are suggested to each.
    """
    title, notice = said or _TITLES[lang]
    with tempfile.TemporaryDirectory() as folder:
        file = maps.write(
            network, Path(folder) / "map.html", title=title, lang=lang, notice=notice, suggestions=suggestions
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(file.as_uri())
        page.locator("#status:not(:empty)").wait_for()
        for selector in clicks:
            page.locator(selector).first.click()
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        page.close()
    print(f"{target} written")


if __name__ == "__main__":
    main()
