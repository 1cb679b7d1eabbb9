"""The folder of a site, written whole or not at all, and only in the place of nothing or of a site."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph import maps
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.site import feeds, groups, lists, search, things
from polegraph.site.home import home
from polegraph.site.material import Material
from polegraph.site.options import SiteOptions
from polegraph.site.rendering import renderer
from polegraph.stores.folder import atomic
from polegraph.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from polegraph.network import Network
    from polegraph.site.pages import Page

MARK: Final = "polegraph-site.json"
"""The file that says that a folder is a site, and what is polegraph's in it."""


def write(net: Network, path: str | os.PathLike[str], options: SiteOptions | None = None) -> int:
    """Write the site of a network as a folder: whole or not at all.

    Parameters
    ----------
    net
        The network.
    path
        A folder that is not there yet, is empty, or is a site that polegraph wrote and that nothing was added to.
    options
        What the site is to be; by default for the public.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    PolegraphError
        If the folder holds something else, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from polegraph.examples import tiny
    >>> folder = Path(tempfile.mkdtemp()) / "site"
    >>> write(tiny(), folder) > 15, (folder / MARK).exists()
    (True, True)
    """
    asked = options or SiteOptions()
    target = Path(path).resolve()
    refuse_bad_place(target)
    material = Material(net.visible(asked.audience), asked)
    try:
        with atomic.locked(target.parent):
            atomic.recover(target)
            new = atomic.in_work(target)
            new.mkdir()
            try:
                count = _fill(material, new)
                if target.is_dir() and not any(target.iterdir()):
                    target.rmdir()
                atomic.take_place(new, target, durable=False)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise PolegraphError(
            _("cannot write this folder: {error}").format(error=error.strerror or error),
            file=str(path),
            remedy=_("give the name of a folder that you may write in, or make room on the disk"),
        ) from error
    return count


def refuse_bad_place(path: str | os.PathLike[str]) -> None:
    """Refuse a folder that is not there to be written: it holds something that polegraph did not write as a site.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    PolegraphError
        If it is a file, or a folder with something else in it; or that which is to hold it does not exist.
    """
    target = Path(path).resolve()
    if not target.parent.is_dir():
        raise PolegraphError(
            _("the folder that is to hold this one does not exist"),
            file=str(path),
            remedy=_("make it first, or choose another"),
        )
    if not target.exists():
        return
    other = _("give the name of a new folder, or take this away")
    if not target.is_dir():
        raise PolegraphError(_("this is a file, not a folder"), file=str(path), remedy=other)
    there = {one.name for one in target.iterdir()}
    foreign = sorted(there - _own(target))
    if foreign:
        raise PolegraphError(
            _("this folder holds what polegraph did not write as a site"),
            file=str(path),
            value=foreign[0],
            remedy=other,
        )


def _own(folder: Path) -> set[str]:
    """Return what a site holds at its top, as its mark says; nothing if it has none."""
    try:
        said = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return {MARK, *map(str, said["site"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _pages(material: Material) -> Iterator[Page]:
    """Yield every page."""
    yield home(material)
    yield from lists.organisations(material)
    yield from lists.projects(material)
    yield from lists.groups(material)
    yield lists.links(material)
    yield lists.gaps(material)
    yield lists.figures(material)
    yield from groups.poles(material)
    yield from groups.themes(material)
    yield from things.organisations(material)
    yield from things.projects(material)


def _fill(material: Material, folder: Path) -> int:
    """Write every file into a folder; return how many that are."""
    render = renderer(material)
    paths = []
    for page in _pages(material):
        _put(folder, page.path, render(page))
        paths.append(page.path)
    others = dict(search.files(material))
    others["feed.xml"] = feeds.rss(material)
    if material.options.base and material.options.audience == "public":
        others.update(feeds.sitemaps(material.options.base, [*sorted(paths), "map.html"]))
    for name, content in others.items():
        _put(folder, name, content.encode("utf-8", "backslashreplace"))
    paper = resources.files("polegraph.reports.paper").joinpath("page.css").read_bytes()
    own = resources.files("polegraph.site")
    _put(folder, "assets/site.css", paper + own.joinpath("site.css").read_bytes())
    _put(folder, "assets/search.js", own.joinpath("search.js").read_bytes())
    audience = material.options.audience
    maps.write(
        material.net, folder / "map.html", title=material.title, audience=audience, notice=material.notice or None
    )
    top = sorted(one.name for one in folder.iterdir())
    mark = {"made_by": f"polegraph {__version__}", "site": top}
    _put(folder, MARK, (json.dumps(mark, indent=2) + "\n").encode())
    return len(paths) + len(others) + 4


def _put(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
