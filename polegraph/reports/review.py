"""Who is who put before people: what was merged, what is left to decide, and their answers read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import as_said, owned, owners
from polegraph.errors import PolegraphError
from polegraph.files import plain
from polegraph.i18n import LANGUAGES, N_, _, speaking
from polegraph.reports import words
from polegraph.sources import _files, _sheets
from polegraph.tables import ANSWERS, IDENTIFIER, QUESTIONS, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polegraph.network import Network
    from polegraph.sources._csv import Sheet

MERGED_COLUMNS: Final = ("org_id", "into_id", "name", "into_name", "how", "evidence")
REVIEW_COLUMNS: Final = (
    *("answer", "question", "one_name", "other_name", "one_city", "other_city", "one_kind", "other_kind"),
    *("one_projects", "other_projects", "evidence", "right", "judged", "note", "one_id", "other_id"),
)
_NEEDED: Final = ("one_id", "other_id", "question", "answer")
_KEY: Final = ["one_id", "other_id", "question"]
_EVIDENCE: Final = {
    "city": N_("both in {value}"),
    "region": N_("both in the region {value}"),
    "siren": N_("SIREN {value}"),
    "siret": N_("SIRET {value}"),
    "pic": N_("PIC {value}"),
    "ror": N_("ROR {value}"),
    "rnsr": N_("RNSR {value}"),
    "vat": N_("VAT number {value}"),
    "name": N_("by the name {value}"),
    "pattern": N_("the name begins like {value}"),
    "projects": N_("projects shared: {value}"),
    "homonyms": N_("others of that name: {value}"),
    "countries": N_("countries {value}"),
    "sirene": N_("an entry of Sirene"),
    "alike": N_("the spellings nearest to each other are alike to {value} %"),
    "contains": N_("one name contains the other"),
    "same_words": N_("the same words"),
    "same_city": N_("the same city"),
    "same_partners": N_("the same partners"),
    "same_projects": N_("the same projects"),
    "same_membership": N_("members of the same pôle since the same day"),
    "same_consortium": N_("the same consortium"),
    "same_title": N_("the same title"),
    "same_start": N_("the same first day"),
    "same_cost": N_("the same cost"),
    "near_name": N_("names that are nearly the same"),
    "renamed": N_("one has come where the other has gone"),
    "same_body": N_("the same public body"),
    "unit_number": N_("the same unit number"),
    "acronym": N_("the same acronym"),
    "acronym_in_name": N_("the acronym of one stands in the name of the other"),
    "initials": N_("the initials of one are the other"),
    "begins_with": N_("one name begins with the other"),
    "same_brand": N_("the same first words"),
    "part_or_sister": N_("a part, or a sister"),
    "maybe_spelling": N_("maybe another spelling"),
    "legal_form": N_("the legal form alone differs"),
    "department": N_("a department of it"),
    "former_name": N_("a former name"),
    "spacing": N_("written together or apart"),
    "abbreviation": N_("a shortened word"),
    "country": N_("the country alone is added"),
    "typo": N_("a slip of the pen"),
    "group_word": N_("the word for a group alone is added"),
    "order": N_("the same words in another order"),
    "abroad": N_("the same name in another country"),
    "other_pic": N_("other participant codes of the European Commission"),
    "other_country": N_("another country"),
    "register": N_("an entry of the register {value}"),
    "same_name": N_("the same name"),
    "same_acronym": N_("the same acronym"),
    "city_differs": N_("another city"),
    "country_unknown": N_("the country is not known"),
    "shared_number": N_("one number, but other names"),
    "sign": N_("a sign alone differs"),
    "other_spelling": N_("the same but for a short word, a former name or the order"),
    "succession": N_("the register says that one followed the other: {value}"),
}


def merges(net: Network, visible: Network) -> pd.DataFrame:
    """List what was merged.

    Parameters
    ----------
    net
        A network in which organisations were merged.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `MERGED_COLUMNS`: a row for each organisation of a source that stands under another identifier; ``name`` and
        ``into_name`` as the sources call the two, whichever of the names is in use now.
    """
    known = as_said(net.tables, "organisations")
    known = known[~known["org_id"].isin(_for_others(known, visible))]
    said = known.drop_duplicates("org_id").set_index("org_id")["name"]
    table = net.merges[net.merges["org_id"].isin(said.index)]
    table = table.assign(into_id=owned(table["org_id"], owners(net.merges)))
    table = table[table["into_id"].isin(visible.org_index)]
    now = net.organisations.set_index("org_id")["name"]
    into = table["into_id"].map(said).fillna(table["into_id"].map(now))
    table = table.assign(name=table["org_id"].map(said), into_name=into)
    return table[list(MERGED_COLUMNS)].sort_values(["into_id", "org_id"], ignore_index=True).astype("str")


def proposals(net: Network, visible: Network) -> pd.DataFrame:
    """List what somebody should decide, that which changes most first.

    Parameters
    ----------
    net
        A network with proposals.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `REVIEW_COLUMNS`: a row a pair, with both names as the sources give them, where and what they are and in how
        many projects; ``evidence`` in words of the current language; ``right``, the share of such proposals that were
        right, and ``judged``, of how many; ``answer`` and ``note`` are empty, to be filled in. Proposals that concern
        more projects come first, of those equal the surer.
    """
    known = _known(net)
    asked = net.proposals
    secret = _for_others(known.reset_index(), visible)
    owner = owners(net.merges)
    ends = {side: owned(asked[f"{side}_id"], owner) for side in ("one", "other")}
    shown = pd.Series(data=True, index=asked.index)
    there = pd.Series(data=False, index=asked.index)
    for side, now in ends.items():
        source = asked[f"{side}_id"].isin(known.index)
        shown &= ~source | now.isin(visible.org_index)  # else it is an entry of a register
        shown &= ~asked[f"{side}_id"].isin(secret)
        there |= source
    kept = asked[shown & there & (ends["one"] != ends["other"])]
    table = pd.DataFrame({"question": kept["question"], "right": kept["right"], "judged": kept["judged"]})
    for side, now in ends.items():
        ids = kept[f"{side}_id"]
        for column in ("name", "city", "kind"):
            table[f"{side}_{column}"] = ids.map(known[column]).astype("str")
        table[f"{side}_name"] = table[f"{side}_name"].fillna(kept["other_name"])
        table[f"{side}_projects"] = _projects(visible, now.loc[kept.index])
        table[f"{side}_id"] = ids
    table["evidence"] = [in_words(codes) for codes in kept["evidence"]]
    table["answer"] = pd.Series(index=table.index, dtype="str")
    table["note"] = table["answer"]
    counts = table[["one_projects", "other_projects"]].fillna(0).astype("int64")
    order = table.assign(smaller=-counts.min(axis=1), both=-counts.sum(axis=1), sure=-table["right"].fillna(0))
    order = order.sort_values(["smaller", "both", "sure", *_KEY])
    return table.loc[order.index, list(REVIEW_COLUMNS)].reset_index(drop=True)


def _for_others(said: pd.DataFrame, visible: Network) -> pd.Series[str]:
    """Name the organisations of sources that are hidden there from who may see this part of the network."""
    seen = visible.origin.seen
    hidden = said["visibility"].notna() & (seen is not None)
    return said.loc[hidden & ~said["visibility"].isin(seen.allowed if seen is not None else ()), "org_id"]


def undecided(net: Network) -> int:
    """Count the pairs that are left to decide.

    Parameters
    ----------
    net
        A network with proposals.
    """
    owner, known = owners(net.merges), set(as_said(net.tables, "organisations")["org_id"])
    one, other = (owned(net.proposals[f"{side}_id"], owner) for side in ("one", "other"))
    there = net.proposals["one_id"].isin(known) | net.proposals["other_id"].isin(known)
    return int((there & (one != other)).sum())


def _known(net: Network) -> pd.DataFrame:
    said = as_said(net.tables, "organisations")
    return said.drop_duplicates("org_id").set_index("org_id")


def _projects(net: Network, ids: pd.Series[str]) -> pd.Series[int]:
    counts = net.participations["org_id"].value_counts()
    return ids.map(counts).astype("Int64").where(~ids.isin(net.org_index) | ids.isin(counts.index), 0)


def in_words(codes: object) -> str | None:
    """Give evidence in words of the current language.

    Parameters
    ----------
    codes
        Short codes with ``;`` between, as the tables have them; missing if there is none.

    Examples
    --------
    >>> in_words("city:grenoble;siren:493902662;legal_form")
    'both in grenoble; SIREN 493902662; the legal form alone differs'
    """
    if not isinstance(codes, str):
        return None
    said = []
    for code in filter(None, codes.split(";")):
        name, colon, value = code.partition(":")
        if name in _EVIDENCE:
            said.append(_(_EVIDENCE[name]).format(value=value))
        else:
            said.append(_(name.replace("_", " ")) + (f" {value}" if colon else ""))
    return "; ".join(said)


def answer_words() -> list[str]:
    """Give the words that may stand in the column of answers, in the current language."""
    return [_("yes"), _("no")]


def read(paths: Iterable[str], before: pd.DataFrame) -> pd.DataFrame:
    """Read answers from files that `proposals` was written to and somebody has filled in.

    Parameters
    ----------
    paths
        CSV or XLSX, as polegraph or Excel has saved them, with headings in English or French.
    before
        The table ``decisions`` of what was decided before; an answer goes before it.

    Returns
    -------
    DataFrame
        The table ``decisions``: what was decided before and what the files say. Rows without an answer are left open.

    Raises
    ------
    PolegraphError
        If a file cannot be read, lacks a column or holds another word, or answers contradict each other.
    """
    answered = [
        _answers(sheet) for path in paths for part in _files.tables_in(path) for sheet in _first(_sheets.of(part))
    ]
    given = pd.concat(answered, ignore_index=True) if answered else before.iloc[:0].assign(row=[], file=[])
    earlier = before.merge(given[_KEY], how="left", on=_KEY, indicator=True)
    earlier = earlier[earlier["_merge"] == "left_only"].drop(columns="_merge")
    refuse_contradictions(pd.concat([given, earlier], ignore_index=True))
    both = pd.concat([given.drop_duplicates(_KEY), earlier], ignore_index=True)
    return convert("decisions", both.drop(columns=["row", "file"], errors="ignore"))[0]


def _first(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Take the first sheet of a workbook: the second says what it was made from."""
    for sheet in sheets:
        return [sheet]
    return []


def _answers(sheet: Sheet) -> pd.DataFrame:
    columns = _columns(sheet)
    frame = pd.DataFrame(
        {ours: sheet.frame[theirs].map(lambda text: plain(text.strip())) for ours, theirs in columns.items()}
    )
    frame = frame.assign(row=sheet.rows, file=sheet.name)
    if sheet.ragged:
        row, value, reason = sheet.ragged[0]
        raise PolegraphError(
            _(reason), file=sheet.name, row=row, value=value, remedy=_("write the file again with --review")
        )
    frame = frame[frame["answer"] != ""].reset_index(drop=True)
    for column, allowed in (("answer", ANSWERS), ("question", QUESTIONS)):
        frame[column] = _understood(frame, column, columns[column], allowed)
    for column in ("one_id", "other_id"):
        wrong = ~frame[column].str.fullmatch(IDENTIFIER)
        if wrong.any():
            raise _bad(frame[wrong].iloc[0], column, columns[column], _("write the identifier as it was in the file"))
    swapped = frame["one_id"] > frame["other_id"]
    one = frame["one_id"].mask(swapped, frame["other_id"])
    frame["other_id"] = frame["other_id"].mask(swapped, frame["one_id"])
    frame["one_id"] = one
    if "note" not in frame:
        frame["note"] = ""
    return frame.assign(note=frame["note"].where(frame["note"] != "", None).astype("str"))


def _columns(sheet: Sheet) -> dict[str, str]:
    """Find the columns by their headings, in English or in the words of any language."""
    headings = {heading.casefold(): heading for heading in sheet.frame.columns}
    found: dict[str, str] = {}
    for column in (*_NEEDED, "note"):
        spelt = [column]
        for lang in LANGUAGES:
            with speaking(lang):
                spelt.append(words.heading(column))
        present = [headings[one.casefold()] for one in spelt if one.casefold() in headings]
        if present:
            found[column] = present[0]
        elif column in _NEEDED:
            raise PolegraphError(
                _("a file of answers needs this column"),
                file=sheet.name,
                column=words.heading(column),
                remedy=_("write the file with 'polegraph dedupe NETWORK --review FILE', and fill in its answers alone"),
            )
    return found


def _understood(frame: pd.DataFrame, column: str, heading: str, allowed: Mapping[str, str]) -> pd.Series[str]:
    meaning = {written.casefold(): word for word, french in allowed.items() for written in (word, french)}
    meant = frame[column].str.casefold().map(meaning).astype("str")
    if meant.isna().any():
        listed = ", ".join(f"{word} / {french}" for word, french in allowed.items())
        remedy = _("write one of: {words}; or leave the cell empty").format(words=listed)
        raise _bad(frame[meant.isna()].iloc[0], column, heading, remedy)
    return meant


def _bad(row: pd.Series[str], column: str, heading: str, remedy: str) -> PolegraphError:
    return PolegraphError(
        _("this is no answer that polegraph knows")
        if column == "answer"
        else _("this is not what polegraph wrote here"),
        file=str(row["file"]),
        row=int(row["row"]),
        column=heading,
        value=row[column],
        remedy=remedy,
    )


def refuse_contradictions(decisions: pd.DataFrame) -> None:
    """Refuse answers that cannot all be true: yes and no to one question, or yes, yes and no around a circle.

    Parameters
    ----------
    decisions
        The table ``decisions``, with ``file`` and ``row`` where an answer was just read.

    Raises
    ------
    PolegraphError
        If there are such answers; names the rows.
    """
    for __, asked in decisions.groupby("question", sort=True):
        yes = asked[asked["answer"] == "yes"]
        ways: dict[str, list[tuple[str, int]]] = {}
        for place, one, other in zip(yes.index, yes["one_id"], yes["other_id"], strict=True):
            ways.setdefault(one, []).append((other, place))
            ways.setdefault(other, []).append((one, place))
        for place, row in asked[asked["answer"] == "no"].iterrows():
            path = _path(ways, str(row["one_id"]), str(row["other_id"]))
            if path is not None:
                raise _contradiction(decisions, [*path, int(str(place))])


def _path(ways: Mapping[str, list[tuple[str, int]]], start: str, end: str) -> list[int] | None:
    """Find the rows by which two are one, by the shortest way; None if they are not."""
    came: dict[str, tuple[str, int] | None] = {start: None}
    front = [start]
    while front and end not in came:
        further = []
        for one in front:
            for other, place in ways.get(one, ()):
                if other not in came:
                    came[other] = (one, place)
                    further.append(other)
        front = further
    if end not in came:
        return None
    path, at = [], came[end]
    while at is not None:
        path.append(at[1])
        at = came[at[0]]
    return path[::-1]


def _contradiction(decisions: pd.DataFrame, places: list[int]) -> PolegraphError:
    rows = decisions.loc[places]
    said = []
    for row in rows.to_dict(orient="records"):
        text = _("{one} and {other}: {answer}").format(
            one=row["one_id"], other=row["other_id"], answer=_(row["answer"])
        )
        at = row.get("row")
        place = _("row {row}").format(row=int(at)) if at == at and at is not None else _("decided before")  # noqa: PLR0124  # missing differs from itself
        said.append(f"{text} ({place})")
    files = rows["file"].dropna().tolist() if "file" in rows else []
    return PolegraphError(
        _("these answers contradict each other: {answers}").format(answers="; ".join(said)),
        file=str(files[0]) if files else None,
        remedy=_("change one of them; an answer in the file goes before one that was given earlier"),
    )
