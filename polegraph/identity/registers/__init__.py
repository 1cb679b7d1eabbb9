"""Record linkage with offline registers: Sirene, RNSR and ROR, from their public files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.i18n import N_, _, number

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.identity.entities import Units

    PathLike = str | os.PathLike[str]

WHAT: Final = {
    "rows": N_("rows in the register"),
    "rows_of_establishments": N_("rows of establishments"),
    "skipped": N_("rows that could not be read"),
    "sought": N_("organisations looked for"),
    "by_identifier": N_("found by identifier"),
    "by_name": N_("found by name"),
    "decided": N_("found by decision"),
    "not_found": N_("not found"),
    "closed": N_("only closed ones of that name"),
    "ambiguous": N_("several of that name: not filled in"),
    "elsewhere": N_("of that name in another city: not filled in"),
    "unsure": N_("too little to be sure: not filled in"),
    "withheld": N_("withheld: persons or partial diffusion"),
    "contradiction": N_("contradictions: the source's word is kept"),
    "bodies_unreadable": N_("lists of bodies that could not be read"),
}
"""The counts, in the order of the report."""
ORDER: Final = ("sirene", "rnsr", "ror")
"""Order in which registers are consulted; a value filled in by one is not replaced by the next."""


class Consulted(NamedTuple):
    """The fills, affiliations and proposals of the registers.

    Attributes
    ----------
    fills
        ``org_id``, ``column``, ``value``, ``source`` (``sirene``, ``rnsr`` or ``ror``), ``how``.
    affiliations
        The table ``affiliations``: laboratories and the public bodies to which they belong.
    proposals
        The table ``proposals`` with ``other_name``; ``one_id`` or ``other_id`` is an organisation, or an entry of a
        register: ``siren:…``, ``rnsr:…`` or ``ror:…``.
    notes
        ``register``, ``what`` (a key of `WHAT`), ``count``.
    """

    fills: pd.DataFrame
    affiliations: pd.DataFrame
    proposals: pd.DataFrame
    notes: pd.DataFrame


def consult(
    units: Units,
    sirene: PathLike | Sequence[PathLike] | None = None,
    rnsr: PathLike | None = None,
    ror: PathLike | None = None,
    *,
    decisions: pd.DataFrame | None = None,
) -> Consulted:
    """Find organisations in registers; accept only certain matches.

    Certain is: an equal identifier; or an equal normal form of the name, borne by one existing entry alone, in the
    same country, and in the same city where both cities are known. No value of a source is replaced, except that
    "no SME" becomes the more precise size of Sirene.

    Parameters
    ----------
    units
        The organisations.
    sirene
        StockUniteLegale, or a list of it and StockEtablissement (for the places), as downloaded.
    rnsr, ror
        The register of research structures; the dump of ROR.
    decisions
        The table ``decisions``; those between an organisation and an entry of a register are obeyed.

    Returns
    -------
    Consulted

    Raises
    ------
    PolegraphError
        If a file is not the register that it is given for, or is damaged.
    """
    import pandas as pd  # noqa: PLC0415  # this package is imported with the command line

    from polegraph import tables  # noqa: PLC0415  # the same
    from polegraph.identity.registers import filling  # noqa: PLC0415
    from polegraph.identity.registers import rnsr as research  # noqa: PLC0415
    from polegraph.identity.registers import ror as world  # noqa: PLC0415
    from polegraph.identity.registers import sirene as companies  # noqa: PLC0415

    known, answers = units.table, _answers(decisions)
    parts: dict[str, filling.Part] = {}
    if sirene is not None:
        parts["sirene"] = companies.consult(sirene, units, known, answers)
        known = parts["sirene"].known
    if rnsr is not None:
        parts["rnsr"] = research.consult(rnsr, units, known, answers)
        known = parts["rnsr"].known
    if ror is not None:
        parts["ror"] = world.consult(ror, units, known, answers)
    notes = [
        (register, what, part.counts[what]) for register, part in parts.items() for what in WHAT if part.counts[what]
    ]
    frames = list(parts.values())
    fills = pd.concat([filling.no_fills(), *(part.fills for part in frames)], ignore_index=True)
    fills = fills.drop_duplicates(["org_id", "column"]).sort_values(["org_id", "column"], ignore_index=True)
    affiliations = pd.concat([tables.empty("affiliations"), *(part.affiliations for part in frames)], ignore_index=True)
    return Consulted(
        fills,
        affiliations,
        filling.undecided(pd.concat([filling.asked([]), *(part.proposals for part in frames)]), answers),
        pd.DataFrame(notes, columns=["register", "what", "count"]).astype({"register": "str", "what": "str"}),
    )


def _answers(decisions: pd.DataFrame | None) -> dict[tuple[str, str], str]:
    """Return the decisions in both orders of their two identifiers."""
    if decisions is None:
        return {}
    same = decisions[decisions["question"] == "same"]
    said = {}
    for one, other, answer in zip(same["one_id"], same["other_id"], same["answer"], strict=True):
        said[one, other] = said[other, one] = answer
    return said


def sentences(notes: pd.DataFrame) -> list[str]:
    """Describe the matches in the registers, a line a register.

    Parameters
    ----------
    notes
        Those of `Consulted`.

    Returns
    -------
    list of str
        In the current language.

    Examples
    --------
    >>> import pandas as pd
    >>> counted = [("sirene", "rows", 29000000), ("sirene", "by_name", 12)]
    >>> sentences(pd.DataFrame(counted, columns=["register", "what", "count"]))
    ['sirene: rows in the register 29,000,000; found by name 12.']
    """
    lines = []
    for register in ORDER:
        own = notes[notes["register"] == register]
        told = [_(WHAT[what]) + " " + number(int(count)) for what, count in zip(own["what"], own["count"], strict=True)]
        if told:
            lines.append(f"{register}: {'; '.join(told)}.")
    return lines
