"""Make the dataset in this folder out of the two files in ``source/``: ``python data/horizon2020/make_dataset.py``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from polegraph.sources.accounting import Ledger
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from polegraph.network import Network

HERE = Path(__file__).parent
PARTICIPATIONS = "h2020_2020-12_participations.csv.gz"
PARTS = "h2020_2020-12_programme_parts.csv.gz"
KINDS = {"PRC": "company", "HES": "training_body", "REC": "lab", "PUB": "public_body", "OTH": "other"}
ROLES = {"coordinator": "coordinator", "participant": "partner", "partner": "associated"}


def _read(file: Path, missing: list[str]) -> pd.DataFrame:
    """Read a file as text; 'NA' is a missing value in some columns, and Namibia in another."""
    na_values = {column: ["NA"] for column in missing}
    return pd.read_csv(file, dtype="str", keep_default_na=False, na_values=na_values)


def network(folder: Path = HERE / "source") -> Network:
    """Build the network of the two files in a folder."""
    amounts = ["contribution", "max_contribution", "total_cost"]
    rows = _read(folder / PARTICIPATIONS, [*amounts, "start_date", "end_date", "start_year"])
    rows[amounts] = rows[amounts].astype("float64")
    rows = rows.assign(project_id="rcn:" + rows["rcn"], org_id="pic:" + rows["pic"])
    projects = rows.drop_duplicates("project_id").assign(programme="H2020")
    members = rows.drop_duplicates("org_id")
    parts = _read(folder / PARTS, []).assign(row=lambda frame: range(2, len(frame) + 2))
    parts = parts.assign(project_id="rcn:" + parts["rcn"], theme_id="programme part:" + parts["programme_part"])
    lost = ~parts["project_id"].isin(projects["project_id"].tolist())

    ledger = Ledger("h2020")
    ledger.account(
        PARTICIPATIONS, "participations", "eunets, reduced", rows=len(rows), kept=len(rows), repeated=0, rejected=0
    )
    ledger.reject(
        PARTS, parts.loc[lost, "row"].to_numpy(), "rcn", parts.loc[lost, "rcn"].tolist(), "nobody takes part in it"
    )
    ledger.account(
        PARTS,
        "project_themes",
        "eunets, reduced",
        rows=len(parts),
        kept=int((~lost).sum()),
        repeated=0,
        rejected=int(lost.sum()),
    )
    return ledger.network(
        organisations=pd.DataFrame(
            {
                "org_id": members["org_id"],
                "name": members["pic"],  # the source has no names
                "kind": members["type"].map(KINDS),
                "pic": members["pic"],
                "country": members["country"],
            }
        ),
        projects=pd.DataFrame(
            {
                "project_id": projects["project_id"],
                "start": projects["start_date"],
                "end": projects["end_date"],
                "year": projects["start_year"],
                "programme": projects["programme"],
                "total_cost": projects["total_cost"],
                "funding": projects["max_contribution"],
            }
        ),
        participations=pd.DataFrame(
            {
                "project_id": rows["project_id"],
                "org_id": rows["org_id"],
                "role": rows["role"].map(ROLES),
                "funding": rows["contribution"],
            }
        ),
        themes=parts[~lost]
        .drop_duplicates("theme_id")
        .rename(columns={"programme_part": "label"})[["theme_id", "label"]]
        .assign(scheme="programme part"),
        project_themes=parts.loc[~lost, ["theme_id", "project_id"]],
    )


if __name__ == "__main__":
    made = network()
    new = dataset.write(made, HERE / "new")  # a folder that is not yet a dataset is never written into
    for file in new.iterdir():
        file.replace(HERE / file.name)
    new.rmdir()
    print(made)
