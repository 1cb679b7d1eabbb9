"""A real browser for every test that asks for one, and axe-core."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_TOOLS = Path(__file__).parents[1] / "tools"


def _browser_path(own: str) -> str:
    """Find a browser: the one that POLEGRAPH_BROWSER names, one on PATH, or Playwright's own."""
    asked = os.environ.get("POLEGRAPH_BROWSER")
    if asked:
        return asked
    found = next((path for path in map(shutil.which, _NAMES) if path), own)
    if not Path(found).exists():
        pytest.fail(
            "No browser: put chromium on PATH (apt-get install chromium), name one in POLEGRAPH_BROWSER, "
            "or run `playwright install chromium`.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = _browser_path(playwright.chromium.executable_path)
        opened = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the text of axe-core: that which `make test` has fetched, or else fetched now."""
    path = os.environ.get("POLEGRAPH_AXE")
    if not path:
        fetch = [_TOOLS / "page.sh", tmp_path_factory.mktemp("page")]
        folder = subprocess.run(fetch, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
        path = f"{folder}/node_modules/axe-core/axe.min.js"
    return Path(path).read_text(encoding="utf-8")


class Watched:
    """A page on the screen, and what it asked for and said since it was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("dialog", self._refuse)

    def _refuse(self, dialog: Dialog) -> None:
        self.messages.append(dialog.message)
        dialog.dismiss()
