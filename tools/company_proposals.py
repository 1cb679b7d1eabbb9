"""Measure how often proposals about companies are right, on the half of the labelled pairs that is for tuning.

Writes polegraph/names/rules/proposals.csv. Run from the checkout: python -m tools.company_proposals
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph import sources
from polegraph.identity.entities import units
from polegraph.identity.organisations import companies
from polegraph.names import rule_tables
from polegraph.resources import data
from tests.identity.company_truth import table

if TYPE_CHECKING:
    import pandas as pd

TARGET: Final = Path(rule_tables.__file__).parent / "rules" / "proposals.csv"
_QUESTION: Final = {"ask": "same_entity", "group": "same_group"}


def measured(judged: pd.DataFrame, org_id: list[str]) -> str:
    """Return the text of the table: band, share of its proposals that were right, number that was judged.

    Parameters
    ----------
    judged
        What `companies.judge` says of ANR.
    org_id
        The identifiers of its positions.
    """
    pairs = table()
    pairs = pairs[pairs["half"] == "tune"]
    labels = {
        (frozenset((one, other)), question): answer
        for question in _QUESTION.values()
        for one, other, answer in zip(pairs["one_id"], pairs["other_id"], pairs[question], strict=True)
    }
    counts: dict[str, list[int]] = {}
    for one, other, verdict, how in zip(*(judged[name] for name in ("one", "other", "verdict", "how")), strict=True):
        pair = frozenset((org_id[one], org_id[other]))
        answer = labels.get((pair, _QUESTION.get(verdict, "")), "unsure")
        if answer != "unsure":
            count = counts.setdefault(how, [0, 0])
            count[0] += answer == "yes"
            count[1] += 1
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["band", "right", "judged"])
    writer.writerows([how, f"{right / number:.3f}", number] for how, (right, number) in sorted(counts.items()))
    return text.getvalue()


def main() -> None:
    """Measure, and write the table."""
    here = units(sources.anr.read(data("anr/anr_dos_2010_2022_partenaires.csv.gz")).tables)
    TARGET.write_text(measured(companies.judge(here), here.table["org_id"].tolist()), encoding="utf-8")


if __name__ == "__main__":
    main()
