"""Which of a pôle's own files a network was read from, and where they are now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph.cli import messages
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.reports.quality.account import NO_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from polegraph.network import Network

_PUBLISHERS: Final = ("ANR", "CORDIS")
"""How the layouts of publishers' files begin, which are no person's own."""


@dataclass(frozen=True)
class Source:
    """The files to give back.

    Parameters
    ----------
    paths
        One workbook, or text files.
    names
        The name of each in the network, and its name now.
    """

    paths: list[Path]
    names: Mapping[str, str]

    def renamed(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return the findings about these files, under the names that they have now.

        Parameters
        ----------
        found
            What is to be corrected.
        """
        book = found["file"].str.split("/", n=1).str[0]
        mine = found[book.isin(list(self.names))]
        files = [
            self.names[one] + file.removeprefix(one) for one, file in zip(book[mine.index], mine["file"], strict=True)
        ]
        return mine.assign(file=files)


def source(net: Network, found: pd.DataFrame, given: Sequence[str], dataset: str) -> Source | None:
    """Find the file to give back; None if all of them are publishers' files.

    Parameters
    ----------
    net
        The network.
    found
        What is to be corrected.
    given
        Files that a person named.
    dataset
        The dataset, if the network is one.

    Raises
    ------
    PolegraphError
        If it is not there any more, or there are several; states what to give.
    """
    # Find the person's own files among those that were read.
    names = _own(net.imports)
    if not names:
        return None
    there = _there(given) if given else _beside(dataset, names)
    # For a dataset, match the files given with those it was read from.
    known = [name for name in names if name in there]
    if dataset and given and not known:
        return _under_another_name(names, there, found)
    if dataset and given:
        names = known
    # Choose the one workbook, or the texts together, that the findings are about.
    concerned = set(found["file"].str.split("/", n=1).str[0])
    books = [name for name in names if name.lower().endswith(".xlsx")]
    texts = [name for name in names if name not in books]
    chosen = [name for name in books if name in concerned] or ([] if texts else books[:1])
    texts = [] if chosen and not concerned & set(texts) else texts
    # Refuse several, since one workbook is written.
    if len(chosen) + bool(texts) > 1:
        raise PolegraphError(
            _("several files hold what is to be corrected, and one workbook is written"),
            file=", ".join([*chosen, *texts]),
            remedy=_("give one of them: polegraph check {network} FILE -o FILE.xlsx").format(
                network=messages.shell_quoted(dataset)
            )
            if dataset
            else _("check them one by one"),
        )
    # Refuse a file that is not there any more.
    wanted = chosen or texts
    for name in wanted:
        if name not in there:
            raise _gone(name, dataset)
    return Source([there[name] for name in wanted], {name: there[name].name for name in wanted})


def _own(imports: pd.DataFrame) -> list[str]:
    """Name the files, once each, of the sources that are no publisher's."""
    published = imports["layout"].str.startswith(_PUBLISHERS)
    publishers = set(imports.loc[published.fillna(value=False).astype(bool), "source"])
    read = set(imports.loc[imports["table"] != NO_TABLE, "source"])
    mine = imports.loc[imports["source"].isin(read - publishers), "file"]
    return sorted(set(mine.str.split("/", n=1).str[0]))


def _there(given: Iterable[str]) -> dict[str, Path]:
    """Return the files that a person named, and those in the folders, by their names."""
    found: dict[str, Path] = {}
    for path in map(Path, given):
        if not path.exists():
            raise PolegraphError(_("there is no such file"), file=str(path), remedy=_("see whether its name is right"))
        for one in sorted(path.iterdir()) if path.is_dir() else [path]:
            found.setdefault(one.name, one)
    return found


def _beside(dataset: str, names: Iterable[str]) -> dict[str, Path]:
    """Find files where people are and where the dataset is: networks know the names of their files, not the folders."""
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    folders = [Path()] if address.is_address(dataset) else [Path(), Path(dataset).resolve().parent]
    return {
        name: folder / name
        for name in names
        for folder in reversed(folders)
        if Path(name).name == name and (folder / name).is_file()
    }


def _under_another_name(names: list[str], there: dict[str, Path], found: pd.DataFrame) -> Source:
    """Take the one file that was given for the one that the network was read from, under any name."""
    concerned = set(found["file"].str.split("/", n=1).str[0])
    given = next(iter(there.values()))
    candidates = [name for name in names if Path(name).suffix.lower() == given.suffix.lower()]
    candidates = [name for name in candidates if name in concerned] or candidates
    if len(there) == 1 and len(candidates) == 1:
        return Source([given], {candidates[0]: given.name})
    raise PolegraphError(
        _("this network was not read from these files, but from: {names}").format(names=", ".join(names)),
        file=", ".join(there),
        remedy=_("give the one that is to be marked, or check the file by itself"),
    )


def _gone(name: str, dataset: str) -> PolegraphError:
    return PolegraphError(
        _("the file that this network was read from is not here, and the network knows its name alone"),
        file=name,
        remedy=_("say where it is: polegraph check {network} FOLDER/{file} -o FILE.xlsx").format(
            network=messages.shell_quoted(dataset), file=name
        ),
    )
