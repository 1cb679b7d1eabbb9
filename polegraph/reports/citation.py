"""How to cite polegraph and the methods that it computes by, and a record of what a result was computed from."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph import resources
from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _
from polegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Network

_CHANCE: Final = ("ryser1957", "rao1996")  # of the null model
METHODS: Final[dict[str, tuple[str, ...]]] = {
    "consortia.build": ("huangfu2018", "sparckjones1972"),
    "consortia.complete": ("genest1986",),
    "consortia.learn": ("ke2017",),
    "consortia.quality": ("efron1993",),
    "meetings.plan": ("konig1916", "vizing1964", "werra1971", "huangfu2018"),
    "metrics.articulation_points": ("hopcroft1973",),
    "metrics.as_places": ("lucenapiquero2019",),
    "metrics.attribute_assortativity": ("newman2003",),
    "metrics.backbone": ("serrano2009", "neal2014", "zweig2011", "saracco2017", "benjamini1995", "holm1979", *_CHANCE),
    "metrics.betweenness_centrality": ("freeman1977", "brandes2001", "brandes2007"),
    "metrics.brokerage": ("gould1989", "butts2008"),
    "metrics.centralisation": ("freeman1979", *_CHANCE),
    "metrics.clustering": ("onnela2005",),
    "metrics.collaborations": ("newman2001strength",),
    "metrics.communities": ("newman2004", "traag2019"),
    "metrics.community_stability": ("hubert1985", "traag2019"),
    "metrics.compare_partitions": ("danon2005", "meila2007"),
    "metrics.consensus_communities": ("lancichinetti2012", "danon2005", "meila2007", "newman2004", "traag2019"),
    "metrics.constraint": ("burt1992",),
    "metrics.core_number": ("seidman1983", "batagelj2003"),
    "metrics.core_periphery": ("tudisco2019", "borgatti2000"),
    "metrics.degree": ("newman2001strength",),
    "metrics.dyadic_count": ("aronow2015", "silva2006"),
    "metrics.dyadic_logit": ("aronow2015",),
    "metrics.economic_complexity": ("hidalgo2009", "tacchella2012", *_CHANCE),
    "metrics.effective_size": ("burt1992", "borgatti1997"),
    "metrics.ei_index": ("krackhardt1988",),
    "metrics.entry": ("boschma2015",),
    "metrics.entry_by_density": ("boschma2015", "saracco2017"),
    "metrics.evolution": ("snijders2010", *_CHANCE),
    "metrics.expected": ("phipson2010", "newman2001projection", *_CHANCE),
    "metrics.harmonic_centrality": ("boldi2014", "then2014"),
    "metrics.homophily": ("krackhardt1988", "newman2003", *_CHANCE),
    "metrics.large_group_links": ("newman2001strength", *_CHANCE),
    "metrics.latapy_clustering": ("latapy2008",),
    "metrics.lock_in": ("crespo2014", *_CHANCE),
    "metrics.log_rank": ("mantel1966", "phipson2010", *_CHANCE),
    "metrics.mixing": ("newman2003", "north2002", *_CHANCE),
    "metrics.mrqap": ("dekker2007", "krackhardt1988qap"),
    "metrics.nestedness": ("almeidaneto2008", *_CHANCE),
    "metrics.pagerank": ("page1999", "golub1961"),
    "metrics.places": ("lucenapiquero2019", "pizarro2007"),
    "metrics.qap": ("krackhardt1988qap",),
    "metrics.redundancy": ("latapy2008",),
    "metrics.relatedness": ("hidalgo2007", "eck2009", *_CHANCE),
    "metrics.relatedness_density": ("hidalgo2007", "boschma2015", *_CHANCE),
    "metrics.resampled": ("costenbader2003", "efron1981", "snijders1999"),
    "metrics.rich_club_coefficient": ("colizza2006", "opsahl2008", *_CHANCE),
    "metrics.small_world": ("uzzi2005", "humphries2008", "telesford2011", "newman2001projection", *_CHANCE),
    "metrics.specialisation": ("balassa1965", *_CHANCE),
    "metrics.spells": ("allison1984",),
    "metrics.structural_holes": ("burt1992", "borgatti1997", "onnela2005"),
    "metrics.summary": ("newman2001projection", "latora2001", *_CHANCE),
    "metrics.theme_complexity": ("hidalgo2009", "tacchella2012", *_CHANCE),
    "metrics.tie_survival": ("kaplan1958", "kalbfleisch1980", *_CHANCE),
    "metrics.two_mode": ("robins2004", "latapy2008", *_CHANCE),
    "metrics.two_mode_communities": ("barber2007",),
    "metrics.two_mode_modularity": ("barber2007", *_CHANCE),
    "metrics.validated_links": ("saracco2017", "vallarano2021", "benjamini1995"),
    "outcomes.association": ("cox1972", "peduzzi1996", "lin1989"),
    "outcomes.curves": ("kaplan1958",),
    "outcomes.follow_up": ("kaplan1958",),
    "outcomes.summary": ("kaplan1958", "mantel1966", "benjamini1995"),
    "scorecards.scorecard": ("wilson1927", "kaplan1958", *_CHANCE),
    "suggestions.backtest": ("cormack2009", "page1999", "adamic2003", "burges2010", "ke2017"),
    "suggestions.suggest": ("cormack2009", "page1999", "golub1961", "newman2001strength", "adamic2003"),
    "suggestions.train": ("burges2010", "ke2017"),
    "suggestions.unlearned": ("cormack2009", "page1999", "newman2001strength", "adamic2003"),
    "support.matches": ("huangfu2018", "sparckjones1972"),
    "support.summary": ("kaplan1958",),
    "support.unmet": ("huangfu2018", "sparckjones1972"),
    "synergies.gap": ("benjamini1995", "tarone1990", *_CHANCE),
    "synergies.summary": ("benjamini1995", *_CHANCE),
}
"""The methods that have sources, by their public names, with the keys of these in ``data/references.bib``."""
_ENTRY: Final = re.compile(r"^@\w+\{([^,\s]+),.*?^\}$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Citation:
    """What to write in a paper; printed, the sentence and the BibTeX entries.

    Parameters
    ----------
    text
        The sentence that cites polegraph.
    bibtex
        BibTeX entries: polegraph's own, and those of the methods.
    record
        Version, fingerprint and day of the network, and each method with its options and the keys of its sources;
        numbers, texts, lists and dicts alone, so that it can be written as JSON.
    """

    text: str
    bibtex: str
    record: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.text}\n\n{self.bibtex}"


def cite(net: Network | None = None, *methods: str | Callable[..., Any] | pd.DataFrame, **options: Any) -> Citation:  # noqa: ANN401  # those of the methods
    """Record what a result was computed from and by, and how to cite it.

    Parameters
    ----------
    net
        The network that the result was computed on.
    *methods
        The functions that computed it, or their names (``metrics.expected``): those of `METHODS`; or results of
        measures themselves, which say what computed them, and with which options.
    **options
        The options that they were called with; the others are recorded as they are by default.

    Returns
    -------
    Citation
        ``text``, ``bibtex`` and ``record``.

    Raises
    ------
    PolegraphError
        If there is no such method, or none of them has such an option.

    Examples
    --------
    >>> import polegraph as pg
    >>> from polegraph.examples import tiny
    >>> print(pg.cite().text)
    The polegraph founders. polegraph: who works with whom in collaborative projects (version 0.1.0). Computer program.
    >>> found = pg.cite(tiny(), pg.metrics.expected, measure="clustering", draws=1000)
    >>> found.record["methods"][0]["options"]
    {'measure': 'clustering', 'draws': 1000, 'seed': 0, 'keep': None}
    >>> found.record["methods"][0]["references"]
    ['phipson2010', 'newman2001projection', 'ryser1957', 'rao1996']
    """
    told = [one.attrs.get("polegraph", {}) if isinstance(one, pd.DataFrame) else {} for one in methods]
    names = [str(said["method"]) if said else _name(one) for one, said in zip(methods, told, strict=True)]
    own = {str(said["method"]): dict(said["options"]) for said in told if said}
    taken = {name: own[name] if name in own else _options(name, options) for name in names}
    unknown = [option for option in options if not any(option in one for one in taken.values())]
    if unknown:
        known = sorted({option for one in taken.values() for option in one})
        raise not_one_of(_("none of these methods has this option"), unknown[0], known)
    record: dict[str, Any] = {"polegraph": __version__}
    if net is not None:
        sizes = {name: len(net.tables[name]) for name in ("organisations", "projects", "participations")}
        record |= {"fingerprint": net.fingerprint, "day": net.day.isoformat(), **sizes}
    record["methods"] = [
        {"method": name, "options": taken[name], "references": list(METHODS.get(name, ()))} for name in names
    ]
    keys = sorted({key for name in names for key in METHODS.get(name, ())})
    software = (
        "@software{polegraph,\n  author = {{The polegraph founders}},\n"
        "  title = {polegraph: who works with whom in collaborative projects},\n"
        f"  version = {{{__version__}}},\n  license = {{MIT}},\n}}"
    )
    text = (
        "The polegraph founders. polegraph: who works with whom in collaborative projects "
        f"(version {__version__}). Computer program."
    )
    return Citation(text, "\n\n".join([software, *(references()[key] for key in keys)]), record)


@cache
def references() -> dict[str, str]:
    """Return the BibTeX entries of the sources of methods, by their keys.

    Examples
    --------
    >>> print(references()["freeman1977"].splitlines()[1])
      author = {Freeman, Linton C.},
    """
    text = resources.data("references.bib").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in _ENTRY.finditer(text)}


def _name(method: str | Callable[..., Any] | pd.DataFrame) -> str:
    """Return the public name of a method."""
    name = method.removeprefix("polegraph.") if isinstance(method, str) else _public(method)
    if name not in METHODS:
        raise not_one_of(_("there is no such method to cite"), name, METHODS)
    return name


def _public(method: Callable[..., Any] | pd.DataFrame) -> str:
    if not callable(method):
        raise PolegraphError(
            _("there is no such method to cite"),
            value=getattr(method, "__class__", method).__name__ if isinstance(method, pd.DataFrame) else method,
            remedy=_("give a function of polegraph, or its name"),
        )
    module = str(getattr(method, "__module__", "")).split(".")
    return ".".join([*module[1:2], str(getattr(method, "__name__", method))])


def _options(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a method: as they were given, or by default; plain values, for a record."""
    found = {}
    for option in list(inspect.signature(resolve_name(f"polegraph.{name}")).parameters.values())[1:]:
        if option.name == "progress":  # it shows how far a method is, and changes no result
            continue
        if option.name in given:
            found[option.name] = _plain(given[option.name])
        elif option.default is not option.empty and option.kind is not option.VAR_KEYWORD:
            found[option.name] = _plain(option.default)
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever an option may be
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in (sorted(value, key=str) if isinstance(value, (set, frozenset)) else value)]
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return value.item()  # a number of NumPy's
    return str(getattr(value, "__qualname__", value))
