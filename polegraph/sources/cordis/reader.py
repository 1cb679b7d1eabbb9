"""Reader of the European framework programmes as CORDIS publishes them: FP7, Horizon 2020, Horizon Europe.

Archives, folders or single files, CSV, XLSX or JSON. ``organization.csv`` alone is enough; ``project.csv``,
``topics.csv``, ``euroSciVoc.csv`` and ``legalBasis.csv`` are joined when they are there. Several programmes may be read
at once; each is a source of its own, so that it can be imported again alone.

What is decided here, and why:

- An organisation is its participant code (``pic:``); one without a code, or with a placeholder
  (999999999), is the normal form of its name and its country.
- ``SME`` is yes, no or unknown. Yes is an SME of any activity; no makes a company (PRC) ``not_sme`` (mid-cap or
  large, CORDIS does not distinguish them); of a university it states no size. Where a code has several
  descriptions, the values of the projects of the latest year hold.
- The amount of a participation is ``netEcContribution``, what the organisation itself gets; where that is empty (FP7),
  ``ecContribution``.
- A code several times in a project (as beneficiary and as third party of another one) is one participation: its first
  role in the order coordinator, partner, third party, associated; its amounts added. The same row twice counts once.
- CORDIS's role ``partner`` is that of organisations that take part without being beneficiaries: ``associated`` here.
- A participation in a project that no file of projects describes is kept; the project is then known by its number only.
- ``NA`` is Namibia's code, and what R writes for nothing: nothing in a file in which it stands for other missing cells.
- A cell that cannot be read (a day that does not exist) is emptied and listed in ``rejected``; its row is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import combine
from polegraph.network import Network
from polegraph.sources.accounting import Ledger
from polegraph.sources.cordis import participant_lists, publisher_files, tables, theme_tables
from polegraph.sources.cordis.layouts import COLUMNS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    PathLike = str | os.PathLike[str]

_DEFAULT: Final = "cordis"


def read(paths: PathLike | Iterable[PathLike], *, source: str | None = None) -> Network:
    r"""Read the files of CORDIS.

    Parameters
    ----------
    paths
        Archives as downloaded, folders, or single files; several programmes may be mixed.
    source
        Name that all rows will carry. By default the programme of each file: ``fp7``, ``h2020``, ``horizon``;
        ``cordis`` where neither the projects nor the names of the files show it.

    Returns
    -------
    Network
        All programmes together; ``imports`` accounts for every row.

    Raises
    ------
    PolegraphError
        If a file cannot be read or its columns are not those of a file of CORDIS.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "organization.csv"
    >>> _ = file.write_text(
    ...     '"projectID";"organisationID";"name";"SME";"activityType";"country";"role"\n'
    ...     '"101";"999999991";"Ada";"true";"PRC";"NA";"coordinator"\n',
    ...     encoding="utf-8",
    ... )
    >>> read(file).organisations[["org_id", "size", "country"]].values.tolist()
    [['pic:999999991', 'sme', 'NA']]
    """
    files, unused, unread = publisher_files.opened(paths)
    sources = {name: source or name or _DEFAULT for name in publisher_files.programmes(files)}
    networks: dict[str, Network] = {}
    for name in sorted(set(sources.values())):
        own = [file for file in files if sources[file.programme] == name]
        ledger = Ledger(name)
        networks[name] = _network(ledger, own, unused, unread)
        unused, unread = 0, []
    if len(networks) == 1:
        return next(iter(networks.values()))
    return Network(**combine({name: network.tables for name, network in networks.items()}))


def _network(ledger: Ledger, files: list[publisher_files.File], unused: int, unread: list[tuple[str, str]]) -> Network:
    """Build the network of one source."""
    kinds = {what: [file for file in files if file.layout.what == what] for what in COLUMNS}
    tables.link([file for file in files if file.layout.what != "project"], kinds["project"])
    for file in files:
        file.begin(ledger)
    described = tables.usable("project", kinds["project"])
    listed = list(participant_lists.files(ledger, kinds["project"], kinds["organization"]))
    members = tables.usable("organization", [*kinds["organization"], *listed])
    known = pd.concat([members["project_id"], described["project_id"]]).drop_duplicates()
    about = {what: tables.usable(what, kinds[what], known) for what in ("euroSciVoc", "topics", "legalBasis")}
    said = tables.organisations(ledger.source, members, described)
    projects, undescribed = tables.projects(described, members, about["topics"])
    themes, project_themes = theme_tables.tables({**about, "project": described})
    for place, file in enumerate([*files, *listed]):
        notes = {"unused_files": unused} if place == 0 else {}
        if file.layout.what == "organization":
            notes["projects_not_described"] = undescribed
            undescribed = 0
        file.account(notes)
    for name, reason in unread:
        ledger.unread(name, reason)
    return ledger.network(
        projects=projects,
        themes=themes,
        project_themes=project_themes,
        **said,
    )
