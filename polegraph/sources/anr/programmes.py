"""Classification of projects and files by the agency's two programmes.

The general budget (DOS) and the investments for the future (DGPIE: PIA, then France 2030) are published apart, in files
with similar columns and labels. The call in the code of a project identifies most of them (``ANR-26-CE10-0001``,
``ANR-10-LABX-0001``); then the names of columns; then the categories of organisations that only one of them uses. What
none of these identifies stays unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from polegraph.files.headings import plain_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DOS: Final = "ANR"
DGPIE: Final = "PIA / France 2030"

# Categories of organisations, and first words of columns, that only one of the two uses.
_LABELS_OF_DOS: Final = ("TPE", "Entreprise autre que TPE ou PME", "Laboratoire public", "Fondation de recherche")
_LABELS_OF_DGPIE: Final = (
    *("Entreprises Privées", "Entreprises Publiques", "Universités, INSA et INP", "Grandes écoles publiques"),
    *("ENS et grands établissements", "Organismes Médicaux", "GIE ou Non-Affecté", "INHA", "Ministères"),
)
_COLUMNS: Final = {"aap": DOS, "action": DGPIE}

_CODE: Final = re.compile(r"ANR-(\d{2})-([A-Z0-9]{2,6})-", re.IGNORECASE)
# Calls of the general budget: the generic call (CE and two digits) and those of before and beside it.
_OF_DOS: Final = re.compile(
    r"CE\d\d|BLAN|JCJC|BS\d\d|BSV\d|BSH\d|JS\d\d|JSV\d|JSH\d|IS\d\d|ISV\d|ISH\d|ASTR|AST[CMQ]|ASMA|MRS[E\d]|TERC|ERC[CS\d]|"
    r"LCV\d|LAB\d|PDOC|RPIB|EMMA|FRAL|ACHN|CHEX|RAR[E\d]|CORD|TECS|COV[IR\d]|PERM"
)
_OF_DGPIE: Final = re.compile(
    r"LABX|EQPX|IDEX|IDFI|INBS|IAHU|COHO|RHUS|IEED|AIRT|EURE|NCUN|DUNE|SFRI|ESRE|EXES|CMA[QS]|DMES|CONV|P3IA|PCPA|STHP|"
    r"PAMR|MPGA|POCE|BINF|BTBR|DPBS|RSNR|IACL"
)
_PEPR: Final = re.compile(r"PE[A-Z]{2}")  # priority programmes of research, from 2021 on: PETQ, PECO, PEAE, …
_FIRST_PEPR: Final = 21


@lru_cache(maxsize=100_000)
def of_project(code: str) -> str | None:
    """Return the programme by the code of a project; None if the code has none.

    Parameters
    ----------
    code
        As the publisher writes it.

    Examples
    --------
    >>> of_project("ANR-26-CE10-0001"), of_project("ANR-10-LABX-0001"), of_project("ANR-22-X-0001")
    ('ANR', 'PIA / France 2030', None)
    """
    match = _CODE.match(code)
    if match is None:
        return None
    call = match[2].upper()
    if _OF_DOS.fullmatch(call):
        return DOS
    if _OF_DGPIE.fullmatch(call) or (_PEPR.fullmatch(call) and int(match[1]) >= _FIRST_PEPR):
        return DGPIE
    return None


def of_file(codes: Collection[str], columns: Iterable[str], labels: Iterable[str]) -> set[str]:
    """Return the programmes that a file belongs to: by its projects, else its columns, else its categories.

    Parameters
    ----------
    codes
        The codes of its projects.
    columns
        The names of its columns, in lower case.
    labels
        The categories of organisations in it.

    Returns
    -------
    set
        Both if it has projects of both; none if there is no evidence.

    Examples
    --------
    >>> of_file(["ANR-22-X-0001"], ["action.edition"], []), of_file([], [], ["TPE", "PME"]), of_file([], [], ["PME"])
    ({'PIA / France 2030'}, {'ANR'}, set())
    """
    told = {programme for programme in map(of_project, codes) if programme}
    if not told:
        told = {programme for word, programme in _COLUMNS.items() if any(name.startswith(word) for name in columns)}
    if len(told) != 1 and not any(map(of_project, codes)):
        written = {plain_heading(label) for label in labels}
        sides = ((DOS, _LABELS_OF_DOS), (DGPIE, _LABELS_OF_DGPIE))
        told = {side for side, words in sides if written & {plain_heading(word) for word in words}}
        told = told if len(told) == 1 else set()
    return told
