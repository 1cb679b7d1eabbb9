"""Maps opened in a real browser from the disk, with every request and every message written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

import polegraph.examples
from polegraph import maps
from polegraph.sources import spreadsheet
from tests.browser import Watched
from tests.maps.world import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from polegraph.network import Network

Scheme = Literal["light", "dark"]


class Opened(Watched):
    """A map on the screen."""

    @property
    def status(self) -> str:
        """The sentence that says what is shown, without the marks that isolate names."""
        text = self.page.get_by_role("status").text_content() or ""
        return text.replace("\u2068", "").replace("\u2069", "")

    @property
    def said(self) -> str:
        """What the table says of its rows, without the marks that isolate names."""
        text = self.page.locator("#table .said").text_content() or ""
        return text.replace("\u2068", "").replace("\u2069", "")

    def at(self, organisation: int) -> dict[str, float]:
        """Return where an organisation stands in the window, by its place in the order of identifiers."""
        where: dict[str, float] = self.page.evaluate("number => window.polegraph.at(number)", organisation)
        return where

    def take_away(self, name: str) -> None:
        """Choose an entry of the menu of exports."""
        self.page.locator("#exports-menu").click()
        self.page.get_by_role("menuitem", name=name, exact=True).click()

    def names(self, selector: str) -> list[str]:
        """Return the texts of all elements."""
        return self.page.locator(selector).all_text_contents()


@pytest.fixture(scope="session")
def centre() -> Network:
    """Return the example as everybody may see it."""
    return spreadsheet.read(EXAMPLE).visible("public")


class Written:
    """Maps that were written, each once: the same network with the same options gives the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[object, ...], Path] = {}
        self._networks: list[Network] = []  # kept, so that no other gets the same id

    def __call__(self, network: Network, **options: Any) -> Path:  # noqa: ANN401  # handed on
        key = (id(network), *sorted(options.items()))
        if key not in self._files:
            self._networks.append(network)
            path = self._folder / f"map {len(self._files)}.html"
            self._files[key] = maps.write(network, path, **options)
        return self._files[key]


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Write a map, or give the file of one that was written before."""
    return Written(tmp_path_factory.mktemp("maps"))


TINY = polegraph.examples.tiny()


@pytest.fixture
def show(browser: Browser, write: Written) -> Iterator[Callable[..., Opened]]:
    """Write a map and open it from the disk; at the end, nothing may have been asked for or complained of."""
    opened: list[tuple[Opened, Path]] = []

    def _show(
        network: Network = TINY,
        *,
        size: tuple[int, int] = (1280, 900),
        scheme: Scheme = "light",
        **options: Any,  # noqa: ANN401  # handed on
    ) -> Opened:
        path = write(network, **options)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        one = Opened(context.new_page())
        one.page.set_default_timeout(30_000)
        one.page.goto(path.as_uri())
        one.page.locator("#status:not(:empty)").wait_for()
        opened.append((one, path))
        return one

    yield _show
    for one, path in opened:
        assert one.requests == [path.as_uri()]
        assert one.messages == []
        one.page.context.close()
