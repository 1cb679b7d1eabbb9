"""How long it takes to find who is who: in the whole of ANR, and among 150,000 names made from ANR's."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pytest

from polegraph.examples import tiny
from polegraph.identity import who_is_who
from polegraph.identity.entities import Units
from polegraph.identity.labs.compare import compare
from polegraph.resources import data
from polegraph.sources import anr
from tools import learn_labs

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.identity.labs.benchmark import Quality
    from polegraph.network import Network

    Tables = dict[str, pd.DataFrame]

NAMES: Final = 150_000
SUFFIXES: Final = (" - Equipe {}", " / Direction R&D {}", " (site {})", " - Département {}", ", UMR {}", " Lab {}")


@pytest.fixture(scope="module")
def agency() -> Network:
    who_is_who(tiny().tables)  # compiling and reading the models is not measured
    return anr.read(data("anr/anr_dos_2010_2022_partenaires.csv.gz"))


def grown(tables: Tables, number: int, seed: int = 0) -> Tables:
    """Grow a network: more networks like it beside it, their names with slips of the pen, suffixes and other words."""
    rng = np.random.default_rng(seed)
    first = tables["organisations"][["org_id", "name", "kind", "country", "region", "city"]]
    words = sorted({word for name in first["name"] for word in name.split() if len(word) > 3})
    cities = first["city"].dropna().to_numpy(dtype=object)
    organisations, participations = [first], [tables["participations"][["project_id", "org_id"]]]
    for copy in range(1, -(-number // len(first))):
        names = [varied(name, words, rng) for name in first["name"]]
        moved = first["city"].notna() & (rng.random(len(first)) < 0.3)
        city = first["city"].astype("object").mask(moved, pd.Series(rng.choice(cities, len(first)), first.index))
        organisations.append(first.assign(org_id=first["org_id"] + f"-{copy}", name=names, city=city.astype("str")))
        participations.append(participations[0] + f"-{copy}")
    table = pd.concat(organisations, ignore_index=True).iloc[:number]
    taken = pd.concat(participations, ignore_index=True)
    return {"organisations": table, "participations": taken[taken["org_id"].isin(table["org_id"])]}


def varied(name: str, words: list[str], rng: np.random.Generator) -> str:
    """Write a name otherwise: a letter dropped, a suffix, or another word in place of one of its own."""
    way, place = rng.integers(4), int(rng.integers(max(1, len(name))))
    if way == 0 and len(name) > 4:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name + SUFFIXES[place % len(SUFFIXES)].format(int(rng.integers(2, 9999)))
    own = name.split()
    own[place % len(own)] = words[int(rng.integers(len(words)))]
    return " ".join(own)


def peak() -> float:
    """Return the largest memory that this process has held, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def test_the_whole_of_anr(benchmark: BenchmarkFixture, agency: Network) -> None:
    found = benchmark.pedantic(who_is_who, (agency.tables,), rounds=1)
    benchmark.extra_info["peak GiB of this process so far"] = peak()
    print(f"{len(agency.organisations)} organisations: at most {peak():.2f} GiB so far")  # noqa: T201  # it tells figures
    assert len(found.merges) > 1000


def test_150000_names(benchmark: BenchmarkFixture, agency: Network) -> None:
    tables = grown(dict(agency.tables), NAMES)
    found = benchmark.pedantic(who_is_who, (tables,), rounds=1)
    benchmark.extra_info["peak GiB of this process so far"] = peak()
    print(f"{len(tables['organisations'])} organisations: at most {peak():.2f} GiB so far")  # noqa: T201  # as above
    assert len(found.merges) > 1000


def tell(figures: Quality) -> None:
    print(", ".join(f"{name} {value:.3f}" for name, value in figures._asdict().items()))  # noqa: T201  # as above


def test_laboratories_of_every_split(benchmark: BenchmarkFixture) -> None:
    """The whole protocol; `make test` holds its first split."""
    known = learn_labs.known_names()
    compared = compare(known.units)
    splits = range(learn_labs.SPLITS)
    found = benchmark.pedantic(lambda: [learn_labs.split(known, compared, seed).quality for seed in splits], rounds=1)
    for quality in found:
        tell(quality)
    assert min(quality.f1 for quality in found) >= 0.90
    assert min(quality.precision for quality in found) >= 0.96
    assert min(quality.pair_precision for quality in found) >= 0.95


def test_laboratories_by_their_names_alone(benchmark: BenchmarkFixture) -> None:
    """Without place and projects."""
    known = learn_labs.known_names()
    them = known.units
    nowhere = them.table.assign(city=pd.Series(dtype="str"), region=pd.Series(dtype="str"), projects=0)
    alone = known._replace(units=Units(nowhere, them.spellings, them.parts.iloc[:0]))
    found = benchmark.pedantic(lambda: learn_labs.split(alone, compare(alone.units), 0).quality, rounds=1)
    tell(found)
    assert found.f1 >= 0.84
    assert found.precision >= 0.95
