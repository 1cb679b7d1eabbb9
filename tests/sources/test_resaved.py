"""The agency's files as other programs save them again: the same tables."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import resources
from polegraph.files import any_table
from polegraph.files.archives import tables_in
from polegraph.sources import anr
from polegraph.tables import TABLES
from tests.sources.resaved import HOWS, saved

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from tests.sources.resaved import Rows

ENCODINGS = ("cp1252", "cp850", "mac_roman")


def _writable(text: str) -> bool:
    try:
        return all(text.encode(encoding) is not None for encoding in ENCODINGS)
    except UnicodeEncodeError:
        return False


@functools.cache
def _rows() -> tuple[Rows, Rows]:
    """Return real rows of partners, with amounts of aid, and the file of their projects."""
    (part,) = tables_in(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))
    frame = next(any_table.of(part)).frame.iloc[::160]
    cells = [row for row in frame.to_numpy().tolist() if _writable("".join(row))]
    aid = ["", "960619.95", "12500.0", "101.25", "1234567.0"]
    partners = [[*frame.columns, "Projet.Partenaire.Aide_allouee.ANR"]]
    partners += [[*row, aid[place % len(aid)]] for place, row in enumerate(cells)]
    names = ["Projet.Code_Decision_ANR", "AAP.Edition", "Projet.Acronyme", "Projet.Titre.Francais"]
    names += ["Projet.T0 scientifique", "Projet.Date_fin", "Projet.Montant.AF.Aide_allouee.ANR"]
    projects = [names]
    for place, row in enumerate({row[0]: row for row in cells}.values()):
        start, end = f"20{10 + place % 9}-0{1 + place % 9}-{10 + place % 19}", f"202{place % 5}-03-0{1 + place % 9}"
        title = f"Étude n° {place} ; à l'essai, « très » utile"
        projects.append([row[0], f"20{row[0][4:6]}", row[1], title, start, end, aid[place % len(aid)]])
    return partners, projects


def _read(folder: Path, how: str) -> Network:
    partners, projects = _rows()
    return anr.read([saved(partners, how, folder / "partners.csv"), saved(projects, how, folder / "projects.csv")])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Read the rows as the publisher writes them."""
    return _read(tmp_path_factory.mktemp("published"), "the publisher")


def test_the_sample_says_something(published: Network) -> None:
    assert len(published.participations) > 300
    assert published.participations["funding"].sum() == pytest.approx(151_102_717.55, rel=1e-9)
    assert published.projects["start"].notna().all()
    assert published.organisations["kind"].nunique() >= 4
    assert published.rejected["value"].tolist() == ["0 Aide"]


@pytest.mark.parametrize("how", HOWS)
def test_the_same_tables_whatever_saved_the_file(how: str, published: Network, tmp_path: Path) -> None:
    net = _read(tmp_path, how)
    for name in set(TABLES) - {"imports", "rejected"}:
        pd.testing.assert_frame_equal(net.tables[name], published.tables[name])
    assert net.rejected["value"].tolist() == ["0 Aide"]
    rows = net.imports.set_index("table")["rows"]
    assert rows.to_dict() == published.imports.set_index("table")["rows"].to_dict()
